"""Status entries with the lists that they point into, signed by the harness; and the text of a list by itself."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from conferral.errors import EncodingError, StatusListError
from conferral.standards import bitstring
from conferral.verify import Check, CheckOutcome
from conferral.verify.issuer import IssuerKeys
from conferral.verify.presented import read_presented
from conferral.verify.revocation_list import REVOCATION_LIST
from conferral.verify.status import check_status
from conferral.verify.status_lists import StatusLists
from conferral.verify.words import SENTENCES
from tests.corpus.builders.issuers import ACADEMY, INDEX, encoded_list
from tests.corpus.builders.secrets import JSON
from tests.fuzz.forms import Signed, Web, keys_of_the_academy
from tests.fuzz.mutations import mutated_bytes, mutated_json
from tests.fuzz.reports import promise
from tests.fuzz.signatures import NOW
from tests.fuzz.timing import measured

_V1 = "https://www.w3.org/2018/credentials/v1"
_SAID_BY_A_LIST = {"status.passed", "status.not_suspended", "status.neither", "status.message", "status.refresh"}


def run(data: bytes) -> None:
    """Look up the status of {"document": …, "documents": {url: …}}."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return
    if not isinstance(value, dict) or not isinstance(value.get("document"), dict):
        value = {"document": {"credentialStatus": value}}
    document, signed = value["document"], Signed()
    web = Web(value.get("documents"), signed)
    lists = StatusLists(web, IssuerKeys(web, NOW), NOW)
    check = measured(check_status, document, lists, NOW)
    promise(check.name == "status" and check.details["code"] in SENTENCES, f"the code {check.details['code']}")
    json.dumps(check.as_json(), allow_nan=False)
    if check.outcome is CheckOutcome.PASSED and check.details["code"] in _SAID_BY_A_LIST:
        _check_sources(document, check, web, signed)


def run_bits(data: bytes) -> None:
    """Unpack `data` as the text of a list, and as what is packed in such a text."""
    packed = base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    for decode, text in (
        (bitstring.decode, data.decode("latin-1")),
        (bitstring.decode, f"u{packed}"),
        (bitstring.decode_2021, data.decode("latin-1")),
        (bitstring.decode_2021, packed),
    ):
        try:
            bits = measured(decode, text, maximum_bytes=1 << 20)
        except StatusListError:
            continue
        promise(bitstring.MINIMUM_LENGTH <= len(bits) * 8 <= 8 << 20, f"a list of {len(bits)} bytes")
        _look_up(bits)


def mutate(data: bytes, most: int, chance: Random) -> bytes:
    """`data` with other entries, other lists, or another packing of a list."""
    changed = None
    if chance.random() < 0.2:
        text = _list_by_chance(chance)
        changed = data.replace(_packed_in_seeds(), text) if len(data) + len(text) < most else None
    elif chance.random() < 0.95:
        changed = mutated_json(data, most, chance)
    return changed if changed is not None else mutated_bytes(data, most, chance)


def mutate_bits(data: bytes, most: int, chance: Random) -> bytes:
    """`data` with other bytes, or another list."""
    return _list_by_chance(chance)[:most] if chance.random() < 0.1 else mutated_bytes(data, most, chance)


def seeds() -> list[bytes]:
    """Entries of every kind, each with its list."""
    url = ACADEMY.list_url()
    found = [
        _bundle(ACADEMY.entry(), ACADEMY.unsigned_list()),
        _bundle(ACADEMY.entry(), ACADEMY.unsigned_list(), form="json"),
        _bundle(ACADEMY.entry(), ACADEMY.status_list(), form="json"),
        _bundle(ACADEMY.entry(), ACADEMY.unsigned_list(indexes=[INDEX])),
        _bundle(ACADEMY.entry("suspension"), ACADEMY.unsigned_list(["suspension", "revocation"], id=url)),
        _bundle([ACADEMY.entry()] * 3, ACADEMY.unsigned_list(validUntil="2027-01-01T00:00:00Z")),
    ]
    messages = [{"status": f"0x{value:x}", "message": f"m{value}"} for value in range(4)]
    entry = ACADEMY.entry("message", statusSize=2, statusMessage=messages)
    subject = {"statusSize": 2, "ttl": 1000, "encodedList": encoded_list([INDEX], size=2, value=3)}
    found.append(_bundle(entry, ACADEMY.unsigned_list("message", subject=subject)))
    found += [_bundle(ACADEMY.entry(type="StatusList2021Entry"), _list_2021(index)) for index in (INDEX, 9)]
    revocations: JSON = {
        "id": url,
        "issuer": ACADEMY.id,
        "revokedCredential": [{"id": "urn:a", "revoked": True}, "urn:b"],
    }
    found.append(_bundle({"id": url, "type": REVOCATION_LIST}, revocations, form="json"))
    token = {"header": {"alg": "EdDSA", "kid": ACADEMY.method}, "payload": ACADEMY.unsigned_list()}
    found.append(_bundle(ACADEMY.entry(), token, form="token"))
    return [json.dumps(each, separators=(",", ":")).encode() for each in found]


def bits_seeds() -> list[bytes]:
    """Lists packed well, and lists packed to harm."""
    plain = bytes(16_384)
    packed = [gzip.compress(plain, mtime=0), gzip.compress(plain, 0, mtime=0), gzip.compress(bytes(40 << 20), mtime=0)]
    packed += [packed[0] + packed[0], packed[0] + b"\0", packed[0][:-1], zlib.compress(plain), b""]
    texts = [encoded_list().encode(), encoded_list([0, 131_071]).encode(), base64.b64encode(packed[0]), b"u", b""]
    return [*packed, *texts]


def _bundle(entries: Any, listed: JSON, *, form: str = "signed") -> JSON:
    document = {"id": "urn:c", "issuer": ACADEMY.id, "credentialStatus": entries}
    keys = {ACADEMY.place: {"json": keys_of_the_academy()}}
    url = (entries[0] if isinstance(entries, list) else entries).get("statusListCredential", ACADEMY.list_url())
    return {"document": document, "documents": {**keys, url: {form: listed}}}


def _list_2021(index: int) -> JSON:
    return {
        "@context": [_V1, "https://w3id.org/vc/status-list/2021/v1", "https://w3id.org/security/data-integrity/v2"],
        "id": ACADEMY.list_url(),
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": ACADEMY.id,
        "issuanceDate": "2026-07-01T08:00:00Z",
        "credentialSubject": {
            "id": f"{ACADEMY.list_url()}#list",
            "type": "StatusList2021",
            "statusPurpose": "revocation",
            "encodedList": encoded_list([index]).removeprefix("u"),
        },
    }


@cache
def _packed_in_seeds() -> bytes:
    return encoded_list().encode()


def _list_by_chance(chance: Random) -> bytes:
    """The text of a list that is shorter, longer, fuller or otherwise packed than is right."""
    size = chance.choice((0, 1, 16_383, 16_384, 16_385, 131_072, 1 << 20, (1 << 20) + 1, 24 << 20))
    content = bytes(size) if chance.random() < 0.8 else chance.randbytes(min(size, 1 << 16))
    pack: Callable[[bytes], bytes] = chance.choice(
        (lambda raw: gzip.compress(raw, mtime=0), zlib.compress, bytes, lambda raw: gzip.compress(raw, mtime=0) * 2)
    )
    packed = pack(content)
    if chance.random() < 0.4:
        packed = mutated_bytes(packed, 1 << 20, chance)
    text = base64.urlsafe_b64encode(packed[: 1 << 19])
    return chance.choice((b"u", b"u", b"u", b"", b"z")) + (text.rstrip(b"=") if chance.random() < 0.8 else text)


def _look_up(bits: bytes) -> None:
    for index, size in ((0, 1), (131_071, 1), (len(bits) * 8 - 1, 1), (-1, 1), (0, 0), (7, 3), (1 << 40, 8)):
        try:
            value = bitstring.status_at(bits, index, size)
        except StatusListError:
            continue
        expected = int(
            "".join(f"{byte:08b}" for byte in bits[index * size // 8 : index * size // 8 + 2])[:16].ljust(16, "0"), 2
        )
        shift = 16 - (index * size % 8) - size
        promise(value == (expected >> shift) & ((1 << size) - 1), f"entry {index} of {size} bits is {value}")


def _check_sources(document: JSON, check: Check, web: Web, signed: Signed) -> None:
    """That what a list is said to say was said by a list that was signed, or by one that needs no signature."""
    url = check.details.get("url")
    if url is None:
        return
    try:
        presented = read_presented(web.fetch(url), max_bytes=5 << 20)
    except EncodingError:
        promise(False, "a list that cannot be read says something")
        return
    listed, token = presented.document, presented.token
    if token is not None:
        made = token.signing_input in signed.tokens
    else:
        made = signed.holds(listed) or _of_seeds().holds(listed)
    entries = document["credentialStatus"]
    unsigned = [entry for entry in (entries if isinstance(entries, list) else [entries]) if entry.get("id") == url]
    promise(made or bool(unsigned), "a list that nobody signed says that all is well")


@cache
def _of_seeds() -> Signed:
    signed = Signed()
    signed.add(ACADEMY.status_list())
    return signed
