"""`conferral pathways`: what they ask for, how far somebody has come, who is due, and whose award lost its ground."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conferral.cli.names import asked, named, people_in, with_name
from conferral.cli.options import DAY, json_option, people_option, root_option
from conferral.cli.printing import print_json, table
from conferral.errors import on_one_line
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.pathways.due import DuePathway, DuePerson
    from conferral.people import People

on_option = click.option("--on", type=DAY, metavar="DAY", help="Answer for this day.  [default: today]")


@click.group()
def pathways() -> None:
    """Pathways: stacks of badges that earn another one, and how far people have come."""


@pathways.command("list")
@root_option
@on_option
@json_option
def pathways_list(root: Path, on: date | None, *, as_json: bool) -> None:
    """List all pathways: what they earn, and how many have completed them and are due.

    \b
    conferral pathways list
    conferral pathways list --json
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.cli.editing import today  # noqa: PLC0415
    from conferral.pathways import completed  # noqa: PLC0415
    from conferral.pathways.due import due  # noqa: PLC0415

    registry, _ = readable(root)
    day = on or today(registry)
    done = dict.fromkeys(registry.pathways, 0)
    for completion in completed(registry, day):
        done[completion.pathway.slug] += 1
    waiting = {one.pathway.slug: len(one.people) for one in due(registry, day)}
    rows = [
        {
            "pathway": slug,
            "title": pathway.file.title,
            "earns": pathway.file.earns,
            "completed": done[slug],
            "due": waiting.get(slug, 0),
        }
        for slug, pathway in sorted(registry.pathways.items())
    ]
    if as_json:
        print_json({"on": day.isoformat(), "pathways": rows})
        return
    headings = ("PATHWAY", "TITLE", "EARNS", "COMPLETED", "DUE")
    for line in table(headings, [list(row.values()) for row in rows]):
        click.echo(line)
    click.echo(f"{counted(len(rows), 'pathway')} on {day}", err=True)


@pathways.command("show")
@click.argument("pathway")
@click.argument("recipient", required=False)
@root_option
@on_option
@people_option
@json_option
def pathways_show(
    pathway: str, recipient: str | None, root: Path, on: date | None, people_path: Path | None, *, as_json: bool
) -> None:
    """Show what a PATHWAY asks for; with a RECIPIENT, how far this person has come.

    \b
    conferral pathways show data-professional
    conferral pathways show data-professional r-7pb02gtds4a7fsm9t821vxn9rg5
    conferral pathways show data-professional robin@example.org --people ~/people.csv
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import pathway_named, recipient_named  # noqa: PLC0415
    from conferral.cli.editing import today  # noqa: PLC0415
    from conferral.cli.names import id_of  # noqa: PLC0415
    from conferral.pathways import progress  # noqa: PLC0415
    from conferral.pathways.rows import pathway_row, progress_row  # noqa: PLC0415
    from conferral.pathways.words import progress_lines, rule_lines  # noqa: PLC0415

    registry, _ = readable(root)
    people = people_in(people_path)
    with asked():
        found = pathway_named(registry, pathway)
        who = recipient_named(registry, id_of(recipient, people)) if recipient else None
    file = found.file
    period = f", within {file.within}" if file.within else ""
    if who is None:
        if as_json:
            print_json(pathway_row(found))
            return
        click.echo(on_one_line(f"{file.title} ({found.slug}) earns {file.earns}{period}; it needs all of:"))
        for line in rule_lines(registry, file.requires):
            click.echo(on_one_line(line))
        return
    day = on or today(registry)
    reached = progress(registry, found, registry.awards_by_recipient.get(who, ()), day)
    row = with_name({"recipient": who, **progress_row(reached)}, people)
    if as_json:
        print_json(row)
        return
    state = f"completed on {reached.completed_on}" if reached.completed_on else f"not complete on {day}"
    click.echo(on_one_line(f"{file.title} ({found.slug}){period}, {named(row)}: {state}"))
    for line in progress_lines(registry, reached.parts):
        click.echo(on_one_line(line))
    click.echo(f"{reached.reached} of {reached.needed} met", err=True)


@pathways.command("due")
@click.argument("pathway", required=False)
@root_option
@on_option
@click.option("--again", is_flag=True, help="Also those whose award of the badge was revoked.")
@people_option
@json_option
def pathways_due(
    pathway: str | None, root: Path, on: date | None, people_path: Path | None, *, again: bool, as_json: bool
) -> None:
    """List who has completed a PATHWAY, or any, and has not been awarded the badge that it earns.

    \b
    conferral pathways due
    conferral pathways due data-professional --people ~/people.csv
    conferral pathways due --json

    Nobody is awarded anything by this: `conferral award --from-pathway PATHWAY` writes the batch for a pull request.
    Somebody whose award of the badge was revoked is named and left out, as that was decided once; --again takes them
    in.
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import pathway_named  # noqa: PLC0415
    from conferral.cli.editing import say_next, today  # noqa: PLC0415
    from conferral.pathways.due import due, due_rows  # noqa: PLC0415

    registry, _ = readable(root)
    people = people_in(people_path)
    with asked():
        chosen = pathway_named(registry, pathway).slug if pathway else None
    day = on or today(registry)
    found = due(registry, day, chosen, again=again)
    if as_json:
        rows = due_rows(registry, found)
        for row in rows:
            row |= {key: [with_name(one, people) for one in row[key]] for key in ("due", "revoked")}
        print_json({"on": day.isoformat(), "pathways": rows})
        return
    for one in found:
        _show_due(one, people)
    number = sum(len(one.people) for one in found)
    click.echo(f"{number} due on {day}", err=True)
    say_next([f"`conferral award --from-pathway {one.pathway.slug}`" for one in found if one.people])


def _show_due(found: DuePathway, people: People | None) -> None:
    click.echo(on_one_line(f"{found.pathway.file.title} ({found.pathway.slug}), earns {found.badge.slug}"))
    headings = ("COMPLETED", "RECIPIENT", *["NAME"] * (people is not None), "BY")
    for line in table(headings, [_cells(one, people) for one in found.people]):
        click.echo(f"  {line}")
    for person in found.revoked:
        award = person.revoked.id if person.revoked else ""
        click.echo(f"  left out: {person.recipient}, whose award {award} was revoked; --again takes them in", err=True)


def _cells(person: DuePerson, people: People | None) -> list[str]:
    name = [people.name_of(person.recipient) or "-"] if people else []
    badges = ", ".join(dict.fromkeys(award.badge for award in person.completion.counted))
    again = f" (award {person.revoked.id} was revoked)" if person.revoked else ""
    return [str(person.completion.completed_on), person.recipient, *name, f"{badges}{again}"]


@pathways.command("lapsed")
@click.argument("pathway", required=False)
@root_option
@on_option
@people_option
@json_option
def pathways_lapsed(
    pathway: str | None, root: Path, on: date | None, people_path: Path | None, *, as_json: bool
) -> None:
    """List holders of what a PATHWAY earns, or any, who no longer have what it asks for.

    \b
    conferral pathways lapsed
    conferral pathways lapsed data-professional --json

    Of valid awards, those with the pathway or its credentials as evidence, which `award --from-pathway` writes.
    Nothing follows from it by itself: people decide, for example with `conferral suspend` or `conferral revoke`.
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import pathway_named  # noqa: PLC0415
    from conferral.cli.editing import today  # noqa: PLC0415
    from conferral.pathways.due import lapsed, lapsed_rows  # noqa: PLC0415

    registry, _ = readable(root)
    people = people_in(people_path)
    with asked():
        chosen = pathway_named(registry, pathway).slug if pathway else None
    day = on or today(registry)
    found = lapsed(registry, day, chosen)
    if as_json:
        rows = [with_name(row, people) for row in lapsed_rows(found)]
        print_json({"on": day.isoformat(), "lapsed": rows})
        return
    headings = ("PATHWAY", "AWARD", "RECIPIENT", *["NAME"] * (people is not None), "WHY")
    cells = [
        [
            one.pathway.slug,
            one.award.id or "",
            one.award.recipient,
            *([people.name_of(one.award.recipient) or "-"] if people else []),
            ", ".join(f"{award.badge} {why}" for award, why in one.gone) or "the pathway asks for more now",
        ]
        for one in found
    ]
    for line in table(headings, cells):
        click.echo(line)
    click.echo(f"{len(found)} lapsed on {day}", err=True)
