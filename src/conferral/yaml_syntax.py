"""What a YAML parser says about broken syntax, in words that help whoever wrote the file."""

from __future__ import annotations

import re

import yaml

from conferral.errors import Problem

_QUOTE_IT = "put quotes around text that holds special characters"
_ESCAPES = "close it with the same quote; inside single quotes an apostrophe is written twice"


def syntax_problem(  # noqa: PLR0911, PLR0912 - a branch for each thing that a parser says
    file: str, text: str, error: yaml.MarkedYAMLError
) -> Problem:
    """The problem behind a parser's error, at the place where it is best mended."""
    problem, context = error.problem or "", error.context or ""
    mark, start = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    if mark is None or start is None:  # neither parser does that; the file is refused all the same
        return Problem(file, 0, 0, f"this is no YAML: {problem or context}")
    here, begin = (mark.line + 1, mark.column + 1), (start.line + 1, start.column + 1)
    lines = re.split(r"\r\n|\r|\n", text)
    line = lines[mark.line] if mark.line < len(lines) else ""
    character = line[mark.column : mark.column + 1]

    if "tab character" in problem or ("cannot start any token" in problem and character == "\t"):
        return Problem(file, *here, "a tab is used to indent", "spaces", "replace it by two spaces for each level")
    if "cannot start any token" in problem:
        what = f'text cannot begin with "{character}"'
        return Problem(file, *here, what, "text in quotes", "put the whole value in quotes")
    if "quoted scalar" in context and "unexpected end" in problem:
        return Problem(file, *begin, "a quote is opened here and never closed", "a closing quote", _ESCAPES)
    if "quoted scalar" in context and ("escape" in problem or "hex" in problem or "octal" in problem):
        hint = "use single quotes for text that holds backslashes, or double the backslash"
        return Problem(file, *here, "a backslash that means nothing", r"an escape such as \n or \"", hint)
    if "mapping values are not allowed" in problem:
        what = "a colon stands where no key can be"
        hint = (
            "if the colon belongs to a text, put quotes around the text; if not, check the indentation, the colon "
            "and the space after it on this line and the line before"
        )
        return Problem(file, *here, what, 'one "key: value" on a line', hint)
    if "simple key" in context:
        hint = "write a colon and a space after the key; a text of several lines is indented below its key"
        return Problem(file, *begin, "this line has no colon", 'lines of the form "key: value"', hint)
    if "block sequence entries are not allowed" in problem:
        hint = "begin the list on the line after the key"
        return Problem(file, *here, "a list cannot begin here", "each entry on a line of its own", hint)
    if "flow sequence" in context or "flow mapping" in context or "flow node" in context:
        opened = "{" if "mapping" in context else "["
        closing = "}" if "mapping" in context else "]"
        what = f'what is opened with "{opened}" is not closed or lacks a comma'
        hint = f'close it with "{closing}", or write each entry on a line of its own'
        return Problem(file, *begin, what, f'entries with commas between, then "{closing}"', hint)
    if "block" in context and line[: mark.column].strip(" -"):
        hint = "put the whole value in quotes; inside single quotes an apostrophe is written twice"
        return Problem(file, *here, "this text stands behind a value that has ended", "one value", hint)
    if "block mapping" in context or "block collection" in context or "block sequence" in context:
        hint = "indent this line like the lines it belongs with; a list has a hyphen before every entry"
        return Problem(file, *here, "this line does not fit the lines above it", "the same indentation", hint)
    if "anchor" in context or "alias" in context or "tag" in context:
        what = f'text cannot begin with "{lines[start.line][start.column : start.column + 1]}"'
        return Problem(file, *begin, what, "text in quotes", "put the whole value in quotes")
    if "directive" in context:
        return Problem(file, *begin, "a YAML directive", "none", "delete the lines that begin with %")
    if "<document start>" in problem:
        return Problem(file, *here, "a second document begins here", "one document in a file", "delete the line ...")
    if "block scalar" in context:
        hint = "write | or > at the end of the line and the text below it, indented"
        return Problem(file, *here, "a text block does not begin here", "a line break after | or >", hint)
    return Problem(file, *here, f"this is no YAML: {problem}", 'lines of the form "key: value"', _QUOTE_IT)
