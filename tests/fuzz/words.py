"""Names and values that mean something to the readers, so that chance hits more than their first line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from conferral.standards import contexts

URLS = (
    *contexts.KNOWN,
    "https://academy.example/.well-known/did.json",
    "https://academy.example/status/revocation-1.json",
    "https://academy.example/issuers/1",
    "https://[::1",
    "https://academy.example:99999/a",
    "https://a@b@c/../%2e%2e/%00?#",
    "http://127.0.0.1/",
    "//academy.example",
    "../a",
    "#key-1",
    "",
)

NAMES = (
    *("did:web:academy.example", "did:web:academy.example#key-1", "did:web:academy.example%3A443", "did:web:1.2.3.4"),
    *("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "did:key:z", "did:jwk:e30", "did:jwk:", "did:"),
    *("urn:uuid:6d1f5a3c-6b0e-4f0e-9a3a-0c7d5f1b2a01", "urn:a", "_:b0", "_:c14n0", "x-conferral-relative://base/a"),
    *("urn:x-conferral-undefined:a", "data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30.", "about:blank", ":", "a:b"),
)

WORDS = (
    *("VerifiableCredential", "OpenBadgeCredential", "AchievementCredential", "EndorsementCredential", "ClrCredential"),
    *("EnvelopedVerifiableCredential", "BitstringStatusListEntry", "BitstringStatusListCredential", "StatusList2021"),
    *("BitstringStatusList", "StatusList2021Entry", "StatusList2021Credential", "1EdTechRevocationList", "Achievement"),
    *("DataIntegrityProof", "Ed25519Signature2020", "eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "Profile"),
    *("ecdsa-jcs-2019", "ecdsa-sd-2023", "assertionMethod", "authentication", "Multikey", "JsonWebKey", "Image"),
    *("JsonWebKey2020", "Ed25519VerificationKey2020", "revocation", "suspension", "message", "refresh", "undefined"),
    *("EdDSA", "ES256", "ES384", "RS256", "HS256", "none", "OKP", "EC", "RSA", "Ed25519", "P-256", "P-384", "AQAB"),
    *("emailAddress", "sha256$00", "true", "null", "u", "z", "M", "0", "7", "0x0", "0x1", "131071", "131072", "-1"),
    *("1e3", "١", "NaN", "http://www.w3.org/2001/XMLSchema#dateTime", "en", "de-AT", "not a tag", "@id", "@type"),
)

TIMES = (
    *("2026-07-01T08:00:00Z", "2026-12-31T23:59:60Z", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "2026-07-01"),
    *("9999-12-31T23:59:59.999999999999999999-23:59", "2026-07-01t08:00:00z", "0001-01-01T00:00:00+23:59"),
    *("2026-07-01T08:00:00", "-2026-07-01T08:00:00Z", "2026-07-01T24:00:00Z"),
)

TEXTS = (
    *("\x00", "\ud800", "\udfff\ud800", "\u2028", "\u202e", "\ufeff", "\uffff", "\U0001f600", "\ue000", "e\u0301"),
    *("{issuer}", "%s", "{0.__class__}", "<script>", "]]>", "&amp;", '"', "\\", "\n", "\x7f", "\u0130", "ß", "İ"),
)

NUMBERS = (
    *(0, 1, -1, 2, 7, 8, 9, 255, 131_072, 2**31, 2**53 - 1, 2**53, -(2**53), 10**30, -0.0, 0.1, 1.5, 1e-7, 1e21),
    *(1e300, 5e-324, 333333333.33333329, 4.35, 9007199254740991.0, True, False, None),
)

MEMBERS = (
    *("@context", "@id", "@type", "@value", "@language", "@graph", "@list", "@set", "@reverse", "@included", "@none"),
    *("@json", "@nest", "@base", "@vocab", "@import", "@direction", "@index", "id", "type", "proof", "issuer", "name"),
    *("kid", "jwk", "alg", "crit", "b64", "zip", "vc", "vp", "iss", "sub", "jti", "nbf", "exp", "iat", "keys", "kty"),
    *("crv", "x", "y", "n", "e", "d", "use", "key_ops", "endorsementJwt", "credentialStatus", "statusSize", "ttl"),
    *("statusMessage", "statusListIndex", "encodedList", "revokedCredential", "previousProof", "domain", "challenge"),
    *("nonce", "revoked", "expires", "publicKeyJwk", "publicKeyMultibase", "secretKeyMultibase", "__proto__", ""),
)


@cache
def terms() -> tuple[str, ...]:
    """Every term that a bundled context defines, and the members that readers look for."""
    found = {name for url in contexts.KNOWN for name in _names(contexts.load(url)) if not name.startswith("@")}
    return (*MEMBERS, *sorted(found))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def a_name(chance: Random) -> str:
    """The name of a member, most often one that means something."""
    return chance.choice(terms()) if chance.random() < 0.9 else chance.choice((*TEXTS, *NAMES))


def a_text(chance: Random) -> str:
    """Any text."""
    text = chance.choice(chance.choice((URLS, NAMES, WORDS, TIMES, TEXTS, terms())))
    if chance.random() < 0.05:
        text = text * chance.choice((2, 30, 1_000, 20_000)) if len(text) < 30 else text * 2
    return text


def a_number(chance: Random, most: int) -> int:
    """A number from 1 to `most`, mostly a small one."""
    return max(1, int(most ** (chance.random() ** 2)))


def a_scalar(chance: Random) -> Any:
    """Any value that is neither an object nor a list."""
    return chance.choice(NUMBERS) if chance.random() < 0.3 else a_text(chance)
