"""An award that somebody asks for, before it is decided what becomes of it; and where each part of it was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conferral.authoring.identifying import Fault
from conferral.errors import Problem
from conferral.people import NewPerson


@dataclass(frozen=True, slots=True)
class Source:
    """Where an award was asked for: a row of a file, or an argument (`line` 0)."""

    file: str
    line: int = 0
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of every cell, by the keys of `conferral.columns.KEYS`."""

    filled: frozenset[str] = frozenset()
    """The keys of the cells in which something stands."""

    def problem(self, key: str, what: str, expected: str = "", hint: str = "") -> Problem:
        """Something wrong with what was said for a key; with the whole row where that was not said."""
        line, column = self.places.get(key, (self.line, 1 if self.line else 0))
        return Problem(self.file, line, column, what, expected, hint)

    def problem_of(self, fault: Fault) -> Problem:
        """A fault as a problem; a name that was said in two parts stands where the first is."""
        key = "given_name" if fault.key == "name" and "name" not in self.places else fault.key
        return self.problem(key, fault.what, fault.expected, fault.hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An award to somebody; `recipient` is empty and `awarded` None where a problem says why."""

    source: Source
    recipient: str
    name: str = ""
    email: str = ""
    new: NewPerson | None = None
    awarded: date | None
    valid_until: date | None = None
    result: Mapping[str, str] | None = None
    narrative: str | None = None
    evidence: tuple[Mapping[str, str], ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further keys of an entry, such as `role`, as plain data."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()

    def entry(self, batch_day: date, renews: str | None) -> dict[str, Any]:
        """The entry of a batch of awards, as plain data."""
        evidence = [one["id"] if one.keys() == {"id"} else dict(one) for one in self.evidence]
        parts = {
            "recipient": self.recipient,
            "awarded": self.awarded if self.awarded != batch_day else None,
            "valid_until": self.valid_until,
            "result": dict(self.result) if self.result else None,
            "narrative": self.narrative,
            "evidence": evidence or None,
            **self.more,
            "renews": renews,
        }
        return {key: value for key, value in parts.items() if value is not None}
