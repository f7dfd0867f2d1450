from __future__ import annotations

import hashlib
import random
import zlib
from collections.abc import Callable
from typing import Any

from conferral.standards.base64url import encode_base64url
from conferral.standards.public_keys import verify_signature
from tests.unit.standards.key_samples import ed25519
from tests.unit.verifier.browser_side import Json, ask, outcome

ORDER = 2**252 + 27742317777372353535851937790883648493


def samples() -> list[bytes]:
    chance = random.Random(1)
    return [chance.randbytes(size) for size in [*range(70), 118, 119, 120, 121, 128, 500]]


def test_bytes_are_written_and_hashed_as_by_python() -> None:
    data = samples()
    functions: list[tuple[str, str, Callable[[bytes], Any]]] = [
        ("bytes.ts", "encodeBase64url", encode_base64url),
        ("bytes.ts", "encodeHex", bytes.hex),
        ("bytes.ts", "sha256", lambda each: hashlib.sha256(each).digest()),
        ("bytes.ts", "sha384", lambda each: hashlib.sha384(each).digest()),
        ("md5.ts", "md5", lambda each: hashlib.md5(each, usedforsecurity=False).digest()),
        ("inflate.ts", "crc32", zlib.crc32),
    ]
    for file, function, python in functions:
        assert [outcome(answer) for answer in ask(file, [(function, (each,)) for each in data])] == [
            python(each) for each in data
        ], function


def test_a_browser_without_ed25519_verifies_all_the_same() -> None:
    pair, other = ed25519(1), ed25519(2)
    message = b"signed"
    signature = pair.sign(message)
    cases = [
        (pair, signature, message),
        (pair, signature, b"Signed"),
        (other, signature, message),
        (pair, signature[:-1] + bytes([signature[-1] ^ 0x80]), message),
        (pair, signature[:63], message),
        (pair, bytes(64), message),
        # s plus the order of the group: the same equation holds, and RFC 8032 (section 5.1.7) refuses it.
        (pair, signature[:32] + (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little"), message),
    ]
    calls = [("verify", (key.public.data, given, data)) for key, given, data in cases]
    expected = [verify_signature(key.public, given, data) for key, given, data in cases]
    assert expected == [True, False, False, False, False, False, False]
    assert [outcome(answer) for answer in ask("ed25519.ts", calls)] == expected

    keys = [
        Json({"kind": "Ed25519", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": key.jwk["x"]}}) for key, _, _ in cases
    ]
    called = [("verifySignature", (key, given, data)) for key, (_, given, data) in zip(keys, cases, strict=True)]
    for without in ([], ["Ed25519"]):
        assert [outcome(answer) for answer in ask("public-keys.ts", called, without=without)] == expected
