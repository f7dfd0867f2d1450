"""Questions for what was not said by options: asked where a terminal is there to answer, else all named at once."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click


def ask_for_missing(given: Mapping[str, str | None], questions: Mapping[str, str]) -> dict[str, str]:
    """`given` (option -> what was said) with an answer for each option of `questions` that says nothing.

    Raises `click.UsageError` when there is nobody to ask.
    """
    missing = [option for option in questions if not given.get(option)]
    if missing and not sys.stdin.isatty():
        raise click.UsageError(f"say {_and(missing)}; at a terminal, they are asked for")
    answers = {option: str(click.prompt(questions[option], err=True)).strip() for option in missing}
    return {option: text for option, text in {**given, **answers}.items() if text}


def _and(options: list[str]) -> str:
    return options[0] if len(options) == 1 else f"{', '.join(options[:-1])} and {options[-1]}"
