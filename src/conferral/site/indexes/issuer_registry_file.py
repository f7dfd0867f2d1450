"""issuer-registry.json: the registry's issuers in the form that clients of the DCC's issuer registries read.

The Digital Credentials Consortium calls the form "dcc-legacy": who is behind a DID, by the DID.  VerifierPlus and
others look an issuer up in lists of this form, and whoever runs them chooses the lists; that a list names an issuer
says no more than that its publisher knows it.
"""

from __future__ import annotations

from typing import Any

from conferral.keys import did
from conferral.manifest import Manifest
from conferral.model import Issuer, Registry
from conferral.published_json import as_json
from conferral.standards.timestamps import format_timestamp


def issuer_registry(registry: Registry, manifest: Manifest) -> bytes:
    """The list, by DID in the order of the issuers' short names; an issuer is also there under the DIDs it once had."""
    activated = [key.file.activated for key in registry.keys]
    bases = [manifest.base_url] if manifest.preview else [manifest.base_url, *manifest.moved_from]
    listed = {
        did(base_url, slug): _entry(issuer) for base_url in bases for slug, issuer in sorted(registry.issuers.items())
    }
    created = format_timestamp(min(activated)) if activated else manifest.as_of
    return as_json({"meta": {"created": min(created, manifest.as_of), "updated": manifest.as_of}, "registry": listed})


def _entry(issuer: Issuer) -> dict[str, Any]:
    return {"name": issuer.current.name, "url": issuer.current.url}
