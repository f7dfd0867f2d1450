"""Award ids go into a batch file as a person would write them: one line each, everything else left as it is."""

from __future__ import annotations

import re

from conferral.errors import RegistryProblems
from conferral.yaml_edits import YamlText
from conferral.yaml_text import Keys, read_yaml
from conferral.yaml_writing import flow

_RECIPIENT = re.compile(r"^( *)- recipient: [^\s#]+\n", re.MULTILINE)


def with_ids(text: str, ids: dict[int, str], file: str) -> str:
    """The text of a batch file with an `id:` for each entry of `ids` (position in `recipients` -> award id).

    The id goes on a line of its own below `recipient:`, or behind it where the entry is written in braces.  Raises
    `RegistryError` when the file cannot be edited without changing something else.
    """
    made = _by_lines(text, ids, file)
    if made is not None:
        return made
    values: dict[Keys, str] = {("recipients", position, "id"): award for position, award in ids.items()}
    return YamlText(text, file).set_all(values, after="recipient").text


def _by_lines(text: str, ids: dict[int, str], file: str) -> str | None:
    """The same where every entry begins with its recipient, alone on a line, as in most files; None elsewhere."""
    begins = list(_RECIPIENT.finditer(text))
    if "#" in text or "\r" in text or len(begins) <= max(ids, default=0):
        return None
    parts, done = [], 0
    for position, award in sorted(ids.items()):
        begin = begins[position]
        parts += [text[done : begin.end()], f"{begin[1]}  id: {flow(award)}\n"]
        done = begin.end()
    made = "".join([*parts, text[done:]])
    try:
        expected, data = read_yaml(text, file).data, read_yaml(made, file).data
    except RegistryProblems:
        return None
    entries = expected.get("recipients")
    if not isinstance(entries, list) or [type(entry) for entry in entries] != [dict] * len(begins):
        return None
    for position, award in ids.items():
        entries[position]["id"] = award
    return made if data == expected else None
