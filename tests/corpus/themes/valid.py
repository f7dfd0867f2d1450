"""What verifies: every suite, every kind of key, every kind of issuer, and what a credential may hold."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.builders.credentials import (
    EXTENSIONS,
    LEGACY_SUITE,
    OPEN_BADGES,
    V2,
    achievement,
    credential,
    subject,
)
from tests.corpus.builders.expectations import Case, case, passed
from tests.corpus.builders.issuers import ACADEMY, Issuer, https_issuer, jwk_issuer, key_issuer, web_issuer
from tests.corpus.builders.secrets import JSON
from tests.corpus.builders.signing import LEGACY

SELF_NAMED = passed("issuer_key.self_named")
NOT_KEPT = passed("registered.not_kept")


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _plain()
    yield from _suites()
    yield from _keys()
    yield from _issuers()
    yield from _contents()


def _plain() -> Iterator[Case]:
    yield case("valid", "A credential as most issuers write it.", ACADEMY.issued(), ACADEMY.documents())
    yield case(
        "valid-without-end",
        "A credential that never expires.",
        ACADEMY.issued(validUntil=None),
        ACADEMY.documents(),
        validity=passed("validity.no_end"),
    )
    yield case(
        "valid-without-status",
        "A credential whose issuer keeps no status list.",
        ACADEMY.issued(credentialStatus=None),
        ACADEMY.documents(),
        status=passed("status.none"),
    )
    unsigned = ACADEMY.unsigned()
    yield case(
        "valid-proof-without-created",
        "A proof need not say when it was made.",
        ACADEMY.sign(unsigned, created=None),
        ACADEMY.documents(),
    )
    (proof,) = ACADEMY.issued()["proof"]
    yield case(
        "valid-proof-no-list",
        "A single proof may stand by itself instead of in a list.",
        {**unsigned, "proof": proof},
        ACADEMY.documents(),
    )
    yield case(
        "valid-proof-not-yet-expired",
        "A proof may expire, and this one has not yet.",
        ACADEMY.sign(unsigned, expires="2027-01-01T00:00:00Z"),
        ACADEMY.documents(),
    )
    yield case(
        "valid-proof-with-nonce-and-domain",
        "A proof may carry a nonce and a domain, which it signs.",
        ACADEMY.sign(unsigned, nonce="6c1f", domain="employer.example"),
        ACADEMY.documents(),
    )


def _suites() -> Iterator[Case]:
    for suite, kind in (
        ("eddsa-jcs-2022", "Ed25519"),
        ("ecdsa-rdfc-2019", "P-256"),
        ("ecdsa-rdfc-2019", "P-384"),
        ("ecdsa-jcs-2019", "P-256"),
        ("ecdsa-jcs-2019", "P-384"),
    ):
        issuer = web_issuer(kind=kind)  # type: ignore[arg-type]
        name = f"valid-{suite}" + ("" if kind == "Ed25519" else f"-{kind.lower()}")
        yield case(
            name,
            f"Signed with {suite} and a key of kind {kind}.",
            issuer.sign(issuer.unsigned(), suite=suite),
            issuer.documents(),
        )
    contexts = [V2, OPEN_BADGES, LEGACY_SUITE]
    yield case(
        "valid-ed25519-signature-2020",
        "Signed with Ed25519Signature2020, the predecessor of today's proofs.",
        ACADEMY.sign(ACADEMY.unsigned(**{"@context": contexts}), suite=LEGACY),
        ACADEMY.documents(),
    )


def _keys() -> Iterator[Case]:
    for kind in ("Ed25519", "P-256", "P-384"):
        issuer = web_issuer(kind=kind)
        for type_ in ("JsonWebKey", "JsonWebKey2020"):
            yield case(
                f"valid-key-{type_.lower().replace('webkey', '-web-key')}-{kind.lower()}",
                f"The issuer lists its {kind} key as {type_}.",
                issuer.issued(),
                issuer.documents(issuer.keys(issuer.web_key(type=type_))),
            )
    older = ACADEMY.keys(ACADEMY.multikey(type="Ed25519VerificationKey2020"))
    yield case(
        "valid-key-ed25519-verification-key-2020",
        "The issuer lists its key as Ed25519VerificationKey2020.",
        ACADEMY.issued(),
        ACADEMY.documents(older),
    )
    embedded = ACADEMY.keys(verificationMethod=None, assertionMethod=[ACADEMY.multikey()])
    yield case(
        "valid-key-embedded-in-assertion-method",
        "The issuer writes its key into assertionMethod itself.",
        ACADEMY.issued(),
        ACADEMY.documents(embedded),
    )
    named = web_issuer(fragment=ACADEMY.key.multibase)
    yield case(
        "valid-key-named-after-itself",
        "The key is named after its own value, and the issuer lists it under that name.",
        named.issued(),
        named.documents(named.keys(named.multikey(fragment=named.key.multibase))),
    )
    several = ACADEMY.keys(
        *(
            web_issuer(f"did:web:{name}.example").multikey(id=ACADEMY.named(name), controller=ACADEMY.id)
            for name in "abc"
        ),
        ACADEMY.multikey(),
    )
    yield case(
        "valid-key-among-several",
        "The issuer lists several keys, and this is one of them.",
        ACADEMY.issued(),
        ACADEMY.documents(several),
    )
    later = ACADEMY.keys(ACADEMY.multikey(expires="2027-01-01T00:00:00Z", revoked="2027-06-01T00:00:00Z"))
    yield case(
        "valid-key-that-ends-later",
        "The key expires and is revoked only after the day that is asked about.",
        ACADEMY.issued(),
        ACADEMY.documents(later),
    )


def _issuers() -> Iterator[Case]:
    for name, about, did in (
        ("path", "The issuer's DID has a path.", "did:web:university.example:faculties:data"),
        ("port", "The issuer's DID has a port.", "did:web:academy.example%3A8443"),
        ("port-and-path", "The issuer's DID has a port and a path.", "did:web:academy.example%3A8443:a:b"),
    ):
        issuer = web_issuer(did)
        yield case(f"valid-did-web-{name}", about, issuer.issued(), issuer.documents())
    address = https_issuer()
    yield case(
        "valid-https-issuer",
        "The issuer is named by an https address, where the document with its keys lies.",
        address.issued(),
        address.documents(),
    )
    for kind in ("Ed25519", "P-256", "P-384"):
        for method, issuer in (("did-key", key_issuer(kind)), ("did-jwk", jwk_issuer(kind))):
            yield case(
                f"valid-{method}-{kind.lower()}",
                f"The issuer is a {method.replace('-', ':')} of kind {kind}, which names a key and nobody behind it.",
                issuer.issued(),
                issuer.documents(),
                issuer_key=SELF_NAMED,
            )
    yield case(
        "valid-issuer-as-text",
        "The issuer is given by its DID alone.",
        ACADEMY.issued(issuer=ACADEMY.id),
        ACADEMY.documents(),
    )


def _contents() -> Iterator[Case]:
    full = _full(ACADEMY)
    about = "A credential that uses nearly everything Open Badges 3.0 has, in several scripts and with numbers"
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        yield case(
            f"valid-everything-{suite}",
            f"{about}, signed with {suite}.",
            ACADEMY.sign(full, suite=suite),
            ACADEMY.documents(),
        )
    yield case(
        "valid-context-3-0-2",
        "A credential in the words of an earlier context of Open Badges 3.0.",
        ACADEMY.issued(**{"@context": [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"]}),
        ACADEMY.documents(),
    )
    schema = {
        "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
        "type": "1EdTechJsonSchemaValidator2019",
    }
    yield case(
        "valid-credential-schema",
        "A credential that names its JSON Schema, with the context that has the word for it.",
        ACADEMY.issued(**{"@context": [V2, OPEN_BADGES, EXTENSIONS], "credentialSchema": [schema]}),
        ACADEMY.documents(),
    )
    yield case(
        "valid-type-achievement-credential",
        "AchievementCredential is another name for OpenBadgeCredential.",
        ACADEMY.issued(type=["VerifiableCredential", "AchievementCredential"]),
        ACADEMY.documents(),
    )
    yield case(
        "valid-web-page-as-id",
        "The id is the address of a page, as with many systems that publish no credentials by address.",
        ACADEMY.issued(id="https://academy.example/certificates/17"),
        ACADEMY.documents() | {"https://academy.example/certificates/17": "<!doctype html><title>Certificate</title>"},
        registered=NOT_KEPT,
    )
    more = [V2, OPEN_BADGES, EXTENSIONS]
    yield case(
        "valid-context-added",
        "A known context that defines no word of the credential was added: its statements are the same.",
        {**ACADEMY.issued(), "@context": more},
        ACADEMY.documents(),
    )
    yield case(
        "valid-context-added-jcs",
        "A context was added behind those that the proof over the text names, which are those that count.",
        {**ACADEMY.sign(ACADEMY.unsigned(), suite="eddsa-jcs-2022"), "@context": more},
        ACADEMY.documents(),
    )
    yield case(
        "valid-type-by-its-other-name",
        "OpenBadgeCredential was replaced by AchievementCredential, which the context makes the same type.",
        {**ACADEMY.issued(), "type": ["VerifiableCredential", "AchievementCredential"]},
        ACADEMY.documents(),
    )
    yield case(
        "valid-members-in-another-order",
        "The order of members means nothing to JSON and to no signature.",
        dict(reversed(ACADEMY.sign(ACADEMY.unsigned(), suite="eddsa-jcs-2022").items())),
        ACADEMY.documents(),
    )
    swapped = ACADEMY.issued()
    yield case(
        "valid-types-in-another-order",
        "The order of types means nothing to a graph, so a signature over a graph holds.",
        {**swapped, "type": swapped["type"][::-1]},
        ACADEMY.documents(),
    )


def _full(issuer: Issuer) -> JSON:
    level = "urn:uuid:2f6d1c3b-8e7a-4b5d-9c0e-1a2b3c4d5e0a"
    description = {
        "id": "urn:uuid:2f6d1c3b-8e7a-4b5d-9c0e-1a2b3c4d5e09",
        "type": ["ResultDescription"],
        "name": "Grade",
        "resultType": "RubricCriterionLevel",
        "allowedValue": ["1", "2", "3"],
        "rubricCriterionLevel": [{"id": level, "type": ["RubricCriterionLevel"], "name": "Very good", "level": "1"}],
    }
    alignment = {
        "type": ["Alignment"],
        "targetName": "analyse data",
        "targetUrl": "http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f",
        "targetFramework": "ESCO",
        "targetType": "ext:ESCOSkill",
    }
    holder = {
        "id": "did:example:holder",
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": "Zoë 张伟", "identityType": "name"},
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
                "identityType": "emailAddress",
                "salt": "Kosher",
            },
        ],
        "creditsEarned": 2.5,
        "activityStartDate": "2026-04-01T00:00:00+02:00",
        "activityEndDate": "2026-06-29T23:59:59.5+02:00",
        "role": "Participant",
        "licenseNumber": "17/2026",
        "term": "Spring",
        "result": [
            {
                "type": ["Result"],
                "resultDescription": description["id"],
                "achievedLevel": level,
                "value": "1",
                "status": "Completed",
                "alignment": [alignment],
            }
        ],
        "achievement": achievement(
            achievementType="Course",
            alignment=[alignment, {"type": ["Alignment"], "targetName": "R", "targetUrl": "https://academy.example/r"}],
            creator=issuer.profile,
            creditsAvailable=3,
            fieldOfStudy="Statistics",
            humanCode="DA-1",
            inLanguage="en",
            otherIdentifier=[{"type": "IdentifierEntry", "identifier": "DA-1", "identifierType": "identifier"}],
            related=[{"id": "https://academy.example/achievements/data-analysis/0", "type": ["Related"]}],
            resultDescription=[description],
            specialization="Tabular data",
            tag=["data", "статистика", "Ω≈ç√", "🎓 learning"],
            version="1",
            description="Cleans, explores\nand explains a “data set”: café, naïve, 数据, \u202bعربي\u202c, 🧮.",
        ),
    }
    return credential(
        {
            **issuer.profile,
            "url": "https://academy.example/",
            "email": "badges@academy.example",
            "address": {"type": ["Address"], "addressCountry": "Germany", "addressLocality": "Köln"},
            "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "4711", "identifierType": "sourcedId"}],
        },
        description="For those who “finished” the course\tand its exam.",
        awardedDate="2026-06-29T22:00:00Z",
        validFrom="2026-06-30T00:00:00+02:00",
        validUntil="2028-06-30T23:59:59.999+02:00",
        credentialStatus=issuer.entry(),
        credentialSubject=subject(**holder),
        evidence=[
            {"id": "https://academy.example/evidence/17", "type": ["Evidence"], "name": "Analysis", "genre": "Report"},
            {"type": ["Evidence"], "narrative": "Presented in class."},
        ],
        image={"id": "https://academy.example/badge.png", "type": "Image", "caption": "Badge"},
    )
