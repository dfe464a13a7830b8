"""Write the answer to a question of the catalogue for programs and for people: JSON, CSV, a workbook."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from needgraph.querying.answers import Answer, Value
from needgraph.querying.formats import FORMATS, shown_value
from needgraph.reports.xlsx import fitting
from needgraph.site.negotiation import Form

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUESTION_FORMS: Mapping[str, Form] = {
    "json": Form("json", "application/json", "json"),
    "csv": Form("csv", "text/csv", "csv"),
    "xlsx": Form("xlsx", XLSX, "xlsx"),
}
# How many rows a sheet of Excel holds below its header.
_ROWS = 1_048_575


class Page(NamedTuple):
    """Rows of an answer, with what belongs beside them.

    ``total`` is the number of rows without paging, None where the server does not know it because the answer is
    too long for it. ``built`` is the latest date that the data state.
    """

    rows: Answer
    total: int | None
    version: str
    built: str
    notice: Sequence[str]
    permalink: str


def written(page: Page, form_name: str) -> bytes:
    """Return a page in one of ``QUESTION_FORMS``; the same page makes the same bytes."""
    return _WRITERS[form_name](page)


def _as_json(page: Page) -> bytes:
    body = {
        "columns": list(page.rows.columns),
        "rows": [{key: "" if value is None else value for key, value in row.items()} for row in page.rows.records()],
        "total": page.total,
        "data_version": page.version,
        "built": page.built,
        "notice": list(page.notice),
        "permalink": page.permalink,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def _as_csv(page: Page) -> bytes:
    return FORMATS["csv"].write(page.rows).encode()


def _as_xlsx(page: Page) -> bytes:
    """Return a workbook whose first sheet holds the notice; every text is a text, also one that begins with `=`."""
    import xlsxwriter  # only a workbook needs it

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        # Otherwise the clock of each replica stands in it.
        book.set_properties({"author": "needgraph", "created": _day(page.built)})
        wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
        about = book.add_worksheet("About")
        about.set_column(0, 0, 100)
        count = len(page.rows.rows)
        whole = "of more than the server counts" if page.total is None else f"of {page.total}"
        lines = [f"needgraph {page.version}", page.permalink, f"{count} rows {whole}", *page.notice]
        for place, line in enumerate(lines):
            about.write_string(place, 0, fitting(line), wrapped)
        sheet = book.add_worksheet("Rows")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(page.rows.columns):
            longest = max((len(shown_value(row[column])) for row in page.rows.rows), default=0)
            sheet.set_column(column, column, min(60, max(len(name), longest) + 2))
            sheet.write_string(0, column, name, bold)
        for place, row in enumerate(page.rows.rows[:_ROWS], 1):
            for column, value in enumerate(row):
                if _is_number(value):
                    sheet.write_number(place, column, value, wrapped)
                else:
                    sheet.write_string(place, column, fitting(shown_value(value)), wrapped)
    return stream.getvalue()


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _day(built: str) -> datetime:
    try:
        return datetime.fromisoformat(built)
    except ValueError:
        return datetime(1980, 1, 1)  # the first day that a zip file can name


_WRITERS: Mapping[str, Callable[[Page], bytes]] = {"json": _as_json, "csv": _as_csv, "xlsx": _as_xlsx}
