"""The words that a page has to show before anything is scrolled: what it is, whose it is, whether it holds.

They are written down here once more, by other means than the templates', so that a slip there is noticed.
"""

from __future__ import annotations

from datetime import date

from conferral.states import State, StateKind
from tests.browser.sites import Shown, Site

PREVIEW = {"en": "nothing here is a credential", "de": "nichts hier ist ein Nachweis"}
NO_NAME = "the holder of this link"


def only_with_scripts(state: State, site: str) -> set[str]:
    """Lines that a credential's page has where scripts run: what does not hold is not to be shared."""
    shared = state.kind == "valid" or (state.kind == "expired" and site != "preview")
    return {"Check it now", "Share or save"} if shared else {"Check it now"}


STATE_WORDS: dict[StateKind, str] = {
    "valid": "Valid",
    "expired": "Expired",
    "not-yet-valid": "Not yet valid",
    "suspended": "Suspended",
    "revoked": "Revoked",
}


def day(given: date | None) -> str:
    """A day as people write it; the tests know no case without one."""
    assert given is not None
    return f"{given.day} {given:%B %Y}"


def label(state: State) -> str:
    """The word for a state in titles."""
    return "Superseded" if state.reason == "superseded" else STATE_WORDS[state.kind]


def sentence(state: State) -> str:
    """The line that says whether a credential holds."""
    match state.kind:
        case "valid" if state.until is None:
            return "Valid, with no end date"
        case "valid":
            return f"Valid until {day(state.until)}"
        case "expired":
            return f"Expired on {day(state.until)}"
        case "not-yet-valid":
            return f"Not yet valid: valid from {day(state.starts)}"
        case "suspended":
            return f"Suspended since {day(state.since)}"
        case "revoked":
            return f"{label(state)} on {day(state.since)}"


def holder(shown: Shown) -> str:
    """Whose a credential is; a revoked one names nobody."""
    return NO_NAME if shown.state.kind == "revoked" or not shown.holder else shown.holder


def facts_of(site: Site, page: str) -> tuple[str, ...]:
    """What a visitor must find at once on a page."""
    if page in site.credentials:
        shown = site.credentials[page]
        return (shown.badge, shown.issuer, holder(shown), sentence(shown.state))
    return (site.title,)
