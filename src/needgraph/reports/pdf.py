"""Write a report as a tagged PDF, and drawings as pictures, with Typst; its fonts come with the installation."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from needgraph.reports.model import (
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
from needgraph.reports.widths import column_widths

if TYPE_CHECKING:
    import typst

# A picture in a document is printed at this density.
_PICTURE_PPI = 130
_COLOURS = 48


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
    """Return drawings as PNG pictures of few colours, for programs that cannot show SVG."""
    import typst

    if not svgs:
        return []
    compiler = typst.Compiler(_template("pictures.typ"), font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(format="png", ppi=_PICTURE_PPI, sys_inputs={"svgs": json.dumps(list(svgs))})
    return [_of_few_colours(each) for each in ([made] if isinstance(made, bytes) else made or [])]


def _of_few_colours(picture: bytes) -> bytes:
    """Return a picture with a palette; a drawing of a dozen flat colours then takes a third of the room."""
    from PIL import Image

    stream = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as found:
        few = found.convert("RGB").quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(stream, "PNG")
    return stream.getvalue()


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
        "mark": report.mark,
        "blocks": [_block(block, report.landscape) for block in report.blocks],
    }


def _block(block: Block, landscape: bool) -> dict[str, object]:
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
        return {**kind, **_table(block, landscape)}
    if isinstance(block, SignOff):
        return {**_table(sign_off_table(block), landscape), "kind": "Table"}
    if isinstance(block, Figure):
        width, _ = block.size
        return {**kind, "svg": block.svg, "title": block.title, "alt": block.alt, "width": width,
                "table": _table(block.table, landscape)}  # fmt: skip
    assert isinstance(block, PageBreak)  # noqa: S101 - every other kind of block returned above
    return {"kind": "PageBreak"}


def _table(table: Table, landscape: bool) -> dict[str, object]:
    return {
        "caption": table.caption,
        "columns": [
            {"heading": column.heading, "weight": width}
            for column, width in zip(table.columns, column_widths(table, landscape=landscape), strict=True)
        ],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "roomy": table.to_fill,
    }


def _cell(cell: Cell) -> object:
    """Return a text, or for quotes a list of their words and places, which are set apart."""
    if isinstance(cell, Quote):
        return [{"text": " ".join(cell.text.split()), "place": place_of(cell)}]
    if isinstance(cell, tuple):
        return [{"text": " ".join(quote.text.split()), "place": place_of(quote)} for quote in cell]
    return cell_text(cell)
