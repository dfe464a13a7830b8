"""Import: make the edition of a new authority from a CSV file of its indicators."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from needgraph.build import build_edition
from needgraph.edition_checks import quote_hash
from needgraph.editions import COLUMNS
from needgraph.errors import NeedgraphError
from needgraph.files import decoded, read_bytes, shown, write_atomically
from needgraph.identifiers import is_slug, slug_of
from needgraph.reference import read_reference
from needgraph.resources import Data
from needgraph.tables import write_table

NEEDED = ("level", "dimension", "quote")


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
    if folder.exists():
        raise ImportProblem(f"{shown(folder)}: exists already; choose another --edition or remove the folder")
    content = read_bytes(source)
    text = decoded(content, shown(source))
    rows = _read_rows(source, text)
    levels = tuple(dict.fromkeys(level for _, level, _, _ in rows))
    headings = tuple(dict.fromkeys(heading for _, _, heading, _ in rows if heading))
    slugs = {heading: slug_of(heading) or f"dimension-{rank}" for rank, heading in enumerate(headings, 1)}
    statements, place = [], text.index("\n") + 1
    for number, (line, level, heading, quote) in enumerate(rows, 1):
        # In a CSV source two quotation marks stand for one; the place spans what stands in the file.
        written = quote if text.find(quote, place) >= 0 and '"' not in quote else quote.replace('"', '""')
        start = text.find(written, place)
        if start < 0:
            raise ImportProblem(f"{shown(source)}:{line}: the quote cannot be found again; write it on one line")
        place = start + len(written)
        statements.append(
            {
                "id": f"{authority[0]}{number:04}", "start": str(start), "end": str(place), "kind": "indicator",
                "level": level, "dimension": slugs.get(heading, ""), "quote": quote,
                "label": " ".join(quote.split()), "hash": quote_hash(quote),
            }
        )  # fmt: skip
    toml = _toml(source, content, text, authority, edition, title, levels, slugs)
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import.", dir=to) as temporary:
        draft = Path(temporary) / authority / edition
        write_atomically(draft / "edition.toml", toml.encode())
        write_table(draft / "statements.tsv", COLUMNS["statements"], statements)
        write_atomically(draft / "guidance.ttl", build_edition(draft, read_reference(Data(to))))
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(draft, folder)
    return Imported(folder, len(statements), levels, headings)


def _read_rows(source: Path, text: str) -> list[tuple[int, str, str, str]]:
    """Return line, level, heading and quote of each row."""
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    header = reader.fieldnames or []
    missing = [column for column in NEEDED if column not in header]
    if missing:
        raise ImportProblem(
            f"{shown(source)}:1: column {missing[0]!r} is missing; the first line names the columns: {','.join(NEEDED)}"
        )
    rows = []
    try:
        for row in reader:
            if None in row or None in row.values():
                raise ImportProblem(
                    f"{shown(source)}:{reader.line_num}: has not as many cells as the header; quote a cell with commas"
                )
            level, heading, quote = (row[column].strip() for column in NEEDED)
            if not quote or not re.fullmatch(r"[A-Za-z0-9]+", level):
                what = "quote" if not quote else "level"
                raise ImportProblem(
                    f"{shown(source)}:{reader.line_num}: {what} is {row[what]!r}; "
                    "give the printed number of the level and the document's own words"
                )
            rows.append((reader.line_num, level, heading, quote))
    except csv.Error as error:
        raise ImportProblem(f"{shown(source)}:{reader.line_num}: is not CSV: {error}") from None
    if not rows:
        raise ImportProblem(f"{shown(source)}: has no rows; give one row an indicator")
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
