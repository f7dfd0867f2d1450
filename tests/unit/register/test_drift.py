"""Invariant 2: what was issued never changes silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.checking import check
from conferral.files import FolderFiles
from conferral.history import CommitFiles
from conferral.loading import load, load_registry
from conferral.register import drift
from tests.registry_builder import commit_all, recipient
from tests.unit.register.conftest import register

BADGE = "credentials/badges/data-analysis/badge.yml"
SAILING_BADGE = "credentials/badges/sailing/badge.yml"
BATCH = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"
SAILING = "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
LATE = "credentials/awards/sailing/2026-07-09-late-2b3c.yml"
REGISTRY = "credentials/registry.yml"
RAISE = (
    "    hint: put it back; or keep the earlier text for the awards so far and raise the version: copy it to <n>.yml; "
    "or issue all of them again: `conferral badge correct` (docs/guide/awarding.md)"
)
ANEW = "    hint: put it back; or record the change: `conferral correct` (docs/guide/awarding.md)"
OTHER = "would sign something else than what was registered"


def drifted(root: Path, *, revision: str = "") -> list[str]:
    loaded = load(FolderFiles(root))
    assert loaded.registry
    earlier = [lambda: load_registry(CommitFiles(root, revision))] if revision else []
    found = drift.findings(loaded.registry, earlier, whole=not loaded.problems)
    return [str(problem) for problem in loaded.locate(found)]


def ids(root: Path, badge: str) -> list[str]:
    return [award.id or "" for award in load_registry(FolderFiles(root)).awards if award.badge == badge]


def replace(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))


def edited(root: Path, file: str, old: str, new: str) -> list[str]:
    """The messages after one edit of a registry whose state before is committed."""
    commit = commit_all(root)
    replace(root, file, old, new)
    return drifted(root, revision=commit)


def with_identity(root: Path) -> tuple[Path, str]:
    """A recipient's file, and the id of the one award that signs the identity in it."""
    person = recipient(5)
    file = root / f"recipients/{person}.yml"
    file.parent.mkdir()
    file.write_text("identity: {name: Ada Example}\nconsent: {on: 2026-01-02, to: [identity]}\n")
    (root / LATE).write_text(f"badge: sailing\nawarded: 2026-07-09\nrecipients:\n- recipient: {person}\n")
    (row,) = register(root, seed=3).registered
    assert row.layout == "ob3-1+name"
    return file, row.id


def test_nothing_drifts_after_registering(root: Path) -> None:
    assert drifted(root) == []


def test_translations_collections_and_the_look_are_not_signed(root: Path) -> None:
    commit = commit_all(root)
    german = "    name: Daten\n    description: Kann rechnen.\n    criteria: Hat gerechnet.\n"
    added = {
        REGISTRY: (
            "languages: [en, de]\ntranslations:\n  de:\n    description: Nachweise.\n"
            'brand:\n  accent: "#0b5a6b"\n  accent_dark: "#86cdd9"\n'
        ),
        BADGE: f"translations:\n  de:\n{german}",
        "credentials/badges/data-analysis/1.yml": f"translations:\n  de:\n{german}",
        "credentials/issuers/lakeside/issuer.yml": (
            "translations:\n  de:\n    description: Eine Schule.\n"
            'linkedin_organization_id: "1234567"\nsame_as: [https://register.example.org/organisations/4711]\n'
        ),
        "credentials/collections/water.yml": "title: Water\ndescription: Boats.\nbadges: [sailing]\n",
        "credentials/logo.svg": (root / "credentials/badges/sailing/badge.svg").read_text(),
    }
    for file, text in added.items():
        (root / file).parent.mkdir(exist_ok=True)
        with (root / file).open("a") as open_file:
            open_file.write(text)

    registry, problems, _ = check(root, as_of=datetime(2026, 7, 10, tzinfo=UTC), base=commit)

    assert registry
    assert registry.badges["data-analysis"].current.in_language("de", "en").name.value == "Daten"
    assert problems == ()
    assert drifted(root, revision=commit) == []


def test_one_changed_text_is_one_problem_with_its_file_line_and_key(root: Path) -> None:
    first = ids(root, "data-analysis")[0]

    messages = edited(root, BADGE, "Turns data into answers.", "Turns data into gold.")

    assert messages == [
        (
            f'{BADGE}:4:14: 3 awards {OTHER}, the first {first}: description is now "Turns data into gold."\n'
            f'    expected: "Turns data into answers."\n{RAISE}'
        )
    ]


def test_a_name_that_is_signed_twice_is_told_once(root: Path) -> None:
    first = ids(root, "sailing")[0]

    assert edited(root, SAILING_BADGE, "name: Sailing", "name: Yachting") == [
        (
            f'{SAILING_BADGE}:3:7: 2 awards {OTHER}, the first {first}: name is now "Yachting"\n'
            f'    expected: "Sailing"\n{RAISE}'
        )
    ]


def test_the_text_of_one_award_names_that_award(root: Path) -> None:
    second = ids(root, "data-analysis")[1]

    assert edited(root, BATCH, "    narrative: Led the team.\n", "") == [
        f'{BATCH}:8:5: award {second} {OTHER}: narrative is now nothing\n    expected: "Led the team."\n{ANEW}'
    ]


def test_days_are_those_of_the_registrys_timezone(root: Path) -> None:
    first = ids(root, "data-analysis")[0]

    assert edited(root, BATCH, "awarded: 2026-06-30", "awarded: 2026-06-29") == [
        (
            f"{BATCH}:3:10: 3 awards {OTHER}, the first {first}: awarded is now 2026-06-29\n"
            f"    expected: 2026-06-30\n{ANEW}"
        )
    ]


def test_a_last_day_that_is_taken_away_is_looked_for_where_it_stood(root: Path) -> None:
    third = ids(root, "data-analysis")[2]

    assert edited(root, BATCH, ", valid_until: 2026-12-31", "") == [
        f"{BATCH}:13:5: award {third} {OTHER}: valid_until is now nothing\n    expected: 2026-12-31\n{ANEW}"
    ]


def test_another_validity_is_told_as_the_badge_says_it(root: Path) -> None:
    first = ids(root, "sailing")[0]

    assert edited(root, SAILING_BADGE, "2 years", "3 years") == [
        (
            f"{SAILING_BADGE}:6:11: 2 awards {OTHER}, the first {first}: validity is now 3 years\n"
            f"    expected: 2 years\n{RAISE}"
        )
    ]


def test_another_status_purpose_is_told_once(root: Path) -> None:
    first = ids(root, "sailing")[0]

    assert edited(root, SAILING_BADGE, "status_purpose: suspension", "status_purpose: revocation") == [
        (
            f'{SAILING_BADGE}:7:17: 2 awards {OTHER}, the first {first}: status_purpose is now "revocation"\n'
            f'    expected: "suspension"\n{RAISE}'
        )
    ]


def test_what_becomes_a_tag_is_told_by_its_own_key(root: Path) -> None:
    first = ids(root, "data-analysis")[0]

    assert edited(root, BADGE, "level: foundation", "level: advanced") == [
        (
            f'{BADGE}:13:8: 3 awards {OTHER}, the first {first}: level is now "advanced"\n'
            f'    expected: "foundation"\n{RAISE}'
        )
    ]


def test_an_issuers_name_has_versions_too(root: Path) -> None:
    file = "credentials/issuers/harbour/issuer.yml"
    first = ids(root, "sailing")[0]

    assert edited(root, file, "Harbour School", "Harbour University") == [
        (
            f'{file}:2:7: 2 awards {OTHER}, the first {first}: name is now "Harbour University"\n'
            f'    expected: "Harbour School"\n{RAISE}'
        )
    ]


def test_another_issuer_of_a_badge_is_told_once(root: Path) -> None:
    first = ids(root, "sailing")[0]

    assert edited(root, SAILING_BADGE, "issuer: harbour", "issuer: lakeside") == [
        (
            f"{SAILING_BADGE}:1:9: 2 awards {OTHER}, the first {first}: issuer is now "
            '"did:web:credentials.example.org:registry:issuers:lakeside"\n'
            f'    expected: "did:web:credentials.example.org:registry:issuers:harbour"\n{RAISE}'
        )
    ]


def test_the_language_of_what_was_signed_is_in_the_registrys_file(root: Path) -> None:
    first = ids(root, "data-analysis")[0]

    assert edited(root, REGISTRY, "policy:", "languages: [de]\npolicy:") == [
        (
            f'{REGISTRY}:5:12: 5 awards {OTHER}, the first {first}: languages is now "de"\n'
            '    expected: "en"\n    hint: put it back'
        )
    ]


def test_another_recipient_is_told_by_the_ids_that_people_write(root: Path) -> None:
    last = ids(root, "sailing")[1]

    assert edited(root, SAILING, recipient(4), recipient(6)) == [
        (
            f'{SAILING}:7:14: award {last} {OTHER}: recipient is now "{recipient(6)}"\n'
            f'    expected: "{recipient(4)}"\n    hint: {drift.OF_THE_RECIPIENT}'
        )
    ]


def test_another_image_leads_to_the_image(root: Path) -> None:
    image = "credentials/badges/data-analysis/badge.svg"

    assert edited(root, image, "ff1000", "ff1001") == [
        (
            f"{image}: the badge's image is another one than what was registered\n"
            "    expected: the image as it was\n    hint: put the image back; or raise the badge's version"
        )
    ]


def test_an_image_of_another_kind_is_the_same_problem(root: Path) -> None:
    from tests.unit.test_images import png

    folder = root / "credentials/badges/data-analysis"
    commit = commit_all(root)
    (folder / "badge.svg").unlink()
    (folder / "badge.png").write_bytes(png())

    assert drifted(root, revision=commit) == [
        (
            "credentials/badges/data-analysis/badge.png: the badge's image is another one than what was registered\n"
            "    expected: the image as it was\n    hint: put the image back; or raise the badge's version"
        )
    ]


def test_a_row_that_was_edited_is_told_as_such(root: Path) -> None:
    file = "credentials/register/awards/data-analysis/2026-06-30-spring-k3v9.csv"
    row = (root / file).read_text().splitlines()[1]
    award, rest = row.split(",1,2,1,", 1)

    assert edited(root, file, row, f"{award},1,1,1,{rest}") == [
        (
            f"{file}:2:1: award {award} {OTHER}: badge_version is now 1\n    expected: 2\n"
            "    hint: the register is machine-written: restore the file with `git restore` or `git revert`"
        )
    ]


def test_without_history_the_batch_is_named_once(root: Path) -> None:
    first = ids(root, "sailing")[0]
    replace(root, "credentials/issuers/harbour/issuer.yml", "Harbour School", "Harbour University")

    assert drifted(root) == [
        (
            f"{SAILING}:4:3: 2 awards of this batch {OTHER}, the first {first}\n"
            "    expected: the digests in credentials/register/awards/sailing/2026-05-02-regatta-7m2x.csv\n"
            "    hint: no earlier commit at hand shows which text changed; look at the history of the batch, its badge "
            "and its issuer, and put it back"
        )
    ]


def test_without_history_one_award_is_named_with_its_digest(root: Path) -> None:
    second = ids(root, "data-analysis")[1]
    row = next(row for row in load_registry(FolderFiles(root)).rows if row.id == second)
    replace(root, BATCH, "Led the team.", "Was led.")

    assert drifted(root) == [
        f"{BATCH}:8:5: award {second} {OTHER}\n    expected: the digest {row.digest}\n    hint: {drift.NO_HISTORY}"
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda root: replace(root, REGISTRY, "title:", "titel:"),
        lambda root: (root / REGISTRY).unlink(),
        lambda root: replace(root, REGISTRY, "example.org", "example.com"),
        lambda root: replace(root, REGISTRY, "Europe/Berlin", "Europe/Lisbon"),
        lambda root: (root / "credentials/badges/data-analysis/badge.svg").unlink(),
        lambda root: replace(root, BADGE, "version: 2", "version: 3"),
        lambda root: replace(root, "credentials/issuers/lakeside/issuer.yml", "version: 1", "version: 2"),
        lambda root: [path.unlink() for path in (root / "credentials/issuers/lakeside").iterdir()],
    ],
    ids=["broken", "missing", "base-url", "timezone", "image", "badge-version", "issuer-version", "issuer"],
)
def test_what_loading_and_validation_report_is_not_told_again(root: Path, damage: Callable[[Path], object]) -> None:
    damage(root)
    loaded = load(FolderFiles(root))
    assert loaded.registry

    assert list(drift.findings(loaded.registry, (), whole=True)) == []


def test_an_unknown_layout_asks_for_another_version_of_conferral(root: Path) -> None:
    file = root / "credentials/register/awards/sailing/2026-05-02-regatta-7m2x.csv"
    file.write_text(file.read_text().replace(",ob3-1,", ",ob3-9,"))
    first = ids(root, "sailing")[0]

    assert drifted(root) == [
        (
            f"{SAILING}:4:3: 2 awards of this batch, the first {first}, can no longer be signed as registered: "
            'the layout "ob3-9" is not known to this version of conferral\n'
            "    hint: use the version of conferral that registered it, or a later one"
        )
    ]


def test_an_identity_that_was_withdrawn_is_named_with_its_award(root: Path) -> None:
    file, _ = with_identity(root)
    assert drifted(root) == []
    file.unlink()

    assert drifted(root) == [
        (
            f"{LATE}:4:3: this award can no longer be signed as registered: "
            f"recipients/{recipient(5)}.yml has no identity of the kind name\n{ANEW}"
        )
    ]
    loaded = load(FolderFiles(root))
    assert loaded.registry
    assert list(drift.findings(loaded.registry, (), whole=False)) == []


def test_another_identity_is_told_in_the_recipients_file(root: Path) -> None:
    file, award = with_identity(root)
    name = file.relative_to(root).as_posix()

    assert edited(root, name, "Ada Example", "Ida Example") == [
        (
            f'{name}:1:11: award {award} {OTHER}: identity is now "Ida Example"\n'
            '    expected: "Ada Example"\n'
            "    hint: put it back: what a credential says of its holder was fixed when it was registered; or record "
            "the change: `conferral correct`"
        )
    ]


def test_an_identity_given_later_does_not_change_earlier_awards(root: Path) -> None:
    file = root / f"recipients/{recipient(1)}.yml"
    file.parent.mkdir()
    file.write_text("identity: {did: did:key:z6MkExample}\nconsent: {on: 2026-09-02, to: [identity]}\n")

    assert drifted(root) == []
