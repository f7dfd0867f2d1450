"""Canonical forms: RDF Dataset Canonicalization 1.0 of JSON-LD documents, and RFC 8785 of plain data.

JSON-LD processors drop what they do not understand, and what is dropped goes unsigned.  `canonicalize`
refuses instead.  It looks three times: at the document as it is, at its expanded form, and at the work that
canonical labels of its blank nodes would take.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from conferral.standards import contexts
from conferral.standards.contexts import Loader
from conferral.standards.safe_document import DEFAULT_LIMITS, Digest, Effort, Limits, check_plain

__all__ = ["DEFAULT_LIMITS", "Digest", "Effort", "Limits", "Loader", "canonical_json", "canonicalize"]

_BYTES = 1_000  # of a form by RFC 8785, which take as long as a step of effort


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
    return _canonical_form()(document, loader, limits, digest, effort)


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


@cache
def _canonical_form() -> Callable[[dict[str, Any], Loader, Limits, Digest, Effort | None], str]:
    """What `json_ld` makes of a document, with PyLD, which takes a tenth of a second to load.

    Most commands never need it; and half of that time goes into what it would fetch documents with, if it could find
    it.  Nothing here is ever fetched.
    """
    absent = [name for name in ("requests", "aiohttp") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] # None: it cannot be imported
    try:
        from conferral.standards.json_ld import canonical_form  # noqa: PLC0415
    finally:
        for name in absent:
            del sys.modules[name]
    return canonical_form


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
