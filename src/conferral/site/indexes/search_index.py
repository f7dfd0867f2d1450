"""assets/search/<code>.json: what the search of badges looks through; src/pages/badge-index.ts reads it in browsers.

It is made to be small: whatever badges share stands once, in a table, and each badge has the places in the tables.  Of
descriptions and alignments it has the words alone, each once, those that most badges have first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from conferral.model import Text
from conferral.site.badge_views import BadgeView, Term
from conferral.site.wording import LEVELS

COMMON = 100
"""A word that more badges have than this, and more than a quarter of all, tells none from another."""

_DAY_ZERO = date(1970, 1, 1).toordinal()


def search_index(badges: Sequence[BadgeView]) -> bytes:
    """The index of badges in one language, in the order in which their page has them.

    - `facets`: a table of values for each; of a value what it is called in addresses and, where that differs, on pages
    - `common`: words that a search takes as found in every badge; `words`: a table of the others, in small letters
    - `badges`: a list for each kind of thing that badges have.  `values` are places in the tables of facets: a list
      of them for skills, one for the others, -1 for none.  `words` are places in that table.  In lists of places each
      but the first is as much as it is more than the one before.  `retired` are places of badges; `since` is a day,
      counted from 1970-01-01, or 0 where none is known
    """
    facets = {
        "skill": _by_frequency([view.searched_skills for view in badges]),
        "field": _by_frequency([(view.field,) if view.field else () for view in badges]),
        "issuer": _by_frequency([(_issuer(view),) for view in badges]),
        "level": _by_level([(view.level,) if view.level else () for view in badges]),
        "type": _by_frequency([(view.type,) for view in badges]),
    }
    common, words = _words([set(_words_of(view)) for view in badges])
    index = {
        "common": common,
        "words": words.table,
        "facets": {name: columns.table for name, columns in facets.items()},
        "badges": {
            "slug": [view.slug for view in badges],
            "name": [view.name for view in badges],
            "values": {
                name: [_steps(places) for places in columns.places]
                if name == "skill"
                else [next(iter(places), -1) for places in columns.places]
                for name, columns in facets.items()
            },
            "words": [_steps(places) for places in words.places],
            "retired": [place for place, view in enumerate(badges) if view.retired],
            "awarded": [view.tally.awarded for view in badges],
            "since": [_since(view) for view in badges],
        },
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


class _Columns:
    """A table of what badges share, and for each badge its places there, lowest first."""

    def __init__(self, table: list[object], places: Iterable[Iterable[int]]) -> None:
        self.table = table
        self.places = [sorted(some) for some in places]


def _by_frequency(terms: Sequence[Sequence[Term]]) -> _Columns:
    """Values that most badges have come first, and stand for little in the file."""
    return _columns(terms, sorted(_counted(terms).items(), key=lambda item: (-item[1], item[0])))


def _by_level(terms: Sequence[Sequence[Term]]) -> _Columns:
    order = list(LEVELS)
    return _columns(terms, sorted(_counted(terms).items(), key=lambda item: order.index(item[0])))


def _counted(terms: Sequence[Sequence[Term]]) -> Counter[str]:
    return Counter(term.key for some in terms for term in some)


def _columns(terms: Sequence[Sequence[Term]], ordered: Iterable[tuple[str, int]]) -> _Columns:
    texts = {term.key: term.text for some in terms for term in some}
    keys = [key for key, _ in ordered]
    places = {key: place for place, key in enumerate(keys)}
    return _Columns(
        [[key] if key == texts[key] else [key, texts[key]] for key in keys],
        ({places[term.key] for term in some} for some in terms),
    )


def _words(found: Sequence[set[str]]) -> tuple[list[str], _Columns]:
    """The common words, and the others."""
    counted = Counter(word for words in found for word in words)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    most = max(COMMON, len(found) / 4)
    common = [word for word, number in ordered if number > most]
    table = [word for word, number in ordered if number <= most]
    places = {word: place for place, word in enumerate(table)}
    return common, _Columns(list(table), ({places[word] for word in words if word in places} for words in found))


def _words_of(view: BadgeView) -> Iterator[str]:
    """Words of the description and of what the badge corresponds to; the browser folds them, and splits the rest."""
    texts = [str(view.description)]
    texts += [part for one in view.frameworks for item in one.items for part in (item.name, item.code or "")]
    for text in texts:
        for word in text.lower().split():
            bare = word.strip(_AROUND)
            if bare:
                yield bare


_AROUND = ".,;:!?()[]{}\"'“”„«»‘’‚…–—-/·•*"
"""What stands around words and belongs to none."""


def _issuer(view: BadgeView) -> Term:
    return Term(view.issuer, Text(view.issuer_name, ""))


def _steps(places: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise((0, *places))]


def _since(view: BadgeView) -> int:
    """The day of the present version, so that a badge that was made anew counts as new; else of the first award."""
    current = next(version for version in view.versions if version.current)
    day = current.since or view.since or view.tally.first
    return day.toordinal() - _DAY_ZERO if day else 0
