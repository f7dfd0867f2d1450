"""The other registries in catalog.json: which they are, where, and how much there was when it was last fetched."""

from __future__ import annotations

from typing import Any

from conferral import addresses
from conferral.federation import sound_copies
from conferral.model import Registry
from conferral.published_json import COUNT, INSTANT, TEXT, URL, record
from conferral.standards.timestamps import format_timestamp

REGISTRY: dict[str, Any] = record(
    {
        "registry": {**TEXT, "description": "Its short name in this registry."},
        "title": TEXT,
        "base_url": {**URL, "description": "Where it is; its own catalog.json stands there."},
        "fetched": {**INSTANT, "description": "When what it publishes was copied."},
        "issuers": COUNT,
        "badges": COUNT,
        "page": {**URL, "description": "The page about it in this registry."},
    }
)


def registry_list(registry: Registry, base_url: str) -> list[dict[str, Any]]:
    """The registries that are shown, in the order of the list."""
    return [
        {
            "registry": found.listed.name,
            "title": found.title,
            "base_url": found.listed.url,
            "fetched": format_timestamp(found.fetched),
            "issuers": len(found.issuers),
            "badges": len(found.badges),
            "page": addresses.url(base_url, addresses.federated_page(found.listed.name)),
        }
        for found in sound_copies(registry)
    ]
