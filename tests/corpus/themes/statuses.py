"""Every state of a credential, and every way in which a status list can be of no use."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from tests.corpus.builders.credentials import V2
from tests.corpus.builders.expectations import Case, Trouble, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY, ENTRIES, FORGER, GUILD, INDEX, encoded_list
from tests.corpus.builders.packing import gzip_of
from tests.corpus.builders.secrets import JSON, base64url
from tests.corpus.builders.tokens import altered, reheaded, token

JCS = "eddsa-jcs-2022"
URL = ACADEMY.list_url()
REVOKED: Mapping[str, Any] = {"state": "revoked", "status": failed("status.revoked")}
SUSPENDED: Mapping[str, Any] = {"state": "suspended", "status": failed("status.suspended")}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _states()
    yield from _messages()
    yield from _entries()
    yield from _lists()
    yield from _encodings()
    yield from _windows()
    yield from _tokens()
    yield from _fetching()


def _untrusted(code: str) -> dict[str, Any]:
    return {"state": "untrusted", "status": failed(code)}


def _undecided(code: str) -> dict[str, Any]:
    return {"state": "cannot be checked now", "status": unknown(code)}


def _case(name: str, about: str, listed: Any = None, entry: Any = None, **expected: Any) -> Case:
    """A case of the usual credential, with another list or another status entry."""
    document = ACADEMY.issued(**({} if entry is None else {"credentialStatus": entry}))
    documents = ACADEMY.documents()
    if listed is not None:
        documents[URL] = listed
    return case(f"status-{name}", about, document, documents, **expected)


def _both(revoked: tuple[int, ...] = (), suspended: tuple[int, ...] = ()) -> tuple[JSON, dict[str, Any]]:
    """A credential with an entry for revocation and one for suspension, and its documents."""
    document = ACADEMY.issued(credentialStatus=[ACADEMY.entry(), ACADEMY.entry("suspension", 12)])
    documents = ACADEMY.documents(listed=ACADEMY.status_list(indexes=revoked))
    return document, documents | {ACADEMY.list_url("suspension"): ACADEMY.status_list("suspension", suspended)}


def _states() -> Iterator[Case]:
    # Open Badges 3.0 has one status entry a credential; two are against its JSON Schema.
    two = {"format": failed("format.structure")}
    yield _case("revoked", "The issuer has revoked it.", ACADEMY.status_list(indexes=[INDEX]), **REVOKED)
    yield _case("others-revoked", "The issuer has revoked its neighbours.", ACADEMY.status_list(indexes=[6, 8, 71]))
    last = ENTRIES - 1
    yield _case(
        "revoked-at-the-last-place",
        "The issuer has revoked the last entry of its list.",
        ACADEMY.status_list(indexes=[last]),
        ACADEMY.entry(index=last),
        **REVOKED,
    )
    yield _case(
        "revoked-at-the-first-place",
        "The issuer has revoked the first entry of its list, which is its left-most bit.",
        ACADEMY.status_list(indexes=[0]),
        ACADEMY.entry(index=0),
        **REVOKED,
    )
    yield _case(
        "not-revoked-at-the-first-place",
        "The first entry is not the last bit of the first byte.",
        ACADEMY.status_list(indexes=[7]),
        ACADEMY.entry(index=0),
    )
    url = ACADEMY.list_url("suspension")
    for name, about, indexes, expected in (
        ("suspended", "The issuer has suspended it.", [INDEX], SUSPENDED),
        ("not-suspended", "It can be suspended, and is not.", [], {"status": passed("status.not_suspended")}),
    ):
        yield case(
            f"status-{name}",
            about,
            ACADEMY.issued(credentialStatus=ACADEMY.entry("suspension")),
            ACADEMY.documents() | {url: ACADEMY.status_list("suspension", indexes)},
            **expected,
        )
    for name, about, revoked, suspended, expected in (
        ("of-both-purposes", "Neither revoked nor suspended.", (), (), {"status": passed("status.neither")}),
        ("of-both-purposes-revoked", "Revoked, and not suspended.", (INDEX,), (), {"status": failed("status.revoked")}),
        (
            "of-both-purposes-suspended",
            "Suspended, and not revoked.",
            (),
            (12,),
            {"status": failed("status.suspended")},
        ),
        ("of-both-purposes-both", "Revoked and suspended.", (INDEX,), (12,), {"status": failed("status.revoked")}),
    ):
        document, documents = _both(revoked, suspended)
        yield case(f"status-{name}", about, document, documents, state="malformed", **two, **expected)
    document, documents = _both(suspended=(12,))
    del documents[URL]
    yield case(
        "status-of-both-purposes-suspended-and-unreachable",
        "Suspended, while the list of revocations cannot be had.",
        document,
        documents,
        state="malformed",
        **two,
        status=failed("status.suspended"),
    )
    document, documents = _both()
    del documents[URL]
    yield case(
        "status-of-both-purposes-unreachable",
        "Not suspended, while the list of revocations cannot be had.",
        document,
        documents,
        state="malformed",
        **two,
        status=unknown("status.unreachable"),
    )
    shared = ACADEMY.status_list(["revocation", "suspension"], [INDEX], id=URL)
    yield _case("of-a-shared-list", "One list is kept for two purposes.", shared, **REVOKED)
    yield case(
        "status-revoked-and-expired",
        "The issuer has revoked it, and it has expired.",
        ACADEMY.issued(validUntil="2026-08-31T21:59:59Z"),
        ACADEMY.documents(listed=ACADEMY.status_list(indexes=[INDEX])),
        **REVOKED,
        validity=failed("validity.expired"),
    )
    yield case(
        "status-too-many-entries",
        "It names more status entries than a verifier should have to look at.",
        ACADEMY.issued(credentialStatus=[ACADEMY.entry(index=index) for index in range(11)]),
        ACADEMY.documents(),
        state="malformed",
        **two,
        status=unknown("status.too_many"),
    )


def _messages() -> Iterator[Case]:
    for name, about, purpose, indexes, code in (
        ("refresh", "The issuer has a newer copy of it.", "refresh", [INDEX], "status.refresh"),
        ("no-refresh", "The issuer could offer a newer copy, and does not.", "refresh", [], "status.informative"),
    ):
        listed = ACADEMY.status_list(purpose, indexes, id=URL)
        yield _case(name, about, listed, _entry(purpose), status=passed(code))
    words = [
        {"status": "0x0", "message": "undefined"},
        {"status": "0x1", "message": "under review"},
        {"status": "0x2", "message": "accepted abroad"},
        {"status": "0x3", "message": "on the honours list"},
    ]
    two_bits = _entry("message", statusSize=2, statusMessage=words)
    for value, name, code in ((0, "undefined", "status.informative"), (2, "two-bits", "status.message")):
        listed = ACADEMY.status_list(
            "message",
            subject={"encodedList": encoded_list([INDEX] if value else [], size=2, value=value)},
            id=URL,
        )
        about = (
            "The issuer says something about it, in two bits."
            if value
            else "The issuer could say something, and does not."
        )
        yield _case(f"message-{name}", about, listed, two_bits, status=passed(code))
    one_bit = _entry("message", statusMessage=words[:2])
    listed = ACADEMY.status_list("message", [INDEX], id=URL)
    yield _case(
        "message-one-bit", "The issuer says something about it.", listed, one_bit, status=passed("status.message")
    )
    yield case(
        "status-message-unreachable",
        "What the issuer says about it cannot be had, which takes nothing away from it.",
        ACADEMY.issued(credentialStatus=one_bit),
        {ACADEMY.place: ACADEMY.keys()},
        status=passed("status.informative"),
    )
    malformed = _untrusted("status.malformed")
    for name, about, entry in (
        ("without-messages", "Two bits, and no word on what they mean.", _entry("message", statusSize=2)),
        ("with-a-message-missing", "A value has no message.", _entry("message", statusSize=2, statusMessage=words[:3])),
        (
            "with-a-message-twice",
            "A value has two messages.",
            _entry("message", statusSize=2, statusMessage=[*words[:3], words[2]]),
        ),
        ("of-size-zero", "An entry of no bits.", _entry("message", statusSize=0)),
        ("of-size-text", "The size is no number.", _entry("message", statusSize="2")),
    ):
        yield _case(f"message-{name}", about, entry=entry, **malformed)
    yield _case(
        "of-another-size",
        "The list has entries of two bits, and the credential counts in one.",
        # No context has a word for the size of a list's entries, so only its text can be signed.
        ACADEMY.sign(ACADEMY.unsigned_list(subject={"statusSize": 2, "encodedList": encoded_list(size=2)}), suite=JCS),
        **_untrusted("status.other_size"),
    )
    huge = 9
    yield _case(
        "message-of-many-bits",
        "A message of more bits than this verifier reads, which takes nothing away from the credential.",
        ACADEMY.status_list("message", subject={"encodedList": encoded_list(size=huge)}, id=URL),
        _entry("message", statusSize=huge),
        status=passed("status.informative"),
    )
    yield _case(
        "revocation-of-many-bits",
        "A revocation of more bits than this verifier reads.",
        ACADEMY.status_list(subject={"encodedList": encoded_list(size=huge)}),
        _entry("revocation", statusSize=huge),
        **_undecided("status.unknown_size"),
    )
    reasons = [
        {"status": f"0x{value}", "message": message} for value, message in enumerate(("valid", "error", "fraud", "x"))
    ]
    entry = _entry("revocation", statusSize=2, statusMessage=reasons)
    listed = ACADEMY.status_list(subject={"encodedList": encoded_list([INDEX], size=2, value=2)})
    yield _case(
        "revoked-in-two-bits", "A revocation of two bits, of which the second says which.", listed, entry, **REVOKED
    )
    listed = ACADEMY.status_list(subject={"encodedList": encoded_list([6, 8], size=2, value=3)})
    yield _case("not-revoked-in-two-bits", "The neighbours' bits are not its own.", listed, entry)


def _entry(purpose: Any, index: int = INDEX, **members: Any) -> JSON:
    """A status entry that points into the usual list, whatever its purpose."""
    entry = ACADEMY.entry("revocation", index, **{"statusPurpose": purpose, **members})
    return {name: value for name, value in entry.items() if value is not None}


def _entries() -> Iterator[Case]:
    malformed = _untrusted("status.malformed")
    for name, about, members in (
        ("index-a-number", "The index is a number and no text.", {"statusListIndex": 7}),
        ("index-negative", "The index is negative.", {"statusListIndex": "-7"}),
        ("index-hexadecimal", "The index is not decimal.", {"statusListIndex": "0x7"}),
        ("index-with-a-space", "The index has a space.", {"statusListIndex": " 7"}),
        ("index-in-other-digits", "The index is written in Arabic-Indic digits.", {"statusListIndex": "٧"}),
        ("index-empty", "The index is empty.", {"statusListIndex": ""}),
        ("index-missing", "There is no index.", {"statusListIndex": None}),
        ("index-very-long", "The index has very many digits.", {"statusListIndex": "7" * 400}),
        ("list-not-named", "The entry names no list.", {"statusListCredential": None}),
        ("purpose-missing", "The entry names no purpose.", {"statusPurpose": None}),
    ):
        yield _case(name, about, entry=_entry(members.pop("statusPurpose", "revocation"), **members), **malformed)
    yield _case(
        "index-with-zeros",
        "Zeros before the index mean nothing.",
        ACADEMY.status_list(indexes=[7]),
        _entry("revocation", statusListIndex="007"),
        **REVOKED,
    )
    yield _case(
        "index-out-of-range",
        "The index lies outside of the list.",
        entry=ACADEMY.entry(index=ENTRIES),
        **_untrusted("status.bad_list"),
    )
    yield _case(
        "of-unknown-type",
        "The status is kept in a way that nobody knows.",
        entry={"id": "https://academy.example/inquiries/7", "type": "https://academy.example/terms#PostalInquiry"},
        **_undecided("status.unknown_type"),
    )
    yield _case(
        "of-unknown-purpose",
        "The status has a purpose that nobody knows.",
        entry=_entry("admiration"),
        **_undecided("status.unknown_purpose"),
    )
    yield _case(
        "without-id",
        "An entry needs no id for Bitstring Status List 1.0, but Open Badges 3.0 wants one.",
        entry=_entry("revocation", id=None),
        state="malformed",
        format=failed("format.structure"),
    )


def _lists() -> Iterator[Case]:
    plain = ACADEMY.unsigned_list
    yield _case(
        "list-altered",
        "The list was changed after it was signed.",
        {**ACADEMY.status_list(), "validFrom": "2026-08-01T00:00:00Z"},
        **_untrusted("status.bad_signature"),
    )
    good = ACADEMY.status_list(indexes=[INDEX])
    cleared = {**good, "credentialSubject": {**good["credentialSubject"], "encodedList": encoded_list()}}
    yield _case(
        "list-cleared",
        "A revocation was taken out of the list after it was signed.",
        cleared,
        **_untrusted("status.bad_signature"),
    )
    yield _case("list-unsigned", "Nobody has signed the list.", plain(), **_untrusted("status.bad_signature"))
    yield _case(
        "list-signed-by-a-stranger",
        "A stranger has signed the list in the issuer's name.",
        ACADEMY.sign(plain(), FORGER.key),
        **_untrusted("status.bad_signature"),
    )
    yield _case(
        "list-signed-by-another-issuer",
        "Another issuer has signed the list.",
        GUILD.sign(plain()),
        **_untrusted("status.bad_signature"),
    )
    yield _case(
        "list-of-another-issuer",
        "The list is one of another issuer.",
        GUILD.sign({**plain(), "issuer": GUILD.id}),
        **_untrusted("status.somebody_else"),
    )
    yield _case(
        "list-without-issuer",
        "The list names no issuer.",
        ACADEMY.sign(plain(issuer=None)),
        **_untrusted("status.bad_signature"),
    )
    unknown_suite = ACADEMY.status_list()
    unknown_suite["proof"][0]["cryptosuite"] = "unheard-of-2030"
    yield _case(
        "list-of-unknown-suite",
        "The list is signed in a way that nobody knows.",
        unknown_suite,
        **_undecided("status.signature_unknown"),
    )
    yield _case(
        "list-by-another-suite",
        "The list is signed with another suite than the credential.",
        ACADEMY.sign(plain(), suite=JCS),
    )
    yield _case(
        "list-of-another-purpose",
        "The list is kept for another purpose.",
        ACADEMY.status_list("suspension", id=URL),
        **_untrusted("status.other_purpose"),
    )
    yield _case(
        "list-of-no-purpose",
        "The list does not say what it is kept for.",
        ACADEMY.status_list(subject={"statusPurpose": None}),
        **_untrusted("status.bad_list"),
    )
    for name, about, listed in (
        (
            "of-another-type",
            "The list is a credential of another type.",
            ACADEMY.status_list(type=["VerifiableCredential"]),
        ),
        (
            "of-another-subject",
            "The subject of the list is no list.",
            ACADEMY.sign(plain(subject={"type": "BitstringStatusListEntry"}), suite=JCS),
        ),
        (
            "of-another-address",
            "The list gives itself another address.",
            ACADEMY.status_list(id=f"{ACADEMY.folder}status/other.json"),
        ),
        ("without-bits", "The list holds no bits.", ACADEMY.status_list(subject={"encodedList": None})),
    ):
        yield _case(f"list-{name}", about, listed, **_untrusted("status.bad_list"))
    hidden = ACADEMY.status_list(validUntil="2026-10-01T00:00:00Z")
    end = hidden.pop("validUntil")
    hidden["https://www.w3.org/2018/credentials#validUntil"] = {
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": end,
    }
    yield _case(
        "list-with-a-hidden-end",
        "The last day of the list was hidden under its full address.",
        hidden,
        **_undecided("status.signature_unknown"),
    )
    credential = ACADEMY.issued()
    yield _case(
        "list-an-ordinary-credential",
        "At the list's address stands an ordinary credential of the issuer.",
        credential,
        **_untrusted("status.bad_list"),
    )


def _encodings() -> Iterator[Case]:
    bits = bytes(ENTRIES // 8)
    packed = gzip_of(bits)

    def listed(encoded: str) -> JSON:
        return ACADEMY.status_list(subject={"encodedList": encoded})

    for name, about, encoded in (
        (
            "too-short",
            "The list has fewer entries than the least that hides anybody.",
            encoded_list(entries=ENTRIES - 8),
        ),
        ("of-nothing", "The list has no entries.", "u" + base64url(gzip_of(b""))),
        ("without-multibase", "The list lacks the letter that says how it is written.", base64url(packed)),
        (
            "in-base64",
            "The list is written in base64 and not base64url.",
            "m" + base64.b64encode(packed).decode().rstrip("="),
        ),
        ("with-padding", "The list is padded.", "u" + base64.urlsafe_b64encode(packed + b"").decode() + "="),
        ("no-gzip", "The list is not compressed.", "u" + base64url(bits)[:4000]),
        ("cut-short", "The list is cut short.", "u" + base64url(packed[:-20])),
        ("damaged", "The list does not match its checksum.", "u" + base64url(packed[:-6] + b"\x00\x00" + packed[-4:])),
        ("with-trailing-bytes", "Something follows the end of the list.", "u" + base64url(packed + b"more")),
        ("of-two-members", "A second list follows the first.", "u" + base64url(packed + packed)),
        (
            "bomb",
            "The list unpacks to more than a verifier should have to hold.",
            "u" + base64url(gzip_of(bytes((16 << 20) + 8))),
        ),
    ):
        yield _case(f"list-{name}", about, listed(encoded), **_untrusted("status.bad_list"))
    wide = encoded_list(size=2, entries=ENTRIES - 4)
    words = [{"status": f"0x{value}", "message": f"{value}"} for value in range(4)]
    yield _case(
        "list-too-short-for-its-size",
        "The list has enough bits, but not enough entries of two bits.",
        ACADEMY.status_list(subject={"encodedList": wide}),
        _entry("revocation", statusSize=2, statusMessage=words),
        **_untrusted("status.bad_list"),
    )


def _windows() -> Iterator[Case]:
    ended: JSON = {"validUntil": "2026-10-01T00:00:00Z"}
    yield _case(
        "list-lapsed",
        "The list was valid only until a month ago.",
        ACADEMY.status_list(**ended),
        **_undecided("status.lapsed"),
    )
    yield _case(
        "list-lapsed-and-revoked",
        "A revocation in a list that has lapsed is one still.",
        ACADEMY.status_list(indexes=[INDEX], **ended),
        **REVOKED,
    )
    yield _case(
        "list-to-this-instant",
        "The list is valid until this very instant.",
        ACADEMY.status_list(validUntil="2026-11-01T00:00:00Z"),
    )
    later: JSON = {"validFrom": "2026-12-01T00:00:00Z"}
    # Whether a list has begun by now is told by the clock, so the days are long past, or far off.
    since: JSON = {"validFrom": "2026-09-01T00:00:00Z"}
    then = "2026-07-15T00:00:00Z"
    yield _case(
        "list-begun-since",
        "Who is not revoked in a list that has begun since was not revoked then: a revocation is for good.",
        ACADEMY.status_list(**since),
        at=then,
    )
    yield _case(
        "list-begun-since-of-suspensions",
        "Who is not suspended in a list that has begun since may have been suspended then.",
        ACADEMY.status_list("suspension", id=URL, **since),
        _entry("suspension"),
        at=then,
        **_undecided("status.not_begun"),
    )
    yield _case(
        "list-not-begun",
        "A list of a day to come is not what the issuer says now.",
        ACADEMY.status_list(validFrom="2999-01-01T00:00:00Z"),
        **_undecided("status.not_begun"),
    )
    yield _case(
        "list-not-begun-and-revoked",
        "A revocation in a list of a later day counts.",
        ACADEMY.status_list(indexes=[INDEX], **later),
        **REVOKED,
    )
    yield _case(
        "list-of-suspensions-not-begun",
        "Who is not suspended in a list of a later day may be suspended now.",
        ACADEMY.status_list("suspension", id=URL, **later),
        _entry("suspension"),
        **_undecided("status.not_begun"),
    )
    yield _case(
        "list-with-unreadable-end",
        "The last day of the list cannot be read.",
        ACADEMY.status_list(validUntil="soon"),
        **_untrusted("status.unreadable"),
    )
    yield _case(
        "list-with-ttl", "The list says how long it may be kept.", ACADEMY.status_list(subject={"ttl": 86_400_000})
    )


def _fetching() -> Iterator[Case]:
    for name, about, trouble in (
        ("missing", "Nothing stands at the list's address.", Trouble.NOT_FOUND),
        ("unreachable", "The list's host does not answer.", Trouble.UNREACHABLE),
        ("refused", "The list's host is one that must not be asked.", Trouble.REFUSED),
    ):
        yield _case(f"list-{name}", about, trouble, **_undecided("status.unreachable"))
    for name, about, content in (
        ("a-web-page", "At the list's address stands a web page.", "<!doctype html><title>Status</title>"),
        ("empty", "At the list's address stands nothing but an empty file.", ""),
        ("a-mere-list", "At the list's address stands a list of JSON.", "[]"),
    ):
        yield _case(f"list-{name}", about, content, **_untrusted("status.unreadable"))


def _tokens() -> Iterator[Case]:
    """Lists that are secured as tokens, which Bitstring Status List 1.0 allows as well."""
    plain, full = (ACADEMY.unsigned_list(indexes=indexes) for indexes in ((), [INDEX]))
    bare = token(plain, ACADEMY.key, kid=ACADEMY.method, typ="vc+jwt")
    yield _case("list-token", "The list is a token.", bare)
    yield _case(
        "list-token-revoked",
        "The list is a token, and has revoked it.",
        token(full, ACADEMY.key, kid=ACADEMY.method),
        **REVOKED,
    )
    envelope = {"@context": [V2], "type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{bare}"}
    yield _case("list-token-in-an-envelope", "The list is a token in an envelope.", envelope)
    for name, about, listed in (
        ("altered", "The token was altered.", altered(bare, validFrom="2026-08-01T00:00:00Z")),
        ("of-a-stranger", "A stranger has signed the token.", token(plain, FORGER.key, kid=ACADEMY.method)),
        (
            "of-a-strangers-key",
            "A stranger has signed the token with a key that it brings.",
            token(plain, FORGER.key, jwk=FORGER.key.jwk),
        ),
        (
            "with-other-claims",
            "The token and the list in it name different issuers.",
            token({**plain, "iss": GUILD.id}, ACADEMY.key, kid=ACADEMY.method),
        ),
    ):
        yield _case(f"list-token-{name}", about, listed, **_untrusted("status.bad_signature"))
    yield _case(
        "list-token-of-another-issuer",
        "The token is one of another issuer.",
        token({**plain, "issuer": GUILD.id}, GUILD.key, kid=GUILD.method),
        **_untrusted("status.somebody_else"),
    )
    yield _case(
        "list-token-without-signature",
        "The token has no signature.",
        reheaded(bare, alg="none").rpartition(".")[0] + ".",
        **_untrusted("status.unreadable"),
    )
    yield _case(
        "list-token-lapsed",
        "Only the token says that the list has lapsed.",
        token({**plain, "exp": 1790812800}, ACADEMY.key, kid=ACADEMY.method),
        **_undecided("status.lapsed"),
    )
