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
from tests.unit.register.conftest import register

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


LEARNING = {
    "credentials/badges/sailing/badge.yml": "renewal: {hours: 8, of: [knots]}\n",
    "credentials/badges/knots/badge.yml": (
        "issuer: harbour\nversion: 1\nname: Knots\ndescription: A course.\ncriteria: Took it.\nhours: 8\n"
    ),
    "credentials/awards/knots/2026-07-01-course-7m2x.yml": (
        f"badge: knots\nawarded: 2026-07-01\nrecipients:\n  - recipient: {recipient(4)}\n"
    ),
}


def _with_learning(root: Path) -> None:
    for path, text in LEARNING.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("a") as file:
            file.write(text)
    image = root / "credentials/badges/sailing/badge.svg"
    (root / "credentials/badges/knots/badge.svg").write_bytes(image.read_bytes())
    register(root)


def test_renewals_that_are_earned_by_further_learning_are_written_with_what_counted(root: Path, ids: Ids) -> None:
    _with_learning(root)

    listed = call("due", "--within", "2 years", "--root", root)
    done = call("renew", "--earned", "--within", "2 years", "--root", root)

    assert f"{ids['sailing'][0]}  {recipient(1)}  renewable: 0 of 8 hours so far" in listed.out
    assert f"{ids['sailing'][1]}  {recipient(4)}  renewal earned: 8 of 8 hours" in listed.out
    assert listed.err.endswith(
        "next: `conferral renew ID...` for those who have earned it again, `conferral renew --earned` for the 1 by "
        "further learning\n"
    )
    path = "credentials/awards/sailing/2026-08-04-renewals-k3v9.yml"
    assert (done.code, done.out) == (0, f"{path}\n")
    assert (root / path).read_text().partition("recipients:\n")[2] == (
        f"  - recipient: {recipient(4)}\n"
        "    evidence:\n      - name: Knots\n        description: 8 h\n"
        f"    renews: {ids['sailing'][1]}\n"
    )
    again = call("renew", "--earned", "--within", "2 years", "--root", root)
    assert (again.code, again.out) == (0, "")
    assert again.err == "nothing to write: no renewal is earned by further learning\n"


def test_awards_are_named_or_earned(root: Path, ids: Ids) -> None:
    for arguments in ((), ("--earned", ids["sailing"][0])):
        told = call("renew", *arguments, "--root", root)
        assert told.code == 2
        assert "name the awards to renew, or say --earned for all whose renewal is earned" in told.err
    told = call("renew", ids["sailing"][0], "--within", "1 year", "--root", root)
    assert (told.code, "--within is about --earned" in told.err) == (2, True)


def test_what_ends_is_written_as_a_calendar(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "ends.ics"
    done = call("due", "--within", "1 year", "--as-of", "2026-08-04", "--ics", file, "--root", root)

    assert done.code == 0
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 1
    nowhere = tmp_path / "nowhere" / "ends.ics"
    because = f"conferral: {nowhere} cannot be written: No such file or directory\n"
    refused(root, "due", "--ics", nowhere, because=because)
