from __future__ import annotations

from typing import Any

import pytest

from conferral.errors import ProofError
from conferral.standards.proof_chains import check_previous, previous_proofs


def entry(name: str | None, *previous: str) -> dict[str, Any]:
    given: dict[str, Any] = {} if name is None else {"id": name}
    return {**given, "previousProof": list(previous)} if previous else given


def test_previous_proofs_are_found_by_id_in_the_order_of_the_document() -> None:
    a, b, c, d = entry("a"), entry("b", "a"), entry("c"), entry(None, "c", "b")
    proofs = [a, b, c, d]
    assert [previous_proofs(each, proofs) for each in proofs] == [[], [a], [], [b, c]]
    assert previous_proofs({"previousProof": "b"}, proofs) == [b]


@pytest.mark.parametrize(
    ("proofs", "message"),
    [
        ([entry("a"), entry(None, "b")], "got no proofs with id 'b', expected one"),
        ([entry("b", "a"), entry(None, "b")], "got no proofs with id 'a', expected one"),
        ([entry("a"), entry("a"), entry(None, "a")], "got 2 proofs with id 'a', expected one"),
        (
            [entry("a", "a")],
            "got proofs that come before themselves, expected a chain with a beginning",
        ),
        (
            [entry("a", "b"), entry("b", "c"), entry("c", "a")],
            "got proofs that come before themselves, expected a chain with a beginning",
        ),
        (
            [entry("a", "b"), entry("b", "a"), entry(None, "a")],
            "got proofs that come before themselves, expected a chain with a beginning",
        ),
        (
            [{"id": "a", "previousProof": 7}, entry(None, "a")],
            "got 7 as 'previousProof' of the proof, expected an id or a list of ids",
        ),
        ([{"id": ["a"]}, entry(None, "a")], "got no proofs with id 'a', expected one"),
    ],
)
def test_a_chain_without_one_beginning_is_refused(proofs: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ProofError) as caught:
        previous_proofs(proofs[-1], proofs)
    assert caught.value.message == message


def test_proofs_beside_a_chain_may_have_any_ids() -> None:
    proofs = [entry("x"), entry("x"), entry("y", "y"), entry("a"), entry(None, "a")]
    assert previous_proofs(proofs[-1], proofs) == [entry("a")]
    assert previous_proofs(proofs[0], proofs) == []


@pytest.mark.parametrize(
    ("named", "given", "message"),
    [
        (["a"], [], "got the previous proofs [], expected ['a']"),
        ([], ["a"], "got the previous proofs ['a'], expected []"),
        (["a", "b"], ["a", "a"], "got the previous proofs ['a', 'a'], expected ['a', 'b']"),
        (["a", "a"], ["a", "b"], "got an id twice in 'previousProof' of the proof, expected each once"),
    ],
)
def test_other_previous_proofs_than_those_that_are_named_are_refused(
    named: list[str], given: list[str], message: str
) -> None:
    with pytest.raises(ProofError) as caught:
        check_previous(entry(None, *named), [entry(name) for name in given])
    assert caught.value.message == message


def test_previous_proofs_may_come_in_any_order() -> None:
    check_previous(entry(None, "a", "b"), [entry("b"), entry("a")])
    check_previous(entry("a"), [])
