"""Which skills of an export are wanted: a framework may have thousands, and a registry uses some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from conferral.authoring.frameworks.described import FoundFramework, FoundSkill
from conferral.errors import ASKED, Problem, RegistryProblems
from conferral.fields import closest

MOST = 2_000
"""Skills that a file has without being asked for so many: reading it takes a second a thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What was asked for: skills by name (`only`), what is `under` others, those that the file has (`known`), or `all`.

    Names are addresses, codes and labels of the export, and ids of the registry's file.  Without any of these, all
    are wanted if they are no more than `MOST`.
    """

    only: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    known: bool = False
    all: bool = False


def names_in(given: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Names and where each stands: names themselves, several with commas between, or files with one a line."""
    return tuple(_names_in(given))


def _names_in(given: Iterable[str]) -> Iterator[tuple[str, str]]:
    for one in given:
        if not Path(one).is_file():
            yield one, ""
            continue
        try:
            lines = Path(one).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            problem = Problem(one, 0, 0, "the file cannot be read as text in UTF-8", "a name or code a line")
            raise RegistryProblems([problem], where=ASKED) from None
        for number, line in enumerate(lines, 1):
            name = line.partition(" #")[0].strip()
            if name and not name.startswith("#"):
                yield name, f"{one}:{number}"


def selected(framework: FoundFramework, selection: Selection, known: Mapping[str, str]) -> frozenset[str]:
    """The keys of the skills that are wanted, with all that they are part of.

    `known` are the keys that the registry's file has, by their ids there.  They are always among those wanted: what a
    file has is renewed with the rest.  Raises `RegistryProblems` for names that the export has not.
    """
    if not (selection.only or selection.under or selection.known):
        return frozenset(framework.skills)
    named = _Names(framework, known)
    wanted = set(known.values())
    problems: list[Problem] = []
    below = _below(framework.skills)
    for option, given in (("--only", selection.only), ("--under", selection.under)):
        for name, place in names_in(given):
            found = named.keys(name)
            if not found:
                problems.append(_missing(name, place or option, named))
            for key in found:
                wanted |= _all_below(key, below) if option == "--under" else {key}
    if problems:
        raise RegistryProblems(problems, where=ASKED)
    return frozenset(one for key in wanted for one in _and_above(key, framework.skills))


class _Names:
    """The skills by everything that names them."""

    def __init__(self, framework: FoundFramework, known: Mapping[str, str]) -> None:
        self._by_name: dict[str, dict[str, None]] = {}
        for identifier, key in known.items():
            self._by_name.setdefault(identifier, {})[key] = None
        for skill in framework.skills.values():
            labels = (texts.name.casefold() for texts in skill.texts.values())
            for name in (skill.key, skill.code, skill.url, *labels):
                if name:
                    self._by_name.setdefault(name, {})[skill.key] = None

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def keys(self, name: str) -> tuple[str, ...]:
        """What a name means; of several names with commas between, what each means."""
        found = self._by_name.get(name) or self._by_name.get(name.casefold())
        if found is None and "," in name:
            parts = [self.keys(part.strip()) for part in name.split(",") if part.strip()]
            return tuple(key for part in parts for key in part) if all(parts) else ()
        return tuple(found or ())


def _missing(name: str, place: str, named: _Names) -> Problem:
    file, _, line = place.rpartition(":")
    where = (file, int(line), 1) if file else (place, 0, 0)
    hint = closest(name.casefold(), (one for one in named if not one.startswith("http")))
    return Problem(
        *where, f'the export has nothing called "{name}"', "an address, a code or a label of the export", hint
    )


def _below(skills: Mapping[str, FoundSkill]) -> Mapping[str, list[str]]:
    below: dict[str, list[str]] = {}
    for skill in skills.values():
        for above in skill.broader:
            below.setdefault(above, []).append(skill.key)
    return below


def _all_below(key: str, below: Mapping[str, list[str]]) -> set[str]:
    found, waiting = {key}, [key]
    while waiting:
        new = [one for one in below.get(waiting.pop(), ()) if one not in found]
        found.update(new)
        waiting += new
    return found


def _and_above(key: str, skills: Mapping[str, FoundSkill]) -> set[str]:
    found, waiting = {key}, [key]
    while waiting:
        new = [one for one in skills[waiting.pop()].broader if one in skills and one not in found]
        found.update(new)
        waiting += new
    return found
