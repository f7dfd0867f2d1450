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
    assert allow([HIDING], Web()) is BUNDLED


def test_a_bundled_context_is_not_even_asked_for() -> None:
    web = Web()
    assert allow(["https://www.w3.org/ns/credentials/v2"], web) is BUNDLED
    assert web.asked == []


def test_only_so_many_contexts_are_allowed() -> None:
    web = Web()
    allow([f"https://example.org/{number}" for number in range(MOST_CONTEXTS + 5)], web)
    assert len(web.asked) == MOST_CONTEXTS
