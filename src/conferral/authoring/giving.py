"""Giving awards: the batch file and the people file are written, both or neither, or it is said what is in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conferral.authoring.awarding import Decision, Holders, NewBatch, Shared, batch, by_award, decide
from conferral.authoring.edit import carry_out, problems_of
from conferral.authoring.wanted import Wanted
from conferral.errors import Problem, RegistryError, RegistryProblems
from conferral.model import Registry
from conferral.names_in_text import Names
from conferral.people import People
from conferral.people_file import PeopleFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of all wanted awards, in their order.

    `path` is the batch file that was written, or would be; None if there is none.  `problems` are about none of the
    awards alone.
    """

    decisions: tuple[Decision, ...]
    path: str | None
    is_written: bool
    problems: tuple[Problem, ...] = ()

    @property
    def given(self) -> tuple[Decision, ...]:
        """The awards in the batch file."""
        return tuple(one for one in self.decisions if one.is_given)

    @property
    def skipped(self) -> tuple[Decision, ...]:
        """The people who hold the badge and get no new award."""
        return tuple(one for one in self.decisions if one.action == "skip" and not one.problems)

    @property
    def faulty(self) -> tuple[Decision, ...]:
        """The awards that cannot be given."""
        return tuple(one for one in self.decisions if one.problems)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Everything that is in the way."""
        return (*self.problems, *(problem for one in self.faulty for problem in one.problems))


def give(
    root: Path,
    registry: Registry,
    shared: Shared,
    wanted: Sequence[Wanted],
    *,
    holders: Holders,
    as_of: datetime,
    problems: Sequence[Problem] = (),
    only_good: bool = False,
    dry_run: bool = False,
    people: PeopleFile | None = None,
) -> Outcome:
    """Write the awards into a new batch file, and new people into their file, if nothing is wrong.

    `problems` are what is wrong already with the whole.  With `only_good`, awards with a problem of their own are left
    out; with `dry_run`, nothing is written.
    """
    decisions = decide(registry, shared, wanted, holders=holders, as_of=as_of)
    while True:
        if not any(one.is_given for one in decisions):
            return Outcome(decisions=decisions, path=None, is_written=False, problems=tuple(problems))
        made = batch(shared, decisions)
        may_write = not dry_run and not problems and (only_good or not any(one.problems for one in decisions))
        found = _write(made, root, people, as_of) if may_write else problems_of(made.edit, root, as_of=as_of)
        pairs, left = by_award(made, found)
        faulty = {id(before): after for before, after in pairs}
        decisions = tuple(faulty.get(id(one), one) for one in decisions)
        if not (faulty and only_good and not left):
            return Outcome(
                decisions=decisions,
                path=made.path,
                is_written=may_write and not found,
                problems=(*problems, *left),
            )


def _write(made: NewBatch, root: Path, people: PeopleFile | None, as_of: datetime) -> Sequence[Problem]:
    """Write both files; the problems that keep both from being written."""
    new = {one.wanted.new.recipient: one.wanted.new for one in made.given if one.wanted.new}
    try:
        with people.adding(list(new.values())) if people else nullcontext():
            carry_out(made.edit, root, as_of=as_of)
    except RegistryProblems as error:
        return error.problems
    return ()


def refuse_names(
    shared: Shared, people: People | None, wanted: Iterable[Wanted], *, allowed: Iterable[str] = ()
) -> None:
    """Raise `RegistryError` if what all of a batch share names one of the people; `give` looks at nothing of it."""
    known = {person.name for person in people.persons} if people else set()
    names = Names({*known, *(one.name for one in wanted)} - {""}, allowed=allowed)
    more = [(f"--{key}", (shared.more[key],)) for key in ("role", "term") if key in shared.more]
    for option, texts in (("--name", (shared.name,)), ("--evidence", shared.evidence), *more):
        for text in texts:
            found = names.found(text)
            if found:
                raise RegistryError(
                    f'{option} holds the name "{found}"',
                    hint="Say it without naming anybody: file names and evidence are published.",
                )
