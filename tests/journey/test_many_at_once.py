"""What a git host merges without asking: two cohorts that drew the same index, and fifty branches of every kind."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.standards import canonical
from conferral.verify import verify_site
from tests.conformance.outside import READ_LISTS, VERIFIERS, Finding, Job
from tests.conformance.sites import SignedSite
from tests.journey import edits, here
from tests.journey.building import build
from tests.journey.edits import Files
from tests.journey.host import BASE_URL
from tests.journey.repository import Clone, Remote, moment
from tests.registry_builder import SVG, environment, key_file, recipient, secret_key

pytestmark = pytest.mark.xdist_group("many at once")

DATA, SAILING, TEACHING, CLIMBING, MAPPING = "data-analysis", "sailing", "teaching", "climbing", "mapping"
SPRING = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"
TAUGHT = "credentials/register/awards/teaching/autumn-3k9m.csv"
ANALYSED = "credentials/register/awards/data-analysis/autumn-7q2x.csv"
MACHINE = ("credentials/register/",)
"""What only the program writes."""

KEYS = environment() | {
    f"TEST_KEY_{issuer.upper()}{suffix}": secret_key(f"{issuer}/{key}").as_multibase()
    for issuer in ("harbour", "hillside")
    for key, suffix in (("key-1", ""), ("key-2", "_2"))
}


def registry_of(clone: Clone) -> Registry:
    return load_registry(FolderFiles(clone.root))


def award_of(registry: Registry, badge: str, person: int) -> str:
    (award,) = (one.id for one in registry.awards if (one.badge, one.recipient) == (badge, recipient(person)))
    return award or ""


@pytest.fixture(scope="module", autouse=True)
def each_canonical_form_once() -> Iterator[None]:
    """Fifty branches hold mostly the same awards: the canonical form of a document, which never changes, is kept."""
    kept: dict[str, str] = {}

    def canonicalize(document: dict[str, Any]) -> str:
        key = json.dumps(document)
        if key not in kept:
            kept[key] = canonical.canonicalize(document)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("conferral.credentials.canonicalize", canonicalize)
        yield


def propose(clone: Clone, branch: str, files: Files) -> None:
    """A branch whose own check has nothing against it."""
    clone.start(branch)
    clone.write(files)
    here.ok("register", root=clone.root)
    clone.commit(f"{branch}")
    done = here.run("check", "--base", "origin/main", root=clone.root)
    assert done.code == 0, f"{branch}: {done.out}"
    clone.push(branch)


def begun(folder: Path) -> tuple[Remote, Clone]:
    """A remote with a registry of three schools, of which one has awarded nothing, and a clone."""
    remote = Remote(folder / "registry.git")
    clone = remote.clone(folder / "clone")
    clone.write(
        edits.founded()
        | edits.third_issuer()
        | edits.batch(TEACHING, "2026-06-01-first-2c4d", range(21, 31), awarded="2026-06-01")
    )
    clone.git("switch", "-q", "-c", "main")
    here.ok("register", root=clone.root)
    clone.commit("a registry of three schools")
    clone.push("main")
    return remote, clone


@pytest.fixture
def same_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every draw of an index is the same."""
    monkeypatch.setattr("conferral.register.registration.secrets.SystemRandom", lambda: random.Random(5))


@pytest.mark.usefixtures("same_chance")
def test_two_branches_that_drew_the_same_indexes_merge_and_one_command_mends_them(tmp_path: Path) -> None:
    remote, clone = begun(tmp_path)
    propose(clone, "one", edits.batch(TEACHING, "autumn-3k9m", (41, 42, 43)))
    propose(clone, "other", edits.batch(DATA, "autumn-7q2x", (44, 45, 46)))
    deployed = remote.merge("one")
    clone.start("main", "origin/main")
    published = {row.id: row for row in registry_of(clone).rows}
    assert remote.merge("other").conflicts == []
    clone.start("main", "origin/main")
    found = here.run("check", "--base", deployed.commit, root=clone.root)
    assert found.code == 1
    taken = [row.index for row in registry_of(clone).rows if row.id not in published]
    assert found.out == "".join(
        f"{TAUGHT}:{line}:1: the index {index} of lakeside's revocation list 1 is taken by {ANALYSED}:{line}\n"
        "    expected: an index of its own\n"
        "    hint: two branches drew the same one: run `conferral register --base` with the deployed revision\n"
        for line, index in enumerate(taken, start=2)
    )
    mended = here.ok("register", "--base", deployed.commit, root=clone.root)
    ours = [award_of(registry_of(clone), DATA, person) for person in (44, 45, 46)]
    assert mended.out == "".join(f"{one}  drew another index, as another award has its old one\n" for one in ours)
    clone.commit("other indexes")
    assert here.run("check", "--base", deployed.commit, root=clone.root).code == 0
    rows = registry_of(clone).rows
    assert {row.id: row for row in rows if row.id in published} == published
    assert len({(row.list, row.index) for row in rows if row.badge != SAILING}) == len(rows) - 2
    assert build_and_verify(clone.root, tmp_path / "site").registry.awards


def build_and_verify(root: Path, out: Path) -> SignedSite:
    """Build what is checked out, and have it verified by ours and by others."""
    build(root, out, KEYS)
    at = moment()
    report = verify_site(out, at=at)
    assert report.sound, report.as_json()
    site = SignedSite(folder=out, base_url=BASE_URL, at=at, registry=load_registry(FolderFiles(root)))
    expected = site.expected()
    name = "@digitalbazaar/vc"
    found = VERIFIERS[name](site, [Job(name=path, at=at, path=path) for path in expected]).findings
    assert name in READ_LISTS
    assert found == {
        path: Finding(
            signature=True,
            status=one.status,
            expired=one.expired,
            not_yet_valid=one.not_yet_valid,
            error="",
            bits=one.bits,
        )
        for path, one in expected.items()
    }
    return site


Edit = Callable[[Registry, Clone], Files]


@dataclass(frozen=True)
class Branch:
    """A branch and what it edits, given the registry that it starts from."""

    name: str
    edit: Edit


def replaced(path: str, old: str, new: str) -> Edit:
    """Some words of a file are others."""

    def edit(_: Registry, clone: Clone) -> Files:
        text = (clone.root / path).read_text("utf-8")
        assert text.count(old) == 1, (path, old)
        return {path: text.replace(old, new)}

    return edit


def new_version(badge: str) -> Edit:
    """The badge has another text from now on; the awards so far keep theirs."""

    def edit(registry: Registry, clone: Clone) -> Files:
        number = registry.badges[badge].current.version
        folder = f"credentials/badges/{badge}"
        text = (clone.root / folder / "badge.yml").read_text("utf-8")
        newer = text.replace(f"version: {number}", f"version: {number + 1}").replace(
            "criteria: ", "criteria_url: https://example.org/new\ncriteria: "
        )
        picture = (clone.root / folder / "badge.svg").read_text("utf-8")
        return {
            f"{folder}/{number}.yml": text,
            f"{folder}/{number}.svg": picture,
            f"{folder}/badge.yml": newer,
            f"{folder}/badge.svg": SVG.replace("{colour}", "abcdef"),
        }

    return edit


def corrected(name: str, people: Sequence[int], old: str, new: str) -> Edit:
    """Awards of the spring cohort are issued again, since a line of their batch was wrong."""

    def edit(registry: Registry, clone: Clone) -> Files:
        awards = [award_of(registry, DATA, person) for person in people]
        return replaced(SPRING, old, new)(registry, clone) | edits.correction(DATA, name, awards)

    return edit


def rotation(issuer: str) -> Edit:
    """A second key; the first stays active."""
    at = edits.stamp(moment())

    def edit(_: Registry, __: Clone) -> Files:
        return {f"keys/{issuer}/key-2.yml": key_file(issuer, "key-2", vouched_by="key-1", activated=at)}

    return edit


def person(number: int, text: str) -> Edit:
    """A file about a recipient."""

    def edit(_: Registry, __: Clone) -> Files:
        return {f"recipients/{recipient(number)}.yml": text}

    return edit


def branches() -> Iterator[Branch]:
    """Fifty of them, of every kind; some are made to get into each other's way."""
    people = iter(range(100, 300))

    def cohort(badge: str, awarded: str = "") -> Edit:
        listed = [next(people), next(people)]
        return lambda _, __: edits.batch(badge, f"cohort-{listed[0]:04}", listed, awarded=awarded)

    for number in range(4):
        for badge in (TEACHING, DATA, SAILING):
            yield Branch(f"award-{badge}-{number}", cohort(badge))
    for number in range(6):
        yield Branch(f"late-{number}", cohort(DATA, awarded="2026-06-30"))
    for number in range(21, 28):
        yield Branch(f"revoke-{number}", lambda r, _, n=number: edits.revocation(award_of(r, TEACHING, n)))  # type: ignore[misc]
    yield Branch("revoke-27-too", lambda r, _: edits.revocation(award_of(r, TEACHING, 27), "awarded-in-error"))
    yield Branch("first-climbing", cohort(CLIMBING))
    yield Branch("first-climbing-too", cohort(CLIMBING))
    yield Branch("first-mapping", cohort(MAPPING))
    lakeside = "credentials/issuers/lakeside/issuer.yml"
    yield Branch("text-lakeside", replaced(lakeside, "A school.", "A school by the lake."))
    yield Branch("text-lakeside-too", replaced(lakeside, "A school.", "A school near the lake."))
    yield Branch("text-harbour", replaced("credentials/issuers/harbour/issuer.yml", "A school.", "A sailing school."))
    yield Branch("text-title", replaced("credentials/registry.yml", "Test registry", "Three schools"))
    yield Branch("text-climbing", replaced("credentials/badges/climbing/badge.yml", "Knows climbing.", "Can climb."))
    yield Branch("text-mapping", replaced("credentials/badges/mapping/badge.yml", "Knows mapping.", "Draws maps."))
    for badge in (TEACHING, SAILING, CLIMBING, MAPPING):
        yield Branch(f"version-{badge}", new_version(badge))
    consent = "consent:\n  on: 2026-06-01\n  to: [display_name]\n"
    for number in range(22, 26):
        yield Branch(f"person-{number}", person(number, f"display_name: Robin Example {number}\n{consent}"))
    named = "identity:\n  name: Robin Example\nconsent:\n  on: 2026-06-01\n  to: [identity]\n"
    yield Branch("person-named", person(100, named))  # a branch of the same day awards this very person
    yield Branch("correct-result", corrected("result-5v1x", (2,), 'value: "92"', 'value: "95"'))
    yield Branch("correct-evidence", corrected("evidence-6w2y", (1, 2, 3), "2026-spring", "2026-spring-term"))
    yield Branch("correct-end", corrected("end-7x3z", (3,), "2026-12-31", "2027-12-31"))
    yield Branch("correct-story", corrected("story-8y4a", (2,), "Led the team.", "Led the team well."))
    yield Branch("key-harbour", rotation("harbour"))
    yield Branch("key-hillside", rotation("hillside"))


@dataclass(frozen=True)
class Crowd:
    """Fifty branches on a remote, each with a check of its own that passed."""

    remote: Remote
    clone: Clone
    start: str
    names: Sequence[str]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Crowd:
    remote, clone = begun(tmp_path_factory.mktemp("crowd"))
    reader = remote.clone(clone.root.with_name("reader"))
    registry = registry_of(reader)
    names = []
    for branch in branches():
        propose(clone, branch.name, branch.edit(registry, reader))
        names.append(branch.name)
    assert len(set(names)) == 50
    return Crowd(remote, clone, remote.head(), names)


MAY_CONFLICT: Mapping[str, str] = {
    "revoke-27": "credentials/revocations/",
    "revoke-27-too": "credentials/revocations/",
    "text-lakeside": "credentials/issuers/lakeside/issuer.yml",
    "text-lakeside-too": "credentials/issuers/lakeside/issuer.yml",
    "correct-result": SPRING,  # the line above that of the story
    "correct-story": SPRING,
    "text-climbing": "credentials/badges/climbing/",
    "version-climbing": "credentials/badges/climbing/",
    "text-mapping": "credentials/badges/mapping/",
    "version-mapping": "credentials/badges/mapping/",
}
"""Two people wrote different things in one place: that is for people to settle."""


@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_branches_merge_in_any_order_and_one_command_mends_what_they_did_to_each_other(
    crowd: Crowd, tmp_path: Path, seed: int
) -> None:
    remote, clone, main = crowd.remote, crowd.clone, f"main-{seed}"
    remote.branch(main, crowd.start)
    order = list(crowd.names)
    random.Random(seed).shuffle(order)
    conflicts = {name: merged.conflicts for name in order if (merged := remote.merge(name, main)).conflicts}
    assert [path for paths in conflicts.values() for path in paths if path.startswith(MACHINE)] == []
    for name, paths in conflicts.items():
        assert all(path.startswith(MAY_CONFLICT.get(name, "none")) for path in paths), (name, paths)
    clone.start(f"result-{seed}", f"origin/{main}")
    found = here.run("check", "--base", crowd.start, root=clone.root)
    assert found.code == 1
    problems = int(found.err.removeprefix("conferral: ").partition(" ")[0])
    assert found.out.count("run `conferral register --base`") == problems >= 3, found.out
    here.ok("register", "--base", crowd.start, root=clone.root)
    clone.commit("mended")
    again = here.run("check", "--base", crowd.start, root=clone.root)
    assert again.code == 0, again.out
    site = build_and_verify(clone.root, tmp_path / "site")
    assert len(site.registry.awards) == 5 + 10 + 2 * 21
    assert len(site.registry.revocations) == 7
