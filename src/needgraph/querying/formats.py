"""Write answers as people and programs want them: table, CSV, JSON, Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from needgraph.querying.answers import Answer, Value

WIDTH = 100
# A spreadsheet takes a cell that begins with one of these for a formula; a number below nought is one all the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BELOW_NOUGHT = re.compile(r"-\d+(\.\d+)?")
CSV_NOTE = (
    "A cell that begins with = + - or @ is written with an apostrophe before it, so that no spreadsheet takes it for "
    "a formula."
)


class Format(NamedTuple):
    """A way to write an answer: its media type, file extension, and who writes it."""

    media_type: str
    extension: str
    write: Callable[[Answer], str]


def shown_value(value: Value) -> str:
    """Return a value as text: empty when not stated, ``true`` or ``false`` for a truth value.

    >>> shown_value(None), shown_value(True), shown_value(3)
    ('', 'true', '3')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def as_csv(answer: Answer) -> str:
    """Return CSV for people with spreadsheets: RFC 4180 with a header line, and no cell that could be a formula."""
    return csv_lines([[as_text_cell(name) for name in answer.columns], *(map(as_cell, row) for row in answer.rows)])


def as_exact_csv(answer: Answer) -> str:
    """Return CSV for programs: as ``as_csv``, but every text as it stands, so that it can be read back."""
    return csv_lines([answer.columns, *(map(shown_value, row) for row in answer.rows)])


def csv_lines(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of RFC 4180 CSV, lines ended by LF."""
    import csv  # each format imports what it alone needs
    import io

    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def as_cell(value: Value) -> str:
    """Return a value as a cell; a number stays one, also below nought.

    >>> as_cell(-5), as_cell("-5 days")
    ('-5', "'-5 days")
    """
    words = shown_value(value)
    return words if isinstance(value, int | float) else as_text_cell(words)


def as_text_cell(words: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before what begins like one.

    >>> as_text_cell("=1+1"), as_text_cell("0-15 years"), as_text_cell("-0.5")
    ("'=1+1", '0-15 years', '-0.5')
    """
    return f"'{words}" if words.startswith(_FORMULA) and not _BELOW_NOUGHT.fullmatch(words) else words


def as_json(answer: Answer) -> str:
    """Return an array of objects with exactly the columns as keys; what is not stated is empty."""
    import json

    records = [{key: "" if value is None else value for key, value in row.items()} for row in answer.records()]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def as_markdown(answer: Answer) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(answer.columns)} |", f"|{'|'.join(' --- ' for _ in answer.columns)}|"]
    for row in answer.rows:
        cells = [shown_value(value).replace("|", "\\|").replace("\n", "<br>") for value in row]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def as_table(answer: Answer) -> str:
    """Return aligned columns as wide as their content, numbers to the right.

    >>> print(as_table(Answer(("level", "count"), (("1", 32), ("2", 7)))), end="")
    level  count
    1         32
    2          7
    """
    cells = [[" ".join(shown_value(value).split()) for value in row] for row in answer.rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(answer.columns)]
    right = [_is_numeric(answer, place) for place in range(len(answer.columns))]
    lines = []
    for row in [list(answer.columns), *cells]:
        padded = [
            cell.rjust(size) if align else cell.ljust(size)
            for cell, size, align in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines) + "\n"


def wrapped(lines: Iterable[str]) -> str:
    """Return lines of prose broken at the width that is easy to read."""
    from textwrap import fill

    return "\n".join(fill(line, WIDTH) for line in lines)


def print_on_terminal(answer: Answer) -> None:
    """Print a table that wraps long cells to the width of the user's terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, name in enumerate(answer.columns):
        table.add_column(name, justify="right" if _is_numeric(answer, place) else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(shown_value(value)) for value in row))
    Console(highlight=False).print(table)


def _is_numeric(answer: Answer, place: int) -> bool:
    column = [row[place] for row in answer.rows]
    return bool(column) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in column)


FORMATS = {
    "table": Format("text/plain", "txt", as_table),
    "csv": Format("text/csv", "csv", as_csv),
    "json": Format("application/json", "json", as_json),
    "markdown": Format("text/markdown", "md", as_markdown),
}
