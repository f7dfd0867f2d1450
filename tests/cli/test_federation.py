"""`conferral federation` as an operator sees it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.verify.resolving import NotFoundError
from tests.cli.calling import call, refused
from tests.registry_builder import files, write_registry
from tests.unit.federated import FEDERATION, THERE, as_bytes, badge, catalog, copy_of

COPY = "credentials/federated/riverside.json"
FETCHED = datetime(2026, 8, 3, 22, 30, tzinfo=UTC)


@dataclass
class Web:
    """What the network answers, and what was asked for."""

    answers: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in self.answers:
            raise NotFoundError("it answers 404", url=url)
        return self.answers[url]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """The network, with nothing but a catalogue on it."""
    found = Web({f"{THERE}/catalog.json": as_bytes(catalog())})
    monkeypatch.setattr("conferral.cli.federation._network", lambda: found)
    monkeypatch.setattr("conferral.cli.federation.now", lambda: FETCHED)
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A registry without awards that lists another."""
    without: dict[str, str | None] = dict.fromkeys(path for path in files() if "/awards/" in path)
    return write_registry(tmp_path / "registry", {**without, "credentials/federation.yml": FEDERATION})


def test_what_is_published_is_copied_and_shown(root: Path, web: Web) -> None:
    called = call("federation", "fetch", "--root", root)
    assert (called.code, called.out) == (0, f"{COPY}\n")
    assert called.err == (
        "riverside: Riverside badges, 2 badges of 1 issuer\n"
        "next: `conferral describe` says what is new\n"
        "      commit these files on a branch of their own and open a pull request\n"
    )
    assert web.asked == [f"{THERE}/catalog.json"]
    copy = json.loads((root / COPY).read_bytes())
    assert (copy["fetched"], copy["catalog"]["title"]) == ("2026-08-03T22:30:00Z", "Riverside badges")
    assert [one["state"] for one in json.loads(call("federation", "list", "--json", "--root", root).out)] == ["sound"]


def test_what_is_not_of_the_listed_registry_is_never_written(root: Path, web: Web) -> None:
    web.answers[f"{THERE}/catalog.json"] = as_bytes(catalog(base_url="https://badges.elsewhere.example"))
    refused(
        root,
        *("federation", "fetch", "riverside"),
        because=(
            f'{THERE}/catalog.json: it says that its base URL is "https://badges.elsewhere.example" '
            "(at /catalog/base_url)\n"
            f"    expected: {THERE}\n"
            "    hint: list the base URL that it has, if it is the registry that was meant\n"
            "conferral: 1 problem in what riverside publishes; nothing was written\n"
        ),
    )


def test_a_registry_that_does_not_answer_leaves_the_last_copy(root: Path, web: Web) -> None:
    call("federation", "fetch", "--root", root)
    web.answers.clear()
    refused(
        root,
        *("federation", "fetch"),
        because=(
            f"conferral: {THERE}/catalog.json cannot be fetched: it answers 404\n"
            "hint: Ask again later, or see in a browser what stands there.\n"
        ),
    )


def test_a_name_that_is_not_listed_is_told(root: Path, web: Web) -> None:
    refused(
        root,
        *("federation", "fetch", "riversyde"),
        because='conferral: no registry "riversyde" is listed\nhint: did you mean "riverside"?\n',
    )
    assert web.asked == []


def test_texts_of_strangers_steer_no_terminal(root: Path, web: Web) -> None:
    web.answers[f"{THERE}/catalog.json"] = as_bytes(catalog(badges=[badge(name="\x1b]0;title\x07" * 3)]))
    called = call("federation", "fetch", "--root", root)
    assert called.code == 1
    assert "\x1b" not in called.err + called.out


def test_a_registry_is_listed_by_a_command(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry", dict.fromkeys(path for path in files() if "/awards/" in path))
    arguments = ("federation", "add", "riverside", f"{THERE}/", "--note", "Schools of our county.", "--root", root)
    called = call(*arguments)
    assert (called.code, called.out) == (0, "credentials/federation.yml\n")
    assert call("federation", "list", "--root", root).out == (
        "registry   url                                        fetched  badges  state\n"
        f"riverside  {THERE}                   not fetched\n"
    )
    again = call(*arguments)
    assert (again.code, again.err) == (
        1,
        (
            f'NAME: "riverside" is listed already, with the base URL {THERE}\n'
            "    expected: each registry once\n"
            "conferral: 1 problem in what was given; nothing was written\n"
        ),
    )


@pytest.mark.parametrize(
    ("name", "url", "what"),
    [
        ("River", THERE, 'NAME: "River" is no short name'),
        ("river", "http://badges.example", 'URL: "http://badges.example" is not https'),
    ],
)
def test_values_that_do_not_fit_are_told(root: Path, name: str, url: str, what: str) -> None:
    called = call("federation", "add", name, url, "--root", root)
    assert (called.code, called.err.splitlines()[0]) == (1, what)


def test_check_says_what_is_wrong_with_a_copy_and_what_is_old(root: Path) -> None:
    (root / COPY).parent.mkdir()
    (root / COPY).write_text(copy_of(catalog(), fetched="2024-08-01T08:00:00Z"), encoding="utf-8")
    called = call("check", "--root", root)
    assert f"{COPY}: it was fetched on 2024-08-01, more than a year ago" in called.err + called.out
    (root / COPY).write_text(copy_of(catalog(preview=True)), encoding="utf-8")
    called = call("check", "--root", root)
    assert f"{COPY}: it is a preview, which is no registry (at /catalog/preview)" in called.out
    assert called.code == 1


def test_the_network_is_asked_without_redirects() -> None:
    from conferral.cli.federation import _network

    resolver = _network()
    assert getattr(resolver, "max_redirects", None) == 0


@pytest.mark.usefixtures("web")
def test_of_several_those_that_can_be_had_are_written_and_the_others_told(root: Path) -> None:
    more = "  - {name: upstream, url: https://upstream.example, since: 2026-05-01}\n"
    (root / "credentials/federation.yml").write_text(FEDERATION + more, encoding="utf-8")
    called = call("federation", "fetch", "--root", root)
    assert (called.code, called.out) == (1, f"{COPY}\n")
    assert called.err == (
        "riverside: Riverside badges, 2 badges of 1 issuer\n"
        "conferral: https://upstream.example/catalog.json cannot be fetched: it answers 404\n"
        "next: `conferral describe` says what is new\n"
        "      commit these files on a branch of their own and open a pull request\n"
        "conferral: 1 of 2 catalogues not fetched\n"
    )


def test_a_catalogue_that_was_fetched_in_another_way_is_held_to_the_same(root: Path, web: Web, tmp_path: Path) -> None:
    file = tmp_path / "catalog.json"
    file.write_bytes(as_bytes(catalog(title="By hand")))
    called = call("federation", "fetch", "riverside", "--from", file, "--root", root)
    assert (called.code, called.err.splitlines()[0]) == (0, "riverside: By hand, 2 badges of 1 issuer")
    assert web.asked == []
    file.write_bytes(as_bytes(catalog(preview=True)))
    assert call("federation", "fetch", "riverside", "--from", file, "--root", root).code == 1
    assert call("federation", "fetch", "--from", file, "--root", root).code == 2
