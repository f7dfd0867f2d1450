"""From a change that is meant to the stretches of YAML text that become others, by the marks of the parser.

`Tree(text).splices(change)` says which stretches; `conferral.yaml_edits` puts them together and proves that they do
what was meant, so that whatever this module does not foresee is refused there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from conferral.errors import RegistryError
from conferral.yaml_text import Keys
from conferral.yaml_writing import entry_lines, flow, is_list, key_text

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\r\n]*")
_FLOW_WIDTH = 100


class CannotError(Exception):
    """The place cannot be edited by splicing."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change that was meant: `set` and `replace` put a value, `append` adds to a list, `remove` takes away."""

    kind: Literal["set", "replace", "append", "remove"]
    keys: Keys
    value: Any = None
    after: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """The text from `start` to `end` becomes `text`."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value in the text: its node, and what it hangs on."""

    node: yaml.Node
    parent: yaml.CollectionNode | None = None
    number: int = 0
    """Which entry of the parent it is."""
    inside: bool = False
    """Whether it stands in brackets."""


class Tree:
    """A text and its nodes: where each value begins and ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        root = yaml.compose(text, Loader=_Loader)
        if root is None:
            raise CannotError
        self.root = _Spot(root)

    def without_last_break(self, splices: list[Splice]) -> list[Splice]:
        """For a file that ends without a line break: the splices, and a text at its end stays without one."""
        node = self.root.node
        while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
            node = self._entries(node)[-1][1]
        at = node.start_mark.index + 1
        clipped = _is_text(node) and self.text[at : at + 1] not in "+-"
        if not clipped or any(splice.start < at < splice.end for splice in splices):
            return splices
        return sorted([*splices, Splice(at, at, "-")])

    # from changes to splices

    def splices(self, change: Change) -> Iterator[Splice]:
        """What one change does to the text."""
        keys, value = change.keys, change.value
        spot = self._find(keys)
        if change.kind == "remove":
            yield from self._remove(keys)
        elif change.kind == "append" and spot and isinstance(spot.node, yaml.SequenceNode) and spot.node.value:
            yield self._add(spot, value)
        elif change.kind == "append":
            yield from self.splices(Change("set", keys, [value]))
        elif spot is None:
            yield from self._set_new(change)
        else:
            yield self._rewrite(spot, value, keep_comments=change.kind == "set")

    def _set_new(self, change: Change) -> Iterator[Splice]:
        """A key that is not there yet, in the deepest mapping on its way that is."""
        keys, value = change.keys, change.value
        while keys and (spot := self._find(keys[:-1])) is None:
            keys, value = keys[:-1], {keys[-1]: value}
        if not keys or not spot or not isinstance(keys[-1], str):
            raise CannotError
        if isinstance(spot.node, yaml.MappingNode) and spot.node.value:
            yield self._add(spot, value, key=keys[-1], after=change.after)
        else:
            yield self._rewrite(spot, {keys[-1]: value}, keep_comments=True)

    def _remove(self, keys: Keys) -> Iterator[Splice]:
        if not keys:
            raise CannotError
        spot = self._at(keys)
        parent = self._at(keys[:-1])
        entries = self._entries(parent.node)
        if len(entries) == 1:
            yield self._rewrite(parent, [] if isinstance(parent.node, yaml.SequenceNode) else {}, keep_comments=False)
        elif spot.inside:
            yield from self._remove_inside(parent.node, spot)
        else:
            yield self._remove_lines(parent.node, spot)

    # places

    def _find(self, keys: Keys) -> _Spot | None:
        spot = self.root
        for step in keys:
            node = spot.node
            if isinstance(node, yaml.MappingNode):
                found = [number for number, (key, _) in enumerate(node.value) if key.value == step]
                if not found:
                    return None
                number, value = found[0], node.value[found[0]][1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
                number, value = step, node.value[step]
            else:
                return None
            spot = _Spot(value, node, number, spot.inside or bool(node.flow_style))
        return spot

    def _at(self, keys: Keys) -> _Spot:
        spot = self._find(keys)
        if spot is None:
            raise CannotError
        return spot

    @staticmethod
    def _entries(node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
        """Pairs of where an entry begins and its value; the entry of a list begins with its value."""
        if isinstance(node, yaml.MappingNode):
            return list(node.value)
        return [(item, item) for item in node.value]

    def _end(self, node: yaml.Node) -> int:
        """Where a value ends, without the comments and blank lines behind it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            return self._end(self._entries(node)[-1][1])
        end: int = node.end_mark.index
        if not _is_text(node):
            return end
        start: int = node.start_mark.index
        header = self.text[start : self._line_end(start)]
        body = self.text[start:end]
        if "+" in header.split("#")[0]:
            return start + len(body.removesuffix("\n").removesuffix("\r"))
        return start + len(body.rstrip(" \r\n"))

    def _line_end(self, index: int) -> int:
        """The index of the line break after `index`, or the end of the text."""
        found = self.text.find("\n", index)
        if found < 0:
            return len(self.text)
        return found - 1 if found > index and self.text[found - 1] == "\r" else found

    def _next_line(self, index: int) -> int:
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def _line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _column(self, index: int) -> int:
        return index - self._line_start(index)

    def _lead(self, spot: _Spot) -> tuple[int, int]:
        """Where the entry of a value begins (its key or hyphen), and where what leads to the value ends."""
        parent = spot.parent
        if parent is None:
            raise CannotError
        begin, value = self._entries(parent)[spot.number]
        if isinstance(parent, yaml.MappingNode):
            colon = re.compile(r"[ \t]*:").match(self.text, begin.end_mark.index)
            if colon is None:
                raise CannotError
            return begin.start_mark.index, colon.end()
        if parent.flow_style:
            return value.start_mark.index, value.start_mark.index
        if spot.number == 0:
            hyphen: int = parent.start_mark.index
        else:
            column = self._column(parent.start_mark.index)
            after = self._next_line(self._end(self._entries(parent)[spot.number - 1][1]))
            found = re.compile(rf"^ {{{column}}}-(?=\s|\Z)", re.MULTILINE).search(self.text, after)
            if found is None or found.end() > max(value.start_mark.index, after):
                raise CannotError
            hyphen = found.end() - 1
        return hyphen, hyphen + 1

    # edits

    def _rewrite(self, spot: _Spot, value: Any, *, keep_comments: bool) -> Splice:
        """The whole value written anew."""
        node = spot.node
        scalar = isinstance(node, yaml.ScalarNode) and not _is_text(node)
        if spot.parent is None:
            raise CannotError
        start, end = node.start_mark.index, self._end(node)
        inside = spot.inside
        if inside or scalar:
            lines = [flow(value, inside=inside)] if inside else self._lines("-", value, 0)
            if len(lines) == 1 and (inside or not _has_entries(value)):
                text = lines[0] if inside else lines[0].removeprefix("- ")
                if _is_nothing(node):
                    _, start = self._lead(spot)
                    return Splice(start, max(start, end) if not inside else start, f" {text}")
                if keep_comments or inside:
                    kept = [] if scalar or not keep_comments else self._comments(node, start, end)
                    indent = " " * self._column(start)
                    return Splice(start, end, text + "".join(f" {comment}\n{indent}" for comment in kept))
        begin, after_lead = self._lead(spot)
        is_mapping = isinstance(spot.parent, yaml.MappingNode)
        lead = self.text[begin:after_lead]
        column = self._column(begin)
        end = self._below(end, column)
        first, *rest = self._lines("-" if not is_mapping else "k:", value, column)
        first = lead + first.removeprefix("k:" if is_mapping else "-")
        kept = self._comments(node, after_lead, end) if keep_comments else []
        if kept and first.startswith("- ") and not is_mapping and _has_entries(value):
            rest = [f"  {first[2:]}", *rest]
            first = "-"
        first = "  ".join([first, *kept[:1]])
        lines = [first, *(_indented(line, column) for line in [*rest, *kept[1:]])]
        return Splice(begin, end, "\n".join(lines))

    def _lines(self, lead: str, value: Any, column: int) -> list[str]:
        try:
            return list(entry_lines(lead, value, column))
        except ValueError as error:
            raise RegistryError(str(error)) from None

    def _comments(self, node: yaml.Node, start: int, end: int) -> list[str]:
        """The comments of a stretch of text that holds the value of a node and nothing else."""
        found, at = [], start
        for first, last in [*self._scalars(node), (end, end)]:
            found += [comment[0].rstrip() for comment in _COMMENT.finditer(self.text, at, max(first, at))]
            at = max(last, at)
        return found

    def _scalars(self, node: yaml.Node) -> Iterator[tuple[int, int]]:
        """Where scalars stand, in order; of a text over several lines the header's comment is left out."""
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, self._end(node)
            if _is_text(node):
                line_end = self._line_end(start)
                yield start, min(start + len(self.text[start:line_end].split("#")[0].rstrip()), end)
                start = line_end
            yield start, end
        else:
            for key, value in self._entries(node):
                if key is not value:
                    yield from self._scalars(key)
                yield from self._scalars(value)

    def _add(self, spot: _Spot, value: Any, *, key: str | None = None, after: str | None = None) -> Splice:
        """A new entry of a collection that is not empty, after the last one or after the key `after`."""
        node = spot.node
        entries = self._entries(node)
        named = [number for number, (first, _) in enumerate(entries) if key is not None and first.value == after]
        number = named[0] if named else len(entries) - 1
        previous = entries[number][1]
        if not isinstance(node, yaml.CollectionNode):
            raise CannotError
        if spot.inside or node.flow_style:
            text = self._flow(value)
            if key is not None:
                text = f"{key_text(key, inside=True)}: {text}"
            begin = self._end(previous)
            if _is_nothing(previous):
                begin = self._lead(_Spot(previous, node, number, inside=True))[1]
            return Splice(begin, begin, f", {text}")
        lead = "-" if key is None else f"{key_text(key)}:"
        column = self._column(entries[0][0].start_mark.index if key is not None else node.start_mark.index)
        braces = key is None and isinstance(previous, yaml.CollectionNode) and previous.flow_style and previous.value
        if braces and _has_entries(value) and len(self._flow(value)) <= _FLOW_WIDTH:
            lines = [f"- {self._flow(value)}"]
        else:
            lines = self._lines(lead, value, column)
        at = self._below(self._end(previous), column)
        return Splice(at, at, "".join(f"\n{_indented(line, column)}" for line in lines))

    def _flow(self, value: Any) -> str:
        try:
            return flow(value)
        except ValueError as error:
            raise RegistryError(str(error)) from None

    def _below(self, end: int, column: int) -> int:
        """The end of the line on which a value ends, or of comments directly below it that are indented deeper."""
        at = self._line_end(end)
        deeper = re.compile(rf"(?:\r?\n[ \t]*)*\r?\n {{{column + 1},}}#[^\r\n]*")
        while found := deeper.match(self.text, at):
            at = found.end()
        return at

    def _remove_lines(self, parent: yaml.Node, spot: _Spot) -> Splice:
        """An entry in block style, with the lines it stands on."""
        begin, _ = self._lead(spot)
        end = self._next_line(self._below(self._end(spot.node), self._column(begin)))
        start = self._line_start(begin)
        if not self.text[start:begin].strip(" "):
            return Splice(start, end)
        if spot.number:
            raise CannotError
        # the first key of an entry: the next one takes its place behind the hyphen
        following = self._lead(_Spot(self._entries(parent)[1][1], spot.parent, 1))[0]
        if self.text[end:following].strip():
            hyphen = start + len(self.text[start:begin].rstrip(" "))
            return Splice(hyphen, self._line_end(self._end(spot.node)))
        return Splice(begin, following)

    def _remove_inside(self, parent: yaml.Node, spot: _Spot) -> Iterator[Splice]:
        """An entry in brackets, with one comma; comments around it stay."""
        entries = self._entries(parent)
        begin, end = entries[spot.number][0].start_mark.index, self._end(spot.node)
        if spot.number + 1 < len(entries):
            comma = self._comma(end)
            following = re.compile(r"[ \t]*").match(self.text, comma + 1)
            if self.text[end:comma].strip():
                yield Splice(begin, end)
                yield Splice(comma, comma + 1)
            else:
                yield Splice(begin, following.end() if following else comma + 1)
            return
        comma = self._comma(self._end(entries[spot.number - 1][1]))
        if self.text[comma + 1 : begin].strip(" \t"):
            yield Splice(comma, comma + 1)
            yield Splice(begin, end)
        else:
            yield Splice(comma, end)

    def _comma(self, index: int) -> int:
        """The comma after an entry in brackets, past comments."""
        found = re.compile(r"(?:\s|(?<=\s)#[^\n]*)*:?(?:\s|(?<=\s)#[^\n]*)*,").match(self.text, index)
        if found is None:
            raise CannotError
        return found.end() - 1


def _is_text(node: yaml.Node) -> bool:
    """Whether it is a text below its key, after | or >."""
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _is_nothing(node: yaml.Node) -> bool:
    """Whether nothing is written where the value would stand."""
    return isinstance(node, yaml.ScalarNode) and not node.value and not node.style


def _has_entries(value: Any) -> bool:
    return (isinstance(value, Mapping) or is_list(value)) and bool(value)


def _indented(line: str, column: int) -> str:
    return " " * column + line if line else line
