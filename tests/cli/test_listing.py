"""`conferral list`, `show` and `due` as a steward sees them."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.register.provenance import award_commits
from tests.cli.calling import call
from tests.registry_builder import commit_all, recipient, write_registry
from tests.unit.register.conftest import register

AS_OF = ("--as-of", "2026-07-01")
ONE, TWO, THREE, FOUR = map(recipient, (1, 2, 3, 4))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small registered registry in git, with one revocation and one collection."""
    water = "title: On the water\ndescription: What boats need.\nbadges: [sailing, teaching]\n"
    root = write_registry(tmp_path_factory.mktemp("listing"), {"credentials/collections/water.yml": water})
    register(root)
    commit_all(root)
    revoked = _ids(root)["data-analysis", TWO]
    (root / "credentials/revocations").mkdir()
    (root / f"credentials/revocations/{revoked}.yml").write_text(
        "on: 2026-06-30\nreason: awarded-in-error\nnote: The scores were swapped.\n", encoding="utf-8"
    )
    commit_all(root, when=datetime(2026, 7, 2, tzinfo=UTC))
    return root


def _ids(root: Path) -> dict[tuple[str, str], str]:
    registry = load_registry(FolderFiles(root))
    return {(award.badge, award.recipient): award.id or "" for award in registry.awards}


def test_awards_are_listed_in_a_table_and_counted(place: Path) -> None:
    ids = _ids(place)
    called = call("list", "--root", place, "--badge", "data-analysis", *AS_OF)
    assert called.out == (
        "id                          badge          recipient                      awarded     valid until  state\n"
        f"{ids['data-analysis', ONE]}  data-analysis  {ONE}  2026-06-30  2029-06-30   valid\n"
        f"{ids['data-analysis', TWO]}  data-analysis  {TWO}  2026-06-30  2029-06-30   revoked\n"
        f"{ids['data-analysis', THREE]}  data-analysis  {THREE}  2026-06-30  2026-12-31   valid\n"
    )
    assert (called.err, called.code) == ("3 awards\n", 0)


def test_a_list_as_json_holds_the_same_awards(place: Path) -> None:
    award = _ids(place)["data-analysis", TWO]
    called = call("list", "--root", place, "--state", "revoked", "--json", *AS_OF)
    assert json.loads(called.out) == {
        "as_of": "2026-07-01T00:00:00+00:00",
        "awards": [
            {
                "id": award,
                "badge": "data-analysis",
                "issuer": "lakeside",
                "recipient": TWO,
                "awarded": "2026-06-30",
                "valid_until": "2029-06-30",
                "state": "revoked",
                "since": "2026-06-30",
                "reason": "awarded-in-error",
                "issues": 1,
                "page": f"https://credentials.example.org/registry/credentials/{award}/",
            }
        ],
    }
    assert called.err == ""


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (
            "badges",
            (
                "badge          name           issuer    version  state   awards\n"
                "data-analysis  Data Analysis  lakeside  2        active  2 valid, 1 revoked\n"
                "sailing        Sailing        harbour   1        active  2 valid\n"
                "teaching       Teaching       lakeside  1        active  -\n"
            ),
        ),
        (
            "collections",
            (
                "collection  title         badges             awards\n"
                "water       On the water  sailing, teaching  2 valid\n"
            ),
        ),
        (
            "issuers",
            (
                "issuer    name             badges  active keys  awards\n"
                "harbour   Harbour School   1       1            2 valid\n"
                "lakeside  Lakeside School  2       1            2 valid, 1 revoked\n"
            ),
        ),
        (
            "keys",
            (
                "issuer    key    state   activated   retired  signer\n"
                "harbour   key-1  active  2026-01-01  -        env:TEST_KEY_HARBOUR\n"
                "lakeside  key-1  active  2026-01-01  -        env:TEST_KEY_LAKESIDE\n"
            ),
        ),
    ],
)
def test_badges_issuers_and_keys_are_listed_with_what_they_have(place: Path, kind: str, table: str) -> None:
    assert call("list", kind, "--root", place, *AS_OF).out == table


def test_recipients_are_listed_with_their_badges(place: Path) -> None:
    called = call("list", "recipients", "--root", place, "--recipient", ONE, *AS_OF)
    assert called.out == f"recipient                      awards   badges\n{ONE}  2 valid  data-analysis, sailing\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--state", "revokd"), 'Error: "revokd" is no state; did you mean "revoked"?\n'),
        (("--expiring-before", "2026-02-30"), '"2026-02-30" is no day'),
        (("keys", "--state", "valid"), "Error: keys are chosen by --issuer alone\n"),
        (("--badge", "data-analisis"), 'did you mean "data-analysis"?'),
    ],
)
def test_a_wrong_choice_is_said_and_nothing_listed(place: Path, arguments: tuple[str, ...], message: str) -> None:
    called = call("list", "--root", place, *arguments)
    assert message in called.err
    assert called.out == ""
    assert called.code in (1, 2)


@pytest.mark.parametrize(
    "question", [("list", "--issuer", "harbor"), ("list", "badges", "--issuer", "harbor"), ("key", "list", "harbor")]
)
def test_who_only_asks_is_not_told_that_nothing_was_written(place: Path, question: tuple[str, ...]) -> None:
    asked = call(*question, "--root", place)

    assert (asked.code, asked.out, asked.err) == (
        1,
        "",
        (
            "harbor: there is no issuer of this name\n"
            "    expected: the name of a folder in credentials/issuers\n"
            '    hint: did you mean "harbour"?\n'
            "conferral: 1 problem in what was given\n"
        ),
    )


def test_an_award_is_shown_by_its_id_and_by_its_page(place: Path) -> None:
    award = _ids(place)["data-analysis", TWO]
    commit = award_commits(place)[award, 1]
    shown = (
        "Data Analysis: revoked on 2026-06-30 (awarded-in-error)\n"
        f"  id           {award}\n"
        "  badge        data-analysis, version 2\n"
        "  issuer       Lakeside School (lakeside)\n"
        f"  recipient    {TWO}\n"
        "  awarded      2026-06-30\n"
        "  valid        2026-06-30 to 2029-06-30\n"
        f"  page         https://credentials.example.org/registry/credentials/{award}/\n"
        "  revocation   2026-06-30, awarded-in-error\n"
        "  note         The scores were swapped.\n"
        "  result       status Completed, value 92, of score\n"
        "  evidence     https://example.org/cohorts/2026-spring\n"
        "  evidence     https://example.org/p/17\n"
        f"  issue        1, registered 2026-07-01, commit {commit.hash[:12]} of 2026-07-01\n"
        "  file         credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml:8\n"
    )
    base = "https://credentials.example.org/registry"
    for name in (award, award.upper(), f"{base}/credentials/{award}/", f"{base}/credentials/{award}/credential.json#x"):
        assert call("show", name, "--root", place, *AS_OF).out == shown


def test_what_a_program_asks_of_an_award_is_in_its_json(place: Path) -> None:
    award = _ids(place)["data-analysis", TWO]
    (shown,) = json.loads(call("show", award, "--root", place, "--json", *AS_OF).out)["shown"]
    assert shown["kind"] == "award"
    assert shown["revocation"] == {
        "on": "2026-06-30",
        "reason": "awarded-in-error",
        "note": "The scores were swapped.",
    }
    assert shown["issued"][0]["commit"] == award_commits(place)[award, 1].hash
    assert (shown["renews"], shown["renewed_by"], shown["corrections"], shown["line"]) == (None, [], [], 8)


def test_an_award_without_an_end_is_shown_as_such(place: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(place, tmp_path / "registry"))
    badge = root / "credentials/badges/teaching/badge.yml"
    assert "validity" not in badge.read_text(encoding="utf-8")
    folder = root / "credentials/awards/teaching"
    folder.mkdir()
    batch = f"badge: teaching\nawarded: 2026-06-20\nrecipients:\n- recipient: {ONE}\n"
    (folder / "2026-06-20-class-k2v9.yml").write_text(batch, encoding="utf-8")
    register(root)
    award = _ids(root)["teaching", ONE]

    assert "  valid        from 2026-06-20 on, without an end\n" in call("show", award, "--root", root, *AS_OF).out


def test_a_badge_is_shown_with_its_versions(place: Path) -> None:
    out = call("show", "data-analysis", "--root", place, *AS_OF).out
    assert out.startswith("Data Analysis: active\n  badge        data-analysis\n")
    assert out.endswith("  version 1    0 awards\n  version 2    3 awards\n")


def test_a_collection_is_shown_with_its_badges(place: Path) -> None:
    shown = (
        "On the water: 2 badges\n"
        "  collection   water\n"
        "  description  What boats need.\n"
        "  languages    en\n"
        "  awards       2 valid\n"
        "  page         https://credentials.example.org/registry/collections/water/\n"
        "  file         credentials/collections/water.yml\n"
        "  badge        sailing, active: 2 valid\n"
        "  badge        teaching, active: -\n"
    )
    for name in ("water", "https://credentials.example.org/registry/collections/water/"):
        assert call("show", name, "--root", place, *AS_OF).out == shown
    assert "  collections  water\n  languages    en\n" in call("show", "sailing", "--root", place, *AS_OF).out


def test_a_recipient_is_shown_with_their_awards(place: Path) -> None:
    ids = _ids(place)
    assert call("show", ONE, "--root", place, *AS_OF).out == (
        f"{ONE}: 2 awards\n"
        "  id                          badge          awarded     valid until  state\n"
        f"  {ids['data-analysis', ONE]}  data-analysis  2026-06-30  2029-06-30   valid\n"
        f"  {ids['sailing', ONE]}  sailing        2026-05-02  2028-05-02   valid\n"
    )


def test_an_issuer_and_a_key_are_shown(place: Path) -> None:
    assert call("show", "harbour", "--root", place, *AS_OF).out.startswith("Harbour School\n  issuer       harbour\n")
    assert call("show", "harbour/key-1", "--root", place, *AS_OF).out.startswith("harbour/key-1: active\n")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "data-analisys",
            (
                "conferral: there is no badge, collection, issuer, award, recipient or key "
                '"data-analisys" in this registry\n'
                'hint: Did you mean "data-analysis"?\n'
            ),
        ),
        (
            "https://elsewhere.example.org/credentials/1",
            (
                "conferral: https://elsewhere.example.org/credentials/1 is no address of this registry\n"
                "hint: They begin with https://credentials.example.org/registry/credentials/, "
                "https://credentials.example.org/registry/badges/, "
                "https://credentials.example.org/registry/collections/ or https://credentials.example.org/registry/issuers/.\n"
            ),
        ),
    ],
)
def test_what_is_not_there_is_said(place: Path, name: str, message: str) -> None:
    called = call("show", name, "--root", place)
    assert (called.out, called.err, called.code) == ("", message, 1)


def test_what_is_due_is_listed_for_each_badge(place: Path) -> None:
    award = _ids(place)["data-analysis", THREE]
    called = call("due", "--root", place, "--as-of", "2026-12-05", "--within", "P4W")
    assert called.out == (
        "Data Analysis (data-analysis)\n"
        "  ends until 2027-01-02:\n"
        "    LAST DAY    ID                          RECIPIENT\n"
        f"    2026-12-31  {award}  {THREE}  renewable\n"
    )
    assert called.err == (
        "until 2027-01-02: 1 ending award, 0 retiring keys; "
        "since 2025-12-05: 0 awards that ended and were not renewed\n"
        "next: `conferral renew ID...` for those who have earned it again\n"
    )


def test_what_is_due_for_the_summary_of_a_workflow(place: Path) -> None:
    award = _ids(place)["data-analysis", THREE]
    page = f"https://credentials.example.org/registry/credentials/{award}/"
    assert call("due", "--root", place, "--as-of", "2027-01-01", "--format", "markdown").out == (
        "## Due until 2027-01-31\n"
        "\n"
        "### Data Analysis\n"
        "\n"
        "1 award ended since 2026-01-01, not renewed:\n"
        "\n"
        "| Last day | Award | Recipient | |\n"
        "|---|---|---|---|\n"
        f"| 2026-12-31 | [`{award}`]({page}) | `{THREE}` | renewable |\n"
        "\n"
    )
    assert call("due", "--root", place, "--as-of", "2026-07-01", "--format", "markdown").out == (
        "## Due until 2026-07-31\n\n"
        "Nothing ends until 2026-07-31, and nothing ended since 2025-07-01 without being renewed.\n"
    )


def test_what_is_due_as_json(place: Path) -> None:
    found = json.loads(call("due", "--root", place, "--as-of", "2027-01-01", "--json").out)
    assert (found["ending"], found["ended"], found["since"], found["until"]) == (0, 1, "2026-01-01", "2027-01-31")
    assert found["badges"][0]["ended"][0]["renewable"] is True


def test_a_period_that_is_none_is_said(place: Path) -> None:
    called = call("due", "--root", place, "--within", "soon")
    assert '"soon" is no period; write "30 days", "6 weeks", "3 months", or P30D' in called.err
    assert called.code == 2


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A map of people who have awards, and of one who has none."""
    path = tmp_path / "people.csv"
    rows = (
        (ONE, "Ada Ferrant", "ada@quarry-hill.example.org"),
        (THREE, "Bo Lindqvist", ""),
        (recipient(9), "Cy Data", ""),
    )
    path.write_text("recipient,name,email\n" + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    path.chmod(0o600)
    return path


def test_names_stand_beside_ids_for_those_who_have_the_map(place: Path, people: Path) -> None:
    ids = _ids(place)
    names = ("--people", people)
    called = call("list", "--root", place, "--recipient", "Ada Ferrant", "--badge", "sailing", *names, *AS_OF)
    assert called.out.splitlines() == [
        "id                          badge    recipient                      awarded     valid until  state  name",
        f"{ids['sailing', ONE]}  sailing  {ONE}  2026-05-02  2028-05-02   valid  Ada Ferrant",
    ]
    shown = call("show", ids["sailing", ONE], "--root", place, *names, *AS_OF).out
    assert f"  recipient    {ONE} (Ada Ferrant)\n" in shown
    assert call("show", "ada@quarry-hill.example.org", "--root", place, *names).out.startswith(
        f"{ONE} (Ada Ferrant): 2 awards\n"
    )
    due = call("due", "--root", place, "--as-of", "2026-12-05", *names).out
    assert f"    2026-12-31  {ids['data-analysis', THREE]}  {THREE}  Bo Lindqvist  renewable\n" in due
    listed = json.loads(call("list", "recipients", "--root", place, "--json", *names, *AS_OF).out)["recipients"]
    assert {row["recipient"]: row["recipient_name"] for row in listed}[THREE] == "Bo Lindqvist"


def test_a_badge_whose_name_is_part_of_somebodys_is_still_the_badge(place: Path, people: Path) -> None:
    assert call("show", "data-analysis", "--root", place, "--people", people).out.startswith("Data Analysis: active\n")


def test_a_name_of_several_people_is_not_guessed(place: Path, people: Path) -> None:
    assert call("show", "lind", "--root", place, "--people", people).out.startswith(f"{THREE} (Bo Lindqvist)")
    called = call("show", "a", "--root", place, "--people", people)
    assert called.err == (
        f'conferral: "a" may be any of 2 people\nhint: Say which: {", ".join(sorted((ONE, recipient(9))))}.\n'
    )


def test_names_never_go_into_the_summary_of_a_workflow(place: Path, people: Path) -> None:
    called = call("due", "--root", place, "--people", people, "--format", "markdown")
    assert (called.out, called.code) == ("", 2)
    assert "Error: --people is for your eyes, and the summary of a workflow is for everybody's\n" in called.err
