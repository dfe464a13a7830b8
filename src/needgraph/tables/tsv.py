"""Tab-separated tables that people write: read with the place of every cell, written back unchanged."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from needgraph.errors import NeedgraphError
from needgraph.files import read_text, shown, write_atomically

SEPARATOR = " | "
_BAR = SEPARATOR.strip()
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


class TableProblem(NeedgraphError):
    """A table that cannot be read, or that breaks its own rules."""


class Row(dict[str, str]):
    """One row of a table, its cells by column, and the place where it stands.

    A cell has ``\\n``, ``\\r``, ``\\t`` and ``\\\\`` undone; it is empty when nothing is stated.
    """

    __slots__ = ("file", "line")

    def __init__(self, file: Path, line: int, cells: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        super().__init__(cells)
        self.file = file
        self.line = line

    @property
    def cells(self) -> Mapping[str, str]:
        """The cells by column, without the place."""
        return self

    def several(self, column: str) -> list[str]:
        """Return the values of a cell that joins several by ``" | "``."""
        cell = self[column]
        if _BAR not in cell:
            return [cell.strip()] if cell else []
        return [value.strip() for value in cell.split(_BAR)]

    def problem(self, what: str) -> str:
        """Return a message that begins with the file and row."""
        return f"{shown(self.file)}:{self.line}: {what}"


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a table that has exactly these columns, in any order.

    Raises TableProblem naming file and row for a missing or unknown column, a ragged row, Windows
    line endings or an unknown escape; FileProblem when the file is missing or not UTF-8.
    """
    return table_rows(path, read_text(path), columns)


def table_rows(path: Path, text: str, columns: Sequence[str], first_line: int = 1) -> list[Row]:
    """Return the rows of a table's text, which begins on a line of its file; raises as ``read_table`` does."""
    where = shown(path)
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + first_line
        raise TableProblem(f"{where}:{line}: has Windows line endings; save it with LF line endings")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + first_line
        raise TableProblem(f"{where}:{line}: holds a NUL character (U+0000), which no text has; remove it")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    if not lines:
        raise TableProblem(f"{where}:{first_line}: is empty; its first line names the columns: {' '.join(columns)}")
    header = lines[0].split("\t")
    _check_header(f"{where}:{first_line}", header, columns)
    rows = []
    for number, text_line in enumerate(lines[1:], start=first_line + 1):
        cells = text_line.split("\t")
        if len(cells) != len(header):
            raise TableProblem(
                f"{where}:{number}: has {len(cells)} cells where the header names {len(header)} columns; "
                "give each column one cell (write a tab inside a cell as \\t)"
            )
        if "\\" in text_line:
            cells = [_undo_escapes(cell, where, number) for cell in cells]
        rows.append(Row(path, number, zip(header, cells, strict=True)))
    return rows


def read_table_if_there(path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a table, or none where the edition does not have that table."""
    return read_table(path, columns) if path.exists() else []


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a table as a whole; columns a row does not have stay empty."""
    lines = ["\t".join(columns)]
    lines += [written_row(columns, row) for row in rows]
    write_atomically(path, ("\n".join(lines) + "\n").encode())


def written_row(columns: Sequence[str], row: Mapping[str, str]) -> str:
    """Return a row as its line of the table; columns it does not have stay empty."""
    return "\t".join(escaped(row.get(column, "")) for column in columns)


def is_date(cell: str) -> bool:
    """Tell whether a cell is a day, written as 2026-11-22.

    >>> is_date("2026-11-22"), is_date("2026-11-31"), is_date("20261122")
    (True, False, False)
    """
    try:
        return datetime.date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def escaped(cell: str) -> str:
    """Return a cell with backslash, line ending and tab written so that it stays on its line.

    >>> escaped("A&E" + chr(9) + "Accident")
    'A&E\\\\tAccident'
    """
    return cell.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _check_header(where: str, header: Sequence[str], columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        # Commas, quotation marks or a line `sep=` stand there only where a spreadsheet wrote the file.
        spread = any(re.match(r'"|sep=', cell, re.IGNORECASE) or re.search("[,;]", cell) for cell in header)
        remedy = "; it looks as a spreadsheet wrote it: save the sheet as tab-separated text in UTF-8, unquoted"
        raise TableProblem(
            f"{where}: column {missing[0]!r} is missing; the first line names the columns: {' '.join(columns)}"
            + (remedy if spread else "")
        )
    unknown = [column for column in header if column not in columns]
    if unknown or len(set(header)) != len(header):
        odd = unknown[0] if unknown else next(name for name in header if header.count(name) > 1)
        raise TableProblem(
            f"{where}: column {odd!r} is not one of this table or stands twice; the columns are: {' '.join(columns)}"
        )


def _undo_escapes(cell: str, where: str, number: int) -> str:
    def undo(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPED:
            raise TableProblem(
                f"{where}:{number}: {match[0]!r} is not an escape of these tables; write \\n, \\r, \\t or \\\\"
            )
        return _ESCAPED[match[1]]

    return _ESCAPE.sub(undo, cell)
