from __future__ import annotations

import json

from conferral.standards import contexts
from conferral.verify.resolving import NotFoundError
from conferral.verify.vocabulary import BUNDLED, MOST_CONTEXTS, allow

DEEDS, HIDING, BROKEN = (f"https://example.org/{name}.json" for name in ("deeds", "hiding", "broken"))
PUBLISHED = {
    DEEDS: json.dumps({"@context": {"deed": "https://example.org/deeds#deed"}}),
    HIDING: json.dumps({"@context": {"state": "https://www.w3.org/2018/credentials#credentialStatus"}}),
    BROKEN: "no JSON",
    "https://www.w3.org/ns/credentials/v2": json.dumps({"@context": {"name": "urn:other:name"}}),
}


class Web:
    note = ""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in PUBLISHED:
            raise NotFoundError("there is nothing", url=url)
        return PUBLISHED[url].encode("utf-8")


def test_an_allowed_context_is_fetched_and_known() -> None:
    found = allow([DEEDS], Web())
    assert set(found.known) == {*contexts.KNOWN, DEEDS}
    assert found.loader(DEEDS, {})["document"] == json.loads(PUBLISHED[DEEDS])


def test_a_context_that_could_hide_a_statement_stays_unknown() -> None:
    found = allow([HIDING, DEEDS, BROKEN, "https://example.org/missing.json"], Web())
    assert set(found.known) == {*contexts.KNOWN, DEEDS}
    assert found.missing == {
        HIDING: f"the context '{HIDING}' calls 'https://www.w3.org/2018/credentials#credentialStatus' 'state'",
        BROKEN: "it is not JSON: something is wrong at line 1, column 1",
        "https://example.org/missing.json": "there is nothing",
    }
    alone = allow([HIDING], Web())
    assert (set(alone.known), alone.loader, list(alone.missing)) == (set(contexts.KNOWN), BUNDLED.loader, [HIDING])


def test_a_bundled_context_is_not_even_asked_for() -> None:
    web = Web()
    assert allow(["https://www.w3.org/ns/credentials/v2"], web).missing == {}
    assert web.asked == []


def test_only_so_many_contexts_are_allowed() -> None:
    web = Web()
    found = allow([f"https://example.org/{number}" for number in range(MOST_CONTEXTS + 2)], web)
    assert len(web.asked) == MOST_CONTEXTS
    assert list(found.missing.items())[-3:] == [
        ("https://example.org/19", "there is nothing"),
        ("https://example.org/20", "no more than 20 may be allowed"),
        ("https://example.org/21", "no more than 20 may be allowed"),
    ]


def test_a_context_that_is_allowed_twice_is_fetched_once() -> None:
    web = Web()
    assert allow([DEEDS, DEEDS], web).missing == {}
    assert web.asked == [DEEDS]
