"""`conferral.authoring.giving`: both files are written or neither, and rules of the registry speak of rows."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from conferral.authoring import giving
from conferral.authoring.awarding import Shared, awardable
from conferral.authoring.edit import readable
from conferral.errors import RegistryError, RegistryProblems
from conferral.people_file import make_people_file, people_file
from tests.program import tree
from tests.registry_builder import NOW, recipient
from tests.unit.authoring.cohorts import ADA, GRACE, MARY, PEOPLE, award, people, read, told

ACTIVATE = "Once it is ready, delete the line `state: draft` from credentials/badges/teaching/badge.yml."
HEAD = "email,score,date\n"


def test_a_cohort_becomes_a_batch_in_the_style_of_the_house(registered: Path) -> None:
    rows = "ada@example.org,92,2026-06-30\ngrace@example.org,70,2026-06-30\nmary@example.org,88,2026-06-29\n"
    outcome = award(registered, read(registered, HEAD + rows))

    assert outcome.is_written
    assert outcome.path
    entries = {
        ADA: '    result:\n      value: "92"\n      of: score\n',
        GRACE: '    result:\n      value: "70"\n      of: score\n',
        MARY: '    awarded: 2026-06-29\n    result:\n      value: "88"\n      of: score\n',
    }
    assert (registered / outcome.path).read_text() == (
        "# yaml-language-server: $schema=../../../schemas/awards.schema.json\n"
        "badge: data-analysis\n"
        "awarded: 2026-06-30\n"
        "recipients:\n" + "".join(f"  - recipient: {one}\n{entries[one]}" for one in sorted(entries))
    )
    assert {ADA, GRACE, MARY} <= {one.recipient for one in readable(registered)[0].awards}


def test_the_order_of_a_spreadsheet_is_not_told(registered: Path) -> None:
    rows = ["ada@example.org,92,2026-06-30\n", "grace@example.org,70,2026-06-30\n", "mary@example.org,61,2026-06-30\n"]
    texts = set()
    for order in permutations(rows):
        outcome = award(registered, read(registered, HEAD + "".join(order)))
        assert outcome.path
        texts.add((registered / outcome.path).read_text())
        (registered / outcome.path).unlink()

    assert len(texts) == 1


def test_whoever_holds_the_badge_is_a_problem_is_skipped_or_renews(registered: Path) -> None:
    cohort = read(registered, HEAD + "emmy@example.org,92,2026-07-01\nada@example.org,92,2026-07-01\n")
    before = tree(registered)
    held = next(one for one in readable(registered)[0].awards if one.recipient == recipient(1))

    refused = award(registered, cohort)
    assert told(refused.all_problems) == ["2:1: Emmy Noether holds the badge: awarded 2026-06-30"]
    assert not refused.is_written
    assert tree(registered) == before

    dry = award(registered, cohort, holders="renew", dry_run=True)
    assert [(one.action, one.renews) for one in dry.decisions] == [("renew", held.id), ("award", None)]
    assert tree(registered) == before

    skipped = award(registered, cohort, holders="skip")
    assert [one.wanted.recipient for one in skipped.given] == [ADA]
    again = award(registered, cohort, holders="skip")
    assert (again.path, again.is_written, len(again.skipped)) == (None, False, 2)

    renewed = award(registered, read(registered, HEAD + "emmy@example.org,93,2026-07-01\n"), holders="renew")
    assert renewed.path
    assert f"renews: {held.id}\n" in (registered / renewed.path).read_text()
    early = award(registered, read(registered, HEAD + "emmy@example.org,93,2026-06-29\n"), holders="renew")
    assert told(early.all_problems) == ["2:1: Emmy Noether holds the badge: awarded 2026-07-01, not registered yet"]


def test_a_rule_of_the_registry_is_told_of_the_row(registered: Path) -> None:
    (registered / "recipients").mkdir()
    (registered / f"recipients/{GRACE}.yml").write_text(
        "display_name: Admiral Amazing\nconsent: {on: 2026-01-01, to: [display_name]}\n"
    )
    rows = "ada@example.org,92,Wrote it.\ngrace@example.org,80,By Admiral Amazing.\nbob@example,1,\n"
    cohort = read(registered, "email,score,narrative\n" + rows)
    before = tree(registered)

    refused = award(registered, cohort)
    assert told(refused.all_problems) == [
        f'3:3: this holds the name "Admiral Amazing" of {GRACE}',
        '4:1: "bob@example" is no e-mail address',
        '4:2: "1" is less than the "60" that "score" requires',
    ]
    assert tree(registered) == before

    written = award(registered, cohort, only_good=True)
    assert written.is_written
    assert [one.wanted.recipient for one in written.given] == [ADA]
    assert [one.wanted.source.line for one in written.faulty] == [3, 4]


def test_new_people_and_their_awards_are_written_both_or_neither(
    registered: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path_factory.mktemp("office") / "people.csv"
    make_people_file(path, environ={})
    empty = path.read_bytes()
    text = "name,email,score\nKatherine Johnson,kj@example.org,88\nDorothy Vaughan,dv@example.org,59\n"

    with people_file(path, environ={}) as opened:
        cohort = read(registered, text, opened.people)
        assert not award(registered, cohort, people_file=opened).is_written
        assert path.read_bytes() == empty
        with monkeypatch.context() as patched:
            patched.setattr(giving, "carry_out", _full_disk)
            with pytest.raises(OSError, match="no space"):
                award(registered, cohort, people_file=opened, only_good=True)
        assert path.read_bytes() == empty
        outcome = award(registered, cohort, people_file=opened, only_good=True)

    new = outcome.given[0].wanted.recipient
    assert path.read_text() == f"recipient,name,email\n{new},Katherine Johnson,kj@example.org\n"
    assert new in (registered / str(outcome.path)).read_text()


def _full_disk(*_: object, **__: object) -> None:
    raise OSError("no space")


def test_what_a_batch_shares_names_nobody() -> None:
    shared = Shared(badge="sailing", name="for-ada-lovelace", awarded=NOW.date())
    with pytest.raises(RegistryError) as caught:
        giving.refuse_names(shared, people(PEOPLE), ())
    assert caught.value.message == '--name holds the name "Ada Lovelace"'

    shared = Shared(badge="sailing", name="x", awarded=NOW.date(), evidence=("https://example.org/hopper%20grace",))
    with pytest.raises(RegistryError) as caught:
        giving.refuse_names(shared, people(PEOPLE), ())
    assert caught.value.message == '--evidence holds the name "Grace Hopper"'


def test_what_the_whole_cohort_lacks_is_no_fault_of_a_row(registered: Path) -> None:
    file = registered / "credentials/registry.yml"
    file.write_text(file.read_text() + "  evidence_required: true\n")
    cohort = read(registered, HEAD + "ada@example.org,92,2026-06-30\ngrace@example.org,70,2026-06-30\n")

    outcome = award(registered, cohort, only_good=True)

    assert (outcome.is_written, outcome.faulty, len(outcome.given)) == (False, (), 2)
    (problem,) = outcome.problems
    assert str(problem).splitlines()[0].endswith("cohort.csv: none of these 2 new awards has evidence")


def test_only_active_badges_are_awarded(registered: Path) -> None:
    file = registered / "credentials/badges/teaching/badge.yml"
    file.write_text(file.read_text() + "state: draft\n")

    with pytest.raises(RegistryError) as caught:
        awardable(readable(registered)[0], "teaching")
    assert (caught.value.message, caught.value.hint) == ('the badge "teaching" is a draft', ACTIVATE)
    with pytest.raises(RegistryProblems) as mistyped:
        awardable(readable(registered)[0], "sailng")
    assert mistyped.value.problems[0].hint == 'did you mean "sailing"?'


def test_a_badge_of_an_unknown_issuer_is_no_surprise(registered: Path) -> None:
    file = registered / "credentials/badges/teaching/badge.yml"
    file.write_text(file.read_text().replace("issuer: lakeside", "issuer: seaside"))

    with pytest.raises(RegistryError) as caught:
        awardable(readable(registered)[0], "teaching")
    assert caught.value.message == 'the badge "teaching" names an issuer "seaside" that is not there'
