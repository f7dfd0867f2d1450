"""Certificates to print: one page of PDF for each credential, where the registry's policy asks for them.

A certificate is for what is valid or has expired: what was revoked or suspended, has not begun or was erased has none,
and one that was downloaded before says itself that only the page tells what holds today.  It shows the name that the
page shows, or none.  No letter is left out and none is a box: where no font has a letter, the build stops and says
whose name or which badge needs a font in site_templates/fonts/.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import segno

from conferral import addresses
from conferral.errors import BuildError
from conferral.model import Award, Registry
from conferral.site.brand import ACCENT
from conferral.site.typesetting import OWN_FONTS, CannotDrawError, Typesetter, own_fonts
from conferral.site.views import CredentialView, SiteView
from conferral.states import last_day

_TEMPLATE = "certificate.typ"
_NAMED = 10  # faults in one message


class Certificates:
    """The certificates of one site.  `published` is the folder with its images, each under its site path."""

    def __init__(self, registry: Registry, site: SiteView, typesetter: Typesetter, published: Path) -> None:
        self._registry = registry
        self._site = site
        self._typesetter = typesetter
        self._published = published
        self._faults: list[str] = []

    @classmethod
    @contextmanager
    def of(cls, registry: Registry, site: SiteView, root: Path, published: Path) -> Iterator[Certificates]:
        """The certificates of a registry in `root`, as long as the block lasts."""
        with tempfile.TemporaryDirectory(prefix="conferral-") as folder:
            yield cls(registry, site, Typesetter(Path(folder), own_fonts(root)), published)

    def certificate(self, award: Award, view: CredentialView) -> bytes | None:
        """The certificate of an award that has one; None, and a fault, where letters are missing."""
        if self._lacks_letters(award, view):
            return None
        data = self._data(award, view)
        try:
            return self._typesetter.pdf(_TEMPLATE, data, self._site.as_of)
        except CannotDrawError:
            try:
                return self._typesetter.pdf(_TEMPLATE, {**data, "image": None}, self._site.as_of)
            except CannotDrawError as error:
                raise BuildError(f"the certificate of the credential {view.id} cannot be set: {error}") from error

    def faults(self) -> list[str]:
        """Whose certificate lacked which letters since this was last asked, each once."""
        found, self._faults = self._faults, []
        return found

    def _lacks_letters(self, award: Award, view: CredentialView) -> bool:
        badge = f'badge "{award.badge}"'
        whose = [
            (f"recipient {award.recipient}", view.holder),
            (badge, view.badge_name),
            (badge, view.description),
            (badge, view.issuer_name),
            ("registry.yml", str(self._site.title)),
        ]
        found = False
        for who, words in whose:
            letters = [cluster for cluster in self._typesetter.missing(words) if _is_letter(cluster)]
            if letters:
                found = True
                fault = f"{who}: {' '.join(letters)}"
                if fault not in self._faults:
                    self._faults.append(fault)
        return found

    def _data(self, award: Award, view: CredentialView) -> dict[str, Any]:
        site, words = self._site, self._site.words
        address = addresses.url(site.base_url, view.page)
        brand = self._registry.file.brand
        until = last_day(self._registry, award)

        def interface(text: str) -> dict[str, str]:
            return self._typesetter.said(text, words.code)

        facts = [
            (words.say("Awarded by"), self._people(view.issuer_name)),
            (words.say("Awarded"), interface(words.day(award.awarded))),
            (words.say("Valid until"), interface(words.day(until) if until else words.say("no end date"))),
        ]
        if view.state.kind == "expired" and until:
            facts[2] = (words.say("Expired"), interface(words.day(until)))
        return {
            "lang": words.code.partition("-")[0],
            "dir": words.direction,
            "accent": brand.accent if brand else ACCENT,
            "heading": words.say("Certificate: %(badge)s", badge=view.badge_name),
            "kind": interface(words.say("Certificate")),
            "name": self._people(view.badge_name),
            "description": self._people(view.description),
            "awarded_to": interface(words.say("Awarded to")),
            "holder": self._people(view.holder) if view.holder else None,
            "nobody": interface(words.say("The name of the holder is not published.")),
            "facts": [(interface(name), value) for name, value in facts],
            "notice": interface(
                words.say(
                    "This document shows the credential as of %(day)s. Only its page tells whether it holds today:",
                    day=site.as_of_words,
                )
            ),
            "address": address,
            "registry": self._people(str(site.title)),
            "image": self._picture(view.image),
            "image_alt": view.image_alt or words.say("The image of the badge %(badge)s", badge=view.badge_name),
            "code": qr_code(address),
            "code_alt": words.say("QR code with the address of the credential"),
            "preview": interface(words.say("Preview")) if site.preview else None,
        }

    def _picture(self, path: str) -> str:
        return self._typesetter.picture(path.replace("/", "-"), (self._published / path).read_bytes())

    def _people(self, text: str) -> dict[str, str]:
        """A text of people's, without symbols that no font has: the missing letters were refused before."""
        for cluster in self._typesetter.missing(text):
            text = text.replace(cluster, "")
        return self._typesetter.said(" ".join(text.split()), self._site.language)


def letters_missing(faults: Sequence[str]) -> BuildError:
    """What is said of all the letters that certificates have lacked."""
    more = [f"and {len(faults) - _NAMED} more"] if len(faults) > _NAMED else []
    return BuildError(
        f"certificates need letters that no font has: {'; '.join([*faults[:_NAMED], *more])}",
        hint=f"Put a font with these letters into {OWN_FONTS}/, or set policy.certificates to false in registry.yml.",
    )


def qr_code(text: str) -> str:
    """A QR code (ISO/IEC 18004) as an SVG, a unit for each module, without the quiet zone around it."""
    rows = segno.make(text, error="m", micro=False).matrix
    bars = "".join(
        f"M{run.start()} {y}h{run.end() - run.start()}v1H{run.start()}z"
        for y, row in enumerate(rows)
        for run in re.finditer(b"\x01+", bytes(row))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}">'
        f'<path d="{bars}" fill="#1d242d" shape-rendering="crispEdges"/></svg>'
    )


def _is_letter(cluster: str) -> bool:
    return any(unicodedata.category(character)[0] in "LN" for character in cluster)
