"""Endorsements that differ between two states of a registry, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from conferral.endorsing import endorsed
from conferral.model import Endorsement, Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementChange:
    """An endorsement that is new, gone, withdrawn, says something else, or about which the web was asked again.

    `by` is the name of whoever endorses, `id` its identifier, as the document says; `known` whether it is an issuer of
    this registry.  `of` names what is endorsed.  `state` is what the kept answers say of a stranger's.
    """

    slug: str
    kind: Literal["added", "removed", "withdrawn", "asked", "changed"]
    of: str
    by: str
    id: str
    known: bool
    state: str

    def as_json(self) -> dict[str, Any]:
        """The change as plain data."""
        return {
            "name": self.slug,
            "change": self.kind,
            "of": self.of,
            "by": self.by,
            "id": self.id,
            "known": self.known,
            "state": self.state,
        }


_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Of what was never asked about, nothing is told that depends on the time."""


def endorsement_changes(base: Registry, registry: Registry) -> Iterator[EndorsementChange]:
    """Every endorsement that differs, by name."""
    unread = {gap[1] for one in (base, registry) for gap in one.gaps if gap[0].startswith("endorsement")}
    for slug in sorted({*base.endorsements, *registry.endorsements}.difference(unread)):
        was, is_now = base.endorsements.get(slug), registry.endorsements.get(slug)
        if is_now is None and was is not None:
            yield _change(base, was, "removed")
        elif is_now is not None and was is None:
            yield _change(registry, is_now, "added")
        elif is_now is not None and was is not None and was != is_now:
            yield _change(registry, is_now, _kind(was, is_now))


def endorsement_words(changes: Sequence[EndorsementChange]) -> Iterator[tuple[EndorsementChange, str, bool]]:
    """Each change, how its sentence begins, and whether a reviewer must not overlook it.

    What a stranger says of itself anybody could say, and an issuer's word is given with its key: of both, the new ones
    are worth a second look.
    """
    verbs = {"added": "adds", "removed": "removes", "withdrawn": "withdraws", "changed": "changes"}
    for one in changes:
        verb = verbs.get(one.kind, "asks again about")
        yield one, f"{verb} an endorsement of", one.kind in ("added", "changed", "removed")


def _kind(was: Endorsement, is_now: Endorsement) -> Literal["withdrawn", "asked", "changed"]:
    if was.signed == is_now.signed and was.file == is_now.file:
        return "asked"
    left = was.file.model_copy(update={"withdrawn": is_now.file.withdrawn})
    if is_now.file.withdrawn and not was.file.withdrawn and left == is_now.file and was.signed == is_now.signed:
        return "withdrawn"
    return "changed"


def _change(
    registry: Registry, one: Endorsement, kind: Literal["added", "removed", "withdrawn", "asked", "changed"]
) -> EndorsementChange:
    said = endorsed(registry, one, one.kept.asked if one.kept else _ANY_TIME)
    return EndorsementChange(
        slug=one.slug,
        kind=kind,
        of=_of(registry, one),
        by=said.endorser.name or said.endorser.id or "nobody",
        id=said.endorser.id,
        known=said.endorser.issuer is not None,
        state=said.state if one.kept else "",
    )


def _of(registry: Registry, one: Endorsement) -> str:
    file = one.file
    if file.badge:
        badge = registry.badges.get(file.badge)
        return f"the badge {badge.current.name if badge else file.badge}"
    if file.issuer:
        issuer = registry.issuers.get(file.issuer)
        return f"the issuer {issuer.current.name if issuer else file.issuer}"
    return f"the award {file.award}"
