"""A finished site, brought to an object store: for registries that outgrow the static host of a git service.

A store has no folder that could be exchanged for another in one step.  So the order of writing keeps a site whole that
somebody reads meanwhile, and one whose upload was stopped: status lists first, since a revocation must not wait; then
everything that is only reached by its own address; then what leads there; and only at the end what is gone is deleted.
Running it again goes on where it stopped: what the store has already, by its checksum, is not sent once more.

Stores are reached through fsspec, by an address such as s3://bucket/registry, with the credentials that its own
libraries find in the environment.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from conferral import addresses
from conferral.errors import BuildError
from conferral.progress import Progress

_AT_ONCE = 32 << 20  # bytes that are sent together, and held in memory
_FILES_AT_ONCE = 256
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".jwt": "application/jwt",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TYPE_OPTIONS: Mapping[str, str] = {
    "s3": "ContentType",
    "s3a": "ContentType",
    "gs": "content_type",
    "gcs": "content_type",
}
"""How the libraries of the large stores are told a media type; others go by the ending of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What was done: files that were sent, that were there already, and that were deleted."""

    sent: int
    there: int
    deleted: int


def is_store(place: str) -> bool:
    """Whether a place is the address of an object store, and no folder."""
    return "://" in place


def bring(site: Path, place: str, *, progress: Progress | None = None) -> Brought:
    """Make the store at the address `place` hold the site in the folder `site`, and nothing else.

    Raises `BuildError` where fsspec or the library for such a store is missing, where the store cannot be reached, and
    where it holds something that is no site of conferral: deleting what is gone must not delete that.
    """
    store = _Store(place)
    there = store.objects()
    if there and addresses.CATALOG not in there:
        raise BuildError(
            f"'{place}' is neither empty nor a site that conferral has written: it has no {addresses.CATALOG}",
            hint="Name an empty place in the store, or delete what is there yourself.",
        )
    paths = sorted(_paths(site), key=lambda path: (_turn(path), path))
    if addresses.CATALOG not in paths:
        raise BuildError(f"'{site}' is no site: it has no {addresses.CATALOG}")
    sent = 0
    waiting: dict[str, bytes] = {}
    for done, path in enumerate(paths, 1):
        content = (site / path).read_bytes()
        if there.get(path) != hashlib.md5(content, usedforsecurity=False).hexdigest():
            if waiting and (_must_wait(waiting, path) or len(waiting) >= _FILES_AT_ONCE or _size(waiting) >= _AT_ONCE):
                store.send(waiting)
                waiting = {}
            waiting[path] = content
            sent += 1
        if progress:
            progress("sending", done, len(paths))
    store.send(waiting)
    gone = sorted(there.keys() - set(paths))
    store.delete(gone)
    return Brought(sent=sent, there=len(paths) - sent, deleted=len(gone))


def _turn(path: str) -> int:
    """When a file is sent: 0 a status list, 1 what has an address of its own, 2 what leads there, 3 what names all."""
    parts = PurePosixPath(path).parts
    if parts[0] == "issuers" and "status" in parts[1:-1]:
        return 0
    if path == addresses.CATALOG:
        return 3
    return 1 if parts[0] in ("assets", "credentials", "endorsements", "people") or not path.endswith(".html") else 2


def _must_wait(waiting: Mapping[str, bytes], path: str) -> bool:
    return _turn(next(iter(waiting))) != _turn(path)


def _size(waiting: Mapping[str, bytes]) -> int:
    return sum(map(len, waiting.values()))


def _paths(site: Path) -> Iterator[str]:
    for path in site.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(site).as_posix()


class _Store:
    """One place in an object store."""

    def __init__(self, place: str) -> None:
        try:
            from fsspec.core import url_to_fs  # noqa: PLC0415 -- comes with an extra
        except ImportError:
            raise BuildError(
                "conferral is installed without what reaches object stores",
                hint="Install it with its extra: pip install 'conferral[cloud]'",
            ) from None
        self._place = place
        try:
            self._files, self._root = url_to_fs(place.rstrip("/"))
        except (ImportError, ValueError) as error:
            raise BuildError(f"'{place}' is no store that can be reached: {error}") from error
        protocol = self._files.protocol
        self._protocol: str = protocol if isinstance(protocol, str) else protocol[0]

    def objects(self) -> dict[str, str]:
        """The paths of everything below the place, with its MD5 in hexadecimal; empty where the store tells none."""
        try:
            self._files.invalidate_cache()
            found: Mapping[str, Mapping[str, Any]] = self._files.find(self._root, detail=True)
        except FileNotFoundError:
            return {}
        except Exception as error:
            raise self._unreachable(error) from error
        start = len(self._root.rstrip("/")) + 1
        return {path[start:]: _md5(details) for path, details in found.items()}

    def send(self, contents: Mapping[str, bytes]) -> None:
        """Write files, several at once where the store can."""
        by_type: dict[str, dict[str, bytes]] = {}
        for path, content in contents.items():
            by_type.setdefault(_media_type(path), {})[f"{self._root}/{path}"] = content
        option = _TYPE_OPTIONS.get(self._protocol)
        for media_type, files in by_type.items():
            try:
                self._files.pipe(files, **({option: media_type} if option else {}))
            except Exception as error:
                raise self._unreachable(error) from error

    def delete(self, paths: list[str]) -> None:
        """Delete files."""
        for start in range(0, len(paths), _FILES_AT_ONCE):
            try:
                self._files.rm([f"{self._root}/{path}" for path in paths[start : start + _FILES_AT_ONCE]])
            except Exception as error:
                raise self._unreachable(error) from error

    def _unreachable(self, error: Exception) -> BuildError:
        said = str(error).strip().splitlines()
        what = said[0] if said else type(error).__name__
        return BuildError(f"the store at '{self._place}' refuses: {what}", hint="What was sent stays; run it again.")


def _media_type(path: str) -> str:
    ending = PurePosixPath(path).suffix
    return _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def _md5(details: Mapping[str, Any]) -> str:
    """The MD5 of an object, as the large stores tell it: an ETag of 32 digits, or Google's base64."""
    tag = details.get("ETag") or details.get("etag")
    if isinstance(tag, str) and len(tag.strip('"')) == 32:
        return tag.strip('"').lower()
    told = details.get("md5Hash")
    return base64.b64decode(told).hex() if isinstance(told, str) else ""
