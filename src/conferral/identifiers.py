"""Random identifiers: awards, recipients, and the short endings of file names.

All use the lower-case Crockford base32 alphabet (no i, l, o, u), so that they survive being read out loud,
typed from paper and used in file names.  128 bits take 26 characters; the first is at most "7".
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUES = bytes.maketrans(ALPHABET.encode(), bytes(range(32)))
_DOUBLED = bytes.maketrans(ALPHABET.encode(), bytes(2 * value // 32 + 2 * value % 32 for value in range(32)))
_DIGIT = f"[{ALPHABET}]"

AWARD_ID = re.compile(rf"[0-7]{_DIGIT}{{25}}")
RECIPIENT_ID = re.compile(rf"r-[0-7]{_DIGIT}{{26}}")
FILE_ENDING = re.compile(rf"-{_DIGIT}{{4}}")


def encode_128_bits(value: int) -> str:
    """26 characters for an integer below 2**128."""
    if not 0 <= value < 1 << 128:
        raise ValueError(f"{value} does not fit 128 bits")
    return "".join(ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))


def check_character(body: str) -> str:
    """The Luhn mod 32 check character of a text in the alphabet.

    It finds every single wrong character and nearly every swap of neighbours.
    """
    digits = body.encode("ascii")
    doubled, others = digits[-1::-2], digits[-2::-2]  # as the check character will stand to the right of the last
    total = sum(doubled.translate(_DOUBLED) + others.translate(_VALUES))
    return ALPHABET[-total % 32]


def new_award_id() -> str:
    """A fresh award id: 128 random bits."""
    return encode_128_bits(secrets.randbits(128))


def new_recipient_id() -> str:
    """A fresh recipient id: `r-`, 128 random bits and a check character."""
    body = encode_128_bits(secrets.randbits(128))
    return f"r-{body}{check_character(body)}"


def new_file_ending() -> str:
    """Four random characters for the end of a file name, so that two branches never write the same file."""
    return "".join(secrets.choice(ALPHABET) for _ in range(4))
