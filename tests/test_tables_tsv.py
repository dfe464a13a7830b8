"""Tables are read with the place of every cell and written back unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from needgraph.files import FileProblem
from needgraph.tables.tsv import TableProblem, escaped, read_table, read_table_if_there, write_table

COLUMNS = ("id", "quote")
CELLS = st.text(st.sampled_from("ab\t\n\r\\ nt|\"'\u2028\x85é😀"), max_size=8) | st.text(
    st.characters(codec="utf-8", exclude_characters="\ufeff\0"), max_size=8
)


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "t.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_written_table_is_read_back_unchanged(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "t.tsv"
    write_table(path, COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows])
    assert [(row["id"], row["quote"]) for row in read_table(path, COLUMNS)] == rows
    assert path.read_bytes().count(b"\n") == len(rows) + 1


@given(CELLS)
def test_escaped_cell_stays_in_its_place(cell: str) -> None:
    assert not set(escaped(cell)) & set("\t\n\r")


def test_row_knows_its_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path, "id\tquote\na\tone\nb\ttwo\n")
    rows = read_table(path, COLUMNS)
    assert [row.line for row in rows] == [2, 3]
    assert rows[1].problem("is odd; mend it") == "t.tsv:3: is odd; mend it"


def test_columns_stand_in_any_order_and_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    (row,) = read_table(written(tmp_path, "quote\tid\none\ta"), COLUMNS)
    assert (row["id"], row["quote"]) == ("a", "one")


def test_several_values_of_a_cell_are_split_at_the_bar(tmp_path: Path) -> None:
    row, empty = read_table(written(tmp_path, "id\tquote\na\t3 | 4|5\nb\t\n"), COLUMNS)
    assert row.several("quote") == ["3", "4", "5"]
    assert empty.several("quote") == []


def test_column_without_value_is_written_empty(tmp_path: Path) -> None:
    write_table(tmp_path / "t.tsv", COLUMNS, [{"id": "a"}])
    assert (tmp_path / "t.tsv").read_text(encoding="utf-8") == "id\tquote\na\t\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "t.tsv:1: is empty; its first line names the columns: id quote"),
        ("id\na\n", "t.tsv:1: column 'quote' is missing; the first line names the columns: id quote"),
        ("id\tquote\tmore\n", "t.tsv:1: column 'more' is not one of this table or stands twice"),
        ("id\tquote\tid\n", "t.tsv:1: column 'id' is not one of this table or stands twice"),
        ("id\tquote\na\tone\nb\n", "t.tsv:3: has 1 cells where the header names 2 columns; give each column one cell"),
        ("id\tquote\na\tone\ttwo\n", "t.tsv:2: has 3 cells where the header names 2 columns"),
        ("id\tquote\na\tone\n\n", "t.tsv:3: has 1 cells"),
        ("id\tquote\r\na\tone\r\n", "t.tsv:1: has Windows line endings; save it with LF line endings"),
        ("id\tquote\na\tone\r\n", "t.tsv:2: has Windows line endings"),
        ("id\tquote\na\tC:\\new\nb\tC:\\dir\n", "t.tsv:3: '\\\\d' is not an escape of these tables; write \\n, \\r,"),
        ("id\tquote\na\tend\\\n", "t.tsv:2: '\\\\' is not an escape of these tables"),
    ],
)
def test_table_that_cannot_be_read_is_named_with_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TableProblem) as caught:
        read_table(written(tmp_path, content), COLUMNS)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("content", ["id,quote\na,b\n", '"id"\t"quote"\na\tb\n', "sep=\t\nid\tquote\n"])
def test_table_that_a_spreadsheet_wrote_in_its_own_way_is_told_for_one(tmp_path: Path, content: str) -> None:
    with pytest.raises(TableProblem, match="a spreadsheet wrote it: save the sheet as tab-separated text in UTF-8"):
        read_table(written(tmp_path, content), COLUMNS)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfid\tquote\n", b"id\tquote\na\t\xff\n"])
def test_table_that_is_not_plain_utf8_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileProblem, match=r"t\.tsv:[12]: .*; save the file as UTF-8"):
        read_table(written(tmp_path, content), COLUMNS)


def test_table_that_an_edition_does_not_have_is_empty(tmp_path: Path) -> None:
    assert read_table_if_there(tmp_path / "t.tsv", COLUMNS) == []
    with pytest.raises(FileProblem, match="there is no such file"):
        read_table(tmp_path / "t.tsv", COLUMNS)
