from __future__ import annotations

import pytest

from conferral.standards.contrast import contrast, towards


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#FFFFFF", "#000000", 21), ("#777777", "#ffffff", 4.48), ("#0b5a6b", "#0b5a6b", 1)],
)
def test_the_ratio_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


def test_a_colour_is_moved_towards_another() -> None:
    assert [towards("#204060", "#000000", share) for share in (0, 0.5, 1)] == ["#204060", "#102030", "#000000"]
