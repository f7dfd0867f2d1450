"""`conferral skill import`: skill frameworks that others publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.options import json_option, root_option
from conferral.cli.printing import print_json
from conferral.errors import on_one_line
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.authoring.frameworks.importing import Form, Imported

_MOST_LISTED = 20
_MOST_PLACES = 3


class _FileInLanguage(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A language and the file that is in it, such as de=skills_de.csv."""

    name = "language=file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The language's code, and the name of the file."""
        if isinstance(value, tuple):
            return value
        code, _, file = value.partition("=")
        if not code.isascii() or not code.isalpha() or not file:
            self.fail(f'"{value}" is no language and its file; write it as in de=labels.csv', param, ctx)
        return code.lower(), Path(file).name


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every form of export."""
    for option in reversed(
        (
            root_option,
            click.option("--as", "slug", required=True, metavar="FRAMEWORK", help="The framework's short name here."),
            click.option(
                "--only",
                multiple=True,
                metavar="FILE|CODES",
                help="Only these skills, by code, address or label, with commas between or one a line in a file; "
                "may be repeated. What they are part of comes along.",
            ),
            click.option(
                "--under", multiple=True, metavar="CODE", help="Only this group and all below it; may be repeated."
            ),
            click.option("--known", is_flag=True, help="Only renew the skills that the file has already."),
            click.option("--all", "take_all", is_flag=True, help="Take more than 2,000 skills, too."),
            click.option("--name", metavar="TEXT", help="The framework's name, as badges sign it."),
            click.option("--edition", metavar="TEXT", help="Which edition this is, where the files do not say it."),
            click.option("--license", metavar="TEXT", help="Under which licence it may be shown."),
            click.option("--dry-run", is_flag=True, help="Say what would come of it, and write nothing."),
            json_option,
        )
    ):
        command = option(command)
    return command


_files = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE..."
)


@click.group("import")
def import_() -> None:
    """Import a skill framework from the files that its publisher offers.

    Imported again from a new edition, skills keep their ids, translations that were added stay, and what the framework
    has no longer is kept and marked deprecated.  Nothing is fetched.
    """


@import_.command("esco")
@_files
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=_FileInLanguage(),
    metavar="LANGUAGE=FILE",
    help="The language of a file whose name does not end in it, such as de=skills.csv; may be repeated.",
)
@_shared
def import_esco(languages: tuple[tuple[str, str], ...], **given: Any) -> None:
    """Import ESCO from its download in CSV.

    \b
    conferral skill import esco esco-1.2.0-en.zip --as esco --under S5
    conferral skill import esco skills_en.csv skills_de.csv skillGroups_en.csv skillGroups_de.csv \\
        broaderRelationsSkillPillar_en.csv --as esco --only codes.txt

    A FILE is a CSV, a folder or a ZIP archive of them; several languages become one framework.  skills and skillGroups
    have the texts, broaderRelationsSkillPillar the tree; a collection such as digCompSkillsCollection_en.csv does for
    all of them.  Occupations are a framework of their own.
    """
    _run("esco", languages={file: code for code, file in languages}, **given)


@import_.command("onet")
@_files
@_shared
def import_onet(**given: Any) -> None:
    """Import O*NET from its database in text.

    \b
    conferral skill import onet "Content Model Reference.txt" --as onet --under 2.A,2.B
    conferral skill import onet "Content Model Reference.txt" Skills.txt Knowledge.txt --as onet
    conferral skill import onet "Technology Skills.txt" --as onet-technology
    conferral skill import onet "Occupation Data.txt" --as onet-occupations --only 15-1252.00,15-2051.00

    A FILE is one of the database's tab-delimited files, a folder or a ZIP archive of them.  Files that rate
    occupations, such as Skills.txt, choose their elements from the reference.
    """
    _run("onet", **given)


@import_.command("case")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_shared
def import_case(file: Path, **given: Any) -> None:
    """Import a package of CASE 1.0 or 1.1, such as OpenSALT exports.

    \b
    conferral skill import case opensalt-framework.json --as science
    conferral skill import case CFPackage.json --as science --under SCI.6

    Rubrics are not carried.
    """
    _run("case", files=(file,), **given)


def _run(
    form: Form,
    *,
    files: tuple[Path, ...],
    root: Path,
    slug: str,
    only: tuple[str, ...],
    under: tuple[str, ...],
    known: bool,
    take_all: bool,
    dry_run: bool,
    as_json: bool,
    languages: Mapping[str, str] | None = None,
    **said: str | None,
) -> None:
    from conferral.authoring.edit import problems_of, readable  # noqa: PLC0415
    from conferral.authoring.frameworks.importing import Wanted, import_framework  # noqa: PLC0415
    from conferral.authoring.frameworks.selecting import Selection  # noqa: PLC0415
    from conferral.cli.editing import today  # noqa: PLC0415
    from conferral.cli.options import now  # noqa: PLC0415
    from conferral.errors import RegistryProblems  # noqa: PLC0415

    registry, registry_files = readable(root)
    wanted = Wanted(
        form=form,
        paths=files,
        slug=slug,
        today=today(registry),
        selection=Selection(only=only, under=under, known=known, all=take_all),
        languages=languages or {},
        **said,
    )
    imported = import_framework(registry, registry_files, wanted)
    if dry_run and imported.edit:
        problems = problems_of(imported.edit, root, as_of=now())
        if problems:
            raise RegistryProblems(problems, where="the registry as it would be")
    if not as_json:
        _say(imported)
    _write(imported, root, dry_run=dry_run, as_json=as_json)
    if as_json:
        print_json(_as_json(imported, is_written=imported.edit is not None and not dry_run))


def _say(imported: Imported) -> None:
    """What was not carried as it stood, once each, then what becomes of the skills."""
    places: dict[tuple[str, str], dict[str, None]] = {}
    for note in imported.notes.all:
        places.setdefault((note.kind, note.what), {})[str(note.origin)] = None
    order = ("note", "changed", "not carried")
    for (kind, what), found in sorted(places.items(), key=lambda item: order.index(item[0][0])):
        where = list(found)
        more = f" and {len(where) - _MOST_PLACES} more" if len(where) > _MOST_PLACES else ""
        click.echo(on_one_line(f"{kind}: {what} ({', '.join(where[:_MOST_PLACES])}{more})"), err=True)
    merged, names = imported.merged, imported.merged.names
    listed = {
        "changed": {name: f": {', '.join(keys)}" for name, keys in merged.changed.items()},
        "deprecated": dict.fromkeys(merged.deprecated, ""),
        "no longer in the framework, now deprecated": dict.fromkeys(merged.gone, ""),
        **({} if imported.is_new else {"new": dict.fromkeys(merged.new, "")}),
    }
    for heading, skills in listed.items():
        for name, keys in list(skills.items())[:_MOST_LISTED]:
            click.echo(on_one_line(f"{heading}: {name} ({names[name]}){keys}"), err=True)
        if len(skills) > _MOST_LISTED:
            click.echo(f"{heading}: {len(skills) - _MOST_LISTED} more", err=True)


def _sums(imported: Imported) -> str:
    merged = imported.merged
    parts = [
        (len(merged.new), "new"),
        (len(merged.changed), "changed"),
        (len(merged.deprecated) + len(merged.gone), "deprecated"),
        (merged.kept, "as before"),
    ]
    said = ", ".join(f"{number} {word}" for number, word in parts if number)
    return f"{counted(len(merged.data['skills']), 'skill')}: {said}"


def _write(imported: Imported, root: Path, *, dry_run: bool, as_json: bool) -> None:
    from conferral.cli.editing import PULL_REQUEST, write  # noqa: PLC0415

    sums = _sums(imported)
    if imported.edit is None:
        click.echo(f"{sums}; nothing to write", err=True)
    elif dry_run:
        click.echo(f"{imported.path} (not written)", err=as_json)
        click.echo(f"dry run, nothing was written: {sums}", err=True)
    else:
        steps = [f"look through {imported.path}", "name its skills in badges: `skill: <framework>/<id>`", PULL_REQUEST]
        write(imported.edit, root, sums, steps, to_stdout=not as_json)


def _as_json(imported: Imported, *, is_written: bool) -> dict[str, Any]:
    merged = imported.merged
    return {
        "written": is_written,
        "file": imported.path,
        "skills": len(merged.data["skills"]),
        "new": list(merged.new),
        "changed": {name: list(keys) for name, keys in merged.changed.items()},
        "deprecated": list(merged.deprecated),
        "gone": list(merged.gone),
        "kept": merged.kept,
        "notes": [note.as_json() for note in imported.notes.all],
    }
