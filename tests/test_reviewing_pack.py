"""A pack goes out as a workbook and comes back without overwriting what changed meanwhile."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from needgraph.resources import Data
from needgraph.reviewing.pack import COLUMNS, PackProblem, take_pack, write_pack
from needgraph.reviewing.queue import two_editions, waiting
from needgraph.reviewing.verdicts import Verdict, VerdictProblem, decide, reviewing
from needgraph.strangers.files import StrangerProblem
from needgraph.tables.mappings import read_mappings
from small_review import (
    ASHBY,
    AWAY,
    BORWICK,
    DATE,
    LABELS,
    LATE,
    LEARNS,
    OUT,
    cells_of,
    mapping_files,
    places,
    review_data,
)  # fmt: skip

OURS = Verdict("close", "same", "Ours.", "bee", DATE)


@pytest.fixture
def data(tmp_path: Path) -> Data:
    return review_data(tmp_path)


@pytest.fixture
def pack(data: Data, tmp_path: Path) -> Path:
    path = tmp_path / "pack.xlsx"
    assert write_pack(data, BORWICK, ASHBY, path) == 4
    return path


def fill(path: Path, pair: tuple[str, str], verdict: str = "", severity: Any = "", reason: str = "") -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    for row in sheet.iter_rows(min_row=2):
        if (row[0].value, row[3].value) == pair:
            for cell, value in zip(row[6:], (verdict, severity, reason), strict=True):
                cell.value = value or None
    book.save(path)


def spoil(path: Path, cell: str, value: str, sheet: str = "Review") -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def test_pack_shows_the_pairs_in_the_order_of_the_review(pack: Path) -> None:
    book = openpyxl.load_workbook(pack)
    rows = list(book["Review"].values)
    assert rows[0] == COLUMNS
    assert [row[0] for row in rows[1:]] == [LEARNS[0], AWAY[0], OUT[0], LATE[0]]
    assert rows[2][1:6] == (
        "Level 3: Joined-up Help", "Often away overnight without word",
        AWAY[1], "Step 3", "Does not come home and nobody knows why",
    )  # fmt: skip
    assert rows[1][6:] == ("unsure", None, "Polarity?")
    assert rows[2][6:] == (None, None, None)
    assert book["base"].sheet_state == "veryHidden"


def test_pack_that_nobody_filled_in_changes_nothing(data: Data, pack: Path) -> None:
    before = mapping_files(data)
    taken = take_pack(data, pack, "bee", DATE)
    assert (taken.pairs, taken.conflicts, mapping_files(data)) == ((), (), before)


def test_answers_become_verdicts_and_a_second_time_nothing(data: Data, pack: Path) -> None:
    fill(pack, AWAY, "Close ", "same", "Both.")
    fill(pack, OUT, "no", "", "Another matter.")
    fill(pack, LEARNS, "unsure", "", "Still open.")
    assert set(take_pack(data, pack, "bee", DATE).pairs) == {AWAY, OUT, LEARNS}
    assert [places(data)[pair] for pair in (AWAY, OUT, LEARNS)] == [["agreed"], ["rejected"], ["undecided"]]
    assert cells_of(data, AWAY)["author_id"] == "curator:bee"
    assert cells_of(data, LEARNS)["comment"] == "Still open."
    again = take_pack(data, pack, "bee", DATE)
    assert (again.pairs, again.conflicts) == ((), ())


def test_pair_changed_on_both_sides_is_a_conflict_and_stays_ours(data: Data, pack: Path) -> None:
    with reviewing(data):
        decide(data, AWAY, OURS, LABELS)
        decide(data, OUT, OURS, LABELS)
    fill(pack, AWAY, "no", "", "Theirs.")
    fill(pack, LATE, "related", "milder", "Akin.")
    taken = take_pack(data, pack, "cee", DATE)
    assert taken.pairs == (LATE,)
    (conflict,) = taken.conflicts
    assert conflict.sentence() == (
        f"{AWAY[0]} and {AWAY[1]}: the pack said nothing, the table now says close same, the sheet says no"
    )
    assert cells_of(data, AWAY)["author_id"] == "curator:bee"
    # What only we changed is no conflict.
    assert places(data)[OUT] == ["agreed"]


def test_pair_that_both_decided_alike_is_no_conflict(data: Data, pack: Path) -> None:
    with reviewing(data):
        decide(data, AWAY, OURS, LABELS)
    fill(pack, AWAY, "close", "same", "Ours.")
    taken = take_pack(data, pack, "cee", DATE)
    assert (taken.pairs, taken.conflicts) == ((), ())


def test_rows_and_columns_may_be_sorted_and_rows_removed(data: Data, pack: Path) -> None:
    fill(pack, AWAY, "close", "same", "Both.")
    book = openpyxl.load_workbook(pack)
    sheet = book["Review"]
    rows = [tuple(reversed(row)) for row in sheet.values]
    sheet.delete_rows(1, sheet.max_row)
    for row in (rows[0], rows[3], rows[2]):
        sheet.append(row)
    book.save(pack)
    assert take_pack(data, pack, "bee", DATE).pairs == (AWAY,)


@pytest.mark.parametrize("text", ["=1+1", "+44 151", "-", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_cell_that_begins_like_a_formula_is_a_text(data: Data, tmp_path: Path, text: str) -> None:
    with reviewing(data):
        decide(data, LEARNS, replace(OURS, name="unsure", reason=text), LABELS)
    path = tmp_path / "pack.xlsx"
    write_pack(data, ASHBY, BORWICK, path)
    cell = openpyxl.load_workbook(path)["Review"]["I2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    with zipfile.ZipFile(path) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist() if "worksheets" in name)
    assert take_pack(data, path, "bee", DATE).pairs == ()


def test_control_characters_of_a_table_are_left_out(data: Data, tmp_path: Path) -> None:
    path = data.mappings / "undecided.sssom.tsv"
    path.write_bytes(path.read_bytes().replace(b"Polarity?", b"Pol\x07arity?"))
    write_pack(data, ASHBY, BORWICK, tmp_path / "pack.xlsx")
    assert take_pack(data, tmp_path / "pack.xlsx", "bee", DATE).pairs == ()


def test_verdict_is_pinned_to_the_wording_of_the_pack(data: Data, pack: Path) -> None:
    statements = data.editions / ASHBY / "statements.tsv"
    new = statements.read_bytes().replace(b"\tOften away overnight without word\t\t", b"\tSeldom away\t\t")
    assert new != statements.read_bytes()
    statements.write_bytes(new)
    fill(pack, AWAY, "close", "same", "Both.")
    take_pack(data, pack, "bee", DATE)
    queue = waiting(read_mappings(data), *two_editions(data, ASHBY, BORWICK))
    assert queue[0][0] == "agreed"
    assert queue[0][1]["subject_label"] == "Often away overnight without word"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (("clos", "same", "x"), r"pack\.xlsx: Review!3: 'clos' is not a verdict; .*did you mean 'close'"),
        (("close", "", "x"), "Review!3: '' does not say how severe"),
        (("close", 3, "x"), "Review!3: '3' does not say how severe"),
        (("close", "same", ""), "Review!3: the verdict close has no reason"),
        (("", "same", "x"), "Review!3: has no verdict but another answer was changed"),
        (("close", "same", "=A1"), "Review!I3: holds a formula; write a text"),
    ],
)
def test_answer_that_cannot_be_taken_is_named_and_nothing_is_taken(
    data: Data, pack: Path, answer: tuple[str, Any, str], message: str
) -> None:
    before = mapping_files(data)
    fill(pack, OUT, "no", "", "Fine.")
    fill(pack, AWAY, *answer)
    with pytest.raises(PackProblem, match=message):
        take_pack(data, pack, "bee", DATE)
    assert mapping_files(data) == before


def test_pack_whose_ids_or_columns_were_changed_is_refused(data: Data, pack: Path) -> None:
    spoil(pack, "A3", "ashby-2024:a0001")
    spoil(pack, "A5", OUT[0])
    spoil(pack, "D5", OUT[1])
    with pytest.raises(PackProblem, match=r"Review!3: .* are no pair of this pack[^\0]*Review!5: .* already in row 4"):
        take_pack(data, pack, "bee", DATE)
    spoil(pack, "G1", "Verdict?")
    with pytest.raises(PackProblem, match="Review!1: column 'verdict' is missing"):
        take_pack(data, pack, "bee", DATE)


def test_file_that_is_no_pack_is_refused(data: Data, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(b"PK\x03\x04 no")
    with pytest.raises(StrangerProblem, match="is not a workbook of Excel"):
        take_pack(data, path, "bee", DATE)
    openpyxl.Workbook().save(path)
    with pytest.raises(PackProblem, match="has no sheet 'Review'"):
        take_pack(data, path, "bee", DATE)


def test_unknown_curator_takes_nothing(data: Data, pack: Path) -> None:
    with pytest.raises(VerdictProblem, match="'dee' is not in"):
        take_pack(data, pack, "dee", DATE)
