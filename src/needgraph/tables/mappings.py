"""The mapping tables: SSSOM in which the table that a row stands in is its decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from needgraph.errors import NeedgraphError, nearest, nearest_ids
from needgraph.files import read_text, shown, write_atomically
from needgraph.identifiers import BASE
from needgraph.resources import Data
from needgraph.tables.editions import Edition
from needgraph.tables.row_faults import RowFault, choices, fault, told
from needgraph.tables.sssom_slots import justification_problem
from needgraph.tables.tsv import Row, table_rows, written_row

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_id", "mapping_date", "confidence", "subject_source", "object_source",
    "comment", "severity_relation", "gap_reason", "group", "same_sense",
)  # fmt: skip
SORTED_BY = ("subject_id", "object_id", "predicate_id")
EXTENSIONS = ("severity_relation", "gap_reason", "group", "same_sense")
STATES = ("agreed", "rejected", "undecided", "suggested")
DECIDED = ("agreed", "rejected")
PREDICATES = ("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
# A counterpart; something akin is none.
COUNTERPARTS = PREDICATES[:3]
UNDECIDED_PREDICATE = "skos:mappingRelation"
SEVERITY_RELATIONS = ("same", "milder", "stronger", "mixed", "ungraded")
GAP_REASONS = ("absent", "broader-elsewhere", "other-section", "out-of-scope")
NOT_FOUND = "sssom:NoTermFound"
SLOT = f"{BASE.removesuffix('id/')}slot/"
_CURIE = re.compile(r"([a-z0-9-]+)-([a-z0-9]+):([A-Za-z0-9-]+)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class MappingProblem(NeedgraphError):
    """A mapping table that cannot be read, or whose rows cannot be built; the message lists every place."""


@dataclass(frozen=True)
class MappingTable:
    """One table: its state, the header lines that begin with ``#``, and its rows."""

    path: Path
    state: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def id_of(curie: str) -> str:
    """Return the id of a CURIE that carries the edition.

    >>> id_of("halton-2023:h0123")
    'halton/2023/h0123'
    """
    match = _CURIE.fullmatch(curie)
    if match is None:
        raise MappingProblem(f"{curie!r} is not an indicator of an edition; write it as halton-2023:h0123")
    return "/".join(match.groups())


def curie_of(identifier: str) -> str:
    """Return the CURIE of an id.

    >>> curie_of("halton/2023/h0123")
    'halton-2023:h0123'
    """
    authority, edition, local = identifier.split("/")
    return f"{authority}-{edition}:{local}"


def read_mapping_table(path: Path, state: str) -> MappingTable:
    """Return a mapping table, empty when it does not exist.

    Raises TableProblem or FileProblem with the line of what cannot be read (see ``tables.table_rows``).
    """
    if not path.exists():
        return MappingTable(path, state, (), ())
    lines = read_text(path).split("\n")
    size = next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))
    rows = table_rows(path, "\n".join(lines[size:]), COLUMNS, first_line=size + 1)
    return MappingTable(path, state, tuple(lines[:size]), tuple(rows))


def read_mappings(data: Data) -> dict[str, MappingTable]:
    """Return the tables of a data folder by their state."""
    return {state: read_mapping_table(data.mappings / f"{state}.sssom.tsv", state) for state in STATES}


def write_mapping_table(table: MappingTable, rows: Iterable[Mapping[str, str]]) -> None:
    """Write a table as a whole with these rows, sorted, so that one decision is one changed line."""
    write_atomically(table.path, mapping_table_bytes(table, rows))


def mapping_table_bytes(table: MappingTable, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return a table with these rows, sorted, as the file it is written as."""
    ordered = sorted(rows, key=_order)
    lines = [
        *(table.header or default_header(table.state, ordered)),
        "\t".join(COLUMNS),
        *(written_row(COLUMNS, row) for row in ordered),
    ]
    return ("\n".join(lines) + "\n").encode()


def default_header(state: str, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the metadata of a new table: what it is, whose it is not, its prefixes and its extension slots."""
    names = {row[end].partition(":")[0] for row in rows for end in ("subject_id", "object_id")} - {"sssom"}
    prefixes = {name: "/".join((f"{BASE}{name}".rpartition("-")[0], name.rpartition("-")[2], "")) for name in names}
    prefixes |= {"curator": f"{BASE}curator/", "needgraph": BASE, "needslot": SLOT}
    root = BASE.removesuffix("id/")
    return [
        f"#mapping_set_id: {root}mappings/{state}",
        f"#mapping_set_title: {state.capitalize()} mappings of needgraph",
        "#license: https://creativecommons.org/licenses/by/4.0/",
        "#comment: Decided by this project; not endorsed by either authority. The labels are the authorities' wording.",
        "#curie_map:",
        *(f"#  {name}: {prefixes[name]}" for name in sorted(prefixes)),
        "#extension_definitions:",
        *(
            f"#  {line}"
            for slot in EXTENSIONS
            for line in (f"- slot_name: {slot}", f"  property: needslot:{slot}", "  type_hint: xsd:string")
        ),
    ]


def is_gap(row: Row) -> bool:
    """Tell whether a row says that there is no counterpart."""
    return NOT_FOUND in (row["subject_id"], row["object_id"])


def pair_of(row: Row) -> tuple[str, str]:
    """Return the two ids of a row as they are written."""
    return row["subject_id"], row["object_id"]


def _order(row: Mapping[str, str]) -> tuple[str, str, str]:
    subject, object_, predicate = SORTED_BY
    return row[subject], row[object_], row[predicate]


def check_mappings(tables: Mapping[str, MappingTable], editions: Sequence[Edition], curators: Iterable[str]) -> None:
    """Raise MappingProblem listing what keeps the rows from being built, each cause once with file, row and fix."""
    known = {
        curie_of(f"{edition.path}/{row['id']}"): row["label"]
        for edition in editions
        for row in edition.statements
        if row["kind"] == "indicator"
    }
    names = {f"curator:{name}" for name in curators}
    searched = [f"needgraph:{edition.path}" for edition in editions]
    faults: list[RowFault] = []
    seen: dict[tuple[str, str, str], tuple[Row, str]] = {}
    for state in STATES:
        for row in tables[state].rows:
            faults += [fault(row, what) for what in _row_problems(row, state, known, names, searched)]
            key = (*pair_of(row), row["object_source"] + row["subject_source"] if is_gap(row) else "")
            first, first_state = seen.setdefault(key, (row, state))
            if first is not row:
                place = f"{shown(first.file)}:{first.line}"
                faults.append(fault(row, f"the pair stands already in {place} ({first_state}); keep one of them"))
        faults += _unsorted(tables[state])
    if faults:
        raise MappingProblem("\n".join(told(faults)))


def _unsorted(table: MappingTable) -> Iterator[RowFault]:
    """Yield the first row that should stand above the one before it."""
    for before, row in pairwise(table.rows):
        if _order(row) < _order(before):
            yield fault(
                row,
                f"belongs above row {before.line}; keep the rows sorted by {', '.join(SORTED_BY)}, so that one "
                "decision is one changed line (every verdict of `needgraph review` writes its table sorted)",
            )
            return


def _unknown_end(column: str, name: str, known: Mapping[str, str]) -> str:
    """Return what is wrong with a name that is no indicator, and what may have been meant."""
    prefixes = dict.fromkeys(each.partition(":")[0] for each in known)
    prefix, _, _ = name.partition(":")
    if prefix not in prefixes:
        # Said of the prefix, so that a whole edition that is gone is one message.
        return f"{column}: {prefix!r} is no edition of this folder; the prefixes are {', '.join(prefixes)}"
    same = (each for each in known if each.startswith(f"{prefix}:"))
    return f"{column} {name!r} is not an indicator{nearest_ids(name, same)}"


def _row_problems(
    row: Row, state: str, known: Mapping[str, str], curators: set[str], searched: Sequence[str]
) -> Iterable[str]:
    for end in ("subject", "object"):
        name = row[f"{end}_id"]
        if name == NOT_FOUND:
            if not row[f"{end}_source"]:
                yield f"{end}_source is empty; name the edition that was searched"
            elif row[f"{end}_source"] not in searched:
                fix = choices(row[f"{end}_source"], searched)
                yield f"{end}_source {row[f'{end}_source']!r} is no edition of this folder{fix}"
        elif name not in known:
            yield _unknown_end(f"{end}_id", name, known)
    if row["subject_id"] != NOT_FOUND and row["object_id"] != NOT_FOUND and row["subject_id"] >= row["object_id"]:
        yield "the subject is the authority first in the alphabet; swap subject and object"
    allowed = PREDICATES if state in DECIDED else (UNDECIDED_PREDICATE,)
    if row["predicate_id"] not in allowed:
        yield f"predicate_id {row['predicate_id']!r} is not one of {', '.join(allowed)}"
    if (row["predicate_modifier"] == "Not") != (state == "rejected"):
        yield "predicate_modifier is Not in the rejected table and empty elsewhere"
    if not row["mapping_justification"]:
        yield "mapping_justification is missing; write semapv:ManualMappingCuration for a decision by reading"
    elif problem := justification_problem(row["mapping_justification"]):
        yield f"mapping_justification {problem[1]}"
    if state in DECIDED and row["author_id"] not in curators:
        yield f"author_id {row['author_id']!r} is not in curators.tsv{nearest(row['author_id'], curators)}"
    if row["mapping_date"] and not _DATE.fullmatch(row["mapping_date"]):
        yield f"mapping_date {row['mapping_date']!r} is not a date such as 2026-11-21"
    if row["confidence"] and not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", row["confidence"]):
        yield f"confidence {row['confidence']!r} is not a number from 0 to 1"
    if is_gap(row):
        if row["gap_reason"] not in GAP_REASONS:
            yield f"gap_reason {row['gap_reason']!r} is not one of {', '.join(GAP_REASONS)}"
    elif state == "agreed" and row["severity_relation"] not in SEVERITY_RELATIONS:
        yield f"severity_relation {row['severity_relation']!r} is not one of {', '.join(SEVERITY_RELATIONS)}"
    if row["same_sense"] not in ("", "true"):
        yield f"same_sense is {row['same_sense']!r}; write true, or leave it empty"


def stale_rows(table: MappingTable, labels: Mapping[str, str]) -> list[Row]:
    """Return the rows decided on a wording that has changed since; ``labels`` are the present ones by CURIE."""
    return [
        row
        for row in table.rows
        if any(
            labels.get(row[f"{end}_id"], row[f"{end}_label"]) != row[f"{end}_label"] for end in ("subject", "object")
        )
    ]
