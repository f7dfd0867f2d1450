"""`conferral.cli.printing`: tables."""

from __future__ import annotations

from conferral.cli.printing import table


def test_a_table_is_as_wide_as_its_widest_cells_and_nothing_without_rows() -> None:
    assert list(table(("A", "BC"), [["1234", ""], [5, "6"]])) == ["A     BC", "1234", "5     6"]
    assert list(table(("A", "BC"), [])) == []


def test_a_cell_begins_no_line_and_steers_no_terminal() -> None:
    assert list(table(("NAME",), [["Ada\n\x1b[2J"]])) == ["NAME", "Ada\\n\\x1b[2J"]
