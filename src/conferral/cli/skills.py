"""`conferral skill`: the registry's skill frameworks, and the badges that show their skills."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from conferral.cli.options import json_option, root_option
from conferral.cli.printing import print_json
from conferral.errors import on_one_line
from conferral.plurals import counted

_ELSEWHERE: Mapping[str, str] = {"import": "skill_imports:import_"}
"""Subcommands that stand in modules of their own: name -> "module:attribute", imported when asked for."""


class _Commands(click.Group):
    """The subcommands of this module, and those of `_ELSEWHERE`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every subcommand."""
        return [*super().list_commands(ctx), *_ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name; None where there is none."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _ELSEWHERE[cmd_name].partition(":")
        command = getattr(import_module(f"conferral.cli.{module}"), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 -- ours
        return command


@click.group(cls=_Commands)
def skill() -> None:
    """Skills: the registry's frameworks, and the badges that show their skills."""


@skill.command("list")
@click.argument("framework", required=False)
@root_option
@click.option("--all", "every", is_flag=True, help="List the skills that no badge shows, too.")
@json_option
def skill_list(framework: str | None, root: Path, *, every: bool, as_json: bool) -> None:
    """List the skills that badges show, as trees, with the badges; of one FRAMEWORK or of all.

    \b
    conferral skill list
    conferral skill list esco --all
    conferral skill list --json

    A badge whose version is awarded keeps its words when the framework changes; where the two differ, it is said.
    """
    from conferral import skill_rows  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.skill_entries import framework_named  # noqa: PLC0415
    from conferral.cli.names import asked  # noqa: PLC0415

    registry, _ = readable(root)
    with asked():
        chosen = [framework_named(registry, framework)] if framework else list(registry.frameworks.values())
    listed = [
        {**skill_rows.framework_row(registry, one), "tree": skill_rows.skill_rows(registry, one, every=every)}
        for one in chosen
    ]
    if as_json:
        print_json({"frameworks": listed})
        return
    for number, one in enumerate(listed):
        if number:
            click.echo()
        click.echo(on_one_line(f"{one['framework']}: {_named(one)}"))
        for branch in skill_rows.tree(one["tree"]):
            click.echo(on_one_line(f"{'  ' * (branch.depth + 1)}{_line(branch.row)}{' (as above)' * branch.again}"))
        left = one["skills"] - len(one["tree"])
        if left:
            click.echo(f"  and {left} that no badge shows; --all lists them")
    click.echo(counted(len(listed), "framework"), err=True)


@skill.command("show")
@click.argument("name", metavar="SKILL")
@root_option
@json_option
def skill_show(name: str, root: Path, *, as_json: bool) -> None:
    """Show one skill in full: SKILL is <framework>/<id>, its code, or its address.

    \b
    conferral skill show esco/data-analysis
    conferral skill show http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.skill_entries import skill_named  # noqa: PLC0415
    from conferral.cli.names import asked  # noqa: PLC0415
    from conferral.skill_rows import framework_row, skill_row  # noqa: PLC0415

    registry, _ = readable(root)
    with asked():
        framework, found = skill_named(registry, name)
    row = skill_row(registry, framework, found)
    if as_json:
        print_json({"shown": row, "framework": framework_row(registry, framework)})
        return
    file = framework.file
    said = {
        "skill": row["skill"],
        "name": row["name"],
        "framework": ", ".join(filter(None, (file.name, file.edition, file.license))),
        "code": row["code"],
        "address": row["url"],
        "description": row["description"],
        "part of": ", ".join(row["broader"]),
        "parts": ", ".join(row["narrower"]),
        "levels": ", ".join(level.name for level in file.levels),
        "deprecated": (f"replaced by {row['replaced_by']}" if row["replaced_by"] else "yes")
        if row["deprecated"]
        else "",
        "badges": ", ".join(map(_shown_by, row["badges"])) or "none",
        "page": row["page"],
    }
    for key, value in said.items():
        if value:
            click.echo(on_one_line(f"{key:<13}{value}"))


@skill.command("fill")
@click.argument("badges", nargs=-1, metavar="[BADGE]...")
@root_option
def skill_fill(badges: tuple[str, ...], root: Path) -> None:
    """Write into the entries that name a skill what the framework says of it; of each BADGE, or of all.

    \b
    conferral skill fill data-analysis
    conferral skill fill

    In badge.yml an entry may say no more than

    \b
      alignments:
        - skill: esco/data-analysis
          level: Level 5

    and has name, address, framework, code, type and description afterwards: they are signed, and stay when the
    framework changes.  Entries that say something else than the framework are brought up to date.  Versions that are
    awarded are left as they are.
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import badge_named  # noqa: PLC0415
    from conferral.authoring.skill_entries import fill  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, write  # noqa: PLC0415

    registry, files = readable(root)
    chosen = [badge_named(registry, name) for name in badges] if badges else list(registry.badges.values())
    edit, filled = fill(registry, files, chosen)
    if not filled:
        click.echo("nothing to fill in", err=True)
        return
    write(edit, root, f"filled in {counted(len(filled), 'entry', 'entries')}", [PULL_REQUEST])


def _named(framework: dict[str, Any]) -> str:
    numbers = [counted(framework["skills"], "skill"), f"{framework['shown']} shown by badges"]
    if framework["deprecated"]:
        numbers.append(f"{framework['deprecated']} deprecated")
    edition = f" {framework['edition']}" if framework["edition"] else ""
    return f"{framework['name']}{edition} ({', '.join(numbers)})"


def _line(row: dict[str, Any]) -> str:
    deprecated = f", use {row['replaced_by'].partition('/')[2]}" if row["replaced_by"] else ""
    parts = [
        row["skill"].partition("/")[2],
        f"({row['name']})",
        f"[deprecated{deprecated}]" if row["deprecated"] else "",
        f"- {', '.join(map(_shown_by, row['badges']))}" if row["badges"] else "",
    ]
    return " ".join(filter(None, parts))


def _shown_by(entry: dict[str, Any]) -> str:
    level = f" at {entry['level']}" if entry["level"] else ""
    differs = f" (another {' and '.join(entry['differs'])} than the framework)" if entry["differs"] else ""
    differs = differs if entry["filled"] else " (to be filled in)"
    return f"{entry['badge']}{level}{differs}"
