"""What differs between two states of a registry, in the terms of those whom it concerns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from conferral.describing.endorsements import EndorsementChange, endorsement_changes
from conferral.describing.federation import RegistryChange, registry_changes
from conferral.describing.frameworks import FrameworkChange, framework_changes
from conferral.describing.pathways import PathwayChange, pathway_changes, pathways_to, without_pathway
from conferral.file_kinds import MisplacedError, file_kind
from conferral.files import FOLDERS, is_ignored
from conferral.model import (
    Award,
    Badge,
    Collection,
    CorrectionReason,
    Erased,
    Image,
    Issuer,
    Key,
    Move,
    RecipientFile,
    Record,
    Registry,
    RevocationFile,
    SuspensionFile,
)
from conferral.register import moving


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeAwards:
    """Awards of one badge that are new, without the renewals.

    `holders` are those of its recipients who hold the badge already, on the day of the new award: an award that is
    neither revoked nor over.  `pathways` are the titles of those that earn the badge, and `without_pathway` the
    recipients who have completed none of them by that day.
    """

    badge: str
    name: str
    awards: tuple[Award, ...]
    holders: tuple[str, ...] = ()
    pathways: tuple[str, ...] = ()
    without_pathway: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the recipients, each once, in the order of the files."""
        return tuple(dict.fromkeys(award.recipient for award in self.awards))

    @property
    def unregistered(self) -> int:
        """How many of the awards have no row in the register yet."""
        return sum(1 for award in self.awards if not award.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """An award that is revoked, suspended or reinstated; `award` is None where there is none of that id."""

    id: str
    award: Award | None
    name: str
    file: RevocationFile | SuspensionFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Reissue:
    """Awards that a correction issues again."""

    badge: str
    name: str
    reason: CorrectionReason
    note: str
    awards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardChange:
    """An award that was issued and whose entry says something else now; `fields` are the keys."""

    award: Award
    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A badge or an issuer that is new, gone, has new versions, or whose text changed.

    `fields` holds, for each version that was there and is, the keys that say something else, `image` among them;
    and `stewards` for the current version, be it new or not.
    `versions` are the numbers of the versions that are new.
    """

    slug: str
    name: str
    kind: Literal["added", "removed", "changed"]
    state: str = ""
    versions: tuple[int, ...] = ()
    fields: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionChange:
    """A collection that is new, gone, or says something else; `fields` are the keys that do."""

    slug: str
    title: str
    kind: Literal["added", "removed", "changed"]
    badges: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """A signing key that came, went, ended or changed."""

    issuer: str
    key: str
    kind: Literal["added", "retired", "compromised", "removed", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientChange:
    """What is published about a recipient: before and now, of display_name, identity, portfolio and record.

    `hidden` are the ids of awards that are newly left out of portfolio and record, `shown` those that no longer are.
    """

    recipient: str
    before: tuple[str, ...]
    now: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A key of registry.yml whose value changed, or `logo`; None stands for what is not there."""

    key: str
    before: Any
    now: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that one state of a registry has and the one before it has not.

    `registered` are awards that were there without a row and have it now.  `reworded` are revocations and suspensions
    that were there and say something else, such as another note.  `altered` and `lost` are what
    `conferral check --base` refuses: issued awards that say something else without a correction, and awards,
    revocations and suspensions that are gone, by their id.  `moves` are new moves of the registry, told instead of its
    base URL among the `settings`.  `outside` are changed files that are none of the
    registry's: they decide how it is built, or how a host shows it, such as a .gitattributes among the awards.
    `unread` are files that could not be read, of which nothing is told.
    """

    awarded: tuple[BadgeAwards, ...] = ()
    renewed: tuple[BadgeAwards, ...] = ()
    registered: tuple[Award, ...] = ()
    revoked: tuple[StatusChange, ...] = ()
    suspended: tuple[StatusChange, ...] = ()
    reinstated: tuple[StatusChange, ...] = ()
    reworded: tuple[StatusChange, ...] = ()
    reissued: tuple[Reissue, ...] = ()
    erased: tuple[Erased, ...] = ()
    altered: tuple[AwardChange, ...] = ()
    lost: tuple[str, ...] = ()
    issuers: tuple[TextChange, ...] = ()
    badges: tuple[TextChange, ...] = ()
    collections: tuple[CollectionChange, ...] = ()
    frameworks: tuple[FrameworkChange, ...] = ()
    pathways: tuple[PathwayChange, ...] = ()
    endorsements: tuple[EndorsementChange, ...] = ()
    registries: tuple[RegistryChange, ...] = ()
    keys: tuple[KeyChange, ...] = ()
    recipients: tuple[RecipientChange, ...] = ()
    moves: tuple[Move, ...] = ()
    settings: tuple[Replacement, ...] = ()
    outside: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def touched_badges(self) -> frozenset[str]:
        """The badges whose text, awards or states change."""
        found = {one.badge for one in (*self.awarded, *self.renewed)}
        found |= {one.badge for one in self.reissued} | {one.badge for one in self.erased}
        found |= {one.slug for one in self.badges}
        states = (*self.revoked, *self.suspended, *self.reinstated, *self.reworded)
        found |= {one.award.badge for one in states if one.award}
        found |= {one.award.badge for one in self.altered}
        return frozenset(found | {award.badge for award in self.registered})


def changes(base: Registry, registry: Registry, *, files: Iterable[str] = ()) -> Changes:
    """What `registry` changes against `base`; `files` are the paths of all files that differ."""
    new, registered, lost = _awards(base, registry)
    by_id = {award.id: award for award in (*base.awards, *registry.awards) if award.id}
    fresh = [award for award in new if award.entry.renews is None]
    renewals = [award for award in new if award.entry.renews is not None]
    return Changes(
        awarded=tuple(_by_badge(base, registry, fresh)),
        renewed=tuple(_by_badge(base, registry, renewals)),
        registered=tuple(registered),
        revoked=tuple(
            _status(registry, by_id, award, file)
            for award, file in registry.revocations.items()
            if award not in base.revocations
        ),
        suspended=tuple(
            _status(registry, by_id, award, file)
            for award, file in registry.suspensions.items()
            if file.lifted is None and (award not in base.suspensions or base.suspensions[award].lifted)
        ),
        reinstated=tuple(
            _status(registry, by_id, award, file)
            for award, file in registry.suspensions.items()
            if file.lifted and award in base.suspensions and base.suspensions[award].lifted is None
        ),
        reworded=tuple(_reworded(base, registry, by_id)),
        reissued=tuple(_reissued(base, registry)),
        erased=_erased(base, registry),
        altered=tuple(_altered(base, registry)),
        lost=(*lost, *_lost_states(base, registry)),
        issuers=tuple(_texts(base.issuers, registry.issuers, _gaps("issuer", base, registry))),
        badges=tuple(_texts(base.badges, registry.badges, _gaps("badge", base, registry))),
        collections=tuple(_collections(base, registry)),
        frameworks=tuple(framework_changes(base, registry)),
        pathways=tuple(pathway_changes(base, registry)),
        endorsements=tuple(endorsement_changes(base, registry)),
        registries=tuple(registry_changes(base, registry)),
        keys=tuple(_keys(base, registry)),
        recipients=tuple(_recipients(base, registry)),
        moves=_moves(base, registry),
        settings=tuple(_settings(base, registry)),
        outside=tuple(sorted(file for file in files if _is_outside(file))),
        unread=tuple(sorted(" ".join(gap) for gap in registry.gaps - base.gaps)),
    )


def _awards(base: Registry, registry: Registry) -> tuple[list[Award], list[Award], list[str]]:
    """Awards that are new, those that have a row only now, and the ids of those that are gone."""
    ids = {award.id for award in base.awards if award.id}
    rowless = Counter(_whose(award) for award in base.awards if award.id is None)
    issued = {row.id for row in base.rows}
    new: list[Award] = []
    registered: list[Award] = []
    for award in registry.awards:
        if award.id in ids:
            known = True
        else:
            known = rowless[_whose(award)] > 0
            rowless[_whose(award)] -= known
        if not known:
            new.append(award)
        elif award.rows and award.id not in issued:
            registered.append(award)
    present = {award.id for award in registry.awards} | {one.id for one in registry.erased}
    unread = any(gap[0] == "awards" for gap in registry.gaps)
    lost = [] if unread else [award for award in base.rows_by_id if award not in present]
    return new, registered, lost


def _whose(award: Award) -> tuple[str, str]:
    return award.place.file, award.recipient


def _by_badge(base: Registry, registry: Registry, awards: Iterable[Award]) -> Iterator[BadgeAwards]:
    groups: dict[str, list[Award]] = defaultdict(list)
    for award in awards:
        groups[award.badge].append(award)
    held: dict[tuple[str, str], list[Award]] = defaultdict(list)
    for award in base.awards:
        if award.id not in registry.revocations:
            held[award.badge, award.recipient].append(award)
    for slug, group in groups.items():
        holders = [
            award.recipient
            for award in group
            if any(_holds(registry, earlier, award) for earlier in held[slug, award.recipient])
        ]
        yield BadgeAwards(
            badge=slug,
            name=_name(registry, slug),
            awards=tuple(group),
            holders=tuple(dict.fromkeys(holders)),
            pathways=tuple(one.file.title for one in pathways_to(registry, slug)),
            without_pathway=without_pathway(registry, slug, group),
        )


def _holds(registry: Registry, earlier: Award, later: Award) -> bool:
    badge = registry.badges.get(earlier.badge)
    version = badge and badge.versions.get(earlier.row.badge_version if earlier.row else badge.current.version)
    last = earlier.last_day(version) if version else None
    return last is None or later.awarded <= last


def _name(registry: Registry, slug: str) -> str:
    badge = registry.badges.get(slug)
    return badge.current.name if badge else slug


def _status(
    registry: Registry, by_id: Mapping[str, Award], award_id: str, file: RevocationFile | SuspensionFile
) -> StatusChange:
    award = by_id.get(award_id)
    return StatusChange(id=award_id, award=award, name=_name(registry, award.badge) if award else "", file=file)


def _reworded(base: Registry, registry: Registry, by_id: Mapping[str, Award]) -> Iterator[StatusChange]:
    for award, revocation in registry.revocations.items():
        if award in base.revocations and _keys_that_differ(base.revocations[award], revocation):
            yield _status(registry, by_id, award, revocation)
    for award, now in registry.suspensions.items():
        was = base.suspensions.get(award)
        if was and (was.lifted is None) == (now.lifted is None) and _keys_that_differ(was, now):
            yield _status(registry, by_id, award, now)


def _is_outside(path: str) -> bool:
    """Whether a file is none of those that make a registry: it lies elsewhere, or has no place where it lies."""
    if not path.startswith(tuple(f"{folder}/" for folder in FOLDERS)) or is_ignored(path):
        return True
    try:
        file_kind(path)
    except MisplacedError:
        return True
    return False


def _reissued(base: Registry, registry: Registry) -> Iterator[Reissue]:
    known = {(one.badge, one.name): set(one.file.awards) for one in base.corrections}
    for correction in registry.corrections:
        before = known.get((correction.badge, correction.name), set())
        awards = tuple(award for award in correction.file.awards if award not in before)
        if awards:
            yield Reissue(
                badge=correction.badge,
                name=_name(registry, correction.badge),
                reason=correction.file.reason,
                note=correction.file.note or "",
                awards=awards,
            )


def _erased(base: Registry, registry: Registry) -> tuple[Erased, ...]:
    before = {one.id for one in base.erased}
    return tuple(one for one in registry.erased if one.id not in before)


def _altered(base: Registry, registry: Registry) -> Iterator[AwardChange]:
    before = {award.id: award for award in base.awards if award.rows}
    corrected = {award for one in _reissued(base, registry) for award in one.awards}
    for award in registry.awards:
        was = before.get(award.id)
        if was is None or award.id in corrected or _is_same(was, award):
            continue
        told, now = _told(was), _told(award)
        fields = tuple(key for key, value in now.items() if told[key] != value)
        if fields:
            yield AwardChange(award=award, name=_name(registry, award.badge), fields=fields)


def _is_same(was: Award, award: Award) -> bool:
    """Whether both were read from the very same bytes."""
    return was.entry is award.entry and was.batch.file is award.batch.file


def _told(award: Award) -> Mapping[str, Any]:
    entry, batch = award.entry, award.batch.file
    return {
        "recipient": award.recipient,
        "awarded": award.awarded,
        "valid_until": entry.valid_until or batch.valid_until,
        "result": entry.result,
        "narrative": entry.narrative,
        "evidence": award.evidence,
        "activity": award.activity,
        "role": award.role,
        "source": award.source,
        "credits_earned": award.credits_earned,
        "term": award.term,
        "license_number": entry.license_number,
        "renews": entry.renews,
    }


def _lost_states(base: Registry, registry: Registry) -> Iterator[str]:
    for kind, before, now in (
        ("revocation", base.revocations, registry.revocations),
        ("suspension", base.suspensions, registry.suspensions),
    ):
        yield from (award for award in before if award not in now and (kind, award) not in registry.gaps)


def _gaps(kind: str, *registries: Registry) -> frozenset[str]:
    return frozenset(gap[1] for registry in registries for gap in registry.gaps if gap[0] == kind)


def _texts(
    before: Mapping[str, Badge | Issuer], now: Mapping[str, Badge | Issuer], gaps: Iterable[str]
) -> Iterator[TextChange]:
    for slug in sorted({*before, *now}.difference(gaps)):
        was, is_now = before.get(slug), now.get(slug)
        if was is None and is_now is not None:
            yield TextChange(slug=slug, name=is_now.current.name, kind="added", state=_state(is_now), fields={})
        elif is_now is None and was is not None:
            yield TextChange(slug=slug, name=was.current.name, kind="removed", fields={})
        elif was is not None and is_now is not None:
            fields = {
                number: changed
                for number, version in is_now.versions.items()
                if number in was.versions and (changed := _fields(was, is_now, number, version))
            }
            if was.current.stewards != is_now.current.stewards:  # of today, whatever the version
                number = is_now.current.version
                fields[number] = tuple(dict.fromkeys((*fields.get(number, ()), "stewards")))
            versions = tuple(number for number in is_now.versions if number not in was.versions)
            state = _state(is_now) if _state(was) != _state(is_now) else ""
            if fields or versions or state:
                yield TextChange(
                    slug=slug,
                    name=is_now.current.name,
                    kind="changed",
                    state=state,
                    versions=versions,
                    fields=fields,
                )


def _state(owner: Badge | Issuer) -> str:
    return owner.current.state if isinstance(owner, Badge) else ""


def _fields(was: Badge | Issuer, is_now: Badge | Issuer, number: int, version: Record) -> tuple[str, ...]:
    changed = _keys_that_differ(was.versions[number], version)
    if isinstance(was, Badge) and isinstance(is_now, Badge):
        changed += ["image"] if _digest(was.images.get(number)) != _digest(is_now.images.get(number)) else []
    elif isinstance(was, Issuer) and isinstance(is_now, Issuer) and version is is_now.current:
        changed += ["logo"] if _digest(was.logo) != _digest(is_now.logo) else []
    return tuple(key for key in changed if key != "state")


def _digest(image: Image | None) -> str | None:
    return image.digest if image else None


def _keys_that_differ(was: Record, is_now: Record) -> list[str]:
    """The keys that say something else; of translations each language, such as "translations.de"."""
    differing = [key for key in type(is_now).model_fields if getattr(was, key) != getattr(is_now, key)]
    return [
        name for key in differing for name in (_languages_that_differ(was, is_now) if key == "translations" else [key])
    ]


def _languages_that_differ(was: Record, is_now: Record) -> list[str]:
    before, now = _translations(was), _translations(is_now)
    return [f"translations.{code}" for code in sorted({*before, *now}) if before.get(code) != now.get(code)]


def _translations(file: Record) -> Mapping[str, Record]:
    found: Mapping[str, Record] = getattr(file, "translations", {})
    return found


def _collections(base: Registry, registry: Registry) -> Iterator[CollectionChange]:
    gaps = _gaps("collection", base, registry)
    for slug in sorted({*base.collections, *registry.collections}.difference(gaps)):
        was, is_now = base.collections.get(slug), registry.collections.get(slug)
        if was is None and is_now is not None:
            yield _collection(is_now, "added")
        elif is_now is None and was is not None:
            yield _collection(was, "removed")
        elif was is not None and is_now is not None and (fields := _keys_that_differ(was.file, is_now.file)):
            yield _collection(is_now, "changed", fields)


def _collection(
    collection: Collection, kind: Literal["added", "removed", "changed"], fields: Iterable[str] = ()
) -> CollectionChange:
    return CollectionChange(
        slug=collection.slug,
        title=collection.file.title,
        kind=kind,
        badges=len(collection.file.badges),
        fields=tuple(fields),
    )


def _keys(base: Registry, registry: Registry) -> Iterator[KeyChange]:
    before = {(key.issuer, key.name): key for key in base.keys}
    now = {(key.issuer, key.name): key for key in registry.keys}
    for name in sorted({*before, *now}):
        was, is_now = before.get(name), now.get(name)
        if was == is_now or ("key", *name) in registry.gaps:
            continue
        yield KeyChange(issuer=name[0], key=name[1], kind=_kind_of_key_change(was, is_now))


def _kind_of_key_change(
    was: Key | None, is_now: Key | None
) -> Literal["added", "retired", "compromised", "removed", "changed"]:
    if is_now is None:
        return "removed"
    if is_now.file.compromised and not (was and was.file.compromised):
        return "compromised"
    if was is None:
        return "added"
    if is_now.file.retired and not was.file.retired:
        return "retired"
    return "changed"


def _recipients(base: Registry, registry: Registry) -> Iterator[RecipientChange]:
    for recipient in sorted({*base.recipients, *registry.recipients}):
        was, is_now = base.recipients.get(recipient), registry.recipients.get(recipient)
        if was != is_now and ("recipient", recipient) not in registry.gaps:
            hid, hides = (set(file.hidden) if file else set() for file in (was, is_now))
            yield RecipientChange(
                recipient=recipient,
                before=_published(was),
                now=_published(is_now),
                hidden=tuple(sorted(hides - hid)),
                shown=tuple(sorted(hid - hides)) if is_now else (),
            )


def _published(file: RecipientFile | None) -> tuple[str, ...]:
    kinds = ("display_name", "identity", "portfolio", "record")
    return tuple(kind for kind in kinds if getattr(file, kind)) if file else ()


def _moves(base: Registry, registry: Registry) -> tuple[Move, ...]:
    if registry.pins is None or not moving.extends(registry.pins, base.pins):
        return ()
    return registry.pins.moves[len(base.pins.moves if base.pins else ()) :]


def _settings(base: Registry, registry: Registry) -> Iterator[Replacement]:
    if ("registry",) in registry.gaps or ("registry",) in base.gaps:
        return
    moved = _moves(base, registry)
    told = (one for one in _replacements("", base.file, registry.file) if one.key != "base_url" or not moved)
    yield from told
    if _digest(base.logo) != _digest(registry.logo):
        yield Replacement(key="logo", before=_named(base.logo), now=_named(registry.logo))


def _replacements(prefix: str, was: Record, is_now: Record) -> Iterator[Replacement]:
    for key in _keys_that_differ(was, is_now):
        before, now = _value(was, key), _value(is_now, key)
        if isinstance(before, Record) and isinstance(now, Record):
            yield from _replacements(f"{prefix}{key}.", before, now)
        else:
            yield Replacement(key=f"{prefix}{key}", before=before, now=now)


def _value(file: Record, key: str) -> Any:
    """The value of a key; of "translations.de" the texts in that language, None where there are none."""
    name, _, language = key.partition(".")
    return _translations(file).get(language) if language else getattr(file, name)


def _named(image: Image | None) -> str | None:
    """A picture by its file and the beginning of its digest."""
    return f"{image.file} ({image.digest[:15]})" if image else None
