"""Certificates to print: for whom there is one, what it shows of people, and that every letter can be read."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from conferral.errors import BuildError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.site.certificates import qr_code
from conferral.site.typesetting import Typesetter
from tests.registry_builder import files, recipient, write_registry
from tests.unit.site.site_builder import add_files, register, render, sign
from tests.unit.site.tiny_font import tiny_font
from tests.unit.verifier.browser_side import CHECKOUT, node

NAME = "Wren Ashdown"
WITH_CERTIFICATES = files()["credentials/registry.yml"] + "  certificates: true\n"
BATCH = "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
CHANGES = {
    "credentials/registry.yml": WITH_CERTIFICATES,
    f"recipients/{recipient(1)}.yml": f"display_name: {NAME}\nconsent: {{on: 2026-01-01, to: [display_name]}}\n",
    f"recipients/{recipient(2)}.yml": (
        "display_name: Quill Harrow\nidentity: {name: Quill Harrow}\n"
        "consent: {on: 2026-12-01, to: [display_name, identity]}\n"
    ),
    f"recipients/{recipient(3)}.yml": "identity: {name: Sorrel Vane}\nconsent: {on: 2026-01-01, to: [identity]}\n",
    BATCH: (
        f"badge: sailing\nawarded: 2026-05-02\nrecipients:\n- recipient: {recipient(1)}\n"
        f"- {{recipient: {recipient(4)}, valid_until: 2026-11-22}}\n- recipient: {recipient(5)}\n"
        f"- recipient: {recipient(7)}\n"
    ),
    "credentials/awards/teaching/2027-01-01-soon-8g7v.yml": (
        f"badge: teaching\nawarded: 2027-01-01\nrecipients:\n- recipient: {recipient(6)}\n"
    ),
}


def registry(root: Path, **changes: str) -> Path:
    write_registry(root, CHANGES | changes)
    register(root)
    return root


def award(root: Path, person: int, badge: str) -> str:
    awards = load_registry(FolderFiles(root)).awards
    return next(one.id or "" for one in awards if (one.recipient, one.badge) == (recipient(person), badge))


def certificates(out: Path) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in sorted(out.glob("credentials/*/certificate.pdf"))}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a registry, its signed documents and its site."""
    folder = tmp_path_factory.mktemp("certificates")
    root = registry(folder / "registry")
    add_files(
        root,
        {
            f"credentials/revocations/{award(root, 1, 'data-analysis')}.yml": "on: 2026-08-01\nreason: misconduct\n",
            f"credentials/suspensions/{award(root, 5, 'sailing')}.yml": "on: 2026-09-01\nreason: under-review\n",
        },
    )
    render(root, sign(root, folder / "signed", preview=False), folder / "out")
    return folder


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """What is set instead of being set, by the address on the certificate."""
    given: dict[str, dict[str, Any]] = {}

    def watched(_: Typesetter, _template: str, shown: dict[str, Any], _when: datetime) -> bytes:
        given[shown["address"].split("/")[-2]] = shown
        return b"a certificate"

    monkeypatch.setattr(Typesetter, "pdf", watched)
    return given


def test_what_is_valid_or_expired_has_a_certificate_and_nothing_else(place: Path) -> None:
    root = place / "registry"
    standing = [(2, "data-analysis"), (3, "data-analysis"), (1, "sailing"), (4, "sailing"), (7, "sailing")]

    found = certificates(place / "out")

    assert set(found) == {award(root, *one) for one in standing}
    assert all(content.startswith(b"%PDF-1.7") for content in found.values())


def test_without_the_policy_there_is_none(tmp_path: Path) -> None:
    root = registry(tmp_path / "registry", **{"credentials/registry.yml": files()["credentials/registry.yml"]})

    assert certificates(render(root, sign(root, tmp_path / "signed"), tmp_path / "out")) == {}


def test_a_certificate_shows_the_name_that_was_consented_to_and_no_other(
    place: Path, tmp_path: Path, data: dict[str, dict[str, Any]]
) -> None:
    root = place / "registry"
    render(root, place / "signed", tmp_path / "out")

    named = {name: shown["holder"] and shown["holder"]["words"] for name, shown in data.items()}
    assert named == {
        award(root, 1, "sailing"): NAME,
        award(root, 2, "data-analysis"): None,  # consented later than this site speaks of
        award(root, 3, "data-analysis"): None,  # consented to a signed name, not to a shown one
        award(root, 4, "sailing"): None,
        award(root, 7, "sailing"): None,
    }
    without = json.dumps([shown for shown in data.values() if not shown["holder"]])
    assert "The name of the holder is not published." in without
    assert not any(name in without for name in (NAME, "Quill", "Sorrel"))


def test_a_certificate_says_what_holds_and_where_to_look(
    place: Path, tmp_path: Path, data: dict[str, dict[str, Any]]
) -> None:
    root = place / "registry"
    render(root, place / "signed", tmp_path / "out")
    shown = data[award(root, 1, "sailing")]

    assert [(name["words"], value["words"]) for name, value in shown["facts"]] == [
        ("Awarded by", "Harbour School"),
        ("Awarded", "2\N{NO-BREAK SPACE}May\N{NO-BREAK SPACE}2026"),
        ("Valid until", "2\N{NO-BREAK SPACE}May\N{NO-BREAK SPACE}2028"),
    ]
    assert shown["notice"]["words"] == (
        "This document shows the credential as of 23\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026. "
        "Only its page tells whether it holds today:"
    )
    assert shown["address"] == (f"https://credentials.example.org/registry/credentials/{award(root, 1, 'sailing')}/")
    assert shown["code"] == qr_code(shown["address"])
    assert (shown["name"]["words"], shown["description"]["words"]) == ("Sailing", "Can sail a small boat.")
    assert shown["heading"] == "Certificate: Sailing"
    assert shown["preview"] is None
    expired = data[award(root, 4, "sailing")]["facts"][2]
    assert (expired[0]["words"], expired[1]["words"]) == (
        "Expired",
        "22\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026",
    )


def test_a_preview_says_so_across_the_page(place: Path, tmp_path: Path, data: dict[str, dict[str, Any]]) -> None:
    root = place / "registry"
    render(root, sign(root, tmp_path / "signed"), tmp_path / "out")

    assert {shown["preview"]["words"] for shown in data.values()} == {"Preview"}


def test_a_certificate_is_tagged_and_says_its_language_and_title(place: Path) -> None:
    text = inflated(certificates(place / "out")[award(place / "registry", 1, "sailing")])

    assert re.search(rb"/Lang\s*\(en\)", text)
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", text)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in text
    assert b"Certificate: Sailing" in text
    assert b"/S/H1" in text.replace(b" ", b"")
    assert b"/credentials/" in text
    assert b"/JavaScript" not in text


def inflated(pdf: bytes) -> bytes:
    """A PDF with everything that is packed in it."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"\n".join([pdf, *(zlib.decompress(one) for one in packed if one[:1] == b"\x78")])


def test_a_certificate_is_the_same_whenever_and_wherever_it_is_made(place: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(place / "registry", tmp_path / "elsewhere"))

    again = certificates(render(root, place / "signed", tmp_path / "out"))

    assert again == certificates(place / "out")


HAN = {
    f"recipients/{recipient(number)}.yml": f"display_name: {name}\nconsent: {{on: 2026-01-01, to: [display_name]}}\n"
    for number, name in ((1, "王小明"), (4, "Lin 小 🎓"), (7, "Łukasz Żółć 🎓"))
}


def test_letters_that_no_font_has_stop_the_build_with_all_of_them(tmp_path: Path) -> None:
    root = registry(tmp_path / "registry", **HAN)

    with pytest.raises(BuildError) as caught:
        render(root, sign(root, tmp_path / "signed"), tmp_path / "out")

    assert caught.value.message == (
        f"certificates need letters that no font has: recipient {recipient(1)}: 王 小 明; recipient {recipient(4)}: 小"
    )
    assert caught.value.hint == (
        "Put a font with these letters into site_templates/fonts/, or set policy.certificates to false in registry.yml."
    )


def test_a_font_of_the_registry_has_them(tmp_path: Path, data: dict[str, dict[str, Any]]) -> None:
    root = registry(tmp_path / "registry", **HAN)
    (root / "site_templates/fonts").mkdir(parents=True)
    (root / "site_templates/fonts/han.ttf").write_bytes(tiny_font("Tiny Han", "王小明"))
    render(root, sign(root, tmp_path / "signed"), tmp_path / "out")

    shown = {words["holder"]["words"] for words in data.values() if words["holder"]}
    assert shown == {"王小明", "Lin 小", "Łukasz Żółć"}  # a symbol that no font has is left out


def test_a_picture_that_cannot_be_drawn_is_left_out(tmp_path: Path) -> None:
    """The check of pictures refuses this one; another that passes it may still be none to typst."""
    root = registry(tmp_path / "registry")
    signed = sign(root, tmp_path / "signed")
    for image in (signed / "site/badges").rglob("badge.svg"):
        image.write_bytes(b"no drawing")

    assert len(certificates(render(root, signed, tmp_path / "out"))) == 7


ADDRESSES = (
    "https://credentials.example.org/credentials/3f7k9xq2m5t8w1zv6c4rbn0jhd/",
    f"https://{'a' * 60}.example/{'b' * 120}/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_qr_code_is_read_as_the_address(tmp_path: Path, address: str) -> None:
    typesetter = Typesetter(tmp_path, {})
    (tmp_path / "probe.typ").write_text(
        "#set page(width: 300pt, height: 300pt, margin: 20pt)\n"
        '#image(bytes(json(bytes(sys.inputs.data)).code), format: "svg", width: 260pt)'
    )
    picture = Image.open(io.BytesIO(typesetter.png("probe.typ", {"code": qr_code(address)}))).convert("RGBA")
    program = (
        "const read = require('jsqr').default ?? require('jsqr');"
        "const pixels = new Uint8ClampedArray(require('fs').readFileSync(0));"
        "process.stdout.write(read(pixels, 300, 300).data)"
    )

    done = subprocess.run(
        [node(), "-e", program], cwd=CHECKOUT, input=picture.tobytes(), capture_output=True, check=True
    )

    assert done.stdout.decode() == address
