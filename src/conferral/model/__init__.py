"""The registry as people keep it.  Everything here is frozen and does no I/O.

- `places`: a place in a file, a finding at a place, and `Record`, the mapping that knows its place
- `written`: what each kind of file holds, as people write it
- `whole`: the registry put together

`conferral.loading` reads the files, `conferral.validation` applies the rules that span them.
"""

from conferral.model.places import Finding, Place, Record
from conferral.model.whole import Award, Badge, Batch, Correction, Erased, Image, Issuer, Key, Move, Pins, Registry, Row
from conferral.model.written import (
    FILE_KINDS,
    Alignment,
    AwardEntry,
    BadgeFile,
    BatchFile,
    CorrectionFile,
    CorrectionReason,
    Evidence,
    IdentityKind,
    IssuerFile,
    KeyFile,
    RecipientFile,
    RegistryFile,
    Result,
    ResultDescription,
    RevocationFile,
    StatusPurpose,
    SuspensionFile,
)

__all__ = [
    "FILE_KINDS",
    "Alignment",
    "Award",
    "AwardEntry",
    "Badge",
    "BadgeFile",
    "Batch",
    "BatchFile",
    "Correction",
    "CorrectionFile",
    "CorrectionReason",
    "Erased",
    "Evidence",
    "Finding",
    "IdentityKind",
    "Image",
    "Issuer",
    "IssuerFile",
    "Key",
    "KeyFile",
    "Move",
    "Pins",
    "Place",
    "RecipientFile",
    "Record",
    "Registry",
    "RegistryFile",
    "Result",
    "ResultDescription",
    "RevocationFile",
    "Row",
    "StatusPurpose",
    "SuspensionFile",
]
