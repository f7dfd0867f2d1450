"""Check `catalog`: what a site says of itself can be read, and is what a published site says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from conferral.doctor.built import CATALOG
from conferral.doctor.findings import Finding, failed, passed, unknown
from conferral.doctor.live import LiveSite
from conferral.errors import DocumentError, EncodingError
from conferral.standards.strict_documents import read_document
from conferral.standards.timestamps import parse_timestamp
from conferral.verify.folder import MAX_CATALOG_BYTES
from conferral.verify.resolving import FetchError
from conferral.verify.words import format_instant, harmless

MOST_ISSUERS = 10_000
"""Issuers that are looked at."""

VERSIONS = (1,)
"""Versions of catalog.json that are understood."""

_NOT_YET = (
    "If it was published a moment ago, ask again with --wait 600; a first publication takes some minutes. Else see "
    "that the host publishes the whole folder that `conferral build` wrote."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What catalog.json says: the commit and the instant that the site speaks of, its issuers, badges and
    endorsements.

    Of a registry that has moved, `moved_to` is its present base URL where that is another one (else empty), and
    `moved_from` are its former ones.
    """

    commit: str | None
    as_of: datetime | None
    issuers: tuple[Mapping[str, Any], ...]
    badges: tuple[Mapping[str, Any], ...]
    endorsements: tuple[Mapping[str, Any], ...] = ()
    moved_to: str = ""
    moved_from: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Which site this is, as in "commit 0123456789ab, as of 30 June 2026, 09:00 UTC"."""
        commit = f"commit {harmless(self.commit)[:12]}" if self.commit else "no commit"
        return f"{commit}, as of {format_instant(self.as_of)}" if self.as_of else commit


def described(catalog: Mapping[str, Any]) -> Described:
    """What a catalog says; whatever in it has another form is left out."""
    commit, moved_to, moved_from = (catalog.get(name) for name in ("commit", "moved_to", "moved_from"))
    return Described(
        commit=commit if isinstance(commit, str) else None,
        as_of=_instant(catalog.get("as_of")),
        issuers=_objects(catalog.get("issuers")),
        badges=_objects(catalog.get("badges")),
        endorsements=_objects(catalog.get("endorsements")),
        moved_to=moved_to if isinstance(moved_to, str) else "",
        moved_from=tuple(base for base in moved_from if isinstance(base, str)) if isinstance(moved_from, list) else (),
    )


def read_catalog(site: LiveSite) -> Mapping[str, Any] | Finding:
    """The live catalog.json, or what is wrong with it."""
    url = site.url(CATALOG)
    try:
        answer = site.ask(CATALOG)
    except FetchError as error:
        return unknown("catalog", f"{url} cannot be read: {error.message}.", passing=True)
    if answer.status != 200:
        return failed(
            "catalog", f"{url} answers {answer.status}, so no site of a registry is there.", _NOT_YET, passing=True
        )
    try:
        return read_document(answer.body, max_bytes=MAX_CATALOG_BYTES, max_values=MAX_CATALOG_BYTES)
    except EncodingError as error:
        return failed("catalog", f"{url} cannot be read: {error.message}.", _NOT_YET)


def check_catalog(catalog: Mapping[str, Any], site: LiveSite) -> Iterator[Finding]:
    """Whether it is of a known version, of this address, of a commit, and no preview."""
    troubles = [*_troubles(catalog, site)]
    yield from troubles
    if not troubles:
        yield passed(
            "catalog", f"{CATALOG} is of version {catalog['version']}: {described(catalog).words}.{_laid_over(catalog)}"
        )


def is_of(catalog: Mapping[str, Any], site: LiveSite) -> bool:
    """Whether it is the catalog of this very site: of another one, or of a preview, nothing else would be in order."""
    return catalog.get("base_url") == site.base_url


def _laid_over(catalog: Mapping[str, Any]) -> str:
    """What is said of a site that holds more than its commit: after `conferral fallback` that is as it should be."""
    if catalog.get("dirty") is False:
        return ""
    return " Files that this commit does not hold were laid over it, as revocations are while a branch is broken."


def _troubles(catalog: Mapping[str, Any], site: LiveSite) -> Iterator[Finding]:
    version, base_url = catalog.get("version"), catalog.get("base_url")
    if version not in VERSIONS or isinstance(version, bool):
        known = " and ".join(map(str, VERSIONS))
        yield failed(
            "catalog",
            f"{CATALOG} is of version {version}, and this program knows {known}.",
            "Use the program that built the site, or a newer one.",
        )
    if catalog.get("preview") is not False:
        yield failed(
            "catalog",
            "What is published is a preview: its credentials are signed with a throwaway key and verify nowhere.",
            "Publish what `conferral build` makes without --preview.",
        )
    elif base_url != site.base_url:
        yield failed(
            "catalog",
            f"The site says that its address is {base_url}, and it was asked for at {site.base_url}.",
            "Every address in a credential begins with the base URL of registry.yml: publish the site there.",
        )
    if described(catalog).commit is None:
        yield failed(
            "catalog",
            "The site names no commit, so nobody can tell what was issued with it.",
            "Commit the registry and publish what is built from that commit.",
        )
    if isinstance(catalog.get("issuers"), list) and len(catalog["issuers"]) > MOST_ISSUERS:
        yield unknown("catalog", f"Of {len(catalog['issuers'])} issuers the first {MOST_ISSUERS} are looked at.")
    if described(catalog).as_of is None:
        yield failed("catalog", f"{CATALOG} does not say as of when the site speaks.", _NOT_YET)


def _instant(value: object) -> datetime | None:
    try:
        return parse_timestamp(value) if isinstance(value, str) else None
    except DocumentError:
        return None


def _objects(value: object) -> tuple[Mapping[str, Any], ...]:
    objects = (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())
    return tuple(islice(objects, MOST_ISSUERS))
