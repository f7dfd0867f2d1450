"""From revocations and suspensions to status lists (Bitstring Status List 1.0). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conferral.addresses import status_list, url
from conferral.keys import did
from conferral.model import Registry, StatusPurpose
from conferral.standards.bitstring import encode
from conferral.standards.open_badges import CREDENTIALS_V2
from conferral.standards.timestamps import format_timestamp
from conferral.states import start_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """One list of one issuer: which bits are set, and the newest instant of what it holds."""

    issuer: str
    purpose: StatusPurpose
    number: int
    bits: frozenset[int]
    newest: datetime

    @property
    def path(self) -> str:
        """Its site path."""
        return status_list(self.issuer, self.purpose, self.number)


def status_lists(registry: Registry) -> Iterator[StatusList]:
    """Every list that some registered issue points to, sorted by issuer, purpose and number.

    A bit is set while the award is revoked or suspended, whatever the clock says, and for good once a corrected
    copy has taken the place of an issue.  Erasing an award changes no bit.  A badge has one status purpose, so a
    revoked award of a badge that can be suspended sets its suspension bit: every verifier then turns it down.
    """
    bits: dict[tuple[str, StatusPurpose, int], set[int]] = {}
    newest: dict[tuple[str, StatusPurpose, int], datetime] = {}
    for award, rows in registry.rows_by_id.items():
        off = _turned_off(registry, award)
        for row in rows:
            version = registry.badges[row.badge].versions[row.badge_version]
            name = (version.issuer, version.status_purpose, row.list)
            held = bits.setdefault(name, set())
            latest = row is rows[-1]
            if off or not latest:
                held.add(row.index)
            instants = [row.registered, *([off] if off else []), *([] if latest else [rows[-1].registered])]
            newest[name] = max([*instants, *([newest[name]] if name in newest else [])])
    for name in sorted(bits):
        issuer, purpose, number = name
        yield StatusList(issuer=issuer, purpose=purpose, number=number, bits=frozenset(bits[name]), newest=newest[name])


def _turned_off(registry: Registry, award: str) -> datetime | None:
    """Since when a revocation or suspension of the award with that id holds; None if neither does."""
    revocation = registry.revocations.get(award)
    suspension = registry.suspensions.get(award)
    days = [revocation.on] if revocation else []
    if suspension and suspension.lifted is None:
        days.append(suspension.on)
    return start_of(min(days), registry.file.timezone) if days else None


def credential(registry: Registry, status: StatusList, base_url: str, as_of: datetime) -> dict[str, Any]:
    """The unsigned BitstringStatusListCredential (section 2.2), valid from the newest instant of what it holds.

    It has no `validUntil`: three widely used verifiers fail every credential of a list that has lapsed.
    """
    address = url(base_url, status.path)
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(base_url, status.issuer),
        "validFrom": format_timestamp(min(status.newest, as_of)),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": status.purpose,
            "encodedList": encode(status.bits),
            "ttl": registry.file.status_list_ttl_minutes * 60_000,
        },
    }
