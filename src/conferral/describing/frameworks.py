"""Skill frameworks that differ between two states of a registry: which skills came, went, or say something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from conferral.model import Framework, Registry, Skill
from conferral.plurals import counted
from conferral.skills import shown_skills


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkChange:
    """A framework that is new, gone, or says something else.

    `fields` are the keys besides `skills` that do.  Skills are told by id, each in one of `added`, `removed`,
    `deprecated` (newly so), `restored` (no longer so), `moved` (part of something else) and `reworded`.  `shown` has
    the badges that show a skill which is removed or newly deprecated.
    """

    slug: str
    title: str
    kind: Literal["added", "removed", "changed"]
    skills: int
    fields: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    shown: Mapping[str, tuple[str, ...]]

    def as_json(self) -> dict[str, Any]:
        """The change as plain data."""
        return {
            "name": self.slug,
            "title": self.title,
            "change": self.kind,
            "skills": self.skills,
            "fields": list(self.fields),
            **{key: list(getattr(self, key)) for key, _ in _SKILLS},
            "shown": {skill: list(badges) for skill, badges in self.shown.items()},
        }

    def words(self, text: Callable[[str], str], code: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
        """What it does, in words that complete "this change ...", and its details."""
        name = f"the skill framework {text(self.title)}"
        if self.kind == "added":
            return f"adds {name} with {counted(self.skills, 'skill')}", ()
        told = [
            f"{counted(len(ids), 'skill')} {verb}" if number == 0 else f"{len(ids)} {verb}"
            for number, (ids, verb) in enumerate(
                (getattr(self, key), verb) for key, verb in _SKILLS if getattr(self, key)
            )
        ]
        told = [f"its {', '.join(self.fields)}", *told] if self.fields else told
        words = f"removes {name}" if self.kind == "removed" else f"changes {name}: {', '.join(told)}"
        shown = [f"{code(skill)}, which {_listed(badges, code)}" for skill, badges in self.shown.items()]
        details = [f"{code(skill)} {verb}" for key, verb in _SKILLS for skill in getattr(self, key)]
        return words, (*shown, *(details if self.kind == "changed" else ()))


_SKILLS = (
    ("added", "added"),
    ("removed", "gone"),
    ("deprecated", "deprecated"),
    ("restored", "in use again"),
    ("moved", "part of something else"),
    ("reworded", "reworded"),
)


def framework_changes(base: Registry, registry: Registry) -> Iterator[FrameworkChange]:
    """Every framework that differs, by name."""
    gaps = {gap[1] for gap in base.gaps | registry.gaps if gap[0] == "framework"}
    shown = shown_skills(registry)
    for slug in sorted({*base.frameworks, *registry.frameworks} - gaps):
        was, is_now = base.frameworks.get(slug), registry.frameworks.get(slug)
        if is_now is None:
            assert was is not None  # noqa: S101 -- it is in one of the two
            gone = _shown(slug, tuple(was.skills), shown)
            yield FrameworkChange(slug=slug, title=was.file.name, kind="removed", skills=len(was.skills), shown=gone)
        elif was is None:
            yield FrameworkChange(slug=slug, title=is_now.file.name, kind="added", skills=len(is_now.skills), shown={})
        elif was.file != is_now.file:
            yield _changed(was, is_now, shown)


def _changed(was: Framework, is_now: Framework, shown: Mapping[str, tuple[Any, ...]]) -> FrameworkChange:
    file = is_now.file
    found: dict[str, list[str]] = {key: [] for key, _ in _SKILLS}
    for skill in is_now.skills.values():
        if kind := _kind(was.skills.get(skill.id), skill):
            found[kind].append(skill.id)
    found["removed"] = [skill for skill in was.skills if skill not in is_now.skills]
    keys = (key for key in type(file).model_fields if key != "skills")
    return FrameworkChange(
        slug=is_now.slug,
        title=file.name,
        kind="changed",
        skills=len(is_now.skills),
        fields=tuple(key for key in keys if getattr(was.file, key) != getattr(file, key)),
        added=tuple(found["added"]),
        removed=tuple(found["removed"]),
        deprecated=tuple(found["deprecated"]),
        restored=tuple(found["restored"]),
        moved=tuple(found["moved"]),
        reworded=tuple(found["reworded"]),
        shown=_shown(is_now.slug, (*found["removed"], *found["deprecated"]), shown),
    )


def _kind(was: Skill | None, is_now: Skill) -> str:
    if was is None:
        return "added"
    if was.deprecated != is_now.deprecated:
        return "deprecated" if is_now.deprecated else "restored"
    if was.broader != is_now.broader:
        return "moved"
    return "reworded" if was != is_now else ""


def _shown(slug: str, skills: tuple[str, ...], shown: Mapping[str, tuple[Any, ...]]) -> Mapping[str, tuple[str, ...]]:
    names = {skill: tuple(one.badge for one in shown.get(f"{slug}/{skill}", ())) for skill in skills}
    return {skill: badges for skill, badges in names.items() if badges}


def _listed(badges: tuple[str, ...], code: Callable[[str], str]) -> str:
    return (
        f"the badge {code(badges[0])} shows" if len(badges) == 1 else f"the badges {', '.join(map(code, badges))} show"
    )
