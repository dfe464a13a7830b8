"""Make tables of answers: quotes with their places in one cell, headings in words, columns as wide as they need."""

from __future__ import annotations

import re
from collections.abc import Mapping

from needgraph.querying.answers import Answer, Value
from needgraph.querying.formats import shown_value
from needgraph.reports.model import Cell, Column, Quote, Table

NOT_SAID = "this document does not say"
_PLACE = re.compile(r"^(?P<id>\S+?),? \(?(?P<start>\d+)[–-](?P<end>\d+)\)?$")
# Columns that hold sentences or quotes need more room than ids and numbers.
_WEIGHTS = {"quote": 4.0, "reason": 3.0, "message": 3.0, "reading": 3.0, "why": 3.0, "when": 3.0, "rank": 0.5}
_LONG_TEXT = 60


def quotes_of(words: Value, place: Value) -> tuple[Quote, ...]:
    """Return the quotes that an answer joins in two cells, or none where a place cannot be read.

    >>> quotes_of("Late | Tired", "ashby/2024/a1 10–14 | ashby/2024/a2 20–25")[1]
    Quote(id='ashby/2024/a2', text='Tired', start=20, end=25)
    """
    found = [_PLACE.match(part.strip()) for part in shown_value(place).split(" | ")]
    read = [match for match in found if match]
    if not read or len(read) != len(found):
        return ()
    texts = shown_value(words).split(" | ")
    if len(texts) == 1:
        # One heading that is printed at several places.
        texts *= len(read)
    elif len(texts) != len(read):
        # A quote with a bar of its own: the words stay together, at the first of the places.
        texts, read = [shown_value(words)], read[:1]
    return tuple(
        Quote(match["id"], text, int(match["start"]), int(match["end"]))
        for text, match in zip(texts, read, strict=True)
    )


def said(words: Value, place: Value) -> Cell:
    """Return the cell of one side: its quotes, or the sentence that stands in their place.

    >>> said("", "")
    'nothing was recorded'
    """
    found = quotes_of(words, place)
    if found:
        return found[0] if len(found) == 1 else found
    return shown_value(words) or shown_value(place) or "nothing was recorded"


def answer_table(name: str, caption: str, answer: Answer, headings: Mapping[str, str] | None = None) -> Table:
    """Return any answer as a table; a column ``x_quote`` takes in ``x_place``, ``quote`` takes in ``place``."""
    names = {**{column: _heading(column) for column in answer.columns}, **(headings or {})}
    merged = {column: place for column in answer.columns if (place := _place_column(column)) in answer.columns}
    kept = [column for column in answer.columns if column not in merged.values()]
    records = answer.records()
    rows = tuple(
        tuple(said(row[column], row[merged[column]]) if column in merged else row[column] for column in kept)
        for row in records
    )
    columns = tuple(Column(names[column], _weight(column, [row[column] for row in records])) for column in kept)
    return Table(name, caption, columns, rows)


def criterion_of(reason: Value, ranking: Answer) -> tuple[Mapping[str, Value], str]:
    """Return the row of the ranking that a reason begins with, and the rest of the reason.

    Where a reason begins with none of them, the row is empty and the reason is left whole.

    >>> criterion_of("Wording: same tier. Both late.", Answer(("title", "why"), (("Wording", "same tier"),)))[1]
    'Both late.'
    """
    words = shown_value(reason)
    for row in ranking.records():
        opening = f"{row['title']}: {row['why']}."
        if words.startswith(opening):
            return row, words[len(opening) :].strip()
    return {}, words


def _place_column(column: str) -> str:
    return column.removesuffix("quote") + "place" if column.endswith("quote") else ""


def _heading(column: str) -> str:
    words = column.removesuffix("_quote").replace("_", " ") if column != "quote" else "words"
    return words[:1].upper() + words[1:]


def _weight(column: str, values: list[Value]) -> float:
    kind = column.rpartition("_")[2]
    if kind in _WEIGHTS:
        return _WEIGHTS[kind]
    longest = max((len(shown_value(value)) for value in values), default=0)
    return 2.5 if longest > _LONG_TEXT else 1.5 if longest > _LONG_TEXT // 4 else 0.8
