"""Parts of documents that take a canonicaliser long: objects without id that look alike, and too much of anything.

The sizes reach from harmless to beyond every limit, because what costs most lies just below one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.fuzz.words import a_number

JSON = dict[str, Any]

# Members that hold objects in one context or another, and types that bring a context of their own.
_HOLDERS = (
    *("evidence", "alignment", "result", "resultDescription", "related", "identifier", "otherIdentifier", "criteria"),
    *("credentialSubject", "achievement", "endorsement", "verifiableCredential", "credentialStatus", "issuer", "image"),
    *("termsOfUse", "refreshService", "credentialSchema", "relatedResource", "proof", "creator", "source", "address"),
    *("rubricCriterionLevel", "association", "statusMessage", "verificationMethod", "assertionMethod", "geo"),
)
_TYPES = (
    *("Evidence", "Alignment", "Result", "ResultDescription", "Achievement", "Profile", "Address", "IdentifierEntry"),
    *("VerifiableCredential", "AchievementSubject", "Related", "Image", "GeoCoordinates", "ClrSubject", "Association"),
    *("DataIntegrityProof", "BitstringStatusListEntry", "RubricCriterionLevel", "Multikey", "OpenBadgeCredential"),
)
_CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://w3id.org/security/data-integrity/v2",
    "https://www.w3.org/ns/did/v1",
)


def hostile(chance: Random) -> Any:
    """One such part, no object of which stands in two places."""
    return json.loads(json.dumps(chance.choice(_SHAPES)(chance)))


def hostile_document(chance: Random) -> JSON:
    """A document that is nothing but such parts."""
    document: JSON = {
        "@context": list(chance.sample(_CONTEXTS[:3], chance.randint(1, 3))),
        "id": "urn:a",
        "type": ["VerifiableCredential", "OpenBadgeCredential"][: chance.randint(1, 2)],
    }
    for _ in range(chance.choice((1, 1, 2, 3))):
        document[chance.choice(_HOLDERS)] = hostile(chance)
    return document


def _leaf(chance: Random) -> JSON:
    leaf: JSON = {"type": chance.choice(_TYPES)}
    if chance.random() < 0.5:
        leaf["name"] = "a"
    if chance.random() < 0.2:
        leaf["id"] = "urn:b"
    return leaf


def _alike(chance: Random) -> Any:
    """Many of one, and in each of them some of another."""
    each, left = _leaf(chance), 8_000
    for _ in range(chance.choice((0, 0, 1, 2, 3))):
        inside = a_number(chance, left)
        each = {**_leaf(chance), chance.choice(_HOLDERS): [each] * inside}
        left //= inside
    return [each] * a_number(chance, left)


def _almost_alike(chance: Random) -> Any:
    """Pairs, triples or dozens that differ from each other only deep inside."""
    group, count, depth = a_number(chance, 12), a_number(chance, 1_500), chance.randint(1, 8)
    holder, found = chance.choice(_HOLDERS), []
    for number in range(count):
        each: JSON = {"name": f"{number // group}"}
        for _ in range(depth):
            each = {"type": "Evidence", holder: each}
        found.append(each)
    return found


def _chain(chance: Random) -> Any:
    holder, each = chance.choice(_HOLDERS), _leaf(chance)
    for _ in range(a_number(chance, 42)):
        each = {**_leaf(chance), holder: [each, *(_leaf(chance) for _ in range(chance.randrange(3)))]}
    return each


def _tree(chance: Random) -> Any:
    """A tree of alike objects, broad and deep."""
    breadth, holder, most = chance.randint(2, 9), chance.choice(_HOLDERS), a_number(chance, 6_000)
    each, size = _leaf(chance), 1
    while size * breadth < most:
        each = {**_leaf(chance), holder: [each] * breadth}
        size *= breadth
    return each


def _meeting(chance: Random) -> Any:
    """One object under one id everywhere, with members that pile up: alike ones, or each of its own."""
    count, alike = a_number(chance, 3_000), chance.random() < 0.5
    identity = "urn:" + "m" * a_number(chance, 600_000 // count)
    return [
        {"id": identity, chance.choice(_HOLDERS): {"name": "a" if alike else f"{number}"}} for number in range(count)
    ]


def _texts(chance: Random) -> Any:
    """Many texts under one name, or few long ones."""
    count = a_number(chance, 20_000)
    text = chance.choice(("a", "é", "\U0001f600", "\ue000", "\\", '"', "\n", "/", "a/", "://")) * a_number(
        chance, max(1, 300_000 // count)
    )
    return [text if chance.random() < 0.5 else f"{text}{number}" for number in range(count)]


def _types(chance: Random) -> Any:
    """Many types, each of which may bring a context."""
    count = a_number(chance, 2_500)
    return [{"type": [chance.choice(_TYPES) for _ in range(a_number(chance, 30))]} for _ in range(count)]


def _embedded(chance: Random) -> Any:
    """Documents inside, each under contexts and with proofs of its own."""
    count = a_number(chance, 600)
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofValue": "z1"}
    found = []
    for number in range(count):
        each: JSON = {
            "@context": [chance.choice(_CONTEXTS) for _ in range(a_number(chance, 20))],
            "type": ["VerifiableCredential"],
            "proof": [proof] * a_number(chance, 12),
        }
        if chance.random() < 0.5:
            each["name"] = f"{number}"
        if chance.random() < 0.1:
            each = {**each, "endorsement": dict(each)}
        found.append(each)
    return found


def _lists(chance: Random) -> Any:
    """Lists in lists."""
    size = a_number(chance, 2_000)
    value: Any = ["a"] * size
    for _ in range(a_number(chance, 40)):
        copies = 2 if size < 10_000 and chance.random() < 0.1 else 1
        value, size = [value] * copies, size * copies
    return value


_SHAPES: tuple[Callable[[Random], Any], ...] = (
    *(_alike, _alike, _almost_alike, _almost_alike, _chain, _tree, _meeting, _meeting, _texts, _types, _embedded),
    _lists,
)
