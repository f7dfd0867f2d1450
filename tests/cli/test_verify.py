"""`conferral verify` on credentials of others, whose documents lie in an archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conferral.cli import baking
from conferral.errors import Error
from conferral.standards.timestamps import format_timestamp, parse_timestamp
from tests.corpus.cases import FOLDER, Case, read_case
from tests.program import run

NOTE = (
    "Everything was read from an archive, not from the issuer’s own address: this proves only that the archive is "
    "consistent, as it was when it was made."
)


def case(name: str) -> Case:
    return read_case(FOLDER / f"{name}.json")


def laid_out(folder: Path, *cases: Case) -> None:
    """The documents of `cases` in `folder`/archive, and what they hand in as files called like them."""
    for one in cases:
        (folder / one.name).write_bytes(one.given)
        for url, content in one.documents.items():
            if isinstance(content, bytes):
                file = folder / "archive" / url.removeprefix("https://")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)


def verified(folder: Path, *arguments: str, at: str = "2026-11-01T00:00:00Z") -> tuple[int, list[dict[str, Any]]]:
    """Exit code and reports of a run on the archive in `folder`."""
    done = run("verify", "--offline", "archive", "--as-of", at, "--json", *arguments, cwd=folder)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("name", ["valid", "jwt-rs256", "picture-png", "picture-svg", "status-revoked"])
def test_a_credential_in_any_form_is_reported_as_by_the_library(tmp_path: Path, name: str) -> None:
    one = case(name)
    laid_out(tmp_path, one)
    code, (report,) = verified(tmp_path, name, at=format_timestamp(one.at))
    expected = one.inspect()
    assert code == expected.exit_code
    assert report == {"source": name, **expected.as_json(), "notes": [NOTE]}


def test_several_are_reported_in_their_order_and_the_gravest_decides(tmp_path: Path) -> None:
    cases = [case(name) for name in ("valid", "altered-achievement-name", "picture-png")]
    laid_out(tmp_path, *cases)
    code, reports = verified(tmp_path, *(one.name for one in cases))
    assert (code, [(report["source"], report["state"]) for report in reports]) == (
        1,
        [("valid", "valid"), ("altered-achievement-name", "altered"), ("picture-png", "valid")],
    )


def test_one_that_is_not_there_hides_none_of_the_others(tmp_path: Path) -> None:
    good, altered = case("valid"), case("altered-achievement-name")
    laid_out(tmp_path, good, altered)
    for files, expected in (
        ((good.name, "missing", altered.name), 1),
        ((good.name, "missing"), 2),
        (("missing", "https://elsewhere.example/1.json"), 2),
        ((good.name, "https://elsewhere.example/1.json"), 3),
    ):
        at = format_timestamp(good.at)
        done = run("verify", "--offline", "archive", "--as-of", at, "--json", *files, cwd=tmp_path)
        reports = json.loads(done.stdout)
        assert (done.returncode, [report["source"] for report in reports]) == (expected, list(files))
        assert len({tuple(report) for report in reports}) == 1
        missing = "conferral: missing cannot be read: no such file or directory\n"
        assert done.stderr == (missing if "missing" in files else "")


@pytest.mark.parametrize("who", ["a@example.com", "b@example.com"])
def test_a_person_is_asked_about(tmp_path: Path, who: str) -> None:
    one = case("recipient-sha256")
    laid_out(tmp_path, one)
    code, (report,) = verified(tmp_path, one.name, "--recipient", who, at=format_timestamp(one.at))
    found = {check["name"]: check["sentence"] for check in report["checks"]}["recipient"]
    assert (code, found) == (
        (0, "It was awarded to the person asked about (told by: emailAddress).")
        if who == one.recipient
        else (1, "It was not awarded to the person asked about.")
    )


def test_an_allowed_context_is_named_and_so_is_one_that_is_missing(tmp_path: Path) -> None:
    one = case("words-unknown-context")
    (context,) = (url for url in json.loads(one.given)["@context"] if url.endswith("/context.json"))
    laid_out(tmp_path, one)
    at = format_timestamp(one.at)
    missing = verified(tmp_path, one.name, "--allow-context", context, at=at)
    assert (missing[0], missing[1][0]["notes"]) == (
        3,
        [NOTE, f"The context “{context}” was allowed and could not be used: the folder holds no such file."],
    )
    file = tmp_path / "archive" / context.removeprefix("https://")
    file.write_text(json.dumps({"@context": {"grade": "https://academy.example/terms#grade"}}), "utf-8")
    found = verified(tmp_path, one.name, "--allow-context", context, at=at)
    assert f"It uses words from “{context}”, which were fetched because you allowed it." in found[1][0]["notes"]


def test_the_instant_of_a_report_has_whole_seconds(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    done = run("verify", "empty", "--json", cwd=tmp_path)
    (report,) = json.loads(done.stdout)
    assert (done.returncode, parse_timestamp(report["at"]).microsecond) == (1, 0)
    assert report["checks"][0]["sentence"] == "It cannot be read: it is empty."


def test_what_cannot_be_written_is_called_by_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_path: Path, _content: bytes) -> None:
        raise PermissionError(13, "Permission denied", ".conferral-0123.tmp")

    monkeypatch.setattr("conferral.atomic.replace_file", refused)
    with pytest.raises(Error) as caught:
        baking._write(tmp_path / "badge.png", b"")
    assert caught.value.message == f"{tmp_path}/badge.png cannot be written: permission denied"


@pytest.mark.parametrize("arguments", [["--offline", "archive"], ["--site", ".", "valid"]])
def test_processes_are_for_a_whole_site(tmp_path: Path, arguments: list[str]) -> None:
    laid_out(tmp_path, case("valid"))
    done = run("verify", "--jobs", "2", *arguments, "valid", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("--jobs is about all of a site: name it with --site, and no credential\n")
