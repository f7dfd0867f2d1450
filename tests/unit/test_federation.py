"""What other registries publish, read as a stranger's."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from conferral.federation import UnsoundCatalogError, copied, read, sound_copies
from conferral.loading import load
from conferral.model import Registry
from conferral.validation import findings, findings_on_branches, notes
from tests.registry_builder import NOW
from tests.unit.federated import FEDERATION, FETCHED, LISTED, THERE, as_bytes, badge, catalog, copy_of, issuer
from tests.unit.memory_files import minimal

OWN = "https://credentials.example.org/registry"


@pytest.fixture
def registry() -> Registry:
    return _loaded({})


def _loaded(changes: dict[str, str | bytes | None]) -> Registry:
    loaded = load(minimal(changes))
    assert loaded.registry
    assert loaded.problems == ()
    return loaded.registry


def _faults(content: Any, registry: Registry) -> list[tuple[str, str]]:
    with pytest.raises(UnsoundCatalogError) as caught:
        copied(content if isinstance(content, bytes) else as_bytes(content), LISTED, registry, fetched=FETCHED)
    return [(fault.words, fault.expected) for fault in caught.value.faults]


def test_a_copy_holds_what_is_shown_and_says_when_it_was_fetched(registry: Registry) -> None:
    copy = json.loads(copied(as_bytes(catalog(awarded=7, secret="x")), LISTED, registry, fetched=FETCHED))
    assert copy["fetched"] == "2026-06-01T08:00:00Z"
    assert list(copy["catalog"]) == [
        *("version", "title", "description", "languages", "base_url", "as_of", "commit", "preview"),
        *("moved_to", "moved_from", "issuers", "badges"),
    ]
    assert list(copy["catalog"]["issuers"][0]) == ["issuer", "name", "did", "url", "page"]
    assert "image" not in copy["catalog"]["badges"][0]


def test_a_copy_says_the_same_as_what_was_fetched(registry: Registry) -> None:
    found = read(copied(as_bytes(catalog()), LISTED, registry, fetched=FETCHED), LISTED, registry)
    assert (found.title, found.fetched, len(found.badges), found.issuers[0].name) == (
        "Riverside badges",
        FETCHED,
        2,
        "Weir School",
    )
    rowing = found.badges[0]
    assert found.text(rowing.names, "de") == "Rudern"
    assert (found.text(rowing.names, "fr"), found.text(rowing.names, "fr").language) == ("Rowing", "en")
    assert rowing.page == f"{THERE}/badges/rowing/"


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        (
            {"base_url": "https://badges.elsewhere.example"},
            ('it says that its base URL is "https://badges.elsewhere.example" (at /catalog/base_url)', THERE),
        ),
        ({"preview": True}, ("it is a preview, which is no registry (at /catalog/preview)", "what is published")),
        (
            {"moved_to": "https://new.example"},
            ('it has moved to "https://new.example" (at /catalog/moved_to)', "a registry that is there"),
        ),
        ({"version": 2}, ("this is of another form than catalog.json has (at /catalog/version)", "1")),
        ({"title": "x" * 121}, ("text of 121 characters (at /catalog/title)", "at most 120 characters")),
        (
            {"description": "Left\u202eright"},
            (
                (
                    'text with an invisible character, U+202E RIGHT-TO-LEFT OVERRIDE, after "Left" '
                    "(at /catalog/description)"
                ),
                "visible characters only",
            ),
        ),
        ({"issuers": "none"}, ("this is of another form than catalog.json has (at /catalog/issuers)", "a list")),
        (
            {"issuers": [issuer(did="did:web:elsewhere.example")]},
            (
                "the DID is not the one that its address gives (at /catalog/issuers/0/did)",
                "did:web:badges.riverside.example:registry:issuers:weir",
            ),
        ),
        (
            {"issuers": [issuer(url="javascript:alert(1)")]},
            (
                '"javascript:alert(1)" is no https address (at /catalog/issuers/0/url)',
                "an address that begins with https://",
            ),
        ),
        (
            {"badges": [badge(issuer="stranger")]},
            ('there is no issuer "stranger" (at /catalog/badges/0/issuer)', "one of the issuers"),
        ),
        ({"badges": [badge(), badge()]}, ('"rowing" stands there twice (at /catalog/badges/1/badge)', "each once")),
        (
            {"badges": [badge(skills=["a"] * 101)]},
            ("101 skills (at /catalog/badges/0/skills)", "at most 100"),
        ),
        (
            {"badges": [badge(translations={"de": {"name": ""}})]},
            ("empty text (at /catalog/badges/0/translations/de/name)", "at least one visible character"),
        ),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_place(
    registry: Registry, members: dict[str, Any], fault: tuple[str, str]
) -> None:
    assert _faults(catalog(**members), registry) == [fault]


@pytest.mark.parametrize(
    "page",
    [
        "https://badges.riverside.example/other/",
        f"{THERE}.evil.example/",
        f"{THERE}/../other/",
        f"{THERE}/%2e%2e/other/",
        f"{THERE}/a b",
        "http://badges.riverside.example/registry/badges/rowing/",
        f"javascript:alert(1)//{THERE}/",
        f"https://badges.riverside.example@evil.example/{THERE}/",
        "//badges.riverside.example/registry/x",
        THERE,
    ],
)
def test_an_address_never_leads_outside_of_its_own_registry(registry: Registry, page: str) -> None:
    fault = ("an address that is not below its own base URL (at /catalog/badges/0/page)", f"{THERE}/...")
    shape = ("this is of another form than catalog.json has (at /catalog/badges/0/page)", "an address")
    assert _faults(catalog(badges=[badge(page=page)]), registry) in ([fault], [shape])


def test_nobody_can_say_that_he_is_this_registry(registry: Registry) -> None:
    own = registry.file.base_url
    assert ("it says that it is this registry (at /catalog/base_url)", "another registry") in _faults(
        catalog(base_url=own), registry
    )
    assert _faults(catalog(moved_from=[own]), registry) == [
        ("it says that it was this registry (at /catalog/moved_from)", "addresses of its own")
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<html>", "it is not JSON: something is wrong at line 1, column 1"),
        (b"[]", "it is JSON, but not an object"),
        (b'{"a": 1, "a": 2}', 'the name "a" stands twice in one object'),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 'it is nested too deeply: expected at most "64" levels'),
        (b"\xff", "it is not UTF-8: byte 0 cannot be decoded"),
    ],
)
def test_what_is_no_catalogue_is_refused(registry: Registry, content: bytes, what: str) -> None:
    assert _faults(content, registry) == [(what, "the catalog.json of a conferral registry")]


def test_members_that_are_missing_are_named(registry: Registry) -> None:
    assert _faults({"title": "x"}, registry)[0] == ('the member "description" is missing (at /catalog)', "description")
    broken = catalog()
    del broken["badges"][0]["page"]
    assert _faults(broken, registry) == [('the member "page" is missing (at /catalog/badges/0)', "page")]


def test_of_very_many_faults_the_first_are_told(registry: Registry) -> None:
    many = [badge(f"badge-{number}", name="") for number in range(500)]
    assert len(_faults(catalog(badges=many), registry)) == 20


def _found(changes: dict[str, str | bytes | None]) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[str]]:
    registry = _loaded({"credentials/federation.yml": FEDERATION, **changes})
    broken = [(one.place.file, one.what) for one in findings(registry, as_of=NOW) if "feder" in one.place.file]
    branch = [
        (one.place.file, one.what) for one in findings_on_branches(registry, as_of=NOW) if "feder" in one.place.file
    ]
    said = [one.what for one in notes(registry, as_of=NOW) if "feder" in one.place.file]
    return broken, branch, said


COPY = "credentials/federated/riverside.json"


def test_a_sound_copy_needs_no_word() -> None:
    assert _found({COPY: copy_of(catalog())}) == ([], [], [])


def test_a_copy_that_is_missing_is_told_where_the_registry_is_listed() -> None:
    assert _found({}) == (
        [],
        [("credentials/federation.yml", 'there is no copy of what "riverside" publishes')],
        [],
    )


def test_a_copy_that_is_not_sound_is_told_and_not_shown() -> None:
    changes: dict[str, str | bytes | None] = {COPY: copy_of(catalog(base_url="https://badges.elsewhere.example"))}
    _, branch, said = _found(changes)
    what = 'it says that its base URL is "https://badges.elsewhere.example" (at /catalog/base_url)'
    assert (branch, said) == ([(COPY, what)], [])
    assert sound_copies(_loaded({"credentials/federation.yml": FEDERATION, **changes})) == ()


def test_a_copy_of_what_is_not_listed_is_told() -> None:
    other = "credentials/federated/other.json"
    _, branch, _ = _found({COPY: copy_of(catalog()), other: copy_of(catalog())})
    assert branch == [(other, 'no registry "other" is listed')]


def test_old_copies_and_names_that_look_alike_are_noted() -> None:
    twin = catalog(issuers=[issuer(name="Nоrthwind Institute of Technology")])
    registry = _loaded({})
    names = [one.current.name for one in registry.issuers.values()]
    twin["issuers"][0]["name"] = names[0].replace("o", "\u043e", 1)
    _, branch, said = _found({COPY: copy_of(twin, fetched="2025-05-01T08:00:00Z")})
    assert branch == []
    assert said == [
        "it was fetched on 2025-05-01, more than a year ago",
        f'"{twin["issuers"][0]["name"]}" there has the name of the issuer "northwind", or one that looks like it',
    ]


def test_a_registry_is_listed_once_and_never_itself() -> None:
    own = _loaded({}).file.base_url
    twice = FEDERATION + FEDERATION.partition("\n")[2] + f"  - {{name: own, url: {own}, since: 2026-05-01}}\n"
    broken, _, _ = _found({"credentials/federation.yml": twice, COPY: copy_of(catalog())})
    assert [what for _, what in broken] == [
        'the name "riverside" stands here twice',
        f'"{THERE}" stands here twice',
        "this is the registry itself",
    ]


_JUNK: tuple[Any, ...] = (None, True, 0, -1, 1e300, "", "x" * 5000, "\u0000", "../..", [], [[]], {}, {"a": {}}, ["en"])


def _places(value: Any, keys: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [keys, *(place for key, item in inner for place in _places(item, (*keys, key)))]


def test_whatever_stands_anywhere_it_is_read_or_refused_and_never_breaks(registry: Registry) -> None:
    whole = json.loads(copy_of(catalog()))
    told: list[int] = []
    for keys in _places(whole)[1:]:
        for junk in _JUNK:
            changed = json.loads(json.dumps(whole))
            inside = changed
            for key in keys[:-1]:
                inside = inside[key]
            inside[keys[-1]] = junk
            try:
                found = read(as_bytes(changed), LISTED, registry)
            except UnsoundCatalogError as error:
                told.append(len(error.faults))
            else:
                assert all(badge.page.startswith(f"{THERE}/") for badge in found.badges)
    assert len(told) > 500
    assert set(told) <= set(range(1, 21))


def test_ten_thousand_badges_are_read_in_seconds(registry: Registry) -> None:
    many = as_bytes(catalog(badges=[badge(f"badge-{number}") for number in range(10_000)]))
    started = time.monotonic()
    copy = copied(many, LISTED, registry, fetched=FETCHED)
    assert len(read(copy, LISTED, registry).badges) == 10_000
    assert time.monotonic() - started < 20
