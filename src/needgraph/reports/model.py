"""A report: one value that every format is written from, so that all of them say the same."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from needgraph.errors import NeedgraphError
from needgraph.findings.finding import Quote
from needgraph.querying.answers import Value
from needgraph.querying.formats import shown_value

__all__ = [
    "Block", "Bullets", "Cell", "Column", "EditionNote", "Figure", "Heading", "PageBreak", "Paragraph", "Quote",
    "Report", "ReportProblem", "SignOff", "Table", "by_line", "cell_text", "day", "place_of", "sheets", "tables",
]  # fmt: skip

Cell: TypeAlias = Value | Quote | tuple[Quote, ...]


class ReportProblem(NeedgraphError):
    """A report that cannot be made of what was asked for; the message says what to ask for instead."""


@dataclass(frozen=True)
class EditionNote:
    """An edition a report speaks of: its id, its name, and whether it still applies as far as is known.

    ``short`` is what it is called in a heading: the authority, with the key of the edition where there are several.
    """

    id: str
    name: str
    currency: str
    checked: str
    short: str


@dataclass(frozen=True)
class Heading:
    """A heading; the title of the report is level 1, its parts begin at level 2."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in our words."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of points in our words."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and its share of the width where people fill the cells in.

    Everywhere else the texts decide how wide it is; see ``reports.widths``.
    """

    heading: str
    weight: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table; tables of one name have the same columns and stand on one sheet of a workbook.

    ``to_fill`` marks one whose empty cells people fill in.

    >>> Table("t", "Two rows", (Column("level"), Column("signs")), (("1", 32), ("2", 79))).rows[1]
    ('2', 79)
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    to_fill: bool = False

    def __post_init__(self) -> None:
        """Refuse a row that is longer or shorter than the header: a cell would stand under the wrong heading."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.name!r}: a row has {len(row)} cells for {len(self.columns)} columns")


@dataclass(frozen=True)
class Figure:
    """A drawing with the table of what it shows; ``alt`` says in words what is to be seen."""

    svg: str
    title: str
    alt: str
    table: Table

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the drawing, in its own units."""
        found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', self.svg)
        if not found:
            raise ValueError(f"figure {self.title!r} has no viewBox that begins at 0 0")
        return float(found[1]), float(found[2])


@dataclass(frozen=True)
class SignOff:
    """Lines for people to sign on: a name, a role and a date for each, all empty until a person fills them."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    """A new page, where there are pages."""


Block: TypeAlias = Heading | Paragraph | Bullets | Quote | Table | Figure | SignOff | PageBreak


@dataclass(frozen=True)
class Report:
    """A report: what it is about, as at which day, with which notices, and its blocks in reading order.

    ``name`` is what a file of it is called. ``as_at`` comes from the data or from the user, never from a clock, so
    that the same data make the same bytes. ``mark`` stands at the head of every page. ``warnings`` are what the report
    says of its own basis, for standard error, too.
    """

    name: str
    title: str
    subtitle: str
    as_at: datetime.date
    editions: tuple[EditionNote, ...]
    notices: tuple[str, ...]
    blocks: tuple[Block, ...]
    landscape: bool = False
    mark: str = ""
    warnings: tuple[str, ...] = ()


def cell_text(cell: Cell) -> str:
    """Return a cell as text; a quote in quotation marks with its id and place.

    >>> cell_text(Quote("ashby/2024/a0007", "Often late", 120, 130))
    '“Often late” (ashby/2024/a0007, 120–130)'
    """
    if isinstance(cell, Quote):
        return f"“{_one_line(cell.text)}” ({place_of(cell)})"
    if isinstance(cell, tuple):
        return "\n".join(cell_text(quote) for quote in cell)
    return shown_value(cell)


def place_of(quote: Quote) -> str:
    """Return where a quote stands: the id of the statement and its first and last offset."""
    return f"{quote.id}, {quote.start}–{quote.end}"


def tables(report: Report) -> Iterator[Table]:
    """Yield the tables of a report in reading order, the ones of its figures and the sign-off among them."""
    for block in report.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Figure):
            yield block.table
        elif isinstance(block, SignOff):
            yield sign_off_table(block)


def sheets(report: Report) -> list[Table]:
    """Return the tables with those of one name joined, the caption of each then in a first column ``Part``.

    Raises ValueError when tables of one name have different columns.
    """
    by_name: dict[str, list[Table]] = {}
    for table in tables(report):
        by_name.setdefault(table.name, []).append(table)
    joined = []
    for name, group in by_name.items():
        first = group[0]
        if len(group) == 1:
            joined.append(first)
            continue
        if any(_headings(table) != _headings(first) for table in group):
            raise ValueError(f"the tables named {name!r} have different columns")
        rows = tuple((table.caption, *row) for table in group for row in table.rows)
        joined.append(Table(name, first.caption.partition(":")[0], (Column("Part"), *first.columns), rows))
    return joined


def sign_off_table(block: SignOff) -> Table:
    """Return the table that people sign on."""
    columns = (Column("For", 2), Column("Name", 2), Column("Role", 2), Column("Date", 1))
    return Table("sign-off", "Signed off by", columns, tuple((role, "", "", "") for role in block.roles), to_fill=True)


def by_line(report: Report) -> str:
    """Return the line that stands on every page: what the report is not."""
    whose = {1: "the authority", 2: "either authority"}.get(
        len({note.id.split("/")[0] for note in report.editions}), "any of the authorities"
    )
    return f"What the documents say; not advice on a case. Not endorsed by {whose}."


def day(date: datetime.date) -> str:
    """Return a date in words.

    >>> day(datetime.date(2026, 11, 2))
    '2 November 2026'
    """
    return f"{date.day} {date:%B %Y}"


def _headings(table: Table) -> tuple[str, ...]:
    return tuple(column.heading for column in table.columns)


def _one_line(text: str) -> str:
    return " ".join(text.split())
