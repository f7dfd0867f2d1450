"""Every member of a credential altered after it was signed, and everything that could be slipped in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.corpus.builders.credentials import OPEN_BADGES, V1, V2, put, without
from tests.corpus.builders.expectations import ALTERED, NOT_AUTHENTIC, UNREAD, Case, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY, FORGER, GUILD, web_issuer
from tests.corpus.builders.secrets import JSON, Kind, secret

ELLIPTIC: tuple[tuple[Kind, str], ...] = (
    ("P-256", "ecdsa-rdfc-2019"),
    ("P-384", "ecdsa-rdfc-2019"),
    ("P-256", "ecdsa-jcs-2019"),
)
OTHER_KEY = ACADEMY.keys(ACADEMY.multikey(), ACADEMY.multikey(secret("second"), "key-2"))

MISSHAPEN = {**ALTERED, "format": failed("format.structure")}
STRANGE_WRITING = {
    "state": "malformed",
    "format": failed("format.layout"),
    "proof": unknown("proof.not_canonical"),
    **NOT_AUTHENTIC,
}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _values()
    yield from _of_the_proof()
    yield from _members()
    yield from _writings()
    yield from _other_suites()
    yield from _texts()


def _altered(name: str, about: str, document: JSON, **expected: Any) -> Case:
    return case(f"altered-{name}", about, document, ACADEMY.documents(), **{**ALTERED, **expected})


def _values() -> Iterator[Case]:
    value: Any
    good = ACADEMY.issued()
    holder, award = "/credentialSubject", "/credentialSubject/achievement"
    for name, about, path, value in (
        ("name", "The credential's name was changed.", "/name", "Data Science Masterclass"),
        ("id", "The credential's id was changed.", "/id", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        ("type-added", "A type was added.", "/type", [*good["type"], "Evidence"]),
        (
            "achievement-id",
            "The achievement's id was changed.",
            f"{award}/id",
            "https://academy.example/achievements/9",
        ),
        ("achievement-name", "The achievement's name was changed.", f"{award}/name", "Data Science Masterclass"),
        ("achievement-description", "The achievement's description was changed.", f"{award}/description", "Knows all."),
        ("criteria", "The criteria were changed.", f"{award}/criteria/narrative", "Hand in ten analyses."),
        ("image", "The achievement's image was changed.", f"{award}/image/id", "https://academy.example/gold.png"),
        ("issuer-name", "The issuer's name was changed.", "/issuer/name", "University of Example"),
        ("valid-from", "The first day was changed.", "/validFrom", "2020-06-29T22:00:00Z"),
        (
            "valid-from-by-its-offset",
            "The same instant was written otherwise.",
            "/validFrom",
            "2026-06-30T00:00:00+02:00",
        ),
        ("valid-until", "The last day was changed.", "/validUntil", "2099-06-30T21:59:59Z"),
        ("subject-id", "The holder's id was changed.", f"{holder}/id", "did:example:somebody-else"),
        ("status-index", "The place in the status list was changed.", "/credentialStatus/statusListIndex", "8"),
        (
            "status-list",
            "The address of the status list was changed.",
            "/credentialStatus/statusListCredential",
            "https://forger.example/status/revocation-1.json",
        ),
        ("status-purpose", "The purpose of the status was changed.", "/credentialStatus/statusPurpose", "message"),
        (
            "one-letter",
            "One letter was made a capital.",
            f"{award}/criteria/narrative",
            "Hand In one analysis and explain it.",
        ),
        ("trailing-space", "A space was added.", "/name", "Data Analysis Foundations "),
        (
            "look-alike-letter",
            "A letter was replaced by one that looks the same.",
            "/name",
            "Dаta Analysis Foundations",
        ),
    ):
        yield _altered(name, about, put(good, path, value))
    for name, about, path, value in (
        ("name-made-number", "The name was replaced by a number.", "/name", 7),
        (
            "name-made-language-map",
            "The name was replaced by an object.",
            "/name",
            {"@value": "Data", "@language": "en"},
        ),
        (
            "issuer-name-made-list",
            "The issuer's name was replaced by a list.",
            "/issuer/name",
            ["Example Academy", "University"],
        ),
        ("valid-until-made-number", "The last day was replaced by a number.", "/validUntil", 4085983199),
    ):
        # Whether an object with keywords is a fault of writing is for the check of the format to say first.
        expected = {"format": failed("format.layout")} if name.endswith("map") else {}
        yield case(f"altered-{name}", about, put(good, path, value), ACADEMY.documents(), **{**MISSHAPEN, **expected})
    yield case(
        "altered-issuer-to-another",
        "The issuer was replaced by another, whose key did not sign.",
        put(good, "/issuer", GUILD.profile),
        ACADEMY.documents() | GUILD.documents(),
        state="untrusted",
        proof=unknown("proof.no_key"),
        issuer_key=failed("issuer_key.somebody_else"),
        **NOT_AUTHENTIC,
    )
    yield _altered(
        "subject-replaced",
        "The whole subject was replaced by that of another credential.",
        put(good, holder, {**good["credentialSubject"], "id": "urn:uuid:9c0e2f64-5c1d-4e7f-8a9b-1d2c3e4f5a99"}),
    )


def _of_the_proof() -> Iterator[Case]:
    good = ACADEMY.issued()
    for name, about, member, value in (
        ("created", "The day of signing was changed.", "created", "2020-01-01T00:00:00Z"),
        ("created-unreadable", "The day of signing was made unreadable.", "created", "yesterday"),
        ("cryptosuite", "The suite was replaced by another for the same kind of key.", "cryptosuite", "eddsa-jcs-2022"),
        (
            "cryptosuite-of-another-key",
            "The suite was replaced by one for other keys.",
            "cryptosuite",
            "ecdsa-rdfc-2019",
        ),
        ("proof-expires", "A day was added on which the proof expires.", "expires", "2099-01-01T00:00:00Z"),
        ("proof-nonce", "A nonce was added to the proof.", "nonce", "1"),
        ("proof-value-empty", "The signature was emptied.", "proofValue", "z"),
        ("proof-value-no-base58", "The signature was replaced by something that is none.", "proofValue", "z0OIl"),
        ("proof-value-other-base", "The signature was written in another base.", "proofValue", "u" + "A" * 86),
        ("proof-value-of-zeros", "The signature was replaced by zeros.", "proofValue", "z" + "1" * 64),
    ):
        structure = {"format": failed("format.structure")} if name == "created-unreadable" else {}
        yield _altered(name, about, put(good, "/proof/0", {**good["proof"][0], member: value}), **structure)
    value = good["proof"][0]["proofValue"]
    swapped = value[:20] + ("2" if value[20] != "2" else "3") + value[21:]
    yield _altered(
        "proof-value", "One character of the signature was changed.", put(good, "/proof/0/proofValue", swapped)
    )
    yield _altered(
        "proof-value-missing", "The signature was taken out of the proof.", without(good, "/proof/0/proofValue")
    )
    yield _altered(
        "proof-of-another",
        "The proof was taken from another credential of the issuer.",
        {**good, "proof": ACADEMY.issued(name="Bread Baking")["proof"]},
    )
    yield case(
        "altered-verification-method",
        "The proof names another key of the issuer than the one that signed.",
        put(good, "/proof/0/verificationMethod", ACADEMY.named("key-2")),
        ACADEMY.documents(OTHER_KEY),
        **ALTERED,
    )
    yield case(
        "altered-verification-method-unlisted",
        "The proof names a key that the issuer does not have.",
        put(good, "/proof/0/verificationMethod", ACADEMY.named("key-3")),
        ACADEMY.documents(),
        state="untrusted",
        proof=unknown("proof.no_key"),
        issuer_key=failed("issuer_key.not_listed"),
        **NOT_AUTHENTIC,
    )
    yield case(
        "altered-proof-purpose",
        "The purpose of the proof was changed.",
        put(good, "/proof/0/proofPurpose", "authentication"),
        ACADEMY.documents(),
        state="untrusted",
        proof=failed("proof.other_purpose"),
        **NOT_AUTHENTIC,
    )
    yield case(
        "altered-proof-type",
        "The type of the proof was changed to one that nobody knows.",
        put(good, "/proof/0/type", "UnheardOfProof"),
        ACADEMY.documents(),
        state="cannot be checked now",
        proof=unknown("proof.unknown_kind"),
        **NOT_AUTHENTIC,
    )
    yield case(
        "altered-proof-removed",
        "The proof was taken away.",
        without(good, "/proof"),
        ACADEMY.documents(),
        state="untrusted",
        proof=failed("proof.missing"),
        issuer_key=unknown("issuer_key.unsigned"),
        **NOT_AUTHENTIC,
    )
    yield case(
        "altered-signed-by-a-stranger",
        "Somebody else signed it in the name of the issuer's key.",
        ACADEMY.sign(ACADEMY.unsigned(name="Data Science Masterclass"), FORGER.key),
        ACADEMY.documents(),
        **ALTERED,
    )


def _members() -> Iterator[Case]:
    good = ACADEMY.issued()
    award = "/credentialSubject/achievement"
    for name, about, path in (
        ("name-removed", "The credential's name was taken out.", "/name"),
        ("status-removed", "The status entry was taken out, which would hide a revocation.", "/credentialStatus"),
        ("valid-until-removed", "The last day was taken out.", "/validUntil"),
        ("image-removed", "The achievement's image was taken out.", f"{award}/image"),
        ("subject-id-removed", "The holder's id was taken out.", "/credentialSubject/id"),
        ("valid-from-removed", "The first day was taken out.", "/validFrom"),
        ("description-removed", "The achievement's description was taken out.", f"{award}/description"),
        ("id-removed", "The credential's id was taken out.", "/id"),
    ):
        required = name in {"subject-id-removed", "valid-from-removed", "description-removed", "id-removed"}
        yield case(
            f"altered-{name}", about, without(good, path), ACADEMY.documents(), **(MISSHAPEN if required else ALTERED)
        )
    for name, about, path, value in (
        ("description-added", "A description was added.", "/description", "With distinction."),
        ("awarded-date-added", "A day of the award was added.", "/awardedDate", "2020-01-01T00:00:00Z"),
        ("evidence-added", "Evidence was added.", "/evidence", [{"type": ["Evidence"], "narrative": "An exam."}]),
        ("result-added", "A result was added.", "/credentialSubject/result", [{"type": ["Result"], "value": "1.0"}]),
        ("credits-added", "Credits were added.", "/credentialSubject/creditsEarned", 30),
        ("tag-added", "A tag was added.", f"{award}/tag", ["expert"]),
        ("issuer-url-added", "An address of the issuer was added.", "/issuer/url", "https://forger.example/"),
        (
            "identifier-added",
            "A name of a holder was added.",
            "/credentialSubject/identifier",
            [{"type": "IdentityObject", "hashed": False, "identityHash": "Somebody Else", "identityType": "name"}],
        ),
    ):
        yield _altered(name, about, put(good, path, value))
    not_covered = {"state": "untrusted", "proof": failed("proof.not_covered"), **NOT_AUTHENTIC}
    for name, about, path in (
        ("undefined-member-added", "A member was added that no context defines, so no signature covers it.", "/grade"),
        ("undefined-member-added-to-issuer", "The same within the issuer.", "/issuer/accreditedBy"),
        ("undefined-member-added-to-achievement", "The same within the achievement.", f"{award}/grade"),
        ("undefined-member-added-to-status", "The same within the status entry.", "/credentialStatus/note"),
    ):
        yield case(f"altered-{name}", about, put(good, path, "excellent"), ACADEMY.documents(), **not_covered)
    yield case(
        "altered-undefined-type-added",
        "A type was added that no context defines.",
        put(good, "/type", [*good["type"], "AccreditedCredential"]),
        ACADEMY.documents(),
        **not_covered,
    )
    yield case(
        "altered-undefined-member-added-to-proof",
        "A member was added to the proof that no context defines.",
        put(good, "/proof/0/note", "checked by somebody"),
        ACADEMY.documents(),
        **not_covered,
    )
    yield _altered(
        "context-replaced",
        "The context was replaced by another version, where words mean something else.",
        put(good, "/@context", [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"]),
    )
    yield case(
        "altered-contexts-in-another-order",
        "The contexts were put in another order, with the same statements, but not as Open Badges 3.0 has it.",
        put(good, "/@context", [OPEN_BADGES, V2]),
        ACADEMY.documents(),
        state="malformed",
        format=failed("format.structure"),
    )


def _writings() -> Iterator[Case]:
    good = ACADEMY.issued()
    status = good["credentialStatus"]
    hidden = without(good, "/credentialStatus")
    for name, about, document in (
        (
            "status-under-its-full-iri",
            "The status entry was written under its full address, which readers overlook.",
            {**hidden, "https://www.w3.org/2018/credentials#credentialStatus": status},
        ),
        (
            "valid-until-under-its-full-iri",
            "The last day was written under its full address.",
            {
                **without(good, "/validUntil"),
                "https://www.w3.org/2018/credentials#validUntil": {
                    "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
                    "@value": good["validUntil"],
                },
            },
        ),
        ("null-member", "A member was added that holds null, which a graph drops.", {**good, "description": None}),
        ("null-status", "The status entry was replaced by null.", {**good, "credentialStatus": None}),
        ("empty-list", "An empty list was added, which a graph drops.", {**good, "evidence": []}),
        ("empty-object", "An empty object was added.", {**good, "refreshService": {}}),
        (
            "null-in-the-subject",
            "A member of the subject was added that holds null.",
            put(good, "/credentialSubject/role", None),
        ),
    ):
        yield case(f"altered-{name}", about, document, ACADEMY.documents(), **STRANGE_WRITING)
    for name, about, document in (
        (
            "graph-member",
            "Statements were put into a graph of their own.",
            {**hidden, "@graph": [{"id": good["id"], "credentialStatus": status}]},
        ),
        ("included-member", "Statements were included as a node of their own.", {**hidden, "@included": [status]}),
        (
            "reverse-member",
            "Statements were written the other way round.",
            {**good, "@reverse": {"evidence": good["id"]}},
        ),
    ):
        yield case(
            f"altered-{name}",
            about,
            document,
            ACADEMY.documents(),
            **{**STRANGE_WRITING, "proof": failed("proof.not_covered")},
        )
    yield case(
        "altered-nested-context",
        "A context was put into the subject, where it could give words another meaning.",
        put(good, "/credentialSubject/@context", {"name": "https://forger.example/name"}),
        ACADEMY.documents(),
        **STRANGE_WRITING,
    )
    yield from _words_of_types()
    yield from _names_of_the_issuer()
    # What the subject says of the credential would be said of the credential.
    yield case(
        "altered-object-with-own-id",
        "An object inside claims the id of the credential, where statements about it could hide.",
        put(hidden, "/evidence", [{"id": good["id"], "type": ["Evidence"]}]),
        ACADEMY.documents(),
        **{**ALTERED, "format": failed("format.layout")},
    )
    split = put(hidden, "/evidence", [{"id": good["id"], "type": ["Evidence"], "credentialStatus": status}])
    yield case(
        "altered-status-moved-into-evidence",
        "The status entry was moved to an object inside that claims the credential's id.",
        split,
        ACADEMY.documents(),
        state="malformed",
        format=failed("format.layout"),
        proof=failed("proof.not_covered"),
        **NOT_AUTHENTIC,
    )


def _words_of_types() -> Iterator[Case]:
    """Some contexts give a member and a type the same meaning, so one stands for the other in the graph."""
    layout = {"state": "malformed", "format": failed("format.layout")}
    image = {"id": "https://academy.example/gold.png", "type": "Image"}
    address = {"type": ["Address"], "addressCountry": "DE"}
    award = "/credentialSubject/achievement"
    for name, version, place, member, word, value in (
        ("image", "context-3.0.2.json", award, "image", "Image", image),
        ("creator", "context.json", award, "creator", "Profile", GUILD.profile),
        ("address", "context.json", "/issuer", "address", "Address", address),
    ):
        older: dict[str, Any] = {}
        document = ACADEMY.unsigned(**{"@context": [V2, f"https://purl.imsglobal.org/spec/ob/v3p0/{version}"]})
        if version == "context.json":  # which Verifiable Credentials 2.0 cannot be written with
            first, last = document.pop("validFrom"), document.pop("validUntil")
            contexts = [V1, *document["@context"][1:], "https://w3id.org/security/data-integrity/v2"]
            document = {**document, "@context": contexts, "issuanceDate": first, "expirationDate": last}
            del document["credentialStatus"]
            older = {"format": passed("format.older"), "status": passed("status.none")}
        signed = ACADEMY.sign(put(document, f"{place}/{member}", value))
        yield case(
            f"word-of-a-member-{name}", f"The member {member}, as it was signed.", signed, ACADEMY.documents(), **older
        )
        yield case(
            f"altered-word-of-a-type-{name}",
            f"The member {member} is written as {word}, which means the same in its context and nothing to readers.",
            put(without(signed, f"{place}/{member}"), f"{place}/{word}", value),
            ACADEMY.documents(),
            **{**older, **layout},
        )


def _names_of_the_issuer() -> Iterator[Case]:
    """Two objects of one id say the same in the graph wherever each of their words stands."""
    layout = {"state": "malformed", "format": failed("format.layout")}
    faculty = {**ACADEMY.profile, "name": "Faculty of Medicine"}
    creator = "/credentialSubject/achievement/creator"
    for name, about, document, expected in (
        ("creator", "The issuer has created the achievement, and says the same of itself there.", ACADEMY.profile, {}),
        ("creator-with-more", "It adds there what it is.", {**ACADEMY.profile, "description": "A school."}, {}),
        ("creator-of-another-name", "It gives itself another name there.", faculty, layout),
    ):
        signed = ACADEMY.sign(put(ACADEMY.unsigned(), creator, document))
        yield case(f"issuer-as-{name}", about, signed, ACADEMY.documents(), **expected)
        if expected:
            exchanged = put(put(signed, "/issuer/name", faculty["name"]), f"{creator}/name", ACADEMY.profile["name"])
            yield case(
                f"altered-issuer-as-{name}",
                "The two names of the issuer were exchanged.",
                exchanged,
                ACADEMY.documents(),
                **layout,
            )
    for name, one, other in (
        ("true-and-1", True, 1),
        ("false-and-0", False, 0),
    ):
        words = [V2, OPEN_BADGES, "https://www.w3.org/ns/credentials/undefined-terms/v2"]
        document = ACADEMY.unsigned(**{"@context": words}, issuer={**ACADEMY.profile, "accredited": one})
        document = put(document, creator, {**ACADEMY.profile, "accredited": other})
        signed = ACADEMY.sign(document, suite="eddsa-jcs-2022")
        about = f"The issuer says {name.replace('-', ' ')} of itself."
        yield case(f"issuer-as-creator-with-{name}", about, signed, ACADEMY.documents(), **layout)


def _other_suites() -> Iterator[Case]:
    good = ACADEMY.sign(ACADEMY.unsigned(), suite="eddsa-jcs-2022")
    for name, about, document in (
        ("name", "The name was changed in a credential whose text is signed.", put(good, "/name", "Data Science")),
        (
            "types-in-another-order",
            "A list was put in another order, which is another text.",
            put(good, "/type", good["type"][::-1]),
        ),
        ("created", "The day of signing was changed.", put(good, "/proof/0/created", "2020-01-01T00:00:00Z")),
        ("context-of-proof", "The contexts of the proof were changed.", put(good, "/proof/0/@context", [V2])),
        ("context-of-proof-removed", "The contexts of the proof were taken out.", without(good, "/proof/0/@context")),
        ("status-removed", "The status entry was taken out.", without(good, "/credentialStatus")),
    ):
        yield _altered(f"jcs-{name}", about, document)
    for name, about, document in (
        ("null-member", "A member was added that holds null, which is another text.", {**good, "description": None}),
        ("empty-list", "An empty list was added, which is another text.", {**good, "evidence": []}),
    ):
        yield _altered(f"jcs-{name}", about, document, format=failed("format.layout"))
    for kind, suite in ELLIPTIC:
        issuer = web_issuer(kind=kind)
        signed = issuer.sign(issuer.unsigned(), suite=suite)
        yield case(
            f"altered-{suite}-{kind.lower()}",
            f"The name was changed in a credential signed with {suite} and {kind}.",
            put(signed, "/name", "Data Science"),
            issuer.documents(),
            **ALTERED,
        )


def _texts() -> Iterator[Case]:
    good = ACADEMY.issued()
    text = json.dumps(good)
    for name, about, given in (
        (
            "name-twice",
            "A name stands twice, which readers read differently.",
            text.replace('"name":', '"name": "X", "name":', 1),
        ),
        (
            "status-twice",
            "The status entry stands twice.",
            text.replace('"credentialStatus":', '"credentialStatus": {}, "credentialStatus":', 1),
        ),
        ("proof-twice", "The proof stands twice.", text.replace('"proof":', '"proof": [], "proof":', 1)),
        (
            "name-twice-by-an-escape",
            "A name stands twice, once with an escaped letter.",
            text.replace('"name":', '"n\\u0061me": "X", "name":', 1),
        ),
    ):
        yield case(f"altered-text-{name}", about, given, ACADEMY.documents(), **UNREAD)
