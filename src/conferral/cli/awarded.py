"""What `conferral award` says of what became of the awards: a table or a list of files, JSON, and what is next."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.exits import FAILED
from conferral.cli.printing import print_table
from conferral.errors import ASKED, RegistryProblems, on_one_line
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.authoring.awarding import Decision
    from conferral.authoring.giving import Outcome

_MOST_LINES = 20


def _who(decision: Decision) -> str:
    return decision.wanted.name or decision.wanted.email or decision.wanted.recipient or "?"


def _what(decision: Decision) -> str:
    if decision.problems:
        return counted(len(decision.problems), "problem")
    if decision.action == "skip" and decision.holds:
        return f"skipped: holds it, awarded {decision.holds.awarded}"
    if decision.action == "renew" and decision.holds:
        return f"renews {decision.holds.id} of {decision.holds.awarded}"
    return "award, first of this person" if decision.is_new_here else "award"


def print_outcome(outcome: Outcome, notes: Sequence[str], *, dry_run: bool, derived: bool) -> None:
    """The batch file on standard output, or in a dry run a table of all awards; notes and warnings beside it.

    `derived` says that the ids of new people follow from their addresses, so that they are known before they are kept.
    """
    for note in notes:
        click.echo(f"note: {on_one_line(note)}", err=True)
    for decision in outcome.decisions:
        source = decision.wanted.source
        for warning in decision.wanted.warnings:
            place = f"{source.file}:{source.line}" if source.line else source.file
            click.echo(f"warning: {on_one_line(f'{place}: {warning}')}", err=True)
    if dry_run and outcome.decisions:
        print_table(
            ("line", "who", "recipient", "what", "awarded", "valid until", "result"),
            [
                (
                    one.wanted.source.line or "-",
                    _who(one),
                    "new" if one.wanted.new and not derived else one.wanted.recipient or "?",
                    _what(one),
                    one.wanted.awarded or "?",
                    one.wanted.valid_until or "",
                    " ".join((one.wanted.result or {}).get(key, "") for key in ("status", "value")).strip(),
                )
                for one in outcome.decisions
            ],
        )
    if dry_run:
        return
    for decision in outcome.skipped:
        place = f"line {decision.wanted.source.line}: " if decision.wanted.source.line else ""
        click.echo(on_one_line(f"{place}{_who(decision)} {_what(decision)}"), err=True)
    if outcome.is_written:
        click.echo(outcome.path)


def outcome_as_json(outcome: Outcome, notes: Sequence[str]) -> dict[str, Any]:
    """What became of all awards as plain data."""
    return {
        "file": outcome.path,
        "written": outcome.is_written,
        "awards": [
            {
                "line": one.wanted.source.line or None,
                "recipient": one.wanted.recipient or None,
                "name": one.wanted.name or None,
                "email": one.wanted.email or None,
                "new": one.wanted.new is not None,
                "action": "none" if one.problems else one.action,
                "awarded": one.wanted.awarded.isoformat() if one.wanted.awarded else None,
                "valid_until": one.wanted.valid_until.isoformat() if one.wanted.valid_until else None,
                "result": dict(one.wanted.result) if one.wanted.result else None,
                "holds": one.holds.id if one.holds else None,
                "renews": one.renews,
                "warnings": list(one.wanted.warnings),
                "problems": [problem.as_json() for problem in one.problems],
            }
            for one in outcome.decisions
        ],
        "problems": [problem.as_json() for problem in outcome.problems],
        "notes": list(notes),
    }


def finish(outcome: Outcome, file: str, *, shared_map: str, dry_run: bool, only_good: bool) -> None:
    """Problems, what was done, and what to do next; exits with 1 if something was in the way."""

    problems = RegistryProblems(outcome.all_problems, where=file or ASKED)
    for problem in problems.problems:
        click.echo(str(problem), err=True)
    if dry_run:
        sums = _sums(outcome)
        click.echo(f"dry run, nothing was written: {sums}", err=True)
        if outcome.problems or (outcome.faulty and not (only_good and outcome.given)):
            click.echo(f"conferral: {problems.message}", err=True)
            sys.exit(FAILED)
        return
    if outcome.faulty and only_good and not outcome.problems:
        lines = [str(one.wanted.source.line) for one in outcome.faulty]
        more = f" and {len(lines) - _MOST_LINES} more" if len(lines) > _MOST_LINES else ""
        click.echo(f"left out {counted(len(lines), 'row')}: line {', '.join(lines[:_MOST_LINES])}{more}", err=True)
    if outcome.is_written:
        click.echo(_sums(outcome), err=True)
        files = f"the batch, the register and {shared_map}" if shared_map else "the batch and the register"
        click.echo(f"next: `conferral register`, then commit {files}, and open a pull request", err=True)
        return
    if outcome.all_problems:
        click.echo(f"conferral: {problems.message}; nothing was written", err=True)
        sys.exit(FAILED)
    who = "everybody holds the badge" if outcome.decisions else "nobody is due"
    click.echo(f"nothing to write: {who}", err=True)


def _sums(outcome: Outcome) -> str:
    renewals = sum(one.action == "renew" for one in outcome.given)
    people = sum(one.wanted.new is not None for one in outcome.given)
    parts = [counted(len(outcome.given), "award")]
    if renewals:
        parts.append(f"{renewals} of them {'a renewal' if renewals == 1 else 'renewals'}")
    if people:
        parts.append(f"{people} new in the people file")
    if outcome.skipped:
        parts.append(f"{len(outcome.skipped)} skipped")
    if outcome.faulty:
        parts.append(f"{len(outcome.faulty)} with problems")
    return ", ".join(parts)
