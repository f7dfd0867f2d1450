"""Moves of the registry: whose address an award has, and what a move that was merged late may not do."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral import validation
from conferral.credentials import credential, digest
from conferral.files import FolderFiles
from conferral.loading import load
from conferral.model import Finding, Move, Pins, Place, Registry
from conferral.register import drift, moving
from conferral.register.comparison import findings as compared
from conferral.register.mending import MOVED as REGISTERED_ANEW
from conferral.register.mending import PINNED_ANEW, Published
from conferral.register.registration import plan
from conferral.register.rows import REGISTRY_FILE, format_pins, parse_pins
from conferral.status import status_lists
from tests.moved_registry import (
    LATER,
    MOVED,
    NEW,
    OLD,
    award,
    move_at,
    moved_registry,
    register_at,
    registry_in,
    revoke,
)
from tests.registry_builder import NOW, write_registry

HOUR = timedelta(hours=1)
PINS = "base_url,https://a.example.org\ntimezone,UTC\n"


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    return moved_registry(tmp_path)


def problems(root: Path) -> list[str]:
    loaded = load(FolderFiles(root))
    assert loaded.registry
    found = [*validation.findings(loaded.registry, as_of=LATER), *drift.findings(loaded.registry, ())]
    return [f"{problem.place}: {problem.what}" for problem in (*loaded.problems, *loaded.locate(found))]


def published(registry: Registry) -> Published:
    return Published(registry.rows, registry.pins)


def bases_of(registry: Registry) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in registry.awards:
        found.setdefault(registry.base_of(one), []).append(one.id or "")
    return found


def whole(finding: Finding) -> tuple[str, str, str, str]:
    return f"{finding.place.file}:{finding.place.keys}", finding.what, finding.expected, finding.hint


def test_moves_are_read_as_they_were_written() -> None:
    moves = (Move(since=MOVED, base_url="https://b.example.org"), Move(since=LATER, base_url="https://c.example.org/x"))
    pins = Pins(base_url="https://a.example.org", timezone="UTC", moves=moves, place=Place(REGISTRY_FILE))
    text = (
        f"{PINS}moved,2026-07-02T09:00:00Z,https://b.example.org\nmoved,2026-07-03T09:00:00Z,https://c.example.org/x\n"
    )

    assert format_pins(pins) == text
    assert parse_pins(text) == (pins, [])
    assert pins.present_base_url == "https://c.example.org/x"


NO_MOVE = "this is no move of the registry"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("moved,2026-07-02,https://b.example.org", NO_MOVE),
        ("moved,2026-02-30T09:00:00Z,https://b.example.org", NO_MOVE),
        ("moved,2026-07-02T09:00:00Z,http://b.example.org", NO_MOVE),
        ("moved,2026-07-02T09:00:00Z,https://b.example.org/", NO_MOVE),
        ("moved,2026-07-02T09:00:00Z", NO_MOVE),
        ("base_url,https://b.example.org", NO_MOVE),
        ("", NO_MOVE),
        ("moved,2026-07-01T09:00:00Z,https://c.example.org", "this move is no later than the one before it"),
    ],
)
def test_a_line_that_is_no_move_is_refused(line: str, what: str) -> None:
    before = "moved,2026-07-01T09:00:00Z,https://b.example.org\n"

    pins, (finding,) = parse_pins(f"{PINS}{before}{line}\n")

    assert (pins, finding.place, finding.what) == (None, Place(REGISTRY_FILE, (4,)), what)


def test_an_award_belongs_to_the_address_of_the_time_when_it_was_registered(moved: Path) -> None:
    registry = registry_in(moved)

    assert {base: len(ids) for base, ids in bases_of(registry).items()} == {OLD: 5, NEW: 3}
    for one in registry.awards:
        assert one.row
        document = credential(registry, one, registry.base_of(one))
        assert document["id"].startswith(f"{registry.base_of(one)}/credentials/")
        assert digest(document) == one.row.digest
    assert problems(moved) == []


def test_a_corrected_award_keeps_its_address(moved: Path) -> None:
    old = bases_of(registry_in(moved))[OLD][0]
    file = moved / "credentials/corrections/data-analysis/typo-7d2n.yml"
    file.parent.mkdir(parents=True)
    file.write_text(f"badge: data-analysis\non: 2026-07-03\nreason: clerical-error\nawards: [{old}]\n")

    (row,) = register_at(moved, LATER + HOUR, seed=3).corrected

    assert (row.id, row.issue) == (old, 2)
    assert old in bases_of(registry_in(moved))[OLD]
    assert problems(moved) == []
    assert [one.file.awards for one in registry_in(moved).under(OLD).corrections] == [(old,)]
    assert registry_in(moved).under(NEW).corrections == ()


def test_each_site_has_its_own_awards_and_a_revocation_shows_on_the_list_of_its_own(moved: Path) -> None:
    ids = bases_of(registry_in(moved))
    revoke(moved, ids[OLD][0])
    registry = registry_in(moved)

    old, new = registry.under(OLD), registry.under(NEW)

    assert [[one.id for one in view.awards] for view in (old, new)] == [ids[OLD], ids[NEW]]
    assert [view.file.base_url for view in (old, new)] == [OLD, NEW]
    assert [[*view.revocations] for view in (old, new)] == [[ids[OLD][0]], []]
    assert {row.id for row in old.rows}.isdisjoint(row.id for row in new.rows)
    assert {*old.rows, *new.rows} == {*registry.rows}
    assert [one.place for one in (*old.awards, *new.awards)] == [one.place for one in registry.awards]
    (index,) = (row.index for row in registry.rows if row.id == ids[OLD][0])
    bits = {
        view.file.base_url: [one.bits for one in status_lists(view) if one.issuer == "lakeside"] for view in (old, new)
    }
    assert bits == {OLD: [frozenset({index})], NEW: [frozenset()]}


def test_an_erased_award_leaves_its_number_on_the_site_that_had_it(moved: Path) -> None:
    gone = bases_of(registry_in(moved))[OLD][-1]
    file = next(file for file in (moved / "credentials/awards").rglob("*.yml") if gone in file.read_text())
    (kept,) = (one for one in registry_in(moved).awards if one.id == gone)
    entry = f"  recipient: {kept.recipient}\n  id: {gone}\n"
    text = file.read_text()
    assert entry in text
    file.write_text(text.replace(f"- awarded: 2026-05-03\n{entry}", f"- id: {gone}\n  erased: 2026-07-04\n"))

    registry = registry_in(moved)

    assert [[one.id for one in registry.under(base).erased] for base in (OLD, NEW)] == [[gone], []]
    assert problems(moved) == []


def test_what_is_not_registered_belongs_to_the_present_address_alone(moved: Path) -> None:
    award(moved, "teaching", 20, name="2026-07-05-new-2b2b")

    registry = registry_in(moved)

    assert [sum(one.id is None for one in registry.under(base).awards) for base in (OLD, NEW)] == [0, 1]


def test_a_registry_that_never_was_there_has_no_site_there(moved: Path) -> None:
    with pytest.raises(LookupError):
        registry_in(moved).under("https://elsewhere.example.org")


@given(st.lists(st.integers(0, 40), max_size=6), st.integers(-1, 45))
def test_whatever_the_moves_one_address_is_that_of_an_instant(hours: list[int], at: int) -> None:
    """Moves to and fro among three addresses, in the order of their times."""
    addresses = ["https://a.example.org", "https://b.example.org", "https://c.example.org"]
    moves = tuple(
        Move(since=NOW + hour * HOUR, base_url=addresses[(number + 1) % 3])
        for number, hour in enumerate(sorted(set(hours)))
    )
    pins = Pins(base_url=addresses[0], timezone="UTC", moves=moves, place=Place(""))

    base = pins.base_at(NOW + at * HOUR)

    assert base in pins.bases
    assert len(set(pins.bases)) == len(pins.bases)
    ends = [(pins.base_url, None), *((move.base_url, move.since) for move in moves), ("", NOW + 99 * HOUR)]
    (expected,) = (
        one[0]
        for one, following in pairwise(ends)
        if (one[1] is None or one[1] <= NOW + at * HOUR) and following[1] and NOW + at * HOUR < following[1]
    )
    assert base == expected
    assert parse_pins(format_pins(pins))[0] == pins


def test_a_clock_that_is_behind_registers_no_new_award_under_the_former_address(moved: Path) -> None:
    award(moved, "teaching", 20, name="2026-07-05-new-2b2b")

    (row,) = register_at(moved, NOW, seed=4).registered

    assert row.registered == MOVED
    assert row.id in bases_of(registry_in(moved))[NEW]
    assert problems(moved) == []


def test_the_second_registration_changes_nothing(moved: Path) -> None:
    assert register_at(moved, seed=9).files == ()


# --- branches that knew nothing of the move ----------------------------------------------------------------------


@pytest.fixture
def main(tmp_path: Path) -> Path:
    """The registry before the move, published."""
    write_registry(tmp_path)
    register_at(tmp_path, NOW)
    return tmp_path


def merge_a_move(root: Path, now: datetime = MOVED) -> None:
    """What git makes of a branch that moved the registry as of `now`, merged."""
    files = FolderFiles(root)
    pins = registry_in(root).pins
    assert pins
    text = (root / "credentials/registry.yml").read_text().replace(OLD, NEW)
    (root / "credentials/registry.yml").write_text(text)
    move = Move(since=now, base_url=NEW)
    (root / REGISTRY_FILE).write_text(
        f"{files.read(REGISTRY_FILE).decode()}moved,{move.since:%Y-%m-%dT%H:%M:%SZ},{NEW}\n"
    )


def test_a_stale_branch_that_was_registered_after_the_move_is_reported_and_mended(main: Path) -> None:
    award(main, "teaching", 11, 12)
    rows = register_at(main, LATER, seed=2).registered
    merge_a_move(main)
    base = Published([row for row in registry_in(main).rows if row.id not in {one.id for one in rows}], None)

    (found,) = drift.findings(registry_in(main), ())
    first = f"2 awards of this batch, the first {rows[0].id},"
    assert whole(found) == (
        "credentials/awards/teaching/2026-07-02-late-5c8m.yml:('recipients', 0)",
        f"{first} were registered under {OLD} when the registry had moved to {NEW}",
        f"addresses that begin with {NEW}/",
        drift.OF_THE_MOVE,
    )
    assert list(drift.findings(registry_in(main), (), published=base.rows, mending=True)) == []

    planned = register_at(main, LATER + HOUR, seed=3, deployed=base)

    assert [(one.before.id, one.why) for one in planned.mended] == [(row.id, PINNED_ANEW) for row in rows]
    assert bases_of(registry_in(main))[NEW] == [row.id for row in rows]
    assert problems(main) == []


def test_a_stale_branch_that_was_registered_before_the_move_is_reported_and_mended(main: Path) -> None:
    """Its awards would be sound under the former address; but nobody has seen them, and they belong to the new one."""
    award(main, "teaching", 11)
    (row,) = register_at(main, NOW + HOUR, seed=2).registered
    merge_a_move(main)
    registry = registry_in(main)
    base = as_before(registry, row.id)
    assert list(drift.findings(registry, ())) == []

    (found,) = compared(base, registry, "origin/main")
    assert whole(found) == (
        "credentials/awards/teaching/2026-07-02-late-5c8m.yml:('recipients', 0)",
        f"this award was registered under {OLD} and never published, and origin/main has moved to {NEW}",
        f"addresses that begin with {NEW}/",
        "run `conferral register --base origin/main`: it registers them anew",
    )
    assert list(compared(base, registry, "origin/main", mending=True)) == []

    planned = register_at(main, LATER, seed=3, deployed=published(base))

    assert [one.why for one in planned.mended] == [REGISTERED_ANEW.format(base_url=NEW)]
    assert bases_of(registry_in(main))[NEW] == [row.id]
    assert list(compared(base, registry_in(main), "origin/main")) == []
    assert problems(main) == []


def test_awards_of_before_the_move_that_are_published_with_it_stay_where_they_are(main: Path) -> None:
    """Both were merged before the next publication: what is live knows of no move yet."""
    before = registry_in(main)
    award(main, "teaching", 11)
    (row,) = register_at(main, NOW + HOUR, seed=2).registered
    merge_a_move(main)

    assert list(compared(before, registry_in(main), "live")) == []
    assert register_at(main, LATER, seed=3, deployed=published(before)).files == ()
    assert row.id in bases_of(registry_in(main))[OLD]


def test_a_move_that_was_merged_late_takes_no_published_award_along(main: Path) -> None:
    award(main, "teaching", 11, 12)
    rows = register_at(main, LATER, seed=2).registered
    before = registry_in(main)
    merge_a_move(main)
    registry = registry_in(main)

    (found,) = compared(before, registry, "origin/main")
    first = min(row.id for row in rows)
    assert whole(found) == (
        f"{REGISTRY_FILE}:(3,)",
        f"2 awards were issued under {OLD} and would move along to {NEW}, the first {first}",
        "a move that is later than every award that was issued under the former address",
        "run `conferral register --base origin/main`: it dates the move anew",
    )
    told = [row.id for row in moving.carried_along(before, registry.pins)]  # type: ignore[arg-type]
    assert sorted(told) == sorted(row.id for row in rows)
    assert list(drift.findings(registry, (), published=before.rows, told=told)) == []
    assert [one.hint for one in drift.findings(registry, (), published=registry.rows)] == [drift.OF_THE_MOVE]

    redated = moving.redated(registry, before, now=NOW)
    files = FolderFiles(main)
    planned = plan(redated, files, now=NOW, chance=random.Random(4), deployed=published(before))

    assert [path for path, _ in planned.files] == [REGISTRY_FILE]
    assert planned.redated == Move(since=LATER + timedelta(seconds=1), base_url=NEW)
    for path, content in planned.files:
        (main / path).write_bytes(content)
    assert list(compared(before, registry_in(main), "origin/main")) == []
    assert problems(main) == []


def test_a_move_that_takes_nothing_along_is_left_as_it_is(main: Path) -> None:
    before = registry_in(main)
    move_at(main)

    assert moving.redated(registry_in(main), before, now=LATER) == registry_in(main)
    assert list(compared(before, registry_in(main), "origin/main")) == []


@pytest.mark.parametrize("loss", ["gone", "altered", "dated earlier"])
def test_a_published_move_stays(moved: Path, loss: str) -> None:
    base = registry_in(moved)
    file = moved / REGISTRY_FILE
    lines = file.read_text().splitlines(keepends=True)
    after = {
        "gone": lines[:2],
        "altered": [*lines[:2], lines[2].replace(NEW, "https://other.example.org")],
        "dated earlier": [*lines[:2], lines[2].replace("07-02", "07-01")],
    }
    file.write_text("".join(after[loss]))

    (finding,) = compared(base, registry_in(moved), "origin/main")

    assert whole(finding)[1:] == (
        f"the move of the registry to {NEW} is gone or changed",
        f"moved,2026-07-02T09:00:00Z,{NEW}",
        f"restore it: `git restore --source origin/main -- {REGISTRY_FILE}`; to move on or back, run `conferral move`",
    )


def test_a_registry_may_move_back(moved: Path) -> None:
    move_at(moved, OLD, LATER + HOUR)
    award(moved, "teaching", 20, name="2026-07-05-new-2b2b")
    register_at(moved, LATER + 2 * HOUR, seed=4)

    registry = registry_in(moved)

    assert registry.bases == (OLD, NEW)
    assert {base: len(ids) for base, ids in bases_of(registry).items()} == {OLD: 6, NEW: 3}
    assert problems(moved) == []


def as_before(registry: Registry, award_id: str) -> Registry:
    """The registry as published before an award came."""
    batches = tuple(one for one in registry.batches if award_id not in {entry.id for entry in one.file.recipients})
    return replace(registry, batches=batches, rows=tuple(row for row in registry.rows if row.id != award_id))


@given(st.data())
def test_whenever_they_were_registered_each_award_and_each_bit_is_on_one_site(
    small: Registry, data: st.DataObject
) -> None:
    """Times of registration and of moves at random; digests are another test's concern."""
    hours = st.integers(0, 9)
    moves = tuple(
        Move(since=NOW + hour * HOUR, base_url=data.draw(st.sampled_from([OLD, NEW, "https://c.example.org"])))
        for hour in sorted(data.draw(st.sets(hours, max_size=4)))
    )
    assert small.pins
    pins = replace(small.pins, moves=moves)
    registry = replace(
        small,
        file=small.file.model_copy(update={"base_url": pins.present_base_url}),
        pins=pins,
        rows=tuple(replace(row, registered=NOW + data.draw(hours) * HOUR) for row in small.rows),
    )

    views = [registry.under(base) for base in registry.bases]

    assert sorted(one.id or "" for view in views for one in view.awards) == sorted(one.id or "" for one in small.awards)
    assert sorted(row.index for view in views for row in view.rows) == sorted(row.index for row in small.rows)
    assert sum(len(view.revocations) for view in views) == len(small.revocations)
    bits = [(one.path, bit) for view in views for one in status_lists(view) for bit in one.bits]
    assert sorted(bits) == sorted((one.path, bit) for one in status_lists(registry) for bit in one.bits)
    for view in views:
        assert {view.base_of(one) for one in view.awards} <= {view.file.base_url}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    root = moved_registry(tmp_path_factory.mktemp("small"))
    for one in registry_in(root).awards[::2]:
        revoke(root, one.id)
    return registry_in(root)
