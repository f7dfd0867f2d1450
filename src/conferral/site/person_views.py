"""A portfolio: what one person was awarded in this registry, what it shows that they can do, and where it leads.

Which awards are shown, `conferral.portfolios` decides, and the name `shown_name`; nothing else of a person is here.
Everything is in the registry's first language, and what comes from an award is as it was signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from markupsafe import Markup

from conferral import addresses
from conferral.abilities import Ability, abilities, version_given
from conferral.model import Award, Evidence, Registry
from conferral.pathways.progress import Rules
from conferral.portfolios import portfolio_awards
from conferral.site.language import Language
from conferral.site.pathway_progress import StepView, steps_of
from conferral.site.pathway_views import time_of
from conferral.site.views import SiteView, shown_name
from conferral.site.wording import StateWords, state_words
from conferral.skills import find_skill
from conferral.states import State, state_of

SOON = timedelta(days=90)
"""What ends within it, a portfolio says at its top."""

_MOST_EVIDENCE = 3  # pieces behind a skill that are named; each credential's own page has all of its own
_LONGEST = 60  # characters of an address that stands for evidence without a name


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingView:
    """A credential on a portfolio.  `anchor` is the id of its card, `awarded` the day as an element."""

    anchor: str
    page: str
    name: str
    image: str
    issuer_name: str
    issuer_page: str
    year: int
    awarded: Markup
    state: StateWords


@dataclass(frozen=True, slots=True)
class YearView:
    """The credentials of one year, the newest first."""

    year: int
    holdings: tuple[HoldingView, ...]


@dataclass(frozen=True, slots=True)
class SkillView:
    """A skill of a person: its page where a framework of the registry has it, its framework and level, or empty."""

    name: str
    page: str
    framework: str
    level: str


@dataclass(frozen=True, slots=True)
class ProofView:
    """A piece of evidence behind a skill."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class AbilityView:
    """Skills that the same credentials show, and what is behind them.

    `evidence` are the first pieces, `more` says how many others there are; it is empty if there are none.
    """

    skills: tuple[SkillView, ...]
    behind: tuple[HoldingView, ...]
    evidence: tuple[ProofView, ...]
    more: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedView:
    """A pathway that a person is on: `reached` of the `needed` parts; `record` is the site path of its record.

    `steps` are its parts, each as it stands, `within` is the time in words in which all have to be met, or empty.
    """

    page: str
    title: str
    complete: bool
    reached: int
    needed: int
    record: str
    steps: tuple[StepView, ...]
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A portfolio.

    `name` is empty unless the person consented to one.  `holdings` is how many credentials there are, `years` has them.
    `hours` and `credits` are those of all badges together that were awarded, as elements, and empty where none says
    any.  `abilities` are what valid credentials show, `former_abilities` what only expired ones do.  `ending` is what
    ends soon, `ended` what is over.  `looks` are the states that there are.  `record` is the site path of the signed
    record, empty where there is none, `record_url` its address.
    """

    page: str
    url: str
    name: str
    holdings: int
    issuers: int
    years: tuple[YearView, ...]
    hours: Markup
    credits: str
    abilities: tuple[AbilityView, ...]
    former_abilities: tuple[AbilityView, ...]
    pathways: tuple[ReachedView, ...]
    ending: tuple[HoldingView, ...]
    ended: tuple[HoldingView, ...]
    looks: tuple[str, ...]
    record: str
    record_url: str


def person_view(
    registry: Registry, site: SiteView, recipient: str, rules: Rules, records: Iterable[str] = ()
) -> PersonView:
    """The portfolio of a recipient who has one; `records` are the site paths of the signed records that there are."""
    awards = portfolio_awards(registry, recipient, site.as_of)
    states = {award.id or "": state_of(registry, award, site.as_of) for award in awards}
    holdings = {
        award.id or "": _holding(registry, site, award, states[award.id or ""], f"c{number}")
        for number, award in enumerate(awards, 1)
    }
    in_order = tuple(holdings.values())
    counting = [award for award in awards if states[award.id or ""].kind in ("valid", "expired")]
    shown = tuple(_abilities(registry, counting, holdings, site.words))
    found = frozenset(records)
    record = addresses.learner_record(recipient)
    page = addresses.person_page(recipient)
    return PersonView(
        page=page,
        url=addresses.url(site.base_url, page),
        name=shown_name(registry, recipient, site.as_of_day),
        holdings=len(in_order),
        issuers=len({holding.issuer_page for holding in in_order}),
        years=tuple(YearView(year, tuple(some)) for year, some in groupby(in_order, lambda one: one.year)),
        hours=_hours(registry, counting, site.words),
        credits=_credits(registry, counting, site.words),
        abilities=tuple(ability for ability in shown if _is_valid(ability)),
        former_abilities=tuple(ability for ability in shown if not _is_valid(ability)),
        pathways=tuple(_pathways(registry, site, recipient, rules, awards, found)),
        ending=tuple(one for award, one in holdings.items() if _ends_soon(site, states[award])),
        ended=tuple(holding for holding in in_order if holding.state.kind == "expired"),
        looks=tuple(dict.fromkeys(holding.state.look for holding in in_order)),
        record=record if record in found else "",
        record_url=addresses.url(site.base_url, record),
    )


def _holding(registry: Registry, site: SiteView, award: Award, state: State, anchor: str) -> HoldingView:
    row = award.row
    assert row is not None  # noqa: S101 -- only registered awards are shown
    badge = registry.badges[award.badge]
    version = badge.versions[row.badge_version]
    return HoldingView(
        anchor=anchor,
        page=addresses.credential_page(row.id),
        name=version.name,
        image=addresses.badge_image(badge.slug, row.badge_version, badge.images[row.badge_version].extension),
        issuer_name=registry.issuers[version.issuer].versions[row.issuer_version].name,
        issuer_page=addresses.issuer_page(version.issuer),
        year=award.awarded.year,
        awarded=site.words.time(award.awarded),
        state=state_words(state, site.as_of_day, site.words),
    )


def _ends_soon(site: SiteView, state: State) -> bool:
    return state.kind == "valid" and state.until is not None and state.until <= site.as_of_day + SOON


def _hours(registry: Registry, awards: Sequence[Award], words: Language) -> Markup:
    total = sum(version_given(registry, award).hours or 0 for award in awards)
    return _counted(words, "%(num)s hour", "%(num)s hours", total)


def _counted(words: Language, one: str, many: str, number: float) -> Markup:
    """So many of something, with the number as an element; empty if there are none."""
    shown = Markup('<data value="{}">{}</data>').format(f"{number:g}", words.number(number))
    return Markup(words.count(one, many, number, num=shown)) if number else Markup("")  # noqa: S704 - ours


def _credits(registry: Registry, awards: Sequence[Award], words: Language) -> str:
    total = sum(version_given(registry, award).credits or 0 for award in awards)
    return words.number(total) if total else ""


def _abilities(
    registry: Registry, awards: Sequence[Award], holdings: Mapping[str, HoldingView], words: Language
) -> Iterator[AbilityView]:
    """The skills that awards show, with all that shows each; those together that the same credentials show.

    First what most credentials show.  A level is the highest of those that are valid, if any is.
    """
    together: dict[tuple[str, ...], list[Ability]] = {}
    for ability in abilities(registry, awards):
        together.setdefault(tuple(ability.levels), []).append(ability)
    by_id = {award.id or "": award for award in awards}
    for behind in sorted(together, key=lambda behind: -len(behind)):
        valid = [award for award in behind if holdings[award].state.kind == "valid"]
        evidence = list(_evidence(one for award in behind for one in by_id[award].evidence))
        yield AbilityView(
            skills=tuple(_skill(registry, ability, valid or behind) for ability in together[behind]),
            behind=tuple(holdings[award] for award in behind),
            evidence=tuple(evidence[:_MOST_EVIDENCE]),
            more=_counted(words, "%(num)s more", "%(num)s more", max(0, len(evidence) - _MOST_EVIDENCE)),
        )


def _is_valid(ability: AbilityView) -> bool:
    return any(holding.state.kind == "valid" for holding in ability.behind)


def _skill(registry: Registry, ability: Ability, counted: Iterable[str]) -> SkillView:
    framework, _, skill = ability.skill.partition("/")
    known = find_skill(registry, ability.skill) if skill else None
    return SkillView(
        name=ability.name,
        page=addresses.skill_page(framework, skill) if known else "",
        framework=ability.framework or (known[0].file.name if known else ""),
        level=ability.highest_level(registry, counted),
    )


def _evidence(given: Iterable[Evidence]) -> Iterator[ProofView]:
    """What can be looked at, each once."""
    for url, one in {one.id: one for one in given if one.id}.items():
        words = url.removeprefix("https://").rstrip("/")
        yield ProofView(one.name or (words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"), url)


def _pathways(
    registry: Registry,
    site: SiteView,
    recipient: str,
    rules: Rules,
    awards: Sequence[Award],
    records: frozenset[str],
) -> Iterator[ReachedView]:
    """The pathways on which the shown awards have got somewhere, completed ones first."""
    found = []
    for slug, pathway in registry.pathways.items():
        earned = registry.badges.get(pathway.file.earns)
        if earned is None or earned.current.state == "draft":
            continue
        reached = rules.progress(slug, awards, site.as_of_day)
        record = addresses.pathway_record(recipient, slug)
        if reached.reached or reached.counted:
            found.append(
                ReachedView(
                    page=addresses.pathway_page(slug),
                    title=pathway.file.title,
                    complete=reached.complete,
                    reached=min(reached.reached, reached.needed),
                    needed=reached.needed,
                    record=record if record in records else "",
                    steps=steps_of(registry, site, reached),
                    within=time_of(pathway.file.within, site.words),
                )
            )
    yield from sorted(found, key=lambda one: (not one.complete, site.words.sort_key(one.title), one.page))
