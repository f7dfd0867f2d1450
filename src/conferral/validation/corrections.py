"""Corrections: of awards that were issued, of one badge, dated, and issued again."""

from __future__ import annotations

from collections.abc import Iterator

from conferral.fields import closest
from conferral.model import Award, Correction, Finding
from conferral.validation.awards import nearest_id
from conferral.validation.facts import Facts


def corrections_name_their_badge(facts: Facts) -> Iterator[Finding]:
    """A correction says the badge whose folder it is in, and there is such a badge."""
    badges = facts.registry.badges
    for correction in facts.registry.corrections:
        place = correction.file.place.at("badge")
        if correction.file.badge != correction.badge:
            what = f'the correction says "{correction.file.badge}" and stands in the folder "{correction.badge}"'
            yield Finding(place, what, correction.badge, "correct the line, or move the file")
        elif correction.badge not in badges and not facts.is_gap("badge", correction.badge):
            expected = "the name of a folder in credentials/badges"
            what = f'there is no badge "{correction.badge}"'
            yield Finding(place, what, expected, closest(correction.badge, badges))


def corrections_name_what_was_issued(facts: Facts) -> Iterator[Finding]:
    """Every id in a correction is that of a registered award of its badge, named once."""
    for correction in facts.registry.corrections:
        for number, name in enumerate(correction.file.awards):
            place = correction.file.place.at("awards", number)
            if name in correction.file.awards[:number]:
                yield Finding(place, f"the award {name} is named twice", "each id once", "delete one of the two lines")
            elif name in facts.awards_by_id:
                award = facts.awards_by_id[name]
                if award.badge != correction.badge:
                    what = f'{name} is an award of "{award.badge}"'
                    hint = f"write a correction of its own in credentials/corrections/{award.badge}"
                    yield Finding(place, what, f'an award of "{correction.badge}"', hint)
                elif not award.rows and not facts.is_gap("rows", award.badge, award.batch.name):
                    what = f"the award {name} is not registered, so it can simply be changed"
                    yield Finding(place, what, "an award that was issued", "delete the line")
            elif name in facts.erased_by_id:
                if name in facts.registry.being_corrected:
                    what = f"the award {name} was erased on {facts.erased_by_id[name].on}"
                    yield Finding(place, what, "an award that is not erased", "delete the line")
            elif facts.awards_are_whole and name not in facts.registered_ids:
                what = f"there is no award {name}"
                hint = nearest_id(facts, name) or "copy the id from the address of the credential's page"
                yield Finding(place, what, "the id of an award", hint)


def corrections_follow_the_award(facts: Facts) -> Iterator[Finding]:
    """No decision to correct is before the day of the award that it corrects last, or in the far future."""
    for correction in facts.registry.corrections:
        day = correction.file.on
        place = correction.file.place.at("on")
        if day > facts.last_plausible_day:
            yield Finding(place, f"{day} lies far in the future", "the day of the decision", "check the year")
        first = max((award.awarded for award in _corrected_last(facts, correction)), default=day)
        if day < first:
            what = f"{day} is before the day of the award, {first}"
            yield Finding(place, what, f"{first} or later")


def corrections_are_registered(facts: Facts) -> Iterator[Finding]:
    """Every award that a correction names was issued again."""
    issued = {(row.place.file, row.id) for row in facts.registry.rows}
    for correction in facts.registry.corrections:
        if facts.is_gap("corrected rows", correction.badge, correction.name):
            continue
        awards = [name for name in correction.file.awards if name in facts.awards_by_id]
        if any((correction.register_file, name) not in issued for name in awards):
            yield Finding(
                correction.file.place.at("awards"),
                "this correction is not registered",
                f"a row in {correction.register_file} for every award",
                "run `conferral register`",
            )


def _corrected_last(facts: Facts, correction: Correction) -> Iterator[Award]:
    """The awards whose text is as this correction, and no later one, left it."""
    for name in correction.file.awards:
        award = facts.awards_by_id.get(name)
        if award and award.row:
            waiting = name in facts.registry.being_corrected
            if award.row.place.file == correction.register_file or (
                waiting and all(row.place.file != correction.register_file for row in award.rows)
            ):
                yield award


RULES = (corrections_name_their_badge, corrections_name_what_was_issued, corrections_follow_the_award)
