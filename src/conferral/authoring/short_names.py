"""Short names made from names: what stands in addresses and file names, in lower-case ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from conferral.identifiers import new_file_ending

_LONGEST = 60
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Letters that Unicode does not take apart, then Greek and Cyrillic in their usual Latin forms.
_LATIN = """
    æ ae œ oe ø o ð d đ d ł l þ th ß ss ı i ħ h ŋ n ŧ t
    α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o
    а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch
    ы y э e ю yu я ya є ye і i ї yi ґ g ў u"""
_LETTERS = str.maketrans(
    dict(zip(_LATIN.split()[::2], _LATIN.split()[1::2], strict=True))
    | {"ь": "", "ъ": "", "&": " and ", "'": "", "’": ""}
)


def short_name(name: str, taken: Container[str], *, language: str = "en", otherwise: str = "badge") -> str:
    """A short name for something, none of those `taken`: "Café & Küche" is "cafe-and-kuche", in German "-kueche".

    A name of which no letter can be written in ASCII becomes `otherwise` and four random characters.
    """
    text = unicodedata.normalize("NFC", name.casefold())
    if language == "de":
        text = text.translate(_GERMAN)
    text = text.translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    made = "-".join(re.findall(r"[a-z0-9]+", plain.translate(_LETTERS)))[:_LONGEST].rstrip("-")
    if not made:
        made = f"{otherwise}-{new_file_ending()}"
    number, found = 1, made
    while found in taken:
        number += 1
        found = f"{made}-{number}"
    return found
