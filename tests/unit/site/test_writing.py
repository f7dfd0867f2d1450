"""Design, invariant 7: a failed or killed build leaves the previous site whole."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
import traceback
from pathlib import Path

import pytest

from conferral.errors import BuildError
from conferral.site import writing
from conferral.site.writing import apart, check_place, default_place, exchange, recover, staging, usual_modes

REFUSAL_HINT = "A build replaces the whole folder. Choose another with --out, or empty this one yourself."


def fill(folder: Path, version: str, pages: int = 30) -> None:
    (folder / "catalog.json").write_text("{}")
    for number in range(pages):
        (folder / f"{version}{number}").mkdir()
        (folder / f"{version}{number}" / "index.html").write_text(version)


def state(out: Path) -> set[str]:
    """The version that every page of the site says, and that every folder is named for."""
    said = {page.read_text() for page in out.glob("*/index.html")}
    assert len(list(out.glob("*/index.html"))) == 30
    return said | {folder.name[0] for folder in out.iterdir() if folder.is_dir()}


def build(out: Path, version: str) -> None:
    with staging(out) as staged:
        fill(staged, version)
        exchange(staged, out)


@pytest.fixture(params=["one step", "two steps"])
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "two steps":
        monkeypatch.setattr(writing, "_swap", lambda *_: False)
    return str(request.param)


@pytest.mark.usefixtures("steps")
def test_a_site_takes_the_place_of_nothing_then_of_an_earlier_site_and_nothing_is_left_over(tmp_path: Path) -> None:
    out = tmp_path / "build" / "site"

    build(out, "A")
    assert state(out) == {"A"}
    build(out, "B")
    assert state(out) == {"B"}
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()

    build(out, "A")

    assert state(out) == {"A"}


def test_a_failed_build_leaves_the_previous_site_and_no_staging(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, "A")

    with pytest.raises(ZeroDivisionError), staging(out) as staged:  # noqa: PT012
        (staged / "index.html").write_text("half")
        _ = 1 / 0

    assert state(out) == {"A"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_is_no_site_is_not_replaced(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "thesis.txt").write_text("precious")

    with pytest.raises(BuildError) as caught:
        build(home, "A")

    assert caught.value.message == (
        f"the output folder '{home}' is neither empty nor a site that conferral has written: it has no catalog.json"
    )
    assert caught.value.hint == REFUSAL_HINT
    assert (home / "thesis.txt").read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_folder_that_became_foreign_during_the_build_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "site"

    with pytest.raises(BuildError, match="neither empty nor a site"), staging(out) as staged:  # noqa: PT012
        fill(staged, "A")
        out.mkdir()
        (out / "thesis.txt").write_text("precious")
        exchange(staged, out)

    assert (out / "thesis.txt").read_text() == "precious"


def test_the_folder_that_none_has_named_lies_in_the_registry_whatever_links_were_committed(tmp_path: Path) -> None:
    root, outside = tmp_path / "registry", tmp_path / "outside"
    for folder in (root / "elsewhere", outside):
        folder.mkdir(parents=True)
    place = root / "build" / "site"

    assert default_place(root, "build/site") == place
    (root / "build").symlink_to("elsewhere")
    assert default_place(root, "build/site") == place
    (root / "elsewhere" / "site").symlink_to(outside)
    with pytest.raises(BuildError) as caught:
        default_place(root, "build/site")
    assert caught.value.message == f"'{place}' is a link that leads out of the registry"
    assert caught.value.hint == "Name the folder with --out."


@pytest.mark.parametrize("kind", ["link", "pipe", "list"])
def test_a_catalogue_that_is_no_regular_file_with_an_object_makes_no_site(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (tmp_path / "real.json").write_text("{}")
    if kind == "link":
        (out / "catalog.json").symlink_to(tmp_path / "real.json")
    elif kind == "pipe":
        os.mkfifo(out / "catalog.json")
    else:
        (out / "catalog.json").write_text("[]")

    with pytest.raises(BuildError, match="neither empty nor a site"):
        check_place(out, preview=False)


def test_a_preview_may_take_the_place_of_a_preview_and_a_real_site_that_of_either(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    for before, preview in ((True, True), (True, False), (False, False)):
        (out / "catalog.json").write_text(json.dumps({"preview": before}))
        check_place(out, preview=preview)


def test_a_file_and_the_root_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("x")

    with pytest.raises(BuildError) as caught:
        build(tmp_path / "site", "A")
    assert caught.value.message == f"the output folder '{tmp_path / 'site'}' is a file"
    with pytest.raises(BuildError) as caught:
        build(Path("/"), "A")
    assert caught.value.message == "the output folder '/' is the root of the file system"


def test_a_symbolic_link_to_a_site_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "disk" / "site", tmp_path / "site"
    build(real, "A")
    link.symlink_to(real)

    build(link, "B")

    assert link.is_symlink()
    assert state(real) == {"B"}
    assert [path.name for path in real.parent.iterdir()] == ["site"]


def test_two_builds_do_not_write_one_site_at_once(tmp_path: Path) -> None:
    out = tmp_path / "site"

    with staging(out), pytest.raises(BuildError) as caught:
        build(out, "A")
    with staging(out), pytest.raises(BuildError):
        recover(out)

    assert caught.value.message == f"another build is writing '{out}'"
    assert caught.value.hint == "Wait until it is done, or choose another folder with --out."


def test_recovering_one_site_leaves_the_work_on_a_neighbour_with_a_longer_name(tmp_path: Path) -> None:
    with staging(tmp_path / "site-2") as neighbour:
        recover(tmp_path / "site")

        assert neighbour.is_dir()


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_two_renames_that_stop_between_any_two_steps_are_finished(tmp_path: Path, step: int) -> None:
    out, staged = tmp_path / "site", tmp_path / ".conferral-site-0123456789abcdef"
    old, journal = tmp_path / f"{staged.name}.old", tmp_path / ".conferral-site.exchange"
    build(out, "A")
    staged.mkdir()
    fill(staged, "B")
    journal.write_text(staged.name)
    if step >= 2:
        out.rename(old)
    if step >= 3:
        staged.rename(out)
    if step >= 4:
        journal.unlink()

    recover(out)

    assert state(out) == ({"A"} if step == 1 else {"B"})
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    "content",
    ["SECRET", "a/SECRET", "SECRET" * 10_000, ".conferral-site-0123456789abcdef/../SECRET", "SECRET\x00\u00e9"],
)
def test_what_stands_in_a_journal_that_no_build_has_written_is_never_repeated(tmp_path: Path, content: str) -> None:
    out, journal = tmp_path / "site", tmp_path / ".conferral-site.exchange"
    journal.write_text(content, encoding="utf-8")

    with pytest.raises(BuildError) as caught:
        recover(out)

    assert caught.value.message == f"'{journal}' is no journal of a build"
    assert caught.value.hint == "Delete it; no build has written it."
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("content", ["SECRET", ".conferral-site-0123456789abcdef"])
def test_a_journal_that_is_a_link_is_not_followed(tmp_path: Path, content: str) -> None:
    secret, journal = tmp_path / "environ", tmp_path / ".conferral-site.exchange"
    secret.write_text(content)
    journal.symlink_to(secret)

    with pytest.raises(BuildError) as caught, staging(tmp_path / "site"):
        pass

    assert caught.value.message == f"'{journal}' is no journal of a build"
    assert content not in "".join(traceback.format_exception(caught.value))
    assert secret.read_text() == content


def test_a_journal_that_is_a_pipe_does_not_stop_a_build_for_good(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".conferral-site.exchange")

    with pytest.raises(BuildError, match="is no journal of a build"):
        recover(tmp_path / "site")


def test_a_journal_that_names_a_link_or_nothing_finishes_nothing(tmp_path: Path) -> None:
    out, staged = tmp_path / "site", tmp_path / ".conferral-site-0123456789abcdef"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for link in (True, False):
        (tmp_path / ".conferral-site.exchange").write_text(staged.name)
        if link:
            staged.symlink_to(elsewhere)
        recover(out)
        assert not os.path.lexists(out)
        staged.unlink(missing_ok=True)


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / ".conferral-site.lock").symlink_to(tmp_path / "made")

    with pytest.raises(BuildError) as caught, staging(tmp_path / "site"):
        pass

    assert caught.value.message == (
        f"the folder of '{tmp_path / 'site'}' cannot be locked: Too many levels of symbolic links"
    )
    assert not (tmp_path / "made").exists()


def test_a_rename_that_the_system_refuses_leaves_the_previous_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    build(out, "A")

    def refuse(*_: object) -> bool:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(writing, "_swap", refuse)
    with pytest.raises(BuildError) as caught:
        build(out, "B")

    assert caught.value.message == f"the new site cannot take the place of '{out}': Device or resource busy"
    assert state(out) == {"A"}


LOOP = """
import itertools, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from conferral.site import writing
from tests.unit.site.test_writing import build
if sys.argv[2] == "two steps":
    writing._swap = lambda *_: False
for _ in sys.stdin:
    child = os.fork()
    try:
        if not child:
            for version in itertools.cycle("BA"):
                build(Path(sys.argv[1]), version)
    finally:
        if not child:
            os._exit(1)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.mark.parametrize("how", ["one step", "two steps"])
def test_killing_a_build_at_random_moments_leaves_one_site_or_the_other_whole(tmp_path: Path, how: str) -> None:
    out = tmp_path / "site"
    build(out, "A")
    command = [sys.executable, "-c", LOOP, str(out), how, str(Path(__file__).parents[3])]
    seen, interrupted = set(), 0
    children = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as builder:
        assert builder.stdin is not None
        assert builder.stdout is not None
        for _ in range(30):
            builder.stdin.write("build\n")
            child = int(builder.stdout.readline())
            time.sleep(random.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            children.append(int(builder.stdout.readline()))
            interrupted += len(list(tmp_path.iterdir())) > 1
            recover(out)
            now = state(out)
            assert len(now) == 1
            seen |= now
            assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert children == [-signal.SIGKILL] * 30
    assert interrupted
    assert seen <= {"A", "B"}


def test_what_is_staged_apart_lies_beside_the_site_and_is_gone_unless_it_was_moved(tmp_path: Path) -> None:
    with staging(tmp_path / "site") as staged:
        with apart(staged) as moved:
            assert (moved.parent, list(moved.iterdir())) == (staged.parent, [])
            (moved / "page").write_text("x")
            moved.rename(staged / "credentials")
        with apart(staged) as left:
            (left / "page").write_text("x")
        assert [path.name for path in staged.rglob("*")] == ["credentials", "page"]
        assert not left.exists()


def test_what_a_killed_build_has_staged_apart_is_removed(tmp_path: Path) -> None:
    left = tmp_path / ".conferral-site-0123456789abcdef.apart"
    other = tmp_path / ".conferral-site-0123456789abcdef.more"
    for folder in (left, other):
        (folder / "1").mkdir(parents=True)
        (folder / "1/index.html").write_text("x")

    recover(tmp_path / "site")

    assert (left.exists(), other.exists()) == (False, True)


def test_files_get_the_usual_modes_whatever_the_umask_is(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with usual_modes():
            (tmp_path / "file").write_text("x")
            (tmp_path / "folder").mkdir()
        (tmp_path / "later").write_text("x")
    finally:
        os.umask(before)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"file": 0o644, "folder": 0o755, "later": 0o600}
