"""The entry of a credential that points into a status list, read strictly.

Bitstring Status List 1.0, section 2.1, and its predecessor StatusList2021, whose entries have no sizes and
messages, and sometimes a number where a text belongs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conferral.errors import StatusListError
from conferral.standards.strict_json import MAXIMUM_INTEGER
from conferral.verify.claims import text_at

BITSTRING = "BitstringStatusListEntry"
STATUS_LIST_2021 = "StatusList2021Entry"

MOST_BITS = 8
"""Bits of an entry that are read: each more doubles the messages that must come with it."""

_INDEX = re.compile(r"[0-9]{1,12}", re.ASCII)
_VALUE = re.compile(r"0x[0-9A-Fa-f]{1,8}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """A place in the list at `url`: the entry at `index`, of `size` bits.

    `messages` says what each value of the entry means; it is None where the credential does not say.
    """

    url: str
    purpose: str
    index: int
    size: int
    messages: Mapping[int, str] | None


def read_entry(entry: Mapping[str, Any], type_: str) -> StatusEntry:
    """`entry`, which is of the type `type_`: `BITSTRING` or `STATUS_LIST_2021`.

    Messages are left out where an entry has more than `MOST_BITS`.

    Raises `StatusListError` with `MALFORMED_VALUE_ERROR`; its message is a clause on the entry.
    """
    url, purpose = text_at(entry, "statusListCredential"), text_at(entry, "statusPurpose")
    if url is None or purpose is None:
        raise _malformed("it names no list, or no purpose")
    written = entry.get("statusListIndex")
    if type_ == STATUS_LIST_2021 and whole_number(written) is not None:
        written = str(whole_number(written))
    if not isinstance(written, str) or _INDEX.fullmatch(written) is None:
        raise _malformed("its index is no decimal number")
    size = whole_number(entry.get("statusSize", 1))
    if size is None or size < 1:
        raise _malformed("its size is no positive number")
    messages = _messages(entry, size) if size <= MOST_BITS else None
    return StatusEntry(url=url, purpose=purpose, index=int(written), size=size, messages=messages)


def whole_number(value: object) -> int | None:
    """The integer that the JSON number `value` stands for, or None.

    `2.0` is 2, as in JSON-LD and in every reader that has one kind of number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > MAXIMUM_INTEGER:
        return None
    return int(value) if value % 1 == 0 else None


def _messages(entry: Mapping[str, Any], size: int) -> dict[int, str] | None:
    """Each value, and its message: the specification wants them all, and wants them of several bits."""
    if "statusMessage" not in entry:
        if size > 1:
            raise _malformed("it has several bits and does not say what they mean")
        return None
    listed = entry["statusMessage"]
    listed = listed if isinstance(listed, list) else []
    found: dict[int, str] = {}
    for item in listed:
        value, message = text_at(item, "status"), text_at(item, "message")
        if value is not None and message is not None and _VALUE.fullmatch(value) is not None:
            found[int(value, 16)] = message
    if len(listed) != 2**size or set(found) != set(range(2**size)):
        raise _malformed("its messages are not one for each of its values")
    return found


def _malformed(problem: str) -> StatusListError:
    return StatusListError(problem, code="MALFORMED_VALUE_ERROR")
