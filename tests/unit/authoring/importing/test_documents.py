"""What kind of thing each object is, however it is wrapped, and what contradicts itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conferral.authoring.importing import documents
from conferral.authoring.importing.documents import Thing, things_in
from conferral.authoring.importing.found import Notes
from conferral.authoring.importing.handed_in import GivenFile
from conferral.errors import Problem
from conferral.standards.baking import bake
from conferral.standards.base64url import encode_base64url
from tests.unit.authoring.importing import examples
from tests.unit.authoring.importing.examples import V2, V3
from tests.unit.test_images import png

Seen = tuple[str, str, str]


def _found(content: bytes | Any, *, is_named: bool = True) -> tuple[list[Seen], list[str], list[str]]:
    """Form, kind and pointer of each thing; problems; notes."""
    notes = Notes()
    data = content if isinstance(content, bytes) else examples.text(content)
    found = list(things_in(GivenFile("file.json", data, lambda _: None, is_named), notes))
    things: list[Seen] = [(one.form, one.kind, one.origin.pointer) for one in found if isinstance(one, Thing)]
    return things, [str(one) for one in found if isinstance(one, Problem)], [note.what for note in notes.all]


@pytest.mark.parametrize(
    ("document", "form", "kind"),
    [
        (examples.assertion_2(), "2", "award"),
        (examples.badge_2(), "2", "badge"),
        (examples.issuer_2(), "2", "issuer"),
        (examples.issuer_2(type="Profile"), "2", "issuer"),
        (examples.badge_2(type=["BadgeClass", "Extension"]), "2", "badge"),
        ({"@context": V2, "type": "RevocationList", "revokedAssertions": []}, "2", "revocations"),
        ({"@context": V2, "type": "Endorsement"}, "2", "endorsement"),
        (examples.badge_2(context="https://w3id.org/openbadges/v1"), "2", "badge"),
        ({"uid": "1", "recipient": {}, "badge": "x", "verify": {}, "issuedOn": 1}, "2", "award"),
        (examples.credential_3(), "3", "award"),
        (examples.credential_3(type=["VerifiableCredential", "AchievementCredential"]), "3", "award"),
        (examples.achievement_3(), "3", "badge"),
        ({"@context": V3, "type": ["Profile"], "id": "x", "name": "A School"}, "3", "issuer"),
        (examples.credential_3(type=["VerifiableCredential", "EndorsementCredential"]), "3", "endorsement"),
        ({"type": ["VerifiableCredential", "DegreeCredential"], "@context": [V3[0]]}, "3", "other"),
    ],
)
def test_an_object_is_what_its_type_says(document: Any, form: str, kind: str) -> None:
    assert _found(document) == ([(form, kind, "")], [], [])


def test_things_are_found_in_lists_and_in_wrappings_of_exports() -> None:
    wrapped = {"export": {"version": 3, "items": [[examples.badge_2()], {"inner": examples.issuer_2()}]}}
    assert _found(wrapped)[0] == [("2", "badge", "/export/items/0/0"), ("2", "issuer", "/export/items/1/inner")]
    assert [kind for _, kind, _ in _found(examples.badgr_export())[0]] == ["issuer", "badge", "award", "award"]


def test_what_an_export_nests_belongs_together() -> None:
    award = {"entityType": "Assertion", "recipient": {"identity": "x"}}
    nested = {
        "entityType": "Issuer",
        "entityId": "i",
        "badgeClasses": [{"entityType": "BadgeClass", "awards": [award]}],
    }
    assert _found(nested)[0] == [
        ("badgr", "issuer", ""),
        ("badgr", "badge", "/badgeClasses/0"),
        ("badgr", "award", "/badgeClasses/0/awards/0"),
    ]


def test_credentials_in_a_record_are_looked_at_one_by_one() -> None:
    record = {
        "@context": [V3[0], "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", V3[1]],
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialSubject": {"verifiableCredential": [examples.credential_3()]},
    }
    assert _found(record)[0] == [("3", "record", ""), ("3", "award", "/credentialSubject/verifiableCredential/0")]


def test_a_credential_is_read_out_of_a_token_and_out_of_a_picture() -> None:
    parts = ({"alg": "RS256"}, {**examples.credential_3(), "iss": "x"})
    token = ".".join([*(encode_base64url(json.dumps(part).encode()) for part in parts), "c2lnbmF0dXJl"])
    assert _found(token.encode())[0] == [("3", "award", "")]
    assert _found(bake(png(), token))[0] == [("3", "award", "")]
    assert _found(bake(examples.SVG.encode(), json.dumps(examples.credential_3())))[0] == [("3", "award", "")]


def test_a_picture_without_a_credential_is_told_only_where_it_was_named() -> None:
    assert _found(png())[1] == [
        (
            "file.json: the image holds no credential\n"
            "    hint: Many programs leave it out when they copy or convert an image. "
            "Ask for the file as it was issued."
        )
    ]
    assert _found(png(), is_named=False) == ([], [], [])


def test_a_picture_that_holds_only_an_address_is_told_and_nothing_fetched() -> None:
    baked = examples.SVG.replace(
        "<circle", '<o:assertion xmlns:o="http://openbadges.org" verify="https://old.example.org/1.json"/><circle'
    )
    assert _found(baked.encode())[1] == [
        (
            "file.json: the picture holds only the address of its assertion, https://old.example.org/1.json\n"
            "    expected: JSON of Open Badges 2.0 or 3.0\n"
            "    hint: Hand in the assertion's JSON as well; nothing is fetched."
        )
    ]


_HINT = "\n    hint: correct the file, or ask whoever made it; what contradicts itself is not guessed"


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (
            examples.badge_2(context={"name": "https://evil.example.org/"}),
            "its @context is written out in the file and can give the words of BadgeClass any meaning (at the top)",
        ),
        (
            [examples.credential_3(context=[*V3, {"achievement": "https://evil.example.org/"}])],
            (
                "its @context is written out in the file and can give the words of VerifiableCredential and "
                "OpenBadgeCredential any meaning (at /0)"
            ),
        ),
        (
            examples.assertion_2(context="https://schema.org"),
            "it says Assertion, and its @context is not that of Open Badges 2.0 (at the top)",
        ),
        (
            examples.assertion_2(context="https://evil.example.org/?w3id.org/openbadges/v2"),
            "it says Assertion, and its @context is not that of Open Badges 2.0 (at the top)",
        ),
        (
            examples.credential_3(context=V2),
            (
                "it says VerifiableCredential and OpenBadgeCredential, and its @context is not that of Open Badges 3.0 "
                "(at the top)"
            ),
        ),
        (
            examples.achievement_3(context=V2),
            "it says Achievement, and its @context is that of Open Badges 2.0 (at the top)",
        ),
    ],
)
def test_a_context_that_gives_words_another_meaning_is_refused(document: Any, problem: str) -> None:
    things, problems, _ = _found(document)
    assert (things, problems) == ([], [f"file.json: {problem}{_HINT}"])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "file.json: it is empty"),
        (b"{\n  oops", "file.json:2:3: it is no JSON: something else was expected here"),
        (b'{"a": 1, "a": 2}', 'file.json: the name "a" stands twice in one object'),
        (b"[NaN]", "file.json: NaN is no number of JSON"),
        (b"[1e999]", "file.json: the number 1e999 is too large to be read alike everywhere"),
        (b'["\\ud800"]', "file.json: a text in it holds half of a surrogate pair, which is no character"),
        (b"\xff\xfe", "file.json: it is not UTF-8: byte 0 cannot be decoded"),
        (b"[" * 41 + b"]" * 41, "file.json: it is nested deeper than 40 levels"),
        (b"[" * 200_000, "file.json: it is nested deeper than 40 levels"),
    ],
)
def test_what_is_no_sound_json_is_told_with_its_place(content: bytes, problem: str) -> None:
    assert _found(content) == ([], [f"{problem}\n    expected: JSON of Open Badges 2.0 or 3.0"], [])


def test_more_values_than_any_export_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_VALUES", 100)
    assert _found([0] * 101)[1] == [
        "file.json: it holds more than 100 values\n    expected: JSON of Open Badges 2.0 or 3.0"
    ]


def test_a_file_without_badges_is_told_if_it_was_named_and_noted_if_not() -> None:
    assert _found({"hello": ["world"]})[1] == [
        (
            "file.json: there is nothing of Open Badges in this file\n"
            "    expected: an Assertion, BadgeClass or Issuer, "
            "an OpenBadgeCredential, Achievement or Profile, or a list of them"
        )
    ]
    assert _found({"hello": 1}, is_named=False)[2] == ["the file: there is nothing of Open Badges in it"]


def test_a_byte_order_mark_is_read_over() -> None:
    assert _found(b"\xef\xbb\xbf" + examples.text(examples.issuer_2()))[0] == [("2", "issuer", "")]
