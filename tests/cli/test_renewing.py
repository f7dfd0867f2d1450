"""`conferral renew`: new batches that name what they renew, and every award that cannot be renewed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conferral.authoring.naming import awards_named
from conferral.authoring.renewing import renew
from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.cli.calling import call, refused
from tests.registry_builder import recipient

Ids = dict[str, list[str]]


@pytest.fixture(autouse=True)
def _ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.authoring.renewing.renew.__kwdefaults__", _with_ending("k3v9"))


def _with_ending(ending: str) -> dict[str, object]:
    return {**(renew.__kwdefaults__ or {}), "ending": lambda: ending}


def test_a_batch_for_each_badge_names_what_it_renews(root: Path, ids: Ids) -> None:
    one, other = ids["data-analysis"][0], ids["data-analysis"][2]
    sailing = ids["sailing"][1]

    done = call("renew", one, sailing, other, "--valid-until", "2028-12-31", "--root", root)

    data = "credentials/awards/data-analysis/2026-08-04-renewals-k3v9.yml"
    boat = "credentials/awards/sailing/2026-08-04-renewals-k3v9.yml"
    assert (done.code, done.out) == (0, f"{data}\n{boat}\n")
    assert done.err == (
        "renewed 3 awards\n"
        "next: conferral register\n"
        "      then commit these files on a branch of their own and open a pull request\n"
    )
    assert (root / data).read_text() == (
        "# yaml-language-server: $schema=../../../schemas/awards.schema.json\n"
        "badge: data-analysis\nawarded: 2026-08-04\nvalid_until: 2028-12-31\nrecipients:\n"
        f"  - recipient: {recipient(1)}\n    renews: {one}\n"
        f"  - recipient: {recipient(3)}\n    renews: {other}\n"
    )
    assert f"    renews: {sailing}\n" in (root / boat).read_text()


def test_evidence_is_shared_by_all_of_a_batch(root: Path, ids: Ids) -> None:
    registry = load_registry(FolderFiles(root))
    awards = awards_named(registry, ids["sailing"])
    urls = ("https://example.org/a", "https://example.org/b")

    (one,) = renew(registry, awards, awarded=date(2026, 8, 1), evidence=urls[:1], ending=lambda: "0000").files
    (two,) = renew(registry, awards, awarded=date(2026, 8, 1), evidence=urls, ending=lambda: "0000").files

    assert b"\nevidence: https://example.org/a\nrecipients:\n" in (one[1] or b"")
    assert b"\nevidence:\n  - https://example.org/a\n  - https://example.org/b\nrecipients:\n" in (two[1] or b"")


def test_every_award_that_cannot_be_renewed_is_named_with_the_way_out(root: Path, ids: Ids) -> None:
    revoked, renewed = ids["sailing"]
    early = ids["data-analysis"][0]
    call("revoke", revoked, "--reason", "other", "--on", "2026-07-02", "--root", root)
    call("renew", renewed, "--awarded", "2026-07-03", "--root", root)
    waiting = "credentials/awards/sailing/2026-07-03-renewals-k3v9.yml"
    told = {
        revoked: "this award was revoked on 2026-07-02 (other)\n    expected: an award that is not revoked\n"
        f"    hint: award the badge anew: conferral award sailing {recipient(1)}\n",
        renewed: f"this award was renewed on 2026-07-03 by the entry in {waiting} that is not registered yet\n"
        "    expected: the latest award\n    hint: run `conferral register`\n",
        early: "2026-06-29 is before the day of the award, 2026-06-30\n    expected: 2026-06-30 or later\n",
        "--valid-until": "the last valid day, 2026-06-01, is before 2026-06-29\n    expected: 2026-06-29 or later\n",
    }

    refused(
        root,
        *("renew", revoked, renewed, early, "--awarded", "2026-06-29", "--valid-until", "2026-06-01"),
        because="".join(f"{given}: {told[given]}" for given in sorted(told))
        + "conferral: 4 problems in what was given; nothing was written\n",
    )


def test_an_award_without_end_and_one_of_a_retired_badge_are_not_renewed(root: Path, ids: Ids) -> None:
    boat, data = ids["sailing"][0], ids["data-analysis"][0]
    sailing = root / "credentials/badges/sailing/badge.yml"
    sailing.write_text(sailing.read_text() + "state: retired\n")
    analysis = root / "credentials/badges/data-analysis/badge.yml"
    analysis.write_text(analysis.read_text().replace("validity: 3 years\n", ""))
    told = {
        boat: 'the badge "sailing" is retired and no longer awarded\n    expected: an award of an active badge\n',
        data: "this award is valid without end\n    expected: an award that ends\n"
        "    hint: if a result, a text or the end is to change: conferral correct, conferral extend\n",
    }

    refused(
        root,
        *("renew", boat, data),
        because="".join(f"{given}: {told[given]}" for given in sorted(told))
        + "conferral: 2 problems in what was given; nothing was written\n",
    )


def test_a_rule_that_the_new_file_would_break_is_told_and_nothing_is_written(root: Path, ids: Ids) -> None:
    registry = root / "credentials/registry.yml"
    registry.write_text(registry.read_text() + "  evidence_required: true\n")
    before = sorted(path for path in root.rglob("*.yml"))

    done = call("renew", ids["sailing"][0], "--root", root)

    assert done.code == 1
    assert done.err.startswith("credentials/awards/sailing/2026-08-04-renewals-k3v9.yml:5:5: ")
    assert sorted(path for path in root.rglob("*.yml")) == before
