"""catalog.schema.json: what each member of catalog.json is."""

from __future__ import annotations

from typing import Any

from conferral import addresses
from conferral.site.indexes.catalog_endorsements import ENDORSEMENT
from conferral.site.indexes.catalog_file import VERSION
from conferral.site.indexes.catalog_registries import REGISTRY
from conferral.site.indexes.published_json import (
    COMMIT,
    COUNT,
    DAY,
    INSTANT,
    TEXT,
    URL,
    by_language,
    list_of,
    or_null,
    record,
    schema_document,
)
from conferral.site.indexes.skill_files import FRAMEWORK, SKILL

_NUMBER: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0}
_FORMERLY: dict[str, Any] = {**list_of(TEXT), "description": "Earlier short names, whose addresses still answer."}


def schema(base_url: str) -> bytes:
    """JSON Schema 2020-12 of catalog.json; members may be added, so others are allowed."""
    return schema_document(
        addresses.url(base_url, addresses.CATALOG_SCHEMA), "Catalogue of a conferral registry", catalog_shape()
    )


def catalog_shape() -> dict[str, Any]:
    """What a catalogue is, wherever it is published."""
    return record(
        {
            "version": {"const": VERSION},
            "conferral": TEXT,
            "title": TEXT,
            "description": TEXT,
            "languages": {**list_of(TEXT), "description": "The first is that of the texts here, which are signed."},
            "pages": {**by_language(URL), "description": "The home page in each language."},
            "logo": or_null(URL),
            "base_url": URL,
            "as_of": INSTANT,
            "commit": COMMIT,
            "dirty": {"type": "boolean"},
            "preview": {"type": "boolean"},
            "moved_to": {
                **or_null(URL),
                "description": "Where the registry is now, if this is the site of a former base URL.",
            },
            "moved_from": {
                **list_of(URL),
                "description": "Former base URLs, whose sites hold the awards that were given under them.",
            },
            "files_digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "feeds": record({"atom": URL, "json": URL}),
            "revocations": record({"page": URL, "json": URL, "csv": URL}),
            "awarded": COUNT,
            "revoked": COUNT,
            "suspended": COUNT,
            "erased": COUNT,
            "issuers": list_of(_ISSUER),
            "badges": list_of(_BADGE),
            "collections": list_of(_COLLECTION),
            "registries": list_of(REGISTRY),
            "endorsements": list_of(ENDORSEMENT),
            "frameworks": list_of(FRAMEWORK),
            "skills": list_of(SKILL),
            "pathways": list_of(_PATHWAY),
        },
        {"translations": by_language(record({"description": TEXT}, {"title": TEXT}))},
    )


_ISSUER = record(
    {
        "issuer": TEXT,
        "name": TEXT,
        "did": {"type": "string", "pattern": "^did:web:"},
        "url": URL,
        "same_as": {**list_of(URL), "description": "Its entries in public registers."},
        "formerly": _FORMERLY,
        "page": URL,
        "profile": URL,
        "did_document": URL,
        "awarded": COUNT,
    }
)

_ALIGNMENT = record(
    {"name": TEXT, "url": URL},
    dict.fromkeys(("framework", "code", "type", "description", "skill", "level"), TEXT),
)

_BADGE = record(
    {
        "badge": TEXT,
        "name": TEXT,
        "description": TEXT,
        "issuer": {**TEXT, "description": "One of the `issuers`."},
        "version": {"type": "integer", "minimum": 1},
        "state": {"enum": ["active", "retired"]},
        "type": TEXT,
        "field": or_null(TEXT),
        "level": or_null(TEXT),
        "hours": or_null(_NUMBER),
        "credits": or_null(_NUMBER),
        "skills": list_of(TEXT),
        "alignments": list_of(_ALIGNMENT),
        "validity": {**or_null(TEXT), "pattern": "^[1-9][0-9]* (day|month|year)s?$"},
        "formerly": _FORMERLY,
        "replaced_by": {**or_null(TEXT), "description": "The badge that is awarded instead of a retired one."},
        "page": URL,
        "json": URL,
        "image": URL,
        "card": {**URL, "description": "A picture for shared links, 1200 x 627 pixels."},
        "oembed": URL,
        "awarded": COUNT,
        "first_awarded": or_null(DAY),
    },
    {
        "renewals": {**COUNT, "description": "How many of the awards renew an earlier one."},
        "valid_until": {**DAY, "description": "The last valid day of all awards, in place of a validity."},
        "renewal": {
            **record({"hours": _NUMBER, "of": list_of(TEXT)}, {"within": TEXT}),
            "description": "Hours of further learning that earn a renewal: by awards of which badges or skills.",
        },
        "code": TEXT,
        "specialization": TEXT,
        "identifiers": list_of(record({"type": TEXT, "value": TEXT})),
        "creator": {**record({"name": TEXT, "url": URL}), "description": "Who made it, if not the issuer."},
        "related": {**list_of(URL), "description": "The ids of achievements that it is related to."},
        "translations": by_language(
            record({"name": TEXT, "description": TEXT}, {"field": TEXT, "skills": list_of(TEXT)})
        ),
    },
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
