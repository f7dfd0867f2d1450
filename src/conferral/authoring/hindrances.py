"""What is in the way of an edit, in words: and the two hindrances that most edits of an award share."""

from __future__ import annotations

from conferral.model import Award, Registry

Because = tuple[str, str, str]
"""What is wrong, what was expected, and how to mend it."""


def revoked(
    registry: Registry, award: Award, hint: str, expected: str = "an award that is not revoked"
) -> Because | None:
    """That an award was revoked; None if it was not."""
    revocation = registry.revocations.get(award.id or "")
    if revocation is None:
        return None
    return f"this award was revoked on {revocation.on} ({revocation.reason})", expected, hint


def unregistered(award: Award, hint: str) -> Because | None:
    """That nothing was issued of an award yet; None if something was."""
    if award.row:
        return None
    return "this award is not registered, so nothing was issued yet", "a registered award", hint
