"""What a registry carries besides its data."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.authoring.answers import QUESTIONS, complete, own_timezone
from conferral.authoring.carried import Manifest, carried_files, digest, manifest_of
from conferral.authoring.git_host import KINDS, GitHost, Kind, repository_at
from conferral.authoring.own_wheel import Wheel
from conferral.authoring.publishing import first_publication, numbered
from conferral.authoring.workflows import PUBLISH, with_secrets
from conferral.errors import RegistryProblems
from conferral.file_kinds import SHAPES
from conferral.loading import load_registry
from conferral.model import FILE_KINDS
from tests.unit.memory_files import minimal

STARTER = files("conferral") / "starter"
NOW = datetime(2026, 7, 1, tzinfo=UTC)
WHEEL = Wheel("conferral-0.1.0-py3-none-any.whl", b"the program")
SECRETS = st.lists(st.from_regex(r"[A-Z][A-Z0-9_]{0,20}", fullmatch=True), unique=True)


def carried(kind: Kind, branch: str = "main") -> dict[str, bytes]:
    """What a small registry carries."""
    host = GitHost(kind=kind, repository="northwind/credentials", branch=branch)
    return carried_files(host, load_registry(minimal()), WHEEL, as_of=NOW)


def test_editors_know_the_schema_of_every_file_that_people_edit() -> None:
    settings = json.loads((STARTER / ".vscode/settings.json").read_text())
    globs = {glob: Path(schema).name.removesuffix(".schema.json") for schema, glob in settings["yaml.schemas"].items()}

    found = {}
    for kind, shape in SHAPES:
        path = "/" + re.sub(r"<\w+>", "x", shape)
        names = [name for glob, name in globs.items() if fnmatchcase(path, glob) and glob.count("/") == path.count("/")]
        found[kind] = names

    for kind, shape in SHAPES:
        expected = [kind.removesuffix(" version")] if shape.endswith(".yml") else []
        assert found[kind] == expected, kind
    assert sorted(globs.values()) == sorted(FILE_KINDS)


def test_each_host_has_its_own_workflows_and_all_have_the_rest() -> None:
    by_kind = {kind: set(carried(kind)) for kind in KINDS}

    assert {path.partition("/")[0] for path in by_kind["github"] - by_kind["none"]} == {".github"}
    assert by_kind["gitlab"] - by_kind["none"] == {".gitlab-ci.yml"}
    assert by_kind["none"] <= by_kind["github"] & by_kind["gitlab"]
    assert {"README.md", ".gitignore", "tools/requirements.txt", f"tools/{WHEEL.name}"} <= by_kind["none"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_guide_is_whole_and_speaks_of_the_registry(kind: Kind) -> None:
    guide = carried(kind, branch="trunk")["README.md"].decode()
    registry = load_registry(minimal())

    assert guide.startswith(f"# {registry.file.title}\n")
    assert "$" not in guide
    assert f"conferral doctor {registry.file.base_url}\n" in guide
    assert ("merge request" in guide) == (kind == "gitlab")
    assert ("trunk" in guide) == (kind != "none")
    assert max(map(len, guide.splitlines())) <= 120


@given(SECRETS, SECRETS)
def test_which_keys_a_workflow_names_does_not_count_as_a_change(first: list[str], second: list[str]) -> None:
    text = (STARTER / PUBLISH).read_text()
    one, two = with_secrets(text, first), with_secrets(text, second)

    assert digest(PUBLISH, one.encode()) == digest(PUBLISH, two.encode())
    assert digest(PUBLISH, one.encode()) != digest(PUBLISH, one.replace("main", "trunk").encode())
    assert with_secrets(one, second) == two


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    host = GitHost(kind="gitlab", repository=None, branch="trunk")
    made = manifest_of(host, {"README.md": b"x", "tools/a.whl": b"y"})
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/conferral.json").write_bytes(made.to_json())

    assert Manifest.read(tmp_path) == made
    assert made.guide == "README.md"


@pytest.mark.parametrize(
    ("remote", "found"),
    [
        ("https://github.com/northwind/credentials.git", ("github", "northwind/credentials")),
        ("https://github.com/northwind/credentials", ("github", "northwind/credentials")),
        ("https://someone@github.com/northwind/credentials/", ("github", "northwind/credentials")),
        ("git@github.com:northwind/credentials.git\n", ("github", "northwind/credentials")),
        ("ssh://git@gitlab.com/northwind/school/badges.git", ("gitlab", "northwind/school/badges")),
        ("git@git.northwind.example.org:northwind/credentials.git", None),
        ("https://github.com.example.org/northwind/credentials", None),
        ("https://github.com/northwind", None),
        ("/srv/git/credentials.git", None),
        ("", None),
    ],
)
def test_a_remote_says_where_the_registry_is_kept(remote: str, found: tuple[str, str] | None) -> None:
    assert repository_at(remote) == found


@pytest.mark.parametrize(
    ("kind", "repository", "address"),
    [
        ("github", "northwind/credentials", "https://northwind.github.io/credentials"),
        ("github", "Northwind/Badges", "https://northwind.github.io/Badges"),
        ("github", "Northwind/northwind.github.io", "https://northwind.github.io"),
        ("gitlab", "northwind/school/badges", "https://northwind.gitlab.io/school/badges"),
        ("github", None, None),
        ("none", "northwind/credentials", None),
    ],
)
def test_the_address_of_a_host_s_own_pages(kind: Kind, repository: str | None, address: str | None) -> None:
    assert GitHost(kind=kind, repository=repository).default_base_url == address


def test_a_domain_of_one_s_own_is_a_step_of_publishing() -> None:
    host = GitHost(kind="github", repository="Northwind/credentials")
    lines = numbered(first_publication(host, "https://badges.northwind.example.org", ["KEY"]), markdown=False)

    own = " ".join(" ".join(lines).split())
    assert "Enter badges.northwind.example.org as the custom domain, after a CNAME record of it points to " in own
    assert "points to northwind.github.io, and verify it" in own
    plain = "\n".join(numbered(first_publication(host, "https://northwind.github.io/credentials", []), markdown=True))
    assert "custom domain" not in plain


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("Etc/UTC", "UTC"),
        ("CET-1CEST", "UTC"),
    ],
)
def test_the_timezone_of_this_machine(zone: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)

    assert own_timezone() == name


def test_every_question_stands_after_what_its_proposal_needs() -> None:
    names = [question.name for question in QUESTIONS]

    for number, question in enumerate(QUESTIONS):
        assert question.after is None or question.after in names[:number]
        assert question.words[0].isupper()
        assert not question.words.endswith((".", ":", "?"))


@given(st.dictionaries(st.sampled_from([question.name for question in QUESTIONS]), st.text()))
def test_whatever_is_given_is_answers_or_problems(given: dict[str, str]) -> None:
    try:
        answers = complete(given)
    except RegistryProblems as error:
        places = {problem.file for problem in error.problems}
        assert places <= {question.option for question in QUESTIONS}
    else:
        assert answers.base_url.startswith("https://")


def test_where_there_is_no_host_there_is_no_repository() -> None:
    with pytest.raises(RegistryProblems) as caught:
        complete({"host": "none", "repository": "northwind/credentials", "operator": "@it"})

    found = {problem.file: problem.what for problem in caught.value.problems}
    assert found["--repository"] == found["--operator"] == "there is no place for it where the host is none"
    assert found["--base-url"] == "is missing"
