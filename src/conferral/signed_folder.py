"""The folder that `conferral sign` writes: everything that is published as it was signed.

    manifest.json              what these documents are (`conferral.manifest`), written last
    site/<site path>           every signed document and picture but the credentials, as they are published
    credentials/000000.lines   credentials: a line each, the award's id, a space, and the JSON as it is published

A credential is one line of JSON, so many stand in one file: a hundred thousand folders with a file each would take a
host longer to write, to pack and to unpack than the signatures took.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from conferral.addresses import credential_json
from conferral.errors import BuildError

DOCUMENTS = "site"
"""The folder, beside the manifest, of everything that is published as it was signed, by site path."""
CREDENTIALS = "credentials"
"""The folder, beside the manifest, of the files of credentials."""

_ENDING = ".lines"
_SIGN_AGAIN = "Sign again."


class SigningFolder:
    """A new folder that is being filled; whoever fills it removes it when that fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = 0
        self._made: set[str] = set()
        folder.mkdir(parents=True, mode=0o700)
        (folder / DOCUMENTS).mkdir()
        (folder / CREDENTIALS).mkdir()

    def write(self, path: str, content: bytes) -> None:
        """Write what is published at a site path."""
        target = self.folder / DOCUMENTS / path
        place = path.rpartition("/")[0]
        if place not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(place)
        target.write_bytes(content)

    def write_credentials(self, credentials: Iterable[tuple[str, bytes]]) -> None:
        """Write one file of credentials: the award's id, and the JSON as it is published, which ends with a line."""
        name = f"{self._files:06}{_ENDING}"
        self._files += 1
        with (self.folder / CREDENTIALS / name).open("xb") as file:
            file.writelines(b"%b %b" % (award.encode(), content) for award, content in credentials)


def signed_credentials(signed: Path) -> Iterator[tuple[str, bytes]]:
    """Every credential of a folder that was signed, in the order in which they were: the award's id, and the JSON.

    Raises `BuildError` for a file that is damaged.
    """
    folder = signed / CREDENTIALS
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        with path.open("rb") as file:
            for line in file:
                award, space, content = line.partition(b" ")
                if not space or not content.endswith(b"\n"):
                    raise BuildError(f"'{path.name}' among the signed credentials is damaged", hint=_SIGN_AGAIN)
                yield award.decode("ascii", "replace"), content


def lay_out(signed: Path, folder: Path) -> None:
    """Write all that was signed into a folder, each document at its site path: a site without pages."""
    documents = signed / DOCUMENTS
    for path in document_paths(documents):
        _put(folder / path, (documents / path).read_bytes())
    for award, content in signed_credentials(signed):
        _put(folder / credential_json(award), content)


def documents_digest(signed: Path) -> str:
    """SHA-256 (hexadecimal) over every path and content of what was signed.

    Raises `BuildError` where one of them is neither a file nor a folder.
    """
    sha256 = hashlib.sha256()
    for part in (DOCUMENTS, CREDENTIALS):
        for name in document_paths(signed / part):
            path = signed / part / name
            if path.is_symlink() or not path.is_file():
                raise BuildError(f"'{name}' among the signed documents is neither a file nor a folder")
            encoded = os.fsencode(name)
            with path.open("rb") as file:
                sha256.update(b"%b %d %d " % (part.encode(), len(encoded), os.fstat(file.fileno()).st_size))
                sha256.update(encoded)
                while block := file.read(1 << 20):
                    sha256.update(block)
    return sha256.hexdigest()


def document_paths(documents: Path) -> list[str]:
    """The paths of all files, and of links, below a folder of documents, sorted."""
    return sorted(_paths(documents))


def _paths(documents: Path) -> Iterator[str]:
    for place, folders, files in os.walk(documents):
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in (*files, *links):
            yield Path(place, name).relative_to(documents).as_posix()


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
