"""catalog.schema.json: what each member of catalog.json is."""

from __future__ import annotations

from typing import Any

from conferral import addresses
from conferral.catalog_shape import BADGE, CATALOG_HEAD, CATALOG_TRANSLATIONS, ISSUER
from conferral.published_json import (
    COUNT,
    TEXT,
    URL,
    by_language,
    list_of,
    or_null,
    record,
    schema_document,
)
from conferral.site.indexes.catalog_endorsements import ENDORSEMENT
from conferral.site.indexes.catalog_registries import REGISTRY
from conferral.site.indexes.skill_files import FRAMEWORK, SKILL


def schema(base_url: str) -> bytes:
    """JSON Schema 2020-12 of catalog.json; members may be added, so others are allowed."""
    return schema_document(
        addresses.url(base_url, addresses.CATALOG_SCHEMA), "Catalogue of a conferral registry", catalog_shape()
    )


def catalog_shape() -> dict[str, Any]:
    """What a catalogue is, wherever it is published."""
    return record(
        {
            **CATALOG_HEAD,
            "files_digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "feeds": record({"atom": URL, "json": URL}),
            "revocations": record({"page": URL, "json": URL, "csv": URL}),
            "awarded": COUNT,
            "revoked": COUNT,
            "suspended": COUNT,
            "erased": COUNT,
            "issuers": list_of(ISSUER),
            "badges": list_of(BADGE),
            "collections": list_of(_COLLECTION),
            "registries": list_of(REGISTRY),
            "endorsements": list_of(ENDORSEMENT),
            "frameworks": list_of(FRAMEWORK),
            "skills": list_of(SKILL),
            "pathways": list_of(_PATHWAY),
        },
        CATALOG_TRANSLATIONS,
    )


_COLLECTION = record(
    {
        "collection": TEXT,
        "title": TEXT,
        "description": TEXT,
        "badges": {**list_of(TEXT), "description": "Of the `badges`, in the order of the collection's page."},
        "page": URL,
    },
    {"translations": by_language(record({"title": TEXT, "description": TEXT}))},
)

_PERIOD = "^[1-9][0-9]* (day|month|year)s?$"
_PARTS: dict[str, Any] = {
    **list_of({"type": "object"}),
    "description": "Requirements in turn; groups are at most five deep.",
}
_REQUIREMENT: dict[str, Any] = {
    **record(
        {},
        {
            "badge": TEXT,
            "minimum_level": TEXT,
            "result": record({"of": TEXT, "at_least": TEXT}),
            "skill": {**TEXT, "description": "<framework>/<id>, of the `skills`."},
            "skill_level": TEXT,
            "all_of": _PARTS,
            "one_of": _PARTS,
            "choose": COUNT,
            "of": _PARTS,
            "optional": _PARTS,
            "title": TEXT,
            "within": {**TEXT, "pattern": _PERIOD},
        },
    ),
    "description": "Exactly one of badge, skill, all_of, one_of, choose with of, optional.",
}

_PATHWAY = record(
    {
        "pathway": TEXT,
        "title": TEXT,
        "description": TEXT,
        "earns": {**TEXT, "description": "Of the `badges`, the one that whoever completes it is awarded."},
        "issuers": {**list_of(TEXT), "description": "Of the `issuers`, those that share it."},
        "requires": {
            **list_of(_REQUIREMENT),
            "description": "What it takes, all of it, as in the registry's file: badges, skills, and groups of them.",
        },
        "within": {**or_null(TEXT), "pattern": _PERIOD},
        "expired_count": {"type": "boolean"},
        "page": URL,
        "picture": {**URL, "description": "It drawn, as SVG."},
    },
    {"translations": by_language(record({"title": TEXT, "description": TEXT}))},
)
