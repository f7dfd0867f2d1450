"""Verifying a credential from anywhere: who issued it, whether it was altered, whether it holds.

    presented        what was handed in: JSON, a compact JWT, a picture with one inside
    resolving        how a verification asks for a document: what a `Resolver` is
    https            a resolver: the network
    connecting       connections to addresses that were looked at first
    folder           a resolver: the folder of a site
    offline          a resolver: an archive of what the network would answer
    keeping          what was fetched once, kept for a while
    bounded          how much one verification fetches
    locating         from the address of a page to the credential that it is about
    pages            telling a page from a credential
    places           whose hands an address is in
    vocabulary       the words that a credential may use
    outline          the objects of a document, found in one walk
    claims           what a credential says, and whether it says so plainly
    format           check: complete, of a kind and in words that are known
    signature        checks: the signature holds, with a key that
    issuer           the issuer itself publishes for signing
    status           check: neither revoked nor suspended
    status_entries   the entry of a credential that points into a status list
    status_fetching  fetching a status list, no larger than one can be
    status_lists     status lists, fetched, verified and kept for a while
    revocation_list  the lists of revoked credentials that Open Badges 3.0 had at first
    validity         check: within its own dates
    registered       check: the issuer still publishes it, with the same claims
    recipient        check: it was awarded to the person asked about
    embedded         checks: the endorsements and credentials inside hold, too
    holder           whom it names
    verifying        all checks, and what they add up to
    findings         what a check found, with its sentence
    report           the result: `Report`, `Check`, `State`
    words            every sentence, each under its code in sentences.json
    text             reports as text
    packed           many reports in little memory
    site_report      the report on a whole site
    site_documents   the documents of a site, each by itself
    batches          batch by batch, in one process or in several
    site             the whole site

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
from conferral.verify.offline import ArchiveResolver
from conferral.verify.report import (
    CHECKS,
    Check,
    CheckName,
    CheckOutcome,
    Embedded,
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
from conferral.verify.site import verify_site
from conferral.verify.site_report import SiteReport, site_text
from conferral.verify.text import report_text
from conferral.verify.verifying import Verifier, inspect, verify

__all__ = [
    "CHECKS",
    "ArchiveResolver",
    "Check",
    "CheckName",
    "CheckOutcome",
    "Embedded",
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
