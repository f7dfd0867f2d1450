"""What a credential's page shows, as plain values: the pure step between a registry and its templates.

Paths are site paths (`conferral.addresses`); templates put the way up to the site's top in front of them.
What is shown of a person is decided here, in `shown_name`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from conferral import addresses
from conferral.history import Commit
from conferral.manifest import Manifest
from conferral.model import Alignment, Award, Badge, BadgeFile, Correction, Erased, Evidence, Registry, Result, Text
from conferral.site.language import Language
from conferral.site.text import markdown
from conferral.site.wording import CORRECTIONS, LEVELS, StateWords, state_words, status_words, type_words
from conferral.standards.timestamps import parse_timestamp
from conferral.states import State, day_of, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """What every page knows: whose site it is, what was true when, and in which language it says so.

    `words` is the language of the page, `language` that of the texts that are signed.  `home` is the site path of the
    home page in this language: empty, or "de/" for one of the registry's other languages.  `as_of` is the instant,
    `as_of_day` its day in the registry's `timezone`, `commit` the full hash or empty.  Of a registry that has moved,
    `moved_to` is where it is now (empty where this is it), `moved_from` where it was.
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
    return SiteView(
        title=texts.title,
        description=texts.description,
        base_url=manifest.base_url,
        language=first,
        words=words,
        home="" if edition in ("", first) else addresses.in_language(edition, ""),
        as_of=as_of,
        as_of_day=day_of(as_of, registry.file.timezone),
        timezone=registry.file.timezone,
        commit=manifest.commit or "",
        dirty=manifest.dirty,
        preview=manifest.preview,
        moved_to=manifest.moved_to or "",
        moved_from=tuple(manifest.moved_from),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """What an award's page says of other things.

    Commits by (id, issue), renewals by the id that was renewed, corrections by the file of their rows.  `elsewhere`
    holds the addresses of pages on the registry's other sites by the award's id.
    """

    commits: Mapping[tuple[str, int], Commit]
    renewals: Mapping[str, str]
    registered: frozenset[str]
    corrections: Mapping[str, Correction]
    elsewhere: Mapping[str, str]

    @classmethod
    def of(
        cls,
        registry: Registry,
        commits: Mapping[tuple[str, int], Commit],
        elsewhere: Mapping[str, tuple[str, Award]],
    ) -> Connections:
        """The connections of a registry under one base URL; `elsewhere` is what `pages_elsewhere` gives."""
        awards = (*registry.awards, *(award for _, award in elsewhere.values()))
        return cls(
            commits=commits,
            renewals={item.entry.renews: item.row.id for item in awards if item.entry.renews and item.row},
            elsewhere={award: address for award, (address, _) in elsewhere.items()},
            registered=frozenset(row.id for row in registry.rows),
            corrections={correction.register_file: correction for correction in registry.corrections},
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


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its name; `kind` is what it is about, `when` the day of a date for programs."""

    name: str
    value: str
    when: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A piece of evidence; `url` may be empty, `name` never is."""

    url: str
    name: str
    genre: str
    description: str
    narrative: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A correction: the day since which its copy holds, and why, both in words; `note` may be empty."""

    since: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TombstoneView:
    """The page of an award that was erased: its id and the day, and nothing else about it."""

    id: str
    page: str
    on: date
    on_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialView:
    """The page of one credential.

    `holder` is empty unless the holder consented to a name.  `issuer_name` is the issuer's name when it awarded,
    `issuer_today` its present one where that differs, otherwise empty.  `recorded` says which commit awarded it,
    where that is known.  `corrections` are newest first; the first made the copy that is shown.  `renews` and
    `renewed_by` are site paths, addresses on another site of the registry, or empty.  `json_url` is the absolute
    address of the signed document, `verifier_url` that of an outside verifier's page for it (empty in a preview).
    `baked_path` is the site path of the badge's image with the credential baked into it, empty where the build makes
    none.
    """

    id: str
    page: str
    badge_name: str
    badge_page: str
    badge_type: str
    image: str
    image_alt: str
    description: str
    criteria: Markup
    criteria_url: str
    issuer_name: str
    issuer_today: str
    issuer_page: str
    issuer_url: str
    issuer_host: str
    issuer_did: str
    holder: str
    holder_is_signed: bool
    state: StateWords
    facts: tuple[Fact, ...]
    narrative: Markup
    results: tuple[Fact, ...]
    evidence: tuple[EvidenceView, ...]
    skills: tuple[str, ...]
    alignments: tuple[Alignment, ...]
    version: int
    current_version: int
    corrections: tuple[CorrectionView, ...]
    renews: str
    renewed_by: str
    json_url: str
    baked_path: str
    verifier_url: str
    recorded: Commit | None
    recorded_day: str


def credential_view(
    registry: Registry,
    site: SiteView,
    award: Award,
    signed: Mapping[str, Any],
    connections: Connections,
) -> CredentialView:
    """What the page of a registered award shows; `signed` is its signed credential.

    Texts are those of the versions that the register names, since these are what was signed.
    """
    row = award.row
    if row is None:
        raise ValueError("only registered awards have pages")
    badge = registry.badges[award.badge]
    version = badge.versions[row.badge_version]
    issuer = registry.issuers[version.issuer].versions[row.issuer_version]
    name_today = registry.issuers[version.issuer].current.name
    state = state_of(registry, award, site.as_of)
    image = badge.images[row.badge_version]
    json_url = addresses.url(site.base_url, addresses.credential_json(row.id))
    commit = connections.commits.get((row.id, row.issue))
    timezone = registry.file.timezone
    holder = "" if state.kind == "revoked" else shown_name(registry, award.recipient, site.as_of_day)
    return CredentialView(
        id=row.id,
        page=addresses.credential_page(row.id),
        badge_name=version.name,
        badge_page=addresses.badge_page(badge.slug),
        badge_type=type_words(version.type, site.words),
        image=addresses.badge_image(badge.slug, row.badge_version, image.extension),
        image_alt=version.image_caption or "",
        description=version.description,
        criteria=markdown(version.criteria),
        criteria_url=version.criteria_url or "",
        issuer_name=issuer.name,
        issuer_today=name_today if name_today != issuer.name else "",
        issuer_page=addresses.issuer_page(version.issuer),
        issuer_url=issuer.url,
        issuer_host=urlsplit(issuer.url).hostname or "",
        issuer_did=signed["issuer"]["id"],
        holder=holder,
        holder_is_signed=holder in _signed_names(signed),
        state=state_words(state, site.as_of_day, site.words),
        facts=(
            Fact(
                site.words.say("To be awarded") if state.kind == "not-yet-valid" else site.words.say("Awarded"),
                site.words.day(award.awarded),
                award.awarded.isoformat(),
                "awarded",
            ),
            *_end(state, site.words),
            *badge_facts(version, version.in_language(site.language, site.language).field, site.words),
        ),
        narrative=markdown(award.entry.narrative) if award.entry.narrative else Markup(),
        results=_results(version, award.entry.result, site.words),
        evidence=tuple(_evidence(item, site.words) for item in award.evidence),
        skills=version.skills,
        alignments=version.alignments,
        version=row.badge_version,
        current_version=badge.current.version,
        corrections=tuple(_corrections(award, connections, timezone, site.words)),
        renews=connections.page(award.entry.renews),
        renewed_by=connections.page(connections.renewals.get(row.id)),
        json_url=json_url,
        baked_path=addresses.baked_image(row.id, image.extension) if registry.file.policy.baked_images else "",
        verifier_url="" if site.preview else f"https://verifierplus.org/#verify?vc={quote(json_url, safe='')}",
        recorded=commit,
        recorded_day=site.words.day(day_of(commit.when, timezone)) if commit else "",
    )


def tombstone_view(erased: Erased, words: Language) -> TombstoneView:
    """What the page of an erased award shows."""
    return TombstoneView(
        id=erased.id, page=addresses.credential_page(erased.id), on=erased.on, on_words=words.day(erased.on)
    )


def _corrections(award: Award, connections: Connections, timezone: str, words: Language) -> Iterator[CorrectionView]:
    for row in reversed(award.rows):
        correction = connections.corrections.get(row.place.file)
        if correction:
            yield CorrectionView(
                since=words.day(day_of(row.registered, timezone)),
                reason=words.say(CORRECTIONS[correction.file.reason]),
                note=correction.file.note or "",
            )


def _signed_names(signed: Mapping[str, Any]) -> set[str]:
    """Names of the holder that are part of what is signed."""
    identifiers = signed["credentialSubject"].get("identifier", ())
    return {item["identityHash"] for item in identifiers if item["identityType"] == "name" and not item["hashed"]}


def shown_name(registry: Registry, recipient: str, on: date) -> str:
    """The name that a recipient agreed to have shown, by `on`; empty without such consent."""
    file = registry.recipients.get(recipient)
    if file is None or file.display_name is None:
        return ""
    consented = "display_name" in file.consent.to and file.consent.on <= on
    return file.display_name if consented else ""


def badge_facts(badge: BadgeFile, field: Text | None, words: Language) -> tuple[Fact, ...]:
    """Level, effort, credits and field of a badge, as far as it says them; `field` in the page's language."""
    facts = []
    if badge.level:
        facts.append(Fact(words.say("Level"), words.say(LEVELS[badge.level]), kind="level"))
    if badge.hours:
        effort = words.count("%(num)s hour", "%(num)s hours", badge.hours)
        facts.append(Fact(words.say("Effort"), effort, kind="hours"))
    if badge.credits:
        facts.append(Fact(words.say("Credits"), words.number(badge.credits), kind="credits"))
    if field:
        facts.append(Fact(words.say("Field"), field, kind="field"))
    return tuple(facts)


def badge_image_of(badge: Badge, number: int) -> str:
    """Site path of the image of a badge version."""
    return addresses.badge_image(badge.slug, number, badge.images[number].extension)


def _end(state: State, words: Language) -> tuple[Fact, ...]:
    # The last day under a name that does not contradict the state: nothing revoked or suspended is valid until then.
    if state.until is None or state.kind == "revoked":
        return ()
    name = words.say("Original end date") if state.kind == "suspended" else words.say("Valid until")
    return (Fact(name, words.day(state.until), state.until.isoformat(), "until"),)


def _results(badge: BadgeFile, result: Result | None, words: Language) -> tuple[Fact, ...]:
    if result is None:
        return ()
    described = next((item for item in badge.results if item.id == result.of), None)
    value = result.value or ""
    if value and described and described.maximum:
        value = words.say("%(value)s of %(maximum)s", value=value, maximum=described.maximum)
    if value and described and described.required:
        value = words.say("%(value)s (%(required)s required)", value=value, required=described.required)
    status = status_words(result.status, words) if result.status else ""
    name = described.name if described else words.say("Result")
    return (Fact(name, ", ".join(word for word in (value, status) if word), kind="result"),)


def _evidence(item: Evidence, words: Language) -> EvidenceView:
    return EvidenceView(
        url=item.id or "",
        name=item.name or (_address_words(item.id) if item.id else words.say("Account")),
        genre=item.genre or "",
        description=item.description or "",
        narrative=markdown(item.narrative, below=3) if item.narrative else Markup(),
    )


def _address_words(url: str) -> str:
    """An address as people read it: without the scheme, and cut where it grows long."""
    words = url.removeprefix("https://").rstrip("/")
    return words if len(words) <= 60 else f"{words[:59]}…"
