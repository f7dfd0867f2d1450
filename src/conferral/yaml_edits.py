"""Edits of YAML that a person wrote: only what is meant changes; comments, order, quoting, layout and line ends stay.

    YamlText(text, "keys/northwind/key-1.yml").set(("retired",), day).text

The parser's marks say where a value stands; the text is changed there and nowhere else.  Every edit is read again by
the strict reader, which must find exactly the change that was meant; else nothing is edited and `RegistryError` says
so.  `block` writes plain data as a new file in the house's style.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from conferral.errors import RegistryError, RegistryProblems
from conferral.files import Files
from conferral.yaml_splices import CannotError, Change, Tree
from conferral.yaml_text import Document, Keys, read_yaml
from conferral.yaml_writing import block, plain

__all__ = ["YamlText", "block"]

_MARK = "\ufeff"


@dataclass(frozen=True)
class YamlText:
    """The text of a YAML file that is edited; `file` names it in messages.

    Every edit gives a new `YamlText`.  Keys lead from the top to a value: words in mappings, numbers from 0 in lists.
    Values are plain data as for `block`.  Reading a file that is not strict YAML raises `RegistryProblems`; an edit
    that cannot be made without changing something else raises `RegistryError`.
    """

    text: str
    file: str

    @classmethod
    def of(cls, files: Files, file: str) -> YamlText:
        """The text of a file of a registry."""
        return cls(files.read(file).decode(), file)

    @property
    def data(self) -> Any:
        """What the file says, as plain data."""
        return self._document.data

    def set(self, keys: Keys, value: Any, *, after: str | None = None) -> YamlText:
        """Give the value at `keys` another value.

        A key that its mapping lacks is added after its siblings, or directly after the sibling `after`; mappings on
        the way that do not exist are made.  Comments inside of a collection that is replaced stay below it.
        """
        return self._with([Change("set", keys, value, after)])

    def set_all(self, values: Mapping[Keys, Any], *, after: str | None = None) -> YamlText:
        """As `set`, for many at once, in the time of one."""
        return self._with([Change("set", keys, value, after) for keys, value in values.items()])

    def append(self, keys: Keys, value: Any) -> YamlText:
        """Add an entry to the end of the list at `keys`, which is made if it is missing."""
        return self._with([Change("append", keys, value)])

    def remove(self, keys: Keys) -> YamlText:
        """Take away a key with its value, or an entry of a list, with the comments on its lines and inside it.

        Comments on lines of their own above it stay.  A collection that becomes empty is written `{}` or `[]`.
        """
        return self._with([Change("remove", keys)])

    def replace_entry(self, keys: Keys, value: Any) -> YamlText:
        """Write a value anew, as `set`, but without the comments that its old lines held: nothing of them is left."""
        return self._with([Change("replace", keys, value)])

    @cached_property
    def _document(self) -> Document:
        return read_yaml(self.text, self.file)

    def _with(self, changes: Sequence[Change]) -> YamlText:
        """All changes on one parse where they do not touch each other, else one after the other."""
        if not changes:
            return self
        expected = deepcopy(self.data)
        for change in changes:
            try:
                expected = _changed(expected, change, change.keys)
            except LookupError:
                where = " > ".join(map(str, change.keys))
                raise RegistryError(f"{self.file}: there is no {where}") from None
        parts = [part for change in changes for part in _parts(self.data, change)]
        made = self._spliced(parts)
        if made is None or not _same(made.data, expected):
            if len(parts) == 1:
                where = " > ".join(map(str, changes[0].keys)) or "the top"
                raise RegistryError(
                    f"{self.file}: {where} cannot be edited without changing something else",
                    hint="Edit the file by hand, or write that part in block style: each key on a line of its own.",
                )
            made = self
            for part in parts:
                made = made._with([part])
        return made

    def _spliced(self, changes: Sequence[Change]) -> YamlText | None:
        """The edited text, not yet compared with what was meant; None if it cannot be made or read."""
        try:
            tree = Tree(self.text.removeprefix(_MARK))
            splices = [splice for change in changes for splice in tree.splices(change)]
        except CannotError:
            return None
        splices.sort(key=lambda splice: (splice.start, splice.end))
        parts, done = [], 0
        newline = "\r\n" if "\r\n" in tree.text else "\n"
        at_the_end = bool(splices) and splices[-1].end == len(tree.text) and not tree.text.endswith("\n")
        if at_the_end:
            splices = tree.without_last_break(splices)
        for splice in splices:
            if splice.start < done:
                return None
            parts += [tree.text[done : splice.start], splice.text.replace("\n", newline)]
            done = splice.end
        text = "".join([_MARK * self.text.startswith(_MARK), *parts, tree.text[done:]])
        if at_the_end and not text.endswith("\n"):
            text += newline
        made = YamlText(text, self.file)
        try:
            made.data  # noqa: B018 -- read here, where a failure is no fault of the person's
        except RegistryProblems:
            return None
        return made


def _changed(data: Any, change: Change, keys: Keys) -> Any:
    """Plain data after a change at `keys`; it may be changed in place.  Raises `LookupError` where there is nothing."""
    if not keys:
        return [*(data or []), plain(change.value)] if change.kind == "append" else plain(change.value)
    step, rest = keys[0], keys[1:]
    if data is None and isinstance(step, str) and change.kind != "remove":
        data = {}
    exists = _has(data, step)
    if not exists and (not isinstance(data, dict) or not isinstance(step, str) or change.kind == "remove"):
        raise LookupError
    if change.kind == "remove" and not rest:
        del data[step]
    else:
        data[step] = _changed(data[step] if exists else None, change, rest)
    return data


def _has(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)


def _parts(data: Any, change: Change) -> Iterator[Change]:
    """The smallest changes that make it up: of collections only what differs is touched."""
    for step in change.keys:
        if not _has(data, step):
            yield change
            return
        data = data[step]
    if change.kind == "set":
        yield from _differences(data, change.keys, plain(change.value))
    else:
        yield change


def _differences(old: Any, keys: Keys, new: Any) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() & new.keys():
        for key, value in new.items():
            if key in old:
                yield from _differences(old[key], (*keys, key), value)
            else:
                yield Change("set", (*keys, key), value)
        yield from (Change("remove", (*keys, key)) for key in old if key not in new)
    elif isinstance(old, list) and isinstance(new, list) and old and len(new) >= len(old):
        for number, value in enumerate(old):
            yield from _differences(value, (*keys, number), new[number])
        yield from (Change("append", keys, value) for value in new[len(old) :])
    elif not _same(old, new):
        yield Change("set", keys, new)


def _same(one: Any, other: Any) -> bool:
    """Equal, and of equal kinds: 1, 1.0 and true are three things."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
