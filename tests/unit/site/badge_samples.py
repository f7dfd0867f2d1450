"""Badges as the catalogue shows them, made without a registry."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from conferral.model import Text
from conferral.site.badge_versions import VersionView
from conferral.site.badge_views import BadgeView, Term
from conferral.site.depth_views import DepthView
from conferral.site.tallies import Tally


def badge(
    slug: str,
    *,
    name: str = "",
    description: str = "",
    skills: tuple[str, ...] = (),
    field: str = "",
    issuer: str = "lakeside",
    level: str = "foundation",
    awarded: int = 0,
    since: str = "",
    retired: bool = False,
    **more: Any,
) -> BadgeView:
    """The view of a badge of one version; texts are in English."""
    day = date.fromisoformat(since) if since else None
    given: dict[str, Any] = {
        "slug": slug,
        "page": f"badges/{slug}/",
        "json_path": f"badges/{slug}/badge.json",
        "oembed_path": f"badges/{slug}/oembed.json",
        "card": f"badges/{slug}/card.png",
        "name": Text(name or slug, "en"),
        "type": _term("MicroCredential"),
        "level": _term(level),
        "field": _term(field) if field else None,
        "retired": retired,
        "successor": None,
        "description": Text(description, "en"),
        "criteria": Markup(),
        "criteria_language": "en",
        "criteria_url": "",
        "image": f"badges/{slug}/1/badge.svg",
        "image_alt": None,
        "issuer": issuer,
        "issuer_name": f"{issuer.capitalize()} School",
        "issuer_page": f"issuers/{issuer}/",
        "facts": (),
        "hours": 0,
        "credits": 0,
        "validity": "",
        "until": "",
        "depth": DepthView(facts=(), identifiers=(), creator=None, rubrics=(), related=(), renewal=None),
        "longest": "",
        "can_suspend": False,
        "policy": (),
        "skills": tuple(_term(skill) for skill in skills),
        "frameworks": (),
        "results": (),
        "versions": (
            VersionView(
                number=1,
                name=name,
                json_path=f"badges/{slug}/1/badge.json",
                current=True,
                since=day,
                awarded=awarded,
                changes=(),
            ),
        ),
        "since": day,
        "tally": Tally(awarded=awarded),
        "vouchers": (),
    }
    return BadgeView(**given | more)


def _term(key: str) -> Term:
    return Term(key, Text(key, "en"))
