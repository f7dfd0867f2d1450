"""What a check found, put into a `Check` under the code of its sentence."""

from __future__ import annotations

from typing import Any, cast

from conferral.verify.report import Check, CheckName, CheckOutcome, State


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
    return Check(name=name, outcome=CheckOutcome.UNKNOWN, verdict=State.UNDECIDED, code="any.broke_off", values=values)


def _check(code: str, outcome: CheckOutcome, verdict: State, values: dict[str, Any]) -> Check:
    name = cast("CheckName", code.partition(".")[0])
    return Check(name=name, outcome=outcome, verdict=verdict, code=code, values=values)
