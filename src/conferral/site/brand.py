"""A registry's two colours as files of its site: a stylesheet that every page has, and the icon."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conferral import addresses
from conferral.model import Brand

ACCENT = "#0b5a6b"
"""The colour of a registry that names none."""

ICON = "assets/favicon.svg"

_ASSETS = Path(__file__).parent / "theme"


def brand_files(brand: Brand | None) -> Iterator[tuple[str, bytes]]:
    """Site paths and contents; none where the registry has no colours of its own.

    What stands on the accents is white in the light and nearly black in the dark, as the theme has it:
    `conferral.validation` refuses accents on which these could not be read.
    """
    if brand:
        css = f":root {{ --accent: light-dark({brand.accent}, {brand.accent_dark}); }}\n"
        yield addresses.BRAND_STYLESHEET, css.encode()
        yield ICON, (_ASSETS / ICON).read_text(encoding="utf-8").replace(ACCENT, brand.accent).encode()
