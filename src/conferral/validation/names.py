"""Names, and entries in registers, that pass for others'.

What one file may hold is in `conferral.fields`: no text has invisible characters, no name is longer than a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conferral.model import CollectionFile, Finding, Issuer, PathwayFile, Place, Registry
from conferral.standards.confusables import mixed_word, skeleton
from conferral.standards.invisible_characters import character_name, script_of
from conferral.validation.facts import Facts


def names_are_in_one_alphabet(facts: Facts) -> Iterator[Finding]:
    """No word of a name mixes alphabets so that it passes for a word of one of them."""
    for place, name in _names(facts):
        mixed = mixed_word(name)
        if mixed:
            alphabets = " and ".join(sorted({script_of(mixed.letter).title(), script_of(mixed.twin).title()}))
            yield Finding(
                place,
                f'the word "{mixed.word}" mixes {alphabets} letters: "{mixed.letter}" is '
                f"{character_name(mixed.letter)}, which looks like {character_name(mixed.twin)}",
                "letters of one alphabet in a word",
                "type the word anew; where both alphabets are meant, put a hyphen between them",
            )


def issuers_have_names_of_their_own(facts: Facts) -> Iterator[Finding]:
    """No two issuers have names that look alike."""
    seen: dict[str, Issuer] = {}
    for issuer in facts.registry.issuers.values():
        name = issuer.current.name
        alike = {skeleton(name), skeleton(name.casefold())} & seen.keys()
        if alike:
            other = seen[min(alike)]
            yield _alike(issuer, other)
            yield _alike(other, issuer)
        for key in (skeleton(name), skeleton(name.casefold())):
            seen.setdefault(key, issuer)


def _alike(issuer: Issuer, other: Issuer) -> Finding:
    name, theirs = issuer.current.name, other.current.name
    place = issuer.current.place.at("name")
    expected = "a name by which people can tell the two apart"
    hint = "write the name of the organisation that it is; see which of the two came later, and who it comes from"
    if name.casefold() == theirs.casefold():
        return Finding(place, f'"{theirs}" is the name of the issuer "{other.slug}" too', expected, hint)
    own, its = next(
        ((a, b) for a, b in zip(name, theirs, strict=False) if a.casefold() != b.casefold()), (name[-1], theirs[-1])
    )
    return Finding(
        place,
        f'the name looks like "{theirs}" of the issuer "{other.slug}": '
        f"{character_name(own)} stands here where the other has {character_name(its)}",
        expected,
        hint,
    )


def issuers_have_entries_of_their_own(facts: Facts) -> Iterator[Finding]:
    """No issuer claims a page or an entry in a register that another has; parts of one organisation may share it."""
    seen: dict[str, Issuer] = {}
    issuers = facts.registry.issuers
    for issuer in issuers.values():
        current = issuer.current
        claimed = [("same_as", address.rstrip("/").casefold(), address) for address in current.same_as]
        if current.linkedin_organization_id:
            number = current.linkedin_organization_id
            claimed.append(("linkedin_organization_id", number, number))
        for key, entry, shown in claimed:
            other = seen.setdefault(entry, issuer)
            if _whole(other, issuers) != _whole(issuer, issuers):
                for one, another in ((issuer, other), (other, issuer)):
                    yield Finding(
                        one.current.place.at(key),
                        f'"{shown}" is what the issuer "{another.slug}" says of itself, too',
                        "an entry of its own, or the key `parent` where both are parts of one organisation",
                        "see whose entry it is, and take it out of the other file",
                    )


def _whole(issuer: Issuer, issuers: Mapping[str, Issuer]) -> str:
    """The organisation that an issuer is a part of in the end, or itself."""
    passed = [issuer.slug]
    while (parent := issuers[passed[-1]].current.parent) and parent in issuers and parent not in passed:
        passed.append(parent)
    return passed[-1]


def _names(facts: Facts) -> Iterator[tuple[Place, str]]:
    """Every name by which people know something, with its place."""
    registry = facts.registry
    if not facts.is_gap("registry"):
        yield registry.file.place.at("title"), registry.file.title
    for language, titled in registry.file.translations.items():
        if titled.title:
            yield registry.file.place.at("translations", language, "title"), titled.title
    for issuer in registry.issuers.values():
        yield issuer.current.place.at("name"), issuer.current.name
    for badge in registry.badges.values():
        yield badge.current.place.at("name"), badge.current.name
        for language, named in badge.current.translations.items():
            yield badge.current.place.at("translations", language, "name"), named.name
    entitled: list[CollectionFile | PathwayFile] = [
        *(one.file for one in registry.collections.values()),
        *(one.file for one in registry.pathways.values()),
    ]
    for file in entitled:
        yield file.place.at("title"), file.title
        for language, translated in file.translations.items():
            yield file.place.at("translations", language, "title"), translated.title
    yield from _names_of_frameworks(registry)
    for recipient in registry.recipients.values():
        if recipient.display_name:
            yield recipient.place.at("display_name"), recipient.display_name
        if recipient.identity and recipient.identity.name:
            yield recipient.place.at("identity", "name"), recipient.identity.name


def _names_of_frameworks(registry: Registry) -> Iterator[tuple[Place, str]]:
    for framework in registry.frameworks.values():
        yield framework.file.place.at("name"), framework.file.name
        for language, called in framework.file.translations.items():
            yield framework.file.place.at("translations", language, "name"), called.name


RULES = (names_are_in_one_alphabet, issuers_have_names_of_their_own, issuers_have_entries_of_their_own)
