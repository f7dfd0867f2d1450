"""Who an imported award is for, as far as it is known."""

from __future__ import annotations

import hashlib

import pytest

from conferral.authoring.identifying import Identifying
from conferral.authoring.importing.found import FoundIdentity, Origin
from conferral.authoring.importing.recipients import Recipients, known_addresses, plain_addresses
from conferral.people import read_people
from tests.registry_builder import recipient
from tests.unit.authoring.importing.examples import ADA, BO

HERE = Origin("file.json")


def _identity(value: str, kind: str = "email", **more: str | bool) -> FoundIdentity:
    return FoundIdentity(origin=HERE, type=kind, value=value, **more)  # type: ignore[arg-type]


def _hash(address: str, salt: str, algorithm: str = "sha256") -> FoundIdentity:
    digest = hashlib.new(algorithm, (address + salt).encode()).hexdigest()
    return _identity(f"{algorithm}${digest.upper()}", hashed=True, salt=salt)


def _recipients(rows: str = "", *also: str) -> Recipients:
    people = read_people(f"recipient,name,email\n{rows}".encode(), "people.csv")
    return Recipients(Identifying(people), known_addresses(people.by_email, also))


def test_somebody_new_gets_one_id_and_one_row_however_often_they_come() -> None:
    recipients = _recipients()
    first = recipients.of([_identity(ADA, name="Ada Ferrant")])
    again = recipients.of([_identity(ADA.upper())])
    assert first.recipient == again.recipient
    assert first.new
    assert (first.new.email, first.new.name) == (ADA, "Ada Ferrant")
    assert recipients.of([_identity(BO)]).recipient != first.recipient


@pytest.mark.parametrize("identity", [_identity(ADA), _hash(ADA, "salt"), _hash(ADA, "", "md5")])
def test_who_is_in_the_map_keeps_their_id_even_if_the_file_says_a_hash(identity: FoundIdentity) -> None:
    who = _recipients(f"{recipient(7)},Ada Ferrant,{ADA}\n").of([identity])
    assert (who.recipient, who.name, who.new, who.is_known) == (recipient(7), "Ada Ferrant", None, True)


def test_a_hash_is_compared_with_the_plain_addresses_of_the_import_too() -> None:
    plain = [_identity("Ada.Ferrant@Quarry-Hill.example.org")]
    recipients = _recipients("", *plain_addresses(plain))
    assert recipients.of([_hash(ADA, "a")]).recipient == recipients.of(plain).recipient


def test_whose_hash_matches_nobody_stays_unknown_and_the_same_for_the_same_hash() -> None:
    recipients = _recipients()
    who = recipients.of([_hash(BO, "salt")])
    assert not who.is_known
    assert who.new
    assert who.new.name == _hash(BO, "salt").value
    assert recipients.of([_hash(BO, "salt")]).recipient == who.recipient
    assert recipients.of([_hash(BO, "another")]).recipient != who.recipient


def test_importing_again_finds_who_is_unknown_by_the_hash_in_the_map() -> None:
    who = _recipients().of([_hash(BO, "salt")])
    again = _recipients(f"{who.recipient},{_hash(BO, 'salt').value},\n").of([_hash(BO, "salt")])
    assert (again.recipient, again.new, again.is_known) == (who.recipient, None, False)


def test_an_address_counts_before_a_subjects_id_and_a_name_stands_beside_it() -> None:
    who = _recipients().of(
        [_identity("did:web:ada.example.org", "id"), _identity("Ada Ferrant", "name"), _identity(ADA)]
    )
    assert who.new
    assert (who.new.email, who.new.name) == (ADA, "Ada Ferrant")


@pytest.mark.parametrize(
    ("identities", "label", "known"),
    [
        ([_identity("https://ada.example.org", "url")], "https://ada.example.org", True),
        ([_identity("did:web:ada.example.org", "id")], "did:web:ada.example.org", True),
        ([_identity("Ada Ferrant", "name"), _identity("urn:uuid:1", "id")], "Ada Ferrant", True),
        ([_identity("urn:uuid:1", "id")], "urn:uuid:1", False),
        ([_identity("did:key:z6Mk1", "id")], "did:key:z6Mk1", False),
    ],
)
def test_who_has_no_address_is_written_down_by_what_there_is(
    identities: list[FoundIdentity], label: str, known: bool
) -> None:
    who = _recipients().of(identities)
    assert who.new
    assert (who.new.name, who.new.email, who.is_known) == (label, "", known)


def test_what_is_no_address_and_what_nobody_says_are_faults() -> None:
    assert _recipients().of([_identity("not an address")]).fault == '"not an address" is no e-mail address'
    assert _recipients().of([]).fault == "nobody is named as recipient"


def test_nothing_that_a_spreadsheet_would_run_goes_into_the_map() -> None:
    assert _recipients().of([_identity(ADA, name="=HYPERLINK(1)")]).name == ""
    assert _recipients().of([_identity("=1+1", "name")]).new is None


def test_comparing_ends_where_it_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.authoring.importing.recipients.MAX_COMPARISONS", 1)
    recipients = _recipients(f"{recipient(7)},,{ADA}\n{recipient(8)},,{BO}\n")
    assert not recipients.of([_hash(ADA, "salt")]).is_known
