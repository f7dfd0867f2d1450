"""The JSON-LD contexts shipped with conferral: what signed documents mean, with nothing fetched.

`SOURCES.md` beside this file says where each copy comes from and pins its digest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from conferral.errors import CanonicalizationError

KNOWN: Mapping[str, str] = MappingProxyType(
    {
        "https://www.w3.org/ns/credentials/v2": "credentials-v2.jsonld",
        "https://www.w3.org/ns/credentials/undefined-terms/v2": "credentials-undefined-terms-v2.jsonld",
        "https://www.w3.org/ns/credentials/status/v1": "bitstring-status-list-v1.jsonld",
        "https://www.w3.org/2018/credentials/v1": "credentials-v1.jsonld",
        "https://www.w3.org/ns/did/v1": "did-v1.jsonld",
        "https://w3id.org/security/data-integrity/v1": "data-integrity-v1.jsonld",
        "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.jsonld",
        "https://w3id.org/security/multikey/v1": "multikey-v1.jsonld",
        "https://w3id.org/vc/status-list/2021/v1": "status-list-2021-v1.jsonld",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "open-badges-3.0.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "open-badges-3.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "open-badges-3.0.2.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "open-badges-extensions.json",
    }
)
"""The URL of each bundled context, and the name of its file in this folder."""


def load(url: str) -> dict[str, Any]:
    """The context document of `url`, as JSON; callers must not change it.

    Raises `CanonicalizationError` for a URL that is not in `KNOWN`; nothing is ever fetched.
    """
    if url not in KNOWN:
        raise CanonicalizationError(
            f"context not bundled: {url[:200]!r}",
            hint="Contexts are never fetched; a credential can use only the ones that conferral ships.",
        )
    return _read(KNOWN[url])


@cache
def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(resources.files(__name__).joinpath(name).read_text("utf-8"))
    return document


def closed_loader(url: str, options: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    """A document loader for PyLD that knows the bundled contexts only.  Raises `CanonicalizationError`."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": load(url),
    }
