"""Text for drawings: how wide it will be at most, and where its lines break.

A drawing is made before anybody knows which font a reader's system has.  So widths are those of wide fonts (DejaVu
Sans, Verdana): a text may leave room, and never runs out of its box.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

ELLIPSIS = "…"

_BOLD = 1.12
_FULL = 1.05  # of an ideograph, in sizes of type
_OTHER = 0.72
_WIDTHS: dict[str, float] = {
    **dict.fromkeys("'’‘ijlIJ ,./:;\\|", 0.34),
    **dict.fromkeys("-`·f()[]tr!", 0.42),
    **dict.fromkeys('"*_?sz', 0.54),
    **dict.fromkeys("cFkLvxy", 0.6),
    **dict.fromkeys("$0123456789ESPTYabdeghnopqu{}ß", 0.65),
    **dict.fromkeys("ABCKRVXZ", 0.72),
    **dict.fromkeys("&DGHNOQUw#+<=>^~", 0.84),
    **dict.fromkeys("mM%", 0.98),
    **dict.fromkeys("@W—…", 1.02),
}
_JOINED = frozenset({"Mn", "Me", "Cf"})  # marks that stand over other letters, and what cannot be seen


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at most in type of a size, in the unit of the size."""
    return sum(map(_letter, text)) * size * (_BOLD if bold else 1)


def _letter(letter: str) -> float:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if unicodedata.category(letter) in _JOINED:
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _FULL
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(base, _OTHER)


def lines(text: str, room: float, size: float, *, bold: bool = False, most: int = 3) -> tuple[str, ...]:
    """A text in lines that fit into `room`, at most so many; of a longer text the end is left out.

    Lines break between words, and inside of a word that is wider than a line.
    """

    def fits(line: str) -> bool:
        return width(line, size, bold=bold) <= room

    made: list[str] = []
    line = ""
    for word in _pieces(text, fits):
        longer = f"{line} {word}" if line else word
        if fits(longer):
            line = longer
            continue
        made.append(line)
        line = word
    made.append(line)
    if len(made) <= most:
        return tuple(made)
    last = made[most - 1]
    while last and not fits(f"{last}{ELLIPSIS}"):
        last = last[:-1]
    return (*made[: most - 1], f"{last.rstrip()}{ELLIPSIS}")


def _pieces(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """The words of a text, those wider than a line in pieces that are not."""
    for word in text.split():
        rest = word
        while not fits(rest):
            length = next((n for n in range(len(rest) - 1, 1, -1) if fits(rest[:n])), 1)
            yield rest[:length]
            rest = rest[length:]
            if not rest:
                break
        if rest:
            yield rest
