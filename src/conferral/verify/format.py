"""Check `format`: readable, of the shape of Open Badges 3.0, in words that are known."""

from __future__ import annotations

from typing import Any

from conferral.standards.open_badges import structure_problems
from conferral.verify.claims import contexts_of, layout_problem, unknown_context
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.report import Check, State


def check_format(document: dict[str, Any]) -> Check:
    """Look at what can be seen without anybody's key."""
    layout = layout_problem(document)
    if layout is not None:
        return failed("format.layout", State.MALFORMED, problem=layout)
    problems = structure_problems(document)
    if problems:
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        return failed("format.structure", State.MALFORMED, problem=problems[0] + more, problems=tuple(problems[:20]))
    context = unknown_context(document)
    if context is not None:
        return unknown("format.context", context=context)
    if not all(isinstance(item, str) for item in contexts_of(document)):
        return unknown("format.own_words")
    return passed("format.passed")
