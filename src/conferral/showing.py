"""One thing of a registry in full, found by any of its names: an award, a badge, a collection, an issuer and so on.

Pure, but for what is handed in: the registry, the time, and which commit brought which row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from conferral.addresses import PREVIEW_BASE_URL, credential_json, url
from conferral.errors import RegistryError
from conferral.fields import closest
from conferral.history import Commit
from conferral.identifiers import AWARD_ID, RECIPIENT_ID
from conferral.listing import (
    Choice,
    Listed,
    Row,
    award_row,
    badge_rows,
    collection_rows,
    issuer_rows,
    key_row,
    listed_award,
    listed_awards,
    listed_erased,
)
from conferral.model import Award, Badge, Collection, Erased, Issuer, Key, Record, Registry
from conferral.states import first_day, version_of

Commits: TypeAlias = Mapping[tuple[str, int], Commit]
"""For every (award id, issue) the commit that brought its row; empty where nobody can tell."""

_NAMED = re.compile(r"(badges|collections|issuers|credentials|people|keys)/([^/?#]+)(?:/([^?#]*))?")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A recipient, by id."""

    id: str


Thing: TypeAlias = Award | Erased | Badge | Collection | Issuer | Key | Recipient


def things_named(registry: Registry, text: str) -> tuple[Thing, ...]:
    """What a text names: an id, a short name, issuer/key, or the address of a page or a JSON file of this registry.

    A badge, a collection and an issuer may share a short name; then there are several.  Raises `RegistryError` when
    there is nothing of that name, with the nearest one as a hint.
    """
    text = text.strip()
    if "://" in text:
        return _at_address(registry, text)
    if RECIPIENT_ID.fullmatch(text):
        return (_recipient(registry, text),)
    if AWARD_ID.fullmatch(text.lower()):
        return (_award(registry, text.lower()),)
    key = text.partition("/")[2]
    if key:
        keys = {f"{one.issuer}/{one.name}": one for one in registry.keys}
        if text in keys:
            return (keys[text],)
        path = _NAMED.fullmatch(text)
        if path:
            return _at_path(registry, path)
        raise _nothing(text, keys)
    found: list[Thing] = [registry.badges[text]] if text in registry.badges else []
    if text in registry.collections:
        found.append(registry.collections[text])
    if text in registry.issuers:
        found.append(registry.issuers[text])
    if not found:
        found += [badge for badge in registry.badges.values() if text in badge.current.formerly]
        found += [one for one in registry.issuers.values() if text in one.current.formerly]
    if not found:
        raise _nothing(text, [*registry.badges, *registry.collections, *registry.issuers])
    return tuple(found)


def award_details(registry: Registry, award: Award, as_of: datetime, commits: Commits) -> Row:
    """An award in full; `conferral.listing.award_row` with the keys of an award's page."""
    listed = listed_award(registry, award, as_of)
    badge = registry.badges[award.badge]
    number = version_of(registry, award)
    version = badge.versions[number]
    revocation = registry.revocations.get(award.id or "")
    suspension = registry.suspensions.get(award.id or "")
    return {
        "kind": "award",
        **award_row(registry, listed),
        "words": in_words(listed),
        "valid_from": first_day(registry, award).isoformat(),
        "badge_name": version.name,
        "badge_version": number,
        "badge_current_version": badge.current.version,
        "issuer_name": registry.issuers[version.issuer].current.name if version.issuer in registry.issuers else None,
        "json": url(registry.base_of(award), credential_json(award.row.id)) if award.row else None,
        "issued": _issued(award, commits),
        "corrections": _corrections(registry, award.id),
        "correction_pending": award.id in registry.being_corrected,
        "revocation": revocation.model_dump(mode="json") if revocation else None,
        "suspension": suspension.model_dump(mode="json") if suspension else None,
        "renews": award.entry.renews,
        "renewed_by": [one.id for one in registry.awards if one.entry.renews and one.entry.renews == award.id],
        "result": _result(award),
        **{
            key: _plain(value)
            for key in ("activity", "role", "source", "credits_earned", "term")
            if (value := getattr(award, key))
        },
        **({"license_number": award.entry.license_number} if award.entry.license_number else {}),
        "evidence": [one.model_dump(mode="json", exclude_none=True) for one in award.evidence],
        "file": award.place.file,
    }


def _result(award: Award) -> Row | list[Row] | None:
    """The result: one as itself, several as a list."""
    found = [one.model_dump(mode="json", exclude_none=True) for one in award.entry.result]
    return found if len(found) > 1 else found[0] if found else None


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json", exclude_none=True) if isinstance(value, Record) else value


def erased_details(registry: Registry, erased: Erased, commits: Commits) -> Row:
    """What is left of an erased award."""
    listed = listed_erased(registry, erased)
    return {
        "kind": "award",
        **award_row(registry, listed),
        "words": in_words(listed),
        "issued": _issued(erased, commits),
        "file": erased.place.file,
    }


def badge_details(registry: Registry, badge: Badge, as_of: datetime) -> Row:
    """A badge in full: its texts, its versions with the number of awards under each, and the states of its awards."""
    (row,) = badge_rows(registry, Choice(badges=frozenset((badge.slug,))), as_of)
    under = dict.fromkeys(badge.versions, 0)
    for award in registry.awards:
        if award.badge == badge.slug:
            number = version_of(registry, award)
            under[number] = under.get(number, 0) + 1
    current = badge.current
    return {
        "kind": "badge",
        **row,
        "description": current.description,
        "type": current.type,
        "level": current.level,
        "hours": current.hours,
        "credits": current.credits,
        "specialization": current.specialization,
        "code": current.code,
        "validity": str(current.validity) if current.validity else None,
        "valid_until": current.valid_until.isoformat() if current.valid_until else None,
        "renewal": current.renewal.model_dump(mode="json", exclude_none=True) if current.renewal else None,
        "status_purpose": current.status_purpose,
        "skills": list(current.skills),
        "versions": [
            {"version": number, "name": version.name, "awards": under[number], "file": version.place.file}
            for number, version in badge.versions.items()
        ],
        "languages": _languages(registry, current.translations),
        "collections": [one.slug for one in registry.collections.values() if badge.slug in one.file.badges],
        "file": current.place.file,
    }


def collection_details(registry: Registry, collection: Collection, as_of: datetime) -> Row:
    """A collection in full, with its badges in their order."""
    whole = Choice(badges=frozenset(collection.file.badges))
    (row,) = (one for one in collection_rows(registry, whole, as_of) if one["collection"] == collection.slug)
    by_slug = {one["badge"]: one for one in badge_rows(registry, whole, as_of)}
    return {
        "kind": "collection",
        **row,
        "description": collection.file.description,
        "languages": _languages(registry, collection.file.translations),
        "badges": [by_slug[slug] for slug in row["badges"]],
        "file": collection.file.place.file,
    }


def issuer_details(registry: Registry, issuer: Issuer, as_of: datetime) -> Row:
    """An issuer in full, with its badges and keys."""
    choice = Choice(issuers=frozenset((issuer.slug,)))
    (row,) = issuer_rows(registry, choice, as_of)
    return {
        "kind": "issuer",
        **row,
        "url": issuer.current.url,
        "email": issuer.current.email,
        "version": issuer.current.version,
        "stewards": list(issuer.current.stewards),
        "same_as": list(issuer.current.same_as),
        "linkedin_organization_id": issuer.current.linkedin_organization_id,
        "languages": _languages(registry, issuer.current.translations),
        "badges": badge_rows(registry, choice, as_of),
        "keys": [key_row(key, as_of) for key in registry.keys_of(issuer.slug)],
        "file": issuer.current.place.file,
    }


def recipient_details(registry: Registry, recipient: Recipient, as_of: datetime) -> Row:
    """A recipient in full: what the registry publishes about them, and their awards, newest first."""
    file = registry.recipients.get(recipient.id)
    choice = Choice(recipients=frozenset((recipient.id,)))
    awards = [award_row(registry, listed) for listed in listed_awards(registry, choice, as_of)]
    return {
        "kind": "recipient",
        "recipient": recipient.id,
        "display_name": file.display_name if file else None,
        "identity": file.identity.kind if file and file.identity else None,
        "portfolio": bool(file and file.portfolio),
        "record": bool(file and file.record),
        "hidden": list(file.hidden) if file else [],
        "consent": file.consent.on.isoformat() if file else None,
        "awards": sorted(awards, key=lambda award: award["awarded"], reverse=True),
        "file": file.place.file if file else None,
    }


def key_details(key: Key, as_of: datetime) -> Row:
    """A key in full."""
    voucher = key.file.vouched_by.key if key.file.vouched_by else None
    return {"kind": "key", **key_row(key, as_of), "vouched_by": voucher, "file": key.file.place.file}


def in_words(listed: Listed) -> str:
    """The state of an award in words, such as "valid until 2028-06-30"."""
    award, state, until = listed.award, listed.state, listed.until
    if isinstance(award, Erased):
        return f"erased on {award.on}"
    if state is None:
        return "not registered: nothing is issued yet"
    match state.kind:
        case "valid":
            return f"valid until {until}" if until else "valid, without an end"
        case "expired":
            return f"expired on {until}"
        case "not-yet-valid":
            return f"not yet valid: begins on {state.starts}"
        case "suspended" | "revoked" as kind:
            since = "since" if kind == "suspended" else "on"
            return f"{kind} {since} {state.since} ({state.reason})"


def _languages(registry: Registry, translations: Mapping[str, object]) -> list[str]:
    """The languages in which something can be read, the registry's first one first."""
    first, *others = registry.file.languages
    return [first, *(language for language in others if language in translations)]


def _issued(award: Award | Erased, commits: Commits) -> list[Row]:
    issued = []
    for row in award.rows:
        commit = commits.get((row.id, row.issue))
        issued.append(
            {
                "issue": row.issue,
                "registered": row.registered.isoformat(),
                "badge_version": row.badge_version,
                "issuer_version": row.issuer_version,
                "layout": row.layout,
                "list": row.list,
                "index": row.index,
                "digest": row.digest,
                "commit": commit.hash if commit else None,
                "committed": commit.when.isoformat() if commit else None,
            }
        )
    return issued


def _corrections(registry: Registry, award: str | None) -> list[Row]:
    found = [one for one in registry.corrections if award in one.file.awards]
    return [
        {
            "on": one.file.on.isoformat(),
            "reason": one.file.reason,
            "note": one.file.note,
            "file": one.file.place.file,
        }
        for one in sorted(found, key=lambda one: one.file.on)
    ]


def _at_address(registry: Registry, text: str) -> tuple[Thing, ...]:
    base = registry.file.base_url
    for known in (*registry.bases, PREVIEW_BASE_URL):
        if text.lower().startswith(f"{known.lower()}/"):
            path = _NAMED.fullmatch(re.split("[?#]", text[len(known) + 1 :], maxsplit=1)[0])
            if path:
                return _at_path(registry, path)
    raise RegistryError(
        f"{text} is no address of this registry",
        hint=f"They begin with {base}/credentials/, {base}/badges/, {base}/collections/ or {base}/issuers/.",
    )


def _at_path(registry: Registry, path: re.Match[str]) -> tuple[Thing, ...]:
    kind: Literal["badges", "collections", "issuers", "credentials", "people", "keys"]
    kind, name = path[1], path[2]  # type: ignore[assignment]  # the pattern has these
    match kind:
        case "credentials":
            return (_award(registry, name),)
        case "people":
            return (_recipient(registry, name),)
        case "badges" if name in registry.badges:
            return (registry.badges[name],)
        case "collections" if name in registry.collections:
            return (registry.collections[name],)
        case "issuers" if name in registry.issuers:
            return (registry.issuers[name],)
        case "keys":
            return things_named(registry, f"{name}/{(path[3] or '').removesuffix('.yml')}")
        case _:
            known = {"badges": registry.badges, "collections": registry.collections}
            raise _nothing(name, known.get(kind, registry.issuers))


def _award(registry: Registry, name: str) -> Award | Erased:
    for award in registry.awards:
        if award.id == name:
            return award
    for erased in registry.erased:
        if erased.id == name:
            return erased
    ids = [award.id for award in registry.awards if award.id]
    raise _nothing(name, (one for one in ids if one[:4] == name[:4] or one[-4:] == name[-4:]), "award")


def _recipient(registry: Registry, name: str) -> Recipient:
    known = {award.recipient for award in registry.awards} | registry.recipients.keys()
    if name not in known:
        raise _nothing(name, (one for one in known if one[:6] == name[:6] or one[-4:] == name[-4:]), "recipient")
    return Recipient(name)


def _nothing(name: str, known: Iterable[str], kind: str = "") -> RegistryError:
    hint = closest(name, known)
    what = f"{kind} {name}" if kind else f'badge, collection, issuer, award, recipient or key "{name}"'
    return RegistryError(f"there is no {what} in this registry", hint=hint[:1].upper() + hint[1:])
