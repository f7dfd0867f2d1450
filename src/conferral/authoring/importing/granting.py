"""Awards that were found, as entries of a registry's batches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from conferral.authoring.importing.defining import Draft, Target
from conferral.authoring.importing.fitting import Fitting, day_written, last_day_written
from conferral.authoring.importing.found import FoundAward, Notes, Origin
from conferral.authoring.importing.recipients import Identified
from conferral.model import Registry
from conferral.names_in_text import Names
from conferral.personal_data import personal_data
from conferral.states import last_day
from conferral.timezones import zone

_FAR = timedelta(days=366)
_LAST_YEAR = 2999
_NEVER = re.compile(r"[3-9]\d{3}-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """An award that is carried, and its entry, which says the day even where its batch will."""

    award: FoundAward
    target: Target
    who: Identified
    entry: dict[str, Any]


@dataclass
class Granting:
    """Makes entries, one after the other; `names` are of people whom no public text may name."""

    registry: Registry
    draft: Draft
    notes: Notes
    names: Names
    left_out: int = 0
    _held: Held = field(init=False)

    def __post_init__(self) -> None:
        self._fitting = Fitting(self.notes)
        self._held = Held(self.registry)
        self._zone = zone(self.registry.file.timezone)

    def leave_out(self, award: FoundAward, what: str) -> None:
        """Note an award that is not carried."""
        self.left_out += 1
        self.notes.not_carried(award.origin, what)

    def award(self, award: FoundAward, target: Target, who: Identified) -> Granted | None:
        """The entry for an award; None, with a problem or a note, if there is none to be made."""
        awarded = day_written(award.issued, self._zone)
        if awarded is None:
            self.draft.problem(
                award.origin, "the award says no day that can be read", "issuedOn, such as 2026-06-30T09:00:00Z"
            )
            return None
        if not date(1900, 1, 1) <= awarded <= self.draft.today + _FAR:
            self.draft.problem(
                award.origin, f"the award is of {awarded}, which cannot be", "the day on which it was awarded"
            )
            return None
        if who.fault:
            self.draft.problem(award.origin, who.fault, "who holds it")
            return None
        ends = self._end(award, awarded)
        by_badge = target.valid_until or (target.validity.after(awarded) if target.validity else None)
        last = ends or by_badge
        other = self._held.overlapping(target.slug, who.recipient, awarded, last)
        if other:
            self.leave_out(award, f"an award to somebody who holds the badge by {other}")
            return None
        self._held.add(target.slug, who.recipient, awarded, last, str(award.origin))
        results = target.results.reached(award.results, self._fitting)
        entry = {
            "recipient": who.recipient,
            "awarded": awarded,
            "valid_until": ends if ends != by_badge else None,
            "result": results[0] if len(results) == 1 else results,
            "narrative": self._public(
                self._fitting.markdown(award.narrative, award.origin.at("narrative"), "a narrative"),
                award.origin.at("narrative"),
                "a narrative",
                who,
            ),
            "evidence": list(self._evidence(award, who)),
            **self._deed(award, awarded, target, who),
        }
        if award.expires is None and by_badge is not None:
            what = f"an award without an end ends with the validity of the badge, on {by_badge}"
            self.notes.changed(award.origin, what)
        kept = {key: value for key, value in entry.items() if value not in (None, [])}
        return Granted(award=award, target=target, who=who, entry=kept)

    def _deed(self, award: FoundAward, awarded: date, target: Target, who: Identified) -> dict[str, Any]:
        """When and in which part it was done, who assessed it, and what it earned."""
        fit, origin = self._fitting, award.origin
        start, end = day_written(award.starts, self._zone), day_written(award.ends, self._zone)
        activity = {key: day for key, day in (("start", start), ("end", end)) if day}
        if (start and end and end < start) or any(day > awarded for day in activity.values()):
            self.notes.not_carried(origin, "the days of an activity: they are in no order, or after the award")
            activity = {}
        earned = fit.value("credits", award.credits_earned, origin, "the credits earned")
        if earned and target.credits and earned > target.credits:
            self.notes.not_carried(origin, "the credits earned: they are more than the badge is worth")
            earned = None
        source = fit.organisation(award.source, origin, "who assessed it") if award.source else None
        if source and not self._public(source["name"], origin, "who assessed it", who):
            source = None
        texts = {"role": award.role, "term": award.term, "license_number": award.license_number}
        return {
            "activity": activity or None,
            "source": source,
            "credits_earned": earned,
            **{
                key: self._public(fit.line(value, origin, f"the {words}", short=True), origin, f"the {words}", who)
                for key, value in texts.items()
                for words in [key.replace("_", " ")]
            },
        }

    def _end(self, award: FoundAward, awarded: date) -> date | None:
        if award.expires in (None, ""):
            return None
        ends = last_day_written(award.expires, self._zone)
        if ends is None or ends.year > _LAST_YEAR:
            if _NEVER.match(str(award.expires)):
                self.notes.changed(award.origin, "an award that ends in a thousand years has no end")
            else:  # without its end it would hold for ever
                self.draft.problem(award.origin, "the award ends at no time that can be read", "such as 2028-06-30")
            return None
        if ends < awarded:
            what = f"the award ends on {ends}, before the day it was awarded, {awarded}"
            self.draft.problem(award.origin, what, f"{awarded} or later")
        return ends

    def _evidence(self, award: FoundAward, who: Identified) -> Iterator[dict[str, str]]:
        for one in award.evidence:
            fit, what = self._fitting, "evidence"
            texts = {
                "id": fit.url(one.id, one.origin, f"the address of {what}"),
                "name": fit.line(one.name, one.origin, f"the name of {what}"),
                "description": fit.line(one.description, one.origin, f"the description of {what}"),
                "narrative": fit.markdown(one.narrative, one.origin, f"the narrative of {what}"),
                "genre": fit.line(one.genre, one.origin, f"the genre of {what}", short=True),
                "audience": fit.line(one.audience, one.origin, f"the audience of {what}", short=True),
            }
            made = {key: text for key, value in texts.items() if (text := self._public(value, one.origin, what, who))}
            if made.keys() & {"id", "name", "narrative"}:
                yield made
            elif made:
                self.notes.not_carried(one.origin, f"{what} without an address, a name or a narrative")

    def _public(self, text: str | None, origin: Origin, what: str, who: Identified) -> str | None:
        """A text, unless it names anybody."""
        if text is None:
            return None
        found = self.names.found(text, who.name)
        kind = "a name or an e-mail address" if found else next((kind for kind, _ in personal_data(text)), None)
        if kind is None:
            return text
        self.notes.not_carried(origin, f"{what}: it holds {kind}, and would be published")
        return None


class Held:
    """Who holds which badge when: in the registry, and by what is imported."""

    def __init__(self, registry: Registry) -> None:
        self._spans: dict[tuple[str, str], list[tuple[date, date | None, str]]] = {}
        for award in registry.awards:
            if award.id in registry.revocations or award.badge not in registry.badges:
                continue
            name = award.id or award.place.file
            self.add(award.badge, award.recipient, award.awarded, last_day(registry, award), name)

    def add(self, badge: str, recipient: str, first: date, last: date | None, name: str) -> None:
        """Note a time for which somebody holds a badge; `name` is what the award is called."""
        self._spans.setdefault((badge, recipient), []).append((first, last, name))

    def overlapping(self, badge: str, recipient: str, first: date, last: date | None) -> str:
        """What an award that holds at the same time is called; empty if there is none."""
        for begins, ends, name in self._spans.get((badge, recipient), ()):
            if (ends is None or first <= ends) and (last is None or begins <= last):
                return name
        return ""
