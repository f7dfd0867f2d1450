"""What typst may see and what it has letters for."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.errors import BuildError
from conferral.site.typesetting import CannotDrawError, Typesetter, direction, own_fonts
from tests.unit.site.tiny_font import tiny_font

SECRET = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#f00"/></svg>'
PROBE = "#set page(width: 9pt, height: 9pt, margin: 0pt)\n#image(json(bytes(sys.inputs.data)).path)"


@pytest.fixture
def typesetter(tmp_path: Path) -> Typesetter:
    return made(tmp_path / "set")


def made(folder: Path, **fonts: bytes) -> Typesetter:
    folder.mkdir()
    return Typesetter(folder, {f"{name}.ttf": content for name, content in fonts.items()})


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("Straße, Œuvre, İstanbul, Łódź, Ελλάδα, Київ, Việt Nam", ()),
        ("مرحبا", ()),
        ("‘Plain’ – and “quoted”…", ()),
        ("q\u0302 and e\u0301", ()),
        ("数据 and 数", ("数", "据")),
        ("Baking 🍞 with 👩‍🍳 and 👍🏽", ("🍞", "👩‍🍳", "👍🏽")),
        ('\\u{6570} "quoted"', ()),
    ],
)
def test_it_is_known_which_letters_no_font_has(typesetter: Typesetter, words: str, missing: tuple[str, ...]) -> None:
    assert typesetter.missing(words) == missing
    assert typesetter.missing(words) == missing  # asked again, it is remembered


def test_fonts_of_a_registry_add_letters(tmp_path: Path) -> None:
    typesetter = made(tmp_path / "set", han=tiny_font("Tiny Han", "数据"))

    assert typesetter.missing("数据 data") == ()
    assert typesetter.missing("数据分析") == ("分", "析")


def test_of_two_fonts_with_one_name_the_first_file_by_name_is_used(tmp_path: Path) -> None:
    wide, narrow = tiny_font("Tiny Han", "数"), tiny_font("Tiny Han", "数", advance=300)
    orders = ({"a": wide, "b": narrow}, {"b": narrow, "a": wide}, {"a": narrow, "b": wide})
    pictures = []
    for number, fonts in enumerate(orders):
        typesetter = made(tmp_path / str(number), **fonts)
        (tmp_path / str(number) / "probe.typ").write_text(
            "#set page(width: 99pt, height: 20pt)\n#let given = json(bytes(sys.inputs.data))\n"
            "#text(font: given.fonts, given.words)"
        )
        pictures.append(typesetter.png("probe.typ", {"words": "数数数"}))

    assert pictures[0] == pictures[1] != pictures[2]


def test_a_font_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        made(tmp_path / "set", good=tiny_font("Good", "g"), broken=b"no font")

    assert (caught.value.message, caught.value.hint) == (
        "site_templates/fonts/broken.ttf is no font that can be read",
        "TrueType and OpenType can.",
    )


def test_fonts_are_the_files_with_the_endings_of_fonts(tmp_path: Path) -> None:
    folder = tmp_path / "site_templates/fonts"
    folder.mkdir(parents=True)
    for name in ("b.otf", "a.TTF", "LICENSE.txt"):
        (folder / name).write_bytes(name.encode())

    assert own_fonts(tmp_path) == {"a.TTF": b"a.TTF", "b.otf": b"b.otf"}
    assert own_fonts(tmp_path / "elsewhere") == {}


def test_links_among_the_fonts_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.ttf").write_bytes(b"x")
    root = tmp_path / "registry"
    (root / "site_templates/fonts").mkdir(parents=True)
    (root / "site_templates/fonts/a.ttf").symlink_to(tmp_path / "secret.ttf")

    with pytest.raises(BuildError) as caught:
        own_fonts(root)
    assert caught.value.message == "site_templates/fonts/a.ttf is a symbolic link"

    (root / "site_templates/fonts/a.ttf").unlink()
    (root / "site_templates/fonts").rmdir()
    (root / "site_templates/fonts").symlink_to(tmp_path)
    with pytest.raises(BuildError) as caught:
        own_fonts(root)
    assert caught.value.message == "site_templates/fonts is a link that leads out of the registry"


@pytest.mark.parametrize(
    ("words", "expected"), [("SQL", "ltr"), ("تحليل SQL", "rtl"), ("2026 – עברית", "rtl"), ("123", "ltr"), ("", "ltr")]
)
def test_a_text_runs_as_its_first_letter_does(words: str, expected: str) -> None:
    assert direction(words) == expected


@pytest.mark.parametrize(
    "place", ["/../secret.svg", "../secret.svg", "{outside}/secret.svg", "https://example.org/a.svg"]
)
def test_a_document_reads_no_file_outside_its_folder(typesetter: Typesetter, tmp_path: Path, place: str) -> None:
    (tmp_path / "secret.svg").write_text(SECRET)
    (tmp_path / "set/probe.typ").write_text(PROBE)
    path = place.format(outside=tmp_path)

    with pytest.raises(CannotDrawError) as caught:
        typesetter.png("probe.typ", {"path": path})

    looked = f"{tmp_path}/set/{path.replace('//', '/').lstrip('/')}"
    refused = f'path `"{path}"` would escape the project root'
    assert str(caught.value) in (refused, f"file not found (searched at {looked})")


def test_a_document_loads_no_package(typesetter: Typesetter, tmp_path: Path) -> None:
    (tmp_path / "set/probe.typ").write_text('#import "@preview/cetz:0.3.1"')

    with pytest.raises(CannotDrawError):
        typesetter.png("probe.typ", {})


def test_a_picture_that_names_files_shows_none_of_them(typesetter: Typesetter, tmp_path: Path) -> None:
    """The check of pictures refuses such a drawing long before; here is what would happen without it."""
    (tmp_path / "secret.svg").write_text(SECRET)
    (tmp_path / "set/probe.typ").write_text(PROBE)
    places = ("../secret.svg", f"{tmp_path}/secret.svg", f"file://{tmp_path}/secret.svg", "https://example.org/a.svg")
    for number, place in enumerate(places):
        for name, reference in (("with", f'<image href="{place}" width="9" height="9"/>'), ("without", "")):
            drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{reference}</svg>'
            typesetter.picture(f"{name}{number}.svg", drawing.encode())
        clean = typesetter.png("probe.typ", {"path": f"/without{number}.svg"})
        try:
            drawn = typesetter.png("probe.typ", {"path": f"/with{number}.svg"})
        except CannotDrawError:
            continue
        assert drawn == clean


def test_a_document_is_the_same_at_any_time_and_in_any_folder(tmp_path: Path) -> None:
    when = datetime(2026, 11, 23, tzinfo=UTC)
    sets = [made(tmp_path / name) for name in ("one", "two")]
    for name in ("one", "two"):
        (tmp_path / name / "probe.typ").write_text(
            '#set document(title: "x")\n#json(bytes(sys.inputs.data)).words #datetime.today().display()'
        )
    probes = [one.pdf("probe.typ", {"words": "same"}, when) for one in sets]

    assert probes[0] == probes[1]
    assert b"D:20261123000000Z" in probes[0]
    assert str(tmp_path).encode() not in probes[0]


FOR_EVER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><filter id="f">'
    '<feTurbulence baseFrequency=".1" numOctaves="2000000000"/></filter>'
    '<rect width="9" height="9" filter="url(#f)"/></svg>'
)


def test_a_drawing_that_takes_for_ever_ends_the_process_that_draws(tmp_path: Path) -> None:
    """The check of pictures refuses this one, as it does all that are known; this is for those that are not."""
    program = (
        "import sys; from pathlib import Path; from conferral.site import typesetting; typesetting.LONGEST = 1; "
        "folder = Path(sys.argv[1]); typesetter = typesetting.Typesetter(folder, {}); "
        "typesetter.picture('a.svg', sys.argv[2].encode()); (folder / 'probe.typ').write_text(sys.argv[3]); "
        "typesetter.png('probe.typ', {'path': '/a.svg'})"
    )

    done = subprocess.run(
        [sys.executable, "-P", "-c", program, str(tmp_path), FOR_EVER, PROBE], check=False, timeout=60
    )

    assert done.returncode == -signal.SIGALRM


def test_fonts_of_the_system_are_not_asked(tmp_path: Path) -> None:
    """What fontconfig would find is not there: a family of the system's is as unknown as any."""
    home = tmp_path / "home/.local/share/fonts"
    home.mkdir(parents=True)
    (home / "tiny.ttf").write_bytes(tiny_font("Tiny Han", "数据"))
    program = (
        "import sys; from pathlib import Path; from conferral.site.typesetting import Typesetter; "
        "print(Typesetter(Path(sys.argv[1]), {}).missing('数据'))"
    )
    (tmp_path / "set").mkdir()

    done = subprocess.run(
        [sys.executable, "-P", "-c", program, str(tmp_path / "set")],
        env={"HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "('数', '据')\n"
