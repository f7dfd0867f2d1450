"""Which badges are like which: by what they teach, what they correspond to, and where they belong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from conferral.site.badge_views import BadgeView
from conferral.site.collection_views import CollectionView

MOST = 3
"""So many badges are named on a badge's page."""

COMMON = 250
"""What more badges than these share makes none of them like another, and would make 10,000 badges slow."""

_WEIGHTS = {"skill": 4, "framework": 3, "collection": 2}
_SAME_FIELD = 2
_SAME_ISSUER = 1


def related(badges: Sequence[BadgeView], collections: Iterable[CollectionView]) -> Mapping[str, tuple[BadgeView, ...]]:
    """For each badge, by its short name, the few most like it that are awarded, the likest first.

    Skills that two share count most, then alignments, then collections; field and issuer decide between equals, and
    alone make no badge related.  A badge that shares nothing with another is followed by the most awarded of its field.
    """
    by_slug = {view.slug: view for view in badges}
    belongs: dict[str, list[str]] = {view.slug: [] for view in badges}
    for collection in collections:
        for view in collection.badges:
            belongs[view.slug].append(collection.slug)
    having: dict[tuple[str, str], list[str]] = {}
    for view in badges:
        for mark in _marks(view, belongs[view.slug]):
            having.setdefault(mark, []).append(view.slug)
    of_field: dict[str, list[BadgeView]] = {}
    for view in sorted(badges, key=lambda one: (-one.tally.awarded, one.slug)):
        if view.field and not view.retired:
            of_field.setdefault(view.field.key, []).append(view)
    found = {}
    for view in badges:
        likeness: Counter[str] = Counter()
        for mark in _marks(view, belongs[view.slug]):
            if len(having[mark]) <= COMMON:
                for slug in having[mark]:
                    likeness[slug] += _WEIGHTS[mark[0]]
        others = [by_slug[slug] for slug in likeness if slug != view.slug and not by_slug[slug].retired]
        others.sort(key=lambda one: (-likeness[one.slug] - _nearness(view, one), one.slug))
        if len(others) < MOST:
            named = {view.slug, *(one.slug for one in others)}
            rest = (of_field.get(view.field.key, []) if view.field else [])[: 2 * MOST + 1]
            others += [one for one in rest if one.slug not in named]
        found[view.slug] = tuple(others[:MOST])
    return found


def _marks(view: BadgeView, collections: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from (("skill", skill.key.casefold()) for skill in view.skills)
    yield from (("framework", item.url) for framework in view.frameworks for item in framework.items)
    yield from (("collection", slug) for slug in collections)


def _nearness(one: BadgeView, other: BadgeView) -> int:
    same_field = one.field is not None and other.field is not None and one.field.key == other.field.key
    return same_field * _SAME_FIELD + (one.issuer == other.issuer) * _SAME_ISSUER
