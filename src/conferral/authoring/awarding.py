"""Awards that are wanted become a new batch file, once it is decided what happens with those who hold the badge.

`decide` looks at each wanted award, `batch` makes the file of those that can be given, and `by_award` brings a rule
that the file would break back to where the award was asked for.  All of it is pure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from conferral.authoring.batches import new_batch
from conferral.authoring.edit import Edit
from conferral.authoring.naming import badge_named
from conferral.authoring.wanted import Wanted
from conferral.errors import Problem, RegistryError
from conferral.model import Award, Badge, Registry
from conferral.validation.facts import Facts
from conferral.yaml_text import MAX_BYTES, read_yaml

Holders = Literal["error", "skip", "renew"]
"""What happens to a wanted award of a badge that the person holds: a problem, nothing, or a renewal."""

Action = Literal["award", "renew", "skip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a wanted award; `holds` is the award that the person has, if any."""

    wanted: Wanted
    action: Action
    holds: Award | None = None
    is_new_here: bool = False
    """Whether the registry knew nothing of the person before."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why nothing can become of it; empty if something can."""
        return self.wanted.problems

    @property
    def is_given(self) -> bool:
        """Whether it becomes an entry of the batch."""
        return not self.problems and self.action != "skip"

    @property
    def renews(self) -> str | None:
        """The id of the award that is renewed."""
        return self.holds.id if self.holds and self.action == "renew" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all awards of a batch have in common; `name` is what the file is called between day and ending."""

    badge: str
    name: str
    awarded: date
    valid_until: date | None = None
    evidence: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further keys of a batch, such as `term`, as plain data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """A batch file to be written, and the awards in the order of its entries."""

    path: str
    given: tuple[Decision, ...]
    edit: Edit


def awardable(registry: Registry, name: str) -> Badge:
    """The badge of that name or address; raises `RegistryError` if there is none, or it is not awarded (any more)."""
    badge = badge_named(registry, name)
    if badge.current.issuer not in registry.issuers:
        raise RegistryError(
            f'the badge "{badge.slug}" names an issuer "{badge.current.issuer}" that is not there',
            hint=f"Correct {badge.current.place.file}; `conferral check` says more.",
        )
    if badge.current.state == "draft":
        hint = f"Once it is ready, delete the line `state: draft` from {badge.current.place.file}."
        raise RegistryError(f'the badge "{badge.slug}" is a draft', hint=hint)
    if badge.current.state == "retired":
        hint = f"Award another badge, or write `state: active` into {badge.current.place.file}."
        raise RegistryError(f'the badge "{badge.slug}" is retired and no longer awarded', hint=hint)
    return badge


def decide(
    registry: Registry, shared: Shared, wanted: Iterable[Wanted], *, holders: Holders, as_of: datetime
) -> tuple[Decision, ...]:
    """What becomes of each wanted award, in their order."""
    facts = Facts(registry, as_of)
    held: dict[str, list[Award]] = {}
    known = set(registry.recipients)
    for award in registry.awards:
        known.add(award.recipient)
        if award.badge == shared.badge and award.id not in registry.revocations:
            held.setdefault(award.recipient, []).append(award)
    return tuple(_decision(facts, shared, one, held.get(one.recipient, []), holders, known) for one in wanted)


def _decision(
    facts: Facts, shared: Shared, wanted: Wanted, held: Sequence[Award], holders: Holders, known: set[str]
) -> Decision:
    is_new = bool(wanted.recipient) and wanted.recipient not in known
    holds = _held_at_once(facts, shared, wanted, held)
    if holds is None:
        return Decision(wanted=wanted, action="award", is_new_here=is_new)
    what = f"{wanted.name or wanted.email or wanted.recipient} holds the badge: awarded {holds.awarded}"
    if holders == "skip":
        return Decision(wanted=wanted, action="skip", holds=holds)
    problem: Problem | None = None
    if holders == "error":
        left_out = "leave the row out" if wanted.source.line else "leave them out"
        hint = f"{left_out}, or say --holders skip or --holders renew"
        problem = wanted.source.problem("", what, "somebody who does not hold it", hint)
    elif holds.id is None:
        problem = wanted.source.problem("", f"{what}, not registered yet", "", "run `conferral register` first")
    elif wanted.awarded and wanted.awarded < holds.awarded:
        said = f"{what}, later than this renewal of {wanted.awarded}"
        problem = wanted.source.problem("awarded", said, f"{holds.awarded} or later")
    if problem:
        return Decision(
            wanted=replace(wanted, problems=(*wanted.problems, problem)), action=_action(holders), holds=holds
        )
    return Decision(wanted=wanted, action=_action(holders), holds=holds)


def _action(holders: Holders) -> Action:
    return "renew" if holders == "renew" else "award"


def _held_at_once(facts: Facts, shared: Shared, wanted: Wanted, held: Sequence[Award]) -> Award | None:
    """The latest award that is valid at some time at which the wanted one would be, too."""
    badge = facts.registry.badges[shared.badge].current
    begins = wanted.awarded or shared.awarded
    by_badge = badge.valid_until or (badge.validity.after(begins) if badge.validity else None)
    ends = wanted.valid_until or shared.valid_until or by_badge
    found = None
    for award in sorted(held, key=lambda award: (award.awarded, award.place.file, award.place.keys[1:])):
        version = facts.version_of(award)
        last = award.last_day(version) if version else None
        if (last is None or begins <= last) and (ends is None or award.awarded <= ends):
            found = award
    return found


def batch(shared: Shared, decisions: Iterable[Decision], ending: str | None = None) -> NewBatch:
    """The batch file of all awards that are given; raises `RegistryError` if it would be too large.

    Its entries stand by recipient id: a list that is sorted by name would else tell of the names.  `ending` are the
    four characters at the end of its name; random if not said.
    """
    given = tuple(sorted((one for one in decisions if one.is_given), key=lambda one: one.wanted.recipient))
    path, content = new_batch(
        shared.badge,
        shared.name,
        [one.wanted.entry(shared.awarded, one.renews) for one in given],
        awarded=shared.awarded,
        valid_until=shared.valid_until,
        evidence=shared.evidence,
        more=shared.more,
        ending=ending,
    )
    if len(content) + 40 * len(given) > MAX_BYTES:  # registering adds a line to each
        raise RegistryError(
            f"the batch file would have {len(content)} bytes, more than a registry's file may have",
            hint="Award the people in several runs, each with a part of them.",
        )
    return NewBatch(path=path, given=given, edit=Edit(((path, content),)))


def by_award(
    made: NewBatch, problems: Iterable[Problem]
) -> tuple[tuple[tuple[Decision, Decision], ...], tuple[Problem, ...]]:
    """Problems in a batch file given to the awards they are about.

    Pairs of a decision and the same one with its problems, and the problems that are about none.
    """
    found: dict[int, list[Problem]] = {}
    left: list[Problem] = []
    entries = _Entries(made)
    for problem in problems:
        number = entries.number(problem)
        if number is None:
            left.append(_of_all(made, problem))
            continue
        source = made.given[number].wanted.source
        key = entries.key(number, problem)
        found.setdefault(number, []).append(source.problem(key, problem.what, problem.expected, problem.hint))
    pairs = tuple(
        (decision, replace(decision, wanted=replace(decision.wanted, problems=tuple(found[number]))))
        for number, decision in enumerate(made.given)
        if number in found
    )
    return pairs, tuple(left)


def _of_all(made: NewBatch, problem: Problem) -> Problem:
    """A problem of the batch as a whole, at the spreadsheet if there is one: nobody has seen the file yet."""
    if problem.file != made.path:
        return problem
    source = made.given[0].wanted.source
    return replace(problem, file=source.file if source.line else made.path, line=0, column=0)


class _Entries:
    """Where the entries of a batch stand in its text."""

    _KEYS: Mapping[str, tuple[tuple[str | int, ...], ...]] = {
        "recipient": (("recipient",),),
        "awarded": (("awarded",),),
        "valid_until": (("valid_until",),),
        "result.status": (("result", "status"),),
        "result.value": (("result", "value"), ("result",)),
        "result.of": (("result", "of"),),
        "result.level": (("result", "level"),),
        "activity.start": (("activity", "start"),),
        "activity.end": (("activity", "end"), ("activity",)),
        "credits_earned": (("credits_earned",),),
        "license_number": (("license_number",),),
        "role": (("role",),),
        "term": (("term",),),
        "narrative": (("narrative",),),
        "evidence": (("evidence", 0, "id"), ("evidence", 0), ("evidence",)),
        "evidence.name": (("evidence", 0, "name"),),
    }

    def __init__(self, made: NewBatch) -> None:
        self._path = made.path
        content = made.edit.files[0][1] or b""
        self._document = read_yaml(content, made.path)
        numbers = range(len(made.given))
        self._lines = [self._document.position(("recipients", number))[0] for number in numbers]

    def number(self, problem: Problem) -> int | None:
        """The entry that a problem stands in; None for one of the file, or of the list of all entries."""
        if (problem.line, problem.column) == self._document.position(("recipients",)):
            return None
        if problem.file != self._path or not self._lines or problem.line < self._lines[0]:
            return None
        return bisect_right(self._lines, problem.line) - 1

    def key(self, number: int, problem: Problem) -> str:
        """What was said that a problem is about; empty for the entry as a whole."""
        return next(self._keys_at(number, (problem.line, problem.column)), "")

    def _keys_at(self, number: int, position: tuple[int, int]) -> Iterator[str]:
        for key, ways in self._KEYS.items():
            for way in ways:
                keys = ("recipients", number, *way)
                if self._has(keys) and self._document.position(keys) == position:
                    yield key

    def _has(self, keys: tuple[str | int, ...]) -> bool:
        data = self._document.data
        for key in keys:
            there = key in data if isinstance(data, dict) else isinstance(data, list) and key in range(len(data))
            if not there:
                return False
            data = data[key]
        return True
