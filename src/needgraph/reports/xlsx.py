"""Write a report as a workbook: notice and currency on the first sheet, then one sheet for each table."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable

from needgraph.reports.model import (
    Bullets,
    Heading,
    Paragraph,
    Quote,
    Report,
    Table,
    by_line,
    cell_text,
    day,
    sheets,
)
from needgraph.reports.widths import column_widths

# Excel's limits: characters of a sheet's name, and of a cell.
_NAME, _CELL = 31, 32_767
_CUT = "… (cut; the whole text is in the csv)"
_WIDTH_OF_PAGE = 150


def as_xlsx(report: Report) -> bytes:
    """Return the workbook; every cell but a number is a text, so none is ever taken for a formula.

    The same report makes the same bytes: the day it bears is the report's own.
    """
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    midnight = datetime.datetime.combine(report.as_at, datetime.time())
    book.set_properties(
        {"title": report.title, "author": "needgraph", "comments": by_line(report), "created": midnight}
    )
    plain = {"text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10}
    style = {
        "text": book.add_format(plain),
        "bold": book.add_format({**plain, "bold": True}),
        "title": book.add_format({**plain, "bold": True, "font_size": 16, "text_wrap": False}),
        "header": book.add_format({**plain, "bold": True, "bottom": 2, "bg_color": "#f3f2f1"}),
    }
    found = sheets(report)
    names = _names(found)
    first = book.add_worksheet("About")
    first.set_column(0, 0, 24, style["text"])
    first.set_column(1, 1, 110, style["text"])
    first.hide_gridlines(2)
    first.write_string(0, 0, report.title, style["title"])
    for line, (label, words) in enumerate(_about(report, list(zip(names, found, strict=True))), start=1):
        first.write_string(line, 0, label, style["bold"])
        first.write_string(line, 1, fitting(words), style["text"])
    for name, table in zip(names, found, strict=True):
        sheet = book.add_worksheet(name)
        shares = column_widths(table, landscape=True)
        for place, column in enumerate(table.columns):
            wide = max(len(column.heading) + 4, shares[place] * _WIDTH_OF_PAGE)
            sheet.set_column(place, place, min(70, wide), style["text"])
            sheet.write_string(0, place, column.heading, style["header"])
        for line, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(line, place, cell, style["text"])
                else:
                    sheet.write_string(line, place, fitting(cell_text(cell)), style["text"])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if report.mark:
            sheet.set_header(f"&C&B{report.mark}")
        sheet.set_footer(f"&L&8{by_line(report)}&R&8&P / &N")
    book.close()
    return stream.getvalue()


def fitting(words: str) -> str:
    """Return words as a cell can hold them; what is cut off is said to be.

    >>> len(fitting("x" * 40_000)), fitting("x" * 40_000)[-14:]
    (32767, 'is in the csv)')
    """
    return words if len(words) <= _CELL else words[: _CELL - len(_CUT)] + _CUT


def _about(report: Report, named: list[tuple[str, Table]]) -> Iterable[tuple[str, str]]:
    """Yield label and words of each line of the first sheet: what it is not, then contents and text in order."""
    yield "", report.subtitle
    yield "As at", day(report.as_at)
    yield "Notice", by_line(report)
    for notice in report.notices:
        yield "", notice
    for note in report.editions:
        yield "Edition", f"{note.id}: {note.name}; currency {note.currency}, checked {note.checked or 'not stated'}"
    for name, table in named:
        yield "Sheet", f"{name}: {table.caption} ({len(table.rows)} rows)"
    for block in report.blocks:
        if isinstance(block, Heading):
            yield block.text, ""
        elif isinstance(block, Paragraph):
            yield "", block.text
        elif isinstance(block, Quote):
            yield "", cell_text(block)
        elif isinstance(block, Bullets):
            for item in block.items:
                yield "", f"• {item}"


def _names(found: Iterable[Table]) -> list[str]:
    """Return a name for each sheet that Excel takes: short, without its signs, no two alike."""
    names: list[str] = []
    for table in found:
        base = re.sub(r"[\[\]:*?/\\']", " ", table.name).strip()[:_NAME] or "table"
        name, count = base, 2
        while name.lower() in {"about", "history", *(each.lower() for each in names)}:
            name, count = f"{base[: _NAME - 3]} {count}", count + 1
        names.append(name)
    return names
