"""The JSON-LD contexts shipped with conferral: what signed documents mean, with nothing fetched.

`SOURCES.md` beside this file says where each copy comes from and pins its digest.  `loader_with` adds contexts
that a user brings along.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from conferral.errors import CanonicalizationError
from conferral.standards.contexts.second_names import refuse_second_names

Loader = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""A document loader as PyLD calls it: URL and options in, a remote document out."""

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
        "https://w3id.org/security/suites/ed25519-2020/v1": "ed25519-2020-v1.jsonld",
        "https://w3id.org/vc/status-list/2021/v1": "status-list-2021-v1.jsonld",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "open-badges-3.0.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "open-badges-3.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "open-badges-3.0.2.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "open-badges-extensions.json",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "clr-2.0.1.json",
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
            hint="Contexts are not fetched by themselves; "
            "`conferral verify --allow-context` fetches one that you trust.",
        )
    return _read(KNOWN[url])


@cache
def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(resources.files(__name__).joinpath(name).read_text("utf-8"))
    return document


def closed_loader(url: str, options: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    """A document loader for PyLD that knows the bundled contexts only.  Raises `CanonicalizationError`."""
    return _remote(url, load(url))


def loader_with(extra: Mapping[str, object]) -> Callable[[str, Mapping[str, Any]], dict[str, Any]]:
    """A document loader for PyLD that knows the bundled contexts and those of `extra`: URL to context document.

    A bundled context keeps its content, and an extra one may name only URLs that are bundled or in `extra`.
    Loaders of the same contexts are equal and hash alike.

    Raises `CanonicalizationError` for a document that is no context, for one that differs from the bundled one of
    the same URL, and for one that would let a credential hide a statement under a second name.
    """
    for url, document in extra.items():
        if not isinstance(document, dict) or "@context" not in document:
            raise CanonicalizationError(f"what stands at {url[:200]!r} is no JSON-LD context")
        if url in KNOWN and document != load(url):
            raise CanonicalizationError(f"the context {url[:200]!r} is bundled, and cannot be replaced")
        refuse_second_names(url, document["@context"])
    return _LoaderWith(json.dumps({url: extra[url] for url in sorted(extra)}, sort_keys=True))


@dataclass(frozen=True, slots=True)
class _LoaderWith:
    """The loader of `loader_with`; `extra` is its contexts as JSON."""

    extra: str

    def __call__(self, url: str, options: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        extra = _parsed(self.extra)
        return _remote(url, extra[url] if url in extra and url not in KNOWN else load(url))


@lru_cache(maxsize=8)
def _parsed(extra: str) -> dict[str, dict[str, Any]]:
    documents: dict[str, dict[str, Any]] = json.loads(extra)
    return documents


def _remote(url: str, document: dict[str, Any]) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": document,
        "tag": "static",  # PyLD then reads it once for each loader, not once for each document
    }
