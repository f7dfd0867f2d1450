"""Share cards kept from build to build, so that a build draws only those that have changed.

    ~/.cache/conferral/cards/<digest of all that goes into a card>     (XDG_CACHE_HOME)
    ~/.local/state/conferral/cards.secret                              (XDG_STATE_HOME)

The cache can save time and can never change a byte.  An entry begins with an HMAC of its digest and its card under a
secret of this machine's user, which lies elsewhere: entries that somebody else has written, brought from another
machine or damaged are as good as none.  Templates, plugins and the process that draws can reach neither folder, being
behind the wall; this is read and written by trusted code alone.  Under CI (the variable CI is set) there is no cache,
so that what the preview of a pull request leaves behind never reaches what is published.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conferral.atomic import replace_file, write_private_file

_SECRET_BYTES = 32
_MAC_BYTES = 32
_LARGEST = 8 * 1024 * 1024  # bytes
_KEPT = 90 * 24 * 3600  # seconds since an entry was last used


@dataclass(frozen=True, slots=True)
class CardCache:
    """Cards by digests, in hexadecimal.  Whatever goes wrong with its files, it is as if nothing had been kept."""

    folder: Path
    secret: bytes

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> CardCache | None:
        """The cache of the user whose environment this is; None under CI, and where none can be kept."""
        if environ.get("CI") or not environ.get("HOME"):
            return None
        home = Path(environ["HOME"])
        folder = _place(environ.get("XDG_CACHE_HOME"), home / ".cache") / "conferral/cards"
        place = _place(environ.get("XDG_STATE_HOME"), home / ".local/state") / "conferral/cards.secret"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                write_private_file(place, secrets.token_bytes(_SECRET_BYTES))
            secret = _read(place)
        except OSError:
            return None
        return cls(folder, secret) if len(secret) == _SECRET_BYTES else None

    def get(self, digest: str) -> bytes | None:
        """The card that was kept under a digest."""
        try:
            entry = _read(self.folder / digest)
            os.utime(self.folder / digest)
        except OSError:
            return None
        mac, card = entry[:_MAC_BYTES], entry[_MAC_BYTES:]
        return card if hmac.compare_digest(mac, self._mac(digest, card)) else None

    def put(self, digest: str, card: bytes) -> None:
        """Keep a card."""
        with contextlib.suppress(OSError):
            replace_file(self.folder / digest, self._mac(digest, card) + card)

    def forget_old(self) -> None:
        """Remove what no build has used for three months."""
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if time.time() - path.lstat().st_mtime > _KEPT:
                    path.unlink()

    def _mac(self, digest: str, card: bytes) -> bytes:
        return hmac.digest(self.secret, digest.encode() + b"\0" + card, "sha256")


def _place(given: str | None, default: Path) -> Path:
    """The XDG Base Directory Specification: a relative path counts as none."""
    return Path(given) if given and Path(given).is_absolute() else default


def _read(path: Path) -> bytes:
    """The bytes of a regular file of this user's; raises OSError for anything else."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_size > _LARGEST:
            raise OSError("not ours")
        return file.read()
