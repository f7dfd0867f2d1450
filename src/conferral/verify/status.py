"""Check `status`: the issuer has neither revoked nor suspended it (Bitstring Status List 1.0, section 3.2).

Its predecessors are read as well: StatusList2021 here, the 1EdTech Revocation List in `revocation_list`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from conferral.errors import StatusListError
from conferral.standards import bitstring
from conferral.verify.claims import issuer_of, text_at, types_of
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.report import Check, CheckOutcome, State
from conferral.verify.revocation_list import REVOCATION_LIST, check_revocation_list
from conferral.verify.status_entries import MOST_BITS, StatusEntry, read_entry
from conferral.verify.status_lists import FORMS, StatusList, StatusLists

MOST_ENTRIES = 10
"""Status entries of one credential that are looked at."""

# What a set bit of each purpose means, and how an unset one is told.
_VERDICTS = {"revocation": State.REVOKED, "suspension": State.SUSPENDED}
_UNSET = {"revocation": "status.passed", "suspension": "status.not_suspended"}
_HARMLESS = frozenset({"refresh", "message"})
# What does no harm and is worth telling in any case, and what is not.
_NEWS = frozenset({"status.refresh", "status.message"})
_NO_NEWS = "status.informative"
_UNDEFINED = frozenset({"", "undefined"})


def check_status(document: Mapping[str, Any], lists: StatusLists, at: datetime) -> Check:
    """Look up every status entry of `document`: the gravest finding counts, and what the issuer says is added."""
    found = document.get("credentialStatus", [])
    entries = found if isinstance(found, list) else [found]
    if not entries:
        return passed("status.none")
    if len(entries) > MOST_ENTRIES:
        return unknown("status.too_many", count=len(entries))
    checks = [_check_entry(entry, document, lists, at) for entry in entries]
    gravest = min(checks, key=_gravity)
    if {check.code for check in checks} >= set(_UNSET.values()) and _all_passed(checks):
        gravest = passed("status.neither", entries=len(entries))
    return _with_news(gravest, checks)


def _all_passed(checks: list[Check]) -> bool:
    return all(check.outcome is CheckOutcome.PASSED for check in checks)


def _gravity(check: Check) -> int:
    """Revoked before suspended before any other failure before the unknown before all well."""
    verdicts = [State.REVOKED, State.SUSPENDED]
    if check.verdict in verdicts:
        return verdicts.index(check.verdict)
    order = [CheckOutcome.FAILED, CheckOutcome.UNKNOWN, CheckOutcome.PASSED]
    return (
        len(verdicts) + order.index(check.outcome) + (1 if check.code in _NEWS else 2 if check.code == _NO_NEWS else 0)
    )


def _with_news(gravest: Check, checks: list[Check]) -> Check:
    if all(check.code not in _NEWS for check in checks):
        return gravest
    news = {check.sentence: check for check in checks if check.code in _NEWS}
    news.pop(gravest.sentence, None)
    return replace(gravest, also=tuple(news.values())) if news else gravest


def _check_entry(  # noqa: PLR0911 - one return a finding
    entry: object, document: Mapping[str, Any], lists: StatusLists, at: datetime
) -> Check:
    if not isinstance(entry, Mapping):
        return failed("status.malformed", State.UNTRUSTED, problem="it is no object")
    types = types_of(entry)
    kinds = [name for name in (REVOCATION_LIST, *FORMS) if name in types]
    if not kinds:
        return unknown("status.unknown_type", type=", ".join(types))
    if len(kinds) > 1:
        return failed("status.malformed", State.UNTRUSTED, problem="it is of several kinds")
    if kinds == [REVOCATION_LIST]:
        return _check_revocation_list(entry, document, lists)
    try:
        place = read_entry(entry, kinds[0])
    except StatusListError as error:
        return failed("status.malformed", State.UNTRUSTED, problem=error.message)
    if place.purpose not in _VERDICTS and place.purpose not in _HARMLESS:
        return unknown("status.unknown_purpose", purpose=place.purpose)
    check = _check_place(place, lists.get(place.url, issuer_of(document), kinds[0]), at, lists.now)
    if place.purpose in _HARMLESS and check.outcome is not CheckOutcome.PASSED:
        return passed(_NO_NEWS, url=place.url, purpose=place.purpose)
    return check


def _check_revocation_list(entry: Mapping[str, Any], document: Mapping[str, Any], lists: StatusLists) -> Check:
    url = text_at(entry, "id")
    if url is None:
        return failed("status.malformed", State.UNTRUSTED, problem="it names no list")
    found = lists.revocation_list(url)
    return found if isinstance(found, Check) else check_revocation_list(document, found)


def _check_place(  # noqa: PLR0911 - one return a finding
    place: StatusEntry, found: StatusList | Check, at: datetime, now: datetime
) -> Check:
    if isinstance(found, Check):
        return found
    url, purpose = place.url, place.purpose
    if purpose not in found.purposes:
        kept = ", ".join(found.purposes)
        return failed("status.other_purpose", State.UNTRUSTED, url=url, found=kept, purpose=purpose)
    if found.size is not None and found.size != place.size:
        return failed("status.other_size", State.UNTRUSTED, url=url, found=found.size, size=place.size)
    if place.size > MOST_BITS:
        return unknown("status.unknown_size", size=place.size)
    try:
        value = bitstring.status_at(found.bits, place.index, place.size)
    except StatusListError as error:
        return failed("status.bad_list", State.UNTRUSTED, url=url, problem=error.message, error=error.code)
    # A revocation is for good, so a set bit counts even in a list that has lapsed, and so does an unset one in
    # a list that has begun only since.  A suspension may be.
    if value and purpose in _VERDICTS:
        verdict = _VERDICTS[purpose]
        return failed(f"status.{verdict}", verdict, url=url, purpose=purpose, index=place.index)
    if value and purpose == "refresh":
        return passed("status.refresh", url=url, purpose=purpose, index=place.index)
    if found.end is not None and found.end < at:
        return unknown("status.lapsed", url=url, date=found.end)
    if found.begin is not None and found.begin > at and (purpose != "revocation" or found.begin > now):
        return unknown("status.not_begun", url=url, date=found.begin)
    if purpose in _UNSET:
        return passed(_UNSET[purpose], url=url, purpose=purpose, index=place.index)
    return _told(place, value)


def _told(place: StatusEntry, value: int) -> Check:
    """What the issuer says with `value`, if anything."""
    url, purpose, index = place.url, place.purpose, place.index
    # Section 2.1: without messages, 1 means "set".
    message = place.messages[value] if place.messages is not None else ("set" if value else "")
    if purpose != "message" or message in _UNDEFINED:
        return passed(_NO_NEWS, url=url, purpose=purpose)
    return passed("status.message", url=url, purpose=purpose, index=index, value=value, message=message)
