"""What an export says, put together with the file that the registry has of the framework, without losing either.

A skill keeps its id for good: it is found again by its address, or by its code.  Texts of the framework are the
export's; what a person added stays: translations into other languages, levels, skills that have neither address nor
code, and what the export leaves open.  A skill that is in the framework no longer stays in the file, and is deprecated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conferral.authoring.frameworks.described import FoundFramework, FoundSkill, FoundTexts
from conferral.authoring.importing.fitting import LINE, SHORT, Fitting
from conferral.authoring.importing.found import Notes, Origin
from conferral.authoring.short_names import short_name
from conferral.fields import HTTP_NAMESPACES
from conferral.standards.invisible_characters import invisible_character

_LONGEST_ID = 59

Data = Mapping[str, Any]
"""A mapping of a YAML file as plain data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The framework as it becomes, as plain data, and the ids of the skills by what becomes of them.

    `changed` has the keys that say something else; `gone` are the skills that the framework has no longer.
    """

    data: dict[str, Any]
    new: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deprecated: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    kept: int = 0

    @property
    def names(self) -> Mapping[str, str]:
        """The names of the skills by their ids."""
        return {one["id"]: one["name"] for one in self.data["skills"]}


def known_keys(framework: FoundFramework, existing: Data | None) -> dict[str, str]:
    """The keys of the export that the skills of a file stand for, by the ids they have there.

    By the address; else by the code, where that is one skill's alone on both sides.
    """
    skills: Sequence[Data] = (existing or {}).get("skills") or ()
    by_url = {_address(skill.url): skill.key for skill in framework.skills.values() if skill.url}
    here = Counter(one.get("code") for one in skills)
    there = Counter(skill.code for skill in framework.skills.values())
    by_code = {skill.code: skill.key for skill in framework.skills.values() if there[skill.code] == 1}
    found: dict[str, str] = {}
    for one in skills:
        code = str(one.get("code") or "")
        key = by_url.get(_address(one.get("url") or "")) or (by_code.get(code) if code and here[code] == 1 else None)
        if key is not None:
            found.setdefault(key, str(one["id"]))
    return {name: key for key, name in found.items()}


def _address(url: str) -> str:
    """An address as addresses are compared: those that were http are https in a file."""
    return url.removeprefix("https://").removeprefix("http://")


@dataclass
class Merging:
    """Puts an export and a file together; `languages` are the registry's, the first that of the file's own texts."""

    framework: FoundFramework
    languages: tuple[str, ...]
    notes: Notes
    existing: Data | None = None

    def __post_init__(self) -> None:
        self._fit = Fitting(self.notes)

    def merged(self, wanted: Iterable[str], known: Mapping[str, str], **said: str | None) -> Merged:
        """The framework with the skills `wanted`; `known` is what `known_keys` gives, `said` is what counts instead."""
        old: Sequence[Data] = (self.existing or {}).get("skills") or ()
        ids = {key: name for name, key in known.items()}
        taken = {str(one["id"]) for one in old}
        chosen = set(wanted)
        new = [skill for skill in self.framework.skills.values() if skill.key in chosen and skill.key not in ids]
        new = [skill for skill in new if self._name_of(skill)]
        for skill in new:
            ids[skill.key] = self._new_id(skill, taken)
            taken.add(ids[skill.key])
        own = {str(one["id"]) for one in old if not one.get("url") and not one.get("code")}
        skills: list[dict[str, Any]] = []
        changed: dict[str, tuple[str, ...]] = {}
        deprecated: list[str] = []
        gone: list[str] = []
        for one in old:
            became = self._renewed(one, known, ids, own)
            skills.append(became)
            keys = tuple(key for key in {**one, **became} if one.get(key) != became.get(key))
            name = str(one["id"])
            if "deprecated" in keys and became.get("deprecated"):
                (deprecated if name in known else gone).append(name)
            elif keys:
                changed[name] = keys
        skills += [self._skill(skill, ids, {}) for skill in new]
        return Merged(
            data=self._framework(skills, said),
            new=tuple(ids[skill.key] for skill in new),
            changed=changed,
            deprecated=tuple(deprecated),
            gone=tuple(gone),
            kept=len(old) - len(changed) - len(deprecated) - len(gone),
        )

    def _framework(self, skills: list[dict[str, Any]], said: Mapping[str, str | None]) -> dict[str, Any]:
        found, fit, here = self.framework, self._fit, Origin("the framework")
        old = dict(self.existing or {})
        cut = fit.cut(found.description, here, "its description", longest=LINE)
        data: dict[str, Any] = {
            "name": (fit.cut(found.name, here, "its name", longest=SHORT) or ("Skills", True))[0],
            "description": cut[0] if cut else None,
            "url": fit.url(found.url, here, "its address", vocabulary=True),
            "edition": fit.line(found.edition, here, "its edition", short=True),
            "license": fit.line(found.license, here, "its licence", short=True),
            "type": found.type,
        }
        newer = {"edition": data["edition"]} if data["edition"] else {}
        data = {**data, **old, **newer, **{key: value for key, value in said.items() if value}}
        data = {key: value for key, value in data.items() if value not in (None, "") and key != "skills"}
        return {**data, "skills": skills}

    def _renewed(self, one: Data, known: Mapping[str, str], ids: Mapping[str, str], own: set[str]) -> dict[str, Any]:
        """What becomes of a skill that the file has."""
        key = known.get(str(one["id"]))
        if key is not None and self._name_of(self.framework.skills[key]):
            return self._skill(self.framework.skills[key], ids, one, own)
        url, code = str(one.get("url") or ""), str(one.get("code") or "")
        if key is None and str(one["id"]) not in own and self.framework.covers(url, code):
            return {**one, "deprecated": True}
        return dict(one)

    def _skill(self, skill: FoundSkill, ids: Mapping[str, str], old: Data, own: Iterable[str] = ()) -> dict[str, Any]:
        """A skill as the file has it from now on; what the export leaves open stays as it is there."""
        origin, fit = skill.origin, self._fit
        main = self._main(skill)
        first = {name: value for name, value in self._texts(main, origin).items() if value}
        broader = [ids[key] for key in skill.broader if key in ids]
        if self.framework.has_tree:
            broader += [name for name in old.get("broader") or () if name in own and name not in broader]
        else:
            broader = list(old.get("broader") or ())
        data: dict[str, Any] = {
            "id": ids[skill.key],
            "name": first.get("name"),
            "code": fit.line(skill.code, origin, "the code of a skill", short=True) or old.get("code"),
            "url": self._url(skill.url, origin) or old.get("url"),
            "description": first.get("description") or old.get("description"),
            "broader": broader,
            "deprecated": skill.deprecated,
            "replaced_by": ids.get(skill.replaced_by) or old.get("replaced_by"),
            "translations": self._translations(skill, main, old),
        }
        data = {key: value for key, value in data.items() if value}
        return {**{key: data[key] for key in old if key in data}, **data}  # in the order of the file, if it has one

    def _translations(self, skill: FoundSkill, main: FoundTexts, old: Data) -> dict[str, Any]:
        before: Mapping[str, Data] = old.get("translations") or {}
        made: dict[str, Any] = {code: dict(texts) for code, texts in before.items()}
        for code in self.languages[1:]:
            texts = skill.texts.get(code) or skill.texts.get(code.partition("-")[0])
            if texts is None or texts is main:
                continue
            said = {name: value for name, value in self._texts(texts, skill.origin).items() if value}
            if said.get("name"):
                made[code] = {**made.get(code, {}), **said}
        return made

    def _texts(self, texts: FoundTexts, origin: Origin) -> dict[str, str]:
        found = {}
        for key, value in (("name", texts.name), ("description", texts.description)):
            cut = self._fit.cut(self._visible(value, origin), origin, f"the {key} of a skill", longest=LINE)
            found[key] = cut[0] if cut else ""
            if cut and cut[1]:
                self.notes.changed(origin, f"the {key} of a skill is shortened: at most {LINE} characters fit")
        return found

    def _url(self, url: str, origin: Origin) -> str | None:
        """An address as https, noted alike for all: a package has one for each of its skills."""
        if url.startswith("http://") and not url.startswith(HTTP_NAMESPACES):
            url = f"https{url[4:]}"
            what = "the address of a skill is http, and is written with https: check that it leads there"
            self.notes.changed(origin, what)
        return self._fit.url(url, origin, "the address of a skill", vocabulary=True)

    def _visible(self, text: str, origin: Origin) -> str:
        """A text without what cannot be seen, such as soft hyphens; `conferral.fields` would refuse it."""
        if invisible_character(text) is not None:
            while (at := invisible_character(text)) is not None:
                text = text[:at] + text[at + 1 :]
            self.notes.changed(origin, "a text of a skill: invisible characters are left out")
        return text

    def _main(self, skill: FoundSkill) -> FoundTexts:
        """The texts in the registry's first language, else those that are nearest to it, with a note."""
        first = self.languages[0]
        texts = skill.texts.get(first) or skill.texts.get(first.partition("-")[0]) or skill.texts.get("")
        if texts is None and skill.texts:
            code, texts = next(iter(sorted(skill.texts.items(), key=lambda item: (item[0] != "en", item[0]))))
            self.notes.note(
                skill.origin,
                f'a skill has no texts in the registry\'s first language "{first}": those in "{code}" count',
            )
        return texts or FoundTexts()

    def _name_of(self, skill: FoundSkill) -> str:
        """A name of a skill; a skill without any is passed over, with a note."""
        name = next((texts.name for texts in skill.texts.values() if texts.name), "")
        if not name:
            self.notes.not_carried(skill.origin, "a skill that has no name in the files that were handed in")
        return name

    def _new_id(self, skill: FoundSkill, taken: set[str]) -> str:
        """An id from the name; from name and code where that is taken, and from the code where no letter of it fits."""
        language = self.languages[0].partition("-")[0]
        texts = skill.texts.get(self.languages[0]) or skill.texts.get("en") or next(iter(skill.texts.values()))
        code = short_name(skill.code or skill.key.rpartition("/")[2], (), otherwise="skill")[:40].rstrip("-")
        found = short_name(texts.name, (), language=language, otherwise="")
        if found.startswith("-"):  # no letter of the name can be written in ASCII
            found = f"skill-{code}"
        if found in taken:
            found = f"{found[: _LONGEST_ID - len(code)].rstrip('-')}-{code}"
        number, one = 1, found
        while one in taken:
            number += 1
            one = f"{found}-{number}"
        return one
