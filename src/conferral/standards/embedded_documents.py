"""Which objects of a document are documents of their own: credentials of others, kept inside.

Open Badges 3.0 puts endorsements into `endorsement` of a credential, an achievement or a profile, CLR 2.0 puts
whole credentials into `verifiableCredential` of its subject, and presentations do so at the top.  Each has
contexts and proofs of its own, and is verified by itself.
"""

from __future__ import annotations

from enum import Enum, auto

EMBEDDING = frozenset({"endorsement", "verifiableCredential"})
"""The members that hold documents, one or a list of them."""


class Part(Enum):
    """What an object is to the document that it stands in."""

    TOP = auto()
    """The document itself."""

    EMBEDDED = auto()
    """A document of its own."""

    PROOF = auto()
    """A proof of an embedded document.  The one of the whole document is taken off before anything is signed."""

    OTHER = auto()

    @property
    def has_context(self) -> bool:
        """Whether such an object may bring a `@context`."""
        return self is not Part.OTHER


def part_under(holder: Part, member: str) -> Part:
    """What the object in a member of `holder` is; so are the objects of a list there, but not those of its lists."""
    if member in EMBEDDING:
        return Part.EMBEDDED
    return Part.PROOF if holder is Part.EMBEDDED and member == "proof" else Part.OTHER
