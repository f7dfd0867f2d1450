from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import EncodingError
from conferral.standards.baking import Baked, bake, is_image, unbake
from tests.unit.standards.baking.pictures import CREDENTIAL, SVG, TOKEN, png


@pytest.mark.parametrize("image", [png(), SVG, b"\xef\xbb\xbf<?xml version='1.0'?><!-- a --> " + SVG])
@pytest.mark.parametrize("text", [CREDENTIAL, TOKEN])
def test_what_the_file_holds_decides_how_it_is_baked(image: bytes, text: str) -> None:
    baked = bake(image, text)

    assert unbake(baked) == Baked(kind="ob3", text=text)
    assert is_image(image)
    assert is_image(baked)


@pytest.mark.parametrize("image", [png(), SVG])
def test_an_image_without_a_credential_is_told(image: bytes) -> None:
    with pytest.raises(EncodingError) as caught:
        unbake(image)
    assert caught.value.message == "the image holds no credential"
    assert caught.value.hint == (
        "Many programs leave it out when they copy or convert an image. Ask for the file as it was issued."
    )


@pytest.mark.parametrize(
    ("data", "what"), [(b"\xff\xd8\xff\xe0", "a JPEG"), (b"GIF89a", "a GIF"), (b"RIFF\0\0\0\0WEBP", "a WebP")]
)
def test_images_of_other_kinds_are_called_by_their_names(data: bytes, what: str) -> None:
    assert is_image(data)
    for act in (unbake, lambda image: bake(image, CREDENTIAL)):
        with pytest.raises(EncodingError) as caught:
            act(data)
        assert caught.value.message == f"got {what}, expected a PNG or an SVG"


@pytest.mark.parametrize(
    "data", [b"", b"{}", TOKEN.encode(), b"<html><svg/></html>", b"<!DOCTYPE html>", b"<svgx/>", b"<!-- <svg>", b"svg"]
)
def test_what_is_no_image_is_told(data: bytes) -> None:
    assert not is_image(data)
    with pytest.raises(EncodingError) as caught:
        unbake(data)
    assert caught.value.message == "the file is neither a PNG nor an SVG"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG", "the file is not a PNG"),
        (png()[:9], "the PNG is damaged: it ends too early"),
        (b"<svg>", 'the file begins with <svg> and not with <svg xmlns="http://www.w3.org/2000/svg">'),
        (b"<s:svg a='1'", "the SVG is no XML"),
        (b"<!DOCTYPE svg SYSTEM 'x'><svg/>", "the SVG holds a document type, which no drawing needs"),
    ],
)
def test_a_damaged_image_is_still_one(data: bytes, message: str) -> None:
    assert is_image(data)
    with pytest.raises(EncodingError) as caught:
        unbake(data)
    assert caught.value.message == message


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"", b"\x89PNG", b"<svg ", b"\xef\xbb\xbf", b"<!--"):
        is_image(start + content)
        with pytest.raises(EncodingError):
            unbake(start + content)
