"""`conferral init` and `conferral upgrade`: a registry of one's own, and what it carries."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.authoring.answers import QUESTIONS
from conferral.cli.asking import ask
from conferral.cli.exits import FAILED
from conferral.cli.options import json_option, now, root_option
from conferral.cli.passphrases import choose_passphrase
from conferral.cli.printing import print_json
from conferral.errors import GIVEN, Error, Problem, RegistryProblems

if TYPE_CHECKING:
    from conferral.authoring.answers import Answers
    from conferral.authoring.founding import FirstKey
    from conferral.authoring.upgrading import Upgrade


def _with_questions(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option for each question."""
    for question in reversed(QUESTIONS):
        command = click.option(question.option, question.name, metavar="TEXT", help=f"{question.words}.")(command)
    return command


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@_with_questions
@click.option("--key-env", metavar="NAME", help="The first key is for the secret NAME of a CI, and is printed.")
@click.option("--key-file", type=click.Path(path_type=Path), help="The first key goes to this file, encrypted.")
@click.option("--commit/--no-commit", default=None, help="Whether to make the first commit.")
@click.option("--yes", is_flag=True, help="Ask nothing: take proposals for what is not given.")
def init(
    folder: Path, key_env: str | None, key_file: Path | None, *, commit: bool | None, yes: bool, **given: str | None
) -> None:
    """Make a registry of your own in DIR, a new folder or a fresh clone.

    It holds an issuer, a first badge, the issuer's first key, workflows for the git host, and the program itself.  At
    a terminal it asks for what no option says:

    \b
    conferral init credentials
    conferral init credentials --repository northwind/credentials
    conferral init credentials --yes --repository northwind/credentials --issuer-name "Northwind School" \\
      --issuer-url https://northwind.example.org --badge-name "First steps" \\
      --badge-description "Can plan and finish a small project." --badge-criteria "Finished a project." > secret.txt

    The private half of a key for a CI is the only line on standard output.  At the end it says, step by step, how to
    publish.
    """
    from conferral.authoring.founding import branch_of, commit_first, found, refuse_occupied  # noqa: PLC0415
    from conferral.authoring.own_wheel import own_wheel  # noqa: PLC0415

    refuse_occupied(folder)
    asking = not yes and sys.stdin.isatty()
    answers = {**_from_the_clone(folder), **{name: text for name, text in given.items() if text is not None}}
    if asking:
        _ask(answers)
    known = _complete(answers, branch_of(folder), key_env, key_file)
    if key_env is None and key_file is None:
        key_env, key_file = _place_of_key(known, asking=asking)
    if commit is None:
        commit = asking and click.confirm("Make the first commit?", default=True, err=True)
    key = _first_key(folder, key_env, key_file)
    made = found(folder, known, key, own_wheel(), now=now())
    click.echo(f"{folder}: {known.title}, which `conferral check` has no problem with", err=True)
    if key_file:
        keep = "the private half of its key, encrypted; keep a copy of it and of its passphrase"
        click.echo(f"{key_file}: {keep}", err=True)
    else:
        where = "the next line" if sys.stdout.isatty() else "what went to standard output"
        click.echo(f"{where} is the private half of its key, for the secret {key_env};", err=True)
        click.echo("keep a copy offline, as nobody can make it again", err=True)
        click.echo(key.secret.as_multibase())
    committed = commit and _committed(commit_first, folder, known)
    _say_what_is_next(folder, known, [key_env] if key_env else [], guide=made.guide, committed=committed)


@click.command()
@root_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing, and exit with 1 if something would be.")
@click.option("--force", multiple=True, metavar="FILE", help="Replace this file though somebody changed it.")
@json_option
def upgrade(root: Path, force: tuple[str, ...], *, only_check: bool, as_json: bool) -> None:
    """Renew what `conferral init` wrote: the program, its lock, workflows, schemas, settings of editors, the guide.

    What somebody changed stays, and is shown against what this version would write.  Keys are added to publish.yml, or
    taken out, as the files in keys/ say.  Run it with the version of conferral that the registry shall carry:

    \b
    conferral upgrade --check
    conferral upgrade
    conferral upgrade --force .github/workflows/check.yml
    """
    from conferral.authoring.own_wheel import own_wheel  # noqa: PLC0415
    from conferral.authoring.upgrading import plan  # noqa: PLC0415
    from conferral.authoring.upgrading import upgrade as carry_out  # noqa: PLC0415

    planned = plan(root, own_wheel(), as_of=now(), force=force)
    if planned.edit.files and not only_check:
        carry_out(planned, root, as_of=now())
    if as_json:
        print_json(_as_json(planned))
    else:
        _show(planned)
    if not planned.edit.files:
        click.echo("nothing to renew", err=True)
    elif only_check:
        click.echo("`conferral upgrade` would write this", err=True)
        sys.exit(FAILED)
    else:
        click.echo(
            "next: look at `git diff`, commit these files on a branch of their own, open a pull request", err=True
        )


def _from_the_clone(folder: Path) -> Mapping[str, str]:
    """What a fresh clone says about its host."""
    from conferral.authoring.founding import remote_of  # noqa: PLC0415
    from conferral.authoring.git_host import repository_at  # noqa: PLC0415

    found = repository_at(remote_of(folder) or "")
    return {"host": found[0], "repository": found[1]} if found else {}


def _ask(answers: dict[str, str]) -> None:
    """Ask for what was not given; what was given is looked at first, so that nobody answers in vain."""
    found = [question.problem(answers[question.name]) for question in QUESTIONS if question.name in answers]
    problems = [problem for problem in found if problem]
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    for question in QUESTIONS:
        if question.name in answers or not question.only_if(answers):
            continue
        proposal = question.proposal(answers)
        default = proposal if proposal is not None or question.needed else ""
        answer = ask(question.words, question.problem, default)
        if answer:
            answers[question.name] = str(question.check.validate_python(answer))


def _complete(answers: Mapping[str, str], branch: str, key_env: str | None, key_file: Path | None) -> Answers:
    from conferral.authoring.answers import complete  # noqa: PLC0415

    problems = list(_key_problems(key_env, key_file))
    try:
        known = complete(answers, branch=branch)
    except RegistryProblems as error:
        raise RegistryProblems([*error.problems, *problems], where=GIVEN) from None
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    return known


def _key_problems(key_env: str | None, key_file: Path | None) -> Iterator[Problem]:
    from conferral.authoring.workflows import SECRET  # noqa: PLC0415

    if key_env is not None and key_file is not None:
        yield Problem("--key-file", 0, 0, "excludes --key-env", "one of them")
    if key_env is not None and not SECRET.fullmatch(key_env):
        expected = "letters A-Z, digits and underscores, beginning neither with a digit nor with GITHUB_"
        yield Problem("--key-env", 0, 0, f'"{key_env}" can be no name of a secret', expected)


def _place_of_key(known: Answers, *, asking: bool) -> tuple[str | None, Path | None]:
    """Where the private half goes if nobody said: to a secret of the git host, else to a file."""
    from conferral.authoring.founding import FIRST_KEY  # noqa: PLC0415

    if known.host.kind != "none":
        name = f"CONFERRAL_KEY_{known.issuer.upper().replace('-', '_')}_1"
        return name, None
    proposed = Path.home() / ".conferral" / f"{known.issuer}-{FIRST_KEY}.pem"
    if not asking:
        return None, proposed
    given = click.prompt("File for the private half of the first key", default=str(proposed), err=True)
    return None, Path(given).expanduser()


def _first_key(folder: Path, key_env: str | None, key_file: Path | None) -> FirstKey:
    from conferral.authoring.founding import FirstKey  # noqa: PLC0415
    from conferral.authoring.new_key import signer_uri, write_private_key  # noqa: PLC0415
    from conferral.signers import SecretKey  # noqa: PLC0415

    secret = SecretKey.generate()
    if key_file is None:
        return FirstKey(secret=secret, signer=signer_uri(key_env, None), keep=lambda: lambda: None)
    file = Path(os.path.abspath(key_file))  # noqa: PTH100 -- links are for whoever opens it
    passphrase = choose_passphrase(key_file)

    def keep() -> Callable[[], None]:
        write_private_key(file, secret, passphrase, root=folder)
        return file.unlink

    named = file if file.is_relative_to(Path.home()) else Path(os.path.relpath(file, folder))
    return FirstKey(secret=secret, signer=signer_uri(None, named), keep=keep)


def _committed(commit: Callable[[Path, str], None], folder: Path, known: Answers) -> bool:
    """Whether git could be made to commit; the registry is there all the same, so it is no failure of ours."""
    try:
        commit(folder, known.host.branch)
    except Error as error:
        click.echo(f"conferral: {error.message}; everything is written, commit it yourself", err=True)
        return False
    return True


def _say_what_is_next(folder: Path, known: Answers, secrets: list[str], *, guide: str, committed: bool) -> None:
    from conferral.authoring.founding import remote_of  # noqa: PLC0415
    from conferral.authoring.publishing import Step, first_publication, numbered  # noqa: PLC0415

    start = "git add --all && git commit --message 'registry: the first files'"
    if not (folder / ".git").exists():
        start = f"git init --initial-branch={known.host.branch} && {start}"
    go = [] if folder.resolve() == Path.cwd() else [f"cd {shlex.quote(str(folder))}"]
    picture = f"credentials/badges/{known.badge}/badge.svg"
    steps = [
        Step("Look at it:", " && ".join([*go, "conferral serve"]))
        if committed
        else Step("Commit it, and look at it:", " && ".join([*go, start, "conferral serve"])),
        Step(f"Put a picture of your own in place of {picture} before the first award: it is part of what is signed."),
        *first_publication(known.host, known.base_url, secrets, origin=remote_of(folder)),
    ]
    click.echo(f"\nwhat is next ({guide} says it again, and how to award):\n", err=True)
    for line in numbered(steps, markdown=False):
        click.echo(line, err=True)


def _show(planned: Upgrade) -> None:
    for verb, paths in (("new", planned.new), ("renewed", planned.renewed), ("deleted", planned.deleted)):
        for path in paths:
            click.echo(f"{verb:<8} {path}")
    for kept in planned.kept:
        why = "deleted here" if kept.is_gone else "changed here"
        click.echo(f"kept     {kept.path} ({why}{f'; --force {kept.path} takes the new one' if kept.diff else ''})")
    for kept in planned.kept:
        for line in kept.diff:
            click.echo(line)


def _as_json(planned: Upgrade) -> object:
    return {
        "before": planned.before,
        "new": planned.new,
        "renewed": planned.renewed,
        "deleted": planned.deleted,
        "kept": [{"file": kept.path, "deleted": kept.is_gone, "diff": kept.diff} for kept in planned.kept],
    }
