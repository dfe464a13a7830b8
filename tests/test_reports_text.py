"""Markdown shows words unchanged; CSV holds no formula, and one table alone where a program reads it."""

from __future__ import annotations

import csv
import io

import pytest

from needgraph.querying.formats import as_text_cell
from needgraph.reports.model import ReportProblem
from needgraph.reports.text import as_csv_report, as_markdown_report
from small_report import FORMULAS, report


@pytest.mark.parametrize("formula", [*FORMULAS, "\t=1", "\r=1"])
def test_cell_that_looks_like_a_formula_becomes_text(formula: str) -> None:
    assert as_text_cell(formula) == f"'{formula}"


@pytest.mark.parametrize("words", ["", "1+1", "a=b", "halton/2023"])
def test_other_cells_stay_as_they_are(words: str) -> None:
    assert as_text_cell(words) == words


def test_formulas_of_a_report_are_text_and_numbers_stay_numbers() -> None:
    rows = list(csv.reader(io.StringIO(as_csv_report(report(), "signs"))))
    assert [row[3] for row in rows[2:]] == [f"'{formula}" for formula in FORMULAS]
    assert [row[1] for row in rows[1:4]] == ["32", "0", "7.5"]


def test_one_table_has_a_header_and_rows_and_no_caption() -> None:
    assert as_csv_report(report(), "fan") == "Field,Count\nA,4711\nB,12\n"


def test_all_tables_stand_under_their_captions_with_a_line_between() -> None:
    parts = as_csv_report(report()).split("\n\n")
    assert [part.partition("\n")[0] for part in parts] == ["Signs by level: signs", "Table of fan", "Signed off by"]


def test_unknown_table_is_named_with_those_there_are() -> None:
    with pytest.raises(ReportProblem, match=r"no such table; did you mean 'signs'\?; it has: signs, fan, sign-off"):
        as_csv_report(report(), "sings")


def test_several_quotes_in_a_cell_are_joined_as_everywhere() -> None:
    rows = list(csv.reader(io.StringIO(as_csv_report(report(), "signs"))))
    assert rows[2][2].count(" | ") == 1


def test_markdown_has_headings_in_order_and_a_drawing_in_words() -> None:
    text = as_markdown_report(report())
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## How to read it", "## A drawing", "## To sign",
    ]  # fmt: skip
    assert "**The fan of levels.** A box with a word in it." in text
    assert "- First point\n- Second point" in text


def test_line_that_looks_like_a_list_is_no_list() -> None:
    from needgraph.reports.model import Heading, Paragraph

    text = as_markdown_report(report(Paragraph("- not a point"), Heading(3, "1. Acceptance")))
    assert "\n\\- not a point\n" in text
    assert "### 1\\. Acceptance" in text
