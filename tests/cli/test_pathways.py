"""`conferral pathways` and `conferral award --from-pathway` at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.cli.calling import call
from tests.cli.conftest import TODAY
from tests.registry_builder import recipient
from tests.unit.register.conftest import register

PATHWAY = """\
title: Sea and data
description: At sea with data.
earns: teaching
requires:
  - badge: sailing
  - one_of:
      - badge: data-analysis
        minimum_level: foundation
      - badge: data-analysis
        result: {of: score, at_least: "90"}
    within: 2 years
  - optional:
      - badge: sailing
"""
R1 = recipient(1)


@pytest.fixture(autouse=True)
def _a_pathway(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.cli.awarding.now", lambda: TODAY)
    folder = root / "credentials/pathways"
    folder.mkdir()
    (folder / "sea.yml").write_text(PATHWAY)


def batches(root: Path) -> list[Path]:
    return sorted((root / "credentials/awards/teaching").glob("*.yml"))


def award_of(root: Path, badge: str) -> str:
    awards = load_registry(FolderFiles(root)).awards
    return next(award.id or "" for award in awards if award.badge == badge and award.recipient == R1)


def revoke(root: Path, award: str) -> None:
    path = root / f"credentials/revocations/{award}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("on: 2026-07-20\nreason: misconduct\n")


def test_all_pathways_are_listed(root: Path) -> None:
    done = call("pathways", "list", "--root", root)
    assert done.out == (
        "PATHWAY  TITLE         EARNS     COMPLETED  DUE\nsea      Sea and data  teaching  1          1\n"
    )
    assert done.err == "1 pathway on 2026-08-04\n"
    rows = json.loads(call("pathways", "list", "--on", "2026-06-01", "--json", "--root", root).out)
    assert rows == {
        "on": "2026-06-01",
        "pathways": [{"pathway": "sea", "title": "Sea and data", "earns": "teaching", "completed": 0, "due": 0}],
    }


def test_what_a_pathway_asks_for_is_shown(root: Path) -> None:
    done = call("pathways", "show", "sea", "--root", root)
    assert done.out == (
        "Sea and data (sea) earns teaching; it needs all of:\n"
        "- Sailing (sailing)\n"
        "- one of 2, within 2 years\n"
        "  - Data Analysis (data-analysis), foundation or above\n"
        "  - Data Analysis (data-analysis), score at least 90\n"
        "- optional\n"
        "  - Sailing (sailing)\n"
    )
    row = json.loads(call("pathways", "show", "sea", "--json", "--root", root).out)
    assert row["requires"][1]["within"] == "2 years"
    assert row["requires"][0] == {"badge": "sailing"}


def test_how_far_somebody_has_come_is_shown(root: Path) -> None:
    sailing, data = award_of(root, "sailing"), award_of(root, "data-analysis")
    done = call("pathways", "show", "sea", R1, "--root", root)
    assert done.out == (
        f"Sea and data (sea), {R1}: completed on 2026-06-30\n"
        f"[x] Sailing (sailing): {sailing}, awarded 2026-05-02\n"
        "[x] one of 2, within 2 years: 1 met, from 2026-06-30 to 2028-06-30\n"
        f"  [x] Data Analysis (data-analysis), foundation or above: {data}, awarded 2026-06-30\n"
        "  [ ] Data Analysis (data-analysis), score at least 90\n"
        "[x] optional: 1 met\n"
        f"  [x] Sailing (sailing): {sailing}, awarded 2026-05-02\n"
    )
    assert done.err == "2 of 2 met\n"
    row = json.loads(call("pathways", "show", "sea", recipient(4), "--json", "--root", root).out)
    assert (row["recipient"], row["complete"], row["reached"], row["needed"]) == (recipient(4), False, 1, 2)
    assert row["parts"][1]["kind"] == "one_of"


def test_names_stand_beside_ids_for_those_who_have_the_map(root: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(f"recipient,name,email\n{R1},Robin Doe,robin@example.org\n")
    shown = call("pathways", "show", "sea", "robin@example.org", "--people", people, "--root", root)
    assert shown.out.startswith(f"Sea and data (sea), {R1} (Robin Doe): completed on 2026-06-30\n")
    due = call("pathways", "due", "--people", people, "--root", root)
    assert "  2026-06-30  " + R1 + "  Robin Doe  sailing, data-analysis\n" in due.out


def test_who_has_completed_a_pathway_is_due(root: Path) -> None:
    done = call("pathways", "due", "--root", root)
    assert done.out == (
        "Sea and data (sea), earns teaching\n"
        f"  COMPLETED   RECIPIENT{' ' * (len(R1) - 9)}  BY\n"
        f"  2026-06-30  {R1}  sailing, data-analysis\n"
    )
    assert done.err == "1 due on 2026-08-04\nnext: `conferral award --from-pathway sea`\n"
    assert call("pathways", "due", "sea", "--on", "2026-06-29", "--root", root).err == "0 due on 2026-06-29\n"
    found = json.loads(call("pathways", "due", "--json", "--root", root).out)
    person = found["pathways"][0]["due"][0]
    assert (person["recipient"], person["completed_on"]) == (R1, "2026-06-30")
    assert person["counted"][0]["page"] == (
        f"https://credentials.example.org/registry/credentials/{award_of(root, 'sailing')}/"
    )


def test_a_name_that_no_pathway_has_is_refused(root: Path) -> None:
    done = call("pathways", "due", "see", "--root", root)
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "see: there is no pathway of this name\n"
        "    expected: the name of a file in credentials/pathways\n"
        '    hint: did you mean "sea"?\n'
        "conferral: 1 problem in what was given\n"
    )


def test_a_batch_is_written_for_whoever_is_due(root: Path) -> None:
    dry = call("award", "--from-pathway", "sea", "--dry-run", "--root", root)
    assert dry.code == 0
    assert R1 in dry.out
    assert dry.err == "dry run, nothing was written: 1 award\n"
    assert batches(root) == []

    done = call("award", "--from-pathway", "sea", "--root", root)
    (batch,) = batches(root)
    assert done.out == f"{batch.relative_to(root)}\n"
    assert batch.name.startswith("2026-08-04-sea-")
    assert batch.read_text().partition("\n")[2] == (
        "badge: teaching\n"
        "awarded: 2026-08-04\n"
        "recipients:\n"
        f"  - recipient: {R1}\n"
        "    evidence:\n"
        "      - id: https://credentials.example.org/registry/pathways/sea/\n"
        "        name: The pathway Sea and data\n"
    )


def test_a_second_run_awards_nobody_twice(root: Path) -> None:
    call("award", "--from-pathway", "sea", "--root", root)
    again = call("award", "--from-pathway", "sea", "--root", root)
    assert (again.code, again.out, again.err) == (0, "", "nothing to write: nobody is due\n")
    register(root)
    assert call("award", "--from-pathway", "sea", "--root", root).err == "nothing to write: nobody is due\n"
    assert len(batches(root)) == 1
    assert call("pathways", "due", "--root", root).err == "0 due on 2026-08-04\n"
    assert "sea      Sea and data  teaching  1          0\n" in call("pathways", "list", "--root", root).out


def test_the_awards_are_of_the_day_that_is_asked_for(root: Path) -> None:
    early = call("award", "--from-pathway", "sea", "--awarded", "2026-06-29", "--root", root)
    assert early.err == "nothing to write: nobody is due\n"
    call("award", "--from-pathway", "sea", "--awarded", "2026-06-30", "--name", "summer", "--root", root)
    (batch,) = batches(root)
    assert batch.name.startswith("2026-06-30-summer-")


def test_whose_award_was_revoked_is_left_out_and_said(root: Path) -> None:
    call("award", "--from-pathway", "sea", "--root", root)
    register(root)
    award = award_of(root, "teaching")
    revoke(root, award)

    due = call("pathways", "due", "--root", root)
    assert due.out == "Sea and data (sea), earns teaching\n"
    assert due.err == (
        f"  left out: {R1}, whose award {award} was revoked; --again takes them in\n0 due on 2026-08-04\n"
    )
    awarded = call("award", "--from-pathway", "sea", "--root", root)
    assert awarded.err == (
        f"note: left out {R1}: award {award} of the badge was revoked; --again takes them in\n"
        "nothing to write: nobody is due\n"
    )
    assert (
        f"sailing, data-analysis (award {award} was revoked)" in call("pathways", "due", "--again", "--root", root).out
    )
    call("award", "--from-pathway", "sea", "--again", "--root", root)
    assert len(batches(root)) == 2


def test_what_a_badge_needs_besides_is_still_asked_for(root: Path) -> None:
    registry = root / "credentials/registry.yml"
    registry.write_text(registry.read_text() + "  evidence_required: true\n")
    assert call("award", "--from-pathway", "sea", "--dry-run", "--root", root).code == 0
    registry.write_text(registry.read_text() + "  result_required: [teaching]\n")
    done = call("award", "--from-pathway", "sea", "--root", root)
    assert done.code == 1
    assert R1 in done.err
    assert batches(root) == []


@pytest.mark.parametrize(
    ("arguments", "because"),
    [
        (
            ("award", "teaching", "--from-pathway", "sea"),
            "--from-pathway says the badge and the people: name neither, and no spreadsheet",
        ),
        (
            ("award", "teaching", R1, "--again"),
            "--again is about those who have completed a pathway: it needs --from-pathway",
        ),
        (("award",), "name a badge, or a pathway with --from-pathway"),
    ],
)
def test_options_that_contradict_each_other_are_refused(root: Path, arguments: tuple[str, ...], because: str) -> None:
    done = call(*arguments, "--root", root)
    assert done.code == 2
    assert because in done.err


def test_whose_requirements_no_longer_hold_is_listed_for_people_to_decide(root: Path) -> None:
    call("award", "--from-pathway", "sea", "--root", root)
    register(root)
    assert call("pathways", "lapsed", "--root", root).err == "0 lapsed on 2026-08-04\n"

    revoke(root, award_of(root, "data-analysis"))
    done = call("pathways", "lapsed", "--root", root)
    assert done.out.splitlines()[1] == f"sea      {award_of(root, 'teaching')}  {R1}  data-analysis revoked"
    found = json.loads(call("pathways", "lapsed", "sea", "--json", "--root", root).out)
    assert [one["why"] for one in found["lapsed"][0]["gone"]] == ["revoked"]
    later = call("pathways", "lapsed", "--on", "2028-06-01", "--root", root)  # sailing is valid for two years
    assert later.out.splitlines()[1].endswith("sailing expired, data-analysis revoked")


def test_a_pathway_that_asks_for_more_is_told_from_awards_that_are_gone(root: Path) -> None:
    call("award", "--from-pathway", "sea", "--root", root)
    register(root)
    path = root / "credentials/pathways/sea.yml"
    path.write_text(path.read_text().replace('at_least: "90"', 'at_least: "95"').replace("foundation", "expert"))
    assert call("pathways", "lapsed", "--root", root).out.splitlines()[1].endswith("the pathway asks for more now")


def test_awards_that_were_given_without_the_pathway_have_not_lapsed(root: Path) -> None:
    call("award", "teaching", recipient(4), "--awarded", "2026-07-01", "--root", root)
    register(root)
    assert call("pathways", "lapsed", "--root", root).err == "0 lapsed on 2026-08-04\n"
