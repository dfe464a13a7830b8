"""Six formats, one report: the same cells in each, the same bytes each time, the notices in the body."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pypdf
import pytest

from needgraph.reports.formats import REPORT_FORMATS
from needgraph.reports.model import Column, Paragraph, Table, cell_text, tables
from needgraph.reports.xlsx import as_xlsx
from small_report import CURRENCY, FORMULAS, MARKUP, NOTICE, empty, figure, report

WRITTEN = {name: form.write(report()) for name, form in REPORT_FORMATS.items()}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VOID = {"meta", "col", "link", "br"}


class Page(HTMLParser):
    """The elements of a page, with the text of each, and whether every element is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs), list[str]())
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))

    def handle_data(self, data: str) -> None:
        for _, _, words in self.open:
            words.append(data)

    def all(self, *tags: str) -> list[tuple[str, dict[str, str | None], list[str]]]:
        return [element for element in self.found if element[0] in tags]


def expected() -> Iterator[list[str]]:
    """Yield the rows of every table as texts, without white space, which formats break differently."""
    for table in tables(report()):
        yield [squeezed(column.heading) for column in table.columns]
        for row in table.rows:
            yield [squeezed(cell_text(cell)) for cell in row]


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def html_rows() -> list[list[str]]:
    page = Page(WRITTEN["html"].decode())
    rows: list[list[str]] = []
    for tag, _, words in page.all("tr", "td", "th"):
        if tag == "tr":
            rows.append([])
        else:
            rows[-1].append(squeezed("".join(words)))
    return rows


def docx_rows() -> list[list[str]]:
    document = docx.Document(io.BytesIO(WRITTEN["docx"]))
    return [[squeezed(cell.text) for cell in row.cells] for table in document.tables for row in table.rows]


def xlsx_rows() -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(WRITTEN["xlsx"]))
    return [
        [squeezed("" if cell.value is None else str(cell.value)) for cell in row]
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
    ]


def markdown_rows() -> list[list[str]]:
    rows = [line for line in WRITTEN["markdown"].decode().splitlines() if line.startswith("|")]
    found = []
    for row in rows:
        if set(row) <= set("|- "):
            continue
        cells = re.split(r"(?<!\\)\|", row)[1:-1]
        found.append([squeezed(re.sub(r"\\(.)", r"\1", cell).replace("<br>", "")) for cell in cells])
    return found


def csv_rows() -> list[list[str]]:
    rows = [row for row in csv.reader(io.StringIO(WRITTEN["csv"].decode())) if len(row) > 1]
    return [
        [squeezed(cell.removeprefix("'").replace("” (", "”(").replace(" | “", "“")) for cell in row] for row in rows
    ]


ROWS = {"html": html_rows, "docx": docx_rows, "xlsx": xlsx_rows, "markdown": markdown_rows, "csv": csv_rows}


@pytest.mark.parametrize("name", ROWS)
def test_every_format_has_the_same_cells_in_the_same_order(name: str) -> None:
    assert ROWS[name]() == list(expected())


def test_pdf_has_the_same_cells() -> None:
    pages = pypdf.PdfReader(io.BytesIO(WRITTEN["pdf"])).pages
    text = squeezed("".join(page.extract_text() for page in pages)).replace("-", "")
    place = 0
    # The text of a PDF is one line after the other, so that a cell that wraps is cut by its neighbours.
    for row in expected():
        if all(len(cell) < 16 for cell in row):
            place = text.index("".join(row).replace("-", ""), place)
    for word in ("4711", "7.5", "32", "“Oftenawayovernight", "(ashby/2024/a0036,1044–1077)"):
        assert word in text


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_same_report_makes_the_same_bytes(name: str) -> None:
    assert REPORT_FORMATS[name].write(report()) == WRITTEN[name]


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_no_file_inside_the_archive_bears_the_time_of_day(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(WRITTEN[name])) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
        assert b"2026-11-22T00:00:00Z" in archive.read("docProps/core.xml")
        assert re.findall(rb"20\d\d-\d\d-\d\dT", archive.read("docProps/core.xml")) == [b"2026-11-22T"] * 2


def test_notice_and_currency_stand_in_the_body_of_every_document() -> None:
    texts = {
        "html": WRITTEN["html"].decode(),
        "markdown": WRITTEN["markdown"].decode(),
        "docx": "\n".join(each.text for each in docx.Document(io.BytesIO(WRITTEN["docx"])).paragraphs),
        "pdf": pypdf.PdfReader(io.BytesIO(WRITTEN["pdf"])).pages[0].extract_text().replace("\n", ""),
    }
    for name, text in texts.items():
        for words in (NOTICE, CURRENCY, "Not endorsed by either authority.", "22 November 2026"):
            assert words in text, name


def test_notice_and_currency_stand_on_the_first_sheet_and_never_as_a_row() -> None:
    book = openpyxl.load_workbook(io.BytesIO(WRITTEN["xlsx"]))
    first = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert {NOTICE, CURRENCY, "22 November 2026"} <= set(first)
    others = [cell.value for sheet in book.worksheets[1:] for row in sheet.iter_rows() for cell in row]
    assert NOTICE not in others
    assert NOTICE not in WRITTEN["csv"].decode()


def test_workbook_has_a_frozen_header_with_filters_on_every_table() -> None:
    book = openpyxl.load_workbook(io.BytesIO(WRITTEN["xlsx"]))
    assert book.sheetnames == ["About", "signs", "fan", "sign-off"]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert sheet["A2"].alignment.wrap_text
        assert sheet.column_dimensions["A"].width


def test_cells_that_look_like_formulas_are_text_in_the_workbook() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(WRITTEN["xlsx"]))["signs"]
    found = {cell.value: cell.data_type for row in sheet.iter_rows(min_row=2, min_col=4) for cell in row}
    assert {formula: found[formula] for formula in FORMULAS} == dict.fromkeys(FORMULAS, "s")
    assert sheet["B2"].data_type == "n"


def test_sheets_get_names_that_excel_takes() -> None:
    more = [empty(name) for name in ("a/b[c]" + "x" * 40, "a/b[c]" + "x" * 41, "About")]
    names = openpyxl.load_workbook(io.BytesIO(as_xlsx(report(*more)))).sheetnames
    assert len({name.lower() for name in names}) == 7
    assert all(len(name) <= 31 and not re.search(r"[\[\]/]", name) for name in names)


def test_page_is_one_file_that_needs_nothing_else() -> None:
    page = Page(WRITTEN["html"].decode())
    assert page.open == []
    assert page.all("script", "link", "img", "iframe") == []
    assert "url(http" not in WRITTEN["html"].decode()


def test_page_can_be_read_by_ear() -> None:
    page = Page(WRITTEN["html"].decode())
    assert page.all("html")[0][1]["lang"] == "en-GB"
    assert "".join(page.all("title")[0][2]) == report().title
    levels = [int(tag[1]) for tag, _, _ in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table")) == 3
    assert {attributes.get("scope") for _, attributes, _ in page.all("th")} == {"col", "row"}
    skip = next(attributes for _, attributes, _ in page.all("a") if attributes.get("class") == "skip")
    assert skip["href"] == f"#{page.all('main')[0][1]['id']}"
    (drawn,) = page.all("svg")
    assert (drawn[1]["role"], drawn[1]["aria-label"]) == ("img", "A box & a word")
    ids = [str(attributes["id"]) for _, attributes, _ in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_words_of_a_document_are_never_markup() -> None:
    assert "&lt;b&gt;5 | 6&lt;/b&gt; &amp; *stars*" in WRITTEN["html"].decode()
    assert MARKUP in docx.Document(io.BytesIO(WRITTEN["docx"])).paragraphs[0].text
    text = pypdf.PdfReader(io.BytesIO(WRITTEN["pdf"])).pages[0].extract_text()
    assert squeezed(MARKUP) in squeezed(text)
    assert r"\<b\>5 \| 6\</b\> & \*stars\* \#let" in WRITTEN["markdown"].decode()


def test_document_has_real_headings_and_headers_that_repeat() -> None:
    document = docx.Document(io.BytesIO(WRITTEN["docx"]))
    styles = [(each.style.name, each.text) for each in document.paragraphs if each.style]
    assert ("Heading 1", "How to read it") in styles
    assert ("Heading 2", "A quote") in styles
    assert [name for name, _ in styles].count("Caption") == 4
    for table in document.tables:
        assert table._tbl.tr_lst[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert document.core_properties.language == "en-GB"
    with zipfile.ZipFile(io.BytesIO(WRITTEN["docx"])) as archive:
        defaults = ElementTree.fromstring(archive.read("word/styles.xml")).find(f"{W}docDefaults")
        assert defaults is not None
        assert [each.get(f"{W}val") for each in defaults.iter(f"{W}lang")] == ["en-GB"]


def test_picture_in_a_document_says_what_is_to_be_seen() -> None:
    document = docx.Document(io.BytesIO(WRITTEN["docx"]))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == figure().alt
    with zipfile.ZipFile(io.BytesIO(WRITTEN["docx"])) as archive:
        (picture,) = [archive.read(name) for name in archive.namelist() if name.endswith(".png")]
    assert picture.startswith(b"\x89PNG")


def test_wide_report_lies_on_its_side() -> None:
    wide = report(landscape=True)
    section = docx.Document(io.BytesIO(REPORT_FORMATS["docx"].write(wide))).sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)
    page = pypdf.PdfReader(io.BytesIO(REPORT_FORMATS["pdf"].write(wide))).pages[0]
    assert page.mediabox.width > page.mediabox.height
    assert "a4 landscape" in REPORT_FORMATS["html"].write(wide).decode()


def test_mark_stands_at_the_head_of_every_page() -> None:
    marked = replace(report(landscape=True), mark="DRAFT – nobody’s")
    pages = pypdf.PdfReader(io.BytesIO(REPORT_FORMATS["pdf"].write(marked))).pages
    assert len(pages) > 1
    assert all("DRAFT – nobody’s" in page.extract_text() for page in pages)
    assert not any("DRAFT" in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(WRITTEN["pdf"])).pages)
    sections = docx.Document(io.BytesIO(REPORT_FORMATS["docx"].write(marked))).sections
    assert [section.header.paragraphs[0].text for section in sections] == ["DRAFT – nobody’s"]
    page = REPORT_FORMATS["html"].write(marked).decode()
    assert '@top-center { content: "DRAFT \\002013 nobody\\002019s"' in page
    assert '<div class="mark"><div class="width">DRAFT – nobody’s</div></div>' in page


def test_figure_stands_on_one_page_with_the_head_of_its_table() -> None:
    many = [Paragraph(f"Line {place}") for place in range(24)]
    drawn = replace(figure("late"), svg=figure().svg.replace("0 0 200 80", "0 0 1000 480"))
    made = REPORT_FORMATS["pdf"].write(report(*many, drawn, landscape=True))
    (page,) = [each for each in pypdf.PdfReader(io.BytesIO(made)).pages if "The late of levels" in each.extract_text()]
    assert "Table of late" in page.extract_text()


def test_text_that_is_too_long_for_a_cell_says_that_it_is_cut() -> None:
    long = Table("long", "Long", (Column("Words"),), (("word " * 8_000,),))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(report(long))))
    text = str(book["long"]["A2"].value)
    assert len(text) == 32_767
    assert text.endswith("… (cut; the whole text is in the csv)")


def test_pictures_have_a_palette() -> None:
    with zipfile.ZipFile(io.BytesIO(WRITTEN["docx"])) as archive:
        (picture,) = [archive.read(name) for name in archive.namelist() if name.endswith(".png")]
    assert picture[25] == 3


def test_pdf_is_tagged_and_knows_its_language_and_title() -> None:
    reader = pypdf.PdfReader(io.BytesIO(WRITTEN["pdf"]))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == report().title
    assert str(reader.metadata["/CreationDate"]).startswith("D:20261122")
    assert b"pdfuaid:part" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]


def test_every_table_without_rows_says_so() -> None:
    made = report(empty("none"))
    assert "None found." in REPORT_FORMATS["html"].write(made).decode()
    last = docx.Document(io.BytesIO(REPORT_FORMATS["docx"].write(made))).tables[-1]
    assert last.rows[1].cells[0].text == "None found."
    pages = pypdf.PdfReader(io.BytesIO(REPORT_FORMATS["pdf"].write(made))).pages
    assert "None found." in pages[-1].extract_text()
