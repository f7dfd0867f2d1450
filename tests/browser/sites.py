"""The two sites that are looked at, and which of their pages.

`preview` is a preview of the demo registry, served under a path that it was not built for.  `live` is the small
registry of the tests, signed with its own keys for its own address, with the awards that the demo lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from conferral import addresses
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Award, Registry
from conferral.site.views import shown_name
from conferral.standards.timestamps import format_timestamp
from conferral.states import State, day_of, state_of
from tests import program
from tests.browser.browsing import CHECKOUT, Served
from tests.registry_builder import NOW, environment, recipient, write_registry
from tests.unit.site.site_builder import add_files, register

CATALOGUE = (
    "home",
    "badges",
    "badges found",
    "badges not found",
    "badge",
    "badge retired",
    "issuers",
    "issuer",
    "revocations",
    "verify",
)
CREDENTIALS = ("valid", "named", "proven", "revoked", "suspended", "expired", "renewed", "corrected")
OPENED = ("valid opened", "named opened", "revoked opened")
"""The same credentials, with whatever can be opened on their pages open."""

LIVE_CATALOGUE = ("home", "badge", "unknown", "verify", "erased")
LIVE_CREDENTIALS = ("not-yet-valid", "revoked-named", "superseded")

NAMED_AND_REVOKED = "Robin Example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the registry says that the page of a credential has to show.

    `holder` is the name that its recipient agreed to have shown, whatever the state; empty for most.
    """

    path: str
    badge: str
    issuer: str
    holder: str
    state: State
    awarded: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A built site as of `at`: `paths` of pages by name, and what must stand on those that are credentials."""

    served: Served
    title: str
    base_url: str
    at: datetime
    paths: Mapping[str, str]
    credentials: Mapping[str, Shown] = field(default_factory=dict)


def preview_site(folder: Path, at: datetime | None = None) -> Site:
    """A preview of the demo registry, as of its last registration unless said, with a credential page of every kind."""
    registry = load_registry(FolderFiles(CHECKOUT))
    at = at or max(award.row.registered for award in registry.awards if award.row)
    program.ok("build", "--preview", "--as-of", format_timestamp(at), "--out", folder, cwd=CHECKOUT)

    def pick(kind: str, fits: Callable[[Award], bool] = lambda _: True) -> Shown:
        shown = (
            _shown(registry, award, at)
            for award in sorted(registry.awards, key=lambda award: award.id or "")
            if state_of(registry, award, at).kind == kind and fits(award)
        )
        return next(shown)

    renewed = {award.entry.renews for award in registry.awards}

    def is_named(award: Award) -> bool:
        return bool(shown_name(registry, award.recipient, day_of(at, registry.file.timezone)))

    chosen = {
        "valid": pick("valid", lambda award: not is_named(award) and not award.entry.result),
        "named": pick("valid", is_named),
        "proven": pick("valid", lambda award: bool(award.entry.result and award.evidence)),
        "revoked": pick("revoked"),
        "suspended": pick("suspended"),
        "expired": pick("expired"),
        "renewed": pick("expired", lambda award: award.id in renewed),
        "corrected": pick("valid", lambda award: len(award.rows) > 1),
    }
    badge = next(iter(sorted(slug for slug, badge in registry.badges.items() if len(badge.versions) > 1)))
    retired = next(iter(sorted(slug for slug, badge in registry.badges.items() if badge.current.state == "retired")))
    return Site(
        served=Served(folder=folder, prefix="/some/registry/"),
        title=registry.file.title,
        base_url=addresses.PREVIEW_BASE_URL,
        at=at,
        paths={
            "home": "",
            "badges": addresses.BADGES_PAGE,
            "badges found": f"{addresses.BADGES_PAGE}?q=data&level=foundation",
            "badges not found": f"{addresses.BADGES_PAGE}?q=nobody+teaches+this",
            "badge": addresses.badge_page(badge),
            "badge retired": addresses.badge_page(retired),
            "issuers": addresses.ISSUERS_PAGE,
            "issuer": addresses.issuer_page(registry.badges[badge].current.issuer),
            "revocations": addresses.REVOCATIONS_PAGE,
            "verify": addresses.VERIFY_PAGE,
            **{name: shown.path for name, shown in chosen.items()},
            **{name: chosen[name.removesuffix(" opened")].path for name in OPENED},
        },
        credentials=chosen,
    )


def live_site(root: Path, folder: Path) -> Site:
    """The small registry with an award that is not yet valid, and a revoked one of somebody who agreed to a name."""
    write_registry(
        root,
        {
            f"credentials/awards/teaching/{batch}.yml": (
                f"badge: teaching\nawarded: {day}\nrecipients:\n- recipient: {recipient(number)}\n"
            )
            for batch, day, number in (
                ("2026-06-01-course-4q8w", "2026-06-01", 7),
                ("2026-07-20-next-9d2k", "2026-07-20", 9),
                ("2026-05-04-first-2h7c", "2026-05-04", 8),
                ("2026-05-11-second-6w3b", "2026-05-11", 6),
            )
        }
        | {
            f"recipients/{recipient(7)}.yml": (
                f"display_name: {NAMED_AND_REVOKED}\nconsent:\n  on: 2026-05-01\n  to: [display_name]\n"
            )
        },
    )
    register(root)
    awards = {award.recipient: award for award in load_registry(FolderFiles(root)).awards if award.badge == "teaching"}
    add_files(
        root,
        {
            f"credentials/revocations/{awards[recipient(number)].id}.yml": f"on: 2026-06-20\n{why}\n"
            for number, why in (
                (7, "reason: awarded-in-error\nnote: Entered twice."),
                (8, "reason: superseded\nnote: Awarded again under the new rules."),
            )
        },
    )
    erased = awards[recipient(6)].id or ""
    program.ok("erase", erased, "--yes", cwd=root)
    program.ok("build", "--as-of", format_timestamp(NOW), "--out", folder, cwd=root, env=environment())
    registry = load_registry(FolderFiles(root))
    chosen = {
        "not-yet-valid": _shown(registry, awards[recipient(9)], NOW),
        "revoked-named": _shown(registry, awards[recipient(7)], NOW),
        "superseded": _shown(registry, awards[recipient(8)], NOW),
    }
    return Site(
        served=Served(folder=folder, prefix="/registry/"),
        title=registry.file.title,
        base_url=registry.file.base_url,
        at=NOW,
        paths={
            "home": "",
            "badge": addresses.badge_page("teaching"),
            "unknown": "credentials/never-awarded/",
            "verify": addresses.VERIFY_PAGE,
            "erased": addresses.credential_page(erased),
            **{name: shown.path for name, shown in chosen.items()},
        },
        credentials=chosen,
    )


def _shown(registry: Registry, award: Award, at: datetime) -> Shown:
    row = award.row
    assert row is not None
    version = registry.badges[award.badge].versions[row.badge_version]
    return Shown(
        path=addresses.credential_page(row.id),
        badge=version.name,
        issuer=registry.issuers[version.issuer].versions[row.issuer_version].name,
        holder=shown_name(registry, award.recipient, day_of(at, registry.file.timezone)),
        state=state_of(registry, award, at),
        awarded=award.awarded,
    )
