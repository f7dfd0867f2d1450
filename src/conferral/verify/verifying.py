"""The whole verification: every check, in order, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from conferral import errors
from conferral.errors import EncodingError
from conferral.standards.open_badges import kind_of
from conferral.verify import words
from conferral.verify.bounded import BoundedResolver
from conferral.verify.claims import contexts_of, issuer_of, text_at
from conferral.verify.embedded import DEEPEST, MOST_EMBEDDED, Inside, checks_on, inside, inspect_inside, unchecked
from conferral.verify.findings import broken_off, failed, unknown
from conferral.verify.format import check_format
from conferral.verify.holder import holder_of
from conferral.verify.issuer import IssuerKeys
from conferral.verify.locating import fetch_credential
from conferral.verify.pages import IS_A_PAGE, looks_like_page
from conferral.verify.presented import Presented, read_presented
from conferral.verify.recipient import check_recipient
from conferral.verify.registered import check_registered
from conferral.verify.report import (
    CHECKS,
    Check,
    CheckName,
    CheckOutcome,
    Embedded,
    EmbeddedKind,
    Outcome,
    Report,
    State,
)
from conferral.verify.resolving import FetchError, Resolver, is_preview
from conferral.verify.signature import Signature, check_signature
from conferral.verify.status import check_status
from conferral.verify.status_lists import StatusLists
from conferral.verify.validity import Window, check_validity, window_of
from conferral.verify.vocabulary import BUNDLED, allow

_GRAVITY = {
    state: gravity
    for gravity, state in enumerate(
        (
            State.ALTERED,
            State.MALFORMED,
            State.UNTRUSTED,
            State.SUPERSEDED,
            State.REVOKED,
            State.SUSPENDED,
            State.WITHDRAWN,
            State.AWARDED_TO_ANOTHER,
            State.EXPIRED,
            State.NOT_YET_VALID,
            State.PARTLY,
            State.UNDECIDED,
            State.VALID,
        )
    )
}
"""The gravest first."""

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
    State.AWARDED_TO_ANOTHER: errors.RecipientError,
    State.PARTLY: errors.EmbeddedError,
    State.UNDECIDED: errors.UndecidedError,
}


class Verifier:
    """Verifies credentials one after another as of one instant, and fetches what they share once.

    `at` is the instant that all answers are about, by default the present one.  With `recipient` each is also asked
    whether it was awarded to that person.  `contexts` are addresses of JSON-LD contexts that may be fetched beyond
    the bundled ones.
    """

    def __init__(
        self,
        *,
        resolver: Resolver,
        at: datetime | None = None,
        recipient: str | None = None,
        contexts: Collection[str] = (),
    ) -> None:
        self.at = at if at is not None else datetime.now(UTC)
        if self.at.utcoffset() is None:
            raise ValueError(f'got time "{self.at.isoformat()}" without a time zone, expected one with it')
        self.resolver = BoundedResolver(resolver)
        self.recipient = recipient
        self.vocabulary = allow(contexts, self.resolver) if contexts else BUNDLED
        spent, effort = self.resolver.is_spent, self.resolver.effort
        self.keys = IssuerKeys(self.resolver, self.at, spent=spent, effort=effort)
        self.lists = StatusLists(self.resolver, self.keys, self.at, spent=spent)

    def inspect(self, source: bytes | str | Mapping[str, Any], *, place: str | None = None) -> Report:
        """Make every check on one credential.  Never raises for what the credential is or says.

        `place` is the address that it was found at, where that must be its own.
        """
        self.resolver.begin()
        return self._completed(self._inspect(source, _Budget(), place=place, recipient=self.recipient))

    def inspect_in_place(self, url: str) -> Report:
        """Make every check on the credential at `url`, which must be its own address.

        Never raises for what stands there; where nothing can be had, the report says that it cannot be read.
        """
        try:
            content = self.resolver.begin_at(url)
        except FetchError as error:
            return self.unreadable(error.message)
        return self._completed(self._inspect(content, _Budget(), place=url, recipient=self.recipient))

    def inspect_at(self, url: str) -> Report:
        """Make every check on the credential at `url`, which may also be the address of the page that is about it.

        Never raises for what stands there; where nothing can be had, the report says so.
        """
        self.resolver.begin()
        try:
            content = fetch_credential(url, self.resolver)
        except FetchError as error:
            return self.unreachable(error.url, error.message)
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not end in a yes
            return self._completed(self._not_read(broken_off("format", error), self.recipient))
        return self._completed(self._inspect(content, _Budget(), recipient=self.recipient))

    def _inspect(
        self,
        source: bytes | str | Mapping[str, Any],
        budget: _Budget,
        *,
        place: str | None = None,
        recipient: str | None = None,
    ) -> Report:
        try:
            presented = read_presented(source)
        except EncodingError as error:
            return self._unreadable(IS_A_PAGE if looks_like_page(source) else error.message, recipient)
        document = presented.document
        # 1 format, 2 proof, 3 issuer_key: is it a credential, unaltered, from its issuer?
        signature = self._signature(presented)
        format_ = _guarded("format", lambda: self._format(presented, signature))
        checks = [format_, signature.proof, signature.issuer_key]
        embedded: tuple[Embedded, ...] = ()
        found = list(inside(document)) if presented.outline.embeds else []
        # 4 status, 5 validity, 6 registered: does it hold?  Of an altered document nobody can say.
        if signature.holds:
            checks += [
                _guarded("status", lambda: check_status(document, self.lists, self.at)),
                _guarded("validity", lambda: check_validity(document, self.at)),
                _guarded("registered", lambda: self._registered(presented, signature.claims, place)),
            ]
            # 7 whose is it, and does what is inside hold, too?
            if recipient is not None:
                checks.append(_guarded("recipient", lambda: check_recipient(document, recipient)))
            if budget.admits(found):
                # Whoever makes a record may put the credentials of others into it; endorsements are awarded to nobody.
                asked: Mapping[EmbeddedKind, str | None] = {"credential": recipient, "endorsement": None}
                embedded = inspect_inside(
                    found, lambda inner: self._inspect(inner.source, budget.inside(), recipient=asked[inner.kind])
                )
                checks += checks_on(embedded)
            else:
                checks += unchecked(found, "too_many")
        else:
            checks += [unknown(f"{name}.not_authentic") for name in ("status", "validity", "registered")]
            if recipient is not None:
                checks.append(unknown("recipient.not_authentic"))
            checks += unchecked(found, "not_authentic")
        return self._report(document, checks, embedded)

    def _signature(self, presented: Presented) -> Signature:
        try:
            return check_signature(presented, self.keys, self.at, self.vocabulary)
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not end in a yes
            return Signature(proof=broken_off("proof", error), issuer_key=broken_off("issuer_key", error))

    def _format(self, presented: Presented, signature: Signature) -> Check:
        # A graph signature has failed by itself over what it cannot cover; other signatures cover the text.
        unclear = signature.unclear if signature.holds else None
        known = self.vocabulary.known
        return check_format(presented.document, presented.outline, known_contexts=known, unclear=unclear)

    def _registered(self, presented: Presented, claims: str | None, place: str | None) -> Check:
        # A true copy at another's address would show the wrong page to whoever follows the link.
        if place is not None and presented.document.get("id") != place:
            return failed("registered.misplaced", State.WITHDRAWN, url=place)
        return check_registered(presented, claims, resolver=self.resolver, signatures=self._signature)

    def unreadable(self, problem: str) -> Report:
        """The report on something of which nothing can be read; `problem` is a clause that says why."""
        return self._completed(self._unreadable(problem, self.recipient))

    def unreachable(self, place: str, problem: str) -> Report:
        """The report on what could not be had from `place`; `problem` is a clause that says why."""
        check = unknown("format.unreachable", url=place, problem=problem)
        return self._completed(self._not_read(check, self.recipient))

    def _unreadable(self, problem: str, recipient: str | None) -> Report:
        return self._not_read(failed("format.unreadable", State.MALFORMED, problem=problem), recipient)

    def _not_read(self, check: Check, recipient: str | None) -> Report:
        """The report on something of which `check`, the first, says that nothing can be read."""
        checks = [check]
        checks += [unknown(f"{name}.not_read") for name in CHECKS[1:]]
        if recipient is not None:
            checks.append(unknown("recipient.not_read"))
        state = check.verdict
        return Report(
            credential=None,
            at=self.at,
            state=state,
            statement=words.state_statement(state, begin=None, end=None, authentic=False),
            checks=tuple(checks),
        )

    def _report(self, document: dict[str, Any], checks: list[Check], embedded: tuple[Embedded, ...]) -> Report:
        state = min((check.verdict for check in checks), key=_GRAVITY.__getitem__)
        proven = all(check.outcome is CheckOutcome.PASSED for check in checks[:3])
        window = _window(document) if proven else Window(begin=None, end=None)
        issuer = issuer_of(document)
        return Report(
            credential=text_at(document, "id"),
            at=self.at,
            state=state,
            statement=words.state_statement(state, begin=window.begin, end=window.end, authentic=_is_authentic(checks)),
            checks=tuple(checks),
            kind=kind_of(document) if proven else None,
            issuer=issuer if proven else None,
            issuer_name=text_at(document, "issuer", "name") if proven else None,
            holder=holder_of(document) if proven else None,
            achievement=_achievement(document) if proven else None,
            subject=text_at(document, "credentialSubject", "id") if proven else None,
            valid_until=window.end,
            embedded=embedded,
            notes=self._notes(document, issuer, checks),
        )

    def _notes(self, document: dict[str, Any], issuer: str | None, checks: list[Check]) -> tuple[str, ...]:
        notes: list[str] = []
        key_found = next(check for check in checks if check.name == "issuer_key").outcome is CheckOutcome.PASSED
        if key_found and self.resolver.note:
            notes.append(self.resolver.note)
        if is_preview(issuer or ""):
            notes.append(words.NOTES["preview"])
        named = [item for item in contexts_of(document) if isinstance(item, str)]
        allowed = (item for item in named if item in self.vocabulary.known and item not in BUNDLED.known)
        notes += [words.NOTES["context"].format(context=words.harmless(item)) for item in allowed]
        return tuple(notes)

    def _completed(self, report: Report) -> Report:
        """`report` with a note on each context that was allowed in vain."""
        missing = [
            words.NOTES["context_missing"].format(context=words.harmless(context), problem=words.harmless(problem))
            for context, problem in self.vocabulary.missing.items()
        ]
        return replace(report, notes=(*report.notes, *missing)) if missing else report


class _Budget:
    """How many documents may still be looked at inside of one, and how deep inside this one lies."""

    def __init__(self, left: list[int] | None = None, depth: int = 0) -> None:
        self._left = left if left is not None else [MOST_EMBEDDED]
        self._depth = depth

    def admits(self, found: Sequence[Inside]) -> bool:
        """Whether all of `found` may be looked at; if so they are counted."""
        if not found:
            return True
        if self._depth >= DEEPEST or len(found) > self._left[0]:
            return False
        self._left[0] -= len(found)
        return True

    def inside(self) -> _Budget:
        """The same budget, one level further in."""
        return _Budget(self._left, self._depth + 1)


def inspect(
    document: bytes | str | Mapping[str, Any],
    *,
    resolver: Resolver,
    at: datetime | None = None,
    recipient: str | None = None,
) -> Report:
    """Make every check on a credential, and report.

    `document` is JSON, what was parsed from it, a compact JWT, or a PNG or SVG that holds one of these.  `at` is the
    instant to answer for, by default now; `recipient` the person to ask about, if any.
    Never raises for what the credential is or says.
    """
    return Verifier(resolver=resolver, at=at, recipient=recipient).inspect(document)


def verify(
    document: bytes | str | Mapping[str, Any],
    *,
    resolver: Resolver,
    at: datetime | None = None,
    recipient: str | None = None,
) -> Report:
    """The report on a credential that passed every check.

    Raises:
        MalformedCredentialError: it cannot be read, or is no Open Badges 3.0 credential.
        InvalidProofError: it was altered, or the issuer's key or status list cannot be trusted.
        RevokedError, SuspendedError, ExpiredError, NotYetValidError: it is authentic and does not hold.
        WithdrawnError: the issuer publishes other claims, a corrected copy, or nothing under its id.
        RecipientError: it was awarded to somebody else than `recipient`.
        EmbeddedError: it holds, and an endorsement or a credential inside it does not.
        UndecidedError: something needed could not be had.

    Each carries the report as `report`.
    """
    report = inspect(document, resolver=resolver, at=at, recipient=recipient)
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


def _is_authentic(checks: list[Check]) -> bool:
    return all(check.outcome is CheckOutcome.PASSED or check.name in {"status", "validity"} for check in checks)


def _window(document: dict[str, Any]) -> Window:
    try:
        return window_of(document)
    except EncodingError:
        return Window(begin=None, end=None)


def _achievement(document: dict[str, Any]) -> str | None:
    return text_at(document, "credentialSubject", "achievement", "name") or text_at(document, "name")
