"""catalog.json: the catalogue for programs, part of the public contract (DESIGN section 4); `catalog_schema` says how.

It has a line of facts for each badge and never one for each credential, so that it stays small however much is
awarded.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from conferral import addresses
from conferral.catalog_shape import CATALOG_VERSION
from conferral.keys import did
from conferral.manifest import Manifest
from conferral.model import Badge, BadgeFile, Collection, Issuer, Pathway, Registry
from conferral.model.places import Record
from conferral.pathways.rows import requirement_row
from conferral.published_json import as_json
from conferral.site.indexes.catalog_endorsements import endorsement_list
from conferral.site.indexes.catalog_registries import registry_list
from conferral.site.indexes.skill_files import framework_list, skill_list
from conferral.site.tallies import Counts, Tally, added
from conferral.standards.timestamps import parse_timestamp

"""Goes up when a member changes its meaning or goes away; members may be added without."""


def catalog(registry: Registry, manifest: Manifest, counts: Counts) -> bytes:
    """catalog.json: drafts left out, addresses absolute, nothing about persons.

    `translations` stand only where there are any, without the criteria, which are on the pages.
    """
    base_url = manifest.base_url
    first, *others = registry.file.languages
    badges = {slug: badge for slug, badge in registry.badges.items() if badge.current.state != "draft"}
    awarded = dict.fromkeys(registry.issuers, 0)
    for slug, badge in badges.items():
        awarded[badge.current.issuer] += counts.badges[slug].awarded
    renewals = Counter(award.badge for award in registry.awards if award.row and award.entry.renews)
    everything = added(counts.badges[slug] for slug in badges)
    return as_json(
        {
            "$schema": addresses.url(base_url, addresses.CATALOG_SCHEMA),
            "version": CATALOG_VERSION,
            "conferral": manifest.conferral,
            "title": registry.file.title,
            "description": registry.file.description,
            **_translations(registry.file, "title", "description"),
            "languages": list(registry.file.languages),
            "pages": {
                first: addresses.url(base_url, ""),
                **{code: addresses.url(base_url, addresses.in_language(code, "")) for code in others},
            },
            "logo": _logo(registry, base_url),
            "base_url": base_url,
            "as_of": manifest.as_of,
            "commit": manifest.commit,
            "dirty": manifest.dirty,
            "preview": manifest.preview,
            "moved_to": manifest.moved_to,
            "moved_from": manifest.moved_from,
            "files_digest": manifest.files_digest,
            "feeds": {
                "atom": addresses.url(base_url, addresses.ATOM_FEED),
                "json": addresses.url(base_url, addresses.JSON_FEED),
            },
            "revocations": {
                "page": addresses.url(base_url, addresses.REVOCATIONS_PAGE),
                "json": addresses.url(base_url, addresses.REVOCATIONS_JSON),
                "csv": addresses.url(base_url, addresses.REVOCATIONS_CSV),
            },
            "awarded": everything.awarded,
            "revoked": everything.revoked,
            "suspended": everything.suspended,
            "erased": len(registry.erased),
            "issuers": [
                {**_issuer(one, base_url), "awarded": awarded[one.slug]}
                for one in sorted(registry.issuers.values(), key=lambda one: (one.current.name.casefold(), one.slug))
            ],
            "badges": [
                _badge(one, counts.badges[one.slug], base_url, renewals[one.slug])
                for one in sorted(
                    badges.values(),
                    key=lambda one: (one.current.state == "retired", one.current.name.casefold(), one.slug),
                )
            ],
            "collections": [_collection(one, base_url) for one in registry.collections.values()],
            "registries": registry_list(registry, base_url),
            "endorsements": endorsement_list(registry, base_url, parse_timestamp(manifest.as_of)),
            "frameworks": framework_list(registry, base_url),
            "skills": skill_list(registry, base_url),
            "pathways": [
                _pathway(one, badges[one.file.earns].current.issuer, base_url)
                for one in registry.pathways.values()
                if one.file.earns in badges
            ],
        }
    )


def _logo(registry: Registry, base_url: str) -> str | None:
    logo = registry.logo
    return addresses.url(base_url, addresses.registry_logo(logo.extension)) if logo else None


def _issuer(issuer: Issuer, base_url: str) -> dict[str, Any]:
    current = issuer.current
    return {
        "issuer": issuer.slug,
        "name": current.name,
        "did": did(base_url, issuer.slug),
        "url": current.url,
        "same_as": list(current.same_as),
        "formerly": list(current.formerly),
        "page": addresses.url(base_url, addresses.issuer_page(issuer.slug)),
        "profile": addresses.url(base_url, addresses.issuer_profile(issuer.slug)),
        "did_document": addresses.url(base_url, addresses.did_document(issuer.slug)),
    }


def _badge(badge: Badge, tally: Tally, base_url: str, renewals: int) -> dict[str, Any]:
    current = badge.current
    image = addresses.badge_image(badge.slug, current.version, badge.images[current.version].extension)
    return {
        "badge": badge.slug,
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
        **_depth(current, base_url),
        **({"renewals": renewals} if renewals else {}),
        **_translations(current, "name", "description", "field", "skills"),
        "formerly": list(current.formerly),
        "replaced_by": current.replaced_by,
        "page": addresses.url(base_url, addresses.badge_page(badge.slug)),
        "json": addresses.url(base_url, addresses.badge_json(badge.slug)),
        "image": addresses.url(base_url, image),
        "card": addresses.url(base_url, addresses.badge_card(badge.slug)),
        "oembed": addresses.url(base_url, addresses.badge_oembed(badge.slug)),
        "awarded": tally.awarded,
        "first_awarded": tally.first.isoformat() if tally.first else None,
    }


def _depth(current: BadgeFile, base_url: str) -> dict[str, Any]:
    """What few badges say; nothing of what a badge does not."""
    members = {
        "valid_until": current.valid_until.isoformat() if current.valid_until else None,
        "renewal": current.renewal.model_dump(mode="json", exclude_none=True) if current.renewal else None,
        "code": current.code,
        "specialization": current.specialization,
        "identifiers": [one.model_dump() for one in current.identifiers],
        "creator": current.creator.model_dump() if current.creator else None,
        "related": [
            addresses.url(base_url, addresses.badge_json(one.badge)) if one.badge else one.url
            for one in current.related
        ],
    }
    return {key: value for key, value in members.items() if value}


def _collection(collection: Collection, base_url: str) -> dict[str, Any]:
    file = collection.file
    return {
        "collection": collection.slug,
        "title": file.title,
        "description": file.description,
        **_translations(file, "title", "description"),
        "badges": list(file.badges),
        "page": addresses.url(base_url, addresses.collection_page(collection.slug)),
    }


def _pathway(pathway: Pathway, issuer: str, base_url: str) -> dict[str, Any]:
    file = pathway.file
    return {
        "pathway": pathway.slug,
        "title": file.title,
        "description": file.description,
        **_translations(file, "title", "description"),
        "earns": file.earns,
        "issuers": list(file.issuers or (issuer,)),
        "requires": [requirement_row(one) for one in file.requires],
        "within": str(file.within) if file.within else None,
        "expired_count": file.expired_count,
        "page": addresses.url(base_url, addresses.pathway_page(pathway.slug)),
        "picture": addresses.url(base_url, addresses.pathway_picture(pathway.slug)),
    }


def _translations(file: Any, *keys: str) -> dict[str, Any]:
    """The member `translations`, by language, with those of the keys that are translated; nothing without any."""
    by_language: dict[str, Record] = file.translations
    found = {
        code: {key: value for key in keys if (value := getattr(texts, key))} for code, texts in by_language.items()
    }
    return {"translations": found} if found else {}
