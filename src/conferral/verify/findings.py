"""What a check found, put into a `Check` with its sentence and its code."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from conferral.standards.timestamps import format_timestamp
from conferral.verify.report import Check, CheckName, CheckOutcome, State
from conferral.verify.words import harmless, say


def passed(code: str, **values: Any) -> Check:
    """A check that passed.  `code` is one of `words.SENTENCES`; the part before the dot names the check."""
    return _check(code, CheckOutcome.PASSED, State.VALID, values)


def failed(code: str, verdict: State, **values: Any) -> Check:
    """A check that failed, and the state that this amounts to."""
    return _check(code, CheckOutcome.FAILED, verdict, values)


def unknown(code: str, **values: Any) -> Check:
    """A check that could not be made."""
    return _check(code, CheckOutcome.UNKNOWN, State.UNDECIDED, values)


def broken_off(name: CheckName, error: BaseException) -> Check:
    """A check that a mistake of ours ended."""
    values = {"error": type(error).__name__}
    return Check(
        name=name,
        outcome=CheckOutcome.UNKNOWN,
        sentence=say("any.broke_off", **values),
        verdict=State.UNDECIDED,
        details={"code": "any.broke_off", **values},
    )


def _check(code: str, outcome: CheckOutcome, verdict: State, values: dict[str, Any]) -> Check:
    return Check(
        name=cast("CheckName", code.partition(".")[0]),
        outcome=outcome,
        sentence=say(code, **values),
        verdict=verdict,
        details={"code": code, **{name: _plain(value) for name, value in values.items()}},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_timestamp(value)
    if isinstance(value, str):
        return harmless(value, 1000)
    return list(value) if isinstance(value, tuple) else value
