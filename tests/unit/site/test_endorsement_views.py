"""What pages say of those who vouch: the state in words, and of strangers what is known, which is little."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from conferral.model import Registry
from conferral.site.endorsement_views import EndorsementView, vouched_by, vouchers
from conferral.site.indexes.catalog_endorsements import ENDORSEMENT, endorsement_list
from conferral.site.language import Language
from tests.endorsers import BOARD, HARBOUR, OFFICE, SAILING, SOMEBODY, answers, filed, own, signed
from tests.registry_builder import NOW
from tests.unit.site.english_site import SITE
from tests.unit.test_endorsing import registry_with

AT = replace(SITE, as_of=NOW, base_url="https://credentials.example.org/registry", timezone="Europe/Berlin")


def of_sailing(changes: Mapping[str, str]) -> EndorsementView:
    (found,) = vouchers(registry_with(changes), AT, "badge", "sailing")
    return found


def test_of_a_stranger_the_page_says_that_it_is_one_and_what_the_signature_shows() -> None:
    found = of_sailing(filed("board", "badge: sailing", signed(BOARD, SAILING, status=True), answers(BOARD)))

    assert (found.holds, found.look, found.label) == (True, "valid", "Valid")
    assert (found.who, found.who_page, found.is_own) == ("Quality Board", "", False)
    assert found.identity == (
        "A stranger to this registry. The signature shows that it has the domain <b>board.example</b>, "
        "and nothing more."
    )
    assert str(found.asked) == "2026-07-01"
    assert found.document == "endorsements/board.json"
    assert found.check == ("verify/#vc=https%3A%2F%2Fcredentials.example.org%2Fregistry%2Fendorsements%2Fboard.json")


def test_of_a_mere_key_nothing_shows_who_holds_it() -> None:
    found = of_sailing(filed("somebody", "badge: sailing", signed(SOMEBODY, SAILING)))
    assert found.identity == "A stranger to this registry, known by a key alone: nothing shows who holds it."
    assert found.asked is None


def test_where_nothing_is_proven_not_even_the_domain_is_told() -> None:
    found = of_sailing(filed("board", "badge: sailing", signed(BOARD, SAILING)))
    assert (found.holds, found.look, found.label) == (False, "unknown", "Cannot be checked")
    assert found.identity == "A stranger to this registry; that it really signed this is not proven."


def test_an_own_issuer_is_linked_and_needs_no_introduction() -> None:
    found = of_sailing(own("lakeside", "badge: sailing", "lakeside", ["version: 1", "until: 2026-12-31"]))
    assert (found.who, found.who_page, found.identity) == ("Lakeside School", "issuers/lakeside/", "")
    assert (str(found.since), str(found.until), found.version) == ("2026-06-01", "2026-12-31", None)
    assert found.comment == "<p>We <strong>teach</strong> it, too.</p>"


def test_what_a_stranger_writes_can_neither_run_nor_load_anything() -> None:
    bad = "<script>alert(1)</script> ![x](https://evil.example/x.png) [y](javascript:alert(1))\n\n# Big"
    subject = {"id": SAILING, "type": ["EndorsementSubject"], "endorsementComment": bad}
    board = replace(BOARD, name="<b>Board</b>")
    found = of_sailing(
        filed("board", "badge: sailing", signed(board, SAILING, credentialSubject=subject), answers(board))
    )
    assert "<script" not in found.comment
    assert "<img" not in found.comment
    assert "javascript:" not in found.comment.replace("[y](javascript:alert(1))", "")
    assert "<h4>Big</h4>" in found.comment
    assert found.who == "<b>Board</b>"  # the template escapes it


def _revoked() -> Mapping[str, str]:
    return filed("x", "badge: sailing", signed(BOARD, SAILING, status=True), answers(BOARD, revoked=True))


def _untrusted() -> Mapping[str, str]:
    document = signed(BOARD, SAILING) | {"proof": signed(OFFICE, SAILING)["proof"]}
    return filed("x", "badge: sailing", document, answers(BOARD))


def _of_somebody(lines: str = "", **members: Any) -> Mapping[str, str]:
    return filed("x", "badge: sailing", signed(SOMEBODY, SAILING, **members), lines=lines)


@pytest.mark.parametrize(
    ("changes", "look", "label"),
    [
        (_revoked(), "revoked", "Revoked"),
        (_of_somebody("withdrawn: 2026-06-20\n"), "revoked", "Withdrawn"),
        (_of_somebody(validUntil="2026-06-01T00:00:00Z"), "expired", "Expired"),
        (_of_somebody(validFrom="2026-08-01T00:00:00Z"), "not-yet-valid", "Not yet valid"),
        (_untrusted(), "revoked", "Cannot be trusted"),
    ],
    ids=["revoked", "withdrawn", "expired", "not-yet-valid", "untrusted"],
)
def test_each_state_has_a_word_and_a_shape(changes: Mapping[str, str], look: str, label: str) -> None:
    found = of_sailing(changes)
    assert (found.holds, found.look, found.label) == (False, look, label)
    assert found.icon.startswith("<path d=")


def test_the_version_is_told_where_it_is_not_the_present_one() -> None:
    first = f"{AT.base_url}/badges/data-analysis/1/badge.json"
    (found,) = vouchers(
        registry_with(filed("board", "badge: data-analysis", signed(BOARD, first))), AT, "badge", "data-analysis"
    )
    assert found.version == 1


def _everything() -> Registry:
    return registry_with(
        {
            **own("lakeside-harbour", "issuer: harbour", "lakeside"),
            **own("lakeside-sailing", "badge: sailing", "lakeside", ["version: 1"]),
            **filed("office", "issuer: harbour", signed(OFFICE, HARBOUR), answers(OFFICE)),
        }
    )


def test_an_issuers_page_says_what_it_vouches_for_in_the_language_of_the_page() -> None:
    german = replace(AT, words=Language.of("de"))
    found = vouched_by(_everything(), german, "lakeside")
    assert [(str(one.of), one.of_page) for one in found] == [
        ("Harbour School", "issuers/harbour/"),
        ("Sailing", "badges/sailing/"),
    ]
    assert [one.label for one in found] == ["Gültig", "Gültig"]


def test_the_catalogue_lists_them_with_what_was_found() -> None:
    listed = endorsement_list(_everything(), AT.base_url, NOW)
    for entry in listed:
        jsonschema.validate(json.loads(json.dumps(entry)), ENDORSEMENT)
    assert [(one["endorsement"], one["state"], one["endorser"]["issuer"]) for one in listed] == [
        ("lakeside-harbour", "valid", "lakeside"),
        ("lakeside-sailing", "valid", "lakeside"),
        ("office", "valid", None),
    ]
    assert listed[2] == {
        "endorsement": "office",
        "badge": None,
        "version": None,
        "issuer": "harbour",
        "state": "valid",
        "endorser": {"id": "did:web:office.example", "name": "Accreditation Office", "issuer": None},
        "since": "2026-05-01T00:00:00Z",
        "until": None,
        "asked": "2026-07-01T09:00:00Z",
        "document": "https://credentials.example.org/registry/endorsements/office.json",
    }
