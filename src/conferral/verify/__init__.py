"""Verifying a credential from anywhere: who issued it, whether it was altered, whether it holds.

    reading       bytes to a document: strict, bounded JSON
    resolving     what a `Resolver` is; `https` (over `connecting`) and `folder` are two
    claims        what a credential says, and whether it says so plainly
    format        check: a complete Open Badges 3.0 credential in known words
    signature     checks: the signature holds, with a key that
    issuer        the issuer itself publishes for signing
    status        check: neither revoked nor suspended
    validity      check: within its own dates
    holder        whom it names
    registered    check: the issuer still publishes it, with the same claims
    verifying     all checks, and what they add up to
    report        the result: `Report`, `Check`, `State`
    words         every sentence, each under its code
    text, site    reports as text; whole sites

Each check is passed, failed or unknown, and unknown never counts as passed.  Nothing here reads YAML or
imports the side that issues.

    >>> from conferral.verify import FolderResolver, inspect
    >>> from pathlib import Path
    >>> resolver = FolderResolver(Path("build/site"), "https://badges.example.org/")
    >>> report = inspect('{"type": "Something"}', resolver=resolver)
    >>> report.outcome, report.exit_code
    (<Outcome.FAILED: 'failed'>, 1)
    >>> print(report.check("proof").sentence)
    It is not signed.

`verify` does the same and raises unless every check passed:

    >>> from conferral.errors import VerificationError
    >>> from conferral.verify import verify
    >>> try:
    ...     verify("no JSON", resolver=resolver)
    ... except VerificationError as error:
    ...     print(error.message)
    it cannot be read: it is not JSON: something is wrong at line 1, column 1
"""

from conferral.verify.folder import FolderResolver
from conferral.verify.https import HTTPSResolver
from conferral.verify.report import (
    CHECKS,
    Check,
    CheckName,
    CheckOutcome,
    Holder,
    Outcome,
    Report,
    State,
)
from conferral.verify.resolving import (
    FetchError,
    NotFoundError,
    RefusedError,
    Resolver,
    UnreachableError,
)
from conferral.verify.site import SiteReport, site_text, verify_site
from conferral.verify.text import report_text
from conferral.verify.verifying import Verifier, inspect, verify

__all__ = [
    "CHECKS",
    "Check",
    "CheckName",
    "CheckOutcome",
    "FetchError",
    "FolderResolver",
    "HTTPSResolver",
    "Holder",
    "NotFoundError",
    "Outcome",
    "RefusedError",
    "Report",
    "Resolver",
    "SiteReport",
    "State",
    "UnreachableError",
    "Verifier",
    "inspect",
    "report_text",
    "site_text",
    "verify",
    "verify_site",
]
