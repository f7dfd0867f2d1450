"""Every script of GitLab's file, executed: a merge request from the web editor, and publishing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from tests.journey import edits, here
from tests.journey.building import build
from tests.journey.founding import TEACHING, found
from tests.journey.gitlab import GitLab
from tests.journey.host import BASE_URL, StaticHost, serving
from tests.journey.repository import Clone, Remote
from tests.journey.runner import StepResult

pytestmark = pytest.mark.xdist_group("many at once")

BATCH = f"credentials/awards/{TEACHING}/autumn-3k9m.yml"
ROWS = f"credentials/register/awards/{TEACHING}/autumn-3k9m.csv"


@dataclass(frozen=True)
class Ran:
    """The host, and how the jobs of the merge request and those of publishing ended."""

    gitlab: GitLab
    merge_request: Mapping[str, StepResult]
    published: Mapping[str, StepResult]
    broken: StepResult


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("gitlab")
    remote, host = Remote(folder / "registry.git"), StaticHost(folder / "host")
    clone = remote.clone(folder / "clone")
    keys = found(clone.root)
    clone.write(edits.batch("sailing", "regatta-7m2x", (1, 2)))
    clone.git("switch", "-q", "-c", "main")
    here.ok("register", root=clone.root)
    clone.commit("a registry of two schools")
    clone.push("main")
    build(clone.root, folder / "first", keys)
    host.publish(folder / "first")
    with serving(host, folder / "tls") as served:
        gitlab = GitLab(folder / "runner", remote, served)
        cohort = proposed(clone)
        target = {
            "CI_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        }
        request = {name: gitlab.run(name, cohort, target) for name in ("check", "registration", "preview")}
        here.ok("register", root=clone.root)
        clone.commit("registered")
        clone.push("cohort")
        main = remote.merge("cohort").commit
        jobs = ("compare-with-live", "sign", "render", "verify", "pages", "doctor")
        published = {name: gitlab.run(name, main, keys) for name in jobs}
        clone.start("broken")
        clone.write({BATCH: "badge: [\n"})
        commit = clone.commit("broken")
        clone.push("broken")
        broken = gitlab.run("sign", commit, keys)
        yield Ran(gitlab, request, published, broken)


def proposed(clone: Clone) -> str:
    """A branch with a batch that has no rows; its commit."""
    clone.start("cohort")
    clone.write(edits.batch(TEACHING, "autumn-3k9m", (11, 12)))
    commit = clone.commit("the autumn cohort")
    clone.push("cohort")
    return commit


def test_a_merge_request_is_described_checked_and_offered_what_is_missing(ran: Ran) -> None:
    outcomes = {name: job.outcome for name, job in ran.merge_request.items()}
    assert outcomes == {"check": "failure", "registration": "success", "preview": "success"}, ran.merge_request
    assert "issues 2 credentials of Teaching to 2 people" in ran.merge_request["check"].said
    artifacts = ran.gitlab.folder / "artifacts"
    (found,) = json.loads((artifacts / "check/gl-code-quality-report.json").read_bytes())
    assert (found["location"]["path"], found["location"]["lines"]["begin"]) == (BATCH, 4)
    offered = artifacts / "registration/build/registration"
    assert (offered / ROWS).is_file()
    assert (offered / "register.patch").read_bytes()
    preview = json.loads((artifacts / "preview/build/preview/catalog.json").read_bytes())
    assert (preview["preview"], preview["awarded"]) == (True, 4)


def test_the_default_branch_is_signed_verified_published_and_looked_at(ran: Ran) -> None:
    assert {job.outcome for job in ran.published.values()} == {"success"}, ran.published
    assert f"All is well: {BASE_URL} (commit " in ran.published["doctor"].said


def test_a_broken_branch_signs_the_last_good_commit(ran: Ran) -> None:
    assert ran.broken.outcome == "success", ran.broken
    assert "to revert: the commit " in ran.broken.said
    assert "signed 4 credentials as of " in ran.broken.said


def test_every_script_was_executed(ran: Ran) -> None:
    assert sorted(set(ran.gitlab.jobs()) - ran.gitlab.ran) == []
