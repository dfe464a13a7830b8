"""Write a report as Markdown or as CSV; cells that a spreadsheet would take for a formula are made text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from needgraph.errors import nearest
from needgraph.querying.formats import as_cell, as_text_cell, csv_lines
from needgraph.reports.model import (
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
    if name:
        chosen = [table for table in found if table.name == name]
        if not chosen:
            names = [table.name for table in found]
            raise ReportProblem(
                f"--table {name!r}: the report has no such table{nearest(name, names)}; it has: {', '.join(names)}"
            )
        return csv_lines(_rows(chosen[0]))
    return "\n".join(csv_lines([[as_text_cell(table.caption)], *_rows(table)]) for table in found)


def _rows(table: Table) -> list[list[str]]:
    return [[as_text_cell(column.heading) for column in table.columns], *(list(map(_cell, row)) for row in table.rows)]


def _cell(cell: Cell) -> str:
    # A cell of several quotes joins them as every other csv of needgraph does.
    return as_cell(cell_text(cell).replace("\n", " | ")) if isinstance(cell, Quote | tuple) else as_cell(cell)


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
