"""The words in which pages say what a file says in a keyword."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from conferral.site.text import day_words
from conferral.states import State, StateKind

LABELS: dict[StateKind, str] = {
    "valid": "Valid",
    "expired": "Expired",
    "not-yet-valid": "Not yet valid",
    "suspended": "Suspended",
    "revoked": "Revoked",
}

REASONS: dict[str, str] = {
    "awarded-in-error": "awarded in error",
    "requirements-not-met": "requirements not met",
    "misconduct": "misconduct",
    "superseded": "replaced by another credential",
    "holder-request": "at the holder’s request",
    "under-review": "under review",
    "renewal-overdue": "renewal overdue",
    "other": "for another reason",
}

CORRECTIONS: dict[str, str] = {
    "clerical-error": "a clerical error was mended",
    "result-changed": "the result changed",
    "extension": "its validity was extended",
    "holder-request": "at the holder’s request",
    "badge-text": "the badge’s text was corrected",
    "other": "for another reason",
}
"""Why a credential was issued again."""

_EXPLANATIONS: dict[StateKind, str] = {
    "valid": "",
    "expired": "It is authentic, and its validity is over.",
    "not-yet-valid": "It is authentic, and its validity has not begun.",
    "suspended": "Do not rely on it until the issuer reinstates it.",
    "revoked": "It no longer holds; this is final.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateWords:
    """A state as a page says it: `headline` and `date` stand together, the rest may be empty."""

    kind: StateKind
    label: str
    headline: str
    reason: str
    note: str
    explanation: str


def state_words(state: State, as_of: date) -> StateWords:
    """A state in words."""
    return StateWords(
        kind=state.kind,
        label=LABELS[state.kind],
        headline=_headline(state, as_of),
        reason=REASONS.get(state.reason, state.reason),
        note=state.note,
        explanation=_EXPLANATIONS[state.kind],
    )


def _headline(state: State, as_of: date) -> str:
    match state.kind:
        case "revoked":
            return f"Revoked on {day_words(state.since or as_of)}"
        case "suspended":
            return f"Suspended since {day_words(state.since or as_of)}"
        case "not-yet-valid":
            return f"Not yet valid: valid from {day_words(state.starts)}"
        case "expired":
            return f"Expired on {day_words(state.until or as_of)}"
        case "valid":
            return f"Valid until {day_words(state.until)}" if state.until else "Valid, with no end date"


def type_words(achievement_type: str) -> str:
    """An achievement type in words: MicroCredential is "Micro-credential", CertificateOfCompletion is in three."""
    name = achievement_type.removeprefix("ext:")
    if name == "MicroCredential":
        return "Micro-credential"
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return words[:1].upper() + words[1:]


# Drawn on a field of 24 by 24; shapes differ as well as colours.
_SHAPES: dict[StateKind, str] = {
    "valid": "M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5zm-1.2 14.6-4-4 1.5-1.5 2.5 2.5 5-5 1.5 1.5z",
    "expired": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m4 15-5-3V6h2v6.9l4 2.4z",
    "not-yet-valid": "M6 2v5l4 5-4 5v5h12v-5l-4-5 4-5V2zm2 2h8v2.3l-4 5-4-5z",
    "suspended": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m-1.5 14h-3V8h3zm6 0h-3V8h3z",
    "revoked": (
        "M8 2 2 8v8l6 6h8l6-6V8l-6-6zm8.5 13.1-1.4 1.4L12 13.4l-3.1 3.1-1.4-1.4 3.1-3.1-3.1-3.1"
        " 1.4-1.4 3.1 3.1 3.1-3.1 1.4 1.4-3.1 3.1z"
    ),
}
ERASED_ICON = Markup('<path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20M6 10.8h12v2.4H6z"/>')
ICONS: dict[StateKind, Markup] = {kind: Markup('<path d="{}"/>').format(shape) for kind, shape in _SHAPES.items()}
