"""Mapping tables are read with every place, refused with every reason, and written without a needless change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from needgraph.errors import NeedgraphError
from needgraph.resources import Data
from needgraph.tables.editions import Edition, read_edition
from needgraph.tables.mappings import (
    COLUMNS,
    MappingProblem,
    MappingTable,
    check_mappings,
    curie_of,
    id_of,
    read_mapping_table,
    read_mappings,
    stale_rows,
    write_mapping_table,
)
from needgraph.tables.reference import read_reference

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"


@pytest.fixture
def data(tmp_path: Path) -> Data:
    shutil.copytree(FIXTURES, tmp_path / "graphs")
    return Data(tmp_path / "graphs")


def editions(data: Data) -> list[Edition]:
    return [read_edition(folder) for folder in data.edition_folders()]


def judged(data: Data) -> str:
    """Return what is wrong with the tables, empty when nothing is."""
    curators = [row["id"] for row in read_reference(data).curators]
    try:
        check_mappings(read_mappings(data), editions(data), curators)
    except NeedgraphError as problem:
        return str(problem)
    return ""


def edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def change_row(data: Data, state: str, subject: str, **cells: str) -> int:
    """Change the first row of a subject and return its line."""
    path = data.mappings / f"{state}.sssom.tsv"
    lines = path.read_text(encoding="utf-8").split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith(f"ashby-2024:{subject}\t"))
    row = dict(zip(COLUMNS, lines[place].split("\t"), strict=True)) | cells
    lines[place] = "\t".join(row[column] for column in COLUMNS)
    path.write_text("\n".join(lines), encoding="utf-8")
    return place + 1


def test_id_and_curie_are_each_others_reverse() -> None:
    assert id_of(curie_of("ashby/2024/a0012")) == "ashby/2024/a0012"
    with pytest.raises(MappingProblem, match="write it as halton-2023:h0123"):
        id_of("a0012")


def test_good_tables_pass(data: Data) -> None:
    assert judged(data) == ""


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"object_id": "borwick-2021:b0072"},
            "object_id 'borwick-2021:b0072' is not an indicator; the nearest ids are borwick-2021:b",
        ),
        (
            {"object_id": "borwick-2012:b0017"},
            "object_id: 'borwick-2012' is no edition of this folder; the prefixes are",
        ),
        ({"object_id": "ashby-2024:a0012"}, "the subject is the authority first in the alphabet"),
        ({"predicate_id": "skos:exactMatch"}, "predicate_id 'skos:exactMatch' is not one of skos:closeMatch"),
        ({"predicate_modifier": "Not"}, "predicate_modifier is Not in the rejected table and empty elsewhere"),
        ({"mapping_justification": ""}, "mapping_justification is missing"),
        ({"mapping_justification": "semapv:Foo"}, "mapping_justification 'semapv:Foo' is not a justification of SSSOM"),
        ({"author_id": "curator:be"}, "author_id 'curator:be' is not in curators.tsv; did you mean 'curator:bee'?"),
        ({"mapping_date": "31/01/2025"}, "mapping_date '31/01/2025' is not a date"),
        ({"confidence": "1.5"}, "confidence '1.5' is not a number from 0 to 1"),
        ({"severity_relation": "worse"}, "severity_relation 'worse' is not one of same, milder"),
        ({"same_sense": "yes"}, "same_sense is 'yes'; write true, or leave it empty"),
    ],
)
def test_row_that_cannot_be_built_is_named(data: Data, cells: dict[str, str], message: str) -> None:
    line = change_row(data, "agreed", "a0036", **cells)
    assert f"agreed.sssom.tsv:{line}: {message}" in judged(data)


def test_gap_names_its_reason_and_the_edition_searched(data: Data) -> None:
    line = change_row(data, "agreed", "a0008", gap_reason="unknown", object_source="")
    found = judged(data)
    assert f"agreed.sssom.tsv:{line}: gap_reason 'unknown' is not one of absent" in found
    assert f"agreed.sssom.tsv:{line}: object_source is empty; name the edition that was searched" in found


def test_rows_that_are_not_sorted_are_named_with_what_sorts_them(data: Data) -> None:
    path = data.mappings / "agreed.sssom.tsv"
    lines = path.read_text(encoding="utf-8").split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("ashby-2024:a0010"))
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = judged(data)
    assert f"agreed.sssom.tsv:{place + 2}: belongs above row {place + 1}; keep the rows sorted by subject_id" in found
    assert len(found.splitlines()) == 1


def test_value_that_is_wrong_in_many_rows_is_told_once_with_the_rows(data: Data) -> None:
    edit(data.mappings / "agreed.sssom.tsv", lambda text: text.replace("curator:bee", "curator:bea"))
    first, *others = judged(data).splitlines()
    assert "agreed.sssom.tsv:26: author_id 'curator:bea' is not in curators.tsv; did you mean 'curator:bee'?" in first
    assert first.endswith("(also in rows 27, 28, 29, 30, 31 and 6 more)")
    assert others == []


def test_gap_in_an_edition_that_is_not_there_is_named(data: Data) -> None:
    line = change_row(data, "agreed", "a0008", object_source="needgraph:borwick/2012")
    message = (
        "object_source 'needgraph:borwick/2012' is no edition of this folder; did you mean 'needgraph:borwick/2021'?"
    )
    assert f"agreed.sssom.tsv:{line}: {message}" in judged(data)


def test_pair_in_two_tables_is_named_with_both_places(data: Data) -> None:
    agreed = data.mappings / "agreed.sssom.tsv"
    row = next(line for line in agreed.read_text(encoding="utf-8").split("\n") if line.startswith("ashby-2024:a0036"))
    rejected = data.mappings / "rejected.sssom.tsv"
    edit(rejected, lambda text: text + row.replace("skos:closeMatch\t\t", "skos:closeMatch\tNot\t") + "\n")
    assert "the pair stands already in" in judged(data)
    assert "(agreed); keep one of them" in judged(data)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("\n", "\r\n"), "has Windows line endings"),
        (lambda text: "\ufeff" + text, "byte order mark"),
        (lambda text: text.replace("\tconfidence\t", "\t"), "column 'confidence' is missing"),
        (lambda text: text.rstrip("\n") + "\tone more\n", "cells where the header names"),
    ],
)
def test_file_that_cannot_be_read_is_named_with_its_line(
    data: Data, change: Callable[[str], str], message: str
) -> None:
    path = data.mappings / "agreed.sssom.tsv"
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode())
    with pytest.raises(NeedgraphError, match=r"agreed\.sssom\.tsv:\d+: ") as problem:
        read_mapping_table(path, "agreed")
    assert message in str(problem.value)


def test_table_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_mapping_table(tmp_path / "suggested.sssom.tsv", "suggested").rows == ()


def test_writing_what_was_read_changes_no_byte(data: Data) -> None:
    for table in read_mappings(data).values():
        if table.rows:
            before = table.path.read_bytes()
            write_mapping_table(table, [row.cells for row in reversed(table.rows)])
            assert table.path.read_bytes() == before


def test_one_decision_is_one_changed_line(data: Data) -> None:
    table = read_mappings(data)["agreed"]
    before = table.path.read_text(encoding="utf-8").split("\n")
    write_mapping_table(table, [row.cells for row in table.rows[1:]])
    after = table.path.read_text(encoding="utf-8").split("\n")
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith("ashby-2024:a0008\t")
    ]


def test_row_decided_on_another_wording_is_stale(data: Data) -> None:
    table = read_mappings(data)["agreed"]
    labels = {row["subject_id"]: row["subject_label"] for row in table.rows}
    assert stale_rows(table, labels) == []
    labels["ashby-2024:a0036"] = "Often away"
    assert [row["subject_id"] for row in stale_rows(table, labels)] == ["ashby-2024:a0036"]


def test_new_table_has_a_header_that_declares_its_prefixes_and_slots(data: Data) -> None:
    agreed = read_mappings(data)["agreed"]
    path = data.mappings / "suggested.sssom.tsv"
    write_mapping_table(MappingTable(path, "suggested", (), ()), [row.cells for row in agreed.rows])
    text = path.read_text(encoding="utf-8")
    assert "#  ashby-2024: https://w3id.org/needgraph/id/ashby/2024/\n" in text
    assert "#  - slot_name: severity_relation\n#    property: needslot:severity_relation\n" in text
    assert "not endorsed by either authority" in text
