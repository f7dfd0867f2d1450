"""A wheel of the very program that runs, made from its installed package.

A registry carries the program that builds it, so that a CI installs these bytes and no others, whatever becomes of a
package index.  The same installed files give the same bytes: fixed dates, fixed order, and nothing compressed, since
zlib builds differ (git compresses what it keeps anyway).
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import conferral
from conferral.errors import Error
from conferral.site.bundle import Bundle

_PACKAGE = Path(conferral.__file__).parent
_KEPT = ("METADATA", "entry_points.txt")
_LICENCES = "licenses/"
_NEVER = ("__pycache__", ".DS_Store")
_LEFTOVERS = (".pyc", ".tmp")
_HINT = "Install conferral again with pip, from its wheel or from its checkout."


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel: its file name, and its bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes, hexadecimal, as pip compares it."""
        return hashlib.sha256(self.content).hexdigest()


def own_wheel() -> Wheel:
    """The wheel of this program (binary distribution format 1.0).

    Raises `Error` when what is installed is not whole: the scripts of the pages are missing, or the installation is
    of another version than the code.
    """
    Bundle.read()
    installed = _installed()
    name = f"conferral-{conferral.__version__}"
    files = {f"conferral/{path}": content for path, content in _package_files(_PACKAGE)}
    files |= {f"{name}.dist-info/{path}": content for path, content in _about(installed)}
    files[f"{name}.dist-info/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: {name.replace('-', ' ')}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    ).encode()
    record = f"{name}.dist-info/RECORD"
    ordered = dict(sorted(files.items(), key=lambda file: (".dist-info/" in file[0], file[0])))
    ordered[record] = "".join([*map(_line, ordered.items()), f"{record},,\n"]).encode()
    return Wheel(f"{name}-py3-none-any.whl", _archive(ordered))


def _installed() -> Distribution:
    try:
        found = distribution("conferral")
    except PackageNotFoundError as error:
        raise Error("conferral runs without being installed, so there is nothing to copy", hint=_HINT) from error
    if found.version != conferral.__version__:
        raise Error(f"the code is conferral {conferral.__version__}, what is installed {found.version}", hint=_HINT)
    return found


def _package_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        inner = path.relative_to(folder)
        if path.is_file() and not any(part in _NEVER for part in inner.parts) and path.suffix not in _LEFTOVERS:
            yield inner.as_posix(), path.read_bytes()


def _about(installed: Distribution) -> Iterator[tuple[str, bytes]]:
    """What stands in the dist-info folder and says nothing of where and how it was installed."""
    for path in installed.files or ():
        folder, _, name = path.as_posix().partition("/")
        if folder.endswith(".dist-info") and (name in _KEPT or name.startswith(_LICENCES)):
            yield name, path.read_binary()


def _line(file: tuple[str, bytes]) -> str:
    path, content = file
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(content)}\n"


def _archive(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, wherever it is made, so that the permissions count
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
