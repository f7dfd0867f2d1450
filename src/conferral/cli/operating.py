"""`conferral fallback`, `conferral approvals` and `conferral codeowners`: what an operator and a CI need."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conferral.cli.comparing import live_option, revision
from conferral.cli.exits import FAILED
from conferral.cli.options import json_option, now, root_option
from conferral.cli.printing import print_json
from conferral.plurals import counted

_MOST_PROBLEMS = 5
_MOST_FILES = 20


@click.command()
@root_option
@click.option(
    "--base", metavar="REV", required=True, help="The last good commit; `live` is that of the published site."
)
@live_option
@click.option(
    "--for",
    "for_base",
    metavar="BASE_URL",
    help="Whose site is to be made from it, for a registry that has moved.  [default: the present base URL]",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new folder for the git worktree.")
def fallback(root: Path, base: str, place: str | None, for_base: str | None, out: Path) -> None:
    """Lay out the last good commit with the revocations of this one, for a branch that fails its check.

    A revocation must not wait until something else is mended.  The folder OUT becomes a git worktree at REV; every
    revocation and suspension of HEAD that is sound by itself is laid over it.  Then sign and render that folder:

    \b
    conferral fallback --base live --out build/registry
    export SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
    conferral sign --root build/registry --out build/signed
    conferral render --root build/registry --signed build/signed --out build/site

    SOURCE_DATE_EPOCH makes the pages speak of the time of HEAD, when the revocations came.

    It names the merge to revert: the first commit after REV since which the branch fails its check.
    """
    from conferral.errors import RegistryError, on_one_line  # noqa: PLC0415
    from conferral.fallback import culprit, lay_out  # noqa: PLC0415

    commit = revision(root, base, place)
    if commit is None:
        raise RegistryError("nothing is published yet that one could fall back on", hint="Mend the branch.")
    done = lay_out(root, commit, out, as_of=now(), for_base=for_base)
    click.echo(f"{done.root}: commit {done.commit[:12]} with {counted(len(done.laid_over), 'file')} of HEAD laid over")
    for path in done.laid_over:
        click.echo(f"  {on_one_line(path)}")
    for problem in done.left_out:
        click.echo(f"left out: {problem}")
    found = culprit(root, commit, as_of=now())
    if found is None:
        click.echo("HEAD has no problem: there is nothing to revert")
        return
    kind = "merge" if found.is_merge else "commit"
    click.echo(f"to revert: the {kind} {found.commit.hash[:12]}, {on_one_line(found.commit.text.strip())}")
    click.echo(f"  {found.revert}")
    if found.staying:
        click.echo("  and with it, in the same pull request, bring back what stays for good once it was on the branch:")
        for path in found.staying[:_MOST_FILES]:
            click.echo(f"  git restore --source {found.commit.hash[:12]} -- {on_one_line(path)}")
        if len(found.staying) > _MOST_FILES:
            click.echo(f"  and {counted(len(found.staying) - _MOST_FILES, 'more file')}")
    for problem in found.problems[:_MOST_PROBLEMS]:
        click.echo(str(problem))
    if len(found.problems) > _MOST_PROBLEMS:
        click.echo(f"and {counted(len(found.problems) - _MOST_PROBLEMS, 'more problem')}")


@click.command()
@root_option
@click.option("--base", metavar="REV", required=True, help="Where the change goes; its policy and stewards count.")
@click.option(
    "--reviews",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The reviews of the pull request, as the git host's API gives them.",
)
@click.option(
    "--author",
    "authors",
    metavar="LOGIN",
    multiple=True,
    required=True,
    help="Who made the change, and cannot approve it; again for whoever asked for it.",
)
@click.option(
    "--commit",
    metavar="HASH",
    help="The latest commit of the pull request: approvals of another one do not count.  [default: all count]",
)
@json_option
def approvals(
    root: Path, base: str, reviews: Path, authors: tuple[str, ...], commit: str | None, *, as_json: bool
) -> None:
    """Say whether two stewards have approved a change, for badges of the levels that need it (`policy.two_approvals`).

    \b
    gh api --paginate repos/ORG/REPO/pulls/17/reviews > reviews.json
    conferral approvals --base origin/main --reviews reviews.json --author octocat

    Of each person the latest review counts.  Those count who are named in BASE: the stewards of the badge and of its
    issuer, and the operators.  Whoever changes who may approve, or how many have to, changes all badges that this
    concerns.  Who is in a team cannot be told from reviews, so name them one by one.  Exits with 1
    while an approval is missing.
    """
    from conferral.approvals import NEEDED, approvers  # noqa: PLC0415
    from conferral.approvals import approvals as needed_approvals  # noqa: PLC0415
    from conferral.branches import merge_base  # noqa: PLC0415
    from conferral.checking import registry_at  # noqa: PLC0415
    from conferral.describing import changes  # noqa: PLC0415
    from conferral.errors import RegistryError  # noqa: PLC0415
    from conferral.files import FolderFiles  # noqa: PLC0415
    from conferral.loading import load_registry  # noqa: PLC0415

    try:
        given = approvers(reviews.read_text(encoding="utf-8"), commit=commit)
    except UnicodeDecodeError as error:
        raise RegistryError("the file of --reviews is not UTF-8") from error
    before, registry = registry_at(root, base), load_registry(FolderFiles(root))
    start = registry_at(root, merge_base(root, base))
    found = list(needed_approvals(before, registry, changes(start, registry), approvers=given, authors=authors))
    if as_json:
        print_json([one.as_json() for one in found])
    else:
        for one in found:
            by = f"approved by {', '.join(one.approved)}" if one.approved else "approved by nobody who counts"
            click.echo(f"{one.badge} ({one.level}): {by}")
            if not one.suffices:
                missing = NEEDED - len(one.approved)
                click.echo(f"    missing: {counted(missing, 'approval')} of {', '.join(one.others) or 'anybody named'}")
            if not one.suffices and one.untold:
                click.echo(f"    note: who is behind {', '.join(one.untold)} cannot be told; name people one by one")
    missing = sum(1 for one in found if not one.suffices)
    if missing:
        click.echo(f"conferral: {counted(missing, 'badge')} without two approvals", err=True)
        sys.exit(FAILED)
    if not as_json:
        click.echo("every badge has the approvals that it needs" if found else "no badge needs two approvals")


@click.command()
@root_option
@click.option(
    "--file",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where it stands.  [default: .github/CODEOWNERS at the top of the repository]",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say whether the file is current.")
def codeowners(root: Path, file: Path | None, *, only_check: bool) -> None:
    """Write CODEOWNERS: who has to approve what, from the stewards and operators that the registry names.

    \b
    conferral codeowners
    conferral codeowners --check
    conferral codeowners --file CODEOWNERS

    Badges and their awards are their stewards' and their issuer's; keys, workflows, templates, lock files and
    CODEOWNERS itself are the operators'.  The git host asks for these approvals once a rule of the branch requires
    the review of code owners.  A file that somebody else wrote is never replaced.
    """
    from conferral.atomic import replace_file  # noqa: PLC0415
    from conferral.branches import folder_in_repository, top_of_repository  # noqa: PLC0415
    from conferral.codeowners import HEADER  # noqa: PLC0415
    from conferral.codeowners import codeowners as text_of  # noqa: PLC0415
    from conferral.errors import RegistryError  # noqa: PLC0415
    from conferral.files import FolderFiles  # noqa: PLC0415
    from conferral.loading import load_registry  # noqa: PLC0415

    text = text_of(load_registry(FolderFiles(root)), folder=folder_in_repository(root))
    file = file or top_of_repository(root) / ".github/CODEOWNERS"
    if file.is_symlink() or file.parent.is_symlink():
        raise RegistryError(
            f"{file} is a symbolic link, or its folder is",
            hint="Put the file or folder itself there; a link may lead out of the repository.",
        )
    present = file.read_text(encoding="utf-8", errors="replace") if file.exists() else None
    if only_check:
        if present != text:
            state = "is missing" if present is None else "is not what the registry says"
            raise RegistryError(f"{file} {state}", hint="Run `conferral codeowners` and commit the file.")
        click.echo(f"{file}: current")
    elif present == text:
        click.echo(f"{file}: nothing to change", err=True)
    elif present is not None and not present.startswith(HEADER):
        raise RegistryError(
            f"{file} was written by somebody else",
            hint="Move it away first, or write another file with --file and put the two together.",
        )
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, text.encode())
        click.echo(f"{file}: written", err=True)
        click.echo("next: commit it, and require the review of code owners in the rules of the branch", err=True)
