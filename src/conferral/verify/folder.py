"""Reading a registry's site from a folder, and nothing from anywhere else."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from conferral.errors import EncodingError, UndecidedError
from conferral.standards.baking import MAX_IMAGE_BYTES
from conferral.standards.strict_documents import read_document
from conferral.verify.resolving import FetchError, NotFoundError, RefusedError, UnreachableError
from conferral.verify.words import NOTES

MAX_FILE_BYTES = MAX_IMAGE_BYTES
"""Largest file that is read, in bytes: a picture may be that large."""

_CHUNK = 1 << 16

MAX_CATALOG_BYTES = 64 << 20
"""Largest catalog.json that is read, in bytes."""

_SEGMENT = r"(?:\.well-known|[A-Za-z0-9_~-][A-Za-z0-9._~-]*)"
_PLAIN_PATH = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")


class FolderResolver:
    """Reads whatever lies under `base_url` from `folder`, and refuses every other address.

    The folder is a copy of the site, as `conferral build` writes it or a mirror holds it.  Symbolic links
    may not lead out of it.
    """

    def __init__(self, folder: Path, base_url: str) -> None:
        self.folder = folder.resolve()
        self.base_url = base_url if base_url.endswith("/") else base_url + "/"
        self._base = urlsplit(self.base_url)
        parts = split_address(self.base_url)
        self._is_plain = parts is not None and not parts.query and not parts.fragment

    @classmethod
    def for_site(cls, folder: Path) -> FolderResolver:
        """The resolver for the site in `folder`, whose base URL its own files tell.

        `catalog.json` names it as `base_url`; where there is no such file, the first credential does, whose id
        is its own address.

        Raises:
            UndecidedError: there is no such folder, or no file in it names a base URL.
        """
        if not folder.is_dir():
            raise UndecidedError(f'there is no folder "{folder}"')
        base_url = _base_url_of_catalog(folder) or _base_url_of_credentials(folder)
        if base_url is None:
            raise UndecidedError(
                f'the folder "{folder}" is no site of a registry: neither a catalog.json nor a credential in it '
                "names a base URL",
                hint="Name the folder that holds catalog.json, credentials/ and issuers/.",
            )
        return cls(folder, base_url)

    @property
    def note(self) -> str:
        """What reading from a folder cannot show."""
        return NOTES["folder"]

    def fetch(self, url: str) -> bytes:
        """The file that stands for `url`."""
        return folder_content(self.folder, self._relative(url), url, MAX_FILE_BYTES)

    def _relative(self, url: str) -> str:
        rest = url.removeprefix(self.base_url)
        if self._is_plain and rest != url and is_plain_path(rest):  # what follows finds the same, and takes longer
            return rest
        parts = split_address(url)
        inside = parts is not None and _origin(parts) == _origin(self._base) and parts.path.startswith(self._base.path)
        if parts is None or not inside:
            raise RefusedError(f'it lies outside "{self.base_url}", and only the folder may be read', url=url)
        relative = parts.path.removeprefix(self._base.path)
        if parts.query or parts.fragment or not is_plain_path(relative):
            raise RefusedError("it is not the plain address of a file in the folder", url=url)
        return relative


def is_plain_path(path: str) -> bool:
    """Whether every segment of `path` can only be the name of a file: no dots that lead up, nothing to decode.

    Of names that begin with a dot only `.well-known` is one (RFC 8615), where did:web keeps a host's keys.
    """
    return _PLAIN_PATH.fullmatch(path) is not None


def split_address(url: str) -> SplitResult | None:
    """The parts of an address, or None if it is none, or not the one that it seems."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    # urlsplit drops tabs and line ends silently; an address that had any is not the one it seems.
    return parts if url.isprintable() and "@" not in parts.netloc else None


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    port = parts.port
    return parts.scheme.lower(), (parts.hostname or "").lower(), None if port == 443 else port


def catalog_of(folder: Path) -> dict[str, Any] | None:
    """What the folder's catalog.json says, or None if there is none that can be read."""
    return _read(folder, "catalog.json", MAX_CATALOG_BYTES)


def _base_url_of_catalog(folder: Path) -> str | None:
    catalog = catalog_of(folder)
    return _https(catalog.get("base_url")) if catalog else None


def _base_url_of_credentials(folder: Path) -> str | None:
    for path in sorted((folder / "credentials").glob("*/credential.json")):
        document = _read(folder, path.relative_to(folder).as_posix(), MAX_FILE_BYTES)
        ending = f"credentials/{path.parent.name}/credential.json"
        identifier = document.get("id") if document else None
        if isinstance(identifier, str) and identifier.endswith("/" + ending):
            base_url = _https(identifier.removesuffix(ending))
            if base_url is not None:
                return base_url
    return None


def _read(folder: Path, relative: str, max_bytes: int) -> dict[str, Any] | None:
    try:
        content = folder_content(folder.resolve(), relative, relative, max_bytes)
        return read_document(content, max_bytes=max_bytes, max_values=max_bytes)
    except (FetchError, EncodingError):
        return None


def folder_content(folder: Path, relative: str, url: str, max_bytes: int) -> bytes:
    """The file at `relative` in `folder`, which is resolved; whatever goes wrong is a `FetchError` about `url`."""
    try:
        data = _content(_real_place(folder, relative, url), max_bytes)
    except (FileNotFoundError, NotADirectoryError, _NoFileError) as error:
        raise NotFoundError("the folder holds no such file", url=url) from error
    except (OSError, RuntimeError) as error:
        raise UnreachableError("the file cannot be read", url=url) from error
    if len(data) > max_bytes:
        raise UnreachableError(f"the file is larger than {max_bytes >> 20} MiB", url=url)
    return data


class _NoFileError(OSError):
    """What stands there is no regular file."""


def _real_place(folder: Path, relative: str, url: str) -> str:
    """Where the file at `relative` lies, with every link on the way followed.  Raises `RefusedError` and `OSError`."""
    place = str(folder)
    for segment in relative.split("/"):
        place += f"/{segment}"
        if stat.S_ISLNK(os.lstat(place).st_mode):
            break
    else:
        return place
    real = (folder / relative).resolve(strict=True)
    if not real.is_relative_to(folder):
        raise RefusedError("the file is a link that leads out of the folder", url=url)
    return str(real)


def _content(place: str, max_bytes: int) -> bytes:
    """What a regular file holds, or more than `max_bytes` of it.  Raises `OSError`."""
    # A pipe must not hold the verifier up, and what was no link a moment ago must not have become one.
    descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise _NoFileError
        data = os.read(descriptor, min(found.st_size, max_bytes) + 1)
        while len(data) <= max_bytes and (more := os.read(descriptor, _CHUNK)):
            data += more
        return data
    finally:
        os.close(descriptor)


def _https(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    parts = split_address(value)
    if parts is None or parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        return None
    return value
