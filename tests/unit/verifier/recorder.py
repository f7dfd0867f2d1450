"""A pytest plugin that writes down what tests ask of the functions that TypeScript has, too, and what they answer.

`tests/unit/verifier/test_replayed.py` runs the tests of the Python modules with it, and asks TypeScript the same.
Calls that TypeScript cannot be asked are left out: with loaders, with numbers that JSON does not have, and so on.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import importlib
import json
import math
import os
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from conferral.errors import Error
from conferral.standards.base64url import encode_base64url
from conferral.standards.jose import Jws
from conferral.standards.public_keys import PublicKey
from conferral.standards.safe_document import Limits

REPLAYED: dict[str, dict[str, tuple[str, str]]] = {
    "base64url": {"decode_base64url": ("bytes.ts", "decodeBase64url")},
    "multikey": {
        "decode_base58btc": ("multikey.ts", "decodeBase58btc"),
        "public_bytes_from_multibase": ("multikey.ts", "publicBytesFromMultibase"),
    },
    "public_keys": {
        "public_key_from_multibase": ("public-keys.ts", "publicKeyFromMultibase"),
        "public_key_from_jwk": ("public-keys.ts", "publicKeyFromJwk"),
        "verify_signature": ("public-keys.ts", "verifySignature"),
    },
    "timestamps": {
        "parse_timestamp": ("timestamps.ts", "parseTimestamp"),
        "format_timestamp": ("timestamps.ts", "formatTimestamp"),
    },
    "did_web": {"document_url": ("did-web.ts", "documentUrl")},
    "did_key": {"controlled_document": ("did-key.ts", "controlledDocument")},
    "did_jwk": {"controlled_document": ("did-jwk.ts", "controlledDocument")},
    "strict_json": {"read_object": ("strict-json.ts", "readObject")},
    "controlled_identifiers": {
        "check_document": ("controlled-identifiers.ts", "checkDocument"),
        "assertion_method": ("controlled-identifiers.ts", "assertionMethod"),
        "method_alone": ("controlled-identifiers.ts", "methodAlone"),
    },
    "jose": {"read_jws": ("jose.ts", "readJws"), "verify_jws": ("jose.ts", "verifyJws")},
    "bitstring": {
        "decode": ("bitstring.ts", "decode"),
        "decode_2021": ("bitstring.ts", "decode2021"),
        "status_at": ("bitstring.ts", "statusAt"),
    },
    "canonical": {"canonicalize": ("canonical.ts", "canonicalize")},
    "data_integrity": {
        "proofs_of": ("data-integrity.ts", "proofsOf"),
        "suite_of": ("data-integrity.ts", "suiteOf"),
        "verify_proof": ("data-integrity.ts", "verifyProof"),
    },
    "proof_chains": {"previous_proofs": ("data-integrity.ts", "previousProofs")},
    "open_badges": {
        "kind_of": ("open-badges.ts", "kindOf"),
        "structure_problems": ("open-badges.ts", "structureProblems"),
    },
    "baking": {
        "bake": ("baking/index.ts", "bake"),
        "unbake": ("baking/index.ts", "unbake"),
        "is_image": ("baking/kinds.ts", "isImage"),
    },
    "baking.png": {"bake": ("baking/png.ts", "bake"), "unbake": ("baking/png.ts", "unbake")},
    "baking.svg": {"bake": ("baking/svg.ts", "bake"), "unbake": ("baking/svg.ts", "unbake")},
}
"""For each module of `conferral.standards` its functions, with their files in `src/verifier` and their names there."""

LARGEST = 1 << 20
"""Bytes or characters of an argument that is written down."""

MOST_CALLS = 400
"""Different calls of one function that are written down; Hypothesis makes more."""

KEPT = frozenset({"json_forms"})
"""Arguments that only keep what was made before, in a form that each language has for itself."""

_calls: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}


class _NotSent(Exception):  # noqa: N818 -- it never leaves this module
    """TypeScript cannot be asked this."""


def pytest_configure() -> None:
    """Put the recording functions in place, before any test imports them."""
    modules = [importlib.import_module(f"conferral.standards.{name}") for name in REPLAYED]
    for name, module in zip(REPLAYED, modules, strict=True):
        for function in REPLAYED[name]:
            _calls[name, function] = {}
            setattr(module, function, _recording(name, function, getattr(module, function)))


def pytest_sessionfinish() -> None:
    """Write all calls to the file that the environment names."""
    found = [
        {"module": module, "function": function, "calls": list(calls.values())}
        for (module, function), calls in _calls.items()
    ]
    Path(os.environ["CONFERRAL_RECORD"]).write_text(json.dumps(found), encoding="utf-8")


def _recording(module: str, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    seen = _calls[module, name]

    @functools.wraps(function)
    def recorded(*given: Any, **named: Any) -> Any:
        try:
            sent = [_sent(value) for value in given]
            options = {_camel(key): _sent(value) for key, value in named.items() if key not in KEPT}
        except (_NotSent, RecursionError):
            return function(*given, **named)
        if module == "controlled_identifiers" and options:
            sent, options = [*sent, *options.values()], {}
        call = {"arguments": [*sent, options] if options else sent}
        key = json.dumps(call)
        if key in seen or len(seen) >= MOST_CALLS:
            return function(*given, **named)
        seen[key] = call
        try:
            value = function(*given, **named)
        except Error as error:
            call["outcome"] = [type(error).__name__, error.message]
            raise
        except Exception:
            del seen[key]
            raise
        call["outcome"] = _received(value)
        return value

    return recorded


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def _sent(value: Any) -> Any:  # noqa: PLR0911 - one return a kind
    match value:
        case bytes() | bytearray() | str() if len(value) > LARGEST:
            raise _NotSent
        case bytes() | bytearray():
            return {"$bytes": base64.b64encode(value).decode()}
        case PublicKey():
            return {"$json": _key(value)}
        case Limits():
            return {"$json": {_camel(key): inner for key, inner in dataclasses.asdict(value).items()}}
        case datetime() if value.tzinfo is not None:
            return {"$bigint": str(_microseconds(value))}
        case dict():
            _check_json(value)
            return {"$document": json.dumps(value)}
        case list() | tuple():
            return [_sent(item) for item in value]
        case None | bool() | str() | int() | float():
            _check_json(value)
            return value
    if isinstance(value, Jws):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {_camel(name): _sent(inner) for name, inner in {**fields, "algorithm": value.algorithm}.items()}
    raise _NotSent


def _check_json(value: Any) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise _NotSent
        for inner in value.values():
            _check_json(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_json(inner)
    elif isinstance(value, float):
        # What is read (`strict_documents`) has no floats that are small integers, JSON has none without end,
        # and a message quotes large ones as its language writes them.
        if not math.isfinite(value) or (value.is_integer() and str(value) != "-0.0"):
            raise _NotSent
    elif isinstance(value, int):
        if abs(value) >= 2**53:
            raise _NotSent
    elif isinstance(value, str):
        # Which characters are assigned, and so shown in messages, is another matter in every version of Unicode.
        if not value.isascii() and any(unicodedata.category(each) == "Cn" for each in value):
            raise _NotSent
    elif value is not None:
        raise _NotSent


def _received(value: Any) -> Any:
    match value:
        case PublicKey():
            return _key(value)
        case datetime():
            return str(_microseconds(value))
        case bytes():
            return {"$bytes": base64.b64encode(value).decode()}
        case dict():
            return {name: _received(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_received(inner) for inner in value]
    return _members(value) if dataclasses.is_dataclass(value) else value


def _members(value: Any) -> dict[str, Any]:
    fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Jws):
        fields["algorithm"] = value.algorithm
    return {_camel(name): _received(inner) for name, inner in fields.items()}


def _key(key: PublicKey) -> dict[str, Any]:
    """A key in the members that WebCrypto imports."""
    if key.kind == "Ed25519":
        return {"kind": key.kind, "jwk": {"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(key.data)}}
    try:
        if key.kind == "RSA":
            loaded = load_der_public_key(key.data)
            assert isinstance(loaded, RSAPublicKey)
            numbers = loaded.public_numbers()
            return {"kind": key.kind, "jwk": {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}}
        curve, size = (ec.SECP256R1(), 32) if key.kind == "P-256" else (ec.SECP384R1(), 48)
        point = ec.EllipticCurvePublicKey.from_encoded_point(curve, key.data).public_numbers()
    except (ValueError, AssertionError) as error:
        raise _NotSent from error
    x, y = (encode_base64url(number.to_bytes(size, "big")) for number in (point.x, point.y))
    return {"kind": key.kind, "jwk": {"kty": "EC", "crv": key.kind, "x": x, "y": y}}


def _number(number: int) -> str:
    return encode_base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _microseconds(instant: datetime) -> int:
    since = instant.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
