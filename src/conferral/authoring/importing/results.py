"""Results that badges describe and awards state, so that the registry's rules on them hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from conferral.authoring.importing.fitting import Fitting
from conferral.authoring.importing.found import FoundResult, FoundResultDescription, listed
from conferral.authoring.short_names import short_name
from conferral.model import BadgeFile, ResultDescription, RubricLevel
from conferral.numbers import as_number
from conferral.validation.badges import is_below, value_fault
from conferral.validation.depth import is_below_level


@dataclass(slots=True)
class Results:
    """The results of a badge; `ids` are the registry's by what the file calls them."""

    descriptions: dict[str, ResultDescription] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    """The registry's ids of levels by what the file calls them."""

    @classmethod
    def of_known(cls, badge: BadgeFile, found: Iterable[FoundResultDescription] = ()) -> Results:
        """Those of a badge that the registry has; what the file describes is found by its name."""
        ids = {one.id: one.id for one in badge.results}
        levels: dict[str, str] = {}
        for one in found:
            twin = next((known for known in badge.results if known.name == one.name), None)
            if twin and isinstance(one.id, str):
                ids[one.id] = twin.id
            for level in one.levels if twin else ():
                same = next((known.id for known in twin.levels if known.name == level.name), None) if twin else None
                if same and isinstance(level.id, str):
                    levels[level.id] = same
        return cls({one.id: one for one in badge.results}, ids, levels)

    @classmethod
    def of_new(cls, found: Iterable[FoundResultDescription], fit: Fitting, whose: str) -> Results:
        """Those that a file describes, as far as they are sound."""
        results = cls()
        for one in found:
            made = _described(one, fit, f"a result of {whose}", results.descriptions.keys())
            if made:
                results.descriptions[made.id] = made
                if isinstance(one.id, str):
                    results.ids[one.id] = made.id
                results.levels |= ids_of_levels(one, made)
        return results

    def as_data(self) -> list[dict[str, Any]]:
        """The descriptions as a badge's file has them."""
        return [one.model_dump(mode="json", exclude_defaults=True) for one in self.descriptions.values()]

    def reached(self, found: Sequence[FoundResult], fit: Fitting) -> list[dict[str, str]]:
        """What an award states, of each of the badge's results once."""
        made: list[dict[str, str]] = []
        for one in found:
            result = self._reached(one, fit)
            if result and "of" in result and result["of"] in [other.get("of") for other in made]:
                fit.notes.not_carried(one.origin, "a second result of the same kind")
            elif result:
                made.append(result)
        return made

    def _reached(self, one: FoundResult, fit: Fitting) -> dict[str, str] | None:
        number = isinstance(one.value, int | float) and not isinstance(one.value, bool)
        of = self.ids.get(one.of) if isinstance(one.of, str) else None
        if one.of is not None and of is None:
            fit.notes.not_carried(one.origin, "what a result is of: the badge does not describe it")
        status = fit.value("result status", one.status, one.origin, "the status of a result")
        value = fit.line(str(one.value) if number else one.value, one.origin, "the value of a result", short=True)
        if of and value and (fault := value_fault(self.descriptions[of], value)):
            fit.notes.not_carried(one.origin, f"the value of a result: {fault[0]}")
            value = None
        if of and value and is_below(self.descriptions[of], value):
            fit.notes.not_carried(one.origin, "the value of a result: it is below the one that is required")
            value = None
        level = self._level(one, of, fit)
        made = {key: text for key, text in (("status", status), ("value", value), ("level", level)) if text}
        return {**made, **({"of": of} if of else {})} if made else None

    def _level(self, one: FoundResult, of: str | None, fit: Fitting) -> str | None:
        if one.level is None:
            return None
        level = self.levels.get(one.level) if isinstance(one.level, str) else None
        described = self.descriptions.get(of or "")
        if level is None or described is None or level not in [each.id for each in described.levels]:
            fit.notes.not_carried(one.origin, "the level of a result: the badge does not describe it")
            return None
        if is_below_level(described, level):
            fit.notes.not_carried(one.origin, "the level of a result: it is below the one that is required")
            return None
        return level


def _described(one: FoundResultDescription, fit: Fitting, what: str, taken: Iterable[str]) -> ResultDescription | None:
    name = fit.line(one.name, one.origin, f"the name of {what}", short=True)
    kind = fit.value("result type", one.type, one.origin, f"the type of {what}")
    if not name or not kind:
        fit.notes.not_carried(one.origin, f"{what}: it needs a name and a type that fit")
        return None
    fragment = one.id.rpartition("#")[2] if isinstance(one.id, str) and "#" in one.id else ""
    values = (fit.line(item, one.origin, f"a value of {what}", short=True) for item in listed(one.allowed))
    lowest = fit.line(one.minimum, one.origin, f"the lowest value of {what}", short=True)
    highest = fit.line(one.maximum, one.origin, f"the highest value of {what}", short=True)
    bounds = as_number(lowest), as_number(highest)
    if bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]:
        fit.notes.not_carried(one.origin, f"the bounds of {what}: the highest value is below the lowest")
        lowest = highest = None
    made = ResultDescription(
        id=short_name(fragment or name, set(taken), otherwise="result"),
        name=name,
        type=kind,
        allowed=tuple(dict.fromkeys(value for value in values if value)),
        minimum=lowest,
        maximum=highest,
        levels=tuple(_levels(one, fit, what)),
    )
    made = _with_required_level(one, made, fit, what)
    required = fit.line(one.required, one.origin, f"the required value of {what}", short=True)
    if required is None:
        return made
    if fault := value_fault(made, required):
        fit.notes.not_carried(one.origin, f"the required value of {what}: {fault[0]}")
        return made
    return made.model_copy(update={"required": required})


def _levels(one: FoundResultDescription, fit: Fitting, what: str) -> Iterator[RubricLevel]:
    taken: set[str] = set()
    for level in one.levels:
        name = fit.line(level.name, level.origin, f"the name of a level of {what}", short=True)
        if not name:
            fit.notes.not_carried(level.origin, f"a level of {what}: it needs a name")
            continue
        made = RubricLevel(
            id=short_name(_own_part(level.id) or name, taken, otherwise="level"),
            name=name,
            description=fit.line(level.description, level.origin, f"the description of a level of {what}"),
            level=fit.line(level.level, level.origin, f"the place of a level of {what}", short=True),
            points=fit.line(level.points, level.origin, f"the points of a level of {what}", short=True),
        )
        taken.add(made.id)
        yield made


def _own_part(name: object) -> str:
    """What tells a level from the others of its result in an id that this program wrote."""
    return name.rpartition("#")[2].rpartition("/")[2] if isinstance(name, str) and "#" in name else ""


def ids_of_levels(one: FoundResultDescription, made: ResultDescription) -> dict[str, str]:
    """The ids of levels that were made, by those that the file gives them."""
    named = [level for level in one.levels if isinstance(level.name, str) and level.name.strip()]
    if len(named) != len(made.levels):
        by_name = {level.name: level.id for level in made.levels}
        return {level.id: by_name[level.name] for level in named if isinstance(level.id, str) and level.name in by_name}
    return {level.id: known.id for level, known in zip(named, made.levels, strict=True) if isinstance(level.id, str)}


def _with_required_level(
    one: FoundResultDescription, made: ResultDescription, fit: Fitting, what: str
) -> ResultDescription:
    if one.required_level is None:
        return made
    level = ids_of_levels(one, made).get(one.required_level) if isinstance(one.required_level, str) else None
    if level is None:
        fit.notes.not_carried(one.origin, f"the required level of {what}: it is none of its levels")
        return made
    return made.model_copy(update={"required_level": level})
