"""What catalog.json says of a registry, its issuers and its badges: what this one publishes, and what others may."""

from __future__ import annotations

from typing import Any

from conferral.published_json import (
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
)

CATALOG_VERSION = 1

_NUMBER: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0}
_FORMERLY: dict[str, Any] = {**list_of(TEXT), "description": "Earlier short names, whose addresses still answer."}

CATALOG_HEAD: dict[str, Any] = {
    "version": {"const": CATALOG_VERSION},
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
}
"""What it says of the registry itself."""

CATALOG_TRANSLATIONS: dict[str, Any] = {"translations": by_language(record({"description": TEXT}, {"title": TEXT}))}
"""Its texts in the other languages, if there are any."""

ISSUER = record(
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

BADGE = record(
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
