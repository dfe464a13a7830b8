"""The six ways to write a report, each with its media type and file extension."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from needgraph.reports.model import Report


class ReportFormat(NamedTuple):
    """A way to write a report: its media type, file extension, whether a terminal can show it, and who writes it."""

    media_type: str
    extension: str
    is_text: bool
    write: Callable[[Report], bytes]

    @property
    def is_binary(self) -> bool:
        """Whether its bytes are no text, so that they belong in a file."""
        return not self.media_type.startswith("text/")


def _html(report: Report) -> bytes:
    from needgraph.reports.html import as_html

    return as_html(report).encode()


def _docx(report: Report) -> bytes:
    from needgraph.reports.docx import as_docx

    return as_docx(report)


def _xlsx(report: Report) -> bytes:
    from needgraph.reports.xlsx import as_xlsx

    return as_xlsx(report)


def _pdf(report: Report) -> bytes:
    from needgraph.reports.pdf import as_pdf

    return as_pdf(report)


def _markdown(report: Report) -> bytes:
    from needgraph.reports.text import as_markdown_report

    return as_markdown_report(report).encode()


def _csv(report: Report) -> bytes:
    from needgraph.reports.text import as_csv_report

    return as_csv_report(report).encode()


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORT_FORMATS = {
    "html": ReportFormat("text/html", "html", False, _html),
    "docx": ReportFormat(_WORD, "docx", False, _docx),
    "xlsx": ReportFormat(_EXCEL, "xlsx", False, _xlsx),
    "pdf": ReportFormat("application/pdf", "pdf", False, _pdf),
    "markdown": ReportFormat("text/markdown", "md", True, _markdown),
    "csv": ReportFormat("text/csv", "csv", True, _csv),
}
