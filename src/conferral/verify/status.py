"""Check `status`: the issuer has neither revoked nor suspended it (Bitstring Status List 1.0, section 3.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conferral.errors import EncodingError, StatusListError
from conferral.standards import bitstring
from conferral.verify.claims import instant_of, issuer_of, layout_problem, text_at, types_of
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.issuer import IssuerKeys
from conferral.verify.reading import read_document
from conferral.verify.report import Check, CheckOutcome, State
from conferral.verify.resolving import FetchError, Resolver
from conferral.verify.signature import check_signature

MOST_ENTRIES = 10
"""Status entries of one credential that are looked at."""

MOST_LISTS = 64
"""Decoded lists kept at a time: a list of a million takes 128 KiB."""

MAX_LIST_BYTES = 5 << 20
"""Largest status list that is read, in bytes of JSON."""

_INDEX = re.compile(r"[0-9]{1,12}", re.ASCII)
# What a set bit of each purpose means, and how an unset one is told.
_VERDICTS = {"revocation": State.REVOKED, "suspension": State.SUSPENDED}
_UNSET = {"revocation": "status.passed", "suspension": "status.not_suspended"}
_HARMLESS = frozenset({"refresh", "message"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """A status list whose signature holds.  Valid from `begin` until `end`; None leaves that side open."""

    url: str
    purposes: tuple[str, ...]
    bits: bytes
    begin: datetime | None
    end: datetime | None


class StatusLists:
    """The status lists that credentials name, each fetched and verified once, at the instant `at`."""

    def __init__(self, resolver: Resolver, keys: IssuerKeys, at: datetime) -> None:
        self._resolver = resolver
        self._keys = keys
        self._at = at
        self._found: dict[tuple[str, str | None], StatusList | Check] = {}

    def get(self, url: str, issuer: str | None) -> StatusList | Check:
        """The list at `url`, which must be signed by `issuer`; else the check that says what is wrong."""
        key = (url, issuer)
        if key not in self._found:
            if len(self._found) >= MOST_LISTS:
                self._found.clear()
            self._found[key] = self._load(url, issuer)
        return self._found[key]

    def _load(  # noqa: PLR0911 - one return a finding
        self, url: str, issuer: str | None
    ) -> StatusList | Check:
        try:
            data = self._resolver.fetch(url)
        except FetchError as error:
            return unknown("status.unreachable", url=url, problem=error.message)
        try:
            document = read_document(data, max_bytes=MAX_LIST_BYTES)
            begin, end = instant_of(document, "validFrom"), instant_of(document, "validUntil")
        except EncodingError as error:
            return failed("status.unreadable", State.UNTRUSTED, url=url, problem=error.message)
        if issuer_of(document) != issuer:
            owner = issuer_of(document) or ""
            return failed("status.somebody_else", State.UNTRUSTED, url=url, owner=owner, issuer=issuer)
        signature = check_signature(document, self._keys, self._at)
        if not signature.trusted:
            sentence = signature.trouble.sentence
            if signature.refused:
                return failed("status.bad_signature", State.UNTRUSTED, url=url, sentence=sentence)
            return unknown("status.signature_unknown", url=url, sentence=sentence)
        try:
            purposes, bits = _content(document, url)
        except StatusListError as error:
            return failed("status.bad_list", State.UNTRUSTED, url=url, problem=error.message, error=error.code)
        return StatusList(url=url, purposes=purposes, bits=bits, begin=begin, end=end)


def check_status(document: Mapping[str, Any], lists: StatusLists, at: datetime) -> Check:
    """Look up every status entry of `document`: the gravest finding counts."""
    found = document.get("credentialStatus", [])
    entries = found if isinstance(found, list) else [found]
    if not entries:
        return passed("status.none")
    if len(entries) > MOST_ENTRIES:
        return unknown("status.too_many", count=len(entries))
    issuer = issuer_of(document)
    checks = [_check_entry(entry, issuer, lists, at) for entry in entries]
    if {check.details["code"] for check in checks} >= set(_UNSET.values()) and _all_passed(checks):
        return passed("status.neither", entries=len(entries))
    return min(checks, key=_gravity)


def _all_passed(checks: list[Check]) -> bool:
    return all(check.outcome is CheckOutcome.PASSED for check in checks)


def _gravity(check: Check) -> int:
    """Revoked before suspended before any other failure before the unknown before all well."""
    verdicts = [State.REVOKED, State.SUSPENDED]
    if check.verdict in verdicts:
        return verdicts.index(check.verdict)
    order = [CheckOutcome.FAILED, CheckOutcome.UNKNOWN, CheckOutcome.PASSED]
    return len(verdicts) + order.index(check.outcome)


def _check_entry(  # noqa: PLR0911 - one return a finding
    entry: object, issuer: str | None, lists: StatusLists, at: datetime
) -> Check:
    if not isinstance(entry, Mapping):
        return failed("status.malformed", State.UNTRUSTED, problem="it is no object")
    if "BitstringStatusListEntry" not in types_of(entry):
        return unknown("status.unknown_type", type=", ".join(types_of(entry)))
    url, purpose = text_at(entry, "statusListCredential"), text_at(entry, "statusPurpose")
    written = text_at(entry, "statusListIndex")
    if url is None or purpose is None:
        return failed("status.malformed", State.UNTRUSTED, problem="it names no list, or no purpose")
    if written is None or _INDEX.fullmatch(written) is None:
        return failed("status.malformed", State.UNTRUSTED, problem="its index is no decimal number")
    if purpose not in _VERDICTS and purpose not in _HARMLESS:
        return unknown("status.unknown_purpose", purpose=purpose)
    if purpose in _HARMLESS:
        return passed("status.informative", url=url, purpose=purpose)
    if entry.get("statusSize", 1) != 1:
        return unknown("status.unknown_purpose", purpose=f"{purpose}, of several bits")
    found = lists.get(url, issuer)
    return found if isinstance(found, Check) else _read_bit(found, purpose, int(written), at)


def _read_bit(found: StatusList, purpose: str, index: int, at: datetime) -> Check:
    url = found.url
    if purpose not in found.purposes:
        kept = ", ".join(found.purposes)
        return failed("status.other_purpose", State.UNTRUSTED, url=url, found=kept, purpose=purpose)
    try:
        is_set = bitstring.status_at(found.bits, index) == 1
    except StatusListError as error:
        return failed("status.bad_list", State.UNTRUSTED, url=url, problem=error.message, error=error.code)
    # A set bit counts even in a list that has lapsed: a revocation is for good, and a suspension may be.
    if is_set:
        verdict = _VERDICTS[purpose]
        return failed(f"status.{verdict}", verdict, url=url, purpose=purpose, index=index)
    if found.end is not None and found.end < at:
        return unknown("status.lapsed", url=url, date=found.end)
    if found.begin is not None and found.begin > at:
        return unknown("status.not_begun", url=url, date=found.begin)
    return passed(_UNSET[purpose], url=url, purpose=purpose, index=index)


def _content(document: dict[str, Any], url: str) -> tuple[tuple[str, ...], bytes]:
    """The purposes and the bits of a status list, whose form must leave no doubt.

    Raises `StatusListError`.
    """
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict) or "BitstringStatusList" not in types_of(subject):
        raise _unfit("its subject is no BitstringStatusList")
    if "BitstringStatusListCredential" not in types_of(document):
        raise _unfit("it is no BitstringStatusListCredential")
    if document.get("id", url) != url:
        raise _unfit("it gives itself another address")
    problem = layout_problem(document)
    if problem is not None:
        raise _unfit(problem)
    stated = subject.get("statusPurpose")
    purposes = stated if isinstance(stated, list) else [stated]
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise _unfit("it has no encodedList")
    return tuple(item for item in purposes if isinstance(item, str)), bitstring.decode(encoded)


def _unfit(problem: str) -> StatusListError:
    return StatusListError(problem, code="STATUS_VERIFICATION_ERROR")
