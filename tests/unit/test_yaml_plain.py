from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conferral import yaml_plain, yaml_text
from conferral.yaml_plain import plain_data
from tests.invalid.test_corpus import YAML_CASES
from tests.unit.memory_files import REGISTRIES

SOUND = sorted(REGISTRIES.rglob("*.yml"))
BATCH = """\
# yaml-language-server: $schema=../../../schemas/awards.schema.json
badge: data-analysis
awarded: 2026-06-30
evidence: https://northwind.example.org/cohorts/2026-spring#top
credits_earned: 2.5

recipients:
- recipient: r-7pb02gtds4a7fsm9t821vxn9rg5
  id: 79v19c1mrrnwr9vsntmwm9338f
  # with distinction
  result: {status: Completed, value: "92", of: exam}
  evidence: [{id: "https://northwind.example.org/p/17", name: Capstone}, { name: Essay }]
-   recipient: r-55g3pe1whh70ynep6f59pp4ypgt
    narrative: |
      Planned it, did it.

        - # no comment
    term:
"""


def strictly(text: str) -> Any:
    """What the strict reader reads; None if it refuses the text."""
    if not yaml_text.is_visible(text):
        return None
    reading = yaml_text._Reading("a.yml", text)
    reading.run()
    return None if reading.problems else reading.data


def assert_as_strict(text: str) -> None:
    """Whatever the fast reader gives, the strict one gives, too: values, their types and the order of keys."""
    data = plain_data(text) if yaml_text.is_visible(text) else None
    if data is not None:
        assert repr(data) == repr(strictly(text)), text


def test_a_file_of_awards_is_read() -> None:
    entry = {
        "recipient": "r-7pb02gtds4a7fsm9t821vxn9rg5",
        "id": "79v19c1mrrnwr9vsntmwm9338f",
        "result": {"status": "Completed", "value": "92", "of": "exam"},
        "evidence": [{"id": "https://northwind.example.org/p/17", "name": "Capstone"}, {"name": "Essay"}],
    }
    other = {
        "recipient": "r-55g3pe1whh70ynep6f59pp4ypgt",
        "narrative": "Planned it, did it.\n\n  - # no comment\n",
        "term": None,
    }
    data = {
        "badge": "data-analysis",
        "awarded": "2026-06-30",
        "evidence": "https://northwind.example.org/cohorts/2026-spring#top",
        "credits_earned": 2.5,
        "recipients": [entry, other],
    }
    assert plain_data(BATCH) == data
    assert plain_data(BATCH.replace("\n", "\r\n")) == data
    assert strictly(BATCH) == data


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_the_files_of_a_registry_are_known(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert_as_strict(text)
    assert plain_data(text) is not None


@pytest.mark.parametrize("path", YAML_CASES, ids=lambda path: path.stem)
def test_a_file_that_is_refused_is_not_known(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    assert_as_strict(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n",
        "a: b",
        "a:\tb\n",
        "a: b \n",
        "a: b # c\n",
        "a: b: c\n",
        "a: b\n  c\n",
        "a: b\n  c: d\n",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "a: no\n",
        "a: 012\n",
        "a: [12:30]\n",
        "null: a\n",
        "True: a\n",
        "a: &b c\n",
        "a: !b c\n",
        "a: *b\n",
        "--- \na: b\n",
        "a: b\n---\nc: d\n",
        "%YAML 1.2\n---\na: b\n",
        "a:\n  b: c\n d: e\n",
        "a:\n    b: c\n  d: e\n",
        "- a:\n  b:\n- c\n",
        "a:\n  - b\n  c: d\n",
        "a:\n- b\n  c: d\n",
        "a:\n- b: c\n - d\n",
        "a: >\n  b\n",
        "a: |-\n  b\n",
        "a: |\n\n  b\n",
        "a: |\n   b\n  c\n",
        "a: |\n  b\n    \n",
        "- a: |\n  b\n",
        "b:\n- a: |\n  b\n",
        'a: "b\\n"\n',
        "a: 'b''c'\n",
        'a: "b" c\n',
        "a: [b, c\n",
        "a: [b,, c]\n",
        "a: [b, [c]]\n",
        "a: {b: {c: d}}\n",
        "a: {b}\n",
        "a: [b: c]\n",
        "".join(" " * level + "a:\n" for level in range(20)),
    ],
)
def test_what_is_not_plain_is_left_to_the_strict_reader(text: str) -> None:
    assert plain_data(text) is None


WORDS = st.sampled_from(
    (
        *(
            "x",
            "a b",
            "https://a.b/c#d",
            "12",
            "1.50",
            "0",
            "-1",
            "2026-06-30",
            "no",
            "null",
            "~",
            "true",
            "012",
            "1_0",
        ),
        *(
            "0x1f",
            "1e5",
            "0o7",
            "a:b",
            "a: b",
            "a #b",
            "a# b",
            "a,b",
            "a]",
            "é",
            "\xa0",
            "- b",
            "-",
            "?",
            "|",
            ">",
            "!t",
        ),
        *(
            '"q"',
            "'q'",
            '"q: #"',
            '"a\\tb"',
            "'a''b'",
            '"',
            "''",
            '""',
            "[]",
            "[a, b]",
            "[a,b]",
            "[ a ]",
            "[a, ]",
            "{}",
        ),
        *("{a: b}", "{a: b, a: c}", '{a: "b, c: d"}', "{ a: b }", "{a: 1, on: no}", "{a:b}", "{a: b:c}", "[{a: b}]"),
        *(
            "[{a: b}, {c: 1.5}]",
            "[{a: b}, c]",
            "[a: b]",
            "{a: https://b/c}",
            "{a: b c}",
            "[a b , c]",
            "&a b",
            "*a",
            "%",
        ),
        *("|-", "|2", "@", "`", "...", "---", "[a", "{a: [b]}", "{true: a}", "{a: null}", "[~]", "[12:30]", ""),
    )
)
KEYS = st.sampled_from(
    ("a", "b", "c", "on", "no", "null", "True", "a b", '"a"', "é", "a-b", "1", "<<", "-a", "recipient")
)
LINES = st.one_of(
    st.builds(
        "{}{}{}:{}{}{}".format,
        st.sampled_from(("", "", "", " ", "  ", "  ", "    ", "\t")),
        st.sampled_from(("", "", "", "- ", "-  ", "-", "- - ", "? ")),
        KEYS,
        st.sampled_from((" ", " ", " ", "  ", "", "\t")),
        WORDS,
        st.sampled_from(("", "", "", "", " ", " # c", "#", "\r")),
    ),
    st.builds("{}{}{}".format, st.sampled_from(("", "  ", "    ", "  - ", "- ")), WORDS, st.sampled_from(("", " "))),
    st.sampled_from(("", "  ", "# c", "  # c", "\t", "a:", "- a:", "  b:", "b: |", "  c: |", "- a: |", "---", "...")),
)


@given(st.lists(LINES, max_size=7), st.sampled_from(("\n", "\n", "\n", "\r\n")), st.sampled_from(("", "\n")))
@example(["a: |", "  b", "", "c: d"], "\n", "\n")
@example(["a:", "- b", "- c: d", "  e: |", "    f", "g:"], "\n", "\n")
@example(["a: |", "  b"], "\n", "")
def test_lines_of_every_kind_are_read_as_strictly_or_not_at_all(lines: list[str], line_end: str, last: str) -> None:
    assert_as_strict(line_end.join(lines) + last)


ALL = [path.read_bytes().decode("utf-8", "replace") for path in (*SOUND, *YAML_CASES)]
PIECES = (
    "\n",
    " ",
    "  ",
    "- ",
    ": ",
    ":",
    "#",
    " #",
    '"',
    "'",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "|",
    "\t",
    "a",
    "0",
    "\\",
    "&",
    "é",
)


@given(st.sampled_from([BATCH, *ALL]), st.data())
def test_damaged_files_are_read_as_strictly_or_not_at_all(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from((0, 0, 1, 1, 2, 9))))
        text = text[:start] + data.draw(st.sampled_from(("", "", *PIECES))) + text[end:]
    assert_as_strict(text)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.sampled_from([BATCH, *ALL]))
def test_lines_in_another_order_are_read_as_strictly_or_not_at_all(order: list[int], text: str) -> None:
    lines = text.split("\n")
    assert_as_strict("".join(lines[number % len(lines)] + "\n" for number in order))


@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@`# \n~<=01.\\é", max_size=40))
def test_any_text_is_read_as_strictly_or_not_at_all(text: str) -> None:
    assert_as_strict(text)


def test_a_long_line_that_is_no_yaml_takes_no_time() -> None:
    for text in (
        "a: " + "b:" * 200_000,
        "a: " + "b #" * 100_000,
        "a: [" + "b, " * 100_000,
        "a: {b: " + "c " * 100_000 + "#",
    ):
        assert yaml_plain.plain_data(text + "\n") is None
