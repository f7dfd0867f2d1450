"""What a word of YAML without quotes means: text, a number, a constant, or different things to different readers.

A word that some reader of YAML 1.1 or 1.2 takes for something else than it says is no word that a registry may hold:
`no`, `012`, `12:30`, `1e5`, `~`.
"""

from __future__ import annotations

import re

Word = str | int | float | bool | None

_SUSPECT = frozenset("+-.0123456789~=<yYnNtTfFoO")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_FRACTION = re.compile(r"-?(?=[0-9.]{3,16}\Z)(?:0|[1-9][0-9]*)\.[0-9]+")
_CONSTANTS = {"true": True, "false": False, "null": None, "": None}

TRUTH = re.compile(r"[yY]|yes|Yes|YES|[nN]|no|No|NO|on|On|ON|off|Off|OFF")
"""Words that are text to some and true or false to others."""

_AMBIGUOUS = re.compile(
    r"""
      True | TRUE | False | FALSE | Null | NULL | ~ | = | <<
    | [-+]? 0b [01_]+                                                     # binary: 1.1
    | [-+]? 0o [0-7_]+                                                    # octal: 1.2
    | [-+]? 0x [0-9a-fA-F_]+                                              # hexadecimal
    | [-+]? [0-9][0-9_]* (?: \. [0-9_]* )? (?: [eE] [-+]? [0-9]+ )?       # decimal, and 1.1's octal
    | [-+]? \. [0-9][0-9_]* (?: [eE] [-+]? [0-9]+ )?
    | [-+]? [0-9][0-9_]* (?: : [0-5]? [0-9] )+ (?: \. [0-9_]* )?          # base 60: 1.1
    | [-+]? \. (?: inf | Inf | INF ) | \. (?: nan | NaN | NAN )
    """,
    re.VERBOSE,
)
_LETTER_OF_NO_NUMBER = re.compile(r"[g-np-wyzG-NP-WYZ]")
_DIGITS = frozenset("0123456789")


class AmbiguousWordError(ValueError):
    """A word that some readers take for something else than the text it is."""


def meaning(word: str) -> Word:
    """What a word without quotes means; raises `AmbiguousWordError` if that depends on the reader."""
    if word and word[0] not in _SUSPECT and word != "null":
        return word
    if word[:1] in _DIGITS and _LETTER_OF_NO_NUMBER.search(word):  # an id, most likely
        return word
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if _WHOLE.fullmatch(word):
        return int(word)
    if _FRACTION.fullmatch(word):
        return float(word)
    if TRUTH.fullmatch(word) or _AMBIGUOUS.fullmatch(word):
        raise AmbiguousWordError(word)
    return word


def means_itself(word: str) -> bool:
    """Whether a word without quotes is that very text here, and no number, constant or refusal."""
    try:
        return meaning(word) is word
    except AmbiguousWordError:
        return False
