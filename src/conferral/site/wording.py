"""The words in which pages say what a file says in a keyword."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from markupsafe import Markup

from conferral.site.language import Language, message
from conferral.states import State, StateKind

StateLook = StateKind | Literal["superseded"]
"""How a state is shown: as what it is, but for a credential that was revoked because another took its place."""

LABELS: dict[StateLook, str] = {
    "valid": message("Valid"),
    "expired": message("Expired"),
    "not-yet-valid": message("Not yet valid"),
    "suspended": message("Suspended"),
    "revoked": message("Revoked"),
    "superseded": message("Superseded"),
}

REASONS: dict[str, str] = {
    "awarded-in-error": message("Awarded in error"),
    "requirements-not-met": message("Requirements not met"),
    "misconduct": message("Misconduct"),
    "superseded": message("Replaced by another credential"),
    "holder-request": message("At the holder’s request"),
    "under-review": message("Under review"),
    "renewal-overdue": message("Renewal overdue"),
    "other": message("For another reason"),
}

CORRECTIONS: dict[str, str] = {
    "clerical-error": message("a clerical error was mended"),
    "result-changed": message("the result changed"),
    "extension": message("its validity was extended"),
    "holder-request": message("at the holder’s request"),
    "badge-text": message("the badge’s text was corrected"),
    "other": message("for another reason"),
}
"""Why a credential was issued again."""

_EXPLANATIONS: dict[StateLook, str] = {
    "valid": "",
    "expired": message("It is authentic, and its validity is over."),
    "not-yet-valid": message("It is authentic, and its validity has not begun."),
    "suspended": message("Do not rely on it until the issuer reinstates it."),
    "revoked": message("It no longer holds; this is final."),
    "superseded": message("It no longer holds; this is final."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateWords:
    """A state as a page says it: a shape and colour in `look`, the day in `headline`; the last three may be empty."""

    kind: StateKind
    look: StateLook
    label: str
    headline: Markup
    reason: str
    note: str
    explanation: str


@lru_cache(maxsize=4096)
def state_words(state: State, as_of: date, words: Language) -> StateWords:
    """A state in words."""
    look: StateLook = "superseded" if (state.kind, state.reason) == ("revoked", "superseded") else state.kind
    reason = REASONS.get(state.reason, state.reason)
    explanation = _EXPLANATIONS[look]
    return StateWords(
        kind=state.kind,
        look=look,
        label=words.say(LABELS[look]),
        headline=_headline(look, state, as_of, words),
        reason=words.say(reason) if reason else "",
        note=state.note,
        explanation=words.say(explanation) if explanation else "",
    )


_HEADLINES: dict[StateLook, str] = {
    "expired": message("Expired on %(day)s"),
    "not-yet-valid": message("Not yet valid: valid from %(day)s"),
    "suspended": message("Suspended since %(day)s"),
    "revoked": message("Revoked on %(day)s"),
    "superseded": message("Superseded on %(day)s"),
}


def _headline(look: StateLook, state: State, as_of: date, words: Language) -> Markup:
    if look == "valid":
        if state.until is None:
            return words.html("Valid, with no end date")
        return words.html("Valid until %(day)s", day=words.time(state.until))
    day = {"expired": state.until, "not-yet-valid": state.starts}.get(look, state.since)
    return words.html(_HEADLINES[look], day=words.time(day or as_of))


LEVELS: dict[str, str] = {
    "foundation": message("Foundation"),
    "intermediate": message("Intermediate"),
    "advanced": message("Advanced"),
    "expert": message("Expert"),
}

_TYPES: dict[str, str] = {
    "Achievement": message("Achievement"),
    "ApprenticeshipCertificate": message("Apprenticeship certificate"),
    "Assessment": message("Assessment"),
    "Assignment": message("Assignment"),
    "AssociateDegree": message("Associate degree"),
    "Award": message("Award"),
    "BachelorDegree": message("Bachelor degree"),
    "Badge": message("Badge"),
    "Certificate": message("Certificate"),
    "CertificateOfCompletion": message("Certificate of completion"),
    "Certification": message("Certification"),
    "CoCurricular": message("Co curricular"),
    "CommunityService": message("Community service"),
    "Competency": message("Competency"),
    "Course": message("Course"),
    "Degree": message("Degree"),
    "Diploma": message("Diploma"),
    "DoctoralDegree": message("Doctoral degree"),
    "Fieldwork": message("Fieldwork"),
    "GeneralEducationDevelopment": message("General education development"),
    "JourneymanCertificate": message("Journeyman certificate"),
    "LearningProgram": message("Learning program"),
    "License": message("License"),
    "MasterCertificate": message("Master certificate"),
    "MasterDegree": message("Master degree"),
    "Membership": message("Membership"),
    "MicroCredential": message("Micro-credential"),
    "ProfessionalDoctorate": message("Professional doctorate"),
    "QualityAssuranceCredential": message("Quality assurance credential"),
    "ResearchDoctorate": message("Research doctorate"),
    "SecondarySchoolDiploma": message("Secondary school diploma"),
}

_STATUSES: dict[str, str] = {
    "Completed": message("Completed"),
    "Enrolled": message("Enrolled"),
    "Failed": message("Failed"),
    "InProgress": message("In progress"),
    "OnHold": message("On hold"),
    "Provisional": message("Provisional"),
    "Withdrew": message("Withdrew"),
}


def type_words(achievement_type: str, words: Language) -> str:
    """An achievement type in words; one of the registry's own, "ext:PeerReview", as it stands: "Peer review"."""
    known = _TYPES.get(achievement_type)
    if known:
        return words.say(known)
    own = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", achievement_type.removeprefix("ext:")).lower()
    return own[:1].upper() + own[1:]


def status_words(status: str, words: Language) -> str:
    """How a result ended, in words."""
    return words.say(_STATUSES[status])


# Drawn on a field of 24 by 24; shapes differ as well as colours.
_SHAPES: dict[StateLook, str] = {
    "valid": "M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5zm-1.2 14.6-4-4 1.5-1.5 2.5 2.5 5-5 1.5 1.5z",
    "expired": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m4 15-5-3V6h2v6.9l4 2.4z",
    "not-yet-valid": "M6 2v5l4 5-4 5v5h12v-5l-4-5 4-5V2zm2 2h8v2.3l-4 5-4-5z",
    "suspended": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m-1.5 14h-3V8h3zm6 0h-3V8h3z",
    "revoked": (
        "M8 2 2 8v8l6 6h8l6-6V8l-6-6zm8.5 13.1-1.4 1.4L12 13.4l-3.1 3.1-1.4-1.4 3.1-3.1-3.1-3.1"
        " 1.4-1.4 3.1 3.1 3.1-3.1 1.4 1.4-3.1 3.1z"
    ),
    "superseded": "M4 2h11v4h5v16H9v-4H4zm2 2v12h3V6h4V4zm5 4v12h7V8z",
}
ERASED_ICON = Markup('<path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20M6 10.8h12v2.4H6z"/>')
ICONS: dict[StateLook, Markup] = {kind: Markup('<path d="{}"/>').format(shape) for kind, shape in _SHAPES.items()}
