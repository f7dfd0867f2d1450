"""The registry as people keep it.  Everything here is frozen and does no I/O.

- `places`: a place in a file, a finding at a place, and `Record`, the mapping that knows its place
- `choices`: values chosen from a list, and lists of values
- `texts`: texts in several languages
- `look`: the registry's colours
- `depth`: rubrics, identifiers, organisations and activities, and what earns a renewal
- `skills`, `pathways`, `endorsements`, `federation`: a file each of that name
- `described`: what the files of the registry, of issuers, badges and collections hold
- `awards`: what the files of awards hold, and how the registry holds their entries
- `written`: what the files of recipients, keys and decisions hold; every kind of file
- `whole`: the registry put together

`conferral.loading` reads the files, `conferral.validation` applies the rules that span them.
"""

from conferral.model.awards import AwardEntry, BatchFile, Entry, Evidence, Result
from conferral.model.choices import IdentityKind, StatusPurpose
from conferral.model.depth import Activity, Identifier, Organisation, Related, Renewal, RubricLevel
from conferral.model.described import (
    Alignment,
    BadgeFile,
    CollectionFile,
    IssuerFile,
    RegistryFile,
    ResultDescription,
)
from conferral.model.endorsements import EndorsedKind, Endorsement, EndorsementFile, KeptAnswers, SignedEndorsement
from conferral.model.federation import FederatedRegistry, FederationFile
from conferral.model.look import Brand
from conferral.model.pathways import Pathway, PathwayFile, Requirement
from conferral.model.places import Finding, Place, Record
from conferral.model.skills import Framework, FrameworkFile, Skill, SkillLevel
from conferral.model.texts import BadgeTexts, IssuerTexts, Text, TitledTexts
from conferral.model.whole import (
    Award,
    Badge,
    Batch,
    Collection,
    Correction,
    Erased,
    Image,
    Issuer,
    Key,
    Move,
    Pins,
    Registry,
    Row,
)
from conferral.model.written import (
    FILE_KINDS,
    CorrectionFile,
    CorrectionReason,
    KeyFile,
    RecipientFile,
    RevocationFile,
    SuspensionFile,
)

__all__ = [
    "FILE_KINDS",
    "Activity",
    "Alignment",
    "Award",
    "AwardEntry",
    "Badge",
    "BadgeFile",
    "BadgeTexts",
    "Batch",
    "BatchFile",
    "Brand",
    "Collection",
    "CollectionFile",
    "Correction",
    "CorrectionFile",
    "CorrectionReason",
    "EndorsedKind",
    "Endorsement",
    "EndorsementFile",
    "Entry",
    "Erased",
    "Evidence",
    "FederatedRegistry",
    "FederationFile",
    "Finding",
    "Framework",
    "FrameworkFile",
    "Identifier",
    "IdentityKind",
    "Image",
    "Issuer",
    "IssuerFile",
    "IssuerTexts",
    "KeptAnswers",
    "Key",
    "KeyFile",
    "Move",
    "Organisation",
    "Pathway",
    "PathwayFile",
    "Pins",
    "Place",
    "RecipientFile",
    "Record",
    "Registry",
    "RegistryFile",
    "Related",
    "Renewal",
    "Requirement",
    "Result",
    "ResultDescription",
    "RevocationFile",
    "Row",
    "RubricLevel",
    "SignedEndorsement",
    "Skill",
    "SkillLevel",
    "StatusPurpose",
    "SuspensionFile",
    "Text",
    "TitledTexts",
]
