"""Whether those have approved a change who have to: two stewards for badges of the levels that the policy names.

Who may approve is what the base says, never the change itself: nobody makes themselves a steward and then approves.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conferral.describing import Changes
from conferral.errors import RegistryError
from conferral.model import Badge, Registry

NEEDED = 2

_DECISIONS = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})
_EXPECTED = "the list of reviews as the git host's API gives it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What a badge still needs: who has approved, who else may, and who cannot be told (teams, e-mail addresses)."""

    badge: str
    level: str
    approved: tuple[str, ...]
    others: tuple[str, ...]
    untold: tuple[str, ...]

    @property
    def suffices(self) -> bool:
        """Whether enough of them have approved."""
        return len(self.approved) >= NEEDED

    def as_json(self) -> Mapping[str, Any]:
        """The approval as plain data."""
        return {
            "badge": self.badge,
            "level": self.level,
            "approved": list(self.approved),
            "others": list(self.others),
            "untold": list(self.untold),
            "suffices": self.suffices,
        }


def approvals(
    base: Registry, registry: Registry, changes: Changes, *, approvers: Iterable[str], authors: Collection[str]
) -> Iterator[Approval]:
    """What every badge that a change touches needs and has, if its level needs two approvals; in their order.

    `approvers` are the logins of those whose latest review approves; `authors` are those of whoever made the change
    or asked for it, which never count.  The policy, the level and the stewards are the base's; a stricter level of the
    change counts as well, and so does one of a badge that is new.  A change of who may approve, or of the policy
    itself, touches every badge that it concerns: else one approval would be enough to need no second one.
    """
    levels = base.file.policy.two_approvals
    own = {_plain(login) for login in authors}
    given = {_plain(login) for login in approvers} - own
    for slug in sorted(changes.touched_badges | _differently_approved(base, registry, changes)):
        before, now = base.badges.get(slug), registry.badges.get(slug)
        level = next((one.current.level for one in (before, now) if one and one.current.level in levels), None)
        if level is None:
            continue
        named = {_plain(handle): handle for handle in (*base.file.operators, *reversed(_stewards(base, before or now)))}
        handles = tuple(reversed(named.values()))  # one person may be written in two ways
        people = [handle for handle in handles if _is_person(handle) and _plain(handle) not in own]
        yield Approval(
            badge=slug,
            level=level,
            approved=tuple(handle for handle in people if _plain(handle) in given),
            others=tuple(handle for handle in people if _plain(handle) not in given),
            untold=tuple(handle for handle in handles if not _is_person(handle)),
        )


def _differently_approved(base: Registry, registry: Registry, changes: Changes) -> frozenset[str]:
    """The badges of which the change decides who may approve them, or how many have to."""
    if any(one.key in ("operators", "policy.two_approvals") for one in changes.settings):
        return frozenset(base.badges)
    issuers = {
        one.slug
        for one in changes.issuers
        if (was := base.issuers.get(one.slug))
        and (is_now := registry.issuers.get(one.slug))
        and was.current.stewards != is_now.current.stewards
    }
    return frozenset(slug for slug, badge in base.badges.items() if badge.current.issuer in issuers)


def _stewards(base: Registry, badge: Badge | None) -> tuple[str, ...]:
    """The stewards of a badge and of its issuer, as the base names them."""
    if badge is None:
        return ()
    issuer = base.issuers.get(badge.current.issuer)
    own = base.badges[badge.slug].current.stewards if badge.slug in base.badges else ()
    return (*own, *(issuer.current.stewards if issuer else ()))


def _is_person(handle: str) -> bool:
    return handle.startswith("@") and "/" not in handle


def _plain(login: str) -> str:
    return login.removeprefix("@").lower()


def approvers(reviews: str, *, commit: str | None = None) -> tuple[str, ...]:
    """The logins of those whose latest review approves, from what a git host's API gives.

    That is GitHub's list of reviews of a pull request, or several pages of it one after the other, or GitLab's
    object with `approved_by`.  A comment neither approves nor takes an approval back.  With `commit`, only approvals
    of that commit count: who approved an earlier one has not seen what came after.  Raises `RegistryError` for
    anything else.
    """
    found = (_read(review, commit) for review in _reviews(reviews))
    decisions = [review for review in found if review[1] in _DECISIONS]
    latest = {login: state for login, state, _ in sorted(decisions, key=lambda review: review[2])}
    return tuple(login for login, state in latest.items() if state == "APPROVED")


def _reviews(text: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(), 0
    try:
        while text[at:].strip():
            at += len(text[at:]) - len(text[at:].lstrip())
            page, at = decoder.raw_decode(text, at)
            yield from _listed(page)
    except (json.JSONDecodeError, RecursionError) as error:
        raise RegistryError("the file of --reviews is no JSON", hint=f"It holds {_EXPECTED}.") from error


def _listed(page: Any) -> Iterator[Any]:
    if isinstance(page, dict) and isinstance(page.get("approved_by"), list):
        yield from ({**one, "state": "APPROVED"} for one in page["approved_by"] if isinstance(one, dict))
    elif isinstance(page, list):
        for one in page:
            yield from _listed(one) if isinstance(one, list) else (one,)
    else:
        raise RegistryError("the file of --reviews holds no reviews", hint=f"It holds {_EXPECTED}.")


def _read(review: Any, commit: str | None) -> tuple[str, str, str]:
    """Login, decision and time of a review; an approval of another commit than `commit` is as good as dismissed."""
    user = review.get("user") if isinstance(review, dict) else None
    if user is None and isinstance(review, dict) and "user" in review:
        return "", "", ""  # of an account that was deleted
    login = (user.get("login") or user.get("username")) if isinstance(user, dict) else None
    state = review.get("state") if isinstance(review, dict) else None
    if not isinstance(login, str) or not isinstance(state, str):
        raise RegistryError("the file of --reviews holds something that is no review", hint=f"It holds {_EXPECTED}.")
    if commit is not None and state.upper() == "APPROVED" and review.get("commit_id") != commit:
        state = "DISMISSED"
    return login.lower(), state.upper(), str(review.get("submitted_at") or "")
