"""What can be said of an endorsement, whoever signed it in whichever way, by what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conferral.endorsing import (
    Endorsed,
    addresses_of,
    endorsements,
    endorsements_by,
    endorsements_of,
    host_of,
    is_ours,
)
from conferral.loading import load
from conferral.model import Registry
from tests.corpus.builders.credentials import LEGACY_SUITE, OPEN_BADGES, V1
from tests.corpus.builders.issuers import jwk_issuer, web_issuer
from tests.corpus.builders.signing import LEGACY
from tests.endorsers import (
    BASE,
    BOARD,
    DATA_ANALYSIS,
    HARBOUR,
    OFFICE,
    SAILING,
    SOMEBODY,
    answers,
    filed,
    own,
    signed,
    token,
)
from tests.registry_builder import NOW, files
from tests.unit.memory_files import MemoryFiles

LIST = BOARD.list_url()


def registry_with(changes: Mapping[str, str]) -> Registry:
    loaded = load(MemoryFiles({path: text.encode() for path, text in {**files(), **changes}.items()}))
    assert loaded.problems == ()
    assert loaded.registry
    return loaded.registry


def one_of(changes: Mapping[str, str], at: datetime = NOW) -> Endorsed:
    (found,) = endorsements(registry_with(changes), at)
    return found


def test_a_strangers_endorsement_holds_by_what_was_kept() -> None:
    found = one_of(filed("board", "badge: sailing", signed(BOARD, SAILING, status=True), answers(BOARD)))

    assert (found.state, found.reason, found.comment, found.version) == ("valid", "", "We recognise it.", 1)
    assert (found.endorser.name, found.endorser.id) == ("Quality Board", "did:web:board.example")
    assert (found.endorser.issuer, found.endorser.host) == (None, "board.example")
    assert (found.asked, found.since, found.until) == (NOW, datetime(2026, 5, 1, tzinfo=UTC), None)
    assert (found.path, found.subject) == ("endorsements/board.json", SAILING)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_key_that_spells_itself_out_needs_no_answers_and_tells_nothing_of_who_it_is(suite: str) -> None:
    found = one_of(filed("somebody", "badge: sailing", signed(SOMEBODY, SAILING, suite=suite)))

    assert (found.state, found.asked) == ("valid", None)
    assert (found.endorser.issuer, found.endorser.host) == (None, "")


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
@pytest.mark.parametrize("kind", ["P-256", "P-384"])
def test_every_suite_that_the_verifier_reads_will_do(suite: str, kind: str) -> None:
    office = web_issuer("did:web:office.example", "Office", kind=kind)  # type: ignore[arg-type]
    found = one_of(filed("office", "issuer: harbour", signed(office, HARBOUR, suite=suite), answers(office)))
    assert (found.state, found.endorser.name) == ("valid", "Office")


def test_an_older_one_with_the_suite_of_2020_will_do_too() -> None:
    older: dict[str, Any] = {
        "@context": [V1, OPEN_BADGES, LEGACY_SUITE],
        "issuanceDate": "2026-05-01T00:00:00Z",
        "validFrom": None,
    }
    found = one_of(filed("board", "badge: sailing", signed(BOARD, SAILING, suite=LEGACY, **older), answers(BOARD)))
    assert (found.state, str(found.since)) == ("valid", "2026-05-01 00:00:00+00:00")


def test_a_token_will_do_too() -> None:
    found = one_of(filed("office", "badge: data-analysis", token(OFFICE, DATA_ANALYSIS).encode(), answers(OFFICE)))
    assert (found.state, found.path, found.version) == ("valid", "endorsements/office.jwt", 2)


def test_one_that_was_revoked_when_it_was_asked_about_is_revoked() -> None:
    kept = answers(BOARD, revoked=True)
    found = one_of(filed("board", "badge: sailing", signed(BOARD, SAILING, status=True), kept))
    assert (found.state, found.reason[:11]) == ("revoked", "The issuer ")


def test_whatever_was_not_kept_is_unknown_and_never_valid() -> None:
    document = signed(BOARD, SAILING, status=True)
    without_list = {url: content for url, content in answers(BOARD).items() if url != LIST}

    assert one_of(filed("board", "badge: sailing", document)).state == "unknown"
    found = one_of(filed("board", "badge: sailing", document, without_list))
    assert found.state == "unknown"
    assert found.reason == f"The status list could not be fetched from “{LIST}”: its answer was not kept."


def test_an_altered_one_is_nobodys_word() -> None:
    document = signed(BOARD, SAILING) | {"name": "A better name"}
    found = one_of(filed("board", "badge: sailing", document, answers(BOARD)))
    assert (found.state, found.comment) == ("altered", "")


def test_one_by_a_key_that_is_not_the_endorsers_is_not_trusted() -> None:
    document = signed(BOARD, SAILING) | {"proof": signed(OFFICE, SAILING)["proof"]}
    assert one_of(filed("board", "badge: sailing", document, answers(BOARD) | answers(OFFICE))).state == "untrusted"


def test_a_picture_is_no_document() -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    changes = {"credentials/endorsements/a.json": svg.decode(), "credentials/endorsements/a.yml": "badge: sailing\n"}
    assert one_of(changes).state == "altered"


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2026, 4, 30, tzinfo=UTC), "not-yet-valid"),
        (datetime(2026, 5, 2, tzinfo=UTC), "valid"),
        (datetime(2027, 5, 2, tzinfo=UTC), "expired"),
    ],
)
def test_a_strangers_endorsement_has_its_days(at: datetime, state: str) -> None:
    document = signed(SOMEBODY, SAILING, validUntil="2027-05-01T00:00:00Z")
    assert one_of(filed("somebody", "badge: sailing", document), at).state == state


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-05-31", "not-yet-valid"), ("2026-06-01", "valid"), ("2026-06-30", "valid"), ("2026-07-01", "expired")],
)
def test_an_own_issuers_word_holds_from_its_first_day_to_its_last(day: str, state: str) -> None:
    changes = own("lakeside", "badge: sailing", "lakeside", ["version: 1", "until: 2026-06-30"])
    found = one_of(changes, datetime.fromisoformat(f"{day}T10:00:00+02:00"))

    assert (found.state, found.endorser.issuer, found.endorser.name) == (state, "lakeside", "Lakeside School")
    assert found.since == datetime(2026, 5, 31, 22, tzinfo=UTC)  # midnight in Berlin
    assert found.until == datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)


def test_what_is_withdrawn_ends_with_the_day_before_and_is_said_to_be_withdrawn() -> None:
    changes = own("lakeside", "badge: sailing", "lakeside", ["version: 1", "withdrawn: 2026-06-20"])

    assert one_of(changes, datetime(2026, 6, 19, 21, 59, tzinfo=UTC)).state == "valid"
    found = one_of(changes, datetime(2026, 6, 19, 22, tzinfo=UTC))
    assert (found.state, found.until) == ("withdrawn", datetime(2026, 6, 19, 22, tzinfo=UTC))


def test_what_is_withdrawn_on_its_first_day_never_held() -> None:
    changes = own("lakeside", "badge: sailing", "lakeside", ["version: 1", "withdrawn: 2026-06-01"])
    found = one_of(changes)
    assert (found.state, found.since) == ("withdrawn", found.until)


def test_a_strangers_endorsement_can_be_withdrawn_here() -> None:
    changes = filed("somebody", "badge: sailing", signed(SOMEBODY, SAILING), lines="withdrawn: 2026-06-20\n")
    assert one_of(changes).state == "withdrawn"


@pytest.mark.parametrize(
    "identifier",
    [
        "did:web:credentials.example.org:registry:issuers:lakeside",
        "did:web:credentials.example.org:registry:issuers:an-earlier-name",
        "did:web:credentials.example.org%3A443:registry:issuers:lakeside",
        "did:web:credentials.example.org:registry:issuers:lak%65side",
        "did:web:credentials.example.org:registry",
    ],
)
def test_no_kept_answer_makes_a_document_the_word_of_whoever_has_an_address_here(identifier: str) -> None:
    forger = web_issuer(identifier, "Lakeside School")
    document = signed(forger, SAILING)
    found = one_of(filed("lakeside", "badge: sailing", document, {**answers(forger), document["id"]: b"{}"}))
    assert (found.state, found.comment, found.endorser.issuer, found.endorser.host) == ("untrusted", "", None, "")
    assert found.reason == (
        "It claims to be the word of an issuer of this registry, which vouches with its own key only."
    )


def test_whoever_shares_the_host_of_a_registry_is_a_stranger() -> None:
    registry = registry_with({})
    assert is_ours(registry, "https://CREDENTIALS.example.org:443/other/../registry/issuers/lakeside/profile.json")
    assert not is_ours(registry, "did:web:credentials.example.org")
    assert not is_ours(registry, "did:web:credentials.example.org:registry-of-others:issuers:lakeside")
    assert not is_ours(registry, "did:web:credentials.example.org%3A8443:registry:issuers:lakeside")


def test_those_that_hold_come_first_and_of_these_the_ones_of_known_issuers() -> None:
    registry = registry_with(
        {
            **filed("a", "badge: sailing", signed(BOARD, SAILING)),
            **filed("b", "badge: sailing", signed(SOMEBODY, SAILING)),
            **own("c", "badge: sailing", "lakeside", ["version: 1", "withdrawn: 2026-06-20"]),
            **own("d", "badge: sailing", "lakeside", ["version: 1"]),
            **own("e", "issuer: harbour", "lakeside"),
        }
    )
    assert [one.slug for one in endorsements_of(registry, "badge", "sailing", NOW)] == ["d", "b", "a", "c"]
    assert [one.slug for one in endorsements_of(registry, "issuer", "harbour", NOW)] == ["e"]
    assert [one.slug for one in endorsements_by(registry, "lakeside", NOW)] == ["d", "e", "c"]


def test_a_badge_is_endorsed_under_the_id_of_any_version_and_an_issuer_under_its_did_or_profile() -> None:
    registry = registry_with({})
    assert addresses_of(registry, "badge", "data-analysis") == {
        f"{BASE}/badges/data-analysis/1/badge.json": 1,
        f"{BASE}/badges/data-analysis/2/badge.json": 2,
    }
    assert list(addresses_of(registry, "issuer", "harbour")) == [HARBOUR, f"{BASE}/issuers/harbour/profile.json"]
    assert list(addresses_of(registry, "award", "4q2")) == [f"{BASE}/credentials/4q2/credential.json"]


def test_who_answers_for_an_identifier() -> None:
    assert host_of("did:web:board.example%3A8443:units:quality") == "board.example"
    assert host_of("https://board.example/issuers/1") == "board.example"
    assert host_of(SOMEBODY.id) == host_of(jwk_issuer().id) == host_of("nonsense") == ""


def test_looking_twice_costs_next_to_nothing() -> None:
    registry = registry_with(filed("board", "badge: sailing", signed(BOARD, SAILING, status=True), answers(BOARD)))
    first = endorsements(registry, NOW + timedelta(seconds=1))
    begin = datetime.now(UTC)
    for _ in range(100):
        assert endorsements(registry, NOW + timedelta(seconds=1)) == first
    assert datetime.now(UTC) - begin < timedelta(seconds=1)
