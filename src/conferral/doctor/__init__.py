"""Looking after a registry's site where it is published: what strangers meet there, and whether it is what was built.

    findings      what a check found, in a sentence, with what to do
    live          the site as its host serves it, asked within limits
    built         the folder that was published
    describing    catalog.json: what the site says of itself
    hosting       redirects, media types, CORS, folders, what is not there, caching
    issuers       the DID document of every issuer, where did:web looks for it
    lists         status lists: signed, in force, with every bit that was built
    credentials   a sample, the revoked and the erased, through the independent verifier
    endorsements  those that are listed can be had, and own ones hold
    records       learner records are live, and say the same there
    moves         the other addresses of a registry that has moved
    examining     all checks, and asking again until what was built has arrived
    text          the report for a terminal

Everything is asked over HTTPS as a stranger would ask, and judged by `conferral.verify`; nothing here reads YAML.

    from conferral.doctor import examine
    diagnosis = examine("https://credentials.example.org/registry", resolver=HTTPSResolver())
    diagnosis.exit_code
"""

from conferral.doctor.built import Built
from conferral.doctor.examining import Diagnosis, examine, examine_until_current
from conferral.doctor.findings import Finding
from conferral.doctor.text import diagnosis_text

__all__ = ["Built", "Diagnosis", "Finding", "diagnosis_text", "examine", "examine_until_current"]
