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
from conferral.portfolios import portfolios
from conferral.rendering import render
from conferral.site.views import shown_name
from conferral.standards.timestamps import format_timestamp
from conferral.states import State, day_of, state_of
from tests import program
from tests.browser.browsing import CHECKOUT, Served
from tests.registry_builder import NOW, environment, files, recipient, write_registry
from tests.unit.site.site_builder import add_files, register, sign

CATALOGUE = (
    "home",
    "badges",
    "badges found",
    "badges not found",
    "badge",
    "badge retired",
    "collections",
    "collection",
    "issuers",
    "issuer",
    "statistics",
    "revocations",
    "revocations narrowed down",
    "verify",
    "badge endorsed",
    "issuer recognised",
    "portfolio",
    "portfolio without a name",
    "registries",
    "registry",
    "detailed",
    "home opened",
    "badges opened",
    "de home",
    "de badges",
    "de badge",
    "de collection",
    "de issuer",
    "de statistics",
    "de revocations",
)
"""Pages of the preview that are no credential's, each a kind or a state of one; first the code of a language that is
not the registry's first.  Whatever can be opened on pages named "opened" is open."""

SHOWN = ("skills", "framework", "skill", "pathways", "pathway", "badge doubted")
"""Pages of the preview of which the live site has the like to be looked at; `make screenshots` shows these."""

CREDENTIALS = ("valid", "named", "proven", "revoked", "suspended", "expired", "renewed", "corrected")
OPENED = ("valid opened", "named opened", "revoked opened", "de named opened")

LIVE_CATALOGUE = (
    "home",
    "badge",
    "pathways",
    "pathway",
    "skills",
    "framework",
    "skill",
    "unknown",
    "verify",
    "erased",
    "ar home",
    "ar home opened",
    "ar badges",
    "ar badge",
    "ar pathways",
    "ar pathway",
    "ar skills",
    "ar framework",
    "ar skill",
    "ar issuer",
    "ar statistics",
    "ar revocations",
    "ar verify",
    "ar not-yet-valid",
    "ar superseded",
    "shared opened",
    "ar shared opened",
)
"""Arabic is written from right to left."""

LIVE_CREDENTIALS = ("not-yet-valid", "revoked-named", "superseded", "shared")

ARABIC = """formerly: [lecturing]
alignments:
- skill: lakeside/lecturing
  level: Level 2
  name: Lecturing
  url: https://credentials.example.org/registry/skills/lakeside/lecturing/
  framework: Lakeside Skills
  type: ext:Skill
translations:
  ar:
    name: التدريس
    description: يدرّس عبر الإنترنت.
    criteria: درّس دورة كاملة.
"""

FRAMEWORK = """name: Lakeside Skills
description: What Lakeside School teaches.
license: CC BY 4.0
levels: [{name: Level 1, description: With help.}, {name: Level 2}]
skills:
- {id: teaching, name: Teaching, description: To help others learn., translations: {ar: {name: التدريس}}}
- id: lecturing
  name: Lecturing
  code: L1
  broader: [teaching, speaking]
  translations: {ar: {name: إلقاء المحاضرات}}
- {id: speaking, name: Speaking in public}
- {id: reading, name: Reading aloud, broader: [speaking]}
translations: {ar: {name: مهارات ليكسايد}}
"""

PATHWAY = """title: Skipper
description: From the first knot to a crew of one's own.
about: Most people take **two summers**.
earns: teaching
issuers: [harbour, lakeside]
within: 2 years
requires:
- {badge: data-analysis, minimum_level: foundation, result: {of: score, at_least: '70'}}
- title: At sea
  choose: 1
  of: [{badge: sailing}, {badge: data-analysis}]
- optional: [{badge: sailing}]
translations:
  ar: {title: قبطان, description: من العقدة الأولى إلى قيادة طاقم.}
"""

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

    chosen = demo_credentials(registry, at)
    badge = next(iter(sorted(slug for slug, badge in registry.badges.items() if len(badge.versions) > 1)))
    retired = next(iter(sorted(slug for slug, badge in registry.badges.items() if badge.current.state == "retired")))
    pages = {
        "home": "",
        "badges": addresses.BADGES_PAGE,
        "badges found": f"{addresses.BADGES_PAGE}?q=data&level=foundation",
        "badges not found": f"{addresses.BADGES_PAGE}?q=nobody+teaches+this",
        "badge": addresses.badge_page(badge),
        "badge retired": addresses.badge_page(retired),
        "badge endorsed": addresses.badge_page("web-application-security"),
        "badge doubted": addresses.badge_page("cloud-operations"),
        "collections": addresses.COLLECTIONS_PAGE,
        "collection": addresses.collection_page(next(iter(sorted(registry.collections)))),
        "issuers": addresses.ISSUERS_PAGE,
        "issuer": addresses.issuer_page(registry.badges[badge].current.issuer),
        "issuer recognised": addresses.issuer_page("kestrel-bay-college"),
        "skills": addresses.SKILLS_PAGE,
        "framework": addresses.framework_page("fieldmark"),
        "skill": addresses.skill_page("fieldmark", "drawing-conclusions"),
        "pathways": addresses.PATHWAYS_PAGE,
        "pathway": addresses.pathway_page("digital-educator"),
        "registries": addresses.REGISTRIES_PAGE,
        "registry": addresses.federated_page("tidewater"),
        "statistics": addresses.STATISTICS_PAGE,
        "revocations": addresses.REVOCATIONS_PAGE,
        "revocations narrowed down": f"{addresses.REVOCATIONS_PAGE}?state=suspended",
    }
    return Site(
        served=Served(folder=folder, prefix="/some/registry/"),
        title=registry.file.title,
        base_url=addresses.PREVIEW_BASE_URL,
        at=at,
        paths={
            **pages,
            **{f"de {name}": addresses.in_language("de", path) for name, path in pages.items()},
            "home opened": "",
            "badges opened": addresses.BADGES_PAGE,
            "verify": addresses.VERIFY_PAGE,
            **_people(registry, at),
            **{name: shown.path for name, shown in chosen.items()},
            **{name: chosen[name.removesuffix(" opened")].path for name in OPENED if name[:2] != "de"},
            "de named opened": f"{chosen['named'].path}?lang=de",
        },
        credentials=chosen,
    )


def _people(registry: Registry, at: datetime) -> dict[str, str]:
    """Portfolios of the demo: of somebody with a name, a record and a completed pathway, and of somebody without."""
    shown = dict(portfolios(registry, at))
    named = next(one for one in shown if registry.recipients[one].record and registry.recipients[one].display_name)
    unnamed = next(one for one in shown if not registry.recipients[one].display_name)
    detailed = next(award for award in shown[named] if award.entry.role)
    return {
        "portfolio": addresses.person_page(named),
        "portfolio without a name": addresses.person_page(unnamed),
        "detailed": addresses.credential_page(detailed.id or ""),
    }


def real_demo(folder: Path, at: datetime) -> Path:
    """The demo registry as a real site in a folder within `folder`, not as a preview; throwaway keys sign it."""
    signed, site = folder / "signed", folder / "site"
    signed.mkdir()
    sign(CHECKOUT, signed, as_of=at, preview=False)
    render(CHECKOUT, signed, site)
    return site


def demo_credentials(registry: Registry, at: datetime) -> dict[str, Shown]:
    """A credential of the demo registry in each of `CREDENTIALS`."""
    renewed = {award.entry.renews for award in registry.awards}

    def pick(kind: str, fits: Callable[[Award], bool] = lambda _: True) -> Shown:
        shown = (
            _shown(registry, award, at)
            for award in sorted(registry.awards, key=lambda award: award.id or "")
            if state_of(registry, award, at).kind == kind and fits(award)
        )
        return next(shown)

    def is_named(award: Award) -> bool:
        return bool(shown_name(registry, award.recipient, day_of(at, registry.file.timezone)))

    return {
        "valid": pick("valid", lambda award: not is_named(award) and not award.entry.result),
        "named": pick("valid", is_named),
        "proven": pick("valid", lambda award: bool(award.entry.result and award.evidence)),
        "revoked": pick("revoked"),
        "suspended": pick("suspended"),
        "expired": pick("expired"),
        "renewed": pick("expired", lambda award: award.id in renewed),
        "corrected": pick("valid", lambda award: len(award.rows) > 1),
    }


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
            "credentials/registry.yml": f"{files()['credentials/registry.yml']}languages: [en, ar]\n",
            "credentials/badges/teaching/badge.yml": f"{files()['credentials/badges/teaching/badge.yml']}{ARABIC}",
            "credentials/pathways/skipper.yml": PATHWAY,
            "credentials/skills/lakeside.yml": FRAMEWORK,
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
        "shared": _shown(registry, next(award for award in registry.awards if award.badge == "sailing"), NOW),
    }
    return Site(
        served=Served(folder=folder, prefix="/registry/"),
        title=registry.file.title,
        base_url=registry.file.base_url,
        at=NOW,
        paths={
            "home": "",
            "badge": addresses.badge_page("teaching"),
            "pathways": addresses.PATHWAYS_PAGE,
            "pathway": addresses.pathway_page("skipper"),
            "skills": addresses.SKILLS_PAGE,
            "framework": addresses.framework_page("lakeside"),
            "skill": addresses.skill_page("lakeside", "teaching"),
            "unknown": "credentials/never-awarded/",
            "verify": addresses.VERIFY_PAGE,
            "erased": addresses.credential_page(erased),
            **{name: shown.path for name, shown in chosen.items()},
            **{
                f"ar {name}": addresses.in_language("ar", path)
                for name, path in {
                    "home": "",
                    "home opened": "",
                    "badges": addresses.BADGES_PAGE,
                    "badge": addresses.badge_page("teaching"),
                    "pathways": addresses.PATHWAYS_PAGE,
                    "pathway": addresses.pathway_page("skipper"),
                    "skills": addresses.SKILLS_PAGE,
                    "framework": addresses.framework_page("lakeside"),
                    "skill": addresses.skill_page("lakeside", "lecturing"),
                    "issuer": addresses.issuer_page("lakeside"),
                    "statistics": addresses.STATISTICS_PAGE,
                    "revocations": addresses.REVOCATIONS_PAGE,
                }.items()
            },
            "ar verify": f"{addresses.VERIFY_PAGE}?lang=ar",
            "ar not-yet-valid": f"{chosen['not-yet-valid'].path}?lang=ar",
            "ar superseded": f"{chosen['superseded'].path}?lang=ar",
            "shared opened": chosen["shared"].path,
            "ar shared opened": f"{chosen['shared'].path}?lang=ar",
        },
        credentials=chosen,
    )


def language_of(page: str) -> str:
    """The code of the language that a page of this name is in."""
    return page[:2] if page[2:3] == " " else "en"


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
