"""Finding a badge, a credential, and what was taken back: by keyboard, by address, and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from conferral import addresses
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Badge, Registry
from conferral.states import state_of
from tests.browser.browsing import CHECKOUT, DESKTOP, PHONE, Served, Window, run_program
from tests.browser.sites import Site

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

WORDS = "#search-words"
UNKNOWN = "7zzzzzzzzzzzzzzzzzzzzzzzzz"
NOT_THERE = (
    "There is no credential with this id. Credentials are never deleted, so compare it with what you were given."
)
SHARED = "badges/?q=data&level=foundation&sort=awarded"

Seen = dict[str, Any]
Steps = Iterable[tuple[str, ...]]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(FolderFiles(CHECKOUT))


@pytest.fixture(scope="module")
def seen(served: dict[str, Served], preview: Site) -> dict[str, list[Seen]]:
    """What was seen on every journey, after each of its steps."""
    valid = preview.credentials["valid"].path.split("/")[1]
    misread = valid.upper().replace("1", "L").replace("0", "o")
    journeys: dict[str, tuple[str, Window, Steps]] = {
        "words": ("badges/", DESKTOP, (("tab", WORDS), ("type", "sql"), ("press", "Enter"))),
        "words and back": (
            "badges/",
            DESKTOP,
            (("tab", WORDS), ("type", "sql"), ("choose", "#search-sort", "newest"), ("back",), ("back",), ("forward",)),
        ),
        "box": (
            "badges/",
            DESKTOP,
            (
                ("tab", "#facet-level input[value=expert]"),
                ("press", "Space"),
                ("tab", "#facet-level input[value=advanced]"),
                ("press", "Space"),
                ("press", "Shift+Tab"),
                ("press", "Space"),
            ),
        ),
        "taken away": (
            "badges/?q=data&level=foundation&level=expert",
            DESKTOP,
            (("tab", "#search-chosen button"), ("press", "Enter"), ("press", "Enter"), ("press", "Enter")),
        ),
        "cleared": (
            "badges/?q=data&level=foundation&field=Data",
            DESKTOP,
            (("tab", "#search-chosen .cf-clear"), ("press", "Enter")),
        ),
        "cleared facet": (
            "badges/?level=foundation&field=Data",
            DESKTOP,
            (("tab", "#facet-field .cf-clear:last-of-type"), ("press", "Enter")),
        ),
        "shared": (SHARED, DESKTOP, ()),
        "shared on a phone": (
            SHARED,
            PHONE,
            (("tab", "#facets-open"), ("press", "Enter"), ("tab", "#facets-close"), ("press", "Enter")),
        ),
        "nothing": ("badges/?q=zzqx", DESKTOP, (("tab", "#search-nothing button"), ("press", "Enter"))),
        "nothing with filters": ("badges/?q=sql&level=expert", DESKTOP, ()),
        "no longer there": ("badges/?skill=Falconry", DESKTOP, ()),
        "German": ("de/badges/", DESKTOP, (("tab", WORDS), ("type", "DATENANALYSE"))),
        "German, shared": ("de/badges/?skill=Data%20cleaning", DESKTOP, ()),
        "header": ("", DESKTOP, (("tab", "header input[type=search]"), ("type", "coaching"), ("follow", "Enter"))),
        "header below": (
            preview.paths["issuer"],
            DESKTOP,
            (("tab", "header input[type=search]"), ("type", "data analysis"), ("follow", "Enter")),
        ),
        "header on a phone": (
            "",
            PHONE,
            (
                ("tab", "header button"),
                ("press", "Enter"),
                ("tab", "header input[type=search]"),
                ("type", "data analysis"),
                ("follow", "Enter"),
            ),
        ),
        "id": ("", DESKTOP, (("tab", "#lookup input"), ("type", misread), ("follow", "Enter"))),
        "address": (
            "",
            DESKTOP,
            (
                ("tab", "#lookup input"),
                ("type", f"{addresses.PREVIEW_BASE_URL}/credentials/{valid}/credential.json"),
                ("follow", "Enter"),
            ),
        ),
        "not there": ("", DESKTOP, (("tab", "#lookup input"), ("type", UNKNOWN), ("press", "Enter"), ("type", "x"))),
        "no id": ("", DESKTOP, (("tab", "#lookup input"), ("type", "diploma"), ("press", "Enter"))),
        "no id at all": ("", DESKTOP, (("tab", "#lookup input"), ("press", "Enter"))),
        "elsewhere": (
            "",
            DESKTOP,
            (("tab", "#lookup input"), ("type", "https://other.example.org/credentials/1/"), ("press", "Enter")),
        ),
        "taken back": (
            "revocations/",
            DESKTOP,
            (
                ("choose", "#withdrawn-state", "suspended"),
                ("tab", "#withdrawn-words"),
                ("type", "renewal"),
                ("back",),
                ("back",),
            ),
        ),
        "taken back, shared": (
            "revocations/?q=review&state=suspended",
            PHONE,
            (("tab", "[name=clear]"), ("press", "Enter")),
        ),
        "taken back, none": ("revocations/?q=zzqx", DESKTOP, ()),
    }
    asked = [
        {"name": name, "site": "preview", "path": path, "steps": list(steps), **_size(window)}
        for name, (path, window, steps) in journeys.items()
    ]
    plain = [
        {"name": f"{path} plain", "site": "preview", "path": path, "steps": [], "javascript": False, **_size(PHONE)}
        for path in ("badges/", "revocations/")
    ]
    return run_program("finding.mjs", served, journeys=asked + plain)


def _size(window: Window) -> dict[str, Any]:
    return {"width": window.width, "height": window.height, "scheme": window.scheme}


def names(registry: Registry, fits: Callable[[Badge], bool]) -> set[str]:
    """The names of the badges that are shown and fit."""
    return {one.current.name for one in registry.badges.values() if one.current.state != "draft" and fits(one)}


def every(registry: Registry) -> set[str]:
    return names(registry, lambda _: True)


def of_level(registry: Registry, *levels: str) -> set[str]:
    return names(registry, lambda badge: badge.current.level in levels)


def test_words_are_typed_by_keyboard_and_the_answer_is_told(seen: dict[str, list[Seen]], registry: Registry) -> None:
    before, reached, typed, entered = seen["words"]
    number = len(every(registry))
    assert (set(before["names"]), before["status"], reached["focus"]) == (
        every(registry),
        f"{number} badges",
        "search-words",
    )
    assert typed["names"][0] == "SQL for Analysts"
    assert len(typed["names"]) < number
    assert typed["status"] == f"{len(typed['names'])} of {number} badges"
    assert (typed["path"], typed["sort"], typed["focus"], typed["taken"]) == (
        "badges/?q=sql",
        "relevance",
        "search-words",
        ["sql"],
    )
    assert entered == typed


def test_back_and_forward_lead_through_what_was_asked_for(seen: dict[str, list[Seen]]) -> None:
    before, _, typed, sorted_, back, further, forward = seen["words and back"]
    assert (sorted_["path"], sorted_["sort"]) == ("badges/?q=sql&sort=newest", "newest")
    asked = ("path", "names", "words", "sort", "facets", "taken", "status")
    for after, same in ((back, typed), (further, before), (forward, typed)):
        assert {key: after[key] for key in asked} == {key: same[key] for key in asked}


def test_boxes_are_ticked_by_keyboard_and_the_focus_stays(seen: dict[str, list[Seen]], registry: Registry) -> None:
    _, _, expert, _, both, _, advanced = seen["box"]
    assert (set(expert["names"]), expert["path"], expert["focus"]) == (
        of_level(registry, "expert"),
        "badges/?level=expert",
        "expert",
    )
    assert (set(both["names"]), both["path"], both["focus"]) == (
        of_level(registry, "expert", "advanced"),
        "badges/?level=expert&level=advanced",
        "advanced",
    )
    # the box before the one that is left is the next to be unticked: intermediate, which is added
    assert advanced["focus"] == "intermediate"
    assert set(advanced["names"]) == of_level(registry, "expert", "advanced", "intermediate")


def test_the_counts_of_a_facet_follow_the_others_and_not_itself(
    seen: dict[str, list[Seen]], registry: Registry
) -> None:
    before, _, expert, *_ = seen["box"]
    assert {key: value["number"] for key, value in expert["facets"]["level"].items()} == {
        key: value["number"] for key, value in before["facets"]["level"].items()
    }
    issuers = [registry.badges[slug].current.issuer for slug in registry.badges]
    assert set(before["facets"]["issuer"]) == set(issuers)
    for issuer, value in expert["facets"]["issuer"].items():
        by_issuer = {slug for slug, badge in registry.badges.items() if badge.current.issuer == issuer}
        fits = names(registry, lambda badge: badge.current.level == "expert")
        assert value["number"] == len(fits & {registry.badges[slug].current.name for slug in by_issuer})


def test_each_choice_can_be_taken_away_and_the_focus_goes_to_the_next(
    seen: dict[str, list[Seen]], registry: Registry
) -> None:
    before, reached, first, second, third = seen["taken away"]
    assert before["taken"] == ["data", "Foundation", "Expert", "Clear all"]
    assert reached["focus"] == "Remove data"
    assert (first["taken"], first["focus"]) == (["Foundation", "Expert", "Clear all"], "Remove Foundation")
    assert set(first["names"]) == of_level(registry, "foundation", "expert")
    assert (second["taken"], second["focus"]) == (["Expert"], "Remove Expert")
    assert (third["taken"], third["focus"], third["path"]) == ([], "search-words", "badges/")
    assert set(third["names"]) == every(registry)


def test_all_choices_are_cleared_at_once(seen: dict[str, list[Seen]], registry: Registry) -> None:
    after = seen["cleared"][-1]
    assert (after["words"], after["taken"], after["path"], after["focus"]) == ("", [], "badges/", "search-words")
    assert set(after["names"]) == every(registry)


def test_a_facet_is_cleared_alone(seen: dict[str, list[Seen]], registry: Registry) -> None:
    after = seen["cleared facet"][-1]
    assert after["path"] == "badges/?level=foundation"
    assert set(after["names"]) == of_level(registry, "foundation")
    assert after["focus"] in {value["label"] for value in after["facets"]["field"].values()}


def test_a_shared_address_gives_the_same_list(seen: dict[str, list[Seen]], registry: Registry) -> None:
    (here,) = seen["shared"]
    assert (here["words"], here["sort"], here["taken"]) == ("data", "awarded", ["data", "Foundation", "Clear all"])
    assert here["facets"]["level"]["foundation"]["ticked"]
    assert set(here["names"]) < of_level(registry, "foundation")
    awarded = [
        sum(one.badge == slug and one.row is not None for one in registry.awards)
        for name in here["names"]
        for slug, badge in registry.badges.items()
        if badge.current.name == name and badge.current.state == "active"
    ]
    assert len(awarded) > 1
    assert awarded == sorted(awarded, reverse=True)
    assert seen["shared on a phone"][0]["names"] == here["names"]


def test_on_a_phone_the_filters_open_and_close(seen: dict[str, list[Seen]]) -> None:
    closed, _, opened, reached, again = seen["shared on a phone"]
    assert [one["form"] for one in (closed, opened, again)] == [["search"], ["search", "facets"], ["search"]]
    assert opened["facets"]["level"]["foundation"]["ticked"]
    assert reached["focus"] == "facets-close"
    assert again["focus"] == "facets-open"


def test_where_nothing_is_found_the_page_says_what_and_offers_a_way_back(
    seen: dict[str, list[Seen]], registry: Registry
) -> None:
    before, _, after = seen["nothing"]
    assert before["names"] == []
    assert before["nothing"].startswith("No badge has “zzqx” in its name, description, skills, issuer or field.")
    assert before["status"] == f"0 of {len(every(registry))} badges"
    assert (set(after["names"]), after["focus"], after["nothing"]) == (every(registry), "search-words", "")
    (filtered,) = seen["nothing with filters"]
    assert filtered["names"] == []
    assert "in it, but not what else is chosen." in filtered["nothing"].replace("in them", "in it")
    assert "Clear the filters" in filtered["nothing"]


def test_a_value_that_no_badge_has_finds_none_and_says_what_was_chosen(seen: dict[str, list[Seen]]) -> None:
    (here,) = seen["no longer there"]
    assert (here["names"], here["taken"]) == ([], ["Falconry"])


def test_a_search_is_in_the_language_of_the_page(seen: dict[str, list[Seen]], registry: Registry) -> None:
    found = seen["German"][-1]
    german = registry.badges["data-analysis-foundations"].current.in_language("de", "en").name
    assert found["names"][0] == german
    assert "von" in found["status"]
    (shared,) = seen["German, shared"]
    assert set(shared["names"]) == {
        badge.current.in_language("de", "en").name
        for badge in registry.badges.values()
        if "Data cleaning" in badge.current.skills
    }


def test_the_box_in_the_header_leads_to_the_search(seen: dict[str, list[Seen]]) -> None:
    after = seen["header"][-1]
    assert after["path"] == "badges/?q=coaching"
    assert (after["words"], after["names"][0]) == ("coaching", "Leading with Coaching")


@pytest.mark.parametrize("journey", ["header below", "header on a phone"])
def test_the_box_in_the_header_is_everywhere(seen: dict[str, list[Seen]], journey: str) -> None:
    after = seen[journey][-1]
    assert (after["path"], after["names"][0]) == ("badges/?q=data+analysis", "Data Analysis Foundations")


def test_without_scripts_the_whole_list_is_there_and_no_filter(seen: dict[str, list[Seen]], registry: Registry) -> None:
    (badges,) = seen["badges/ plain"]
    assert (set(badges["names"]), badges["form"]) == (every(registry), [])
    (revocations,) = seen["revocations/ plain"]
    assert revocations["form"] == []
    assert len(revocations["rows"]) == len(seen["taken back"][0]["rows"]) > 0


@pytest.mark.parametrize("journey", ["id", "address"])
def test_an_id_however_it_is_read_and_an_address_lead_to_the_credential(
    seen: dict[str, list[Seen]], preview: Site, journey: str
) -> None:
    valid = preview.credentials["valid"]
    after = seen[journey][-1]
    assert (after["path"], after["heading"]) == (valid.path, valid.badge)


@pytest.mark.parametrize(
    ("journey", "said"),
    [
        (
            "not there",
            NOT_THERE,
        ),
        ("no id", "This is no id of a credential, which has 26 letters and digits, nor an address."),
        ("no id at all", "Type the id of a credential, or paste its address."),
        ("elsewhere", "This address is none of this registry. Check it all the same"),
    ],
)
def test_what_leads_to_no_credential_is_told_in_words(seen: dict[str, list[Seen]], journey: str, said: str) -> None:
    after = next(one for one in seen[journey] if one["alert"])
    assert (after["path"], after["alert"]) == ("", said)
    assert after["focus"] == seen[journey][1]["focus"], "the focus stays in the box"


def test_the_words_go_when_somebody_types_again(seen: dict[str, list[Seen]]) -> None:
    assert seen["not there"][-1]["alert"] == ""


def test_what_was_taken_back_is_narrowed_down_and_the_address_says_how(
    seen: dict[str, list[Seen]], registry: Registry, preview: Site
) -> None:
    all_of_them, suspended, _, typed, back, further = seen["taken back"]
    kinds = {award.id: state_of(registry, award, preview.at).kind for award in registry.awards if award.id}
    expected = {award[:8] for award, kind in kinds.items() if kind == "suspended"}
    assert (set(suspended["rows"]), suspended["path"]) == (expected, "revocations/?state=suspended")
    assert suspended["status"] == f"{len(expected)} of {len(all_of_them['rows'])} credentials"
    assert typed["path"] == "revocations/?q=renewal&state=suspended"
    assert 0 < len(typed["rows"]) < len(expected)
    assert typed["focus"] == "withdrawn-words"
    assert (back["rows"], back["words"], back["selected"]["state"]) == (suspended["rows"], "", "suspended")
    assert (further["rows"], further["path"]) == (all_of_them["rows"], "revocations/")


def test_a_shared_address_narrows_the_list_down_and_can_be_cleared(seen: dict[str, list[Seen]]) -> None:
    before, _, after = seen["taken back, shared"]
    assert (before["words"], before["selected"]["state"]) == ("review", "suspended")
    assert 0 < len(before["rows"]) < len(after["rows"])
    assert len(before["years"]) < len(after["years"])
    assert (after["words"], after["path"], after["focus"]) == ("", "revocations/", "withdrawn-words")


def test_a_list_that_nothing_is_left_of_says_so(seen: dict[str, list[Seen]]) -> None:
    (here,) = seen["taken back, none"]
    assert (here["rows"], here["nothing"]) == ([], "None of them has all of what is asked for.")
