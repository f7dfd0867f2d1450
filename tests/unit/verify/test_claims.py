"""What a forger can say with embedded documents and the signature kept: nothing that is read.

Each pair of documents has the same canonical form, so that one signature fits both.
"""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from conferral.errors import CanonicalizationError
from conferral.standards import contexts
from conferral.standards.canonical import canonicalize
from conferral.standards.open_badges import structure_problems
from conferral.verify.claims import all_contexts_of, layout_problem, same_json, type_names, unknown_context
from tests.unit.standards.samples import badge, endorsed_badge, endorsement, full_badge, learner_record
from tests.unit.verify.small_site import FIRST, SmallSite

CHECKOUT = Path(__file__).parents[3]
ITS_OWN_ID = "an object in it claims the credential’s own id"
OF_THE_ISSUER = "an object in it says something else of the issuer"
ITS_OWN_PARTS = "something embedded in it speaks of what is the credential’s own"
JSON = dict[str, Any]


def endorsed() -> JSON:
    """A badge with an endorsement of itself, in which the endorser has put what `spoken` adds."""
    document = full_badge()
    document["endorsement"] = [endorsement(document["id"])]
    return document


def spoken(document: JSON, **members: Any) -> JSON:
    """What the endorsement says of the badge, with `members` added."""
    found: JSON = document["endorsement"][0]["credentialSubject"]
    found |= members
    return found


def refused(document: JSON, forged: JSON, problem: str) -> None:
    """That both make the same statements, and the forged one is told."""
    assert canonicalize(forged) == canonicalize(document)
    assert layout_problem(forged) == problem


def test_embedded_documents_as_the_specifications_have_them_are_no_problem() -> None:
    for document in (endorsed(), endorsed_badge(), learner_record()):
        assert layout_problem(document) is None
        assert unknown_context(document) is None


def test_a_status_moved_into_an_endorsement_is_told() -> None:
    document = endorsed()
    forged = copy.deepcopy(document)
    types = ["EndorsementSubject", *document["type"]]
    spoken(forged, type=types, credentialStatus=forged.pop("credentialStatus"))
    refused(document, forged, ITS_OWN_PARTS)


def test_a_status_moved_into_an_endorsement_without_contexts_of_its_own_is_told() -> None:
    document = endorsed()
    del document["endorsement"][0]["@context"]
    forged = copy.deepcopy(document)
    types = ["EndorsementSubject", *document["type"]]
    spoken(forged, type=types, credentialStatus=forged.pop("credentialStatus"))
    refused(document, forged, ITS_OWN_PARTS)


def test_a_later_expiry_that_an_endorser_prepared_is_told() -> None:
    document = endorsed()
    spoken(document, type=["EndorsementSubject", *document["type"]], validUntil="2999-01-01T00:00:00Z")
    forged = copy.deepcopy(document)
    forged["validUntil"] = spoken(document)["validUntil"]
    spoken(forged, validUntil=document["validUntil"])
    refused(document, forged, ITS_OWN_PARTS)
    assert layout_problem(document) == ITS_OWN_PARTS


def test_another_holder_that_an_endorser_prepared_is_told() -> None:
    document = endorsed()
    subject = document["credentialSubject"]
    theirs = [{**subject["identifier"][0], "identityHash": "sha256$" + "0" * 64}]
    spoken(document, id=subject["id"], type=["EndorsementSubject", "AchievementSubject"], identifier=theirs)
    forged = copy.deepcopy(document)
    forged["credentialSubject"]["identifier"] = theirs
    spoken(forged, identifier=subject["identifier"])
    refused(document, forged, ITS_OWN_PARTS)


def test_another_achievement_that_an_endorser_prepared_is_told() -> None:
    document = endorsed()
    subject = document["credentialSubject"]
    doctor = {**badge()["credentialSubject"]["achievement"], "id": "urn:doctor", "name": "Doctor"}
    spoken(document, id=subject["id"], type=["EndorsementSubject", "AchievementSubject"], achievement=doctor)
    forged = copy.deepcopy(document)
    forged["credentialSubject"]["achievement"] = doctor
    spoken(forged, achievement=subject["achievement"])
    refused(document, forged, ITS_OWN_PARTS)


def test_another_name_of_the_achievement_that_an_endorser_prepared_is_told() -> None:
    document = endorsed()
    achievement = document["credentialSubject"]["achievement"]
    spoken(document, id=achievement["id"], type=["EndorsementSubject", "Achievement"], name="Doctor")
    forged = copy.deepcopy(document)
    forged["credentialSubject"]["achievement"]["name"] = "Doctor"
    spoken(forged, name=achievement["name"])
    refused(document, forged, ITS_OWN_PARTS)


def test_another_place_in_the_status_list_that_an_endorser_prepared_is_told() -> None:
    document = endorsed()
    status = document["credentialStatus"]
    theirs = {"id": status["id"], "type": status["type"], "statusListIndex": "1"}
    spoken(document, id="urn:x", type=["EndorsementSubject", "VerifiableCredential"], credentialStatus=theirs)
    forged = copy.deepcopy(document)
    forged["credentialStatus"]["statusListIndex"] = "1"
    spoken(forged)["credentialStatus"]["statusListIndex"] = status["statusListIndex"]
    refused(document, forged, ITS_OWN_PARTS)


def test_another_comment_that_an_endorsement_inside_an_endorsement_prepared_is_told() -> None:
    document = endorsement("urn:praised")
    inner = endorsement("urn:praised", id="urn:inner")
    inner["credentialSubject"]["endorsementComment"] = "Never hire them."
    document["issuer"]["endorsement"] = [inner]
    assert layout_problem({**document, "issuer": endorsement("urn:praised")["issuer"]}) is None
    forged = copy.deepcopy(document)
    forged["credentialSubject"]["endorsementComment"] = "Never hire them."
    forged["issuer"]["endorsement"][0]["credentialSubject"]["endorsementComment"] = "We hire by it."
    refused(document, forged, ITS_OWN_PARTS)


def test_another_learner_that_a_record_inside_a_record_prepared_is_told() -> None:
    document, inner = learner_record(), learner_record(id="urn:inner")
    ours, theirs = (
        [{"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}] for name in "AB"
    )
    document["credentialSubject"]["identifier"] = ours
    document["credentialSubject"]["verifiableCredential"] = [inner]
    assert layout_problem(document) is None
    inner["credentialSubject"]["identifier"] = theirs
    forged = copy.deepcopy(document)
    forged["credentialSubject"]["identifier"] = theirs
    forged["credentialSubject"]["verifiableCredential"][0]["credentialSubject"]["identifier"] = ours
    refused(document, forged, ITS_OWN_PARTS)


def test_a_status_of_a_record_moved_into_a_credential_inside_is_told() -> None:
    document = learner_record(credentialStatus={**full_badge()["credentialStatus"], "id": "urn:status"})
    inside = document["credentialSubject"]["verifiableCredential"][0]
    inside["evidence"] = [{"id": document["id"], "type": ["Evidence"]}]
    assert layout_problem(document) is None
    forged = copy.deepcopy(document)
    (evidence,) = forged["credentialSubject"]["verifiableCredential"][0]["evidence"]
    evidence |= {"type": ["Evidence", "VerifiableCredential"], "credentialStatus": forged.pop("credentialStatus")}
    refused(document, forged, ITS_OWN_PARTS)


def test_another_name_of_the_issuer_that_an_endorser_prepared_is_told() -> None:
    document = endorsed()
    ours = document["issuer"]
    theirs = {**ours, "parentOrg": {"id": ours["id"], "type": ["Profile"], "name": "University of Example"}}
    document["endorsement"][0]["issuer"]["parentOrg"] = theirs
    forged = copy.deepcopy(document)
    forged["issuer"]["name"] = "University of Example"
    refused(document, forged, OF_THE_ISSUER)
    assert layout_problem(document) == OF_THE_ISSUER
    del theirs["parentOrg"]
    assert layout_problem(document) is None


def test_a_record_may_hold_what_its_issuer_signed_under_an_earlier_name() -> None:
    document = learner_record()
    ours = document["issuer"]
    held = document["credentialSubject"]["verifiableCredential"]
    held[0]["issuer"] = {**ours, "name": "Night School"}
    held.append(copy.deepcopy(held[0]) | {"id": "urn:another", "issuer": {**ours, "name": "Evening School"}})
    assert layout_problem(document) is None
    held[0]["credentialSubject"]["achievement"]["creator"] = {**ours, "name": "Faculty of Medicine"}
    assert layout_problem(document) == OF_THE_ISSUER


def test_another_name_of_the_issuer_as_creator_is_told() -> None:
    document = full_badge()
    ours = document["issuer"]
    theirs = {"id": ours["id"], "type": ["Profile"], "name": "Faculty of Medicine"}
    document["credentialSubject"]["achievement"]["creator"] = theirs
    forged = copy.deepcopy(document)
    forged["issuer"]["name"] = theirs["name"]
    forged["credentialSubject"]["achievement"]["creator"]["name"] = ours["name"]
    refused(document, forged, OF_THE_ISSUER)
    assert layout_problem(document) == OF_THE_ISSUER


def test_two_others_may_not_contradict_each_other_about_an_issuer_that_is_only_an_id() -> None:
    document = full_badge()
    issuer = document["issuer"]["id"]
    one, other = ({"id": issuer, "type": ["Profile"], "name": name} for name in ("A", "B"))
    document |= {"issuer": issuer, "endorsement": [endorsement(document["id"])]}
    document["credentialSubject"]["achievement"]["creator"] = one
    document["endorsement"][0]["issuer"]["parentOrg"] = other
    assert layout_problem(document) == OF_THE_ISSUER
    other["name"] = "A"
    assert layout_problem(document) is None


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({}, None),
        ({"type": "Profile"}, None),
        ({"description": "A school."}, None),
        ({"endorsementJwt": ["a.b.c"]}, None),
        ({"url": "https://academy.example.org/other"}, OF_THE_ISSUER),
        ({"name": ["Example Academy"]}, OF_THE_ISSUER),
    ],
)
def test_the_issuer_may_be_named_elsewhere_with_the_same_or_more(members: JSON, problem: str | None) -> None:
    document = full_badge()
    document["issuer"] |= {"url": "https://academy.example.org/", "endorsementJwt": ["d.e.f"]}
    document["credentialSubject"]["achievement"]["creator"] = {**document["issuer"], **members}
    assert layout_problem(document) == problem


def test_a_member_may_not_be_named_like_a_type() -> None:
    document = badge()
    document["@context"] = [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    ]
    achievement = document["credentialSubject"]["achievement"]
    achievement["image"] = {"id": "https://academy.example.org/gold.png", "type": "Image"}
    assert layout_problem(document) is None
    forged = copy.deepcopy(document)
    hidden = forged["credentialSubject"]["achievement"]
    hidden["Image"] = hidden.pop("image")
    refused(document, forged, "“Image” stands where a plain word belongs")


@pytest.mark.parametrize("name", sorted(type_names()))
def test_no_type_is_the_name_of_a_member(name: str) -> None:
    document = {**full_badge(), "evidence": [{"type": ["Evidence"], name: "x"}]}
    assert layout_problem(document) == f"“{name}” stands where a plain word belongs"


def test_types_are_those_of_the_bundled_contexts_and_known_in_the_browser() -> None:
    assert {"Achievement", "ClrSubject", "Image", "Profile", "VerifiableCredential"} <= type_names()
    source = (CHECKOUT / "src/verifier/claims.ts").read_text("utf-8")
    listed = re.search(r"const TYPE_NAMES.*?new Set\((.*?)\.split", source, re.DOTALL)
    assert listed is not None
    assert set(" ".join(re.findall("'([^']*)'", listed[1])).split()) == type_names()


def test_every_word_of_a_bundled_context_that_means_the_same_as_another_is_refused_or_the_other() -> None:
    """No member may stand for another: of all words of one meaning, one at most is no type."""
    meanings: dict[str, set[str]] = {}
    waiting = [contexts.load(url)["@context"] for url in contexts.KNOWN]
    while waiting:
        context = waiting.pop()
        if isinstance(context, list):
            waiting += context
        for term, definition in context.items() if isinstance(context, dict) else ():
            full = definition.get("@id") if isinstance(definition, dict) else definition
            if isinstance(full, str) and not term.startswith("@") and not full.startswith("@"):
                meanings.setdefault(full, set()).add(term)
            if isinstance(definition, dict):
                waiting.append(definition.get("@context"))
    assert {full: words for full, words in meanings.items() if len(words - type_names()) > 1} == {}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (True, 1, False),
        (False, 0, False),
        (True, True, True),
        (1, 1.0, True),
        (None, False, False),
        ("1", 1, False),
        ([True], [1], False),
        ([1, 2], [1], False),
        ([1], {"0": 1}, False),
        ({"a": [{"b": True}]}, {"a": [{"b": 1}]}, False),
        ({"a": [{"b": True}], "c": 1}, {"c": 1, "a": [{"b": True}]}, True),
        ({"a": 1}, {"a": 1, "b": 1}, False),
        ({}, [], False),
    ],
)
def test_json_values_are_the_same_only_if_they_are_written_alike(one: Any, other: Any, *, expected: bool) -> None:
    assert same_json(one, other) is expected
    assert same_json(other, one) is expected


def test_an_id_claimed_outside_of_embedded_documents_is_told_whatever_it_says() -> None:
    document = full_badge()
    document["evidence"] = [{"id": document["id"], "type": ["Evidence"]}]
    assert layout_problem(document) == ITS_OWN_ID


def test_the_proof_of_an_embedded_document_speaks_of_nothing_outside_itself() -> None:
    document = endorsed()
    forged = copy.deepcopy(document)
    hidden = {"id": document["id"], "type": document["type"], "credentialStatus": forged.pop("credentialStatus")}
    forged["endorsement"][0]["proof"].append(hidden)
    assert canonicalize(forged) != canonicalize(document)
    assert layout_problem(forged) == ITS_OWN_PARTS


def why_not_canonical(document: dict[str, Any]) -> str:
    with pytest.raises(CanonicalizationError) as caught:
        canonicalize(document)
    return caught.value.message


def nested_context(place: str) -> str:
    return f"got a nested '@context' at {place}, expected it at the top or in an embedded credential"


@pytest.mark.parametrize("place", ["/evidence/0", "/issuer", "/credentialStatus", "/credentialSubject"])
def test_a_context_outside_of_embedded_documents_is_told(place: str) -> None:
    document = endorsed()
    found = document[place.split("/")[1]]
    (found[0] if isinstance(found, list) else found)["@context"] = document["@context"]
    assert layout_problem(document) == "“@context” stands where a plain word belongs"
    assert why_not_canonical(document) == nested_context(place)


def test_a_list_in_the_list_of_embedded_documents_holds_none() -> None:
    document = endorsed()
    document["endorsement"] = [document["endorsement"]]
    assert layout_problem(document) == "“@context” stands where a plain word belongs"
    assert structure_problems(document) == ["/endorsement/0: got a list, expected an object"]
    assert why_not_canonical(document) == nested_context("/endorsement/0/0")


def test_a_context_that_changes_nothing_may_come_or_go() -> None:
    document = endorsed()
    changed = copy.deepcopy(document)
    changed["endorsement"][0]["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
    assert canonicalize(changed) == canonicalize(document)
    assert layout_problem(changed) is None
    changed.pop("endorsement")
    document.pop("endorsement")
    assert changed == document


def test_an_endorsement_turned_inside_out_is_not_its_endorsers(site: SmallSite) -> None:
    """Who signed a badge with an unsigned endorsement signed no endorsement by somebody else."""
    unsigned = site.credential(FIRST)
    spoken_of = endorsement(unsigned["id"])
    del spoken_of["proof"]
    unsigned["endorsement"] = [spoken_of]
    document = site.sign(unsigned)
    proof = document.pop("proof")
    forged = copy.deepcopy(spoken_of)
    inner = {**document, "endorsement": [{"id": spoken_of["id"]}]}
    inner["type"] = ["EndorsementSubject", *inner["type"]]
    forged["credentialSubject"] |= {key: value for key, value in inner.items() if key != "@context"}
    assert canonicalize(forged) == canonicalize(document)
    report = site.inspect({**forged, "proof": proof})
    assert report.check("proof").sentence == "The signature cannot be checked without the issuer’s key."
    assert report.check("issuer_key").sentence == (
        f"The signing key belongs to “{site.did('academy')}”, not to the issuer, “https://guild.example.org/”."
    )


def test_contexts_of_embedded_documents_must_be_known_as_well() -> None:
    document = endorsed()
    document["proof"] = [{"@context": "https://example.org/proof"}]
    assert unknown_context(document) is None
    document["endorsement"][0]["@context"].append("https://example.org/c")
    assert unknown_context(document) == "https://example.org/c"
    assert unknown_context(document, {*document["@context"], "https://example.org/c"}) is None
    document["endorsement"][0]["@context"].pop()
    document["endorsement"][0]["proof"][0]["@context"] = "https://example.org/d"
    assert unknown_context(document) == "https://example.org/d"
    document["@context"] = ["https://example.org/top"]
    assert unknown_context(document) == "https://example.org/top"


def test_every_context_is_found() -> None:
    document = {"@context": "urn:a", "endorsement": {"@context": [{"b": "urn:b"}], "issuer": {"@context": None}}}
    assert list(all_contexts_of(document)) == ["urn:a", {"b": "urn:b"}, None]


def test_odd_values_are_looked_at_without_trouble() -> None:
    for odd in (7, "x", [7], [["x"]], {"id": 7}, {"id": ["x"], "achievement": "y"}, {"achievement": [[]], "id": "z"}):
        members = ("id", "credentialSubject", "credentialStatus", "endorsement", "verifiableCredential", "type")
        for name in members:
            layout_problem({**endorsed(), name: odd})
            unknown_context({**endorsed(), name: odd})
