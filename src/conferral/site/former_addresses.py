"""Addresses that badges and issuers once had, `formerly:` in their files, and what answers there now.

The documents under former addresses are laid by trusted code, as all others (`conferral.issuing`); here are the pages,
which lead to the present ones in the same language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conferral import addresses
from conferral.model import Registry, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerAddress:
    """A page that something had before: `former` and `present` are folders below the top of one language's pages."""

    former: str
    present: str
    name: Text


def former_addresses(registry: Registry, edition: str) -> Iterator[FormerAddress]:
    """The former pages of all badges but drafts and of all issuers, in one of the registry's languages."""
    first = registry.file.languages[0]
    for badge in registry.badges.values():
        if badge.current.state != "draft":
            for former in badge.current.formerly:
                yield FormerAddress(
                    former=addresses.badge_page(former),
                    present=addresses.badge_page(badge.slug),
                    name=badge.current.in_language(edition, first).name,
                )
    for issuer in registry.issuers.values():
        for former in issuer.current.formerly:
            yield FormerAddress(
                former=addresses.issuer_page(former),
                present=addresses.issuer_page(issuer.slug),
                name=Text(issuer.current.name, first),
            )
