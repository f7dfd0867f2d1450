"""An export of a framework as an edit of the registry: read, chosen from, put together with the file, and written.

A file that the registry has is edited where it differs, and keeps its comments and its order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from conferral.authoring.edit import Edit, new_file
from conferral.authoring.frameworks import case, esco, onet
from conferral.authoring.frameworks.described import FoundFramework
from conferral.authoring.frameworks.merging import Merged, Merging, known_keys
from conferral.authoring.frameworks.selecting import MOST, Selection, selected
from conferral.authoring.importing.found import Notes, Origin
from conferral.authoring.importing.handed_in import GivenFile, handed_in
from conferral.errors import ASKED, Problem, RegistryError, RegistryProblems
from conferral.fields import is_short_name
from conferral.files import Files
from conferral.model import Registry
from conferral.plurals import counted
from conferral.yaml_edits import YamlText
from conferral.yaml_text import MAX_BYTES

Form = Literal["esco", "onet", "case"]

_ENDINGS: Mapping[Form, tuple[str, ...]] = {"esco": esco.ENDINGS, "onet": onet.ENDINGS, "case": case.ENDINGS}
_PASSED_OVER = "a file that is no part of such an export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be imported and how: `slug` is the framework's short name, `languages` are by the names of files."""

    form: Form
    paths: tuple[Path, ...]
    slug: str
    today: date
    selection: Selection = field(default_factory=Selection)
    languages: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None
    edition: str | None = None
    license: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The edit (None where nothing changes), what becomes of each skill, and all that is to be said about it."""

    path: str
    edit: Edit | None
    merged: Merged
    notes: Notes
    is_new: bool


def import_framework(registry: Registry, files: Files, wanted: Wanted) -> Imported:
    """Plan the import.  Raises `RegistryProblems` with the mistakes of the export, or of what was asked for."""
    if not is_short_name(wanted.slug):
        expected = "lower-case letters, digits and single hyphens, such as esco"
        problem = Problem("--as", 0, 0, f'"{wanted.slug}" is no short name', expected)
        raise RegistryProblems([problem], where=ASKED)
    notes = Notes()
    framework = _read(wanted, notes)
    _note_languages(framework, registry.file.languages, notes)
    path = f"credentials/skills/{wanted.slug}.yml"
    is_new = wanted.slug not in registry.frameworks
    text = None if is_new else YamlText.of(files, path)
    existing = text.data if text else None
    known = known_keys(framework, existing)
    _refuse_another_framework(existing, known, path)
    keys = selected(framework, wanted.selection, known)
    merging = Merging(framework, tuple(registry.file.languages), notes, existing)
    said = {"name": wanted.name, "edition": wanted.edition, "license": wanted.license}
    merged = merging.merged(keys, known, **said)
    _refuse_too_many(merged, wanted.selection, framework)
    if text is None:
        path, content = new_file(path, merged.data)
    else:
        content = text.set((), merged.data).text.encode()
    if len(content) > MAX_BYTES:
        raise RegistryError(
            f"{path} would have {len(content)} bytes, and a file may have {MAX_BYTES}",
            hint="Select with --only or --under what the registry's badges use.",
        )
    edit = Edit(((path, content),)) if text is None or content != text.text.encode() else None
    return Imported(path=path, edit=edit, merged=merged, notes=notes, is_new=is_new)


def _read(wanted: Wanted, notes: Notes) -> FoundFramework:
    given, problems = [], []
    for one in handed_in(wanted.paths, _ENDINGS[wanted.form]):
        if isinstance(one, Problem):
            problems.append(one)
        elif isinstance(one, str):
            notes.note(Origin(one), _PASSED_OVER)
        else:
            given.append(one)
    if problems:
        raise RegistryProblems(problems, where="what was handed in")
    framework = _readers(wanted, notes)[wanted.form](given)
    if not framework.skills:
        named = ", ".join(map(str, wanted.paths))
        problem = Problem(named, 0, 0, "there is no skill in what was handed in", "the files of an export")
        raise RegistryProblems([problem], where="what was handed in")
    return framework


def _readers(wanted: Wanted, notes: Notes) -> Mapping[Form, Callable[[list[GivenFile]], FoundFramework]]:
    return {
        "esco": lambda given: esco.read(given, wanted.languages, notes),
        "onet": lambda given: onet.read(given, notes),
        "case": lambda given: case.read(_one(given), notes, today=wanted.today),
    }


def _one(given: list[GivenFile]) -> GivenFile:
    if len(given) == 1:
        return given[0]
    what = f"{counted(len(given), 'package')} of CASE were handed in"
    problem = Problem("FILE", 0, 0, what, "one", "each package is a framework: import them one after the other")
    raise RegistryProblems([problem], where=ASKED)


def _note_languages(framework: FoundFramework, languages: Iterable[str], notes: Notes) -> None:
    """Say which languages of the export the registry is not in."""
    bare = {code.partition("-")[0] for code in languages} | {""}
    others = {code: None for skill in framework.skills.values() for code in skill.texts if code not in bare}
    for code in sorted(others):
        notes.note(Origin("the export"), f'texts in "{code}" are passed over: it is no language of the registry')


def _refuse_another_framework(existing: Mapping[str, object] | None, known: Mapping[str, str], path: str) -> None:
    skills = existing.get("skills") if existing else None
    theirs = [one for one in skills if one.get("url") or one.get("code")] if isinstance(skills, list) else []
    if theirs and not known:
        raise RegistryError(
            f"{path} holds another framework: none of its {counted(len(theirs), 'skill')} is in this export",
            hint="Give the import another name with --as.",
        )


def _refuse_too_many(merged: Merged, selection: Selection, framework: FoundFramework) -> None:
    number = len(merged.data["skills"])
    if number > MOST and not selection.all:
        raise RegistryError(
            f"this would be {number} skills (the export has {len(framework.skills)}), and more than {MOST} make a "
            "registry slow to check and build",
            hint="Say which with --only CODES or FILE, or --under GROUP; --known renews those that the file has; "
            "--all takes all the same.",
        )
