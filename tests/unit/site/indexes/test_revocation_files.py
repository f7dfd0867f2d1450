"""revocations.json and revocations.csv: what was taken back, for programs and for spreadsheets."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.site.indexes.revocation_files import TakenBack, revocations_csv, revocations_json, taken_back
from conferral.site.tallies import counts
from tests.registry_builder import recipient, write_registry
from tests.unit.site.indexes.samples import BASE, FORMULA, Published
from tests.unit.site.site_builder import AS_OF, add_files, register

LINE = TakenBack(
    id="0" * 26,
    page=f"{BASE}/credentials/{'0' * 26}/",
    badge="sailing",
    badge_name="Sailing",
    issuer="harbour",
    issuer_name="Harbour School",
    state="revoked",
    since="2026-08-01",
    reason="other",
    note="",
    renewed_by="",
)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True)))


def test_what_was_taken_back_is_listed_the_latest_first(site: Published) -> None:
    suspended, revoked = site.award(4, "sailing"), site.award(1, "data-analysis")

    assert site.json("revocations.json")["credentials"] == [
        {
            "id": suspended,
            "page": f"{BASE}/credentials/{suspended}/",
            "badge": "sailing",
            "badge_name": "Sailing",
            "issuer": "harbour",
            "issuer_name": "Harbour School",
            "state": "suspended",
            "since": "2026-09-01",
            "reason": "under-review",
            "note": None,
            "renewed_by": None,
        },
        {
            "id": revoked,
            "page": f"{BASE}/credentials/{revoked}/",
            "badge": "data-analysis",
            "badge_name": "Data Analysis",
            "issuer": "lakeside",
            "issuer_name": "Lakeside School",
            "state": "revoked",
            "since": "2026-08-01",
            "reason": "requirements-not-met",
            "note": FORMULA,
            "renewed_by": None,
        },
    ]


def test_what_was_reinstated_is_not_listed(site: Published) -> None:
    reinstated = site.award(1, "sailing")

    assert reinstated in site.registry.suspensions
    assert reinstated not in (site.out / "revocations.json").read_text()


def test_the_spreadsheet_says_the_same_and_nobody_is_in_it(site: Published) -> None:
    content = (site.out / "revocations.csv").read_bytes()
    heading, *lines = rows(content)
    listed = site.json("revocations.json")["credentials"]

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert heading == list(listed[0])
    assert [line[:-2] for line in lines] == [list(one.values())[:-2] for one in listed]
    assert {line[-1] for line in lines} == {""}
    assert recipient(1) not in content.decode()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＠x", "﹣1"])
def test_no_spreadsheet_program_takes_a_text_for_a_formula(text: str) -> None:
    _, line = rows(revocations_csv([replace(LINE, note=text, badge_name=text, issuer_name=text)]))

    assert [line[3], line[5], line[9]] == [f"'{text}"] * 3


@pytest.mark.parametrize("text", ['a "quoted", text', "two\nlines", "Müller & Söhne", "'=1", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    _, line = rows(revocations_csv([replace(LINE, note=text)]))

    assert line[9] == text


def test_a_registry_that_has_moved_names_the_lists_at_its_other_addresses(site: Published) -> None:
    moved = replace(site.manifest, moved_from=["https://old.example.org"])
    left = replace(site.manifest, moved_to="https://new.example.org")

    assert b'"elsewhere": [\n  "https://old.example.org/revocations.json"\n ]' in revocations_json(moved, ())
    assert b'"elsewhere": [\n  "https://new.example.org/revocations.json"\n ]' in revocations_json(left, ())


def test_lists_of_nothing_are_lists() -> None:
    assert rows(revocations_csv(())) == [list(TakenBack.__dataclass_fields__)]


def test_what_another_renews_leads_to_that_one(tmp_path: Path) -> None:
    root = write_registry(tmp_path)
    register(root)
    registry = load_registry(FolderFiles(root))
    old = next(one.id or "" for one in registry.awards if (one.badge, one.recipient) == ("sailing", recipient(4)))
    add_files(
        root,
        {
            "credentials/awards/sailing/2026-06-01-again-3f6k.yml": (
                f"badge: sailing\nawarded: 2026-06-01\nrecipients:\n- recipient: {recipient(4)}\n  renews: {old}\n"
            ),
            f"credentials/revocations/{old}.yml": "on: 2026-06-02\nreason: superseded\n",
        },
    )
    register(root)
    registry = load_registry(FolderFiles(root))
    (new,) = (award.id for award in registry.awards if award.entry.renews == old)

    (line,) = taken_back(registry, counts(registry, AS_OF), BASE)
    assert (line.id, line.renewed_by) == (old, f"{BASE}/credentials/{new}/")
