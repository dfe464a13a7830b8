"""Answers become tables: a quote with its place is one cell, and what is not said is said in words."""

from __future__ import annotations

import pytest

from needgraph.querying.answers import Answer
from needgraph.reports.model import Quote
from needgraph.reports.tables import answer_table, criterion_of, quotes_of, said
from small_report import RANKING

PLACES = "ashby/2024/a1 10–14 | ashby/2024/a2 20–25"


def test_quotes_and_places_that_are_joined_are_taken_apart_in_order() -> None:
    assert quotes_of("Late | Tired", PLACES) == (
        Quote("ashby/2024/a1", "Late", 10, 14),
        Quote("ashby/2024/a2", "Tired", 20, 25),
    )


def test_quote_with_a_bar_of_its_own_stays_whole() -> None:
    assert quotes_of("Late | or | tired", PLACES) == (Quote("ashby/2024/a1", "Late | or | tired", 10, 14),)


def test_heading_that_is_printed_at_several_places_has_each_place() -> None:
    assert [quote.start for quote in quotes_of("Health", PLACES)] == [10, 20]


@pytest.mark.parametrize(
    ("words", "place", "cell"),
    [
        ("", "this document does not say", "this document does not say"),
        ("", "", "nothing was recorded"),
        ("Words", "somewhere", "Words"),
        ("Late", "ashby/2024/a1 10–14", Quote("ashby/2024/a1", "Late", 10, 14)),
    ],
)
def test_side_shows_its_words_or_the_sentence_in_their_place(words: str, place: str, cell: object) -> None:
    assert said(words, place) == cell


def test_answer_with_quote_and_place_makes_one_column_of_them() -> None:
    answer = Answer(("rank", "subject_quote", "subject_place", "why"), ((1, "Late", "ashby/2024/a1 10–14", "It is"),))
    table = answer_table("t", "Caption", answer, {"why": "Because"})
    assert [column.heading for column in table.columns] == ["Rank", "Subject", "Because"]
    assert table.rows == ((1, Quote("ashby/2024/a1", "Late", 10, 14), "It is"),)


def test_reason_is_taken_apart_into_its_criterion_and_the_rest() -> None:
    criterion, rest = criterion_of("Line crossed: another route. Both are away.", RANKING)
    assert (criterion["title"], rest) == ("Line crossed", "Both are away.")


def test_reason_without_a_criterion_is_left_whole() -> None:
    assert criterion_of("Something else.", RANKING) == ({}, "Something else.")
