"""`conferral.reviewing`: a reviewer who knows the people sees who is who in a change."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.branches import default_branch
from conferral.describing import changes
from conferral.errors import RegistryError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.people import read_people
from conferral.reviewing import Line, review
from tests.registry_builder import commit_all, git, recipient

PEOPLE = (
    "recipient,name,email\n"
    f"{recipient(1)},Ada Lovelace,ada@example.org\n"
    f"{recipient(2)},,grace@example.org\n"
    f"{recipient(3)},Emmy Noether,emmy@example.org\n"
)
BATCH = "credentials/awards/teaching/2026-07-01-first-k3v9.yml"


def lines(before: Registry, root: Path) -> list[tuple[str, str, str, tuple[str, ...]]]:
    after = load_registry(FolderFiles(root))
    found = review(before, after, changes(before, after), read_people(PEOPLE.encode(), "people.csv"))
    return [(line.kind, line.name, line.badge, line.remarks) for line in found]


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def test_every_award_has_the_name_of_its_recipient(registered: Path, registry: Registry) -> None:
    put(
        registered,
        BATCH,
        "badge: teaching\nawarded: 2026-07-01\nrecipients:\n"
        f"  - {{recipient: {recipient(1)}, narrative: Emmy Noether helped.}}\n"
        f"  - recipient: {recipient(2)}\n"
        f"  - {{recipient: {recipient(3)}, narrative: Emmy led.}}\n"
        f"  - recipient: {recipient(9)}\n",
    )

    assert lines(registry, registered) == [
        ("award", "Ada Lovelace", "teaching", ('the text holds "Emmy Noether"',)),
        ("award", "grace@example.org", "teaching", ()),
        ("award", "Emmy Noether", "teaching", ('the text holds "Emmy"',)),
        ("award", "", "teaching", ("not in the people file",)),
    ]


def test_who_holds_it_or_lost_it_before_is_said(registered: Path, registry: Registry) -> None:
    spring = [award for award in registry.awards if award.badge == "data-analysis"]
    put(registered, f"credentials/revocations/{spring[1].id}.yml", "on: 2026-06-30\nreason: misconduct\n")
    before = load_registry(FolderFiles(registered))
    put(
        registered,
        "credentials/awards/data-analysis/2026-07-01-again-k3v9.yml",
        "badge: data-analysis\nawarded: 2026-07-01\nrecipients:\n"
        f"  - recipient: {recipient(1)}\n"
        f"  - recipient: {recipient(2)}\n"
        f"  - {{recipient: {recipient(3)}, renews: {spring[2].id}}}\n",
    )

    assert lines(before, registered) == [
        ("award", "Ada Lovelace", "data-analysis", ("holds it already",)),
        (
            "award",
            "grace@example.org",
            "data-analysis",
            ("an earlier award of it was revoked on 2026-06-30: misconduct",),
        ),
        ("renew", "Emmy Noether", "data-analysis", ()),
    ]


def test_states_changed_awards_and_what_is_published_have_names_too(registered: Path, registry: Registry) -> None:
    spring = [award for award in registry.awards if award.badge == "data-analysis"]
    put(
        registered,
        f"credentials/revocations/{spring[0].id}.yml",
        "on: 2026-07-01\nreason: misconduct\nnote: Lovelace was warned.\n",
    )
    put(
        registered,
        f"recipients/{recipient(3)}.yml",
        "display_name: E.N.\nconsent: {on: 2026-01-01, to: [display_name]}\n",
    )
    file = registered / spring[0].place.file
    file.write_text(file.read_text().replace('value: "92"', 'value: "93"'))

    assert lines(registry, registered) == [
        ("revoke", "Ada Lovelace", "data-analysis", ("reason: misconduct", 'the note holds "Lovelace"')),
        ("alter", "grace@example.org", "data-analysis", ("result of an issued award",)),
        ("publish", "Emmy Noether", "", ("published before: nothing; now: display_name",)),
    ]


def test_another_note_on_a_revocation_is_looked_through_as_well(registered: Path, registry: Registry) -> None:
    award = next(award for award in registry.awards if award.badge == "data-analysis")
    file, text = f"credentials/revocations/{award.id}.yml", "on: 2026-07-01\nreason: misconduct\n"
    put(registered, file, text)
    before = load_registry(FolderFiles(registered))
    put(registered, file, text + "note: Lovelace was warned.\n")

    ((kind, name, _, remarks),) = lines(before, registered)
    assert (kind, name) == ("alter", "Ada Lovelace")
    assert remarks == ("its revocation or suspension is worded anew", 'the note holds "Lovelace"')


def test_a_line_is_plain_data_for_programs() -> None:
    line = Line(kind="award", badge="teaching", award="", recipient=recipient(1), name="Ada", awarded="2026-07-01")

    assert line.as_json() == {
        "kind": "award",
        "badge": "teaching",
        "award": None,
        "recipient": recipient(1),
        "name": "Ada",
        "awarded": "2026-07-01",
        "result": None,
        "remarks": [],
    }


def test_a_clone_knows_the_default_branch_of_its_origin(
    registered: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    commit_all(registered)
    clone = tmp_path_factory.mktemp("clones") / "clone"
    git(registered, "clone", "-q", str(registered), str(clone))

    assert default_branch(clone) == "origin/main"
    git(clone, "symbolic-ref", "-d", "refs/remotes/origin/HEAD")
    assert default_branch(clone) == "origin/main"
    with pytest.raises(RegistryError) as caught:
        default_branch(registered)
    assert caught.value.message == "the default branch of origin is not known here"
