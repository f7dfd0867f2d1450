"""Answering from an archive: a folder laid out as HOST/PATH stands in for the network."""

from __future__ import annotations

from pathlib import Path

from conferral.verify.folder import MAX_FILE_BYTES, folder_content, is_plain_path, split_address
from conferral.verify.resolving import RefusedError
from conferral.verify.words import NOTES


class ArchiveResolver:
    """Answers for `https://HOST/PATH` with the file HOST/PATH of `folder`, and for nothing else.

    A port other than 443 is part of the host's name, as in `example.org:8443`.  Symbolic links may not lead out of
    the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    @property
    def note(self) -> str:
        """What an archive cannot show."""
        return NOTES["archive"]

    def fetch(self, url: str) -> bytes:
        """The file that stands for `url`."""
        parts = split_address(url)
        if parts is None or parts.scheme != "https" or not parts.hostname:
            raise RefusedError("it is no plain https address", url=url)
        host = parts.hostname.lower() if parts.port in {None, 443} else f"{parts.hostname.lower()}:{parts.port}"
        path = parts.path.removeprefix("/")
        if parts.query or parts.fragment or not is_plain_path(path) or ".." in host or "/" in host:
            raise RefusedError("it is not the plain address of a file in the folder", url=url)
        return folder_content(self.folder, f"{host}/{path}", url, MAX_FILE_BYTES)
