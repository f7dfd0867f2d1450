"""The picture of a badge is taken from where it is at hand, without a credential, or it is said why not."""

from __future__ import annotations

import base64

import pytest

from conferral.authoring.importing.found import Notes, Origin, Picture
from conferral.authoring.importing.pictures import taken
from conferral.standards.baking import bake, without_credential
from tests.unit.authoring.importing.examples import DATA, SVG
from tests.unit.test_images import png

HERE = Origin("file.json", "/image")
_REFUSED = SVG.replace("<circle", "<script>alert(1)</script><circle")


def _taken(picture: Picture | None, *also: str) -> tuple[tuple[str, bytes] | None, list[str]]:
    notes = Notes()
    return taken(picture, also, square=True, what="the picture", notes=notes), [note.what for note in notes.all]


@pytest.mark.parametrize("reference", [DATA, f"data:image/svg+xml,{SVG.replace(' ', '%20')}"])
def test_a_picture_in_a_data_address_is_decoded(reference: str) -> None:
    assert _taken(Picture(HERE, reference)) == (("svg", SVG.encode()), [])


def test_a_picture_that_lies_beside_is_taken_by_its_name_or_by_that_of_the_badge() -> None:
    files = {"badge.png": png(), "bK8.svg": SVG.encode()}
    assert _taken(Picture(HERE, "badge.png", beside=files.get)) == (("png", png()), [])
    assert _taken(Picture(HERE, "", beside=files.get), "bK8.svg") == (("svg", SVG.encode()), [])


@pytest.mark.parametrize("image", [png(), SVG.encode()])
def test_the_picture_around_a_credential_is_taken_without_it(image: bytes) -> None:
    found, notes = _taken(Picture(HERE, content=bake(image, '{"id": "urn:x"}')))
    assert found
    # an SVG keeps the name of the vocabulary on its root, which draws nothing
    assert found[1] == image or (found[0] == "svg" and b"urn:x" not in found[1])
    assert notes == []


@pytest.mark.parametrize(
    ("reference", "note"),
    [
        (
            "https://old.example.org/badge.png",
            "the picture: it is at https://old.example.org/badge.png, and nothing is fetched",
        ),
        ("badge.png", "the picture: badge.png does not lie beside the file"),
        ("data:image/png;base64,%%%", "the picture, from its data: address: it cannot be decoded"),
        (
            "data:image/jpeg;base64," + base64.b64encode(b"\xff\xd8\xff\xe0").decode(),
            "the picture, from its data: address: it is a JPEG, not a PNG or an SVG",
        ),
        (
            "data:image/svg+xml;base64," + base64.b64encode(_REFUSED.encode()).decode(),
            "the picture, from its data: address: the SVG holds the element <script> on line 1",
        ),
        (
            "data:image/png;base64," + base64.b64encode(png(20, 20)).decode(),
            "the picture, from its data: address: the image has 20 x 20 pixels instead of sides of 90 to 4096 pixels",
        ),
    ],
)
def test_a_picture_that_cannot_be_taken_is_told(reference: str, note: str) -> None:
    assert _taken(Picture(HERE, reference)) == (None, [note])


def test_the_next_place_is_tried_where_one_holds_nothing_that_can_be_used() -> None:
    picture = Picture(HERE, "data:image/png;base64,AAAA", content=png())
    assert _taken(picture) == (
        ("png", png()),
        ["the picture, from its data: address: it is neither a PNG nor an SVG"],
    )


def test_an_image_without_a_credential_stays_byte_for_byte() -> None:
    for image in (png(), SVG.encode(), png() + b"behind"):
        assert without_credential(image) == image
    assert without_credential(bake(png() + b"behind", "{}")) == png() + b"behind"
