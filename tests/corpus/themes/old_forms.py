"""What older systems issued: VC Data Model 1.1, StatusList2021, the 1EdTech Revocation List, Open Badges 2.0."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from tests.corpus.builders.credentials import (
    EXTENSIONS,
    ID,
    LEGACY_SUITE,
    OPEN_BADGES,
    RECORDS,
    V1,
    V2,
    endorsement,
    put,
    record,
    subject,
)
from tests.corpus.builders.expectations import (
    ALTERED,
    NOT_AUTHENTIC,
    Case,
    Trouble,
    case,
    failed,
    passed,
    unknown,
)
from tests.corpus.builders.issuers import ACADEMY, ENTRIES, GUILD, INDEX, Issuer, web_issuer
from tests.corpus.builders.packing import gzip_of
from tests.corpus.builders.secrets import JSON
from tests.corpus.builders.signing import LEGACY
from tests.corpus.builders.tokens import altered, claims, token

DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
STATUS_2021 = "https://w3id.org/vc/status-list/2021/v1"
FIRST_OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
REVOCATIONS = "https://academy.example/revocations.json"
URL_2021 = "https://academy.example/status/2021.json"
RSA = web_issuer(kind="RSA")
NONE = {"status": passed("status.none")}
OLDER = {"format": passed("format.older")}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _version_1()
    yield from _tokens()
    yield from _status_lists()
    yield from _revocation_lists()
    yield from _open_badges_2()


def _version_1_of(issuer: Issuer, **members: Any) -> JSON:
    """The usual credential in VC Data Model 1.1, which has other names for the dates."""
    return issuer.unsigned(
        **{
            "@context": [V1, FIRST_OPEN_BADGES, LEGACY_SUITE],
            "validFrom": None,
            "validUntil": None,
            "issuanceDate": "2022-06-29T22:00:00Z",
            "expirationDate": "2028-06-30T21:59:59Z",
            "credentialStatus": None,
            **members,
        }
    )


def _old(name: str, about: str, document: Any, documents: Any = None, **expected: Any) -> Case:
    older = {} if name.startswith("version-2") else OLDER
    return case(f"old-{name}", about, document, documents or ACADEMY.documents(), **{**NONE, **older, **expected})


def _version_1() -> Iterator[Case]:
    plain = _version_1_of(ACADEMY)
    yield _old(
        "version-1", "A credential of VC Data Model 1.1 with Ed25519Signature2020.", ACADEMY.sign(plain, suite=LEGACY)
    )
    newer = [V1, OPEN_BADGES, DATA_INTEGRITY]
    for name, suite in (("rdfc", "eddsa-rdfc-2022"), ("jcs", "eddsa-jcs-2022")):
        document = _version_1_of(ACADEMY, **{"@context": newer})
        yield _old(
            f"version-1-{name}", f"A credential of VC Data Model 1.1 with {suite}.", ACADEMY.sign(document, suite=suite)
        )
    for file in ("context-3.0.1.json", "context-3.0.2.json", "context-3.0.3.json"):
        contexts = [V1, f"https://purl.imsglobal.org/spec/ob/v3p0/{file}", LEGACY_SUITE]
        document = _version_1_of(ACADEMY, **{"@context": contexts})
        yield _old(
            f"version-1-{file.removesuffix('.json').replace('.', '-')}",
            f"A credential of VC Data Model 1.1 in the words of {file}.",
            ACADEMY.sign(document, suite=LEGACY),
        )
    words = {
        "@context": [V1, FIRST_OPEN_BADGES, LEGACY_SUITE],
        "validFrom": None,
        "issuanceDate": "2022-05-01T00:00:00Z",
    }
    yield _old(
        "version-1-endorsement",
        "An endorsement in VC Data Model 1.1.",
        GUILD.sign(endorsement(GUILD.profile, ID, **words), suite=LEGACY),
        {GUILD.place: GUILD.keys()},
        format=passed("format.older_endorsement"),
        validity=passed("validity.no_end"),
    )
    words = {**words, "@context": [V1, RECORDS, FIRST_OPEN_BADGES, LEGACY_SUITE], "validUntil": None}
    inside = ACADEMY.sign(plain, suite=LEGACY)
    yield _old(
        "version-1-record",
        "A learner record in VC Data Model 1.1, with a credential of that kind.",
        GUILD.sign(record(GUILD.profile, [inside], **words), suite=LEGACY),
        ACADEMY.documents() | {GUILD.place: GUILD.keys()},
        format=passed("format.older_record"),
        validity=passed("validity.no_end"),
        credentials=passed("credentials.passed"),
    )
    endless = _version_1_of(ACADEMY, expirationDate=None)
    yield _old(
        "version-1-without-end",
        "A credential of VC Data Model 1.1 without end.",
        ACADEMY.sign(endless, suite=LEGACY),
        validity=passed("validity.no_end"),
    )
    for name, about, members, expected in (
        (
            "expired",
            "It has expired.",
            {"expirationDate": "2026-08-31T21:59:59Z"},
            {"state": "expired", "validity": failed("validity.expired")},
        ),
        (
            "not-yet-valid",
            "It is not valid yet.",
            {"issuanceDate": "2027-01-01T00:00:00Z"},
            {"state": "not yet valid", "validity": failed("validity.not_begun")},
        ),
        (
            "without-begin",
            "It does not say when it was issued.",
            {"issuanceDate": None},
            {"state": "malformed", "format": failed("format.structure"), "validity": failed("validity.unreadable")},
        ),
        (
            "with-unreadable-end",
            "The last day of a credential of VC Data Model 1.1 cannot be read.",
            {"expirationDate": "soon"},
            {"state": "malformed", "format": failed("format.structure"), "validity": failed("validity.unreadable")},
        ),
    ):
        yield _old(
            f"version-1-{name}", about, ACADEMY.sign(_version_1_of(ACADEMY, **members), suite=LEGACY), **expected
        )
    good = ACADEMY.sign(plain, suite=LEGACY)
    for name, about, document in (
        ("altered", "Its name was changed.", put(good, "/name", "Data Science")),
        ("altered-end", "Its last day was changed.", put(good, "/expirationDate", "2099-01-01T00:00:00Z")),
        (
            "altered-created",
            "The day of its signing was changed.",
            put(good, "/proof/0/created", "2020-01-01T00:00:00Z"),
        ),
    ):
        yield _old(f"version-1-{name}", about, document, **ALTERED)
    yield _old(
        "version-2-with-dates-of-version-1",
        "A credential of VC Data Model 2.0 that has the dates of 1.1, which mean nothing there.",
        put(ACADEMY.issued(credentialStatus=None, validUntil=None), "/expirationDate", "2026-08-31T21:59:59Z"),
        state="untrusted",
        proof=failed("proof.not_covered"),
        **NOT_AUTHENTIC,
    )
    yield _old(
        "suite-2018",
        "A credential with a proof of a type that is older still.",
        put(good, "/proof/0/type", "Ed25519Signature2018"),
        state="cannot be checked now",
        proof=unknown("proof.unknown_kind"),
        **NOT_AUTHENTIC,
    )
    yield _old(
        "suite-2020-with-cryptosuite",
        "A proof of the older type that names a suite of the newer ones.",
        put(good, "/proof/0/cryptosuite", "eddsa-rdfc-2022"),
        state="cannot be checked now",
        proof=unknown("proof.unknown_kind"),
        **NOT_AUTHENTIC,
    )


def _tokens() -> Iterator[Case]:
    documents = {RSA.place: RSA.keys(RSA.web_key())}
    document = _version_1_of(RSA, **{"@context": [V1, FIRST_OPEN_BADGES]})
    payload = {**claims(document), "vc": document}
    good = token(payload, RSA.key, kid=RSA.method)
    yield _old("version-1-token", "A token with the credential in its claim vc.", good, documents)
    slim = {
        name: value
        for name, value in document.items()
        if name not in {"id", "issuer", "issuanceDate", "expirationDate"}
    }
    yield _old(
        "version-1-token-with-claims-alone",
        "A token whose id, issuer and dates stand in its claims alone.",
        token({**claims(document), "vc": slim}, RSA.key, kid=RSA.method),
        documents,
    )
    yield _old(
        "version-1-token-altered",
        "The credential in the claim vc was changed.",
        altered(good, vc={**document, "name": "Data Science"}),
        documents,
        **ALTERED,
    )
    for claim, value in (
        ("iss", GUILD.id),
        ("jti", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        ("exp", 4070908800),
    ):
        yield _old(
            f"version-1-token-differs-{claim}",
            f"The token's claim {claim} says something else than the credential.",
            token({**payload, claim: value}, RSA.key, kid=RSA.method),
            documents,
            state="untrusted",
            proof=failed("proof.claims_differ"),
            **NOT_AUTHENTIC,
        )
    yield _old(
        "version-1-token-expired",
        "Only the token says that it has expired.",
        token({**claims(document, exp=1788220799), "vc": slim}, RSA.key, kid=RSA.method),
        documents,
        state="expired",
        validity=failed("validity.expired"),
    )
    newer = RSA.unsigned(credentialStatus=None)
    yield _old(
        "version-2-token-in-vc",
        "A credential of VC Data Model 2.0 in the claim vc, as some issuers write it.",
        token({**claims(newer), "vc": newer}, RSA.key, kid=RSA.method),
        documents,
    )


def _packed_2021(indexes: tuple[int, ...] = (), entries: int = ENTRIES) -> bytes:
    bits = bytearray(entries // 8)
    for index in indexes:
        bits[index >> 3] |= 0x80 >> (index & 7)
    return gzip_of(bytes(bits))


def _list_2021(encoded: str, **members: Any) -> JSON:
    purpose = members.pop("purpose", "revocation")
    return {
        "@context": [V1, STATUS_2021, DATA_INTEGRITY],
        "id": URL_2021,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": ACADEMY.id,
        "issuanceDate": "2026-07-01T08:00:00Z",
        "credentialSubject": {
            "id": f"{URL_2021}#list",
            "type": "StatusList2021",
            "statusPurpose": purpose,
            "encodedList": encoded,
        },
        **members,
    }


def _status_lists() -> Iterator[Case]:
    entry = {
        "id": f"{URL_2021}#{INDEX}",
        "type": "StatusList2021Entry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": URL_2021,
    }
    document = ACADEMY.issued(**{"@context": [V2, OPEN_BADGES, STATUS_2021]}, credentialStatus=entry)
    empty, full = (base64.urlsafe_b64encode(_packed_2021(indexes)).decode() for indexes in ((), (INDEX,)))
    revoked = {"state": "revoked", "status": failed("status.revoked")}
    bad_list = {"state": "untrusted", "status": failed("status.bad_list")}

    def listed(name: str, about: str, found: JSON, given: JSON = document, **expected: Any) -> Case:
        documents = ACADEMY.documents() | {URL_2021: found}
        expected = {"status": passed("status.passed"), **expected}
        return case(f"old-status-2021-{name}", about, given, documents, **expected)

    yield listed("unset", "A list of StatusList2021, which has not revoked it.", ACADEMY.sign(_list_2021(empty)))
    yield listed("set", "A list of StatusList2021, which has revoked it.", ACADEMY.sign(_list_2021(full)), **revoked)
    plain = base64.b64encode(_packed_2021((INDEX,))).decode()
    yield listed("base64", "The list is written in base64 with padding.", ACADEMY.sign(_list_2021(plain)), **revoked)
    yield listed("without-padding", "The list is written without padding.", ACADEMY.sign(_list_2021(empty.rstrip("="))))
    yield listed(
        "with-the-newer-mark",
        "The list begins with the mark of its successor.",
        ACADEMY.sign(_list_2021(f"u{empty.rstrip('=')}")),
        **bad_list,
    )
    short = base64.urlsafe_b64encode(_packed_2021(entries=ENTRIES - 8)).decode()
    yield listed("too-short", "The list is too short.", ACADEMY.sign(_list_2021(short)), **bad_list)
    yield listed(
        "of-its-successor",
        "At the list's address stands one of its successor.",
        ACADEMY.status_list(id=URL_2021),
        **bad_list,
    )
    yield listed(
        "altered",
        "The list was altered.",
        put(ACADEMY.sign(_list_2021(full)), "/credentialSubject/encodedList", empty),
        state="untrusted",
        status=failed("status.bad_signature"),
    )
    yield listed(
        "lapsed",
        "The list has lapsed.",
        ACADEMY.sign(_list_2021(empty, expirationDate="2026-10-01T00:00:00Z")),
        state="cannot be checked now",
        status=unknown("status.lapsed"),
    )
    yield listed(
        "of-another-purpose",
        "The list is kept for another purpose.",
        ACADEMY.sign(_list_2021(empty, purpose="suspension")),
        state="untrusted",
        status=failed("status.other_purpose"),
    )
    number = ACADEMY.issued(
        **{"@context": [V2, OPEN_BADGES, STATUS_2021]}, credentialStatus={**entry, "statusListIndex": INDEX}
    )
    yield listed(
        "index-a-number",
        "The index is a number, as some issuers wrote it.",
        ACADEMY.sign(_list_2021(full)),
        number,
        **revoked,
    )


def _revocation_lists() -> Iterator[Case]:
    entry = {"id": REVOCATIONS, "type": "1EdTechRevocationList"}
    words = {"@context": [V2, OPEN_BADGES, EXTENSIONS]}
    document = ACADEMY.issued(**words, credentialStatus=entry)

    def listed(name: str, about: str, found: Any, given: JSON = document, **expected: Any) -> Case:
        documents = {ACADEMY.place: ACADEMY.keys(), REVOCATIONS: found}
        return case(f"old-revocation-list-{name}", about, given, documents, **expected)

    def holding(*revoked: Any, **members: Any) -> JSON:
        return {"id": REVOCATIONS, "issuer": ACADEMY.id, "revokedCredential": list(revoked), **members}

    other = {"id": "urn:uuid:00000000-0000-4000-8000-000000000000", "revoked": True}
    own = {"id": ID, "revoked": True}
    revoked = {"state": "revoked", "status": failed("status.revoked")}
    because = {"state": "revoked", "status": failed("status.revoked_because")}
    bad_list = {"state": "untrusted", "status": failed("status.bad_list")}
    yield listed("without-it", "The list of the older kind names other credentials.", holding(other))
    yield listed("empty", "The list of the older kind is empty.", holding())
    yield listed("with-it", "The list of the older kind names it.", holding(other, own), **revoked)
    yield listed(
        "with-a-reason",
        "The list names it, and says why.",
        holding({**own, "revocationReason": "Issued by mistake."}),
        **because,
    )
    yield listed("by-its-id-alone", "The list names it by its id alone.", holding({"id": ID}), **revoked)
    yield listed(
        "not-revoked", "The list names it, and says that it is not revoked.", holding({**own, "revoked": False})
    )
    yield listed(
        "revoked-in-words",
        "The list says in words that it is not revoked, which is no clear no.",
        holding({**own, "revoked": "false"}),
        **revoked,
    )
    yield listed(
        "of-another-issuer",
        "The list is one of another issuer.",
        holding(issuer=GUILD.id),
        state="cannot be checked now",
        status=unknown("status.other_issuer"),
    )
    yield listed(
        "without-issuer", "The list names no issuer.", {"id": REVOCATIONS, "revokedCredential": []}, **bad_list
    )
    yield listed(
        "of-another-address",
        "The list gives itself another address.",
        holding(id="https://academy.example/other.json"),
        **bad_list,
    )
    yield listed("malformed", "What the list lists is no list.", holding() | {"revokedCredential": "none"}, **bad_list)
    yield listed("entry-without-id", "An entry of the list has no id.", holding({"revoked": True}), **bad_list)
    yield listed("entry-a-text", "An entry of the list is a mere text.", holding(ID), **bad_list)
    yield listed(
        "a-web-page",
        "At the list's address stands a web page.",
        "<!doctype html><title>List</title>",
        state="untrusted",
        status=failed("status.unreadable"),
    )
    yield listed(
        "missing",
        "Nothing stands at the list's address.",
        Trouble.NOT_FOUND,
        state="cannot be checked now",
        status=unknown("status.unreachable"),
    )
    plain = ACADEMY.issued(**words, credentialStatus={**entry, "id": REVOCATIONS.replace("https", "http")})
    yield listed(
        "by-http",
        "The list lies at an address that anybody on the way can change.",
        holding(),
        plain,
        state="cannot be checked now",
        status=unknown("status.unreachable"),
    )
    signed_by_nobody = ACADEMY.sign(ACADEMY.unsigned(**words, credentialStatus=entry, id=None))
    yield listed(
        "credential-without-id",
        "The credential has no id that a list could name.",
        holding(),
        signed_by_nobody,
        state="malformed",
        format=failed("format.structure"),
        status=unknown("status.no_id"),
    )
    forged = {**document, "credentialStatus": {**entry, "id": "https://forger.example/revocations.json"}}
    yield listed("exchanged", "The address of the list was changed after it was signed.", holding(), forged, **ALTERED)


def _open_badges_2() -> Iterator[Case]:
    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": "https://academy.example/assertions/17",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "a@example.com"},
        "badge": "https://academy.example/badges/1",
        "issuedOn": "2019-06-30T00:00:00Z",
        "verification": {"type": "hosted"},
    }
    yield _old(
        "open-badges-2",
        "An assertion of Open Badges 2.0, which is not signed and not read here.",
        assertion,
        state="untrusted",
        format=unknown("format.older_generation"),
        proof=failed("proof.missing"),
        issuer_key=unknown("issuer_key.unsigned"),
        **NOT_AUTHENTIC,
    )
    presentation = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": "did:example:holder",
        "verifiableCredential": [ACADEMY.issued()],
    }
    yield _old(
        "presentation",
        "A presentation, in which a holder shows a credential: hand in the credential.",
        presentation,
        state="malformed",
        format=failed("format.structure"),
        proof=failed("proof.missing"),
        issuer_key=unknown("issuer_key.unsigned"),
        **NOT_AUTHENTIC,
        credentials=unknown("credentials.not_authentic"),
    )
    own = ACADEMY.sign(
        {**ACADEMY.unsigned(), "type": ["VerifiableCredential"], "credentialSubject": {"id": subject()["id"]}}
    )
    yield _old(
        "other-credential",
        "A credential that is no badge.",
        own,
        state="cannot be checked now",
        format=unknown("format.other_kind"),
        status=passed("status.passed"),
    )
