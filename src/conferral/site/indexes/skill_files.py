"""Frameworks and their skills for programs: in catalog.json, and skills/<framework>/skills.json.

Of a framework those skills are told that have pages: those that something in the registry names, and what they are
part of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conferral import addresses
from conferral.model import Framework, Registry, Skill
from conferral.model.places import Record
from conferral.published_json import COUNT, TEXT, URL, as_json, by_language, list_of, or_null, record
from conferral.skills import ShownBy, named_skills, shown_skills

Document = dict[str, Any]


def framework_list(registry: Registry, base_url: str) -> list[Document]:
    """The registry's frameworks, with how many skills each has and how many of them badges show."""
    shown = shown_skills(registry)
    return [_framework(framework, shown, base_url) for _, framework in sorted(registry.frameworks.items())]


def skill_list(registry: Registry, base_url: str) -> list[Document]:
    """The skills that badges show themselves, with these badges."""
    shown = shown_skills(registry)
    return [
        {"skill": f"{slug}/{skill.id}", "framework": slug, **_skill(framework, skill, shown, base_url)}
        for slug, framework in sorted(registry.frameworks.items())
        for skill in framework.skills.values()
        if f"{slug}/{skill.id}" in shown
    ]


def skills_files(registry: Registry, base_url: str) -> Iterator[tuple[str, bytes]]:
    """skills/<framework>/skills.json of each framework, as (site path, content)."""
    named, shown = named_skills(registry), shown_skills(registry)
    for slug, framework in sorted(registry.frameworks.items()):
        skills = [skill for skill in framework.skills.values() if f"{slug}/{skill.id}" in named]
        document = {
            **_framework(framework, shown, base_url),
            "skills": [{"id": skill.id, **_skill(framework, skill, shown, base_url)} for skill in skills],
        }
        yield addresses.framework_skills(slug), as_json(document)


def _framework(framework: Framework, shown: Mapping[str, tuple[ShownBy, ...]], base_url: str) -> Document:
    file = framework.file
    return {
        "framework": framework.slug,
        "name": file.name,
        "description": file.description,
        **_translations(file),
        "url": file.url,
        "edition": file.edition,
        "license": file.license,
        "type": file.type,
        "levels": [level.name for level in file.levels],
        "known": len(framework.skills),
        "shown": sum(1 for skill in framework.skills if f"{framework.slug}/{skill}" in shown),
        "page": addresses.url(base_url, addresses.framework_page(framework.slug)),
        "json": addresses.url(base_url, addresses.framework_skills(framework.slug)),
    }


def _skill(framework: Framework, skill: Skill, shown: Mapping[str, tuple[ShownBy, ...]], base_url: str) -> Document:
    page = addresses.url(base_url, addresses.skill_page(framework.slug, skill.id))
    return {
        "name": skill.name,
        "code": skill.code,
        "url": skill.url or page,
        "description": skill.description,
        **_translations(skill),
        "broader": list(framework.broader(skill.id)),
        "deprecated": skill.deprecated,
        "replaced_by": skill.replaced_by,
        "badges": [{"badge": one.badge, "level": one.level} for one in shown.get(f"{framework.slug}/{skill.id}", ())],
        "page": page,
    }


def _translations(file: Any) -> Document:
    by_code: Mapping[str, Record] = file.translations
    found = {
        code: {key: text for key in ("name", "description") if (text := getattr(texts, key))}
        for code, texts in by_code.items()
    }
    return {"translations": found} if found else {}


_TRANSLATED = {"translations": by_language(record({"name": TEXT}, {"description": TEXT}))}

FRAMEWORK = record(
    {
        "framework": TEXT,
        "name": TEXT,
        "description": or_null(TEXT),
        "url": {**or_null(URL), "description": "Where it is published."},
        "edition": or_null(TEXT),
        "license": or_null(TEXT),
        "type": {**TEXT, "description": "The `targetType` of what is signed of its skills."},
        "levels": {**list_of(TEXT), "description": "Lowest first."},
        "known": {**COUNT, "description": "How many skills it has."},
        "shown": {**COUNT, "description": "How many of them badges show."},
        "page": URL,
        "json": {**URL, "description": "Its skills that have pages."},
    },
    _TRANSLATED,
)
"""What `framework_list` gives, as a JSON Schema."""

SKILL = record(
    {
        "skill": {**TEXT, "description": "<framework>/<id>, as the alignments of badges name it."},
        "framework": {**TEXT, "description": "One of the `frameworks`."},
        "name": TEXT,
        "code": or_null(TEXT),
        "url": URL,
        "description": or_null(TEXT),
        "broader": {**list_of(TEXT), "description": "The ids of what it is part of."},
        "deprecated": {"type": "boolean"},
        "replaced_by": {**or_null(TEXT), "description": "The id of the skill to use instead."},
        "badges": list_of(record({"badge": TEXT, "level": or_null(TEXT)})),
        "page": URL,
    },
    _TRANSLATED,
)
"""What `skill_list` gives, as a JSON Schema."""
