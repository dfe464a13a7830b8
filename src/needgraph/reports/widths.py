"""How wide the columns of a table are: by the amount of text in each, by one rule for every format with pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

from needgraph.reports.model import Table, cell_text

# How many characters of table text stand on one line of a page, by whether it lies on its side.
_LINE = {True: 165, False: 110}
# Room that a cell keeps free on both sides, and the longest word that a column is widened for.
_PADDING, _LONGEST_WORD = 3, 22


def column_widths(table: Table, *, landscape: bool) -> list[float]:
    """Return the share of each column in the width of a page; the shares sum up to 1.

    Every column holds its longest word, and none is wider than its longest text. What is left goes to the columns in
    proportion to their texts, so that no column is squeezed beside an empty one. Where people are to fill the cells
    in, no text says how much room they need: there the weights of the columns do.

    >>> from needgraph.reports.model import Column
    >>> table = Table("t", "", (Column("Level"), Column("Why")), (("2", "word " * 50), ("3", "word " * 60)))
    >>> [round(each, 2) for each in column_widths(table, landscape=False)]
    [0.08, 0.92]
    """
    if table.to_fill or not table.rows:
        return _shares([column.weight for column in table.columns])
    columns = [
        [column.heading, *(cell_text(row[place]) for row in table.rows)] for place, column in enumerate(table.columns)
    ]
    least: list[float] = [
        max(_longest_word(text, bold=not place) for place, text in enumerate(texts)) for texts in columns
    ]
    # A line break inside a cell ends a line, too.
    most: list[float] = [
        max(len(line) for text in texts for line in (text.split("\n") or [""])) + _PADDING for texts in columns
    ]
    most = [max(pair) for pair in zip(least, most, strict=True)]
    # A few long texts make a row tall, many short ones do not: squares count them so.
    wanted = [math.sqrt(sum(len(text) ** 2 for text in texts[1:]) / len(table.rows)) for texts in columns]
    return _shares(_fitted(wanted, least, most, _LINE[landscape]))


def _fitted(wanted: Sequence[float], least: Sequence[float], most: Sequence[float], line: float) -> list[float]:
    """Return widths in proportion to what is wanted, each held between its least and its most."""
    if sum(least) >= line:
        return list(least)
    if sum(most) <= line:
        return list(most)
    low, high = 0.0, line / min(filter(None, wanted), default=1.0)
    # The sum grows with the factor, so the factor that fills the line is found by halving.
    for _ in range(60):
        factor = (low + high) / 2
        widths = [min(max(want * factor, lo), hi) for want, lo, hi in zip(wanted, least, most, strict=True)]
        low, high = (factor, high) if sum(widths) < line else (low, factor)
    return widths


def _longest_word(text: str, *, bold: bool) -> float:
    longest = max((len(word) for word in text.split()), default=0)
    return min(longest, _LONGEST_WORD) * (1.15 if bold else 1.0) + _PADDING


def _shares(widths: Sequence[float]) -> list[float]:
    total = sum(widths)
    return [width / total for width in widths]
