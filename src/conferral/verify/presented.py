"""What was handed in: a credential as JSON, as a compact JWT, or inside a picture.

Open Badges 3.0, section 5.3, lets a PNG or SVG carry the credential; VC-JWT (section 8.2, and Securing Verifiable
Credentials using JOSE) puts it into the payload of a token.  Whatever the wrapping, the rest of the verifier sees a
document, and the token where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from conferral.errors import EncodingError, ProofError
from conferral.standards import baking
from conferral.standards.jose import Jws, looks_like_jws, read_jws
from conferral.standards.open_badges import is_version_1
from conferral.standards.strict_documents import MAX_BYTES, Document, read_document
from conferral.standards.timestamps import format_timestamp, parse_timestamp
from conferral.verify.claims import issuer_of, text_at, types_of
from conferral.verify.outline import Outline, outline_of

_WHITE_SPACE = " \t\r\n"  # around a token as around JSON (RFC 8259, section 2)
_ENVELOPE = re.compile(r"data:application/vc(?:-ld)?\+jwt,(.*)", re.ASCII | re.DOTALL)
_ENVELOPE_MEMBERS = frozenset({"@context", "id", "type"})
_ENVELOPE_TYPES = ("EnvelopedVerifiableCredential", "VerifiableCredential")
_REGISTERED_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})
_LATEST = datetime(9999, 12, 31, tzinfo=UTC).timestamp()


@dataclass(frozen=True, kw_only=True)
class Presented:
    """A credential and how it came: `token` is the compact JWS that secures it, None for plain JSON.

    `disagreement` names the claim of the token that says something else than the credential in it, if there is one.
    `source` are the bytes of JSON that it is; None where it was handed in as something else.
    """

    document: Document
    token: Jws | None = None
    disagreement: str | None = None
    source: bytes | None = field(default=None, repr=False, compare=False)

    @cached_property
    def outline(self) -> Outline:
        """The objects of the document."""
        return outline_of(self.document)


def read_presented(source: bytes | str | Mapping[str, Any], *, max_bytes: int = MAX_BYTES) -> Presented:
    """The credential in `source`: JSON, what was parsed from it, a compact JWT, or a PNG or SVG that holds one.

    Raises:
        EncodingError: it is none of these, larger than `max_bytes` (pictures: `baking.MAX_IMAGE_BYTES`), or damaged.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        source = bytes(source)
        if source.startswith(b"{"):  # as no picture and no token does
            return _unwrapped(read_document(source, max_bytes=max_bytes), source)
        if baking.is_image(source[:MAX_BYTES]):
            return _from_picture(source, max_bytes)
    if isinstance(source, Mapping):
        return _unwrapped(read_document(source, max_bytes=max_bytes))
    return _from_text(source, max_bytes)


def _from_picture(image: bytes, max_bytes: int) -> Presented:
    baked = baking.unbake(image)
    if baked.kind == "ob2" and baked.text.startswith(("http://", "https://")):
        raise EncodingError("it is a picture that holds only the address of an Open Badges 2.0 assertion")
    return _from_text(baked.text, max_bytes)


def _from_text(source: bytes | str, max_bytes: int) -> Presented:
    # A token is ASCII and has no other characters than these, so a short look tells it from JSON.
    head = source[: max_bytes + 1]
    text = bytes(head).decode("latin-1") if not isinstance(head, str) else head
    text = text.strip(_WHITE_SPACE)
    if not looks_like_jws(text, signed=False):
        return _unwrapped(read_document(source, max_bytes=max_bytes))
    if len(source) > max_bytes:
        raise EncodingError(f'it is too large: got "{len(source)}" bytes, expected at most "{max_bytes}"')
    return _from_token(text, max_bytes)


def _unwrapped(document: Document, source: bytes | None = None) -> Presented:
    """VCDM 2.0, section 4.13: an enveloped credential is a token in a data URL."""
    if "EnvelopedVerifiableCredential" not in types_of(document):
        return Presented(document=document, source=source)
    envelope = _ENVELOPE.fullmatch(text_at(document, "id") or "")
    if envelope is None:
        raise EncodingError("it is an envelope around something that is no JWT")
    foreign = [each for each in _listed(document["type"]) if each not in _ENVELOPE_TYPES]
    if foreign or document.keys() - _ENVELOPE_MEMBERS:  # about which the signature of the token says nothing
        raise EncodingError("it is an envelope with something else written on it")
    return _from_token(envelope[1], MAX_BYTES)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _from_token(text: str, max_bytes: int) -> Presented:
    try:
        token = read_jws(text)
    except (EncodingError, ProofError) as error:
        raise EncodingError(f"it is no proper JWT: {error.message}") from error
    payload = read_document(token.payload, max_bytes=max_bytes)
    inner = payload.get("vc")
    if "@context" not in payload and isinstance(inner, dict):
        document = dict(inner)
    else:
        document = {name: value for name, value in payload.items() if name not in _REGISTERED_CLAIMS}
    document, disagreement = _with_claims(document, payload)
    return Presented(document=document, token=token, disagreement=disagreement)


def _with_claims(document: Document, payload: Document) -> tuple[Document, str | None]:
    """`document` with what only the token's own claims say, and the first claim that contradicts it.

    Open Badges 3.0, section 8.2.3, and VCDM 1.1, section 6.3.1: iss is the issuer, jti the id, sub the subject's
    id, nbf and exp the begin and the end.
    """
    subject = document.get("credentialSubject")
    begin, end = ("issuanceDate", "expirationDate") if is_version_1(document) else ("validFrom", "validUntil")
    disagreement = None
    for claim, found, name in (
        ("iss", issuer_of(document), "issuer"),
        ("jti", document.get("id"), "id"),
        ("nbf", document.get(begin), begin),
        ("exp", document.get(end), end),
    ):
        if claim not in payload:
            continue
        if found is None and name not in document:
            document = {**document, name: _TEXT_OF.get(claim, _plain)(payload[claim])}
        elif not _SAME.get(claim, _equal)(payload[claim], found):
            disagreement = disagreement or claim
    if "sub" in payload and isinstance(subject, dict):
        if "id" not in subject:
            document = {**document, "credentialSubject": {**subject, "id": _plain(payload["sub"])}}
        elif subject["id"] != payload["sub"]:
            disagreement = disagreement or "sub"
    return document, disagreement


def _plain(value: Any) -> str:
    if not isinstance(value, str):
        raise EncodingError("it is no proper JWT: a claim that should be text is not")
    return value


def _time(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LATEST:
        raise EncodingError("it is no proper JWT: a time in it is no number of seconds")
    return format_timestamp(datetime.fromtimestamp(int(value), UTC))


def _equal(claimed: Any, found: Any) -> bool:
    return bool(claimed == found)


def _same_time(claimed: Any, found: Any) -> bool:
    try:
        return abs(parse_timestamp(_time(claimed)) - parse_timestamp(_plain(found))) < timedelta(seconds=1)
    except EncodingError:
        return False


_TEXT_OF: Mapping[str, Callable[[Any], str]] = {"nbf": _time, "exp": _time}
_SAME: Mapping[str, Callable[[Any, Any], bool]] = {"nbf": _same_time, "exp": _same_time}
