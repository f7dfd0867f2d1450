"""Corrections: awards issued again under the same id, each correction in files of its own."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from conferral import validation
from conferral.credentials import credential, digest
from conferral.files import FolderFiles
from conferral.loading import load, load_registry
from conferral.model import Award, Registry, Row
from conferral.register import drift
from conferral.register.comparison import findings as compared
from conferral.register.mending import COUNTED_ON, PINNED_ANEW, Published
from conferral.register.registration import plan
from conferral.standards.bitstring import LENGTH
from conferral.status import status_lists
from tests.registry_builder import NOW, recipient, write_registry
from tests.unit.memory_files import MemoryFiles
from tests.unit.register.conftest import register

BATCH = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"
ROWS = "credentials/register/awards/data-analysis/2026-06-30-spring-k3v9.csv"


def registry(root: Path) -> Registry:
    return load_registry(FolderFiles(root))


def awards(root: Path, badge: str = "data-analysis") -> list[Award]:
    return [award for award in registry(root).awards if award.badge == badge]


def correct(root: Path, *ids: str, name: str = "typo-7d2n", reason: str = "clerical-error") -> Path:
    file = root / f"credentials/corrections/data-analysis/{name}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    listed = "".join(f"  - {award}\n" for award in ids)
    file.write_text(f"badge: data-analysis\non: 2026-07-20\nreason: {reason}\nawards:\n{listed}")
    return file


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))


def problems(root: Path, *, registered: bool = True) -> list[str]:
    loaded = load(FolderFiles(root))
    assert loaded.registry
    rules = validation.findings if registered else validation.findings_before_registration
    found = [*rules(loaded.registry, as_of=NOW), *drift.findings(loaded.registry, ())]
    return [f"{problem.place}: {problem.what}" for problem in (*loaded.problems, *loaded.locate(found))]


def signs(registry: Registry, award: Award) -> str:
    return digest(credential(registry, award, registry.file.base_url))


def test_a_corrected_award_is_issued_again_under_its_id_in_a_file_of_the_correction(root: Path) -> None:
    before = (root / ROWS).read_text()
    second = awards(root)[1]
    assert second.id
    assert second.row
    edit(root, BATCH, "Led the team.", "Was part of the team.")
    correct(root, second.id)

    planned = register(root, seed=2)

    (row,) = planned.corrected
    assert [path for path, _ in planned.files] == ["credentials/register/corrections/data-analysis/typo-7d2n.csv"]
    assert (root / ROWS).read_text() == before
    assert (row.id, row.issue, row.badge_version, row.issuer_version, row.layout) == (second.id, 2, 2, 1, "ob3-1")
    assert row.index != second.row.index
    assert row.registered == NOW
    now = awards(root)[1]
    assert now.row == row
    assert signs(registry(root), now) == row.digest
    assert problems(root) == []


def test_registering_a_correction_again_changes_nothing(root: Path) -> None:
    correct(root, *(award.id or "" for award in awards(root)))
    register(root, seed=2)

    assert register(root, seed=3).files == ()


def test_an_award_may_differ_while_a_correction_names_it_and_no_other_may(root: Path) -> None:
    first, second, _ = awards(root)
    edit(root, BATCH, "Led the team.", "Was part of the team.")
    correct(root, first.id or "")
    (found,) = drift.findings(registry(root), ())
    assert found.what == f"award {second.id} would sign something else than what was registered"

    correct(root, first.id or "", second.id or "")
    assert list(drift.findings(registry(root), ())) == []


def test_what_was_corrected_may_not_change_again_without_another_correction(root: Path) -> None:
    second = awards(root)[1]
    edit(root, BATCH, "Led the team.", "Was part of the team.")
    correct(root, second.id or "")
    register(root, seed=2)
    edit(root, BATCH, "Was part of the team.", "Led the team.")

    (found,) = drift.findings(registry(root), ())

    assert found.what == f"award {second.id} would sign something else than what was registered"


def test_the_badge_version_stays_and_the_issuers_text_and_the_identity_are_those_of_today(root: Path) -> None:
    first = awards(root)[0]
    folder = root / "credentials/badges/data-analysis"
    (folder / "2.yml").write_text((folder / "badge.yml").read_text())
    (folder / "2.svg").write_text((folder / "badge.svg").read_text())
    edit(root, "credentials/badges/data-analysis/badge.yml", "version: 2", "version: 3")
    issuer = root / "credentials/issuers/lakeside"
    (issuer / "1.yml").write_text((issuer / "issuer.yml").read_text())
    edit(
        root, "credentials/issuers/lakeside/issuer.yml", "version: 1\nname: Lakeside School", "version: 2\nname: Lakes"
    )
    person = root / f"recipients/{recipient(1)}.yml"
    person.parent.mkdir()
    person.write_text("identity: {name: Ada Example}\nconsent: {on: 2026-07-02, to: [identity]}\n")
    correct(root, first.id or "", reason="holder-request")

    (row,) = register(root, seed=2).corrected

    assert (row.badge_version, row.issuer_version, row.layout) == (2, 2, "ob3-1+name")
    assert problems(root) == []


def test_every_issue_but_the_last_is_turned_off_for_good(root: Path) -> None:
    first = awards(root)[0]
    correct(root, first.id or "")
    register(root, seed=2)
    correct(root, first.id or "", name="again-1w3e", reason="result-changed")
    register(root, seed=3)

    rows = awards(root)[0].rows
    bits = {status.issuer: status.bits for status in status_lists(registry(root))}

    assert [row.issue for row in rows] == [1, 2, 3]
    assert bits["lakeside"] == {rows[0].index, rows[1].index}


# --- two branches -----------------------------------------------------------------------------------------------


def merged(root: Path) -> tuple[Row, Row]:
    """Two branches corrected the first award, each unaware of the other; their rows."""
    first = awards(root)[0].id or ""
    original = {path: (root / path).read_bytes() for path in (BATCH, ROWS)}
    made = []
    for number, name in enumerate(("result-8c4f", "typo-7d2n")):
        file = correct(root, first, name=name)
        text = file.read_bytes()
        (row,) = register(root, seed=10 + number).corrected
        rows = root / row.place.file
        made.append((row, file, text, rows, rows.read_bytes()))
        file.unlink()
        rows.unlink()
    for path, content in original.items():
        assert (root / path).read_bytes() == content
    for _, file, text, rows, content in made:
        file.write_bytes(text)
        rows.write_bytes(content)
    return made[0][0], made[1][0]


def test_two_branches_that_correct_one_award_merge_and_one_of_them_counts_on(root: Path) -> None:
    one, other = merged(root)
    assert (one.issue, other.issue) == (2, 2)
    assert problems(root) == [(f"{other.place.file}:2:1: issue 2 of the award {one.id} is in {one.place.file} too")]
    published = [row for row in registry(root).rows if row.place.file != one.place.file]

    planned = register(root, seed=4, deployed=Published(published))

    (mended,) = planned.mended
    assert mended.why == COUNTED_ON.format(issue=3, before=2)
    assert mended.after.place.file == one.place.file
    assert mended.after.issue == 3
    assert mended.after.index not in {one.index, other.index}
    assert set(published) <= set(registry(root).rows)
    assert problems(root) == []


def test_a_row_that_nobody_has_seen_pins_what_the_files_say_now(root: Path) -> None:
    before = registry(root).rows
    edit(root, BATCH, "Led the team.", "Was part of the team.")
    (found,) = drift.findings(registry(root), (), published=())
    assert found.hint == drift.NOT_PUBLISHED
    assert list(drift.findings(registry(root), (), published=(), mending=True)) == []

    planned = register(root, seed=2, deployed=Published(()))

    (mended,) = planned.mended
    assert (mended.before, mended.why) == (before[1], PINNED_ANEW)
    assert mended.after.index == mended.before.index
    assert problems(root) == []


def test_what_is_published_is_never_pinned_anew(root: Path) -> None:
    edit(root, BATCH, "Led the team.", "Was part of the team.")
    rows = registry(root).rows

    assert register(root, deployed=Published(rows)).files == ()
    (found,) = drift.findings(registry(root), (), published=rows, mending=True)
    assert found.hint == drift.NO_HISTORY


@given(seed=st.integers(0, 2**32), corrected=st.lists(st.sets(st.integers(0, 2), min_size=1), min_size=1, max_size=3))
@settings(max_examples=15, deadline=None)
def test_whatever_branches_corrected_one_command_mends_the_merge(seed: int, corrected: list[set[int]]) -> None:
    """Published rows stay as they are; afterwards every rule holds and every award signs its last row."""
    chance = random.Random(seed)
    contents = dict(_registered())
    branches = [_branch(contents, number, chosen, chance) for number, chosen in enumerate(corrected)]
    published_branch = chance.randrange(len(branches) + 1)  # the last: none of them
    published = list(_load(contents).rows)
    for number, branch in enumerate(branches):
        contents |= branch
        if number == published_branch:
            published = [*published, *(row for row in _load(contents).rows if row.place.file in branch)]
    if chance.random() < 0.5 and 1 not in set().union(*corrected[published_branch : published_branch + 1]):
        published = [row for row in published if row.issue > 1 or row.id != _load(contents).awards[1].id]
        contents[BATCH] = contents[BATCH].replace(b"Led the team.", b"Was there.")
    registry = _load(contents)

    planned = plan(registry, MemoryFiles(contents), now=NOW, deployed=Published(published), chance=chance)
    after = _load({**contents, **dict(planned.files)})

    assert set(published) <= set(after.rows)
    assert list(validation.findings(after, as_of=NOW)) == []
    assert list(compared(_without(registry, published), after, "base")) == []
    for award in after.awards:
        assert award.row
        assert award.row.digest == signs(after, award)
    positions = [(row.badge == "sailing", row.list, row.index) for row in after.rows]
    assert len(set(positions)) == len(positions)
    assert all(0 <= row.index < LENGTH for row in after.rows)


def _branch(contents: dict[str, bytes], number: int, chosen: set[int], chance: random.Random) -> dict[str, bytes]:
    """The files of a branch that corrects some awards of the spring cohort, knowing of no other branch."""
    ids = [award.id for award in _load(contents).awards if award.badge == "data-analysis"]
    listed = "".join(f"  - {ids[position]}\n" for position in sorted(chosen))
    text = f"badge: data-analysis\non: 2026-07-20\nreason: other\nawards:\n{listed}"
    file = f"credentials/corrections/data-analysis/branch-000{number}.yml"
    made = {**contents, file: text.encode()}
    planned = plan(_load(made), MemoryFiles(made), now=NOW, chance=chance)
    return {file: text.encode(), **dict(planned.files)}


def _load(contents: dict[str, bytes]) -> Registry:
    return load_registry(MemoryFiles(contents))


def _without(registry: Registry, published: list[Row]) -> Registry:
    named = {row.place.file for row in published}
    corrections = tuple(one for one in registry.corrections if one.register_file in named)
    return replace(registry, rows=tuple(published), corrections=corrections)


@lru_cache
def _registered() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        register(write_registry(root))
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
