"""Check `moves`: the other addresses of a registry that has moved answer, and name this one back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conferral.doctor.built import CATALOG
from conferral.doctor.describing import Described, described
from conferral.doctor.findings import Finding, failed, summed_up, unknown
from conferral.doctor.live import LiveSite
from conferral.errors import EncodingError
from conferral.plurals import counted
from conferral.standards.strict_documents import read_document
from conferral.verify.folder import MAX_CATALOG_BYTES
from conferral.verify.resolving import FetchError

_BOTH = "Build both sites from the same commit and publish both (docs/guide/moving.md)."


def check_moves(site: LiveSite, said: Described) -> Iterator[Finding]:
    """Ask for catalog.json of every other address that the site names; nothing is said where it names none."""
    others = [*said.moved_from, *([said.moved_to] if said.moved_to else [])]
    if others:
        troubles = [trouble for other in others if (trouble := _trouble(site, other, former=other != said.moved_to))]
        number = counted(len(others), "other address", "other addresses")
        verb = "answers and names" if len(others) == 1 else "answer and name"
        yield from summed_up("moves", troubles, f"{number} of this registry {verb} this one back.")


def _trouble(site: LiveSite, other: str, *, former: bool) -> Finding | None:
    catalog = _catalog(site, other, former=former)
    if isinstance(catalog, Finding):
        return catalog
    there = described(catalog)
    names_back = there.moved_to == site.base_url if former else site.base_url in there.moved_from
    if catalog.get("base_url") != other:
        return failed("moves", f"{other} answers as {catalog.get('base_url')}.", _BOTH)
    if not names_back:
        return failed("moves", f"{other} does not say that the registry is or was at {site.base_url}.", _BOTH)
    return None


def _catalog(site: LiveSite, other: str, *, former: bool) -> Mapping[str, Any] | Finding:
    url = f"{other}/{CATALOG}"
    if not url.startswith("https://"):
        return failed("moves", f"The site names {other} as another address of the registry, which is no https address.")
    try:
        answer = site.ask_at(url)
    except FetchError as error:
        return unknown("moves", f"{url} cannot be read: {error.message}.", _lost(former=former), passing=True)
    if answer.status != 200:
        return failed("moves", f"{url} answers {answer.status}.", _lost(former=former), passing=not former)
    try:
        return read_document(answer.body, max_bytes=MAX_CATALOG_BYTES, max_values=MAX_CATALOG_BYTES)
    except EncodingError as error:
        return failed("moves", f"{url} cannot be read: {error.message}.", _BOTH)


def _lost(*, former: bool) -> str:
    if former:
        return (
            "No credential that was awarded under a former address verifies while nothing is published there: publish "
            "what `conferral build --for` makes for it."
        )
    return "Publish what `conferral build` makes there; a first publication takes some minutes."
