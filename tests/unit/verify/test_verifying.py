from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from conferral import errors
from conferral.verify import (
    CHECKS,
    CheckOutcome,
    HTTPSResolver,
    Outcome,
    RefusedError,
    Report,
    State,
    Verifier,
    inspect,
    verify,
)
from conferral.verify import verifying as verifying_module
from tests.unit.verify.small_site import AT, BASE, FIRST, SmallSite

COPY = f"{BASE}credentials/{FIRST}/credential.json"
LIST = f"{BASE}issuers/academy/status/revocation-1.json"

FOLDER_NOTE = (
    "The issuer’s keys were read from a folder, not from the issuer’s own address: "
    "this proves only that the copy in the folder is consistent."
)
PREVIEW_NOTE = "This is a preview, signed with a throwaway key: nobody has issued it, and it proves nothing to anybody."


def published(site: SmallSite) -> dict[str, Any]:
    return site.read(f"credentials/{FIRST}/credential.json")


def sentences(report: Report) -> dict[str, str]:
    return {check.name: check.sentence for check in report.checks}


def test_a_credential_in_force_passes_every_check(site: SmallSite) -> None:
    report = verify(published(site), resolver=site.resolver(), at=AT)
    assert report.outcome is Outcome.VERIFIED
    assert report.exit_code == 0
    assert report.state is State.VALID
    assert report.statement == "Valid until 30 June 2028, 21:59 UTC."
    assert report.credential == site.url(FIRST)
    assert report.issuer == site.did("academy")
    assert report.issuer_name == "Example Academy"
    assert report.achievement == "Data Analysis Foundations"
    assert report.valid_until == datetime(2028, 6, 30, 21, 59, 59, tzinfo=UTC)
    assert report.notes == (FOLDER_NOTE,)
    assert tuple(check.name for check in report.checks) == CHECKS
    assert sentences(report) == {
        "format": "It is a complete Open Badges 3.0 credential.",
        "proof": "The signature holds: nothing was changed since it was signed.",
        "issuer_key": (
            "The signing key is one that the issuer, "
            "“did:web:badges.example.org:registry:issuers:academy”, publishes for signing."
        ),
        "status": "The issuer has not revoked it.",
        "validity": "It is valid from 29 June 2026, 22:00 UTC until 30 June 2028, 21:59 UTC.",
        "registered": "The issuer publishes it, with the same claims.",
    }


def test_bytes_text_and_parsed_json_get_the_same_report(site: SmallSite) -> None:
    document = published(site)
    text = json.dumps(document)
    assert site.inspect(document) == site.inspect(text) == site.inspect(text.encode())


def test_the_report_as_plain_data_keeps_its_keys(site: SmallSite) -> None:
    good, bad = site.inspect(published(site)).as_json(), site.inspect(b"").as_json()
    assert json.loads(json.dumps(good)) == good
    assert list(good) == list(bad)
    assert list(good) == [
        "credential",
        "outcome",
        "state",
        "statement",
        "at",
        "issuer",
        "issuerName",
        "holder",
        "achievement",
        "validUntil",
        "checks",
        "embedded",
        "notes",
    ]
    assert good["outcome"] == "verified"
    assert good["state"] == "valid"
    assert good["at"] == "2026-11-01T00:00:00Z"
    assert good["checks"][3] == {
        "name": "status",
        "outcome": "passed",
        "sentence": "The issuer has not revoked it.",
        "details": {
            "code": "status.passed",
            "url": "https://badges.example.org/registry/issuers/academy/status/revocation-1.json",
            "purpose": "revocation",
            "index": 7,
        },
    }


def test_nothing_that_an_altered_credential_says_is_told_as_a_fact(site: SmallSite) -> None:
    document = published(site)
    document["credentialSubject"]["achievement"]["name"] = "Doctor of Medicine"
    report = site.inspect(document)
    assert report.outcome is Outcome.FAILED
    assert report.state is State.ALTERED
    assert report.statement == "Altered: the signature does not hold, so nothing in it can be relied on."
    assert (report.achievement, report.issuer, report.issuer_name, report.valid_until) == (None,) * 4
    assert "Doctor" not in json.dumps(report.as_json())
    assert sentences(report)["validity"] == "Not checked, because the signature was not found to hold."


def test_something_unreadable_is_reported_like_everything_else(site: SmallSite) -> None:
    report = site.inspect(b"{")
    assert report.exit_code == 1
    assert report.state is State.MALFORMED
    assert sentences(report) == {
        "format": ("It cannot be read: it is not JSON: something is wrong at line 1, column 2."),
        "proof": "Not checked, because it cannot be read.",
        "issuer_key": "Not checked, because it cannot be read.",
        "status": "Not checked, because it cannot be read.",
        "validity": "Not checked, because it cannot be read.",
        "registered": "Not checked, because it cannot be read.",
    }


def test_an_expired_credential_is_still_looked_up_in_its_status_list(site: SmallSite) -> None:
    later = datetime(2029, 1, 1, tzinfo=UTC)
    report = site.inspect(published(site), later)
    assert report.state is State.EXPIRED
    assert report.statement == "Expired on 30 June 2028, 21:59 UTC. It is authentic."
    assert report.authentic
    site.write_list("academy", "revocation", bits=[7])
    report = site.inspect(published(site), later)
    assert report.state is State.REVOKED
    assert report.check("validity").sentence == "Its validity ended on 30 June 2028, 21:59 UTC."
    assert report.check("status").sentence == "The issuer has revoked it."


def test_expired_is_not_called_authentic_while_something_else_is_unknown(site: SmallSite) -> None:
    document = published(site)
    document = site.sign({**unsigned(document), "id": "https://elsewhere.example.org/credential.json"})
    report = site.inspect(document, datetime(2029, 1, 1, tzinfo=UTC))
    assert report.statement == "Expired on 30 June 2028, 21:59 UTC."
    assert not report.authentic


def unsigned(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in copy.deepcopy(document).items() if name != "proof"}


@pytest.mark.parametrize(
    ("prepare", "error", "message"),
    [
        ("malformed", errors.MalformedCredentialError, "it cannot be read: it is JSON, but not an object"),
        (
            "altered",
            errors.InvalidProofError,
            "the signature does not hold: it was altered, or somebody else signed it",
        ),
        ("revoked", errors.RevokedError, "the issuer has revoked it"),
        ("suspended", errors.SuspendedError, "the issuer has suspended it for the time being"),
        ("expired", errors.ExpiredError, "its validity ended on 30 June 2026, 21:59 UTC"),
        ("early", errors.NotYetValidError, "its validity begins only on 1 January 2027, 00:00 UTC"),
        (
            "withdrawn",
            errors.WithdrawnError,
            f"the issuer does not publish it: nothing stands at its address, “{COPY}”",
        ),
        (
            "undecided",
            errors.UndecidedError,
            f"the status list could not be fetched from “{LIST}”: the folder holds no such file",
        ),
    ],
)
def test_verify_raises_the_error_that_fits_and_hands_over_the_report(
    site: SmallSite, prepare: str, error: type[errors.VerificationError], message: str
) -> None:
    document: Any = published(site)
    if prepare == "malformed":
        document = "[]"
    elif prepare == "altered":
        document["name"] = "Something else"
    elif prepare == "revoked":
        site.write_list("academy", "revocation", bits=[7])
    elif prepare == "suspended":
        fresh = site.credential(FIRST)
        entry = fresh["credentialStatus"]
        for name in ("id", "statusListCredential"):
            entry[name] = entry[name].replace("revocation", "suspension")
        entry["statusPurpose"] = "suspension"
        document = site.publish(fresh)
        site.write_list("academy", "suspension", bits=[7])
    elif prepare == "expired":
        document = site.publish({**site.credential(FIRST), "validUntil": "2026-06-30T21:59:59Z"})
    elif prepare == "early":
        document = site.publish({**site.credential(FIRST), "validFrom": "2027-01-01T00:00:00Z"})
    elif prepare == "withdrawn":
        (site.folder / f"credentials/{FIRST}/credential.json").unlink()
    else:
        (site.folder / "issuers/academy/status/revocation-1.json").unlink()
    with pytest.raises(errors.VerificationError) as caught:
        verify(document, resolver=site.resolver(), at=AT)
    assert type(caught.value) is error
    assert caught.value.message == message
    assert caught.value.report == site.inspect(document)
    assert caught.value.report.exit_code == (3 if prepare == "undecided" else 1)


def test_a_mistake_of_ours_is_unknown_and_no_traceback(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    document = published(site)
    checks = {
        "check_format": "format",
        "check_signature": "proof",
        "check_status": "status",
        "check_validity": "validity",
        "check_registered": "registered",
    }
    for function, name in checks.items():
        with monkeypatch.context() as patch:
            patch.setattr(verifying_module, function, broken)
            report = site.inspect(document)
        assert report.outcome is Outcome.UNDECIDED
        assert sentences(report)[name] == (
            "The check broke off, because of a mistake in this verifier (ZeroDivisionError)."
        )


def test_a_resolver_that_breaks_is_unknown_too(site: SmallSite) -> None:
    class Broken:
        note = ""

        def fetch(self, url: str) -> bytes:
            raise RuntimeError(url)

    report = inspect(published(site), resolver=Broken(), at=AT)
    assert report.outcome is Outcome.UNDECIDED
    assert {check.outcome for check in report.checks[1:]} == {CheckOutcome.UNKNOWN}


def test_without_a_time_it_answers_for_now_and_a_time_needs_a_zone(site: SmallSite) -> None:
    before = datetime.now(UTC)
    report = inspect(published(site), resolver=site.resolver())
    assert before <= report.at <= datetime.now(UTC)
    with pytest.raises(ValueError, match='got time "2026-11-01T00:00:00" without a time zone'):
        Verifier(resolver=site.resolver(), at=AT.replace(tzinfo=None))


def test_a_preview_is_accepted_against_its_own_folder_and_says_what_it_is(site: SmallSite) -> None:
    preview = SmallSite(site.folder.parent / "preview", base="https://preview.invalid/")
    report = preview.inspect(published(preview))
    assert report.outcome is Outcome.VERIFIED
    assert report.notes == (FOLDER_NOTE, PREVIEW_NOTE)


def test_a_preview_is_accepted_by_nothing_else(site: SmallSite) -> None:
    preview = SmallSite(site.folder.parent / "preview", base="https://preview.invalid/")
    for resolver in (site.resolver(), HTTPSResolver()):
        report = inspect(published(preview), resolver=resolver, at=AT)
        assert report.outcome is Outcome.FAILED
        assert report.state is State.UNTRUSTED
        assert report.notes == (PREVIEW_NOTE,)
        assert report.check("issuer_key").sentence == (
            "It is a preview, signed with a throwaway key: nobody has issued it."
        )


def test_shared_documents_are_fetched_once(site: SmallSite) -> None:
    class Counting:
        note = ""

        def __init__(self) -> None:
            self.urls: list[str] = []

        def fetch(self, url: str) -> bytes:
            self.urls.append(url)
            return site.resolver().fetch(url)

    counting = Counting()
    verifier = Verifier(resolver=counting, at=AT)
    for name in (FIRST, "0000000000000000000000000c"):
        assert verifier.inspect(site.publish(site.credential(name))).outcome is Outcome.VERIFIED
    assert [url.removeprefix(site.base) for url in counting.urls] == [
        "issuers/academy/did.json",
        "issuers/academy/status/revocation-1.json",
        f"credentials/{FIRST}/credential.json",
        "credentials/0000000000000000000000000c/credential.json",
    ]


def test_the_network_is_refused_to_a_credential_that_points_into_it() -> None:
    did = "did:web:intranet.example.org"
    document = {"issuer": did, "proof": {"verificationMethod": f"{did}#key-1"}}
    resolver = HTTPSResolver(look_up=lambda _host, _port: ["10.0.0.1"])
    report = inspect(document, resolver=resolver, at=AT)
    assert report.check("issuer_key").sentence == (
        "The issuer’s keys could not be fetched from “https://intranet.example.org/.well-known/did.json”: "
        "its host is not on the public internet."
    )
    with pytest.raises(RefusedError):
        resolver.fetch("https://intranet.example.org/.well-known/did.json")


def test_a_credential_is_found_at_its_address_and_beside_its_page(site: SmallSite) -> None:
    verifier = Verifier(resolver=site.resolver(), at=AT)
    expected = site.inspect(published(site))
    assert verifier.inspect_at(COPY) == expected
    assert verifier.inspect_at(COPY.removesuffix("credential.json")) == expected


def test_what_cannot_be_fetched_is_reported_with_the_same_keys(site: SmallSite) -> None:
    url = f"{BASE}nothing.json"
    report = Verifier(resolver=site.resolver(), at=AT, recipient="somebody@example.org").inspect_at(url)
    assert (report.state, report.outcome, report.exit_code) == (State.UNDECIDED, Outcome.UNDECIDED, 3)
    assert report.statement == "Cannot be checked now."
    assert list(report.as_json()) == list(site.inspect(published(site)).as_json())
    assert sentences(report) == {
        "format": f"It could not be fetched from “{url}”: the folder holds no such file.",
        "proof": "Not checked, because it cannot be read.",
        "issuer_key": "Not checked, because it cannot be read.",
        "status": "Not checked, because it cannot be read.",
        "validity": "Not checked, because it cannot be read.",
        "registered": "Not checked, because it cannot be read.",
        "recipient": "Not checked, because it cannot be read.",
    }
    assert report.check("format").details == {
        "code": "format.unreachable",
        "url": url,
        "problem": "the folder holds no such file",
    }


def test_each_credential_has_fetches_of_its_own_from_its_address_on(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conferral.verify.bounded.MOST_FETCHES", 4)  # itself, the keys, the list, the published copy
    verifier = Verifier(resolver=site.resolver(), at=AT)
    assert [verifier.inspect_at(COPY).state for _ in range(3)] == [State.VALID] * 3


def test_a_resolver_that_breaks_at_the_address_is_unknown_too() -> None:
    class Broken:
        note = ""

        def fetch(self, url: str) -> bytes:
            raise RuntimeError(url)

    report = Verifier(resolver=Broken(), at=AT).inspect_at(COPY)
    assert report.outcome is Outcome.UNDECIDED
    assert sentences(report)["format"] == ("The check broke off, because of a mistake in this verifier (RuntimeError).")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (b"", "it is empty"),
        (b" \r\n\t", "it is empty"),
        (b"\xef\xbb\xbf{}", "it begins with a byte order mark, which JSON must not have"),
        ("\ufeff{}", "it begins with a byte order mark, which JSON must not have"),
        (b"<!doctype html><p>Hello", "it is a web page; give the file that it offers, or the page’s address"),
        ("\n<html>", "it is a web page; give the file that it offers, or the page’s address"),
    ],
)
def test_what_people_hand_in_by_mistake_is_called_by_its_name(
    site: SmallSite, given: bytes | str, problem: str
) -> None:
    report = site.inspect(given)
    assert (report.state, sentences(report)["format"]) == (State.MALFORMED, f"It cannot be read: {problem}.")


def test_every_report_names_the_contexts_that_were_allowed_in_vain(site: SmallSite) -> None:
    url = f"{BASE}words.json"
    note = f"The context “{url}” was allowed and could not be used: the folder holds no such file."
    verifier = Verifier(resolver=site.resolver(), at=AT, contexts=[url])
    reports = (verifier.inspect(published(site)), verifier.inspect(b""), verifier.inspect_at(f"{BASE}nothing.json"))
    assert [report.notes for report in reports] == [(FOLDER_NOTE, note), (note,), (note,)]
