"""Pictures of badges that have none yet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conferral.authoring.badge_picture import placeholder
from conferral.svg import svg_faults


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1), st.text(st.characters(exclude_categories=["C"])))
def test_every_picture_may_be_published(short_name: str, name: str) -> None:
    picture = placeholder(name, short_name)

    assert svg_faults(picture) == []
    assert len(picture) < 4_000


def test_a_picture_follows_from_the_short_name_and_says_what_it_is_called() -> None:
    first = placeholder("Reading & <Writing>", "reading")

    assert first == placeholder("Reading & <Writing>", "reading")
    assert b'<title id="t">Reading &amp; &lt;Writing&gt;</title>' in first
    assert first != placeholder("Reading & <Writing>", "writing")
