"""What the catalogue shows of an issuer: on its card, and on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from markupsafe import Markup

from conferral import addresses
from conferral.keys import did
from conferral.model import Issuer, Key, Registry, Text
from conferral.site.badge_views import BadgeView
from conferral.site.endorsement_views import EndorsementView, vouched_by, vouchers
from conferral.site.language import message
from conferral.site.tallies import Tally, added
from conferral.site.text import markdown
from conferral.site.views import SiteView

KeyState = Literal["active", "future", "retired", "compromised"]

_KEY_STATES: dict[KeyState, str] = {
    "active": message("Active"),
    "future": message("Not yet active"),
    "retired": message("Retired"),
    "compromised": message("Compromised"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A signing key: its name, its public half, its state as a keyword and in words, and when it signed, in words."""

    name: str
    public_key: str
    kind: KeyState
    state: str
    period: Markup


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry about an issuer in a public register: its address, and the host of the register."""

    url: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerView:
    """An issuer on its card and its page; `language` is that of its description.

    `host` is that of its own website, `parent_*` may be empty.  `at_home` says that the registry's address is below
    that host, so that whoever has the one has the other; `did_host` is the host in its DID.  `other_dids` are those
    that it has at other addresses of the registry, past and present.  `vouchers` endorse it, `vouched` is what it
    endorses.
    """

    slug: str
    page: str
    name: Text
    url: str
    host: str
    at_home: bool
    did_host: str
    entries: tuple[Entry, ...]
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
    vouchers: tuple[EndorsementView, ...]
    vouched: tuple[EndorsementView, ...]


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
        host=_host(current.url),
        did_host=_host(site.base_url),
        at_home=_is_below(_host(site.base_url), _host(current.url)),
        entries=tuple(Entry(url, _host(url)) for url in current.same_as),
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
        vouchers=vouchers(registry, site, "issuer", issuer.slug),
        vouched=vouched_by(registry, site, issuer.slug),
    )


def _key(key: Key, site: SiteView) -> KeyView:
    file, words = key.file, site.words
    start, ended = words.time(file.activated.date()), None
    kind: KeyState = "active"
    if file.compromised:
        kind, ended = "compromised", file.compromised.date()
    elif file.retired and file.retired <= site.as_of:
        kind, ended = "retired", file.retired.date()
    elif file.activated > site.as_of:
        kind = "future"
    if ended:
        period = words.html("From %(start)s to %(end)s", start=start, end=words.time(ended))
    elif kind == "future":
        period = words.html("From %(start)s", start=start)
    else:
        period = words.html("Since %(start)s", start=start)
    return KeyView(
        name=key.name, public_key=file.public_key, kind=kind, state=words.say(_KEY_STATES[kind]), period=period
    )


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_below(host: str, domain: str) -> bool:
    """Whether a host is a domain or one of its subdomains; "www." says nothing."""
    bare = domain.removeprefix("www.")
    return host.removeprefix("www.") == bare or host.endswith(f".{bare}")
