"""Writing ids into batch files, everything else left as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import RegistryError
from conferral.register.ids import with_ids
from conferral.yaml_edits import YamlText
from conferral.yaml_text import Keys

FILE = "credentials/awards/b/cohort-7m2x.yml"
A, B = "0123456789abcdefghjkmnpqrs", "7zyxwvtsrqpnmkjhgfedcba987"


def test_an_id_goes_below_the_recipient_and_comments_stay() -> None:
    before = (
        "# c\nbadge: b # x\nrecipients:\n  - recipient: r-1  # one\n    result: {value: '9'}\n\n  - recipient: r-2\n"
    )

    after = with_ids(before, {0: A, 1: B}, FILE)

    assert after == (
        "# c\nbadge: b # x\nrecipients:\n"
        f"  - recipient: r-1  # one\n    id: {A}\n    result: {{value: '9'}}\n\n"
        f"  - recipient: r-2\n    id: {B}\n"
    )


def test_entries_that_have_an_id_are_not_touched() -> None:
    before = f"recipients:\n- recipient: r-1\n  id: {A}\n- recipient: r-2"

    assert with_ids(before, {1: B}, FILE) == before + f"\n  id: {B}\n"


def test_an_entry_in_braces_gets_its_id_inside_them() -> None:
    assert with_ids("recipients: [{recipient: r-1}]\n", {0: A}, FILE) == f"recipients: [{{recipient: r-1, id: {A}}}]\n"


def test_a_quoted_recipient_and_windows_line_ends_are_kept() -> None:
    before = 'recipients:\r\n  - awarded: 2026-05-03\r\n    recipient: "r-1"\r\n  - recipient: r-2\r\n'

    assert with_ids(before, {0: A, 1: B}, FILE) == (
        "recipients:\r\n  - awarded: 2026-05-03\r\n"
        f'    recipient: "r-1"\r\n    id: {A}\r\n  - recipient: r-2\r\n    id: {B}\r\n'
    )


@pytest.mark.parametrize("empty", ["id:", "id: null", "id: # later"])
def test_an_id_that_was_left_empty_is_filled_in(empty: str) -> None:
    after = with_ids(f"recipients:\n- recipient: r-1\n  {empty}\n", {0: A}, FILE)

    assert f"  id: {A}" in after
    assert after.count("id:") == 1


def test_an_entry_whose_layout_cannot_be_edited_is_refused_and_nothing_is_lost() -> None:
    with pytest.raises(RegistryError) as caught:
        with_ids("badge: b\nrecipients:\n- ? recipient\n  : r-1\n", {0: A}, FILE)

    assert caught.value.message == (f"{FILE}: recipients > 0 > id cannot be edited without changing something else")
    assert caught.value.hint == (
        "Edit the file by hand, or write that part in block style: each key on a line of its own."
    )


ENTRIES = st.lists(
    st.sampled_from(
        [
            "- recipient: r-1\n",
            "- recipient: r-2\n  result: {value: '9'}\n",
            "- recipient: r-3\n  narrative: |\n    - recipient: r-9\n  awarded: 2026-05-03\n",
            "- awarded: 2026-05-03\n  recipient: r-4\n",
            "- recipient: 'r-5'\n",
            "- recipient: r-6 # one\n",
            "- recipient: r-7\n   # deeper\n",
            "- recipient: r-7\n\n",
            "- {recipient: r-8}\n",
            "- recipient:\n    r-9\n",
            "- recipient: &a r-0\n",
        ]
    ),
    min_size=1,
    max_size=5,
)


@given(ENTRIES, st.sampled_from(["", "  "]), st.booleans(), st.data())
def test_ids_are_written_as_by_any_edit(entries: list[str], indent: str, cut: bool, data: st.DataObject) -> None:
    lines = "".join(entries).splitlines(keepends=True)
    text = "badge: b\nrecipients:\n" + "".join(f"{indent}{line}" if line.strip() else line for line in lines)
    text = text.removesuffix("\n") if cut else text
    ids = data.draw(st.dictionaries(st.integers(0, len(entries) - 1), st.sampled_from([A, B, "7" * 26, "1e5"])))

    assert outcome(lambda: with_ids(text, ids, FILE)) == outcome(lambda: set_ids(text, ids))


def set_ids(text: str, ids: dict[int, str]) -> str:
    values: dict[Keys, str] = {("recipients", position, "id"): award for position, award in ids.items()}
    return YamlText(text, FILE).set_all(values, after="recipient").text


def outcome(work: Callable[[], str]) -> str:
    try:
        return work()
    except RegistryError as error:
        return error.message
