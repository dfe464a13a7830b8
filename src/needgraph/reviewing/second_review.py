"""The blind second review: what a second curator says without seeing the first, and how far the two agree."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from needgraph.resources import Data
from needgraph.reviewing.queue import between
from needgraph.reviewing.verdicts import VERDICTS, Pair, Verdict, VerdictProblem, check_curator, check_verdict
from needgraph.tables.editions import Edition
from needgraph.tables.mappings import DECIDED, MappingTable, read_mappings
from needgraph.tables.reference import CURATORS
from needgraph.tables.tsv import Row, read_table, read_table_if_there, write_table

COLUMNS = (
    "subject_id", "object_id", "predicate_id", "severity_relation", "author_id", "mapping_date", "comment",
)  # fmt: skip
# A rejection has no predicate here, so that no row of it reads as a mapping.
REJECTED = "no"


@dataclass(frozen=True)
class Disagreement:
    """A pair of which two curators said different things, each by the cells of ``COLUMNS``."""

    first: Mapping[str, str]
    second: Mapping[str, str]

    @property
    def pair(self) -> Pair:
        """The two ids."""
        return _pair(self.first)

    @property
    def about(self) -> str:
        """What they disagree about: ``relation``, or only ``severity``."""
        return "severity" if self.first["predicate_id"] == self.second["predicate_id"] else "relation"


@dataclass(frozen=True)
class Agreement:
    """How far two curators agree on the pairs that both judged, without having seen each other's verdict.

    ``raw`` is the share of pairs with the same relation, ``kappa`` Cohen's kappa of it: None when all their
    verdicts are one relation, for then chance alone would agree as well. ``severity`` is the share with the
    same severity among the pairs that both took for a mapping, None where there is none.
    """

    first: str
    first_kind: str
    second: str
    second_kind: str
    pairs: int
    raw: float
    kappa: float | None
    severity: float | None

    def sentence(self) -> str:
        """Return the figures as a sentence that says whose agreement they are."""
        kappa = "undefined" if self.kappa is None else f"{self.kappa:.2f}"
        severity = "" if self.severity is None else f"; the same severity in {self.severity:.2f} of the mapped pairs"
        return (
            f"{self.first} ({self.first_kind}) and {self.second} ({self.second_kind}) agree on the relation of "
            f"{self.raw:.2f} of {self.pairs} pairs, Cohen's kappa {kappa}{severity}. "
            "It is their agreement only, not that of either authority."
        )


def second_table(data: Data) -> Path:
    """Return where the verdicts of pairs under second review stand: the first one of each pair, and the second."""
    return data.mappings / "second-review.tsv"


def to_judge_again(data: Data, subject: Edition, object_: Edition, curator: str) -> list[Row]:
    """Return the decided pairs that a curator neither decided nor judged again, mixed in an order that tells nothing.

    What the first curator said stands in the rows; whoever shows them leaves it out.
    """
    author = f"curator:{curator}"
    done = {_pair(row.cells) for row in read_table_if_there(second_table(data), COLUMNS) if row["author_id"] == author}
    tables = read_mappings(data)
    rows = [row for state in DECIDED for row in tables[state].rows if between(row, subject, object_)]
    return sorted(
        (row for row in rows if row["author_id"] != author and _pair(row.cells) not in done),
        key=lambda row: hashlib.sha256(" ".join(_pair(row.cells)).encode()).digest(),
    )


def judge_again(data: Data, pair: Pair, verdict: Verdict) -> None:
    """Record a second verdict and, beside it, the first one; the mapping tables stay as they are.

    To be called while ``verdicts.reviewing``. Raises VerdictProblem when the pair is not decided, or was
    decided by this curator, who cannot be the second.
    """
    check_verdict(verdict)
    check_curator(data, verdict.curator)
    first = _first(read_mappings(data), pair)
    author = f"curator:{verdict.curator}"
    if first["author_id"] == author:
        raise VerdictProblem(f"{pair[0]} and {pair[1]} were decided by {verdict.curator}; a second curator is another")
    state, predicate = VERDICTS[verdict.name]
    second = {
        "subject_id": pair[0],
        "object_id": pair[1],
        "predicate_id": REJECTED if state == "rejected" else predicate,
        "severity_relation": verdict.severity if state == "agreed" else "",
        "author_id": author,
        "mapping_date": verdict.date.isoformat(),
        "comment": " ".join(verdict.reason.split()),
    }
    rows = [row.cells for row in read_table_if_there(second_table(data), COLUMNS)]
    rows = [row for row in rows if _pair(row) != pair or row["author_id"] != author]
    # The verdict that was first judged again stays the first one, also when the pair is decided anew later.
    beside = [] if any(_pair(row) == pair for row in rows) else [first]
    _write(data, [*rows, *beside, second])


def withdraw(data: Data, pair: Pair, curator: str) -> None:
    """Take back the second verdict of a curator; a first verdict that is then alone goes too."""
    rows = [row.cells for row in read_table_if_there(second_table(data), COLUMNS)]
    kept = [row for row in rows if _pair(row) != pair or row["author_id"] != f"curator:{curator}"]
    alone = sum(_pair(row) == pair for row in kept) == 1
    _write(data, [row for row in kept if not (alone and _pair(row) == pair)])


def disagreements(data: Data) -> list[Disagreement]:
    """Return the pairs judged differently that nobody has decided anew since; adjudicating is deciding anew."""
    tables = read_mappings(data)
    standing = {_pair(row.cells): _as_first(state, row) for state in DECIDED for row in tables[state].rows}
    return [
        Disagreement(first, second)
        for rows in _by_pair(data).values()
        for first, second in combinations(rows, 2)
        if (first["predicate_id"], first["severity_relation"]) != (second["predicate_id"], second["severity_relation"])
        and standing.get(_pair(first)) in rows
    ]


def agreements(data: Data) -> list[Agreement]:
    """Return the agreement of every two curators who judged pairs in common, most pairs first."""
    known = {f"curator:{row['id']}": row for row in read_table(data.mappings / "curators.tsv", CURATORS)}
    common: dict[tuple[str, str], list[tuple[Mapping[str, str], Mapping[str, str]]]] = {}
    for rows in _by_pair(data).values():
        for one, other in combinations(sorted(rows, key=lambda row: row["author_id"]), 2):
            common.setdefault((one["author_id"], other["author_id"]), []).append((one, other))
    found = []
    for authors, judged in common.items():
        first, second = (
            (known[author]["name"], known[author]["kind"]) if author in known else (author, "unknown")
            for author in authors
        )
        relations = [(one["predicate_id"], other["predicate_id"]) for one, other in judged]
        graded = [
            one["severity_relation"] == other["severity_relation"]
            for one, other in judged
            if one["severity_relation"] and other["severity_relation"]
        ]
        raw, kappa = agreement(relations)
        severity = sum(graded) / len(graded) if graded else None
        found.append(Agreement(*first, *second, len(judged), raw, kappa, severity))
    return sorted(found, key=lambda each: (-each.pairs, each.first, each.second))


def agreement(judged: Sequence[tuple[str, str]]) -> tuple[float, float | None]:
    """Return the share of pairs judged alike, and Cohen's kappa: the share beyond what chance would give.

    >>> agreement([("close", "close"), ("close", "no"), ("no", "no"), ("no", "no")])
    (0.75, 0.5)
    """
    size = len(judged)
    raw = sum(one == other for one, other in judged) / size
    firsts, seconds = Counter(one for one, _ in judged), Counter(other for _, other in judged)
    by_chance = sum(firsts[name] * seconds[name] for name in firsts)
    if by_chance == size * size:
        return raw, None
    expected = by_chance / (size * size)
    return raw, (raw - expected) / (1 - expected)


def _first(tables: Mapping[str, MappingTable], pair: Pair) -> dict[str, str]:
    for state in DECIDED:
        for row in tables[state].rows:
            if _pair(row.cells) == pair:
                return _as_first(state, row)
    raise VerdictProblem(f"{pair[0]} and {pair[1]} are not decided yet; a first review comes before a second")


def _as_first(state: str, row: Row) -> dict[str, str]:
    cells = {column: row[column] for column in COLUMNS}
    return {**cells, "predicate_id": REJECTED} if state == "rejected" else cells


def _by_pair(data: Data) -> dict[Pair, list[Mapping[str, str]]]:
    """Return the verdicts of each pair under second review, in the order of the table: the first one first."""
    found: dict[Pair, list[Mapping[str, str]]] = {}
    for row in read_table_if_there(second_table(data), COLUMNS):
        found.setdefault(_pair(row.cells), []).append(row.cells)
    return found


def _write(data: Data, rows: Sequence[Mapping[str, str]]) -> None:
    # Sorted by pair only: sorting is stable, so the first verdict of a pair stays the first.
    write_table(second_table(data), COLUMNS, sorted(rows, key=_pair))


def _pair(row: Mapping[str, str]) -> Pair:
    return row["subject_id"], row["object_id"]
