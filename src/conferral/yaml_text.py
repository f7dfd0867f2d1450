"""Strict YAML: what two readers could read as different things is refused, with the way to write it.

The files of a registry are read by people, by editors (YAML 1.2) and by programs (often YAML 1.1), and what they say
is signed.  So one document per file, and no duplicate keys, anchors, aliases, tags, merge keys or directives.  Text
needs no quotes unless some YAML would read it as something else: `no`, `012`, `12:30`, `1e5`, `~`.  Such a word is
refused and not guessed.  Dates are the exception: `2026-06-30` is read as text here and becomes a day by its field.
What is not text: `true`, `false`, `null`, whole numbers and decimal fractions.

Keys are always words that this program knows; `on:` is the key "on" here, although YAML 1.1 calls it a truth value.

Files of the plain kind, nearly all of them, are read by `conferral.yaml_plain`, which gives the same data or none.
For the others, and wherever a place is asked for, the data is built from the parser's events, without recursion, so
no nesting can exhaust the stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import yaml

from conferral.errors import Problem, RegistryProblems
from conferral.yaml_plain import plain_data
from conferral.yaml_syntax import syntax_problem
from conferral.yaml_words import TRUTH, AmbiguousWordError, Word, meaning

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 32
_ENOUGH = 20  # a file with more invisible characters is no text at all

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Keys = tuple[str | int, ...]
Position = tuple[int, int]

# Controls, line separators that only some YAML versions break lines at, and marks that make text read differently
# from what it holds, in comments too.
_INVISIBLE = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n)*%")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_FALSE = ("n", "no", "off")


def is_visible(text: str) -> bool:
    """Whether a file may hold the text as it is: no controls, and no marks that make it read differently."""
    return text.replace("\n", "").isprintable() or not _INVISIBLE.search(text)


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data: dict, list, str, int, float, bool and None."""

    file: str
    data: Any
    text: str = field(repr=False)

    def position(self, keys: Keys) -> Position:
        """Line and column, from 1, of the value that the keys lead to.

        If there is no such value, those of the deepest one on the way that exists.
        """
        for length in range(len(keys), -1, -1):
            found = self._positions.get(keys[:length])
            if found:
                return found[0]
        return (1, 1)

    def position_of_key(self, keys: Keys) -> Position:
        """Line and column of the key itself, for a key that should not be there; else as `position`."""
        found = self._positions.get(keys)
        return found[1] if found else self.position(keys)

    @cached_property
    def _positions(self) -> dict[Keys, tuple[Position, Position]]:
        reading = _Reading(self.file, self.text, with_positions=True)
        reading.run()
        return reading.positions


def read_yaml(source: str | bytes, file: str) -> Document:
    """The one document in a file.

    `source` is its text, or its bytes in UTF-8 with or without a byte order mark; `file` names it in problems.
    Raises `RegistryProblems` with everything that is wrong with it, as far as the parser gets.
    """
    text = _text(source, file)
    if not is_visible(text):
        raise RegistryProblems(_invisible_characters(file, text))
    data = plain_data(text)
    if data is None:
        reading = _Reading(file, text)
        reading.run()
        if reading.problems:
            raise RegistryProblems(reading.problems)
        data = reading.data
    return Document(file, data, text)


def _invisible_characters(file: str, text: str) -> list[Problem]:
    return [
        _problem_at(
            file,
            text,
            found.start(),
            f"an invisible character (U+{ord(found[0]):04X})",
            "visible characters, spaces and line breaks",
            "delete it; it may have come along when the text was copied from elsewhere",
        )
        for found in islice(_INVISIBLE.finditer(text), _ENOUGH)
    ]


def _text(source: str | bytes, file: str) -> str:
    size = len(source)
    if size > MAX_BYTES:
        what = f"the file has {size} bytes"
        raise RegistryProblems([Problem(file, 0, 0, what, f"at most {MAX_BYTES} bytes", "split it into several files")])
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    try:
        return source.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8").removeprefix("\ufeff")
        byte = source[error.start]
        hint = "save the file as UTF-8 in the editor"
        raise RegistryProblems(
            [_problem_at(file, before, len(before), f"the byte 0x{byte:02X} is not UTF-8", "text in UTF-8", hint)]
        ) from None


def _problem_at(file: str, text: str, index: int, *words: str) -> Problem:
    line, start = 1, 0
    for found in _LINE_BREAK.finditer(text, 0, index):
        line, start = line + 1, found.end()
    return Problem(file, line, index - start + 1, *words)


class _Reading:
    """One pass over the events of a file."""

    def __init__(self, file: str, text: str, *, with_positions: bool = False) -> None:
        self.file = file
        self.text = text
        self.data: Any = None
        self.problems: list[Problem] = []
        self.positions: dict[Keys, tuple[Position, Position]] = {}
        self._with_positions = with_positions
        self._containers: list[Any] = []  # the open ones, outermost first
        self._keys: list[Any] = []  # per open mapping the key that waits for its value, else _NO_KEY
        self._key_positions: list[Position] = []
        self._paths: list[Keys] = []  # to the open containers, if positions are wanted
        self._path: Keys = ()  # to the value last placed
        self._documents = 0

    def run(self) -> None:
        """Read to the end, or to what the parser cannot get past."""
        loader = _Loader(self.text)
        try:
            while loader.check_event() and self._take(loader.get_event()):
                pass
        except yaml.MarkedYAMLError as error:
            self.problems.append(syntax_problem(self.file, self.text, error))
        except yaml.YAMLError as error:  # the text was searched for all that a reader stumbles over
            self.problems.append(Problem(self.file, 0, 0, f"this is no YAML: {str(error).splitlines()[0]}"))
        finally:
            loader.dispose()
        if not self.problems and not self._documents:
            hint = "write the keys it needs, or delete the file"
            self.problems.append(Problem(self.file, 0, 0, "the file is empty", 'lines of the form "key: value"', hint))

    def _take(self, event: Any) -> bool:
        if isinstance(event, yaml.ScalarEvent):
            self._check(event)
            self._put(event, self._value(event) if event.implicit[0] else event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._check(event)
            return self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._containers.pop()
            self._paths.pop()
            self._keys.pop()
            self._key_positions.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(
                event,
                f'"*{event.anchor}" is an alias',
                "the value itself",
                "write the value again; for text that begins with *, put quotes around it",
            )
            self._put(event, None)
        elif isinstance(event, yaml.DocumentStartEvent):
            return self._start_document(event)
        return True

    def _start_document(self, event: Any) -> bool:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "a second document begins here", "one document in a file", "delete the line ---")
            return False
        if event.version or event.tags or _DIRECTIVE.match(self.text):
            self._refuse(event, "a YAML directive", "none", "delete the lines that begin with %")
        return True

    def _check(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(
                event,
                f'"&{event.anchor}" is an anchor',
                "the value alone",
                "delete it; for text that begins with &, put quotes around it",
            )
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(
                event,
                f'"{tag}" is a tag',
                "the value alone",
                "delete it; for text that begins with !, put quotes around it",
            )

    def _open(self, event: Any) -> bool:
        if len(self._containers) >= MAX_DEPTH:
            self._refuse(event, f"more than {MAX_DEPTH} levels of nesting", "the few levels of the file's kind")
            return False
        container: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        self._put(event, container)
        self._containers.append(container)
        self._paths.append(self._path)
        self._keys.append(_NO_KEY)
        self._key_positions.append((0, 0))
        return True

    def _put(self, event: Any, value: Any) -> None:
        """Place a value into the innermost open container; in a mapping, every other one is a key."""
        if not self._containers:
            self.data = value
            self._note((), event, _position(event))
            return
        container, key = self._containers[-1], self._keys[-1]
        if isinstance(container, list):
            self._note((len(container),), event, _position(event))
            container.append(value)
        elif key is _NO_KEY:
            self._keys[-1] = self._key(event, container, value)
            self._key_positions[-1] = _position(event)
        else:
            self._note((key,), event, self._key_positions[-1])
            container[key] = value
            self._keys[-1] = _NO_KEY

    def _key(self, event: Any, container: dict[Any, Any], key: Any) -> Any:
        if not isinstance(event, yaml.ScalarEvent) or not isinstance(key, str):
            if not isinstance(event, yaml.AliasEvent):
                got = f'"{event.value}"' if isinstance(event, yaml.ScalarEvent) else "a list or a mapping"
                self._refuse(event, f"{got} stands where a key is needed", "a word as the key")
            return _BadKey()
        if key in container:
            self._refuse(event, f'the key "{key}" stands here twice', "each key once", "keep the one that is meant")
            return _BadKey()
        if key == "<<" and event.implicit[0]:
            return _BadKey()  # refused as a value already
        container[key] = None
        return key

    def _value(self, event: Any) -> Word:
        """What a plain scalar means."""
        text: str = event.value
        try:
            return meaning(text)
        except AmbiguousWordError:
            if TRUTH.fullmatch(text):
                if not self._awaits_key():
                    self._refuse(
                        event,
                        f'"{text}" is text to some and true or false to others',
                        "true or false, or text in quotes",
                        f'write "{text}" with the quotes, or {"false" if text.lower() in _FALSE else "true"}',
                    )
            elif text == "<<":
                self._refuse(event, '"<<" is a merge key', "the keys themselves", "write the keys and values out")
            else:
                self._refuse(
                    event,
                    f'"{text}" means different things to different readers of YAML',
                    "text in quotes, or a plain number such as 12 or 1.5",
                    f'write "{text}" with the quotes if it is text',
                )
            return text

    def _awaits_key(self) -> bool:
        return bool(self._containers) and isinstance(self._containers[-1], dict) and self._keys[-1] is _NO_KEY

    def _note(self, step: Keys, event: Any, key_position: Position) -> None:
        if self._with_positions:
            self._path = self._paths[-1] + step if self._paths else step
            self.positions[self._path] = (_position(event), key_position)

    def _refuse(self, event: Any, what: str, expected: str, hint: str = "") -> None:
        line, column = _position(event)
        self.problems.append(Problem(self.file, line, column, what, expected, hint))


class _BadKey:
    """Stands in for a key that was refused, so that reading goes on and no two of them meet."""


_NO_KEY = _BadKey()


def _position(event: Any) -> Position:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1)
