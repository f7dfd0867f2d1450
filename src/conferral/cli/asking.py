"""Questions for what was not said by options: asked where a terminal is there to answer, else all named at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping

import click

from conferral.errors import GIVEN, Problem, RegistryProblems

Faults = Callable[[Mapping[str, str]], Iterable[Problem]]
"""What is wrong with some answers, by option, apart from what is missing."""


def ask_for_missing(given: Mapping[str, str | None], questions: Mapping[str, str], faults: Faults) -> dict[str, str]:
    """`given` (option -> what was said) with an answer for each option of `questions` that says nothing.

    What was given is looked at first, so that nobody answers in vain, and each answer at once.  Raises
    `RegistryProblems` for what was given, and `click.UsageError` when there is nobody to ask.
    """
    answers = {option: text for option, text in given.items() if text}
    missing = [option for option in questions if option not in answers]
    if missing and not sys.stdin.isatty():
        asked = "it is asked for" if len(missing) == 1 else "they are asked for"
        raise click.UsageError(f"say {_and(missing)}; at a terminal, {asked}")
    if missing and (problems := list(faults(answers))):
        raise RegistryProblems(problems, where=GIVEN)
    for option in missing:

        def fault(answer: str, option: str = option) -> Problem | None:
            return next((problem for problem in faults({option: answer}) if problem.file == option), None)

        answers[option] = ask(questions[option], fault)
    return answers


def ask(question: str, fault: Callable[[str], Problem | None], default: str | None = None) -> str:
    """The answer to a question, asked again as long as something is wrong with it; `default` is what Enter gives."""
    while True:
        answer = str(click.prompt(question, default=default, show_default=bool(default), err=True)).strip()
        problem = fault(answer)
        if problem is None:
            return answer
        click.echo(str(problem).removeprefix(f"{problem.file}: "), err=True)


def _and(options: list[str]) -> str:
    return options[0] if len(options) == 1 else f"{', '.join(options[:-1])} and {options[-1]}"
