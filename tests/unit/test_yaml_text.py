from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from conferral import yaml_text
from conferral.errors import Problem, RegistryProblems
from conferral.yaml_text import MAX_BYTES, read_yaml
from tests.invalid.test_corpus import YAML_CASES
from tests.unit.memory_files import REGISTRIES

SOUND = sorted(REGISTRIES.rglob("*.yml"))

DOCUMENT = """\
# a comment
on: 2026-06-30
text: >-
  folded
  text
list:
  - one
  - {two: 2, "three": [3.5, true, null]}
書道: "茶 \\u8336"
nothing:
"""


def test_a_document_becomes_plain_data() -> None:
    assert read_yaml(DOCUMENT, "a.yml").data == {
        "on": "2026-06-30",
        "text": "folded text",
        "list": ["one", {"two": 2, "three": [3.5, True, None]}],
        "書道": "茶 茶",
        "nothing": None,
    }


@pytest.mark.parametrize(
    ("keys", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("on",), (2, 5), (2, 1)),
        (("text",), (3, 7), (3, 1)),
        (("list",), (7, 3), (6, 1)),
        (("list", 0), (7, 5), (7, 5)),
        (("list", 1), (8, 5), (8, 5)),
        (("list", 1, "two"), (8, 11), (8, 6)),
        (("list", 1, "three", 1), (8, 29), (8, 29)),
        (("書道",), (9, 5), (9, 1)),
    ],
)
def test_values_and_keys_stand_at_their_line_and_column(
    keys: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]
) -> None:
    document = read_yaml(DOCUMENT, "a.yml")
    assert (document.position(keys), document.position_of_key(keys)) == (value, key)


@pytest.mark.parametrize("keys", [("list", 1, "four"), ("list", 1, "four", 0, "five")])
def test_what_is_missing_stands_where_it_would_be(keys: tuple[str | int, ...]) -> None:
    assert read_yaml(DOCUMENT, "a.yml").position(keys) == (8, 5)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    document = read_yaml(b"\xef\xbb\xbfa: x\r\nb:\r\n  c: z\r\n", "a.yml")
    assert document.data == {"a": "x", "b": {"c": "z"}}
    assert document.position(("b", "c")) == (3, 6)


def test_one_mark_of_a_document_is_accepted() -> None:
    assert read_yaml("---\na: x\n...\n", "a.yml").data == {"a": "x"}


def test_quoted_and_block_text_is_text_whatever_it_says() -> None:
    text = "a: 'no'\nb: \"012\"\nc: |\n  12:30\nd: >\n  ~\n"
    assert read_yaml(text, "a.yml").data == {"a": "no", "b": "012", "c": "12:30\n", "d": "~\n"}


def test_a_file_too_large_to_be_meant_is_refused_unread() -> None:
    with pytest.raises(RegistryProblems) as caught:
        read_yaml(b"#" * (MAX_BYTES + 1), "a.yml")
    assert caught.value.problems == (
        Problem("a.yml", 0, 0, "the file has 5242881 bytes", "at most 5242880 bytes", "split it into several files"),
    )


def test_a_binary_file_is_refused_with_a_few_of_its_faults() -> None:
    with pytest.raises(RegistryProblems) as caught:
        read_yaml(bytes(1_000_000), "a.yml")
    assert len(caught.value.problems) == 20


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[[{a: ["])
def test_nesting_without_end_is_refused_and_exhausts_nothing(opening: str) -> None:
    with pytest.raises(RegistryProblems) as caught:
        read_yaml(opening * 100_000, "a.yml")
    assert any("nesting" in problem.what or "key" in problem.what for problem in caught.value.problems)


@pytest.fixture
def _without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_Loader", yaml.SafeLoader)


@pytest.mark.usefixtures("_without_libyaml")
@pytest.mark.parametrize("case", YAML_CASES, ids=lambda case: case.stem)
def test_without_libyaml_the_same_files_are_refused(case: Any) -> None:
    with pytest.raises(RegistryProblems):
        read_yaml(case.read_bytes(), case.name)


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_without_libyaml_sound_files_say_the_same(path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = read_yaml(path.read_bytes(), path.name)
    position = with_it.position(tuple(with_it.data)[-1:])
    monkeypatch.setattr(yaml_text, "_Loader", yaml.SafeLoader)
    without = read_yaml(path.read_bytes(), path.name)
    assert without.data == with_it.data
    assert without.position(tuple(without.data)[-1:]) == position


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_sound_files_say_the_same_to_another_reader(path: Any) -> None:
    expected = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 - makes text, lists and dicts only

    def as_text(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: as_text(item) for key, item in value.items()}
        if isinstance(value, list):
            return [as_text(item) for item in value]
        return str(value).lower() if isinstance(value, bool) else str(value)

    assert as_text(read_yaml(path.read_bytes(), path.name).data) == expected


def read_or_none(source: str | bytes) -> Any:
    """The document; None if it is refused, with problems that stand inside the file."""
    try:
        return read_yaml(source, "a.yml")
    except RegistryProblems as error:
        problems = error.problems
    assert problems
    for problem in problems:
        assert problem.what
        assert (problem.line > 0) == (problem.column > 0)
    return None


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfea\x00")
@example(b"\x00")
@example("\ud800".encode("utf-8", "surrogatepass"))
def test_any_bytes_are_read_or_refused(source: bytes) -> None:
    read_or_none(source)


@given(st.text(alphabet="a:-?[]{},&*!|>'\"%@`# \n\t~<=01.\\é\u2028", max_size=60))
@example('"\\')
@example("? ?")
@example("!<>")
@example("{a, b: [}")
def test_any_yaml_like_text_is_read_or_refused(source: str) -> None:
    document = read_or_none(source)
    if document:
        document.position(("a", 0))


PLAIN = st.one_of(
    st.text(alphabet="0123456789+-._:eExXoabfinNaAIuUlLtTrRsSyYoOF~=<>", min_size=1, max_size=9),
    st.from_regex(r"[-+]?[0-9_]{1,4}(:[0-9]{1,2}){0,2}(\.[0-9_]*)?([eE][-+]?[0-9]{1,2})?", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z?)?", fullmatch=True),
    st.sampled_from(["y", "yes", "No", "on", "Off", "true", "TRUE", "null", "Null", "~", "=", "<<", ".inf", ".nan"]),
)

# YAML 1.2.2, section 10.3.2: the tag resolution of the core schema, as printed there
CORE_SCHEMA = re.compile(
    r"null|Null|NULL|~|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN"
)
# YAML 1.1, the types bool and value, of which PyYAML knows only a part
ONE_ONE_WORDS = re.compile(r"y|Y|n|N|=|<<")


@given(PLAIN)
@example("0")
@example("-0")
@example("0.0")
@example("2026-06-30")
@example("2026-99-99")
@example("1:60")
@example("190:20:30.15")
def test_no_plain_text_is_read_otherwise_by_yaml_1_1_or_1_2(plain: str) -> None:
    document = read_or_none(f"a: {plain}\n")
    if document is None:
        return
    value = document.data["a"]
    try:
        one_one = yaml.safe_load(f"a: {plain}\n")["a"]
    except ValueError:  # a date that does not exist
        assert isinstance(value, str)
        return
    if isinstance(one_one, date | datetime):
        assert isinstance(value, str)
    else:
        assert (type(value), value) == (type(one_one), one_one)
    if isinstance(value, str):
        assert not CORE_SCHEMA.fullmatch(value)
        assert not ONE_ONE_WORDS.fullmatch(value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    )
)
def test_what_another_program_writes_is_read_back(data: Any) -> None:
    text = yaml.safe_dump({"a": data}, allow_unicode=True)
    document = read_or_none(text)
    if document is not None:
        assert document.data == {"a": data}
    else:  # the few things it writes that are refused here
        assert re.search(
            r"[&*!]|[\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]|: [yYnN]\b|- [yYnN]\b|[yYnN]\b|\? ", text
        )
