"""The endorsements of badges and issuers in catalog.json; those of awards are left out, as everything about persons."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from conferral import addresses
from conferral.endorsing import Endorsed, EndorsementState, endorsements
from conferral.model import Registry
from conferral.published_json import INSTANT, TEXT, URL, or_null, record
from conferral.standards.timestamps import format_timestamp


def endorsement_list(registry: Registry, base_url: str, as_of: datetime) -> list[dict[str, Any]]:
    """The entries, those that hold first."""
    found = endorsements(registry, as_of)
    return [_entry(one, base_url) for one in found if not one.endorsement.file.award]


def _entry(one: Endorsed, base_url: str) -> dict[str, Any]:
    file = one.endorsement.file
    return {
        "endorsement": one.slug,
        "badge": file.badge,
        "version": one.version,
        "issuer": file.issuer,
        "state": one.state,
        "endorser": {"id": one.endorser.id, "name": one.endorser.name, "issuer": one.endorser.issuer},
        "since": format_timestamp(one.since) if one.since else None,
        "until": format_timestamp(one.until) if one.until else None,
        "asked": format_timestamp(one.asked) if one.asked else None,
        "document": addresses.url(base_url, one.path),
    }


ENDORSEMENT = record(
    {
        "endorsement": TEXT,
        "badge": {**or_null(TEXT), "description": "One of the `badges`, if a badge is endorsed."},
        "version": {"type": ["integer", "null"], "description": "Of the badge, the version whose text is endorsed."},
        "issuer": {**or_null(TEXT), "description": "One of the `issuers`, if an issuer is endorsed."},
        "state": {"enum": list(get_args(EndorsementState)), "description": "What the checks of the build found."},
        "endorser": record(
            {
                "id": TEXT,
                "name": TEXT,
                "issuer": {
                    **or_null(TEXT),
                    "description": "One of the `issuers`; null for a stranger.",
                },
            }
        ),
        "since": or_null(INSTANT),
        "until": or_null(INSTANT),
        "asked": {**or_null(INSTANT), "description": "When the web was asked about a stranger's, for the last time."},
        "document": URL,
    }
)
"""JSON Schema of an entry."""
