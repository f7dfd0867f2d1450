from __future__ import annotations

import json
import random
from functools import partial
from typing import Any

from conferral.standards.strict_documents import MAX_BYTES, MAX_DEPTH, MAX_VALUES, read_document
from conferral.standards.timestamps import format_timestamp, parse_timestamp
from tests.unit.verifier.browser_side import Document, ask, outcome, python_outcome

SOURCES = [
    b"",
    b" ",
    b"{}",
    b"{}x",
    b"[1]",
    b'"x"',
    b"nul",
    b"null",
    b"\xef\xbb\xbf{}",
    b'{"a": "\xff"}',
    b'{"a": "\xe2\x82"}',
    b'{"a": "\xed\xa0\x80"}',
    b'{"a": "\xf4\x90\x80\x80"}',
    b'{"a": "\xc3(\xa9"}',
    b'{"a": "\xf0\x9f\x98',
    '{"a": 1}'.encode("utf-16"),
    b'{"a": 1, "a": 2}',
    b'{"b": {"a\\n": 1, "a\\n": 2}}',
    '{"\u00e9\U0001f600\x7f": 1, "\u00e9\\ud83d\\ude00\x7f": 2}'.encode(),
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b'{"a": -Infinity}',
    b'{"a": -}',
    b'{"a": -x}',
    b'{"a": 01}',
    b'{"a": 1.}',
    b'{"a": .5}',
    b'{"a": 1e}',
    b'{"a": 1e+}',
    b'{"a": 1.5E+3}',
    b'{"a": 1e999}',
    b'{"a": -1e999}',
    b'{"a": 9007199254740991, "b": -9007199254740991}',
    b'{"a": 9007199254740992}',
    b'{"a": -9007199254740992}',
    b'{"a": ' + b"9" * 5000 + b"}",
    b'{"a": 1.0, "b": 3e2, "c": -0.0, "d": -0, "e": 0.1, "f": 1e21}',
    b'{"a": "\\ud800"}',
    b'{"\\udfff": 1}',
    b'{"a": "\\ud83d\\ude00\\u00e9\\/\\b\\f\\n\\r\\t\\"\\\\"}',
    b'{"a": "\\ud83d\\u0041"}',
    b'{"a": "\\ud83d\\uzzzz"}',
    b'{"a": "\\u12"}',
    b'{"a": "\\u12',
    b'{"a": "\\x"}',
    b'{"a": "\\',
    b'{"a": "b',
    b'{"a": "b\nc"}',
    b'{"a": "b\tc"}',
    b'{"a" 1}',
    b'{"a": 1 "b": 2}',
    b"{'a': 1}",
    b'{"a"',
    b'{"a":',
    b"{",
    b"[",
    b"[1",
    b"[1 2]",
    b"[1, \n]",
    b'{"a": 1 , }',
    b'{"a": [1, 2}',
    b'{"a": tru}',
    b'{\n  "a": 1,\n  "b" 2\n}',
    '{"\u00e9\U0001f600": \U0001f600}'.encode(),
    '{\r\n"a": "\u2028"\r\n "b"}'.encode(),
    b'{"__proto__": {"x": 1}, "constructor": 2, "a": 3}',
    b'{"a": "' + b"x" * MAX_BYTES + b'"}',
    b'{"a":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}",
    b'{"a":' + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1) + b"}",
    b'{"a":' * 200_000,
    b'{"a": [' + b"0," * (MAX_VALUES - 2) + b"0]}",
    b'{"a": [' + b"0," * (MAX_VALUES - 3) + b"0]}",
]


def damaged(count: int) -> list[bytes]:
    """A document with a byte replaced, dropped or doubled, `count` times."""
    chance = random.Random(7)
    whole = json.dumps(
        {"id": "urn:x", "n\u00e4me": "\u00dcbung \U0001d11e", "list": [1, 2.5, -3e4, True, None, {"x": []}], "\n": "\\"}
    ).encode()
    found = []
    for _ in range(count):
        place = chance.randrange(len(whole))
        replaced = chance.choice(
            [b"", b'"', b",", b"}", b"]", b":", b"\\", b"1", b"\n", b"\x80", whole[place : place + 1] * 2]
        )
        found.append(whole[:place] + replaced + whole[place + 1 :])
    return found


def test_both_verifiers_read_the_same_json_and_refuse_the_rest_in_the_same_words() -> None:
    sources = [*SOURCES, *damaged(300)]
    answers = ask("reading.ts", [("readDocument", (source,)) for source in sources])
    for source, answer in zip(sources, answers, strict=True):
        expected = python_outcome(partial(read_document, source))
        assert outcome(answer) == _as_javascript(expected), source[:200]


def _as_javascript(value: Any) -> Any:
    # JSON.stringify, which brings the answers here, writes -0 as 0.
    return json.loads(json.dumps(value).replace("-0.0", "0")) if isinstance(value, dict) else value


TIMESTAMPS = [
    "2026-06-30T22:00:00Z",
    "2026-06-30T22:00:00.5Z",
    "2026-06-30T22:00:00.000001Z",
    "2026-06-30T22:00:00.123456789012Z",
    "2026-06-30T22:00:00+05:30",
    "2026-06-30T22:00:00-14:00",
    "2026-06-30T22:00:00+14:01",
    "2026-06-30T22:00:00+01:60",
    "2026-06-30T22:00:60Z",
    "2026-06-30T24:00:00Z",
    "2026-06-30T22:60:00Z",
    "2026-06-31T22:00:00Z",
    "2024-02-29T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+00:01",
    "0099-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59-00:01",
    "1969-12-31T23:59:59.25Z",
    "2026-06-30t22:00:00Z",
    "2026-06-30T22:00:00z",
    "2026-06-30T22:00:00",
    "2026-06-30 22:00:00Z",
    "2026-06-30T22:00:00Z\n",
    "\u0662\u0660\u0662\u0666-06-30T22:00:00Z",
    "",
    'it\'s "so"',
    "\U0001f600" * 70,
]


def test_both_verifiers_read_the_same_timestamps() -> None:
    parsed = ask("timestamps.ts", [("parseTimestamp", (text,)) for text in TIMESTAMPS])
    right = [(text, answer["value"]) for text, answer in zip(TIMESTAMPS, parsed, strict=True) if "value" in answer]
    assert [outcome(answer) for answer in parsed if "error" in answer] == [
        found for text in TIMESTAMPS if isinstance(found := python_outcome(partial(parse_timestamp, text)), tuple)
    ]
    entry = "timestamps.ts"
    written = ask(entry, [("formatTimestamp", ({"$bigint": instant},)) for _, instant in right])
    assert [outcome(answer) for answer in written] == [format_timestamp(parse_timestamp(text)) for text, _ in right]


VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -7,
    2**53 - 1,
    0.1,
    1e16,
    1e15 + 0.5,
    1e22,
    1.5e300,
    1e-4,
    1.234e-4,
    1e-5,
    1.5e-7,
    5e-324,
    -0.0,
    123456.789,
    float("inf"),
    float("nan"),
    "",
    "plain",
    "it's",
    'say "x"',
    'it\'s "both"',
    "back\\slash\n\r\t\0\x1f\x7f\x80\xa0\xad",
    "\u00e9\u2028\u200b\ue000\ufeff\uffff\u3000",
    "\U0001f600\U000e0001\U0010ffff",
    "\ud800x",
    [],
    {},
    [1, "a", None, [True]],
    {"a": 1, "b's": {"c": [0.5]}},
]


def test_values_are_quoted_as_python_quotes_them() -> None:
    answers = ask("python.ts", [("repr", (Document(value) if isinstance(value, dict) else value,)) for value in VALUES])
    assert [outcome(answer) for answer in answers] == [repr(value) for value in VALUES]


def test_texts_are_cut_counted_and_ordered_by_code_point() -> None:
    texts = ["", "a", "ab", "\ue000", "\uffff", "\U00010000", "a\U0001f600b", "a\ue000", "\ud7ff", "\U0001f600" * 3]
    pairs = [(one, other) for one in texts for other in texts]
    answers = ask(
        "python.ts",
        [
            *(("compareTexts", pair) for pair in pairs),
            *(("lengthOf", (text,)) for text in texts),
            *(("first", (text, 2)) for text in texts),
        ],
    )
    found = [outcome(answer) for answer in answers]
    signs = [(number > 0) - (number < 0) for number in found[: len(pairs)]]
    assert signs == [(one > other) - (one < other) for one, other in pairs]
    assert found[len(pairs) : -len(texts)] == [len(text) for text in texts]
    assert found[-len(texts) :] == [text[:2] for text in texts]
