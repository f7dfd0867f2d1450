"""The workflows as data: their jobs, their steps, and the calls of `conferral` in them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
STARTER = CHECKOUT / "src/conferral/starter"
WORKFLOWS = sorted((STARTER / ".github/workflows").glob("*.yml"))
GITLAB = STARTER / ".gitlab-ci.yml"


@dataclass(frozen=True, slots=True)
class Job:
    """A job of a workflow; everything in it is text, as it is written."""

    workflow: str
    name: str
    data: Mapping[str, Any]
    triggers: frozenset[str]

    @property
    def steps(self) -> Sequence[Mapping[str, Any]]:
        """Its steps."""
        return self.data["steps"]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"{self.workflow}:{self.name}"


class _TextLoader(yaml.BaseLoader):
    """Makes text, lists and dicts only; GitLab's `!reference` is the list of names behind it."""


def _names(loader: yaml.BaseLoader, node: yaml.SequenceNode) -> tuple[str, ...]:
    return tuple(loader.construct_sequence(node))


_TextLoader.add_constructor("!reference", _names)


def read(path: Path) -> dict[str, Any]:
    """A YAML file whose scalars are all text."""
    data = yaml.load(path.read_text("utf-8"), Loader=_TextLoader)  # noqa: S506 -- see there
    assert isinstance(data, dict)
    return data


def jobs() -> list[Job]:
    """Every job of every workflow of the starter."""
    found = []
    for path in WORKFLOWS:
        workflow = read(path)
        triggers = frozenset(workflow["on"])
        found += [Job(path.name, name, data, triggers) for name, data in workflow["jobs"].items()]
    return found


def job(workflow: str, name: str) -> Job:
    """One job."""
    (found,) = (found for found in jobs() if (found.workflow, found.name) == (workflow, name))
    return found


def step(workflow: str, name: str, called: str) -> Mapping[str, Any]:
    """One step, by its name."""
    (found,) = (found for found in job(workflow, name).steps if found.get("name") == called)
    return found


def scripts() -> Iterator[tuple[str, str]]:
    """Every piece of shell, with where it stands: of workflows, of the action, and of GitLab's file."""
    for each in jobs():
        for number, found in enumerate(each.steps):
            if "run" in found:
                yield f"{each}:{found.get('name', number)}", found["run"]
    for action in (STARTER, CHECKOUT):
        for number, found in enumerate(read(action / ".github/actions/conferral/action.yml")["runs"]["steps"]):
            if "run" in found:
                yield f"{action.name} action:{number}", found["run"]
    for name, data in read(GITLAB).items():
        for part in ("before_script", "script"):
            if isinstance(data, dict) and part in data:
                yield f"{GITLAB.name}:{name}:{part}", "\n".join(line for line in data[part] if isinstance(line, str))


def calls(script: str) -> Iterator[list[str]]:
    """The arguments of every call of `conferral` in a piece of shell."""
    lexer = shlex.shlex(script.replace("\\\n", " ").replace("\n", " ; "), posix=True, punctuation_chars=True)
    words: list[str] | None = None
    for token in lexer:
        if set(token) <= set("();<>|&"):
            if words is not None:
                if token.startswith(">") and words and words[-1].isdigit():
                    words.pop()
                yield words
            words = None
        elif words is not None:
            words.append(token)
        elif token == "conferral":
            words = []
    if words is not None:
        yield words
