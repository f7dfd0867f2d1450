"""The words that a credential may use: the bundled JSON-LD contexts, and those that the user allows by address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from conferral.errors import CanonicalizationError, EncodingError
from conferral.standards import contexts
from conferral.standards.canonical import Loader
from conferral.standards.strict_documents import read_document
from conferral.verify.resolving import FetchError, Resolver

MOST_CONTEXTS = 20
"""Contexts that may be allowed beyond the bundled ones."""

MOST_VALUES = 1_000
"""Values of one such context: three times as many as in any that is bundled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The contexts that are known, by address, and the loader that has them.

    `missing` has by address why a context that was allowed is not among them.
    """

    known: Collection[str]
    loader: Loader
    missing: Mapping[str, str] = field(default_factory=dict)


BUNDLED = Vocabulary(known=contexts.KNOWN.keys(), loader=contexts.closed_loader)
"""What the verifier knows by itself; nothing is fetched."""


def allow(urls: Collection[str], resolver: Resolver) -> Vocabulary:
    """The bundled contexts and those at `urls`, which are fetched now.

    One that cannot be had or read stays unknown, as does one under which a credential could hide a statement, and so
    does every credential that needs it; `missing` says why.  Whoever writes such a context decides what its words
    mean; words of protected contexts, as those of Verifiable Credentials and of Open Badges from 3.0.1 on, keep their
    meaning (JSON-LD 1.1, section 4.1.11).
    """
    found: dict[str, Mapping[str, Any]] = {}
    missing: dict[str, str] = {}
    for number, url in enumerate(dict.fromkeys(url for url in urls if url not in contexts.KNOWN)):
        if number >= MOST_CONTEXTS:
            missing[url] = f"no more than {MOST_CONTEXTS} may be allowed"
            continue
        try:
            document = read_document(resolver.fetch(url), max_values=MOST_VALUES)
            contexts.loader_with({url: document})
        except (FetchError, EncodingError, CanonicalizationError) as error:
            missing[url] = error.message
            continue
        found[url] = document
    if not found and not missing:
        return BUNDLED
    loader = contexts.loader_with(found) if found else BUNDLED.loader
    return Vocabulary(known={*contexts.KNOWN, *found}, loader=loader, missing=missing)
