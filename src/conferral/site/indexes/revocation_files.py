"""Everything that was taken back, as revocations.json with its JSON Schema, and as revocations.csv.

Never a person: a line has the credential's own id, and what the revocation's file says.  What decides whether a
credential holds is its signed status list; these files are for looking through.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from conferral import addresses
from conferral.identifiers import AWARD_ID
from conferral.manifest import Manifest
from conferral.model import Award, Registry
from conferral.people import begins_a_formula
from conferral.published_json import (
    COMMIT,
    DAY,
    INSTANT,
    TEXT,
    URL,
    as_json,
    list_of,
    or_null,
    record,
    schema_document,
)
from conferral.site.tallies import Counts
from conferral.site.wording import REASONS
from conferral.states import State

VERSION = 1
"""Goes up when a member changes its meaning or goes away; members may be added without."""

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A credential that is revoked or suspended; `badge` and `issuer` are short names, `since` is a day.

    `reason` is a word of the closed list, `note` empty where there is none, and `renewed_by` the address of the page of
    the credential that renews it, empty where none on this site does.
    """

    id: str
    page: str
    badge: str
    badge_name: str
    issuer: str
    issuer_name: str
    state: str
    since: str
    reason: str
    note: str
    renewed_by: str


_NAMES = tuple(TakenBack.__dataclass_fields__)
_VALUES = attrgetter(*_NAMES)


def taken_back(registry: Registry, counts: Counts, base_url: str) -> tuple[TakenBack, ...]:
    """Every credential of a registry that is revoked or suspended, the latest first."""
    renewed_by = {
        award.entry.renews: addresses.url(base_url, addresses.credential_page(award.row.id))
        for award in registry.awards
        if award.entry.renews and award.row
    }
    return tuple(_taken_back(registry, award, state, base_url, renewed_by) for award, state in counts.withdrawn)


def _taken_back(
    registry: Registry, award: Award, state: State, base_url: str, renewed_by: Mapping[str, str]
) -> TakenBack:
    if award.row is None or state.since is None:
        raise ValueError("only registered awards that were taken back are listed")
    row = award.row
    version = registry.badges[award.badge].versions[row.badge_version]
    return TakenBack(
        id=row.id,
        page=addresses.url(base_url, addresses.credential_page(row.id)),
        badge=award.badge,
        badge_name=version.name,
        issuer=version.issuer,
        issuer_name=registry.issuers[version.issuer].versions[row.issuer_version].name,
        state=state.kind,
        since=state.since.isoformat(),
        reason=state.reason,
        note=state.note,
        renewed_by=renewed_by.get(row.id, ""),
    )


def revocations_json(manifest: Manifest, listed: Sequence[TakenBack]) -> bytes:
    """revocations.json."""
    others = [*manifest.moved_from, *([manifest.moved_to] if manifest.moved_to else [])]
    return as_json(
        {
            "$schema": addresses.url(manifest.base_url, addresses.REVOCATIONS_SCHEMA),
            "version": VERSION,
            "base_url": manifest.base_url,
            "as_of": manifest.as_of,
            "commit": manifest.commit,
            "preview": manifest.preview,
            "elsewhere": [addresses.url(base, addresses.REVOCATIONS_JSON) for base in others],
            "credentials": [
                {
                    **dict(zip(_NAMES, _VALUES(one), strict=True)),
                    "note": one.note or None,
                    "renewed_by": one.renewed_by or None,
                }
                for one in listed
            ],
        }
    )


def revocations_csv(listed: Sequence[TakenBack]) -> bytes:
    """revocations.csv: comma, quotation marks, CR LF, UTF-8 with the mark by which spreadsheet programs know it.

    A text that such a program would run as a formula has an apostrophe before it.
    """
    text = io.StringIO(newline="")
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_NAMES)
    writer.writerows(map(_shown, _VALUES(one)) for one in listed)
    return text.getvalue().encode()


def _shown(value: str) -> str:
    """A cell; some programs take "＝" for "=", too."""
    return f"'{value}" if begins_a_formula(unicodedata.normalize("NFKC", value[:1])) else value


def schema(base_url: str) -> bytes:
    """revocations.schema.json: JSON Schema of revocations.json."""
    return schema_document(
        addresses.url(base_url, addresses.REVOCATIONS_SCHEMA),
        "Revoked and suspended credentials of a conferral registry",
        record(
            {
                "version": {"const": VERSION},
                "base_url": URL,
                "as_of": INSTANT,
                "commit": COMMIT,
                "preview": {"type": "boolean"},
                "elsewhere": {
                    **list_of(URL),
                    "description": "The same file of the registry's other base URLs, for the awards given under them.",
                },
                "credentials": list_of(
                    record(
                        {
                            "id": {"type": "string", "pattern": f"^{AWARD_ID.pattern}$"},
                            "page": URL,
                            "badge": TEXT,
                            "badge_name": {**TEXT, "description": "As it was when the credential was awarded."},
                            "issuer": TEXT,
                            "issuer_name": {**TEXT, "description": "As it was when the credential was awarded."},
                            "state": {"enum": ["revoked", "suspended"]},
                            "since": DAY,
                            "reason": {"enum": list(REASONS)},
                            "note": or_null(TEXT),
                            "renewed_by": {
                                **or_null(URL),
                                "description": "The page of the credential that renews it, if this site has it.",
                            },
                        }
                    )
                ),
            }
        ),
    )
