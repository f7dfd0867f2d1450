"""catalog.json and its JSON Schema: the catalogue for programs, part of the public contract (DESIGN section 4)."""

from __future__ import annotations

import json
from typing import Any

from conferral import addresses
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.site.badge_views import BadgeView
from conferral.site.issuer_views import IssuerView
from conferral.site.overviews import Overview

VERSION = 1
"""Goes up when a member changes its meaning or goes away; members may be added without."""


def catalog(registry: Registry, manifest: Manifest, overview: Overview) -> bytes:
    """catalog.json: drafts left out, addresses absolute, nothing about persons."""
    return _json(
        {
            "$schema": addresses.url(manifest.base_url, addresses.CATALOG_SCHEMA),
            "version": VERSION,
            "conferral": manifest.conferral,
            "title": registry.file.title,
            "description": registry.file.description,
            "languages": list(registry.file.languages),
            "base_url": manifest.base_url,
            "as_of": manifest.as_of,
            "commit": manifest.commit,
            "dirty": manifest.dirty,
            "preview": manifest.preview,
            "moved_to": manifest.moved_to,
            "moved_from": manifest.moved_from,
            "files_digest": manifest.files_digest,
            "awarded": overview.tally.awarded,
            "revoked": overview.tally.revoked,
            "suspended": overview.tally.suspended,
            "erased": overview.erased,
            "issuers": [_issuer(view, manifest.base_url) for view in overview.issuers],
            "badges": [_badge(registry, view, manifest.base_url) for view in overview.badges],
        }
    )


def _issuer(view: IssuerView, base_url: str) -> dict[str, Any]:
    return {
        "issuer": view.slug,
        "name": view.name,
        "did": view.did,
        "url": view.url,
        "page": addresses.url(base_url, view.page),
        "profile": addresses.url(base_url, view.profile_path),
        "did_document": addresses.url(base_url, view.did_path),
        "awarded": view.tally.awarded,
    }


def _badge(registry: Registry, view: BadgeView, base_url: str) -> dict[str, Any]:
    current = registry.badges[view.slug].current
    return {
        "badge": view.slug,
        "name": current.name,
        "description": current.description,
        "issuer": current.issuer,
        "version": current.version,
        "state": current.state,
        "type": current.type,
        "field": current.field,
        "level": current.level,
        "hours": current.hours,
        "credits": current.credits,
        "skills": list(current.skills),
        "alignments": [item.model_dump(exclude_none=True) for item in current.alignments],
        "validity": str(current.validity) if current.validity else None,
        "page": addresses.url(base_url, view.page),
        "json": addresses.url(base_url, view.json_path),
        "image": addresses.url(base_url, view.image),
        "awarded": view.tally.awarded,
        "first_awarded": view.tally.first.isoformat() if view.tally.first else None,
    }


_TEXT: dict[str, Any] = {"type": "string"}
_URL: dict[str, Any] = {"type": "string", "format": "uri"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}


def _optional(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


def _object(**members: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(members), "properties": members}


def schema(base_url: str) -> bytes:
    """catalog.schema.json: JSON Schema 2020-12 of catalog.json; members may be added, so others are allowed."""
    return _json(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": addresses.url(base_url, addresses.CATALOG_SCHEMA),
            "title": "Catalogue of a conferral registry",
            **_object(
                version={"const": VERSION},
                conferral=_TEXT,
                title=_TEXT,
                description=_TEXT,
                languages=_TEXTS,
                base_url=_URL,
                as_of={"type": "string", "format": "date-time"},
                commit={"type": ["string", "null"], "pattern": "^[0-9a-f]{40,64}$"},
                dirty={"type": "boolean"},
                preview={"type": "boolean"},
                moved_to={
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "Where the registry is now, if this is the site of a former base URL.",
                },
                moved_from={
                    "type": "array",
                    "items": _URL,
                    "description": "Former base URLs, whose sites hold the awards that were given under them.",
                },
                files_digest={"type": "string", "pattern": "^[0-9a-f]{64}$"},
                awarded=_COUNT,
                revoked=_COUNT,
                suspended=_COUNT,
                erased=_COUNT,
                issuers={
                    "type": "array",
                    "items": _object(
                        issuer=_TEXT,
                        name=_TEXT,
                        did={"type": "string", "pattern": "^did:web:"},
                        url=_URL,
                        page=_URL,
                        profile=_URL,
                        did_document=_URL,
                        awarded=_COUNT,
                    ),
                },
                badges={
                    "type": "array",
                    "items": _object(
                        badge=_TEXT,
                        name=_TEXT,
                        description=_TEXT,
                        issuer=_TEXT,
                        version={"type": "integer", "minimum": 1},
                        state={"enum": ["active", "retired"]},
                        type=_TEXT,
                        field=_optional("string"),
                        level=_optional("string"),
                        hours=_optional("number"),
                        credits=_optional("number"),
                        skills=_TEXTS,
                        alignments={
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["name", "url"],
                                "properties": {"name": _TEXT, "url": _URL},
                            },
                        },
                        validity=_optional("string"),
                        page=_URL,
                        json=_URL,
                        image=_URL,
                        awarded=_COUNT,
                        first_awarded={"type": ["string", "null"], "format": "date"},
                    ),
                },
            ),
        }
    )


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
