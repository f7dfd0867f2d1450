"""`conferral from-issue`."""

from __future__ import annotations

from pathlib import Path

import click

from conferral.cli.options import now, root_option


@click.command("from-issue")
@click.argument("event", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@root_option
@click.option(
    "--reply",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file for the answer as Markdown: the text of the pull request, or what is wrong with the issue.",
)
def from_issue(event: Path, root: Path, reply: Path | None) -> None:
    """Award or revoke what somebody asked for in an issue form.

    \b
    conferral from-issue "$GITHUB_EVENT_PATH" --reply reply.md

    EVENT is the file in which GitHub describes that an issue was given the label "award" or "revoke".  The issue is
    read strictly: it may hold ids, addresses, days and words of closed lists.  If anything is wrong, nothing is
    written.
    """
    from conferral.atomic import replace_file  # noqa: PLC0415
    from conferral.authoring.form_edits import answer, answer_to_problems, carry_out_form  # noqa: PLC0415
    from conferral.authoring.forms import read_form  # noqa: PLC0415
    from conferral.cli.editing import say_next  # noqa: PLC0415
    from conferral.errors import Error  # noqa: PLC0415

    try:
        form = read_form(event.read_bytes())
        done = carry_out_form(form, root, as_of=now())
    except Error as error:
        if reply:
            replace_file(reply, answer_to_problems(error).encode())
        raise
    for file in done.files:
        click.echo(file)
    if reply:
        replace_file(reply, answer(form, done).encode())
    say_next([f"commit these files on a branch of their own and open a pull request that closes #{form.issue}"])
