"""A CSV file as the source of an edition: its cells, and the place of each in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from needgraph.errors import NeedgraphError
from needgraph.files import decoded

# Possessive: a cell of some megabytes takes gigabytes of memory to go back in.
_CELL = re.compile(r'"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"|(?P<plain>[^,\r\n]*)')
MOST_CELLS = 100
_LINE_END = re.compile(r"\r\n|\r|\n")
_END = re.compile(r",|\r\n|\r|\n|\Z")


_MARK = b"\xef\xbb\xbf"


class CsvProblem(NeedgraphError):
    """A text that is not CSV."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its line, its text, and the place of that text, without the quotation marks around it."""

    line: int
    text: str
    start: int
    end: int


def csv_text(content: bytes, where: str) -> str:
    """Return the text of a CSV file, without the byte order mark that Excel's "CSV UTF-8" begins with.

    Raises FileProblem naming the line when a byte is not UTF-8.

    >>> csv_text(bytes.fromhex("efbbbf 6c6576656c"), "signs.csv")
    'level'
    """
    return decoded(content.removeprefix(_MARK), where)


def csv_rows(text: str, where: str) -> Iterator[list[Cell]]:
    """Yield the rows of RFC 4180 text, the header among them; empty lines are left out.

    White space around the text of a cell does not belong to it.

    >>> [(cell.text, cell.start, cell.end) for row in csv_rows('3,"No, never"', "signs.csv") for cell in row]
    [('3', 0, 1), ('No, never', 3, 12)]
    """
    row: list[Cell] = []
    place, line = 0, 1
    while True:
        match = _CELL.match(text, place)
        if match is None or (match["quoted"] is None and text.startswith('"', place)):
            raise CsvProblem(f"{where}:{line}: a cell opens with a quotation mark that is never closed; close it")
        end = _END.match(text, match.end())
        if end is None:
            raise CsvProblem(
                f"{where}:{line}: text follows a closing quotation mark; write a quotation mark inside a cell twice"
            )
        if len(row) == MOST_CELLS:
            raise CsvProblem(f"{where}:{line}: has more than {MOST_CELLS} cells in a row; remove the empty columns")
        row.append(_cell(text, line, *match.span(match.lastgroup or "plain")))
        line += len(_LINE_END.findall(match[0]))
        place = end.end()
        if end[0] == ",":
            continue
        if match.start() != match.end() or len(row) > 1:
            yield row
        if place == len(text):
            return
        row, line = [], line + 1


def source_slice(text: str, start: int, end: int, csv: bool) -> str:
    """Return the words at a place; in a CSV source two quotation marks stand for one.

    >>> source_slice('"Says ""no"", often"', 1, 19, csv=True)
    'Says "no", often'
    """
    found = text[start:end]
    return found.replace('""', '"') if csv else found


def _cell(text: str, line: int, start: int, end: int) -> Cell:
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    end = start + len(inside.strip())
    return Cell(line, source_slice(text, start, end, csv=True), start, end)
