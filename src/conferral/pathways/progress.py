"""How far one person has come on a pathway, part by part, and everybody who has completed one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from conferral.model import Award, Pathway, Registry, Requirement
from conferral.pathways.counting import given_version, result_fits, stands, version_fits
from conferral.pathways.rules import ALWAYS, Compiled, Group, Held, Leaf, Window, compiled


@dataclass(frozen=True, slots=True)
class Standing:
    """An award that stands, with the number of its day and of its last valid day, which may be the last there is."""

    award: Award
    day: int
    last: int


Fitting = Mapping[int, Sequence[Standing]]
"""The awards that fit a leaf, in the order of their days, by the leaf's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartProgress:
    """How far one requirement is met.

    `needed` is how many of its parts have to be met, 1 for a badge or a skill, 0 for what is optional; `reached` is
    how many are, those that are optional left out, and may be more.  `counted` are the awards that stand for it, those
    of optional parts left out: for a badge or a skill one, the one that is valid longest.  `parts` are in the order of
    the file.  `window` is the time within which the awards were given or have to be given, for a group with `within`
    and something in it: the earliest that meets it, else the latest of those in which most is met.
    """

    requirement: Requirement
    met: bool
    counted: tuple[Award, ...]
    needed: int
    reached: int
    parts: tuple[PartProgress, ...] = ()
    window: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far somebody has come on a pathway on a day; the words of `PartProgress` hold of the whole.

    `completed_on` is the first day on which it was complete; None if it is not complete on `on`, though it may have
    been once.
    """

    pathway: Pathway
    on: date
    complete: bool
    completed_on: date | None
    counted: tuple[Award, ...]
    needed: int
    reached: int
    parts: tuple[PartProgress, ...]
    window: tuple[date, date] | None = None


@dataclass(frozen=True, kw_only=True)
class Completion:
    """Somebody who has completed a pathway; `completed_on` is the first day on which it was complete."""

    pathway: Pathway
    recipient: str
    on: date
    completed_on: date
    rules: Rules = field(repr=False, compare=False)
    fitting: Fitting = field(repr=False, compare=False)

    @cached_property
    def progress(self) -> Progress:
        """How it was completed, part by part."""
        return self.rules.explained(self.pathway.slug, self.fitting, self.on)

    @property
    def counted(self) -> tuple[Award, ...]:
        """The awards that stand for what was asked, in the order of their days."""
        return self.progress.counted


def progress(registry: Registry, pathway: Pathway, awards: Iterable[Award], on: date) -> Progress:
    """How far the person with these awards has come on a pathway on a day.

    Whoever asks for many makes `Rules` once.
    """
    return Rules(registry).progress(pathway.slug, awards, on)


def completed(registry: Registry, on: date) -> Iterator[Completion]:
    """Everybody who has completed a pathway on a day, by recipient, then by pathway."""
    return Rules(registry).completed(on)


class Rules:
    """The pathways of a registry, made ready to be held against many people's awards."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._compiled = {slug: compiled(registry.pathways[slug]) for slug in sorted(registry.pathways)}
        self._by_version: dict[tuple[str, int], tuple[tuple[Compiled, Leaf], ...]] = {}

    def progress(self, pathway: str, awards: Iterable[Award], on: date) -> Progress:
        """How far the person with these awards has come on a pathway, by its short name, on a day."""
        return self.explained(pathway, self._fitting(awards, on).get(pathway, {}), on)

    def completed(self, on: date) -> Iterator[Completion]:
        """Everybody who has completed a pathway on a day, by recipient, then by pathway."""
        people: defaultdict[str, list[Award]] = defaultdict(list)
        asked_for = {badge for badge, version in self._versions() if self._leaves(badge, version)}
        for award in self.registry.awards:
            if award.badge in asked_for:
                people[award.recipient].append(award)
        for recipient in sorted(people):
            found = self._fitting(people[recipient], on)
            for slug in sorted(found):
                day = self._completed_on(self._compiled[slug], found[slug], on)
                if day is not None:
                    yield Completion(
                        pathway=self._compiled[slug].pathway,
                        recipient=recipient,
                        on=on,
                        completed_on=date.fromordinal(day),
                        rules=self,
                        fitting=found[slug],
                    )

    def explained(self, pathway: str, fitting: Fitting, on: date) -> Progress:
        """The progress of somebody with these awards."""
        ready = self._compiled[pathway]
        day = self._completed_on(ready, fitting, on)
        counting = _on(ready, fitting, on.toordinal())
        part = self._group(ready.whole, counting, _days(counting), ALWAYS)
        return Progress(
            pathway=ready.pathway,
            on=on,
            complete=day is not None,
            completed_on=None if day is None else date.fromordinal(day),
            counted=part.counted,
            needed=part.needed,
            reached=part.reached,
            parts=part.parts,
            window=part.window,
        )

    def _versions(self) -> Iterator[tuple[str, int]]:
        return ((slug, version) for slug, badge in self.registry.badges.items() for version in badge.versions)

    def _leaves(self, badge: str, version: int) -> tuple[tuple[Compiled, Leaf], ...]:
        """The leaves of all pathways that awards of a badge version fit, as far as the badge is concerned."""
        found = self._by_version.get((badge, version))
        if found is None:
            file = self.registry.badges[badge].versions[version]
            found = tuple(
                (ready, leaf)
                for ready in self._compiled.values()
                for leaf in ready.leaves
                if badge != ready.pathway.file.earns and version_fits(self.registry, leaf.requirement, badge, file)
            )
            self._by_version[badge, version] = found
        return found

    def _fitting(self, awards: Iterable[Award], on: date) -> dict[str, dict[int, list[Standing]]]:
        """The awards that were given by a day and stand, by pathway and the leaf that they fit; ended ones too."""
        found: dict[str, dict[int, list[Standing]]] = {}
        given = (award for award in awards if award.awarded <= on and stands(self.registry, award))
        for award in sorted(given, key=lambda award: (award.awarded, award.id or "")):
            version = given_version(self.registry, award)
            assert version is not None  # noqa: S101 -- an award that stands has one
            last = award.last_day(version)
            one = Standing(award, award.awarded.toordinal(), ALWAYS[1] if last is None else last.toordinal())
            for ready, leaf in self._leaves(award.badge, version.version):
                if leaf.requirement.result and not result_fits(leaf.requirement, version, award.entry.result):
                    continue
                found.setdefault(ready.pathway.slug, {}).setdefault(leaf.number, []).append(one)
        return found

    def _completed_on(self, ready: Compiled, fitting: Fitting, on: date) -> int | None:
        """The first day on which a pathway was complete; None if it is not complete on `on`.

        Between two awards nothing is completed: what counts can only end.  So the days of awards are tried, and only
        where something has ended; else what counts is all there ever was.
        """
        if not ready.whole.could(fitting):
            return None
        counting = _on(ready, fitting, on.toordinal())
        day = ready.whole.first_day(_days(counting), ALWAYS)
        if day is None or counting is fitting:
            return day
        for earlier in sorted({one.day for awards in fitting.values() for one in awards}):
            if earlier >= day:
                break
            if ready.whole.first_day(_days(_on(ready, fitting, earlier)), ALWAYS) is not None:
                return earlier
        return day

    def _part(self, node: Leaf | Group, fitting: Fitting, held: Held, window: Window) -> PartProgress:
        if isinstance(node, Group):
            return self._group(node, fitting, held, window)
        first, last = window
        there = (one for one in fitting.get(node.number, ()) if first <= one.day <= last)
        longest = max(there, key=lambda one: one.last, default=None)
        return PartProgress(
            requirement=node.requirement,
            met=longest is not None,
            counted=(longest.award,) if longest else (),
            needed=1,
            reached=int(longest is not None),
        )

    def _group(self, group: Group, fitting: Fitting, held: Held, window: Window) -> PartProgress:
        if group.within is None:
            return self._within(group, fitting, held, window)
        windows = tuple(group.windows(held, window))
        if not windows:
            return self._within(group, fitting, held, window)
        days = {one: day for one in windows if (day := group.first_day_within(held, one)) is not None}
        if days:
            earliest = min(days, key=lambda one: days[one])
            return self._within(group, fitting, held, earliest, shown=True)
        tried = [self._within(group, fitting, held, one, shown=True) for one in windows]
        return max(reversed(tried), key=lambda part: (part.reached, _leaves_met(part)))

    def _within(
        self, group: Group, fitting: Fitting, held: Held, window: Window, *, shown: bool = False
    ) -> PartProgress:
        parts = [self._part(part, fitting, held, window) for part in group.parts]
        asked = [part for part in parts if part.requirement.kind != "optional"]
        reached = sum(part.met for part in asked)
        counted = {award.id: award for part in asked if part.met for award in part.counted}
        return PartProgress(
            requirement=group.requirement,
            met=reached >= group.needed,
            counted=tuple(sorted(counted.values(), key=lambda award: (award.awarded, award.id or ""))),
            needed=group.needed,
            reached=reached,
            parts=tuple(parts),
            window=(date.fromordinal(window[0]), date.fromordinal(window[1])) if shown else None,
        )


def _days(fitting: Fitting) -> Held:
    return {leaf: [one.day for one in awards] for leaf, awards in fitting.items()}


def _on(ready: Compiled, fitting: Fitting, day: int) -> Fitting:
    """What counts on a day; the very same object if that is all of it."""
    lasting = ready.pathway.file.expired_count
    if all(one.day <= day and (lasting or day <= one.last) for awards in fitting.values() for one in awards):
        return fitting
    return {
        leaf: [one for one in awards if one.day <= day and (lasting or day <= one.last)]
        for leaf, awards in fitting.items()
    }


def _leaves_met(part: PartProgress) -> int:
    return sum(map(_leaves_met, part.parts)) if part.parts else int(part.met)
