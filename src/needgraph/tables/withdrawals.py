"""What still rests on a statement that was withdrawn: one message for each such statement, not one for each row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from needgraph.errors import NeedgraphError
from needgraph.files import read_text, shown
from needgraph.tables.editions import Edition
from needgraph.tables.mappings import MappingTable, curie_of, pair_of
from needgraph.tables.tsv import Row, table_rows

# The columns of the tables of an edition that name its statements.
RESTING = {
    "statements": ("part_of",), "readings": ("statement",), "rules": ("statements",),
    "services": ("statement", "part_of"), "contacts": ("statements",), "citations": ("statement",),
    "notes": ("statement",),
}  # fmt: skip
_DECIDING = ("subject", "object", "statements")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class WithdrawnProblem(NeedgraphError):
    """Tables that rest on withdrawn statements, so that nothing can be built; the message lists every place."""


def check_withdrawn(folder: Path, editions: Sequence[Edition], mappings: Mapping[str, MappingTable]) -> None:
    """Raise WithdrawnProblem naming each withdrawn statement with every row that still rests on it.

    Decisions are named, too; where they alone rest on one, that is a finding of theirs and stops nothing.
    """
    if not any(edition.tombstones for edition in editions):
        return
    mapped = [row for table in mappings.values() for row in table.rows]
    problems = []
    for edition in editions:
        gone = {row["id"]: row for row in edition.tombstones}
        built: dict[str, list[Row]] = defaultdict(list)
        levels: dict[str, list[str]] = defaultdict(list)
        for name, row in _in_edition(edition):
            built[name].append(row)
        for level in edition.levels:
            levels[level.statement].append(level.number)
        for name, tombstone in gone.items():
            curie = curie_of(f"{edition.path}/{name}")
            rows = built[name] + [row for row in mapped if curie in pair_of(row)]
            if rows or levels[name]:
                rows += _deciding(folder, edition, name)
                problems.append(_message(edition, tombstone, rows, levels[name]))
    if problems:
        raise WithdrawnProblem("\n".join(problems))


def _in_edition(edition: Edition) -> Iterator[tuple[str, Row]]:
    for table, columns in RESTING.items():
        for row in edition.statements if table == "statements" else edition.tables[table]:
            for name in dict.fromkeys(each for column in columns for each in row.several(column)):
                yield name, row


def _deciding(folder: Path, edition: Edition, name: str) -> Iterator[Row]:
    """Yield the rows below ``decisions`` that name a statement, whatever else their tables hold."""
    for path in sorted((folder / "decisions").glob("**/*.tsv")):
        text = read_text(path)
        for row in table_rows(path, text, text.partition("\n")[0].split("\t")):
            names = {each for column in _DECIDING if column in row for each in row.several(column)}
            own = row.get("edition") == edition.path and name in names
            if row.get("status") != "withdrawn" and (own or f"{edition.path}/{name}" in names):
                yield row


def _message(edition: Edition, tombstone: Row, rows: Iterable[Row], levels: Sequence[str]) -> str:
    lines: dict[Path, list[int]] = defaultdict(list)
    for row in rows:
        lines[row.file].append(row.line)
    places = [f"{shown(path)}: {'rows' if at[1:] else 'row'} {', '.join(map(str, at))}" for path, at in lines.items()]
    if levels:
        places.insert(0, f"{shown(edition.folder / 'edition.toml')}: level {', '.join(levels)}")
    day = _DAY.match(tombstone["withdrawn"])
    when = f" on {day[0]}" if day else ""
    return tombstone.problem(
        f"{tombstone['id']} was withdrawn{when}, but these rest on it: {'; '.join(places)}; "
        "take them out, or let them rest on a statement that stands"
    )
