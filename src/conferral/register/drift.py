"""What was issued never changes silently: every award must still sign what its row of the register says.

The register keeps only a hash, so which field changed is found by comparing with the same award as some earlier
commit had it: the one whose document has the registered digest.  One changed text is one finding, however many
awards sign it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import tee
from typing import Any

from conferral.credentials import LAYOUTS, Document, MissingFileError, credential, digest, origin
from conferral.errors import CanonicalizationError
from conferral.model import Award, Finding, Place, Registry, Row
from conferral.portions import Portion, narrowed, portions, without_awards
from conferral.progress import Progress
from conferral.standards.timestamps import parse_timestamp
from conferral.states import day_of
from conferral.workers import ALONE, Workers

WOULD_SIGN = "would sign something else than what was registered"
OF_THE_AWARD = "put it back; or record the change: `conferral correct` (docs/guide/awarding.md)"
OF_A_VERSION = (
    "put it back; or keep the earlier text for the awards so far and raise the version: copy it to <n>.yml; "
    "or issue all of them again: `conferral badge correct` (docs/guide/awarding.md)"
)
OF_THE_HOLDER = (
    "put it back: what a credential says of its holder was fixed when it was registered; or record the change: "
    "`conferral correct`"
)
OF_THE_RECIPIENT = "put it back: a credential never passes to somebody else; revoke the award and award anew"
OF_THE_IMAGE = "put the image back; or raise the badge's version"
NOT_PUBLISHED = (
    "put it back; or, as nothing of it was published yet, pin what the files say now: run `conferral register --base` "
    "with the same revision"
)
OF_THE_REGISTER = "the register is machine-written: restore the file with `git restore` or `git revert`"
OF_THE_MOVE = (
    "a branch that did not know of the move was merged after it: run `conferral register --base` with the revision "
    "that is published (`live`)"
)
OF_THE_LAYOUT = "use the version of conferral that registered it, or a later one"
NO_HISTORY = (
    "no earlier commit at hand shows which text changed; look at the history of the batch, its badge and its issuer, "
    "and put it back"
)

_DAYS = ("/validFrom", "/validUntil", "/awardedDate")
_HOLDER = ("/credentialSubject/id", "/credentialSubject/identifier")
_DERIVED = ("/credentialStatus/id", "/credentialStatus/statusListCredential")
_FIXED_IN_ROW = ("badge_version", "issuer_version", "layout", "list", "index")


def findings(
    registry: Registry,
    earlier: Sequence[Callable[[], Registry | None]],
    *,
    whole: bool = True,
    published: Collection[Row] | None = None,
    told: Collection[str] = (),
    mending: bool = False,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> Iterator[Finding]:
    """Texts that changed although awards that sign them are registered.

    `earlier` gives the registry as of earlier commits, best guess first; each is asked for only when there is
    something to explain.  In a registry that is not `whole`, what an award lacks is the fault of a file that could
    not be read, and goes unsaid.  Nothing is compared without a readable registry.yml, nor with one that departs
    from the pins: every award would differ, and that is said already, once.  An award that a correction is about to
    issue again may differ, and so may one whose issues are counted twice, which is said already.

    `published` are the rows that the public has, where that is known.  `told` are the ids of awards of which it is said
    already that they would sign something else.  With `mending`, awards that have others are
    left out, as `conferral register --base` pins these anew.
    """
    if not _can_compare(registry):
        return
    past = _Past(earlier)
    suspected = _suspected(registry, workers, progress)
    seen = frozenset(published) if published is not None and suspected else None
    drifted: dict[_Drift, dict[str, Award]] = {}
    for award in registry.awards if suspected else ():
        if award.id in suspected and award.row and award.id not in told:
            if _is_excused(registry, award, seen if mending else None):
                continue
            for drift in _drifts(registry, award, award.row, past, whole=whole):
                drifted.setdefault(drift, {}).setdefault(award.row.id, award)
    for drift, awards in drifted.items():
        finding = drift.finding(list(awards.values()))
        unseen = seen is not None and all(award.row not in seen for award in awards.values())
        yield replace(finding, hint=NOT_PUBLISHED) if unseen and isinstance(drift, _Change | _Unexplained) else finding


def _is_excused(registry: Registry, award: Award, published: frozenset[Row] | None) -> bool:
    """Whether the award's latest row is about to be replaced, or is not known."""
    if award.id in registry.being_corrected or len({row.issue for row in award.rows}) < len(award.rows):
        return True
    return published is not None and any(row not in published for row in award.rows)


def _can_compare(registry: Registry) -> bool:
    if ("registry",) in registry.gaps:
        return False
    pins = registry.pins
    return pins is None or (pins.present_base_url, pins.timezone) == (registry.file.base_url, registry.file.timezone)


@dataclass(frozen=True, slots=True)
class _Change:
    """A value in the registry's files that is another one than what was registered."""

    place: Place
    name: str  # the key of the value; a JSON Pointer into the credential where there is none
    old: str
    new: str

    def finding(self, awards: Sequence[Award]) -> Finding:
        if _is_image(self.place):
            what = "the badge's image is another one than what was registered"
            return Finding(self.place, what, "the image as it was", OF_THE_IMAGE)
        first = awards[0].id
        whose = f"award {first} {WOULD_SIGN}"
        if len(awards) > 1:
            whose = f"{len(awards)} awards {WOULD_SIGN}, the first {first}"
        return Finding(self.place, f"{whose}: {self.name} is now {self.new}", self.old, _way_out(self.place))


@dataclass(frozen=True, slots=True)
class _Unexplained:
    """Awards of a batch whose registered text no commit at hand has."""

    register_file: str

    def finding(self, awards: Sequence[Award]) -> Finding:
        first = awards[0]
        if len(awards) > 1:
            what = f"{len(awards)} awards of this batch {WOULD_SIGN}, the first {first.id}"
            return Finding(first.place, what, f"the digests in {self.register_file}", NO_HISTORY)
        known = f"the digest {first.row.digest}" if first.row else ""
        return Finding(first.place, f"award {first.id} {WOULD_SIGN}", known, NO_HISTORY)


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Awards of a batch that were registered under another base URL than the moves of the registry give them."""

    register_file: str
    registered: str
    belongs: str

    def finding(self, awards: Sequence[Award]) -> Finding:
        first = awards[0]
        whose = f"award {first.id} was"
        if len(awards) > 1:
            whose = f"{len(awards)} awards of this batch, the first {first.id}, were"
        what = f"{whose} registered under {self.registered} when the registry had moved to {self.belongs}"
        return Finding(first.place, what, f"addresses that begin with {self.belongs}/", OF_THE_MOVE)


@dataclass(frozen=True, slots=True)
class _Unsignable:
    """Awards of a batch that cannot be put together or made canonical, all for one reason."""

    register_file: str
    verb: str
    reason: str
    hint: str

    def finding(self, awards: Sequence[Award]) -> Finding:
        first = awards[0]
        whose = "this award" if len(awards) == 1 else f"{len(awards)} awards of this batch, the first {first.id},"
        return Finding(first.place, f"{whose} {self.verb}: {self.reason}", "", self.hint)


_Drift = _Change | _Unexplained | _Elsewhere | _Unsignable


def signs_as_issued(registry: Registry, award: Award) -> bool:
    """Whether a registered award, issued again, would sign what its latest row says."""
    try:
        signs = digest(credential(registry, award, registry.base_of(award)))
    except (LookupError, CanonicalizationError):
        return False
    return award.row is not None and signs == award.row.digest


def not_as_issued(shared: Registry, portion: Portion) -> list[str]:
    """The ids of registered awards of a portion of which `signs_as_issued` does not hold."""
    registry = narrowed(shared, portion)
    return [award.row.id for award in registry.awards if award.row and not signs_as_issued(registry, award)]


def _suspected(registry: Registry, workers: Workers, progress: Progress | None) -> set[str]:
    """The awards to look at closely, among all that are registered; nearly always none."""
    suspected: set[str] = set()
    total, done = len(registry.awards), 0
    made, sizes = tee(portions(registry))
    for found, portion in zip(workers.each(not_as_issued, without_awards(registry), made), sizes, strict=True):
        suspected.update(found)
        done = min(total, done + portion.size)
        if progress:
            progress("checking", done, total)
    return suspected


def _drifts(registry: Registry, award: Award, row: Row, past: _Past, *, whole: bool) -> Iterator[_Drift]:
    file = row.place.file
    base_url = registry.base_of(award)
    try:
        document = credential(registry, award, base_url)
    except MissingFileError:
        return  # `conferral.validation` says which file is missing
    except LookupError as error:
        if whole:
            hint = OF_THE_AWARD if row.layout in LAYOUTS else OF_THE_LAYOUT
            yield _Unsignable(file, "can no longer be signed as registered", str(error.args[0]), hint)
        return
    try:
        signs = digest(document)
    except CanonicalizationError as error:
        yield _Unsignable(file, "cannot be signed", error.message, error.hint)
        return
    if signs == row.digest:
        return
    for other in registry.bases:
        if other != base_url and digest(credential(registry, award, other)) == row.digest:
            yield _Elsewhere(file, registered=other, belongs=base_url)
            return
    before = past.signed(row)
    if before is None:
        yield _Unexplained(file)
    else:
        yield from _explained(_Signed(registry, award, row, document), before)


@dataclass(frozen=True, slots=True)
class _Signed:
    """What an award signs in a state of the registry."""

    registry: Registry
    award: Award
    row: Row
    document: Document


def _explained(now: _Signed, before: _Signed) -> list[_Change]:
    """What changed, at the places where it is to be mended; what only follows from another change is left out."""
    in_row = [key for key in _FIXED_IN_ROW if getattr(now.row, key) != getattr(before.row, key)]
    if in_row:
        return [
            _Change(now.row.place, key, _shown(getattr(before.row, key)), _shown(getattr(now.row, key)))
            for key in in_row
        ]
    found = {pointer: (old, new) for pointer, old, new in changes(before.document, now.document)}
    follows = [pointer for pointer in found if pointer in _DERIVED]
    if "/issuer/id" in found:
        follows += ["/issuer/name", "/issuer/url"]
    told = []
    if now.award.recipient != before.award.recipient:
        follows += [pointer for pointer in found if pointer.startswith(_HOLDER)]
        place = now.award.place.at("recipient")
        told.append(_Change(place, "recipient", _shown(before.award.recipient), _shown(now.award.recipient)))
    if "/validUntil" in found and _validity(now) == _validity(before) and now.award.awarded != before.award.awarded:
        follows.append("/validUntil")
    told += [_change(now, before, pointer, *pair) for pointer, pair in found.items() if pointer not in follows]
    return told or [_change(now, before, pointer, *pair) for pointer, pair in found.items()]


def _change(now: _Signed, before: _Signed, pointer: str, old: Any, new: Any) -> _Change:
    place = origin(now.registry, now.award, pointer)
    if pointer == "/validUntil" and place.keys in (("validity",), ("valid_until",)) and _is_badges(now, place):
        period, earlier = _validity(now)[0], _validity(before)[0]
        if period != earlier:
            return _Change(place, str(place.keys[-1]), earlier or "nothing", period or "nothing")
        one = now.award.entry if before.award.entry.valid_until else now.award.batch.file
        place = one.place.at("valid_until")  # it stood there, and is gone
        new = None
    name = _key(place) or _key(origin(before.registry, before.award, pointer)) or pointer
    timezone = now.registry.file.timezone
    if _is_image(place):
        return _Change(place, name, "", "")
    if pointer in _DAYS:
        return _Change(place, name, _day(old, timezone), _day(new, timezone))
    return _Change(place, name, _shown(old, name), _shown(new, name))


def _validity(signed: _Signed) -> tuple[str, Any, Any]:
    """What the last valid day is made of, besides the day of the award."""
    award = signed.award
    version = signed.registry.badges[award.badge].versions[signed.row.badge_version]
    return str(version.valid_until or version.validity or ""), award.entry.valid_until, award.batch.file.valid_until


def _is_badges(signed: _Signed, place: Place) -> bool:
    return place.file == signed.registry.badges[signed.award.badge].versions[signed.row.badge_version].place.file


class _Past:
    """The registry as of earlier commits, read when first needed."""

    def __init__(self, earlier: Sequence[Callable[[], Registry | None]]) -> None:
        self._unread = list(earlier)
        self._read: list[dict[str, tuple[Registry, Award]]] = []

    def signed(self, row: Row) -> _Signed | None:
        """What the award signed as of the first earlier commit that gives the digest in its row."""
        for awards in self._commits():
            registry, before = awards.get(row.id, (None, None))
            if registry is None or before is None or before.row is None:
                continue
            try:
                document = credential(registry, before, registry.base_of(before))
                if digest(document) == row.digest:
                    return _Signed(registry, before, before.row, document)
            except (LookupError, CanonicalizationError):
                continue
        return None

    def _commits(self) -> Iterator[dict[str, tuple[Registry, Award]]]:
        yield from self._read
        while self._unread:
            registry = self._unread.pop(0)()
            awards = registry.awards if registry else ()
            self._read.append({award.id: (registry, award) for award in awards if registry and award.row and award.id})
            yield self._read[-1]


def changes(old: Any, new: Any, pointer: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The members in which two JSON documents differ: (JSON Pointer, old value, new value); None for a missing one."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from changes(old.get(key), new.get(key), f"{pointer}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for position, pair in enumerate(zip(old, new, strict=True)):
            yield from changes(*pair, f"{pointer}/{position}")
    elif old != new:
        yield pointer, old, new


def _is_image(place: Place) -> bool:
    return place.file.endswith((".svg", ".png"))


def _key(place: Place) -> str:
    """The key that names the value of a place; empty for a whole file, and for an item of a list."""
    return str(place.keys[-1]) if place.keys and isinstance(place.keys[-1], str) else ""


def _way_out(place: Place) -> str:
    if place.keys[-1:] == ("recipient",):
        return OF_THE_RECIPIENT
    if place.file.startswith("credentials/awards/"):
        return OF_THE_AWARD
    if place.file.startswith("credentials/register/"):
        return OF_THE_REGISTER
    if place.file.startswith("recipients/"):
        return OF_THE_HOLDER
    if place.file.startswith(("credentials/badges/", "credentials/issuers/")):
        return OF_A_VERSION
    return "put it back"


def _day(value: str | None, timezone: str) -> str:
    return str(day_of(parse_timestamp(value), timezone)) if value else "nothing"


def _shown(value: Any, name: str = "") -> str:
    if value is None:
        return "nothing"
    if name in ("level", "hours") and isinstance(value, str):
        value = value.removeprefix(f"{name}:")
    text = f'"{value}"' if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:100]} ... {text[-50:]}"
