"""What a change does to pathways: whole ones that come or go, and in words what one asks for more or less."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from conferral.fields import Period
from conferral.model import Award, Pathway, PathwayFile, Registry, Requirement
from conferral.pathways.progress import Rules

Voice = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayChange:
    """A pathway that is new, gone, or says something else; `fields` are the keys that do."""

    slug: str
    title: str
    kind: Literal["added", "removed", "changed"]
    fields: tuple[str, ...] = ()
    was: PathwayFile | None = None
    now: PathwayFile | None = None

    def words(self, text: Voice, code: Voice) -> tuple[str, tuple[str, ...]]:
        """What is said of it, and the details: what it asks for, or what it asks for differently."""
        name = f"the pathway {text(self.title)}"
        if self.now is None:
            return f"removes {name}", ()
        if self.was is None:
            said = _Saying(text, code)
            words = f"adds {name}, which earns {code(self.now.earns)}"
            return words, tuple(f"asks for {said.requirement(one)}" for one in self.now.requires)
        details = tuple(_Saying(text, code).differences(self.was, self.now))
        return f"changes {name}: {', '.join(self.fields)}", details

    def as_json(self) -> Mapping[str, Any]:
        """The change as JSON values."""
        _, details = self.words(str, str)
        return {
            "name": self.slug,
            "title": self.title,
            "change": self.kind,
            "fields": list(self.fields),
            "details": list(details),
        }


def pathway_changes(base: Registry, registry: Registry) -> Iterator[PathwayChange]:
    """Pathways that differ, by name; of those that could not be read nothing is said."""
    for slug in sorted({*base.pathways, *registry.pathways}):
        was, is_now = base.pathways.get(slug), registry.pathways.get(slug)
        if ("pathway", slug) in base.gaps | registry.gaps:
            continue
        if was is None or is_now is None:
            yield _one_sided(was, is_now)
        elif fields := _fields(was.file, is_now.file):
            yield PathwayChange(
                slug=slug, title=is_now.file.title, kind="changed", fields=fields, was=was.file, now=is_now.file
            )


def pathways_to(registry: Registry, badge: str) -> tuple[Pathway, ...]:
    """The pathways that earn a badge, by name."""
    return tuple(one for _, one in sorted(registry.pathways.items()) if one.file.earns == badge)


def without_pathway(registry: Registry, badge: str, awards: Iterable[Award]) -> tuple[str, ...]:
    """Whom these awards of a badge are given who has completed no pathway to it by the day; nobody if there is none."""
    leading = pathways_to(registry, badge)
    if not leading:
        return ()
    rules = Rules(registry)
    return tuple(
        dict.fromkeys(
            award.recipient
            for award in awards
            if not any(
                rules.progress(one.slug, registry.awards_by_recipient[award.recipient], award.awarded).complete
                for one in leading
            )
        )
    )


def _one_sided(was: Pathway | None, is_now: Pathway | None) -> PathwayChange:
    if is_now:
        return PathwayChange(slug=is_now.slug, title=is_now.file.title, kind="added", now=is_now.file)
    assert was  # noqa: S101 -- one of them is there
    return PathwayChange(slug=was.slug, title=was.file.title, kind="removed", was=was.file)


def _fields(was: PathwayFile, now: PathwayFile) -> tuple[str, ...]:
    return tuple(key for key in PathwayFile.model_fields if getattr(was, key) != getattr(now, key))


@dataclass(frozen=True, slots=True)
class _Saying:
    """Requirements in words, in the voice of a description."""

    text: Voice
    code: Voice

    def differences(self, was: PathwayFile, now: PathwayFile) -> Iterator[str]:
        """What a pathway asks for differently."""
        if was.earns != now.earns:
            yield f"earns {self.code(now.earns)} instead of {self.code(was.earns)}"
        if was.expired_count != now.expired_count:
            yield f"awards that are over {'count now' if now.expired_count else 'no longer count'}"
        yield from self._period(was.within, now.within, "all of it")
        yield from self._parts(was.requires, now.requires, "")

    def requirement(self, one: Requirement) -> str:
        """What is asked for, with the parts of a group."""
        if not one.parts:
            return f"{self._name(one)}{self._conditions(one)}"
        within = f" within {one.within}" if one.within else ""
        listed = ", ".join(self.requirement(part) for part in one.parts)
        return f"{self._title(one)}{_how_many(one)}{within} ({listed})"

    def _parts(self, was: Sequence[Requirement], now: Sequence[Requirement], inside: str) -> Iterator[str]:
        """What differs between two lists, each requirement held against the one that is most like it."""
        left = list(was)
        pairs: list[tuple[Requirement | None, Requirement]] = []
        for one in now:
            other = max(left, key=lambda two: _likeness(two, one), default=None)
            if other is None or not _likeness(other, one):
                pairs.append((None, one))
            else:
                left.remove(other)
                pairs.append((other, one))
        for before, after in pairs:
            if before is None:
                yield f"{inside}asks for {self.requirement(after)}, too"
            elif before != after:
                yield from self._changed(before, after, inside)
        yield from (f"{inside}no longer asks for {self.requirement(one)}" for one in left)

    def _changed(self, was: Requirement, now: Requirement, inside: str) -> Iterator[str]:
        if not now.parts:
            before, after = (self._conditions(one).removeprefix(", ") or "any award" for one in (was, now))
            yield f"{inside}{self._name(now)}: {after} instead of {before}"
            return
        name = self.text(now.title) if now.title else f"the group of {self._first(now)}"
        if was.title != now.title:
            before, after = (self.text(one.title) if one.title else "a group" for one in (was, now))
            yield f"{inside}calls {before} {after}"
        if (was.kind, _how_many(was)) != (now.kind, _how_many(now)):
            yield f"{inside}{name} now needs {_how_many(now)} instead of {_how_many(was)}"
        yield from (f"{inside}{said}" for said in self._period(was.within, now.within, name))
        yield from self._parts(was.parts, now.parts, f"{inside}{name}: ")

    def _period(self, was: Period | None, now: Period | None, name: str) -> Iterator[str]:
        if was != now:
            yield f"{name} within {now or 'any time'} instead of {was or 'any time'}"

    def _name(self, one: Requirement) -> str:
        return self.code(one.badge) if one.badge else f"the skill {self.code(one.skill or '')}"

    def _first(self, one: Requirement) -> str:
        part = one.parts[0]
        return self._name(part) if not part.parts else self._first(part)

    def _title(self, one: Requirement) -> str:
        return f"{self.text(one.title)}: " if one.title else ""

    def _conditions(self, one: Requirement) -> str:
        level = one.minimum_level or one.skill_level
        said = f", {self.text(level)} or above" if level else ""
        return said + (f", {self.code(one.result.of)} at least {self.text(one.result.at_least)}" if one.result else "")


def _how_many(one: Requirement) -> str:
    match one.kind:
        case "choose":
            return f"{one.choose} of {len(one.of)}"
        case "one_of":
            return f"one of {len(one.one_of)}"
        case "optional":
            return "nothing, as it is optional"
        case _:
            return f"all {len(one.all_of)}"


def _likeness(one: Requirement, other: Requirement) -> int:
    """How much two requirements are the same one: nothing where it is another badge, skill, or kind of group."""
    if not one.parts or not other.parts:
        return int((one.badge, one.skill) == (other.badge, other.skill) and not one.parts and not other.parts) * (
            2 if one == other else 1
        )
    shared = len(_leaves(one) & _leaves(other))
    return (
        shared * 4 + 2 * (one.title is not None and one.title == other.title) + (one.kind == other.kind) * bool(shared)
    )


def _leaves(one: Requirement) -> frozenset[str]:
    if not one.parts:
        return frozenset({one.badge or one.skill or ""})
    return frozenset().union(*(_leaves(part) for part in one.parts))
