from __future__ import annotations

from pathlib import Path

import pytest

from conferral.verify import ArchiveResolver, NotFoundError, Outcome, RefusedError, UnreachableError, Verifier
from tests.corpus.cases import FOLDER, read_case
from tests.unit.verify.small_site import AT, FIRST, SmallSite


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveResolver:
    for name in ("academy.example/a.json", "academy.example:8443/a.json"):
        file = tmp_path / "archive" / name
        file.parent.mkdir(parents=True)
        file.write_text(name)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "archive/academy.example/link").symlink_to(tmp_path / "secret")
    return ArchiveResolver(tmp_path / "archive")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("https://academy.example/a.json", b"academy.example/a.json"),
        ("https://ACADEMY.example:443/a.json", b"academy.example/a.json"),
        ("https://academy.example:8443/a.json", b"academy.example:8443/a.json"),
    ],
)
def test_an_address_is_a_host_and_a_path(archive: ArchiveResolver, url: str, file: bytes) -> None:
    assert archive.fetch(url) == file


def test_what_is_not_in_the_archive_is_not_found(archive: ArchiveResolver) -> None:
    for url in ("https://academy.example/b.json", "https://guild.example/a.json", "https://academy.example:1/a.json"):
        with pytest.raises(NotFoundError):
            archive.fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://academy.example/a.json",
        "https://academy.example/../secret",
        "https://academy.example/%2e%2e/secret",
        "https://../secret",
        "https://academy.example/a.json?x",
        "https://academy.example/a.json#x",
        "https://somebody@academy.example/a.json",
        "https://academy.example/",
        "https://academy.example/link",
        "https://academy.example/.git/config",
        "https://academy.example/.well-known/../../secret",
        "https://academy.example/.well-known/.secret",
        "https://academy.example/.well-known.json",
        "https://academy.example:x/a.json",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_plain_address_inside_is_refused(archive: ArchiveResolver, url: str) -> None:
    with pytest.raises(RefusedError):
        archive.fetch(url)


def test_a_site_in_an_archive_verifies_and_the_report_says_where_it_was_read(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "archive/badges.example.org/registry")
    report = Verifier(resolver=ArchiveResolver(tmp_path / "archive"), at=AT).inspect(
        site.read(f"credentials/{FIRST}/credential.json")
    )
    assert report.outcome is Outcome.VERIFIED
    assert report.notes == (
        (
            "Everything was read from an archive, not from the issuer’s own address: this proves only that the "
            "archive is consistent, as it was when it was made."
        ),
    )


@pytest.mark.parametrize(
    "name", ["valid", "valid-did-web-path", "valid-did-web-port", "status-revoked", "jwt-registered"]
)
def test_a_case_on_disk_is_reported_as_from_the_network(tmp_path: Path, name: str) -> None:
    case = read_case(FOLDER / f"{name}.json")
    for url, content in case.documents.items():
        assert isinstance(content, bytes)
        file = tmp_path / url.removeprefix("https://")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    report = Verifier(resolver=ArchiveResolver(tmp_path), at=case.at).inspect(case.given)
    found = {check.name: [str(check.outcome), check.details["code"]] for check in report.checks}
    assert (str(report.state), found) == (case.state, case.checks)


def test_a_picture_as_large_as_one_may_be_is_read(archive: ArchiveResolver) -> None:
    file = archive.folder / "academy.example/badge.png"
    for size, fits in ((10 << 20, True), ((10 << 20) + 1, False)):
        with file.open("wb") as opened:
            opened.truncate(size)
        if fits:
            assert len(archive.fetch("https://academy.example/badge.png")) == size
        else:
            with pytest.raises(UnreachableError) as caught:
                archive.fetch("https://academy.example/badge.png")
            assert caught.value.message == "the file is larger than 10 MiB"
