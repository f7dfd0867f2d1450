"""Results that badges describe and awards state, so that the registry's rules on them hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from conferral.authoring.importing.fitting import Fitting
from conferral.authoring.importing.found import FoundResult, FoundResultDescription, listed
from conferral.authoring.short_names import short_name
from conferral.model import BadgeFile, ResultDescription
from conferral.numbers import as_number
from conferral.validation.badges import value_fault


@dataclass(slots=True)
class Results:
    """The results of a badge; `ids` are the registry's by what the file calls them."""

    descriptions: dict[str, ResultDescription] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_known(cls, badge: BadgeFile, found: Iterable[FoundResultDescription] = ()) -> Results:
        """Those of a badge that the registry has; what the file describes is found by its name."""
        ids = {one.id: one.id for one in badge.results}
        for one in found:
            twin = next((known.id for known in badge.results if known.name == one.name), None)
            if twin and isinstance(one.id, str):
                ids[one.id] = twin
        return cls({one.id: one for one in badge.results}, ids)

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
        return results

    def as_data(self) -> list[dict[str, Any]]:
        """The descriptions as a badge's file has them."""
        return [
            {key: value for key, value in one.model_dump(mode="json").items() if value}
            for one in self.descriptions.values()
        ]

    def reached(self, found: Sequence[FoundResult], fit: Fitting) -> dict[str, str] | None:
        """What an award states, which can be one result; the others are noted."""
        for one in found[1:]:
            fit.notes.not_carried(one.origin, "a second result: the registry has room for one")
        if not found:
            return None
        one = found[0]
        number = isinstance(one.value, int | float) and not isinstance(one.value, bool)
        of = self.ids.get(one.of) if isinstance(one.of, str) else None
        if one.of is not None and of is None:
            fit.notes.not_carried(one.origin, "what a result is of: the badge does not describe it")
        status = fit.value("result status", one.status, one.origin, "the status of a result")
        value = fit.line(str(one.value) if number else one.value, one.origin, "the value of a result", short=True)
        if of and value and (fault := value_fault(self.descriptions[of], value)):
            fit.notes.not_carried(one.origin, f"the value of a result: {fault[0]}")
            value = None
        made = {key: text for key, text in (("status", status), ("value", value)) if text}
        return {**made, **({"of": of} if of else {})} if made else None


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
    )
    required = fit.line(one.required, one.origin, f"the required value of {what}", short=True)
    if required is None:
        return made
    if fault := value_fault(made, required):
        fit.notes.not_carried(one.origin, f"the required value of {what}: {fault[0]}")
        return made
    return made.model_copy(update={"required": required})
