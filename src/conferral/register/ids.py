"""Writing award ids into a batch file as a person would: one line each, everything else left as it is."""

from __future__ import annotations

import yaml

from conferral.errors import RegistryError

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


def with_ids(text: str, ids: dict[int, str]) -> str:
    """The text of a batch file with an `id:` for each entry of `ids` (position in `recipients` -> award id).

    Comments, order, quoting and line ends stay.  The id goes on a line of its own below `recipient:`, or behind it
    where the entry is written in braces.  Raises `RegistryError` when the result would not say exactly what was
    meant; nothing is lost then, since nothing was written.
    """
    lines = text.split("\n")
    entries = _entries(text)
    for position in sorted(ids, reverse=True):
        _insert(lines, entries[position], ids[position])
    edited = "\n".join(lines)
    _assert_only_ids_were_added(text, edited, ids)
    return edited


def _entries(text: str) -> list[yaml.MappingNode]:
    root = yaml.compose(text, Loader=_Loader)
    assert isinstance(root, yaml.MappingNode)  # noqa: S101 -- the loader has read this file as a batch
    (entries,) = (value.value for key, value in root.value if key.value == "recipients")
    return list(entries)


def _insert(lines: list[str], entry: yaml.MappingNode, award: str) -> None:
    pairs = {key.value: (key, value) for key, value in entry.value}
    if "id" in pairs:  # written, but left empty
        key, value = pairs["id"]
        line, start = key.end_mark.line, lines[key.end_mark.line].index(":", key.end_mark.column) + 1
        end = value.end_mark.column if value.end_mark.line == line and value.value else start
        lines[line] = f"{lines[line][:start]} {award}{lines[line][end:]}"
        return
    key, value = pairs["recipient"]
    line, column = value.end_mark.line, value.end_mark.column
    if entry.flow_style:
        lines[line] = f"{lines[line][:column]}, id: {award}{lines[line][column:]}"
    else:
        end = "\r" if lines[line].endswith("\r") else ""
        lines.insert(line + 1, f"{' ' * key.start_mark.column}id: {award}{end}")


def _assert_only_ids_were_added(before: str, after: str, ids: dict[int, str]) -> None:
    expected = yaml.load(before, Loader=yaml.BaseLoader)  # noqa: S506 -- BaseLoader makes text, lists and dicts only
    for position, award in ids.items():
        expected["recipients"][position]["id"] = award
    try:
        same = yaml.load(after, Loader=yaml.BaseLoader) == expected  # noqa: S506
    except yaml.YAMLError:
        same = False
    if not same:
        raise RegistryError(
            "the ids cannot be written into this file without changing something else",
            hint="Write each entry in block style: `- recipient: ...` on a line of its own.",
        )
