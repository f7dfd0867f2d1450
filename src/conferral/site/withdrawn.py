"""What was taken back: revoked for good, or suspended for now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conferral import addresses
from conferral.model import Award, Registry
from conferral.site.views import SiteView
from conferral.site.wording import StateWords, state_words
from conferral.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnView:
    """A line of the list of revoked and suspended credentials; never a name."""

    page: str
    id: str
    badge_name: str
    badge_page: str
    issuer_name: str
    since: date
    since_words: str
    state: StateWords


def withdrawn_view(registry: Registry, site: SiteView, award: Award, state: State) -> WithdrawnView:
    """The line of a registered award that is revoked or suspended."""
    if award.row is None or state.since is None:
        raise ValueError("only registered awards that were taken back are listed")
    version = registry.badges[award.badge].versions[award.row.badge_version]
    return WithdrawnView(
        page=addresses.credential_page(award.row.id),
        id=award.row.id,
        badge_name=version.name,
        badge_page=addresses.badge_page(award.badge),
        issuer_name=registry.issuers[version.issuer].versions[award.row.issuer_version].name,
        since=state.since,
        since_words=site.words.day(state.since),
        state=state_words(state, site.as_of_day, site.words),
    )
