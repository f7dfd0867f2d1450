"""What can be said of every endorsement at a given time: who vouches, for what, and whether it holds.

Two kinds, told apart by the key `by` of the file.  One of the registry's own issuers signs in the build: what holds of
its word is a matter of days.  An outside organisation's signed document is verified like any credential
(`conferral.verify`), against the answers that were kept when it was added or last looked at: a build asks nobody.  So
"valid" means that nothing was wrong on the day `asked`, and whatever those answers leave open is unknown, never valid.
Answers are files that anybody may propose.  So nothing that they say makes a document the word of an identifier under
the registry's own addresses: who has those vouches by `by`, or not at all.

Pure over the registry and the as-of time.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

from conferral.addresses import (
    badge_version_json,
    credential_json,
    endorsement_json,
    endorsement_token,
    issuer_profile,
    url,
)
from conferral.errors import CanonicalizationError, DIDError, DocumentError
from conferral.keys import did
from conferral.model import EndorsedKind, Endorsement, Registry, SignedEndorsement
from conferral.standards.canonical import canonicalize
from conferral.standards.did_web import document_url
from conferral.standards.open_badges import CONTEXTS
from conferral.standards.timestamps import parse_timestamp
from conferral.states import end_of, start_of

if TYPE_CHECKING:
    from conferral.verify import Report

EndorsementState = Literal[
    "valid",
    "not-yet-valid",
    "expired",
    "suspended",
    "revoked",
    "withdrawn",
    "superseded",
    "unknown",
    "untrusted",
    "altered",
]
"""What holds of an endorsement.

`withdrawn`: by the file here, or because the endorser publishes it no more.  `superseded`: the endorser publishes a
newer copy.  `unknown`: what is kept does not suffice to tell.  `untrusted`: the key is not, or no more, the
endorser's.  `altered`: the signature does not hold, or there is no endorsement to read.
"""

_ORDER: tuple[EndorsementState, ...] = (
    "valid",
    "not-yet-valid",
    "unknown",
    "suspended",
    "expired",
    "superseded",
    "withdrawn",
    "revoked",
    "untrusted",
    "altered",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorser:
    """Who vouches: the name and the identifier that the signed document gives.

    `issuer` is the short name of the registry's own issuer that signs it in the build, None for a stranger.  Of a
    stranger only the identifier says who it is: `host` is the one that answers for it, empty for a mere key (did:key,
    did:jwk), which says nothing of whoever holds it.
    """

    name: str
    id: str
    issuer: str | None
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsed:
    """An endorsement, and what can be said of it.

    `subject` is the address of what it endorses, as it is or will be signed, and `version` the number that this is of,
    for a badge.  `since` and `until` are None where the document does not say.  `reason` is a sentence on why it does
    not hold, where the verifier has one; `asked` the instant of the answers that were kept.  What an altered document
    says is nobody's word: `comment` is empty then.
    """

    endorsement: Endorsement
    state: EndorsementState
    endorser: Endorser
    comment: str
    subject: str
    version: int | None
    since: datetime | None
    until: datetime | None
    reason: str = ""
    asked: datetime | None = None

    @property
    def slug(self) -> str:
        """Its short name."""
        return self.endorsement.slug

    @property
    def path(self) -> str:
        """The site path of the signed document."""
        signed = self.endorsement.signed
        return endorsement_token(self.slug) if signed and signed.ending == "jwt" else endorsement_json(self.slug)

    @property
    def holds(self) -> bool:
        """Whether it is to be counted on."""
        return self.state == "valid"


def endorsements(registry: Registry, as_of: datetime) -> tuple[Endorsed, ...]:
    """Every endorsement of what the registry shows, those that hold first, and of these its own issuers' words."""
    return _sorted(endorsed(registry, one, as_of) for one in registry.endorsements.values() if shown(registry, one))


def endorsements_of(registry: Registry, kind: EndorsedKind, name: str, as_of: datetime) -> tuple[Endorsed, ...]:
    """The endorsements of one badge, issuer or award, in the same order."""
    return _sorted(
        endorsed(registry, one, as_of)
        for one in registry.endorsements_about.get((kind, name), ())
        if shown(registry, one)
    )


def endorsements_by(registry: Registry, issuer: str, as_of: datetime) -> tuple[Endorsed, ...]:
    """What an issuer of the registry vouches for, in the same order."""
    return tuple(one for one in endorsements(registry, as_of) if one.endorser.issuer == issuer)


def shown(registry: Registry, endorsement: Endorsement) -> bool:
    """Whether the registry shows what is endorsed: a draft it does not, nor an award of another base URL of it."""
    file = endorsement.file
    if file.by is None and endorsement.signed is None:
        return False
    if file.badge:
        return file.badge in registry.badges and registry.badges[file.badge].current.state != "draft"
    if file.issuer:
        return file.issuer in registry.issuers
    award = registry.awards_by_id.get(file.award or "")
    return award is not None and bool(award.rows)


def endorsed(registry: Registry, endorsement: Endorsement, as_of: datetime) -> Endorsed:
    """What can be said of one endorsement."""
    return _own(registry, endorsement, as_of) if endorsement.file.by else _outside(registry, endorsement, as_of)


def addresses_of(registry: Registry, kind: EndorsedKind, name: str) -> Mapping[str, int | None]:
    """Every address under which something may be endorsed, under any base URL that the registry has had.

    For a badge those of its versions, with the number: an Achievement's id is that of one version.
    """
    found: dict[str, int | None] = {}
    for base in registry.bases:
        if kind == "issuer":
            issuer = registry.issuers.get(name)
            names = (name, *(issuer.current.formerly if issuer else ()))
            found |= {did(base, one): None for one in names} | {url(base, issuer_profile(one)): None for one in names}
        elif kind == "award":
            found[url(base, credential_json(name))] = None
        elif name in registry.badges:
            badge = registry.badges[name]
            for one in (name, *badge.current.formerly):
                found |= {url(base, badge_version_json(one, number)): number for number in badge.versions}
    return found


def subject_of(endorsement: Endorsement, base_url: str) -> str:
    """The address of what one of the registry's own issuers endorses, as it is signed under `base_url`."""
    file = endorsement.file
    if file.badge:
        return url(base_url, badge_version_json(file.badge, file.version or 1))
    return did(base_url, file.issuer) if file.issuer else url(base_url, credential_json(file.award or ""))


def window_of(registry: Registry, endorsement: Endorsement) -> tuple[datetime, datetime | None]:
    """From when until when the word of an own issuer holds, in UTC; what is withdrawn ends with the day before."""
    file, timezone = endorsement.file, registry.file.timezone
    begin = start_of(file.on, timezone) if file.on else datetime.min.replace(tzinfo=UTC)
    ends = [end_of(file.until, timezone)] if file.until else []
    ends += [start_of(file.withdrawn, timezone)] if file.withdrawn else []
    return begin, max(min(ends), begin) if ends else None


def document_of(endorsement: Endorsement) -> dict[str, Any] | None:
    """What an outside organisation signed, read; None where there is nothing that can be read.  Not to be changed."""
    return _document(endorsement.signed.content) if endorsement.signed else None


def report_on(endorsement: Endorsement, as_of: datetime) -> Report:
    """The verifier's report on an outside organisation's document, with the answers that were kept."""
    content = endorsement.signed.content if endorsement.signed else b""
    answers = endorsement.kept.answers if endorsement.kept else {}
    return _report(content, tuple(sorted(answers.items())), as_of)


@lru_cache(maxsize=1024)
def stands_inside(signed: SignedEndorsement) -> bool:
    """Whether a document can stand inside an Achievement or a Profile of ours.

    A token cannot, since the context of Open Badges has no settled word for it; nor can a document in other contexts
    than ours, which would give words a second meaning that they refuse (JSON-LD 1.1, section 4.1.11).
    """
    document = _document(signed.content)
    if document is None or "proof" not in document:
        return False
    try:
        canonicalize({"@context": list(CONTEXTS), "type": ["Achievement"], "endorsement": [document]})
    except CanonicalizationError:
        return False
    return True


def _sorted(found: Iterator[Endorsed]) -> tuple[Endorsed, ...]:
    def order(one: Endorsed) -> tuple[int, bool, str, str]:
        since = one.since.isoformat() if one.since else ""
        return _ORDER.index(one.state), one.endorser.issuer is None, since, one.slug

    return tuple(sorted(found, key=order))


def _own(registry: Registry, endorsement: Endorsement, as_of: datetime) -> Endorsed:
    file, base = endorsement.file, registry.file.base_url
    begin, end = window_of(registry, endorsement)
    state: EndorsementState = "valid"
    if file.withdrawn and start_of(file.withdrawn, registry.file.timezone) <= as_of:
        state = "withdrawn"
    elif as_of < begin:
        state = "not-yet-valid"
    elif end is not None and as_of > end:
        state = "expired"
    issuer = registry.issuers.get(file.by or "")
    identifier = did(base, file.by or "")
    endorser = Endorser(
        name=issuer.current.name if issuer else file.by or "", id=identifier, issuer=file.by, host=host_of(identifier)
    )
    return Endorsed(
        endorsement=endorsement,
        state=state,
        endorser=endorser,
        comment=file.comment or "",
        subject=subject_of(endorsement, base),
        version=file.version,
        since=begin,
        until=end,
    )


def _outside(registry: Registry, endorsement: Endorsement, as_of: datetime) -> Endorsed:
    document = document_of(endorsement) or {}
    report = report_on(endorsement, as_of)
    state = _state(str(report.state)) if document else "altered"
    file = endorsement.file
    issuer = document.get("issuer")
    said = issuer if isinstance(issuer, Mapping) else {"id": issuer}
    identifier = _text(said.get("id"))
    ours = is_ours(registry, identifier)
    if ours and state != "altered":
        state = "untrusted"
    if file.withdrawn and start_of(file.withdrawn, registry.file.timezone) <= as_of:
        state = "withdrawn"
    subject = document.get("credentialSubject")
    about = subject if isinstance(subject, Mapping) else {}
    target = _text(about.get("id"))
    return Endorsed(
        endorsement=endorsement,
        state=state,
        endorser=Endorser(
            name=_text(said.get("name")),
            id=identifier,
            issuer=None,
            host="" if ours else host_of(identifier),
        ),
        comment=_text(about.get("endorsementComment")) if state != "altered" and not ours else "",
        subject=target,
        version=addresses_of(registry, file.target, file.name).get(target),
        since=_instant(document, "validFrom") or _instant(document, "issuanceDate"),
        until=_instant(document, "validUntil") or _instant(document, "expirationDate"),
        reason=_OWN_WORD if ours else _reason(report),
        asked=endorsement.kept.asked if endorsement.kept else None,
    )


def is_ours(registry: Registry, identifier: str) -> bool:
    """Whether an identifier is answered for under a base URL that the registry has or had, however it is spelled.

    That is so of its issuers, under whichever name, and of whatever else a document there could be made up for.
    """
    place = _place_of(identifier)
    return place is not None and any(_is_below(place, base) for base in registry.bases)


def host_of(identifier: str) -> str:
    """The host that answers for an identifier; empty for one that is a mere key, or nothing that can be looked up."""
    place = _place_of(identifier)
    return place[0] if place else ""


_Place = tuple[str, int, str]
"""The host, the port and the path of an address."""


def _place_of(identifier: str) -> _Place | None:
    try:
        parts = urlsplit(document_url(identifier) if identifier.startswith("did:") else identifier)
        if parts.scheme != "https" or not parts.hostname:
            return None
        path = posixpath.normpath("/" + unquote(parts.path).replace("\\", "/").lstrip("/"))
        return parts.hostname.rstrip("."), parts.port or 443, path
    except (DIDError, ValueError):
        return None


def _is_below(place: _Place, base: str) -> bool:
    ours = _place_of(base)
    if ours is None or place[:2] != ours[:2]:
        return False
    folder = ours[2].rstrip("/")
    return place[2] == folder or place[2].startswith(f"{folder}/")


_OWN_WORD = "It claims to be the word of an issuer of this registry, which vouches with its own key only."

_STATES: Mapping[str, EndorsementState] = {
    "valid": "valid",
    "revoked": "revoked",
    "suspended": "suspended",
    "superseded": "superseded",
    "withdrawn": "withdrawn",
    "expired": "expired",
    "not yet valid": "not-yet-valid",
    "untrusted": "untrusted",
    "altered": "altered",
    "malformed": "altered",
}


def _state(verdict: str) -> EndorsementState:
    """The state for a verifier's verdict; whatever is not known here is unknown, never valid."""
    return _STATES.get(verdict, "unknown")


def _reason(report: Report) -> str:
    """The sentence of the check that decided; empty where all passed."""
    decisive = next(check for check in report.checks if check.verdict is report.state)
    return decisive.sentence if report.exit_code else ""


@lru_cache(maxsize=1024)
def _report(content: bytes, answers: tuple[tuple[str, bytes | None], ...], at: datetime) -> Report:
    from conferral.verify import inspect  # noqa: PLC0415 -- most registries have nothing to verify

    return inspect(content, resolver=KeptResolver(dict(answers)), at=at)


@lru_cache(maxsize=1024)
def _document(content: bytes) -> dict[str, Any] | None:
    from conferral.standards.baking import is_image  # noqa: PLC0415 -- as above
    from conferral.verify.presented import read_presented  # noqa: PLC0415 -- as above

    if is_image(content):  # a picture may hold a credential, and is none
        return None
    try:
        return dict(read_presented(content).document)
    except DocumentError:
        return None


@dataclass(frozen=True, slots=True)
class KeptResolver:
    """Answers with what was kept, and with nothing else (`conferral.verify.Resolver`)."""

    answers: Mapping[str, bytes | None]

    @property
    def note(self) -> str:
        """Nothing that a report would have to say: who shows it says of which day the answers are."""
        return ""

    def fetch(self, url: str) -> bytes:
        """What was kept for an address."""
        from conferral.verify import NotFoundError, UnreachableError  # noqa: PLC0415 -- as above

        if url not in self.answers:
            raise UnreachableError("its answer was not kept", url=url)
        answer = self.answers[url]
        if answer is None:
            raise NotFoundError("nothing was there when it was asked", url=url)
        return answer


def _instant(document: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return parse_timestamp(_text(document.get(name)))
    except DocumentError:
        return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
