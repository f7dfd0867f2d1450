"""Texts in the registry's other languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conferral.fields import closest
from conferral.model import BadgeFile, Finding, Place, Record
from conferral.plurals import counted
from conferral.validation.facts import Facts


def languages_are_named_once(facts: Facts) -> Iterator[Finding]:
    """Each of the registry's languages stands once in its list."""
    languages = facts.registry.file.languages
    for number, language in enumerate(languages):
        if language in languages[:number]:
            place = facts.registry.file.place.at("languages", number)
            yield Finding(place, f'the language "{language}" stands here twice', "each language once")


def translations_are_into_the_other_languages(facts: Facts) -> Iterator[Finding]:
    """Texts are translated into languages of the registry, and not into the one that they are in already."""
    if facts.is_gap("registry"):
        return
    first, *others = facts.registry.file.languages
    expected = ", ".join(others) or "no translations, as the registry has one language"
    for at, translations in _translated(facts):
        for language in translations:
            place = at.at("translations", language)
            if language == first:
                what = f'"{language}" is the language that the file itself is in'
                yield Finding(place, what, expected, "write these texts at the file's own keys, or delete them")
            elif language not in others:
                hint = closest(language, others) or "add it to `languages` in credentials/registry.yml"
                yield Finding(place, f'"{language}" is no language of the registry', expected, hint)


def translations_say_what_the_badge_says(facts: Facts) -> Iterator[Finding]:
    """A translation of a badge has as many skills as the badge, and no field or caption that the badge has not."""
    for badge in facts.registry.badges.values():
        for version in badge.versions.values():
            for language, translation in version.translations.items():
                place = version.place.at("translations", language)
                skills, own = len(translation.skills), len(version.skills)
                if skills and skills != own:
                    yield Finding(
                        place.at("skills"),
                        f"{counted(skills, 'skill')} here, and {own or 'none'} in the badge itself",
                        f"{counted(own, 'skill')}, in the order of the badge" if own else "no skills",
                        "translate each skill; the order says which is which" if own else "delete the key",
                    )
                for key in ("field", "image_caption"):
                    if getattr(translation, key) and not getattr(version, key):
                        what = f"the badge itself has no {key} that this translates"
                        hint = f"write `{key}:` for the badge as well, or delete it here"
                        yield Finding(place.at(key), what, f"a translation of the badge's {key}", hint)


def _translated(facts: Facts) -> Iterator[tuple[Place, Mapping[str, Record]]]:
    """Every mapping that may hold translations, by its place, with them by language."""
    registry = facts.registry
    yield registry.file.place, registry.file.translations
    versions: list[BadgeFile] = [version for badge in registry.badges.values() for version in badge.versions.values()]
    yield from ((version.place, version.translations) for version in versions)
    for issuer in registry.issuers.values():
        yield from ((version.place, version.translations) for version in issuer.versions.values())
    for collection in registry.collections.values():
        yield collection.file.place, collection.file.translations
    for pathway in registry.pathways.values():
        yield pathway.file.place, pathway.file.translations
        yield from ((place, group.translations) for place, group in pathway.file.placed())
    for framework in registry.frameworks.values():
        yield framework.file.place, framework.file.translations
        yield from ((skill.place, skill.translations) for skill in framework.file.skills if skill.translations)


RULES = (
    languages_are_named_once,
    translations_are_into_the_other_languages,
    translations_say_what_the_badge_says,
)
