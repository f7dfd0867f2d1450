"""Share cards: what they show, of what size, and that nothing which people write makes them do more."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from conferral.errors import BuildError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.site import card_making, wall
from conferral.site.cards import HEIGHT, WIDTH, Card, Cards, card_words, draw, drawable, is_card
from conferral.site.language import Language
from conferral.site.typesetting import Typesetter
from tests.registry_builder import write_registry
from tests.unit.site.site_builder import register, render, sign
from tests.unit.site.tiny_font import tiny_font

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#e00000"/></svg>'
PAPER, RED = (250, 248, 243), (224, 0, 0)
PANEL = 452
"""Pixels from the left that are the picture's."""
BAND = 18
"""Pixels of colour at the bottom."""


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    return Typesetter(tmp_path_factory.mktemp("set"), {})


def card(**parts: str) -> Card:
    shown = {"name": "Data Analysis", "issuer": "Northwind Academy", "title": "Examples", "language": "en"}
    return Card(**{**shown, "accent": "#0b5a6b", "image": "red.svg", **parts})


def drawn(typesetter: Typesetter, content: bytes = SVG, **parts: str) -> Image.Image:
    made = draw(typesetter, card(**parts), content)
    assert is_card(made)
    picture = Image.open(io.BytesIO(made)).convert("RGB")
    assert picture.size == (WIDTH, HEIGHT)
    return picture


def words_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where there is ink right of the picture and above the band, in pixels of the whole card."""
    right = picture.crop((PANEL, 0, WIDTH, HEIGHT - BAND))
    ink = right.convert("L").point(lambda value: 255 if value < 200 else 0)
    box = ink.getbbox()
    assert box is not None
    return (box[0] + PANEL, box[1], box[2] + PANEL, box[3])


def test_a_card_shows_the_picture_the_words_and_the_colour(typesetter: Typesetter) -> None:
    picture = drawn(typesetter, accent="#3b0a45")

    assert picture.getpixel((226, 305)) == RED
    assert picture.getpixel((600, HEIGHT - 5)) == (0x3B, 0x0A, 0x45)
    assert picture.getpixel((WIDTH - 5, 5)) == PAPER
    assert words_box(picture)[2] > 900


LONGEST = {
    "words": ("Advanced interdisciplinary leadership and evidence-informed decision making " * 3)[:120].strip(),
    "compounds": "Informationssicherheitsbeauftragte für Krankenhausverwaltungen und Rettungsdienstleitstellen",
    "one word": "W" * 120,
    "thin": "i" * 120,
    "accents": "W" + "\u0302\u0323" * 59,
    "right to left": "و" * 120,
}


@pytest.mark.parametrize("words", LONGEST.values(), ids=LONGEST)
def test_the_longest_words_stay_within_the_card(typesetter: Typesetter, words: str) -> None:
    assert len(words) <= 120  # the limit of fields.ShortLine
    left, top, right, bottom = words_box(drawn(typesetter, name=words, issuer=words, title=words, language="de"))

    assert (left >= 505, top >= 24, right <= WIDTH - 40, bottom <= HEIGHT - BAND) == (True, True, True, True)


def test_a_longer_name_is_smaller_and_a_short_one_can_be_read_at_a_sixth_of_the_size(typesetter: Typesetter) -> None:
    def height(name: str) -> int:
        """Pixels of the first line of a name."""
        picture = drawn(typesetter, name=name, issuer="", title="")
        _, top, _, bottom = words_box(picture)
        return bottom - top

    assert height("H") >= 60  # ten pixels in a thumbnail of 200
    assert height("H") > height("H " * 50) / 10


HOSTILE = (
    '#panic("x")',
    "$x$ *b* _i_ `c` <label> @ref",
    '#image("/etc/passwd")',
    '"); #eval("1"); ("',
    "\\u{202e}",
    "{{ 7*7 }}",
    "https://example.org",
    "= Heading",
    "// comment",
    "'\"\\",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_never_code(typesetter: Typesetter, words: str) -> None:
    """Read as code they would fail, or be shorter than they are written."""
    shown, letters = (
        words_box(drawn(typesetter, name=name, issuer="", title="")) for name in (words, "n" * len(words))
    )

    assert (shown[2] - shown[0]) * (shown[3] - shown[1]) > 0.3 * (letters[2] - letters[0]) * 40


def test_no_template_evaluates_anything() -> None:
    templates = {path.name: path.read_text() for path in (Path(card_making.__file__).parent / "typeset").glob("*.typ")}

    assert "card.typ" in templates
    assert [name for name, text in templates.items() if "eval" in text or "@preview" in text] == []


def test_a_name_with_letters_of_no_font_is_left_out_whole_and_a_symbol_alone(typesetter: Typesetter) -> None:
    assert drawable(typesetter, "数据 Analysis") == ""
    assert drawable(typesetter, "Baking 🍞 bread 👩‍🍳!") == "Baking bread !"
    assert drawable(typesetter, "🍞") == ""
    assert drawable(typesetter, "Café №5") == "Café №5"


def test_without_its_name_a_card_shows_the_picture_in_the_middle(typesetter: Typesetter) -> None:
    picture = drawn(typesetter, name="数据", issuer="数据", title="数据")

    assert picture.getpixel((WIDTH // 2, HEIGHT // 2)) == RED
    edges = [picture.crop(box).getcolors() for box in ((0, 0, 350, 609), (850, 0, WIDTH, 609), (350, 545, 850, 609))]
    assert [len(colours or ()) for colours in edges] == [1, 1, 1]  # no letter, not even a box


def test_fonts_of_the_registry_bring_the_name_back(tmp_path: Path) -> None:
    typesetter = Typesetter(tmp_path, {"han.ttf": tiny_font("Tiny Han", "数据")})

    assert words_box(drawn(typesetter, name="数据"))[2] > 600


def test_a_picture_that_cannot_be_drawn_leaves_a_card_of_words(typesetter: Typesetter) -> None:
    picture = drawn(typesetter, b"no drawing", image="broken.svg")

    assert picture.getpixel((20, 20)) == PAPER
    assert words_box(picture)[2] > 500


def test_the_registry_is_not_named_twice(typesetter: Typesetter) -> None:
    alone = drawn(typesetter, issuer="Northwind Academy", title="Northwind Academy")

    assert words_box(alone)[3] < 480


def registry_cards(root: Path) -> Cards:
    files = FolderFiles(root)
    return Cards.of(load_registry(files), files, {})


def test_every_badge_with_a_page_has_a_card(tmp_path: Path) -> None:
    root = write_registry(tmp_path)
    paths = [f"badges/{badge}/card.png" for badge in ("data-analysis", "sailing", "teaching")]
    assert sorted(registry_cards(root).cards) == paths

    file = root / "credentials/badges/teaching/badge.yml"
    file.write_text(file.read_text() + "state: draft\n")
    assert sorted(registry_cards(root).cards) == paths[:2]


def test_the_digest_of_a_card_tells_everything_that_goes_into_it(tmp_path: Path) -> None:
    cards = registry_cards(write_registry(tmp_path))
    path = "badges/sailing/card.png"
    before = cards.digests()
    one = cards.cards[path]
    changed = [
        replace(cards, cards={**cards.cards, path: replace(one, **{part: "#000000"})})
        for part in ("name", "issuer", "title", "language", "accent", "image")
    ]
    changed.append(replace(cards, fonts={"a.ttf": b"a"}))
    changed.append(replace(cards, fonts={"a.ttf": b"b"}))
    changed.append(replace(cards, fonts={"b.ttf": b"b"}))

    digests = [before[path], *(other.digests()[path] for other in changed)]
    assert len(set(digests)) == len(digests)
    assert [other.digests()["badges/data-analysis/card.png"] for other in changed[:6]] == [
        before["badges/data-analysis/card.png"]
    ] * 6
    assert before == registry_cards(write_registry(tmp_path / "again")).digests()


def content_of(cards: Cards) -> dict[str, bytes]:
    with card_making.made(cards, forbidden=()) as files:
        return {path: file.read_bytes() for path, file in files.items()}


def test_cards_are_drawn_once_and_kept_and_are_the_same_without_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = registry_cards(write_registry(tmp_path / "registry"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("CI", raising=False)
    first = content_of(cards)

    with monkeypatch.context() as patch:
        patch.setattr("conferral.site.card_making.render_behind_wall", None)  # nothing is drawn any more
        assert content_of(cards) == first

    monkeypatch.setenv("CI", "true")
    assert content_of(cards) == first
    assert all(map(is_card, first.values()))
    assert set(first) == set(cards.cards)


def test_only_what_has_changed_is_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_registry(tmp_path / "registry")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("CI", raising=False)
    first = content_of(registry_cards(root))
    (root / "credentials/badges/sailing/badge.svg").write_bytes(SVG)
    wanted: list[list[str]] = []
    really = wall.render_behind_wall

    def watched(job: Path, *rest: Path, **options: object) -> None:
        wanted.append(list(json.loads((job / "cards.json").read_text())))
        assert sorted(path.name for path in job.iterdir()) == ["cards.json", "fonts", "images"]
        really(job, *rest, **options)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr("conferral.site.card_making.render_behind_wall", watched)
    second = content_of(registry_cards(root))

    assert wanted == [["badges/sailing/card.png"]]
    assert {path for path in first if first[path] != second[path]} == {"badges/sailing/card.png"}


@pytest.mark.parametrize(
    "left", [None, b"no card", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x04\xb0\x00\x00\x02\x74"]
)
def test_what_the_process_that_draws_leaves_behind_has_to_be_a_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: bytes | None
) -> None:
    cards = registry_cards(write_registry(tmp_path / "registry"))
    monkeypatch.setenv("CI", "true")

    def pretend(_job: Path, _again: Path, drawn: Path, **_: object) -> None:
        for path in cards.cards if left is not None else ():
            (drawn / path).parent.mkdir(parents=True)
            (drawn / path).write_bytes(left or b"")

    monkeypatch.setattr("conferral.site.card_making.render_behind_wall", pretend)

    with pytest.raises(BuildError) as caught:
        content_of(cards)
    assert caught.value.message == "the share card 'data-analysis/card.png' was not drawn"


@pytest.mark.parametrize(
    ("ended", "asked"), [("SIGALRM", "takes longer than 60 seconds"), ("SIGABRT", "takes more memory than 4 GB")]
)
def test_a_drawing_that_takes_too_much_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: str, asked: str
) -> None:
    cards = registry_cards(write_registry(tmp_path / "registry"))
    monkeypatch.setenv("CI", "true")

    def pretend(_job: Path, _again: Path, drawn: Path, **_: object) -> None:
        first = drawn / next(iter(cards.cards))
        first.parent.mkdir(parents=True)
        first.write_bytes(b"the first one is done")
        raise BuildError(f"rendering ended early with signal {ended}")

    monkeypatch.setattr("conferral.site.card_making.render_behind_wall", pretend)

    with pytest.raises(BuildError) as caught:
        content_of(cards)
    assert (caught.value.message, caught.value.hint) == (
        f"drawing the image of the badge 'sailing' {asked}",
        "Filters over many shapes take long, and so do filters with large numbers. Draw it more simply.",
    )


def test_the_page_of_a_badge_names_its_card_and_says_what_it_shows(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    page = render(root, sign(root, tmp_path / "signed", preview=False), tmp_path / "out") / "badges/sailing/index.html"
    head = page.read_text(encoding="utf-8").partition("</head>")[0]

    assert re.findall(r'<meta property="og:image(?::\w+)?" content="[^"]*">', head) == [
        '<meta property="og:image" content="https://credentials.example.org/registry/badges/sailing/card.png">',
        '<meta property="og:image:width" content="1200">',
        '<meta property="og:image:height" content="627">',
        '<meta property="og:image:alt" content="The badge Sailing of Harbour School">',
    ]


def test_a_card_has_words_for_those_who_cannot_see_it() -> None:
    assert card_words(Language.of("en"), "Sailing", "Northwind Academy") == "The badge Sailing of Northwind Academy"
