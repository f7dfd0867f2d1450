"""`conferral badge`: badge classes and their versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from conferral.cli.correcting import note_option, on_option, reason_option, set_option
from conferral.cli.options import root_option
from conferral.plurals import counted

LEVELS = ("foundation", "intermediate", "advanced", "expert")
PURPOSES = ("revocation", "suspension")

_picture = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def badge() -> None:
    """Badge classes: new ones, new versions of their texts, and corrections."""


@badge.command("new")
@click.argument("slug")
@root_option
@click.option("--issuer", help="Who awards it.  [default: the registry's one issuer]")
@click.option("--name", help="The badge's name.")
@click.option("--description", help="What whoever holds it can do, in one or two sentences.")
@click.option("--criteria", help="What has to be done to earn it, in Markdown.")
@click.option(
    "--criteria-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A text file with the criteria.",
)
@click.option("--field", help="Field of study.")
@click.option("--level", type=click.Choice(LEVELS), help="How demanding it is.")
@click.option("--hours", type=float, help="Hours of work it takes, all told.")
@click.option("--skill", "skills", multiple=True, help="What it shows, in a few words; may be repeated.")
@click.option(
    "--validity", metavar="PERIOD", help='How long an award is valid, such as "2 years".  [default: for ever]'
)
@click.option(
    "--status-purpose", type=click.Choice(PURPOSES), help="Whether awards can be suspended.  [default: revocation]"
)
@click.option("--image", type=_picture, help="Its picture, an SVG or PNG file.  [default: a picture to begin with]")
@click.option("--image-caption", help="What the picture shows, for those who cannot see it.")
def badge_new(
    slug: str,
    root: Path,
    issuer: str | None,
    criteria: str | None,
    criteria_file: Path | None,
    hours: float | None,
    skills: tuple[str, ...],
    image: Path | None,
    **said: str | None,
) -> None:
    """Describe a new badge, with the short name SLUG.

    SLUG is part of the badge's address and never changes once it is awarded.  What is missing is asked for.

    \b
    conferral badge new sailing
    conferral badge new sailing --issuer harbour --name Sailing --level foundation --hours 40 \\
        --description "Can sail a small boat alone." --criteria-file sailing.md \\
        --skill "Reading the wind" --validity "2 years" --image ~/sailing.svg

    Without --image the badge gets a picture to begin with and is a draft: it is not shown, and cannot be awarded yet.
    """
    from conferral.authoring import badges  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.cli.asking import ask_for_missing  # noqa: PLC0415
    from conferral.cli.editing import write  # noqa: PLC0415

    if criteria and criteria_file:
        raise click.UsageError("--criteria and --criteria-file say the same; give one of them")
    registry, _ = readable(root)
    if issuer is None and len(registry.issuers) == 1:
        issuer = next(iter(registry.issuers))
    text = _text_of(criteria_file) if criteria_file else criteria
    others: dict[str, Any] = {
        "field": said["field"],
        "level": said["level"],
        "hours": hours and (int(hours) if hours.is_integer() else hours),
        "skills": list(skills) or None,
        "validity": said["validity"],
        "status_purpose": said["status_purpose"],
        "image_caption": said["image_caption"],
    }
    others = {key: value for key, value in others.items() if value is not None}
    options = {key: f"--{key.replace('_', '-')}" for key in ("issuer", "name", "description", "criteria", *others)}
    options |= {"skills": "--skill"} | ({"criteria": str(criteria_file)} if criteria_file else {})
    answers = ask_for_missing(
        {
            "--issuer": issuer,
            "--name": said["name"],
            "--description": said["description"],
            options["criteria"]: text,
        },
        {
            "--issuer": f"Who awards it ({', '.join(registry.issuers)})",
            "--name": "Name of the badge",
            "--description": "What whoever holds it can do, in one or two sentences",
            options["criteria"]: "What has to be done to earn it",
        },
        lambda found: badges.faults(registry, slug, {**_by_key(found, options), **others}, options),
    )
    values = {**_by_key(answers, options), **others}
    edit = badges.new_badge(registry, slug, values, options=options, image=image)
    folder = f"credentials/badges/{slug}"
    steps = [f"read {folder}/badge.yml, and add what is missing: results, alignments, more criteria"]
    if image is None:
        steps += [
            f"put the badge's own picture in the place of {folder}/badge.svg, or keep it",
            'delete the line "state: draft" once it may be awarded',
        ]
    write(edit, root, f'described the badge "{slug}"', [*steps, "commit these files and open a pull request"])


@badge.command("new-version")
@click.argument("badge")
@root_option
@click.option(
    "--set", "changes", multiple=True, metavar="KEY=VALUE", help="What the new version says; may be repeated."
)
@click.option("--image", type=_picture, help="Its picture, if it is another one.")
def badge_new_version(badge: str, root: Path, changes: tuple[str, ...], image: Path | None) -> None:
    """Begin a new version of BADGE, for awards to come.

    The text and the picture so far are kept beside it for the awards given under them, which stay as they are.  Then
    badge.yml may say anything else.  If it was edited already, what was issued is taken from git.

    \b
    conferral badge new-version sailing
    conferral badge new-version sailing --set hours=48 --set "skills=Reading the wind; Knots" --image new.svg

    KEY= without a value takes the key away.  To mend a text that was issued already, see `conferral badge correct`.
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import badge_named  # noqa: PLC0415
    from conferral.authoring.settings import settings  # noqa: PLC0415
    from conferral.authoring.versions import files_of_badge, holders_of_version, new_badge_version  # noqa: PLC0415
    from conferral.cli.editing import write  # noqa: PLC0415
    from conferral.history import earlier_contents  # noqa: PLC0415

    registry, files = readable(root)
    named = badge_named(registry, badge)
    paths = files_of_badge(named)
    earlier = earlier_contents(root, paths)
    edit = new_badge_version(registry, files, named, settings(changes), image=image, earlier=earlier)
    number, held = named.current.version, holders_of_version(registry, named)
    done = f'version {number + 1} of "{named.slug}" begins; version {number} is kept for {counted(held, "award")}'
    edited = files.read(paths[0]) not in {content for _, content in edit.files[:-1]}
    steps = [] if changes or image or edited else [f"change the text in {paths[0]}"]
    if named.current.translations:
        steps.append(f"change its translations there too: {', '.join(named.current.translations)}")
    if not held:
        done += ", so its text could also have been changed where it stood"
    if edited:
        done += ", with the text that was issued, from git"
    write(edit, root, done, [*steps, "conferral check", "then commit these files and open a pull request"])


@badge.command("correct")
@click.argument("badge")
@root_option
@click.option("--version", type=click.IntRange(1), help="Of which version.  [default: the current one]")
@set_option
@reason_option
@note_option
@on_option
def badge_correct(
    badge: str,
    root: Path,
    version: int | None,
    changes: tuple[str, ...],
    reason: str,
    note: str | None,
    on: date | None,
) -> None:
    """Issue the awards of a version of BADGE again, with its corrected text.

    For a text that was wrong from the beginning; for one that changes for awards to come, see
    `conferral badge new-version`.  Edit the badge's file first, or say what changes with --set; then all awards whose
    text differs from what was issued are corrected.  Copies that were handed out before no longer hold.

    \b
    conferral badge correct sailing --reason badge-text
    conferral badge correct sailing --version 1 --set "criteria_url=https://harbour.example.org/sailing" \\
        --reason badge-text --note "The address of the criteria was wrong."
    """
    from conferral.authoring.correcting import Decision  # noqa: PLC0415
    from conferral.authoring.correcting import badge_correct as correct_badge  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import badge_named  # noqa: PLC0415
    from conferral.authoring.settings import settings  # noqa: PLC0415
    from conferral.cli.correcting import NEXT  # noqa: PLC0415
    from conferral.cli.editing import today, write  # noqa: PLC0415

    registry, files = readable(root)
    decision = Decision(on=on or today(registry), reason=reason, note=note)
    named = badge_named(registry, badge)
    edit, awards = correct_badge(registry, files, named, decision, version=version, changes=settings(changes))
    write(edit, root, f"corrected {counted(len(awards), 'award')}; nothing is issued yet", NEXT)


def _by_key(answers: Mapping[str, str], options: Mapping[str, str]) -> dict[str, str]:
    """What was said by option, by key instead."""
    return {key: answers[option] for key, option in options.items() if option in answers}


def _text_of(file: Path) -> str:
    from conferral.errors import GIVEN, Problem, RegistryProblems  # noqa: PLC0415

    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem(str(file), 0, 0, "the file is not UTF-8", "text in UTF-8", "save it as UTF-8 in the editor")
        raise RegistryProblems([problem], where=GIVEN) from None
