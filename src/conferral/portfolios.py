"""Which awards of a person are shown together: on their portfolio, and in their learner record.  Pure.

A credential has an address that nobody can guess, and is not linked with others of its holder.  A portfolio links
them, so it exists for those who consent to it, and it leaves out what they hide.  This module is the one place that
decides it; a build shows what stands here and nothing else, so what is withdrawn is gone at the next build.

Left out are: awards that are not registered or were erased, those that the holder hides, and revoked ones.  A revoked
credential keeps its own page, which names nobody; on a portfolio it would be a mark against a person.  What has
expired, is suspended or has not begun is shown as that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from conferral.model import Award, Registry
from conferral.states import day_of


def portfolio_awards(registry: Registry, recipient: str, as_of: datetime) -> tuple[Award, ...]:
    """The awards that a recipient's portfolio shows, the newest first; none where there is no portfolio.

    Of a registry that has moved, `registry` is what it is under one of its base URLs (`Registry.under`).
    """
    return visible_awards(registry, recipient) if consents(registry, recipient, "portfolio", as_of) else ()


def portfolios(registry: Registry, as_of: datetime) -> Iterator[tuple[str, tuple[Award, ...]]]:
    """Every recipient with a portfolio and the awards that it shows, by the recipient's id."""
    for recipient in sorted(registry.recipients):
        awards = portfolio_awards(registry, recipient, as_of)
        if awards:
            yield recipient, awards


def is_in_portfolio(registry: Registry, award: Award, as_of: datetime) -> bool:
    """Whether the holder's portfolio shows an award; only then its own page may lead there."""
    recipient = award.recipient
    return consents(registry, recipient, "portfolio", as_of) and _may_be_shown(registry, award)


def consents(registry: Registry, recipient: str, to: Literal["portfolio", "record"], as_of: datetime) -> bool:
    """Whether a recipient wants a portfolio or a record, and has consented to it by the day of `as_of`."""
    file = registry.recipients.get(recipient)
    return (
        file is not None
        and bool(getattr(file, to))
        and to in file.consent.to
        and file.consent.on <= day_of(as_of, registry.file.timezone)
    )


def visible_awards(registry: Registry, recipient: str) -> tuple[Award, ...]:
    """The awards that may be shown together where the recipient consents to that, the newest first."""
    awards = (award for award in registry.awards_by_recipient.get(recipient, ()) if _may_be_shown(registry, award))
    return tuple(sorted(awards, key=lambda award: (-award.awarded.toordinal(), award.badge, award.id or "")))


def _may_be_shown(registry: Registry, award: Award) -> bool:
    file = registry.recipients.get(award.recipient)
    hidden = file.hidden if file else ()
    return award.row is not None and award.id not in hidden and award.id not in registry.revocations
