"""An answer is written for people and for programs, and says the same in every format."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needgraph.querying.answers import Answer
from needgraph.querying.formats import FORMATS, as_csv, as_exact_csv, as_json, as_markdown, as_table, print_on_terminal

ANSWER = Answer(("id", "count", "quote"), (("a", 5, 'one, “two” | "three"\nfour'), ("bb", 12, None), (None, 0, True)))


def test_csv_is_read_back_by_the_library() -> None:
    assert list(csv.reader(io.StringIO(as_csv(ANSWER), newline=""))) == [
        ["id", "count", "quote"],
        ["a", "5", 'one, “two” | "three"\nfour'],
        ["bb", "12", ""],
        ["", "0", "true"],
    ]
    assert "\r" not in as_csv(ANSWER)


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=3))
def test_csv_keeps_every_text(rows: list[tuple[str, str]]) -> None:
    clean = [tuple(cell.replace("\r", "") for cell in row) for row in rows]
    text = as_exact_csv(Answer(("a", "b"), tuple(clean)))
    assert [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:] == clean


@pytest.mark.parametrize("name", ["=1+1", "+441632960101", "-5 days", "@home", "\t=1"])
def test_no_text_of_a_csv_for_people_is_a_formula_and_numbers_stay_numbers(name: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(Answer(("=id", "n", "m"), ((name, -5, "-0.5"),))), newline="")))
    assert rows == [["'=id", "n", "m"], [f"'{name}", "-5", "-0.5"]]


def test_json_has_exactly_the_columns_as_keys_and_keeps_types() -> None:
    assert json.loads(as_json(ANSWER)) == [
        {"id": "a", "count": 5, "quote": 'one, “two” | "three"\nfour'},
        {"id": "bb", "count": 12, "quote": ""},
        {"id": "", "count": 0, "quote": True},
    ]
    assert "“two”" in as_json(ANSWER)


def test_markdown_escapes_what_would_end_a_cell() -> None:
    assert as_markdown(ANSWER).splitlines() == [
        "| id | count | quote |",
        "| --- | --- | --- |",
        '| a | 5 | one, “two” \\| "three"<br>four |',
        "| bb | 12 |  |",
        "|  | 0 | true |",
    ]


def test_table_aligns_columns_numbers_to_the_right() -> None:
    assert as_table(ANSWER).splitlines() == [
        "id  count  quote",
        'a       5  one, “two” | "three" four',
        "bb     12",
        "        0  true",
    ]


def test_answer_without_rows_is_its_header() -> None:
    empty = Answer(("id", "quote"), ())
    assert as_table(empty) == "id  quote\n"
    assert as_csv(empty) == "id,quote\n"
    assert json.loads(as_json(empty)) == []
    assert as_markdown(empty).count("\n") == 2


@pytest.mark.parametrize("name", FORMATS)
def test_format_knows_its_media_type_and_extension(name: str) -> None:
    form = FORMATS[name]
    assert "/" in form.media_type
    assert form.extension.isalnum()
    assert form.write(ANSWER).endswith("\n")


def test_terminal_shows_square_brackets_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_on_terminal(Answer(("quote", "count"), (("[bold]a[/bold]", 3),)))
    assert "[bold]a[/bold]" in capsys.readouterr().out
