"""What a credential's page shows, as plain values: the pure step between a registry and its templates.

Paths are site paths (`conferral.addresses`); templates put the way up to the site's top in front of them.
What is shown of a person is decided here, in `shown_name`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from conferral import addresses
from conferral.history import Commit
from conferral.manifest import Manifest
from conferral.model import (
    Activity,
    Award,
    Badge,
    BadgeFile,
    Brand,
    Correction,
    Erased,
    Evidence,
    Organisation,
    Registry,
    Result,
    Row,
    Text,
)
from conferral.portfolios import is_in_portfolio
from conferral.register.provenance import Request
from conferral.site.awarded_views import AwardedView, Fact, awarded_view, members
from conferral.site.endorsement_views import EndorsementView, vouchers
from conferral.site.language import Language
from conferral.site.recorded import Recorded, recorded
from conferral.site.remembered import Remembered
from conferral.site.text import markdown
from conferral.site.wording import CORRECTIONS, StateWords, state_words, status_words
from conferral.standards.timestamps import parse_timestamp
from conferral.states import State, day_of, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """What every page knows: whose site it is, what was true when, and in which language it says so.

    `words` is the language of the page, `language` that of the texts that are signed.  `home` is the site path of the
    home page in this language: empty, or "de/" for one of the registry's other languages; `editions` has that of each
    of them by the language's code, the first before the others.  `as_of` is the instant, `as_of_day` its day in the
    registry's `timezone`, `commit` the full hash or empty.  Of a registry that has moved, `moved_to` is where it is now
    (empty where this is it), `moved_from` where it was.  `logo` is the site path of the registry's logo, `brand` its
    colours; it may have neither.
    """

    title: Text
    description: Text
    base_url: str
    language: str
    words: Language
    home: str
    as_of: datetime
    as_of_day: date
    timezone: str
    commit: str
    dirty: bool
    preview: bool
    moved_to: str = ""
    moved_from: tuple[str, ...] = ()
    editions: Mapping[str, str] = field(default_factory=dict)
    logo: str = ""
    brand: Brand | None = None

    @property
    def edition(self) -> str:
        """The language of what people wrote, as registry.yml has it; `words` is another where it has no messages."""
        return self.home.rstrip("/") or self.language

    @property
    def origin(self) -> str:
        """Scheme and host of the registry's address, where its pages may fetch what verifies a credential."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def as_of_words(self) -> str:
        """The as-of day in words."""
        return self.words.day(self.as_of_day)


def site_view(registry: Registry, manifest: Manifest, words: Language, *, edition: str = "") -> SiteView:
    """What every page knows; `edition` is one of the registry's languages, left out: the first."""
    as_of = parse_timestamp(manifest.as_of)
    first = registry.file.languages[0]
    texts = registry.file.in_language(edition or first)
    editions = {code: "" if code == first else addresses.in_language(code, "") for code in registry.file.languages}
    return SiteView(
        title=texts.title,
        description=texts.description,
        base_url=manifest.base_url,
        language=first,
        words=words,
        home=editions[edition or first],
        editions=editions,
        as_of=as_of,
        as_of_day=day_of(as_of, registry.file.timezone),
        timezone=registry.file.timezone,
        commit=manifest.commit or "",
        dirty=manifest.dirty,
        preview=manifest.preview,
        moved_to=manifest.moved_to or "",
        moved_from=tuple(manifest.moved_from),
        logo=addresses.registry_logo(registry.logo.extension) if registry.logo else "",
        brand=registry.file.brand,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """What an award's page says of other things.

    Commits by (id, issue), requests by the hash of the commit that they brought, renewals by the id that was renewed,
    corrections by the file of their rows.  `elsewhere` holds the addresses of pages on the registry's other sites by
    the award's id.  `repository` is the address of the registry's repository, empty where it is not known.
    """

    commits: Mapping[tuple[str, int], Commit]
    renewals: Mapping[str, str]
    registered: frozenset[str]
    corrections: Mapping[str, Correction]
    elsewhere: Mapping[str, str]
    requests: Mapping[str, Request]
    repository: str

    @classmethod
    def of(
        cls,
        registry: Registry,
        commits: Mapping[tuple[str, int], Commit],
        elsewhere: Mapping[str, tuple[str, Award]],
        requests: Mapping[str, Request] | None = None,
        repository: str = "",
    ) -> Connections:
        """The connections of a registry under one base URL; `elsewhere` is what `pages_elsewhere` gives."""
        awards = (*registry.awards, *(award for _, award in elsewhere.values()))
        return cls(
            commits=commits,
            renewals={item.entry.renews: item.row.id for item in awards if item.entry.renews and item.row},
            elsewhere={award: address for award, (address, _) in elsewhere.items()},
            registered=frozenset(row.id for row in registry.rows),
            corrections={correction.register_file: correction for correction in registry.corrections},
            requests=requests or {},
            repository=repository,
        )

    def page(self, award: str | None) -> str:
        """Site path of an award's page, its address where another site has it; empty unless it is registered."""
        if award is None:
            return ""
        return addresses.credential_page(award) if award in self.registered else self.elsewhere.get(award, "")


def pages_elsewhere(registry: Registry, base_url: str) -> Mapping[str, tuple[str, Award]]:
    """The registered awards of a whole registry under other base URLs, by id, each with the address of its page."""
    if len(registry.bases) == 1:
        return {}
    return {
        award.row.id: (addresses.url(base, addresses.credential_page(award.row.id)), award)
        for award in registry.awards
        if award.row and (base := registry.base_of(award)) != base_url
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A piece of evidence; `url` may be empty, `name` never is."""

    url: str
    name: str
    genre: str
    audience: str
    description: str
    narrative: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A correction: the day since which its copy holds, and why in words; `note` may be empty."""

    since: Markup
    reason: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """A result: `name` is empty where the badge does not describe it; the rest may be empty, too.

    `level` is the name of the level that was reached, `means` what it means; `required` a value or the name of a level.
    """

    name: str
    value: str
    maximum: str
    level: str
    means: str
    required: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TombstoneView:
    """The page of an award that was erased: its id and the day, and nothing else about it."""

    id: str
    page: str
    on: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialView(AwardedView):
    """The page of one credential.

    `alike` is what it has in common with others, as an object of its own, for what is the same on all their pages.
    `holder` is empty unless the holder consented to a name.  What is `shareable` is offered to be shared.  `recorded`
    says where it was awarded, where that is known.  `corrections` are newest first; the first made the copy that is
    shown.  `portfolio` is the site path of the holder's portfolio, where that shows this credential, else empty.
    `renews` and `renewed_by` are site paths, addresses on another site of the registry, or empty.  `json_url` is
    the absolute address of the signed document, `verifier_url` that of an outside verifier's page for it (empty in
    a preview).  `baked_path` is the site path of the badge's image with the credential baked into it, `certificate`
    that of the certificate to print, which only what is valid or expired has; either is empty where the build makes
    none.  `vouchers` endorse this very award.
    """

    alike: AwardedView
    id: str
    page: str
    shareable: bool
    vouchers: tuple[EndorsementView, ...]
    holder: str
    holder_is_signed: bool
    state: StateWords
    facts: tuple[Fact, ...]
    narrative: Markup
    results: tuple[ResultView, ...]
    evidence: tuple[EvidenceView, ...]
    corrections: tuple[CorrectionView, ...]
    portfolio: str
    renews: str
    renewed_by: str
    json_url: str
    baked_path: str
    certificate: str
    verifier_url: str
    recorded: Recorded | None


def credential_view(registry: Registry, site: SiteView, award: Award, connections: Connections) -> CredentialView:
    """What the page of a registered award shows.

    Texts are those of the versions that the register names, since these are what was signed.
    """
    row = award.row
    if row is None:
        raise ValueError("only registered awards have pages")
    badge = registry.badges[award.badge]
    version = badge.versions[row.badge_version]
    alike = awarded_view(site, badge, row.badge_version, registry.issuers[version.issuer], row.issuer_version)
    state = state_of(registry, award, site.as_of)
    standing = state.kind in ("valid", "expired")
    json_url = addresses.url(site.base_url, addresses.credential_json(row.id))
    commit = connections.commits.get((row.id, row.issue))
    timezone, policy = registry.file.timezone, registry.file.policy
    holder = "" if state.kind == "revoked" else shown_name(registry, award.recipient, site.as_of_day)
    return CredentialView(
        **members(alike),
        alike=alike,
        id=row.id,
        page=addresses.credential_page(row.id),
        shareable=standing and not site.preview,
        vouchers=() if state.kind == "revoked" else vouchers(registry, site, "award", row.id),
        holder=holder,
        holder_is_signed=bool(holder) and holder == _signed_name(registry, award, row),
        state=state_words(state, site.as_of_day, site.words),
        facts=_joined(
            _awarded(award.awarded, site.words, coming=state.kind == "not-yet-valid"),
            _end(state, site.words),
            alike.badge_facts,
            _deed(
                award.activity,
                award.term,
                award.role,
                award.source,
                award.credits_earned,
                award.entry.license_number,
                site.words,
            ),
        ),
        narrative=markdown(award.entry.narrative) if award.entry.narrative else Markup(),
        results=tuple(_result(version, one, site.words) for one in award.entry.result),
        evidence=tuple(_evidence(item, site.words) for item in award.evidence),
        corrections=tuple(_corrections(award, connections, timezone, site.words)),
        portfolio=addresses.person_page(award.recipient) if is_in_portfolio(registry, award, site.as_of) else "",
        renews=connections.page(award.entry.renews),
        renewed_by=connections.page(connections.renewals.get(row.id)),
        json_url=json_url,
        baked_path=addresses.baked_image(row.id, alike.image_extension) if policy.baked_images else "",
        certificate=addresses.certificate(row.id) if policy.certificates and standing else "",
        verifier_url="" if site.preview else f"https://verifierplus.org/#verify?vc={quote(json_url, safe=':/')}",
        recorded=recorded(
            commit,
            site.words.time(day_of(commit.when, timezone)),
            connections.requests.get(commit.hash),
            connections.repository,
        )
        if commit
        else None,
    )


def tombstone_view(erased: Erased, words: Language) -> TombstoneView:
    """What the page of an erased award shows."""
    return TombstoneView(id=erased.id, page=addresses.credential_page(erased.id), on=words.time(erased.on))


def _corrections(award: Award, connections: Connections, timezone: str, words: Language) -> Iterator[CorrectionView]:
    for row in reversed(award.rows):
        correction = connections.corrections.get(row.place.file)
        if correction:
            yield CorrectionView(
                since=words.time(day_of(row.registered, timezone)),
                reason=words.say(CORRECTIONS[correction.file.reason]),
                note=correction.file.note or "",
            )


def _signed_name(registry: Registry, award: Award, row: Row) -> str:
    """The holder's name where it is part of what is signed, as `conferral.credentials` writes it; else empty."""
    file = registry.recipients.get(award.recipient)
    identity = file.identity if file and row.layout.endswith("+name") else None
    return (identity.name if identity else None) or ""


def shown_name(registry: Registry, recipient: str, on: date) -> str:
    """The name that a recipient agreed to have shown, by `on`; empty without such consent."""
    file = registry.recipients.get(recipient)
    if file is None or file.display_name is None:
        return ""
    consented = "display_name" in file.consent.to and file.consent.on <= on
    return file.display_name if consented else ""


def deed_facts(
    activity: Activity | None,
    term: str | None,
    role: str | None,
    source: Organisation | None,
    credits_earned: float | None,
    license_number: str | None,
    words: Language,
) -> tuple[Fact, ...]:
    """When and in which part it was done, who assessed it and what it earned, as far as the award says it."""
    say = words.say
    facts = []
    if activity:
        facts.append(Fact(say("Period"), _period(activity, words), kind="period"))
    if term:
        facts.append(Fact(say("Term"), term, kind="own"))
    if role:
        facts.append(Fact(say("Role"), role, kind="own"))
    if source:
        link = Markup('<a href="{}">{}</a>').format(source.url, source.name)
        facts.append(Fact(say("Assessed by"), link, kind="own"))
    if credits_earned:
        facts.append(Fact(say("Credits earned"), words.number(credits_earned), kind="credits"))
    if license_number:
        facts.append(Fact(say("Licence number"), license_number))
    return tuple(facts)


_deed = Remembered(deed_facts, 1024)
_joined = Remembered(lambda *groups: tuple(chain.from_iterable(groups)), 1024)
"""Most facts are those of a whole batch."""


def _period(activity: Activity, words: Language) -> Markup:
    if activity.start and activity.end:
        return words.html("%(first)s to %(last)s", first=words.time(activity.start), last=words.time(activity.end))
    if activity.start:
        return words.html("from %(day)s", day=words.time(activity.start))
    return words.html("until %(day)s", day=words.time(activity.end or date.max))


def badge_image_of(badge: Badge, number: int) -> str:
    """Site path of the image of a badge version."""
    return addresses.badge_image(badge.slug, number, badge.images[number].extension)


@lru_cache(maxsize=4096)
def _awarded(day: date, words: Language, *, coming: bool) -> tuple[Fact, ...]:
    name = words.say("To be awarded") if coming else words.say("Awarded")
    return (Fact(name, words.day(day), day.isoformat(), "awarded"),)


def _end(state: State, words: Language) -> tuple[Fact, ...]:
    # The last day where the state does not say it, and under a name that does not contradict it.
    if state.until is None or state.kind not in ("suspended", "not-yet-valid"):
        return ()
    name = words.say("Original end date") if state.kind == "suspended" else words.say("Valid until")
    return (Fact(name, words.day(state.until), state.until.isoformat(), "until"),)


def _result(badge: BadgeFile, result: Result, words: Language) -> ResultView:
    described = next((item for item in badge.results if item.id == result.of), None)
    levels = {level.id: level for level in described.levels} if described else {}
    level = levels.get(result.level or "")
    least = levels.get((described.required_level if described and level else None) or "")
    required = (described.required if described and result.value else None) or ""
    return ResultView(
        name=described.name if described else "",
        value=result.value or "",
        maximum=(described.maximum if described and result.value else None) or "",
        level=level.name if level else "",
        means=(level.description if level else None) or "",
        required=required or (least.name if least else ""),
        status=status_words(result.status, words) if result.status else "",
    )


def _evidence_view(item: Evidence, words: Language) -> EvidenceView:
    return EvidenceView(
        url=item.id or "",
        name=item.name or (_address_words(item.id) if item.id else words.say("Account")),
        genre=item.genre or "",
        audience=item.audience or "",
        description=item.description or "",
        narrative=markdown(item.narrative, below=3) if item.narrative else Markup(),
    )


_evidence = Remembered(_evidence_view, 1024)
"""What a batch names is the evidence of all its awards."""


def _address_words(url: str) -> str:
    """An address as people read it: without the scheme, and cut where it grows long."""
    words = url.removeprefix("https://").rstrip("/")
    return words if len(words) <= 60 else f"{words[:59]}…"
