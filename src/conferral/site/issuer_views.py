"""What the catalogue shows of an issuer: on its card, and on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from conferral import addresses
from conferral.keys import did
from conferral.model import Issuer, Key, Registry, Text
from conferral.site.badge_views import BadgeView
from conferral.site.tallies import Tally, added
from conferral.site.text import markdown
from conferral.site.views import SiteView


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
    """An issuer on its card and its page; `language` is that of its description.

    `host` is that of its own website, `parent_*` may be empty.  `other_dids` are those that it has at other addresses
    of the registry, past and present.
    """

    slug: str
    page: str
    name: Text
    url: str
    host: str
    email: str
    did: str
    other_dids: tuple[str, ...]
    did_path: str
    profile_path: str
    logo: str
    description: Markup
    language: str
    parent_name: str
    parent_page: str
    earlier_names: tuple[str, ...]
    keys: tuple[KeyView, ...]
    badges: tuple[BadgeView, ...]
    tally: Tally


def issuer_view(registry: Registry, site: SiteView, issuer: Issuer, badges: Sequence[BadgeView]) -> IssuerView:
    """An issuer, with those of the shown badges that are its own."""
    current = issuer.current
    description = current.in_language(site.edition, site.language).description
    parent = registry.issuers.get(current.parent) if current.parent else None
    own = tuple(view for view in badges if registry.badges[view.slug].current.issuer == issuer.slug)
    names = {version.name: None for _, version in sorted(issuer.versions.items(), reverse=True)}
    return IssuerView(
        slug=issuer.slug,
        page=addresses.issuer_page(issuer.slug),
        name=Text(current.name, site.language),
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
        description=markdown(description),
        language=description.language,
        parent_name=parent.current.name if parent else "",
        parent_page=addresses.issuer_page(parent.slug) if parent else "",
        earlier_names=tuple(name for name in names if name != current.name),
        keys=tuple(_key(key, site) for key in registry.keys_of(issuer.slug)),
        badges=own,
        tally=added(view.tally for view in own),
    )


def _key(key: Key, site: SiteView) -> KeyView:
    file = key.file
    state, ended = "Active", ""
    if file.compromised:
        state, ended = "Compromised", site.words.day(file.compromised.date())
    elif file.retired and file.retired <= site.as_of:
        state, ended = "Retired", site.words.day(file.retired.date())
    elif file.activated > site.as_of:
        state = "Not yet active"
    return KeyView(
        name=key.name,
        public_key=file.public_key,
        state=state,
        activated=site.words.day(file.activated.date()),
        ended=ended,
    )
