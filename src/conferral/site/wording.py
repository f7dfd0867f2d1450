"""The words in which pages say what a file says in a keyword."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from conferral.site.language import Language, message
from conferral.states import State, StateKind

LABELS: dict[StateKind, str] = {
    "valid": message("Valid"),
    "expired": message("Expired"),
    "not-yet-valid": message("Not yet valid"),
    "suspended": message("Suspended"),
    "revoked": message("Revoked"),
}

REASONS: dict[str, str] = {
    "awarded-in-error": message("awarded in error"),
    "requirements-not-met": message("requirements not met"),
    "misconduct": message("misconduct"),
    "superseded": message("replaced by another credential"),
    "holder-request": message("at the holder’s request"),
    "under-review": message("under review"),
    "renewal-overdue": message("renewal overdue"),
    "other": message("for another reason"),
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

_EXPLANATIONS: dict[StateKind, str] = {
    "valid": "",
    "expired": message("It is authentic, and its validity is over."),
    "not-yet-valid": message("It is authentic, and its validity has not begun."),
    "suspended": message("Do not rely on it until the issuer reinstates it."),
    "revoked": message("It no longer holds; this is final."),
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


def state_words(state: State, as_of: date, words: Language) -> StateWords:
    """A state in words."""
    reason = REASONS.get(state.reason)
    explanation = _EXPLANATIONS[state.kind]
    return StateWords(
        kind=state.kind,
        label=words.say(LABELS[state.kind]),
        headline=_headline(state, as_of, words),
        reason=words.say(reason) if reason else state.reason,
        note=state.note,
        explanation=words.say(explanation) if explanation else "",
    )


def _headline(state: State, as_of: date, words: Language) -> str:
    match state.kind:
        case "revoked":
            return words.say("Revoked on %(day)s", day=words.day(state.since or as_of))
        case "suspended":
            return words.say("Suspended since %(day)s", day=words.day(state.since or as_of))
        case "not-yet-valid":
            return words.say("Not yet valid: valid from %(day)s", day=words.day(state.starts))
        case "expired":
            return words.say("Expired on %(day)s", day=words.day(state.until or as_of))
        case "valid" if state.until:
            return words.say("Valid until %(day)s", day=words.day(state.until))
        case "valid":
            return words.say("Valid, with no end date")


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
