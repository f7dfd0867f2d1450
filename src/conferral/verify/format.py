"""Check `format`: readable, of the shape of Open Badges 3.0, in words that are known."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from conferral.errors import CanonicalizationError, UndefinedTermError
from conferral.standards import contexts
from conferral.standards.open_badges import structure_problems
from conferral.verify.claims import contexts_of, layout_problem, unknown_context
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.report import Check, State


def check_format(  # noqa: PLR0911 - one return a finding
    document: dict[str, Any],
    *,
    known_contexts: Collection[str] = contexts.KNOWN,
    unclear: CanonicalizationError | None = None,
) -> Check:
    """Look at what can be seen without anybody's key.

    `unclear` is what keeps `document` from having a canonical form, where its signature does not need one: a signed
    word that no context defines means nothing all the same.
    """
    layout = layout_problem(document)
    if layout is not None:
        return failed("format.layout", State.MALFORMED, problem=layout)
    problems = structure_problems(document)
    if problems:
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        return failed("format.structure", State.MALFORMED, problem=problems[0] + more, problems=tuple(problems[:20]))
    context = unknown_context(document, known_contexts)
    if context is not None:
        return unknown("format.context", context=context)
    if not all(isinstance(item, str) for item in contexts_of(document)):
        return unknown("format.own_words")
    if unclear is not None:
        if isinstance(unclear, UndefinedTermError):
            return failed("format.undefined", State.MALFORMED, problem=unclear.message)
        return unknown("format.not_canonical", problem=unclear.message)
    return passed("format.passed")
