"""Collections of badges."""

from __future__ import annotations

from collections.abc import Iterator

from conferral.fields import closest
from conferral.model import Finding
from conferral.validation.facts import Facts


def collections_hold_badges_that_are_shown(facts: Facts) -> Iterator[Finding]:
    """The badges of a collection are there, and no drafts."""
    badges = facts.registry.badges
    for collection in facts.registry.collections.values():
        for number, slug in enumerate(collection.file.badges):
            place = collection.file.place.at("badges", number)
            if slug in badges and badges[slug].current.state == "draft":
                what = f'the badge "{slug}" is a draft, which no page shows'
                yield Finding(place, what, "a badge that is active or retired", "delete the line, or make it active")
            elif slug not in badges and not facts.is_gap("badge", slug):
                expected = "the name of a folder in credentials/badges"
                yield Finding(place, f'there is no badge "{slug}"', expected, closest(slug, badges))


def collections_hold_a_badge_once(facts: Facts) -> Iterator[Finding]:
    """A badge stands once in a collection."""
    for collection in facts.registry.collections.values():
        listed = collection.file.badges
        for number, slug in enumerate(listed):
            if slug in listed[:number]:
                place = collection.file.place.at("badges", number)
                yield Finding(place, f'the badge "{slug}" stands here twice', "each badge once", "delete the line")


RULES = (collections_hold_badges_that_are_shown, collections_hold_a_badge_once)
