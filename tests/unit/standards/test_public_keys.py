from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import EncodingError
from conferral.standards.base64url import decode_base64url, encode_base64url
from conferral.standards.multikey import (
    ed25519_secret_multibase,
    encode_base58btc,
    public_bytes_from_multibase,
)
from conferral.standards.public_keys import (
    PublicKey,
    public_key_from_jwk,
    public_key_from_multibase,
    verify_signature,
)
from tests.shared import shared
from tests.unit.standards.key_samples import SignWith, ed25519, multikey, p256, p384, rsa

PAIRS = [ed25519(), p256(), p384(), rsa()]
KINDS = [pair.public.kind for pair in PAIRS]
NO_MULTIKEY = "expected a public key as Multikey: Ed25519 (z6Mk…), P-256 (zDn…) or P-384 (z82L…), got something else"
NO_KEY = "expected 'OKP' with 'Ed25519', 'EC' with 'P-256' or 'P-384', or 'RSA'"
PRIME = 2**255 - 19


@pytest.mark.parametrize(
    ("folder", "name", "kind"),
    [
        ("vc-di-eddsa", "keyPair.json", "Ed25519"),
        ("vc-di-ecdsa", "p256KeyPair.json", "P-256"),
        ("vc-di-ecdsa", "p384KeyPair.json", "P-384"),
    ],
)
def test_the_keys_of_the_w3c_vectors_are_read(folder: str, name: str, kind: str) -> None:
    text = json.loads(shared(f"standards/vectors/{folder}/{name}").read_text())["publicKeyMultibase"]
    key = public_key_from_multibase(text)
    assert key.kind == kind
    read, data = public_bytes_from_multibase(text)
    assert (read, data) == (kind, key.data)
    assert multikey(key) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [  # Controlled Identifiers 1.0, section 2.2.2, and did:key, section 5
        ("z6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cxu", "Ed25519"),
        ("zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169", "P-256"),
        ("z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9", "P-384"),
    ],
)
def test_published_multikeys_are_read(text: str, kind: str) -> None:
    assert public_key_from_multibase(text).kind == kind


@pytest.mark.parametrize("pair", PAIRS[:3], ids=KINDS[:3])
def test_a_key_is_the_same_in_both_writings(pair: SignWith) -> None:
    assert public_key_from_multibase(multikey(pair.public)) == pair.public


def test_a_secret_key_is_no_public_key_and_never_repeated() -> None:
    for text in (
        ed25519_secret_multibase(bytes(range(32))),
        "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN",  # a P-256 secret of the W3C vectors
        "",
        "z",
        "6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cxu",
        "z6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cx",
        "z6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cx0",
        "z" + "1" * 500,
        "z" + encode_base58btc(b"\xe7\x01" + bytes([2] * 33)),  # secp256k1
        "z" + encode_base58btc(b"\x80\x24" + bytes([4] * 65)),  # an uncompressed point
    ):
        with pytest.raises(EncodingError) as caught:
            public_key_from_multibase(text)
        assert caught.value.message == NO_MULTIKEY


@pytest.mark.parametrize(
    ("header", "point", "kind"),
    [
        (b"\x80\x24", b"\x02" + (5).to_bytes(32, "big"), None),
        (b"\x80\x24", b"\x02" + (1).to_bytes(32, "big"), "P-256"),
        (b"\x80\x24", b"\x05" + (5).to_bytes(32, "big"), "P-256"),
        (b"\x80\x24", b"\x02" + b"\xff" * 32, "P-256"),
        (b"\x81\x24", b"\x02" + b"\xff" * 48, "P-384"),
    ],
)
def test_a_multikey_off_its_curve_is_refused(header: bytes, point: bytes, kind: str | None) -> None:
    text = "z" + encode_base58btc(header + point)
    if kind is None:
        assert public_key_from_multibase(text).kind == "P-256"
        return
    with pytest.raises(EncodingError) as caught:
        public_key_from_multibase(text)
    assert caught.value.message == f"got a {kind} key that is no point of the curve"


def torsion() -> list[int]:
    """The second coordinates of the points of edwards25519 of order 1, 2, 4 and 8."""
    d = -121_665 * pow(121_666, -1, PRIME) % PRIME
    # Doubling a point of order 8 gives one with y = 0: there x² = -y², and so d·y⁴ + 2·y² - 1 = 0.
    root = next(r for r in square_roots(1 + d) if square_roots((r - 1) * pow(d, -1, PRIME)))
    return [0, 1, PRIME - 1, *square_roots((root - 1) * pow(d, -1, PRIME))]


def square_roots(value: int) -> list[int]:
    value %= PRIME
    root = pow(value, (PRIME + 3) // 8, PRIME)
    candidates = [root, root * pow(2, (PRIME - 1) // 4, PRIME) % PRIME]
    return [r for c in candidates if c * c % PRIME == value for r in (c, PRIME - c)][:2]


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", [*torsion(), PRIME, PRIME + 1, PRIME + 3, 2**255 - 1])
def test_an_ed25519_key_that_any_signature_fits_is_refused(y: int, sign: int) -> None:
    data = (y | sign << 255).to_bytes(32, "little")
    message = "got an Ed25519 key that is no point of the curve, or one that any signature fits"
    with pytest.raises(EncodingError) as caught:
        public_key_from_multibase(multikey(PublicKey(kind="Ed25519", data=data)))
    assert caught.value.message == message
    with pytest.raises(EncodingError) as caught:
        public_key_from_jwk({"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(data)})
    assert caught.value.message == message


def test_a_signature_by_a_key_that_any_signature_fits_does_not_hold() -> None:
    neutral = (1).to_bytes(32, "little")
    assert not verify_signature(PublicKey("Ed25519", neutral), neutral + bytes(32), b"anything")
    # R of small order beside a sound key.
    assert not verify_signature(ed25519().public, neutral + bytes(32), b"anything")


@pytest.mark.parametrize("pair", PAIRS, ids=KINDS)
def test_a_signature_holds_for_its_key_and_data_only(pair: SignWith) -> None:
    signature = pair.sign(b"data")
    assert verify_signature(pair.public, signature, b"data")
    assert not verify_signature(pair.public, signature, b"date")
    for place in (0, len(signature) // 2, -1):
        altered = bytearray(signature)
        altered[place] ^= 1
        assert not verify_signature(pair.public, bytes(altered), b"data")
    for other in (b"", signature[:-1], signature + b"\x00", bytes(len(signature))):
        assert not verify_signature(pair.public, other, b"data")
    for key in (ed25519(2), p256(2), p384(2), *PAIRS):
        assert verify_signature(key.public, signature, b"data") is (key is pair)


def test_ecdsa_signatures_in_der_do_not_hold() -> None:
    pair = p256()
    signature = pair.sign(b"data")
    halves = [b"\x02\x21\x00" + half for half in (signature[:32], signature[32:])]
    der = b"\x30" + bytes([sum(map(len, halves))]) + b"".join(halves)
    assert not verify_signature(pair.public, der, b"data")


@given(st.sampled_from(["Ed25519", "P-256", "P-384", "RSA"]), st.binary(max_size=120), st.binary(max_size=120))
def test_whatever_is_no_key_verifies_nothing(kind: Any, data: bytes, signature: bytes) -> None:
    assert verify_signature(PublicKey(kind, data), signature, b"data") is False


def test_the_key_inside_another_kind_verifies_nothing() -> None:
    pair = p256()
    assert not verify_signature(PublicKey("P-384", pair.public.data), pair.sign(b""), b"")
    assert not verify_signature(PublicKey("RSA", pair.public.data), pair.sign(b""), b"")


@pytest.mark.parametrize(
    ("jwk", "kind"),
    [
        (  # RFC 8037, appendix A.2
            {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
            "Ed25519",
        ),
        (  # RFC 7515, appendix A.3
            {
                "kty": "EC",
                "crv": "P-256",
                "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
            },
            "P-256",
        ),
    ],
)
def test_published_json_web_keys_are_read(jwk: dict[str, Any], kind: str) -> None:
    assert public_key_from_jwk(jwk).kind == kind


def changed(pair: SignWith, **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**pair.jwk, **changes}.items() if value != "gone"}


@pytest.mark.parametrize(
    ("pair", "members"),
    [
        (ed25519(), {"use": "sig", "alg": "EdDSA", "kid": "1", "key_ops": ["verify"]}),
        (ed25519(), {"alg": "Ed25519"}),
        (p256(), {"use": "sig", "alg": "ES256"}),
        (p384(), {"alg": "ES384"}),
        (rsa(), {"alg": "RS256", "x5t": "unread"}),
    ],
)
def test_what_a_json_web_key_says_it_is_for_is_read(pair: SignWith, members: dict[str, Any]) -> None:
    assert public_key_from_jwk(changed(pair, **members)) == pair.public


FLIPPED = encode_base64url(bytes([decode_base64url(p256().jwk["y"])[0] ^ 1]) + decode_base64url(p256().jwk["y"])[1:])


@pytest.mark.parametrize(
    ("jwk", "message"),
    [
        (
            {},
            f"got a JSON Web Key of type None and curve None, {NO_KEY}",
        ),
        (
            changed(ed25519(), crv="X25519"),
            f"got a JSON Web Key of type 'OKP' and curve 'X25519', {NO_KEY}",
        ),
        (
            changed(p256(), crv="secp256k1"),
            f"got a JSON Web Key of type 'EC' and curve 'secp256k1', {NO_KEY}",
        ),
        (
            {"kty": "oct", "k": "AAAA"},
            "got a JSON Web Key with the private member 'k', expected a public key",
        ),
        (changed(ed25519(), d="AAAA"), "got a JSON Web Key with the private member 'd', expected a public key"),
        (changed(rsa(), p="AAAA"), "got a JSON Web Key with the private member 'p', expected a public key"),
        (changed(ed25519(), x="gone"), "'x' of the JSON Web Key is missing, or no text of a key"),
        (changed(ed25519(), x=7), "'x' of the JSON Web Key is missing, or no text of a key"),
        (changed(ed25519(), x="A" * 1_501), "'x' of the JSON Web Key is missing, or no text of a key"),
        (
            changed(ed25519(), x="AAA="),
            "'x' of the JSON Web Key: got another character, expected base64url without padding",
        ),
        (changed(ed25519(), x="AAAA"), "got 3 bytes as 'x' of the JSON Web Key, expected 32"),
        (changed(p256(), y="gone"), "'y' of the JSON Web Key is missing, or no text of a key"),
        (changed(p256(), y=encode_base64url(bytes(31))), "got 31 bytes as 'y' of the JSON Web Key, expected 32"),
        (changed(p256(), y=FLIPPED), "got a P-256 key that is no point of the curve"),
        (
            changed(p256(), x=encode_base64url(bytes(32)), y=encode_base64url(bytes(32))),
            "got a P-256 key that is no point of the curve",
        ),
        (changed(p256(), crv="P-384"), "got 32 bytes as 'x' of the JSON Web Key, expected 48"),
        (
            changed(p384(), x=encode_base64url(bytes(48))),
            "got a P-384 key that is no point of the curve",
        ),
        (
            changed(rsa(), n=encode_base64url(b"\xff" * 255)),
            "got an RSA key of 2040 bits, expected 2048 to 8192",
        ),
        (
            changed(rsa(), n=encode_base64url(b"\xff" * 1_025)),
            "got an RSA key of 8200 bits, expected 2048 to 8192",
        ),
        (
            changed(rsa(), n=encode_base64url(b"\xff" * 255 + b"\xfe")),
            "got an RSA key with an even modulus, expected an odd one",
        ),
        (
            changed(rsa(), n=encode_base64url(b"\x00" + b"\xff" * 256)),
            "got zeros before 'n' of the JSON Web Key, expected a number without them",
        ),
        (changed(rsa(), e=""), "got zeros before 'e' of the JSON Web Key, expected a number without them"),
        (
            changed(rsa(), e="AQ"),
            "got an RSA key with another exponent, expected an odd one from 3 to 2**32 - 1",
        ),
        (
            changed(rsa(), e="AQAA"),
            "got an RSA key with another exponent, expected an odd one from 3 to 2**32 - 1",
        ),
        (
            changed(rsa(), e="AQAAAAE"),
            "got an RSA key with another exponent, expected an odd one from 3 to 2**32 - 1",
        ),
        (changed(p256(), use="enc"), "got a JSON Web Key with use 'enc', expected 'sig'"),
        (changed(p256(), use=None), "got a JSON Web Key with use None, expected 'sig'"),
        (changed(p256(), key_ops=["sign"]), "got a JSON Web Key whose 'key_ops' do not list 'verify'"),
        (changed(p256(), key_ops="verify"), "got a JSON Web Key whose 'key_ops' do not list 'verify'"),
        (changed(p256(), alg="ES384"), "got a JSON Web Key with algorithm 'ES384', expected 'ES256'"),
        (changed(rsa(), alg="PS256"), "got a JSON Web Key with algorithm 'PS256', expected 'RS256'"),
        (
            changed(ed25519(), alg=["EdDSA"]),
            "got a JSON Web Key with algorithm of no text, expected 'EdDSA' or 'Ed25519'",
        ),
        (
            changed(p256(), kty="x" * 60),
            f"got a JSON Web Key of type 'x{'x' * 38} and curve 'P-256', {NO_KEY}",
        ),
    ],
)
def test_a_json_web_key_that_breaks_a_rule_is_refused(jwk: dict[str, Any], message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        public_key_from_jwk(jwk)
    assert caught.value.message == message


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["kty", "crv", "x", "y", "n", "e", "use", "key_ops", "alg"]), JSON), JSON)
def test_whatever_is_no_json_web_key_ends_in_an_encoding_error(jwk: dict[str, Any], other: Any) -> None:
    for pair in PAIRS:
        for attempt in (jwk, {**pair.jwk, **jwk}, {**pair.jwk, "x": other}):
            with contextlib.suppress(EncodingError):
                assert public_key_from_jwk(attempt).kind in KINDS
