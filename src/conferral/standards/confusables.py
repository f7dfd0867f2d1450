"""Letters that look like others: skeletons, and words that mix alphabets (after Unicode Technical Standard 39).

Two texts that look alike have the same skeleton.  The method is that of UTS 39, section 4; the table is our own and
small: the letters of Cyrillic, Greek and Armenian that look like Latin ones in common typefaces, and the few Latin
letters and figures that look like each other.  Not found are look-alikes among other scripts, pairs of letters that
look like one (rn and m), letters that only some typefaces draw alike, and marks above letters that are hard to tell
apart.  Variants that Unicode itself counts as the same letter (wide, bold, in circles) are found.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from conferral.standards.invisible_characters import invisible_character, script_of

_LOOKS_LATIN = {
    "CYRILLIC": (
        "0405S 0406l 0408J 0410A 0412B 0415E 041AK 041CM 041DH 041EO 0420P 0421C 0422T 0423Y 0425X 0430a 0433r "
        "0435e 043Eo 0440p 0441c 0443y 0445x 044Cb 0455s 0456i 0458j 0474V 0475v 04AEY 04AFy 04BBh 04C0l 04CFl "
        "0501d 050CG 051AQ 051Bq 051CW 051Dw"
    ),
    "GREEK": (
        "037FJ 0391A 0392B 0395E 0396Z 0397H 0399l 039AK 039CM 039DN 039FO 03A1P 03A4T 03A5Y 03A7X 03B1a 03B3y "
        "03B9i 03BDv 03BFo 03C1p 03C3o 03C5u 03F2c 03F3j 03F9C"
    ),
    "ARMENIAN": ("054DU 054FS 0555O 0566q 0570h 0578n 057Du 0581g 0585o"),
}
"""By script: code points, each with the Latin letter that it looks like."""
_LATIN = "0031l 0030O 0049l 007Cl 0131i 01C0l 0251a 0261g"
"""Latin letters, figures and signs that look like other Latin letters."""


def _table(pairs: str) -> dict[str, str]:
    return {chr(int(pair[:4], 16)): pair[4:] for pair in pairs.split()}


_BY_SCRIPT = {script: _table(pairs) for script, pairs in _LOOKS_LATIN.items()}
_TRANSLATION = str.maketrans(
    {letter: latin for table in (*_BY_SCRIPT.values(), _table(_LATIN)) for letter, latin in table.items()}
)
_WORD = re.compile(r"[^\W\d_]+")


class MixedWord(NamedTuple):
    """A word of letters of two alphabets; `letter` stands in it, `twin` is the other alphabet's that looks like it."""

    word: str
    letter: str
    twin: str


class ForeignWord(NamedTuple):
    """A word of another alphabet that could be read as a Latin one: the word, its script, and what it looks like."""

    word: str
    script: str
    latin: str


def skeleton(text: str) -> str:
    """What a text looks like: the same for two texts that look alike, and of no other use."""
    seen = "".join(c for c in unicodedata.normalize("NFKD", text) if invisible_character(c) is None)
    return " ".join(unicodedata.normalize("NFD", seen.translate(_TRANSLATION)).split())


def mixed_word(text: str) -> MixedWord | None:
    """The first word in a text that passes for one of a single alphabet and is not.

    It holds Latin letters and letters of another alphabet, and all letters of one of them look like letters of the
    other.  A unit such as kilo-ohm, written with a k and an omega, is none: neither looks like a letter
    of the other alphabet.  Nor is what a hyphen parts.
    """
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        scripts = {script_of(letter) for letter in word}
        for script in sorted(scripts & _BY_SCRIPT.keys()) if "LATIN" in scripts else ():
            table = _BY_SCRIPT[script]
            others = [letter for letter in word if script_of(letter) == script]
            if all(letter in table for letter in others):
                return MixedWord(word, others[0], table[others[0]])
            back = {latin: letter for letter, latin in table.items()}
            latins = [letter for letter in word if script_of(letter) == "LATIN"]
            if all(letter in back for letter in latins):
                return MixedWord(word, latins[0], back[latins[0]])
    return None


def foreign_word(text: str) -> ForeignWord | None:
    """The first word in a text, of two letters or more, that is in another alphabet and looks Latin all through.

    It may well be a word of its language: there are such in all of them.
    """
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        scripts = {script_of(letter) for letter in word}
        table = _BY_SCRIPT.get(next(iter(scripts)), {}) if len(scripts) == 1 else {}
        if len(word) > 1 and all(letter in table for letter in word):
            return ForeignWord(word, scripts.pop(), "".join(table[letter] for letter in word))
    return None
