"""Write a report as a tagged PDF, and drawings as pictures, with Typst; its fonts come with the installation."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from needgraph.report_model import (
    Block,
    Bullets,
    Cell,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Report,
    SignOff,
    Table,
    by_line,
    cell_text,
    day,
    place_of,
    sign_off_table,
)

if TYPE_CHECKING:
    import typst

# A picture in a document is printed at this density.
_PICTURE_PPI = 130


def as_pdf(report: Report) -> bytes:
    """Return the report as PDF/UA-1, which screen readers can read; the same report makes the same bytes."""
    import typst

    midnight = datetime.datetime.combine(report.as_at, datetime.time(), datetime.UTC)
    return typst.compile(
        _template("report.typ"),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"report": json.dumps(_content(report), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=midnight,
    )


def as_pictures(svgs: Sequence[str]) -> list[bytes]:
    """Return drawings as PNG pictures, for programs that cannot show SVG."""
    import typst

    if not svgs:
        return []
    compiler = typst.Compiler(_template("pictures.typ"), font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(format="png", ppi=_PICTURE_PPI, sys_inputs={"svgs": json.dumps(list(svgs))})
    return [made] if isinstance(made, bytes) else list(made or [])


@cache
def _fonts() -> typst.Fonts:
    """Return Lato and what Typst brings; a font of this machine would make other bytes on the next one."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(files("font_lato").joinpath("files"))])


def _template(name: str) -> bytes:
    return files("needgraph").joinpath("templates", name).read_bytes()


def _content(report: Report) -> dict[str, object]:
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "as_at": day(report.as_at),
        "date": [report.as_at.year, report.as_at.month, report.as_at.day],
        "by_line": by_line(report),
        "notices": list(report.notices),
        "landscape": report.landscape,
        "blocks": [_block(block) for block in report.blocks],
    }


def _block(block: Block) -> dict[str, object]:
    kind = {"kind": type(block).__name__}
    if isinstance(block, Heading):
        return {**kind, "level": block.level, "text": block.text}
    if isinstance(block, Paragraph):
        return {**kind, "text": block.text}
    if isinstance(block, Bullets):
        return {**kind, "items": list(block.items)}
    if isinstance(block, Quote):
        return {**kind, "quote": _cell(block)}
    if isinstance(block, Table):
        return {**kind, **_table(block)}
    if isinstance(block, SignOff):
        return {**_table(sign_off_table(block)), "kind": "Table", "roomy": True}
    if isinstance(block, Figure):
        width, _ = block.size
        return {**kind, "svg": block.svg, "title": block.title, "alt": block.alt, "width": width,
                "table": _table(block.table)}  # fmt: skip
    assert isinstance(block, PageBreak)  # noqa: S101 - every other kind of block returned above
    return {"kind": "PageBreak"}


def _table(table: Table) -> dict[str, object]:
    return {
        "caption": table.caption,
        "columns": [{"heading": column.heading, "weight": column.weight} for column in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "roomy": False,
    }


def _cell(cell: Cell) -> object:
    """Return a text, or for quotes a list of their words and places, which are set apart."""
    if isinstance(cell, Quote):
        return [{"text": " ".join(cell.text.split()), "place": place_of(cell)}]
    if isinstance(cell, tuple):
        return [{"text": " ".join(quote.text.split()), "place": place_of(quote)} for quote in cell]
    return cell_text(cell)
