"""What a change does with other registries is said to those who review it."""

from __future__ import annotations

from collections.abc import Mapping

from conferral.describing import as_json, changes, statements
from conferral.loading import load
from conferral.model import Registry
from tests.unit.federated import FEDERATION, THERE, badge, catalog, copy_of
from tests.unit.memory_files import minimal

LIST = "credentials/federation.yml"
COPY = "credentials/federated/riverside.json"
LISTED = {LIST: FEDERATION, COPY: copy_of(catalog())}


def _registry(texts: Mapping[str, str]) -> Registry:
    found = load(minimal(dict(texts))).registry
    assert found
    return found


def _said(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, tuple[str, ...], bool]]:
    found = statements(changes(_registry(before), _registry(after)))
    return [(one.words, one.details, one.warning) for one in found]


def test_a_registry_that_is_listed_is_a_matter_for_a_second_look() -> None:
    assert _said({}, LISTED) == [
        ("lists the other registry Riverside badges", (f"which is at {THERE}",), True),
        (
            "shows 2 badges of the other registry Riverside badges, as it is now",
            (
                "new there: Riverside badges",
                "new there: Weir School",
                "new there: Rowing",
                "new there: Canoeing",
            ),
            False,
        ),
    ]
    assert _said(LISTED, {})[0] == ("no longer lists the other registry Riverside badges", (), False)


def test_what_is_new_in_a_copy_is_named() -> None:
    after = {LIST: FEDERATION, COPY: copy_of(catalog(badges=[badge("sculling")]))}
    details = ("new there: Sculling", "no longer there: Rowing", "no longer there: Canoeing")
    assert _said(LISTED, after) == [
        ("shows 1 badge of the other registry Riverside badges, as it is now", details, False)
    ]
    assert as_json(changes(_registry(LISTED), _registry(after)))["registries"] == [
        {
            "name": "riverside",
            "change": "copied",
            "title": "Riverside badges",
            "url": THERE,
            "fields": [],
            "new": ["Sculling"],
            "gone": ["Rowing", "Canoeing"],
            "badges": 1,
            "unsound": False,
        }
    ]


def test_a_copy_that_cannot_be_shown_and_another_address_are_warnings() -> None:
    unsound = {LIST: FEDERATION, COPY: copy_of(catalog(preview=True))}
    assert _said(LISTED, unsound) == [("brings a copy of the other registry riverside that cannot be shown", (), True)]
    moved = {**LISTED, LIST: FEDERATION.replace(THERE, "https://badges.other.example")}
    assert _said(LISTED, moved)[0] == (
        "changes how the other registry riverside is listed: url",
        ("which is at https://badges.other.example",),
        True,
    )


def test_a_name_in_the_letters_of_another_alphabet_is_told() -> None:
    after = {LIST: FEDERATION, COPY: copy_of(catalog(title="\u0420\u0410\u0421\u0415"))}
    assert _said(LISTED, after)[-1] == (
        (
            "names the other registry \u0420\u0410\u0421\u0415, in which \u0420\u0410\u0421\u0415 is written in "
            "Cyrillic letters and looks like the Latin PACE"
        ),
        (),
        True,
    )
