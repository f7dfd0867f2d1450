"""The structure of a ClrCredential: Comprehensive Learner Record 2.0, a signed bundle of credentials.

Of the credentials inside it only sees that they are some: each is a document of its own.
"""

from __future__ import annotations

from typing import Any

from conferral.standards.achievement_credential import ACHIEVEMENT
from conferral.standards.credential_parts import (
    ENDORSED,
    IDENTITY_OBJECT,
    OPEN_BADGES_CONTEXT,
    credential,
    identified,
    image,
)
from conferral.standards.open_badges_vocabulary import ASSOCIATION_TYPES
from conferral.standards.safe_document import Place
from conferral.standards.shapes import (
    Problems,
    boolean,
    both,
    matching,
    members,
    one_of,
    one_or_more,
    text,
    types,
)

_CLR_CONTEXT = matching(
    r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json", "a context of CLR 2.0"
)


def _at_least_one(value: Any, where: Place, problems: Problems) -> None:
    if value == []:
        problems.add(where, "none", "at least one credential")


_ASSOCIATION = members(
    {
        "type": types(("Association",)),
        "associationType": one_of(ASSOCIATION_TYPES, "an association type", of="CLR 2.0"),
        "sourceId": text,
        "targetId": text,
    }
)
_SUBJECT = both(
    members(
        {
            "type": types(("ClrSubject",)),
            "verifiableCredential": both(
                one_or_more(members({"type": types(("VerifiableCredential", "EnvelopedVerifiableCredential"))})),
                _at_least_one,
            ),
        },
        {
            "id": text,
            "identifier": one_or_more(IDENTITY_OBJECT),
            "achievement": one_or_more(ACHIEVEMENT),
            "association": one_or_more(_ASSOCIATION),
        },
    ),
    identified,
)
SHAPE = credential(
    {
        "type": types(("VerifiableCredential",), ("ClrCredential",)),
        "name": text,
        "credentialSubject": _SUBJECT,
    },
    {**ENDORSED, "description": text, "image": image, "partial": boolean},
    _CLR_CONTEXT,
    OPEN_BADGES_CONTEXT,
)
