"""Share cards: for each badge a picture of 1200 by 627 pixels that stands for its page where the page is shared.

A card shows the badge's image and name, its issuer and the registry, in the registry's colour and first language.
What no font has letters for is left out (`drawable`), so that no card shows boxes; fonts for more scripts may lie in
site_templates/fonts/.

Cards are drawn from what people wrote and from pictures of strangers, so in a process of their own behind the wall,
with nothing but that.  They are kept from build to build by everything that goes into them, see `card_cache`.
"""

from __future__ import annotations

import hashlib
import json
import resource
import struct
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from conferral import addresses
from conferral.errors import BuildError
from conferral.files import Files
from conferral.model import Registry
from conferral.progress import Progress
from conferral.site.brand import ACCENT
from conferral.site.language import Language
from conferral.site.typesetting import CannotDrawError, Typesetter

WIDTH, HEIGHT = 1200, 627
"""Pixels, as LinkedIn and Open Graph want them."""

MEMORY = 4 * 1024**3
"""Bytes of address space for drawing, which takes a tenth of that."""

_TEMPLATE = "card.typ"
_STEP = 10  # cards between two reports of progress
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", WIDTH, HEIGHT)
_LARGEST = 4 * 1024 * 1024  # bytes; a card has about 100,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card shows.  `image` is the SHA-256 of the badge's image with the ending of its kind."""

    name: str
    issuer: str
    title: str
    language: str
    accent: str
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The cards of a registry by their site paths, their images by name, and the fonts of its own."""

    cards: Mapping[str, Card]
    images: Mapping[str, bytes]
    fonts: Mapping[str, bytes]

    @classmethod
    def of(cls, registry: Registry, files: Files, fonts: Mapping[str, bytes]) -> Cards:
        """The cards of every badge that has a page."""
        brand = registry.file.brand
        cards, images = {}, {}
        for badge in registry.badges.values():
            if badge.current.state == "draft":
                continue
            image = badge.images[badge.current.version]
            content = files.read(image.file)
            name = f"{hashlib.sha256(content).hexdigest()}.{image.extension}"
            images[name] = content
            cards[addresses.badge_card(badge.slug)] = Card(
                name=badge.current.name,
                issuer=registry.issuers[badge.current.issuer].current.name,
                title=registry.file.title,
                language=registry.file.languages[0],
                accent=brand.accent if brand else ACCENT,
                image=name,
            )
        return cls(cards=cards, images=images, fonts=fonts)

    def digests(self) -> Mapping[str, str]:
        """For each site path the SHA-256 of everything that goes into its card, the program that draws it included."""
        folder = Path(__file__).parent
        sources = [folder / "cards.py", folder / "typesetting.py", *sorted((folder / "typeset").glob("*.typ"))]
        shared = {
            "typst": version("typst"),
            "sources": [hashlib.sha256(source.read_bytes()).hexdigest() for source in sources],
            "fonts": {name: hashlib.sha256(content).hexdigest() for name, content in self.fonts.items()},
        }
        return {
            path: hashlib.sha256(json.dumps([shared, asdict(card)], sort_keys=True).encode()).hexdigest()
            for path, card in self.cards.items()
        }

    def write(self, folder: Path, paths: Sequence[str]) -> None:
        """Put what the cards of some paths need into an empty folder, for `draw_cards`."""
        cards = {path: asdict(self.cards[path]) for path in paths}
        (folder / "cards.json").write_text(json.dumps(cards), encoding="utf-8")
        needed = {self.cards[path].image for path in paths}
        for name, contents in (("images", self.images), ("fonts", self.fonts)):
            (folder / name).mkdir()
            for file, content in contents.items():
                if name == "fonts" or file in needed:
                    (folder / name / file).write_bytes(content)


def draw_cards(root: Path, signed: Path, out: Path, *, progress: Progress | None = None) -> None:  # noqa: ARG001
    """Draw the cards that `Cards.write` put into the folder `signed`, into `out`, each under its site path.

    A target for `conferral.site.wall.render_behind_wall`; `root` is not looked at.  A card that takes more memory
    than `MEMORY` ends the process, as one that takes too long does: a few bytes of SVG can ask for any amount.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    cards: Mapping[str, dict[str, Any]] = json.loads((signed / "cards.json").read_text(encoding="utf-8"))
    fonts = {path.name: path.read_bytes() for path in sorted((signed / "fonts").iterdir())}
    with tempfile.TemporaryDirectory(prefix="conferral-") as folder:
        typesetter = Typesetter(Path(folder), fonts)
        for done, (path, data) in enumerate(cards.items(), 1):
            card = Card(**data)
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(draw(typesetter, card, (signed / "images" / card.image).read_bytes()))
            if progress and (done % _STEP == 0 or done == len(cards)):
                progress("share cards", done, len(cards))


def draw(typesetter: Typesetter, card: Card, image: bytes) -> bytes:
    """One card as a PNG; without the image where typst cannot draw it.  Raises `BuildError` when even that fails."""
    data: dict[str, Any] = {"accent": card.accent, "image": typesetter.picture(card.image, image)}
    title = "" if card.title == card.issuer else card.title
    for part, words in (("name", card.name), ("issuer", card.issuer), ("title", title)):
        shown = drawable(typesetter, words)
        data[part] = typesetter.said(shown, card.language) if shown else None
    try:
        return typesetter.png(_TEMPLATE, data)
    except CannotDrawError:
        try:
            return typesetter.png(_TEMPLATE, {**data, "image": None})
        except CannotDrawError as error:
            raise BuildError(f'the share card of the badge "{card.name}" cannot be drawn: {error}') from error


def drawable(typesetter: Typesetter, words: str) -> str:
    """The words without symbols that no font has; nothing at all where letters or digits are missing.

    Half a name would be another name, while a name without its emoji is the same.
    """
    missing = typesetter.missing(words)
    if any(unicodedata.category(character)[0] in "LN" for cluster in missing for character in cluster):
        return ""
    for cluster in missing:
        words = words.replace(cluster, "")
    return " ".join(words.split())


def is_card(content: bytes) -> bool:
    """Whether a file is what every card is: a PNG of that size in pixels, and of no unusual size in bytes."""
    return content.startswith(_PNG) and len(content) <= _LARGEST


def card_words(words: Language, badge: str, issuer: str) -> str:
    """What a card shows, for those who cannot see it."""
    return words.say("The badge %(badge)s of %(issuer)s", badge=badge, issuer=issuer)
