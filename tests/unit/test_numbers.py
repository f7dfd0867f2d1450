from __future__ import annotations

import pytest

from conferral.numbers import as_number


@pytest.mark.parametrize(
    ("text", "number"), [("92", 92), ("1.50", 1.5), ("-3", -3), ("A", None), ("nan", None), (None, None)]
)
def test_numbers_are_told_from_other_text(text: str | None, number: float | None) -> None:
    assert as_number(text) == number
