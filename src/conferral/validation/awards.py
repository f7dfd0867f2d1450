"""Batches and their entries: whose badge, which days, given twice, renewed, with what result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from conferral.fields import closest
from conferral.model import Award, Erased, Finding, Place, Registry
from conferral.validation.badges import value_fault
from conferral.validation.facts import Facts, entry_name


def batches_name_their_badge(facts: Facts) -> Iterator[Finding]:
    """A batch says the badge whose folder it is in, and there is such a badge."""
    badges = facts.registry.badges
    for batch in facts.registry.batches:
        place = batch.file.place.at("badge")
        if batch.file.badge != batch.badge:
            what = f'the batch says "{batch.file.badge}" and stands in the folder "{batch.badge}"'
            yield Finding(place, what, batch.badge, "correct the line, or move the file")
        elif batch.badge not in badges and not facts.is_gap("badge", batch.badge):
            expected = "the name of a folder in credentials/badges"
            yield Finding(place, f'there is no badge "{batch.badge}"', expected, closest(batch.badge, badges))


def only_active_badges_are_awarded(facts: Facts) -> Iterator[Finding]:
    """No award is of a draft, and no new one of a retired badge."""
    for batch in facts.registry.batches:
        badge = facts.registry.badges.get(batch.badge)
        if badge and badge.current.state == "draft":
            yield Finding(
                batch.file.place.at("badge"),
                f'the badge "{batch.badge}" is a draft',
                "an active badge",
                'write "state: active" into its badge.yml once it is ready to be awarded',
            )
        elif badge and badge.current.state == "retired":
            new = next((entry for entry in batch.file.recipients if entry.id is None), None)
            if new:
                what = f'the badge "{batch.badge}" is retired and no longer awarded'
                yield Finding(new.place, what, "an active badge", "award another badge, or make this one active again")


def ids_are_unique(facts: Facts) -> Iterator[Finding]:
    """An award's id stands once in the whole registry."""
    living, gone = facts.awards_by_id, facts.erased_by_id
    entries = len(facts.registry.erased) + sum(1 for award in facts.registry.awards if award.id)
    if len(living) + len(gone) == entries and gone.keys().isdisjoint(living):
        return
    seen: dict[str, Award | Erased] = {}
    awards: tuple[Award | Erased, ...] = (*facts.registry.erased, *facts.registry.awards)
    for award in awards:
        first = seen.setdefault(award.id, award) if award.id else award
        if first is not award:
            yield Finding(
                award.place.at("id"),
                f"the id {award.id} is that of {entry_name(first)} too",
                "an id of its own",
                "delete the id of the entry that is new; `conferral register` gives it one",
            )


def erased_awards_were_registered(facts: Facts) -> Iterator[Finding]:
    """Only what was registered leaves something to keep when it is erased."""
    for award in facts.registry.erased:
        if not award.rows and not facts.is_gap("rows", award.batch.badge, award.batch.name):
            yield Finding(
                award.place.at("erased"),
                f"the award {award.id} is erased and was never registered",
                "an id that is in the register",
                "delete the entry: nothing was issued, so nothing has to be kept",
            )


def nothing_is_awarded_twice(facts: Facts) -> Iterator[Finding]:
    """A recipient holds a badge once at a time; a revoked award does not count, a renewal says so."""
    for awards in _held_more_than_once(facts.registry):
        awards.sort(key=lambda award: (award.awarded, award.place.file, award.place.keys[1:]))
        for number, later in enumerate(awards):
            if later.entry.renews:
                continue
            earlier = next((one for one in awards[:number] if _overlap(facts, one, later)), None)
            if earlier:
                yield Finding(
                    later.place.at("recipient"),
                    f'{later.recipient} holds "{later.badge}" already: {entry_name(earlier)}',
                    "one award of a badge at a time",
                    "delete the entry, or write `renews:` with the id of the earlier award",
                )


def renewals_follow_what_they_renew(facts: Facts) -> Iterator[Finding]:
    """A renewal names an earlier award of the same badge to the same recipient."""
    for award in facts.registry.awards:
        renewed = award.entry.renews
        if renewed is None:
            continue
        place = award.place.at("renews")
        earlier = facts.awards_by_id.get(renewed)
        if earlier is None:
            if facts.awards_are_whole and renewed not in facts.erased_by_id:
                what = f"there is no award {renewed}"
                yield Finding(place, what, "the id of the earlier award", nearest_id(facts, renewed))
        elif earlier.place == award.place or _leads_back(facts, award):
            yield Finding(place, "the award renews itself", "the id of an earlier award")
        elif (earlier.badge, earlier.recipient) != (award.badge, award.recipient):
            yield Finding(
                place,
                f'{renewed} is an award of "{earlier.badge}" to {earlier.recipient}',
                f'an award of "{award.badge}" to {award.recipient}',
            )
        elif award.awarded < earlier.awarded:
            what = f"the award that is renewed is of {earlier.awarded}, later than this one of {award.awarded}"
            yield Finding(place, what, "the id of an earlier award")


def days_are_in_order(facts: Facts) -> Iterator[Finding]:
    """Nothing ends before it begins, and nothing was awarded in the far future."""
    found = (finding for award in facts.registry.awards for finding in _days(facts, award))
    yield from dict.fromkeys(found)  # what a batch says is found with every entry


def results_are_the_badges(facts: Facts) -> Iterator[Finding]:
    """A result that names one of the badge's names one that it has, with a value that it allows."""
    for award in _with_named_results(facts.registry):
        badge = facts.version_of(award)
        if badge is None:
            continue
        described = {one.id: one for one in badge.results}
        for number, result in enumerate(award.entry.result):
            if result.of is None:
                continue
            if result.of not in described:
                yield Finding(
                    place_of_result(award, number).at("of"),
                    f'version {badge.version} of "{award.badge}" has no result "{result.of}"',
                    ", ".join(described) or "no `of`, as the badge describes no results",
                    closest(result.of, described),
                )
                continue
            if result.value is not None and (fault := value_fault(described[result.of], result.value)):
                yield Finding(place_of_result(award, number).at("value"), *fault)
            levels = [level.id for level in described[result.of].levels] if result.level else []
            if result.level is not None and result.level not in levels:
                yield Finding(
                    place_of_result(award, number).at("level"),
                    f'"{result.level}" is no level of "{result.of}"',
                    ", ".join(levels) or "no `level`, as this result has none",
                    closest(result.level, levels),
                )


def results_are_stated_once(facts: Facts) -> Iterator[Finding]:
    """Of each of the badge's results an award states one."""
    for award in _with_named_results(facts.registry):
        seen: set[str] = set()
        for number, result in enumerate(award.entry.result):
            if result.of in seen:
                yield Finding(
                    place_of_result(award, number).at("of"),
                    f'the result "{result.of}" is stated twice',
                    "each result once",
                )
            seen |= {result.of or ""} - {""}


def nobody_earns_more_credits_than_there_are(facts: Facts) -> Iterator[Finding]:
    """The credits that somebody earned are not more than those the badge is worth."""
    found: dict[Finding, None] = {}  # what a batch says is found with every entry
    for award in facts.registry.awards:
        badge, earned = facts.version_of(award), award.credits_earned
        if badge and badge.credits and earned and earned > badge.credits:
            record = award.entry if award.entry.credits_earned else award.batch.file
            what = f"{earned:g} credits were earned, and the badge is worth {badge.credits:g}"
            found[Finding(record.place.at("credits_earned"), what, f"{badge.credits:g} or less")] = None
    yield from found


def _with_named_results(registry: Registry) -> Iterator[Award]:
    """The awards that say of a result which of the badge's it is; most say of none."""
    return (award for award in registry.awards if any(result.of for result in award.entry.result))


def place_of_result(award: Award, number: int) -> Place:
    """Where a result of an award stands: one alone may stand without a list."""
    place = award.place.at("result")
    return place.at(number) if len(award.entry.result) > 1 else place


def nearest_id(facts: Facts, wanted: str) -> str:
    """A hint with the award's id that was probably meant, among those that begin or end alike."""
    ids = facts.awards_by_id
    return closest(wanted, (one for one in ids if one[:4] == wanted[:4] or one[-4:] == wanted[-4:]))


def _held_more_than_once(registry: Registry) -> Iterable[list[Award]]:
    """The awards of one badge to one recipient, where there are several that are not revoked."""
    held = [award for award in registry.awards if award.id not in registry.revocations]
    once: dict[str, set[str]] = defaultdict(set)
    several: set[tuple[str, str]] = set()
    for award in held:
        if award.recipient in once[award.badge]:
            several.add((award.badge, award.recipient))
        once[award.badge].add(award.recipient)
    groups: dict[tuple[str, str], list[Award]] = {}
    for award in held if several else ():
        if (award.badge, award.recipient) in several:
            groups.setdefault((award.badge, award.recipient), []).append(award)
    return groups.values()


def _days(facts: Facts, award: Award) -> Iterator[Finding]:
    own, shared = award.entry, award.batch.file
    if award.awarded > facts.last_plausible_day:
        place = (own if own.awarded else shared).place.at("awarded")
        what = f"{award.awarded} lies far in the future"
        yield Finding(place, what, "the day on which it was awarded", "check the year")
    last = own.valid_until or shared.valid_until
    if last and last < award.awarded:
        place = (own if own.valid_until else shared).place.at("valid_until")
        yield Finding(place, f"the last valid day, {last}, is before {award.awarded}", f"{award.awarded} or later")
    badge = facts.version_of(award)
    if not last and badge and badge.valid_until and badge.valid_until < award.awarded:
        place = (own if own.awarded else shared).place.at("awarded")
        what = (
            f'awards of version {badge.version} of "{award.badge}" end on {badge.valid_until}, before {award.awarded}'
        )
        hint = "say another end with `valid_until:`, or begin a new version of the badge"
        yield Finding(place, what, f"{badge.valid_until} or earlier", hint)
    activity = award.activity
    done = (activity.end or activity.start) if activity else None
    if done and done > award.awarded:
        place = (own if own.activity else shared).place.at("activity", "end" if activity and activity.end else "start")
        yield Finding(place, f"the activity of {done} is later than the award of {award.awarded}", "an earlier day")


def _overlap(facts: Facts, earlier: Award, later: Award) -> bool:
    if earlier.entry.renews and earlier.entry.renews == later.id:
        return False  # dated the wrong way round, which is another rule's finding
    last = _last_day(facts, earlier)
    return last is None or later.awarded <= last


def _last_day(facts: Facts, award: Award) -> date | None:
    badge = facts.version_of(award)
    return award.last_day(badge) if badge else award.entry.valid_until or award.batch.file.valid_until


def _leads_back(facts: Facts, award: Award) -> bool:
    seen: set[str] = set()
    renewed = award.entry.renews
    while renewed and renewed not in seen:
        seen.add(renewed)
        if renewed == award.id:
            return True
        earlier = facts.awards_by_id.get(renewed)
        renewed = earlier.entry.renews if earlier else None
    return False


RULES = (
    batches_name_their_badge,
    only_active_badges_are_awarded,
    ids_are_unique,
    erased_awards_were_registered,
    nothing_is_awarded_twice,
    renewals_follow_what_they_renew,
    days_are_in_order,
    results_are_the_badges,
    results_are_stated_once,
    nobody_earns_more_credits_than_there_are,
)
