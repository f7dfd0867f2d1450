"""A registry with something of everything that programs read, and its site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.site.language import Language
from conferral.site.views import SiteView, site_view
from tests.registry_builder import SVG, commit_all, files, recipient, write_registry
from tests.unit.site.page_reader import Page, read
from tests.unit.site.site_builder import add_files, register, sign

BASE = "https://credentials.example.org/registry"
FIRST_COMMIT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
LATER_COMMIT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> ]]> & co"
FORMULA = "=HYPERLINK(1)"

_BADGES = "credentials/badges"
_BEFORE = files()


def _more(path: str, text: str) -> dict[str, str]:
    return {path: _BEFORE[path] + text}


CHANGES: dict[str, str | None] = {
    "credentials/registry.yml": _BEFORE["credentials/registry.yml"].replace(
        "policy:",
        "languages: [en, de]\n"
        "translations: {de: {title: Testregister, description: Ein Register zum Testen.}}\n"
        "policy:",
    ),
    "credentials/logo.svg": SVG.replace("{colour}", "123456"),
    **_more(
        f"{_BADGES}/data-analysis/badge.yml",
        "formerly: [numbers, figures]\n"
        "translations:\n"
        "  de:\n"
        "    name: Datenanalyse\n"
        "    description: Macht aus Daten Antworten.\n"
        "    criteria: Einen Datensatz untersucht.\n"
        "    skills: [SQL, Statistik]\n",
    ),
    f"{_BADGES}/teaching/badge.yml": (
        "issuer: lakeside\nversion: 1\nstate: retired\nname: Teaching\n"
        f"description: {json.dumps(HOSTILE)}\ncriteria: {json.dumps(HOSTILE)}\n"
    ),
    f"{_BADGES}/knots/badge.yml": (
        "issuer: harbour\nversion: 1\nstate: draft\n"
        "name: Knots\ndescription: Ties.\ncriteria: Tied.\nformerly: [ropes]\n"
    ),
    f"{_BADGES}/knots/badge.svg": SVG.replace("{colour}", "654321"),
    "credentials/issuers/harbour/issuer.yml": (
        "version: 1\nname: Harbour School\nurl: https://harbour.example.org\n"
        "description: A **school** by the *sea* & more.\nemail: office@harbour.example.org\nparent: lakeside\n"
        "same_as: [https://ror.example.org/harbour]\nformerly: [quay]\n"
    ),
    "credentials/collections/first-steps.yml": (
        "title: First steps\ndescription: Where to begin.\nbadges: [sailing, data-analysis]\n"
        "translations: {de: {title: Erste Schritte, description: Zum Anfangen.}}\n"
    ),
}


@dataclass(frozen=True)
class Published:
    """A registry's folder, what was signed of it, and its site."""

    root: Path
    signed: Path
    out: Path
    base_url: str = BASE

    def json(self, path: str) -> Any:
        return json.loads((self.out / path).read_bytes())

    def page(self, path: str) -> Page:
        return read((self.out / path / "index.html").read_text(encoding="utf-8"))

    def structured(self, path: str) -> Any:
        """What a page says in the words of schema.org, as a browser would find it."""
        html = (self.out / path / "index.html").read_text(encoding="utf-8")
        (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        return json.loads(found)

    def answers(self, address: str) -> bool:
        """Whether a static host would answer at an address of this site."""
        place = self.out / urlsplit(address.removeprefix(self.base_url)).path.lstrip("/")
        return place.is_file() or (place / "index.html").is_file()

    def award(self, person: int, badge: str) -> str:
        awards = load_registry(FolderFiles(self.root)).awards
        return next(a.id or "" for a in awards if (a.recipient, a.badge) == (recipient(person), badge))

    @property
    def registry(self) -> Registry:
        return load_registry(FolderFiles(self.root))

    @property
    def manifest(self) -> Manifest:
        return Manifest.of(self.signed)

    def view(self, edition: str = "en") -> SiteView:
        return site_view(self.registry, self.manifest, Language.of(edition), edition=edition)


def write_sample(folder: Path) -> Published:
    """The registry in two commits, the second of which brings the present version of a badge, signed."""
    site = Published(folder / "registry", folder / "signed", folder / "out")
    write_registry(site.root, CHANGES)
    present = site.root / f"{_BADGES}/data-analysis/badge.yml"
    earlier = site.root / f"{_BADGES}/data-analysis/1.yml"
    text, before = present.read_text(), earlier.read_text()
    image = earlier.with_suffix(".svg")
    picture = image.read_text()
    earlier.unlink()
    image.unlink()
    present.write_text(before)
    commit_all(site.root, when=FIRST_COMMIT)
    present.write_text(text)
    earlier.write_text(before)
    image.write_text(picture)
    commit_all(site.root, when=LATER_COMMIT)
    register(site.root)
    add_files(
        site.root,
        {
            f"credentials/revocations/{site.award(1, 'data-analysis')}.yml": (
                f"on: 2026-08-01\nreason: requirements-not-met\nnote: {json.dumps(FORMULA)}\n"
            ),
            f"credentials/suspensions/{site.award(4, 'sailing')}.yml": "on: 2026-09-01\nreason: under-review\n",
            f"credentials/suspensions/{site.award(1, 'sailing')}.yml": (
                "on: 2026-08-15\nlifted: 2026-08-20\nreason: under-review\n"
            ),
        },
    )
    commit_all(site.root, when=LATER_COMMIT)
    sign(site.root, site.signed, preview=False, commit="ab" * 20)
    return site


def addresses_in(value: Any, base_url: str = BASE) -> Iterator[str]:
    """Every address of a site that a JSON document names, but the site's own."""
    if isinstance(value, dict):
        for item in value.values():
            yield from addresses_in(item, base_url)
    elif isinstance(value, list):
        for item in value:
            yield from addresses_in(item, base_url)
    elif isinstance(value, str) and value.startswith(f"{base_url}/"):
        yield value
