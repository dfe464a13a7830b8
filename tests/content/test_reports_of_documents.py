"""The reports of the two documents: every quote is the document's, and the briefing fits on two pages."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from needgraph.commands import report_command
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import open_graphs
from needgraph.reports.frame import frame, places
from needgraph.reports.model import Cell, Quote, Report, tables
from needgraph.resources import data_at

NAMES = ["halton", "tameside"]


def made(name: str) -> Report:
    parser = argparse.ArgumentParser()
    report_command.add_options(parser)
    endpoint = LocalEndpoint(open_graphs(data_at()))
    options = parser.parse_args([name, *NAMES])
    return report_command.REPORTS[name](data_at(), endpoint, frame(endpoint, NAMES), options)


def quotes(cell: Cell) -> Iterator[Quote]:
    if isinstance(cell, Quote):
        yield cell
    elif isinstance(cell, tuple):
        yield from cell


@pytest.mark.parametrize("name", ["compare", "consent", "ladder", "briefing", "checks"])
def test_every_quote_of_a_report_is_the_documents(name: str) -> None:
    known = places(LocalEndpoint(open_graphs(data_at())))
    found = [quote for table in tables(made(name)) for row in table.rows for cell in row for quote in quotes(cell)]
    assert len(found) > 5
    foreign = [quote for quote in found if quote.id in known and quote != known[quote.id] and quote.text]
    # A finding may quote less than a whole statement, never other words.
    assert [quote for quote in foreign if " ".join(quote.text.split()) not in _flat(known[quote.id].text)] == []


def test_briefing_is_two_pages_with_five_divergences_and_both_currencies(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    report_command.add_options(parser)
    path = tmp_path / "briefing.pdf"
    report_command.run(data_at(), parser.parse_args(["briefing", *NAMES, "-o", str(path)]))
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) == 2
    assert "Five divergences at or across a statutory line" in text
    assert "currency unknown" in text
    assert "currency replaced" in text
    assert "What neither document says" in text


def _flat(text: str) -> str:
    return " ".join(text.split())
