"""Small mapping tables between the two invented authorities, to be reviewed by two invented people."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Mapping
from pathlib import Path

from needgraph.resources import Data
from needgraph.tables.mappings import STATES, MappingTable, read_mappings, write_mapping_table
from needgraph.tables.reference import CONCEPTS, CURATORS
from needgraph.tables.tsv import write_table

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"
ASHBY, BORWICK = "ashby/2024", "borwick/2021"
DATE = datetime.date(2026, 11, 21)
HEADER = ("#mapping_set_id: https://example.org/set", "#license: https://creativecommons.org/licenses/by/4.0/")
LABELS = {
    "ashby-2024:a0010": "Sees the dentist each year",
    "ashby-2024:a0012": "Late for school now and then",
    "ashby-2024:a0024": "Late for school now and then",
    "ashby-2024:a0035": "Out of school for more than six weeks",
    "ashby-2024:a0036": "Often away overnight without word",
    "borwick-2021:b0008": "Learns well and likes school",
    "borwick-2021:b0017": "Away from lessons for 10 days or more",
    "borwick-2021:b0027": "Does not come home and nobody knows why",
}
AWAY = ("ashby-2024:a0036", "borwick-2021:b0027")
OUT = ("ashby-2024:a0035", "borwick-2021:b0017")
LATE = ("ashby-2024:a0024", "borwick-2021:b0017")
LEARNS = ("ashby-2024:a0012", "borwick-2021:b0008")
DENTIST_GAP = ("ashby-2024:a0010", "sssom:NoTermFound")


def row(pair: tuple[str, str], **cells: str) -> dict[str, str]:
    """Return a suggested row of a pair, with some cells otherwise."""
    return {
        "subject_id": pair[0],
        "subject_label": LABELS.get(pair[0], ""),
        "predicate_id": "skos:mappingRelation",
        "object_id": pair[1],
        "object_label": LABELS.get(pair[1], ""),
        "mapping_justification": "semapv:LexicalSimilarityThresholdMatching",
        **cells,
    }


def decided(pair: tuple[str, str], predicate: str, severity: str, curator: str = "bee", **cells: str) -> dict[str, str]:
    """Return a row of a pair as a curator decided it."""
    return row(
        pair,
        predicate_id=predicate,
        severity_relation=severity,
        mapping_justification="semapv:ManualMappingCuration",
        author_id=f"curator:{curator}",
        mapping_date="2026-11-20",
        comment="As read.",
        **cells,
    )


def gap(pair: tuple[str, str], source: str) -> dict[str, str]:
    """Return the row that says that one end has no counterpart in the edition searched."""
    end = "subject" if pair[0] == "sssom:NoTermFound" else "object"
    return decided(pair, "skos:closeMatch", "", gap_reason="absent", **{f"{end}_source": f"needgraph:{source}"})


def review_data(folder: Path) -> Data:
    """Copy the invented authorities below a folder, with severity words, a second curator and mapping tables.

    Three pairs are suggested, LEARNS is undecided, the dentist and a0036 are gaps.
    """
    data = Data(folder / "graphs")
    shutil.copytree(FIXTURES, data.folder)
    families = [{"scheme": "severity", "id": "frequency", "label": "frequency", "note": "Printed forms: days."}]
    words = [
        {"id": "often", "label": "often", "note": "Printed forms: often."},
        {"id": "now-and-then", "label": "now and then", "note": ""},
        {"id": "long", "label": "long", "note": 'Printed forms: more than, for more than. Not read in "more".'},
    ]
    concepts = [*families, *({"scheme": "severity", "broader": "frequency", **word} for word in words)]
    write_table(data.reference / "severity.tsv", CONCEPTS, concepts)
    write_table(
        data.mappings / "curators.tsv",
        CURATORS,
        [
            {"id": "bee", "name": "A. Bee", "kind": "person"},
            {"id": "cee", "name": "C. Cee", "kind": "person"},
            {"id": "first-reading", "name": "first reading", "kind": "software"},
        ],
    )
    write_tables(
        data,
        {
            "suggested": [
                row(LATE, confidence="0.4"),
                row(AWAY, confidence="0.9", comment="Shared word: home."),
                row(OUT, confidence="0.7"),
            ],
            "undecided": [row(LEARNS, author_id="curator:bee", comment="Polarity?")],
            "agreed": [gap(DENTIST_GAP, BORWICK), gap((AWAY[0], "sssom:NoTermFound"), BORWICK)],
        },
    )
    return data


def write_tables(data: Data, rows: Mapping[str, list[dict[str, str]]]) -> None:
    """Write the mapping tables, empty where no rows are given."""
    for state in STATES:
        table = MappingTable(data.mappings / f"{state}.sssom.tsv", state, HEADER, ())
        write_mapping_table(table, rows.get(state, []))


def places(data: Data) -> dict[tuple[str, str], list[str]]:
    """Return the states in which each pair stands."""
    found: dict[tuple[str, str], list[str]] = {}
    for state, table in read_mappings(data).items():
        for each in table.rows:
            found.setdefault((each["subject_id"], each["object_id"]), []).append(state)
    return found


def cells_of(data: Data, pair: tuple[str, str]) -> Mapping[str, str]:
    """Return the cells of the one row of a pair."""
    (cells,) = [
        each.cells
        for table in read_mappings(data).values()
        for each in table.rows
        if (each["subject_id"], each["object_id"]) == pair
    ]
    return cells


def mapping_files(data: Data) -> dict[str, bytes]:
    """Return each file of the mappings with its bytes, hidden ones as well."""
    return {path.name: path.read_bytes() for path in sorted(data.mappings.iterdir())}
