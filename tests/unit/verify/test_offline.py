from __future__ import annotations

from pathlib import Path

import pytest

from conferral.verify import ArchiveResolver, NotFoundError, Outcome, RefusedError, Verifier
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
