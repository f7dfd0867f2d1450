"""Revocations as Open Badges 3.0 kept them at first: the ids of revoked credentials, in a list without signature.

The 1EdTech Revocation List Status Method 1.0 is deprecated; it is here for reading what was issued with it.
The list is believed because the signed credential names its https address, and for nobody but the issuer
that it names itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conferral.errors import EncodingError, StatusListError
from conferral.standards.strict_documents import read_document
from conferral.verify.claims import issuer_of, text_at
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.report import Check, State
from conferral.verify.resolving import Resolver
from conferral.verify.status_fetching import MAX_LIST_BYTES, MOST_VALUES, fetch_list

REVOCATION_LIST = "1EdTechRevocationList"
"""The type of the status entry."""

MOST_REVOKED = 100_000
"""Credentials that one list names at most."""

# The specification has the first name; some issuers write the second.
_MEMBERS = ("revokedCredential", "revokedCredentials")


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    """The list at `url`: the reason for each revoked credential, by its id; None where there is none."""

    url: str
    issuer: str
    revoked: Mapping[str, str | None]

    @property
    def size(self) -> int:
        """About the bytes of memory that it takes."""
        return sum(200 + len(name) + len(reason or "") for name, reason in self.revoked.items())


def fetch_revocation_list(url: str, resolver: Resolver) -> RevocationList | Check:
    """The list at `url`; else the check that says what is wrong."""
    if not url.startswith("https://"):
        problem = "an unsigned list can be believed only from an https address"
        return unknown("status.unreachable", url=url, problem=problem)
    data = fetch_list(url, resolver)
    if isinstance(data, Check):
        return data
    try:
        return _read(read_document(data, max_bytes=MAX_LIST_BYTES, max_values=2 * MOST_VALUES), url)
    except EncodingError as error:
        return failed("status.unreadable", State.UNTRUSTED, url=url, problem=error.message)
    except StatusListError as error:
        return failed("status.bad_list", State.UNTRUSTED, url=url, problem=error.message, error=error.code)


def check_revocation_list(document: Mapping[str, Any], found: RevocationList) -> Check:
    """Look up the id of `document` in its revocation list."""
    url, issuer, name = found.url, issuer_of(document), text_at(document, "id")
    if found.issuer != issuer:
        return unknown("status.other_issuer", url=url, owner=found.issuer, issuer=issuer)
    if name is None:
        return unknown("status.no_id", url=url)
    if name not in found.revoked:
        return passed("status.passed", url=url, purpose="revocation")
    reason = found.revoked[name]
    if reason is None:
        return failed("status.revoked", State.REVOKED, url=url, purpose="revocation")
    return failed("status.revoked_because", State.REVOKED, url=url, purpose="revocation", reason=reason)


def _read(document: dict[str, Any], url: str) -> RevocationList:
    issuer = issuer_of(document)
    if issuer is None:
        raise _unfit("it names no issuer")
    if document.get("id", url) != url:
        raise _unfit("it gives itself another address")
    # A list of nobody may be left out, says the specification; that it is a list at all then shows in its id.
    if not any(name in document for name in _MEMBERS) and "id" not in document:
        raise _unfit("it lists no credentials")
    listed = [entry for name in _MEMBERS for entry in _listed(document.get(name, []))]
    if len(listed) > MOST_REVOKED:
        raise _unfit(f"it names more than {MOST_REVOKED} credentials")
    revoked: dict[str, str | None] = {}
    for entry in listed:
        name = text_at(entry, "id")
        if name is None:
            raise _unfit("it holds an entry without id")
        # Anything but a clear no is a yes.
        if entry.get("revoked", True) is not False:
            revoked[name] = revoked.get(name) or text_at(entry, "revocationReason") or None
    return RevocationList(url=url, issuer=issuer, revoked=revoked)


def _listed(value: object) -> list[Any]:
    if isinstance(value, Mapping):
        return [value]
    if not isinstance(value, list):
        raise _unfit("it lists no credentials")
    return value


def _unfit(problem: str) -> StatusListError:
    return StatusListError(problem, code="MALFORMED_VALUE_ERROR")
