"""What was taken back, revoked for good or suspended for now: a list by year, and what it can be narrowed down by.

A page lists the newest; all there are stand in revocations.json and revocations.csv.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conferral import addresses
from conferral.model import Award, Registry, Text
from conferral.site.tallies import Counts
from conferral.site.views import SiteView
from conferral.site.wording import StateWords, state_words
from conferral.states import State

LISTED = 1_000
"""So many lines, the newest, are listed: half a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnView:
    """A line of the list of revoked and suspended credentials; never a name.

    `badge` and `issuer` are short names; the names beside them are those that were signed.
    """

    page: str
    id: str
    badge: str
    badge_name: Text
    badge_page: str
    issuer: str
    issuer_name: str
    since: date
    state: StateWords


@dataclass(frozen=True, slots=True)
class Choice:
    """What lines of the list can be chosen by: its name in addresses, its label, and its values with what they are
    called."""

    name: str
    label: str
    values: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class WithdrawnYear:
    """The lines of one year, newest first, and how many there are of it, listed or not."""

    year: int
    number: int
    lines: tuple[WithdrawnView, ...]


@dataclass(frozen=True, slots=True)
class WithdrawnList:
    """The list by year, newest first, how many lines it has, and how many `more` there are.

    A choice of fewer than two values is left out.
    """

    years: tuple[WithdrawnYear, ...]
    listed: int
    more: int
    choices: tuple[Choice, ...]


def withdrawn_view(registry: Registry, site: SiteView, award: Award, state: State) -> WithdrawnView:
    """The line of a registered award that is revoked or suspended."""
    if award.row is None or state.since is None:
        raise ValueError("only registered awards that were taken back are listed")
    version = registry.badges[award.badge].versions[award.row.badge_version]
    return WithdrawnView(
        page=addresses.credential_page(award.row.id),
        id=award.row.id,
        badge=award.badge,
        badge_name=Text(version.name, site.language),
        badge_page=addresses.badge_page(award.badge),
        issuer=version.issuer,
        issuer_name=registry.issuers[version.issuer].versions[award.row.issuer_version].name,
        since=state.since,
        state=state_words(state, site.as_of_day, site.words),
    )


def withdrawn_list(registry: Registry, site: SiteView, counts: Counts) -> WithdrawnList:
    """The list of what `counts` says was taken back."""
    words = site.words
    lines = [withdrawn_view(registry, site, award, state) for award, state in counts.withdrawn[:LISTED]]
    numbers = Counter(state.since.year for _, state in counts.withdrawn if state.since)
    years: dict[int, list[WithdrawnView]] = {}
    for line in lines:
        years.setdefault(line.since.year, []).append(line)
    choices = (
        Choice("badge", words.say("Badge"), _named(((line.badge, line.badge_name) for line in lines), site)),
        Choice(
            "issuer",
            words.say("Issuer"),
            _named(((line.issuer, Text(line.issuer_name, site.language)) for line in lines), site),
        ),
        Choice(
            "state",
            words.say("State"),
            _named(((line.state.kind, Text(line.state.label, words.code)) for line in lines), site),
        ),
        Choice(
            "year",
            words.say("Year"),
            tuple((str(year), Text(str(year), words.code)) for year in years),
        ),
    )
    return WithdrawnList(
        tuple(WithdrawnYear(year, numbers[year], tuple(some)) for year, some in years.items()),
        len(lines),
        len(counts.withdrawn) - len(lines),
        tuple(choice for choice in choices if len(choice.values) > 1),
    )


def _named(found: Iterable[tuple[str, Text]], site: SiteView) -> tuple[tuple[str, Text], ...]:
    """Each value once, by name; the newest name where it has had several."""
    names: dict[str, Text] = {}
    for value, name in found:
        names.setdefault(value, name)
    return tuple(sorted(names.items(), key=lambda item: (site.words.sort_key(item[1]), item[0])))
