"""What is wrong with the rows of tables, each cause told once: with the rows it is repeated in and what rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from needgraph.errors import nearest
from needgraph.files import shown
from needgraph.tables.tsv import Row

MOST_ROWS = 5
MOST_VALUES = 12


class RowFault(NamedTuple):
    """A fault of a row, or of a file where there is no row.

    ``of`` names the things whose own row is at fault. A fault that ``rests_on`` such a thing is not told: mended
    there, it may be none.
    """

    file: Path
    line: int | None
    what: str
    of: tuple[str, ...] = ()
    rests_on: str = ""


def fault(row: Row, what: str, of: tuple[str, ...] = (), rests_on: str = "") -> RowFault:
    """Return the fault of a row."""
    return RowFault(row.file, row.line, what, of, rests_on)


def told(faults: Iterable[RowFault]) -> list[str]:
    """Return one message a cause, in order: the first row, others with the same fault, and how many rest on it.

    >>> wrong = [RowFault(Path("rules.tsv"), line, "act 'shar' is not in the scheme act") for line in (2, 3, 9)]
    >>> told(wrong)
    ["rules.tsv:2: act 'shar' is not in the scheme act (also in rows 3, 9)"]
    """
    listed = list(faults)
    roots = {name: (each.file, each.what) for each in reversed(listed) for name in each.of}
    rows: dict[tuple[Path, str], list[int | None]] = defaultdict(list)
    resting: dict[tuple[Path, str], int] = defaultdict(int)
    for each in listed:
        if each.rests_on in roots:
            resting[roots[each.rests_on]] += 1
        else:
            rows[each.file, each.what].append(each.line)
    return [_message(file, what, lines, resting[file, what]) for (file, what), lines in rows.items()]


def choices(value: str, known: Collection[str], listed_in: str = "") -> str:
    """Return the end of a message that says what may be written: what comes nearest, all of a few, or where they are.

    >>> choices("7", ["1", "2"]), choices("indicater", ["indicator", "duty"])
    ('; write one of: 1, 2', "; did you mean 'indicator'?")
    """
    near = nearest(value, known)
    if near or not known:
        return near
    if len(known) <= MOST_VALUES:
        return f"; write one of: {', '.join(known)}"
    return f"; choose one of the {len(known)} in {listed_in}" if listed_in else ""


def _message(file: Path, what: str, lines: list[int | None], resting: int) -> str:
    first, *others = lines
    where = shown(file) if first is None else f"{shown(file)}:{first}"
    also = ""
    if others:
        more = len(others) - MOST_ROWS
        also = f" (also in row{'s' if len(others) > 1 else ''} {', '.join(map(str, others[:MOST_ROWS]))}"
        also += f" and {more} more)" if more > 0 else ")"
    rest = f" (and {resting} row{'s' if resting > 1 else ''} that rest{'' if resting > 1 else 's'} on it)"
    return f"{where}: {what}{also}{rest if resting else ''}"
