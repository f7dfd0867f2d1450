"""Endorsements: of what is shown, by somebody else, and as whoever vouches for it signed it.

One that was revoked or has expired is no mistake of the registry's: pages say so.  One whose signature does not hold
is: nobody said what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pydantic import TypeAdapter

from conferral import endorsing
from conferral.fields import Line, closest, refusal
from conferral.fields import Markdown as MarkdownText
from conferral.model import Endorsement, Finding, Place
from conferral.personal_data import SHORTEST_NAME, holds_name, personal_data
from conferral.standards.timestamps import format_timestamp
from conferral.validation.awards import nearest_id
from conferral.validation.facts import Facts

_ADD = "`conferral endorsement add` writes the file and what belongs beside it"
_NAME: TypeAdapter[str] = TypeAdapter(Line)
_COMMENT: TypeAdapter[str] = TypeAdapter(MarkdownText)
_CLOCKS_DIFFER = timedelta(days=1)
_ENDED = frozenset({"issuer_key.revoked", "issuer_key.expired", "proof.expired"})
"""Why a signature that once held may not be counted on any more: that is no mistake of whoever filed it."""


def they_endorse_what_is_shown(facts: Facts) -> Iterator[Finding]:
    """The badge, issuer or award that is endorsed is there, and no draft."""
    badges, issuers = facts.registry.badges, facts.registry.issuers
    for one in facts.registry.endorsements.values():
        file, place = one.file, one.file.place.at(one.file.target)
        if file.badge and file.badge not in badges and not facts.is_gap("badge", file.badge):
            expected = "the name of a folder in credentials/badges"
            yield Finding(place, f'there is no badge "{file.badge}"', expected, closest(file.badge, badges))
        elif file.badge and file.badge in badges and badges[file.badge].current.state == "draft":
            what = f'the badge "{file.badge}" is a draft, which no page shows'
            yield Finding(place, what, "a badge that is active or retired", "endorse it once it is active")
        elif file.issuer and file.issuer not in issuers and not facts.is_gap("issuer", file.issuer):
            expected = "the name of a folder in credentials/issuers"
            yield Finding(place, f'there is no issuer "{file.issuer}"', expected, closest(file.issuer, issuers))
        elif file.award:
            yield from _award(facts, file.award, place)


def _award(facts: Facts, award: str, place: Place) -> Iterator[Finding]:
    if award in facts.erased_by_id:
        what, hint = f"the award {award} was erased", "delete this endorsement, and the files beside it"
        yield Finding(place, what, "an award that is there", hint)
    elif award not in facts.awards_by_id and facts.awards_are_whole:
        hint = nearest_id(facts, award) or "copy the id from the address of the credential's page"
        yield Finding(place, f"there is no award {award}", "the id of an award", hint)


def own_ones_say_what_is_signed(facts: Facts) -> Iterator[Finding]:
    """What one of the registry's issuers vouches for stands in the file, and no document beside it."""
    issuers = facts.registry.issuers
    for one in facts.registry.endorsements.values():
        file, place = one.file, one.file.place
        if file.by is None:
            continue
        if file.by not in issuers and not facts.is_gap("issuer", file.by):
            expected = "an issuer of this registry"
            yield Finding(place.at("by"), f'there is no issuer "{file.by}"', expected, closest(file.by, issuers))
        for key, words in (("comment", "what it vouches for"), ("on", "the day from which it holds")):
            if getattr(file, key) is None:
                yield Finding(place, f'the key "{key}" is missing', f"{key}: {words}", "it is part of what is signed")
        yield from _version(facts, one)
        beside = [f"{one.slug}.{one.signed.ending}"] if one.signed else []
        beside += [f"{one.slug}.fetched.json"] if one.kept else []
        for name in beside:
            what, expected = f"{name} stands beside it", "no document: this one is signed in the build"
            yield Finding(place.at("by"), what, expected, f'delete {name}, or the line "by"')


def _version(facts: Facts, one: Endorsement) -> Iterator[Finding]:
    file = one.file
    badge = facts.registry.badges.get(file.badge or "")
    if file.badge is None and file.version:
        what = "only the text of a badge has versions"
        yield Finding(file.place.at("version"), what, f"an endorsement of {_an(file.target)} without version")
    elif badge and file.version is None:
        number = badge.current.version
        what, expected = 'the key "version" is missing', "version: the version of the badge whose text is endorsed"
        yield Finding(file.place, what, expected, f"version: {number} is the text of today")
    elif badge and file.version not in badge.versions:
        known = ", ".join(map(str, sorted(badge.versions)))
        yield Finding(file.place.at("version"), f"{badge.slug} has no version {file.version}", f"one of: {known}")


def _an(kind: str) -> str:
    return f"a {kind}" if kind == "badge" else f"an {kind}"


def outside_ones_bring_their_document(facts: Facts) -> Iterator[Finding]:
    """What an outside organisation signed stands beside the file, which adds nothing to it."""
    for one in facts.registry.endorsements.values():
        file, place = one.file, one.file.place
        if file.by is not None:
            continue
        for key in ("version", "comment", "on", "until"):
            if getattr(file, key) is not None:
                what, expected = (
                    f'"{key}" stands in the document that they signed',
                    f"no {key}, or who signs it here: by",
                )
                yield Finding(place.at(key), what, expected, f'delete the line "{key}", or add the line "by"')
        gaps = (facts.is_gap(kind, one.slug) for kind in ("endorsement document", "endorsement token"))
        if one.signed is None and not any(gaps):
            yield Finding(
                place,
                "the signed document is missing",
                f"{one.slug}.json beside it, or {one.slug}.jwt for a token; or the key by",
                _ADD,
            )


def they_are_in_order(facts: Facts) -> Iterator[Finding]:
    """Nothing ends before it begins, or lies in the far future."""
    for one in facts.registry.endorsements.values():
        file = one.file
        for key in ("until", "withdrawn"):
            day = getattr(file, key)
            if file.on and day and day < file.on:
                what = f"{day} is before the day from which it holds, {file.on}"
                yield Finding(file.place.at(key), what, f"{file.on} or later")
        for key in ("on", "withdrawn"):
            day = getattr(file, key)
            if day and day > facts.last_plausible_day:
                yield Finding(
                    file.place.at(key), f"{day} lies far in the future", "a day of this time", "check the year"
                )


def nobody_vouches_for_oneself(facts: Facts) -> Iterator[Finding]:
    """An issuer's word for itself or its own badges says nothing that the badges do not."""
    for one in facts.registry.endorsements.values():
        issuer = _issuer_of(facts, one)
        if issuer is not None and one.file.by == issuer:
            whose = "itself" if one.file.issuer else f"{_an(one.file.target)} of its own"
            yield Finding(
                one.file.place.at("by"),
                f"{issuer} endorses {whose}",
                "the word of another organisation",
                "delete it: what an issuer thinks of its badges, their texts say",
            )


def _issuer_of(facts: Facts, one: Endorsement) -> str | None:
    """Whose it is what is endorsed."""
    file = one.file
    award = facts.awards_by_id.get(file.award or "")
    badge = facts.registry.badges.get(award.badge if award else file.badge or "")
    return badge.current.issuer if badge else file.issuer


def documents_are_what_was_signed(facts: Facts) -> Iterator[Finding]:
    """A document is an EndorsementCredential of what it is filed under, and its signature does not fail.

    What cannot be checked with what is kept, was revoked or has expired is shown as such, and is no mistake.
    """
    for one in facts.registry.endorsements.values():
        if one.signed is None or one.file.by is not None:
            continue
        place = Place(one.signed.file)
        document = endorsing.document_of(one)
        if document is None:
            yield Finding(place, "this is no signed document that can be read", "it as it came, byte for byte", _ADD)
            continue
        said = endorsing.endorsed(facts.registry, one, facts.as_of)
        types = document.get("type")
        if "EndorsementCredential" not in (types if isinstance(types, list) else [types]):
            expected = "a credential of the type EndorsementCredential"
            yield Finding(place, "this is no endorsement", expected, "ask whoever sent it for another document")
            continue
        if not one.file.withdrawn and endorsing.is_ours(facts.registry, said.endorser.id):
            what = f'"{said.endorser.id}" is an identifier under the address of this registry'
            expected = "the word of an issuer here by `by`, which its own key signs in the build"
            hint = f"`conferral endorsement add --by ISSUER` writes it: answers in {one.slug}.fetched.json prove no key"
            yield Finding(place, what, expected, hint)
            continue
        known = endorsing.addresses_of(facts.registry, one.file.target, one.file.name)
        if known and said.subject not in known and said.state != "withdrawn" and not facts.is_gap("registry"):
            what = f'it endorses "{said.subject}"' if said.subject else "it does not say what it endorses"
            expected = f"{_an(one.file.target)} of this registry: {' or '.join(list(known)[:3])}"
            yield Finding(place, what, expected, "file it under what it endorses, or ask for one that names this")
        yield from _signature(facts, one, place)


def _signature(facts: Facts, one: Endorsement, place: Place) -> Iterator[Finding]:
    """What a pull request must not bring: a signature that fails, or one by somebody else's key."""
    if one.file.withdrawn:
        return
    report = endorsing.report_on(one, facts.as_of)
    state = str(report.state)
    decisive = next(check for check in report.checks if check.verdict is report.state)
    if state not in ("altered", "malformed", "untrusted") or decisive.details.get("code") in _ENDED:
        return
    expected = "a document that whoever it names has signed"
    hint = f"ask them for it again; one that held before is withdrawn with `conferral endorsement withdraw {one.slug}`"
    yield Finding(place, f"{state}: {decisive.sentence}", expected, hint)


def answers_are_not_of_the_future(facts: Facts) -> Iterator[Finding]:
    """The day that a page names is not one that has not come: nobody can have asked then."""
    for one in facts.registry.endorsements.values():
        if one.kept and one.kept.asked > facts.as_of + _CLOCKS_DIFFER:
            place = Place(f"{one.file.place.file.removesuffix('.yml')}.fetched.json")
            what = f'"asked" is {format_timestamp(one.kept.asked)}, which has not come'
            hint = f"`conferral endorsement refresh {one.slug}` asks, and writes when it did"
            yield Finding(place, what, "the time at which the web was asked", hint)


def strangers_words_can_be_shown(facts: Facts) -> Iterator[Finding]:
    """The name and the comment in a document are held to what is asked of texts that are written here.

    What cannot be seen makes a text read otherwise than it was signed, and whoever writes a book wants the page.
    """
    for one in facts.registry.endorsements.values():
        if one.signed is None or one.file.by is not None:
            continue
        said = endorsing.endorsed(facts.registry, one, facts.as_of)
        for what, kind, text in (("name", _NAME, said.endorser.name), ("comment", _COMMENT, said.comment)):
            refused = refusal(kind, text) if text else None
            if refused:
                hint = "it is signed, so only they can mend it: ask for another one"
                yield Finding(Place(one.signed.file), f"the {what} is {refused.what}", refused.expected, hint)


def comments_on_awards_hold_no_personal_data(facts: Facts) -> Iterator[Finding]:
    """What is said about one award says nothing that tells whose it is."""
    for one in facts.registry.endorsements.values():
        file = one.file
        if file.award is None:
            continue
        place = file.place.at("comment") if file.by else Place(one.signed.file) if one.signed else file.place
        comment = endorsing.endorsed(facts.registry, one, facts.as_of).comment
        award = facts.awards_by_id.get(file.award)
        recipient = facts.registry.recipients.get(award.recipient) if award else None
        expected, hint = "a comment without personal data", "everybody can read it, and git keeps what is merged"
        for kind, found in personal_data(comment):
            yield Finding(place, f'this looks like {kind}: "{found}"', expected, hint)
        for name in sorted(recipient.names if recipient else ()):
            if len(name) >= SHORTEST_NAME and holds_name(comment, name):
                whose = award.recipient if award else ""
                yield Finding(place, f'this holds the name "{name}" of {whose}', expected, hint)


RULES = (
    they_endorse_what_is_shown,
    own_ones_say_what_is_signed,
    outside_ones_bring_their_document,
    they_are_in_order,
    nobody_vouches_for_oneself,
    documents_are_what_was_signed,
    answers_are_not_of_the_future,
    strangers_words_can_be_shown,
    comments_on_awards_hold_no_personal_data,
)
