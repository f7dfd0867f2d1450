"""What is published as JSON is what the standard library writes with a line for each value."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conferral.published_json import as_json

_PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


def _inside(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(values) | st.lists(values).map(tuple) | st.dictionaries(st.text(), values)


@given(st.dictionaries(st.text(), st.recursive(_PLAIN, _inside)))
def test_a_line_for_each_value_as_the_standard_library_writes_it(document: dict[str, Any]) -> None:
    expected = json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"

    assert as_json(document) == expected
