"""The two invented authorities with readings and mapping tables of a test's own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from needgraph.resources import Data
from needgraph.tables.editions import COLUMNS, Edition, read_edition
from needgraph.tables.mappings import (
    NOT_FOUND,
    MappingTable,
    check_mappings,
    curie_of,
    read_mappings,
    write_mapping_table,
)
from needgraph.tables.reference import COLUMNS_OF, CONCEPTS, Reference, read_reference
from needgraph.tables.tsv import write_table

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"
CONCERNS = {"safety": "", "missing": "safety", "care": "safety", "education": "", "absence": "education"}
# Words of severity with their family and rank; one is not ranked yet.
SEVERITY = {"now-and-then": ("frequency", "1"), "often": ("frequency", "2"), "days": ("duration", "1"),
            "weeks": ("duration", "2"), "in-part": ("duration", "")}  # fmt: skip
# A row of a mapping table: subject, object, predicate (closeMatch unless said); for a gap the edition searched.
Decision = tuple[str, ...]


class Read(NamedTuple):
    """How an indicator is read."""

    concerns: str
    severity: str = ""
    subjects: str = "child"
    polarity: str = "concern"


class Mapped(NamedTuple):
    """What the checks of mapping tables take."""

    tables: dict[str, MappingTable]
    editions: list[Edition]
    reference: Reference


def mapped(
    folder: Path,
    readings: Mapping[str, Read],
    agreed: Sequence[Decision] = (),
    rejected: Sequence[Decision] = (),
) -> Mapped:
    """Write the two authorities with these readings, by id of the indicator, and these decisions."""
    data = Data(folder / "graphs")
    shutil.copytree(FIXTURES, data.folder)
    _write_words(data)
    for place in data.edition_folders():
        edition = read_edition(place)
        own = {row["id"] for row in edition.statements}
        rows = [row for name, read in readings.items() if name in own for row in _facets(name, read)]
        write_table(place / "readings.tsv", COLUMNS["readings"], rows)
    editions = [read_edition(place) for place in data.edition_folders()]
    labels = {
        row["id"]: (curie_of(f"{edition.path}/{row['id']}"), row["label"])
        for edition in editions
        for row in edition.statements
    }
    for table in read_mappings(data).values():
        table.path.unlink(missing_ok=True)
    for state, decisions in (("agreed", agreed), ("rejected", rejected)):
        write_mapping_table(read_mappings(data)[state], [_row(state, each, labels) for each in decisions])
    tables, reference = read_mappings(data), read_reference(data)
    check_mappings(tables, editions, [row["id"] for row in reference.curators])
    return Mapped(tables, editions, reference)


def reworded(one: Mapped, name: str, label: str) -> Mapped:
    """Return the same decisions beside an indicator whose wording has changed."""
    for edition in one.editions:
        rows = [
            {**row.cells, "label": label} if row["id"] == name else row.cells for row in edition.tables["statements"]
        ]
        write_table(edition.folder / "statements.tsv", COLUMNS["statements"], rows)
    return one._replace(editions=[read_edition(edition.folder) for edition in one.editions])


def _write_words(data: Data) -> None:
    path = data.reference / "schemes.tsv"
    if "\nseverity\t" not in path.read_text(encoding="utf-8"):
        with path.open("a", encoding="utf-8") as schemes:
            schemes.write("severity\tSeverity words\tHow strong a wording is.\tneedgraph\tInvented.\tseverity.tsv\n")
    families = [{"id": family} for family in dict.fromkeys(family for family, _ in SEVERITY.values())]
    words = [{"id": name, "broader": family, "rank": rank} for name, (family, rank) in SEVERITY.items()]
    concerns = [{"id": name, "broader": broader} for name, broader in CONCERNS.items()]
    for scheme, rows in (("severity", [*families, *words]), ("concern", concerns)):
        file = f"{scheme}s.tsv" if scheme == "concern" else f"{scheme}.tsv"
        named = [{"scheme": scheme, "label": row["id"].replace("-", " "), **row} for row in rows]
        write_table(data.reference / file, COLUMNS_OF.get(file, CONCEPTS), named)


def _facets(name: str, read: Read) -> list[dict[str, str]]:
    values = [("concern", read.concerns), ("subject", read.subjects), ("severity", read.severity)]
    pairs = [(facet, value) for facet, joined in values for value in joined.split()]
    return [
        {"id": f"{name}-{number}", "statement": name, "facet": facet, "value": value, "curator": "first-reading"}
        for number, (facet, value) in enumerate([*pairs, ("polarity", read.polarity)])
    ]


def _row(state: str, decision: Decision, labels: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    row = {
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_id": "curator:first-reading",
        "mapping_date": "2026-11-21",
        "predicate_id": f"skos:{decision[2] if len(decision) > 2 else 'closeMatch'}",
        "predicate_modifier": "Not" if state == "rejected" else "",
    }
    for end, name in zip(("subject", "object"), decision, strict=False):
        if name in labels:
            row[f"{end}_id"], row[f"{end}_label"] = labels[name]
        else:
            row |= {f"{end}_id": NOT_FOUND, f"{end}_source": f"needgraph:{name}", "gap_reason": "absent"}
    return row if "gap_reason" in row or state == "rejected" else {**row, "severity_relation": "ungraded"}
