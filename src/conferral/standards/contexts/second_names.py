"""What a context must not do: let one statement be written under two names.

A signature covers statements, and readers look for names.  If `status` meant what `credentialStatus` means,
whoever wrote the one for the other would keep the signature and hide a revocation.
"""

from __future__ import annotations

import re
from typing import Any

from conferral.errors import CanonicalizationError

_CREDENTIALS = "https://www.w3.org/2018/credentials#"
_DECISIVE = frozenset(
    {
        "credentialStatus",
        "credentialSubject",
        "expirationDate",
        "issuanceDate",
        "issuer",
        "validFrom",
        "validUntil",
    }
)
"""The members of a credential that decide whether it holds, each named as in the vocabulary."""

_LAST_PART = re.compile(r"[^#/:]*\Z")


def refuse_second_names(url: str, context: object) -> None:
    """Refuse `context`, found at `url`, if it gives a keyword or a decisive member another name.

    Allowed are other names for `@id` and `@type`, which every context of credentials has.

    Raises `CanonicalizationError`.
    """
    waiting: list[Any] = [context]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting.extend(found)
        if not isinstance(found, dict):
            continue
        _check_vocabulary(url, found.get("@vocab"))
        for term, definition in found.items():
            if term.startswith("@"):
                continue
            if isinstance(definition, dict):
                waiting.append(definition.get("@context"))
                if "@reverse" in definition:
                    raise _refused(url, f"reads {term!r} in reverse")
            meaning = definition.get("@id") if isinstance(definition, dict) else definition
            if isinstance(meaning, str):
                _check_name(url, term, meaning)


def _check_vocabulary(url: str, vocabulary: object) -> None:
    """A vocabulary that is only part of a name would let a document write the rest."""
    if not isinstance(vocabulary, str):
        return
    partial = vocabulary != _CREDENTIALS and (
        vocabulary.startswith(_CREDENTIALS) or _CREDENTIALS.startswith(vocabulary)
    )
    if partial or ":" not in vocabulary:
        raise _refused(url, f"has the vocabulary {vocabulary[:80]!r}")


def _check_name(url: str, term: str, meaning: str) -> None:
    if meaning.startswith("@") and meaning not in {"@id", "@type"}:
        raise _refused(url, f"calls {meaning!r} {term!r}")
    last = _LAST_PART.search(meaning)
    second = last is not None and last[0] in _DECISIVE and last[0] != term
    if second or (meaning.startswith(_CREDENTIALS) and meaning not in {_CREDENTIALS, _CREDENTIALS + term}):
        raise _refused(url, f"calls {meaning[:80]!r} {term[:80]!r}")


def _refused(url: str, what: str) -> CanonicalizationError:
    return CanonicalizationError(
        f"the context {url[:200]!r} {what}",
        hint="A credential could hide a statement so that its signature still holds.",
    )
