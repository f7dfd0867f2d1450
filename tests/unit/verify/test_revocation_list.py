from __future__ import annotations

import json
from typing import Any

import pytest

from conferral.verify import Check, State
from conferral.verify.revocation_list import MOST_REVOKED, fetch_revocation_list
from conferral.verify.status_fetching import MAX_LIST_BYTES, MOST_VALUES
from tests.unit.verify.small_site import AT, BASE, FIRST, SmallSite

PATH = "issuers/academy/revocations.json"
LIST = BASE + PATH


def credential(site: SmallSite, **members: Any) -> dict[str, Any]:
    document = {
        **site.credential(FIRST),
        "credentialStatus": {"id": LIST, "type": "1EdTechRevocationList", **members},
    }
    document["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
    return document


def status(site: SmallSite, document: dict[str, Any] | None = None) -> Check:
    signed = site.sign(document or credential(site))
    return site.inspect(signed, AT).check("status")


def told(check: Check) -> tuple[str, str, str]:
    return check.details["code"], str(check.outcome), check.sentence


def revocations(site: SmallSite, *entries: Any, **members: Any) -> dict[str, Any]:
    return {"id": LIST, "issuer": site.did("academy"), "revokedCredential": list(entries), **members}


def test_what_is_not_listed_was_not_revoked(site: SmallSite) -> None:
    site.write(PATH, revocations(site))
    check = status(site)
    assert told(check) == ("status.passed", "passed", "The issuer has not revoked it.")
    assert check.details == {"code": "status.passed", "url": LIST, "purpose": "revocation"}
    site.write(PATH, revocations(site, {"id": site.url(FIRST) + "0", "revoked": True}))
    assert told(status(site))[0] == "status.passed"


@pytest.mark.parametrize("revoked", [{}, {"revoked": True}, {"revoked": "false"}, {"revoked": 0}, {"revoked": None}])
def test_what_is_listed_was_revoked_unless_the_list_clearly_says_no(site: SmallSite, revoked: dict[str, Any]) -> None:
    entry = {"id": site.url(FIRST), **revoked}
    site.write(PATH, revocations(site, {"id": "urn:uuid:1"}, entry))
    check = status(site)
    assert told(check) == ("status.revoked", "failed", "The issuer has revoked it.")
    assert check.verdict is State.REVOKED
    site.write(PATH, revocations(site, {**entry, "revoked": False}))
    assert told(status(site))[0] == "status.passed"
    site.write(PATH, revocations(site, entry, {**entry, "revoked": False}))
    assert told(status(site))[0] == "status.revoked"


def test_the_reason_is_told(site: SmallSite) -> None:
    entry = {"id": site.url(FIRST), "revoked": True}
    site.write(PATH, revocations(site, {**entry, "revocationReason": "Handed in by somebody else."}, entry))
    check = status(site)
    assert told(check) == (
        "status.revoked_because",
        "failed",
        "The issuer has revoked it, and says why: “Handed in by somebody else.”.",
    )
    assert check.details == {
        "code": "status.revoked_because",
        "url": LIST,
        "purpose": "revocation",
        "reason": "Handed in by somebody else.",
    }


def test_a_reason_cannot_steer_a_terminal(site: SmallSite) -> None:
    site.write(PATH, revocations(site, {"id": site.url(FIRST), "revocationReason": "\u009b2J\u202e{0}"}))
    check = status(site)
    assert check.sentence == "The issuer has revoked it, and says why: “�2J�{0}”."
    assert check.details["reason"] == "�2J�{0}"


@pytest.mark.parametrize("reason", ["", {"en": "Why?"}, ["Why?"], 7])
def test_a_reason_that_is_no_text_is_left_out(site: SmallSite, reason: object) -> None:
    site.write(PATH, revocations(site, {"id": site.url(FIRST), "revocationReason": reason}))
    assert told(status(site)) == ("status.revoked", "failed", "The issuer has revoked it.")


def test_the_other_name_that_some_give_the_list_is_read_too(site: SmallSite) -> None:
    document = revocations(site, revokedCredentials=[{"id": site.url(FIRST)}])
    site.write(PATH, document)
    assert told(status(site))[0] == "status.revoked"
    del document["revokedCredential"]
    site.write(PATH, document)
    assert told(status(site))[0] == "status.revoked"


def test_one_entry_may_stand_alone(site: SmallSite) -> None:
    site.write(PATH, revocations(site, revokedCredential={"id": site.url(FIRST)}))
    assert told(status(site))[0] == "status.revoked"


def test_an_issuer_may_be_an_object(site: SmallSite) -> None:
    site.write(PATH, revocations(site, issuer={"id": site.did("academy"), "type": "Profile"}))
    assert told(status(site))[0] == "status.passed"


def test_a_list_without_entries_shows_by_its_id_that_it_is_one(site: SmallSite) -> None:
    site.write(PATH, {"id": LIST, "issuer": site.did("academy")})
    assert told(status(site))[0] == "status.passed"


@pytest.mark.parametrize("revoked", [True, False])
def test_a_list_kept_by_another_issuer_says_nothing(site: SmallSite, revoked: bool) -> None:
    site.write(PATH, revocations(site, {"id": site.url(FIRST), "revoked": revoked}, issuer=site.did("guild")))
    assert told(status(site)) == (
        "status.other_issuer",
        "unknown",
        (
            f"The revocation list at “{LIST}” is kept by “{site.did('guild')}”, "
            f"not by the issuer, “{site.did('academy')}”."
        ),
    )


def test_a_credential_without_id_cannot_be_looked_up(site: SmallSite) -> None:
    document = credential(site)
    del document["id"]
    site.write(PATH, revocations(site))
    assert told(status(site, document)) == (
        "status.no_id",
        "unknown",
        f"It has no id that could be looked up in the revocation list at “{LIST}”.",
    )


def test_a_list_that_cannot_be_fetched_is_unknown(site: SmallSite) -> None:
    assert told(status(site)) == (
        "status.unreachable",
        "unknown",
        f"The status list could not be fetched from “{LIST}”: the folder holds no such file.",
    )


@pytest.mark.parametrize("url", ["http://badges.example.org/revocations", "urn:uuid:0", "did:web:example.org"])
def test_a_list_at_no_https_address_is_unknown(site: SmallSite, url: str) -> None:
    assert told(status(site, credential(site, id=url))) == (
        "status.unreachable",
        "unknown",
        (
            f"The status list could not be fetched from “{url}”: "
            "an unsigned list can be believed only from an https address."
        ),
    )


def test_an_entry_without_address_fails(site: SmallSite) -> None:
    document = credential(site)
    document["credentialStatus"] = {"type": "1EdTechRevocationList"}
    assert told(status(site, document)) == (
        "status.malformed",
        "failed",
        "Its status entry cannot be used: it names no list.",
    )


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"issuer": None}, "it names no issuer"),
        ({"issuer": ["did:web:example.org"]}, "it names no issuer"),
        ({"id": LIST + "?2"}, "it gives itself another address"),
        ({"id": None}, "it gives itself another address"),
        ({"revokedCredential": None}, "it lists no credentials"),
        ({"revokedCredential": "urn:uuid:1"}, "it lists no credentials"),
        ({"revokedCredentials": 1}, "it lists no credentials"),
        ({"revokedCredential": ["urn:uuid:1"]}, "it holds an entry without id"),
        ({"revokedCredential": [{"revoked": True}]}, "it holds an entry without id"),
        ({"revokedCredential": [{"id": 1}]}, "it holds an entry without id"),
        ({"revokedCredential": [None]}, "it holds an entry without id"),
        ({"revokedCredential": [[]]}, "it holds an entry without id"),
        ({"revokedCredential": [{}] * (MOST_REVOKED + 1)}, "it names more than 100000 credentials"),
    ],
)
def test_a_malformed_list_fails(site: SmallSite, members: dict[str, Any], problem: str) -> None:
    site.write(PATH, revocations(site, **members))
    assert told(status(site)) == ("status.bad_list", "failed", f"The status list at “{LIST}” is of no use: {problem}.")


def test_any_other_document_of_the_issuer_is_no_list(site: SmallSite) -> None:
    site.write(PATH, {"issuer": site.did("academy"), "valid": True})
    assert told(status(site)) == (
        "status.bad_list",
        "failed",
        f"The status list at “{LIST}” is of no use: it lists no credentials.",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<html>", "it is not JSON: something is wrong at line 1, column 1"),
        ("[]", "it is JSON, but not an object"),
        ('{"id": 1, "id": 2}', 'the name "id" stands twice in one object'),
    ],
)
def test_a_list_that_cannot_be_read_fails(site: SmallSite, text: str, problem: str) -> None:
    site.write(PATH, {})
    (site.folder / PATH).write_text(text)
    assert told(status(site)) == (
        "status.unreadable",
        "failed",
        f"The status list at “{LIST}” cannot be read: {problem}.",
    )


TOO_LARGE = f"The status list could not be fetched from “{LIST}”: it is larger than 5242880 bytes."


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b" " * (MAX_LIST_BYTES - 1) + b"{}", ("status.unreachable", "unknown", TOO_LARGE)),
        (b"," * (MAX_LIST_BYTES - 1) + b"{}", ("status.unreachable", "unknown", TOO_LARGE)),
        (
            b'{"revokedCredential": [' + b"{}," * MOST_VALUES + b"{}]}",
            (
                "status.unreadable",
                "failed",
                f"The status list at “{LIST}” cannot be read: it holds more than 250000 values.",
            ),
        ),
    ],
    ids=["spaces", "commas", "values"],
)
def test_a_list_of_any_size_ends_in_a_finding(data: bytes, finding: tuple[str, str, str]) -> None:
    class Web:
        note = ""

        def fetch(self, url: str) -> bytes:  # noqa: ARG002
            return data

    found = fetch_revocation_list(LIST, Web())
    assert isinstance(found, Check)
    assert told(found) == finding


def test_a_list_of_just_so_many_values_is_read() -> None:
    class Web:
        note = ""

        def fetch(self, url: str) -> bytes:  # noqa: ARG002
            return b'{"revokedCredential": [' + b"0," * (MOST_VALUES - 1) + b"0]}"

    found = fetch_revocation_list(LIST, Web())
    assert isinstance(found, Check)
    assert told(found)[2] == f"The status list at “{LIST}” is of no use: it names no issuer."


def test_it_counts_beside_other_entries(site: SmallSite) -> None:
    site.write(PATH, revocations(site))
    document = credential(site)
    bits = site.credential(FIRST)["credentialStatus"]
    document["credentialStatus"] = [document["credentialStatus"], bits]
    assert told(status(site, document)) == ("status.passed", "passed", "The issuer has not revoked it.")
    site.write(PATH, json.loads(json.dumps(revocations(site, {"id": site.url(FIRST)}))))
    assert told(status(site, document))[0] == "status.revoked"
    (site.folder / PATH).unlink()
    assert told(status(site, document))[:2] == ("status.unreachable", "unknown")
    site.write_list("academy", "revocation", bits=[7])
    assert told(status(site, document))[0] == "status.revoked"
