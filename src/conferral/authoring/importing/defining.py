"""Issuers and badges that were found, as files of a registry; where it has one of the same name, that is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conferral.authoring.badge_picture import placeholder
from conferral.authoring.importing import pictures
from conferral.authoring.importing.fitting import LINE, SHORT, Fitting
from conferral.authoring.importing.found import (
    Found,
    FoundAward,
    FoundBadge,
    FoundIssuer,
    Notes,
    Origin,
)
from conferral.authoring.importing.results import Results
from conferral.authoring.short_names import short_name
from conferral.errors import Problem
from conferral.fields import Period
from conferral.model import BadgeFile, Registry
from conferral.schemas import modeline
from conferral.yaml_writing import block


@dataclass(slots=True)
class Target:
    """A badge that awards go to."""

    slug: str
    is_new: bool
    validity: Period | None
    results: Results
    valid_until: date | None = None
    credits: float | None = None


@dataclass(slots=True)
class Draft:
    """What an import would write, and what is in its way."""

    today: date
    files: list[tuple[str, bytes]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def write(self, path: str, content: bytes) -> None:
        """A file of the registry."""
        self.files.append((path, content))

    def write_record(self, path: str, data: Mapping[str, Any]) -> None:
        """A file that people edit, without the keys that say nothing."""
        said = f"# Imported on {self.today}; what was issued elsewhere stays as it is there."
        kept = {key: value for key, value in data.items() if value not in (None, [])}
        self.write(path, f"{modeline(path)}\n{said}\n{block(kept)}".encode())

    def problem(self, origin: Origin, what: str, expected: str = "", hint: str = "") -> None:
        """Something that keeps all of it from being imported."""
        where = f" (at {origin.pointer})" if origin.pointer else ""
        self.problems.append(Problem(origin.file, 0, 0, f"{what}{where}", expected, hint))


@dataclass
class Defining:
    """Makes issuers and badges, each once; `only_issuer` takes all badges, if it is said."""

    registry: Registry
    found: Found
    draft: Draft
    notes: Notes
    only_issuer: str | None = None
    issuers: dict[str, bool] = field(default_factory=dict)
    """Short names of the issuers concerned, and whether each is new."""

    badges: dict[str, Target] = field(default_factory=dict)
    """Short names of the badges concerned."""

    _targets: dict[int, Target | None] = field(default_factory=dict)
    _new_issuers: dict[str, str] = field(default_factory=dict)
    _new_badges: dict[tuple[str, str], tuple[Target, FoundBadge]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._fitting = Fitting(self.notes)
        self._issuer_ids = {name: one for one in reversed(self.found.issuers) for name in one.ids}
        self._badge_ids = {name: one for one in reversed(self.found.badges) for name in one.ids}
        self._language = self.registry.file.languages[0]

    def badge_of(self, award: FoundAward) -> FoundBadge | None:
        """The badge that an award names or holds; None if it is in none of the files."""
        return award.badge if isinstance(award.badge, FoundBadge) else self._badge_ids.get(award.badge or "")

    def known(self, slug: str) -> Target:
        """A badge that the registry has."""
        badge = self.registry.badges[slug].current
        self.issuers.setdefault(badge.issuer, False)
        return self.badges.setdefault(slug, _target(slug, badge, Results.of_known(badge)))

    def target(self, badge: FoundBadge) -> Target | None:
        """The registry's badge for one that was found, made if there is none of its name."""
        if id(badge) not in self._targets:
            twin = self._badge_ids.get(badge.ids[0]) if badge.ids else None
            fuller = twin is not None and twin is not badge
            self._targets[id(badge)] = self.target(twin) if fuller and twin else self._carried_badge(badge)
        return self._targets[id(badge)]

    def _carried_badge(self, badge: FoundBadge) -> Target | None:
        name = self._fitting.cut(badge.name, badge.origin.at("name"), "the name of a badge", longest=SHORT)
        if name is None:
            self.draft.problem(badge.origin, "the badge has no name", "a name")
            return None
        issuer = self._issuer_slug(badge)
        if issuer is None:
            return None
        for slug, known in self.registry.badges.items():
            if _name(known.current.name) == _name(name[0]) and known.current.issuer == issuer:
                return self._known_badge(badge, slug)
        if (_name(name[0]), issuer) not in self._new_badges:
            return self._new_badge(badge, name, issuer)
        target, twin = self._new_badges[_name(name[0]), issuer]
        if _said(badge) != _said(twin):
            self.notes.not_carried(
                badge.origin, f'a second badge "{name[0]}" that says something else: the first counts'
            )
        return target

    def _known_badge(self, badge: FoundBadge, slug: str) -> Target:
        known = self.registry.badges[slug].current
        if slug not in self.badges:
            differs = [
                key
                for key, value in (("description", badge.description), ("criteria", badge.criteria))
                if isinstance(value, str) and " ".join(value.split()) != " ".join(str(getattr(known, key)).split())
            ]
            words = f"; its {' and '.join(differs)} here is other than in the file" if differs else ""
            self.notes.note(badge.origin, f'the registry has this badge: "{slug}" stays as it is{words}')
        results = Results.of_known(known, badge.results)
        return self.badges.setdefault(slug, _target(slug, known, results))

    def _new_badge(self, badge: FoundBadge, name: tuple[str, bool], issuer: str) -> Target:
        fit, origin = self._fitting, badge.origin
        whose = f'badge "{name[0]}"'
        if name[1]:
            self.notes.changed(origin.at("name"), f"the name of {whose} is shortened: at most {SHORT} characters fit")
        slug = short_name(name[0], {*self.registry.badges, *self.badges}, language=self._language, otherwise="badge")
        language = badge.language.partition("-")[0] if isinstance(badge.language, str) else ""
        if language and language != self._language.partition("-")[0]:
            self.notes.note(
                origin, f'{whose} is in the language "{language}", and the registry signs "{self._language}"'
            )
        description, more = self._description(badge, name[0])
        criteria_url = fit.url(badge.criteria_url, origin.at("criteria"), f"the address of the criteria of {whose}")
        results = Results.of_new(badge.results, fit, whose)
        validity = fit.period(badge.validity, origin.at("expires"), f"the validity of {whose}")
        level, hours, tags = self._tags(badge, whose)
        data = {
            "issuer": issuer,
            "version": 1,
            "name": name[0],
            "description": description,
            "criteria": self._criteria(badge, criteria_url, more, whose),
            "criteria_url": criteria_url,
            "type": fit.value("achievement type", badge.type, origin.at("achievementType"), f"the type of {whose}")
            or "Badge",
            "field": fit.line(badge.field, origin.at("fieldOfStudy"), f"the field of {whose}", short=True),
            **self._depth(badge, whose),
            "level": level,
            "hours": hours,
            "credits": fit.value("credits", badge.credits, origin.at("creditsAvailable"), f"the credits of {whose}"),
            "skills": tags,
            "alignments": self._alignments(badge, whose),
            "results": results.as_data(),
            "validity": str(validity) if validity else None,
        }
        folder = f"credentials/badges/{slug}"
        ending, content, caption = self._picture(badge, whose, name[0], slug)
        data["image_caption"] = caption
        self.draft.write(f"{folder}/badge.{ending}", content)
        self.draft.write_record(
            f"{folder}/badge.yml", {key: value for key, value in data.items() if value not in (None, [])}
        )
        target = Target(slug, True, validity, results, credits=data["credits"])
        self._new_badges[_name(name[0]), issuer] = target, badge
        return self.badges.setdefault(slug, target)

    def _depth(self, badge: FoundBadge, whose: str) -> dict[str, Any]:
        """What else it is called, who made it, and what it is related to."""
        fit, origin = self._fitting, badge.origin
        said = {
            "specialization": fit.line(
                badge.specialization, origin.at("specialization"), f"the specialization of {whose}", short=True
            ),
            "code": fit.line(badge.code, origin.at("humanCode"), f"the code of {whose}", short=True),
            "identifiers": list(self._identifiers(badge, whose)),
            "creator": fit.organisation(badge.creator[1], badge.creator[0], f"who made {whose}")
            if badge.creator
            else None,
            "related": list(self._related(badge, whose)),
        }
        return {key: value for key, value in said.items() if value}

    def _identifiers(self, badge: FoundBadge, whose: str) -> Iterator[dict[str, str]]:
        fit, what = self._fitting, f"an identifier of {whose}"
        for place, one in badge.identifiers:
            said = one if isinstance(one, dict) else {}
            kind = fit.value("identifier type", said.get("identifierType"), place, f"the type of {what}")
            value = fit.line(said.get("identifier"), place, what, short=True)
            if kind and value:
                yield {"type": kind, "value": value}
            else:
                self.notes.not_carried(place, f"{what}: it needs a type and a value")

    def _related(self, badge: FoundBadge, whose: str) -> Iterator[Any]:
        fit, what = self._fitting, f"an achievement that {whose} is related to"
        seen = set(badge.ids)
        for place, one in badge.related:
            said = one if isinstance(one, dict) else {"id": one}
            url = fit.url(said.get("id"), place, f"the id of {what}")
            if not url or url in seen:
                if url:
                    self.notes.not_carried(place, f"{what}: it is itself, or stands there twice")
                continue
            seen.add(url)
            language = fit.value("language", said.get("inLanguage"), place, f"the language of {what}")
            version = fit.line(said.get("version"), place, f"the version of {what}", short=True)
            more = {key: value for key, value in (("language", language), ("version", version)) if value}
            yield {"url": url, **more} if more else url

    def _description(self, badge: FoundBadge, name: str) -> tuple[str, str]:
        """The description, and the whole of it where it was shortened."""
        origin, whose = badge.origin.at("description"), f'the description of badge "{name}"'
        found = self._fitting.cut(badge.description, origin, whose, longest=LINE)
        if found is None:
            self.notes.changed(origin, f"{whose} is missing: its name stands in its place")
            return name, ""
        if not found[1]:
            return found[0], ""
        self.notes.changed(origin, f"{whose} is shortened: at most {LINE} characters fit; all of it ends the criteria")
        return found[0], str(badge.description).strip()

    def _criteria(self, badge: FoundBadge, address: str | None, more: str, whose: str) -> str:
        origin = badge.origin.at("criteria")
        text = self._fitting.markdown(badge.criteria, origin, f"the criteria of {whose}")
        if text is None:
            text = f"See <{address}>." if address else "The badge class that was imported does not say."
            said = "are on a page that is named, and not in the file" if address else "are missing"
            self.notes.changed(origin, f"the criteria of {whose} {said}: write them")
        if not more:
            return text
        whole = f"{text}\n\n### Description\n\n{more}"
        return self._fitting.markdown(whole, origin, f"the whole description of {whose}") or text

    def _tags(self, badge: FoundBadge, whose: str) -> tuple[str | None, float | None, list[str]]:
        """Level and hours, where this program wrote them as tags, and the others as skills."""
        level, hours, skills = None, None, []
        for place, tag in badge.tags:
            key, _, value = tag.partition(":") if isinstance(tag, str) else ("", "", "")
            if key == "level" and value in ("foundation", "intermediate", "advanced", "expert"):
                level = value
            elif key == "hours" and value.replace(".", "", 1).isdecimal() and 0 < float(value) <= 10_000:
                hours = float(value)
                hours = int(hours) if hours.is_integer() else hours
            else:
                skill = self._fitting.line(tag, place, f"a tag of {whose}", short=True)
                if skill and skill not in skills:
                    skills.append(skill)
        return level, hours, skills

    def _alignments(self, badge: FoundBadge, whose: str) -> list[dict[str, Any]]:
        found, fit = [], self._fitting
        for one in badge.alignments:
            what = f"an alignment of {whose}"
            url = fit.url(one.url, one.origin, f"the address of {what}", vocabulary=True)
            name = fit.line(one.name, one.origin, f"the name of {what}")
            if not url or not name:
                self.notes.not_carried(one.origin, f"{what}: it needs a name and an address that fit")
                continue
            parts = {
                "name": name,
                "url": url,
                "framework": fit.line(one.framework, one.origin, f"the framework of {what}", short=True),
                "code": fit.line(one.code, one.origin, f"the code of {what}", short=True),
                "type": fit.value("target type", one.type, one.origin, f"the type of {what}"),
                "description": fit.line(one.description, one.origin, f"the description of {what}"),
            }
            found.append({key: value for key, value in parts.items() if value})
        return found

    def _picture(self, badge: FoundBadge, whose: str, name: str, slug: str) -> tuple[str, bytes, str | None]:
        last = [one.rstrip("/").rpartition("/")[2] for one in badge.ids]
        also = tuple(f"{one}.{ending}" for one in last if one for ending in ("png", "svg"))
        found = pictures.taken(badge.picture, also, square=True, what=f"the picture of {whose}", notes=self.notes)
        caption = None
        if found and badge.picture:
            caption = self._fitting.line(badge.picture.caption, badge.picture.origin, f"the caption of {whose}")
        if found is None:
            self.notes.changed(badge.origin, f"{whose} has a picture drawn from its name: put its own in its place")
            found = ("svg", placeholder(name, slug))
        return (*found, caption)

    def _issuer_slug(self, badge: FoundBadge) -> str | None:
        if self.only_issuer:
            self.issuers.setdefault(self.only_issuer, False)
            return self.only_issuer
        issuer = badge.issuer if isinstance(badge.issuer, FoundIssuer) else self._issuer_ids.get(badge.issuer or "")
        if issuer is not None and issuer.ids:  # what a badge holds of its issuer is often less than the issuer's file
            issuer = self._issuer_ids.get(issuer.ids[0], issuer)
        if issuer is None or issuer.name is None:
            known = ", ".join(self.registry.issuers) or "none yet"
            what = f"whose badge this is, is in none of the files: it names {badge.issuer or 'nobody'!r}"
            if isinstance(badge.issuer, FoundIssuer):
                what = "the issuer of this badge has no name"
            hint = f"hand in the issuer's file as well, or say --issuer; issuers of this registry: {known}"
            self.draft.problem(badge.origin, what, "its issuer", hint)
            return None
        return self.issuer(issuer)

    def issuer(self, issuer: FoundIssuer) -> str | None:
        """The short name of the registry's issuer for one that was found, made if there is none of its name."""
        fit, origin = self._fitting, issuer.origin
        name = fit.cut(issuer.name, origin.at("name"), "the name of an issuer", longest=SHORT)
        if name is None:
            self.draft.problem(origin, "the issuer has no name", "a name")
            return None
        for slug, known in self.registry.issuers.items():
            if _name(known.current.name) == _name(name[0]):
                self.issuers.setdefault(slug, False)
                return slug
        if _name(name[0]) in self._new_issuers:
            return self._new_issuers[_name(name[0])]
        whose = f'issuer "{name[0]}"'
        url = fit.url(issuer.url, origin.at("url"), f"the address of {whose}")
        if url is None:
            self.draft.problem(origin, f"{whose} has no address on the web", "url: https://...", "or say --issuer")
            return None
        if name[1]:
            self.notes.changed(origin.at("name"), f"the name of {whose} is shortened: at most {SHORT} characters fit")
        slug = short_name(
            name[0],
            {*self.registry.issuers, *self.issuers},
            language=self._language,
            otherwise="issuer",
        )
        description = fit.markdown(issuer.description, origin.at("description"), f"the description of {whose}")
        if description is None:
            self.notes.changed(origin, f"{whose} has no description: its name stands in its place")
        data = {
            "version": 1,
            "name": name[0],
            "url": url,
            "email": fit.value("email", issuer.email, origin.at("email"), f"the e-mail address of {whose}"),
            "description": description or name[0],
        }
        logo = pictures.taken(issuer.picture, (), square=False, what=f"the logo of {whose}", notes=self.notes)
        folder = f"credentials/issuers/{slug}"
        self.draft.write_record(f"{folder}/issuer.yml", data)
        if logo:
            self.draft.write(f"{folder}/logo.{logo[0]}", logo[1])
        self.issuers[slug] = True
        self._new_issuers[_name(name[0])] = slug
        return slug


def _target(slug: str, known: BadgeFile, results: Results) -> Target:
    return Target(slug, False, known.validity, results, known.valid_until, known.credits)


def _said(badge: FoundBadge) -> tuple[str, ...]:
    """What makes two badges of one name the same."""
    values = (badge.description, badge.criteria, badge.criteria_url, badge.type, badge.validity)
    return tuple(" ".join(str(value or "").split()) for value in values)


def _name(name: object) -> str:
    """A name as names are compared."""
    return " ".join(str(name).casefold().split())
