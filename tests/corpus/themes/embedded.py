"""Documents inside a credential: endorsements, and the credentials of a comprehensive learner record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.corpus.builders.credentials import (
    ACHIEVEMENT,
    ID,
    OPEN_BADGES,
    V2,
    achievement,
    endorsement,
    put,
    record,
    subject,
    without,
)
from tests.corpus.builders.expectations import ALTERED, Case, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY, FORGER, GUILD, web_issuer
from tests.corpus.builders.secrets import JSON
from tests.corpus.builders.tokens import signed

UNIVERSITY = web_issuer("did:web:university.example", "Example University")
UNDEFINED_TERMS = "https://www.w3.org/ns/credentials/undefined-terms/v2"
RECORD = "urn:uuid:5c9e8d7f-2a1b-4d3c-9e8f-6a7b5c4d3e04"
JCS = "eddsa-jcs-2022"

ENDORSED = {"endorsements": passed("endorsements.passed")}
BADLY_ENDORSED: Mapping[str, Any] = {"state": "holds in part", "endorsements": failed("endorsements.failed")}
PERHAPS_ENDORSED: Mapping[str, Any] = {
    "state": "cannot be checked now",
    "endorsements": unknown("endorsements.unknown"),
}
RECORDED = {"format": passed("format.record")}
HOLDING = {**RECORDED, "credentials": passed("credentials.passed"), "status": passed("status.none")}
HOLDING_IN_PART: Mapping[str, Any] = {
    **HOLDING,
    "state": "holds in part",
    "credentials": failed("credentials.failed"),
}
HOLDING_PERHAPS: Mapping[str, Any] = {
    **HOLDING,
    "state": "cannot be checked now",
    "credentials": unknown("credentials.unknown"),
}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _endorsements()
    yield from _bad_endorsements()
    yield from _no_endorsements()
    yield from _words_about_the_issuer()
    yield from _hiding_places()
    yield from _tokens()
    yield from _records()
    yield from _bad_records()
    yield from _records_of_somebody()
    yield from _limits()


def _documents() -> dict[str, Any]:
    return ACADEMY.documents() | {GUILD.place: GUILD.keys(), UNIVERSITY.place: UNIVERSITY.keys()}


def _by_guild(about: str = ID, **members: Any) -> JSON:
    return GUILD.sign(endorsement(GUILD.profile, about, **members))


def _endorsed(*endorsements: Any) -> JSON:
    return ACADEMY.issued(endorsement=list(endorsements))


def _endorsements() -> Iterator[Case]:
    own, university = (
        _by_guild(),
        UNIVERSITY.sign(endorsement(UNIVERSITY.profile, ID, id="urn:uuid:7a5c2d1e-3f4b-4c6d-8e9f-2b1a0c9d8e07")),
    )
    yield case("endorsed", "The guild endorses the credential.", _endorsed(own), _documents(), **ENDORSED)
    yield case(
        "endorsed-twice",
        "The guild and the university endorse the credential.",
        _endorsed(own, university),
        _documents(),
        **ENDORSED,
    )
    of_achievement = achievement(endorsement=[_by_guild(ACHIEVEMENT)])
    yield case(
        "endorsed-achievement",
        "The guild endorses the achievement.",
        ACADEMY.issued(credentialSubject=subject(achievement=of_achievement)),
        _documents(),
        **ENDORSED,
    )
    profile = {**ACADEMY.profile, "endorsement": [_by_guild(ACADEMY.id)]}
    yield case(
        "endorsed-issuer", "The guild endorses the issuer.", ACADEMY.issued(issuer=profile), _documents(), **ENDORSED
    )
    yield case(
        "endorsed-everywhere",
        "The guild endorses the credential, the achievement and the issuer.",
        ACADEMY.issued(
            issuer=profile,
            credentialSubject=subject(achievement=of_achievement),
            endorsement=[own],
        ),
        _documents(),
        **ENDORSED,
    )
    yield case(
        "endorsed-jcs",
        "The guild endorses the credential, both signed as texts.",
        ACADEMY.sign(ACADEMY.unsigned(endorsement=[GUILD.sign(endorsement(GUILD.profile, ID), suite=JCS)]), suite=JCS),
        _documents(),
        **ENDORSED,
    )
    with_status = GUILD.sign(endorsement(GUILD.profile, ID, credentialStatus=GUILD.entry()))
    yield case(
        "endorsed-with-status",
        "The guild could revoke its endorsement, and has not.",
        _endorsed(with_status),
        _documents() | GUILD.documents(),
        **ENDORSED,
    )
    yield case(
        "endorsed-by-itself",
        "The issuer endorses its own credential.",
        _endorsed(ACADEMY.sign(endorsement(ACADEMY.profile, ID))),
        _documents(),
        **ENDORSED,
    )
    yield case(
        "endorsement-alone",
        "An endorsement that somebody hands in by itself.",
        own,
        _documents(),
        format=passed("format.endorsement"),
        status=passed("status.none"),
        validity=passed("validity.no_end"),
    )


def _bad_endorsements() -> Iterator[Case]:
    own = _by_guild()
    with_status = GUILD.sign(endorsement(GUILD.profile, ID, credentialStatus=GUILD.entry()))
    revoked = GUILD.documents(listed=GUILD.status_list(indexes=[7]))
    for name, about, given, documents in (
        (
            "altered",
            "The endorsement was altered before the issuer took it in.",
            put(own, "/credentialSubject/endorsementComment", "The best."),
            {},
        ),
        ("expired", "The endorsement has expired.", _by_guild(validUntil="2026-08-31T21:59:59Z"), {}),
        ("not-yet-valid", "The endorsement is not valid yet.", _by_guild(validFrom="2027-01-01T00:00:00Z"), {}),
        (
            "of-something-else",
            "The guild endorses another credential.",
            _by_guild("urn:uuid:00000000-0000-4000-8000-000000000000"),
            {},
        ),
        (
            "of-the-achievement",
            "The guild endorses the achievement, and the endorsement stands with the credential.",
            _by_guild(ACHIEVEMENT),
            {},
        ),
        ("unsigned", "The endorsement is not signed.", endorsement(GUILD.profile, ID), {}),
        (
            "forged",
            "A stranger has signed the endorsement in the name of the guild.",
            GUILD.sign(endorsement(GUILD.profile, ID), FORGER.key),
            {},
        ),
        (
            "by-the-issuer-in-anothers-name",
            "The issuer has signed the endorsement in the name of the guild.",
            ACADEMY.sign(endorsement(GUILD.profile, ID)),
            {},
        ),
        ("revoked", "The guild has revoked its endorsement.", with_status, revoked),
    ):
        yield case(f"endorsement-{name}", about, _endorsed(given), _documents() | documents, **BADLY_ENDORSED)
    yield case(
        "endorsements-one-of-two",
        "Of two endorsements one holds.",
        _endorsed(
            own, _by_guild(id="urn:uuid:7a5c2d1e-3f4b-4c6d-8e9f-2b1a0c9d8e08", validUntil="2026-08-31T21:59:59Z")
        ),
        _documents(),
        **BADLY_ENDORSED,
    )
    unreachable = _documents()
    del unreachable[GUILD.place]
    yield case(
        "endorsement-unreachable", "The guild's keys cannot be had.", _endorsed(own), unreachable, **PERHAPS_ENDORSED
    )
    strange = put(own, "/proof/0/cryptosuite", "unheard-of-2030")
    yield case(
        "endorsement-of-unknown-suite",
        "The endorsement is signed in a way that nobody knows.",
        _endorsed(strange),
        _documents(),
        **PERHAPS_ENDORSED,
    )
    yield case(
        "endorsements-broken-and-unreachable",
        "One endorsement has expired, and the keys of another cannot be had.",
        _endorsed(
            own,
            UNIVERSITY.sign(
                endorsement(
                    UNIVERSITY.profile,
                    ID,
                    id="urn:uuid:7a5c2d1e-3f4b-4c6d-8e9f-2b1a0c9d8e07",
                    validUntil="2026-08-31T21:59:59Z",
                )
            ),
        ),
        unreachable,
        **BADLY_ENDORSED,
    )
    good = _endorsed(own)
    for name, about, document in (
        (
            "altered-with-its-endorsement",
            "The endorsement was altered after the issuer had signed.",
            put(good, "/endorsement/0/credentialSubject/endorsementComment", "The best."),
        ),
        ("altered-endorsement-removed", "The endorsement was taken out.", without(good, "/endorsement")),
        (
            "altered-endorsement-added",
            "An endorsement was added that holds by itself.",
            {**ACADEMY.issued(), "endorsement": [own]},
        ),
    ):
        inside = {} if "endorsement" not in document else {"endorsements": unknown("endorsements.not_authentic")}
        yield case(name, about, document, _documents(), **ALTERED, **inside)
    yield case(
        "endorsed-and-revoked",
        "The guild endorses it, and the issuer has revoked it.",
        good,
        _documents() | ACADEMY.documents(listed=ACADEMY.status_list(indexes=[7])),
        state="revoked",
        status=failed("status.revoked"),
        **ENDORSED,
    )
    misshapen = GUILD.sign(endorsement(GUILD.profile, ID, name=None))
    yield case(
        "endorsement-misshapen",
        "The endorsement lacks its name.",
        _endorsed(misshapen),
        _documents(),
        state="malformed",
        format=failed("format.structure"),
        endorsements=failed("endorsements.failed"),
    )


def _no_endorsements() -> Iterator[Case]:
    """Something good of somebody's, where an endorsement should be, would lend its good name to a forger's badge."""
    words = {"@context": [V2, OPEN_BADGES, UNDEFINED_TERMS]}
    badge = {"id": "urn:uuid:6d1f5a3c-6b0e-4f0e-9a3a-0c7d5f1b2b09", "credentialStatus": None}
    nobodys = subject(
        id=None,
        identifier=_known_as("somebody@example.org"),
        achievement=achievement(id="https://guild.example/achievements/1"),
    )
    yield case(
        "endorsed-by-token-that-is-a-badge",
        "Where an endorsement should be is a token of the guild that is a badge of somebody, who has no id.",
        ACADEMY.issued(
            **words, endorsementJwt=[signed(GUILD, GUILD.unsigned(**words, **badge, credentialSubject=nobodys))]
        ),
        _documents(),
        **BADLY_ENDORSED,
    )
    yield case(
        "endorsed-by-token-that-is-a-badge-of-its-own-id",
        "Where an endorsement should be is a badge that the guild has awarded to the credential.",
        ACADEMY.issued(
            **words, endorsementJwt=[signed(GUILD, GUILD.unsigned(**words, **badge, credentialSubject=subject(id=ID)))]
        ),
        _documents(),
        **BADLY_ENDORSED,
    )
    criteria = {"narrative": "Hand in one analysis.", "endorsement": [GUILD.issued(**badge, credentialSubject=nobodys)]}
    yield case(
        "endorsement-that-is-a-badge-in-the-criteria",
        "The criteria hold a badge of the guild where an endorsement of them would be.",
        ACADEMY.issued(credentialSubject=subject(achievement=achievement(criteria=criteria))),
        _documents(),
        **BADLY_ENDORSED,
    )
    yield case(
        "endorsement-of-what-has-no-id",
        "The evidence has no id, and holds the guild's endorsement of another achievement.",
        ACADEMY.issued(
            evidence=[{"type": ["Evidence"], "endorsement": [_by_guild("https://guild.example/achievements/1")]}]
        ),
        _documents(),
        **BADLY_ENDORSED,
    )
    yield case(
        "endorsement-of-what-has-no-id-unreachable",
        "The evidence has no id, and the keys of whoever endorses it cannot be had.",
        ACADEMY.issued(evidence=[{"type": ["Evidence"], "endorsement": [_by_guild()]}]),
        ACADEMY.documents(),
        **PERHAPS_ENDORSED,
    )


def _words_about_the_issuer() -> Iterator[Case]:
    """What an endorser says of the issuer is said of it in the same graph."""
    layout = {"state": "malformed", "format": failed("format.layout")}
    for name, about, said, expected in (
        ("its-name", "The endorser says whom it belongs to: the issuer, by its own name.", {}, {}),
        ("more", "The endorser adds the issuer's telephone number.", {"phone": "+49 30 901820"}, {}),
        ("another-name", "The endorser has another name for the issuer.", {"name": "University of Example"}, layout),
    ):
        owner = {**ACADEMY.profile, **said}
        endorsed = _endorsed(GUILD.sign(endorsement({**GUILD.profile, "parentOrg": owner}, ID)))
        yield case(f"endorsed-with-{name}-of-the-issuer", about, endorsed, _documents(), **{**ENDORSED, **expected})
        if expected:
            yield case(
                f"endorsed-with-{name}-of-the-issuer-taken-over",
                "The endorser has another name for the issuer, which the holder has put in the place of its own.",
                put(endorsed, "/issuer/name", owner["name"]),
                _documents(),
                **ALTERED,
                endorsements=unknown("endorsements.not_authentic"),
            )
    # With both names in the graph it does not matter to the signature where each of them stands.
    twice = {**ACADEMY.profile, "parentOrg": {**ACADEMY.profile, "name": "University of Example"}}
    endorsed = _endorsed(GUILD.sign(endorsement({**GUILD.profile, "parentOrg": twice}, ID)))
    for name, about, document in (
        ("both-names", "The endorser has two names for the issuer.", endorsed),
        (
            "both-names-and-exchanged",
            "The endorser has two names for the issuer, and the holder has put the other in the place of its own.",
            put(endorsed, "/issuer/name", "University of Example"),
        ),
    ):
        yield case(f"endorsed-with-{name}-of-the-issuer", about, document, _documents(), **{**ENDORSED, **layout})


def _hiding_places() -> Iterator[Case]:
    """Whoever moves a statement into an object of the same id keeps the graph, and with it the signature."""
    good = _endorsed(_by_guild())
    subject_of = "/endorsement/0/credentialSubject"
    everything = ["VerifiableCredential", "OpenBadgeCredential", "EndorsementSubject"]
    hidden = put(without(good, "/credentialStatus"), f"{subject_of}/credentialStatus", good["credentialStatus"])
    layout = {"state": "malformed", "format": failed("format.layout")}
    inside = {"endorsements": failed("endorsements.failed")}
    revoked = _documents() | ACADEMY.documents(listed=ACADEMY.status_list(indexes=[7]))
    yield case(
        "endorsed-status-hidden-in-the-endorsement",
        "The status entry of a revoked credential was moved into the endorsement, where it is said of the same id.",
        put(hidden, f"{subject_of}/type", everything),
        revoked,
        **layout,
        **inside,
        status=passed("status.none"),
    )
    end = put(without(good, "/validUntil"), f"{subject_of}/validUntil", good["validUntil"])
    yield case(
        "endorsed-end-hidden-in-the-endorsement",
        "The last day of a credential that has expired was moved into the endorsement.",
        put(end, f"{subject_of}/type", everything),
        _documents(),
        at="2030-01-01T00:00:00Z",
        **layout,
        **inside,
        validity=passed("validity.no_end"),
    )


def _tokens() -> Iterator[Case]:
    words = {"@context": [V2, OPEN_BADGES, UNDEFINED_TERMS]}
    rsa = web_issuer("did:web:guild.example", "Example Guild", kind="RSA")
    documents = ACADEMY.documents() | {rsa.place: rsa.keys(rsa.web_key())}
    own = signed(rsa, endorsement(rsa.profile, ID))
    for name, about, given, expected in (
        ("", "The guild endorses the credential with a token.", own, ENDORSED),
        ("-altered", "The guild's token was altered.", own[:-6] + "AAAAAA", BADLY_ENDORSED),
        (
            "-of-something-else",
            "The guild's token endorses something else.",
            signed(rsa, endorsement(rsa.profile, ACHIEVEMENT)),
            BADLY_ENDORSED,
        ),
        ("-unreadable", "What should be a token is none.", "AAAA.AAAA.AAAA", BADLY_ENDORSED),
    ):
        document = ACADEMY.issued(**words, endorsementJwt=[given])
        yield case(f"endorsed-by-token{name}", about, document, documents, **expected)


def _badge(number: int, **members: Any) -> JSON:
    """One credential of the academy for a record; each has a place of its own in the status list."""
    return ACADEMY.sign(_unsigned_badge(number, **members))


def _unsigned_badge(number: int, **members: Any) -> JSON:
    return ACADEMY.unsigned(
        **{
            "id": f"urn:uuid:6d1f5a3c-6b0e-4f0e-9a3a-0c7d5f1b2b{number:02}",
            "name": f"Course {number}",
            "credentialStatus": ACADEMY.entry(index=number),
            **members,
        }
    )


def _record(held: Sequence[Any], **members: Any) -> JSON:
    return UNIVERSITY.sign(record(UNIVERSITY.profile, list(held), **members))


def _records() -> Iterator[Case]:
    badges = [_badge(1), _badge(2)]
    yield case("record", "A record with two credentials that hold.", _record(badges), _documents(), **HOLDING)
    yield case("record-of-one", "A record with one credential.", _record([_badge(1)]), _documents(), **HOLDING)
    yield case(
        "record-by-an-issuer-of-another-name-before",
        "A record of credentials that its issuer signed under this name and an earlier one.",
        ACADEMY.sign(
            record(ACADEMY.profile, [_badge(1), ACADEMY.sign(put(_unsigned_badge(2), "/issuer/name", "Night School"))])
        ),
        _documents(),
        **HOLDING,
    )
    association = {
        "type": ["Association"],
        "associationType": "isChildOf",
        "sourceId": ACHIEVEMENT,
        "targetId": "https://university.example/programmes/data",
    }
    with_more = record(UNIVERSITY.profile, badges, partial=True, description="So far.")
    with_more = put(with_more, "/credentialSubject/association", [association])
    yield case(
        "record-with-associations",
        "A record that says how its achievements belong together.",
        UNIVERSITY.sign(with_more),
        _documents(),
        **HOLDING,
    )
    yield case(
        "record-jcs",
        "A record that is signed as a text.",
        UNIVERSITY.sign(record(UNIVERSITY.profile, badges), suite=JCS),
        _documents(),
        **HOLDING,
    )
    yield case(
        "record-as-token",
        "A record that comes as a token.",
        signed(UNIVERSITY, record(UNIVERSITY.profile, badges)),
        _documents(),
        **HOLDING,
    )
    token = signed(ACADEMY, ACADEMY.unsigned())
    envelope = {"@context": [V2], "id": f"data:application/vc+jwt,{token}", "type": ["EnvelopedVerifiableCredential"]}
    yield case(
        "record-of-tokens",
        "A record with a credential that is a token.",
        _record([envelope, _badge(2)]),
        _documents(),
        **HOLDING,
    )
    yield case(
        "record-with-an-endorsed-credential",
        "A record with a credential that is endorsed.",
        _record([_badge(1, endorsement=[_by_guild("urn:uuid:6d1f5a3c-6b0e-4f0e-9a3a-0c7d5f1b2b01")])]),
        _documents(),
        **HOLDING,
    )
    yield case(
        "record-endorsed",
        "A record that is endorsed itself.",
        _record(badges, endorsement=[_by_guild(RECORD)]),
        _documents(),
        **HOLDING,
        **ENDORSED,
    )
    yield case(
        "record-in-a-record",
        "A record with another in it.",
        _record([_record([_badge(1)], id="urn:uuid:5c9e8d7f-2a1b-4d3c-9e8f-6a7b5c4d3e05")]),
        _documents(),
        **HOLDING,
    )


def _bad_records() -> Iterator[Case]:
    good = _badge(1)
    revoked = _documents() | ACADEMY.documents(listed=ACADEMY.status_list(indexes=[2]))
    guild = GUILD.sign(GUILD.unsigned(id="urn:uuid:6d1f5a3c-6b0e-4f0e-9a3a-0c7d5f1b2b09", credentialStatus=None))
    for name, about, other, documents in (
        ("revoked", "One of the two credentials is revoked.", _badge(2), revoked),
        ("expired", "One of the two credentials has expired.", _badge(2, validUntil="2026-08-31T21:59:59Z"), {}),
        (
            "altered",
            "One of the two credentials was altered before it came into the record.",
            put(_badge(2), "/name", "Course 20"),
            {},
        ),
        ("unsigned", "One of the two credentials is not signed.", without(_badge(2), "/proof"), {}),
        (
            "of-a-stranger",
            "One of the two credentials was signed by a stranger.",
            ACADEMY.sign(without(_badge(2), "/proof"), FORGER.key),
            {},
        ),
        (
            "badly-endorsed",
            "One of the two credentials has an endorsement of something else.",
            _badge(2, endorsement=[_by_guild()]),
            {},
        ),
    ):
        yield case(
            f"record-with-one-{name}", about, _record([good, other]), _documents() | documents, **HOLDING_IN_PART
        )
    unreachable = _documents()
    del unreachable[GUILD.place]
    yield case(
        "record-with-one-unreachable",
        "The keys of the issuer of one of the two credentials cannot be had.",
        _record([good, guild]),
        unreachable,
        **HOLDING_PERHAPS,
    )
    yield case(
        "record-with-one-unreachable-and-one-revoked",
        "One cannot be checked, and one is revoked.",
        _record([_badge(2), guild]),
        {**unreachable, ACADEMY.list_url(): ACADEMY.status_list(indexes=[2])},
        **HOLDING_IN_PART,
    )
    yield case(
        "record-with-none-holding",
        "Both credentials have expired.",
        _record([_badge(1, validUntil="2026-08-31T21:59:59Z"), _badge(2, validUntil="2026-08-31T21:59:59Z")]),
        _documents(),
        **HOLDING_IN_PART,
    )
    whole = _record([good, _badge(2)])
    not_looked_at = {**RECORDED, "credentials": unknown("credentials.not_authentic")}
    yield case(
        "altered-record",
        "The name of the record was changed.",
        put(whole, "/name", "All achievements"),
        _documents(),
        **ALTERED,
        **not_looked_at,
    )
    yield case(
        "altered-record-credential-removed",
        "A credential was taken out of the record.",
        without(whole, "/credentialSubject/verifiableCredential/1"),
        _documents(),
        **ALTERED,
        **not_looked_at,
    )
    yield case(
        "altered-record-credential-added",
        "A credential was added to the record.",
        put(whole, "/credentialSubject/verifiableCredential", [good, _badge(2), _badge(3)]),
        _documents(),
        **ALTERED,
        **not_looked_at,
    )
    yield case(
        "altered-record-credential-altered",
        "A credential in the record was altered afterwards.",
        put(whole, "/credentialSubject/verifiableCredential/1/name", "Course 20"),
        _documents(),
        **ALTERED,
        **not_looked_at,
    )
    with_status = record(UNIVERSITY.profile, [good], credentialStatus=UNIVERSITY.entry())
    yield case(
        "record-revoked",
        "The record itself is revoked; what it holds is not.",
        UNIVERSITY.sign(with_status),
        _documents() | {UNIVERSITY.list_url(): UNIVERSITY.status_list(indexes=[7])},
        **{**HOLDING, "state": "revoked", "status": failed("status.revoked")},
    )
    misshapen = {"state": "malformed", "format": failed("format.structure"), "status": passed("status.none")}
    yield case(
        "record-without-name",
        "The record has no name.",
        UNIVERSITY.sign(record(UNIVERSITY.profile, [good], name=None)),
        _documents(),
        **misshapen,
        credentials=passed("credentials.passed"),
    )


def _known_as(address: str) -> list[JSON]:
    return [{"type": "IdentityObject", "hashed": False, "identityHash": address, "identityType": "emailAddress"}]


def _records_of_somebody() -> Iterator[Case]:
    """Whoever makes a record can put the credentials of others into it."""
    asked, another = "somebody@example.org", "another@example.org"

    def of(address: str, held: Sequence[Any], **members: Any) -> JSON:
        made = record(UNIVERSITY.profile, list(held), **members)
        made = put(made, "/credentialSubject/id", f"did:example:{address.partition('@')[0]}")
        return UNIVERSITY.sign(put(made, "/credentialSubject/identifier", _known_as(address)))

    def badge(number: int, address: str, **members: Any) -> JSON:
        return _badge(number, credentialSubject=subject(identifier=_known_as(address)), **members)

    own = badge(1, asked)
    passing, failing = {"recipient": passed("recipient.passed")}, {"recipient": failed("recipient.somebody_else")}
    yield case(
        "record-of-the-one-asked-about",
        "The record is of the person asked about, and so is what it holds.",
        of(asked, [own, badge(2, asked)]),
        _documents(),
        asked=asked,
        **HOLDING,
        **passing,
    )
    yield case(
        "record-of-the-one-asked-about-endorsed",
        "A credential in the record is endorsed; endorsements are awarded to nobody.",
        of(asked, [badge(1, asked, endorsement=[_by_guild("urn:uuid:6d1f5a3c-6b0e-4f0e-9a3a-0c7d5f1b2b01")])]),
        _documents(),
        asked=asked,
        **HOLDING,
        **passing,
    )
    inner = of(another, [own], id="urn:uuid:5c9e8d7f-2a1b-4d3c-9e8f-6a7b5c4d3e05")
    for name, about, held in (
        ("one-of-another", "One of the credentials in the record was awarded to somebody else.", badge(2, another)),
        ("a-record-of-another", "In the record is a record of somebody else.", inner),
    ):
        yield case(
            f"record-with-{name}",
            about,
            of(asked, [own, held]),
            _documents(),
            asked=asked,
            **HOLDING_IN_PART,
            **passing,
        )
    yield case(
        "record-with-one-of-nobody",
        "One of the credentials in the record names nobody.",
        of(asked, [own, _badge(2)]),
        _documents(),
        asked=asked,
        **HOLDING_PERHAPS,
        **passing,
    )
    yield case(
        "record-of-another",
        "The record is of somebody else, and so is what it holds.",
        of(another, [badge(1, another)]),
        _documents(),
        asked=asked,
        **{**HOLDING_IN_PART, "state": "awarded to another"},
        **failing,
    )
    yield case(
        "record-with-one-of-another-and-nobody-asked-about",
        "One of the credentials in the record was awarded to somebody else, and nobody is asked about.",
        of(asked, [own, badge(2, another)]),
        _documents(),
        **HOLDING,
    )


def _limits() -> Iterator[Case]:
    words = {"@context": [V2, OPEN_BADGES, UNDEFINED_TERMS]}
    yield case(
        "endorsements-too-many",
        "More endorsements than anybody would read.",
        ACADEMY.issued(**words, endorsementJwt=[f"AAAA.AAAA.{number:04}" for number in range(101)]),
        ACADEMY.documents(),
        state="cannot be checked now",
        endorsements=unknown("endorsements.too_many"),
    )
    held = [{"id": f"urn:example:{number}", "type": ["VerifiableCredential"]} for number in range(101)]
    yield case(
        "record-of-too-many",
        "A record with more credentials than this verifier looks at.",
        UNIVERSITY.sign(record(UNIVERSITY.profile, held)),
        _documents(),
        **{**HOLDING_PERHAPS, "credentials": unknown("credentials.too_many")},
    )
    nested = _badge(1)
    for level in range(4):
        nested = _record([nested], id=f"urn:uuid:5c9e8d7f-2a1b-4d3c-9e8f-6a7b5c4d3e1{level}")
    yield case(
        "record-too-deep",
        "Records within records, deeper than this verifier looks.",
        nested,
        _documents(),
        **HOLDING_PERHAPS,
    )
    for name, about, held_there in (
        ("number", "Where a credential should be is a number.", 7),
        ("text", "Where a credential should be is a text.", "urn:uuid:6d1f5a3c-6b0e-4f0e-9a3a-0c7d5f1b2b01"),
    ):
        document = UNIVERSITY.sign(record(UNIVERSITY.profile, [held_there]), suite=JCS)
        yield case(
            f"record-of-a-{name}",
            about,
            document,
            _documents(),
            state="malformed",
            format=failed("format.structure"),
            status=passed("status.none"),
            credentials=failed("credentials.failed"),
        )
