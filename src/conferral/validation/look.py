"""The registry's colours: whether what is written in them can be read."""

from __future__ import annotations

from collections.abc import Iterator

from conferral.model import Finding
from conferral.standards.contrast import ENOUGH_FOR_TEXT, contrast, towards
from conferral.validation.facts import Facts

LIGHT = ("#ffffff", "#faf8f3", "#f3efe6")
"""What the accent stands on in light pages: `--surface`, `--bg`, `--raised` of the theme; its `--accent-ink`."""

DARK = ("#1d2125", "#15181b", "#282d33", "#0b2228")
"""The same in dark pages."""

WASH = 0.09
"""The accent's share of `--wash`, a field in the registry's colour on `--surface`, which comes first above."""


def colours_can_be_read(facts: Facts) -> Iterator[Finding]:
    """Both accents have a contrast of 4.5:1 to every background that they stand on (WCAG 2.2, 1.4.3)."""
    brand = facts.registry.file.brand
    if brand is None:
        return
    place = facts.registry.file.place.at("brand")
    for key, colour, backgrounds, away in (
        ("accent", brand.accent, LIGHT, "#000000"),
        ("accent_dark", brand.accent_dark, DARK, "#ffffff"),
    ):
        behind = min(_behind(colour, backgrounds), key=lambda background: contrast(colour, background))
        ratio = contrast(colour, behind)
        if ratio < ENOUGH_FOR_TEXT:
            pages, change = ("light", "darker") if key == "accent" else ("dark", "lighter")
            better = _nearest(colour, backgrounds, away)
            yield Finding(
                place.at(key),
                f"the colour {colour} has a contrast of {_floor(ratio)}:1 to {behind} of {pages} pages",
                f"a contrast of {ENOUGH_FOR_TEXT}:1 or more, so that all can read it",
                f'take a {change} one, such as "{better}"',
            )


def _behind(colour: str, backgrounds: tuple[str, ...]) -> tuple[str, ...]:
    """All that a colour stands on."""
    return (*backgrounds, towards(backgrounds[0], colour, WASH))


def _nearest(colour: str, backgrounds: tuple[str, ...], away: str) -> str:
    """The colour moved away from the backgrounds as far as it takes."""
    steps = (towards(colour, away, step / 50) for step in range(51))
    return next(one for one in steps if min(contrast(one, it) for it in _behind(one, backgrounds)) >= ENOUGH_FOR_TEXT)


def _floor(ratio: float) -> str:
    """A ratio with one decimal, cut off: 4.49 is not shown as 4.5."""
    return f"{int(ratio * 10) / 10:g}"


RULES = (colours_can_be_read,)
