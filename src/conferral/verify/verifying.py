"""The whole verification: every check, in order, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from conferral import errors
from conferral.errors import EncodingError
from conferral.verify import words
from conferral.verify.claims import issuer_of, text_at
from conferral.verify.findings import broken_off, failed, unknown
from conferral.verify.format import check_format
from conferral.verify.holder import holder_of
from conferral.verify.issuer import IssuerKeys
from conferral.verify.reading import read_document
from conferral.verify.registered import check_registered
from conferral.verify.report import CHECKS, Check, CheckName, CheckOutcome, Outcome, Report, State
from conferral.verify.resolving import Resolver, is_preview
from conferral.verify.signature import Signature, check_signature
from conferral.verify.status import check_status
from conferral.verify.status_lists import StatusLists
from conferral.verify.validity import Window, check_validity, window_of

_GRAVEST_FIRST = (
    State.ALTERED,
    State.MALFORMED,
    State.UNTRUSTED,
    State.SUPERSEDED,
    State.REVOKED,
    State.SUSPENDED,
    State.WITHDRAWN,
    State.SOMEBODY_ELSES,
    State.EXPIRED,
    State.NOT_YET_VALID,
    State.PARTLY,
    State.UNDECIDED,
    State.VALID,
)

_ERRORS: Mapping[State, type[errors.VerificationError]] = {
    State.MALFORMED: errors.MalformedCredentialError,
    State.ALTERED: errors.InvalidProofError,
    State.UNTRUSTED: errors.InvalidProofError,
    State.SUPERSEDED: errors.WithdrawnError,
    State.REVOKED: errors.RevokedError,
    State.SUSPENDED: errors.SuspendedError,
    State.WITHDRAWN: errors.WithdrawnError,
    State.EXPIRED: errors.ExpiredError,
    State.NOT_YET_VALID: errors.NotYetValidError,
    State.SOMEBODY_ELSES: errors.RecipientError,
    State.PARTLY: errors.EmbeddedError,
    State.UNDECIDED: errors.UndecidedError,
}


class Verifier:
    """Verifies credentials one after another as of one instant, and fetches what they share once.

    `at` is the instant that all answers are about, by default the present one.
    """

    def __init__(self, *, resolver: Resolver, at: datetime | None = None) -> None:
        self.resolver = resolver
        self.at = at if at is not None else datetime.now(UTC)
        if self.at.utcoffset() is None:
            raise ValueError(f'got time "{self.at.isoformat()}" without a time zone, expected one with it')
        self.keys = IssuerKeys(resolver, self.at)
        self.lists = StatusLists(resolver, self.keys, self.at)

    def inspect(self, source: bytes | str | Mapping[str, Any], *, place: str | None = None) -> Report:
        """Make every check on one credential.  Never raises for what the credential is or says.

        `place` is the address that it was found at, where that must be its own.
        """
        try:
            document = read_document(source)
        except EncodingError as error:
            return self.unreadable(error.message)
        # 1 format, 2 proof, 3 issuer_key: is it a credential, unaltered, from its issuer?
        format_ = _guarded("format", lambda: check_format(document))
        signature = self._signature(document)
        checks = [format_, signature.proof, signature.issuer_key]
        # 4 status, 5 validity, 6 registered: does it hold?  Of an altered document nobody can say.
        claims = signature.claims
        if signature.holds and claims is not None:
            checks += [
                _guarded("status", lambda: check_status(document, self.lists, self.at)),
                _guarded("validity", lambda: check_validity(document, self.at)),
                _guarded("registered", lambda: self._registered(document, claims, place)),
            ]
        else:
            checks += [unknown(f"{name}.not_authentic") for name in ("status", "validity", "registered")]
        return self._report(document, checks)

    def _signature(self, document: dict[str, Any]) -> Signature:
        try:
            return check_signature(document, self.keys, self.at)
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not end in a yes
            return Signature(proof=broken_off("proof", error), issuer_key=broken_off("issuer_key", error))

    def _registered(self, document: dict[str, Any], claims: str, place: str | None) -> Check:
        # A true copy at another's address would show the wrong page to whoever follows the link.
        if place is not None and document.get("id") != place:
            return failed("registered.misplaced", State.WITHDRAWN, url=place)
        return check_registered(document, claims, resolver=self.resolver, keys=self.keys, at=self.at)

    def unreadable(self, problem: str) -> Report:
        """The report on something of which nothing can be read; `problem` is a clause that says why."""
        checks = [failed("format.unreadable", State.MALFORMED, problem=problem)]
        checks += [unknown(f"{name}.not_read") for name in CHECKS[1:]]
        state = State.MALFORMED
        return Report(
            credential=None,
            at=self.at,
            state=state,
            statement=words.state_statement(state, begin=None, end=None, authentic=False),
            checks=tuple(checks),
        )

    def _report(self, document: dict[str, Any], checks: list[Check]) -> Report:
        state = min((check.verdict for check in checks), key=_GRAVEST_FIRST.index)
        proven = all(check.outcome is CheckOutcome.PASSED for check in checks[:3])
        window = _window(document) if proven else Window(begin=None, end=None)
        authentic = all(
            check.outcome is CheckOutcome.PASSED or check.name in {"status", "validity"} for check in checks
        )
        return Report(
            credential=text_at(document, "id"),
            at=self.at,
            state=state,
            statement=words.state_statement(state, begin=window.begin, end=window.end, authentic=authentic),
            checks=tuple(checks),
            issuer=issuer_of(document) if proven else None,
            issuer_name=text_at(document, "issuer", "name") if proven else None,
            holder=holder_of(document) if proven else None,
            achievement=_achievement(document) if proven else None,
            valid_until=window.end,
            notes=self._notes(document, checks),
        )

    def _notes(self, document: dict[str, Any], checks: list[Check]) -> tuple[str, ...]:
        notes: list[str] = []
        key_found = next(check for check in checks if check.name == "issuer_key").outcome is CheckOutcome.PASSED
        if key_found and self.resolver.note:
            notes.append(self.resolver.note)
        if is_preview(issuer_of(document) or ""):
            notes.append(words.NOTES["preview"])
        return tuple(notes)


def inspect(document: bytes | str | Mapping[str, Any], *, resolver: Resolver, at: datetime | None = None) -> Report:
    """Make every check on a credential, and report.

    `document` is JSON, or what was parsed from it.  `at` is the instant to answer for, by default now.
    Never raises for what the credential is or says.
    """
    return Verifier(resolver=resolver, at=at).inspect(document)


def verify(document: bytes | str | Mapping[str, Any], *, resolver: Resolver, at: datetime | None = None) -> Report:
    """The report on a credential that passed every check.

    Raises:
        MalformedCredentialError: it cannot be read, or is no Open Badges 3.0 credential.
        InvalidProofError: it was altered, or the issuer's key or status list cannot be trusted.
        RevokedError, SuspendedError, ExpiredError, NotYetValidError: it is authentic and does not hold.
        WithdrawnError: the issuer publishes other claims, a corrected copy, or nothing under its id.
        UndecidedError: something needed could not be had.

    Each carries the report as `report`.
    """
    report = inspect(document, resolver=resolver, at=at)
    if report.outcome is not Outcome.VERIFIED:
        raise _ERRORS[report.state](_message(report), report=report)
    return report


def _message(report: Report) -> str:
    """The sentence of the check that decided, in the form of an error's message."""
    sentence = next(check.sentence for check in report.checks if check.verdict is report.state)
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _guarded(name: CheckName, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - a mistake of ours must not end in a yes
        return broken_off(name, error)


def _window(document: dict[str, Any]) -> Window:
    try:
        return window_of(document)
    except EncodingError:
        return Window(begin=None, end=None)


def _achievement(document: dict[str, Any]) -> str | None:
    subject = document.get("credentialSubject")
    first = subject[0] if isinstance(subject, list) and subject else subject
    return text_at(first, "achievement", "name") if isinstance(first, dict) else None
