"""Each cause is told once: with the rows it is repeated in, and how many rows rest on it."""

from __future__ import annotations

from pathlib import Path

from needgraph.tables.row_faults import RowFault, choices, told

TABLE, READINGS = Path("statements.tsv"), Path("readings.tsv")


def test_what_rests_on_a_row_at_fault_is_counted_there() -> None:
    root = RowFault(TABLE, 4, "id d1 stands already in row 3", of=("d1",))
    resting = [RowFault(READINGS, line, f"words {line}", rests_on="d1") for line in (2, 3)]
    own = RowFault(READINGS, 9, "words 9", rests_on="d2")
    assert told([*resting, root, own]) == [
        "statements.tsv:4: id d1 stands already in row 3 (and 2 rows that rest on it)",
        "readings.tsv:9: words 9",
    ]
    assert told([root, resting[0]]) == ["statements.tsv:4: id d1 stands already in row 3 (and 1 row that rests on it)"]


def test_same_fault_in_many_rows_names_the_first_few() -> None:
    assert told(RowFault(TABLE, line, "level '9'") for line in range(2, 5)) == [
        "statements.tsv:2: level '9' (also in rows 3, 4)"
    ]
    assert told(RowFault(TABLE, line, "level '9'") for line in range(2, 20)) == [
        "statements.tsv:2: level '9' (also in rows 3, 4, 5, 6, 7 and 12 more)"
    ]
    assert told([RowFault(Path("edition.toml"), None, "two levels")]) == ["edition.toml: two levels"]


def test_choices_are_the_nearest_or_all_of_a_few_or_where_they_stand() -> None:
    many = [f"concern-{number}" for number in range(40)]
    assert choices("xyz", many, "concerns.tsv") == "; choose one of the 40 in concerns.tsv"
    assert choices("concern-1x", many, "concerns.tsv").startswith("; did you mean 'concern-1")
    assert choices("xyz", []) == ""
