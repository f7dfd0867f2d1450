"""What pages show of endorsements: who vouches, what that is worth, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from conferral import addresses
from conferral.endorsing import Endorsed, EndorsementState, endorsements_by, endorsements_of
from conferral.model import EndorsedKind, Registry, Text
from conferral.site.language import Language, message
from conferral.site.text import markdown
from conferral.site.wording import ICONS, LABELS
from conferral.states import day_of

if TYPE_CHECKING:  # views show these
    from conferral.site.views import SiteView

_LOOKS: dict[EndorsementState, str] = {
    "valid": "valid",
    "not-yet-valid": "not-yet-valid",
    "expired": "expired",
    "suspended": "suspended",
    "superseded": "superseded",
    "withdrawn": "revoked",
    "revoked": "revoked",
    "untrusted": "revoked",
    "altered": "revoked",
    "unknown": "unknown",
}
"""How each state is shown: the end of a class of the stylesheet."""

_LABELS: dict[EndorsementState, str] = {
    **{kind: LABELS[kind] for kind in ("valid", "not-yet-valid", "expired", "suspended", "superseded", "revoked")},
    "withdrawn": message("Withdrawn"),
    "untrusted": message("Cannot be trusted"),
    "altered": message("Altered"),
    "unknown": message("Cannot be checked"),
}

# src/pages/looks.ts draws the same of what cannot be checked, of what was withdrawn and of what is not trusted.
_SHAPES: dict[EndorsementState, str] = {
    "withdrawn": "M8 2 2 8v8l6 6h8l6-6V8l-6-6zm-1 8.8h10v2.4H7z",
    "untrusted": "M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5zm-1.2 4h2.4l-.3 6.5h-1.8zm0 8h2.4v2.4h-2.4z",
    "unknown": (
        "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m0 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16M10.9 16.2h2.2v2.2h-2.2z"
        "M8.2 9.4C8.2 7.2 9.9 5.6 12 5.6s3.8 1.6 3.8 3.7c0 2.5-2.7 3-2.7 5.4h-2.2c0-3.4 2.7-3.5 2.7-5.4"
        " 0-.9-.7-1.6-1.6-1.6s-1.6.7-1.6 1.7z"
    ),
}
_ICONS: dict[EndorsementState, Markup] = {
    **{kind: ICONS[kind] for kind in ("valid", "not-yet-valid", "expired", "suspended", "superseded", "revoked")},
    **{kind: Markup('<path d="{}"/>').format(path) for kind, path in _SHAPES.items()},
    "altered": Markup('<path d="{}"/>').format(_SHAPES["untrusted"]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementView:
    """An endorsement on a page.

    `look` ends a class of the stylesheet, `label` is the state in a word, `icon` its shape.  `who` is the endorser's
    name, else its identifier; `who_page` the site path of its page, below the top of those in this language, empty for
    a stranger, of whom `identity` says what is known.  `comment` is in `language`, where that is known; empty for a
    stranger's.  `version` is the number of the badge's text that it is of, where that is not the present one.
    `asked` is the day of the answers by which a stranger's was checked.  `document` and `check` are the site paths of
    the signed document, and of the page that verifies it.  `of` and `of_page` name what is endorsed.
    """

    slug: str
    holds: bool
    look: str
    label: str
    icon: Markup
    who: str
    who_page: str
    identity: Markup
    comment: Markup
    language: str
    version: int | None
    since: date | None
    until: date | None
    withdrawn: date | None
    asked: date | None
    document: str
    check: str
    of: Text
    of_page: str

    @property
    def is_own(self) -> bool:
        """Whether an issuer of this registry vouches."""
        return bool(self.who_page)


def vouchers(registry: Registry, site: SiteView, kind: EndorsedKind, name: str) -> tuple[EndorsementView, ...]:
    """Who vouches for a badge, an issuer or an award: those that hold first."""
    return tuple(_views(registry, site, endorsements_of(registry, kind, name, site.as_of)))


def vouched_by(registry: Registry, site: SiteView, issuer: str) -> tuple[EndorsementView, ...]:
    """What an issuer of the registry vouches for; awards are left out, whose pages nothing leads to but their links."""
    found = endorsements_by(registry, issuer, site.as_of)
    return tuple(_views(registry, site, (one for one in found if not one.endorsement.file.award)))


def _views(registry: Registry, site: SiteView, found: Iterable[Endorsed]) -> Iterator[EndorsementView]:
    for one in found:
        file, endorser = one.endorsement.file, one.endorser
        of, of_page = _endorsed(registry, site, one)
        address = addresses.url(site.base_url, one.path)
        badge = registry.badges.get(file.badge or "")
        older = badge is not None and one.version not in (None, badge.current.version)
        yield EndorsementView(
            slug=one.slug,
            holds=one.holds,
            look=_LOOKS[one.state],
            label=site.words.say(_LABELS[one.state]),
            icon=_ICONS[one.state],
            who=endorser.name or endorser.id,
            who_page=addresses.issuer_page(endorser.issuer) if endorser.issuer else "",
            identity=_identity(one, site.words),
            comment=markdown(one.comment, below=3),
            language=site.language if file.by else "",
            version=one.version if older else None,
            since=_day(one.since, registry),
            until=file.until or _day(one.until, registry),
            withdrawn=file.withdrawn,
            asked=_day(one.asked, registry),
            document=one.path,
            check=f"{addresses.VERIFY_PAGE}#vc={quote(address, safe='')}",
            of=of,
            of_page=of_page,
        )


def _identity(one: Endorsed, words: Language) -> Markup:
    """What is known of who vouches, in a sentence; empty for an issuer of this registry, whose page says it."""
    if one.endorser.issuer:
        return Markup()
    if one.state in ("unknown", "untrusted", "altered"):
        return words.html("A stranger to this registry; that it really signed this is not proven.")
    if one.endorser.host:
        return words.html(
            "A stranger to this registry. The signature shows that it has the domain %(host)s, and nothing more.",
            host=Markup("<b>{}</b>").format(one.endorser.host),
        )
    return words.html("A stranger to this registry, known by a key alone: nothing shows who holds it.")


def _endorsed(registry: Registry, site: SiteView, one: Endorsed) -> tuple[Text, str]:
    file = one.endorsement.file
    if file.badge:
        texts = registry.badges[file.badge].current.in_language(site.edition, site.language)
        return texts.name, addresses.badge_page(file.badge)
    if file.issuer:
        name = Text(registry.issuers[file.issuer].current.name, site.language)
        return name, addresses.issuer_page(file.issuer)
    texts = registry.badges[registry.awards_by_id[file.award or ""].badge].current.in_language(
        site.edition, site.language
    )
    return texts.name, addresses.credential_page(file.award or "")


def _day(instant: datetime | None, registry: Registry) -> date | None:
    return day_of(instant, registry.file.timezone) if instant else None
