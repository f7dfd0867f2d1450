"""A small registry and a map of people, and cohorts read and awarded in this process."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conferral.authoring.awarding import Holders, Shared, awardable
from conferral.authoring.cohort import Cohort, Rules, read_cohort, usual_day
from conferral.authoring.edit import readable
from conferral.authoring.giving import Outcome, give
from conferral.authoring.identifying import Identifying
from conferral.errors import Problem
from conferral.people import People, read_people
from conferral.people_file import PeopleFile
from tests.registry_builder import NOW, recipient

TODAY = date(2026, 7, 1)
ADA, GRACE, MARY = (recipient(number) for number in (11, 12, 13))
PEOPLE = (
    "recipient,name,email\n"
    f"{ADA},Ada Lovelace,ada@example.org\n"
    f"{GRACE},Grace Hopper,grace@example.org\n"
    f"{MARY},Mary Somerville,mary@example.org\n"
    f"{recipient(14)},Mary Somerville,mary2@example.org\n"
    f"{recipient(1)},Emmy Noether,emmy@example.org\n"
)


def people(text: str = PEOPLE) -> People:
    """The map of people."""
    return read_people(text.encode(), "people.csv")


def rules(root: Path, badge: str = "data-analysis", **changes: Any) -> Rules:
    """What rows are read by, on the first of July."""
    registry, _ = readable(root)
    made = Rules(
        badge=badge,
        version=awardable(registry, badge).current,
        today=TODAY,
        zone=ZoneInfo("Europe/Berlin"),
        awarded=None,
        not_before=date(2026, 4, 1),
        not_after=TODAY,
    )
    return replace(made, **changes)


def read(root: Path, text: str, known: People | None = None, **changes: Any) -> Cohort:
    """The cohort in a CSV, by the map of people unless another one is given."""
    return read_cohort(text.encode(), "cohort.csv", rules(root, **changes), Identifying(known or people()))


def award(
    root: Path,
    cohort: Cohort,
    *,
    badge: str = "data-analysis",
    holders: Holders = "error",
    people_file: PeopleFile | None = None,
    only_good: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Award a cohort."""
    registry, _ = readable(root)
    shared = Shared(badge=badge, name="cohort", awarded=usual_day(cohort.rows) or TODAY)
    return give(
        root,
        registry,
        shared,
        cohort.rows,
        holders=holders,
        as_of=NOW,
        problems=cohort.problems,
        only_good=only_good,
        dry_run=dry_run,
        people=people_file,
    )


def told(problems: tuple[Problem, ...]) -> list[str]:
    """Problems as lines of a terminal would begin: line:column: what is wrong."""
    return [f"{problem.line}:{problem.column}: {problem.what}" for problem in sorted(problems)]


def problems_of(cohort: Cohort) -> list[str]:
    """All problems of a cohort."""
    return told((*cohort.problems, *(problem for row in cohort.rows for problem in row.problems)))
