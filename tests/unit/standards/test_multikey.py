from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import EncodingError
from conferral.standards.multikey import (
    decode_base58btc,
    ed25519_public_from_multibase,
    ed25519_public_multibase,
    ed25519_secret_from_multibase,
    ed25519_secret_multibase,
    encode_base58btc,
)
from tests.shared import shared


@pytest.mark.parametrize(
    ("data", "text"),
    [  # draft-msporny-base58-03, section 5
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
        (b"", ""),
    ],
)
def test_base58btc_gives_the_published_values(data: bytes, text: str) -> None:
    assert encode_base58btc(data) == text
    assert decode_base58btc(text) == data


@given(st.binary(max_size=80))
def test_base58btc_comes_back(data: bytes) -> None:
    assert decode_base58btc(encode_base58btc(data)) == data


def test_a_foreign_character_is_refused_with_its_position() -> None:
    with pytest.raises(EncodingError) as caught:
        decode_base58btc("12O4")
    assert caught.value.message == "got 'O' at position 3, expected a base58btc character"


def test_a_very_long_text_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(EncodingError) as caught:
        decode_base58btc("z" * 2_001)
    assert caught.value.message == "got 2001 base58btc characters, expected at most 2000"


def test_the_keys_of_the_w3c_vectors_are_read_and_written() -> None:
    pair = json.loads(shared("standards/vectors/vc-di-eddsa/keyPair.json").read_text())
    public, secret = pair["publicKeyMultibase"], pair.get("privateKeyMultibase") or pair["secretKeyMultibase"]
    seed = ed25519_secret_from_multibase(secret)
    raw = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    assert ed25519_public_multibase(raw) == public
    assert ed25519_public_from_multibase(public) == raw
    assert ed25519_secret_multibase(seed) == secret
    assert public.startswith("z6Mk")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        "z6Mk",
        "6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "u7QGA",
        "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",  # a P-256 key
        "z" + "1" * 500,
        "z0OIl",
    ],
)
def test_what_is_no_ed25519_public_key_is_refused(text: str) -> None:
    with pytest.raises(EncodingError) as caught:
        ed25519_public_from_multibase(text)
    assert caught.value.message == f"got {text[:64]!r}, expected an Ed25519 public key (z6Mk…)"


def test_a_secret_is_never_repeated_in_a_message() -> None:
    secret = ed25519_secret_multibase(bytes(range(32)))
    with pytest.raises(EncodingError) as caught:
        ed25519_secret_from_multibase(secret[:-1])
    assert caught.value.message == "expected an Ed25519 secret key (z3u2…), got something else"
    with pytest.raises(EncodingError) as caught:
        ed25519_secret_from_multibase(ed25519_public_multibase(bytes(32)))
    assert caught.value.message == "expected an Ed25519 secret key (z3u2…), got something else"


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(EncodingError) as caught:
        ed25519_public_multibase(bytes(31))
    assert caught.value.message == "got 31 bytes for an Ed25519 public key, expected 32"
