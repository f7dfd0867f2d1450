from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from conferral.model import AwardEntry, BatchFile, Entry, Place, Result, awards

RECIPIENT, ID = "r-7pb02gtds4a7fsm9t821vxn9rg5", "79v19c1mrrnwr9vsntmwm9338f"
FULL = {
    "recipient": RECIPIENT,
    "id": ID,
    "awarded": "2026-06-30",
    "valid_until": "2027-06-30",
    "result": [{"value": "92"}, {"status": "Completed"}],
    "narrative": "Did it.",
    "evidence": "https://example.org/1",
    "activity": {"start": "2026-05-01", "end": "2026-05-02"},
    "role": "Editor",
    "source": {"name": "A School", "url": "https://example.org/"},
    "credits_earned": 2.5,
    "term": "Spring",
    "license_number": "N-1",
    "renews": ID,
}
RECORDS = TypeAdapter(tuple[AwardEntry, ...])


def batch(*entries: Any) -> BatchFile:
    return BatchFile.model_validate({"badge": "a", "awarded": "2026-06-30", "recipients": list(entries)})


def said(entry: Entry | AwardEntry) -> dict[str, Any]:
    return {key: getattr(entry, key) for key in AwardEntry.model_fields}


@pytest.mark.parametrize("keys", [("recipient",), ("recipient", "id"), ("recipient", "id", "result"), tuple(FULL)])
def test_an_entry_says_what_was_written(keys: tuple[str, ...]) -> None:
    written = {key: FULL[key] for key in keys}
    (entry,) = batch(written).recipients
    assert said(entry) == said(AwardEntry.model_validate(written))
    assert {key for key, value in said(entry).items() if value} == set(keys)


@pytest.mark.parametrize("key", FULL)
def test_each_key_is_read_by_its_field_alone(key: str) -> None:
    """Not only because everything that is refused is read once more as a record."""
    written = {"recipient": RECIPIENT, key: FULL[key]}
    assert said(awards._entry(written)) == said(AwardEntry.model_validate(written))


def test_an_entry_has_room_for_what_it_says() -> None:
    plain, full = batch({"recipient": RECIPIENT}, FULL).recipients
    assert [plain.said, set(full.said)] == [{"recipient": RECIPIENT}, set(FULL)]
    assert (type(plain), hasattr(full, "__dict__")) == (Entry, False)


def test_what_is_erased_has_its_id_and_the_day() -> None:
    (entry,) = batch({"id": ID, "erased": "2026-06-30"}).recipients
    assert (entry.recipient, entry.id, str(entry.erased)) == (None, ID, "2026-06-30")


def test_an_entry_is_frozen_and_survives_a_pickle_with_its_place() -> None:
    for entry in batch({"recipient": RECIPIENT, "result": {"value": "92"}}, FULL).recipients:
        entry.put_at(Place("a.yml", ("recipients", 0)))
        with pytest.raises(FrozenInstanceError):
            entry.id = "x"
        again = pickle.loads(pickle.dumps(entry))  # noqa: S301 -- our own
        assert (again, hash(again), repr(again)) == (entry, hash(entry), repr(entry))
        assert again.place == Place("a.yml", ("recipients", 0))


def test_entries_differ_by_what_they_say_and_where() -> None:
    first, second, third = batch({"recipient": RECIPIENT}, {"recipient": RECIPIENT}, FULL).recipients
    assert first == second != third
    second.put_at(Place("a.yml"))
    assert first != second
    assert repr(first) == f"Entry(recipient='{RECIPIENT}')"


def test_entries_that_say_the_same_share_their_result() -> None:
    first, second = batch(*({"recipient": RECIPIENT, "result": {"value": "92"}} for _ in range(2))).recipients
    assert first.result == (Result(value="92"),)
    assert first.result[0] is second.result[0]


def test_records_and_entries_are_taken_as_they_are() -> None:
    record = AwardEntry.model_validate(FULL).put_at(Place("a.yml"))
    (entry,) = batch(record).recipients
    assert (entry.place, said(entry)) == (Place("a.yml"), said(record))
    assert batch(entry).recipients[0] is entry


VALUES: dict[str, Any] = {
    "recipient": st.sampled_from((RECIPIENT, RECIPIENT[:-1] + "6", "robin", None, 7, [])),
    "id": st.sampled_from((ID, ID.upper(), "", None, 7, {})),
    "result": st.sampled_from(
        ({"value": "92"}, {}, [], None, "92", {"value": 92}, {"value": ["92"]}, {"level": "high"}, {"score": "1"}, [{}])
    ),
    "erased": st.sampled_from(("2026-06-30", None, "x")),
    "role": st.sampled_from(("Editor", "", 7)),
    "name": st.just("Robin"),
}


def outcome(read: Callable[[], Iterable[Entry | AwardEntry]], *under: str) -> Any:
    """What was read; or what is wrong with it, each place without the keys that lead to the list."""
    try:
        return [said(entry) for entry in read()]
    except ValidationError as error:
        return [(one["loc"][len(under) :], one["type"], one["msg"]) for one in error.errors(include_url=False)]


@given(st.lists(st.fixed_dictionaries({}, optional=VALUES) | st.none() | st.just("x"), min_size=1, max_size=3))
def test_entries_are_read_or_refused_as_their_record_is(written: list[Any]) -> None:
    """The way that most entries take gives what pydantic gives, and the same faults at the same places."""
    expected = outcome(lambda: RECORDS.validate_python(tuple(written)))
    assert outcome(lambda: batch(*written).recipients, "recipients") == expected
