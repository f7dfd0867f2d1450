"""The environment of templates: a sandbox, so that one can neither change what it is given nor reach what lies behind.

Templates of a registry are programs, and the wall (`conferral.site.wall`) is what holds them; this stands before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment

from conferral.site.awarded_views import AwardedView, Fact
from conferral.site.badge_views import BadgeView, Term
from conferral.site.person_views import AbilityView, HoldingView, PersonView, SkillView, YearView
from conferral.site.recorded import Recorded
from conferral.site.views import CredentialView, EvidenceView, ResultView, SiteView
from conferral.site.wording import StateWords

_OF_CREDENTIALS = (AwardedView, CredentialView, EvidenceView, Fact, Recorded, ResultView, SiteView, StateWords)
_OF_BADGES = (BadgeView, Term)
_OF_PEOPLE = (AbilityView, HoldingView, PersonView, SkillView, YearView)

MEMBERS: Mapping[type, frozenset[str]] = {
    view: frozenset(field.name for field in fields(view) if not field.name.startswith("_"))
    for view in (*_OF_CREDENTIALS, *_OF_BADGES, *_OF_PEOPLE)
}
"""What the views of the pages that are many hold: of credentials, of badges, and of portfolios.

None of them is a function, a type, a frame or a collection, so all that the sandbox asks about a member is whether its
name is private; and none holds a method, which it would wrap.
"""


class Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox of jinja2, which is not asked anew about what is read on pages that are many."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A member of an object, as the sandbox gives it."""
        if attribute in MEMBERS.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)
