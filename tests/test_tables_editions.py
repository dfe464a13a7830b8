"""An edition is read as its files say it, and a key that is missing or mistyped is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.files import FileProblem
from needgraph.tables.editions import COLUMNS, EditionProblem, read_edition
from needgraph.tables.tsv import TableProblem
from small import TOML, change, edition_folder, small_data, tables, write_edition


def test_edition_says_what_its_files_say(tmp_path: Path) -> None:
    edition = read_edition(edition_folder(small_data(tmp_path)))
    assert (edition.path, edition.title, edition.currency) == ("dunmore/2020", "The Dunmore Page", "current")
    assert edition.checked == "2026-11-20"
    assert edition.rights_cleared
    (level,) = edition.levels
    assert (level.number, level.tiers, level.routes, level.risk) == ("1", ("0",), ("s47",), "No risk")
    assert [dimension.heading for dimension in edition.dimensions] == ["Home"]
    assert {name: len(rows) for name, rows in edition.tables.items()} == {
        name: len(rows) for name, rows in tables().items()
    }


def test_tombstones_are_no_statements(tmp_path: Path) -> None:
    edition = read_edition(edition_folder(small_data(tmp_path)))
    assert [row["id"] for row in edition.tombstones] == ["d0008"]
    assert "d0008" not in {row["id"] for row in edition.statements}


def test_tables_that_an_edition_does_not_have_are_empty(tmp_path: Path) -> None:
    edition = read_edition(write_edition(tmp_path, {"statements": []}))
    assert edition.tables == {name: [] for name in COLUMNS}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "The Dunmore Page"\n', "", 'title is missing; write title = "…"'),
        ('title = "The Dunmore Page"', "title = 7", "title is 7; write a text in quotation marks"),
        ("cleared = true", 'cleared = "yes"', "[rights] cleared is 'yes'; write true or false"),
        (
            'status = "current"',
            'status = "new"',
            "[currency] status is 'new'; write one of: current, replaced",
        ),
        ('tiers = ["0"]', "tiers = [0]", '[[level]] 1 tiers is [0]; write a list of texts such as ["3"]'),
        ('number = "1"', "number = 1", "[[level]] 1 number is 1; write a text in quotation marks"),
        ('heading = "Home"\n', "", "[[dimension]] 1 heading is missing"),
        ("[[level]]", "[level]", "write sections [[level]]"),
        ("[rights]", "[right]", "rights is missing; write a section [rights]"),
        ("cleared = true\n", "", "[rights] cleared is missing; write cleared = true or cleared = false"),
        ('status = "current"\n', "", "[currency] status is missing; write one of: current, replaced, unknown"),
        ('[rights]\nstatement = "Invented for the tests; free to use."\ncleared = true\n', "", "rights is missing"),
        ("characters = ", 'characters = "x" # ', "[source] characters is 'x'; write a whole number"),
        ('title = "The Dunmore Page"', "title = ", "is not TOML:"),
        ('edition = "2020"', 'edition = "2021"', "says dunmore/2021 but lies in dunmore/2020; the folder is named"),
    ],
)
def test_faulty_key_is_named_with_its_file_and_the_fix(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = edition_folder(small_data(tmp_path))
    change(folder / "edition.toml", old, new)
    with pytest.raises(EditionProblem) as caught:
        read_edition(folder)
    assert str(caught.value).startswith(f"{folder / 'edition.toml'}: ")
    assert message in str(caught.value)


def test_folder_that_is_no_slug_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "Dun More" / "2020"
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(TOML.replace('"dunmore"', '"Dun More"'), encoding="utf-8")
    with pytest.raises(EditionProblem, match="'Dun More' is not a slug; use lower-case letters, digits, hyphens"):
        read_edition(folder)


def test_statements_that_are_gone_are_said_once(tmp_path: Path) -> None:
    folder = edition_folder(small_data(tmp_path))
    (folder / "statements.tsv").unlink()
    with pytest.raises(TableProblem) as caught:
        read_edition(folder)
    message = "is missing; restore it: all else rests on its rows"
    assert str(caught.value) == f"{folder / 'statements.tsv'}: {message}"


def test_folder_without_edition_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"edition\.toml: there is no such file"):
        read_edition(tmp_path)
