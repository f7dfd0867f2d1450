from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.standards.embedded_documents import Part
from conferral.verify.outline import outline_of
from tests.unit.standards.samples import endorsement, full_badge

JSON = dict[str, Any]


def test_every_object_is_there_with_what_it_is() -> None:
    document = full_badge()
    inside = endorsement(document["id"])
    document["endorsement"] = [inside]
    outline = outline_of(document)
    assert outline.top == {name: value for name, value in document.items() if name not in {"@context", "proof"}}
    assert outline.objects[0] == (outline.top, Part.TOP, False)
    found = [(part, within) for value, part, within in outline.objects if value is inside]
    assert found == [(Part.EMBEDDED, True)]
    assert all(within for value, _, within in outline.objects if value is inside["credentialSubject"])
    assert {"endorsement", "endorsementComment", "criteria", "@context"} <= set(outline.names)
    assert outline.is_full


def test_lists_in_lists_and_proofs_lie_in_the_embedded_document_too() -> None:
    held: JSON = {"proof": [{"a": {"b": 1}}], "endorsement": {"c": 2}}
    document = {"endorsement": [[{"d": 3}]], "verifiableCredential": held, "e": {"proof": {"f": 4}}}
    found = {tuple(value): (part, inside) for value, part, inside in outline_of(document).objects}
    assert found == {
        ("endorsement", "verifiableCredential", "e"): (Part.TOP, False),
        ("d",): (Part.OTHER, True),
        ("proof", "endorsement"): (Part.EMBEDDED, True),
        ("a",): (Part.PROOF, True),
        ("b",): (Part.OTHER, True),
        ("c",): (Part.EMBEDDED, True),
        ("proof",): (Part.OTHER, False),
        ("f",): (Part.OTHER, False),
    }


@pytest.mark.parametrize("member", ["endorsement", "endorsementJwt", "verifiableCredential"])
def test_what_may_hold_other_documents_is_told(member: str) -> None:
    assert outline_of({"a": [[{"b": {member: 1}}]]}).embeds
    assert not outline_of({"a": [{"b": member}]}).embeds


@pytest.mark.parametrize("nothing", [None, {}, []])
@pytest.mark.parametrize("place", [lambda value: {"a": value}, lambda value: {"a": [1, {"b": value}]}])
def test_members_that_hold_nothing_are_told(nothing: object, place: Any) -> None:
    assert not outline_of(place(nothing)).is_full
    assert outline_of(place(0)).is_full


def test_contexts_and_proofs_at_the_top_are_left_out() -> None:
    outline = outline_of({"@context": {"a": None}, "proof": {"b": {}}, "c": "d"})
    assert (outline.objects, set(outline.names), outline.is_full) == ([({"c": "d"}, Part.TOP, False)], {"c"}, True)


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
names = st.sampled_from(["a", "b", "id", "proof", "endorsement", "verifiableCredential"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=20,
)


@given(st.dictionaries(names, values, max_size=4))
def test_no_object_is_left_out_and_none_is_there_twice(document: JSON) -> None:
    top = {name: value for name, value in document.items() if name != "proof"}
    expected = list(_objects(top))
    outline = outline_of(document)
    assert sorted(id(value) for value, _, _ in outline.objects[1:]) == sorted(map(id, expected[1:]))
    assert set(outline.names) == {name for each in expected for name in each}
    held = [value for each in expected for value in each.values()]
    assert outline.is_full is all(value is not None and value not in ({}, []) for value in held)


def _objects(value: Any) -> Iterator[JSON]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)
