from __future__ import annotations

import io
import json
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL.PngImagePlugin import PngImageFile

from conferral.errors import EncodingError
from conferral.standards.baking import MAX_IMAGE_BYTES, MAX_TEXT_BYTES, Baked
from conferral.standards.baking.png import KEYWORDS, MAX_CHUNKS, bake, chunks, unbake
from tests.unit.standards.baking.pictures import CREDENTIAL, TOKEN, chunk, json_values, png, text_chunk


def refusal(image: bytes) -> str:
    with pytest.raises(EncodingError) as caught:
        unbake(image)
    return caught.value.message


@pytest.mark.parametrize("text", [CREDENTIAL, TOKEN])
def test_a_credential_goes_into_one_plain_chunk_directly_after_the_header(text: str) -> None:
    expected = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + text.encode())

    assert bake(png(), text) == png(expected)
    assert unbake(png(expected)) == Baked(kind="ob3", text=text)


def test_an_image_without_a_credential_has_none() -> None:
    assert unbake(png(text_chunk(b"{}", b"Comment"), text_chunk(b"{}", b"openbadgecredentials"))) is None


def test_all_but_the_credential_stays_byte_for_byte() -> None:
    before, after = text_chunk(b"A badge", b"Title"), text_chunk(b"late", b"Comment")
    plain = png(before, after=after) + b"what follows the end"

    baked = bake(plain, CREDENTIAL)

    assert baked.replace(text_chunk(CREDENTIAL.encode()), b"") == plain


@pytest.mark.parametrize("kind", [b"iTXt", b"tEXt", b"zTXt"])
@pytest.mark.parametrize("keyword", KEYWORDS)
def test_an_earlier_bake_is_replaced_wherever_it_stands(keyword: str, kind: bytes) -> None:
    old = text_chunk(b"old", keyword.encode(), kind=kind)

    assert bake(png(old, after=old), CREDENTIAL) == bake(png(), CREDENTIAL)


def test_even_a_damaged_earlier_bake_is_replaced() -> None:
    assert bake(png(chunk(b"iTXt", b"openbadges")), CREDENTIAL) == bake(png(), CREDENTIAL)


@pytest.mark.parametrize(("keyword", "kind"), KEYWORDS.items())
def test_credentials_of_other_standards_are_told_apart(keyword: str, kind: str) -> None:
    baked = unbake(png(text_chunk(CREDENTIAL.encode(), keyword.encode())))

    assert baked is not None
    assert baked.kind == kind


def test_the_address_that_early_badges_baked_is_read() -> None:
    early = chunk(b"tEXt", b"openbadges\0https://example.org/assertions/1")

    assert unbake(png(early)) == Baked(kind="ob2", text="https://example.org/assertions/1")


def test_language_and_translated_keyword_say_nothing() -> None:
    named = chunk(b"iTXt", b"openbadgecredential\0\0\0de\0" + "Nachweis für".encode() + b"\0{}")

    assert unbake(png(named)) == Baked(kind="ob3", text="{}")


def test_a_compressed_credential_is_read() -> None:
    packed = text_chunk(zlib.compress(CREDENTIAL.encode()), flags=b"\1\0")

    assert unbake(png(packed)) == Baked(kind="ob3", text=CREDENTIAL)


@pytest.mark.parametrize("first", KEYWORDS)
@pytest.mark.parametrize("second", KEYWORDS)
def test_two_credentials_are_refused(first: str, second: str) -> None:
    twice = png(text_chunk(b"{}", first.encode()), after=text_chunk(b"{}", second.encode()))

    assert refusal(twice) == "got 2 credentials in the PNG, expected one"


def test_credentials_are_counted_before_any_is_unpacked() -> None:
    damaged = text_chunk(b"no zlib stream", flags=b"\1\0")
    assert refusal(png(damaged, damaged)) == "got 2 credentials in the PNG, expected one"


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (b"\x89PNG\r\n\x1a", "the file is not a PNG"),
        (b"<svg/>", "the file is not a PNG"),
        (png()[:-1], "the PNG is damaged: it ends too early"),
        (png()[:8], "the PNG is damaged: it ends too early"),
        (png()[:40], "the PNG is damaged: it ends too early"),
        (png(struct.pack(">I", 1 << 31) + b"iTXt"), "the PNG is damaged: it ends too early"),
        (png()[:8] + png()[33:], "the PNG is damaged: it does not begin with a header"),
        (png()[:8] + chunk(b"IHDR", bytes(12)), "the PNG is damaged: it does not begin with a header"),
        (
            png(text_chunk(b"{}")).replace(b"{}", b"[]"),
            "the PNG is damaged: the checksum of its part iTXt is wrong",
        ),
        (png(chunk(b"iTXt", b"openbadgecredential")), "the PNG is damaged: its credential ends too early"),
        (png(chunk(b"iTXt", b"openbadgecredential\0\0")), "the PNG is damaged: its credential ends too early"),
        (png(chunk(b"iTXt", b"openbadgecredential\0\0\0en{}")), "the PNG is damaged: its credential ends too early"),
        (png(chunk(b"iTXt", b"openbadgecredential\0\0\0\0{}")), "the PNG is damaged: its credential ends too early"),
        (
            png(text_chunk(b"{}", flags=b"\2\0")),
            "the credential in the PNG is compressed in a way that PNG does not know",
        ),
        (
            png(text_chunk(b"{}", flags=b"\1\1")),
            "the credential in the PNG is compressed in a way that PNG does not know",
        ),
        (png(text_chunk(b"{}", flags=b"\1\0")), "the PNG is damaged: its credential cannot be unpacked"),
        (
            png(text_chunk(zlib.compress(b"{}")[:-1], flags=b"\1\0")),
            "the PNG is damaged: its credential cannot be unpacked",
        ),
        (
            png(text_chunk(zlib.compress(b"{}") + b"{}", flags=b"\1\0")),
            "the PNG is damaged: its credential cannot be unpacked",
        ),
        (png(text_chunk(b"{\xff}")), "the credential in the PNG is not UTF-8"),
        (png(text_chunk(b"{\xed\xa0\x80}")), "the credential in the PNG is not UTF-8"),
        (png(text_chunk(b" \n")), "the credential in the PNG is empty"),
        (
            png(text_chunk(b"{\x1b[2J}")),
            "the credential in the PNG holds the control character U+001B, which JSON writes escaped",
        ),
        (png(chunk(b"tEXt", b"openbadges")), "the credential in the PNG is empty"),
        (png(text_chunk(b"1" * (MAX_TEXT_BYTES + 1))), "the credential in the PNG is larger than 1048576 bytes"),
        (
            png(text_chunk(zlib.compress(b"1" * (MAX_TEXT_BYTES + 1)), flags=b"\1\0")),
            "the credential in the PNG is larger than 1048576 bytes",
        ),
        (bytes(MAX_IMAGE_BYTES + 1), "the image has 10485761 bytes, expected at most 10485760"),
        (png(*[text_chunk(b"", b"x")] * MAX_CHUNKS), "the PNG has more than 20000 parts"),
    ],
)
def test_an_image_that_is_not_sound_is_refused(image: bytes, message: str) -> None:
    assert refusal(image) == message


def test_the_largest_credential_is_baked_and_read() -> None:
    largest = "1" * MAX_TEXT_BYTES

    assert unbake(bake(png(), largest)) == Baked(kind="ob3", text=largest)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the credential is empty"),
        ("\r\n", "the credential is empty"),
        ('"\0"', "the credential holds the control character U+0000, which JSON writes escaped"),
        ('"\x1f"', "the credential holds the control character U+001F, which JSON writes escaped"),
        ('"\ud800"', "the credential holds half of a surrogate pair, which is no character"),
        ("1" * (MAX_TEXT_BYTES + 1), "the credential is larger than 1048576 bytes"),
    ],
)
def test_what_no_reader_takes_for_a_credential_is_not_baked(text: str, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        bake(png(), text)
    assert caught.value.message == message


def test_an_image_that_grows_too_large_is_not_baked() -> None:
    large = png(chunk(b"IDAT", bytes(MAX_IMAGE_BYTES - len(png()) - 12)))
    assert len(large) == MAX_IMAGE_BYTES

    with pytest.raises(EncodingError) as caught:
        bake(large, "{}")
    assert caught.value.message == "the image has 10485798 bytes, expected at most 10485760"


def test_white_space_around_a_token_is_left_out() -> None:
    assert bake(png(), f"{TOKEN}\n") == bake(png(), TOKEN)


@given(json_values, st.sampled_from([None, 2]), st.booleans())
def test_any_json_comes_back_as_it_was(value: object, indent: int | None, escaped: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escaped).replace("\n", "\r\n")
    try:
        baked = bake(png(), text)
    except EncodingError as error:
        assert error.message == "the credential holds half of a surrogate pair, which is no character"  # noqa: PT017
        return

    assert unbake(baked) == Baked(kind="ob3", text=text)
    assert bake(baked, text) == baked


@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for image in (content, png()[:8] + content, png(content), png(chunk(b"iTXt", b"openbadgecredential\0" + content))):
        with suppress(EncodingError):
            unbake(image)


@given(st.data())
def test_an_image_with_any_change_is_read_or_refused(data: st.DataObject) -> None:
    image = bytearray(bake(png(after=text_chunk(b"x", b"Comment")), CREDENTIAL))
    place = data.draw(st.integers(0, len(image) - 1))
    image[place : place + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    with suppress(EncodingError):
        unbake(bytes(image))


def test_the_parts_of_an_image_are_told_with_their_places() -> None:
    found = list(chunks(png()))

    assert [part.kind for part in found] == [b"IHDR", b"IDAT", b"IEND"]
    assert b"".join(png()[part.start : part.end] for part in found) == png()[8:]
    assert found[-1].data == b""


def test_pillow_sees_the_same_picture_and_the_text() -> None:
    plain = PngImageFile(io.BytesIO(png()))
    baked = PngImageFile(io.BytesIO(bake(png(), CREDENTIAL)))

    assert baked.tobytes() == plain.tobytes()
    assert baked.text == {"openbadgecredential": CREDENTIAL}
