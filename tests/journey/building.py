"""Building a site in this process: what `conferral build` does, without the wall, which has tests of its own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from conferral.history import as_of
from conferral.manifest import Manifest
from conferral.signed_folder import DOCUMENTS, lay_out, signed_credentials
from conferral.signing import sign
from conferral.site.bundle import Bundle
from conferral.site.verbatim import assert_verbatim
from tests.unit.site.site_builder import render


def build(root: Path, out: Path, environ: Mapping[str, str]) -> Manifest:
    """Sign and render the registry in `root` into the new folder `out`, as of its commit; what was signed.

    Raises `RegistryProblems` and `SigningError` where nothing may be signed.
    """
    signed = out.with_name(f"{out.name}-signed")
    manifest = sign(root, signed, preview=False, as_of=as_of(root, {}), environ=environ, passphrase=_nobody)
    render(root, signed, out)
    Bundle.read().lay(out)
    lay_out(signed, out)
    assert_verbatim(signed / DOCUMENTS, out, signed_credentials(signed))
    shutil.rmtree(signed)
    return manifest


def _nobody(file: str) -> str:
    raise AssertionError(f"asked for the passphrase of {file}")
