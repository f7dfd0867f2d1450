"""Invariant 2: what was issued never changes silently."""

from __future__ import annotations

from pathlib import Path

from conferral.files import FolderFiles
from conferral.history import CommitFiles
from conferral.loading import load, load_registry
from conferral.register import drift
from tests.registry_builder import commit_all, recipient

BADGE = "credentials/badges/data-analysis/badge.yml"
WAYS_OUT = drift.WAYS_OUT


def drifted(root: Path, *, revision: str = "") -> list[str]:
    loaded = load(FolderFiles(root))
    assert loaded.registry
    earlier = [lambda: load_registry(CommitFiles(root, revision))] if revision else []
    return [str(problem) for problem in loaded.locate(drift.findings(loaded.registry, earlier))]


def ids(root: Path, badge: str) -> list[str]:
    return [award.id or "" for award in load_registry(FolderFiles(root)).awards if award.badge == badge]


def test_nothing_drifts_after_registering(root: Path) -> None:
    assert drifted(root) == []


def test_a_changed_text_is_named_with_its_file_line_and_field(root: Path) -> None:
    commit = commit_all(root)
    path = root / BADGE
    path.write_text(path.read_text().replace("Turns data into answers.", "Turns data into gold."))

    messages = drifted(root, revision=commit)

    assert messages == [
        f"{BADGE}:4:14: award {award} would sign something else than what was registered: "
        '/credentialSubject/achievement/description is now "Turns data into gold."\n'
        '    expected: "Turns data into answers."\n'
        f"    hint: {WAYS_OUT}"
        for award in sorted(ids(root, "data-analysis"))
    ]


def test_without_history_the_award_is_named(root: Path) -> None:
    path = root / "credentials/issuers/harbour/issuer.yml"
    path.write_text(path.read_text().replace("Harbour School", "Harbour University"))

    messages = drifted(root)

    assert len(messages) == 2
    assert all("no earlier commit at hand shows which text changed" in message for message in messages)


def test_a_version_that_vanished_is_said_to_be_missing(root: Path) -> None:
    for path in ("credentials/issuers/lakeside/issuer.yml", "credentials/issuers/lakeside/logo.svg"):
        (root / path).unlink()
    registry = load(FolderFiles(root)).registry
    assert registry

    texts = [finding.what for finding in drift.findings(registry, ())]

    assert texts[:3] == ['this award can no longer be signed as registered: issuer "lakeside" has no version 1'] * 3
    assert list(drift.findings(registry, (), whole=False)) == []


def test_an_identity_that_was_withdrawn_is_a_correction_not_an_edit(root: Path) -> None:
    person = recipient(5)
    file = root / f"recipients/{person}.yml"
    file.parent.mkdir()
    file.write_text("identity: {name: Ada Example}\nconsent: {on: 2026-01-02, to: [identity]}\n")
    batch = root / "credentials/awards/sailing/2026-07-09-late-2b3c.yml"
    batch.write_text(f"badge: sailing\nawarded: 2026-07-09\nrecipients:\n- recipient: {person}\n")
    from tests.unit.register.conftest import register

    (row,) = register(root, seed=3).registered
    assert row.layout == "ob3-1+name"
    assert drifted(root) == []

    file.unlink()

    (message,) = drifted(root)
    assert message.splitlines()[0] == (
        "credentials/awards/sailing/2026-07-09-late-2b3c.yml:4:3: this award can no longer be signed as registered: "
        f"recipients/{person}.yml has no identity of the kind name"
    )


def test_an_identity_given_later_does_not_change_earlier_awards(root: Path) -> None:
    file = root / f"recipients/{recipient(1)}.yml"
    file.parent.mkdir()
    file.write_text("identity: {did: did:key:z6MkExample}\nconsent: {on: 2026-09-02, to: [identity]}\n")

    assert drifted(root) == []
