"""From what a person typed to what is meant."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conferral.authoring.naming import award_named, awards_named, badge_named, issuer_named, key_named, recipient_named
from conferral.errors import RegistryProblems
from conferral.files import FolderFiles
from conferral.identifiers import encode_128_bits
from conferral.loading import load_registry
from conferral.model import Entry, Registry, Row
from tests.registry_builder import recipient


def refused(call: Callable[[], object]) -> list[tuple[str, str, str, str]]:
    with pytest.raises(RegistryProblems) as caught:
        call()
    assert caught.value.message.endswith("in what was given; nothing was written")
    return [(problem.file, problem.what, problem.expected, problem.hint) for problem in caught.value.problems]


def test_an_award_is_found_by_id_by_page_and_by_json_at_whatever_address(registry: Registry) -> None:
    award = registry.awards[0]
    base = "https://credentials.example.org/registry"

    for text in (
        f"  {award.id}\n",
        str(award.id).upper(),
        f"{base}/credentials/{award.id}",
        f"{base}/credentials/{award.id}/?from=mail#top",
        f"{base}/credentials/{award.id}/credential.json",
        f"http://127.0.0.1:8000/credentials/{award.id}/",
        f"https://preview.invalid/credentials/credentials/{award.id}/?at=/credentials/x",
        f"https://preview.invalid/credentials/{award.id}/badge.svg",
        f"https://example.github.io/credentials/credentials/{award.id}/?to=/credentials/x",
        f"https://example.github.io/credentials/credentials/{award.id}/credential.json",
    ):
        assert award_named(registry, text) == award


def test_an_award_that_is_named_twice_is_meant_once(registry: Registry) -> None:
    first, second, *_ = registry.awards

    named = awards_named(registry, [str(second.id), str(first.id), str(second.id).upper()])

    assert named == (second, first)


def test_letters_that_are_taken_for_digits_are_understood_when_the_nearest_id_is_looked_for(registry: Registry) -> None:
    award = next(award for award in registry.awards if award.id and ("1" in award.id or "0" in award.id))
    typed = str(award.id).replace("1", "l").replace("0", "O")

    assert refused(lambda: award_named(registry, typed)) == [
        (
            typed,
            "this is no id of an award",
            "26 characters of 0-9 and a-z without i, l, o, u, or the address of the credential's page",
            f'did you mean "{award.id}"?',
        )
    ]


def test_among_very_many_ids_the_nearest_is_found_by_its_beginning_or_end(registry: Registry) -> None:
    chance = random.Random(7)
    batch = registry.batches[0]
    entry = batch.file.recipients[0]
    ids = [encode_128_bits(chance.getrandbits(128)) for _ in range(3_000)]
    entries = tuple(Entry(entry.recipient, one) for one in ids)
    many = replace(registry, batches=(replace(batch, file=batch.file.model_copy(update={"recipients": entries})),))
    wanted = ids[1234]
    typed = wanted[:9] + ("2" if wanted[9] != "2" else "3") + wanted[10:]

    assert refused(lambda: award_named(many, typed)) == [
        (typed, "there is no award with this id", "", f'did you mean "{wanted}"?')
    ]


def test_an_id_that_nothing_is_near_to_may_be_on_another_branch(registry: Registry) -> None:
    typed = "0" * 26

    assert refused(lambda: award_named(registry, typed)) == [
        (typed, "there is no award with this id", "", "if the award is new, merge the branch that it is on first")
    ]


def test_a_badge_is_found_by_its_address_and_by_nothing_else_than_its_name(registry: Registry) -> None:
    assert (
        badge_named(registry, "https://credentials.example.org/registry/badges/sailing/1/badge.json").slug == "sailing"
    )
    expected = "the name of a folder in credentials/badges"
    what = "there is no badge of this name"
    award: Row = registry.rows[0]

    assert refused(lambda: badge_named(registry, "Teaching ")) == [
        ("Teaching ", what, expected, 'did you mean "teaching"?')
    ]
    assert refused(lambda: badge_named(registry, award.id)) == [
        (award.id, what, expected, f"this is the id of an award of {award.badge}")
    ]


def test_an_earlier_name_is_answered_with_that_of_today(registered: Path) -> None:
    file = registered / "credentials/badges/sailing/badge.yml"
    file.write_text(file.read_text() + "formerly: [seamanship]\n")
    registry = load_registry(FolderFiles(registered))

    assert refused(lambda: badge_named(registry, "seamanship"))[0][3] == 'its name is "sailing" today'


def test_issuers_and_keys_are_found_by_their_names(registry: Registry) -> None:
    assert issuer_named(registry, "https://credentials.example.org/registry/issuers/harbour/did.json").slug == "harbour"
    assert key_named(registry, "harbour", "keys/harbour/key-1.yml").name == "key-1"
    assert refused(lambda: issuer_named(registry, "The Harbour"))[0][3] == 'did you mean "harbour"?'
    assert refused(lambda: key_named(replace(registry, keys=()), "harbour", "key-1")) == [
        (
            "key-1",
            "harbour has no key of this name",
            "the name of a file in keys/harbour",
            "it has none yet; `conferral key new harbour` makes one",
        )
    ]


def test_a_recipient_is_known_by_an_award(registry: Registry) -> None:
    known, stranger = recipient(1), recipient(500)
    typed = known[:5] + ("2" if known[5] != "2" else "3") + known[6:]

    assert recipient_named(registry, known.upper()) == known
    assert recipient_named(registry, f"https://credentials.example.org/registry/people/{known}/") == known
    assert refused(lambda: recipient_named(registry, stranger)) == [
        (stranger, "nobody of this registry has this recipient id", "", "")
    ]
    assert refused(lambda: recipient_named(registry, typed)) == [
        (
            typed,
            f'recipient id "{typed}" has a wrong check character',
            "the id exactly as it was given out",
            f'did you mean "{known}"?',
        )
    ]
