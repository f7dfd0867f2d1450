"""A catalogue of another registry, and a registry that lists it, for tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import FederatedRegistry, Registry

THERE = "https://badges.riverside.example/registry"
FETCHED = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
LISTED = FederatedRegistry.model_validate(
    {"name": "riverside", "url": THERE, "since": "2026-05-01", "note": "Schools of our county."}
)
FEDERATION = (
    f"registries:\n  - name: riverside\n    url: {THERE}\n    since: 2026-05-01\n    note: Schools of our county.\n"
)


def issuer(slug: str = "weir", **members: Any) -> dict[str, Any]:
    """An issuer as a catalogue has it."""
    place = f"{THERE.removeprefix('https://').replace('/', ':')}:issuers:{slug}"
    return {
        "issuer": slug,
        "name": f"{slug.capitalize()} School",
        "did": f"did:web:{place}",
        "url": f"https://{slug}.example.com",
        "same_as": [],
        "page": f"{THERE}/issuers/{slug}/",
        "profile": f"{THERE}/issuers/{slug}/profile.json",
        "awarded": 3,
        **members,
    }


def badge(slug: str = "rowing", **members: Any) -> dict[str, Any]:
    """A badge as a catalogue has it."""
    return {
        "badge": slug,
        "name": slug.capitalize(),
        "description": "Can row a boat.",
        "issuer": "weir",
        "version": 1,
        "state": "active",
        "type": "Badge",
        "field": None,
        "level": "foundation",
        "hours": 12,
        "credits": None,
        "skills": ["Reading the current"],
        "alignments": [],
        "translations": {"de": {"name": "Rudern", "description": "Kann ein Boot rudern."}},
        "page": f"{THERE}/badges/{slug}/",
        "image": f"{THERE}/badges/{slug}/1/badge.svg",
        "awarded": 3,
        **members,
    }


def catalog(**members: Any) -> dict[str, Any]:
    """A catalogue as another registry publishes it."""
    return {
        "$schema": f"{THERE}/catalog.schema.json",
        "version": 1,
        "conferral": "0.1.0",
        "title": "Riverside badges",
        "description": "What is learned by the river.",
        "languages": ["en", "de"],
        "base_url": THERE,
        "as_of": "2026-05-30T10:00:00Z",
        "commit": None,
        "preview": False,
        "moved_to": None,
        "moved_from": [],
        "issuers": [issuer()],
        "badges": [badge(), badge("canoeing", state="retired", skills=[])],
        "collections": [],
        **members,
    }


def as_bytes(document: Any) -> bytes:
    """A document as it is fetched."""
    return json.dumps(document, ensure_ascii=False).encode()


def copy_of(catalog: dict[str, Any], fetched: str = "2026-06-01T08:00:00Z") -> str:
    """The text of a copy, whatever it says."""
    return json.dumps({"fetched": fetched, "catalog": catalog}, ensure_ascii=False)


def registry_in(root: Any) -> Registry:
    """The registry in a folder."""
    return load_registry(FolderFiles(root))
