"""Status lists: which bits are set, and that no clock has a say in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.register.rows import COLUMNS, format_row
from conferral.standards.bitstring import decode, status_at
from conferral.status import StatusList, credential, status_lists
from tests.registry_builder import NOW


def lists(root: Path) -> dict[str, StatusList]:
    return {status.path: status for status in status_lists(registry(root))}


def registry(root: Path) -> Registry:
    return load_registry(FolderFiles(root))


def turn_off(root: Path, badge: str, kind: str, text: str) -> int:
    award = next(award for award in registry(root).awards if award.badge == badge)
    file = root / f"credentials/{kind}/{award.id}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    assert award.row
    return award.row.index


REVOCATION = "issuers/lakeside/status/revocation-1.json"
SUSPENSION = "issuers/harbour/status/suspension-1.json"


def test_there_is_one_list_per_issuer_and_purpose_in_use(registered: Path) -> None:
    assert {path: status.bits for path, status in lists(registered).items()} == {
        SUSPENSION: frozenset(),
        REVOCATION: frozenset(),
    }


def test_a_revocation_sets_its_bit_and_no_other(registered: Path) -> None:
    index = turn_off(registered, "data-analysis", "revocations", "on: 2026-07-03\nreason: misconduct\n")

    assert lists(registered)[REVOCATION].bits == {index}
    assert lists(registered)[SUSPENSION].bits == frozenset()


def test_a_revoked_award_of_a_badge_that_can_be_suspended_is_turned_down_too(registered: Path) -> None:
    index = turn_off(registered, "sailing", "revocations", "on: 2026-07-03\nreason: misconduct\n")

    assert lists(registered)[SUSPENSION].bits == {index}


def test_a_lifted_suspension_clears_the_bit(registered: Path) -> None:
    index = turn_off(registered, "sailing", "suspensions", "on: 2026-07-03\nreason: under-review\n")
    assert lists(registered)[SUSPENSION].bits == {index}

    turn_off(registered, "sailing", "suspensions", "on: 2026-07-03\nreason: under-review\nlifted: 2026-07-09\n")
    assert lists(registered)[SUSPENSION].bits == frozenset()


@pytest.mark.parametrize("year", [2025, 2026, 2030])
def test_the_as_of_time_never_changes_a_bit(registered: Path, year: int) -> None:
    """Invariant 1: a revocation dated tomorrow holds today."""
    index = turn_off(registered, "data-analysis", "revocations", "on: 2026-12-24\nreason: misconduct\n")
    status = lists(registered)[REVOCATION]

    document = credential(registry(registered), status, "https://example.org", datetime(year, 7, 1, tzinfo=UTC))

    bits = decode(document["credentialSubject"]["encodedList"])
    assert [status_at(bits, position) for position in (index, index - 1)] == [1, 0]
    assert document["validFrom"] <= f"{year}-07-01T00:00:00Z"


def test_an_issue_that_was_corrected_is_revoked_for_good(registered: Path) -> None:
    award = next(award for award in registry(registered).awards if award.badge == "data-analysis")
    old = award.row
    assert old
    line = format_row(old).replace(f"{old.id},1,", f"{old.id},2,").replace(f",{old.index},", ",77,")
    file = registered / "credentials/register/corrections/data-analysis/typo-7d2n.csv"
    file.parent.mkdir(parents=True)
    file.write_text(",".join(COLUMNS) + "\n" + line)

    assert lists(registered)[REVOCATION].bits == {old.index}


def test_the_list_is_the_one_that_was_released(registered: Path) -> None:
    turn_off(registered, "data-analysis", "revocations", "on: 2026-06-03\nreason: misconduct\n")
    status = lists(registered)[REVOCATION]
    url = f"https://credentials.example.org/registry/{REVOCATION}"

    document = credential(registry(registered), status, registry(registered).file.base_url, NOW)

    document["credentialSubject"].pop("encodedList")
    assert document == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:credentials.example.org:registry:issuers:lakeside",
        "validFrom": "2026-07-01T09:00:00Z",
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": 900_000,
        },
    }
