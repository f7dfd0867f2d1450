"""Which credential somebody means: its id as it is read and typed, or an address."""

from __future__ import annotations

from typing import Any

import pytest

from conferral.identifiers import ALPHABET
from tests.unit.verifier.browser_side import ask, outcome

MODULE = "../../tests/unit/pages/finding.ts"
ID = "0v1q2w3e4r5t6y7a8s9d0f1g2h"
BASE = "https://badges.example.org/registry"
FORMER = "https://old.example.org"


def meant(*texts: str) -> list[Any]:
    calls = [("credentialMeant", (text, [BASE, "http://127.0.0.1:8000"], [FORMER])) for text in texts]
    return [outcome(answer) for answer in ask(MODULE, calls)]


def test_the_sample_is_an_id() -> None:
    assert len(ID) == 26
    assert set(ID) <= set(ALPHABET)


def test_an_id_is_read_as_it_was_meant() -> None:
    texts = (
        ID,
        ID.upper(),
        f"  {ID}\n",
        ID.replace("0", "o"),
        ID.upper().replace("0", "O").replace("1", "L"),
        ID.replace("1", "I"),
        f"{ID[:4]} {ID[4:13]} {ID[13:]}",
        f"{ID[:13]}-{ID[13:]}",
        f"“{ID}”".replace("“", '"').replace("”", '"'),
        f"<{ID}>.",
    )
    assert meant(*texts) == [{"id": ID}] * len(texts)


@pytest.mark.parametrize("text", ["", "diploma", ID[:-1], f"{ID}0", f"8{ID[1:]}", f"{ID[:-1]}u", f"{ID[:-1]}é"])
def test_what_is_neither_an_id_nor_an_address(text: str) -> None:
    assert meant(text) == [None]


def test_addresses_of_this_registry() -> None:
    texts = (
        f"{BASE}/credentials/{ID}/",
        f"{BASE}/credentials/{ID}",
        f"{BASE}/credentials/{ID}/credential.json",
        f"{BASE}/credentials/{ID.upper()}/?utm_source=mail#check",
        f"HTTPS://BADGES.example.org/registry/credentials/{ID}/",
        f"badges.example.org/registry/credentials/{ID}/",
        f"<{BASE}/credentials/{ID}/>",
        f"http://127.0.0.1:8000/credentials/{ID}/",
    )
    assert meant(*texts) == [{"id": ID}] * len(texts)


def test_addresses_where_the_registry_was_lead_there() -> None:
    assert meant(f"{FORMER}/credentials/{ID}/credential.json") == [{"address": f"{FORMER}/credentials/{ID}/"}]


def test_addresses_of_others_are_told_as_such() -> None:
    texts = (
        f"https://badges.example.org/credentials/{ID}/",
        f"https://badges.example.org.evil.example/registry/credentials/{ID}/",
        f"{BASE}/badges/data/",
        f"{BASE}/credentials/nobody/",
    )
    assert meant(*texts) == [{"foreign": text} for text in texts]
    assert meant(f"javascript:alert(1)//{BASE}/credentials/{ID}/", "../../etc/passwd") == [None, None]
