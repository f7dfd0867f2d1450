"""What git knows."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conferral import history
from conferral.errors import RegistryError
from conferral.files import FolderFiles
from conferral.history import CommitFiles, as_of, git_lines, head, is_changed
from conferral.loading import load_registry
from conferral.register.provenance import award_commits
from tests.registry_builder import NOW, commit_all, git, recipient, write_registry
from tests.unit.register.conftest import register


def test_a_commit_has_the_same_files_as_the_folder(registered: Path) -> None:
    commit = commit_all(registered)
    folder, files = FolderFiles(registered), CommitFiles(registered, commit)

    assert sorted(files.paths()) == sorted(folder.paths())
    assert {path: files.read(path) for path in files.paths()} == {path: folder.read(path) for path in folder.paths()}
    assert load_registry(files) == load_registry(folder)


@pytest.mark.parametrize("way", ["replace", "graft"])
def test_history_is_what_was_committed_whatever_a_clone_puts_in_its_place(registered: Path, way: str) -> None:
    first = commit_all(registered)
    file = registered / "credentials/registry.yml"
    text = file.read_bytes()
    file.write_bytes(text + b"# more\n")
    second = commit_all(registered)
    if way == "replace":
        git(registered, "replace", second, first)
    else:
        (registered / ".git/info").mkdir(exist_ok=True)
        (registered / ".git/info/grafts").write_text(f"{second}\n")

    assert CommitFiles(registered, second).read("credentials/registry.yml") == text + b"# more\n"
    assert CommitFiles(registered, f"{second}^").read("credentials/registry.yml") == text


def test_a_registry_in_a_subfolder_of_a_repository_is_read_from_there(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "sub")
    commit_all(tmp_path)

    assert sorted(CommitFiles(root, "HEAD").paths()) == sorted(FolderFiles(root).paths())


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD~5"])
def test_an_unknown_revision_is_named(registered: Path, revision: str) -> None:
    commit_all(registered)

    with pytest.raises(RegistryError) as caught:
        CommitFiles(registered, revision).paths()

    assert caught.value.message == f'there is no revision "{revision}"'


def test_each_award_is_credited_to_the_commit_that_brought_it_here(tmp_path: Path) -> None:
    """A merged pull request is the merge, where the award was approved; later edits of the file take no credit."""
    write_registry(tmp_path)
    register(tmp_path)
    first = commit_all(tmp_path, "first")
    old = {row.id for row in load_registry(FolderFiles(tmp_path)).rows}
    git(tmp_path, "switch", "-q", "-c", "cohort")
    file = tmp_path / "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
    file.write_text(file.read_text() + f"- recipient: {recipient(9)}\n")
    (new,) = register(tmp_path, seed=2).registered
    commit_all(tmp_path, "late")
    git(tmp_path, "switch", "-q", "main")
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "merge", "cohort")
    merge = git(tmp_path, "rev-parse", "HEAD").strip()

    commits = {award: commit.hash for (award, issue), commit in award_commits(tmp_path).items() if issue == 1}

    assert commits == {**dict.fromkeys(old, first), new.id: merge}


def test_a_corrected_copy_is_credited_to_the_commit_of_its_correction(registered: Path) -> None:
    first = commit_all(registered)
    award = load_registry(FolderFiles(registered)).rows[0].id
    file = registered / "credentials/corrections/data-analysis/typo-7d2n.yml"
    file.parent.mkdir(parents=True)
    file.write_text(f"badge: data-analysis\non: 2026-07-20\nreason: other\nawards: [{award}]\n")
    register(registered, seed=2)
    second = commit_all(registered)

    commits = award_commits(registered)

    assert [commits[award, issue].hash for issue in (1, 2)] == [first, second]


def test_a_shallow_clone_cannot_tell_who_added_what(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    commit_all(registered)
    (registered / "README.md").write_text("x")
    commit_all(registered)
    clone = tmp_path_factory.mktemp("clone") / "c"
    git(registered, "clone", "-q", "--depth", "1", f"file://{registered}", str(clone))

    with pytest.raises(RegistryError) as caught:
        award_commits(clone)

    assert caught.value.message == "this is a shallow clone: which commit added which award cannot be told"


def test_outside_git_nobody_is_credited(tmp_path: Path) -> None:
    assert award_commits(tmp_path) == {}


def test_the_time_of_a_build_is_given_or_source_date_epoch_or_the_commits(registered: Path) -> None:
    given = datetime(2030, 1, 2, tzinfo=UTC)
    with pytest.raises(RegistryError) as caught:
        as_of(registered, {})
    assert caught.value.message == "the site needs a time to speak of, and there is no commit to take it from"

    commit_all(registered)

    assert as_of(registered, {"SOURCE_DATE_EPOCH": "0"}, given) == given
    assert as_of(registered, {"SOURCE_DATE_EPOCH": "86400"}) == datetime(1970, 1, 2, tzinfo=UTC)
    assert as_of(registered, {}) == NOW
    with pytest.raises(RegistryError):
        as_of(registered, {"SOURCE_DATE_EPOCH": "yesterday"})


def test_changes_outside_the_registry_are_not_the_registrys(registered: Path) -> None:
    commit_all(registered)
    assert not is_changed(registered)

    (registered / "notes.txt").write_text("x")
    assert not is_changed(registered)

    (registered / "credentials/registry.yml").write_text("x")
    assert is_changed(registered)
    assert head(registered) is not None


def test_nothing_but_rows_of_the_register_is_credited(registered: Path) -> None:
    """A README among the rows, and attributes that call them binary, change nothing."""
    before = {row.id for row in load_registry(FolderFiles(registered)).rows}
    (registered / "credentials/register/awards/README.md").write_text("x\fcommit a b c d\n+0000,1,,,,,,,\n")
    (registered / ".gitattributes").write_text("*.csv binary\n")
    commit_all(registered)

    assert {award for award, _ in award_commits(registered)} == before


def test_a_folder_that_looks_like_a_repository_runs_nothing(
    registered: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A pull request could bring a bare repository whose configuration names a program."""
    commit_all(registered)
    sub = registered / "sub"
    marker = tmp_path_factory.mktemp("marker") / "ran"
    git(registered, "init", "-q", "--bare", "sub")
    with (sub / "config").open("a") as config:
        config.write(f'[core]\n\tbare = false\n\tworktree = .\n\tfsmonitor = "touch {marker}"\n')
    write_registry(sub)

    with pytest.raises(RegistryError):
        is_changed(sub)

    assert not marker.exists()


def test_git_is_never_given_a_key(registered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit_all(registered)
    monkeypatch.setenv("CONFERRAL_KEY", "z3u2")
    given = {}
    real = subprocess.run

    def run(*arguments: Any, **options: Any) -> Any:
        given.update(options["env"])
        return real(*arguments, **options)

    monkeypatch.setattr("conferral.history.subprocess.run", run)
    head(registered)

    assert "PATH" in given
    assert "CONFERRAL_KEY" not in given


def test_what_is_read_line_by_line_fails_in_the_same_words(registered: Path) -> None:
    commit_all(registered)
    asked = ("log", "--no-such-option")

    with pytest.raises(RegistryError) as whole:
        history.git(registered, *asked)
    with pytest.raises(RegistryError) as by_lines:
        list(git_lines(registered, *asked))

    assert by_lines.value.message == whole.value.message


def test_who_wants_no_more_lines_is_let_go(registered: Path) -> None:
    commit_all(registered)
    lines = git_lines(registered, "log", "--format=%H", "-p", "--root")

    first = next(lines)
    lines.close()

    assert first == git(registered, "rev-parse", "HEAD").encode()
