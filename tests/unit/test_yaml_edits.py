"""Editing YAML that a person wrote: exactly the meant change, and nothing else touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.errors import RegistryError, RegistryProblems
from conferral.yaml_edits import YamlText, block
from conferral.yaml_text import Keys, read_yaml
from conferral.yaml_writing import plain

BEFORE = """\
# yaml-language-server: $schema=x
version: 2  # the second
name: 'A School'   # its name

skills:  # what it shows
  - SQL  # one
  # before the second
  - "Data"
policy: {identity: [did, name], baked: false}  # allowed
text: |  # long
  Some words.

  - more

"""


def edited(text: str, edit: Callable[[YamlText], YamlText]) -> str:
    return edit(YamlText(text, "f.yml")).text


def test_a_value_is_replaced_where_it_stands() -> None:
    after = edited(BEFORE, lambda yaml: yaml.set(("version",), 3).set(("name",), "no"))

    assert after == BEFORE.replace("version: 2 ", "version: 3 ").replace("'A School'", '"no"')


def test_a_new_key_goes_to_the_end_with_the_layout_of_its_siblings() -> None:
    after = edited(
        "a: 1\nb:\n  - x: 1\n    y: {k: v}\n  # about b\n# at the end\n", lambda yaml: yaml.set(("c",), [True])
    )

    assert after == "a: 1\nb:\n  - x: 1\n    y: {k: v}\n  # about b\nc:\n  - true\n# at the end\n"


def test_a_new_key_goes_behind_the_sibling_that_was_named() -> None:
    assert edited("a: 1 # x\nb: 2\n", lambda yaml: yaml.set(("c",), "d", after="a")) == "a: 1 # x\nc: d\nb: 2\n"


def test_mappings_on_the_way_are_made() -> None:
    assert edited("a: 1\nb:\n", lambda yaml: yaml.set(("b", "c", "d"), 1.5)) == "a: 1\nb:\n  c:\n    d: 1.5\n"
    assert edited("a: 1\n", lambda yaml: yaml.set(("b", "c"), None)) == "a: 1\nb:\n  c: null\n"


def test_a_collection_changes_only_where_it_differs() -> None:
    after = edited(BEFORE, lambda yaml: yaml.set(("skills",), ["SQL", "Dates", "R"]))

    assert after == BEFORE.replace('- "Data"\n', "- Dates\n  - R\n")


def test_days_and_times_are_written_plain() -> None:
    day, instant = date(2026, 6, 30), datetime(2026, 6, 30, 9, tzinfo=UTC)

    assert edited("a: 1\n", lambda yaml: yaml.set(("b",), day).set(("c",), instant)) == (
        "a: 1\nb: 2026-06-30\nc: 2026-06-30T09:00:00Z\n"
    )


def test_an_entry_is_added_in_the_style_of_the_last_one() -> None:
    assert edited("l:\n- a # x\n- {k: v}  # y\n", lambda yaml: yaml.append(("l",), {"k": "w, x"})) == (
        'l:\n- a # x\n- {k: v}  # y\n- {k: "w, x"}\n'
    )
    assert edited("l: [a, b]  # x\n", lambda yaml: yaml.append(("l",), "c")) == "l: [a, b, c]  # x\n"
    assert edited("l:\n", lambda yaml: yaml.append(("l",), {"k": 1, "m": 2})) == "l:\n  - k: 1\n    m: 2\n"
    assert edited("k: 1\n", lambda yaml: yaml.append(("l",), "c")) == "k: 1\nl:\n  - c\n"


def test_what_is_removed_takes_the_comments_on_its_lines_along() -> None:
    after = edited(BEFORE, lambda yaml: yaml.remove(("skills", 0)).remove(("policy", "identity")).remove(("text",)))

    assert after == (
        "# yaml-language-server: $schema=x\nversion: 2  # the second\nname: 'A School'   # its name\n\n"
        'skills:  # what it shows\n  # before the second\n  - "Data"\npolicy: {baked: false}  # allowed\n\n'
    )


def test_the_first_key_of_an_entry_is_removed_and_the_hyphen_stays() -> None:
    assert edited("l:\n  - a: 1 # x\n    b: 2 # y\n", lambda yaml: yaml.remove(("l", 0, "a"))) == ("l:\n  - b: 2 # y\n")
    assert edited("l:\n  - a: 1\n    # y\n    b: 2\n", lambda yaml: yaml.remove(("l", 0, "a"))) == (
        "l:\n  -\n    # y\n    b: 2\n"
    )


def test_a_collection_that_loses_its_last_entry_is_written_empty() -> None:
    assert edited("a: 1\nl:\n  - x # c\n", lambda yaml: yaml.remove(("l", 0))) == "a: 1\nl: []\n"
    assert edited("a: 1\nm:\n  k: v\n", lambda yaml: yaml.remove(("m", "k"))) == "a: 1\nm: {}\n"


def test_an_entry_that_is_replaced_leaves_no_comment_of_its_own_behind() -> None:
    before = (
        "recipients:\n  # first\n  - recipient: r-1  # Ms X\n    # lives in Y\n    note: Z\n  - recipient: r-2 # b\n"
    )

    after = edited(before, lambda yaml: yaml.replace_entry(("recipients", 0), {"id": "a", "erased": date(2026, 7, 1)}))

    assert after == "recipients:\n  # first\n  - id: a\n    erased: 2026-07-01\n  - recipient: r-2 # b\n"


def test_comments_inside_a_collection_that_becomes_something_else_stay_below_it() -> None:
    assert edited("a:  # one\n  - b  # two\n  # three\n  - c\nd: 1\n", lambda yaml: yaml.set(("a",), "x")) == (
        "a: x  # one\n# two\n# three\nd: 1\n"
    )


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    before = "\ufeffa: 1\r\nl:\r\n  - b\r\n"

    assert edited(before, lambda yaml: yaml.append(("l",), {"k": 1, "m": "x\ny"}).set(("c",), 2)) == (
        "\ufeffa: 1\r\nl:\r\n  - b\r\n  - k: 1\r\n    m: |-\r\n      x\r\n      y\r\nc: 2\r\n"
    )


def test_a_file_without_a_last_line_break_gets_one_when_its_end_is_edited() -> None:
    assert edited("a: 1\nb: 2", lambda yaml: yaml.set(("c",), 3)) == "a: 1\nb: 2\nc: 3\n"
    assert edited("a: 1\nb: 2", lambda yaml: yaml.remove(("b",))) == "a: 1\n"
    assert edited("a: 1\nb: 2", lambda yaml: yaml.set(("a",), 3)) == "a: 3\nb: 2"


def test_a_text_at_the_end_of_a_file_without_a_last_line_break_stays_the_same_text() -> None:
    assert edited("a: |  # x\n  y", lambda yaml: yaml.set(("c",), 3)) == "a: |-  # x\n  y\nc: 3\n"


def test_what_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(RegistryError) as caught:
        YamlText("a: [1]\n", "f.yml").remove(("a", 1))

    assert caught.value.message == "f.yml: there is no a > 1"


def test_an_edit_that_would_change_something_else_is_refused() -> None:
    with pytest.raises(RegistryError) as caught:
        YamlText("? a\n: 1\n", "f.yml").set(("b",), 2)

    assert caught.value.message == "f.yml: b cannot be edited without changing something else"


def test_the_last_guard_compares_what_was_meant_with_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the editing got wrong, the edited text is not handed out."""
    monkeypatch.setattr("conferral.yaml_splices.flow", lambda value, **_: "true" if value == 1 else "x")

    with pytest.raises(RegistryError):
        YamlText("a: {b: 2}\n", "f.yml").set(("a", "b"), 1)


def test_a_file_that_is_no_strict_yaml_is_not_edited() -> None:
    with pytest.raises(RegistryProblems):
        YamlText("a: 1\na: 2\n", "f.yml").set(("b",), 2)


def test_a_number_that_has_no_unambiguous_form_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^inf has no unambiguous form in YAML$"):
        block({"a": float("inf")})
    with pytest.raises(RegistryError, match=r"^inf has no unambiguous form in YAML$"):
        YamlText("a: 1\n", "f.yml").set(("b",), float("inf"))


def test_new_files_are_written_in_the_style_of_the_house() -> None:
    data = {
        "on": date(2026, 6, 30),
        "name": "Søren: a name",
        "text": "One.\n\n- two\n",
        "value": "92",
        "empty": [],
        "list": [{"id": "https://example.org/p/17", "tags": ["a", "no"]}, "x"],
        "long": "word " * 30 + "end",
    }

    assert block(data) == (
        'on: 2026-06-30\nname: "Søren: a name"\ntext: |\n  One.\n\n  - two\nvalue: "92"\nempty: []\nlist:\n'
        '  - id: https://example.org/p/17\n    tags:\n      - a\n      - "no"\n  - x\nlong: >-\n'
        + f"  {'word ' * 22}".rstrip()
        + f"\n  {'word ' * 8}end\n"
    )


WORDS = st.lists(
    st.sampled_from(
        ["no", "a-b", "#x", "- y", "12", "null", ": z", "ü", "'", '"', "{", "]", ",", "", "\u202e", "\ufeff"]
    ),
    max_size=40,
)
TEXTS = (
    st.text(max_size=40)
    | st.text(alphabet="ab \n\t:#-'\"[]{},|>%&*!?.0123eEnyo~=\r\x85\u2028", max_size=30)
    | WORDS.map(" ".join)
    | WORDS.map("\n".join)
    | st.integers(20, 60).map(lambda number: "seven chars " * number + "#end")
)
SCALARS = TEXTS | st.integers(-(10**14), 10**14) | st.booleans() | st.none() | st.sampled_from([0.5, 40.0, -3.75])
DATA: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=20) | st.sampled_from(["on", "no", "12"]), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(DATA)
def test_whatever_is_written_is_read_back_as_the_same(value: Any) -> None:
    assert read_yaml(block(value), "f.yml").data == plain(value)


class Pen:
    """Writes data as a person might: any layout, with numbered comments wherever one may stand."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.comments = 0

    def chance(self, times_in_ten: int) -> bool:
        return self.draw(st.integers(0, 9)) < times_in_ten

    def comment(self, times_in_ten: int = 3) -> str:
        if not self.chance(times_in_ten):
            return ""
        self.comments += 1
        return f"{self.draw(st.sampled_from([' ', '   ']))}# c{self.comments}: [x, {{"

    def own_lines(self, indent: int) -> str:
        if not self.chance(2):
            return ""
        comment = self.comment(6).strip()
        return f"{' ' * indent}{comment}\n" if comment else "\n"

    def inside(self, value: Any) -> str:
        if isinstance(value, dict):
            return self.brackets("{", [f"{key}: {self.inside(item)}" for key, item in value.items()], "}")
        if isinstance(value, list):
            return self.brackets("[", [self.inside(item) for item in value], "]")
        return self.scalar(value)

    def brackets(self, opening: str, items: list[str], closing: str) -> str:
        if not self.chance(3):
            return opening + ", ".join(items) + closing
        text = opening + self.comment() + "\n" + " " * 20
        for number, item in enumerate(items):
            comma = "," if number + 1 < len(items) or self.chance(3) else ""
            text += f"{item}{comma}{self.comment()}\n" + " " * 20
        return text + closing

    def scalar(self, value: Any) -> str:
        if isinstance(value, str):
            return self.draw(st.sampled_from([value, f"'{value}'", f'"{value}"']))
        return block(value).strip()

    def behind(self, value: Any, indent: int) -> str:
        """What stands behind "key:" or a hyphen, the line break included."""
        if (isinstance(value, (dict, list)) and not value) or (isinstance(value, (dict, list)) and self.chance(3)):
            return f" {self.inside(value)}{self.comment()}\n"
        if isinstance(value, dict):
            return f"{self.comment()}\n" + self.mapping(value, indent + self.draw(st.integers(1, 4)))
        if isinstance(value, list):
            return f"{self.comment()}\n" + self.list(value, indent + self.draw(st.integers(0, 4)))
        if isinstance(value, str) and self.chance(2):
            style = self.draw(st.sampled_from(["|-", ">-"]))
            return f" {style}{self.comment()}\n{' ' * (indent + 2)}{value}\n" + "\n" * self.draw(st.integers(0, 1))
        if value is None and self.chance(5):
            return f"{self.comment()}\n"
        return f" {self.scalar(value)}{self.comment()}\n"

    def mapping(self, value: dict[str, Any], indent: int) -> str:
        text = ""
        for key, item in value.items():
            text += f"{self.own_lines(indent)}{' ' * indent}{key}:{self.behind(item, indent)}"
        return text + self.own_lines(indent)

    def list(self, value: list[Any], indent: int) -> str:
        text = ""
        for item in value:
            text += self.own_lines(indent) + " " * indent + "-"
            if isinstance(item, dict) and item and self.chance(8):
                lines = self.mapping(item, indent + 2)
                while lines.startswith(("\n", " " * (indent + 2) + "#")):  # a key follows the hyphen
                    lines = lines.partition("\n")[2]
                text += f" {lines.removeprefix(' ' * (indent + 2))}"
            else:
                text += self.behind(item, indent + 1 if isinstance(item, list) else indent)
        return text + self.own_lines(indent)


NAMES = st.sampled_from(["a", "bb", "on", "name", "key_1"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["word", "two words", "https://example.org/x", "2026-06-30", 7, 2.5, True, None]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=10,
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, Any]:
    data = draw(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4))
    text = Pen(draw).mapping(data, 0)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text, data


def paths(data: Any, keys: Keys = ()) -> list[Keys]:
    found = [keys] if keys else []
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        found += paths(value, (*keys, step))
    return found


def at(data: Any, keys: Keys) -> Any:
    for step in keys:
        data = data[step]
    return data


def comments(text: str) -> list[str]:
    return sorted(re.findall(r"# c\d+: \[x, \{", text))


@settings(max_examples=300)
@given(documents(), st.data())
def test_any_edit_of_any_document_changes_what_was_meant_and_keeps_every_comment(
    document: tuple[str, Any], data: st.DataObject
) -> None:
    text, was = document
    assert YamlText(text, "f.yml").data == was
    keys = data.draw(st.sampled_from(paths(was)))
    value = data.draw(VALUES | TEXTS)
    expected = deepcopy(was)
    parent, present = at(expected, keys[:-1]), at(was, keys)
    kind = data.draw(st.sampled_from(["set", "new key", "append", "remove", "replace"]))
    yaml = YamlText(text, "f.yml")
    if kind == "new key" and isinstance(present, dict):
        after = yaml.set((*keys, "new"), value)
        at(expected, keys)["new"] = value
    elif kind == "append" and isinstance(present, list):
        after = yaml.append(keys, value)
        at(expected, keys).append(value)
    elif kind == "remove" and len(was) > 1:
        after = yaml.remove(keys)
        del parent[keys[-1]]
    elif kind == "replace":
        after = yaml.replace_entry(keys, value)
        parent[keys[-1]] = value
    else:
        kind, after = "set", yaml.set(keys, value)
        parent[keys[-1]] = value

    assert read_yaml(after.text, "f.yml").data == expected
    assert after.text.startswith("\ufeff") == text.startswith("\ufeff")
    if "\r\n" in text:
        assert not re.search(r"(?<!\r)\n", after.text)
    both = (type(present), type(value)) in ((dict, dict), (list, list))  # where parts may be taken away
    if kind in ("new key", "append") or (kind == "set" and not both):
        assert comments(after.text) == comments(text)
    else:
        assert set(comments(after.text)) <= set(comments(text))


@settings(max_examples=50)
@given(documents(), st.data())
def test_many_edits_at_once_are_the_same_as_one_after_the_other(document: tuple[str, Any], data: st.DataObject) -> None:
    text, was = document
    leaves = [keys for keys in paths(was) if not isinstance(at(was, keys), (dict, list))]
    values = {keys: data.draw(st.sampled_from([8, "no", "x"])) for keys in leaves}
    one_by_one = YamlText(text, "f.yml")
    for keys, value in values.items():
        one_by_one = one_by_one.set(keys, value)

    assert YamlText(text, "f.yml").set_all(values).text == one_by_one.text
