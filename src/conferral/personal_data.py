"""Personal data in a text: e-mail addresses, telephone numbers, and numbers that stand for one person.

Only what is certain enough to stop a pull request is found: a false alarm teaches people to pass over alarms.
Names are found where they are known, from what the registry itself publishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

SHORTEST_NAME = 4
"""Shorter names are words of other meanings too often."""

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,}")
"""An e-mail address somewhere in a text."""

_DIGIT = re.compile(r"\d")
_DIGITS = r"\d(?:[ .\-/\u00a0]?\(?\d\)?){%s,%s}"
_PHONES = (
    # written for everybody: +49 30 901820
    re.compile(r"(?<![\w+])\+" + _DIGITS % (7, 14) + r"(?!\w)"),
    # written for the neighbours, by what stands before it: Tel. 030 901820
    re.compile(
        r"(?<!\w)(?:tel(?:ephone|efon)?|phone|mobile|whatsapp|fax)\b(?: number| no)?[.:]*\s*"
        r"(?!\d{4}-\d\d-\d\d(?!\d))(\(?" + _DIGITS % (5, 14) + r")(?!\w)",
        re.IGNORECASE,
    ),
    # written the North American way: (555) 010-9999
    re.compile(r"(?<![\w(])\(\d{3}\) ?\d{3}-\d{4}(?!\w)"),
)
_NUMBERS = (
    # a social security number of the United States
    re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])"),
    # whatever a school or an office numbers its people by
    re.compile(
        r"(?<!\w)(?:student|matriculation|matrikel|enrol?ment|employee|personnel|staff|passport|tax|social security)"
        r"[ -]?(?:id|no|nr|number|nummer)\b[.:#]*\s*(?=\w*\d{4})\w{4,}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?:born(?: on)?|date of birth|d\.?o\.?b\.?)[:\s]+\d{1,4}[-./]\d{1,2}[-./]\d{1,4}", re.IGNORECASE
    ),
)
_ADDRESS = re.compile(r"https?://\S+")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")


def personal_data(text: str) -> Iterator[tuple[str, str]]:
    """What in a text looks like personal data: a few words for its kind ("an e-mail address"), and itself."""
    if "@" in text and (email := EMAIL.search(text)):
        yield "an e-mail address", email[0]
    if not _DIGIT.search(text):
        return
    text = _ADDRESS.sub("", text)  # whose numbers are those of pages
    if not _DIGIT.search(text):
        return
    phone = next((found for pattern in _PHONES if (found := pattern.search(text))), None)
    if phone:
        yield "a telephone number", phone[0]
    number = next((found for pattern in _NUMBERS if (found := pattern.search(text))), None)
    if number:
        yield "a number that stands for one person", number[0]
    for iban in _IBAN.finditer(text):
        if _is_iban(iban[0]):
            yield "a bank account", iban[0]
            return


def holds_name(text: str, name: str) -> bool:
    """Whether a name stands in a text, as words of its own, in capitals or not."""
    return bool(_word(name).search(text))


@lru_cache(maxsize=4096)
def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _is_iban(text: str) -> bool:
    """Whether the check digits are right (ISO 7064, MOD 97-10)."""
    compact = text.replace(" ", "")
    return int("".join(str(int(character, 36)) for character in compact[4:] + compact[:4])) % 97 == 1
