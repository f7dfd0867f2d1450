"""Every error that conferral raises on purpose.

    Error                           message, and a hint how to mend it
    ├─ DocumentError                a document breaks a rule of a published specification
    │  ├─ EncodingError             multibase, multikey, base64url, gzip, UTF-8
    │  ├─ CanonicalizationError     JSON-LD or JCS cannot be made canonical
    │  │  └─ UndefinedTermError     a term, type or relative name would silently go unsigned
    │  ├─ ProofError                a Data Integrity proof is malformed, of an unknown suite, or does not hold
    │  ├─ StatusListError           a status list is malformed, too short, or the index lies outside
    │  └─ DIDError                  a DID or a DID document is malformed
    ├─ RegistryError                something about the registry as a whole
    │  └─ RegistryProblems          all problems of one run, each at file:line:column
    ├─ SigningError                 a key is missing, unusable, retired, or not the declared one
    ├─ BuildError                   the site could not be rendered or written
    └─ VerificationError            a credential does not verify; carries the report
       ├─ MalformedCredentialError  it is no credential that can be read
       ├─ InvalidProofError         altered, or not signed by its issuer
       ├─ NotYetValidError
       ├─ ExpiredError
       ├─ RevokedError
       ├─ SuspendedError
       ├─ WithdrawnError            the issuer no longer publishes it, or publishes other claims under its id
       ├─ RecipientError            it was awarded to somebody else
       ├─ EmbeddedError             it holds, and something embedded in it does not
       └─ UndecidedError            something needed could not be had: unknown, which is neither true nor false

Messages start in lower case and end without a full stop; hints are whole sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


class Error(Exception):
    """Base of all errors of conferral.

    `message` says what is wrong, `hint` how to mend it (empty when there is nothing to add).
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class DocumentError(Error):
    """A document breaks a rule of a published specification."""


class EncodingError(DocumentError):
    """Bytes or text are not in the encoding that the specification asks for."""


class CanonicalizationError(DocumentError):
    """A document cannot be brought into canonical form."""


class UndefinedTermError(CanonicalizationError):
    """A term, a type or a relative name that JSON-LD would drop or invent a meaning for.

    `where` is the JSON Pointer of the offending value where it is known, else empty.
    """

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.where = where


class ProofError(DocumentError):
    """A Data Integrity proof is malformed, of an unknown suite, or does not hold."""


class StatusListError(DocumentError):
    """A status list is malformed, too short, or does not hold the index asked for.

    `code` is the error name of Bitstring Status List 1.0, section 3.5, such as `RANGE_ERROR`.
    """

    def __init__(self, message: str, *, code: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


class DIDError(DocumentError):
    """A DID or a DID document is malformed."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend in a registry.

    `file` is relative to the registry's folder, with forward slashes; `line` and `column` count from 1
    (0 means the file as a whole).  `what` says what is wrong, `expected` what would be right, `hint` how
    to mend it; the last two may be empty.
    """

    file: str
    line: int
    column: int
    what: str
    expected: str = ""
    hint: str = ""

    @property
    def place(self) -> str:
        """Where it is, in the form that editors and terminals turn into a link."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.what}"]
        lines += [f"    {name}: {text}" for name, text in (("expected", self.expected), ("hint", self.hint)) if text]
        return "\n".join(map(on_one_line, lines))

    def as_json(self) -> dict[str, Any]:
        """The problem as plain data, for programs."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "what": self.what,
            "expected": self.expected,
            "hint": self.hint,
        }


def on_one_line(text: str) -> str:
    """Text of strangers can neither steer a terminal nor begin a line of its own, nor command the runner of a CI.

    GitHub's takes `##[add-mask]x` for a command wherever in a line it stands.
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return text.replace("##[", "##\\x5b")


class RegistryError(Error):
    """Something about the registry as a whole: no registry here, no git history, no such revision."""


ASKED = "what was given"
"""In what the problems are, for `RegistryProblems`, where a question's options and arguments are wrong."""

GIVEN = f"{ASKED}; nothing was written"
"""The same where something was to be edited: it was looked at before anything was written."""


class RegistryProblems(RegistryError):  # noqa: N818 -- it is what is caught, and it holds problems, not one error
    """All problems that one run found, sorted by place; `where` says in what, if not in the registry."""

    def __init__(self, problems: Iterable[Problem], *, where: str = "the registry") -> None:
        self.problems = tuple(sorted(set(problems)))
        number = len(self.problems)
        super().__init__(f"{number} problem{'' if number == 1 else 's'} in {where}")


class SigningError(Error):
    """A key is missing, unusable, retired or not the one that the registry declares."""


class BuildError(Error):
    """The site could not be rendered or written."""


class VerificationError(Error):
    """A credential does not verify.  `report` is the `conferral.verify.Report` with every check."""

    def __init__(self, message: str, *, report: Any = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.report = report


class MalformedCredentialError(VerificationError):
    """The input is no credential that can be read."""


class InvalidProofError(VerificationError):
    """The credential was altered, or was not signed by the issuer it names."""


class NotYetValidError(VerificationError):
    """The credential is authentic; its validity has not begun."""


class ExpiredError(VerificationError):
    """The credential is authentic; its validity is over."""


class RevokedError(VerificationError):
    """The issuer has revoked the credential."""


class SuspendedError(VerificationError):
    """The issuer has suspended the credential for the time being."""


class WithdrawnError(VerificationError):
    """The issuer no longer publishes the credential, or publishes other claims under its id."""


class RecipientError(VerificationError):
    """The credential was awarded to somebody else than who was asked about."""


class EmbeddedError(VerificationError):
    """The credential holds, and an endorsement or a credential inside it does not."""


class UndecidedError(VerificationError):
    """Something needed to decide could not be had: the answer is unknown, neither yes nor no."""
