"""The cells of a CSV source are found with the place of their words."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needgraph.tables.csv_source import CsvProblem, csv_rows, source_slice

CELLS = st.text(st.sampled_from('ab,"\n .é'), max_size=6).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_cells_are_what_the_csv_library_wrote_and_stand_where_they_say(rows: list[list[str]], end: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerows(rows)
    text = stream.getvalue()
    found = list(csv_rows(text, "a.csv"))
    assert [[cell.text for cell in row] for row in found] == rows
    for cell in (cell for row in found for cell in row):
        assert source_slice(text, cell.start, cell.end, csv=True) == cell.text


def test_line_of_a_cell_counts_the_lines_inside_cells() -> None:
    rows = list(csv_rows('level,quote\r\n1,"one\r\ntwo"\n\n2,"three"\r3,four', "a.csv"))
    assert [row[0].line for row in rows] == [1, 2, 5, 6]


def test_white_space_around_a_cell_does_not_belong_to_it() -> None:
    ((_, quoted, plain),) = csv_rows('1," Health ", at home \n', "a.csv")
    assert (quoted.text, plain.text) == ("Health", "at home")
    assert (quoted.start, quoted.end) == (4, 10)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a,b\n1,"open\n', "a.csv:2: a cell opens with a quotation mark that is never closed; close it"),
        ('a,b\n"x"y,1\n', "a.csv:2: text follows a closing quotation mark; write a quotation mark inside a cell twice"),
    ],
)
def test_what_is_not_csv_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(CsvProblem) as caught:
        list(csv_rows(text, "a.csv"))
    assert str(caught.value) == message


def test_a_source_that_is_no_csv_keeps_its_doubled_marks() -> None:
    assert source_slice('a ""b""', 0, 7, csv=False) == 'a ""b""'
