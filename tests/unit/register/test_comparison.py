"""Invariant 3: awards are never deleted, and a revocation is never lost."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from conferral import validation
from conferral.files import FolderFiles
from conferral.loading import load, load_registry
from conferral.model import Place, Registry, Row
from conferral.register import drift
from conferral.register.comparison import findings
from conferral.status import status_lists
from tests.registry_builder import NOW, key_file, recipient, write_registry
from tests.unit.register.conftest import register


def registry(root: Path) -> Registry:
    return load_registry(FolderFiles(root))


def said(base: Registry, now: Registry) -> list[tuple[str, str, str]]:
    return [(finding.place.file, finding.what, finding.hint) for finding in findings(base, now, "origin/main")]


def revoke(root: Path, award: str, text: str = "on: 2026-07-03\nreason: misconduct\n") -> Path:
    file = root / f"credentials/revocations/{award}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


def test_nothing_is_lost_between_a_registry_and_itself(root: Path) -> None:
    assert said(registry(root), registry(root)) == []


def test_new_awards_and_revocations_are_no_loss(root: Path) -> None:
    base = registry(root)
    revoke(root, base.rows[0].id)

    assert said(base, registry(root)) == []


def test_a_lost_revocation_is_refused(root: Path) -> None:
    award = registry(root).rows[0].id
    file = revoke(root, award)
    base = registry(root)
    file.unlink()

    path = f"credentials/revocations/{award}.yml"
    assert said(base, registry(root)) == [
        (
            path,
            f"the revocation of award {award} is gone",
            f"restore it: `git restore --source origin/main -- {path}`; if it was a mistake, award the badge anew",
        )
    ]


def test_a_revocation_may_get_another_note_but_no_other_reason(root: Path) -> None:
    award = registry(root).rows[0].id
    revoke(root, award)
    base = registry(root)

    revoke(root, award, "on: 2026-07-03\nreason: misconduct\nnote: Found in review.\n")
    assert said(base, registry(root)) == []

    revoke(root, award, "on: 2026-07-03\nreason: superseded\n")
    ((_, what, _),) = said(base, registry(root))
    assert what == f"the revocation of award {award} changed after it was published"


def test_a_vanished_row_is_refused(root: Path) -> None:
    base = registry(root)
    row = base.rows[-1]
    file = root / row.place.file
    file.write_text("".join(line for line in file.read_text().splitlines(True) if row.id not in line))

    ((path, what, hint),) = said(base, registry(root))

    assert (path, what) == (row.place.file, f"the register lost award {row.id}, issue 1, which was issued")
    assert hint == (
        f"awards are revoked, never deleted; restore it: `git restore --source origin/main -- {row.place.file}`, "
        f"then add credentials/revocations/{row.id}.yml"
    )


def test_a_changed_row_is_refused_naming_what_changed(root: Path) -> None:
    base = registry(root)
    row = base.rows[0]
    file = root / row.place.file
    file.write_text(file.read_text().replace(f",{row.index},", f",{(row.index + 1) % 1000},", 1))

    ((path, what, _),) = said(base, registry(root))

    assert path == row.place.file
    assert what == f"the register says something else of award {row.id} than was issued: index"


def test_where_two_rows_of_the_base_have_one_index_all_but_one_may_give_way(root: Path) -> None:
    file = root / "credentials/register/awards/sailing/2026-05-02-regatta-7m2x.csv"
    text = file.read_text()
    heading, first, second, *rest = text.splitlines()
    index = first.split(",")[6]

    def write(*rows: str) -> Registry:
        file.write_text("\n".join([heading, *rows, *rest, ""]))
        return registry(root)

    def with_index(row: str, number: str) -> str:
        return ",".join([*row.split(",")[:6], number, *row.split(",")[7:]])

    base = write(first, with_index(second, index))
    assert said(base, write(first, with_index(second, "7"))) == []
    assert said(base, write(with_index(first, "7"), with_index(second, index))) == []
    assert len(said(base, write(with_index(first, "8"), with_index(second, "7")))) == 2
    (lost,) = said(base, write(first))
    assert "the register lost award" in lost[1]
    assert len(said(write(first, second), write(first, with_index(second, "7")))) == 1


def test_a_suspension_ends_by_being_lifted_not_by_being_deleted(root: Path) -> None:
    award = next(award.id for award in registry(root).awards if award.badge == "sailing")
    file = root / f"credentials/suspensions/{award}.yml"
    file.parent.mkdir()
    file.write_text("on: 2026-07-03\nreason: under-review\n")
    base = registry(root)

    file.write_text("on: 2026-07-03\nreason: under-review\nlifted: 2026-07-09\n")
    assert said(base, registry(root)) == []

    file.unlink()
    ((_, what, _),) = said(base, registry(root))
    assert what == f"the suspension of award {award} is gone"


def test_pins_stay(root: Path) -> None:
    base = registry(root)
    (root / "credentials/register/registry.csv").write_text(
        "base_url,https://elsewhere.example.org\ntimezone,Europe/Berlin\n"
    )

    ((_, what, _),) = said(base, registry(root))

    assert what == "base URL and timezone are not those that were registered first"


def test_keys_stay_and_stay_retired_or_compromised(root: Path) -> None:
    file = root / "keys/harbour/key-1.yml"
    file.write_text(key_file("harbour", retired="2026-08-01T00:00:00Z"))
    base = registry(root)

    file.write_text(key_file("harbour"))
    ((_, what, _),) = said(base, registry(root))
    assert what == 'key "key-1" of harbour was retired and no longer is'

    file.write_text(key_file("harbour", compromised="2026-07-15T00:00:00Z", retired="2026-08-01T00:00:00Z"))
    assert said(base, registry(root)) == []

    file.unlink()
    ((_, what, _),) = said(base, registry(root))
    assert what == 'key "key-1" of harbour is gone'


def test_a_file_that_cannot_be_read_is_not_said_to_be_gone(root: Path) -> None:
    award = registry(root).rows[0].id
    file = revoke(root, award)
    base = registry(root)
    for path in (file, root / "keys/harbour/key-1.yml", root / base.rows[-1].place.file):
        path.write_text("broken: [\n")

    broken = load(FolderFiles(root)).registry

    assert broken
    assert said(base, broken) == []


BATCH = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"
SAILING = "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
CORRECTION = "credentials/corrections/data-analysis/typo-7d2n.yml"


def correct(root: Path, *awards: str, on: str = "2026-07-20", note: str = "") -> Path:
    file = root / CORRECTION
    file.parent.mkdir(parents=True, exist_ok=True)
    listed = "".join(f"  - {award}\n" for award in awards)
    file.write_text(f"badge: data-analysis\non: {on}\nreason: other\n{note}awards:\n{listed}")
    return file


def test_a_correction_and_its_rows_stay(root: Path) -> None:
    first, second, *_ = (award.id or "" for award in registry(root).awards)
    file = correct(root, first)
    rows = root / register(root, seed=2).corrected[0].place.file
    base = registry(root)

    correct(root, first, note="note: A slip of the pen.\n")
    assert said(base, registry(root)) == []

    correct(root, first, second)
    assert said(base, registry(root)) == [
        (
            CORRECTION,
            "this correction changed after it was published",
            "put it back; what is to be corrected now goes into a new file (the note may change)",
        )
    ]
    correct(root, first, on="2026-07-21")
    ((_, what, _),) = said(base, registry(root))
    assert what == "this correction changed after it was published"

    text = rows.read_text()
    rows.unlink()
    file.unlink()
    assert [(path, what) for path, what, _ in said(base, registry(root))] == [
        (rows.relative_to(root).as_posix(), f"the register lost award {first}, issue 2, which was issued"),
        (CORRECTION, "this correction is gone"),
    ]
    rows.write_text(text)
    file.write_text("broken: [\n")
    broken = load(FolderFiles(root)).registry
    assert broken
    assert said(base, broken) == []


def test_a_corrected_award_stays_its_holders(root: Path) -> None:
    base = registry(root)
    first = base.awards[0].id or ""
    correct(root, first)
    (root / BATCH).write_text((root / BATCH).read_text().replace(recipient(1), recipient(8)))

    ((path, what, hint),) = said(base, registry(root))

    assert (path, what) == (BATCH, f"award {first} was issued to {recipient(1)}, and names somebody else now")
    assert hint == "put it back: a credential never passes to somebody else; revoke the award and award anew"
    register(root, seed=2)
    assert [what for _, what, _ in said(base, registry(root))] == [what]


def erase(root: Path, position: int, on: str = "2026-09-01") -> str:
    """Reduce an award of the regatta to its id and a day."""
    (batch,) = (batch for batch in registry(root).batches if batch.badge == "sailing")
    award = batch.file.recipients[position].id or ""
    lines = (root / SAILING).read_text().split("\n- ")
    lines[position + 1] = f"id: {award}\n  erased: {on}\n"
    (root / SAILING).write_text("\n- ".join(line.rstrip("\n") for line in lines) + "\n")
    return award


def test_an_erasure_is_no_loss_and_is_never_taken_back(root: Path) -> None:
    before = (root / SAILING).read_text()
    base = registry(root)
    award = erase(root, 0)
    erased = registry(root)

    assert [one.id for one in erased.erased] == [award]
    assert len(erased.awards) == len(base.awards) - 1
    assert said(base, erased) == []

    (root / SAILING).write_text(before)
    ((path, what, hint),) = said(erased, registry(root))
    assert (path, what) == (SAILING, f"award {award} was erased on 2026-09-01 and is back")
    assert hint == "delete the other lines: erasing is for good; who holds the badge after all is awarded it anew"

    erase(root, 0, on="2026-09-02")
    ((_, what, _),) = said(erased, registry(root))
    assert what == f"award {award} was erased on another day"


def test_erasing_keeps_the_row_and_the_bit(root: Path) -> None:
    award = erase(root, 0)
    rows = registry(root).rows_by_id[award]
    bits = {status.issuer: status.bits for status in status_lists(registry(root))}
    assert bits["harbour"] == frozenset()

    revoke(root, award)
    bits = {status.issuer: status.bits for status in status_lists(registry(root))}
    assert bits["harbour"] == {rows[0].index}
    assert list(validation.findings(registry(root), as_of=NOW)) == []
    assert list(drift.findings(registry(root), ())) == []
    assert register(root, seed=3).files == ()


def test_registering_goes_on_beside_erased_awards(root: Path) -> None:
    """Ids go to the entries that lack one, and the rows of erased awards stay in the file."""
    award = erase(root, 0)
    (root / SAILING).write_text((root / SAILING).read_text() + f"- recipient: {recipient(9)}\n")

    (row,) = register(root, seed=3).registered

    now = registry(root)
    assert [one.id for one in now.awards if one.recipient == recipient(9)] == [row.id]
    assert [one.id for one in now.erased] == [award]
    assert len(now.rows) == 6
    assert list(validation.findings(now, as_of=NOW)) == []


def test_an_issuer_whose_awards_are_all_erased_still_signs_its_status_list(root: Path) -> None:
    erase(root, 0)
    erase(root, 1)

    assert {award.badge for award in registry(root).awards} == {"data-analysis"}
    assert [status.issuer for status in status_lists(registry(root))] == ["harbour", "lakeside"]
    assert registry(root).issuers_with_awards == {"harbour", "lakeside"}


def test_a_batch_that_the_base_has_is_closed(root: Path) -> None:
    base = registry(root)
    (root / SAILING).write_text((root / SAILING).read_text() + f"- recipient: {recipient(9)}\n")

    ((path, what, hint),) = said(base, registry(root))
    assert (path, what) == (SAILING, "a new entry in a batch that origin/main has already")
    assert hint == ("write late awards into a new file in credentials/awards/sailing; a batch is closed once merged")
    register(root, seed=3)
    (root / SAILING).write_text((root / SAILING).read_text() + f"- recipient: {recipient(10)}\n")
    ((_, what, _),) = said(base, registry(root))
    assert what == "2 new entries in a batch that origin/main has already"


def test_entries_that_the_base_has_and_did_not_register_may_be_registered(tmp_path: Path) -> None:
    root = write_registry(tmp_path)
    base = registry(root)
    register(root)

    assert said(base, registry(root)) == []


def test_rows_that_are_passed_over_are_those_that_are_as_they_were(root: Path) -> None:
    """Whatever is taken out, put twice or said anew, a row is left alone just where it is the last of its kind."""
    base = registry(root)
    chance = random.Random(1)
    for _ in range(200):
        rows = [mixed(row, chance) for row in base.rows if chance.random() > 0.1]
        rows += [mixed(chance.choice(base.rows), chance) for _ in range(chance.randrange(3))]
        chance.shuffle(rows)
        now = {(row.id, row.issue): row for row in rows}
        there = [now.get((row.id, row.issue)) for row in base.rows]
        departed = {
            row.id
            for row, one in zip(base.rows, there, strict=True)
            if one is None or one != row or one.place.file != row.place.file
        }

        told = said(base, replace(base, rows=tuple(rows)))

        assert len(told) == len(departed)
        assert all(any(award in what for _, what, _ in told) for award in departed)


def mixed(row: Row, chance: random.Random) -> Row:
    """The row, mostly; else one that says another thing of the same award."""
    other = chance.randrange(8)
    if other == 0:
        return replace(row, digest=f"{chance.getrandbits(256):064x}")
    if other == 1:
        return replace(row, place=Place("credentials/register/awards/sailing/elsewhere-7m2x.csv", (2,)))
    return replace(row, place=Place(row.place.file, (chance.randrange(2, 9),)))
