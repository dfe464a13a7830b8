"""Verdicts of a reviewer: each moves one row between the mapping tables, and none is ever lost halfway."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from needgraph.errors import NeedgraphError, nearest
from needgraph.files import read_bytes, shown, write_atomically
from needgraph.resources import Data
from needgraph.reviewing.lock import held
from needgraph.tables.mappings import (
    COUNTERPARTS,
    DECIDED,
    NOT_FOUND,
    SEVERITY_RELATIONS,
    STATES,
    UNDECIDED_PREDICATE,
    MappingTable,
    id_of,
    read_mappings,
    write_mapping_table,
)
from needgraph.tables.reference import CURATORS
from needgraph.tables.tsv import Row, read_table

JOURNAL = ".review.journal"
# What a verdict makes of a row: the table it moves to and its predicate.
VERDICTS = {
    "close": ("agreed", "skos:closeMatch"),
    "broad": ("agreed", "skos:broadMatch"),
    "narrow": ("agreed", "skos:narrowMatch"),
    "related": ("agreed", "skos:relatedMatch"),
    "no": ("rejected", "skos:closeMatch"),
    "unsure": ("undecided", UNDECIDED_PREDICATE),
}
BY_READING = "semapv:ManualMappingCuration"

Cells = Mapping[str, str]
Pair = tuple[str, str]
Key = tuple[str, str, str]
Placed = tuple[str, Cells]


class VerdictProblem(NeedgraphError):
    """A verdict that cannot be given, or cannot be undone."""


@dataclass(frozen=True)
class Verdict:
    """What a curator says of a pair, when, and why."""

    name: str
    severity: str
    reason: str
    curator: str
    date: datetime.date


@dataclass(frozen=True)
class Change:
    """What a verdict did to the tables: rows that stood, and rows that stand in their place, each with its state."""

    removed: tuple[Placed, ...]
    added: tuple[Placed, ...]

    @property
    def withdrawn_gaps(self) -> tuple[str, ...]:
        """The ids that stood as having no counterpart and now have one."""
        gaps = (cells for _, cells in self.removed if _key(cells)[2])
        return tuple(cells["object_id"] if cells["subject_id"] == NOT_FOUND else cells["subject_id"] for cells in gaps)

    def reverse(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.added, self.removed)


@contextlib.contextmanager
def reviewing(data: Data) -> Iterator[Change | None]:
    """Hold the tables of a data folder and complete a verdict that a killed process left halfway.

    Yields that verdict's change, or None. Raises LockProblem when another review holds the tables.
    """
    folder = data.folder / "mappings"
    if not folder.is_dir():
        # ``data.mappings`` would be the tables of this installation.
        raise VerdictProblem(f"{shown(folder)}: there is no such folder; a review needs the mapping tables in it")
    with held(folder):
        yield complete(data)


def check_curator(data: Data, curator: str) -> None:
    """Raise VerdictProblem when a curator is not in curators.tsv."""
    path = data.mappings / "curators.tsv"
    names = [row["id"] for row in read_table(path, CURATORS)]
    if curator not in names:
        raise VerdictProblem(f"{curator!r} is not in {shown(path)}; add yourself with a row{nearest(curator, names)}")


def check_verdict(verdict: Verdict) -> None:
    """Raise VerdictProblem when a verdict lacks what its table needs."""
    if verdict.name not in VERDICTS:
        raise VerdictProblem(f"{verdict.name!r} is not a verdict; give one of {', '.join(VERDICTS)}")
    state, _ = VERDICTS[verdict.name]
    if state == "agreed" and verdict.severity not in SEVERITY_RELATIONS:
        raise VerdictProblem(
            f"{verdict.severity!r} does not say how severe the object is against the subject; "
            f"give one of {', '.join(SEVERITY_RELATIONS)}"
        )
    if state in DECIDED and not verdict.reason.strip():
        raise VerdictProblem(f"the verdict {verdict.name} has no reason; say why in a few words")


def decide(data: Data, pair: Pair, verdict: Verdict, labels: Mapping[str, str]) -> Change:
    """Move a pair to the table that a verdict sends it to, and return the change, by which it can be undone.

    ``labels`` are the present labels of the indicators by CURIE: the row keeps the wording it was decided on.
    A counterpart also withdraws the gaps that say there is none. To be called while ``reviewing``.
    Raises VerdictProblem when the verdict lacks something or the pair stands in no table.
    """
    check_verdict(verdict)
    check_curator(data, verdict.curator)
    complete(data)
    tables = read_mappings(data)
    state, row = _standing(tables, pair)
    removed: list[Placed] = [(state, row.cells)]
    if VERDICTS[verdict.name][0] == "agreed" and VERDICTS[verdict.name][1] in COUNTERPARTS:
        removed += _gaps(tables["agreed"], pair)
    change = Change(tuple(removed), ((VERDICTS[verdict.name][0], _decided(row, verdict, labels)),))
    _commit(data, tables, change)
    return change


def undo(data: Data, change: Change) -> None:
    """Put the rows of a change back as they stood; to be called while ``reviewing``.

    Raises VerdictProblem when a row has been changed since.
    """
    complete(data)
    tables = read_mappings(data)
    for state, cells in change.added:
        if not any(row.cells == cells for row in tables[state].rows):
            raise VerdictProblem(
                f"{cells['subject_id']} and {cells['object_id']} no longer stand in {shown(tables[state].path)} "
                "as they were decided; decide the pair anew"
            )
    _commit(data, tables, change.reverse())


def complete(data: Data) -> Change | None:
    """Complete the verdict that a killed process left halfway and return its change, or None.

    The journal is whole before the first table changes, and goes when the last one has: whatever a killed
    process wrote, carrying out the journal once more leads to the same tables.
    """
    path = data.mappings / JOURNAL
    if not path.exists():
        return None
    try:
        journal = json.loads(read_bytes(path))
        change = Change(*(tuple((str(state), dict(cells)) for state, cells in journal[end]) for end in _ENDS))
        _carry_out(read_mappings(data), change)
    except (ValueError, KeyError, TypeError):
        raise VerdictProblem(
            f"{shown(path)}: is not the journal of a review; look whether the tables are whole, then remove it"
        ) from None
    path.unlink()
    return change


_ENDS = ("removed", "added")


def _standing(tables: Mapping[str, MappingTable], pair: Pair) -> tuple[str, Row]:
    for state in STATES:
        for row in tables[state].rows:
            if (row["subject_id"], row["object_id"]) == pair:
                return state, row
    folder = tables[STATES[0]].path.parent
    raise VerdictProblem(f"{pair[0]} and {pair[1]} stand in no table of {shown(folder)}; suggest the pair first")


def _gaps(agreed: MappingTable, pair: Pair) -> Iterator[Placed]:
    """Yield the gaps that say of one end of a pair that the edition of the other has no counterpart."""
    for end, other in (("subject", "object"), ("object", "subject")):
        name, searched = (pair[0], pair[1]) if end == "subject" else (pair[1], pair[0])
        source = f"needgraph:{id_of(searched).rpartition('/')[0]}"
        for row in agreed.rows:
            if (row[f"{end}_id"], row[f"{other}_id"], row[f"{other}_source"]) == (name, NOT_FOUND, source):
                yield "agreed", row.cells


def _decided(row: Row, verdict: Verdict, labels: Mapping[str, str]) -> dict[str, str]:
    state, predicate = VERDICTS[verdict.name]
    # What else was said of the pair holds only for the relation that it was said of.
    kept = {} if row["predicate_id"] == predicate and state == "agreed" else {"group": "", "same_sense": ""}
    if verdict.severity != "same":
        kept["same_sense"] = ""
    return {
        **row.cells,
        **kept,
        "subject_label": labels.get(row["subject_id"], row["subject_label"]),
        "object_label": labels.get(row["object_id"], row["object_label"]),
        "predicate_id": predicate,
        "predicate_modifier": "Not" if state == "rejected" else "",
        "mapping_justification": BY_READING,
        "author_id": f"curator:{verdict.curator}",
        "mapping_date": verdict.date.isoformat(),
        # A suggestion's confidence is the program's, not the curator's.
        "confidence": "",
        # Who is unsure and says nothing leaves the reasons of the suggestion standing.
        "comment": " ".join(verdict.reason.split()) or row["comment"],
        "severity_relation": verdict.severity if state == "agreed" else "",
    }


def _key(cells: Cells) -> Key:
    """Return what tells a row from the others: its pair, and for a gap the edition searched."""
    gap = NOT_FOUND in (cells["subject_id"], cells["object_id"])
    return cells["subject_id"], cells["object_id"], cells["subject_source"] + cells["object_source"] if gap else ""


def _commit(data: Data, tables: Mapping[str, MappingTable], change: Change) -> None:
    journal = data.mappings / JOURNAL
    content = {end: [[state, dict(cells)] for state, cells in getattr(change, end)] for end in _ENDS}
    write_atomically(journal, (json.dumps(content, ensure_ascii=False) + "\n").encode())
    _sync(journal.parent)
    _carry_out(tables, change)
    journal.unlink()


def _carry_out(tables: Mapping[str, MappingTable], change: Change) -> None:
    """Write the tables of a change; where they already hold it, they stay as they are."""
    touched = {_key(cells) for _, cells in (*change.removed, *change.added)}
    # The tables that gain a row come first: between two writes a row stands twice, never nowhere.
    states = dict.fromkeys(state for state, _ in (*change.added, *change.removed))
    for state in states:
        rows: list[Cells] = [row.cells for row in tables[state].rows if _key(row.cells) not in touched]
        rows += [cells for place, cells in change.added if place == state]
        write_mapping_table(tables[state], rows)
    _sync(tables[STATES[0]].path.parent)


def _sync(folder: Path) -> None:
    """Wait until the names of a folder's files are on disk, where the system can say so."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
