"""Invariant 3: awards are never deleted, and a revocation is never lost."""

from __future__ import annotations

from pathlib import Path

from conferral.files import FolderFiles
from conferral.loading import load, load_registry
from conferral.model import Registry
from conferral.register.comparison import findings
from tests.registry_builder import key_file


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
