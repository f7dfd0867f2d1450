"""The status lists that credentials name: fetched, verified and kept for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from conferral.errors import EncodingError, StatusListError
from conferral.standards import bitstring
from conferral.verify.claims import instant_of, issuer_of, layout_problem, types_of
from conferral.verify.findings import failed, unknown
from conferral.verify.issuer import IssuerKeys
from conferral.verify.keeping import Clock, Keepable, Keeper
from conferral.verify.presented import read_presented
from conferral.verify.report import Check, State
from conferral.verify.resolving import Resolver
from conferral.verify.revocation_list import RevocationList, fetch_revocation_list
from conferral.verify.signature import check_signature
from conferral.verify.status_entries import BITSTRING, STATUS_LIST_2021, whole_number
from conferral.verify.status_fetching import MAX_LIST_BYTES, fetch_list

MOST_LISTS = 512
"""Decoded lists kept at a time: a list of a million takes 128 KiB."""

MOST_KEPT_BYTES = 64 << 20
"""Bytes that kept lists take together, give or take a list."""

DEFAULT_TTL = 300_000
"""Milliseconds for which a list is kept that does not say how long, and what is known instead of a list."""

LONGEST_TTL = 604_800_000
"""Milliseconds in a week.  A list that wants to be kept for longer is kept for `DEFAULT_TTL`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The types of a status list, and how its bits are written."""

    credential: str
    subject: str
    decode: Callable[[str], bytes]


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        BITSTRING: Form(
            credential="BitstringStatusListCredential",
            subject="BitstringStatusList",
            decode=bitstring.decode,
        ),
        STATUS_LIST_2021: Form(
            credential="StatusList2021Credential",
            subject="StatusList2021",
            decode=bitstring.decode_2021,
        ),
    }
)
"""The form of the list that an entry of each type points into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """A status list whose signature holds.  Valid from `begin` until `end`; None leaves that side open.

    `size` is the bits of an entry, or None where the list does not say; `ttl` are the milliseconds after
    which it should be fetched again.
    """

    url: str
    purposes: tuple[str, ...]
    size: int | None
    bits: bytes
    ttl: int
    begin: datetime | None
    end: datetime | None


class StatusLists:
    """The status lists that credentials name, verified at the instant `at` and kept for as long as they say.

    `now` is the present, by default the real one, whatever instant is asked about.  `clock` tells the seconds that
    pass meanwhile, and `spent` whether a verification has used up what it may fetch: what it then failed to get may
    be there for the next.
    """

    def __init__(
        self,
        resolver: Resolver,
        keys: IssuerKeys,
        at: datetime,
        *,
        now: datetime | None = None,
        clock: Clock = time.monotonic,
        spent: Callable[[], bool] = lambda: False,
    ) -> None:
        self.now = now or datetime.now(UTC)
        self._resolver = resolver
        self._keys = keys
        self._at = at
        self._spent = spent
        limits = {"most": MOST_LISTS, "most_bytes": MOST_KEPT_BYTES}
        self._lists: Keeper[StatusList | Check] = Keeper(**limits, clock=clock)
        self._revocations: Keeper[RevocationList | Check] = Keeper(**limits, clock=clock)

    def get(self, url: str, issuer: str | None, entry_type: str = BITSTRING) -> StatusList | Check:
        """The list at `url` that entries of `entry_type` point into; else the check that says what is wrong.

        It must be signed by `issuer`.
        """

        def load() -> Keepable[StatusList | Check]:
            found = self._load(url, issuer, FORMS[entry_type])
            if isinstance(found, Check):
                return Keepable(value=found, seconds=self._time_of_finding())
            return Keepable(value=found, seconds=found.ttl / 1000, size=len(found.bits))

        return self._lists.get((url, issuer, entry_type), load)

    def revocation_list(self, url: str) -> RevocationList | Check:
        """The unsigned list of revoked credentials at `url`; else the check that says what is wrong."""

        def load() -> Keepable[RevocationList | Check]:
            found = fetch_revocation_list(url, self._resolver)
            if isinstance(found, Check):
                return Keepable(value=found, seconds=self._time_of_finding())
            return Keepable(value=found, seconds=DEFAULT_TTL / 1000, size=found.size)

        return self._revocations.get(url, load)

    def _time_of_finding(self) -> float:
        return 0 if self._spent() else DEFAULT_TTL / 1000

    def _load(  # noqa: PLR0911 - one return a finding
        self, url: str, issuer: str | None, form: Form
    ) -> StatusList | Check:
        data = fetch_list(url, self._resolver)
        if isinstance(data, Check):
            return data
        try:
            presented = read_presented(data, max_bytes=MAX_LIST_BYTES)
            document = presented.document
            begin, end = _window(document)
        except EncodingError as error:
            return failed("status.unreadable", State.UNTRUSTED, url=url, problem=error.message)
        owner = issuer_of(document)
        if owner is not None and owner != issuer:
            return failed("status.somebody_else", State.UNTRUSTED, url=url, owner=owner, issuer=issuer)
        signature = check_signature(presented, self._keys, self._at)
        if not signature.trusted:
            sentence = signature.trouble.sentence
            if signature.refused:
                return failed("status.bad_signature", State.UNTRUSTED, url=url, sentence=sentence)
            return unknown("status.signature_unknown", url=url, sentence=sentence)
        try:
            return _read(document, url, form, begin, end)
        except StatusListError as error:
            return failed("status.bad_list", State.UNTRUSTED, url=url, problem=error.message, error=error.code)


def _read(document: dict[str, Any], url: str, form: Form, begin: datetime | None, end: datetime | None) -> StatusList:
    """The status list that `document` is, whose form must leave no doubt.  Raises `StatusListError`."""
    subject = document.get("credentialSubject")
    if isinstance(subject, list) and len(subject) == 1:
        subject = subject[0]
    if not isinstance(subject, dict) or form.subject not in types_of(subject):
        raise _unfit(f"its subject is no {form.subject}")
    if form.credential not in types_of(document):
        raise _unfit(f"it is no {form.credential}")
    if document.get("id", url) != url:
        raise _unfit("it gives itself another address")
    problem = layout_problem(document)
    if problem is not None:
        raise _unfit(problem)
    stated = subject.get("statusPurpose")
    purposes = tuple(stated if isinstance(stated, list) else [stated])
    if not purposes or not all(isinstance(purpose, str) for purpose in purposes):
        raise _unfit("it does not say what it is kept for")
    size = whole_number(subject.get("statusSize", 1))
    if size is None or size < 1:
        raise _unfit("the size of its entries is no positive number")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise _unfit("it has no encodedList")
    return StatusList(
        url=url,
        purposes=purposes,
        size=size if "statusSize" in subject else None,
        bits=form.decode(encoded),
        ttl=_ttl(subject),
        begin=begin,
        end=end,
    )


def _window(document: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """From when until when the list is valid: VCDM 2.0 and 1.1 have names of their own for it.

    Raises `EncodingError`.
    """
    begins = [instant_of(document, name) for name in ("validFrom", "issuanceDate")]
    ends = [instant_of(document, name) for name in ("validUntil", "expirationDate")]
    return (
        max((begin for begin in begins if begin is not None), default=None),
        min((end for end in ends if end is not None), default=None),
    )


def _ttl(subject: Mapping[str, Any]) -> int:
    """How long to keep the list, in milliseconds: as long as it says where that makes sense."""
    stated = whole_number(subject.get("ttl"))
    return stated if stated is not None and 1 <= stated <= LONGEST_TTL else DEFAULT_TTL


def _unfit(problem: str) -> StatusListError:
    return StatusListError(problem, code="STATUS_VERIFICATION_ERROR")
