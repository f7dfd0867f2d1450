"""`conferral import`: badges and awards from elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.exits import FAILED
from conferral.cli.options import json_option, now, people_option, root_option, secret_file_option
from conferral.cli.printing import print_json
from conferral.errors import Problem, RegistryError, RegistryProblems, on_one_line
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.authoring.importing.carrying import Carried, Carrying
    from conferral.authoring.importing.found import Note
    from conferral.model import Registry
    from conferral.people_file import PeopleFile
    from conferral.recipient_secret import RecipientSecret

_MOST_PLACES = 3


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE...")
@root_option
@click.option("--issuer", metavar="ISSUER", help="Whose badges they become.  [default: the issuer of the same name]")
@click.option("--into", metavar="BADGE", help="The badge of this registry that all the awards are of.")
@people_option
@secret_file_option
@click.option("--dry-run", is_flag=True, help="Say what would be carried and what not, and write nothing.")
@json_option
def import_(
    files: tuple[Path, ...],
    root: Path,
    issuer: str | None,
    into: str | None,
    people_path: Path | None,
    secret_file: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import badges, issuers and awards of Open Badges 2.0 or 3.0.

    \b
    conferral import export.zip --people ~/people.csv --dry-run
    conferral import export.zip --people ~/people.csv
    conferral import badgeclass.json issuer.json
    conferral import badges/*.png --into sailing --people ~/people.csv

    A FILE is JSON, a baked PNG or SVG, a ZIP archive of these, or a folder: Assertions, BadgeClasses and Issuers of
    Open Badges 2.0, exports of Badgr and Canvas Credentials, credentials, Achievements and Profiles of Open Badges
    3.0.  Nothing is fetched, and no signature is verified.

    What was awarded elsewhere is issued anew by this registry, with the day it was awarded; the old copies stay as
    they are.  A badge or issuer of the same name that the registry has is used as it is.  Recipients get ids; who is
    who goes into the file of --people alone, and hashed addresses are compared with those in it.  What cannot be
    carried is said, file by file.
    """
    from conferral.authoring import naming  # noqa: PLC0415
    from conferral.authoring.edit import problems_of, readable  # noqa: PLC0415
    from conferral.authoring.identifying import Identifying  # noqa: PLC0415
    from conferral.authoring.importing.carrying import Carrying  # noqa: PLC0415
    from conferral.authoring.importing.found import Notes  # noqa: PLC0415
    from conferral.authoring.importing.reading import read  # noqa: PLC0415
    from conferral.authoring.importing.recipients import Recipients, known_addresses, plain_addresses  # noqa: PLC0415
    from conferral.people import new_map, read_people  # noqa: PLC0415
    from conferral.people_file import people_file  # noqa: PLC0415
    from conferral.states import day_of  # noqa: PLC0415

    registry, _ = readable(root)
    at = now()
    notes = Notes()
    found, problems = read(files, notes)
    carrying = Carrying(
        registry=registry,
        found=found,
        notes=notes,
        today=day_of(at, registry.file.timezone),
        issuer=naming.issuer_named(registry, issuer).slug if issuer else None,
        into=naming.badge_named(registry, into).slug if into else None,
    )
    issuers = carrying.prepare()
    secret = _secret(registry, issuers, secret_file, carrying)
    if not dry_run and not people_path:
        _refuse_to_lose_people(carrying, secret)
    with ExitStack() as stack:
        people = stack.enter_context(people_file(people_path, environ=os.environ)) if people_path else None
        known = people.people if people else read_people(new_map(), "an empty map")
        addresses = known_addresses(known.by_email, plain_addresses(carrying.identities()))
        carried = carrying.carried(Recipients(Identifying(known, secret), addresses))
        every = [*problems, *carried.problems]
        if not every and carried.edit.files:
            every += problems_of(carried.edit, root, as_of=at)
        if not every and not dry_run:
            _write(carried, people, root)
    if as_json:
        print_json(_as_json(carried, notes.all, every, is_written=not every and not dry_run))
    else:
        _print(carried, notes.all, dry_run=dry_run or bool(every))
    _finish(carried, every, dry_run=dry_run, has_map=people_path is not None)


def _refuse_to_lose_people(carrying: Carrying, secret: RecipientSecret | None) -> None:
    """Ids that are derived from addresses can be derived again; every other has to be written down."""
    lost = {one.value for one in carrying.identities() if secret is None or one.hashed or one.type != "email"}
    if lost:
        raise RegistryError(
            f"{counted(len(lost), 'recipient')} would get an id, and who is who would be lost",
            hint="Say where it is kept with --people FILE; `conferral people new FILE` makes an empty one.",
        )


def _secret(
    registry: Registry, issuers: Sequence[str], file: Path | None, carrying: Carrying
) -> RecipientSecret | None:
    """The secret of the issuers concerned; awards of issuers with different ways to make ids are not mixed."""
    from conferral.recipient_secret import secret_of  # noqa: PLC0415

    known = [registry.issuers[slug] for slug in issuers if slug in registry.issuers]
    ways = {one.current.recipient_ids.check if one.current.recipient_ids else "" for one in known}
    if len(known) < len(issuers):
        ways.add("")
    if len(ways) > 1:
        raise RegistryError(
            f"the issuers {', '.join(issuers)} make the ids of people in different ways",
            hint="Import the files of one issuer at a time.",
        )
    if ways in (set(), {""}) or not any(True for _ in carrying.identities()):
        return None
    return secret_of(known[0], environ=os.environ, file=file)


def _write(carried: Carried, people: PeopleFile | None, root: Path) -> None:
    from conferral.authoring.edit import carry_out  # noqa: PLC0415

    with people.adding(carried.people) if people else nullcontext():
        carry_out(carried.edit, root, as_of=now())


def _print(carried: Carried, notes: Sequence[Note], *, dry_run: bool) -> None:
    """The files on standard output, and on standard error everything that was not carried as it stood, once each."""
    places: dict[tuple[str, str], list[str]] = {}
    for note in notes:
        places.setdefault((note.kind, note.what), []).append(str(note.origin))
    for (kind, what), where in sorted(
        places.items(), key=lambda item: ("note", "changed", "not carried").index(item[0][0])
    ):
        more = f" and {len(where) - _MOST_PLACES} more" if len(where) > _MOST_PLACES else ""
        click.echo(on_one_line(f"{kind}: {what} ({', '.join(where[:_MOST_PLACES])}{more})"), err=True)
    for path, _ in carried.edit.files:
        click.echo(f"{path} (not written)" if dry_run else path)


def _as_json(
    carried: Carried, notes: Sequence[Note], problems: Sequence[Problem], *, is_written: bool
) -> dict[str, Any]:
    return {
        "written": is_written,
        "files": [path for path, _ in carried.edit.files],
        "issuers": [{"issuer": slug, "new": new} for slug, new in carried.issuers],
        "badges": [{"badge": slug, "new": new} for slug, new in carried.badges],
        "awards": [award.as_json() for award in carried.awards],
        "left_out": carried.left_out,
        "notes": [note.as_json() for note in notes],
        "problems": [problem.as_json() for problem in problems],
    }


def _finish(carried: Carried, problems: Sequence[Problem], *, dry_run: bool, has_map: bool) -> None:
    """What it comes to, and what to do next; exits with 1 if something was in the way."""
    from conferral.cli.editing import say_next  # noqa: PLC0415

    if problems:
        found = RegistryProblems(problems, where="what was handed in")
        for problem in found.problems:
            click.echo(str(problem), err=True)
        click.echo(f"conferral: {found.message}; nothing was written", err=True)
        sys.exit(FAILED)
    new = [sum(is_new for _, is_new in owners) for owners in (carried.issuers, carried.badges)]
    unknown = sum(not award.granted.who.is_known for award in carried.awards)
    sums = [counted(number, noun) for number, noun in zip(new, ("new issuer", "new badge"), strict=True) if number]
    sums.append(counted(len(carried.awards), "award"))
    if carried.left_out:
        sums.append(f"{counted(carried.left_out, 'award')} left out")
    if unknown:
        sums.append(f"{counted(unknown, 'award')} to people of whom only a hash or an id is known")
    if carried.people and (has_map or dry_run):
        sums.append(f"{len(carried.people)} new in the people file")
    click.echo(f"{'dry run, nothing was written: ' if dry_run else ''}{', '.join(sums)}", err=True)
    if dry_run:
        return
    if not carried.edit.files:
        click.echo("nothing to write", err=True)
        return
    steps = ["look through the new files"]
    steps += [f"`conferral key new {slug}`: a new issuer has no key" for slug, is_new in carried.issuers if is_new]
    if carried.awards:
        steps.append("`conferral register`; then commit the files and the register, and open a pull request")
        steps.append("tell the holders: these are new credentials, and the old copies stay as they are")
    else:
        steps.append("commit these files on a branch of their own and open a pull request")
    say_next(steps)
