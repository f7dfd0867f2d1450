"""What pages say in the words of schema.org, for search engines: JSON-LD in the head of their pages.

Only what the page itself says.  The frame of pages escapes it, so that no text can end the element it stands in.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import nh3

from conferral import addresses
from conferral.fields import Period
from conferral.keys import did
from conferral.model import Alignment, Badge, Framework, Issuer, Pathway, Registry, Skill
from conferral.model.texts import Reading
from conferral.site.publications import Publication
from conferral.site.text import markdown
from conferral.site.views import SiteView
from conferral.site.wording import LEVELS, type_words
from conferral.skills import named_skills
from conferral.standards.timestamps import format_timestamp

_CONTEXT = "https://schema.org"
_SEARCH = "{search_term_string}"


def page_data(registry: Registry, site: SiteView, published: Iterable[Publication]) -> dict[str, dict[str, Any]]:
    """What each page in the language of the site says, by its site path; a page without any is not there."""
    versions: dict[str, list[Publication]] = {}
    for one in published:
        versions.setdefault(one.badge.slug, []).append(one)
    badges = {
        f"{site.home}{addresses.badge_page(slug)}": badge_data(registry, site, badge, versions.get(slug, ()))
        for slug, badge in registry.badges.items()
        if badge.current.state != "draft"
    }
    issuers = {
        f"{site.home}{addresses.issuer_page(slug)}": issuer_data(registry, site, issuer)
        for slug, issuer in registry.issuers.items()
    }
    pathways = {
        f"{site.home}{addresses.pathway_page(slug)}": pathway_data(registry, site, pathway)
        for slug, pathway in registry.pathways.items()
        if pathway.file.earns in registry.badges and registry.badges[pathway.file.earns].current.state != "draft"
    }
    return {site.home: home_data(site), **badges, **issuers, **pathways, **dict(_frameworks(registry, site))}


def badge_data(registry: Registry, site: SiteView, badge: Badge, published: Sequence[Publication]) -> dict[str, Any]:
    """An EducationalOccupationalCredential in the language of the page; `published` are the badge's own versions."""
    current = badge.current
    texts = current.in_language(site.edition, site.language)
    page = _page(site, addresses.badge_page(badge.slug))
    image = addresses.badge_image(badge.slug, current.version, badge.images[current.version].extension)
    issuer = registry.issuers[current.issuer]
    newest = next((one for one in published if one.number == current.version), None)
    described = {
        "educationalLevel": site.words.say(LEVELS[current.level]) if current.level else None,
        "about": texts.field.value if texts.field else None,
        "competencyRequired": [*map(_skill, (text.value for text in texts.skills)), *map(_aligned, current.alignments)],
        "validFor": duration(current.validity) if current.validity else None,
        "timeRequired": duration_of_hours(current.hours) if current.hours else None,
        "datePublished": format_timestamp(newest.first) if newest else None,
        "dateModified": format_timestamp(newest.when) if newest else None,
        "creativeWorkStatus": site.words.say("No longer awarded") if current.state == "retired" else None,
    }
    return {
        "@context": _CONTEXT,
        "@type": "EducationalOccupationalCredential",
        "@id": page,
        "name": texts.name.value,
        "description": texts.description.value,
        "url": page,
        "image": addresses.url(site.base_url, image),
        "credentialCategory": type_words(current.type, site.words),
        **_said(described.items()),
        "recognizedBy": {
            "@type": "Organization",
            "@id": _page(site, addresses.issuer_page(issuer.slug)),
            "name": issuer.current.name,
            "url": issuer.current.url,
        },
        "inLanguage": texts.description.language,
        "version": str(current.version),
        "identifier": addresses.url(site.base_url, addresses.badge_version_json(badge.slug, current.version)),
    }


def issuer_data(registry: Registry, site: SiteView, issuer: Issuer) -> dict[str, Any]:
    """An Organization; its own website is its `url`, what it is called in public registers its `sameAs`."""
    current = issuer.current
    texts = current.in_language(site.edition, site.language)
    page = _page(site, addresses.issuer_page(issuer.slug))
    parent = registry.issuers[current.parent] if current.parent else None
    described = {
        "logo": addresses.url(site.base_url, addresses.issuer_logo(issuer.slug, issuer.logo.extension))
        if issuer.logo
        else None,
        "email": current.email,
        "sameAs": list(current.same_as),
        "parentOrganization": {
            "@type": "Organization",
            "@id": _page(site, addresses.issuer_page(parent.slug)),
            "name": parent.current.name,
            "url": parent.current.url,
        }
        if parent
        else None,
    }
    return {
        "@context": _CONTEXT,
        "@type": "Organization",
        "@id": page,
        "name": current.name,
        "description": _plain(texts.description.value),
        "url": current.url,
        "mainEntityOfPage": page,
        **_said(described.items()),
        "identifier": did(site.base_url, issuer.slug),
    }


def pathway_data(registry: Registry, site: SiteView, pathway: Pathway) -> dict[str, Any]:
    """An EducationalOccupationalProgram of those who share it, with what it earns."""
    file = pathway.file
    texts = file.in_language(site.edition, site.language)
    page = _page(site, addresses.pathway_page(pathway.slug))
    earned = registry.badges[file.earns]
    sharing = [registry.issuers[slug] for slug in file.issuers or (earned.current.issuer,) if slug in registry.issuers]
    described = {
        "provider": [
            {
                "@type": "Organization",
                "@id": _page(site, addresses.issuer_page(issuer.slug)),
                "name": issuer.current.name,
                "url": issuer.current.url,
            }
            for issuer in sharing
        ],
        "timeToComplete": duration(file.within) if file.within else None,
    }
    return {
        "@context": _CONTEXT,
        "@type": "EducationalOccupationalProgram",
        "@id": page,
        "name": texts.title.value,
        "description": texts.description.value,
        "url": page,
        "image": addresses.url(site.base_url, addresses.pathway_picture(pathway.slug)),
        "educationalCredentialAwarded": {
            "@type": "EducationalOccupationalCredential",
            "@id": _page(site, addresses.badge_page(earned.slug)),
            "name": earned.current.in_language(site.edition, site.language).name.value,
            "url": _page(site, addresses.badge_page(earned.slug)),
        },
        **_said(described.items()),
    }


def _frameworks(registry: Registry, site: SiteView) -> Iterator[tuple[str, dict[str, Any]]]:
    """The page of each framework, and of each of its skills that has one."""
    named = named_skills(registry)
    for slug, framework in registry.frameworks.items():
        yield f"{site.home}{addresses.framework_page(slug)}", framework_data(site, framework)
        for skill in framework.skills.values():
            if f"{slug}/{skill.id}" in named:
                yield f"{site.home}{addresses.skill_page(slug, skill.id)}", skill_data(site, framework, skill)


def framework_data(site: SiteView, framework: Framework) -> dict[str, Any]:
    """A DefinedTermSet; where it is published is its `sameAs`."""
    file = framework.file
    reading = Reading(file, file.translations.get(site.edition), site.edition, site.language)
    name, description = reading.text("name"), reading.perhaps("description")
    described = {
        "description": str(description) if description else None,
        "sameAs": file.url,
        "version": file.edition,
        "license": file.license if file.license and file.license.startswith("https://") else None,
    }
    page = _page(site, addresses.framework_page(framework.slug))
    return {
        "@context": _CONTEXT,
        "@type": "DefinedTermSet",
        "@id": page,
        "name": str(name),
        "url": page,
        **_said(described.items()),
        "inLanguage": name.language,
    }


def skill_data(site: SiteView, framework: Framework, skill: Skill) -> dict[str, Any]:
    """A DefinedTerm of its framework; its address there is its `sameAs`."""
    reading = Reading(skill, skill.translations.get(site.edition), site.edition, site.language)
    name, description = reading.text("name"), reading.perhaps("description")
    described = {
        "description": str(description) if description else None,
        "termCode": skill.code,
        "sameAs": skill.url,
    }
    page = _page(site, addresses.skill_page(framework.slug, skill.id))
    return {
        "@context": _CONTEXT,
        "@type": "DefinedTerm",
        "@id": page,
        "name": str(name),
        "url": page,
        **_said(described.items()),
        "inDefinedTermSet": _page(site, addresses.framework_page(framework.slug)),
        "inLanguage": name.language,
    }


def home_data(site: SiteView) -> dict[str, Any]:
    """A WebSite whose badges can be searched; in a preview the address is one that nobody answers at."""
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "@id": _page(site, ""),
        "name": str(site.title),
        "description": str(site.description),
        "url": _page(site, ""),
        "inLanguage": site.words.code,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{_page(site, addresses.BADGES_PAGE)}?q={_SEARCH}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def _page(site: SiteView, path: str) -> str:
    """The address of a page in the language of the page."""
    return addresses.url(site.base_url, f"{site.home}{path}")


def _said(members: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in members if value}


def _skill(name: str) -> dict[str, Any]:
    return {"@type": "DefinedTerm", "name": name}


def _aligned(item: Alignment) -> dict[str, Any]:
    members = {"termCode": item.code, "inDefinedTermSet": item.framework, "description": item.description}
    return {"@type": "DefinedTerm", "name": item.label, "url": item.url, **_said(members.items())}


def duration(period: Period) -> str:
    """An ISO 8601 duration: P2Y, P18M, P90D."""
    return f"P{period.number}{period.unit[0].upper()}"


def duration_of_hours(hours: float) -> str:
    """An ISO 8601 duration: PT40H, PT2H30M."""
    minutes = round(Decimal(str(hours)) * 60)
    whole, rest = divmod(minutes, 60)
    return "PT" + (f"{whole}H" if whole or not rest else "") + (f"{rest}M" if rest else "")


def _plain(text: str) -> str:
    """What Markdown says, without its marks."""
    return " ".join(html.unescape(nh3.clean(str(markdown(text)), tags=set())).split())
