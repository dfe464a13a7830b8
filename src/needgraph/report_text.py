"""Write a report as Markdown or as CSV; cells that a spreadsheet would take for a formula are made text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from needgraph.errors import nearest
from needgraph.report_model import (
    Bullets,
    Cell,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Report,
    ReportProblem,
    SignOff,
    Table,
    by_line,
    cell_text,
    day,
    place_of,
    sheets,
    sign_off_table,
)

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV_NOTE = (
    "A cell that begins with = + - or @ is written with an apostrophe before it, so that no spreadsheet takes it for "
    "a formula."
)


def as_markdown_report(report: Report) -> str:
    """Return the report as Markdown; a drawing is given in words, with its table."""
    lines = [f"# {_marked(report.title)}", "", _marked(report.subtitle), "", f"As at {day(report.as_at)}.", ""]
    lines += [f"> {_marked(notice)}\n>" for notice in report.notices]
    lines += [f"> {_marked(by_line(report))}", ""]
    for block in report.blocks:
        if isinstance(block, Heading):
            lines += ["#" * block.level + f" {_marked(block.text)}", ""]
        elif isinstance(block, Paragraph):
            lines += [_marked(block.text), ""]
        elif isinstance(block, Bullets):
            lines += [*(f"- {_marked(item)}" for item in block.items), ""]
        elif isinstance(block, Quote):
            lines += [f"> “{_marked(' '.join(block.text.split()))}”", f"> ({_marked(place_of(block))})", ""]
        elif isinstance(block, Table):
            lines += _table(block)
        elif isinstance(block, Figure):
            lines += [f"**{_marked(block.title)}.** {_marked(block.alt)}", "", *_table(block.table)]
        elif isinstance(block, SignOff):
            lines += _table(sign_off_table(block))
        elif isinstance(block, PageBreak):
            lines += ["---", ""]
    return "\n".join(lines).rstrip() + "\n"


def as_csv_report(report: Report, name: str = "") -> str:
    """Return the tables of a report as CSV: one of them by name, or all, each after a line with its caption.

    Raises ReportProblem when no table has that name.
    """
    found = sheets(report)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if name:
        chosen = [table for table in found if table.name == name]
        if not chosen:
            names = [table.name for table in found]
            raise ReportProblem(
                f"--table {name!r}: the report has no such table{nearest(name, names)}; it has: {', '.join(names)}"
            )
        _rows(writer, chosen[0])
        return stream.getvalue()
    for place, table in enumerate(found):
        if place:
            stream.write("\n")
        writer.writerow([table.caption])
        _rows(writer, table)
    return stream.getvalue()


def as_text_cell(words: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> as_text_cell("=1+1"), as_text_cell("0-15 years")
    ("'=1+1", '0-15 years')
    """
    return f"'{words}" if words.startswith(_FORMULA) else words


class _Writer(Protocol):
    def writerow(self, row: Iterable[str], /) -> object: ...

    def writerows(self, rows: Iterable[Iterable[str]], /) -> object: ...


def _rows(writer: _Writer, table: Table) -> None:
    writer.writerow([as_text_cell(column.heading) for column in table.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)


def _csv_cell(cell: Cell) -> str:
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    # A cell of several quotes joins them as every other csv of needgraph does.
    words = cell_text(cell).replace("\n", " | ") if isinstance(cell, tuple) else cell_text(cell)
    return words if number else as_text_cell(words)


def _table(table: Table) -> list[str]:
    header = _cells([column.heading for column in table.columns])
    rule = "|" + "|".join(" --- " for _ in table.columns) + "|"
    return [f"**{_marked(table.caption)}**", "", header, rule, *(_cells(row) for row in table.rows), ""]


def _cells(row: Sequence[Cell]) -> str:
    return f"| {' | '.join(_marked(cell_text(cell)).replace(chr(10), '<br>') for cell in row)} |"


def _marked(words: str) -> str:
    """Return words as Markdown that shows them unchanged."""
    words = re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", words)
    return re.sub(r"^(\s*)(\d*)([-+.])(\s)", r"\1\2\\\3\4", words)
