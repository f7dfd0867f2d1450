"""What the corpus cannot show of the verifier in TypeScript: several credentials, clocks, and mistakes of ours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from conferral.verify import UnreachableError, inspect
from conferral.verify.bounded import MOST_BYTES, MOST_FETCHES, MOST_SECONDS
from conferral.verify.words import format_instant, harmless
from tests.corpus.cases import FOLDER, Case, read_case
from tests.unit.verifier.browser_side import ask, outcome

SCENES = "../../tests/unit/verifier/node/scenes.ts"
AT = "2026-11-01T00:00:00Z"
BROKE_OFF = "The check broke off, because of a mistake in this verifier (TypeError)."


def scene(name: str, *given: Any) -> Any:
    (answer,) = ask(SCENES, [(name, given)])
    return outcome(answer)


def case(name: str) -> Case:
    return read_case(FOLDER / f"{name}.json")


def documents(one: Case) -> dict[str, bytes]:
    return {url: found for url, found in one.documents.items() if isinstance(found, bytes)}


class Broken:
    """Answers with the documents of a case, but for one address, which is a mistake."""

    note = ""

    def __init__(self, one: Case, broken: str) -> None:
        self._documents = documents(one)
        self._broken = broken

    def fetch(self, url: str) -> bytes:
        if url == self._broken:
            raise TypeError("no such function")
        if url not in self._documents:
            raise UnreachableError("there is no such host", url=url)
        return self._documents[url]


@pytest.mark.parametrize("address", ["https://academy.example/.well-known/did.json", "status"])
def test_a_mistake_of_ours_ends_in_no_yes(address: str) -> None:
    one = case("valid")
    broken = next(url for url in one.documents if address in url)
    report = scene("reportWith", broken, one.given, documents(one), AT)
    assert report == inspect(one.given, resolver=Broken(one, broken), at=one.at).as_json()
    assert report["outcome"] == "undecided"
    assert BROKE_OFF in [check["sentence"] for check in report["checks"]]


@pytest.mark.parametrize("where", ["https://badges.example/elsewhere.json", "its own"])
def test_a_credential_has_to_stand_at_its_own_address(where: str) -> None:
    one = case("registered")
    own = scene("reportFrom", one.given, documents(one), AT, "")["credential"]
    place = own if where == "its own" else where
    report = scene("reportFrom", one.given, documents(one), AT, place)
    check = report["checks"][5]
    assert report["at"] == AT
    if where == "its own":
        assert (report["state"], check["details"]) == ("valid", {"code": "registered.passed", "url": own})
    else:
        assert (report["state"], check["details"]) == ("withdrawn", {"code": "registered.misplaced", "url": place})
        assert check["sentence"] == f"It stands at “{place}”, which is not its own address."


def test_an_instant_may_have_parts_of_a_second() -> None:
    one = case("valid")
    report = scene("reportFrom", one.given, documents(one), "2026-11-01T00:00:00.250Z", "urn:somewhere")
    assert report["at"] == "2026-11-01T00:00:00.25Z"
    assert report["notes"] == ["from somewhere"]


def test_what_credentials_share_is_fetched_once() -> None:
    one = case("valid")
    keys, listed = documents(one)
    assert scene("askedFor", [one.given, one.given], documents(one), AT) == [["valid", keys, listed], ["valid"]]


def test_so_many_addresses_are_asked_and_no_more() -> None:
    found = scene("boundedAt", [0] * (MOST_FETCHES + 1))
    assert found == [
        *["from somewhere, spent false"] * MOST_FETCHES,
        "too much had to be fetched before, spent true",
        "from somewhere, spent false",
    ]


def test_after_so_long_nothing_more_is_asked() -> None:
    assert scene("boundedAt", [MOST_SECONDS, MOST_SECONDS + 1]) == [
        "from somewhere, spent false",
        "fetching took too long before, spent true",
        "from somewhere, spent false",
    ]


def test_so_many_bytes_are_fetched_and_no_more() -> None:
    half = MOST_BYTES // 2
    assert scene("boundedOver", [half, half - 1, 0, 1, 0]) == [
        f"{half}, spent false",
        f"{half}, spent false",
        "0, spent false",
        *["too much had to be fetched before, spent true"] * 2,
        f"{half}, spent false",
    ]


OWN = "https://academy.example/keys/1"
AWAY = "it redirects to another host"


@pytest.mark.parametrize(
    ("end", "found"),
    [
        (OWN, ["found", "found"]),
        ("https://academy.example/elsewhere?a=b", ["found", "found"]),
        ("https://academy.example:443/keys/1", ["found", "found"]),
        ("https://forger.example/keys/1", ["found", AWAY]),
        ("https://academy.example:8443/keys/1", ["found", AWAY]),
        ("https://academy.example.forger.example/keys/1", ["found", AWAY]),
        ("http://academy.example/keys/1", ["it is no https address"] * 2),
    ],
)
def test_a_redirect_may_be_kept_from_leading_to_another_host(end: str, found: list[str]) -> None:
    assert scene("ledTo", OWN, end) == found


def sized(names: str, *sizes: int) -> list[dict[str, Any]]:
    return [{"name": name, "size": size} for name, size in zip(names, sizes, strict=True)]


KEPT: dict[str, tuple[int, int, list[dict[str, Any]], str]] = {
    "too old": (2, 0, [{"name": "a", "now": now} for now in (1000, 1060, 1060.1, 1120.1, 1121)], "aaa"),
    "too many": (2, 0, [{"name": name} for name in "abcacb"], "abcab"),
    "new again": (
        2,
        0,
        [{"name": "a", "seconds": 1}, {"name": "b"}, *({"name": name, "now": 2} for name in "acab")],
        "abacb",
    ),
    "too large": (9, 100, sized("abacba", 40, 60, 40, 41, 60, 40), "abcba"),
    "the newest": (9, 100, sized("abbaa", 40, 1000, 1000, 40, 40), "aba"),
    "not to be had": (2, 0, sized("aaa", -1, 0, 0), "aa"),
    "for no time": (2, 0, [{"name": "a", "seconds": 0}, {"name": "a"}], "aa"),
}


def test_so_much_is_kept() -> None:
    answers = ask(SCENES, [("loaded", (most, most_bytes, asked)) for most, most_bytes, asked, _ in KEPT.values()])
    found = {name: "".join(outcome(answer)) for name, answer in zip(KEPT, answers, strict=True)}
    assert found == {name: loaded for name, (_, _, _, loaded) in KEPT.items()}


def test_instants_are_told_alike() -> None:
    instants = [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 6, 30, 21, 59, 59, 999_999, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ]
    since = [instant - datetime(1970, 1, 1, tzinfo=UTC) for instant in instants]
    micro = [(each.days * 86_400 + each.seconds) * 1_000_000 + each.microseconds for each in since]
    answers = ask(SCENES, [("formatInstant", ({"$bigint": str(each)},)) for each in micro])
    assert [outcome(answer) for answer in answers] == [format_instant(instant) for instant in instants]


def test_texts_of_strangers_are_harmless_alike() -> None:
    texts = ["plain", "a\x1b[31m\u202eb\u2028c\ue000\U000f0000", "x" * 201, "\U0001f600" * 201, "\U0001f600" * 200, ""]
    answers = ask(SCENES, [("harmless", (text,)) for text in texts])
    assert [outcome(answer) for answer in answers] == [harmless(text) for text in texts]


def test_white_space_is_the_same() -> None:
    spaces = [chr(code) for code in range(0x3100) if not chr(code).strip()]
    texts = [*(f"{space}a{space}b{space}" for space in spaces), "\ufeffa\u200b", " " * 200_000 + "a b" + " " * 200_000]
    answers = ask(SCENES, [("strip", (text,)) for text in texts])
    assert [outcome(answer) for answer in answers] == [text.strip() for text in texts]
