"""The objects of a document, found in one walk: several checks ask for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conferral.standards.embedded_documents import EMBEDDING, Part, part_under

Object = tuple[dict[str, Any], Part, bool]
"""An object of a document, what it is there, and whether it lies in an embedded document."""

MEMBERS_WITH_DOCUMENTS = EMBEDDING | {"endorsementJwt"}
"""The members that hold documents: as JSON, or as tokens."""

_TELLING = EMBEDDING | {"proof"}
_APART = frozenset({"@context", "proof"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Every object of a document, itself first; its proofs and all contexts are none of them.

    `names` are those of their members.  `is_full` says whether each member holds something: neither null nor an
    object or a list that is empty.
    """

    objects: Sequence[Object]
    names: Collection[str]
    is_full: bool

    @property
    def top(self) -> dict[str, Any]:
        """The document without its contexts and proofs."""
        return self.objects[0][0]

    @property
    def embeds(self) -> bool:
        """Whether it may hold other documents."""
        return not MEMBERS_WITH_DOCUMENTS.isdisjoint(self.names)


def outline_of(document: Mapping[str, Any]) -> Outline:
    """The outline of `document`, which was read from JSON."""
    top = {name: value for name, value in document.items() if name not in _APART}
    objects: list[Object] = []
    names: set[str] = set()
    is_full = True
    waiting: list[tuple[Any, Part, bool]] = [(top, Part.TOP, False)]
    while waiting:
        value, part, inside = waiting.pop()
        inside = inside or part is Part.EMBEDDED
        if isinstance(value, list):
            for held in value:
                if not isinstance(held, str) and isinstance(held, (dict, list)):
                    waiting.append((held, Part.OTHER if isinstance(held, list) else part, inside))
            continue
        objects.append((value, part, inside))
        names.update(value)
        for name, held in value.items():
            if isinstance(held, str):  # as most are
                continue
            if isinstance(held, (dict, list)):
                is_full = is_full and bool(held)
                if name != "@context":
                    # Of other members `part_under` says nothing else.
                    below = part_under(part, name) if name in _TELLING else Part.OTHER
                    waiting.append((held, below, inside))
            elif held is None:
                is_full = False
    return Outline(objects=objects, names=names, is_full=is_full)
