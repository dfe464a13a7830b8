"""Read a stranger's workbook of Excel: the archive first, then the texts of its sheets; nothing in it is run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from needgraph.files import shown
from needgraph.strangers.files import StrangerProblem, on_one_line, read_apart, stranger_bytes
from needgraph.strangers.rdf import check_xml, refuse_doctype

MOST_FILE = 20_000_000
MOST_UNPACKED = 100_000_000
MOST_PARTS = 1_000
MOST_SHEETS = 50
MOST_ROWS, MOST_COLUMNS = 20_000, 100
_TOO_MUCH = f"unpacks to more than {MOST_UNPACKED:,} bytes; save the sheets alone, without pictures"


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet with their numbers, every cell as a text, and the places (row, column) of its formulas."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    formulas: frozenset[tuple[int, int]]


def read_workbook(path: Path, names: Sequence[str]) -> dict[str, Sheet]:
    """Return the sheets of those names that a workbook has, read in a process of its own.

    A formula is told, not worked out; macros and links to other files are passed over. Raises FileProblem.
    """
    head, _ = read_apart("workbook", [path])
    return {
        name: Sheet(
            tuple((line, tuple(cells)) for line, cells in head["sheets"][name]["rows"]),
            frozenset((line, column) for line, column in head["sheets"][name]["formulas"]),
        )
        for name in names
        if name in head["sheets"]
    }


def workbook_here(path: Path) -> dict[str, Any]:
    """Return the sheets of a workbook, ready for JSON; only for a process that is limited as a whole."""
    where = shown(path)
    content = stranger_bytes(path, MOST_FILE)
    try:
        _check_archive(content, where)
        return {"sheets": _sheets(content, where)}
    except (StrangerProblem, MemoryError):
        raise
    # Whatever a damaged workbook makes the libraries raise, it is the file that is at fault.
    except Exception as error:
        raise StrangerProblem(
            f"{where}: is not a workbook of Excel (.xlsx) that can be read ({on_one_line(error)}); save it anew"
        ) from None


def _check_archive(content: bytes, where: str) -> None:
    """Raise StrangerProblem for an archive that is none, or that unpacks to too much, whatever it says of itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise StrangerProblem(f"{where}: is an archive of more than {MOST_PARTS:,} parts; save the sheets alone")
        names = {part.filename for part in parts}
        if len(names) != len(parts):
            raise StrangerProblem(f"{where}: is an archive with two parts of one name; save it anew")
        for name in sorted(names):
            if name.startswith("/") or "\\" in name or ".." in name.split("/"):
                raise StrangerProblem(f"{where}: is an archive with the part {on_one_line(name)!r}; save it anew")
        if any(part.flag_bits & 0x1 for part in parts):
            raise StrangerProblem(f"{where}: is locked with a password; save it without one")
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise StrangerProblem(f"{where}: {_TOO_MUCH}")
        for part in parts:
            # No more of a part is unpacked than the archive says; one that lies about it does not match its checksum.
            content = archive.read(part)
            if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                inside = f"{where}: {on_one_line(part.filename)}"
                refuse_doctype(content, inside)
                check_xml(content, inside)


def _sheets(content: bytes, where: str) -> dict[str, Any]:
    import openpyxl  # only a workbook needs it

    # Read only: a range of merged cells or a column style for all rows becomes millions of cells otherwise.
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False, keep_vba=False)
    if len(book.sheetnames) > MOST_SHEETS:
        raise StrangerProblem(f"{where}: has more than {MOST_SHEETS} sheets; save the one that is meant alone")
    return {name: _sheet(book[name], f"{where}: {name}") for name in book.sheetnames}


def _sheet(sheet: Any, where: str) -> dict[str, Any]:
    rows, formulas = [], []
    # The size that a sheet gives for itself is not believed; with it, every row would be as long as it says.
    sheet.reset_dimensions()
    for line, row in enumerate(sheet.iter_rows(), start=1):
        if line > MOST_ROWS:
            raise StrangerProblem(f"{where}: has more than {MOST_ROWS:,} rows; delete empty ones, or split it")
        if len(row) > MOST_COLUMNS:
            raise StrangerProblem(f"{where}!{line}: has more than {MOST_COLUMNS} columns; delete those that are empty")
        cells = []
        for column, cell in enumerate(row, start=1):
            if cell.data_type == "f":
                formulas.append((line, column))
            cells.append("" if cell.value is None else str(cell.value))
        if any(cells):
            rows.append((line, cells))
    return {"rows": rows, "formulas": formulas}


def column_letter(column: int) -> str:
    """Return the letters of a column of a sheet.

    >>> column_letter(1), column_letter(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
