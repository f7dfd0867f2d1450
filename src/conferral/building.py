"""`conferral build`: signing and rendering as two processes, with a wall between.

This process may have been started with keys in its environment.  It lets a child sign, and then replaces itself by
`conferral render` with a clean environment, so that no process of ours that holds a key is left when the first
template runs.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from conferral.errors import BuildError, RegistryError
from conferral.files import REGISTRY_FILE, FolderFiles
from conferral.history import as_of as as_of_time
from conferral.site.wall import leave_keys_behind
from conferral.site.writing import check_place, recover
from conferral.standards.timestamps import format_timestamp
from conferral.workers import ALONE, Workers
from conferral.yaml_text import read_yaml

_SIGNED = re.compile(r"conferral-signed-([1-9][0-9]{0,8})-[0-9a-f]{16}")


def build(
    root: Path,
    out: Path,
    *,
    preview: bool,
    as_of: datetime | None,
    environ: Mapping[str, str],
    for_base: str | None = None,
    workers: Workers = ALONE,
    store: str | None = None,
) -> NoReturn:
    """Build the site of the registry in `root` into `out`; that of a former base URL with `for_base`.

    With `store`, the address of an object store, it is brought there afterwards (`conferral.object_store`).

    Does not return: exits with the code of signing if that failed, and otherwise goes on as `conferral render`.
    Raises `RegistryError` when there is no as-of time to be had, and `BuildError` when there is no registry or when
    `out` is something that this site must not replace.
    """
    refuse_without_registry(root)
    moment = format_timestamp(as_of_time(root, environ, as_of))
    recover(out)
    check_place(out, preview=preview)
    signed = _place_for_signed()
    arguments = ["sign", "--root", str(root), "--out", str(signed), "--as-of", moment]
    arguments += [*workers.arguments, *(["--for", for_base] if for_base is not None else [])]
    # -P and -s: what lies in the registry's folder, a yaml.py say, must never run where the keys are
    program = [sys.executable, "-P", "-s", "-m", "conferral"]
    signing = subprocess.run(  # noqa: S603 -- this very program
        [*program, *arguments, *(["--preview"] if preview else [])], env=dict(environ), check=False
    )
    if signing.returncode:
        sys.exit(signing.returncode)
    render = ["render", "--root", str(root), "--signed", str(signed), "--out", str(out), "--discard-signed"]
    render += ["--jobs", str(workers.jobs)]
    render += ["--store", store] if store is not None else []
    leave_keys_behind(["-m", "conferral", *render], environ, store=store is not None)


def is_former(root: Path, base_url: str) -> bool:
    """Whether a base URL is another one than registry.yml says; where that cannot be read, signing will say why."""
    try:
        data = read_yaml(FolderFiles(root).read(REGISTRY_FILE), REGISTRY_FILE).data
    except RegistryError:
        return True
    present = data.get("base_url") if isinstance(data, dict) else None
    return not isinstance(present, str) or base_url.rstrip("/") != present.rstrip("/")


def refuse_without_registry(root: Path) -> None:
    """Raise `BuildError` if the folder is none of a registry."""
    if not (root / REGISTRY_FILE).is_file():
        raise BuildError(f"there is no registry in '{root}'", hint=f"Its folder holds {REGISTRY_FILE}; see --root.")


def _place_for_signed() -> Path:
    """A folder that does not exist yet, for signed documents; those of builds that were killed are removed.

    This process's number is in the name, and stays that of the build to its end.
    """
    temporary = Path(tempfile.gettempdir())
    for path in temporary.glob("conferral-signed-*"):
        name = _SIGNED.fullmatch(path.name)
        if name and _is_own_folder(path) and not _is_running(int(name[1])):
            shutil.rmtree(path, ignore_errors=True)
    return temporary / f"conferral-signed-{os.getpid()}-{secrets.token_hex(8)}"


def _is_own_folder(path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:  # gone meanwhile
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
