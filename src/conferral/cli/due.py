"""`conferral due`: what ends soon, and what could be renewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conferral.cli.editing import say_next
from conferral.cli.names import people_in, with_name
from conferral.cli.options import PERIOD, at_option, json_option, now, people_option, root_option
from conferral.cli.printing import print_json, table
from conferral.errors import on_one_line
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.due import Due, DueAward, DueBadge
    from conferral.fields import Period
    from conferral.model import Registry
    from conferral.people import People

_MOST_IN_A_SUMMARY = 50
"""Awards of a badge that a workflow's summary shows, which may hold a megabyte in all."""


@click.command()
@root_option
@click.option(
    "--within",
    type=PERIOD,
    default="30 days",
    show_default=True,
    help='How far to look ahead: "30 days", "6 weeks", "3 months", or P30D.',
)
@at_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="markdown is for the summary of a workflow.  [default: text]",
)
@click.option(
    "--ics",
    "calendar",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what ends into this iCalendar file, with a reminder two weeks ahead; it names no people.",
)
@people_option
@json_option
def due(
    root: Path,
    within: Period,
    as_of: datetime | None,
    form: str,
    people_path: Path | None,
    calendar: Path | None,
    *,
    as_json: bool,
) -> None:
    """List what ends soon, what could be renewed, and which keys retire.

    \b
    conferral due
    conferral due --within "3 months" --json
    conferral due --format markdown >> "$GITHUB_STEP_SUMMARY"
    conferral due --within "1 year" --ics ending.ics

    For each badge: awards whose last valid day is near, and those that ended in the last year; not those whose holder
    has a longer award of the same badge already.  A retired badge or a suspended award cannot be renewed.  Where a
    badge asks for further learning, it is said how many hours of it count.
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.due import due as what_is_due  # noqa: PLC0415
    from conferral.due import due_as_rows  # noqa: PLC0415

    if people_path and form == "markdown":
        raise click.UsageError("--people is for your eyes, and the summary of a workflow is for everybody's")
    registry, _ = readable(root)
    people = people_in(people_path)
    found = what_is_due(registry, within=within, as_of=as_of or now())
    if calendar:
        _write_calendar(registry, found, calendar)
    if as_json or form == "json":
        rows = due_as_rows(registry, found)
        for badge in rows["badges"]:
            badge |= {key: [with_name(row, people) for row in badge[key]] for key in ("ending", "ended")}
        print_json(rows)
        return
    for line in _due_markdown(registry, found) if form == "markdown" else _due_text(found, people):
        click.echo(line if form == "markdown" else on_one_line(line))
    were = "was" if found.ended == 1 else "were"
    sums = (
        f"until {found.last}: {counted(found.ending, 'ending award')}, {counted(len(found.keys), 'retiring key')}",
        f"since {found.since}: {counted(found.ended, 'award')} that ended and {were} not renewed",
    )
    click.echo("; ".join(sums), err=True)
    if form == "text" and any(not one.hindrance for badge in found.badges for one in (*badge.ending, *badge.ended)):
        earned = sum(one.is_earned for badge in found.badges for one in (*badge.ending, *badge.ended))
        by_learning = f", `conferral renew --earned` for the {earned} by further learning" if earned else ""
        say_next((f"`conferral renew ID...` for those who have earned it again{by_learning}",))


def _write_calendar(registry: Registry, found: Due, path: Path) -> None:
    from conferral.atomic import replace_file  # noqa: PLC0415
    from conferral.errors import RegistryError  # noqa: PLC0415
    from conferral.reminders import reminders  # noqa: PLC0415

    try:
        replace_file(path, reminders(registry, found))
    except OSError as error:
        raise RegistryError(f"{path} cannot be written: {error.strerror or error}") from error


_HINDRANCES = {"": "", "retired": "the badge is retired", "suspended": "suspended"}


def _renewal(one: DueAward) -> str:
    """Whether an award can be renewed, and what counts toward it."""
    if one.hindrance or one.earned is None:
        return _HINDRANCES[one.hindrance] or "renewable"
    hours = f"{one.earned.hours:g} of {one.earned.needed:g} hours"
    return f"renewal earned: {hours}" if one.is_earned else f"renewable: {hours} so far"


def _due_text(found: Due, people: People | None) -> Iterator[str]:
    for each in found.badges:
        yield f"{each.badge.current.name} ({each.badge.slug})"
        for words, awards in _groups(found, each):
            yield f"  {words}:"
            headings = ("LAST DAY", "ID", "RECIPIENT", *["NAME"] * (people is not None), "")
            cells = (
                [
                    str(one.last_day),
                    one.award.id or "",
                    one.award.recipient,
                    *([people.name_of(one.award.recipient) or "-"] if people else []),
                    _renewal(one),
                ]
                for one in awards
            )
            yield from (f"    {line}" for line in table(headings, cells))
    for key in found.keys:
        yield f"{key.key.issuer}/{key.key.name} retires on {key.ends.isoformat()}"
        if not key.followed:
            yield "  no other key of this issuer signs from then on: make one with `conferral key rotate`"


def _groups(found: Due, each: DueBadge) -> Iterator[tuple[str, Sequence[DueAward]]]:
    if each.ending:
        yield f"ends until {found.last}", each.ending
    if each.ended:
        yield f"ended since {found.since}, not renewed", each.ended


def _due_markdown(registry: Registry, found: Due) -> Iterator[str]:
    from conferral.addresses import credential_page, url  # noqa: PLC0415
    from conferral.escaping import in_markdown  # noqa: PLC0415

    yield f"## Due until {found.last}"
    yield ""
    if not found.badges and not found.keys:
        yield f"Nothing ends until {found.last}, and nothing ended since {found.since} without being renewed."
    for each in found.badges:
        yield f"### {in_markdown(each.badge.current.name)}"
        yield ""
        for words, awards in _groups(found, each):
            yield f"{counted(len(awards), 'award')} {words}:"
            yield ""
            yield "| Last day | Award | Recipient | |"
            yield "|---|---|---|---|"
            for one in awards[:_MOST_IN_A_SUMMARY]:
                page = url(registry.base_of(one.award), credential_page(one.award.id or ""))
                note = _renewal(one)
                yield f"| {one.last_day} | [`{one.award.id}`]({page}) | `{one.award.recipient}` | {note} |"
            if len(awards) > _MOST_IN_A_SUMMARY:
                yield f"| | and {len(awards) - _MOST_IN_A_SUMMARY} more | | |"
            yield ""
    if found.keys:
        yield "### Keys"
        yield ""
    for key in found.keys:
        after = "" if key.followed else " **No other key of this issuer signs from then on.**"
        yield f"- `{key.key.issuer}/{key.key.name}` retires on {key.ends.date()}.{after}"
