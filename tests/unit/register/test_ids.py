"""Writing ids into batch files, everything else left as it is."""

from __future__ import annotations

import pytest

from conferral.errors import RegistryError
from conferral.register.ids import with_ids

A, B = "0123456789abcdefghjkmnpqrs", "7zyxwvtsrqpnmkjhgfedcba987"


def test_an_id_goes_below_the_recipient_and_comments_stay() -> None:
    before = (
        "# c\nbadge: b # x\nrecipients:\n  - recipient: r-1  # one\n    result: {value: '9'}\n\n  - recipient: r-2\n"
    )

    after = with_ids(before, {0: A, 1: B})

    assert after == (
        "# c\nbadge: b # x\nrecipients:\n"
        f"  - recipient: r-1  # one\n    id: {A}\n    result: {{value: '9'}}\n\n"
        f"  - recipient: r-2\n    id: {B}\n"
    )


def test_entries_that_have_an_id_are_not_touched() -> None:
    before = f"recipients:\n- recipient: r-1\n  id: {A}\n- recipient: r-2"

    assert with_ids(before, {1: B}) == before + f"\n  id: {B}"


def test_an_entry_in_braces_gets_its_id_inside_them() -> None:
    assert with_ids("recipients: [{recipient: r-1}]\n", {0: A}) == f"recipients: [{{recipient: r-1, id: {A}}}]\n"


def test_a_quoted_recipient_and_windows_line_ends_are_kept() -> None:
    before = 'recipients:\r\n  - awarded: 2026-05-03\r\n    recipient: "r-1"\r\n  - recipient: r-2\r\n'

    assert with_ids(before, {0: A, 1: B}) == (
        "recipients:\r\n  - awarded: 2026-05-03\r\n"
        f'    recipient: "r-1"\r\n    id: {A}\r\n  - recipient: r-2\r\n    id: {B}\r\n'
    )


@pytest.mark.parametrize("empty", ["id:", "id: null", "id: # later"])
def test_an_id_that_was_left_empty_is_filled_in(empty: str) -> None:
    after = with_ids(f"recipients:\n- recipient: r-1\n  {empty}\n", {0: A})

    assert f"  id: {A}" in after
    assert after.count("id:") == 1


def test_an_edit_that_would_say_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last guard: whatever the editing got wrong, the file is not written."""
    monkeypatch.setattr("conferral.register.ids._insert", lambda lines, *_: lines.insert(1, "badge: other"))

    with pytest.raises(RegistryError) as caught:
        with_ids("badge: b\nrecipients:\n- recipient: r-1\n", {0: A})

    assert caught.value.message == "the ids cannot be written into this file without changing something else"
