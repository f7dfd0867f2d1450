"""What was found becomes files of a registry, and what cannot be carried is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conferral.authoring.edit import problems_of
from conferral.authoring.identifying import Identifying
from conferral.authoring.importing.carrying import Carried, Carrying
from conferral.authoring.importing.found import Notes
from conferral.authoring.importing.reading import read
from conferral.authoring.importing.recipients import Recipients, known_addresses, plain_addresses
from conferral.credentials import credential, published_profile
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.people import new_map, read_people
from conferral.yaml_text import read_yaml
from tests.registry_builder import NOW, recipient, write_registry
from tests.unit.authoring.importing import examples
from tests.unit.authoring.importing.examples import ADA, BO, OLD, assertion_2, badge_2, credential_3, issuer_2
from tests.unit.register.conftest import register

TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small registered registry, which no test writes to."""
    root = write_registry(tmp_path_factory.mktemp("registry"))
    register(root)
    return root


def _carried(
    place: Path, folder: Path, *documents: Any, people: str = "", issuer: str | None = None, into: str | None = None
) -> tuple[Carried, list[str]]:
    """What becomes of documents, each in a file of its own, and the notes."""
    paths = []
    for number, document in enumerate(documents, 1):
        paths.append(folder / f"{number}.json")
        paths[-1].write_bytes(examples.text(document))
    notes = Notes()
    found, problems = read(paths, notes)
    assert problems == ()
    registry = load_registry(FolderFiles(place))
    carrying = Carrying(registry=registry, found=found, notes=notes, today=TODAY, issuer=issuer, into=into)
    carrying.prepare()
    known = read_people(new_map() + people.encode(), "people.csv")
    addresses = known_addresses(known.by_email, plain_addresses(carrying.identities()))
    carried = carrying.carried(Recipients(Identifying(known), addresses))
    said = [f"{note.kind}: {note.what} ({str(note.origin).removeprefix(f'{folder}/')})" for note in notes.all]
    return carried, said


def _data(carried: Carried, begin: str) -> Any:
    """The data of the one file whose path begins so."""
    ((path, content),) = [one for one in carried.edit.files if one[0].startswith(begin) and one[0].endswith(".yml")]
    return read_yaml(content or b"", path).data


def _entries(carried: Carried, badge: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = _data(carried, f"credentials/awards/{badge}/")["recipients"]
    return entries


def test_open_badges_2_becomes_a_badge_an_issuer_and_an_award(place: Path, tmp_path: Path) -> None:
    carried, notes = _carried(place, tmp_path, issuer_2(), badge_2(), assertion_2())
    assert (notes, carried.problems, carried.left_out) == ([], (), 0)
    assert _data(carried, "credentials/issuers/") == {
        "version": 1,
        "name": "Quarry Hill Adult Education",
        "url": "https://quarry-hill.example.org",
        "email": "office@quarry-hill.example.org",
        "description": "Evening classes since **1974**.",
    }
    assert _data(carried, "credentials/badges/bread-baking/") == {
        "issuer": "quarry-hill-adult-education",
        "version": 1,
        "name": "Bread Baking",
        "description": "Bakes three kinds of bread without a recipe at hand.",
        "criteria": "Bake:\n\n1. rye\n2. spelt",
        "criteria_url": "https://quarry-hill.example.org/bread",
        "type": "Badge",
        "skills": ["Baking", "Fermentation"],
        "alignments": [
            {
                "name": "bake bread",
                "url": "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000000",
                "framework": "ESCO",
                "code": "S1",
                "description": "Makes dough and bakes it.",
            }
        ],
        "image_caption": "A loaf.",
    }
    assert dict(carried.edit.files)["credentials/badges/bread-baking/badge.svg"] == examples.SVG.encode()
    (person,) = carried.people
    assert person.email == ADA
    assert _data(carried, "credentials/awards/") == {
        "badge": "bread-baking",
        "awarded": "2021-06-30",
        "recipients": [
            {
                "recipient": person.recipient,
                "valid_until": "2027-06-30",
                "narrative": "Kneaded for twenty minutes.",
                "evidence": [{"id": "https://quarry-hill.example.org/loaves/1", "narrative": "A rye loaf."}],
            }
        ],
    }
    assert problems_of(carried.edit, place, as_of=NOW) == ()


def test_open_badges_3_becomes_the_same_with_results_credits_and_kind(place: Path, tmp_path: Path) -> None:
    carried, notes = _carried(place, tmp_path, credential_3())
    assert notes == [
        (
            'changed: issuer "Quarry Hill Adult Education" has no description: its name stands in its place '
            "(1.json at /issuer)"
        ),
    ]
    badge = _data(carried, "credentials/badges/cheese-making/")
    kept = ("type", "field", "level", "hours", "credits", "skills", "results")
    assert {key: badge[key] for key in kept} == {
        "type": "Certificate",
        "field": "Food",
        "level": "advanced",
        "hours": 12.5,
        "credits": 3,
        "skills": ["Ripening"],
        "results": [
            {"id": "score", "name": "Score", "type": "Percent", "required": "60", "minimum": "0", "maximum": "100"}
        ],
    }
    (entry,) = _entries(carried, "cheese-making")
    assert (entry["result"], entry["valid_until"]) == (
        {"status": "Completed", "value": "88", "of": "score"},
        "2029-05-01",
    )
    assert problems_of(carried.edit, place, as_of=NOW) == ()


def test_an_export_of_badgr_becomes_the_same_with_its_validity(place: Path, tmp_path: Path) -> None:
    carried, notes = _carried(place, tmp_path, examples.badgr_export())
    assert notes == [
        (
            'not carried: "staff" of an issuer: who may award is said by handles at the git host '
            "(1.json at /result/0/staff)"
        ),
        "not carried: an award that was revoked (1.json at /result/3)",
        (
            'not carried: the picture of badge "Bread Baking": it is at '
            "https://api.badgr.example.com/public/badges/bK8/image, and nothing is fetched (1.json at /result/1/image)"
        ),
        (
            'changed: badge "Bread Baking" has a picture drawn from its name: put its own in its place '
            "(1.json at /result/1)"
        ),
    ]
    assert _data(carried, "credentials/badges/bread-baking/")["validity"] == "2 years"
    (person,) = carried.people
    assert (person.email, person.name) == (ADA, "Ada Ferrant")
    assert _entries(carried, "bread-baking") == [
        {"recipient": person.recipient, "evidence": [{"id": "https://quarry-hill.example.org/loaves/7"}]}
    ]
    assert carried.left_out == 1
    assert problems_of(carried.edit, place, as_of=NOW) == ()


def test_what_this_program_issued_comes_back_as_it_was_defined(place: Path, tmp_path: Path) -> None:
    registry = load_registry(FolderFiles(place))
    base = registry.file.base_url
    award = next(one for one in registry.awards if one.entry.result)
    documents = (published_profile(registry.issuers["lakeside"], base), credential(registry, award, base))
    kept = {path: None for path in _paths(place) if "/awards/" in path or "/badges/" in path or "/register/" in path}
    carried, notes = _carried(write_registry(tmp_path / "empty", kept), tmp_path, *documents)

    before = read_yaml((place / "credentials/badges/data-analysis/badge.yml").read_bytes(), "badge.yml").data
    after = _data(carried, "credentials/badges/data-analysis/")
    left = {"version": 1, "criteria": before["criteria"].strip(), "validity": None, "image_caption": None}
    assert {**after, "validity": None, "image_caption": None} == {**before, **left}
    batch = _data(carried, "credentials/awards/data-analysis/")
    assert batch["awarded"] == award.awarded.isoformat()
    (entry,) = batch["recipients"]
    assert entry["result"] == {"status": "Completed", "value": "92", "of": "score"}
    assert (entry["valid_until"], entry["narrative"]) == ("2029-06-30", "Led the team.")
    assert [note.split(" (")[0] for note in notes] == [
        'not carried: "version" of an achievement',
        (
            'not carried: the picture of badge "Data Analysis": it is at '
            "https://credentials.example.org/registry/badges/data-analysis/2/badge.svg, and nothing is fetched"
        ),
        'changed: badge "Data Analysis" has a picture drawn from its name: put its own in its place',
    ]


def _paths(place: Path) -> list[str]:
    return [path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()]


def test_a_badge_and_an_issuer_of_the_same_name_stay_as_they_are(place: Path, tmp_path: Path) -> None:
    lakeside = issuer_2(name="lakeside  school")
    mine = badge_2(name="TEACHING", issuer=lakeside)
    carried, notes = _carried(place, tmp_path, mine, assertion_2())
    assert carried.issuers == (("lakeside", False),)
    assert carried.badges == (("teaching", False),)
    assert [path for path, _ in carried.edit.files if "/badges/" in path or "/issuers/" in path] == []
    assert notes == [
        (
            'note: the registry has this badge: "teaching" stays as it is; its description and criteria here '
            "is other than in the file (1.json)"
        )
    ]
    assert len(_entries(carried, "teaching")) == 1


def test_badges_may_be_given_to_an_issuer_and_awards_to_a_badge(place: Path, tmp_path: Path) -> None:
    carried, _ = _carried(place, tmp_path, badge_2(), issuer="harbour")
    assert carried.issuers == (("harbour", False),)
    assert _data(carried, "credentials/badges/bread-baking/")["issuer"] == "harbour"

    carried, notes = _carried(place, tmp_path, badge_2(), assertion_2(), into="teaching")
    assert carried.badges == (("teaching", False),)
    assert notes == ['note: the badge class itself is not carried: --into names "teaching" (1.json)']
    assert len(_entries(carried, "teaching")) == 1


@pytest.mark.parametrize(
    ("documents", "into", "problem"),
    [
        (
            [assertion_2()],
            None,
            (
                f'1.json: the badge of this award is in none of the files: it names "{OLD}/bread.json"\n'
                "    expected: its badge class\n"
                "    hint: hand it in as well, or name a badge of the registry with --into"
            ),
        ),
        (
            [badge_2()],
            None,
            (
                f"1.json: whose badge this is, is in none of the files: it names '{OLD}/issuer.json'\n"
                "    expected: its issuer\n"
                "    hint: hand in the issuer's file as well, or say --issuer; "
                "issuers of this registry: harbour, lakeside"
            ),
        ),
        (
            [issuer_2(), badge_2(name=None)],
            None,
            "2.json: the badge has no name\n    expected: a name",
        ),
        (
            [issuer_2(url=None), badge_2()],
            None,
            (
                '1.json: issuer "Quarry Hill Adult Education" has no address on the web\n'
                "    expected: url: https://...\n"
                "    hint: or say --issuer"
            ),
        ),
        (
            [issuer_2(), badge_2(), assertion_2(issuedOn="last summer")],
            None,
            "3.json: the award says no day that can be read\n    expected: issuedOn, such as 2026-06-30T09:00:00Z",
        ),
        (
            [issuer_2(), badge_2(), assertion_2(issuedOn="2031-01-01", expires=None)],
            None,
            "3.json: the award is of 2031-01-01, which cannot be\n    expected: the day on which it was awarded",
        ),
        (
            [issuer_2(), badge_2(), assertion_2(expires="2020-01-01T00:00:01Z")],
            None,
            (
                "3.json: the award ends on 2020-01-01, before the day it was awarded, 2021-06-30\n"
                "    expected: 2021-06-30 or later"
            ),
        ),
        (
            [issuer_2(), badge_2(), assertion_2(expires="in two years")],
            None,
            "3.json: the award ends at no time that can be read\n    expected: such as 2028-06-30",
        ),
        (
            [issuer_2(), badge_2(), assertion_2(recipient=None)],
            None,
            "3.json: nobody is named as recipient\n    expected: who holds it",
        ),
        (
            [badge_2(), assertion_2(), assertion_2(2, badge="https://old.example.org/other")],
            "teaching",
            (
                '3.json: the awards are of 2 badges ("Bread Baking", "https://old.example.org/other"), '
                "and --into names one\n"
                "    expected: awards of one badge\n"
                "    hint: leave --into out, or hand in the files of one badge"
            ),
        ),
    ],
)
def test_what_keeps_an_import_from_being_done_is_told(
    place: Path, tmp_path: Path, documents: list[Any], into: str | None, problem: str
) -> None:
    carried, _ = _carried(place, tmp_path, *documents, into=into)
    assert [str(one).replace(f"{tmp_path}/", "") for one in carried.problems] == [problem]


def test_texts_that_are_too_long_are_shortened_and_nothing_is_lost(place: Path, tmp_path: Path) -> None:
    long = "Bakes rye bread. " + "And again. " * 40
    carried, notes = _carried(place, tmp_path, issuer_2(), badge_2(description=long, tags=["x" * 121, "Baking"]))
    badge = _data(carried, "credentials/badges/bread-baking/")
    assert long.startswith(badge["description"])
    assert len(badge["description"]) <= 300
    assert badge["criteria"] == f"Bake:\n\n1. rye\n2. spelt\n\n### Description\n\n{long.strip()}"
    assert badge["skills"] == ["Baking"]
    assert notes == [
        (
            'changed: the description of badge "Bread Baking" is shortened: at most 300 characters fit; '
            "all of it ends the criteria (2.json at /description)"
        ),
        'not carried: a tag of badge "Bread Baking": text of 121 characters (2.json at /tags/0)',
    ]


def test_a_badge_without_criteria_in_words_says_where_they_are(place: Path, tmp_path: Path) -> None:
    carried, notes = _carried(place, tmp_path, issuer_2(), badge_2(criteria="http://quarry-hill.example.org/bread"))
    badge = _data(carried, "credentials/badges/bread-baking/")
    assert badge["criteria"] == "See <https://quarry-hill.example.org/bread>."
    assert notes == [
        (
            'changed: the address of the criteria of badge "Bread Baking": http://quarry-hill.example.org/bread '
            "is written with https: check that it leads there (2.json at /criteria)"
        ),
        (
            'changed: the criteria of badge "Bread Baking" are on a page that is named, and not in the file: '
            "write them (2.json at /criteria)"
        ),
    ]


def test_whatever_a_reader_does_not_know_is_said_once_for_each_place(place: Path, tmp_path: Path) -> None:
    _, notes = _carried(place, tmp_path, issuer_2(telephone="+00 1"), badge_2(related=["x"]), assertion_2(licence="L"))
    assert notes == [
        'not carried: "telephone" of an issuer (1.json at /telephone)',
        'not carried: "related" of a badge class (2.json at /related)',
        'not carried: "licence" of an assertion (3.json at /licence)',
    ]


def test_endorsements_keys_and_other_credentials_are_said_not_to_be_carried(place: Path, tmp_path: Path) -> None:
    others = [
        {"@context": examples.V2, "type": "Endorsement", "id": "x"},
        {"@context": examples.V2, "type": "CryptographicKey", "id": "x"},
        credential_3(type=["VerifiableCredential", "EndorsementCredential"]),
        {"@context": [examples.V3[0]], "type": ["VerifiableCredential", "IdentityCard"]},
    ]
    carried, notes = _carried(place, tmp_path, *others)
    assert carried.edit.files == ()
    assert notes == [
        "not carried: an endorsement (1.json)",
        "not carried: a public key: keys of this registry sign what is issued here (2.json)",
        "not carried: an endorsement (3.json)",
        "not carried: a credential that is no badge (4.json)",
    ]


def test_revoked_awards_copies_and_second_awards_are_left_out(place: Path, tmp_path: Path) -> None:
    listed = {
        "@context": examples.V2,
        "type": "RevocationList",
        "revokedAssertions": [{"id": f"{OLD}/assertions/2.json"}],
    }
    carried, notes = _carried(
        place,
        tmp_path,
        issuer_2(),
        badge_2(),
        [assertion_2(), assertion_2(), assertion_2(2, recipient={"type": "email", "identity": BO})],
        assertion_2(3, issuedOn="2022-01-01T00:00:01Z"),
        assertion_2(4, revoked=True),
        listed,
    )
    assert len(_entries(carried, "bread-baking")) == 1
    assert carried.left_out == 3
    assert notes == [
        "not carried: an award that was revoked (3.json at /2)",
        "not carried: an award that was revoked (5.json)",
        f"not carried: an award to somebody who holds the badge by {tmp_path}/3.json at /0 (4.json)",
    ]


def test_of_a_credential_that_was_issued_again_the_newest_copy_counts(place: Path, tmp_path: Path) -> None:
    old = credential_3()
    new = credential_3(validFrom="2025-01-01T00:00:00Z", awardedDate="2024-05-01T00:00:00Z", evidence=None)
    carried, notes = _carried(place, tmp_path, old, new)
    (entry,) = _entries(carried, "cheese-making")
    assert "evidence" not in entry
    assert _data(carried, "credentials/awards/")["awarded"] == "2024-05-01"
    assert "not carried: an earlier copy of an award that was issued again (1.json)" in notes


def test_somebody_who_holds_the_badge_here_is_not_awarded_it_again(place: Path, tmp_path: Path) -> None:
    award = next(one for one in load_registry(FolderFiles(place)).awards if one.badge == "sailing")
    assert award.recipient == recipient(1)
    issued = assertion_2(issuedOn="2026-06-01", expires=None)
    carried, notes = _carried(place, tmp_path, issued, people=f"{recipient(1)},Ada,{ADA}\n", into="sailing")
    assert (carried.edit.files, carried.left_out) == ((), 1)
    assert notes == [f"not carried: an award to somebody who holds the badge by {award.id} (1.json)"]


def test_no_text_that_names_anybody_is_carried(place: Path, tmp_path: Path) -> None:
    people = f"{recipient(7)},Ada Ferrant,{ADA}\n"
    carried, notes = _carried(
        place,
        tmp_path,
        issuer_2(),
        badge_2(),
        assertion_2(
            narrative="Ada kneaded for twenty minutes.",
            evidence=[
                {"id": "https://quarry-hill.example.org/people/ada-ferrant"},
                {"name": "Loaf", "description": f"Ask {BO}."},
                "https://quarry-hill.example.org/loaves/1",
            ],
        ),
        people=people,
    )
    assert _entries(carried, "bread-baking") == [
        {
            "recipient": recipient(7),
            "valid_until": "2027-06-30",
            "evidence": [{"name": "Loaf"}, {"id": "https://quarry-hill.example.org/loaves/1"}],
        }
    ]
    named = "it holds a name or an e-mail address, and would be published"
    assert notes == [
        f"not carried: a narrative: {named} (3.json at /narrative)",
        f"not carried: evidence: {named} (3.json at /evidence/0)",
        f"not carried: evidence: {named} (3.json at /evidence/1)",
    ]
    assert all(ADA.encode() not in (content or b"") for _, content in carried.edit.files)


def test_an_award_without_an_end_ends_with_the_badge_and_that_is_said(place: Path, tmp_path: Path) -> None:
    issued = assertion_2(issuedOn="2026-01-01", expires=None)
    carried, notes = _carried(place, tmp_path, issued, into="sailing")
    assert "valid_until" not in _entries(carried, "sailing")[0]
    assert notes == ["changed: an award without an end ends with the validity of the badge, on 2028-01-01 (1.json)"]


def test_many_awards_become_several_batches(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.authoring.importing.carrying.MOST_IN_A_BATCH", 2)
    awards = [
        assertion_2(number, recipient={"type": "email", "identity": f"p{number}@quarry-hill.example.org"})
        for number in range(5)
    ]
    carried, _ = _carried(place, tmp_path, issuer_2(), badge_2(), awards)
    batches = [path for path, _ in carried.edit.files if "/awards/" in path]
    assert len(set(batches)) == 3
    assert len(carried.awards) == len(carried.people) == 5
    assert problems_of(carried.edit, place, as_of=NOW) == ()


@pytest.mark.parametrize(
    ("described", "value", "left", "reached", "note"),
    [
        (
            {"valueMin": "0", "valueMax": "100", "requiredValue": "120"},
            "88",
            {"minimum": "0", "maximum": "100"},
            {"status": "Completed", "value": "88", "of": "score"},
            'the required value of a result of badge "Cheese Making": "120" is out of the range of "score"',
        ),
        (
            {"valueMin": "100", "valueMax": "0", "requiredValue": None},
            "88",
            {},
            {"status": "Completed", "value": "88", "of": "score"},
            'the bounds of a result of badge "Cheese Making": the highest value is below the lowest',
        ),
        (
            {"valueMin": None, "valueMax": None, "requiredValue": None, "allowedValue": ["pass", "merit"]},
            "88",
            {"allowed": ["pass", "merit"]},
            {"status": "Completed", "of": "score"},
            'the value of a result: "88" is no value of "score"',
        ),
    ],
)
def test_results_that_the_registry_would_refuse_are_not_carried(
    place: Path,
    tmp_path: Path,
    described: dict[str, Any],
    value: str,
    left: dict[str, Any],
    reached: dict[str, str],
    note: str,
) -> None:
    document = credential_3()
    subject = document["credentialSubject"]
    subject["achievement"]["resultDescription"][0] |= described
    subject["result"] = [{**subject["result"][0], "value": value}, {**subject["result"][0], "value": value}]
    carried, notes = _carried(place, tmp_path, document)
    (result,) = _data(carried, "credentials/badges/cheese-making/")["results"]
    assert {key: result[key] for key in result.keys() - {"id", "name", "type"}} == left
    assert _entries(carried, "cheese-making")[0]["result"] == reached
    said = [one.split(": ", 1)[1].rpartition(" (")[0] for one in notes]
    assert note in said
    assert "a second result of the same kind" in said
    assert problems_of(carried.edit, place, as_of=NOW) == ()


def test_what_a_badge_says_besides_is_said_not_to_be_carried(place: Path, tmp_path: Path) -> None:
    document = credential_3(name="Cheese, certified", endorsement=[{"type": ["EndorsementCredential"]}])
    achievement = document["credentialSubject"]["achievement"]
    achievement |= {"inLanguage": "de-AT", "creator": {"id": "https://else.example.org", "type": ["Profile"]}}
    achievement["criteria"]["extra"] = "x"
    achievement["image"]["author"] = "somebody"
    _, notes = _carried(place, tmp_path, document)
    where = "/credentialSubject/achievement"
    assert set(notes) >= {
        "not carried: an endorsement (1.json at /endorsement/0)",
        f'not carried: "extra" of criteria (1.json at {where}/criteria/extra)',
        f'not carried: "author" of an image (1.json at {where}/image/author)',
        f'not carried: who made badge "Cheese Making": it needs a name and an address (1.json at {where}/creator)',
        'not carried: "name" of a credential: its achievement has another (1.json at /name)',
        f'note: badge "Cheese Making" is in the language "de", and the registry signs "en" (1.json at {where})',
    }


def test_two_badges_of_one_name_become_one_and_that_is_said(place: Path, tmp_path: Path) -> None:
    other = badge_2(id=f"{OLD}/bread-2.json", description="Bakes two kinds of bread.")
    same = badge_2(id=f"{OLD}/bread-3.json", tags=None)
    carried, notes = _carried(place, tmp_path, issuer_2(), badge_2(), other, same)
    assert carried.badges == (("bread-baking", True),)
    assert notes == ['not carried: a second badge "Bread Baking" that says something else: the first counts (3.json)']


def test_an_award_until_the_year_9999_has_no_end(place: Path, tmp_path: Path) -> None:
    carried, notes = _carried(place, tmp_path, issuer_2(), badge_2(), assertion_2(expires="9999-12-31T23:59:59Z"))
    assert "valid_until" not in _entries(carried, "bread-baking")[0]
    assert notes == ["changed: an award that ends in a thousand years has no end (3.json)"]
