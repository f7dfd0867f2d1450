"""Every step of the workflows that is shell, executed: from a batch written in the web editor to a broken branch.

What is fake, and what only the real host can show, stands in `tests.journey.runner`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from conferral.addresses import credential_json
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.verify import FolderResolver, State, Verifier, verify_site
from tests.conformance.outside import VERIFIERS, Job
from tests.conformance.sites import SignedSite
from tests.journey import edits, here
from tests.journey.building import build
from tests.journey.founding import DATA, SAILING, found
from tests.journey.host import BASE_URL, StaticHost, serving
from tests.journey.repository import Clone, Remote, moment
from tests.journey.runner import Event, JobResult, Runner, every_run_step
from tests.registry_builder import recipient
from tests.workflows.files import WORKFLOWS

pytestmark = pytest.mark.xdist_group("workflow steps")

BATCH = f"credentials/awards/{DATA}/autumn-3k9m.yml"
ROWS = f"credentials/register/awards/{DATA}/autumn-3k9m.csv"


class World:
    """A repository at a git host, its workflows, and what they published."""

    def __init__(self, folder: Path, runner: Runner) -> None:
        self.folder = folder
        self.runner = runner
        self.remote = runner.remote
        self.steward = self.remote.clone(folder / "steward")

    def pull_request(self, branch: str, *, event: str = "pull_request") -> Event:
        """What the host says of a pull request of a branch of this repository, which it has merged to try."""
        merged = self.remote.try_merge(branch, "refs/pull/17/merge")
        head = {"sha": self.remote.head(branch), "ref": branch, "repo": {"full_name": "lakeside/registry"}}
        payload = {
            "repository": {"default_branch": "main"},
            "pull_request": {"number": 17, "head": head, "user": {"login": "sam"}},
        }
        return Event(event, merged, "refs/pull/17/merge", payload, base="main", head=branch)

    def push(self) -> Event:
        """What the host says of a push to the default branch."""
        return Event("push", self.remote.head(), "refs/heads/main", {"repository": {"default_branch": "main"}})

    def labelled(self, label: str, body: str) -> Event:
        """What the host says of an issue that was given a label."""
        issue = {"number": 12, "state": "open", "title": label.capitalize(), "body": body}
        return Event(
            "issues",
            self.remote.head(),
            "refs/heads/main",
            {"action": "labeled", "label": {"name": label}, "issue": issue},
        )

    def registry(self, branch: str = "main") -> Registry:
        """The registry that a branch holds."""
        self.steward.start("reading", f"origin/{branch}")
        return load_registry(FolderFiles(self.steward.root))

    def live_state(self, award: str) -> State:
        """What a verifier says of the credential that the host serves."""
        site = self.runner.served.host.folder
        verifier = Verifier(resolver=FolderResolver(site, BASE_URL), at=moment())
        return verifier.inspect((site / credential_json(award)).read_bytes()).state


def award_of(registry: Registry, badge: str, person: int) -> str:
    (award,) = (one.id for one in registry.awards if (one.badge, one.recipient) == (badge, recipient(person)))
    return award or ""


def outcomes(job: JobResult) -> Mapping[str, str]:
    return {step.name: step.outcome for step in job.steps}


def results(jobs: Mapping[str, JobResult]) -> Mapping[str, str]:
    return {name: job.result for name, job in jobs.items()}


def told(jobs: Mapping[str, JobResult]) -> str:
    """Everything that the steps said, for whoever reads a failed test."""
    return "\n".join(
        f"{name}: {step.name}: {step.outcome}\n{step.said}" for name, job in jobs.items() for step in job.steps
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A registry as `conferral init` makes it, workflows and all, published once."""
    folder = tmp_path_factory.mktemp("workflows")
    host = StaticHost(folder / "host")
    remote = Remote(folder / "registry.git")
    clone = remote.clone(folder / "founder")
    keys = begun(clone)
    clone.push("main")
    build(clone.root, folder / "first", keys)
    host.publish(folder / "first")
    with serving(host, folder / "tls") as served:
        runner = Runner(folder / "runner", remote, served)
        runner.vars = {"CONFERRAL_PUBLISH": "true"}
        runner.secrets = keys
        yield World(folder, runner)


def begun(clone: Clone) -> dict[str, str]:
    """The first commits: what `conferral init` makes, a level that two have to approve, and a first cohort."""
    keys = found(clone.root)
    for path, more in (
        ("credentials/registry.yml", "policy:\n  two_approvals: [foundation]\n"),
        ("credentials/issuers/lakeside/issuer.yml", 'stewards: ["@sam", "@kim", "@lee"]\n'),
    ):
        text = (clone.root / path).read_text("utf-8")
        clone.write({path: f"{text.rstrip()}\n{more}"})
    clone.write(edits.batch(SAILING, "regatta-7m2x", (1, 2)))
    clone.git("switch", "-q", "-c", "main")
    here.ok("register", root=clone.root)
    clone.commit("a registry of two schools")
    return keys


@dataclass(frozen=True)
class Ran:
    """The jobs of a run, and what `gh` was asked meanwhile."""

    jobs: Mapping[str, JobResult]
    gh: list[str]

    def __getitem__(self, name: str) -> JobResult:
        return self.jobs[name]


def ran(world: World, workflow: str, event: Event, *, last: str = "") -> Ran:
    world.runner.asked()
    jobs = world.runner.run(workflow, event, last=last)
    return Ran(jobs, world.runner.asked())


@pytest.fixture(scope="module")
def cohort(world: World) -> str:
    """A branch with a batch that somebody wrote in the web editor."""
    world.steward.start("cohort")
    world.steward.write(edits.batch(DATA, "autumn-3k9m", (11, 12)))
    world.steward.commit("the autumn cohort")
    world.steward.push("cohort")
    return "cohort"


@pytest.fixture(scope="module")
def checked(world: World, cohort: str) -> Ran:
    return ran(world, "check.yml", world.pull_request(cohort))


@pytest.fixture(scope="module")
def registered(world: World, checked: Ran, cohort: str) -> Ran:
    assert checked.jobs
    return ran(world, "register.yml", world.pull_request(cohort))


@pytest.fixture(scope="module")
def checked_again(world: World, registered: Ran, cohort: str) -> Ran:
    """What register.yml started."""
    assert registered.jobs
    payload = {"repository": {"default_branch": "main"}}
    event = Event("workflow_dispatch", world.remote.head(cohort), f"refs/heads/{cohort}", payload)
    return ran(world, "check.yml", event)


@pytest.fixture(scope="module")
def approved(world: World, checked_again: Ran, cohort: str) -> tuple[Ran, Ran, Ran]:
    """After the first review, after the second, and if one of the two had asked for it with a form."""
    assert checked_again.jobs
    event = world.pull_request(cohort, event="pull_request_review")
    seen = {"state": "APPROVED", "commit_id": world.remote.head(cohort)}
    reviews = [
        {"user": {"login": who}, "submitted_at": f"2026-07-0{day}T09:00:00Z", **seen}
        for day, who in enumerate(("kim", "lee"), start=1)
    ]
    file = world.runner.gh / "reviews.json"
    file.write_text(json.dumps(reviews[:1]))
    first = ran(world, "approvals.yml", event)
    file.write_text(json.dumps(reviews))
    second = ran(world, "approvals.yml", event)
    (world.runner.gh / "asked-by").write_text("kim\n")
    payload = json.loads(json.dumps(event.payload))
    payload["pull_request"]["head"]["ref"] = "issue-12"
    return first, second, ran(world, "approvals.yml", replace(event, payload=payload))


@pytest.fixture(scope="module")
def published(world: World, approved: tuple[Ran, Ran, Ran], cohort: str) -> Ran:
    assert approved
    assert world.remote.merge(cohort).conflicts == []
    return ran(world, "publish.yml", world.push())


@pytest.fixture(scope="module")
def broken(world: World, published: Ran) -> Ran:
    """Somebody merged a branch that lost a row, and then somebody a revocation."""
    assert published.jobs
    award = award_of(world.registry(), DATA, 11)
    steward = world.steward
    steward.start("careless")
    batch = (steward.root / BATCH).read_text("utf-8")
    rows = (steward.root / ROWS).read_text("utf-8").splitlines(keepends=True)
    lost = award_of(world.registry(), DATA, 12)
    steward.start("careless")
    entry = next(part for part in batch.split("  - ") if recipient(12) in part)
    steward.write(
        {
            BATCH: batch.replace(f"  - {entry}", ""),
            ROWS: "".join(line for line in rows if not line.startswith(lost)),
        }
    )
    steward.commit("resolved a conflict")
    steward.push("careless")
    steward.start("office")
    steward.write(edits.revocation(award))
    steward.commit("a revocation")
    steward.push("office")
    for branch in ("careless", "office"):
        assert world.remote.merge(branch).conflicts == []
    return ran(world, "publish.yml", world.push())


@pytest.fixture(scope="module")
def mended(world: World, broken: Ran) -> str:
    """The operator does what the run says."""
    said = re.search(r"git revert -m 1 ([0-9a-f]{12})", broken["check"].summary)
    assert said
    world.steward.start("mended")
    world.steward.git("revert", "--no-edit", "-m", "1", said[1])
    world.steward.push("main")
    return said[1]


@pytest.fixture(scope="module")
def forms(world: World, mended: str) -> tuple[Ran, Ran]:
    """An issue that asks for an award, and one that says something else."""
    assert mended
    world.runner.vars["CONFERRAL_APP_CLIENT_ID"] = "app"
    world.runner.secrets["CONFERRAL_APP_KEY"] = "secret"
    body = (
        f"### Badge\n\n{SAILING}\n\n### Recipients\n\n```text\n{recipient(31)}\n```\n\n"
        f"### Awarded on\n\n{edits.today()}\n\n### Evidence\n\n_No response_\n"
    )
    good = ran(world, "forms.yml", world.labelled("award", body))
    hostile = body.replace(recipient(31), "$(touch /tmp/owned) `id`")
    return good, ran(world, "forms.yml", world.labelled("award", hostile))


@pytest.fixture(scope="module")
def scheduled(world: World, forms: tuple[Ran, Ran]) -> Ran:
    assert forms
    world.runner.vars["CONFERRAL_REBUILD"] = "weekly"
    payload = {"repository": {"default_branch": "main"}}
    return ran(world, "schedule.yml", Event("schedule", world.remote.head(), "refs/heads/main", payload))


@pytest.fixture(scope="module")
def rebuilt(world: World, scheduled: Ran) -> Ran:
    """What the schedule started: publishing again, as of now; what comes after signing is as before."""
    assert scheduled.jobs
    payload = {"repository": {"default_branch": "main"}}
    inputs = {"as_of_now": True}
    event = Event("workflow_dispatch", world.remote.head(), "refs/heads/main", payload, inputs=inputs)
    return ran(world, "publish.yml", event, last="sign")


def test_a_batch_from_the_web_editor_is_told_what_is_missing_and_offered_it(world: World, checked: Ran) -> None:
    job = checked["check"]
    assert job.result == "failure"
    assert outcomes(job) == {
        "actions/checkout": "success",
        "./.github/actions/conferral": "success",
        "Find what to compare with": "success",
        "Check": "failure",
        "Say in words what it does": "success",
        "Register, on this machine only": "success",
        "Offer what registering changes": "success",
        "actions/upload-artifact": "success",
        "Build a preview with a throwaway key": "success",
    }, told(checked.jobs)
    assert (
        f"::error file={BATCH},title=conferral,line=4,col=5::2 awards from here on are not registered"
        in job.step("Check").said
    )
    assert "issues 2 credentials of Data Analysis to 2 people" in job.summary
    assert "## Registering" in job.summary
    assert (world.runner.artifacts["registration"] / ROWS).is_file()


def test_the_preview_is_a_preview(world: World, checked: Ran) -> None:
    assert checked.jobs
    preview = world.runner.artifacts["preview"]
    assert json.loads((preview / "catalog.json").read_bytes())["preview"] is True
    assert verify_site(preview, at=moment()).sound


def test_a_bot_registers_what_has_no_rows_and_starts_the_check(world: World, registered: Ran, cohort: str) -> None:
    assert results(registered.jobs) == {"register": "success", "commit": "success"}, told(registered.jobs)
    registry = world.registry(cohort)
    assert len([award for award in registry.awards if award.place.file == BATCH and award.row]) == 2
    assert registered.gh == ["auth setup-git", f"workflow run check.yml --ref {cohort}"]


def test_the_check_that_it_starts_passes(checked_again: Ran) -> None:
    job = checked_again["check"]
    assert job.result == "success", told(checked_again.jobs)
    assert job.step("Check").said == "no problems: 2 issuers, 3 badges, 4 awards\n"
    assert job.step("Register, on this machine only").outcome == "skipped"


def test_a_level_that_needs_two_approvals_waits_for_the_second(approved: tuple[Ran, Ran, Ran]) -> None:
    first, second, _ = approved
    assert first["approvals"].result == "failure"
    assert "missing: 1 approval" in first["approvals"].step("Look at the approvals").said
    assert second["approvals"].result == "success", told(second.jobs)
    assert second.gh == ["api --paginate repos/lakeside/registry/pulls/17/reviews"]


def test_whoever_asked_by_a_form_does_not_approve_it(approved: tuple[Ran, Ran, Ran]) -> None:
    asked = approved[2]
    assert asked["approvals"].result == "failure"
    assert "approved by @lee\n    missing: 1 approval" in asked["approvals"].step("Look at the approvals").said
    assert asked.gh[1] == "api repos/lakeside/registry/issues/12 --jq .user.login"


def test_what_was_merged_is_signed_verified_published_and_looked_at(world: World, published: Ran) -> None:
    jobs = ("check", "sign", "render", "verify", "deploy", "doctor")
    assert results(published.jobs) == dict.fromkeys(jobs, "success"), told(published.jobs)
    assert published["sign"].outputs == {"fallback": "false"}
    looked = published["doctor"].step("Compare what is live with what was deployed").said
    assert looked.startswith(f"All is well: {BASE_URL} (commit ")
    for person in (11, 12):
        assert world.live_state(award_of(world.registry("cohort"), DATA, person)) is State.VALID


def test_a_broken_branch_still_publishes_the_revocation_and_names_the_merge_to_revert(
    world: World, broken: Ran
) -> None:
    expected = dict.fromkeys(("sign", "render", "verify", "deploy", "doctor"), "success") | {"check": "failure"}
    assert results(broken.jobs) == expected, told(broken.jobs)
    assert broken["sign"].outputs == {"fallback": "true"}
    summary = broken["check"].summary
    assert "## This branch cannot be published" in summary
    assert f"git revert -m 1 {world.remote.merge_of('careless')[:12]}" in summary
    registry = world.registry("cohort")
    revoked, lost = (award_of(registry, DATA, person) for person in (11, 12))
    assert world.live_state(revoked) is State.REVOKED
    assert world.live_state(lost) is State.VALID  # whatever the branch lost
    at = moment()
    live = SignedSite(folder=world.runner.served.host.folder, base_url=BASE_URL, at=at, registry=registry)
    jobs = [Job(name=award, at=at, path=credential_json(award)) for award in (revoked, lost)]
    found = VERIFIERS["@digitalbazaar/vc"](live, jobs).findings
    assert {award: (found[award].signature, found[award].status) for award in found} == {
        revoked: (True, {"revocation": True}),
        lost: (True, {"revocation": False}),
    }


def test_an_issue_becomes_a_pull_request(world: World, forms: tuple[Ran, Ran]) -> None:
    good, _ = forms
    assert results(good.jobs) == {"pull-request": "success"}, told(good.jobs)
    assert good.gh == ["issue comment 12 --body Proposed in https://github.com/lakeside/registry/pull/17."]
    people = [award.recipient for award in world.registry("issue-12").awards if award.badge == SAILING]
    assert recipient(31) in people  # register.yml gives it its row, as it does for every pull request


def test_an_issue_that_says_something_else_is_answered_and_changes_nothing(
    world: World, forms: tuple[Ran, Ran]
) -> None:
    _, hostile = forms
    assert results(hostile.jobs) == {"pull-request": "failure"}, told(hostile.jobs)
    (asked,) = hostile.gh
    assert asked.startswith("issue comment 12 --body-file ")
    answer = (world.runner.gh / "comments").read_text("utf-8")
    assert "touch" not in answer
    assert not Path("/tmp/owned").exists()  # noqa: S108 -- what a shell would have made


def test_the_schedule_reports_what_expires_and_publishes_again(scheduled: Ran, rebuilt: Ran) -> None:
    assert results(scheduled.jobs) == {"due": "success", "rebuild": "success"}, told(scheduled.jobs)
    assert "## What expires soon" in scheduled["due"].summary
    assert scheduled.gh == ["workflow run publish.yml --ref main --raw-field as_of_now=true"]
    assert results(rebuilt.jobs) == {"check": "success", "sign": "success"}, told(rebuilt.jobs)
    assert rebuilt["sign"].outputs == {"fallback": "false"}


def test_every_step_that_is_shell_was_executed(world: World, rebuilt: Ran) -> None:
    assert rebuilt.jobs
    assert sorted(set(every_run_step(WORKFLOWS)) - world.runner.ran) == []
