from __future__ import annotations

from typing import Any

import pytest

from conferral.verify import Outcome, Report, State, inspect
from conferral.verify.embedded import MOST_EMBEDDED, Inside, inside
from conferral.verify.words import STATEMENTS
from tests.unit.verify.small_site import AT, BASE, FIRST, SECOND, SmallSite

ENDORSED = f"{BASE}badges/data-analysis-foundations/1/badge.json"
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
CLR = [CONTEXTS[0], "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", CONTEXTS[1]]


def endorsement(site: SmallSite, about: str = ENDORSED, **members: Any) -> dict[str, Any]:
    unsigned = {
        "@context": CONTEXTS,
        "id": "urn:uuid:0c54e5b8-9b35-4a4c-9a5e-2d7a3f3f0001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsed by the guild",
        "issuer": {"id": site.did("guild"), "type": ["Profile"], "name": "Example Guild"},
        "validFrom": "2026-05-01T00:00:00Z",
        "credentialSubject": {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Well made."},
        **members,
    }
    return site.sign(unsigned, issuer="guild")


def endorsed(site: SmallSite, *endorsements: dict[str, Any]) -> Report:
    credential = site.credential(FIRST)
    credential["credentialSubject"]["achievement"]["endorsement"] = list(endorsements)
    return site.inspect(site.publish(credential))


def record(site: SmallSite, *credentials: dict[str, Any], recipient: str | None = None) -> Report:
    unsigned = {
        "@context": CLR,
        "id": "urn:uuid:0c54e5b8-9b35-4a4c-9a5e-2d7a3f3f0002",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record of a learner",
        "issuer": site.credential(SECOND, issuer="guild")["issuer"],
        "validFrom": "2026-08-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:somebody",
            "type": ["ClrSubject"],
            "verifiableCredential": list(credentials),
        },
    }
    signed = site.sign(unsigned, issuer="guild")
    return inspect(signed, resolver=site.resolver(), at=AT, recipient=recipient)


def told(report: Report, name: Any) -> tuple[str, str]:
    check = report.check(name)
    return str(check.outcome), check.sentence


def test_an_endorsement_that_holds_is_counted_and_reported(site: SmallSite) -> None:
    # The guild is a registry of conferral, and this endorsement has no address, so the guild cannot be asked.
    report = endorsed(site, endorsement(site))
    assert told(report, "endorsements") == ("unknown", "Endorsements that could not be checked: 1 of 1.")
    assert report.outcome is Outcome.UNDECIDED
    published = endorsement(site, id=f"{BASE}endorsements/1.json")
    site.write("endorsements/1.json", published)
    report = endorsed(site, published)
    assert told(report, "endorsements") == ("passed", "Endorsements that hold: 1 of 1.")
    assert report.state is State.VALID
    (found,) = report.embedded
    assert (found.kind, found.at) == ("endorsement", "/credentialSubject/achievement/endorsement/0")
    assert found.report.issuer == site.did("guild")
    assert found.report.outcome is Outcome.VERIFIED


def test_an_endorsement_that_was_altered_spoils_the_whole(site: SmallSite) -> None:
    altered = {**endorsement(site), "name": "Endorsed by everybody"}
    report = endorsed(site, altered)
    assert told(report, "endorsements") == ("failed", "Endorsements that do not hold: 1 of 1.")
    assert report.state is State.PARTLY
    assert report.statement == "It holds, but not everything inside it does."
    assert not report.authentic


def test_an_endorsement_of_something_else_does_not_count(site: SmallSite) -> None:
    published = endorsement(site, about=f"{BASE}badges/other/1/badge.json", id=f"{BASE}endorsements/1.json")
    site.write("endorsements/1.json", published)
    report = endorsed(site, published)
    assert told(report, "endorsements") == ("failed", "Endorsements that do not hold: 1 of 1.")
    assert report.embedded[0].report.outcome is Outcome.VERIFIED
    assert report.embedded[0].fits is False


@pytest.mark.parametrize(
    ("kind", "subject", "holder", "expected"),
    [
        ("endorsement", "urn:a", "urn:a", True),
        ("endorsement", "urn:a", "urn:b", False),
        ("endorsement", "urn:a", None, False),
        ("endorsement", None, None, False),
        ("endorsement", None, "urn:a", False),
        ("achievement", "urn:a", "urn:a", False),
        ("achievement", None, None, False),
        ("clr", "urn:a", "urn:a", False),
        (None, None, "urn:a", True),
        (None, None, None, True),
    ],
)
def test_an_endorsement_that_is_proven_is_one_of_what_holds_it(
    kind: Any, subject: str | None, holder: str | None, *, expected: bool
) -> None:
    report = Report(
        credential=None,
        at=AT,
        state=State.VALID,
        statement=STATEMENTS[State.VALID],
        checks=(),
        kind=kind,
        subject=subject,
    )
    found = Inside(kind="endorsement", place=(None, "endorsement"), source={}, holder=holder)
    assert found.fits(report) is expected
    held = Inside(kind="credential", place=(None, "verifiableCredential"), source={}, holder=holder)
    assert held.fits(report)


def test_a_badge_does_not_endorse_what_holds_it(site: SmallSite) -> None:
    badge = site.read(f"credentials/{SECOND}/credential.json")
    credential = site.credential(FIRST)
    credential["credentialSubject"]["achievement"]["id"] = "urn:another"
    credential["credentialSubject"]["achievement"]["criteria"]["endorsement"] = [badge]
    report = site.inspect(site.publish(credential))
    assert told(report, "endorsements") == ("failed", "Endorsements that do not hold: 1 of 1.")
    assert report.embedded[0].report.outcome is Outcome.VERIFIED
    assert report.embedded[0].fits is False


def test_the_kind_is_told_of_what_is_proven_and_stands_in_no_json(site: SmallSite) -> None:
    credential = site.read(f"credentials/{FIRST}/credential.json")
    assert site.inspect(credential).kind == "achievement"
    assert site.inspect(endorsement(site)).kind == "endorsement"
    assert site.inspect({**credential, "name": "Doctor"}).kind is None
    assert "kind" not in site.inspect(credential).as_json()


def test_whose_the_credentials_in_a_record_are_is_asked_as_well(site: SmallSite) -> None:
    theirs, another = site.credential(FIRST), site.credential(SECOND, issuer="guild")
    theirs["credentialSubject"]["id"], another["credentialSubject"]["id"] = "did:example:somebody", "did:example:else"
    about = {"about": theirs["id"], "issuer": another["issuer"]}
    theirs["endorsement"] = [endorsement(site, id=f"{BASE}endorsements/1.json", **about)]
    site.write("endorsements/1.json", theirs["endorsement"][0])
    own, other = site.publish(theirs), site.publish(another, issuer="guild")
    report = record(site, own, recipient="did:example:somebody")
    assert told(report, "credentials") == ("passed", "Credentials inside that hold: 1 of 1.")
    (held,) = report.embedded
    assert told(held.report, "recipient")[0] == "passed"
    assert "recipient" not in [check.name for check in held.report.embedded[0].report.checks]
    report = record(site, own, other, recipient="did:example:somebody")
    assert told(report, "credentials") == ("failed", "Credentials inside that do not hold: 1 of 2.")
    assert report.state is State.PARTLY
    assert report.embedded[1].report.state is State.AWARDED_TO_ANOTHER
    assert told(record(site, own, other), "credentials") == ("passed", "Credentials inside that hold: 2 of 2.")


def test_of_what_cannot_be_read_only_a_credential_is_asked_whose_it_is(site: SmallSite) -> None:
    envelope = {"id": "urn:envelope", "type": ["EnvelopedVerifiableCredential"]}
    unsigned = {**site.credential(FIRST), "endorsement": [{"@context": CONTEXTS, **envelope}]}
    badge = inspect(site.publish(unsigned), resolver=site.resolver(), at=AT, recipient="did:example:somebody")
    held = record(site, {"@context": CONTEXTS, **envelope}, recipient="did:example:somebody")
    for report, asked in ((badge, False), (held, True)):
        (found,) = report.embedded
        assert found.report.state is State.MALFORMED
        assert ("recipient" in [check.name for check in found.report.checks]) is asked


def test_every_credential_in_a_record_is_verified(site: SmallSite) -> None:
    academy, guild = (site.read(f"credentials/{name}/credential.json") for name in (FIRST, f"{FIRST[:-1]}b"))
    report = record(site, academy, guild)
    assert told(report, "credentials") == ("passed", "Credentials inside that hold: 2 of 2.")
    assert told(report, "format")[0] == "passed"
    site.write_list("academy", "revocation", bits=[7])
    report = record(site, academy, guild)
    assert told(report, "credentials") == ("failed", "Credentials inside that do not hold: 1 of 2.")
    assert [each.report.state for each in report.embedded] == [State.REVOKED, State.VALID]


def test_of_an_altered_credential_nothing_inside_is_looked_at(site: SmallSite) -> None:
    credential = site.credential(FIRST)
    credential["endorsement"] = [endorsement(site, about=credential["id"])]
    report = site.inspect({**site.sign(credential), "name": "Doctor of Everything"})
    assert told(report, "endorsements") == (
        "unknown",
        "Not checked, because the signature was not found to hold.",
    )
    assert report.embedded == ()


def test_too_much_inside_is_not_looked_at(site: SmallSite) -> None:
    credential = site.credential(FIRST)
    number = MOST_EMBEDDED + 1
    credential["endorsementJwt"] = ["a.b.c"] * number
    assert len(list(inside(credential))) == number
    # endorsementJwt is undefined in the contexts of this credential, so only the search is tried here.


def test_what_is_inside_is_found_wherever_it_stands_and_not_below() -> None:
    document = {
        "id": "urn:outer",
        "endorsement": {"id": "urn:1", "endorsement": [{"id": "urn:deeper"}]},
        "endorsementJwt": ["a.b.c"],
        "proof": {"endorsement": [{}]},
        "@context": [{"endorsement": {}}],
        "credentialSubject": [{"id": "urn:s", "verifiableCredential": ["d.e.f", 7]}],
        "issuer": {"id": "urn:i", "endorsement": [{"id": "urn:2"}]},
    }
    assert [(found.kind, found.at, found.source, found.holder) for found in inside(document)] == [
        ("endorsement", "/endorsement", {"id": "urn:1", "endorsement": [{"id": "urn:deeper"}]}, "urn:outer"),
        ("endorsement", "/endorsementJwt/0", "a.b.c", "urn:outer"),
        ("endorsement", "/issuer/endorsement/0", {"id": "urn:2"}, "urn:i"),
        ("credential", "/credentialSubject/0/verifiableCredential/0", "d.e.f", "urn:s"),
        ("credential", "/credentialSubject/0/verifiableCredential/1", {}, "urn:s"),
    ]


@pytest.mark.parametrize("found", [7, None, "x", [], {}])
def test_what_is_no_document_is_reported_as_unreadable(site: SmallSite, found: object) -> None:
    credential = {**site.credential(FIRST), "endorsement": found}
    assert site.inspect({**credential, "proof": []}).outcome is Outcome.FAILED


def test_where_something_stands_is_a_json_pointer() -> None:
    document: dict[str, Any] = {"a/b~": [{"c": {"endorsement": [{}]}}]}
    assert [each.at for each in inside(document)] == ["/a~1b~0/0/c/endorsement/0"]


def test_a_long_name_is_not_written_out_for_all_that_it_holds() -> None:
    document: dict[str, Any] = {"n" * 300_000: {"verifiableCredential": [{}] * 40_000}}
    assert len(list(inside(document))) == 40_000
