"""The folder of each credential: its page and what is signed, written together by trusted code.

They are written beside the site and moved into it when nothing runs behind the wall any more, so no template, theme,
plugin or hook ever has a hand on them.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from conferral import addresses
from conferral.errors import BuildError
from conferral.model import Registry
from conferral.signed_folder import DOCUMENTS, document_paths
from conferral.site.removing import remove_tree

PLACE = "credentials"
"""The folder of a site that these folders stand in."""

_DOCUMENT = addresses.credential_json("").rpartition("/")[2]
_PAGE, _CERTIFICATE = "index.html", "certificate.pdf"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OTHERS = "A template, theme, plugin or hook has written it, or it lies in the docs_dir of mkdocs.yml."


@dataclass(frozen=True, slots=True)
class CredentialFolder:
    """What stands in the folder of an award: its page, and the signed files by their names; an erased award has none.

    It may have a certificate besides, where `certified`.
    """

    id: str
    signed: tuple[tuple[str, bytes], ...] = ()
    certified: bool = False

    @property
    def page(self) -> str:
        """Site path of the page."""
        return f"{addresses.credential_page(self.id)}{_PAGE}"

    @property
    def certificate(self) -> str:
        """Site path of the certificate; empty where there is none."""
        return addresses.certificate(self.id) if self.certified else ""

    def write(self, top: str, page: bytes, certificate: bytes | None) -> None:
        """Write it below the folder `top`, with the modes that the process's umask leaves."""
        folder = f"{top}/{self.id}"
        os.mkdir(folder, 0o755)  # noqa: PTH102 -- a hundred thousand times
        _write(f"{folder}/{_PAGE}", page)
        for name, content in self.signed:
            _write(f"{folder}/{name}", content)
        if certificate is not None:
            _write(f"{folder}/{_CERTIFICATE}", certificate)

    def is_whole(self, top: Path) -> bool:
        """Whether it stands below `top` with these signed files, and nothing but its page and certificate besides."""
        folder = top / self.id
        allowed = {_PAGE, *(name for name, _ in self.signed), *([_CERTIFICATE] if self.certified else [])}
        try:
            found = {path.name for path in folder.iterdir()}
            return (
                allowed - {_CERTIFICATE} <= found <= allowed
                and all(stat.S_ISREG((folder / name).lstat().st_mode) for name in found)
                and all((folder / name).read_bytes() == content for name, content in self.signed)
            )
        except OSError:
            return False


class SignedFiles:
    """What was signed of credentials, in the order of the awards: read as it is asked for, and never twice."""

    def __init__(self, registry: Registry, signed: Path, credentials: Iterator[tuple[str, bytes]]) -> None:
        self._registry = registry
        self._credentials = credentials
        self._place = signed / DOCUMENTS / PLACE
        self._baked = set(document_paths(self._place)) if self._place.is_dir() else set[str]()

    def of(self, award: str, extension: str) -> tuple[tuple[str, bytes], ...]:
        """The signed files of the next award, by their names; `extension` is that of its badge's image.

        Raises `BuildError` where what comes next is another's.
        """
        found, content = next(self._credentials, ("", b""))
        if found != award:
            raise _missing(addresses.credential_json(award))
        if not self._registry.file.policy.baked_images:
            return ((_DOCUMENT, content),)
        path = addresses.baked_image(award, extension)
        name = path.rpartition("/")[2]
        if f"{award}/{name}" not in self._baked:
            raise _missing(path)
        self._baked.remove(f"{award}/{name}")
        return ((_DOCUMENT, content), (name, (self._place / award / name).read_bytes()))

    def refuse_others(self) -> None:
        """Raise `BuildError` if anything is left that no award has asked for."""
        others = [addresses.credential_json(award) for award, _ in self._credentials]
        others += [f"{PLACE}/{path}" for path in sorted(self._baked)]
        if others:
            raise BuildError(f"the signed document {others[0]} belongs to no credential", hint="Sign again.")


def assert_whole(top: Path, folders: Iterable[CredentialFolder]) -> None:
    """Make sure that these folders, and nothing else, are below `top` as they were written.

    Where the wall is weak, a plugin could have reached them meanwhile.  Raises `BuildError`.
    """
    ids = set()
    for folder in folders:
        ids.add(folder.id)
        if not folder.is_whole(top):
            raise BuildError(
                f"'{PLACE}/{folder.id}' in the site is not what was written there",
                hint="A template, theme, plugin or hook has changed it.",
            )
    _refuse_files(top, ids)


def move_in(top: Path, staged: Path) -> None:
    """Move the folder `top` with all these folders to its place in the site, where nothing else may stand.

    Raises `BuildError` with the first file that does.
    """
    place = staged / PLACE
    if place.is_dir() and not place.is_symlink():
        _refuse_files(place)
        remove_tree(place)
    elif os.path.lexists(place):
        raise belongs_to_none(PLACE)
    top.rename(place)


def _refuse_files(top: Path, known: Collection[str] = ()) -> None:
    """Raise `BuildError` if there is any file below the folder `top`, but in those of `known` ids."""
    for place, folders, files in os.walk(top):
        folders[:] = sorted(folders if place != str(top) else set(folders) - set(known))
        links = [name for name in folders if Path(place, name).is_symlink()]
        if files or links:
            path = Path(place, min(files + links)).relative_to(top).as_posix()
            raise belongs_to_none(f"{PLACE}/{path}")


def belongs_to_none(path: str) -> BuildError:
    """What is said of a file that stands among the folders of credentials and has no place there."""
    return BuildError(f"'{path}' in the site belongs to no credential", hint=_OTHERS)


def _missing(path: str) -> BuildError:
    return BuildError(f"the signed document {path} is missing or damaged", hint="Sign again.")


def _write(path: str, content: bytes) -> None:
    descriptor = os.open(path, _NEW, 0o644)
    try:
        written = os.write(descriptor, content)
        while written < len(content):
            written += os.write(descriptor, content[written:])
    finally:
        os.close(descriptor)
