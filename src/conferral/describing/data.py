"""Changes as plain data, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conferral.describing.changes import BadgeAwards, Changes, CollectionChange, StatusChange, TextChange
from conferral.describing.words import headline, statements
from conferral.model import Record
from conferral.standards.timestamps import format_timestamp


def as_json(changes: Changes) -> Mapping[str, Any]:
    """The changes as JSON values; `statements` say in words what the other members say as data."""
    return {
        "headline": headline(changes),
        "statements": [
            {"words": one.words, "details": list(one.details), "warning": one.warning} for one in statements(changes)
        ],
        "awarded": [_awards(one) for one in changes.awarded],
        "renewed": [_awards(one) for one in changes.renewed],
        "registered": [award.id for award in changes.registered],
        "revoked": [_state(one) for one in changes.revoked],
        "suspended": [_state(one) for one in changes.suspended],
        "reinstated": [_state(one) for one in changes.reinstated],
        "reworded": [_state(one) for one in changes.reworded],
        "reissued": [
            {"badge": one.badge, "reason": one.reason, "note": one.note, "awards": list(one.awards)}
            for one in changes.reissued
        ],
        "erased": [{"id": one.id, "badge": one.badge, "on": one.on.isoformat()} for one in changes.erased],
        "altered": [
            {"id": one.award.id, "badge": one.award.badge, "fields": list(one.fields)} for one in changes.altered
        ],
        "lost": list(changes.lost),
        "issuers": [_text(one) for one in changes.issuers],
        "badges": [_text(one) for one in changes.badges],
        "collections": [_collection(one) for one in changes.collections],
        "frameworks": [one.as_json() for one in changes.frameworks],
        "pathways": [one.as_json() for one in changes.pathways],
        "endorsements": [one.as_json() for one in changes.endorsements],
        "registries": [one.as_json() for one in changes.registries],
        "keys": [{"issuer": one.issuer, "key": one.key, "change": one.kind} for one in changes.keys],
        "recipients": [
            {
                "recipient": one.recipient,
                "before": list(one.before),
                "now": list(one.now),
                "hidden": list(one.hidden),
                "shown": list(one.shown),
            }
            for one in changes.recipients
        ],
        "moves": [{"base_url": one.base_url, "since": format_timestamp(one.since)} for one in changes.moves],
        "settings": [
            {"key": one.key, "before": _value(one.before), "now": _value(one.now)} for one in changes.settings
        ],
        "outside": list(changes.outside),
        "unread": list(changes.unread),
    }


def _awards(group: BadgeAwards) -> Mapping[str, Any]:
    return {
        "badge": group.badge,
        "name": group.name,
        "awards": len(group.awards),
        "unregistered": group.unregistered,
        "people": list(group.people),
        "holders": list(group.holders),
        "without_pathway": list(group.without_pathway),
    }


def _state(change: StatusChange) -> Mapping[str, Any]:
    return {
        "id": change.id,
        "badge": change.award.badge if change.award else None,
        **change.file.model_dump(mode="json"),
    }


def _text(change: TextChange) -> Mapping[str, Any]:
    return {
        "name": change.slug,
        "title": change.name,
        "change": change.kind,
        "state": change.state or None,
        "versions": list(change.versions),
        "fields": {str(number): list(fields) for number, fields in change.fields.items()},
    }


def _collection(change: CollectionChange) -> Mapping[str, Any]:
    return {
        "name": change.slug,
        "title": change.title,
        "change": change.kind,
        "badges": change.badges,
        "fields": list(change.fields),
    }


def _value(value: Any) -> Any:
    if isinstance(value, Record):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
