"""Endorsements as they are filed: an outside organisation's document with what was kept for it, or our own words.

What fetches is handed in, as is the time; files are planned here and written by `conferral.authoring.edit`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from conferral import kept_answers
from conferral.authoring.edit import Edit, new_file
from conferral.authoring.naming import award_named, badge_named, issuer_named, nearest
from conferral.authoring.short_names import short_name
from conferral.endorsing import Endorsed, addresses_of, endorsed
from conferral.errors import GIVEN, Problem, RegistryError, RegistryProblems
from conferral.fields import is_short_name
from conferral.files import Files
from conferral.model import EndorsedKind, Endorsement, EndorsementFile, KeptAnswers, Registry, SignedEndorsement
from conferral.standards.jose import looks_like_jws
from conferral.verify import FetchError, NotFoundError, Report, Resolver, inspect
from conferral.verify.resolving import fetch_own
from conferral.yaml_edits import YamlText

FOLDER = "credentials/endorsements"


@dataclass(slots=True)
class Recorder:
    """A resolver that keeps every answer of another: what it got, and that nothing was there.

    `unreachable` are the addresses that could not be asked, with the reason.
    """

    inner: Resolver
    answers: dict[str, bytes | None] = field(default_factory=dict)
    unreachable: dict[str, str] = field(default_factory=dict)

    @property
    def note(self) -> str:
        """What the other resolver cannot show."""
        return self.inner.note

    def fetch(self, url: str) -> bytes:
        """What stands under an address."""
        return self._kept(url, own=False)

    def fetch_own(self, url: str) -> bytes:
        """What stands under an address at its own host."""
        return self._kept(url, own=True)

    def _kept(self, url: str, *, own: bool) -> bytes:
        try:
            found = fetch_own(self.inner, url) if own else self.inner.fetch(url)
        except NotFoundError:
            self.answers[url] = None
            raise
        except FetchError as error:
            self.unreachable[url] = error.message
            raise
        self.answers[url] = found
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An endorsement as it was just verified, and the edit that files it.

    `edit` is None where nothing may be written: something could not be asked, or what it says is nobody's word.
    """

    said: Endorsed
    report: Report
    unreachable: tuple[tuple[str, str], ...]
    edit: Edit | None


@dataclass(frozen=True, slots=True)
class Target:
    """What is endorsed."""

    kind: EndorsedKind
    name: str


def target_named(registry: Registry, *, badge: str | None, issuer: str | None, award: str | None) -> Target | None:
    """What is meant by one of three names; None where none was given.  Raises `RegistryProblems`."""
    if badge:
        return Target("badge", badge_named(registry, badge).slug)
    if issuer:
        return Target("issuer", issuer_named(registry, issuer).slug)
    return Target("award", award_named(registry, award).id or "") if award else None


def target_of(registry: Registry, subject: str) -> Target | None:
    """What of this registry has the address that a document says it endorses."""
    named = [Target("badge", slug) for slug in registry.badges] + [Target("issuer", slug) for slug in registry.issuers]
    found = next((one for one in named if subject in addresses_of(registry, one.kind, one.name)), None)
    if found:
        return found
    ids = (award.id for award in registry.awards if award.id and award.id in subject)
    return next((Target("award", one) for one in ids if subject in addresses_of(registry, "award", one)), None)


def add_document(
    registry: Registry,
    content: bytes,
    *,
    target: Target | None,
    name: str | None,
    ask: Resolver,
    at: datetime,
    source: str = "",
    given: str = "FILE",
) -> Filed:
    """File what an outside organisation signed, with all that its verification asked for.

    `source` is the address that it came from, `given` what messages call it.  Without `target`, what it says it
    endorses is looked for here.  Raises `RegistryProblems`.
    """
    recorder = Recorder(ask)
    report = inspect(content, resolver=recorder, at=at)
    ending = "jwt" if looks_like_jws(content.decode("latin-1").strip()) else "json"
    draft = Endorsement(
        slug=name or "new",
        file=EndorsementFile(badge="unknown"),
        signed=SignedEndorsement(file=f"{FOLDER}/new.{ending}", content=content),
        kept=KeptAnswers(asked=at, answers=recorder.answers, source=source),
    )
    said = endorsed(registry, draft, at)
    if target is None:
        target = target_of(registry, said.subject)
        if target is None:
            about = f'it endorses "{said.subject}"' if said.subject else "it does not say what it endorses"
            expected = "an endorsement of a badge, an issuer or an award of this registry"
            raise _given(given, about, expected, "ask for one that names what it endorses by its address here")
    slug = _free_name(registry, name, said.endorser.name or said.endorser.host or "endorsement", target)
    file = EndorsementFile.model_validate({target.kind: target.name})
    kept = _kept(recorder, at, source)
    filed = replace(draft, slug=slug, file=file, kept=kept)
    files: list[tuple[str, bytes | None]] = [(f"{FOLDER}/{slug}.{ending}", content)]
    if kept:
        files.append((f"{FOLDER}/{slug}.fetched.json", kept_answers.written(kept)))
    files.append(new_file(f"{FOLDER}/{slug}.yml", {target.kind: target.name}))
    return Filed(
        said=endorsed(registry, filed, at),
        report=report,
        unreachable=tuple(recorder.unreachable.items()),
        edit=Edit(tuple(files)),
    )


def add_own(
    registry: Registry,
    by: str,
    *,
    target: Target,
    comment: str,
    on: date,
    until: date | None = None,
    name: str | None = None,
) -> tuple[str, Edit]:
    """The file by which one of the registry's issuers vouches, and its name; it is signed in the build."""
    issuer = issuer_named(registry, by)
    slug = _free_name(registry, name, issuer.slug, target)
    values: dict[str, Any] = {target.kind: target.name}
    if target.kind == "badge":
        values["version"] = registry.badges[target.name].current.version
    values |= {"by": issuer.slug, "on": on, **({"until": until} if until else {}), "comment": comment}
    return slug, Edit((new_file(f"{FOLDER}/{slug}.yml", values),))


def refresh(registry: Registry, endorsement: Endorsement, *, ask: Resolver, at: datetime) -> Filed:
    """Verify an outside organisation's endorsement again, and keep what the web answers today.

    Where an address cannot be asked, what was kept before stays: it says more than nothing.
    """
    content = endorsement.signed.content if endorsement.signed else b""
    recorder = Recorder(ask)
    report = inspect(content, resolver=recorder, at=at)
    source = endorsement.kept.source if endorsement.kept else ""
    kept = _kept(recorder, at, source)
    said = endorsed(registry, replace(endorsement, kept=kept), at)
    edit = None
    if not recorder.unreachable and said.state not in ("altered", "untrusted"):
        files = ((f"{FOLDER}/{endorsement.slug}.fetched.json", kept_answers.written(kept)),) if kept else ()
        edit = Edit(files)
    return Filed(said=said, report=report, unreachable=tuple(recorder.unreachable.items()), edit=edit)


def withdraw(registry: Registry, files: Files, name: str, *, on: date) -> Edit:
    """The line `withdrawn:` in the file of an endorsement.  Raises `RegistryProblems`."""
    one = endorsement_named(registry, name)
    if one.file.withdrawn:
        what = f"it was withdrawn on {one.file.withdrawn}"
        raise _given(name, what, "an endorsement that is not withdrawn", "")
    if one.file.on and on < one.file.on:
        raise _given(name, f"{on} is before the day from which it holds, {one.file.on}", f"{one.file.on} or later", "")
    path = one.file.place.file
    return Edit(((path, YamlText.of(files, path).set(("withdrawn",), on).text.encode()),))


def endorsement_named(registry: Registry, name: str) -> Endorsement:
    """The endorsement of that short name; a name may be the path of its file.  Raises `RegistryProblems`."""
    wanted = name.rsplit("/", 1)[-1].removesuffix(".yml")
    if wanted not in registry.endorsements:
        expected = f"the name of a file in {FOLDER}"
        raise _given(name, "there is no endorsement of this name", expected, nearest(wanted, registry.endorsements))
    return registry.endorsements[wanted]


def outside_ones(registry: Registry, names: Iterable[str]) -> tuple[Endorsement, ...]:
    """The endorsements of outside organisations with those names; without names, all that are not withdrawn."""
    named = [endorsement_named(registry, name) for name in names]
    if not named:
        return tuple(one for one in registry.endorsements.values() if one.signed and not one.file.withdrawn)
    problems = [
        Problem(one.slug, 0, 0, f"{one.file.by} of this registry signs it", "one of an outside organisation", "")
        for one in named
        if one.signed is None
    ]
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    return tuple(named)


def _kept(recorder: Recorder, at: datetime, source: str) -> KeptAnswers | None:
    """What is kept; nothing where nothing was asked, as for a did:key without a status."""
    if not recorder.answers and not recorder.unreachable and not source:
        return None
    if sum(len(answer or b"") for answer in recorder.answers.values()) > kept_answers.MOST_BYTES:
        raise RegistryError(
            f"what its verification needs is larger than {kept_answers.MOST_BYTES >> 20} MiB",
            hint="Ask the endorser for one with a smaller status list, or without.",
        )
    return KeptAnswers(asked=at, answers=recorder.answers, source=source)


def _free_name(registry: Registry, name: str | None, who: str, target: Target) -> str:
    if name is None:
        what = target.name[:8] if target.kind == "award" else target.name
        return short_name(f"{who} {what}", registry.endorsements, language=registry.file.languages[0])
    if not is_short_name(name):
        expected = "lower-case letters, digits and single hyphens, at most 80 characters"
        raise _given("--name", f'"{name}" is no short name', expected, "")
    if name in registry.endorsements:
        hint = "give it another name, or `conferral endorsement refresh` the one that is there"
        raise _given("--name", f'there is an endorsement "{name}" already', "a name that is free", hint)
    return name


def _given(place: str, what: str, expected: str, hint: str) -> RegistryProblems:
    return RegistryProblems([Problem(place, 0, 0, what, expected, hint)], where=GIVEN)
