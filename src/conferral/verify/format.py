"""Check `format`: readable, of the shape of Open Badges 3.0 or CLR 2.0, in words that are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from conferral.errors import CanonicalizationError, UndefinedTermError
from conferral.standards import contexts, shapes
from conferral.standards.open_badges import MOST_PROBLEMS, Kind, is_version_1, kind_of, structure_problems
from conferral.verify.claims import all_contexts_of, contexts_of, layout_problem, types_of, unknown_context
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.outline import Outline, outline_of
from conferral.verify.report import Check, State
from conferral.verify.words import harmless

_PASSED: Mapping[Kind, tuple[str, str]] = {
    "achievement": ("format.passed", "format.older"),
    "endorsement": ("format.endorsement", "format.older_endorsement"),
    "clr": ("format.record", "format.older_record"),
}
"""What is told of each kind, in the form of Verifiable Credentials 2.0 and of 1.1."""

_OPEN_BADGES_2 = frozenset({"https://w3id.org/openbadges/v1", "https://w3id.org/openbadges/v2"})
_LONGEST_PROBLEM = 300


def check_format(  # noqa: PLR0911 - one return a finding
    document: dict[str, Any],
    outline: Outline | None = None,
    *,
    known_contexts: Collection[str] = contexts.KNOWN,
    unclear: CanonicalizationError | None = None,
) -> Check:
    """Look at what can be seen without anybody's key.

    `outline` is the one of `document`, where there is one already.
    `unclear` is what keeps `document` from having a canonical form, where its signature does not need one: a signed
    word that no context defines means nothing all the same.
    """
    kind, types = kind_of(document), types_of(document)
    if kind is None:
        odd = shapes.Problems(MOST_PROBLEMS)
        shapes.types()(document.get("type", []), (None, "type"), odd)
        if odd.told:
            return _out_of_shape(odd.told)
        named = {context for context in contexts_of(document) if isinstance(context, str)}
        if "Assertion" in types or named & _OPEN_BADGES_2:
            return unknown("format.older_generation")
        if "VerifiableCredential" in types:
            return unknown("format.other_kind", types=", ".join(types))
    outline = outline or outline_of(document)
    layout = layout_problem(document, outline)
    if layout is not None:
        return failed("format.layout", State.MALFORMED, problem=layout)
    problems = structure_problems(document)
    if kind is None or problems:
        return _out_of_shape(problems)
    context = unknown_context(document, known_contexts, outline)
    if context is not None:
        return unknown("format.context", context=context)
    if not all(isinstance(item, str) for item in all_contexts_of(document, outline)):
        return unknown("format.own_words")
    if isinstance(unclear, UndefinedTermError):
        return failed("format.undefined", State.MALFORMED, problem=unclear.message)
    if unclear is not None:
        return unknown("format.not_canonical", problem=unclear.message)
    return passed(_PASSED[kind][is_version_1(document)])


def _out_of_shape(problems: list[str]) -> Check:
    told = [harmless(problem, _LONGEST_PROBLEM) for problem in problems]
    more = f", and {len(told) - 1} more" if len(told) > 1 else ""
    if len(told) == MOST_PROBLEMS:
        more += " at least"
    return failed("format.structure", State.MALFORMED, problem=told[0] + more, problems=tuple(told[:20]))
