"""The versions of a badge: since when each is there, how often it was awarded, and what it changed, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from conferral import addresses
from conferral.model import Badge, BadgeFile, Registry
from conferral.site.language import Language, message
from conferral.site.tallies import Counts
from conferral.site.views import SiteView
from conferral.site.wording import LEVELS, type_words
from conferral.states import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version of a badge: the day since which the registry has it, where that is known, how many awards were given
    under it, and what it changed in the one before, as sentences."""

    number: int
    name: str
    json_path: str
    current: bool
    since: date | None
    awarded: int
    changes: tuple[Markup, ...]


def version_views(
    registry: Registry, site: SiteView, badge: Badge, counts: Counts, times: Mapping[tuple[str, int], datetime]
) -> tuple[VersionView, ...]:
    """The versions of a badge, the newest first; `times` has the instants since which they are there."""
    views = []
    before: int | None = None
    for number, version in sorted(badge.versions.items()):
        when = times.get((badge.slug, number))
        views.append(
            VersionView(
                number=number,
                name=version.name,
                json_path=addresses.badge_version_json(badge.slug, number),
                current=number == badge.current.version,
                since=day_of(when, registry.file.timezone) if when else None,
                awarded=counts.versions.get((badge.slug, number), 0),
                changes=() if before is None else _changes(registry, site, badge, before, number),
            )
        )
        before = number
    return tuple(reversed(views))


_CHANGED: dict[str, str] = {
    "description": message("The description was reworded."),
    "criteria": message("The criteria changed."),
    "criteria_url": message("Another page says more about the criteria."),
    "results": message("The results that awards may carry changed."),
    "identifiers": message("Other identifiers are named."),
    "related": message("Other achievements are named as related."),
}
"""What is too long to be told is said to have changed."""


def _changes(registry: Registry, site: SiteView, badge: Badge, before: int, after: int) -> tuple[Markup, ...]:
    old, new, words = badge.versions[before], badge.versions[after], site.words
    told = [
        *(
            words.html(
                "%(what)s: %(after)s (before: %(before)s)",
                what=what,
                before=_own(was, site) if was else words.say("not given"),
                after=_own(now, site) if now else words.say("not given"),
            )
            for what, was, now in zip(
                _labels(words), _values(registry, old, words), _values(registry, new, words), strict=True
            )
            if was != now
        ),
        *(words.html(sentence) for key, sentence in _CHANGED.items() if getattr(old, key) != getattr(new, key)),
        *_lists(old, new, site),
    ]
    if old.status_purpose != new.status_purpose:
        told.append(
            words.html("Awards can be suspended and reinstated.")
            if new.status_purpose == "suspension"
            else words.html("Awards can be revoked for good.")
        )
    if badge.images[before].digest != badge.images[after].digest:
        told.append(words.html("The image is another one."))
    return tuple(told) or (words.html("No text that is shown here changed."),)


def _labels(words: Language) -> tuple[str, ...]:
    say = words.say
    return (
        say("Name"), say("Issuer"), say("Type"), say("Level"), say("Effort"), say("Credits"), say("Field"),
        say("Validity"), say("Specialisation"), say("Code"), say("Made by"),
    )  # fmt: skip


def _values(registry: Registry, badge: BadgeFile, words: Language) -> tuple[str, ...]:
    """What `_labels` names, in words; empty where the version does not say it."""
    return (
        badge.name,
        registry.issuers[badge.issuer].current.name,
        type_words(badge.type, words),
        words.say(LEVELS[badge.level]) if badge.level else "",
        words.count("%(num)s hour", "%(num)s hours", badge.hours) if badge.hours else "",
        words.number(badge.credits) if badge.credits else "",
        badge.field or "",
        _end(badge, words),
        badge.specialization or "",
        badge.code or "",
        badge.creator.name if badge.creator else "",
    )


def _end(badge: BadgeFile, words: Language) -> str:
    if badge.valid_until:
        return words.say("until %(day)s", day=words.day(badge.valid_until))
    return words.period(badge.validity) if badge.validity else ""


def _lists(old: BadgeFile, new: BadgeFile, site: SiteView) -> Iterator[Markup]:
    """What came to lists, and what went from them; another order is no change."""
    words = site.words
    skills = _difference(old.skills, new.skills)
    frameworks = _difference([one.label for one in old.alignments], [one.label for one in new.alignments])
    for names, sentence in (
        (skills[0], message("New skills: %(names)s")),
        (skills[1], message("Skills left out: %(names)s")),
        (frameworks[0], message("New links to frameworks: %(names)s")),
        (frameworks[1], message("Links to frameworks left out: %(names)s")),
    ):
        if names:
            yield words.html(sentence, names=_own(words.listed(names), site))


def _difference(old: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is only in the new ones, and what is only in the old ones."""
    before, after = list(old), list(new)
    return [one for one in after if one not in before], [one for one in before if one not in after]


def _own(text: str, site: SiteView) -> Markup:
    """Words of the registry's own, marked with their language where the page is in another."""
    if site.language == site.words.code:
        return Markup.escape(text)
    return Markup('<span lang="{}">{}</span>').format(site.language, text)
