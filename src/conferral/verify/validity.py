"""Check `validity`: the instant asked about lies within the credential's own window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conferral.errors import EncodingError
from conferral.verify.claims import instant_of
from conferral.verify.findings import failed, passed
from conferral.verify.report import Check, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From `begin` to `end`, both included; None leaves that side open."""

    begin: datetime | None
    end: datetime | None


_BEGINS = ("validFrom", "issuanceDate")
_ENDS = ("validUntil", "expirationDate")


def window_of(document: Mapping[str, Any]) -> Window:
    """The validity that `document` claims, in the words of VCDM 2.0 (section 4.9) or 1.1 (sections 4.6 and 4.8).

    Where it claims it in both, the narrower window counts.

    Raises:
        EncodingError: a date is no timestamp, or the window ends before it begins.
    """
    begins = [instant for name in _BEGINS if (instant := instant_of(document, name)) is not None]
    ends = [instant for name in _ENDS if (instant := instant_of(document, name)) is not None]
    window = Window(begin=max(begins, default=None), end=min(ends, default=None))
    if window.begin is not None and window.end is not None and window.end < window.begin:
        raise EncodingError("it ends before it begins")
    return window


def check_validity(document: Mapping[str, Any], at: datetime) -> Check:
    """Compare the window of `document` with `at`."""
    try:
        window = window_of(document)
    except EncodingError as error:
        return failed("validity.unreadable", State.MALFORMED, problem=error.message)
    if window.begin is None:
        return failed("validity.unreadable", State.MALFORMED, problem="it does not say when it begins")
    if at < window.begin:
        return failed("validity.not_begun", State.NOT_YET_VALID, begin=window.begin)
    if window.end is None:
        return passed("validity.no_end", begin=window.begin)
    if at > window.end:
        return failed("validity.expired", State.EXPIRED, end=window.end)
    return passed("validity.passed", begin=window.begin, end=window.end)
