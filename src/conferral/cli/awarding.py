"""`conferral award`: awards to people named one by one, or listed in a spreadsheet."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.awarded import finish, outcome_as_json, print_outcome
from conferral.cli.options import DAY, json_option, now, people_option, root_option, secret_file_option
from conferral.cli.printing import print_json
from conferral.cli.reading import called, first_bytes

if TYPE_CHECKING:
    from conferral.authoring.awarding import Holders
    from conferral.authoring.dates import Order
    from conferral.authoring.identifying import Identifying
    from conferral.authoring.wanted import Wanted
    from conferral.model import Pathway, Registry
    from conferral.people import People

_LONGEST_NAME = 60
_YEAR = timedelta(days=366)


@click.command()
@click.argument("badge", required=False)
@click.argument("recipients", nargs=-1, metavar="[RECIPIENT]...")
@root_option
@click.option(
    "--csv",
    "csv_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Award whom a spreadsheet lists, saved as CSV.",
)
@click.option(
    "--from-pathway",
    metavar="PATHWAY",
    help="Award what a pathway earns to everybody who has completed it by the day of the award.",
)
@click.option("--again", is_flag=True, help="With --from-pathway: also those whose award of the badge was revoked.")
@people_option
@secret_file_option
@click.option("--awarded", type=DAY, metavar="DAY", help="The day it was awarded.  [default: today]")
@click.option("--valid-until", type=DAY, metavar="DAY", help="Last valid day, if not by the badge's validity.")
@click.option("--evidence", multiple=True, metavar="URL", help="Evidence that all share; may be given several times.")
@click.option("--started", type=DAY, metavar="DAY", help="The first day of what it is for, of all of them.")
@click.option("--ended", type=DAY, metavar="DAY", help="The last day of what it is for, of all of them.")
@click.option("--role", metavar="TEXT", help="The part that all of them had, such as Team member.")
@click.option("--term", metavar="TEXT", help='The academic term of all of them, such as "Spring 2026".')
@click.option("--name", metavar="NAME", help="What the batch is called in its file name, such as spring-cohort.")
@click.option(
    "--holders",
    type=click.Choice(("error", "skip", "renew")),
    default="error",
    show_default=True,
    help="What to do about people who hold the badge.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="KEY=COLUMN",
    help="Which column holds what, by heading, letter or number; KEY= for none.",
)
@click.option("--dates", type=click.Choice(("dmy", "mdy")), help="Whether 03/04/2026 is in April or in March.")
@click.option("--result", metavar="ID", help="Which of the badge's results the values are.")
@click.option(
    "--not-before", type=DAY, metavar="DAY", help="Earlier days in the spreadsheet are slips.  [default: a year ago]"
)
@click.option("--not-after", type=DAY, metavar="DAY", help="Later days in the spreadsheet are slips.  [default: today]")
@click.option(
    "--allow-word",
    "allowed_words",
    multiple=True,
    metavar="WORD",
    help="A word that texts may hold although somebody has it as a name, such as art.",
)
@click.option("--only-good-rows", is_flag=True, help="Leave out rows with problems and award the others.")
@click.option("--dry-run", is_flag=True, help="Show row by row what would happen, and write nothing.")
@json_option
def award(
    badge: str | None,
    recipients: tuple[str, ...],
    root: Path,
    csv_path: Path | None,
    from_pathway: str | None,
    people_path: Path | None,
    secret_file: Path | None,
    awarded: date | None,
    valid_until: date | None,
    evidence: tuple[str, ...],
    started: date | None,
    ended: date | None,
    role: str | None,
    term: str | None,
    name: str | None,
    holders: Holders,
    columns: tuple[str, ...],
    dates: Order | None,
    result: str | None,
    not_before: date | None,
    not_after: date | None,
    allowed_words: tuple[str, ...],
    *,
    again: bool,
    only_good_rows: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Award BADGE to people, in a new batch file.

    A RECIPIENT is an id; with --people also an e-mail address or a name.  With --csv, everybody in a spreadsheet:

    \b
    conferral award data-analysis r-7pb02gtds4a7fsm9t821vxn9rg5 --awarded 2026-06-30
    conferral award data-analysis --csv spring.csv --people ~/people.csv --dry-run
    conferral award data-analysis --csv spring.csv --people ~/people.csv --name spring-cohort
    conferral award data-analysis --csv spring.csv --column recipient=ID --column result.value=D
    conferral award --from-pathway data-professional --dry-run

    Columns are known by usual headings in several languages: recipient, email, name, awarded, valid until, result,
    status, level reached, evidence, narrative, and some more.  Every problem is reported with its line and column, and
    then nothing is written, unless --only-good-rows is given.  Somebody whose address the people file does not know
    gets an id and a line in it.

    With --from-pathway the badge is the one that the pathway earns, and the evidence is the page of the pathway; for
    those whose portfolio shows them together, also the credentials that stand for what it asked.  Nobody is awarded
    twice, however often it is run.
    """
    from conferral.authoring.awarding import Shared, awardable  # noqa: PLC0415
    from conferral.authoring.cohort import Rules, read_cohort, usual_day  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.giving import give, refuse_names  # noqa: PLC0415
    from conferral.authoring.identifying import Identifying  # noqa: PLC0415
    from conferral.people_file import people_file  # noqa: PLC0415
    from conferral.recipient_secret import secret_of  # noqa: PLC0415
    from conferral.spreadsheet import MAX_BYTES  # noqa: PLC0415
    from conferral.states import day_of  # noqa: PLC0415
    from conferral.timezones import zone  # noqa: PLC0415

    _check_options(
        badge,
        recipients,
        csv_path,
        from_pathway,
        {
            "--column": columns,
            "--dates": dates,
            "--result": result,
            "--not-before": not_before,
            "--not-after": not_after,
            "--only-good-rows": only_good_rows,
        },
        again=again,
    )
    _check_name(name)
    _check_evidence(evidence)
    registry, _ = readable(root)
    pathway = _pathway(registry, from_pathway)
    given = awardable(registry, pathway.file.earns if pathway else badge or "")
    badge = given.slug
    _check_result(result, [one.id for one in given.current.results])
    at = now()
    today = day_of(at, registry.file.timezone)
    issuer = registry.issuers[given.current.issuer]
    secret = (
        secret_of(issuer, environ=os.environ, file=secret_file)
        if _needs_secret(issuer.current.recipient_ids, recipients, secret_file, csv=csv_path is not None)
        else None
    )
    with ExitStack() as stack:
        people = stack.enter_context(people_file(people_path, environ=os.environ)) if people_path else None
        identifying = Identifying(people.people if people else None, secret)
        notes: list[str] = [*people.notes] if people else []
        notes += _cautions(csv_path, awarded, today)
        problems: tuple[Any, ...] = ()
        if csv_path:
            rules = Rules(
                badge=badge,
                version=given.current,
                today=today,
                zone=zone(registry.file.timezone),
                awarded=awarded,
                not_before=not_before or today - _YEAR,
                not_after=not_after or today,
                dates=dates,
                result=result,
                columns=_mapping(columns),
                allowed_words=allowed_words,
            )
            content = first_bytes(csv_path, MAX_BYTES + 1)
            cohort = read_cohort(content, called(csv_path), rules, identifying)
            wanted, problems = cohort.rows, cohort.problems
            notes += cohort.notes
        elif pathway:
            wanted = _from_pathway(registry, pathway, awarded or today, identifying.people, notes, again=again)
        else:
            wanted = tuple(_from_arguments(recipients, identifying, awarded or today))
        shared = Shared(
            badge=badge,
            name=name or _usual_name(pathway, csv_path),
            awarded=awarded or usual_day(wanted) or today,
            valid_until=valid_until,
            evidence=evidence,
            more=_more(started, ended, role, term),
        )
        refuse_names(shared, people.people if people else None, wanted, allowed=allowed_words)
        outcome = give(
            root,
            registry,
            shared,
            wanted,
            holders=holders,
            as_of=at,
            problems=problems,
            only_good=only_good_rows,
            dry_run=dry_run,
            people=people,
        )
    if as_json:
        print_json(outcome_as_json(outcome, notes))
    else:
        print_outcome(outcome, notes, dry_run=dry_run, derived=secret is not None)
    shared_map = ""
    if people and people.keys and any(one.wanted.new for one in outcome.given):
        shared_map = str(people_path)
    finish(
        outcome, called(csv_path) if csv_path else "", shared_map=shared_map, dry_run=dry_run, only_good=only_good_rows
    )


def _check_options(
    badge: str | None,
    recipients: Sequence[str],
    csv_path: Path | None,
    from_pathway: str | None,
    of_rows: Mapping[str, object],
    *,
    again: bool,
) -> None:
    if from_pathway:
        if badge or csv_path:
            raise click.UsageError("--from-pathway says the badge and the people: name neither, and no spreadsheet")
    elif badge is None:
        raise click.UsageError("name a badge, or a pathway with --from-pathway")
    elif again:
        raise click.UsageError("--again is about those who have completed a pathway: it needs --from-pathway")
    elif bool(recipients) == bool(csv_path):
        raise click.UsageError("name recipients, or a spreadsheet with --csv")
    for option, given in of_rows.items():
        if given and csv_path is None:
            raise click.UsageError(f"{option} is about the rows of a spreadsheet: it needs --csv")


def _cautions(csv_path: Path | None, awarded: date | None, today: date) -> Iterator[str]:
    """What is no fault, and seldom meant."""
    from conferral.people_file import exposed_to_git  # noqa: PLC0415

    exposed = exposed_to_git(csv_path) if csv_path and str(csv_path) != "-" else None
    if exposed:
        yield f"{exposed}: move it out before you commit, or name it in .gitignore"
    if awarded and awarded > today:
        yield f"{awarded}, the day of --awarded, has not come yet"


def _more(started: date | None, ended: date | None, role: str | None, term: str | None) -> dict[str, Any]:
    """What all of them have in common besides, as plain data."""
    activity = {key: day for key, day in (("start", started), ("end", ended)) if day}
    if started and ended and ended < started:
        raise click.UsageError(f"--ended {ended} is before --started {started}")
    values = {"activity": activity, "role": role, "term": term}
    return {key: value for key, value in values.items() if value}


def _check_name(name: str | None) -> None:
    from conferral.fields import is_short_name  # noqa: PLC0415

    if name is not None and (not is_short_name(name) or len(name) > _LONGEST_NAME):
        plain = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:_LONGEST_NAME].rstrip("-")
        meant = f", such as {plain}" if plain else ""
        raise click.UsageError(f"--name takes lower-case letters, digits and single hyphens{meant}")


def _check_evidence(evidence: Sequence[str]) -> None:
    from pydantic import TypeAdapter  # noqa: PLC0415

    from conferral.fields import HttpsUrl, refusal  # noqa: PLC0415

    for url in evidence:
        refused = refusal(TypeAdapter(HttpsUrl), url)
        if refused:
            raise click.UsageError(f"--evidence: {refused.what}, expected {refused.expected}")


def _check_result(result: str | None, known: Sequence[str]) -> None:
    if result is not None and result not in known:
        raise click.UsageError(f'the badge has no result "{result}"; it has {", ".join(known) or "none"}')


def _mapping(columns: Sequence[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for column in columns:
        key, equals, value = column.partition("=")
        if not equals:
            raise click.UsageError(f'--column takes KEY=COLUMN, such as email=C, not "{column}"')
        said[key.strip()] = value.strip()
    return said


def _needs_secret(declared: object, recipients: Sequence[str], secret_file: Path | None, *, csv: bool) -> bool:
    """Whether ids may have to be derived: not if everybody is named by an id."""
    if secret_file is not None:
        return True
    return declared is not None and (csv or any(not one.startswith("r-") for one in recipients))


def _from_arguments(recipients: Sequence[str], identifying: Identifying, awarded: date) -> Iterator[Wanted]:
    from conferral.authoring.identifying import said  # noqa: PLC0415
    from conferral.authoring.wanted import Source, Wanted  # noqa: PLC0415

    seen: set[str] = set()
    for argument in recipients:
        source = Source(argument)
        who = identifying.who(said(argument))
        problems = [source.problem_of(fault) for fault in who.faults]
        if who.recipient in seen:
            problems.append(source.problem("", "the same person is named twice", "each person once"))
        seen |= {who.recipient} - {""}
        yield Wanted(
            source=source,
            recipient=who.recipient,
            name=who.name,
            email=who.email,
            new=who.new,
            awarded=awarded,
            problems=tuple(problems),
            warnings=who.warnings,
        )


def _pathway(registry: Registry, name: str | None) -> Pathway | None:
    from conferral.authoring.naming import pathway_named  # noqa: PLC0415

    return pathway_named(registry, name) if name else None


def _from_pathway(
    registry: Registry, pathway: Pathway, awarded: date, people: People | None, notes: list[str], *, again: bool
) -> tuple[Wanted, ...]:
    """An award to everybody who is due on that day; `notes` are added of those who are left out."""
    from conferral.authoring.from_pathways import due_for, left_out, wanted_of  # noqa: PLC0415

    found = due_for(registry, pathway, awarded, again=again)
    notes += left_out(found)
    return tuple(wanted_of(registry, found, awarded, people))


def _usual_name(pathway: Pathway | None, csv_path: Path | None) -> str:
    if pathway:
        return pathway.slug if len(pathway.slug) <= _LONGEST_NAME else "pathway"
    return "cohort" if csv_path else "award"
