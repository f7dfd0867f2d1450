"""What a credential says, read from its JSON.

JSON-LD lets one statement be written in many ways, and a signature covers the statement, not the writing.
Whoever moves `credentialStatus` under its full address keeps the signature and hides the revocation.
`layout_problem` refuses such documents, so that what these functions read is what was signed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from conferral.errors import EncodingError
from conferral.standards import contexts
from conferral.standards.timestamps import parse_timestamp
from conferral.verify.outline import Outline, outline_of
from conferral.verify.words import harmless

_SAID_BY_OTHERS = frozenset({"type", "endorsement", "endorsementJwt"})
"""What objects of the issuer's id may each have of their own."""


def text_at(document: Mapping[str, Any], *path: str) -> str | None:
    """The text under the members `path`, or None if there is none."""
    value: Any = document
    for name in path:
        value = value.get(name) if isinstance(value, (dict, Mapping)) else None  # to ask for a dict takes a tenth
    return value if isinstance(value, str) else None


def same_json(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; to `==` true is 1."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_json(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def issuer_of(document: Mapping[str, Any]) -> str | None:
    """The issuer's id: VCDM 2.0, section 4.7, has it as text or as an object with an id."""
    return text_at(document, "issuer") or text_at(document, "issuer", "id")


def types_of(document: object) -> tuple[str, ...]:
    """The types of an object, written as one text or as a list of texts."""
    found = document.get("type") if isinstance(document, (dict, Mapping)) else None
    return tuple(name for name in (found if isinstance(found, list) else [found]) if isinstance(name, str))


def contexts_of(document: Mapping[str, Any]) -> list[object]:
    """The items of `@context`."""
    found = document.get("@context", [])
    return found if isinstance(found, list) else [found]


def unknown_context(
    document: Mapping[str, Any], known: Collection[str] = contexts.KNOWN, outline: Outline | None = None
) -> str | None:
    """The first context address that is not among the `known` ones, or None.

    Those of embedded documents count as well: as long as one of them is not known, nobody can tell what a processor
    makes of the whole.  They may be known when the embedded document is looked at by itself.
    """
    named = (item for item in all_contexts_of(document, outline) if isinstance(item, str))
    return next((item for item in named if item not in known), None)


def all_contexts_of(document: Mapping[str, Any], outline: Outline | None = None) -> Iterator[object]:
    """The items of every `@context`, those of embedded documents too; the top's come first."""
    yield from contexts_of(document)
    outline = outline or outline_of(document)
    if "@context" in outline.names:
        for place, _part, _inside in outline.objects:
            yield from contexts_of(place)


def instant_of(document: Mapping[str, Any], name: str) -> datetime | None:
    """The instant that the member `name` holds, or None if there is no such member.

    Raises:
        EncodingError: it is no timestamp with a time zone.
    """
    if name not in document:
        return None
    value = document[name]
    if not isinstance(value, str):
        raise EncodingError(f'"{name}" is no timestamp')
    return parse_timestamp(value)


def layout_problem(document: Mapping[str, Any], outline: Outline | None = None) -> str | None:
    """What may make `document` seem to say something else than its signature covers, or None.

    Every name must be a plain term and every value something, because JSON-LD drops the rest; no name may be that of
    a type, which in some contexts means what a member means; and no object inside may claim the document's own id,
    because statements about the credential could hide there.

    Documents embedded in `endorsement` or `verifiableCredential` are somebody else's word, and their statements are
    part of the same graph.  An endorser could have put a later expiry, or another name of the holder, into the
    endorsement that the issuer signs in good faith, and whoever holds the credential could then exchange the two.
    So an embedded object that bears the id of the credential or of something that decides about it (its status, its
    subject, its achievement) may say of it only what an endorsement must: its id, its type, and the comment.

    The issuer is often spoken of by others, and as the creator of the achievement.  Of all the objects of its id, the
    embedded ones included, none may say something else than another, or its names could be exchanged.  What a record
    holds of its own issuer may give a name of before: each such name is the issuer's word, under a proof of its own.

    `proof` is left out; nothing is read from it that the proof's own check does not look at.  `outline` is the one of
    the document, where there is one already.
    """
    outline = outline or outline_of(document)
    plain = outline.is_full and _are_plain(outline.names)
    own, issuer, decisive = document.get("id"), issuer_of(document), _decisive(document)
    before = _issuers_in_record(document)
    said: dict[str, Any] = {}
    for place, part, inside in outline.objects:
        problem = None if plain else _member_problem(place, may_have_context=inside and part.has_context)
        if problem is not None:
            return problem
        named = place.get("id")
        if not isinstance(named, str) or place is outline.top:
            continue
        if inside and named in decisive:
            if not decisive[named](place):
                return "something embedded in it speaks of what is the credential’s own"
        elif named == own:
            return "an object in it claims the credential’s own id"
        if named == issuer and id(place) not in before and not _agrees(place, said):
            return "an object in it says something else of the issuer"
    return None


def _are_plain(names: Collection[str]) -> bool:
    """Whether each of `names` is a plain word, and none that of a type."""
    together = " ".join(names)
    return "@" not in together and ":" not in together and type_names().isdisjoint(names)


def _member_problem(place: Mapping[str, Any], *, may_have_context: bool) -> str | None:
    """What is wrong with a member of one object by itself."""
    for name, value in place.items():
        if not _are_plain((name,)) and not (name == "@context" and may_have_context):
            return f"“{harmless(name, 80)}” stands where a plain word belongs"
        if value is None or value in ({}, []):
            return f"“{harmless(name, 80)}” holds nothing, which no signature can cover"
    return None


def _issuers_in_record(document: Mapping[str, Any]) -> frozenset[int]:
    """Which objects are the issuers of the credentials that a record holds."""
    held = (
        one
        for subject in _listed(document.get("credentialSubject"))
        if "ClrSubject" in types_of(subject)
        for one in _listed(subject.get("verifiableCredential"))
    )
    return frozenset(id(one["issuer"]) for one in held if isinstance(one, Mapping) and "issuer" in one)


@cache
def type_names() -> frozenset[str]:
    """The types that the bundled contexts define: their words with a capital letter."""
    found: set[str] = set()
    waiting: list[Any] = [contexts.load(url)["@context"] for url in contexts.KNOWN]
    while waiting:
        context = waiting.pop()
        if isinstance(context, list):
            waiting.extend(context)
        elif isinstance(context, dict):
            found.update(term for term in context if term[0].isupper())
            waiting.extend(held.get("@context") for held in context.values() if isinstance(held, dict))
    return frozenset(found)


def _agrees(place: Mapping[str, Any], said: dict[str, Any]) -> bool:
    """Whether `place` says nothing else than what was `said`, to which its members are added."""
    return all(
        name in _SAID_BY_OTHERS or same_json(said.setdefault(name, value), value) for name, value in place.items()
    )


def _decisive(document: Mapping[str, Any]) -> dict[str, Callable[[Mapping[str, Any]], bool]]:
    """The ids that decide about a credential, each with what embedded objects of that id may say."""
    subject, status = document.get("credentialSubject"), document.get("credentialStatus")
    found = [document, *_listed(status)]
    rules: dict[str, Callable[[Mapping[str, Any]], bool]] = {}
    for each in _listed(subject):
        if not isinstance(each, Mapping):
            continue
        if "ClrSubject" in types_of(each):
            # The credentials of a record are all about the same learner.
            rules |= dict.fromkeys(_ids([each]), _identifies_no_learner)
        else:
            rules |= dict.fromkeys(_ids([each]), _only_refers if "endorsementComment" in each else _only_endorses)
            found += _listed(each.get("achievement"))
    return rules | dict.fromkeys(_ids(found), _only_endorses)


def _ids(values: list[Any]) -> Iterator[str]:
    return (value["id"] for value in values if isinstance(value, Mapping) and isinstance(value.get("id"), str))


def _only_refers(place: Mapping[str, Any]) -> bool:
    return place.keys() <= {"id", "type"}


def _only_endorses(place: Mapping[str, Any]) -> bool:
    return place.keys() <= {"id", "type", "endorsementComment"}


def _identifies_no_learner(place: Mapping[str, Any]) -> bool:
    return "identifier" not in place or "ClrSubject" not in types_of(place)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
