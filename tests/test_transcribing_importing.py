"""A list of indicators in CSV becomes the edition of a new authority, with no code changed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from needgraph.checking.check import check
from needgraph.cli import main
from needgraph.resources import Data
from needgraph.tables.editions import COLUMNS
from needgraph.tables.tsv import read_table
from needgraph.transcribing.importing import import_csv
from small import change, everything_in

SIGNS = (
    "level,dimension,quote\n"
    "1,Health,Sleeps well\n"
    '1,,"Says ""no"", often"\n'
    '2,At Home,"Two lines:\nthe second, too"\n'
    "2,At Home,At Home\n"
    "iv,“Safety”,Sleeps well\n"
)


def signs(folder: Path, content: str | bytes = SIGNS) -> Path:
    path = folder / "signs.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def run_import(folder: Path, *more: str) -> int:
    given = ["--authority", "corrie", "--edition", "2022", "--to", str(folder / "graphs")]
    return main(["import", str(folder / "signs.csv"), *given, *more])


def test_third_authority_goes_from_csv_to_ask_check_and_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, graphs = signs(tmp_path), tmp_path / "graphs"
    assert run_import(tmp_path) == 0
    assert "5 indicators at levels 1, 2, iv under 3 headings" in capsys.readouterr().out

    assert main(["build", "--verify", "--data", str(graphs)]) == 0
    capsys.readouterr()
    assert main(["ask", "indicators", "-p", "authority=corrie", "--format", "json", "--data", str(graphs)]) == 0
    printed = capsys.readouterr()
    rows = json.loads(printed.out)
    assert [(row["level"], row["dimension"], row["quote"]) for row in rows] == [
        ("1", "Health", "Sleeps well"),
        ("1", "", 'Says "no", often'),
        ("2", "At Home", "Two lines:\nthe second, too"),
        ("2", "At Home", "At Home"),
        ("iv", "“Safety”", "Sleeps well"),
    ]
    assert rows[0]["id"] == "corrie/2022/c0001"
    assert "whether the document is current was not checked" in " ".join(printed.err.split())

    assert main(["trace", str(source), "--data", str(graphs)]) == 0
    assert "5 statements, 0 failed." in capsys.readouterr().out


def test_check_of_an_import_asks_only_for_what_a_person_must_judge(tmp_path: Path) -> None:
    signs(tmp_path)
    assert run_import(tmp_path) == 0
    data = Data(tmp_path / "graphs")
    findings = [each for each in check(data).findings if each.authority]
    assert {Path(each.file).name for each in findings if each.severity == "violation"} <= {"edition.toml"}
    toml = tmp_path / "graphs" / "editions" / "corrie" / "2022" / "edition.toml"
    change(toml, 'was not checked."\n', 'was not checked."\nchecked = 2026-11-20\n')
    text = toml.read_text(encoding="utf-8").replace(
        "tiers = []", 'statement = "c0001"\ntiers = ["1"]\nreason = "Judged."'
    )
    toml.write_text(text, encoding="utf-8")
    assert main(["build", "--data", str(data.folder)]) == 0
    assert not check(data).fails()


def test_places_are_those_of_the_words_in_the_file(tmp_path: Path) -> None:
    made = import_csv(signs(tmp_path), "corrie", "2022", tmp_path / "graphs")
    rows = read_table(made.folder / "statements.tsv", COLUMNS["statements"])
    places = [SIGNS[int(row["start"]) : int(row["end"])] for row in rows]
    assert places == ["Sleeps well", 'Says ""no"", often', "Two lines:\nthe second, too", "At Home", "Sleeps well"]
    # Words that stand as a heading just before, or in an earlier row, are not taken for the quote.
    assert [int(row["start"]) for row in rows] == sorted({int(row["start"]) for row in rows})
    assert int(rows[3]["start"]) == SIGNS.index("At Home,At Home") + len("At Home,")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_endings_are_kept_in_place(tmp_path: Path, end: str, capsys: pytest.CaptureFixture[str]) -> None:
    signs(tmp_path, SIGNS.replace("\n", end))
    assert run_import(tmp_path) == 0
    assert main(["trace", str(tmp_path / "signs.csv"), "--data", str(tmp_path / "graphs")]) == 0


def test_columns_stand_in_any_order_with_others_between(tmp_path: Path) -> None:
    made = import_csv(signs(tmp_path, "page,quote,level,dimension\n7,Sleeps,1,\n"), "corrie", "2022", tmp_path)
    assert (made.indicators, made.levels, made.dimensions) == (1, ("1",), ())


def test_what_a_spreadsheet_writes_is_read(tmp_path: Path) -> None:
    rows = [("level", "dimension", "quote"), ("1", "Health, mind", ' spaced "x"\n ')]
    with (tmp_path / "signs.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    made = import_csv(tmp_path / "signs.csv", "corrie", "2022", tmp_path / "graphs")
    (row,) = read_table(made.folder / "statements.tsv", COLUMNS["statements"])
    assert (row["quote"], row["dimension"]) == ('spaced "x"', "health-mind")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "signs.csv:1: column 'level' is missing; the first line names the columns: level,dimension,quote"),
        ("level,quote\n1,a\n", "signs.csv:1: column 'dimension' is missing"),
        (
            "level;dimension;quote\n1;;a, b\n",
            "signs.csv:1: the columns are separated by semicolons; save the file as CSV with commas",
        ),
        ('"level";"dimension";"quote"\r\n"1";"";"a"\r\n', "signs.csv:1: the columns are separated by semicolons"),
        ("level\tdimension\tquote\n1\t\ta\n", "signs.csv:1: the columns are separated by tabs"),
        ("level,dimension,quote\n", "signs.csv: has no rows; give one row an indicator"),
        (
            "level,dimension,quote\n1,,a\n2,Home\n",
            "signs.csv:3: has 2 cells where the header names 3 columns; put a cell",
        ),
        ("level,dimension,quote\n1,,a, b\n", "signs.csv:2: has 4 cells where the header names 3 columns"),
        ('level,dimension,quote\n1,,"a\n', "signs.csv:2: a cell opens with a quotation mark that is never closed"),
        ("level,dimension,quote\n1,, \n", "signs.csv:2: quote is ''; give the printed number of the level and"),
        ("level,dimension,quote\n1 or 2,,a\n", "signs.csv:2: level is '1 or 2'; give the printed number"),
        ('level,dimension,quote\n1,,"a\nb"\n,,c\n', "signs.csv:4: level is ''; give the printed number"),
        ("level,dimension,quote\n1,,Of\0ten\n", "signs.csv:2: quote holds the control character U+0000, which no doc"),
        ("level,dimension,quote\n1,,a\n1,At\x07home,b\n", "signs.csv:3: dimension holds the control character U+0007"),
        (b"level,dimension,quote\n1,,caf\xe9\n", "signs.csv:2: byte 0xe9 is not UTF-8; save the file as UTF-8"),
    ],
)
def test_file_that_cannot_be_imported_is_named_with_its_row_and_nothing_is_made(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: str | bytes,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    signs(tmp_path, content)
    assert run_import(tmp_path) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(message)
    assert "Traceback" not in printed.err
    assert [path.name for path in tmp_path.iterdir()] == ["signs.csv"]


def test_byte_order_mark_of_a_spreadsheet_is_no_part_of_the_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signs(tmp_path, b"\xef\xbb\xbf" + SIGNS.encode())
    assert run_import(tmp_path) == 0
    made = tmp_path / "graphs" / "editions" / "corrie" / "2022"
    (first, *_) = read_table(made / "statements.tsv", COLUMNS["statements"])
    assert int(first["start"]) == SIGNS.index("Sleeps well")
    assert main(["trace", str(tmp_path / "signs.csv"), "--data", str(tmp_path / "graphs")]) == 0
    assert "5 statements, 0 failed." in capsys.readouterr().out


def test_folder_to_import_to_that_is_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = signs(tmp_path)
    before = everything_in(tmp_path)
    assert run_import(tmp_path, "--to", str(path)) == 2
    assert capsys.readouterr().err == f"{path}: is not a folder; name a folder laid out like graphs/ with --to\n"
    assert everything_in(tmp_path) == before


def test_one_indicator_is_no_plural(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signs(tmp_path, "level,dimension,quote\n1,Home,Sleeps\n")
    assert run_import(tmp_path) == 0
    assert "corrie/2022: 1 indicator at level 1 under 1 heading\n" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--authority", "--edition"])
def test_name_that_is_no_slug_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    signs(tmp_path)
    assert run_import(tmp_path, option, "../Up") == 2
    assert f"{option} '../Up' is not a slug; use lower-case letters, digits and hyphens" in capsys.readouterr().err


def test_edition_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signs(tmp_path)
    assert run_import(tmp_path) == 0
    before = everything_in(tmp_path)
    assert run_import(tmp_path) == 2
    assert "exists already; choose another --edition or remove the folder" in capsys.readouterr().err
    assert everything_in(tmp_path) == before


def test_nothing_is_left_behind_when_building_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Two levels that differ only in the document's own way of writing them cannot both have an address.
    headings = "level,dimension,quote\n1,Home!,a\n1,Home?,b\n"
    signs(tmp_path, headings)
    (tmp_path / "graphs" / "reference").mkdir(parents=True)
    assert run_import(tmp_path) == 2
    assert "schemes.tsv: there is no such file" in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "graphs").rglob("*")) == ["reference"]


def test_title_with_marks_of_toml_is_kept(tmp_path: Path) -> None:
    signs(tmp_path)
    assert run_import(tmp_path, "--title", 'The "Corrie" \\ page') == 0
    assert main(["build", "--verify", "--data", str(tmp_path / "graphs")]) == 0
