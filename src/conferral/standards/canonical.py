"""Canonical forms: RDF Dataset Canonicalization 1.0 of JSON-LD documents, and RFC 8785 of plain data.

JSON-LD processors drop what they do not understand, and what is dropped goes unsigned.  `canonicalize`
refuses instead.  It looks three times: at the document as it is, at its expanded form, and at the work that
canonical labels of its blank nodes would take.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from conferral.errors import CanonicalizationError
from conferral.standards import contexts
from conferral.standards.blank_nodes import Digest, canonical_nquads
from conferral.standards.compiled_forms import Canonical, CompiledForms
from conferral.standards.learned_forms import Lessons
from conferral.standards.safe_document import (
    COMPARISONS,
    DEFAULT_LIMITS,
    Effort,
    Limits,
    check_document,
    check_plain,
)
from conferral.standards.safe_expansion import BASE, VOCABULARY, check_expanded

__all__ = ["DEFAULT_LIMITS", "Digest", "Effort", "Limits", "Loader", "canonical_json", "canonicalize"]

Loader = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""A document loader as PyLD calls it: URL and options in, a remote document out."""

_BYTES = 1_000  # of a form by RFC 8785, which take as long as a step of effort

_TERM = 2  # steps of effort that reading a term of a context takes
# Contexts are parsed once per loader; PyLD's own cache is shared by all loaders and would mix them up.
_resolved: dict[Loader, dict[str, Any]] = {}


def canonicalize(
    document: dict[str, Any],
    *,
    loader: Loader = contexts.closed_loader,
    limits: Limits = DEFAULT_LIMITS,
    digest: Digest = "sha256",
    effort: Effort | None = None,
) -> str:
    r"""The canonical N-Quads (RDFC-1.0) of a JSON-LD document: sorted, each line ended by `\n`.

    `digest` tells alike blank nodes apart; anything but SHA-256 is for the few suites that ask for it.

    What it takes is taken off `effort`, where several forms may take only so much together.

    `@context` is one URL or a list of URLs that `loader` knows.  Only embedded documents, in `endorsement` and in
    `verifiableCredential`, and their proofs may bring a `@context` of their own.

    Raises `UndefinedTermError` for a term, type or relative name that would go unsigned, with the JSON
    Pointer of the place where it is known, and `CanonicalizationError` for whatever else has no one safe
    reading: null, empty objects and lists, control characters, numbers that processors write differently,
    base direction, documents beyond `limits` or `effort`, and graphs made to keep a canonicaliser busy.
    """
    if loader is not contexts.closed_loader or limits is not DEFAULT_LIMITS or digest != "sha256":
        return _by_pyld(document, loader, limits, digest, effort).text
    form = _FORMS.canonical(document)
    if form is None:
        form = _by_pyld(document, effort=effort)
        _LESSONS.learn(document, form)
    elif effort is not None:
        effort.take(form.steps)
        effort.take(form.comparisons)
    return form.text


def canonical_json(value: object, *, effort: Effort | None = None) -> bytes:
    """The UTF-8 bytes of `value` by RFC 8785.  What it takes is taken off `effort`.

    Allowed are dicts with text keys, lists, text without lone surrogates, integers up to 2**53 - 1 either way,
    finite floats, booleans and None.

    Raises `CanonicalizationError`.
    """
    check_plain(value, effort)
    form = _json(value).encode("utf-8")
    if effort is not None:
        effort.take(len(form) // _BYTES)
    return form


def _by_pyld(
    document: dict[str, Any],
    loader: Loader = contexts.closed_loader,
    limits: Limits = DEFAULT_LIMITS,
    digest: Digest = "sha256",
    effort: Effort | None = None,
) -> Canonical:
    steps = check_document(document, limits)
    if effort is not None:
        effort.take(steps)
    processor = _SafeProcessor(document, limits, effort, counts_terms=loader is not contexts.closed_loader)
    options = {
        "base": BASE,
        "documentLoader": loader,
        "contextResolver": ContextResolver(_resolved.setdefault(loader, {}), loader),
    }
    try:
        dataset = processor.to_rdf(_with_vocabulary(document), options)
    except jsonld.JsonLdError as error:
        raise _explained(error) from error
    except RecursionError as error:
        problem = "the terms of its contexts are defined by others, and these by others, too often"
        raise CanonicalizationError(problem) from error
    return Canonical(canonical_nquads(dataset, limits, digest, effort), steps, processor.comparisons)


_FORMS = CompiledForms()
_LESSONS = Lessons(_FORMS, _by_pyld)


class _SafeProcessor(jsonld.JsonLdProcessor):  # type: ignore[misc]
    """PyLD's processor, which shows its expansion to `check_expanded` before going on.

    With `counts_terms` the terms that are read from contexts are taken off the effort.  What the bundled ones take is
    known beforehand; of others a small one can make a processor read large ones again and again.
    """

    def __init__(
        self, document: dict[str, Any], limits: Limits, effort: Effort | None, *, counts_terms: bool = False
    ) -> None:
        super().__init__()
        self._document = document
        self._limits = limits
        self._effort = effort
        self._counts_terms = counts_terms
        self._terms = 0
        self.comparisons = 0

    def expand(self, input_: Any, options: Any) -> Any:
        expanded = super().expand(input_, options)
        self.comparisons = check_expanded(self._document, expanded, self._limits) // COMPARISONS
        if self._effort is not None:
            self._effort.take(self.comparisons)
        return expanded

    def _create_term_definition(self, *arguments: Any, **options: Any) -> None:
        if self._counts_terms:
            self._terms += 1
            if self._terms * _TERM > self._limits.effort:
                raise CanonicalizationError("the contexts of the document would take too long to read")
            if self._effort is not None:
                self._effort.take(_TERM)
        super()._create_term_definition(*arguments, **options)


def _with_vocabulary(value: Any) -> Any:
    """A copy whose contexts, the embedded ones too, begin with a vocabulary that catches undefined terms."""
    if isinstance(value, list):
        return [_with_vocabulary(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _with_vocabulary(inner) for key, inner in value.items() if key != "@context"}
    if "@context" in value:
        contexts_ = value["@context"]
        copy["@context"] = [{"@vocab": VOCABULARY}, *(contexts_ if isinstance(contexts_, list) else [contexts_])]
    return copy


def _explained(error: BaseException) -> CanonicalizationError:
    """The innermost cause in our own tree of errors."""
    cause: BaseException | None = error
    innermost = error
    while cause is not None:
        if isinstance(cause, CanonicalizationError):
            return cause
        innermost = cause
        cause = cause.__cause__ or cause.__context__
    # The error code of JSON-LD 1.1 (section 9.6) is the same in every implementation; the words are not.
    code = getattr(innermost, "code", None) or str(innermost.args[0] if innermost.args else innermost)
    return CanonicalizationError(f"the document is no valid JSON-LD: {code[:200].rstrip('.')}")


def _json(value: object) -> str:
    if isinstance(value, dict):
        # RFC 8785, section 3.2.3: keys are sorted as UTF-16 code units.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{_json(key)}:{_json(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_json(item) for item in value) + "]"
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """A number as ECMAScript writes it (RFC 8785, section 3.2.2.3): the shortest digits that come back."""
    if value == 0:
        return "0"
    sign, shortest, exponent = Decimal(repr(value)).as_tuple()
    written = "".join(map(str, shortest))
    point = len(written) + int(exponent)  # how many digits stand before the decimal point
    digits = written.rstrip("0")
    if len(digits) <= point <= 21:
        text = digits.ljust(point, "0")
    elif 0 < point <= 21:
        text = f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        text = f"0.{digits.rjust(len(digits) - point, '0')}"
    else:
        fraction = f".{digits[1:]}" if digits[1:] else ""
        text = f"{digits[0]}{fraction}e{point - 1:+d}"
    return f"-{text}" if sign else text
