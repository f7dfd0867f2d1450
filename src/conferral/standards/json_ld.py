"""Canonical forms of JSON-LD documents: forms of objects that are known, and PyLD for everything else.

`conferral.standards.canonical` is the way in, and loads this, with PyLD, where a document is canonicalised.
"""

from __future__ import annotations

from typing import Any

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from conferral.errors import CanonicalizationError
from conferral.standards import contexts
from conferral.standards.blank_nodes import canonical_nquads
from conferral.standards.compiled_forms import Canonical, CompiledForms
from conferral.standards.contexts import Loader
from conferral.standards.learned_forms import Lessons
from conferral.standards.safe_document import (
    COMPARISONS,
    DEFAULT_LIMITS,
    Digest,
    Effort,
    Limits,
    check_document,
)
from conferral.standards.safe_expansion import BASE, VOCABULARY, check_expanded

_TERM = 2  # steps of effort that reading a term of a context takes
# Contexts are parsed once per loader; PyLD's own cache is shared by all loaders and would mix them up.
_resolved: dict[Loader, dict[str, Any]] = {}


def canonical_form(
    document: dict[str, Any], loader: Loader, limits: Limits, digest: Digest, effort: Effort | None
) -> str:
    """What `conferral.standards.canonical.canonicalize` gives, and raises."""
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
