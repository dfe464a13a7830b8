"""A report is one value: its tables keep their shape, and every format asks it the same questions."""

from __future__ import annotations

import dataclasses

import pytest

from needgraph.reports.model import Column, EditionNote, Figure, SignOff, Table, by_line, cell_text, sheets, tables
from small_report import EDITIONS, OTHER, QUOTE, figure, report, table


def test_quote_is_shown_with_its_id_and_place_on_one_line() -> None:
    assert cell_text(QUOTE) == "“Often away overnight without word” (ashby/2024/a0036, 1044–1077)"


def test_cell_of_several_quotes_has_a_line_for_each() -> None:
    assert cell_text((QUOTE, OTHER)).splitlines() == [cell_text(QUOTE), cell_text(OTHER)]


def test_row_that_does_not_fit_the_header_is_refused() -> None:
    with pytest.raises(ValueError, match="a row has 1 cells for 2 columns"):
        Table("t", "Caption", (Column("A"), Column("B")), (("1",),))


def test_tables_of_figures_and_the_sign_off_are_among_the_tables() -> None:
    assert [each.name for each in tables(report())] == ["signs", "fan", "sign-off"]


def test_sign_off_is_empty_until_a_person_fills_it() -> None:
    (signing,) = [each for each in tables(report(SignOff(()))) if each.name == "sign-off" and each.rows]
    assert signing.rows == (("Police", "", "", ""), ("Council", "", "", ""))


def test_tables_of_one_name_stand_on_one_sheet_under_their_captions() -> None:
    second = dataclasses.replace(table(), caption="Signs by level: again")
    joined = sheets(report(second))[0]
    assert joined.columns[0].heading == "Part"
    assert [row[0] for row in joined.rows] == ["Signs by level: signs"] * 5 + ["Signs by level: again"] * 5
    assert joined.rows[0][1:] == table().rows[0]


def test_tables_of_one_name_with_other_columns_are_refused() -> None:
    other = Table("signs", "Other", (Column("Else"),), ())
    with pytest.raises(ValueError, match="different columns"):
        sheets(report(other))


@pytest.mark.parametrize(
    ("authorities", "whose"), [(1, "by the authority."), (2, "by either authority."), (3, "by any of the authorities.")]
)
def test_line_on_every_page_says_who_has_not_endorsed(authorities: int, whose: str) -> None:
    notes = (*EDITIONS, EditionNote("dunmore/2020", "Dunmore", "current", "", "Dunmore"))[:authorities]
    made = dataclasses.replace(report(), editions=notes)
    assert by_line(made).endswith(f"Not endorsed {whose}")


def test_figure_knows_its_size_and_refuses_a_drawing_without_one() -> None:
    assert figure().size == (200, 80)
    with pytest.raises(ValueError, match="viewBox"):
        _ = Figure("<svg/>", "T", "A", table()).size
