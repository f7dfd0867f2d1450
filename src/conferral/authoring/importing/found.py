"""What was found in the files of others, before it is made fit; and notes on what is not carried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple


class Origin(NamedTuple):
    """Where something stood: a file as it was handed in, and a JSON Pointer in it."""

    file: str
    pointer: str = ""

    def at(self, *steps: str | int) -> Origin:
        """A place further inside."""
        more = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
        return Origin(self.file, self.pointer + more)

    def __str__(self) -> str:
        return f"{self.file} at {self.pointer}" if self.pointer else self.file


NoteKind = Literal["not carried", "changed", "note"]


@dataclass(frozen=True, slots=True)
class Note:
    """What was not carried, or not as it stood; `what` begins with the member or the thing it is about."""

    kind: NoteKind
    origin: Origin
    what: str

    def as_json(self) -> dict[str, str]:
        """The note as plain data."""
        return {"kind": self.kind, "file": self.origin.file, "pointer": self.origin.pointer, "what": self.what}


@dataclass(slots=True)
class Notes:
    """Notes as they come."""

    all: list[Note] = field(default_factory=list)

    def not_carried(self, origin: Origin, what: str) -> None:
        """Something that the registry has no place for, or that is unfit."""
        self.all.append(Note("not carried", origin, what))

    def changed(self, origin: Origin, what: str) -> None:
        """Something that is carried in another form."""
        self.all.append(Note("changed", origin, what))

    def note(self, origin: Origin, what: str) -> None:
        """Something that whoever imports should know."""
        self.all.append(Note("note", origin, what))

    def unknown_members(self, origin: Origin, value: dict[str, Any], known: Iterable[str], whose: str) -> None:
        """Note every member of an object that its reader does not know."""
        for name in value.keys() - set(known):
            if value[name] not in (None, "", [], {}):
                self.not_carried(origin.at(name), f'"{name}" of {whose}')


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was named: the value of `image` or of its `id`, and what it shows in words."""

    origin: Origin
    reference: str = ""
    caption: Any = None
    content: bytes | None = None
    """Its bytes, where they are at hand without being named."""

    beside: Callable[[str], bytes | None] = lambda _: None
    """What lies beside the file that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIssuer:
    """An issuer; values as they stood."""

    origin: Origin
    ids: tuple[str, ...] = ()
    name: Any = None
    url: Any = None
    email: Any = None
    description: Any = None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAlignment:
    """An alignment; values as they stood."""

    origin: Origin
    name: Any = None
    url: Any = None
    description: Any = None
    framework: Any = None
    code: Any = None
    type: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLevel:
    """A level of a rubric; values as they stood."""

    origin: Origin
    id: Any = None
    name: Any = None
    description: Any = None
    level: Any = None
    points: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundResultDescription:
    """A result that awards of a badge may carry; values as they stood."""

    origin: Origin
    id: Any = None
    name: Any = None
    type: Any = None
    allowed: Any = None
    required: Any = None
    minimum: Any = None
    maximum: Any = None
    levels: tuple[FoundLevel, ...] = ()
    required_level: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBadge:
    """A badge; values as they stood.  `issuer` is the issuer itself, or its id where only that is said."""

    origin: Origin
    ids: tuple[str, ...] = ()
    issuer: FoundIssuer | str | None = None
    name: Any = None
    description: Any = None
    criteria: Any = None
    criteria_url: Any = None
    picture: Picture | None = None
    type: Any = None
    field: Any = None
    credits: Any = None
    language: Any = None
    validity: Any = None
    tags: tuple[tuple[Origin, Any], ...] = ()
    code: Any = None
    specialization: Any = None
    identifiers: tuple[tuple[Origin, Any], ...] = ()
    creator: tuple[Origin, Any] | None = None
    """Who made it, where that is not its issuer."""

    related: tuple[tuple[Origin, Any], ...] = ()
    alignments: tuple[FoundAlignment, ...] = ()
    results: tuple[FoundResultDescription, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIdentity:
    """Who an award is for: a plain value, or a hash of one with its salt; `name` where one is given beside."""

    origin: Origin
    type: str
    value: str
    hashed: bool = False
    salt: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvidence:
    """One piece of evidence; values as they stood."""

    origin: Origin
    id: Any = None
    name: Any = None
    description: Any = None
    narrative: Any = None
    genre: Any = None
    audience: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundResult:
    """What somebody reached; values as they stood."""

    origin: Origin
    status: Any = None
    value: Any = None
    of: Any = None
    level: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAward:
    """An award; values as they stood.  `badge` is the badge itself, or its id where only that is said."""

    origin: Origin
    ids: tuple[str, ...] = ()
    badge: FoundBadge | str | None = None
    identities: tuple[FoundIdentity, ...] = ()
    issued: Any = None
    expires: Any = None
    narrative: Any = None
    evidence: tuple[FoundEvidence, ...] = ()
    results: tuple[FoundResult, ...] = ()
    starts: Any = None
    ends: Any = None
    """First and last day of the activity."""

    role: Any = None
    source: Any = None
    credits_earned: Any = None
    term: Any = None
    license_number: Any = None
    revoked: bool = False
    newness: str = ""
    """Of two with the same id the one with the greater value counts (Open Badges 3.0, section 9.2)."""


@dataclass(slots=True)
class Found:
    """Everything that was found, in the order in which it stood."""

    issuers: list[FoundIssuer] = field(default_factory=list)
    badges: list[FoundBadge] = field(default_factory=list)
    awards: list[FoundAward] = field(default_factory=list)
    revoked: set[str] = field(default_factory=set)
    """Ids of awards that a list of revocations names."""


def text(value: Any) -> str:
    """A value if it is text, else nothing."""
    return value.strip() if isinstance(value, str) else ""


def listed(value: Any) -> list[Any]:
    """A value as a list: JSON-LD lets one value stand for a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def numbered(origin: Origin, name: str, value: Any) -> list[tuple[Origin, Any]]:
    """The values of a member that may be a list or one value, each with its place."""
    if isinstance(value, list):
        return [(origin.at(name, number), item) for number, item in enumerate(value)]
    return [] if value is None else [(origin.at(name), value)]
