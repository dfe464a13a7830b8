"""Write a report as a Word document: real headings, styles and tables, so that a partnership can go on editing it."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from needgraph.reports.model import (
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
from needgraph.reports.pdf import as_pictures
from needgraph.reports.widths import column_widths

if TYPE_CHECKING:
    from docx.document import Document

# A4 in twentieths of a point, and its margins; pictures are at most so many millimetres high.
_LONG, _SHORT, _MARGIN = 16838, 11906, 850
_TALL = {True: 115, False: 190}
NOTICE = "Notice"
_STYLES = (
    ("Normal", 9.5, False), ("Title", 18, True), ("Subtitle", 11.5, False), ("Heading 1", 13.5, True),
    ("Heading 2", 11, True), ("Heading 3", 10, True), ("Caption", 9, True), ("Quote", 9.5, False),
    ("List Bullet", 9.5, False), (NOTICE, 8.5, False),
)  # fmt: skip
# A table of so few rows stays on one page.
_SHORT_TABLE = 6
# The date of every file inside the document: a zip archive cannot say "none".
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def as_docx(report: Report) -> bytes:
    """Return the document; the same report makes the same bytes."""
    import docx

    document = docx.Document()
    _set_up(document, report)
    document.add_paragraph(report.title, "Title")
    document.add_paragraph(report.subtitle, "Subtitle")
    document.add_paragraph(f"As at {day(report.as_at)}.")
    for notice in (*report.notices, by_line(report)):
        document.add_paragraph(notice, NOTICE)
    figures = [block.svg for block in report.blocks if isinstance(block, Figure)]
    pictures = iter(as_pictures(figures))
    for block in report.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level - 1)
        elif isinstance(block, Paragraph):
            document.add_paragraph(block.text)
        elif isinstance(block, Bullets):
            for item in block.items:
                document.add_paragraph(item, "List Bullet")
        elif isinstance(block, Quote):
            document.add_paragraph(cell_text(block), "Quote")
        elif isinstance(block, Table):
            _add_table(document, block, report.landscape)
        elif isinstance(block, Figure):
            _add_figure(document, block, next(pictures), report.landscape)
            _add_table(document, block.table, report.landscape)
        elif isinstance(block, SignOff):
            _add_table(document, sign_off_table(block), report.landscape, row_height=700)
        elif isinstance(block, PageBreak):
            document.add_page_break()  # type: ignore[no-untyped-call]  # python-docx leaves this one without types
    stream = io.BytesIO()
    document.save(stream)
    return _with_one_date(stream.getvalue())


def _set_up(document: Document, report: Report) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Pt, RGBColor, Twips

    midnight = datetime.datetime.combine(report.as_at, datetime.time())
    core = document.core_properties
    core.title, core.author, core.language, core.comments = report.title, "needgraph", "en-GB", by_line(report)
    core.created = core.modified = midnight
    core.last_modified_by, core.revision = "needgraph", 1
    styles: Any = document.styles
    notice = styles.add_style(NOTICE, WD_STYLE_TYPE.PARAGRAPH)
    notice.base_style = styles["Normal"]
    for name, size, bold in _STYLES:
        style = styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = "Arial", Pt(size), bold, False
        style.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C)
        properties = style.element.get_or_add_rPr()
        # The theme's font would win over the name; letters set apart are hard to read.
        fonts = properties.get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        fonts.set(qn("w:cs"), "Arial")
        fonts.set(qn("w:eastAsia"), "Arial")
        for spacing in properties.findall(qn("w:spacing")):
            properties.remove(spacing)
        for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
        style.paragraph_format.line_spacing = 1.1
    for name in ("Normal", "Caption", NOTICE, "List Bullet", "Title", "Subtitle"):
        styles[name].paragraph_format.space_after = Pt(4)
    styles["Heading 1"].paragraph_format.space_before = Pt(14)
    styles["Caption"].paragraph_format.keep_with_next = True
    notice.paragraph_format.left_indent = Pt(8)
    border = '<w:left w:val="single" w:sz="32" w:space="8" w:color="B1B4B6"/>'
    notice.element.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"), "w:shd", "w:spacing", "w:ind", "w:jc"
    )
    language = styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang"))
    language.set(qn("w:val"), "en-GB")
    section = document.sections[0]
    wide, high = (_LONG, _SHORT) if report.landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if report.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(wide), Twips(high)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Twips(_MARGIN)
    if report.mark:
        header = section.header.paragraphs[0]
        header.text = report.mark
        header.runs[0].font.size, header.runs[0].font.bold = Pt(9), True
    footer = section.footer.paragraphs[0]
    footer.text = f"{by_line(report)}   "
    footer.runs[0].font.size = Pt(8)
    page = '<w:fldSimple {} w:instr="PAGE"><w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
    footer._p.append(parse_xml(page.format(nsdecls("w"))))


def _add_figure(document: Document, figure: Figure, picture: bytes, landscape: bool) -> None:
    from docx.shared import Mm

    document.add_paragraph(figure.title, "Caption")
    paragraph = document.add_paragraph()
    # On one page with the head of the table that says the same.
    paragraph.paragraph_format.keep_with_next = True
    wide, high = figure.size
    room = (_LONG if landscape else _SHORT) / 56.7 - 2 * _MARGIN / 56.7
    # A unit of a drawing is a ninety-sixth of an inch.
    width = min(room, wide * 25.4 / 96, _TALL[landscape] * wide / high)
    shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(width))
    shape._inline.docPr.set("descr", figure.alt)
    shape._inline.docPr.set("title", figure.title)


def _add_table(document: Document, table: Table, landscape: bool, row_height: int = 0) -> None:
    from docx.oxml import parse_xml
    from docx.shared import Pt

    document.add_paragraph(table.caption, "Caption")
    element = parse_xml("".join(_table_xml(table, landscape, row_height)))
    body = document.element.body
    body.insert(len(body) - 1, element)  # the last child is the section
    # Word joins tables that no paragraph parts.
    between = document.add_paragraph().paragraph_format
    between.space_after, between.line_spacing = Pt(0), Pt(6)


def _table_xml(table: Table, landscape: bool, row_height: int) -> Iterator[str]:
    """Yield a table as Word writes it; cell by cell through the library, a long one would take minutes."""
    from docx.oxml.ns import nsdecls

    room = (_LONG if landscape else _SHORT) - 2 * _MARGIN
    widths = [int(room * share) for share in column_widths(table, landscape=landscape)]
    yield f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>'
    for side in ("top", "bottom", "insideH"):
        yield f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    yield '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
    yield '<w:right w:w="60" w:type="dxa"/></w:tblCellMar><w:tblLook w:firstRow="1" w:firstColumn="1" w:noVBand="1"/>'
    yield f'<w:tblCaption w:val="{_attribute(table.caption)}"/></w:tblPr><w:tblGrid>'
    yield "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for column, width in zip(table.columns, widths, strict=True):
        yield _cell_xml([_run(column.heading, "<w:b/>")], width, keep=True)
    yield "</w:tr>"
    height = f'<w:trHeight w:val="{row_height}"/>' if row_height else ""
    last = len(table.rows) - 1
    for place, row in enumerate(table.rows):
        yield f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>"
        for cell, width in zip(row, widths, strict=True):
            yield _cell_xml(list(_runs(cell)), width, keep=last < _SHORT_TABLE and place < last)
        yield "</w:tr>"
    if not table.rows:
        yield f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>'
        yield f'<w:gridSpan w:val="{len(widths)}"/></w:tcPr>'
        yield f"<w:p>{_run('None found.')}</w:p></w:tc></w:tr>"
    yield "</w:tbl>"


def _cell_xml(paragraphs: list[str], width: int, *, keep: bool) -> str:
    spacing = '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
    spacing = f"<w:pPr>{'<w:keepNext/>' if keep else ''}{spacing}</w:pPr>"
    inside = "".join(f"<w:p>{spacing}{runs}</w:p>" for runs in paragraphs)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _runs(cell: Cell) -> Iterator[str]:
    """Yield the paragraphs of a cell: a quote's words, and its place in grey."""
    quotes = (cell,) if isinstance(cell, Quote) else cell if isinstance(cell, tuple) else ()
    for quote in quotes:
        words = " ".join(quote.text.split())
        yield _run(f"“{words}” ") + _run(f"({place_of(quote)})", '<w:color w:val="505A5F"/>', 15)
    if not quotes:
        yield from (_run(line) for line in ("" if isinstance(cell, tuple) else cell_text(cell)).split("\n"))


def _run(words: str, looks: str = "", size: int = 17) -> str:
    words = "".join(sign for sign in words if sign >= " " or sign == "\t")
    return (
        f'<w:r><w:rPr>{looks}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
    )


def _attribute(words: str) -> str:
    return escape(words, {'"': "&quot;"})


def _with_one_date(content: bytes) -> bytes:
    """Return the archive with the same date on every file: the library writes the time of day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _ZIP_DATE)
            # Pictures are compressed already.
            info.compress_type = zipfile.ZIP_STORED if entry.filename.endswith(".png") else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(entry.filename))
    return stream.getvalue()
