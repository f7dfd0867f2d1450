"""Every way to alter one good credential that a corpus can list, each of which must be refused."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from conferral.verify import Outcome, State
from tests.unit.verify.small_site import AT, BASE, FIRST, SECOND, SmallSite

Path = tuple[str | int, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where the scalars of a document are."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


def members(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where the members of objects, and the items of lists, are."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from members(inner, (*path, key))


def rich_credential() -> dict[str, Any]:
    """A credential of every member that conferral gives one, unsigned."""
    document: dict[str, Any] = SmallSite.credential(_AT_BASE, FIRST)
    document["awardedDate"] = "2026-06-29T22:00:00Z"
    document["evidence"] = [
        {"id": "https://example.org/p/17", "type": ["Evidence"], "name": "Capstone", "narrative": "A report."}
    ]
    subject = document["credentialSubject"]
    subject["result"] = [
        {"type": ["Result"], "resultDescription": "urn:uuid:00000000-0000-4000-8000-000000000001", "value": "92"}
    ]
    subject["achievement"].update(
        {
            "achievementType": "MicroCredential",
            "creator": {"id": _AT_BASE.did("guild"), "type": ["Profile"], "name": "Example Guild"},
            "creditsAvailable": 2.5,
            "image": {"id": f"{BASE}badges/a/1.svg", "type": "Image", "caption": "A chart"},
            "inLanguage": "en",
            "version": "1",
            "tag": ["data", "analysis"],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "analyse data",
                    "targetUrl": "http://data.europa.eu/esco/skill/1",
                    "targetFramework": "ESCO",
                    "targetType": "ext:ESCOSkill",
                }
            ],
            "resultDescription": [
                {
                    "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
                    "type": ["ResultDescription"],
                    "name": "Score",
                    "resultType": "Percent",
                }
            ],
        }
    )
    return document


class _AtBase(SmallSite):
    def __init__(self) -> None:
        self.base = BASE


_AT_BASE = _AtBase()
RICH = rich_credential()


def shown(path: Path) -> str:
    return "/".join(map(str, path))


def parent(document: Any, path: Path) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


@pytest.fixture
def signed(site: SmallSite) -> dict[str, Any]:
    document = site.publish(RICH)
    assert site.inspect(document).outcome is Outcome.VERIFIED
    return document


def refused(site: SmallSite, document: dict[str, Any]) -> bool:
    """Whether it is refused both beside the true copy and where the altered copy has replaced that."""
    if site.inspect(document).outcome is not Outcome.FAILED:
        return False
    site.write(f"credentials/{FIRST}/credential.json", document)
    return site.inspect(document).outcome is Outcome.FAILED


def test_any_value_changed_is_refused(site: SmallSite, signed: dict[str, Any]) -> None:
    accepted = []
    for path in leaves(RICH):
        altered = copy.deepcopy(signed)
        value = parent(altered, path)[path[-1]]
        parent(altered, path)[path[-1]] = value + 1 if isinstance(value, float) else _changed(value)
        if not refused(site, altered):
            accepted.append(shown(path))
    assert accepted == []


def _changed(value: str) -> str:
    if value == "https://www.w3.org/ns/credentials/v2":
        return "https://www.w3.org/2018/credentials/v1"
    # 3.0.2 differs in what "image" means; a version that meant the same would be no change of what is signed.
    return (
        value.replace("context-3.0.3", "context-3.0.2") if "context-" in value else value[:-1] + chr(ord(value[-1]) ^ 1)
    )


def test_any_member_removed_is_refused(site: SmallSite, signed: dict[str, Any]) -> None:
    accepted = []
    for path in members(RICH):
        altered = copy.deepcopy(signed)
        del parent(altered, path)[path[-1]]
        if not refused(site, altered):
            accepted.append(shown(path))
    assert accepted == []


@pytest.mark.parametrize("value", [None, "", 0, {}, []], ids=repr)
def test_any_member_emptied_is_refused(site: SmallSite, signed: dict[str, Any], value: object) -> None:
    accepted = []
    for path in members(RICH):
        altered = copy.deepcopy(signed)
        parent(altered, path)[path[-1]] = value
        if site.inspect(altered).outcome is Outcome.VERIFIED:
            accepted.append(shown(path))
    assert accepted == []


@pytest.mark.parametrize("name", ["honours", "validFrom2", "@graph", "@included", "schema:name", "@nest"])
def test_any_member_added_is_refused(site: SmallSite, signed: dict[str, Any], name: str) -> None:
    for place in (signed, signed["credentialSubject"], signed["credentialSubject"]["achievement"]):
        altered = copy.deepcopy(signed)
        parent(altered, ())
        target = altered
        if place is signed["credentialSubject"]:
            target = altered["credentialSubject"]
        elif place is not signed:
            target = altered["credentialSubject"]["achievement"]
        target[name] = "with distinction"
        assert refused(site, altered)


@pytest.mark.parametrize(
    "member", ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]
)
def test_any_member_of_the_proof_changed_or_removed_is_refused(
    site: SmallSite, signed: dict[str, Any], member: str
) -> None:
    changed, removed = copy.deepcopy(signed), copy.deepcopy(signed)
    value = changed["proof"][0][member]
    changed["proof"][0][member] = value[:-2] + ("1" if value[-2] != "1" else "2") + value[-1]
    del removed["proof"][0][member]
    assert site.inspect(changed).outcome is not Outcome.VERIFIED
    assert site.inspect(removed).outcome is not Outcome.VERIFIED


def test_the_proof_of_another_credential_is_refused(site: SmallSite, signed: dict[str, Any]) -> None:
    other = site.sign(site.credential(SECOND))
    report = site.inspect({**signed, "proof": other["proof"]})
    assert report.state is State.ALTERED
    assert report.check("proof").sentence == (
        "The signature does not hold: it was altered, or somebody else signed it."
    )


def test_a_credential_signed_with_the_key_of_another_issuer_is_refused(site: SmallSite) -> None:
    report = site.inspect(site.sign(RICH, issuer="guild"))
    assert report.state is State.UNTRUSTED
    assert report.check("issuer_key").sentence == (
        f"The signing key belongs to “{site.did('guild')}”, not to the issuer, “{site.did('academy')}”."
    )


def test_the_key_of_another_issuer_under_the_name_of_ours_is_refused(site: SmallSite) -> None:
    report = site.inspect(site.sign(RICH, issuer="guild", method=f"{site.did('academy')}#key-1"))
    assert report.state is State.ALTERED


def test_a_status_entry_pointed_elsewhere_is_refused(site: SmallSite, signed: dict[str, Any]) -> None:
    site.write_list("academy", "revocation", bits=[7])
    for changes in (
        {"statusListIndex": "8"},
        {"statusListCredential": f"{BASE}issuers/guild/status/revocation-1.json"},
        {"statusPurpose": "suspension"},
    ):
        altered = copy.deepcopy(signed)
        altered["credentialStatus"].update(changes)
        assert site.inspect(altered).state is State.ALTERED


@pytest.mark.parametrize("term", ["credentialStatus", "validUntil", "validFrom", "issuer"])
def test_a_statement_hidden_under_its_full_address_is_refused(
    site: SmallSite, signed: dict[str, Any], term: str
) -> None:
    """The signature may still hold: JSON-LD gives the same statements, and JSON no longer shows them."""
    value = signed.pop(term)
    if term.startswith("valid"):
        value = {"@value": value, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    signed[f"https://www.w3.org/2018/credentials#{term}"] = value
    report = site.inspect(signed)
    assert report.outcome is Outcome.FAILED
    assert report.check("format").sentence == (
        "It is written in a way that can hide what was signed: "
        f"“https://www.w3.org/2018/credentials#{term}” stands where a plain word belongs."
    )


def test_a_statement_hidden_in_another_object_is_refused(site: SmallSite, signed: dict[str, Any]) -> None:
    status = signed.pop("credentialStatus")
    signed["evidence"].append(
        {"id": signed["id"], "type": ["Evidence", "VerifiableCredential"], "credentialStatus": status}
    )
    report = site.inspect(signed, AT)
    assert report.outcome is Outcome.FAILED
    assert report.check("format").sentence == (
        "It is written in a way that can hide what was signed: an object in it claims the credential’s own id."
    )
