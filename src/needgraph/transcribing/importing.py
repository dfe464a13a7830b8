"""Import: make the edition of a new authority from a CSV file of its indicators."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from needgraph.errors import NeedgraphError
from needgraph.files import shown, write_atomically
from needgraph.graphs.graph_builder import build_edition
from needgraph.identifiers import is_slug, slug_of
from needgraph.resources import Data
from needgraph.strangers.files import refuse_packed, stranger_bytes
from needgraph.tables.csv_source import Cell, csv_rows, csv_text
from needgraph.tables.edition_checks import quote_hash
from needgraph.tables.editions import COLUMNS, read_edition
from needgraph.tables.reference import read_reference
from needgraph.tables.tsv import write_table

NEEDED = ("level", "dimension", "quote")
# The longest document known has some 300 indicators. Each byte is looked at a few times and each row costs 0.3 ms, so
# that a file of this size is read here, without a process of its own.
MOST_BYTES, MOST_ROWS = 5_000_000, 10_000
# A tab and the ends of lines may stand in a cell; no other control character does in what people print.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class ImportProblem(NeedgraphError):
    """A CSV file that cannot be imported, or a folder that is not free for it."""


@dataclass(frozen=True)
class Imported:
    """The folder of a new edition, how many indicators it holds, and what is still to be said by a person."""

    folder: Path
    indicators: int
    levels: tuple[str, ...]
    dimensions: tuple[str, ...]


def import_csv(source: Path, authority: str, edition: str, to: Path, title: str = "") -> Imported:
    """Make edition folder, tables and graph from a CSV file with the columns level, dimension and quote.

    The CSV file is the source: offsets are places in it, so ``needgraph trace`` can hold the tables
    against it. An empty dimension means that the document prints no heading. Levels are placed on no
    tier; that is for a person to judge. Raises ImportProblem naming the row; nothing is left half-written.
    """
    for name, value in (("--authority", authority), ("--edition", edition)):
        if not is_slug(value):
            raise ImportProblem(f"{name} {value!r} is not a slug; use lower-case letters, digits and hyphens")
    folder = to / "editions" / authority / edition
    for path in (to, to / "editions", to / "editions" / authority):
        if path.exists() and not path.is_dir():
            raise ImportProblem(f"{shown(path)}: is not a folder; name a folder laid out like graphs/ with --to")
    if folder.exists():
        raise ImportProblem(f"{shown(folder)}: exists already; choose another --edition or remove the folder")
    content = stranger_bytes(source, MOST_BYTES)
    refuse_packed(content, shown(source))
    text = csv_text(content, shown(source))
    rows = _read_rows(source, text)
    levels = tuple(dict.fromkeys(level for level, _, _ in rows))
    headings = tuple(dict.fromkeys(heading for _, heading, _ in rows if heading))
    slugs = {heading: slug_of(heading) or f"dimension-{rank}" for rank, heading in enumerate(headings, 1)}
    statements = [
        {
            "id": f"{authority[0]}{number:04}", "start": str(quote.start), "end": str(quote.end), "kind": "indicator",
            "level": level, "dimension": slugs.get(heading, ""), "quote": quote.text,
            "label": " ".join(quote.text.split()), "hash": quote_hash(quote.text),
        }
        for number, (level, heading, quote) in enumerate(rows, 1)
    ]  # fmt: skip
    toml = _toml(source, content, text, authority, edition, title, levels, slugs)
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import.", dir=to) as temporary:
        draft = Path(temporary) / authority / edition
        write_atomically(draft / "edition.toml", toml.encode())
        write_table(draft / "statements.tsv", COLUMNS["statements"], statements)
        write_atomically(draft / "guidance.ttl", build_edition(read_edition(draft), read_reference(Data(to))))
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(draft, folder)
    return Imported(folder, len(statements), levels, headings)


def next_steps(made: Imported, to: Path) -> str:
    """Return what was made, and what only a person can add, in words."""
    return (
        f"{shown(made.folder)}: {_counted(made.indicators, 'indicator')} at level{'s' if len(made.levels) > 1 else ''} "
        f"{', '.join(made.levels)} under {_counted(len(made.dimensions), 'heading')}\n"
        "Next: place the levels on tiers and say whether the document is current in edition.toml,\n"
        f"then run `needgraph build --data {to}` and `needgraph check --data {to}`."
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _check_separator(text: str, where: str) -> None:
    """Raise ImportProblem where the header is separated by what Excel writes in some countries, or by tabs.

    The file is the source that every place points into, so it is read in one form only.
    """
    first = (text.splitlines() or [""])[0]
    for separator, called in ((";", "semicolons"), ("\t", "tabs")):
        if {*NEEDED} <= {name.strip(' "') for name in first.split(separator)}:
            raise ImportProblem(f"{where}:1: the columns are separated by {called}; save the file as CSV with commas")


def _read_rows(source: Path, text: str) -> list[tuple[str, str, Cell]]:
    """Return level, heading and the cell of the quote of each row."""
    where = shown(source)
    _check_separator(text, where)
    header, *lines = list(islice(csv_rows(text, where), MOST_ROWS + 2)) or [[]]
    if len(lines) > MOST_ROWS:
        raise ImportProblem(f"{where}: has more than {MOST_ROWS:,} rows; give one row an indicator, or split it")
    names = [cell.text for cell in header]
    missing = [column for column in NEEDED if column not in names]
    if missing:
        raise ImportProblem(
            f"{where}:1: column {missing[0]!r} is missing; the first line names the columns: {','.join(NEEDED)}"
        )
    rows = []
    for line in lines:
        if len(line) != len(header):
            raise ImportProblem(
                f"{where}:{line[0].line}: has {len(line)} cells where the header names {len(header)} columns; "
                "put a cell with commas between quotation marks"
            )
        level, heading, quote = (line[names.index(column)] for column in NEEDED)
        for column, cell in zip(NEEDED, (level, heading, quote), strict=True):
            control = _CONTROL.search(cell.text)
            if control:
                raise ImportProblem(
                    f"{where}:{cell.line}: {column} holds the control character U+{ord(control[0]):04X}, which no "
                    "document prints; remove it"
                )
        if not quote.text or not re.fullmatch(r"[A-Za-z0-9]+", level.text):
            what, cell = ("quote", quote) if not quote.text else ("level", level)
            raise ImportProblem(
                f"{where}:{line[0].line}: {what} is {cell.text!r}; "
                "give the printed number of the level and the document's own words"
            )
        rows.append((level.text, heading.text, quote))
    if not rows:
        raise ImportProblem(f"{where}: has no rows; give one row an indicator")
    return rows


def _toml(
    source: Path,
    content: bytes,
    text: str,
    authority: str,
    edition: str,
    title: str,
    levels: tuple[str, ...],
    slugs: dict[str, str],
) -> str:
    name = authority.replace("-", " ").title()
    lines = [
        f"authority = {_quoted(authority)}",
        f"authority_name = {_quoted(name)}",
        f"edition = {_quoted(edition)}",
        f"title = {_quoted(title or f'Guidance on thresholds of need, {name}')}",
        f"name = {_quoted(f'{name}, edition {edition}')}",
        "",
        "[source]",
        f"file = {_quoted(source.name)}",
        f"sha256 = {_quoted(hashlib.sha256(content).hexdigest())}",
        f"characters = {len(text)}",
        "",
        "[rights]",
        f"statement = {_quoted(f'The wording is that of {name}; only short attributed quotations are kept.')}",
        "cleared = false",
        "",
        "[currency]",
        'status = "unknown"',
        'reason = "Imported from a list of indicators; whether the document is current was not checked."',
    ]
    for level in levels:
        lines += ["", "[[level]]", f"number = {_quoted(level)}", f"name = {_quoted(f'Level {level}')}", "tiers = []"]
    for heading, slug in slugs.items():
        lines += ["", "[[dimension]]", f"id = {_quoted(slug)}", f"heading = {_quoted(heading)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'
