"""A site is brought to an object store whole, in an order that never leads to what is not there yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from conferral.errors import BuildError
from conferral.object_store import Brought, bring, is_store

PLACE = "memory://bucket/registry"
FILES = {
    "index.html": "home",
    "badges/sailing/index.html": "badge",
    "badges/sailing/badge.json": "{}",
    "catalog.json": "{}",
    "credentials/abc/credential.json": "{}",
    "credentials/abc/index.html": "page",
    "issuers/lakeside/status/revocation-1.json": "bits",
    "assets/conferral.css": "a{}",
}


@pytest.fixture(autouse=True)
def store() -> Iterator[MemoryFileSystem]:
    found: MemoryFileSystem = fsspec.filesystem("memory")
    found.store.clear()
    yield found
    found.store.clear()


def site(folder: Path, files: dict[str, str] = FILES) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def held(store: MemoryFileSystem) -> dict[str, str]:
    found = store.find("/bucket/registry")
    return {path.removeprefix("/bucket/registry/"): store.cat_file(path).decode() for path in found}


def test_the_store_holds_the_site_and_nothing_else(tmp_path: Path, store: MemoryFileSystem) -> None:
    assert bring(site(tmp_path), PLACE) == Brought(sent=8, there=0, deleted=0)
    assert held(store) == FILES
    (tmp_path / "credentials/abc/index.html").unlink()
    (tmp_path / "index.html").write_text("new home")
    assert bring(tmp_path, f"{PLACE}/").deleted == 1
    rest = {path: text for path, text in FILES.items() if path != "credentials/abc/index.html"}
    assert held(store) == rest | {"index.html": "new home"}


def test_status_lists_come_first_then_what_is_led_to_then_what_leads_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def pipe(_: object, files: dict[str, bytes], **options: Any) -> None:
        assert options == {}
        sent.extend(path.removeprefix("/bucket/registry/") for path in files)

    monkeypatch.setattr(MemoryFileSystem, "pipe", pipe)
    bring(site(tmp_path), PLACE)
    assert sent == [
        "issuers/lakeside/status/revocation-1.json",
        "assets/conferral.css",
        "badges/sailing/badge.json",
        "credentials/abc/credential.json",
        "credentials/abc/index.html",
        "badges/sailing/index.html",
        "index.html",
        "catalog.json",
    ]


def test_what_the_store_has_by_its_checksum_is_not_sent_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site(tmp_path)
    bring(tmp_path, PLACE)
    found = {
        f"/bucket/registry/{path}": {"ETag": f'"{hashlib.md5(text.encode()).hexdigest()}"'}  # noqa: S324 -- as stores do
        for path, text in FILES.items()
        if path != "index.html"
    }
    monkeypatch.setattr(MemoryFileSystem, "find", lambda *_, **__: found)
    assert bring(tmp_path, PLACE) == Brought(sent=1, there=7, deleted=0)


def test_a_store_that_holds_something_else_is_left_alone(tmp_path: Path, store: MemoryFileSystem) -> None:
    store.pipe_file("/bucket/registry/thesis.pdf", b"years of work")
    with pytest.raises(BuildError) as caught:
        bring(site(tmp_path), PLACE)
    assert caught.value.message == (
        f"'{PLACE}' is neither empty nor a site that conferral has written: it has no catalog.json"
    )
    assert held(store) == {"thesis.pdf": "years of work"}


def test_what_is_no_site_is_not_brought_anywhere(tmp_path: Path, store: MemoryFileSystem) -> None:
    bring(site(tmp_path / "one"), PLACE)
    with pytest.raises(BuildError, match=r"is no site: it has no catalog\.json"):
        bring(site(tmp_path / "other", {"index.html": "x"}), PLACE)
    assert held(store) == FILES


@pytest.mark.parametrize(
    ("place", "store"), [("s3://b/x", True), ("memory://x", True), ("build/site", False), ("/a", False)]
)
def test_an_address_is_a_store_and_a_path_is_none(place: str, store: bool) -> None:
    assert is_store(place) is store


def test_a_store_that_nobody_knows_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="'nowhere://x' is no store that can be reached: Protocol not known: nowhere"):
        bring(site(tmp_path), "nowhere://x")


def test_a_store_that_refuses_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("Access Denied\nmore")

    monkeypatch.setattr(MemoryFileSystem, "pipe", refuse)
    with pytest.raises(BuildError) as caught:
        bring(site(tmp_path), PLACE)
    assert caught.value.message == f"the store at '{PLACE}' refuses: Access Denied"
    assert caught.value.hint == "What was sent stays; run it again."
