"""Read a SSSOM/TSV file strictly: its metadata block, its columns and its rows, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from needgraph.errors import NeedgraphError
from needgraph.files import decoded, shown
from needgraph.sssom.spreadsheet import by_spreadsheet
from needgraph.strangers.files import refuse_packed, stranger_bytes

if TYPE_CHECKING:
    import yaml

MOST_BYTES = 50_000_000
MOST_HEADER = 100_000
MOST_DEPTH = 10
MOST_CELL = 100_000
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
_PLAIN = re.compile(r"[^\t\n]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class SssomProblem(NeedgraphError):
    """A SSSOM file of which not even the parts can be told apart."""


@dataclass(frozen=True)
class Entry:
    """One value of the metadata block: a text, a list or a mapping, and the line on which it stands."""

    value: str | list[Entry] | dict[str, Entry]
    line: int

    @property
    def texts(self) -> list[Entry]:
        """The texts of a value that is one text or a list of texts; what is neither is left out."""
        entries = self.value if isinstance(self.value, list) else [self]
        return [entry for entry in entries if isinstance(entry.value, str) and entry.value not in ("", "~", "null")]


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line on which it begins, its cells, and what is wrong with its shape (or nothing)."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True)
class SssomFile:
    """A file read as far as its column line; ``records`` reads on."""

    path: Path
    header_path: Path
    header_lines: tuple[str, ...]
    header: dict[str, Entry]
    columns: Record
    windows_line: int | None
    padded_line: int | None
    ignored_header: bool
    _table: str

    def records(self) -> Iterator[Record]:
        """Yield the rows; empty lines are none, and none follow a quotation mark that is never closed."""
        rows = _records(self._table, self.columns.line)
        next(rows)
        yield from (row for row in rows if row.cells != ("",))

    @property
    def empty_line(self) -> int | None:
        """The first line of the table on which nothing stands, if there is one; readers pass over it."""
        if "\n\n" not in self._table:
            return None
        rows = _records(self._table, self.columns.line)
        return next((row.line for row in rows if row.cells == ("",)), None)

    @property
    def text(self) -> str:
        """The file in embedded form, the metadata block before the table, with LF line endings."""
        return "".join(f"#{line}\n" for line in self.header_lines) + self._table


def read_sssom(path: Path) -> SssomFile:
    """Return the parts of a SSSOM/TSV file; the metadata block may stand in ``NAME.sssom.yml`` beside it.

    Raises SssomProblem with the line when the file is too large, has no column line, or has a
    metadata block that is not plain YAML; FileProblem when it is missing, not UTF-8 or has a BOM.
    """
    text = _text_of(path, MOST_BYTES)
    windows = text.find("\r\n")
    windows_line = text.count("\n", 0, windows) + 1 if windows >= 0 else None
    text = text.replace("\r\n", "\n")
    lines, size = _block(text)
    table = text[size:]
    mangled = by_spreadsheet(lines, table)
    if mangled:
        raise SssomProblem(f"{shown(path)}:{mangled[0]}: {mangled[1]}")
    padded_line = next((number for number, line in enumerate(lines, 1) if line.endswith("\t")), None)
    # A spreadsheet gives every line as many cells as the table; empty ones can mean nothing in a metadata line.
    lines = tuple(line.rstrip("\t") for line in lines)
    beside = metadata_beside(path)
    external = beside.exists() and beside != path
    first_line = len(lines) + 1
    header_path = beside if external and not lines else path
    if header_path == beside:
        lines = tuple(_text_of(beside, MOST_HEADER).replace("\r\n", "\n").rstrip("\n").split("\n"))
    if not table.strip():
        line = text.count("\n") + 1
        raise SssomProblem(f"{shown(path)}:{line}: ends before the table; give the line that names the columns")
    header = _read_header("\n".join(lines), shown(header_path))
    columns = next(_records(table, first_line))
    ignored = external and header_path == path
    return SssomFile(path, header_path, lines, header, columns, windows_line, padded_line, ignored, table)


def metadata_beside(path: Path) -> Path:
    """Return where the metadata of a SSSOM file may stand apart from it.

    >>> metadata_beside(Path("their.sssom.tsv")).name
    'their.sssom.yml'
    """
    return path.with_name(path.name.removesuffix(".tsv").removesuffix(".sssom") + ".sssom.yml")


def _text_of(path: Path, most: int) -> str:
    content = stranger_bytes(path, most)
    refuse_packed(content, shown(path))
    return decoded(content, shown(path))


def _block(text: str) -> tuple[tuple[str, ...], int]:
    """Return the lines of the metadata block without their ``#``, and where the table begins."""
    size, lines = 0, list[str]()
    while text.startswith("#", size):
        end = text.find("\n", size)
        end = len(text) if end < 0 else end
        lines.append(text[size + 1 : end])
        size = end + 1
    return tuple(lines), min(size, len(text))


def _read_header(text: str, where: str) -> dict[str, Entry]:
    """Return the slots of the metadata block; every value stays the text that was written."""
    if len(text) > MOST_HEADER:
        raise SssomProblem(f"{where}:1: the metadata block is longer than {MOST_HEADER:,} characters; shorten it")
    if not text.strip():
        return {}
    import yaml  # only strangers' files need it

    try:
        _refuse_forbidden(text, where)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SssomProblem(
            f"{where}:{mark.line + 1 if mark else 1}: the metadata block is not YAML "
            f"({error.problem or error.context}); quote a text in which a space follows a colon, "
            "write `slot: value` lines, all indented alike, without remarks between them"
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise SssomProblem(f"{where}:{line}: has a control character in the metadata block; remove it") from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise SssomProblem(f"{where}:1: the metadata block is not YAML ({error}); mend it") from None
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        raise SssomProblem(f"{where}:{line}: the metadata block holds no `slot: value` lines; write one a slot")
    header = _entry(node, where).value
    assert isinstance(header, dict)  # noqa: S101  # a mapping node becomes a dict
    return header


def _refuse_forbidden(text: str, where: str) -> None:
    """Raise for what SSSOM forbids: the file is refused before anything in it can expand."""
    import yaml

    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        what = ""
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            what = "a directive" if event.version or event.tags else "a second document" if documents > 1 else ""
        elif isinstance(event, yaml.AliasEvent):
            what = "an alias (*)"
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            what = "an anchor (&)"
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            what = "a tag (!)"
        elif isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.style is None:
            what = "a merge key (<<)"
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            what = what or (f"more than {MOST_DEPTH} levels of nesting" if depth > MOST_DEPTH else "")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if what:
            line = event.start_mark.line + 1
            raise SssomProblem(f"{where}:{line}: the metadata block has {what}, which SSSOM forbids; write it out")


def _entry(node: yaml.Node, where: str) -> Entry:
    import yaml

    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Entry(node.value, line)
    if isinstance(node, yaml.SequenceNode):
        return Entry([_entry(child, where) for child in node.value], line)
    found: dict[str, Entry] = {}
    for key, child in node.value:
        line_of_key = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise SssomProblem(f"{where}:{line_of_key}: a key of the metadata block is no plain text; write a name")
        if key.value in found:
            raise SssomProblem(f"{where}:{line_of_key}: {key.value!r} stands twice in the metadata block; keep one")
        value = _entry(child, where)
        found[key.value] = Entry(value.value, line_of_key if isinstance(value.value, str) else value.line)
    return Entry(found, line)


def _records(table: str, first_line: int) -> Iterator[Record]:
    """Yield the rows of a table with RFC 4180 quotation marks, the column line first."""
    place, line, width = 0, first_line, 0
    while place < len(table):
        end = table.find("\n", place)
        end = len(table) if end < 0 else end
        text, problem, closed = table[place:end], "", True
        if '"' in text:
            cells, end, problem, closed = _quoted_cells(table, place)
        else:
            cells = text.split("\t")
        problem = problem or _shape(cells, width)
        yield Record(line, tuple(cells), problem)
        if not closed:
            return
        width = width or len(cells)
        line += table.count("\n", place, end) + 1
        place = end + 1


def _quoted_cells(table: str, place: int) -> tuple[list[str], int, str, bool]:
    """Return the cells of the row that begins at a place, where it ends, its problem, whether all is closed."""
    cells: list[str] = []
    problem = ""
    while True:
        match = _QUOTED.match(table, place) if table.startswith('"', place) else None
        if match is None and table.startswith('"', place):
            return cells, len(table), "has a quotation mark that is never closed; the file may be cut off", False
        if match is not None:
            cells.append(match[1].replace('""', '"'))
            place = match.end()
            rest = _PLAIN.match(table, place)
            if rest and rest[0]:
                problem = "has text after a closing quotation mark; double a quotation mark inside a cell"
                place = rest.end()
        else:
            cell = _PLAIN.match(table, place)
            text = cell[0] if cell else ""
            cells.append(text)
            place += len(text)
            if '"' in text:
                problem = "has a quotation mark inside a cell that is not quoted; quote the cell and double the mark"
        if not table.startswith("\t", place):
            return cells, place, problem, True
        place += 1


def _shape(cells: list[str], width: int) -> str:
    if width and len(cells) != width:
        more = " (a metadata line stands before the table)" if cells[0].startswith("#") else ""
        return f"has {len(cells)} cells where there are {width} columns{more}; the row may be cut off"
    if any(len(cell) > MOST_CELL for cell in cells):
        return f"has a cell longer than {MOST_CELL:,} characters; shorten it"
    if any(_CONTROL.search(cell) for cell in cells):
        return "has a control character; remove it"
    return ""
