"""What the project has set itself, beside what was measured.

A target is judged only by what was measured at its size; nothing is worked out from smaller ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.figures import Figures, shown

LARGE, LARGER = 100_000, 1_000_000
"""The numbers of awards that targets speak of."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to reach: `least` has to be, `aim` is meant to be; both are the most allowed unless `more` is better.

    `value` works out what was reached, or None where it was not measured.
    """

    name: str
    value: Callable[[Figures], float | None]
    least: float | None
    aim: float | None = None
    unit: str = ""
    more: bool = False

    def verdict(self, figures: Figures) -> str:
        """In words: whether it was measured, and what was reached."""
        value = self.value(figures)
        if value is None:
            return "not measured"
        if self.aim is not None and self._reached(value, self.aim):
            return "aim reached"
        if self.least is None:
            return "aim missed"
        return "reached" if self._reached(value, self.least) else "missed"

    def _reached(self, value: float, wanted: float) -> bool:
        return value >= wanted if self.more else value <= wanted


def _median(name: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.median(name)


def _ratio(above: str, below: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.ratio(above, below)


def _at(name: str, awards: int) -> str:
    return name.replace("*", str(awards))


def _growth(name: str) -> Callable[[Figures], float | None]:
    return _ratio(_at(name, LARGER), _at(name, LARGE))


_COLD = _at("build/*/cold", LARGE)
TARGETS = (
    Target(
        "signing one award, against PyLD", _ratio("peers/pyld/signing", "signing/signing"), 40, unit="times", more=True
    ),
    Target(
        "signing one award, against openbadgeslib",
        _ratio("peers/openbadgeslib/signing", "signing/signing"),
        60,
        unit="times",
        more=True,
    ),
    Target(
        "signing one award, against @digitalbazaar/vc",
        _ratio("peers/digitalbazaar-vc/signing", "signing/signing"),
        60,
        unit="times",
        more=True,
    ),
    Target("signing one award, of a signature alone", _ratio("signing/signing", "signing/raw"), None, 4, "times"),
    Target("cold build, 100,000 awards", _median(f"{_COLD}/seconds"), 60, 30, "s"),
    Target("its memory", lambda figures: _gigabytes(figures, f"{_COLD}/peak"), 1.5, unit="GB"),
    Target("1,000,000 awards: time", _growth("build/*/cold/seconds"), 11, unit="times"),
    Target("1,000,000 awards: bytes", _growth("weight/*/site/bytes"), 11, unit="times"),
    Target("1,000,000 awards: memory", _growth("build/*/cold/peak"), 3, unit="times"),
    Target(
        "one award more, of the cold build", _ratio(_at("build/*/one-more/seconds", LARGE), f"{_COLD}/seconds"), 0.15
    ),
    Target("one award more", _median(_at("build/*/one-more/seconds", LARGE)), None, 3, "s"),
    Target("verifying that site", _median(_at("verify/*/rate", LARGE)), 2_000, 10_000, "a second", more=True),
    Target("bytes a credential", _median(_at("weight/*/credential/bytes", LARGE)), 10_000, 8_000),
    Target("catalogue of 1,000 badges, cards kept", _median("catalogue/1000/with-cards/seconds"), 40, 10, "s"),
    Target(
        "Dask on two workers, of two processes",
        _ratio(_at("dask/*/sign-dask/seconds", LARGE), _at("dask/*/sign-here/seconds", LARGE)),
        1.3,
    ),
)


def judged(figures: Figures) -> Iterator[str]:
    """Lines of a table: every target, what was measured, what is wanted, and whether it is reached."""
    yield f"{'':<46}{'measured':>12}{'at least':>12}{'aim':>10}"
    for target in TARGETS:
        value = target.value(figures)
        measured = "" if value is None else shown(value)
        wanted = (shown(one) if one is not None else "" for one in (target.least, target.aim))
        least, aim = wanted
        yield f"{target.name:<46}{measured:>12}{least:>12}{aim:>10} {target.unit:<9}{target.verdict(figures)}"


def _gigabytes(figures: Figures, name: str) -> float | None:
    value = figures.median(name)
    return None if value is None else value / 1e9
