from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import EncodingError, ProofError
from conferral.standards.base64url import decode_base64url, encode_base64url
from conferral.standards.jose import MAXIMUM_CHARACTERS, looks_like_jws, read_jws, verify_jws
from conferral.standards.public_keys import public_key_from_jwk
from tests.unit.standards.key_samples import SignWith, ed25519, p256, p384, rsa, token

# The payload of RFC 7515, appendix A.
PAYLOAD = b'{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
ENCODED = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

# RFC 7515, appendix A.2
RS256 = (
    f"eyJhbGciOiJSUzI1NiJ9.{ENCODED}."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CU"
    "Ar7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_d"
    "O--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0ig"
    "cN_IoypGlUPQGe77Rw"
)
# RFC 7515, appendix A.3
ES256 = (
    f"eyJhbGciOiJFUzI1NiJ9.{ENCODED}."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
ES256_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
# RFC 8037, appendix A.4
EDDSA = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)
EDDSA_KEY = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}

PUBLISHED = [
    ("RS256", RS256, rsa().jwk, PAYLOAD),
    ("ES256", ES256, ES256_KEY, PAYLOAD),
    ("EdDSA", EDDSA, EDDSA_KEY, b"Example of Ed25519 signing"),
]
NAMES = [name for name, *_ in PUBLISHED]
MADE = [
    ("RS256", rsa()),
    ("ES256", p256()),
    ("ES384", p384()),
    ("EdDSA", ed25519()),
    ("Ed25519", ed25519()),
]


@pytest.mark.parametrize(
    ("text", "signed", "unsigned"),
    [
        (EDDSA, True, True),
        ("a.b.c", True, True),
        ("a.b.", False, True),
        ("a..c", False, False),
        (".b.c", False, False),
        ("a.b", False, False),
        ("a.b.c.d", False, False),
        ("a.b.c\n", False, False),
        ("a.b.c=", False, False),
        ("ä.b.c", False, False),
        ("", False, False),
    ],
)
def test_a_token_is_told_by_its_form(text: str, signed: bool, unsigned: bool) -> None:
    assert (looks_like_jws(text), looks_like_jws(text, signed=False)) == (signed, unsigned)


@pytest.mark.parametrize(("algorithm", "text", "jwk", "payload"), PUBLISHED, ids=NAMES)
def test_published_tokens_hold(algorithm: str, text: str, jwk: dict[str, Any], payload: bytes) -> None:
    jws = read_jws(text)
    assert jws.header == {"alg": algorithm}
    assert jws.algorithm == algorithm
    assert jws.payload == payload
    assert jws.signing_input == text.rpartition(".")[0].encode()
    verify_jws(jws, public_key_from_jwk(jwk))


def test_the_published_rs256_token_is_made_byte_for_byte() -> None:
    signing_input = RS256.rpartition(".")[0]
    assert f"{signing_input}.{encode_base64url(rsa().sign(signing_input.encode()))}" == RS256


@pytest.mark.parametrize(("algorithm", "text", "jwk", "payload"), PUBLISHED, ids=NAMES)
def test_altered_published_tokens_are_refused(algorithm: str, text: str, jwk: dict[str, Any], payload: bytes) -> None:
    key = public_key_from_jwk(jwk)
    header, _, signature = text.split(".")
    raw = bytearray(decode_base64url(signature))
    raw[7] ^= 1
    more = encode_base64url(b'{"alg":"' + algorithm.encode() + b'","typ":"JWT"}')
    for altered in (
        f"{header}.{encode_base64url(payload + b' ')}.{signature}",
        f"{header}.{encode_base64url(payload)}.{encode_base64url(bytes(raw))}",
        f"{header}.{encode_base64url(payload)}.",
        f"{header}..{signature}",
        f"{more}.{encode_base64url(payload)}.{signature}",
    ):
        with pytest.raises(ProofError) as caught:
            verify_jws(read_jws(altered), key)
        assert caught.value.message == "the signature does not match the token and the key"


@pytest.mark.parametrize(("algorithm", "pair"), MADE, ids=[name for name, _ in MADE])
def test_tokens_of_every_algorithm_hold_for_their_key_only(algorithm: str, pair: SignWith) -> None:
    jws = read_jws(token({"alg": algorithm, "kid": "key-1", "typ": "JWT"}, b"{}", pair))
    verify_jws(jws, pair.public)
    for _, other in MADE:
        if other.public.kind != pair.public.kind:
            with pytest.raises(ProofError) as caught:
                verify_jws(jws, other.public)
            assert caught.value.message == (
                f"got a key of kind {other.public.kind} for algorithm {algorithm!r}, expected {pair.public.kind}"
            )
    for another in (ed25519(2), p256(2), p384(2)):
        with pytest.raises(ProofError):
            verify_jws(jws, another.public)


@pytest.mark.parametrize("algorithm", ["HS256", "PS256", "ES256K", "ES512", "Ed448", "rs256", "RS256 ", "x" * 300])
def test_an_algorithm_that_is_not_known_is_refused(algorithm: str) -> None:
    jws = read_jws(token({"alg": algorithm}, b"{}", rsa()))
    assert jws.algorithm == algorithm
    with pytest.raises(ProofError) as caught:
        verify_jws(jws, rsa().public)
    assert caught.value.message == (
        f"got algorithm {algorithm[:100]!r}, expected one of 'EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256'"
    )


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ({"alg": "none"}, "got a token without a signature (algorithm 'none'), expected one with it"),
        ({"alg": "nOnE"}, "got a token without a signature (algorithm 'none'), expected one with it"),
        ({"alg": "ES256", "crit": ["exp"]}, "got a token with 'crit' in its header, expected one without"),
        ({"alg": "ES256", "crit": None}, "got a token with 'crit' in its header, expected one without"),
        ({"alg": "ES256", "b64": True}, "got a token with 'b64' in its header, expected one without"),
        ({"alg": "ES256", "zip": "DEF"}, "got a token with 'zip' in its header, expected one without"),
    ],
)
def test_a_header_that_changes_what_is_signed_is_refused(header: dict[str, Any], message: str) -> None:
    with pytest.raises(ProofError) as caught:
        read_jws(token(header, b"{}", p256()))
    assert caught.value.message == message


def spliced(header: bytes) -> str:
    return f"{encode_base64url(header)}.{ENCODED}.AAAA"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "got a token of 1 parts, expected header, payload and signature"),
        ("e30.e30", "got a token of 2 parts, expected header, payload and signature"),
        ("e30.e30.e30.e30.e30", "got a token of 5 parts, expected header, payload and signature"),
        (ES256 + "\n", "signature of the token: got another character, expected base64url without padding"),
        (ES256 + "==", "signature of the token: got another character, expected base64url without padding"),
        (" " + ES256, "header of the token: got another character, expected base64url without padding"),
        (
            ES256.replace(ENCODED, ENCODED[:-1] + "R"),
            "payload of the token: got bits that are not used in the last character, expected base64url without them",
        ),
        (
            ES256[:-1] + "R",
            "signature of the token: got bits that are not used in the last character, expected base64url without them",
        ),
        ("..", "header of the token: got text that is not JSON, expected a JSON object"),
        (spliced(b"[]"), "header of the token: got JSON of another kind, expected a JSON object"),
        (
            spliced(b'{"alg":"ES256","alg":"RS256"}'),
            "header of the token: got a name twice in one JSON object, expected each once",
        ),
        (spliced(b"{}"), "header of the token: got no 'alg', expected the name of an algorithm"),
        (spliced(b'{"alg":["ES256"]}'), "header of the token: got no 'alg', expected the name of an algorithm"),
        ("A" * 20_000 + ".e30.e30", "got a header of 20000 characters, expected at most 16384"),
        ("A" * (MAXIMUM_CHARACTERS + 1), "got a token of 1048577 characters, expected at most 1048576"),
        ("e30.é.e30", "payload of the token: got another character, expected base64url without padding"),
    ],
)
def test_what_is_no_token_is_refused(text: str, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        read_jws(text)
    assert caught.value.message == message


def test_an_es256_signature_in_der_is_refused() -> None:
    raw = decode_base64url(ES256.rpartition(".")[2])
    halves = [b"\x02" + bytes([len(half)]) + half for half in (raw[:32], b"\x00" + raw[32:])]
    der = b"\x30" + bytes([sum(map(len, halves))]) + b"".join(halves)
    jws = read_jws(f"{ES256.rpartition('.')[0]}.{encode_base64url(der)}")
    with pytest.raises(ProofError) as caught:
        verify_jws(jws, public_key_from_jwk(ES256_KEY))
    assert caught.value.message == "the signature does not match the token and the key"


@given(st.text(max_size=60) | st.lists(st.binary(max_size=40).map(encode_base64url), max_size=4).map(".".join))
def test_whatever_is_given_is_a_token_or_an_error(text: str) -> None:
    with contextlib.suppress(EncodingError, ProofError):
        verify_jws(read_jws(text), p256().public)
