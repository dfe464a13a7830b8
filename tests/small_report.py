"""A small report that has every kind of block, with words that a writer could take for its own markup."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from needgraph.commands import report_command
from needgraph.outcome import Outcome
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.reports.drawing import drawing, text
from needgraph.reports.frame import Frame
from needgraph.reports.model import (
    Block,
    Bullets,
    Cell,
    Column,
    EditionNote,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Report,
    SignOff,
    Table,
)
from needgraph.resources import Data

DATA = Data(Path(__file__).parent / "fixtures" / "graphs")
DAY = datetime.date(2026, 11, 22)
QUOTE = Quote("ashby/2024/a0036", "Often away overnight  without word", 1044, 1077)
OTHER = Quote("borwick/2021/b0027", "Does not come home", 746, 785)
MARKUP = "<b>5 | 6</b> & *stars* #let _under_ $x$ [link](x) `tick` \\ back"
FORMULAS = ("=1+1", "+441632960101", "-5 days", "@home")
NOTICE = "What the document says; not advice on a case."
CURRENCY = "Ashby, edition of 2024: currency current. Invented; it stays as it is."
EDITIONS = (
    EditionNote("ashby/2024", "Ashby, edition of 2024", "current", "2026-11-20", "Ashby"),
    EditionNote("borwick/2021", "Borwick, edition of 2021", "replaced", "2026-11-20", "Borwick"),
)
FRAME = Frame(EDITIONS, (NOTICE, CURRENCY), DAY)
COMPARED = (
    "kind", "concern", "subject", "subject_level", "subject_quote", "subject_place", "relation", "severity_relation",
    "level_relation", "object", "object_level", "object_quote", "object_place", "rank", "reason",
)  # fmt: skip
RANKING = Answer(
    ("rank", "title", "when", "why"),
    ((1, "Line crossed", "on both sides of a line", "another route"), (9, "Wording", "same tier", "words decide")),
)


def table(name: str = "signs") -> Table:
    """Return a table with numbers, quotes, several quotes in a cell, markup and would-be formulas."""
    columns = (Column("Level", 0.5), Column("Signs"), Column("Words", 3), Column("Remark", 2))
    rows: tuple[tuple[Cell, ...], ...] = (
        ("1", 32, QUOTE, MARKUP),
        ("2", 0, (QUOTE, OTHER), FORMULAS[0]),
        *(("3", 7.5, "", formula) for formula in FORMULAS[1:]),
    )
    return Table(name, f"Signs by level: {name}", columns, rows)


def empty(name: str) -> Table:
    """Return a table without rows."""
    return Table(name, "Nothing", (Column("Only"),), ())


def figure(name: str = "fan") -> Figure:
    """Return a drawing with its table."""
    svg = drawing(name, 200, 80, "A box & a word", [text(10, 40, "Level <1>")])
    return Figure(svg, f"The {name} of levels", "A box with a word in it.", Table(name, f"Table of {name}", *_ONE))


_ONE = ((Column("Field"), Column("Count")), (("A", 4711), ("B", 12)))


def report(*more: Block, landscape: bool = False) -> Report:
    """Return a report with every kind of block."""
    blocks = (
        Heading(2, "How to read it"),
        Paragraph(f"A paragraph with {MARKUP}"),
        Bullets(("First point", "Second point")),
        Heading(3, "A quote"),
        QUOTE,
        table(),
        Heading(2, "A drawing"),
        figure(),
        PageBreak(),
        Heading(2, "To sign"),
        SignOff(("Police", "Council")),
        *more,
    )
    title = f"A report <on> {MARKUP}"
    return Report("small", title, "Of two editions", DAY, EDITIONS, (NOTICE, CURRENCY), blocks, landscape)


def line(kind: str = "ladder", concern: str = "missing", rank: int = 1, **more: str) -> tuple[str | int, ...]:
    """Return a line of a comparison of the two editions."""
    cells: dict[str, str | int] = {
        "kind": kind, "concern": concern, "subject": QUOTE.id, "subject_level": "2", "subject_quote": QUOTE.text,
        "subject_place": f"{QUOTE.id} {QUOTE.start}–{QUOTE.end}", "relation": "skos:closeMatch",
        "severity_relation": "milder", "level_relation": "higher", "object": OTHER.id, "object_level": "3",
        "object_quote": OTHER.text, "object_place": f"{OTHER.id} {OTHER.start}–{OTHER.end}", "rank": rank,
        "reason": "Line crossed: another route. Ashby Level 2 is early help. Both are away.", **more,
    }  # fmt: skip
    return tuple(cells[column] for column in COMPARED)


def compared(*lines: tuple[str | int, ...]) -> Answer:
    """Return lines as a comparison."""
    return Answer(COMPARED, lines)


def endpoint() -> LocalEndpoint:
    """Return the graphs of the two invented authorities."""
    return LocalEndpoint(load_graphs(DATA.graph_files()))


def run(line: str, data: Data = DATA) -> Outcome:
    """Run the command ``report`` with these words."""
    parser = argparse.ArgumentParser()
    report_command.add_options(parser)
    return report_command.run(data, parser.parse_args(line.split()))
