"""Every sentence that a verification says to people, each under a stable code.

The codes are part of the public contract: programs read them in `Check.details["code"]`, and whatever else
shows reports takes its sentences from here.  Words in braces are filled in by `say`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from conferral.verify.report import State

LONGEST_VALUE = 200
"""Characters of a stranger's text that a sentence repeats at most."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "format.passed": "It is a complete Open Badges 3.0 credential.",
        "format.unreadable": "It cannot be read: {problem}.",
        "format.structure": "It is no proper Open Badges 3.0 credential: {problem}.",
        "format.layout": "It is written in a way that can hide what was signed: {problem}.",
        "format.context": "It uses words from “{context}”, which this verifier does not know.",
        "format.own_words": "It defines words of its own, which this verifier does not know.",
        "proof.passed": "The signature holds: nothing was changed since it was signed.",
        "proof.one_of_several": "Signature {number} of {count} holds: nothing was changed since it was signed.",
        "proof.missing": "It is not signed.",
        "proof.too_many": "It carries more signatures than this verifier looks at.",
        "proof.broken": "The signature does not hold: it was altered, or somebody else signed it.",
        "proof.unusable": "The signature cannot be used: {problem}.",
        "proof.not_covered": "It holds something that no signature can cover: {problem}.",
        "proof.not_canonical": "The signature cannot be checked: {problem}.",
        "proof.other_purpose": "The signature was made for another purpose (“{purpose}”).",
        "proof.unknown_words": "The signature cannot be checked: it uses words that this verifier does not know.",
        "proof.expired": "The signature expired on {date}.",
        "proof.unknown_kind": "It is signed in a way that this verifier does not know (“{kind}”).",
        "proof.no_key": "The signature cannot be checked without the issuer’s key.",
        "proof.not_read": "Not checked, because it cannot be read.",
        "issuer_key.passed": "The signing key is one that the issuer, “{issuer}”, publishes for signing.",
        "issuer_key.unsigned": "There is no signing key to look up.",
        "issuer_key.no_issuer": "It names no issuer.",
        "issuer_key.somebody_else": "The signing key belongs to “{owner}”, not to the issuer, “{issuer}”.",
        "issuer_key.not_a_key": "The signature names no key.",
        "issuer_key.unknown_method": "The issuer, “{issuer}”, is named in a way that this verifier cannot look up.",
        "issuer_key.bad_name": "The issuer’s name cannot be looked up: {problem}.",
        "issuer_key.unreachable": "The issuer’s keys could not be fetched from “{url}”: {problem}.",
        "issuer_key.no_keys": "What stands at “{url}” is not the issuer’s list of keys.",
        "issuer_key.not_listed": "The signing key is not one that the issuer publishes for signing.",
        "issuer_key.revoked": "The issuer has revoked the signing key as of {date}.",
        "issuer_key.expired": "The signing key expired on {date}.",
        "issuer_key.preview": "It is a preview, signed with a throwaway key: nobody has issued it.",
        "issuer_key.not_read": "Not checked, because it cannot be read.",
        "status.passed": "The issuer has not revoked it.",
        "status.not_suspended": "The issuer has not suspended it.",
        "status.neither": "The issuer has neither revoked nor suspended it.",
        "status.informative": "Its status entry is for information only.",
        "status.none": "The issuer gives no way to revoke it.",
        "status.revoked": "The issuer has revoked it.",
        "status.suspended": "The issuer has suspended it for the time being.",
        "status.unknown_type": "Its status is kept in a way that this verifier does not know (“{type}”).",
        "status.unknown_purpose": "Its status has a purpose that this verifier does not know (“{purpose}”).",
        "status.malformed": "Its status entry cannot be used: {problem}.",
        "status.too_many": "It names more status entries than this verifier looks at.",
        "status.unreachable": "The status list could not be fetched from “{url}”: {problem}.",
        "status.unreadable": "The status list at “{url}” cannot be read: {problem}.",
        "status.somebody_else": "The status list at “{url}” is issued by “{owner}”, not by the issuer, “{issuer}”.",
        "status.bad_signature": "The status list at “{url}” is not properly signed. {sentence}",
        "status.signature_unknown": "The status list at “{url}” cannot be trusted yet. {sentence}",
        "status.other_purpose": "The status list at “{url}” is kept for {found}, not for {purpose}.",
        "status.bad_list": "The status list at “{url}” is of no use: {problem}.",
        "status.lapsed": "The status list at “{url}” was valid only until {date}, so the state is not known.",
        "status.not_begun": "The status list at “{url}” begins only on {date}, so the state is not known.",
        "status.not_read": "Not checked, because it cannot be read.",
        "status.not_authentic": "Not checked, because the signature was not found to hold.",
        "validity.passed": "It is valid from {begin} until {end}.",
        "validity.no_end": "It is valid from {begin} on, with no end.",
        "validity.expired": "Its validity ended on {end}.",
        "validity.not_begun": "Its validity begins only on {begin}.",
        "validity.unreadable": "Its dates cannot be read: {problem}.",
        "validity.not_read": "Not checked, because it cannot be read.",
        "validity.not_authentic": "Not checked, because the signature was not found to hold.",
        "registered.passed": "The issuer publishes it, with the same claims.",
        "registered.no_address": "It is not published by address, so there is no published copy to compare with.",
        "registered.address_expected": "The issuer publishes its credentials at addresses, and this one has none.",
        "registered.elsewhere": "Its address, “{url}”, is not one of the issuer’s, so a copy there proves nothing.",
        "registered.superseded": "The issuer has replaced it by a corrected copy, published at “{url}”.",
        "registered.other_claims": "The issuer publishes other claims at its address, “{url}”.",
        "registered.not_signed": "What stands at its address, “{url}”, is not a credential that the issuer signed.",
        "registered.gone": "The issuer does not publish it: nothing stands at its address, “{url}”.",
        "registered.unreachable": "The published copy could not be fetched from “{url}”: {problem}.",
        "registered.undecided": "The published copy at “{url}” differs and cannot be trusted yet. {sentence}",
        "registered.not_read": "Not checked, because it cannot be read.",
        "registered.not_authentic": "Not checked, because the signature was not found to hold.",
        "registered.misplaced": "It stands at “{url}”, which is not its own address.",
        "site.missing": "The catalogue (catalog.json) counts {counted} credentials, and the folder holds {found}.",
        "site.nothing": "The folder holds no credential, and no catalog.json that says how many there should be.",
        "any.broke_off": "The check broke off, because of a mistake in this verifier ({error}).",
    }
)

STATEMENTS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.VALID: "Valid, with no end date.",
        State.REVOKED: "Revoked by its issuer.",
        State.SUSPENDED: "Suspended by its issuer for the time being.",
        State.SUPERSEDED: "Superseded by a corrected copy.",
        State.WITHDRAWN: "Withdrawn: its issuer does not publish these claims.",
        State.EXPIRED: "Expired.",
        State.NOT_YET_VALID: "Not yet valid.",
        State.ALTERED: "Altered: the signature does not hold, so nothing in it can be relied on.",
        State.UNTRUSTED: "Not to be trusted.",
        State.MALFORMED: "Not a credential that can be checked.",
        State.UNDECIDED: "Cannot be checked now.",
    }
)
"""The statement on each state; where dates are known, `state_statement` adds them."""

HOLDER_NAMED: Final = "{holder} (signed)"
HOLDER_HASHED: Final = "not named in the credential, which holds a hash of: {kinds}"
HOLDER_UNNAMED: Final = "not named in the credential"

PREVIEW_NOTE: Final = (
    "This is a preview, signed with a throwaway key: nobody has issued it, and it proves nothing to anybody."
)


def say(code: str, **values: object) -> str:
    """The sentence of `code`, with strangers' texts made harmless and short."""
    return SENTENCES[code].format_map({name: _shown(value) for name, value in values.items()})


def state_statement(state: State, *, begin: datetime | None, end: datetime | None, authentic: bool) -> str:
    """What a credential in `state` is, in one sentence."""
    if state is State.VALID and end is not None:
        return f"Valid until {format_instant(end)}."
    if state is State.EXPIRED and end is not None:
        return f"Expired on {format_instant(end)}.{' It is authentic.' if authentic else ''}"
    if state is State.NOT_YET_VALID and begin is not None:
        return f"Not valid before {format_instant(begin)}.{' It is authentic.' if authentic else ''}"
    return STATEMENTS[state]


def format_instant(instant: datetime) -> str:
    """An instant for people, as in "30 June 2026, 21:59 UTC"."""
    moment = instant.astimezone(UTC)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"


def harmless(text: str, longest: int = LONGEST_VALUE) -> str:
    """`text` without characters that steer a terminal or turn its direction, cut to `longest` characters."""
    shown = "".join(
        "�" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else character
        for character in text[: longest + 1]
    )
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return format_instant(value)
    return harmless(str(value), 4 * LONGEST_VALUE)


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
