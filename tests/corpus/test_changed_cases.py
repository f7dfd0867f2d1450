"""Cases changed by chance: whatever comes of them, both verifiers say the same."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.cases import Case, read_cases
from tests.corpus.comparing import as_request, different

NUMBER = 250
LARGEST = 200_000
PROGRAM = Path(__file__).with_name("node.mjs")

VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    1e20,
    -0.0,
    2**53 - 1,
    "",
    "x",
    "urn:x",
    "https://example.org/",
    "2026-01-01T00:00:00Z",
    "did:web:example.org",
    "\u202e\u0007",
    "\U0001f600",
    [],
    {},
    ["x"],
    [[]],
    {"id": "urn:x"},
    {"@value": "x"},
    {"type": "Achievement"},
]
NAMES = [
    *("id", "type", "@context", "@id", "@type", "x", "a:b", "__proto__", "toString"),
    *("proof", "issuer", "credentialSubject", "credentialStatus", "evidence", "endorsement", "name", "image"),
    *("validFrom", "validUntil", "issuanceDate", "expirationDate", "expires", "revoked", "hashed"),
    *("verificationMethod", "previousProof", "kid", "controller", "publicKeyJwk", "publicKeyMultibase"),
    *("statusSize", "statusPurpose", "encodedList"),
]
BYTES = [b"", b"\xff", *(bytes([each]) for each in b'{}[]",:.0\\')]


def changed(case: Case, chance: random.Random) -> Case:
    """`case` with what was handed in or one of its documents changed in a few places."""
    documents = {
        url: found for url, found in case.documents.items() if isinstance(found, bytes) and len(found) < LARGEST
    }
    if chance.random() < 0.6 or not documents:
        return replace(case, given=changed_bytes(case.given, chance))
    url = chance.choice(sorted(documents))
    return replace(case, documents={**case.documents, url: changed_bytes(documents[url], chance)})


def changed_bytes(data: bytes, chance: random.Random) -> bytes:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict) and chance.random() < 0.85:
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            change(document, chance)
        return json.dumps(document, ensure_ascii=chance.random() < 0.5).encode()
    written = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4])):
        place = chance.randrange(len(written) or 1)
        written[place : place + chance.randrange(2)] = chance.choice(
            [b"", b"\xff", *(bytes([each]) for each in b'{}[]",:.0\\')]
        )
    return bytes(written)


def change(document: dict[str, Any], chance: random.Random) -> None:
    holder, key = chance.choice([*places(document)] or [(document, "x")])
    match chance.randrange(7):
        case 0:
            holder.pop(key, None) if isinstance(holder, dict) else holder.pop(key)
        case 1:
            holder[key] = chance.choice(VALUES)
        case 2 if isinstance(holder, dict):
            holder[chance.choice(NAMES)] = chance.choice(VALUES)
        case 3 if isinstance(holder[key], str):
            place = chance.randrange(len(holder[key]) + 1)
            added = chance.choice(["", "x", "#", ":", "é", "0"])
            holder[key] = holder[key][:place] + added + holder[key][place + chance.randrange(2) :]
        case 4:
            holder[key] = [holder[key]]
        case 5 if isinstance(holder[key], list):
            holder[key] = [*holder[key], *reversed(holder[key])]
        case _:
            other, name = chance.choice([*places(document)])
            holder[key] = json.loads(json.dumps(other[name]))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(inside):
        yield value, key
        yield from places(inner)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    chance = random.Random(20)
    small = [case for case in read_cases().values() if len(case.given) < LARGEST]
    return [
        replace(changed(case, chance), name=f"{case.name} {number}")
        for number, case in enumerate(chance.choices(small, k=NUMBER))
    ]


def test_both_verifiers_say_the_same_of_changed_cases(cases: list[Case]) -> None:
    node = shutil.which("node")
    assert node is not None, "node is not installed"
    request = json.dumps({"cases": [as_request(case) for case in cases]}).encode()
    done = subprocess.run([node, PROGRAM], input=request, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    reports = json.loads(done.stdout)

    found = {case.name: (lines, case.given) for case in cases if (lines := different(case, reports[case.name]))}

    assert found == {}
