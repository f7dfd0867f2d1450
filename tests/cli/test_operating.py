"""What an operator and a CI run: check against what is published, fall back, describe, approve, own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.signing import sign
from tests.cli.calling import call
from tests.program import tree
from tests.registry_builder import NOW, commit_all, environment, git, recipient

SAILING = "credentials/badges/sailing/badge.yml"
REVOCATION = "on: 2026-07-01\nreason: misconduct\n"


@pytest.fixture
def repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registered registry as the first commit of its repository."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    commit_all(root, "the first")
    return root


@pytest.fixture
def published(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The first commit as the one that is published, as a catalogue in a file says that CONFERRAL_LIVE names."""
    commit = git(repository, "rev-parse", "HEAD").strip()
    publish(tmp_path / "catalog.json", commit)
    monkeypatch.setenv("CONFERRAL_LIVE", str(tmp_path / "catalog.json"))
    return commit


def publish(file: Path, commit: str, *, dirty: bool = False) -> None:
    catalogue = {"base_url": "https://credentials.example.org/registry", "as_of": "2026-07-01T09:00:00Z"}
    file.write_text(json.dumps({**catalogue, "commit": commit, "dirty": dirty, "preview": False}))


def change(root: Path, path: str, text: str, message: str = "a change") -> str:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    return commit_all(root, message)


def merge_a_broken_text(root: Path, subject: str = "Merge pull request #3 from example-org/text") -> str:
    git(root, "checkout", "-q", "-b", "text")
    text = (root / SAILING).read_text().replace("Sailed a", "Sailed one")
    change(root, SAILING, text, "Mend the text")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "text", "-m", subject)
    return git(root, "rev-parse", "HEAD").strip()


def test_the_check_tells_what_it_compares_with(repository: Path, published: str) -> None:
    done = call("check", "--root", repository, "--base", "live")

    assert (done.code, done.out) == (0, "no problems: 2 issuers, 3 badges, 5 awards\n")
    assert done.err == f"published now: commit {published[:12]}, as of 2026-07-01T09:00:00Z\n"


def test_the_first_publication_compares_with_nothing(repository: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.json"

    done = call("check", "--root", repository, "--base", "live", "--live", nowhere)
    assert done.code == 1
    assert done.err.startswith(f"conferral: nothing is published at {nowhere}: there is no such file; yet")


def test_a_revocation_that_came_and_went_since_is_missed(
    repository: Path, published: str, ids: dict[str, list[str]]
) -> None:
    file = f"credentials/revocations/{ids['sailing'][0]}.yml"
    commit = change(repository, file, REVOCATION)
    git(repository, "rm", "-q", file)
    commit_all(repository)

    done = call("check", "--root", repository, "--base", "live")

    assert published
    assert done.code == 1
    assert done.out == (
        f"{file}: this file is gone; revocations, suspensions, corrections and keys stay for good\n"
        "    expected: the file as it was\n"
        f"    hint: restore it: `git restore --source {commit[:12]} -- {file}`\n"
    )
    assert call("check", "--root", repository, "--base", published).code == 0


def test_messages_are_read_in_a_pull_request_and_no_more_where_it_is_merged(repository: Path, published: str) -> None:
    commit = change(repository, "README.md", "x\n", "Award\n\nasked by pat@example.com\n")

    done = call("check", "--root", repository, "--base", published)

    assert done.code == 1
    assert done.out == (
        f"commit {commit[:12]}: the message of this commit holds what looks like an e-mail address: "
        '"pat@example.com"\n'
        "    expected: a message without personal data\n"
        "    hint: write the message anew (`git commit --amend` or `git rebase -i`) and push again; git keeps what is "
        "merged\n"
    )
    assert call("check", "--root", repository, "--base", "live").code == 0


def test_comments_are_read_in_a_pull_request_and_no_more_where_it_is_merged(repository: Path, published: str) -> None:
    file = "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
    text = (repository / file).read_text().replace(f"recipient: {recipient(1)}", f"recipient: {recipient(1)} # Jo Doe")
    change(repository, file, text)

    done = call("check", "--root", repository)

    assert done.code == 1
    assert done.out.splitlines()[0] == f'{file}:4:44: behind the id of a recipient, "Jo Doe" looks like a name'
    assert published
    assert call("check", "--root", repository, "--base", "live").code == 0


def test_names_of_files_that_a_branch_added_are_read_even_if_it_took_them_back(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD").strip()
    change(repository, "docs/for pat@example.com", "x\n")
    git(repository, "rm", "-q", "docs/for pat@example.com")
    commit_all(repository)

    done = call("check", "--root", repository, "--base", base)

    assert done.out.splitlines()[0] == (
        'docs/for pat@example.com: the file name holds what looks like an e-mail address: "pat@example.com"'
    )


def test_what_the_base_gained_meanwhile_is_not_the_branchs(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "branch")
    git(repository, "checkout", "-q", "main")
    change(repository, "README.md", "x\n", "asked by pat@example.com")
    git(repository, "checkout", "-q", "branch")
    change(repository, "NOTES.md", "x\n")

    assert call("check", "--root", repository, "--base", "main").code == 0
    assert call("describe", "main", "--root", repository).out.splitlines()[-1] == "  - NOTES.md"


def test_a_merge_is_not_answerable_for_what_it_merges_with(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "branch")
    change(repository, "NOTES.md", "x\n")
    git(repository, "checkout", "-q", "main")
    change(repository, "docs/for pat@example.com", "x\n")
    git(repository, "checkout", "-q", "--detach")
    git(repository, "merge", "-q", "--no-ff", "branch", "-m", "Merge the branch into the base")

    assert call("check", "--root", repository, "--base", "main").code == 0
    assert call("check", "--root", repository, "--base", "branch").code == 1


def test_a_merge_is_answerable_for_what_it_adds_itself(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "branch")
    change(repository, "NOTES.md", "x\n")
    git(repository, "checkout", "-q", "main")
    change(repository, "README.md", "x\n")
    git(repository, "merge", "-q", "--no-ff", "--no-commit", "branch")
    change(repository, "docs/for pat@example.com", "x\n", "Merge, and more")

    assert call("check", "--root", repository, "--base", "HEAD^").code == 1


def test_a_policy_counts_for_what_the_base_has_not(repository: Path, ids: dict[str, list[str]]) -> None:
    file = repository / "credentials/registry.yml"
    file.write_text(file.read_text() + "  evidence_required: true\n")
    policy = commit_all(repository)
    assert call("check", "--root", repository, "--base", policy).code == 0

    first = git(repository, "rev-list", "--max-parents=0", "HEAD").strip()
    git(repository, "checkout", "-q", "--orphan", "empty")
    for path in ("credentials/awards", "credentials/register"):
        git(repository, "rm", "-q", "-r", "-f", path)
    empty = commit_all(repository)
    git(repository, "checkout", "-q", "main")

    assert call("check", "--root", repository, "--base", first).code == 0
    done = call("check", "--root", repository, "--base", empty)
    assert done.code == 1
    assert done.out == (
        "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml:4:1: none of these 2 new awards has evidence\n"
        "    expected: evidence of the batch\n"
        "    hint: add `evidence:` with an address, or say it with --evidence; evidence_required is in policy in "
        "credentials/registry.yml\n"
    )
    assert len(ids["sailing"]) == 2


def test_github_gets_annotations_and_a_table(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    (tmp_path / "summary").write_text("before\n")
    assert call("check", "--root", repository, "--format", "github").out.startswith("no problems: ")
    assert (tmp_path / "summary").read_text() == "before\n"
    text = (repository / SAILING).read_text()
    (repository / SAILING).write_text(text.replace("version: 1", "version: 0"))

    done = call("check", "--root", repository, "--format", "github")

    assert done.code == 1
    lines = done.out.splitlines()
    assert all(line.startswith("::error ") for line in lines)
    assert lines[0].startswith("::error file=credentials/badges/sailing/badge.yml,title=conferral,line=2,col=10::")
    summary = (tmp_path / "summary").read_text().splitlines()
    assert summary[:2] == ["before", "### 1 problem in the registry"]
    assert summary[-1].startswith("| <code>credentials&#47;badges&#47;sailing&#47;badge&#46;yml&#58;2&#58;10</code> |")


def test_gitlab_gets_its_report_on_standard_output_whatever_is_found(repository: Path) -> None:
    assert call("check", "--root", repository, "--format", "gitlab").out == "[]\n"
    (repository / SAILING).write_text("x\n")

    done = call("check", "--root", repository, "--format", "gitlab")

    assert done.code == 1
    (entry,) = json.loads(done.out)
    assert entry["location"] == {"path": SAILING, "lines": {"begin": 1}}
    assert entry["description"].startswith("this file holds text; expected: lines")
    assert SAILING in done.err


def test_places_are_those_of_the_repository_when_the_registry_is_a_folder_of_it(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (root / SAILING).write_text("x\n")

    done = call("check", "--root", root, "--format", "github")

    assert done.out.startswith(f"::error file=registry/{SAILING},")


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_change_is_described_in_three_forms(repository: Path, ids: dict[str, list[str]], form: str) -> None:
    (repository / "credentials/revocations").mkdir()
    (repository / f"credentials/revocations/{ids['sailing'][0]}.yml").write_text(REVOCATION)

    done = call("describe", "HEAD", "--root", repository, "--format", form)

    assert (done.code, done.err) == (0, "")
    if form == "json":
        assert json.loads(done.out)["headline"] == "revokes 1 credential"
    else:
        assert done.out.startswith({"text": "revokes", "markdown": "**This change revokes"}[form] + " 1 credential")


def test_describing_needs_a_revision_and_a_registry(repository: Path, tmp_path: Path) -> None:
    assert call("describe", "nowhere", "--root", repository).err == (
        'conferral: there is no revision "nowhere"\n'
        "hint: Name a branch, a tag or a commit; in a CI, check out with the full history.\n"
    )
    assert call("describe", "HEAD", "--root", tmp_path).err.startswith(f"conferral: {tmp_path} is not in a git")


def test_that_git_is_missing_is_said_as_such(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    done = call("describe", "HEAD", "--root", repository)

    assert (done.code, done.err.splitlines()[0]) == (1, "conferral: git is not installed")


def test_a_red_branch_still_publishes_its_revocation(
    repository: Path, published: str, tmp_path: Path, ids: dict[str, list[str]]
) -> None:
    merge = merge_a_broken_text(repository, "Merge pull request #3\x1b[31m from example-org/text")
    sound = f"credentials/revocations/{ids['data-analysis'][0]}.yml"
    lost = f"credentials/revocations/{ids['data-analysis'][1]}.yml"
    change(repository, lost, REVOCATION, "revoke another")
    git(repository, "rm", "-q", lost)
    change(repository, f"credentials/suspensions/{ids['sailing'][0]}.yml", "on: 2026-07-01\nreason: nonsense\n")
    change(repository, sound, REVOCATION, "revoke")
    out = tmp_path / "fallback"

    done = call("fallback", "--root", repository, "--base", "live", "--out", out)

    assert done.code == 0
    wrong = f"left out: credentials/suspensions/{ids['sailing'][0]}.yml:2:9: "
    drift = f"{SAILING}:5:11: 2 awards would sign something else than what was registered, the first "
    assert done.out.splitlines()[:8] == [
        f"{out}: commit {published[:12]} with 2 files of HEAD laid over",
        *(f"  {path}" for path in sorted([sound, lost])),
        f'{wrong}"nonsense" is not among the values that can stand here',
        "    expected: under-review, renewal-overdue, holder-request, other",
        f"to revert: the merge {merge[:12]}, Merge pull request #3\\x1b[31m from example-org/text",
        f"  git revert -m 1 {merge[:12]}",
        f'{drift}{ids["sailing"][0]}: criteria is now "Sailed one course alone."',
    ]
    manifest = sign(
        out, tmp_path / "signed", preview=False, as_of=NOW, environ=environment(), passphrase=lambda file: file
    )
    assert (manifest.commit, manifest.dirty) == (published, True)
    published_again = load_registry(FolderFiles(out))
    assert set(published_again.revocations) == {ids["data-analysis"][0], ids["data-analysis"][1]}
    assert published_again.badges["sailing"].current.criteria == "Sailed a course alone."

    git(repository, "revert", "-m", "1", "--no-edit", merge)
    git(repository, "rm", "-q", f"credentials/suspensions/{ids['sailing'][0]}.yml")
    (repository / lost).write_text(REVOCATION)
    commit_all(repository)
    publish(tmp_path / "catalog.json", published, dirty=True)
    done = call("check", "--root", repository, "--base", "live")
    assert done.err.splitlines()[0] == (
        f"published now: commit {published[:12]}, with revocations laid over it, as of 2026-07-01T09:00:00Z"
    )


def test_a_revocation_that_the_branch_spoilt_is_published_as_it_was(
    repository: Path, published: str, tmp_path: Path, ids: dict[str, list[str]]
) -> None:
    merge_a_broken_text(repository, "text")
    award = ids["data-analysis"][0]
    file = f"credentials/revocations/{award}.yml"
    change(repository, file, REVOCATION, "revoke")
    for text in (REVOCATION.replace("reason: ", "reason: no"), "{", "on: [\n"):
        change(repository, file, text, "spoil")
    link = repository / f"credentials/revocations/{ids['sailing'][0]}.yml"
    link.symlink_to(repository / file)
    commit_all(repository)
    git(repository, "rm", "-q", str(link))
    commit_all(repository)

    done = call("fallback", "--root", repository, "--base", published, "--out", tmp_path / "out")

    assert done.code == 0
    assert done.out.splitlines()[1] == f"  {file}"
    assert f"left out: {file}:" in done.out
    assert (tmp_path / "out" / file).read_text() == REVOCATION
    assert set(load_registry(FolderFiles(tmp_path / "out")).revocations) == {award}


@pytest.mark.parametrize("name", ["typo", "0123456789abcdefghjkmnpqrs", "a\ncommit x y", "a\nb"])
def test_a_file_that_never_meant_anything_may_be_taken_back(repository: Path, published: str, name: str) -> None:
    file = f"credentials/revocations/{name}.yml"
    change(repository, file, REVOCATION)
    assert call("check", "--root", repository, "--base", "live").code == 1
    git(repository, "rm", "-q", file)
    commit_all(repository)

    assert published
    assert call("check", "--root", repository, "--base", "live").code == 0


def test_a_suspension_that_was_lifted_and_lost_does_not_come_back(
    repository: Path, published: str, tmp_path: Path, ids: dict[str, list[str]]
) -> None:
    file = f"credentials/suspensions/{ids['sailing'][0]}.yml"
    change(repository, file, "on: 2026-06-01\nreason: under-review\n")
    change(repository, file, "on: 2026-06-01\nreason: under-review\nlifted: 2026-06-09\n")
    git(repository, "rm", "-q", file)
    commit_all(repository)

    assert call("fallback", "--root", repository, "--base", published, "--out", tmp_path / "out").code == 0

    assert str(load_registry(FolderFiles(tmp_path / "out")).suspensions[ids["sailing"][0]].lifted) == "2026-06-09"


def test_the_commit_to_revert_is_the_first_of_the_present_failure(
    repository: Path, published: str, tmp_path: Path
) -> None:
    text = (repository / SAILING).read_text()
    change(repository, SAILING, text.replace("Sailed", "Rowed"))
    change(repository, SAILING, text)
    culprit = change(repository, SAILING, text.replace("Sailed", "Swam"), "Swim")
    change(repository, "README.md", "x\n")

    done = call("fallback", "--root", repository, "--base", published, "--out", tmp_path / "out")

    lines = done.out.splitlines()
    assert lines[0] == f"{tmp_path / 'out'}: commit {published[:12]} with 0 files of HEAD laid over"
    assert lines[1:3] == [f"to revert: the commit {culprit[:12]}, Swim", f"  git revert {culprit[:12]}"]


def test_what_a_revert_may_not_take_along_is_named(repository: Path, published: str, tmp_path: Path) -> None:
    """A build looks back: rows that were on the branch stay, published or not."""
    git(repository, "switch", "-q", "-c", "cohort")
    batch = "credentials/awards/teaching/2026-07-01-x-k3v9.yml"
    text = f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(7)}\n"
    (repository / batch).parent.mkdir()
    (repository / batch).write_text(text)
    assert call("register", "--root", repository).code == 0
    sailing = (repository / SAILING).read_text()
    change(repository, SAILING, sailing.replace("Sailed", "Swam"), "cohort")
    git(repository, "switch", "-q", "main")
    git(repository, "merge", "-q", "--no-ff", "--no-edit", "cohort")
    merge = git(repository, "rev-parse", "HEAD").strip()

    done = call("fallback", "--root", repository, "--base", published, "--out", tmp_path / "out")

    said = done.out.splitlines()
    start = said.index(f"  git revert -m 1 {merge[:12]}") + 1
    assert said[start].startswith("  and with it, in the same pull request, bring back what stays for good")
    for line in (said[start - 1], *said[start + 1 : start + 3]):
        git(repository, *line.split()[1:], *(("--no-edit",) if "revert" in line else ()))
    commit_all(repository)
    assert (repository / SAILING).read_text() == sailing
    assert (repository / batch).exists()
    assert call("check", "--root", repository, "--base", "live").code == 0


def test_a_sound_branch_has_nothing_to_revert(repository: Path, published: str, tmp_path: Path) -> None:
    done = call("fallback", "--root", repository, "--base", published, "--out", tmp_path / "out")

    assert done.out.splitlines()[1:] == ["HEAD has no problem: there is nothing to revert"]


def test_nothing_is_laid_out_where_something_is(repository: Path, published: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    done = call("fallback", "--root", repository, "--base", published, "--out", tmp_path / "out")

    assert (done.code, done.err) == (
        1,
        f"conferral: {tmp_path / 'out'} exists\nhint: Name a folder that does not exist yet.\n",
    )
    assert list((tmp_path / "out").iterdir()) == []


def test_a_hook_of_the_repository_does_not_run(repository: Path, published: str, tmp_path: Path) -> None:
    hook = repository / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)

    assert call("fallback", "--root", repository, "--base", published, "--out", tmp_path / "out").code == 0

    assert not (tmp_path / "ran").exists()


def test_code_owners_are_written_kept_current_and_never_over_somebodys_file(repository: Path) -> None:
    file = repository / ".github/CODEOWNERS"
    registry = repository / "credentials/registry.yml"
    registry.write_text(registry.read_text() + "operators: ['@ops']\n")
    commit_all(repository)

    missing = call("codeowners", "--root", repository, "--check")
    written = call("codeowners", "--root", repository)
    current = call("codeowners", "--root", repository, "--check")
    again = call("codeowners", "--root", repository)
    registry.write_text(registry.read_text().replace("@ops", "@others"))
    stale = call("codeowners", "--root", repository, "--check")
    file.write_text("* @somebody\n")
    refused = call("codeowners", "--root", repository)

    assert (missing.code, missing.err) == (
        1,
        f"conferral: {file} is missing\nhint: Run `conferral codeowners` and commit the file.\n",
    )
    assert (written.code, written.err.splitlines()[0]) == (0, f"{file}: written")
    assert (current.code, current.out) == (0, f"{file}: current\n")
    assert (again.code, again.err) == (0, f"{file}: nothing to change\n")
    assert stale.err.startswith(f"conferral: {file} is not what the registry says\n")
    assert (refused.code, file.read_text()) == (1, "* @somebody\n")


@pytest.mark.parametrize("link", [".github/CODEOWNERS", ".github"])
def test_code_owners_are_not_written_through_a_link_that_a_clone_brought(
    repository: Path, tmp_path: Path, link: str
) -> None:
    registry = repository / "credentials/registry.yml"
    registry.write_text(registry.read_text() + "operators: ['@ops']\n")
    (tmp_path / "elsewhere").mkdir()
    (repository / link).parent.mkdir(exist_ok=True)
    (repository / link).symlink_to(tmp_path / "elsewhere" / ("file" if link.endswith("S") else ""))

    done = call("codeowners", "--root", repository)

    assert done.code == 1
    assert done.err.startswith(f"conferral: {repository}/.github/CODEOWNERS is a symbolic link, or its folder is\n")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(("given", "code"), [(["ann", "ben"], 0), (["ann"], 1)])
def test_approvals_decide_by_the_exit_code(repository: Path, tmp_path: Path, given: list[str], code: int) -> None:
    registry = repository / "credentials/registry.yml"
    registry.write_text(registry.read_text() + "  two_approvals: [foundation]\n")
    issuer = repository / "credentials/issuers/lakeside/issuer.yml"
    issuer.write_text(issuer.read_text() + "stewards: ['@ann', '@ben', '@example-org/team']\n")
    commit_all(repository)
    batch = f"badge: data-analysis\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(7)}\n"
    change(repository, "credentials/awards/data-analysis/2026-07-01-x-k3v9.yml", batch)
    reviews = tmp_path / "reviews.json"
    reviews.write_text(json.dumps([{"user": {"login": login}, "state": "APPROVED"} for login in given]))
    arguments = ("--root", repository, "--base", "HEAD^", "--reviews", reviews, "--author", "cleo")

    done = call("approvals", *arguments)

    assert done.code == code
    assert done.out.splitlines() == (
        ["data-analysis (foundation): approved by @ann, @ben", "every badge has the approvals that it needs"]
        if code == 0
        else [
            "data-analysis (foundation): approved by @ann",
            "    missing: 1 approval of @ben",
            "    note: who is behind @example-org/team cannot be told; name people one by one",
        ]
    )
    assert json.loads(call("approvals", *arguments, "--json").out)[0]["suffices"] == (code == 0)


def test_a_patch_of_a_registration_can_be_applied_elsewhere(repository: Path, tmp_path: Path) -> None:
    batch = f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(7)}\n"
    change(repository, "credentials/awards/teaching/2026-07-01-x-k3v9.yml", batch)
    subprocess.run(["git", "clone", "-q", repository, tmp_path / "fork"], check=True)
    patch = tmp_path / "register.patch"

    done = call("register", "--root", repository, "--base", "HEAD", "--patch", patch)
    assert done.code == 0
    git(tmp_path / "fork", "apply", str(patch))

    folders = ("credentials", "keys", "recipients")
    assert [tree(tmp_path / "fork" / folder) for folder in folders] == [tree(repository / folder) for folder in folders]
    assert call("check", "--root", tmp_path / "fork").code == 0
    call("register", "--root", repository, "--patch", patch)
    assert patch.read_bytes() == b""
