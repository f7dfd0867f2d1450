"""Our own verifier turns down every altered credential, list and key, and says no more than it can know.

What it may not do is say "verified".  FAILED is right where something is wrong whoever looks; UNDECIDED where
something could not be had, or is in a form that another verifier may understand: those are named one by one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conferral.verify import FolderResolver, Outcome, Report, State, Verifier, verify_site
from tests.conformance import alterations
from tests.conformance.alterations import Alteration
from tests.conformance.outside import Job, canonical_hashes
from tests.conformance.sites import SignedSite

pytestmark = pytest.mark.xdist_group("alterations")

UNDECIDED = {
    # another verifier may know these words, and what is signed in them
    "context: words of its own",
    "context: a catch-all",
    "context: an unknown address",
    # the stranger's own site is not in the folder
    "issued by a stranger under the issuer's address",
    # something that could not be had, or not as of now
    "list gone",
    "list that has lapsed",
    "list that has not begun",
    "key: keys gone",
}

UNDECIDED_PLACES = {
    ".@context with an item too many",
    ".proof[0] with a member that JSON-LD drops",
    ".proof[0] with a member by its full name",
    # a kind of proof that another verifier may know
    *(f".proof[0].type {how}" for how in ("changed", "longer", "emptied", "with a space", "in the other case")),
    *(f".proof[0].cryptosuite {how}" for how in ("changed", "longer", "emptied", "with a space", "in the other case")),
}

FORMLESS = (
    "with a member that JSON-LD drops",
    "with a member by its full name",
    "made null",
    "made an empty list",
    "made an empty object",
    "made true",
    "made a number",
)
"""What leaves a list without a canonical form: whether that is failed or unknown depends on the place."""


class Registry:
    """A copy of a site whose documents can be replaced for one verification."""

    def __init__(self, site: SignedSite, folder: Path) -> None:
        self.site = site
        self.folder = shutil.copytree(site.folder, folder)
        self.path = site.path("data-analysis", 2)
        self.neighbour = site.path("data-analysis", 1)
        self.elsewhere = site.path("sailing", 1)

    @property
    def good(self) -> alterations.Document:
        """The sound credential that everything is made from."""
        return self.site.document(self.path)

    def inspect(self, altered: Alteration) -> Report:
        """Our report on an altered credential, every file read from the folder."""
        with self.replaced(altered):
            return self.verifier.inspect(altered.document, place=altered.place)

    @property
    def verifier(self) -> Verifier:
        """A verifier that has read nothing yet."""
        return Verifier(resolver=FolderResolver(self.folder, self.site.base_url), at=self.site.at)

    @contextmanager
    def replaced(self, altered: Alteration) -> Iterator[None]:
        """While it lasts, the folder holds the altered documents."""
        for path, document in altered.replaced.items():
            target = self.folder / path
            if document is None:
                target.unlink()
            else:
                target.write_text(json.dumps(document), encoding="utf-8")
        try:
            yield
        finally:
            for path in altered.replaced:
                shutil.copy(self.site.folder / path, self.folder / path)


@pytest.fixture(scope="module")
def registry(small: SignedSite, tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry(small, tmp_path_factory.mktemp("altered") / "site")


@pytest.fixture(scope="module")
def structural(registry: Registry) -> dict[str, Alteration]:
    site, path = registry.site, registry.path
    found = [
        *alterations.of_the_credential(site, path, registry.neighbour, registry.elsewhere),
        *alterations.of_the_signer(site, path, registry.neighbour, registry.elsewhere),
        *alterations.of_the_list(site, path, registry.elsewhere),
        *alterations.of_the_keys(site, path),
    ]
    names = [altered.name for altered in found]
    assert len(names) == len(set(names))
    return {altered.name: altered for altered in found}


def test_what_an_issuer_may_change_changes_nothing(registry: Registry) -> None:
    changes = list(alterations.sound_changes(registry.site, registry.path))
    states = {change.name: registry.inspect(change).state for change in changes}
    assert states == dict.fromkeys((change.name for change in changes), State.VALID)


def test_no_place_of_a_credential_can_be_altered(registry: Registry) -> None:
    altered = dict(alterations.walk(registry.good))
    assert len(altered) > 900
    assert registry.good not in altered.values()
    verifier = registry.verifier
    outcomes = {name: verifier.inspect(document).outcome for name, document in altered.items()}
    undecided = {name for name, outcome in outcomes.items() if outcome is Outcome.UNDECIDED}
    assert undecided == UNDECIDED_PLACES
    assert {outcomes[name] for name in altered.keys() - undecided} == {Outcome.FAILED}


def test_what_is_put_together_in_another_way_is_turned_down(
    registry: Registry, structural: dict[str, Alteration]
) -> None:
    chosen = {name: altered for name, altered in structural.items() if not name.startswith("list: ")}
    assert len(chosen) > 90
    outcomes = {name: registry.inspect(altered).outcome for name, altered in chosen.items()}
    assert outcomes == {name: Outcome.UNDECIDED if name in UNDECIDED else Outcome.FAILED for name in chosen}
    assert chosen.keys() >= UNDECIDED


def test_no_place_of_a_status_list_can_be_altered(registry: Registry, structural: dict[str, Alteration]) -> None:
    chosen = {name: altered for name, altered in structural.items() if name.startswith("list: ")}
    assert len(chosen) > 200
    outcomes = {name: registry.inspect(altered).outcome for name, altered in chosen.items()}
    assert Outcome.VERIFIED not in outcomes.values()
    for name, outcome in outcomes.items():
        if not name.endswith(FORMLESS) and ".@context" not in name:
            kind = name.removeprefix("list: ") in UNDECIDED_PLACES
            assert (name, outcome) == (name, Outcome.UNDECIDED if kind else Outcome.FAILED)


def test_a_document_written_otherwise_is_verified_only_if_it_makes_the_same_statements(registry: Registry) -> None:
    written = dict(alterations.rewritings(registry.good))
    verifier = registry.verifier
    outcomes = {name: verifier.inspect(document).outcome for name, document in written.items()}
    assert set(outcomes.values()) == {Outcome.VERIFIED, Outcome.FAILED}
    verified = {name: document for name, document in written.items() if outcomes[name] is Outcome.VERIFIED}
    at = registry.site.at
    jobs = [Job(name=name, at=at, document=document) for name, document in {**verified, "": registry.good}.items()]
    hashes = canonical_hashes(registry.site, jobs)
    assert {name for name in verified if hashes[name] != hashes[""]} == set()
    assert {name for name in verified if name.startswith(".proof")} == {
        ".proof as its only item",
        ".proof with its first item twice",
        ".proof[0] with its members the other way round",
    }


def test_a_text_that_two_readers_may_read_otherwise_is_turned_down(registry: Registry) -> None:
    texts = dict(alterations.as_text(registry.good))
    assert json.dumps(registry.good).encode() not in texts.values()
    verifier = registry.verifier
    states = {name: verifier.inspect(text).state for name, text in texts.items()}
    assert states == dict.fromkeys(texts, State.MALFORMED)


@pytest.mark.parametrize(
    "name",
    [
        "list truncated",
        "list with another bit set",
        "list signed by another issuer",
        "list gone",
        "key: not in assertionMethod",
        "key: revoked",
        "key: controlled by another issuer",
    ],
)
def test_a_site_with_it_is_not_sound(registry: Registry, structural: dict[str, Alteration], name: str) -> None:
    with registry.replaced(structural[name]):
        assert not verify_site(registry.folder, at=registry.site.at).sound


def test_a_site_with_two_credentials_exchanged_is_not_sound(registry: Registry) -> None:
    site = registry.site
    first, second = registry.path, registry.neighbour
    exchanged = {first: site.document(second), second: site.document(first)}
    with registry.replaced(Alteration(name="exchanged", document={}, replaced=exchanged)):
        report = verify_site(registry.folder, at=site.at)
    assert set(report.faults) == {first, second}
    assert verify_site(registry.folder, at=site.at).sound
