"""Characters that cannot be seen, and where they may stand all the same.

They make a text read differently from what is there: a name that looks like another and is not the same, words in
another order than they are stored and signed.  Meant are the characters that Unicode calls Default_Ignorable, the
controls of the bidirectional algorithm (UAX 9) and of annotations among them, and the few blanks that are no spaces.

Some writing systems need a few of them.  They are seen as in place
- between and after letters of scripts that join their letters (joiners; RFC 5892, appendix A, in a simpler form),
- between and after pictures, and after the figures of keycaps (emoji),
- after ideographs and Mongolian letters (variants of one form),
- in a text with letters that run from right to left (the marks U+200E, U+200F and U+061C, which override nothing).
"""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"
_MARKS_OF_DIRECTION = "\u200e\u200f\u061c"
_PICTURE_VARIANTS = "\ufe0e\ufe0f"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_FROM_RIGHT_TO_LEFT = ("R", "AL")
_JOINING_SCRIPTS = re.compile(
    "(ADLAM|ARABIC|BENGALI|DEVANAGARI|GUJARATI|GURMUKHI|KANNADA|KHMER|LAO|MALAYALAM|MANDAIC|MONGOLIAN|MYANMAR|NKO|ORIYA"
    "|SINHALA|SYRIAC|TAMIL|TELUGU|TIBETAN)"
)


def invisible_character(text: str) -> int | None:
    """Where the first invisible character stands that has no place there; None if there is none."""
    if text.isascii():
        return None
    return next((found.start() for found in _INVISIBLE.finditer(text) if not _is_in_place(text, found.start())), None)


def character_name(character: str) -> str:
    """A character's code point and name, such as "U+200B ZERO WIDTH SPACE"."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def script_of(character: str) -> str:
    """The script of a letter or a mark as the first word of its name says it, such as "LATIN"; empty for any other."""
    if not unicodedata.category(character).startswith(("L", "M")):
        return ""
    return unicodedata.name(character, "").partition(" ")[0]


def _is_in_place(text: str, at: int) -> bool:
    character, before = text[at], text[at - 1 : at]
    if not before:
        return False
    if character in _JOINERS:
        return bool(_JOINING_SCRIPTS.fullmatch(script_of(before))) or (character == "\u200d" and _is_picture(before))
    if character in _MARKS_OF_DIRECTION:
        return any(unicodedata.bidirectional(letter) in _FROM_RIGHT_TO_LEFT for letter in text if letter.isalpha())
    if character in _PICTURE_VARIANTS:
        return _is_picture(before) or text[at + 1 : at + 2] == "\u20e3"
    if "\u180b" <= character <= "\u180f":
        return script_of(before) == "MONGOLIAN"
    return script_of(before) == "CJK" and ("\ufe00" <= character <= "\ufe0f" or character >= "\U000e0100")


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk", "Sm", "Po") or character in _PICTURE_VARIANTS
