"""Steps that are shell and stand between strangers and the repository, run as the host would run them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflows.files import GITLAB, STARTER, read, step

BATCH = "credentials/awards/teaching/2026-07-02-first-k3v9.yml"
ROWS = "credentials/register/awards/teaching/2026-07-02-first-k3v9.csv"
WRITTEN = "badge: teaching\nrecipients:\n  - recipient: r-1\n  - {recipient: r-2}\n  - recipient: r-3\r\n"
ID = "0123456789abcdefghjkmnpqrs"
REGISTERED = (
    f"badge: teaching\nrecipients:\n  - recipient: r-1\n    id: {ID}\n  - {{recipient: r-2, id: {ID}}}\n"
    f"  - recipient: r-3\r\n    id: {ID}\r\n"
)


def git(root: Path, *arguments: str) -> str:
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": ""}
    done = subprocess.run(["git", *arguments], cwd=root, env=os.environ | who, check=True, capture_output=True)
    return done.stdout.decode()


def run(script: str, root: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """A step, as GitHub's runner starts it."""
    file = root.parent / "step.sh"
    file.write_text(script)
    known = {"PATH": os.environ["PATH"], "HOME": str(root.parent), "RUNNER_TEMP": str(root.parent)}
    return subprocess.run(
        ["bash", "-e", file], cwd=root, env=known | env, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a batch that is not registered."""
    root = tmp_path / "repository"
    for path, text in ((BATCH, WRITTEN), ("README.md", "hello\n"), ("credentials/register/registry.csv", "a\n")):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    git(root.parent, "init", "--quiet", "repository")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "first")
    return root


def register(root: Path) -> None:
    (root / BATCH).write_bytes(REGISTERED.encode())
    (root / ROWS).parent.mkdir(parents=True, exist_ok=True)
    (root / ROWS).write_text("id,issue\n")


def looked_at(root: Path, change: Callable[[Path], object]) -> subprocess.CompletedProcess[str]:
    """What the job that may write says of a patch with these changes."""
    change(root)
    git(root, "add", "--all")
    (root.parent / "patch").mkdir()
    (root.parent / "patch/register.patch").write_bytes(git(root, "diff", "--cached", "--binary").encode())
    git(root, "reset", "--quiet", "--hard")
    applied = run(step("register.yml", "commit", "Apply the patch")["run"], root)
    assert applied.returncode == 0, applied.stderr
    return run(step("register.yml", "commit", "Look at what it changed")["run"], root)


def test_a_patch_of_rows_and_ids_is_taken(repository: Path) -> None:
    done = looked_at(repository, register)
    assert (done.returncode, done.stdout) == (0, "")
    assert git(repository, "diff", "--cached", "--name-only").split() == [BATCH, ROWS]


def replaced(path: str, old: str, new: str) -> Callable[[Path], object]:
    """Registers, and writes something else on top."""

    def change(root: Path) -> None:
        register(root)
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_bytes() if file.exists() else b""
        assert old.encode() in text
        file.write_bytes(text.replace(old.encode(), new.encode(), 1) if old else new.encode())

    return change


@pytest.mark.parametrize(
    "change",
    [
        replaced("README.md", "hello", "goodbye"),
        replaced(".github/workflows/publish.yml", "", "on: push\n"),
        replaced("credentials/revocations/x.yml", "", "reason: other\n"),
        replaced(BATCH, "recipient: r-1", "recipient: r-9"),
        replaced(BATCH, "badge: teaching", "badge: sailing"),
        replaced(BATCH, "{recipient: r-2, ", "{recipient: r-9, "),
        replaced(BATCH, f"    id: {ID}\n", f"    id: {ID}\n    result: {{status: Completed}}\n"),
        replaced(BATCH, "  - recipient: r-1\n", ""),
        replaced(BATCH, f"    id: {ID}\n", f"    id: {ID} # a\n"),
        replaced("credentials/awards/teaching/other-k3v9.yml", "", "badge: teaching\n"),
        replaced("credentials/awards/teaching/.gitattributes", "", "* -diff\n"),
        replaced("credentials/register/.gitattributes", "", "* -diff\n"),
        replaced(BATCH, "badge: teaching", "badge: \0teaching"),
        lambda root: (root / "credentials/register/registry.csv").unlink(),
        lambda root: (root / "credentials/register/link.csv").symlink_to("/etc/passwd"),
        lambda root: (root / "credentials/register/registry.csv").chmod(0o755),
    ],
)
def test_a_patch_of_anything_else_is_refused(repository: Path, change: Callable[[Path], object]) -> None:
    done = looked_at(repository, change)
    assert done.returncode == 1
    assert done.stdout == (
        "::error::the patch holds more than rows of the register and new ids; register on your own machine\n"
    )


def test_nothing_is_hidden_by_attributes_that_the_branch_has(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.yml -diff\n")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "attributes")
    assert looked_at(repository, replaced(BATCH, "recipient: r-1", "recipient: r-9")).returncode == 1


def test_nobody_is_moved_from_one_batch_to_another(repository: Path) -> None:
    other = repository / BATCH.replace("teaching", "sailing")
    other.parent.mkdir()
    other.write_text("badge: sailing\nrecipients:\n")
    (repository / BATCH).write_text("badge: teaching\nrecipients:\n  - recipient: r-1\n")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "two")

    def move(root: Path) -> None:
        other.write_text("badge: sailing\nrecipients:\n  - recipient: r-1\n")
        (root / BATCH).write_text("badge: teaching\nrecipients:\n")

    assert looked_at(repository, move).returncode == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ID, ID[::-1]),
        (f"  - recipient: r-1\n    id: {ID}\n", f"    id: {ID}\n  - recipient: r-1\n"),
        (
            f"r-1\n    id: {ID}\n  - {{recipient: r-2, id: {ID}}}",
            f"r-1\n  - {{recipient: r-2, id: {ID}}}\n    id: {ID}",
        ),
    ],
)
def test_an_id_that_is_there_already_is_neither_replaced_nor_moved(repository: Path, old: str, new: str) -> None:
    register(repository)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "registered")
    assert old in REGISTERED
    done = looked_at(repository, lambda root: (root / BATCH).write_bytes(REGISTERED.replace(old, new, 1).encode()))
    assert done.returncode == 1


def test_registering_is_offered_as_files_and_as_text(repository: Path) -> None:
    register(repository)
    summary, odd = repository.parent / "summary", "credentials/register/awards/teaching/ü b.csv"
    (repository / odd).write_text("id\n")
    done = run(
        step("check.yml", "check", "Offer what registering changes")["run"],
        repository,
        GITHUB_STEP_SUMMARY=str(summary),
    )
    assert done.returncode == 0, done.stderr
    for path in (BATCH, ROWS, odd):
        assert (repository.parent / "registration" / path).read_bytes() == (repository / path).read_bytes()
    text = summary.read_bytes().decode()
    assert text.startswith("## Registering\n\nThe new awards are not registered yet.")
    assert f"\n### `{BATCH}`\n\n~~~~~~~~text\n{REGISTERED}~~~~~~~~\n" in text
    assert f"\n### `{odd}`\n\n~~~~~~~~text\nid\n~~~~~~~~\n" in text


def test_a_batch_that_would_end_its_own_quotation_is_offered_as_a_file_alone(repository: Path) -> None:
    (repository / BATCH).write_text(REGISTERED + "narrative: |\n  ~~~~~~~~\n  # All is well\n")
    summary = repository.parent / "summary"
    script = step("check.yml", "check", "Offer what registering changes")["run"]
    done = run(script, repository, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 0, done.stderr
    assert (repository.parent / "registration" / BATCH).exists()
    assert "All is well" not in summary.read_text()


def branches(root: Path) -> None:
    """A remote whose main went on since the branch `cohort` left it."""
    git(root, "branch", "--move", "main")
    git(root, "switch", "--quiet", "--create", "cohort")
    register(root)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "cohort")
    git(root, "switch", "--quiet", "main")
    (root / "README.md").write_text("hello again\n")
    git(root, "commit", "--quiet", "--all", "--message", "second")
    git(root, "update-ref", "refs/remotes/origin/main", "main")


@pytest.mark.parametrize("event", ["workflow_dispatch", "pull_request"])
def test_a_branch_is_compared_with_the_branch_that_it_is_merged_into(repository: Path, event: str) -> None:
    branches(repository)
    git(repository, "switch", "--quiet", "cohort")
    if event == "pull_request":  # the host has merged it
        git(repository, "merge", "--quiet", "--no-edit", "main")
        git(repository, "update-ref", "refs/remotes/origin/main", "main")
    env = repository.parent / "env"
    script = step("check.yml", "check", "Find what to compare with")["run"]
    done = run(script, repository, GITHUB_EVENT_NAME=event, BASE_BRANCH="main", GITHUB_ENV=str(env))
    assert done.returncode == 0, done.stderr
    assert env.read_text() == f"BASE={git(repository, 'rev-parse', 'main')}"
    assert (repository / "README.md").read_text() == "hello again\n"
    assert (repository / ROWS).exists()


@pytest.mark.parametrize("is_fork", [False, True])
def test_on_gitlab_a_branch_is_merged_with_its_target_before_it_is_checked(repository: Path, is_fork: bool) -> None:
    branches(repository)
    git(repository.parent, "clone", "--quiet", "--branch", "cohort", "repository", "project")
    project = repository.parent / "project"
    if is_fork:
        git(project, "remote", "set-url", "origin", "/nowhere")
    script = "\n".join([*read(GITLAB)[".merge-request"]["script"], 'echo "$BASE"'])
    done = run(
        script,
        project,
        CI_PROJECT_ID="1",
        CI_MERGE_REQUEST_PROJECT_ID="2" if is_fork else "1",
        CI_MERGE_REQUEST_PROJECT_URL=str(repository),
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == git(repository, "rev-parse", "main")
    assert (project / "README.md").read_text() == "hello again\n"
    assert (project / ROWS).exists()


def test_a_commit_is_stopped_by_a_registry_with_problems_and_not_by_other_files(repository: Path) -> None:
    hook = STARTER / ".githooks/pre-commit"
    assert os.access(hook, os.X_OK)
    program = repository.parent / "conferral"
    program.write_text('#!/bin/sh\necho "$@"\nexit 1\n')
    program.chmod(0o755)
    path = f"{repository.parent}:{os.environ['PATH']}"
    (repository / "README.md").write_text("changed\n")
    git(repository, "add", "README.md")
    done = run(hook.read_text(), repository, PATH=path)
    assert (done.returncode, done.stdout) == (0, "")
    register(repository)
    git(repository, "add", "credentials")
    done = run(hook.read_text(), repository, PATH=path)
    assert (done.returncode, done.stdout) == (1, "check\n")
