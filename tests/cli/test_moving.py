"""`conferral move`, and what other commands do with a registry that has moved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.cli.calling import call, refused
from tests.cli.conftest import TODAY
from tests.moved_registry import NEW, OLD, award
from tests.registry_builder import commit_all, git

Ids = dict[str, list[str]]

DESCRIPTION = "credentials/registry.yml"
PINS = "credentials/register/registry.csv"


@pytest.fixture
def root(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The registry, with a comment behind its address."""
    monkeypatch.setattr("conferral.cli.moving.now", lambda: TODAY)
    file = root / DESCRIPTION
    file.write_text(file.read_text().replace(OLD, f'"{OLD}" # for good'))
    return root


def test_a_registry_moves_and_its_file_keeps_its_form(root: Path) -> None:
    before = (root / DESCRIPTION).read_text()

    done = call("move", f"{NEW}/", "--root", root)

    assert (done.code, done.out) == (0, f"{DESCRIPTION}\n{PINS}\n")
    assert done.err == (
        f"moved from {OLD} to {NEW}, for awards from now on\n"
        "next: commit these files on a branch of their own and open a pull request\n"
        "      before it is merged, switch publishing off: a workflow would put the new site where the former one is\n"
        "      if awards are published meanwhile, `conferral register --base origin/main` dates the move after them\n"
        f"      publish the former site where it is: `conferral build --for {OLD}` writes build/site-former\n"
        "      publish the new site: `conferral build`\n"
        "      then look at both with `conferral doctor`\n"
    )
    assert (root / DESCRIPTION).read_text() == before.replace(f'"{OLD}"', NEW)
    assert (root / PINS).read_text() == (f"base_url,{OLD}\ntimezone,Europe/Berlin\nmoved,2026-08-03T22:30:00Z,{NEW}\n")
    assert call("check", "--root", root).code == 0


def test_killed_between_its_two_files_a_second_run_carries_the_move_to_its_end(root: Path) -> None:
    file = root / DESCRIPTION
    file.write_text(file.read_text().replace(OLD, NEW))
    assert f'base_url was "{OLD}" when the first award was registered' in call("check", "--root", root).out

    assert call("move", NEW, "--root", root).code == 0
    assert call("check", "--root", root).code == 0


def test_a_move_is_later_than_all_that_is_registered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = load_registry(FolderFiles(root))
    monkeypatch.setattr("conferral.cli.moving.now", lambda: min(row.registered for row in registry.rows))

    assert call("move", NEW, "--root", root).code == 0

    assert (root / PINS).read_text().endswith(f"moved,2026-07-01T09:00:01Z,{NEW}\n")
    assert call("check", "--root", root).code == 0


NO_ADDRESS = "It has to be an address that begins with https://."


@pytest.mark.parametrize(
    ("address", "what", "hint"),
    [
        (OLD, f"the registry is at {OLD} already", "Name the address that it moves to."),
        (f"{OLD}/", f"the registry is at {OLD} already", "Name the address that it moves to."),
        ("http://new.example.org", '"http://new.example.org" is not https', NO_ADDRESS),
        ("new.example.org\x1b[2J", '"new.example.org\\x1b[2J" is no https address', NO_ADDRESS),
        (
            "https://New.example.org",
            '"https://New.example.org" cannot name issuers',
            "It has to be a host name in lower case, no number address.",
        ),
    ],
)
def test_what_is_no_move_is_refused(root: Path, address: str, what: str, hint: str) -> None:
    refused(root, "move", address, because=f"conferral: {what}\nhint: {hint}\n")


def test_before_the_first_registration_nothing_has_to_be_moved(root: Path) -> None:
    for file in [*(root / "credentials/register").rglob("*.csv"), *(root / "credentials/awards").rglob("*.yml")]:
        file.unlink()

    refused(
        root,
        "move",
        NEW,
        because="conferral: nothing is registered yet, so nothing has to be moved\n"
        f"hint: Write `base_url: {NEW}` into credentials/registry.yml.\n",
    )


def test_a_registry_that_has_moved_knows_both_addresses(root: Path, ids: Ids) -> None:
    call("move", NEW, "--root", root)
    old = ids["data-analysis"][0]

    (shown,) = json.loads(call("show", f"{OLD}/credentials/{old}/", "--json", "--root", root).out)["shown"]

    assert (shown["page"], shown["json"]) == (
        f"{OLD}/credentials/{old}/",
        f"{OLD}/credentials/{old}/credential.json",
    )
    listed = json.loads(call("list", "--json", "--root", root).out)["awards"]
    assert {one["page"].rpartition("/credentials/")[0] for one in listed} == {OLD}
    revoked = call("revoke", f"{OLD}/credentials/{old}/", "--reason", "misconduct", "--root", root)
    assert revoked.err.endswith(
        f"      awarded under {OLD}, so publish that site, too: `conferral build --for {OLD}`\n"
    )


def test_a_move_is_described_as_one(root: Path) -> None:
    commit_all(root)
    call("move", NEW, "--root", root)

    assert call("describe", "HEAD", "--root", root).out == (
        f"warning: moves the registry to {NEW}\n"
        "  - awards that are registered from 2026-08-03T22:30:00Z on get addresses there\n"
        "  - what was issued before keeps its address, which has to stay online\n"
    )


def test_a_move_that_is_merged_after_later_awards_is_dated_anew_by_one_command(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit_all(root)
    git(root, "switch", "-q", "-c", "move")
    call("move", NEW, "--root", root)
    commit_all(root, "move")
    git(root, "switch", "-q", "main")
    award(root, "teaching", 11)
    later = TODAY.replace(day=5)
    monkeypatch.setattr("conferral.cli.checking.now", lambda: later)
    call("register", "--root", root)
    commit_all(root, "award")
    git(root, "switch", "-q", "move")
    git(root, "merge", "-q", "-m", "merge", "main")

    checked = call("check", "--base", "main", "--root", root)
    assert checked.code == 1
    assert checked.out.startswith(
        f"{PINS}:3:1: an award was issued under {OLD} and would move along to {NEW}, the first "
    )
    assert checked.err == "conferral: 1 problem in the registry\n"

    mended = call("register", "--base", "main", "--root", root)

    assert (mended.code, mended.out) == (
        0,
        f"the move to {NEW} is of 2026-08-05T22:30:01Z now: awards were issued until then\n",
    )
    assert call("check", "--base", "main", "--root", root).code == 0
    assert call("register", "--base", "main", "--root", root).err == "nothing to register\n"


def test_a_commit_from_before_the_move_is_nothing_to_fall_back_on_at_the_new_address(
    root: Path, tmp_path: Path
) -> None:
    before = commit_all(root)
    call("move", NEW, "--root", root)
    commit_all(root, "move")
    arguments = ("fallback", "--base", before, "--out", tmp_path / "out", "--root", root)

    done = call(*arguments)

    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"conferral: commit {before[:12]} is of before the registry was at {NEW}, so there is nothing to fall back on\n"
        f"hint: Mend the branch; a site of the former address can be made with --for {OLD}\n"
    )
    assert call(*arguments, "--for", f"{OLD}/").code == 0
    assert OLD in (tmp_path / "out" / DESCRIPTION).read_text()


@pytest.mark.parametrize("registered", ["before the move", "after the move"])
def test_a_branch_that_knew_nothing_of_the_move_is_mended_by_one_command(
    root: Path, monkeypatch: pytest.MonkeyPatch, registered: str
) -> None:
    commit_all(root)
    git(root, "switch", "-q", "-c", "cohort")
    award(root, "teaching", 11, 12)
    day = {"before the move": 2, "after the move": 5}[registered]
    monkeypatch.setattr("conferral.cli.checking.now", lambda: TODAY.replace(day=day))
    call("register", "--root", root)
    commit_all(root, "cohort")
    git(root, "switch", "-q", "main")
    call("move", NEW, "--root", root)
    commit_all(root, "move")
    git(root, "merge", "-q", "-m", "merge", "cohort")
    monkeypatch.setattr("conferral.cli.checking.now", lambda: TODAY.replace(day=6))

    checked = call("check", "--base", "main^1", "--root", root)
    assert checked.code == 1
    batch = "credentials/awards/teaching/2026-07-02-late-5c8m.yml:4:3"
    first = load_registry(FolderFiles(root)).awards[-2].id
    assert (
        checked.out.splitlines()[0]
        == {
            "before the move": f"{batch}: 2 awards of this batch were registered under {OLD} and never published, and "
            f"main^1 has moved to {NEW}",
            "after the move": f"{batch}: 2 awards of this batch, the first {first}, were registered under {OLD} when "
            f"the registry had moved to {NEW}",
        }[registered]
    )
    assert checked.err == "conferral: 1 problem in the registry\n"

    mended = call("register", "--base", "main^1", "--root", root)

    why = {
        "before the move": f"is registered anew, as the registry had moved to {NEW} when it came",
        "after the move": "is pinned anew, as the files say something else now",
    }[registered]
    assert (mended.code, [line.partition("  ")[2] for line in mended.out.splitlines()]) == (0, [why, why])
    assert call("check", "--base", "main^1", "--root", root).code == 0
    registry = load_registry(FolderFiles(root))
    assert [one.badge for one in registry.under(NEW).awards] == ["teaching", "teaching"]
