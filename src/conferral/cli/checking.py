"""`conferral check` and `conferral register`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from conferral.cli.comparing import LIVE, live_option, revision
from conferral.cli.exits import FAILED
from conferral.cli.options import jobs_option, json_option, now, root_option
from conferral.cli.printing import print_json, progress_bar
from conferral.errors import Problem, RegistryProblems
from conferral.plurals import counted


@click.command()
@root_option
@click.option(
    "--base",
    metavar="REV",
    help="Refuse what would lose or change anything that this revision has issued, and personal data in the commits "
    "since; `live` is the commit of the published site.",
)
@live_option
@jobs_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    show_default=True,
    help="Text, JSON, GitHub's annotations with a table in $GITHUB_STEP_SUMMARY, or GitLab's code quality report.",
)
@json_option
def check(root: Path, base: str | None, place: str | None, jobs: int | None, form: str, *, as_json: bool) -> None:
    """Report every problem of the registry, each with its place and how to mend it.

    \b
    conferral check
    conferral check --base origin/main
    conferral check --base live
    conferral check --base origin/main --format gitlab > quality.json

    Only --base live asks the network.  Exits with 0 when there is no problem, with 1 otherwise.  Notes, such as on a
    badge whose skill a framework no longer advises, are no problems.
    """
    from conferral.checking import check as check_registry  # noqa: PLC0415
    from conferral.workers import Workers  # noqa: PLC0415

    since = revision(root, base, place)
    with progress_bar() as progress:
        registry, problems, notes = check_registry(
            root,
            as_of=now(),
            base=since,
            publishing=base == LIVE,
            workers=Workers.named(jobs),
            progress=progress,
        )
    form = "json" if as_json else form
    if form == "json":
        print_json({"problems": [one.as_json() for one in problems], "notes": [one.as_json() for one in notes]})
    elif form == "github":
        _print_for_github(problems, notes, root)
    elif form == "gitlab":
        _print_for_gitlab(problems, root)
    else:
        for problem in problems:
            click.echo(str(problem))
    if form in ("text", "gitlab"):
        for note in notes:
            click.echo(f"note: {note}", err=True)
    if problems:
        click.echo(f"conferral: {RegistryProblems(problems).message}", err=True)
        sys.exit(FAILED)
    if registry and form in ("text", "github"):
        numbers = (
            counted(len(registry.issuers), "issuer"),
            counted(len(registry.badges), "badge"),
            counted(len(registry.awards), "award"),
        )
        click.echo(f"no problems: {', '.join(numbers)}")


def _print_for_github(problems: Sequence[Problem], notes: Sequence[Problem], root: Path) -> None:
    """Annotations for the runner, and a table for the page of the run where the runner wants one."""
    from conferral.annotations import github, github_notes, github_summary  # noqa: PLC0415
    from conferral.branches import folder_in_repository  # noqa: PLC0415

    folder = folder_in_repository(root)
    for line in (*github(problems, folder=folder), *github_notes(notes, folder=folder)):
        click.echo(line)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and problems:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(github_summary(problems))


def _print_for_gitlab(problems: Sequence[Problem], root: Path) -> None:
    """The report to standard output, and for those who read the log the problems themselves."""
    from conferral.annotations import gitlab  # noqa: PLC0415
    from conferral.branches import folder_in_repository  # noqa: PLC0415

    print_json(gitlab(problems, folder=folder_in_repository(root)))
    for problem in problems:
        click.echo(str(problem), err=True)


@click.command()
@root_option
@click.option(
    "--base",
    metavar="REV",
    help="What is deployed. Rows that it lacks give way where two branches drew or counted alike, and pin what the "
    "files say now; `live` is the commit of the published site.",
)
@live_option
@click.option(
    "--patch",
    "patch_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what changed into this file, too, as a patch for `git apply`; empty when nothing did.",
)
@jobs_option
def register(root: Path, base: str | None, place: str | None, patch_file: Path | None, jobs: int | None) -> None:
    """Give every new award its id and its row in the register, and every corrected one its next issue.

    \b
    conferral register
    conferral register --base origin/main

    The rows of a pull request are the list of what it issues.  Running it again changes nothing; being killed
    while it runs loses nothing.
    """
    from conferral.checking import published, ready_to_register  # noqa: PLC0415
    from conferral.readings import Readings  # noqa: PLC0415
    from conferral.register.registration import carry_out, one_at_a_time, plan  # noqa: PLC0415
    from conferral.workers import Workers  # noqa: PLC0415

    at, base = now(), revision(root, base, place)
    with one_at_a_time(root):
        readings = Readings()
        registry, files = ready_to_register(root, as_of=at, base=base, readings=readings, workers=Workers.named(jobs))
        deployed = published(root, base, readings) if base is not None else None
        planned = plan(registry, files, now=at, deployed=deployed)
        before = {path: _content(root / path) for path, _ in planned.files}
        carry_out(planned, root)
    if patch_file:
        from conferral.branches import folder_in_repository  # noqa: PLC0415
        from conferral.patches import patch  # noqa: PLC0415

        changed = {path: (before[path], content) for path, content in planned.files}
        patch_file.write_bytes(patch(changed, folder=folder_in_repository(root)))
    if planned.redated:
        since = f"{planned.redated.since:%Y-%m-%dT%H:%M:%SZ}"
        click.echo(f"the move to {planned.redated.base_url} is of {since} now: awards were issued until then")
    for mended in planned.mended:
        click.echo(f"{mended.after.id}  {mended.why}")
    names = {award.id: award for award in registry.awards}
    for row in planned.registered:
        click.echo(f"{row.id}  {row.badge}" + ("" if names.get(row.id) is None else "  (had an id, no row)"))
    for row in planned.corrected:
        click.echo(f"{row.id}  {row.badge}  (issue {row.issue})")
    if planned.files:
        done = [f"registered {counted(len(planned.registered), 'award')}"] if planned.registered else []
        done += [f"issued {counted(len(planned.corrected), 'award')} again"] if planned.corrected else []
        done += [f"mended {counted(len(planned.mended), 'row')}"] if planned.mended else []
        click.echo(f"{', '.join(done)}; commit the changed files", err=True)
    else:
        click.echo("nothing to register", err=True)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
