"""What `conferral bake` takes for a credential: signed, of Open Badges 3.0, as JSON or as a compact JWS.

Nothing is verified here, since a holder may bake a credential whose issuer cannot be asked just now; but what no
verifier could ever take is found before it is in a picture.
"""

from __future__ import annotations

from typing import Any

from conferral.errors import EncodingError
from conferral.standards.baking import MAX_TEXT_BYTES, is_image
from conferral.standards.base64url import decode_base64url
from conferral.standards.jose import looks_like_jws
from conferral.standards.strict_documents import read_document
from conferral.verify.pages import IS_A_PAGE, looks_like_page

_TYPES = ("OpenBadgeCredential", "AchievementCredential")


def credential_text(content: bytes) -> str:
    """The text of a file that holds a credential; raises `EncodingError` saying what it holds instead."""
    if is_image(content):
        raise EncodingError("it is a picture, expected a credential")
    if len(content) > MAX_TEXT_BYTES:
        raise EncodingError(f"the credential is larger than {MAX_TEXT_BYTES} bytes")
    if looks_like_page(content):
        raise EncodingError(IS_A_PAGE)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise EncodingError("it is neither JSON nor a token: it is not UTF-8") from error
    token = text.strip()
    if looks_like_jws(token):
        claims = _claims(token)
        vc = claims.get("vc")  # where Verifiable Credentials 1.1 put the credential
        _check_types(vc if isinstance(vc, dict) else claims)
    else:
        document = read_document(content)
        _check_types(document)
        if not document.get("proof"):
            raise EncodingError("the credential is not signed: it has no proof")
    return text


def _claims(token: str) -> dict[str, Any]:
    try:
        return read_document(decode_base64url(token.split(".")[1]))
    except EncodingError as error:
        raise EncodingError(f"the token holds no credential: {error.message}") from error


def _check_types(document: dict[str, Any]) -> None:
    found = document.get("type", [])
    types = found if isinstance(found, list) else [found]
    if "VerifiableCredential" not in types:
        raise EncodingError('it is no credential: "VerifiableCredential" is not among its types')
    if not any(name in types for name in _TYPES):
        raise EncodingError(f'it is no badge: neither "{_TYPES[0]}" nor "{_TYPES[1]}" is among its types')
