"""Runs the workflows of a registry on this machine: every `run:` step by bash, as the host would; fakes for the rest.

What stands in for the real host, and so is not shown by it:

- `uses:` steps are fakes: checking out is a clone, an artifact a copied folder, deploying a copy into the folder of
  `StaticHost`, a token a word, a proposed pull request a pushed branch.
- `jq`, where this machine has none, is a few lines of Python.
- `gh` writes down what it was asked, and answers with the reviews that the test put there.
- `conferral` on the path is the program of this checkout. The one shell step that is not run here is that of the
  registry's own action: it installs from a package index. That the wheel works where it alone is installed, and that
  the lock fits it, is shown by `test_wheel.py` and `cli/test_init.py`.

Only the real host can show: that the pinned actions do what their names say; that GITHUB_TOKEN may what `permissions:`
says and no more; that secrets reach only the protected environment, and its reviewers are asked; that a push by
GITHUB_TOKEN starts no workflow and one by an app does; that annotations appear in the diff; that a merge queue, a
ruleset and CODEOWNERS hold a merge back; that Pages takes the artifact, how long its copies live, and that its
certificate is valid for the domain; that schedules stop after sixty days.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journey.expressions import filled, holds
from tests.journey.host import Served
from tests.journey.repository import Remote
from tests.workflows.files import CHECKOUT, read

_GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$FAKE_GH/asked"
case "$*" in
  "api --paginate repos/"*"/reviews") cat "$FAKE_GH/reviews.json" ;;
  "api repos/"*"/issues/"*" --jq .user.login") cat "$FAKE_GH/asked-by" ;;
  "issue comment "*"--body-file "*) cat "$5" >> "$FAKE_GH/comments" ;;
  "issue comment "*) printf '%s\\n' "$5" >> "$FAKE_GH/comments" ;;
esac
"""
_PROGRAM = """#!/bin/sh
PYTHONPATH={checkout} exec {python} -m tests.journey.door {port} "$@"
"""

_JQ = """#!{python}
import json, sys
option, query, file = sys.argv[1:]
name, _, expected = query.removeprefix(".").partition(" == ")
value = json.load(open(file))[name]
if option == "--raw-output":
    print(value)
else:
    assert option == "--exit-status"
    print(json.dumps(value == json.loads(expected)))
    sys.exit(value != json.loads(expected))
"""
"""What the steps ask of jq, which the host has and this machine may not."""

REPOSITORY = "lakeside/registry"


@dataclass
class StepResult:
    """How a step ended: `outcome` is success, failure or skipped."""

    name: str
    outcome: str
    said: str = ""


@dataclass
class JobResult:
    """How a job ended, its steps in order, its outputs and its summary."""

    result: str
    steps: list[StepResult] = field(default_factory=list)
    outputs: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""

    def step(self, name: str) -> StepResult:
        """The step of that name."""
        (found,) = (step for step in self.steps if step.name == name)
        return found


@dataclass(frozen=True)
class Event:
    """What started a workflow: its name, what GitHub says of it, the commit and the ref that are checked out."""

    name: str
    sha: str
    ref: str
    payload: Mapping[str, Any]
    base: str = ""
    head: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)


class Runner:
    """A host that runs workflows of a repository, remembers artifacts, and serves what is deployed."""

    def __init__(self, folder: Path, remote: Remote, served: Served) -> None:
        self.folder = folder
        self.remote = remote
        self.served = served
        self.vars: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        self.artifacts: dict[str, Path] = {}
        self.gh = folder / "gh"
        self.ran: set[tuple[str, str, str]] = set()
        """(workflow, job, step) of every `run:` step that was executed."""
        self._machines = 0
        self.gh.mkdir(parents=True)
        (self.gh / "reviews.json").write_text("[]")
        _put(folder / "always" / "gh", _GH)
        if shutil.which("jq") is None:
            _put(folder / "always" / "jq", _JQ.format(python=sys.executable))
        program_at(folder / "installed", served.port)

    def asked(self) -> list[str]:
        """What `gh` was asked since the last time, a line a call."""
        file = self.gh / "asked"
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        file.write_text("")
        return lines

    def run(self, workflow: str, event: Event, *, last: str = "") -> dict[str, JobResult]:
        """Run the jobs of a workflow, as it stands in the commit of the event; all, or those up to `last`."""
        source = self._file(event.sha, f".github/workflows/{workflow}")
        path = self.folder / workflow
        path.write_text(source)
        data = read(path)
        assert event.name in data["on"], f"{workflow} does not run on {event.name}"
        results: dict[str, JobResult] = {}
        for name, job in data["jobs"].items():
            results[name] = self._job(workflow, name, job, data, event, results)
            if name == last:
                break
        return results

    def _file(self, commit: str, path: str) -> str:
        shown = subprocess.run(
            ["git", "show", f"{commit}:{path}"], cwd=self.remote.folder, check=True, capture_output=True, text=True
        )
        return shown.stdout

    def _job(
        self,
        workflow: str,
        name: str,
        job: Mapping[str, Any],
        data: Mapping[str, Any],
        event: Event,
        results: Mapping[str, JobResult],
    ) -> JobResult:
        listed = job.get("needs", [])
        needs = {need: results[need] for need in ([listed] if isinstance(listed, str) else listed)}
        context = self._context(event, needs)
        failed = any(need.result == "failure" for need in needs.values())
        unmet = any(need.result != "success" for need in needs.values())
        functions = _functions(lambda: failed, lambda: not unmet)
        if not holds(job.get("if", ""), context, functions):
            return JobResult("skipped")
        self._machines += 1
        machine = _Machine(self, self.folder / f"machine-{self._machines}", workflow, name, event, context)
        machine.settings = {
            key: filled(value, context, functions)
            for key, value in {**data.get("env", {}), **job.get("env", {})}.items()
        }
        return machine.run(job)

    def _context(self, event: Event, needs: Mapping[str, JobResult]) -> dict[str, Any]:
        return {
            "github": {
                "event": event.payload,
                "event_name": event.name,
                "ref": event.ref,
                "ref_name": event.ref.removeprefix("refs/heads/"),
                "base_ref": event.base,
                "head_ref": event.head,
                "repository": REPOSITORY,
                "token": "github-token",
            },
            "inputs": event.inputs,
            "vars": self.vars,
            "secrets": self.secrets,
            "needs": {name: {"result": need.result, "outputs": need.outputs} for name, need in needs.items()},
        }


def program_at(folder: Path, port: int) -> None:
    """Put the program `conferral` into a folder for the path, with the host at a port in its reach."""
    _put(folder / "conferral", _PROGRAM.format(checkout=CHECKOUT, python=sys.executable, port=port))


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)


class _Machine:
    """A fresh machine for one job: a work tree, a temporary folder, and the files that steps write for each other."""

    def __init__(
        self, runner: Runner, folder: Path, workflow: str, job: str, event: Event, context: dict[str, Any]
    ) -> None:
        self.settings: Mapping[str, str] = {}
        self._runner = runner
        self._event = event
        self._workflow, self._job = workflow, job
        self._work, self._temp = folder / "work", folder / "temp"
        self._folder = folder
        for place in (self._work, self._temp, folder / "home"):
            place.mkdir(parents=True)
        self._installed = False
        self._environ: dict[str, str] = {}
        self._steps: dict[str, dict[str, Any]] = {}
        self._failed = False
        self._context = {**context, "steps": self._steps, "runner": {"temp": str(self._temp)}}
        self._functions = _functions(lambda: self._failed, lambda: not self._failed)

    def run(self, job: Mapping[str, Any]) -> JobResult:
        done = [self._step(number, step) for number, step in enumerate(job["steps"])]
        outputs = {name: self._filled(value) for name, value in job.get("outputs", {}).items()}
        summary = self._folder / "summary"
        said = summary.read_text("utf-8") if summary.exists() else ""
        return JobResult("failure" if self._failed else "success", done, outputs, said)

    def _filled(self, text: str) -> str:
        return filled(text, self._context, self._functions)

    def _step(self, number: int, step: Mapping[str, Any]) -> StepResult:
        name = step.get("name") or step["uses"].partition("@")[0]
        outputs: dict[str, str] = {}
        if not holds(step.get("if", ""), self._context, self._functions):
            result = StepResult(name, "skipped")
        elif "run" in step:
            result, outputs = self._shell(name, step)
            self._runner.ran.add((self._workflow, self._job, name))
        else:
            action = step["uses"].partition("@")[0]
            outputs = _ACTIONS[action](self, {key: self._filled(value) for key, value in step.get("with", {}).items()})
            result = StepResult(name, "success")
        allowed = step.get("continue-on-error") == "true"
        if result.outcome == "failure" and not allowed:
            self._failed = True
        self._steps[step.get("id", f"#{number}")] = {"outcome": result.outcome, "outputs": outputs}
        return result

    def _shell(self, name: str, step: Mapping[str, Any]) -> tuple[StepResult, dict[str, str]]:
        for file in ("env", "output"):
            (self._folder / file).write_text("")
        event = self._folder / "event.json"
        event.write_text(json.dumps(self._event.payload))
        given = {key: self._filled(value) for key, value in step.get("env", {}).items()}
        places = [self._runner.folder / place for place in ("installed", "always")[not self._installed :]]
        environ = {
            "PATH": ":".join([*map(str, places), os.environ["PATH"]]),
            "HOME": str(self._folder / "home"),
            "LANG": "C.UTF-8",
            "CI": "true",
            "FAKE_GH": str(self._runner.gh),
            "SSL_CERT_FILE": str(self._runner.served.certificate),
            "RUNNER_TEMP": str(self._temp),
            "GITHUB_ENV": str(self._folder / "env"),
            "GITHUB_EVENT_NAME": self._event.name,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_OUTPUT": str(self._folder / "output"),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_STEP_SUMMARY": str(self._folder / "summary"),
            **self.settings,
            **self._environ,
            **given,
        }
        script = self._folder / "step.sh"
        script.write_text(self._filled(step["run"]))
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", str(script)],
            cwd=self._work,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        self._environ |= _lines(self._folder / "env")
        outcome = "success" if done.returncode == 0 else "failure"
        return StepResult(name, outcome, done.stdout + done.stderr), _lines(self._folder / "output")

    def checkout(self, given: Mapping[str, str]) -> dict[str, str]:
        commit = given.get("ref") or self._event.sha
        remote, depth = self._runner.remote.folder, given.get("fetch-depth", "1")
        # what is fetched is the commit and, with the whole history, every branch
        shutil.rmtree(self._work)
        self._work.mkdir()
        self._git("init", "--quiet")
        self._git("remote", "add", "origin", f"file://{remote}")
        what = ["+refs/heads/*:refs/remotes/origin/*"] if depth == "0" else ["--depth=1"]
        self._git("fetch", "--quiet", "origin", commit, *what)
        self._git("checkout", "--quiet", commit)
        return {}

    def install(self, given: Mapping[str, str]) -> dict[str, str]:
        del given
        assert (self._work / ".github/actions/conferral/action.yml").is_file(), "nothing was checked out"
        self._installed = True
        return {}

    def upload(self, given: Mapping[str, str]) -> dict[str, str]:
        self._store(given.get("name", "github-pages"), Path(given["path"]), given)
        return {}

    def _store(self, name: str, source: Path, given: Mapping[str, str]) -> None:
        assert source.exists(), f"there is no {source} to upload"
        kept = self._runner.folder / "artifacts" / f"{self._folder.name}-{name}"
        kept.mkdir(parents=True)
        hidden = given.get("include-hidden-files") == "true"
        files = [source] if source.is_file() else [path for path in source.rglob("*") if path.is_file()]
        base = source.parent if source.is_file() else source
        for file in files:
            inside = file.relative_to(base)
            if hidden or not any(part.startswith(".") for part in inside.parts):
                (kept / inside).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, kept / inside)
        self._runner.artifacts[name] = kept

    def download(self, given: Mapping[str, str]) -> dict[str, str]:
        shutil.copytree(self._runner.artifacts[given["name"]], given["path"], dirs_exist_ok=True)
        return {}

    def deploy(self, given: Mapping[str, str]) -> dict[str, str]:
        del given
        self._runner.served.host.publish(self._runner.artifacts["github-pages"])
        return {"page_url": "https://credentials.example.org/registry/"}

    def token(self, given: Mapping[str, str]) -> dict[str, str]:
        assert given["client-id"]
        assert given["private-key"]
        return {"token": "app-token"}

    def propose(self, given: Mapping[str, str]) -> dict[str, str]:
        assert given["token"] == "app-token"
        name, _, address = given["author"].removesuffix(">").partition(" <")
        who = ("-c", f"user.name={name}", "-c", f"user.email={address}")
        self._git("switch", "--quiet", "--create", given["branch"])
        self._git("add", "--", given["add-paths"])
        self._git(*who, "commit", "--quiet", "--message", given["commit-message"])
        self._git("push", "--quiet", "origin", given["branch"])
        assert Path(given["body-path"]).is_file()
        return {"pull-request-url": f"https://github.com/{REPOSITORY}/pull/17"}

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self._work, check=True, capture_output=True)


_ACTIONS: Mapping[str, Callable[[_Machine, Mapping[str, str]], dict[str, str]]] = {
    "actions/checkout": _Machine.checkout,
    "./.github/actions/conferral": _Machine.install,
    "actions/upload-artifact": _Machine.upload,
    "actions/upload-pages-artifact": _Machine.upload,
    "actions/download-artifact": _Machine.download,
    "actions/deploy-pages": _Machine.deploy,
    "actions/create-github-app-token": _Machine.token,
    "peter-evans/create-pull-request": _Machine.propose,
}


def _functions(failed: Callable[[], bool], succeeded: Callable[[], bool]) -> Mapping[str, Callable[[], bool]]:
    return {"failure": failed, "success": succeeded, "cancelled": lambda: False, "always": lambda: True}


def _lines(file: Path) -> dict[str, str]:
    """What a step wrote for later ones: `name=value` lines."""
    pairs = (line.partition("=") for line in file.read_text("utf-8").splitlines())
    return {name: value for name, _, value in pairs}


def every_run_step(workflows: Sequence[Path]) -> Iterator[tuple[str, str, str]]:
    """(workflow, job, step) of every `run:` step that there is."""
    for path in workflows:
        for name, job in read(path)["jobs"].items():
            for step in job["steps"]:
                if "run" in step:
                    yield path.name, name, step["name"]
