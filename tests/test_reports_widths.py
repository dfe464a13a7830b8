"""A column is as wide as its text asks for, in every format with pages."""

from __future__ import annotations

import pytest

from needgraph.reports.model import Column, SignOff, Table, sign_off_table
from needgraph.reports.widths import column_widths

SENTENCE = "Nobody has said why the two documents place it there. " * 6


def test_no_column_is_squeezed_beside_an_empty_one() -> None:
    columns = (Column("Level", 3), Column("Rules", 5), Column("Why", 0.2))
    widths = column_widths(Table("t", "", columns, (("2", "", SENTENCE),) * 3), landscape=True)
    assert widths[2] > 0.8
    assert sum(widths) == pytest.approx(1)


def test_every_column_holds_its_longest_word() -> None:
    rows = (("halton", SENTENCE * 9),)
    narrow, _ = column_widths(Table("t", "", (Column("An"), Column("Why")), rows), landscape=False)
    assert narrow * 110 >= len("halton")


def test_what_people_fill_in_has_the_room_it_is_given() -> None:
    widths = column_widths(sign_off_table(SignOff(("Police",))), landscape=False)
    assert widths == [2 / 7, 2 / 7, 2 / 7, 1 / 7]
