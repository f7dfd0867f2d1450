"""What has to be known to make a registry: each question with its check and what is proposed as its answer.

The same table makes the options of `conferral init` and what it asks at a terminal.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter

from conferral.authoring.git_host import KINDS, REPOSITORY, GitHost, Kind, repository_at
from conferral.authoring.short_names import short_name
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.fields import BaseUrl, Handle, HttpsUrl, Line, Markdown, ShortLine, Slug, Timezone, refusal, refuse
from conferral.timezones import names

Given = Mapping[str, str]
"""Answers by the name of their question."""


def _kind(value: Any) -> Any:
    kind = value.lower()
    if kind not in KINDS:
        refuse(f'"{value}" is no host that there are workflows for', expected="github, gitlab or none")
    return kind


def _repository(value: Any) -> Any:
    found = repository_at(value)
    if found:
        return found[1]
    if not REPOSITORY.fullmatch(value):
        refuse(f'"{value}" is no repository', expected="OWNER/NAME, such as northwind/credentials")
    return value


def _published(value: Any) -> Any:
    if value.endswith(("//preview.invalid", ".invalid")):
        refuse(f'"{value}" can never resolve', expected="the address at which the site will be published")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`name` is that of the answer, `words` what is asked, `check` what an answer has to be.

    `proposal` is what is taken when nothing is given; None when somebody has to say.  It may need the answer to the
    question `after`.  A question with `only_if` is asked where that holds, and otherwise has no answer.
    """

    name: str
    words: str
    check: TypeAdapter[Any]
    proposal: Callable[[Given], str | None] = lambda _: None
    after: str | None = None
    only_if: Callable[[Given], bool] = lambda _: True
    needed: bool = True

    @property
    def option(self) -> str:
        """The option of the command line."""
        return f"--{self.name.replace('_', '-')}"

    def problem(self, answer: str) -> Problem | None:
        """What is wrong with an answer; nothing with an empty one where none is needed."""
        if not answer and not self.needed:
            return None
        refused = refusal(self.check, answer)
        return Problem(self.option, 0, 0, *refused) if refused else None


def _host_of(given: Given) -> GitHost:
    kind: Kind = next((kind for kind in KINDS if kind == given.get("host")), "none")
    return GitHost(kind=kind, repository=given.get("repository"))


QUESTIONS = (
    Question(
        name="host",
        words="Where will people propose awards: github, gitlab, or none of these",
        check=TypeAdapter(Annotated[str, BeforeValidator(_kind)]),
        proposal=lambda _: "github",
    ),
    Question(
        name="repository",
        words="The repository there, as OWNER/NAME",
        check=TypeAdapter(Annotated[str, BeforeValidator(_repository)]),
        only_if=lambda given: given.get("host") != "none",
        needed=False,
    ),
    Question(
        name="operator",
        words="Your handle there, such as @you: who looks after keys and workflows",
        check=TypeAdapter(Handle),
        only_if=lambda given: given.get("host") != "none",
    ),
    Question(
        name="base_url",
        words="Address at which the site will be published; it is part of every credential and stays for ever",
        check=TypeAdapter(Annotated[BaseUrl, BeforeValidator(_published)]),
        proposal=lambda given: _host_of(given).default_base_url,
    ),
    Question(name="issuer_name", words="Name of the organisation that awards", check=TypeAdapter(ShortLine)),
    Question(
        name="issuer",
        words="Its short name, for addresses; it stays for ever",
        check=TypeAdapter(Slug),
        proposal=lambda given: short_name(given["issuer_name"], (), otherwise="issuer"),
        after="issuer_name",
    ),
    Question(name="issuer_url", words="The organisation's own website", check=TypeAdapter(HttpsUrl)),
    Question(
        name="title",
        words="Title of the registry's site",
        check=TypeAdapter(ShortLine),
        proposal=lambda given: f"{given['issuer_name']} credentials",
        after="issuer_name",
    ),
    Question(
        name="timezone",
        words="Timezone whose days the dates are",
        check=TypeAdapter(Timezone),
        proposal=lambda _: own_timezone(),
    ),
    Question(name="badge_name", words="Name of the first badge", check=TypeAdapter(ShortLine)),
    Question(
        name="badge",
        words="Its short name, for addresses; it stays once somebody holds the badge",
        check=TypeAdapter(Slug),
        proposal=lambda given: short_name(given["badge_name"], (), otherwise="badge"),
        after="badge_name",
    ),
    Question(
        name="badge_description",
        words="What whoever holds it can do, in a sentence",
        check=TypeAdapter(Line),
    ),
    Question(
        name="badge_criteria",
        words="What has to be done to earn it",
        check=TypeAdapter(Markdown),
    ),
)
"""In the order in which they are asked: a proposal may build on the answers before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that has to be known, checked."""

    host: GitHost
    base_url: str
    title: str
    timezone: str
    issuer: str
    issuer_name: str
    issuer_url: str
    badge: str
    badge_name: str
    badge_description: str
    badge_criteria: str
    operator: str | None = None


def complete(given: Given, *, branch: str = "main") -> Answers:
    """The answers that were given, with proposals for the others.

    Raises `RegistryProblems` with everything that is wrong or missing; the places are options of `conferral init`.
    """
    answers: dict[str, str] = {}
    problems: list[Problem] = []
    for question in QUESTIONS:
        if not question.only_if(answers):
            if question.name in given:
                what = "there is no place for it where the host is none"
                problems.append(Problem(question.option, 0, 0, what, "", "Name the host with --host, or leave it out."))
            continue
        follows = question.after is None or question.after in answers
        answer = given.get(question.name) or (question.proposal(answers) if follows else None)
        if answer is None:
            if question.needed and follows:
                problems.append(Problem(question.option, 0, 0, "is missing", _lowered(question.words)))
            continue
        problem = question.problem(answer)
        if problem:
            problems.append(problem)
        else:
            answers[question.name] = question.check.validate_python(answer)
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    host = _host_of(answers)
    return Answers(
        host=GitHost(kind=host.kind, repository=host.repository, branch=branch),
        **{name: answer for name, answer in answers.items() if name not in ("host", "repository")},
    )


def own_timezone() -> str:
    """The timezone of this machine by its name in the IANA database; UTC where that cannot be told."""
    linked = os.environ.get("TZ", "").removeprefix(":") or str(Path("/etc/localtime").resolve())
    name = linked.rpartition("zoneinfo/")[2]
    return name if name in names() and not name.startswith("Etc/") else "UTC"


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
