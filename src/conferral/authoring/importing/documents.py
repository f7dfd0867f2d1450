"""The JSON in what was handed in, also inside pictures and tokens, and what kind of thing each object is.

An export may wrap what it holds in objects of its own: everything that says what it is is found, however deep.  What
contradicts itself is refused: a `@context` that gives the words of a type another meaning is not read as if it did not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from conferral.authoring.importing.found import Notes, Origin, listed, text
from conferral.authoring.importing.handed_in import GivenFile
from conferral.errors import EncodingError, Problem
from conferral.standards import baking
from conferral.standards.base64url import decode_base64url
from conferral.standards.jose import looks_like_jws
from conferral.standards.strict_json import Complaints, has_half_of_a_pair, parse_json

MAX_DEPTH = 40
MAX_VALUES = 2_000_000

Form = Literal["2", "3", "badgr"]

_TYPES_2 = {
    "assertion": "award",
    "badgeclass": "badge",
    "issuer": "issuer",
    "profile": "issuer",
    "revocationlist": "revocations",
    "endorsement": "endorsement",
    "cryptographickey": "key",
}
_TYPES_3 = {
    "OpenBadgeCredential": "award",
    "AchievementCredential": "award",
    "EndorsementCredential": "endorsement",
    "ClrCredential": "record",
    "Achievement": "badge",
}
_ENTITIES = {"assertion": "award", "badgeinstance": "award", "badgeclass": "badge", "issuer": "issuer"}
_CONTEXTS_2 = ("w3id.org/openbadges/v1", "w3id.org/openbadges/v2", "openbadgespec.org/v1")
_CONTEXTS_VC = ("https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1")
_CONTEXTS_3 = ("https://purl.imsglobal.org/spec/ob/v3p0/", "https://w3id.org/openbadges/v3")
_CONTEXTS_CLR = ("https://purl.imsglobal.org/spec/clr/v2p0/",)


@dataclass(frozen=True, slots=True)
class Thing:
    """An object that says what it is."""

    origin: Origin
    form: Form
    kind: str
    value: dict[str, Any]
    beside: Callable[[str], bytes | None]
    picture: bytes | None = None
    """The picture that it was baked into."""

    within: Thing | None = None
    """The thing that it stood in."""


def things_in(given: GivenFile, notes: Notes) -> Iterator[Thing | Problem]:
    """Everything of Open Badges in a file, and problems with what cannot be read or contradicts itself."""
    try:
        source, picture = _source(given)
        if source is None:
            return
        value = _read(source)
    except _UnreadableError as error:
        yield Problem(given.name, error.line, error.column, error.what, "JSON of Open Badges 2.0 or 3.0", error.hint)
        return
    except EncodingError as error:
        yield Problem(given.name, 0, 0, error.message, "", error.hint)
        return
    found = False
    for thing in _walk(value, Origin(given.name), given, picture, notes, None):
        found = True
        yield thing
    if not found and given.is_named:
        what = "there is nothing of Open Badges in this file"
        expected = (
            "an Assertion, BadgeClass or Issuer, an OpenBadgeCredential, Achievement or Profile, or a list of them"
        )
        yield Problem(given.name, 0, 0, what, expected)
    elif not found:
        notes.not_carried(Origin(given.name), "the file: there is nothing of Open Badges in it")


class _UnreadableError(Exception):
    def __init__(self, what: str, line: int = 0, column: int = 0, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.line, self.column, self.hint = what, line, column, hint


def _source(given: GivenFile) -> tuple[str | bytes | None, bytes | None]:
    """What is to be read as JSON or a token, and the picture around it; None for a picture without a credential."""
    if not baking.is_image(given.content[: 1 << 16]):
        return given.content, None
    if not given.is_named and not _carries(given.content):
        return None, None
    baked = baking.unbake(given.content)
    if baked.text.startswith(("http://", "https://")):
        hint = "Hand in the assertion's JSON as well; nothing is fetched."
        raise _UnreadableError(f"the picture holds only the address of its assertion, {baked.text[:200]}", hint=hint)
    return baked.text, given.content


def _carries(content: bytes) -> bool:
    try:
        baking.unbake(content)
    except EncodingError:
        return False
    return True


def _read(source: str | bytes) -> Any:
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _UnreadableError(f"it is not UTF-8: byte {error.start} cannot be decoded") from None
    source = source.removeprefix("\ufeff")
    token = source.strip()
    if looks_like_jws(token):
        claims = _parsed(decode_base64url(token.split(".")[1]).decode("utf-8", "replace"))
        inner = claims.get("vc") if isinstance(claims, dict) and "@context" not in claims else None
        return inner if isinstance(inner, dict) else claims
    return _parsed(source)


def _parsed(source: str) -> Any:
    place = (0, 0)

    def syntax(line: int, column: int) -> str:
        nonlocal place
        place = (line, column)
        return "it is no JSON: something else was expected here"

    complaints = Complaints(
        syntax=syntax,
        twice=lambda name: f'the name "{name[:80]}" stands twice in one object',
        constant=lambda name: f"{name} is no number of JSON",
        large=lambda digits, _integer: f"the number {digits[:40]} is too large to be read alike everywhere",
        deep=f"it is nested deeper than {MAX_DEPTH} levels",
    )
    if not source.strip():
        raise _UnreadableError("it is empty")
    try:
        value = parse_json(source, complaints)
    except EncodingError as error:
        raise _UnreadableError(error.message, *place) from None
    _check_size(value)
    return value


def _check_size(value: Any) -> None:
    count = 0
    waiting: list[tuple[int, Any]] = [(0, value)]
    while waiting:
        depth, item = waiting.pop()
        count += 1
        if count > MAX_VALUES:
            raise _UnreadableError(f"it holds more than {MAX_VALUES} values")
        if isinstance(item, dict | list):
            if depth >= MAX_DEPTH:
                raise _UnreadableError(f"it is nested deeper than {MAX_DEPTH} levels")
            waiting += ((depth + 1, inner) for inner in (item.values() if isinstance(item, dict) else item))
        elif isinstance(item, str) and has_half_of_a_pair(item):
            raise _UnreadableError("a text in it holds half of a surrogate pair, which is no character")


def _walk(
    value: Any, origin: Origin, given: GivenFile, picture: bytes | None, notes: Notes, within: Thing | None
) -> Iterator[Thing | Problem]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _walk(item, origin.at(number), given, picture, notes, within)
        return
    if not isinstance(value, dict):
        return
    kind = _kind(value)
    if kind is None:
        for name, item in value.items():
            if isinstance(item, dict | list):
                yield from _walk(item, origin.at(name), given, picture, notes, within)
        return
    form, what = kind
    fault = _contradiction(value, form)
    if fault:
        yield Problem(given.name, 0, 0, f"{fault} (at {origin.pointer or 'the top'})", "", _HINT)
        return
    thing = Thing(origin, form, what, value, given.beside, picture, within)
    yield thing
    if what == "record":
        subject = value.get("credentialSubject")
        inside = subject.get("verifiableCredential") if isinstance(subject, dict) else None
        yield from _walk(inside, origin.at("credentialSubject", "verifiableCredential"), given, None, notes, None)
    elif form == "badgr":  # an export that nests what belongs together
        for name, item in value.items():
            if isinstance(item, dict | list) and name != "recipient":
                yield from _walk(item, origin.at(name), given, None, notes, thing)


_HINT = "correct the file, or ask whoever made it; what contradicts itself is not guessed"


def _kind(value: dict[str, Any]) -> tuple[Form, str] | None:  # noqa: PLR0911 - a case for each form
    entity = text(value.get("entityType")).lower()
    if entity in _ENTITIES:
        return "badgr", _ENTITIES[entity]
    types = [item for item in listed(value.get("type", value.get("@type"))) if isinstance(item, str)]
    if "VerifiableCredential" in types:
        found = next((_TYPES_3[name] for name in _TYPES_3 if name in types), "other")
        return "3", found
    for name in types:
        if name in ("Achievement", "EndorsementCredential"):
            return "3", _TYPES_3[name]
        if name == "Profile" and any(each.startswith((*_CONTEXTS_VC, *_CONTEXTS_3)) for each in _contexts(value)):
            return "3", "issuer"
        plain = name.rpartition(":")[2].rpartition("#")[2].lower()
        if plain in _TYPES_2:
            return "2", _TYPES_2[plain]
    if types:
        return None
    if {"recipient", "badge"} <= value.keys() and value.keys() & {"verify", "verification", "uid", "issuedOn"}:
        return "2", "award"
    if {"name", "criteria", "issuer"} <= value.keys():
        return "2", "badge"
    return None


def _contexts(value: dict[str, Any]) -> list[str]:
    return [each for each in listed(value.get("@context")) if isinstance(each, str)]


def _contradiction(value: dict[str, Any], form: Form) -> str:
    """How the object's `@context` contradicts its type; empty if it does not.  Without one, the type counts."""
    if "@context" not in value:
        return ""
    named = " and ".join(str(item)[:80] for item in listed(value.get("type", value.get("@type")))) or "no type"
    if any(not isinstance(each, str) for each in listed(value["@context"])):
        return f"its @context is written out in the file and can give the words of {named} any meaning"
    contexts = _contexts(value)
    plain = [each.partition("://")[2].rstrip("/") for each in contexts]
    is_2 = any(each.removesuffix(".json").startswith(_CONTEXTS_2) for each in plain)
    is_3 = any(each.startswith(_CONTEXTS_3) for each in contexts) or any(
        each.startswith(_CONTEXTS_CLR) for each in contexts
    )
    if form == "2" and not is_2:
        return f"it says {named}, and its @context is not that of Open Badges 2.0"
    if form == "3" and not is_3 and "VerifiableCredential" in listed(value.get("type")) and _is_badge(value):
        return f"it says {named}, and its @context is not that of Open Badges 3.0"
    if form == "3" and is_2 and not is_3:
        return f"it says {named}, and its @context is that of Open Badges 2.0"
    return ""


def _is_badge(value: dict[str, Any]) -> bool:
    return any(name in _TYPES_3 for name in listed(value.get("type")) if isinstance(name, str))
