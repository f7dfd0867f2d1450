"""Corners in which two readers of the same specification could come to different answers."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from conferral.standards.multikey import decode_base58btc, encode_base58btc
from tests.corpus.builders.credentials import OPEN_BADGES, V2, put, subject, without
from tests.corpus.builders.expectations import ALTERED, NOT_AUTHENTIC, UNREAD, Case, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY, FORGER, https_issuer, web_issuer
from tests.corpus.builders.packing import Bits, gzip_of
from tests.corpus.builders.secrets import JSON, base64url, secret, unbase64url
from tests.corpus.builders.tokens import signed

JCS = "eddsa-jcs-2022"
NO_KEY: Mapping[str, Any] = {"proof": unknown("proof.no_key"), **NOT_AUTHENTIC}
NOT_LISTED: Mapping[str, Any] = {"state": "untrusted", "issuer_key": failed("issuer_key.not_listed"), **NO_KEY}
SOMEBODY_ELSE: Mapping[str, Any] = {"state": "untrusted", "issuer_key": failed("issuer_key.somebody_else"), **NO_KEY}
BAD_LIST: Mapping[str, Any] = {"state": "untrusted", "status": failed("status.bad_list")}
# A list of 131,072 entries of which about 150 are set, the one at 7 among them, as zlib packs it.
DYNAMIC = base64.b64decode(
    "7VsxDsMgDMSIgZEn5CmMfRZP71CpaoemAWw4O745AWP7jrOiUFCCJr/F0f8KMa4VStCLrtgTXu3XITF1mMOB2dn11wPxk8q0gvcVTUIqQhAE"
    "sYQwonI2Pez13Rfywr2OcFfk6+lwpwFvnDfIZ7Sb+ugnAsSdZShfzEN3ndNoRDU4urTcEwZ6UeabHb2sTS+qdiBaf9J4f+fdDU+bivJCu5/s"
    "2B2Ah0vbW01oN9BM7Z4wkkpmTmJyjDVvz+sAw9LV5iuLOb0OyjhHW17V6GiKuKkWbHo3j0qGbQAfe3jp3oQc5Q27Oxi5VqJMYENLRKHGJY4M"
    "VlsWBAaMSlJWbjbveP7phjeX4JVbrB6PVFg8tO+u/YlhNfpAVG+CpHP4NDbfej57sCaIuOWNWUHSuKhUvNpgC2HaxTa/H2xNQY4zVrWdIayu"
    "vlEjU1VRnh0Rc47jO9k5UzgzLq8GYlWaDD2WqT39HxJleAI="
)


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _json()
    yield from _numbers()
    yield from _packing()
    yield from _signatures()
    yield from _keys()
    yield from _issuers()
    yield from _addresses()
    yield from _proofs()
    yield from _spaces()


def _case(name: str, about: str, given: Any, documents: Any = None, **expected: Any) -> Case:
    return case(f"corner-{name}", about, given, ACADEMY.documents() if documents is None else documents, **expected)


def _json() -> Iterator[Case]:
    text = json.dumps(ACADEMY.issued())
    for name, about, given in (
        ("spaces-around", "Spaces and line ends around the credential.", f" \n\t{text}\r\n "),
        ("escaped-letters", "Letters are written as escapes.", text.replace("Academy", "\\u0041c\\u0061demy")),
        ("escaped-slashes", "Slashes are written as escapes.", text.replace("/", "\\/")),
        ("escaped-name", "The name of a member is written with an escape.", text.replace('"issuer"', '"issu\\u0065r"')),
        ("indented", "The credential is indented.", json.dumps(ACADEMY.issued(), indent=8)),
    ):
        yield _case(f"json-{name}", about, given)
    emoji = json.dumps(ACADEMY.issued(name="\U0001f393 Data"))
    yield _case("json-escaped-pair", "A character beyond U+FFFF is written as two escapes.", emoji)
    for name, about, given in (
        ("form-feed", "A form feed before the credential, which is no space of JSON.", "\f" + text),
        ("vertical-tab", "A vertical tab amid the credential.", text.replace(", ", ",\v", 1)),
        ("line-separator", "A line separator after the credential.", text + "\u2028"),
        ("zero-byte-after", "A zero byte after the credential.", text + "\0"),
        ("plus-sign", "A number with a plus sign.", text.replace('"validFrom"', '"creditsEarned": +1, "validFrom"', 1)),
        (
            "bare-point",
            "A number that begins with its point.",
            text.replace('"validFrom"', '"creditsEarned": .5, "validFrom"', 1),
        ),
        (
            "point-at-the-end",
            "A number that ends with its point.",
            text.replace('"validFrom"', '"creditsEarned": 1., "validFrom"', 1),
        ),
        (
            "hexadecimal",
            "A number that is not decimal.",
            text.replace('"validFrom"', '"creditsEarned": 0x1, "validFrom"', 1),
        ),
        (
            "underscore",
            "A number with an underscore.",
            text.replace('"validFrom"', '"creditsEarned": 1_0, "validFrom"', 1),
        ),
        ("true-in-capitals", "True with a capital.", text.replace('"validFrom"', '"partial": True, "validFrom"', 1)),
        (
            "pair-the-wrong-way-round",
            "Two halves of a pair in the wrong order.",
            text.replace("Academy", "\\udf93\\ud83c"),
        ),
        ("half-and-letter", "Half of a pair and an escaped letter.", text.replace("Academy", "\\ud83c\\u0041")),
    ):
        yield _case(f"json-{name}", about, given, **UNREAD)
    same = {"\u20ac": "1", "\r": "2", "\ufb33": "3", "1": "4", "\U0001f600": "5", "\u0080": "6", "\u00f6": "7"}
    yield _case(
        "json-member-order",
        "Names of members from all over Unicode, which RFC 8785 sorts by UTF-16, and which no context defines.",
        ACADEMY.sign({**ACADEMY.unsigned(), **same}, suite=JCS),
        state="malformed",
        format=failed("format.undefined"),
    )


def _numbers() -> Iterator[Case]:
    def writing(value: float, written: str) -> str:
        text = json.dumps(ACADEMY.issued(credentialSubject=subject(creditsEarned=value)))
        return text.replace(f'"creditsEarned": {json.dumps(value)}', f'"creditsEarned": {written}')

    for name, about, value, written in (
        ("with-an-exponent", "A number written with an exponent.", 100, "1E2"),
        ("with-a-signed-exponent", "A number written with a signed exponent.", 100, "10e+1"),
        ("with-zeros-after-its-point", "A number written with zeros after its point.", 3, "3.000"),
        ("by-a-negative-exponent", "A fraction written with an exponent.", 0.25, "25e-2"),
        (
            "with-many-digits",
            "A fraction written with more digits than it has.",
            0.1,
            "0.1000000000000000055511151231257827",
        ),
        ("minus-zero", "Nothing, written with a minus sign.", 0, "-0"),
    ):
        yield _case(f"number-{name}", f"{about[:-1]}, where another writing was signed.", writing(value, written))
    yield _case(
        "number-minus-zero-point-zero",
        "Nothing with a fraction and a minus sign, which processors write differently.",
        writing(0, "-0.0"),
        state="cannot be checked now",
        proof=unknown("proof.not_canonical"),
        **NOT_AUTHENTIC,
    )
    for name, value in (
        ("tiny", 1e-6),
        ("small", 1e-5),
        ("fraction", 0.1),
        ("third", 1 / 3),
        ("quarter", 4.35),
        ("large", 9007199254740991),
    ):
        document = ACADEMY.unsigned(credentialSubject=subject(creditsEarned=value))
        yield _case(
            f"number-graph-{name}", f"The number {value} in a credential whose graph is signed.", ACADEMY.sign(document)
        )
        # Python writes an exponent with two digits where ECMAScript has one or none.
        if "e" not in repr(value):
            about = f"The number {value} in a credential whose text is signed."
            yield _case(f"number-jcs-{name}", about, ACADEMY.sign(document, suite=JCS))


def _gzip(body: bytes, data: bytes, *, flags: int = 0, extra: bytes = b"", method: int = 8) -> str:
    head = bytes([0x1F, 0x8B, method, flags, 0, 0, 0, 0, 2, 255])
    return "u" + base64url(head + extra + body + struct.pack("<II", zlib.crc32(data), len(data)))


def _bits(*fields: tuple[int, int]) -> bytes:
    bits = Bits()
    for value, width in fields:
        bits.write(value, width)
    return bits.done()


def _packing() -> Iterator[Case]:
    """Status lists as other programs pack them, and as nobody should."""
    data = zlib.decompress(DYNAMIC, -15)
    packed = gzip_of(data)[10:-8]
    stored = b"\x01" + struct.pack("<HH", len(data), len(data) ^ 0xFFFF) + data
    half = len(data) // 2
    halves = b"".join(
        bytes([last]) + struct.pack("<HH", len(part), len(part) ^ 0xFFFF) + part
        for last, part in ((0, data[:half]), (1, data[half:]))
    )
    head = bytes([0x1F, 0x8B, 8, 2, 0, 0, 0, 0, 2, 255])
    checksum = struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    revoked = {"state": "revoked", "status": failed("status.revoked")}

    def listed(encoded: str) -> Any:
        return ACADEMY.documents(listed=ACADEMY.status_list(subject={"encodedList": encoded}))

    for name, about, encoded in (
        ("dynamic", "The list is packed with codes of its own.", _gzip(DYNAMIC, data)),
        ("fixed", "The list is packed with the fixed codes.", _gzip(packed, data)),
        ("stored", "The list is stored and not packed.", _gzip(stored, data)),
        ("two-blocks", "The list is stored in two blocks.", _gzip(halves, data)),
        ("file-name", "The packed list has the name of a file.", _gzip(DYNAMIC, data, flags=8, extra=b"list.bin\0")),
        ("comment", "The packed list has a comment.", _gzip(DYNAMIC, data, flags=16, extra=b"by hand\0")),
        (
            "extra-field",
            "The packed list has a field of its packer's own.",
            _gzip(DYNAMIC, data, flags=4, extra=b"\x04\0abcd"),
        ),
        (
            "all-fields",
            "The packed list has every field that there is.",
            _gzip(DYNAMIC, data, flags=1 | 4 | 8 | 16, extra=b"\x02\0abn\0c\0"),
        ),
        (
            "header-checksum",
            "The head of the packed list has a checksum.",
            _gzip(DYNAMIC, data, flags=2, extra=checksum),
        ),
    ):
        yield _case(f"gzip-{name}", about, ACADEMY.issued(), listed(encoded), **revoked)
    wrong_size = base64url(bytes.fromhex("1f8b08000000000002ff") + DYNAMIC + struct.pack("<II", zlib.crc32(data), 1))
    for name, about, encoded in (
        (
            "wrong-header-checksum",
            "The head of the packed list does not match its checksum.",
            _gzip(DYNAMIC, data, flags=2, extra=b"\0\0"),
        ),
        ("reserved-flag", "The packed list has a field that nobody knows.", _gzip(DYNAMIC, data, flags=0x20)),
        ("unknown-method", "The list is packed by a method that nobody knows.", _gzip(DYNAMIC, data, method=7)),
        ("wrong-size", "The packed list does not have the size that it says.", f"u{wrong_size}"),
        ("endless-file-name", "The name of the file does not end.", _gzip(b"", b"", flags=8, extra=b"a" * 100)),
        ("stored-size-wrong", "A stored block contradicts itself.", _gzip(b"\x01\x05\x00\x00\x00hello", data)),
        ("unknown-block", "A block is of a kind that nobody knows.", _gzip(_bits((1, 1), (3, 2)), data)),
        (
            "too-far-back",
            "A repetition begins before the list.",
            _gzip(_bits((1, 1), (1, 2), (0b1000000, 7), (0, 5)), data),
        ),
        (
            "no-such-length",
            "A repetition has a length that there is none.",
            _gzip(_bits((1, 1), (1, 2), (0b01100011, 8)), data),
        ),
        (
            "too-many-codes",
            "A block has more codes than there are.",
            _gzip(_bits((1, 1), (2, 2), (31, 5), (31, 5), (15, 4)), data),
        ),
        ("no-codes", "A block has no codes.", _gzip(_bits((1, 1), (2, 2), (0, 5), (0, 5), (0, 4), (0, 12)), data)),
        (
            "too-many-short-codes",
            "A block has more short codes than fit.",
            _gzip(_bits((1, 1), (2, 2), (0, 5), (0, 5), (15, 4), *[(1, 3)] * 19), data),
        ),
        ("no-final-block", "The last block says that it is not the last.", _gzip(b"\x00" + stored[1:], data)),
        ("unused-bits", "The list ends in bits that mean nothing.", "u" + base64url(gzip_of(data) + b"\0")),
        ("two-marks", "The list is written with two marks.", f"uu{_gzip(DYNAMIC, data)[1:]}"),
        ("spaces", "The list is written with spaces.", f"{_gzip(DYNAMIC, data)[:100]} {_gzip(DYNAMIC, data)[100:]}"),
    ):
        yield _case(f"gzip-{name}", about, ACADEMY.issued(), listed(encoded), **BAD_LIST)
    two_kinds = ACADEMY.unsigned(
        **{"@context": [V2, OPEN_BADGES, "https://w3id.org/vc/status-list/2021/v1"]},
        credentialStatus=ACADEMY.entry(type=["BitstringStatusListEntry", "StatusList2021Entry"]),
    )
    yield _case(
        "status-of-two-kinds",
        "A status entry of two kinds, which are read differently.",
        ACADEMY.sign(two_kinds, suite=JCS),
        state="malformed",
        format=failed("format.structure"),
        status=failed("status.malformed"),
    )


def _signatures() -> Iterator[Case]:
    good = ACADEMY.issued()
    value = decode_base58btc(good["proof"][0]["proofValue"][1:])
    order = 2**252 + 27742317777372353535851937790883648493
    larger = int.from_bytes(value[32:], "little") + order
    malleable = value[:32] + larger.to_bytes(32, "little")

    def with_value(signature: bytes) -> JSON:
        return put(good, "/proof/0/proofValue", "z" + encode_base58btc(signature))

    for name, about, document in (
        ("s-too-large", "The second half of the signature is one turn too large.", with_value(malleable)),
        ("one-byte-more", "The signature has a byte more.", with_value(value + b"\0")),
        ("one-byte-less", "The signature has a byte less.", with_value(value[:-1])),
        ("halves-exchanged", "The halves of the signature are exchanged.", with_value(value[32:] + value[:32])),
        ("neutral-point", "A signature that fits keys of small order.", with_value(b"\x01" + bytes(63))),
        (
            "leading-ones",
            "The signature has zeros before it.",
            put(good, "/proof/0/proofValue", "z1" + good["proof"][0]["proofValue"][1:]),
        ),
        (
            "capital-mark",
            "The signature is marked as of another base.",
            put(good, "/proof/0/proofValue", "Z" + good["proof"][0]["proofValue"][1:]),
        ),
    ):
        yield _case(f"ed25519-{name}", about, document, **ALTERED)
    elliptic = web_issuer(kind="P-256")
    n = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    proof = elliptic.issued()
    pair = decode_base58btc(proof["proof"][0]["proofValue"][1:])
    r, s = (int.from_bytes(half, "big") for half in (pair[:32], pair[32:]))

    def of(first: int, second: int) -> JSON:
        both = first.to_bytes(32, "big") + second.to_bytes(32, "big")
        return put(proof, "/proof/0/proofValue", "z" + encode_base58btc(both))

    yield _case(
        "ecdsa-other-half",
        "The other of the two signatures that ECDSA has for everything.",
        of(r, n - s),
        elliptic.documents(),
    )
    for name, about, document in (
        ("r-zero", "A signature whose first half is zero.", of(0, s)),
        ("s-zero", "A signature whose second half is zero.", of(r, 0)),
        ("r-is-the-order", "A signature whose first half is the order of the curve.", of(n, s)),
        ("s-is-the-order", "A signature whose second half is the order of the curve.", of(r, n)),
        ("largest", "A signature of the largest numbers that fit.", of(2**256 - 1, 2**256 - 1)),
    ):
        yield _case(f"ecdsa-{name}", about, document, elliptic.documents(), **ALTERED)
    rsa = web_issuer(kind="RSA")
    document = rsa.unsigned(credentialStatus=None)
    token = signed(rsa, document)
    head, _, written = token.rpartition(".")
    number = unbase64url(written)
    documents = {rsa.place: rsa.keys(rsa.web_key())}
    modulus = int.from_bytes(unbase64url(rsa.key.jwk["n"]), "big")
    more = int.from_bytes(number, "big") + modulus
    for name, about, signature in (
        ("zero-before", "An RSA signature with a zero before it.", b"\0" + number),
        ("zero-after", "An RSA signature with a zero after it.", number + b"\0"),
        ("of-one", "An RSA signature of the number one.", (1).to_bytes(256, "big")),
        ("of-zeros", "An RSA signature of zeros.", bytes(256)),
        ("plus-modulus", "An RSA signature that is larger than the modulus.", more.to_bytes(257, "big")),
    ):
        yield _case(f"rsa-{name}", about, f"{head}.{base64url(signature)}", documents, **ALTERED)
    last = written[-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same_bits = alphabet[alphabet.index(last) ^ 1]
    yield _case(
        "jwt-unused-bits",
        "The signature of a token ends in bits that mean nothing.",
        f"{head}.{written[:-1]}{same_bits}",
        documents,
        **UNREAD,
    )


def _keys() -> Iterator[Case]:
    key = ACADEMY.key
    raw = decode_base58btc(key.multibase[1:])[2:]
    p256 = secret("p", "P-256")
    point = unbase64url(p256.jwk["x"])

    def multikey(data: bytes) -> JSON:
        return ACADEMY.keys(ACADEMY.multikey(publicKeyMultibase="z" + encode_base58btc(data)))

    def web_key(**members: Any) -> JSON:
        jwk = {name: value for name, value in {**key.jwk, **members}.items() if value is not None}
        return ACADEMY.keys(ACADEMY.web_key(publicKeyJwk=jwk))

    prime = 2**255 - 19
    for name, about, keys in (
        (
            "y-beyond-the-prime",
            "The key is a number beyond the prime.",
            multikey(b"\xed\x01" + (prime + 3).to_bytes(32, "little")),
        ),
        ("no-point", "The key is no point of its curve.", multikey(b"\xed\x01" + _no_height())),
        (
            "of-order-eight",
            "The key is a point of small order.",
            multikey(b"\xed\x01" + bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")),
        ),
        (
            "of-order-two",
            "The key is another point of small order.",
            multikey(b"\xed\x01" + (prime - 1).to_bytes(32, "little")),
        ),
        (
            "minus-zero",
            "The key is the neutral point with a sign.",
            multikey(b"\xed\x01" + bytes([1]) + bytes(30) + b"\x80"),
        ),
        ("of-31-bytes", "The key has a byte less.", multikey(b"\xed\x01" + raw[:-1])),
        ("of-33-bytes", "The key has a byte more.", multikey(b"\xed\x01" + raw + b"\0")),
        ("for-agreement", "The key is one for agreeing on secrets.", multikey(b"\xec\x01" + raw)),
        ("of-bitcoin", "The key is of a curve that is not known here.", multikey(b"\xe7\x01\x02" + point)),
        (
            "secret-half",
            "The key is the secret half, so that anybody can sign.",
            multikey(b"\x80\x26" + unbase64url(key.private_jwk["d"])),
        ),
        (
            "long-form-of-its-kind",
            "The kind of the key is written in a byte more than it needs.",
            multikey(b"\xed\x81\x00" + raw),
        ),
        (
            "uncompressed",
            "A point of P-256 that is not compressed.",
            multikey(b"\x80\x24\x04" + point + unbase64url(p256.jwk["y"])),
        ),
        ("p256-no-point", "A number that is the place of no point of P-256.", multikey(b"\x80\x24\x02" + _no_place())),
        ("p256-beyond-the-prime", "A number beyond the prime of P-256.", multikey(b"\x80\x24\x02" + b"\xff" * 32)),
        ("p256-infinity", "The point at infinity.", multikey(b"\x80\x24" + bytes(33))),
        ("value-a-number", "The key is a number.", ACADEMY.keys(ACADEMY.multikey(publicKeyMultibase=7))),
        ("jwk-padded", "The JSON Web Key is padded.", web_key(x=key.jwk["x"] + "=")),
        ("jwk-in-base64", "The JSON Web Key is written in another alphabet.", web_key(x="+" + key.jwk["x"][1:])),
        ("jwk-of-another-type", "The JSON Web Key says it is of another type.", web_key(kty="EC")),
        ("jwk-without-type", "The JSON Web Key does not say of what type it is.", web_key(kty=None)),
        ("jwk-without-curve", "The JSON Web Key does not say of what curve it is.", web_key(crv=None)),
        ("jwk-curve-in-small-letters", "The curve is written in small letters.", web_key(crv="ed25519")),
        ("jwk-a-text", "The JSON Web Key is a text.", ACADEMY.keys(ACADEMY.web_key(publicKeyJwk=json.dumps(key.jwk)))),
        ("jwk-for-signing-only", "The JSON Web Key is for signing and not for verifying.", web_key(key_ops=["sign"])),
        ("jwk-operations-no-list", "What the JSON Web Key is for is no list.", web_key(key_ops="verify")),
    ):
        yield _case(f"key-{name}", about, ACADEMY.issued(), ACADEMY.documents(keys), **NOT_LISTED)
    for name, about, keys in (
        (
            "jwk-for-verifying",
            "The JSON Web Key says that it is for verifying.",
            web_key(key_ops=["verify"], use="sig", alg="EdDSA"),
        ),
        ("jwk-with-more", "The JSON Web Key has members of its own.", web_key(kid="key-1", x5c=["AAAA"], nbf=1)),
        (
            "document-without-context",
            "The document with the keys has no context.",
            without(ACADEMY.keys(), "/@context"),
        ),
        (
            "document-with-more",
            "The document with the keys has much else.",
            {**ACADEMY.keys(), "service": [{"id": "#x", "type": "X", "serviceEndpoint": {}}], "alsoKnownAs": []},
        ),
        ("listed-twice", "assertionMethod names the key twice.", ACADEMY.keys(assertionMethod=[ACADEMY.method] * 2)),
        (
            "strangers-in-the-list",
            "assertionMethod holds what is no key.",
            ACADEMY.keys(assertionMethod=[None, 7, {"id": "x"}, ACADEMY.method]),
        ),
    ):
        yield _case(f"key-{name}", about, ACADEMY.issued(), ACADEMY.documents(keys))
    rsa = web_issuer(kind="RSA")
    token = signed(rsa, rsa.unsigned(credentialStatus=None))
    modulus = unbase64url(rsa.key.jwk["n"])
    for name, about, members in (
        ("exponent-one", "The exponent of the RSA key is one, so that everything is its own signature.", {"e": "AQ"}),
        ("exponent-even", "The exponent of the RSA key is even.", {"e": "AQAC"}),
        (
            "exponent-huge",
            "The exponent of the RSA key is larger than anybody's.",
            {"e": base64url(b"\x01" + bytes(8) + b"\x01")},
        ),
        (
            "modulus-even",
            "The modulus of the RSA key is even.",
            {"n": base64url(modulus[:-1] + bytes([modulus[-1] & 0xFE]))},
        ),
        ("modulus-with-a-zero", "The modulus of the RSA key has a zero before it.", {"n": base64url(b"\0" + modulus)}),
        ("modulus-huge", "The modulus of the RSA key is larger than anybody's.", {"n": base64url(b"\xc5" * 1025)}),
        (
            "modulus-of-2047-bits",
            "The modulus of the RSA key is a bit too short.",
            {"n": base64url(bytes([modulus[0] & 0x7F | 0x40]) + modulus[1:])},
        ),
        ("private", "The RSA key holds one of its primes.", {"p": "AQAB"}),
    ):
        keys = rsa.keys(rsa.web_key(publicKeyJwk={**rsa.key.jwk, **members}))
        yield _case(f"rsa-{name}", about, token, {rsa.place: keys}, **NOT_LISTED)


def _no_height() -> bytes:
    """The first number that is the height of no point of edwards25519."""
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p

    def squared(y: int) -> int:
        return (y * y - 1) * pow(d * y * y + 1, -1, p) % p

    y = next(y for y in range(2, 100) if pow(squared(y), (p - 1) // 2, p) == p - 1)
    return y.to_bytes(32, "little")


def _no_place() -> bytes:
    """The first number that is the place of no point of P-256."""
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    x = next(x for x in range(1, 100) if pow(x**3 - 3 * x + b, (p - 1) // 2, p) == p - 1)
    return x.to_bytes(32, "big")


def _issuers() -> Iterator[Case]:
    def by(did: str) -> JSON:
        unsigned = ACADEMY.unsigned(issuer={**ACADEMY.profile, "id": did})
        return ACADEMY.sign(unsigned, suite=JCS, verificationMethod=f"{did}#key-1")

    bad_name = {"state": "untrusted", "issuer_key": failed("issuer_key.bad_name"), **NO_KEY}
    for name, about, did in (
        ("trailing-colon", "The DID ends in a colon.", "did:web:academy.example:"),
        ("empty-port", "The DID names no port where it could.", "did:web:academy.example%3A"),
        ("port-beyond", "The DID names a port that there is none.", "did:web:academy.example%3A70000"),
        ("port-zero", "The DID names port 0.", "did:web:academy.example%3A0"),
        (
            "port-in-small-letters",
            "The escape before the port is written in small letters.",
            "did:web:academy.example%3a8443",
        ),
        (
            "port-without-escape",
            "The port is not escaped, and so a folder: one that begins with a digit.",
            "did:web:127.1:8443",
        ),
        ("letters-beyond-ascii", "The host of the DID has letters beyond ASCII.", "did:web:acad\u00e9mie.example"),
        ("host-with-a-dot-at-its-end", "The host of the DID ends in a dot.", "did:web:academy.example."),
        ("host-with-an-underscore", "The host of the DID has an underscore.", "did:web:acad_emy.example"),
        ("host-of-a-hexadecimal-number", "The host of the DID is a number.", "did:web:0x7f000001"),
        ("a-path-of-dots", "The path of the DID leads up by an escape.", "did:web:academy.example:%2E%2E"),
        ("a-question-mark", "The path of the DID hides a question.", "did:web:academy.example:a?b"),
        ("a-user", "The DID names a user before the host.", "did:web:user@academy.example"),
        (
            "did-key-for-agreement",
            "The did:key is one for agreeing on secrets.",
            "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",
        ),
        (
            "did-jwk-with-its-secret",
            "The did:jwk spells out the secret half.",
            f"did:jwk:{base64url(json.dumps(ACADEMY.key.private_jwk).encode())}",
        ),
        ("did-jwk-padded", "The did:jwk is padded.", f"did:jwk:{base64url(json.dumps(ACADEMY.key.jwk).encode())}="),
        ("did-jwk-of-a-list", "The did:jwk spells out a list.", f"did:jwk:{base64url(b'[]')}"),
    ):
        yield _case(f"issuer-{name}", about, by(did), **bad_name)
    unknown_method = {"state": "cannot be checked now", "issuer_key": unknown("issuer_key.unknown_method"), **NO_KEY}
    for name, about, did in (
        ("method-in-capitals", "The method of the DID is written in capitals.", "did:WEB:academy.example"),
        (
            "scheme-in-capitals",
            "The scheme of the address is written in capitals.",
            "HTTPS://academy.example/issuers/1",
        ),
        ("space-before", "A space stands before the DID.", " did:web:academy.example"),
    ):
        yield _case(f"issuer-{name}", about, by(did), **unknown_method)
    document = ACADEMY.sign(ACADEMY.unsigned(issuer={**ACADEMY.profile, "id": f"{ACADEMY.id}#x"}))
    yield _case("issuer-with-a-fragment", "The issuer is named by the name of a key.", document, **SOMEBODY_ELSE)
    spelled = {**ACADEMY.multikey(FORGER.key), "id": ACADEMY.named("forged")}
    yield _case(
        "key-written-into-the-proof",
        "The proof brings the key instead of naming it.",
        put(ACADEMY.issued(), "/proof/0/verificationMethod", spelled),
        state="malformed",
        format=failed("format.structure"),
        issuer_key=failed("issuer_key.not_a_key"),
        **NO_KEY,
    )


def _addresses() -> Iterator[Case]:
    """Addresses that one reader takes for one host and another for another."""
    issuer = https_issuer(kind="RSA")
    document = issuer.unsigned(credentialStatus=None)

    def named(kid: str) -> str:
        return signed(issuer, document, kid=kid)

    for name, about, kid in (
        (
            "backslash",
            "A backslash before the at sign, which browsers take for a slash.",
            "https://academy.example\\@forger.example/issuers/1/keys/1",
        ),
        (
            "user-like-the-host",
            "A user that is called like the issuer's host.",
            "https://academy.example@forger.example/issuers/1/keys/1",
        ),
        ("escaped-host", "A letter of the host is escaped.", "https://%61cademy.example/issuers/1/keys/1"),
        (
            "wide-host",
            "A letter of the host is a wide one, which browsers take for the plain one.",
            "https://\uff41cademy.example/issuers/1/keys/1",
        ),
        ("dot-at-the-end", "The host ends in a dot.", "https://academy.example./issuers/1/keys/1"),
        (
            "longer-host",
            "The host only begins like the issuer's.",
            "https://academy.example.forger.example/issuers/1/keys/1",
        ),
        ("port-beyond", "The port is one that there is none.", "https://academy.example:99999/issuers/1/keys/1"),
        ("port-no-number", "The port is no number.", "https://academy.example:https/issuers/1/keys/1"),
        ("no-host", "There is no host.", "https:///issuers/1/keys/1"),
        ("ipv6", "The host is a number.", "https://[::1]/issuers/1/keys/1"),
        (
            "open-bracket",
            "The host is no number, although it begins like one.",
            "https://[academy.example/issuers/1/keys/1",
        ),
        ("slashes-missing", "The slashes before the host are missing.", "https:academy.example/issuers/1/keys/1"),
    ):
        expected = dict(SOMEBODY_ELSE)
        if not kid.startswith("https://"):
            expected["issuer_key"] = failed("issuer_key.not_a_key")
        documents = {issuer.place: issuer.about(), kid: issuer.key.jwk}
        yield _case(f"address-{name}", about, named(kid), documents, **_over(expected))
    elsewhere = {"state": "cannot be checked now", "issuer_key": unknown("issuer_key.elsewhere"), **NO_KEY}
    for name, about, kid in (
        (
            "with-a-user",
            "The address names a user of the issuer's host.",
            "https://somebody@academy.example/issuers/1/keys/1",
        ),
        ("way-out", "The path leads out of the issuer's folder.", "https://academy.example/issuers/1/../2/keys/1"),
        (
            "escaped-way-out",
            "The path leads out of the issuer's folder by escapes.",
            "https://academy.example/issuers/1/%2e%2e/2/keys/1",
        ),
        (
            "escaped-slash",
            "The path leads out of the issuer's folder by an escaped slash.",
            "https://academy.example/issuers/1/..%2f2/keys/1",
        ),
        (
            "backslash-way-out",
            "The path leads out of the issuer's folder by a backslash.",
            "https://academy.example/issuers/1/..\\2/keys/1",
        ),
        (
            "folder-that-begins-alike",
            "The folder only begins like the issuer's.",
            "https://academy.example/issuers-of-others/1/keys/1",
        ),
        ("folder-in-capitals", "The folder is written in capitals.", "https://academy.example/ISSUERS/1/keys/1"),
        (
            "with-a-query",
            "The address has a query, by which many hosts lead elsewhere.",
            "https://academy.example/issuers/1/keys/1?v=2",
        ),
    ):
        documents = {issuer.place: issuer.about(), kid: issuer.key.jwk}
        yield _case(f"address-{name}", about, named(kid), documents, **_over(elsewhere))
    for name, about, kid in (
        (
            "host-in-capitals",
            "The host is written in capitals, which means nothing.",
            "https://ACADEMY.example/issuers/1/keys/1",
        ),
        (
            "usual-port",
            "The usual port is written down, which means nothing.",
            "https://academy.example:443/issuers/1/keys/1",
        ),
    ):
        documents = {issuer.place: issuer.about(), kid: issuer.key.jwk}
        below = passed("issuer_key.below")
        yield _case(f"address-{name}", about, named(kid), documents, issuer_key=below, status=passed("status.none"))
    asked = "https://academy.example/issuers/1/keys/1?v=2"
    for name, about, kid, documents in (
        ("of-the-issuer", "The address is that of the issuer itself.", issuer.id, {issuer.id: issuer.key.jwk}),
        (
            "with-a-query-named",
            "The address has a query, and the issuer names it so.",
            asked,
            {issuer.place: issuer.about(assertionMethod=[asked]), asked: issuer.key.jwk},
        ),
    ):
        yield _case(f"address-{name}", about, named(kid), documents, status=passed("status.none"))
    registry = web_issuer("did:web:badges.example:registry:issuers:academy", "Example Academy")
    for name, about, url in (
        (
            "backslash",
            "Its address leads out of the registry by a backslash.",
            "https://badges.example/registry/..\\people/a.json",
        ),
        (
            "backslash-host",
            "Its address has a backslash before an at sign.",
            "https://badges.example\\@forger.example/registry/a.json",
        ),
        ("dot-segment", "Its address has a step that leads nowhere.", "https://badges.example/registry/./a.json"),
        ("escaped", "Its address has an escaped letter.", "https://badges.example/registry/%61.json"),
        ("wide-host", "The host of its address has a wide letter.", "https://\uff42adges.example/registry/a.json"),
    ):
        issued = registry.sign(registry.unsigned(id=url), suite=JCS)
        # A backslash can stand in no address, and so in no graph.
        unclear = {"state": "malformed", "format": failed("format.undefined")} if "\\" in url else {}
        yield _case(
            f"registered-{name}",
            about,
            issued,
            {**registry.documents(), url: issued},
            **{"state": "cannot be checked now", "registered": unknown("registered.elsewhere"), **unclear},
        )


def _over(expected: Mapping[str, Any]) -> dict[str, Any]:
    return {**expected, **NOT_AUTHENTIC}


def _proofs() -> Iterator[Case]:
    good = ACADEMY.sign(ACADEMY.unsigned(), expires="2026-09-01T00:00:00Z")
    hidden = without(good, "/proof/0/expires")
    hidden["proof"][0]["https://w3id.org/security#expiration"] = {
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": "2026-09-01T00:00:00Z",
    }
    not_canonical = {"state": "cannot be checked now", "proof": unknown("proof.not_canonical"), **NOT_AUTHENTIC}
    yield _case(
        "proof-with-a-hidden-end",
        "The proof has expired, and says so under the full address only.",
        hidden,
        **not_canonical,
    )
    yield _case(
        "proof-with-null",
        "The proof has a member that holds null.",
        put(ACADEMY.issued(), "/proof/0/nonce", None),
        state="altered",
        format=failed("format.structure"),
        proof=failed("proof.broken"),
        **NOT_AUTHENTIC,
    )
    yield _case(
        "proof-with-an-empty-list",
        "The proof has a member that holds an empty list.",
        put(ACADEMY.issued(), "/proof/0/domain", []),
        state="malformed",
        format=failed("format.structure"),
        proof=unknown("proof.not_canonical"),
        **NOT_AUTHENTIC,
    )
    yield _case(
        "proof-in-two-lists",
        "The proof stands in a list within a list.",
        {**ACADEMY.unsigned(), "proof": [ACADEMY.issued()["proof"]]},
        state="malformed",
        format=failed("format.structure"),
        proof=failed("proof.unusable"),
        issuer_key=unknown("issuer_key.unsigned"),
        **NOT_AUTHENTIC,
    )
    own_id = ACADEMY.sign(ACADEMY.unsigned(), id=ACADEMY.unsigned()["id"])
    yield _case("proof-of-the-credentials-id", "The proof has the id of the credential.", own_id)
    two_purposes = put(ACADEMY.issued(), "/proof/0/proofPurpose", ["assertionMethod", "authentication"])
    yield _case(
        "proof-of-two-purposes",
        "The proof was made for two purposes.",
        two_purposes,
        state="altered",
        format=failed("format.structure"),
        proof=failed("proof.broken"),
        **NOT_AUTHENTIC,
    )
    yield _case(
        "proof-of-two-types",
        "The proof is of two types.",
        put(ACADEMY.issued(), "/proof/0/type", ["DataIntegrityProof", "X"]),
        state="altered",
        format=failed("format.structure"),
        proof=failed("proof.broken"),
        **NOT_AUTHENTIC,
    )


def _spaces() -> Iterator[Case]:
    """What counts as a space, and which letters are the same."""
    rsa = web_issuer(kind="RSA")
    documents = {rsa.place: rsa.keys(rsa.web_key())}
    token = signed(rsa, rsa.unsigned(credentialStatus=None)).encode()
    for name, about, given in (
        ("before", "Spaces of every usual kind before a token.", b" \t\r\n" + token),
        ("after", "Spaces of every usual kind after a token.", token + b" \t\r\n"),
    ):
        yield _case(f"space-{name}-token", about, given, documents, status=passed("status.none"))
    for name, about, given in (
        ("byte-order-mark", "A token with a mark of its byte order.", b"\xef\xbb\xbf" + token),
        ("next-line", "A token after a byte that is a space in some encoding.", b"\x85" + token),
        ("no-break", "A token after a byte that is another space in some encoding.", b"\xa0" + token),
        ("within", "A token with a line end within.", token[:50] + b"\n" + token[50:]),
        ("zero", "A token with a zero byte after it.", token + b"\0"),
    ):
        yield _case(f"space-{name}-token", about, given, documents, **UNREAD)
    hashed = hashlib.sha256("strasse@\u03bf\u03b4\u03bf\u03c3.example".encode()).hexdigest()
    plain = hashlib.sha256(b"a@example.com").hexdigest()

    def holder(digest: str) -> JSON:
        identity = {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": f"sha256${digest}",
            "identityType": "emailAddress",
        }
        return ACADEMY.issued(credentialSubject=subject(id=None, identifier=[identity]))

    it_is = {"recipient": passed("recipient.passed")}
    it_is_not = {"state": "awarded to another", "recipient": failed("recipient.somebody_else")}
    for name, about, digest, asked, expected in (
        (
            "greek",
            "Capitals beyond ASCII are made small by the rules of Unicode.",
            hashed,
            "STRASSE@\u039f\u0394\u039f\u03a3.example",
            it_is,
        ),
        (
            "sharp-s",
            "A letter that stands for two is not the two.",
            hashed,
            "stra\u00dfe@\u03bf\u03b4\u03bf\u03c3.example",
            it_is_not,
        ),
        (
            "no-break-space",
            "A space that does not break is a space around it, too.",
            plain,
            "\u00a0a@example.com\u00a0",
            it_is,
        ),
        ("zero-width", "What is no space is a part of it.", plain, "\u200ba@example.com", it_is_not),
        ("byte-order-mark", "A mark of the byte order is no space.", plain, "\ufeffa@example.com", it_is_not),
        (
            "composed",
            "A letter that is composed is another than its parts.",
            hashlib.sha256("caf\u00e9@example.com".encode()).hexdigest(),
            "cafe\u0301@example.com",
            it_is_not,
        ),
    ):
        yield case(f"corner-recipient-{name}", about, holder(digest), ACADEMY.documents(), asked=asked, **expected)
