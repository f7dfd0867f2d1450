"""What was asked for in an issue form, done to the registry; and the answer to whoever asked, as Markdown.

The same functions award and revoke as for the commands, so that the same is refused.  The answer goes where everybody
can read it, and shows text of strangers as text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from conferral.authoring.awarding import Shared, awardable
from conferral.authoring.edit import carry_out, readable
from conferral.authoring.forms import AwardForm, RevokeForm
from conferral.authoring.giving import give
from conferral.authoring.naming import award_named
from conferral.authoring.statuses import revoke
from conferral.authoring.wanted import Source, Wanted
from conferral.errors import Error, Problem, RegistryProblems
from conferral.escaping import as_markdown_code, in_markdown
from conferral.model import Award, Registry
from conferral.states import day_of

_MOST_PROBLEMS = 50
"""In an answer; a comment of a host may have 65,536 characters."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a form changed: a sentence as Markdown, and the files that were written."""

    sentence: str
    files: tuple[str, ...]


def carry_out_form(form: AwardForm | RevokeForm, root: Path, *, as_of: datetime) -> Done:
    """Write what a form asks for.  Raises `RegistryProblems` and `RegistryError`; nothing is written then."""
    registry, _ = readable(root)
    if isinstance(form, AwardForm):
        return _award(form, root, registry, as_of)
    return _revoke(form, root, registry, as_of)


def answer(form: AwardForm | RevokeForm, done: Done) -> str:
    """The text of the pull request."""
    files = "\n".join(f"- {as_markdown_code(file)}" for file in done.files)
    return (
        f"{done.sentence}\n\n{files}\n\n"
        "This says what was asked for, and nothing about whether it is right: look into it before merging.\n\n"
        f"Closes #{form.issue}\n"
    )


def answer_to_problems(error: Error) -> str:
    """The comment for whoever asked for something that cannot be."""
    problems = error.problems if isinstance(error, RegistryProblems) else ()
    lines = [_line(problem) for problem in problems] or [_sentence(error.message, error.hint)]
    if len(lines) > _MOST_PROBLEMS:
        lines = [*lines[:_MOST_PROBLEMS], f"and {len(lines) - _MOST_PROBLEMS} more"]
    listed = "\n".join(f"- {line}" for line in lines)
    return (
        f"This cannot become a pull request:\n\n{listed}\n\n"
        "Edit the issue, then take its label off and give it again. Lines are those of the issue's text as it is shown "
        "for editing.\n"
    )


def _award(form: AwardForm, root: Path, registry: Registry, as_of: datetime) -> Done:
    shared = Shared(
        badge=awardable(registry, form.badge).slug,
        name=f"issue-{form.issue}",
        awarded=form.awarded or day_of(as_of, registry.file.timezone),
        evidence=(form.evidence,) if form.evidence else (),
    )
    wanted = [
        Wanted(source=Source(_name(form), line), recipient=recipient, awarded=shared.awarded)
        for recipient, line in form.recipients.items()
    ]
    outcome = give(root, registry, shared, wanted, holders="error", as_of=as_of)
    if outcome.path is None or not outcome.is_written:
        raise RegistryProblems(map(_without_options, outcome.all_problems), where="the issue")
    people = "1 person" if len(wanted) == 1 else f"{len(wanted)} people"
    return Done(f"Awards {as_markdown_code(form.badge)} to {people}, as of {shared.awarded}.", (outcome.path,))


def _revoke(form: RevokeForm, root: Path, registry: Registry, as_of: datetime) -> Done:
    awards = _awards(form, registry)
    on = form.on or day_of(as_of, registry.file.timezone)
    lines = {award.id: form.awards[text] for text, award in awards.items()}
    try:
        edit = revoke(registry, list(awards.values()), reason=form.reason, on=on)
    except RegistryProblems as error:
        placed = [replace(one, file=_name(form), line=lines.get(one.file, 0), column=1) for one in error.problems]
        raise RegistryProblems(placed, where="the issue") from None
    carry_out(edit, root, as_of=as_of)
    awards_words = "1 award" if len(awards) == 1 else f"{len(awards)} awards"
    return Done(f"Revokes {awards_words}, for good: {as_markdown_code(form.reason)}.", tuple(p for p, _ in edit.files))


def _awards(form: RevokeForm, registry: Registry) -> dict[str, Award]:
    """The awards that a form names, by what was written; raises `RegistryProblems` with all that name none."""
    found: dict[str, Award] = {}
    problems: list[Problem] = []
    for text, line in form.awards.items():
        try:
            award = award_named(registry, text)
        except RegistryProblems as error:
            problems += (replace(one, file=_name(form), line=line, column=1) for one in error.problems)
            continue
        if award in found.values():
            problems.append(Problem(_name(form), line, 1, f"the award {award.id} is named twice", "each award once"))
        found[text] = award
    if problems:
        raise RegistryProblems(problems, where="the issue")
    return found


def _name(form: AwardForm | RevokeForm) -> str:
    return f"issue {form.issue}"


def _without_options(problem: Problem) -> Problem:
    """An issue has no options: whoever must be left out is left out."""
    return replace(problem, hint="leave the person out") if "--" in problem.hint else problem


def _line(problem: Problem) -> str:
    place = f"line {problem.line}" if problem.file.startswith("issue ") and problem.line else ""
    place = place or ("" if problem.file.startswith("issue ") else as_markdown_code(problem.place))
    expected = f"expected: {problem.expected}" if problem.expected else ""
    said = _sentence("; ".join(filter(None, (problem.what, expected))), problem.hint)
    return f"{place}: {said}" if place else said


def _sentence(text: str, hint: str) -> str:
    return " ".join(filter(None, (f"{in_markdown(text)}.", in_markdown(_capital(hint)))))


def _capital(hint: str) -> str:
    return hint[:1].upper() + hint[1:] + ("" if hint.endswith((".", "?", "!")) or not hint else ".")
