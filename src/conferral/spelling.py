"""Words however they are spelled: in capitals or not, with accents or without, with whatever stands between them."""

from __future__ import annotations

import re
import unicodedata


def without_accents(text: str) -> str:
    """The text in lower case and without accents: "Café" is "cafe"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def hyphenated(text: str) -> str:
    """The text as it would stand in a file name: "Ada B. Ferrant" is "ada-b-ferrant"; letters keep their accents."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")
