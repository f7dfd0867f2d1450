"""From the first commit to the tenth mishap: a registry on a git host, and what strangers can verify after each step.

Every step is a fixture that stands on the one before, so that any test can be run alone.  What is published after each
is kept, and at the end the verifiers of others look at all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from conferral.addresses import credential_json, did_document
from conferral.doctor import Built, Diagnosis, examine
from conferral.errors import RegistryProblems
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Award
from conferral.verify import FolderResolver, State, Verifier, https, verify_site
from tests.cli.calling import Called
from tests.conformance.outside import READ_LISTS, VERIFIERS, Finding, Job
from tests.conformance.sites import Expected, SignedSite
from tests.journey import here
from tests.journey.building import build
from tests.journey.door import opened
from tests.journey.founding import DATA, SAILING, TEACHING, found
from tests.journey.here import ok as conferral
from tests.journey.host import BASE_URL, StaticHost, serving
from tests.journey.repository import Clone, Remote, moment
from tests.registry_builder import recipient

pytestmark = pytest.mark.xdist_group("journey")


@dataclass(frozen=True, kw_only=True)
class Published:
    """What stood on the host after a step: the commit, the folder, and what a stranger should find in it."""

    name: str
    commit: str
    site: SignedSite
    diagnosis: Diagnosis

    def award(self, badge: str, person: int) -> Award:
        """The award of a badge that the n-th recipient has."""
        wanted = (badge, recipient(person))
        (award,) = (one for one in self.site.registry.awards if (one.badge, one.recipient) == wanted)
        return award

    def document(self, award: Award) -> dict[str, Any]:
        """The credential of an award as it is published."""
        return self.site.document(credential_json(award.id or ""))

    def page(self, award: str) -> str:
        """The page of an award."""
        return (self.site.folder / "credentials" / award / "index.html").read_text("utf-8")

    def state(self, document: Mapping[str, Any]) -> State:
        """What our verifier says of a document while this is published."""
        resolver = FolderResolver(self.site.folder, BASE_URL)
        return Verifier(resolver=resolver, at=self.site.at).inspect(document).state


class World:
    """A remote, its host, and what has been published so far."""

    def __init__(self, folder: Path, host: StaticHost) -> None:
        self.folder = folder
        self.keys: dict[str, str] = {}
        self.host = host
        self.remote = Remote(folder / "registry.git")
        self.publisher = self.remote.clone(folder / "publisher")
        self.published: list[Published] = []

    def steward(self, name: str) -> Clone:
        """A steward's clone, with a new branch of the same name."""
        clone = self.remote.clone(self.folder / name)
        if self.published:
            clone.start(name)
        else:
            clone.git("switch", "-q", "-c", name)
        return clone

    def propose(self, clone: Clone, branch: str, message: str) -> Called:
        """Register, commit and push a branch, and run the check of its pull request."""
        conferral("register", root=clone.root)
        clone.commit(message)
        clone.push(branch)
        return here.run("check", "--base", "origin/main", root=clone.root)

    def merge(self, branch: str) -> str:
        """Merge a pull request; the commit of main."""
        merged = self.remote.merge(branch)
        assert merged.conflicts == []
        return merged.commit

    def publish(self, name: str) -> Published:
        """What the publishing workflow does: compare with what is live, build, verify, deploy, look at it."""
        publisher = self.publisher
        publisher.start("main")
        compared = here.run("check", "--base", "live", root=publisher.root)
        assert compared.code == 0, compared.out
        return self.deploy(name, publisher.root)

    def deploy(self, name: str, root: Path) -> Published:
        """Build what stands in a folder, verify the whole of it, and hand it to the host."""
        out = self.folder / f"site-{len(self.published)}"
        manifest = build(root, out, self.keys)
        at = moment() + timedelta(minutes=1)
        report = verify_site(out, at=at)
        assert report.sound, report.as_json()
        self.host.publish(out)
        diagnosis = examine(BASE_URL, host=self.host, built=Built(out, BASE_URL), at=at)
        registry = load_registry(FolderFiles(root))
        site = SignedSite(folder=out, base_url=BASE_URL, at=at, registry=registry)
        found = Published(name=name, commit=manifest.commit or "", site=site, diagnosis=diagnosis)
        self.published.append(found)
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("journey")
    host = StaticHost(folder / "host")
    with serving(host, folder / "tls") as served, pytest.MonkeyPatch.context() as patch:
        for word, value in opened(served.port).items():
            patch.setattr(https, word, value)
        patch.setenv("SSL_CERT_FILE", str(served.certificate))
        yield World(folder, host)


@pytest.fixture(scope="module")
def founded(world: World) -> Published:
    """A registry from nothing: two schools, each with its key, and three badges."""
    clone = world.steward("founder")
    world.keys = found(clone.root)
    clone.commit("a registry of two schools")
    clone.push("main")
    world.publisher.start("main")
    first = conferral("check", "--base", "live", root=world.publisher.root)
    assert first.err == "nothing is published yet: this is the first publication, with nothing to compare\n"
    return world.deploy("founded", world.publisher.root)


@pytest.fixture(scope="module")
def cohorts(world: World, founded: Published) -> Published:
    """Three stewards award different cohorts at once, none knowing of the others; one of them from a spreadsheet."""
    assert founded.commit == world.remote.head()
    teachers, sailors, analysts = (world.steward(name) for name in ("teachers", "sailors", "analysts"))
    conferral("award", TEACHING, *map(recipient, (11, 12)), "--name", "autumn", root=teachers.root)
    conferral("award", SAILING, *map(recipient, (13, 14)), "--name", "regatta", root=sailors.root)
    cohort = world.folder / "cohort.csv"
    cohort.write_text(f"Recipient,Result\n{recipient(1)},88\n{recipient(2)},92\n", "utf-8")
    conferral("award", DATA, "--csv", cohort, "--name", "spring", root=analysts.root)
    for clone, branch in ((teachers, "teachers"), (sailors, "sailors"), (analysts, "analysts")):
        done = world.propose(clone, branch, f"the cohort of the {branch}")
        assert done.code == 0, done.out
    for branch in ("teachers", "sailors", "analysts"):
        world.merge(branch)
    return world.publish("cohorts")


@pytest.fixture(scope="module")
def revoked(world: World, cohorts: Published) -> Published:
    """One of the teachers is revoked, one of the sailors suspended."""
    clone = world.steward("office")
    page = f"{BASE_URL}/credentials/{cohorts.award(TEACHING, 11).id}/"
    conferral("revoke", page, "--reason", "misconduct", root=clone.root)
    conferral("suspend", cohorts.award(SAILING, 14).id or "", "--reason", "under-review", root=clone.root)
    assert world.propose(clone, "office", "take one back, suspend another").code == 0
    world.merge("office")
    return world.publish("revoked")


@pytest.fixture(scope="module")
def rotated(world: World, revoked: Published) -> Published:
    """Lakeside gets a new key, and the old one retires."""
    assert revoked.commit == world.remote.head()
    clone = world.steward("operator")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEY_LAKESIDE_1", world.keys["KEY_LAKESIDE_1"])
        made = conferral("key", "rotate", "lakeside", "--env", "KEY_LAKESIDE_2", root=clone.root)
    world.keys["KEY_LAKESIDE_2"] = made.out.strip()
    assert world.propose(clone, "operator", "a new key for lakeside").code == 0
    world.merge("operator")
    return world.publish("rotated")


@pytest.fixture(scope="module")
def corrected(world: World, rotated: Published) -> Published:
    """A result was wrong: the award is issued again, with a reason on record."""
    clone = world.steward("examiner")
    award = rotated.award(DATA, 2).id or ""
    conferral("correct", award, "--set", "result.value=95", "--reason", "result-changed", root=clone.root)
    assert world.propose(clone, "examiner", "a result was counted wrongly").code == 0
    world.merge("examiner")
    return world.publish("corrected")


@pytest.fixture(scope="module")
def erased(world: World, corrected: Published) -> Published:
    """A sailor asks for erasure."""
    clone = world.steward("privacy")
    conferral("erase", "--yes", corrected.award(SAILING, 13).id or "", root=clone.root)
    assert world.propose(clone, "privacy", "an erasure").code == 0
    world.merge("privacy")
    return world.publish("erased")


def test_two_cohorts_awarded_at_once_both_merge(founded: Published, cohorts: Published) -> None:
    before, after = (len(published.site.registry.awards) for published in (founded, cohorts))
    assert (before, after) == (0, 6)
    for badge, person in ((TEACHING, 11), (TEACHING, 12), (SAILING, 13), (SAILING, 14), (DATA, 1), (DATA, 2)):
        award = cohorts.award(badge, person)
        assert cohorts.state(cohorts.document(award)) is State.VALID


def test_an_edit_of_an_issued_badge_is_stopped_with_the_reason(world: World, cohorts: Published) -> None:
    clone = world.steward("editor")
    path = "credentials/badges/teaching/badge.yml"
    text = (clone.root / path).read_text("utf-8")
    clone.write({path: text.replace("Teaches online.", "Teaches anywhere.")})
    clone.commit("a better description")
    clone.push("editor")
    done = here.run("check", "--base", "origin/main", root=clone.root)
    assert done.code == 1
    first = min((cohorts.award(TEACHING, person) for person in (11, 12)), key=lambda award: award.recipient).id
    assert done.out == (
        f"{path}:5:14: 2 awards would sign something else than what was registered, the first {first}: description is "
        'now "Teaches anywhere."\n'
        '    expected: "Teaches online."\n'
        "    hint: put it back; or keep the earlier text for the awards so far and raise the version: copy it to "
        "<n>.yml; or issue all of them again: `conferral badge correct` (docs/guide/awarding.md)\n"
    )
    assert cohorts.site.registry.badges[TEACHING].current.description == "Teaches online."


def test_a_revocation_is_said_on_the_page_and_in_the_status_list(cohorts: Published, revoked: Published) -> None:
    teacher, sailor = cohorts.award(TEACHING, 11), cohorts.award(SAILING, 14)
    assert revoked.state(cohorts.document(teacher)) is State.REVOKED
    assert revoked.state(cohorts.document(sailor)) is State.SUSPENDED
    assert "Revoked" in revoked.page(teacher.id or "")
    assert "Revoked" not in cohorts.page(teacher.id or "")
    assert revoked.state(revoked.document(revoked.award(TEACHING, 12))) is State.VALID


def test_after_a_rotation_new_copies_have_the_new_key_and_old_copies_hold(
    revoked: Published, rotated: Published
) -> None:
    award = rotated.award(TEACHING, 12)
    keys = [found.document(award)["proof"][0]["verificationMethod"].rpartition("#")[2] for found in (revoked, rotated)]
    assert keys == ["key-1", "key-2"]
    assert rotated.state(revoked.document(award)) is State.VALID
    assert rotated.state(rotated.document(award)) is State.VALID
    did = rotated.site.document(did_document("lakeside"))
    assert [method["id"].rpartition("#")[2] for method in did["verificationMethod"]] == ["key-1", "key-2"]


def test_a_correction_replaces_the_copy_at_the_same_address(rotated: Published, corrected: Published) -> None:
    award = corrected.award(DATA, 2)
    old, new = rotated.document(award), corrected.document(award)
    assert old["id"] == new["id"]
    assert [copy["credentialSubject"]["result"][0]["value"] for copy in (old, new)] == ["92", "95"]
    assert corrected.state(new) is State.VALID
    assert corrected.state(old) is State.SUPERSEDED
    assert [row.issue for row in award.rows] == [1, 2]


def test_what_was_erased_is_gone_and_its_address_says_so(corrected: Published, erased: Published) -> None:
    award = corrected.award(SAILING, 13)
    assert not (erased.site.folder / credential_json(award.id or "")).exists()
    assert "erased" in erased.page(award.id or "").lower()
    assert erased.state(corrected.document(award)) is State.WITHDRAWN
    assert (
        recipient(13)
        not in b"".join(
            path.read_bytes() for path in erased.site.folder.rglob("*") if path.suffix in {".html", ".json"}
        ).decode()
    )
    everything = [award.id for award in erased.site.registry.erased]
    assert everything == [award.id]


def test_after_each_step_the_doctor_finds_what_is_published_well(erased: Published, world: World) -> None:
    assert [published.name for published in world.published][:6] == [
        "founded",
        "cohorts",
        "revoked",
        "rotated",
        "corrected",
        "erased",
    ]
    assert erased.commit
    for published in world.published[:6]:
        assert published.diagnosis.exit_code == 0, published.diagnosis.as_json()
    told = {finding.check: finding.sentence for finding in erased.diagnosis.findings}
    assert told["erased"] == "1 erased credential gone."
    assert told["revoked"] == "2 revoked or suspended credentials are refused by verifiers."


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_the_verifiers_of_others_find_after_each_step_what_the_registry_says(
    erased: Published, world: World, verifier: str
) -> None:
    steps = {step.name: step for step in world.published[:6]}
    jobs: list[Job] = []
    expected: dict[str, Expected] = {}
    for name, step in steps.items():
        for path, one in step.site.expected().items():
            jobs.append(Job(name=f"{name}: {path}", at=step.site.at, path=path, folder=step.site.folder))
            expected[jobs[-1].name] = one
    for held, award, name, status in _handed_out(steps):
        site = steps[name].site
        document = steps[held].document(award)
        jobs.append(Job(name=f"{name}: copy of {held}", at=site.at, document=document, folder=site.folder))
        expected[jobs[-1].name] = Expected(status=status)
    found: dict[str, Finding] = {}
    for asked in _apart(jobs, verifier):
        found |= VERIFIERS[verifier](erased.site, asked).findings
    differing = {
        name: (found[name], one)
        for name, one in expected.items()
        if not _agrees(found[name], one, lists=verifier in READ_LISTS)
    }
    assert differing == {}


def _handed_out(steps: Mapping[str, Published]) -> Iterator[tuple[str, Award, str, Mapping[str, bool]]]:
    """Copies that holders have kept: from which step, of which award, looked at when, and their bit then."""
    yield "revoked", steps["revoked"].award(TEACHING, 12), "rotated", {"revocation": False}
    yield "cohorts", steps["cohorts"].award(TEACHING, 11), "erased", {"revocation": True}
    yield "rotated", steps["rotated"].award(DATA, 2), "corrected", {"revocation": True}
    yield "corrected", steps["corrected"].award(SAILING, 13), "erased", {"suspension": False}  # erased, not revoked


def _apart(jobs: Sequence[Job], verifier: str) -> Sequence[Sequence[Job]]:
    """What one process may be asked: verifier-core keeps the keys that it has seen for as long as it runs."""
    if verifier != "@digitalcredentials/verifier-core":
        return [jobs]
    before = ("founded", "cohorts", "revoked")
    early = [job for job in jobs if job.name.startswith(before)]
    return [early, [job for job in jobs if job not in early]]


def _agrees(finding: Finding, expected: Expected, *, lists: bool) -> bool:
    bits = expected.bits if lists else None
    return (finding.signature, finding.error, finding.status, finding.expired, finding.not_yet_valid, finding.bits) == (
        True,
        "",
        expected.status,
        expected.expired,
        expected.not_yet_valid,
        bits,
    )


def test_a_lost_revocation_is_found_whoever_lost_it(world: World, erased: Published) -> None:
    clone = world.steward("careless")
    teacher = erased.award(TEACHING, 11).id
    file = f"credentials/revocations/{teacher}.yml"
    clone.write({file: None})
    clone.commit("tidied up")
    clone.push("careless")
    done = here.run("check", "--base", "origin/main", root=clone.root)
    main = world.remote.head()
    assert done.code == 1
    assert done.out == (
        f"{file}: the revocation of award {teacher} is gone\n"
        "    expected: a revocation stays for good\n"
        f"    hint: restore it: `git restore --source origin/main -- {file}`; if it was a mistake, award the badge "
        "anew\n"
    )
    # and when it was merged in spite of that, nothing is signed, whatever it is compared with
    with pytest.raises(RegistryProblems) as caught:
        build(clone.root, world.folder / "careless-site", world.keys)
    (problem,) = caught.value.problems
    assert (problem.file, problem.what) == (
        file,
        "this file is gone; revocations, suspensions, corrections and keys stay for good",
    )
    assert world.remote.head() == main


def test_a_row_dropped_three_merges_ago_is_found_by_comparing_with_what_is_live(
    world: World, erased: Published
) -> None:
    clone = world.steward("sloppy")
    award = erased.award(TEACHING, 12)
    batch = clone.root / award.place.file
    register = f"credentials/register/awards/{TEACHING}/{batch.stem}.csv"
    rows = clone.root / register
    text = batch.read_text("utf-8")
    entry = next(part for part in text.split("  - ") if recipient(12) in part)
    batch.write_text(text.replace(f"  - {entry}", ""), "utf-8")
    kept = [line for line in rows.read_text("utf-8").splitlines(keepends=True) if not line.startswith(award.id or "")]
    rows.write_text("".join(kept), "utf-8")
    clone.commit("resolved a conflict")
    for number in (1, 2):
        clone.write({f"docs/note-{number}.md": "A note.\n"})
        clone.commit("a note")
    before = here.run("check", "--base", "HEAD^", root=clone.root)
    live = here.run("check", "--base", "live", root=clone.root)
    assert before.code == 0, before.out
    assert live.code == 1
    as_of = erased.site.document("catalog.json")["as_of"]
    assert live.err.startswith(f"published now: commit {erased.commit[:12]}, as of {as_of}\n")
    headlines = [line for line in live.out.splitlines() if not line.startswith(" ")]
    assert f"{register}: the register lost award {award.id}, issue 1, which was issued" in headlines
    assert all(f"the register lost award {award.id}, issue 1, " in line for line in headlines)
