"""Award ids go into a batch file as a person would write them: one line each, everything else left as it is."""

from __future__ import annotations

from conferral.yaml_edits import YamlText
from conferral.yaml_text import Keys


def with_ids(text: str, ids: dict[int, str], file: str) -> str:
    """The text of a batch file with an `id:` for each entry of `ids` (position in `recipients` -> award id).

    The id goes on a line of its own below `recipient:`, or behind it where the entry is written in braces.  Raises
    `RegistryError` when the file cannot be edited without changing something else.
    """
    values: dict[Keys, str] = {("recipients", position, "id"): award for position, award in ids.items()}
    return YamlText(text, file).set_all(values, after="recipient").text
