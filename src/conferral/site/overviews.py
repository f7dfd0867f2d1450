"""What the catalogue's pages show: badges, issuers, what was revoked, and the registry as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup

from conferral import addresses
from conferral.keys import did
from conferral.model import Alignment, Award, Badge, Issuer, Key, Registry
from conferral.site.policy import policy_words
from conferral.site.text import day_words, markdown
from conferral.site.views import Fact, SiteView, badge_facts, badge_image_of
from conferral.site.wording import StateWords, state_words, type_words
from conferral.states import state_of

FEATURED = 6
"""Badges shown on the home page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many awards there are, how many of them are revoked or suspended, and the first and last day of award."""

    awarded: int = 0
    revoked: int = 0
    suspended: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def since_words(self) -> str:
        """The first day of award in words; empty without awards."""
        return day_words(self.first) if self.first else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version of a badge and how many awards were given under it."""

    number: int
    name: str
    json_path: str
    current: bool
    awarded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeView:
    """A badge on its card and its page.

    `validity` is in words, empty when the badge gives awards no end; `longest` is the longest one that the registry's
    policy allows, empty when it does not say.
    """

    slug: str
    page: str
    json_path: str
    name: str
    type: str
    retired: bool
    description: str
    criteria: Markup
    criteria_url: str
    image: str
    image_alt: str
    issuer_name: str
    issuer_page: str
    facts: tuple[Fact, ...]
    validity: str
    longest: str
    can_suspend: bool
    policy: tuple[str, ...]
    skills: tuple[str, ...]
    alignments: tuple[Alignment, ...]
    results: tuple[Fact, ...]
    versions: tuple[VersionView, ...]
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A signing key: its name, its public half, and its history in words."""

    name: str
    public_key: str
    state: str
    activated: str
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerView:
    """An issuer on its card and its page; `host` is that of its own website, `parent_*` may be empty.

    `other_dids` are those that it has at other addresses of the registry, past and present.
    """

    slug: str
    page: str
    name: str
    url: str
    host: str
    email: str
    did: str
    other_dids: tuple[str, ...]
    did_path: str
    profile_path: str
    logo: str
    description: Markup
    parent_name: str
    parent_page: str
    earlier_names: tuple[str, ...]
    keys: tuple[KeyView, ...]
    badges: tuple[BadgeView, ...]
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnView:
    """A line of the list of revoked and suspended credentials; never a name."""

    page: str
    id: str
    badge_name: str
    badge_page: str
    issuer_name: str
    since: date
    since_words: str
    state: StateWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The catalogue as a whole; `erased` credentials are in no other number."""

    badges: tuple[BadgeView, ...]
    featured: tuple[BadgeView, ...]
    issuers: tuple[IssuerView, ...]
    withdrawn: tuple[WithdrawnView, ...]
    tally: Tally
    erased: int


def overview(registry: Registry, site: SiteView) -> Overview:
    """What the catalogue shows: drafts left out, badges by name, withdrawn credentials newest first."""
    awards: dict[str, list[Award]] = {slug: [] for slug in registry.badges}
    withdrawn: list[WithdrawnView] = []
    kinds: dict[str, str] = {}
    for award in registry.awards:
        if award.row is None:
            continue
        awards[award.badge].append(award)
        line = _withdrawn(registry, site, award)
        if line:
            withdrawn.append(line)
            kinds[award.row.id] = line.state.kind
    shown = [badge for badge in registry.badges.values() if badge.current.state != "draft"]
    badges = sorted(
        (_badge(registry, badge, awards[badge.slug], kinds) for badge in shown),
        key=lambda view: (view.retired, view.name.casefold(), view.slug),
    )
    issuers = sorted(
        (_issuer(registry, site, issuer, badges) for issuer in registry.issuers.values()),
        key=lambda view: (view.name.casefold(), view.slug),
    )
    ranked = sorted((view for view in badges if not view.retired), key=lambda view: (-view.tally.awarded, view.slug))
    return Overview(
        badges=tuple(badges),
        featured=tuple(ranked[:FEATURED]),
        issuers=tuple(issuers),
        withdrawn=tuple(sorted(withdrawn, key=lambda line: (-line.since.toordinal(), line.id))),
        tally=_sum(view.tally for view in badges),
        erased=len(registry.erased),
    )


def _badge(registry: Registry, badge: Badge, awards: list[Award], kinds: Mapping[str, str]) -> BadgeView:
    current = badge.current
    given: dict[int, int] = {}
    for award in awards:
        if award.row:
            given[award.row.badge_version] = given.get(award.row.badge_version, 0) + 1
    return BadgeView(
        slug=badge.slug,
        page=addresses.badge_page(badge.slug),
        json_path=addresses.badge_json(badge.slug),
        name=current.name,
        type=type_words(current.type),
        retired=current.state == "retired",
        description=current.description,
        criteria=markdown(current.criteria),
        criteria_url=current.criteria_url or "",
        image=badge_image_of(badge, current.version),
        image_alt=current.image_caption or "",
        issuer_name=registry.issuers[current.issuer].current.name,
        issuer_page=addresses.issuer_page(current.issuer),
        facts=badge_facts(current),
        validity=str(current.validity) if current.validity else "",
        longest=str(registry.file.policy.maximum_validity or ""),
        can_suspend=current.status_purpose == "suspension",
        policy=policy_words(registry, badge),
        skills=current.skills,
        alignments=current.alignments,
        results=tuple(
            Fact(
                item.name,
                ", ".join(
                    words
                    for words in (
                        f"{item.minimum} to {item.maximum}" if item.minimum and item.maximum else "",
                        " / ".join(item.allowed),
                        f"{item.required} required" if item.required else "",
                    )
                    if words
                ),
            )
            for item in current.results
        ),
        versions=tuple(
            VersionView(
                number=number,
                name=version.name,
                json_path=addresses.badge_version_json(badge.slug, number),
                current=number == current.version,
                awarded=given.get(number, 0),
            )
            for number, version in sorted(badge.versions.items(), reverse=True)
        ),
        tally=_tally(awards, kinds),
    )


def _issuer(registry: Registry, site: SiteView, issuer: Issuer, badges: list[BadgeView]) -> IssuerView:
    current = issuer.current
    parent = registry.issuers.get(current.parent) if current.parent else None
    own = tuple(view for view in badges if registry.badges[view.slug].current.issuer == issuer.slug)
    names = {version.name: None for _, version in sorted(issuer.versions.items(), reverse=True)}
    return IssuerView(
        slug=issuer.slug,
        page=addresses.issuer_page(issuer.slug),
        name=current.name,
        url=current.url,
        host=urlsplit(current.url).hostname or "",
        email=current.email or "",
        did=did(site.base_url, issuer.slug),
        other_dids=()
        if site.preview
        else tuple(did(other, issuer.slug) for other in (*site.moved_from, site.moved_to) if other),
        did_path=addresses.did_document(issuer.slug),
        profile_path=addresses.issuer_profile(issuer.slug),
        logo=addresses.issuer_logo(issuer.slug, issuer.logo.extension) if issuer.logo else "",
        description=markdown(current.description),
        parent_name=parent.current.name if parent else "",
        parent_page=addresses.issuer_page(parent.slug) if parent else "",
        earlier_names=tuple(name for name in names if name != current.name),
        keys=tuple(_key(key, site) for key in registry.keys_of(issuer.slug)),
        badges=own,
        tally=_sum(view.tally for view in own),
    )


def _key(key: Key, site: SiteView) -> KeyView:
    file = key.file
    state, ended = "Active", ""
    if file.compromised:
        state, ended = "Compromised", day_words(file.compromised.date())
    elif file.retired and file.retired <= site.as_of:
        state, ended = "Retired", day_words(file.retired.date())
    elif file.activated > site.as_of:
        state = "Not yet active"
    return KeyView(
        name=key.name,
        public_key=file.public_key,
        state=state,
        activated=day_words(file.activated.date()),
        ended=ended,
    )


def _withdrawn(registry: Registry, site: SiteView, award: Award) -> WithdrawnView | None:
    state = state_of(registry, award, site.as_of)
    if award.row is None or state.since is None:
        return None
    version = registry.badges[award.badge].versions[award.row.badge_version]
    return WithdrawnView(
        page=addresses.credential_page(award.row.id),
        id=award.row.id,
        badge_name=version.name,
        badge_page=addresses.badge_page(award.badge),
        issuer_name=registry.issuers[version.issuer].versions[award.row.issuer_version].name,
        since=state.since,
        since_words=day_words(state.since),
        state=state_words(state, site.as_of_day),
    )


def _tally(awards: list[Award], kinds: Mapping[str, str]) -> Tally:
    found = [kinds.get(award.row.id) for award in awards if award.row]
    days = [award.awarded for award in awards]
    return Tally(
        awarded=len(awards),
        revoked=found.count("revoked"),
        suspended=found.count("suspended"),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    all_of_them = list(tallies)
    return Tally(
        awarded=sum(tally.awarded for tally in all_of_them),
        revoked=sum(tally.revoked for tally in all_of_them),
        suspended=sum(tally.suspended for tally in all_of_them),
        first=min((tally.first for tally in all_of_them if tally.first), default=None),
        last=max((tally.last for tally in all_of_them if tally.last), default=None),
    )
