"""What a change does is said whole, in words that complete "this change ..."."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from conferral.describing import as_json, changes, headline, in_markdown_text, in_plain_text, statements
from conferral.loading import load, load_registry
from conferral.model import Registry
from conferral.register.registration import plan
from tests import endorsers
from tests.endorsers import BOARD, FOLDER, answers, filed, own, signed
from tests.registry_builder import NOW, SVG, files, key_file, recipient
from tests.unit.memory_files import MemoryFiles

SAILING = "credentials/awards/sailing/2026-06-20-second-k2v9.yml"
COHORT = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"


def registry_of(texts: Mapping[str, str]) -> Registry:
    found = load(MemoryFiles({path: text.encode() for path, text in texts.items()})).registry
    assert found
    return found


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    """Every file of a registered registry."""
    texts = files()
    memory = MemoryFiles({path: text.encode() for path, text in texts.items()})
    planned = plan(load_registry(memory), memory, now=NOW, chance=random.Random(1))
    return texts | {path: content.decode() for path, content in planned.files}


def award_id(before: Mapping[str, str], badge: str, number: int = 0) -> str:
    return [award.id or "" for award in registry_of(before).awards if award.badge == badge][number]


def said(before: Mapping[str, str], after: Mapping[str, str | None], *others: str) -> list[str]:
    now = {path: text for path, text in {**before, **after}.items() if text is not None}
    return [one.words for one in statements(changes(registry_of(before), registry_of(now), files=others))]


def test_nothing_is_said_where_nothing_changes(before: Mapping[str, str]) -> None:
    found = changes(registry_of(before), registry_of(before))

    assert headline(found) == "changes nothing in the registry"
    assert in_plain_text(found) == "changes nothing in the registry"
    assert found.touched_badges == frozenset()


def test_stewards_who_come_with_a_new_version_are_told(before: Mapping[str, str]) -> None:
    file = "credentials/badges/sailing/badge.yml"
    after = before[file].replace("version: 1", "version: 2") + "stewards: ['@mallory']\n"

    told = said(before, {file: after, file.replace("badge.yml", "1.yml"): before[file]})

    assert told[0] == "makes version 2 of the badge Sailing"
    assert told[-1] == "changes who may award for the badge Sailing: its stewards"


def test_a_change_of_very_much_still_fits_a_page(before: Mapping[str, str]) -> None:
    dots = f"name: Sailing{'.' * 60}"
    badge = before["credentials/badges/sailing/badge.yml"].replace("name: Sailing", dots) + "stewards: ['@a']\n"
    many = {f"credentials/badges/{'b' * 60}-{number}/badge.yml": badge for number in range(1_500)}
    picture = {path.replace(".yml", ".svg"): SVG for path in many}
    here = registry_of({**before, **picture, **many})
    there = registry_of({**before, **picture, **{path: text.replace("'@a'", "'@b'") for path, text in many.items()}})
    text = in_markdown_text(changes(here, there, files=[f"{'é' * 200}/{number}" for number in range(500)]))

    assert 250_000 < len(text.encode()) < 1 << 20
    assert text.startswith("**This change makes 1501 changes; `conferral describe` lists them.**")
    assert "more; `conferral describe` lists them" in text


def test_another_note_on_a_revocation_is_told(before: Mapping[str, str]) -> None:
    award = award_id(before, "sailing")
    file = f"credentials/revocations/{award}.yml"
    revoked = {**before, file: "on: 2026-06-20\nreason: other\n"}
    found = changes(registry_of(revoked), registry_of({**revoked, file: revoked[file] + "note: Cheated.\n"}))

    assert in_plain_text(found).splitlines() == [
        "changes what is said of 1 revocation or suspension",
        f"  - {award}: other, 2026-06-20 (Cheated.)",
    ]
    assert found.touched_badges == {"sailing"}


@pytest.mark.parametrize(
    "file", ["credentials/awards/.gitattributes", "credentials/.x/a.yml", "keys/sub", "credentials/awards/a/b/c.yml"]
)
def test_a_file_that_has_no_place_among_those_of_the_registry_is_told(before: Mapping[str, str], file: str) -> None:
    assert said(before, {}, file, COHORT) == ["changes how the registry is built: 1 file outside it"]


def test_awards_are_counted_by_badge_with_those_who_hold_it(before: Mapping[str, str]) -> None:
    text = (
        f"badge: sailing\nawarded: 2026-06-20\nrecipients:\n- recipient: {recipient(1)}\n- recipient: {recipient(9)}\n"
    )
    found = changes(registry_of(before), registry_of({**before, SAILING: text}))

    assert headline(found) == "issues 2 credentials of Sailing to 2 people, 1 of whom already holds it"
    assert in_plain_text(found).splitlines() == [
        "issues 2 credentials of Sailing to 2 people, 1 of whom already holds it",
        f"  - {SAILING}: 2 awards of 2026-06-20",
        "  - 2 awards not registered yet",
        f"  - already held by {recipient(1)}",
    ]
    assert found.touched_badges == {"sailing"}


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([1], "to 1 person, who already holds it"),
        ([1, 4], "to 2 people, 2 of whom already hold it"),
        ([8], "to 1 person"),
        ([8, 8, 9], "to 2 people"),
    ],
)
def test_people_are_counted_once(before: Mapping[str, str], people: list[int], words: str) -> None:
    entries = "".join(f"- recipient: {recipient(number)}\n" for number in people)
    number = f"{len(people)} credential{'' if len(people) == 1 else 's'}"

    assert said(before, {SAILING: f"badge: sailing\nawarded: 2026-06-20\nrecipients:\n{entries}"}) == [
        f"issues {number} of Sailing {words}"
    ]


@pytest.mark.parametrize("reason", ["over", "revoked"])
def test_who_held_a_badge_no_longer_holds_it(before: Mapping[str, str], reason: str) -> None:
    day = "2028-05-03" if reason == "over" else "2026-06-20"
    after = {SAILING: f"badge: sailing\nawarded: {day}\nrecipients:\n- recipient: {recipient(1)}\n"}
    if reason == "revoked":
        after[f"credentials/revocations/{award_id(before, 'sailing')}.yml"] = "on: 2026-06-01\nreason: misconduct\n"

    assert said(before, after)[0] == "issues 1 credential of Sailing to 1 person"


def test_renewals_are_told_apart_from_new_awards(before: Mapping[str, str]) -> None:
    entry = f"- recipient: {recipient(1)}\n  renews: {award_id(before, 'sailing')}\n"

    assert said(before, {SAILING: f"badge: sailing\nawarded: 2026-06-20\nrecipients:\n{entry}"}) == [
        "renews 1 credential of Sailing of 1 person"
    ]


def test_registering_what_the_base_has_is_no_new_award(before: Mapping[str, str]) -> None:
    assert said(files(), before) == ["registers 5 awards that came without being registered"]


def test_an_award_with_its_row_is_as_new_as_one_without(before: Mapping[str, str]) -> None:
    base = {path: text for path, text in before.items() if "regatta" not in path}

    assert said(base, before) == ["issues 2 credentials of Sailing to 2 people"]


def test_revocations_are_told_with_their_reasons(before: Mapping[str, str]) -> None:
    award = award_id(before, "data-analysis")
    path = f"credentials/revocations/{award}.yml"
    now = {**before, path: "on: 2026-07-01\nreason: misconduct\nnote: copied\n"}
    found = changes(registry_of(before), registry_of(now))

    (statement,) = statements(found)
    assert statement.words == "revokes 1 credential"
    assert statement.details == (f"{award} of Data Analysis, awarded 2026-06-30: misconduct, 2026-07-01 (copied)",)
    assert found.touched_badges == {"data-analysis"}


def test_suspending_and_reinstating_are_told(before: Mapping[str, str]) -> None:
    path = f"credentials/suspensions/{award_id(before, 'sailing')}.yml"
    suspended = {**before, path: "on: 2026-06-01\nreason: under-review\n"}
    lifted = {**before, path: "on: 2026-06-01\nreason: under-review\nlifted: 2026-06-09\n"}

    assert said(before, suspended) == ["suspends 1 credential"]
    assert said(suspended, lifted) == ["reinstates 1 credential"]
    assert said(lifted, suspended) == ["suspends 1 credential"]
    assert said(before, lifted) == []


def test_corrections_are_told_and_what_they_correct_is_no_silent_change(before: Mapping[str, str]) -> None:
    award = award_id(before, "data-analysis", 1)
    after = {
        COHORT: before[COHORT].replace('"92"', '"93"'),
        "credentials/corrections/data-analysis/result-k3v9.yml": (
            f"badge: data-analysis\non: 2026-07-02\nreason: result-changed\nawards: [{award}]\n"
        ),
    }

    assert said(before, after) == ["corrects 1 credential of Data Analysis: result-changed"]
    assert said(before, {COHORT: after[COHORT]}) == ["alters 1 issued award without a correction"]


def test_erasing_is_told_and_is_no_loss(before: Mapping[str, str]) -> None:
    award = award_id(before, "sailing", 1)
    path = "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
    head = before[path].partition("- awarded: 2026-05-03")[0]
    found = changes(registry_of(before), registry_of({**before, path: f"{head}- id: {award}\n  erased: 2026-07-01\n"}))

    assert [(one.words, one.warning) for one in statements(found)] == [("erases 1 credential for good", True)]


def test_what_is_lost_is_said_although_the_check_refuses_it(before: Mapping[str, str]) -> None:
    path = f"credentials/revocations/{award_id(before, 'sailing')}.yml"
    revoked = {**before, path: "on: 2026-06-01\nreason: misconduct\n"}
    regatta = "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
    rows = "credentials/register/awards/sailing/2026-05-02-regatta-7m2x.csv"

    assert said(revoked, {path: None}) == ["loses 1 award, revocation or suspension that stays for good"]
    assert said(before, {regatta: None, rows: None}) == [
        "loses 2 awards, revocations or suspensions that stay for good"
    ]


def test_texts_and_versions_of_badges_and_issuers_are_told(before: Mapping[str, str]) -> None:
    folder = "credentials/badges/teaching"
    text = before[f"{folder}/badge.yml"]
    version_2 = {
        f"{folder}/1.yml": text,
        f"{folder}/1.svg": before[f"{folder}/badge.svg"],
        f"{folder}/badge.yml": text.replace("version: 1", "version: 2"),
    }

    assert said(before, {f"{folder}/badge.yml": text.replace("Taught a", "Taught one")}) == [
        "changes the text of the badge Teaching: criteria"
    ]
    assert said(before, version_2) == ["makes version 2 of the badge Teaching"]
    assert said(before, {f"{folder}/badge.yml": f"{text}state: retired\n"}) == ["makes the badge Teaching retired"]
    assert said(before, {f"{folder}/badge.svg": SVG.replace("{colour}", "123456")}) == [
        "changes the text of the badge Teaching: image"
    ]
    new = {path.replace("teaching", "rowing"): before[path] for path in (f"{folder}/badge.yml", f"{folder}/badge.svg")}
    new["credentials/badges/rowing/badge.yml"] = text.replace("Teaching", "Rowing") + "state: draft\n"
    assert said(before, new) == ["adds the badge Rowing (draft)"]
    assert said({**before, **new}, dict.fromkeys(new)) == ["removes the badge Rowing"]


def test_translations_are_told_by_language(before: Mapping[str, str]) -> None:
    file = "credentials/badges/teaching/badge.yml"
    german = "    name: Lehren\n    description: Kann lehren.\n    criteria: Hat gelehrt.\n"
    translated = f"{before[file]}translations:\n  de:\n{german}"
    both = f"{translated}  fr:\n{german}"

    assert said(before, {file: translated}) == ["changes the text of the badge Teaching: translations.de"]
    assert said({**before, file: translated}, {file: both.replace("Lehren", "Unterrichten")}) == [
        "changes the text of the badge Teaching: translations.de, translations.fr"
    ]
    assert said({**before, file: translated}, {file: before[file]}) == [
        "changes the text of the badge Teaching: translations.de"
    ]


def test_the_languages_the_look_and_the_logo_of_the_registry_are_told(before: Mapping[str, str]) -> None:
    path = "credentials/registry.yml"
    added = (
        "languages: [en, de]\ntranslations:\n  de:\n    description: Nachweise.\n"
        'brand:\n  accent: "#0b5a6b"\n  accent_dark: "#86cdd9"\n'
    )
    after = {path: before[path] + added, "credentials/logo.svg": SVG.replace("{colour}", "123456")}
    found = changes(registry_of(before), registry_of({**before, **after}))
    (statement,) = statements(found)

    assert statement.words == "changes the registry itself: languages, translations.de, brand, logo"
    assert statement.details[:3] == (
        "languages: en before, en, de now",
        "translations.de: nothing before, description Nachweise. now",
        "brand: nothing before, accent #0b5a6b, accent_dark #86cdd9 now",
    )
    assert statement.details[3].startswith("logo: nothing before, credentials/logo.svg (sha384-")
    told = as_json(found)["settings"]
    assert [one["key"] for one in told] == ["languages", "translations.de", "brand", "logo"]
    assert told[2]["now"] == {"accent": "#0b5a6b", "accent_dark": "#86cdd9"}
    redrawn = {**before, **after, "credentials/logo.svg": SVG.replace("{colour}", "654321")}
    assert said({**before, **after}, redrawn) == ["changes the registry itself: logo"]
    other = after[path].replace("#0b5a6b", "#0b5a6c").replace("Nachweise.", "Belege.")
    assert said({**before, **after}, {path: other}) == [
        "changes the registry itself: translations.de.description, brand.accent"
    ]


def test_collections_are_told(before: Mapping[str, str]) -> None:
    file = "credentials/collections/water.yml"
    text = "title: On the water\ndescription: Boats.\nbadges: [sailing, teaching]\n"
    here = {**before, file: text}

    assert said(before, {file: text}) == ["adds the collection On the water of 2 badges"]
    assert said(here, {file: None}) == ["removes the collection On the water"]
    assert said(here, {file: text.replace("Boats", "Sails").replace(", teaching", "")}) == [
        "changes the collection On the water: description, badges"
    ]
    assert as_json(changes(registry_of(before), registry_of(here)))["collections"] == [
        {"name": "water", "title": "On the water", "change": "added", "badges": 2, "fields": []}
    ]
    assert changes(registry_of(before), registry_of(here)).touched_badges == frozenset()


def test_endorsements_are_told_with_who_says_so(before: Mapping[str, str]) -> None:
    mine = own("lakeside", "badge: sailing", "lakeside", ["version: 1"])
    document = signed(BOARD, endorsers.SAILING, status=True)
    theirs = filed("board", "badge: sailing", document, answers(BOARD))
    here = {**before, **mine, **theirs}
    by_board = "an endorsement of the badge Sailing by Quality Board, a stranger"

    assert said(before, mine) == [
        "adds an endorsement of the badge Sailing by Lakeside School, an issuer of this registry"
    ]
    assert said(before, theirs) == [f"adds {by_board}"]
    (told,) = statements(changes(registry_of(before), registry_of({**before, **theirs})))
    assert (told.warning, told.details) == (
        True,
        (
            "whose identifier is did:web:board.example",
            (
                "valid, by what is kept; anybody can write the answers into a file, so ask yourself: "
                "`conferral endorsement refresh board`"
            ),
        ),
    )
    revoked = filed("board", "badge: sailing", document, answers(BOARD, revoked=True))
    (told,) = statements(changes(registry_of(here), registry_of({**here, **revoked})))
    assert (told.words, told.warning) == ("asks again about 1 endorsement", True)
    assert told.details == (
        "board by Quality Board: revoked",
        "anybody can write the answers into a file, so ask yourself: `conferral endorsement refresh`",
    )
    file = f"{FOLDER}/lakeside.yml"
    ended = f"{mine[file]}withdrawn: 2026-06-20\n"
    assert said(here, {file: ended}) == [
        "withdraws an endorsement of the badge Sailing by Lakeside School, an issuer of this registry"
    ]
    assert said(here, {file: mine[file].replace("teach", "like")})[0].startswith("changes an endorsement of ")
    assert said(here, dict.fromkeys(theirs)) == [f"removes {by_board}"]
    assert as_json(changes(registry_of(before), registry_of({**before, **theirs})))["endorsements"] == [
        {
            "name": "board",
            "change": "added",
            "of": "the badge Sailing",
            "by": "Quality Board",
            "id": "did:web:board.example",
            "known": False,
            "state": "valid",
        }
    ]


def test_a_name_that_only_looks_latin_is_a_warning(before: Mapping[str, str]) -> None:
    issuer = "credentials/issuers/harbour/issuer.yml"
    cyrillic = "\u0421\u0456\u0455\u0441\u043e"
    disguised = f"names the issuer {cyrillic} School, in which {cyrillic} is written in Cyrillic letters and looks like"
    new = before[issuer].replace("Harbour School", f"{cyrillic} School")
    found = changes(registry_of(before), registry_of({**before, issuer: new}))

    assert [(one.words, one.warning) for one in statements(found)] == [
        (f"{disguised} the Latin Cisco", True),
        (f"changes the text of the issuer {cyrillic} School: name", False),
    ]
    assert said(before, {issuer.replace("harbour", "new"): new}) == [
        f"adds the issuer {cyrillic} School",
        f"{disguised} the Latin Cisco",
    ]
    collection = f"title: {cyrillic}\ndescription: Boats.\nbadges: [sailing]\n"
    assert said(before, {"credentials/collections/water.yml": collection})[1].startswith("names the collection ")


def test_who_may_award_is_told_with_a_warning(before: Mapping[str, str]) -> None:
    badge, issuer = "credentials/badges/teaching/badge.yml", "credentials/issuers/harbour/issuer.yml"
    after = {**before, badge: before[badge] + "stewards: ['@a']\n", issuer: before[issuer] + "stewards: ['@b']\n"}
    found = changes(registry_of(before), registry_of(after))

    assert [(one.words, one.warning) for one in statements(found)] == [
        ("changes who may award for the badge Teaching: its stewards", True),
        ("changes who may award for the issuer Harbour School: its stewards", True),
    ]


@pytest.mark.parametrize(
    ("lines", "change"),
    [({"retired": "2026-06-01T00:00:00Z"}, "retired"), ({"compromised": "2026-06-01T00:00:00Z"}, "compromised")],
)
def test_keys_change_who_may_sign(before: Mapping[str, str], lines: dict[str, str], change: str) -> None:
    ended = {**before, "keys/harbour/key-1.yml": key_file("harbour", **lines)}
    added = {**ended, "keys/harbour/key-2.yml": key_file("harbour", "key-2", vouched_by="key-1")}
    found = changes(registry_of(before), registry_of(added))

    (statement,) = statements(found)
    assert (statement.words, statement.warning) == ("changes who may sign: 2 keys", True)
    assert statement.details == (f"harbour: key-1 {change}", "harbour: key-2 added")


def test_what_is_published_about_people_is_told(before: Mapping[str, str]) -> None:
    path = f"recipients/{recipient(1)}.yml"
    named = "display_name: Robin Example\nconsent: {on: 2026-06-01, to: [display_name]}\n"

    assert said(before, {path: named}) == ["publishes more about 1 person"]
    assert said({**before, path: named}, {path: None}) == ["publishes less about 1 person"]
    assert said({**before, path: named}, {path: named.replace("Robin", "Sam")}) == [
        "publishes something else about 1 person"
    ]


def test_what_people_hide_is_told_with_whose_it_is(before: Mapping[str, str]) -> None:
    path = f"recipients/{recipient(1)}.yml"
    own = "portfolio: true\nrecord: true\nconsent: {on: 2026-06-01, to: [portfolio, record]}\n"
    hiding = f"hidden: ['{'0' * 26}']\n{own}"
    person, award = recipient(1), "0" * 26

    def details(one: str, other: str) -> tuple[str, ...]:
        (found,) = statements(changes(registry_of({**before, path: one}), registry_of({**before, path: other})))
        return found.words, *found.details

    assert details(own, hiding) == ("publishes less about 1 person", f"{person}: portfolio, record; hides {award}")
    assert details(hiding, own) == (
        "publishes more about 1 person",
        f"{person}: portfolio, record; shows {award} again",
    )


def test_the_policy_and_the_operators_are_told_with_their_values(before: Mapping[str, str]) -> None:
    path = "credentials/registry.yml"
    after = before[path].replace("[did, name, email]", "[did]") + "  evidence_required: true\noperators: ['@ops']\n"
    found = changes(registry_of(before), registry_of({**before, path: after}))

    assert in_plain_text(found).splitlines()[2:] == [
        "warning: changes the policy: identity, evidence_required",
        "  - policy.identity: did, name, email before, did now",
        "  - policy.evidence_required: no before, yes now",
        "",
        "warning: changes who operates the registry: operators",
        "  - operators: nothing before, @ops now",
    ]


def test_files_outside_the_registry_decide_how_it_is_built(before: Mapping[str, str]) -> None:
    found = changes(
        registry_of(before),
        registry_of(before),
        files=[".github/workflows/publish.yml", "credentials/README.md", "keys/harbour/key-1.yml", "credentials.yml"],
    )

    (statement,) = statements(found)
    assert (statement.words, statement.warning) == ("changes how the registry is built: 2 files outside it", True)
    assert statement.details == (".github/workflows/publish.yml", "credentials.yml")


def test_texts_and_code_owners_beside_the_registry_are_told_apart(before: Mapping[str, str]) -> None:
    files = ["README.md", "docs/guide.md", ".github/CODEOWNERS", "mkdocs.yml"]
    found = changes(registry_of(before), registry_of(before), files=files)

    assert [(one.words, one.warning) for one in statements(found)] == [
        ("changes who has to approve: CODEOWNERS", True),
        ("changes how the registry is built: 1 file outside it", True),
        ("changes 2 texts beside the registry", False),
    ]


def test_files_that_cannot_be_read_are_named(before: Mapping[str, str]) -> None:
    assert said(before, {"keys/harbour/key-1.yml": "public_key: [\n", COHORT: "- x\n"}) == [
        "holds 2 files that cannot be read, of which nothing is said here"
    ]


def test_a_long_list_is_cut(before: Mapping[str, str]) -> None:
    found = changes(registry_of(before), registry_of(before), files=[f"tools/{number:03}" for number in range(30)])

    lines = in_plain_text(found).splitlines()
    assert lines[-2:] == ["  - tools/019", "  - and 10 more, in tools/"]


def test_a_long_list_hides_neither_workflows_nor_programs_nor_folders(before: Mapping[str, str]) -> None:
    harmless = [f"a/{number:02}.txt" for number in range(18)] + [f"b{number:02}/x.txt" for number in range(12)]
    first = [
        *(".github/workflows/publish.yml", ".gitlab-ci.yml", "ci/conferral.whl", "ci/requirements.txt", "mkdocs.yml"),
        *("site_templates/badge.html", "tools/sign.sh"),
    ]
    found = changes(registry_of(before), registry_of(before), files=[*harmless, *first, "zz.txt"])

    told = ", ".join(["a/", *(f"b{number:02}/" for number in range(9))])
    assert in_plain_text(found).splitlines() == [
        "warning: changes how the registry is built: 38 files outside it",
        *(f"  - {file}" for file in [*first, *harmless[:13]]),
        f"  - and 18 more, in {told} and 4 folders more",
    ]
    assert "- and 18 more, in <code>a&#47;</code>, <code>b00&#47;</code>, " in in_markdown_text(found)
    alone = changes(registry_of(before), registry_of(before), files=[*harmless[:20], "zz.txt"])
    assert in_plain_text(alone).splitlines()[-1] == "  - and 1 more, in the top folder"


def test_markdown_warns_and_means_nothing_by_texts_of_strangers(before: Mapping[str, str]) -> None:
    folder = "credentials/badges/teaching/badge.yml"
    name = "'</details> [x](https://example.com) @octocat'"
    after = {**before, folder: before[folder].replace("Teaching", name), "keys/harbour/key-1.yml": ""}

    text = in_markdown_text(changes(registry_of(before), registry_of(after)))

    assert text.count("</details>") == text.count("<details>") == 2
    assert "octocat" in text
    assert not {"@octocat", "https://", "[x]"} & set(text.replace("(", " ").split())
    assert "> **Look twice**\n> - holds 1 file that cannot be read, of which nothing is said here" in text


def test_the_json_says_the_same_as_data(before: Mapping[str, str]) -> None:
    award = award_id(before, "sailing")
    after = {
        SAILING: f"badge: sailing\nawarded: 2026-06-20\nrecipients:\n- recipient: {recipient(1)}\n",
        f"credentials/revocations/{award}.yml": "on: 2026-06-30\nreason: superseded\n",
    }
    document = as_json(changes(registry_of(before), registry_of({**before, **after}), files=["x"]))

    assert document["headline"] == (
        "issues 1 credential of Sailing to 1 person; revokes 1 credential; "
        "changes how the registry is built: 1 file outside it"
    )
    assert document["awarded"] == [
        {
            "badge": "sailing",
            "name": "Sailing",
            "awards": 1,
            "unregistered": 1,
            "people": [recipient(1)],
            "holders": [],
            "without_pathway": [],
        }
    ]
    assert document["revoked"] == [
        {"id": award, "badge": "sailing", "on": "2026-06-30", "reason": "superseded", "note": None}
    ]
    assert document["outside"] == ["x"]
    assert [one["words"] for one in document["statements"]] == document["headline"].split("; ")


def test_every_field_of_changes_has_its_words_and_its_data(before: Mapping[str, str]) -> None:
    fields = set(changes(registry_of(before), registry_of(before)).__dataclass_fields__)

    assert fields | {"headline", "statements"} == set(as_json(changes(registry_of(before), registry_of(before))))
