"""`conferral build`: signing and rendering as two processes, with a wall between.

This process may have been started with keys in its environment.  It lets a child sign, and then replaces itself by
`conferral render` with a clean environment, so that no process of ours that holds a key is left when the first
template runs.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from conferral.history import as_of as as_of_time
from conferral.site.wall import leave_keys_behind
from conferral.site.writing import recover
from conferral.standards.timestamps import format_timestamp


def build(root: Path, out: Path, *, preview: bool, as_of: datetime | None, environ: Mapping[str, str]) -> NoReturn:
    """Build the site of the registry in `root` into `out`.

    Does not return: exits with the code of signing if that failed, and otherwise goes on as `conferral render`.
    Raises `RegistryError` when there is no as-of time to be had.
    """
    moment = format_timestamp(as_of_time(root, environ, as_of))
    recover(out)
    signed = Path(tempfile.gettempdir()) / f"conferral-signed-{secrets.token_hex(8)}"
    arguments = ["sign", "--root", str(root), "--out", str(signed), "--as-of", moment]
    # -P and -s: what lies in the registry's folder, a yaml.py say, must never run where the keys are
    program = [sys.executable, "-P", "-s", "-m", "conferral"]
    signing = subprocess.run(  # noqa: S603 -- this very program
        [*program, *arguments, *(["--preview"] if preview else [])], env=dict(environ), check=False
    )
    if signing.returncode:
        sys.exit(signing.returncode)
    render = ["render", "--root", str(root), "--signed", str(signed), "--out", str(out), "--discard-signed"]
    leave_keys_behind(["-m", "conferral", *render], environ)
