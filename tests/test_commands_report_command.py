"""The command: which report, which format, which file, and a message where one of them cannot be."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from needgraph.cli import main
from needgraph.commands import report_command
from needgraph.edition_names import EditionNameProblem
from needgraph.reports.model import ReportProblem
from small_report import DATA, run

LADDER = "ladder ashby borwick --concern missing"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_text_goes_to_standard_output_and_carries_its_notices() -> None:
    made = run(f"{LADDER} --format markdown")
    assert made.text.startswith("# The ladder of missing")
    assert "Not endorsed by either authority." in made.text
    assert (made.code, made.notes) == (0, ())


def test_csv_keeps_its_notices_beside_it() -> None:
    made = run(f"{LADDER} --format csv")
    assert "Not endorsed" not in made.text
    assert any("currency replaced" in note for note in made.notes)
    assert any("apostrophe" in note for note in made.notes)
    assert "Not endorsed by either authority" in " ".join(made.notes)


def test_one_table_alone_is_for_a_program() -> None:
    assert run(f"{LADDER} --format csv --table ladders").text.startswith("Tiers,Edition,Level,")


def test_file_gets_a_name_that_says_what_it_is() -> None:
    assert run(LADDER).text == "ladder-missing.html: The ladder of missing\n"
    assert Path("ladder-missing.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.docx", b"PK"), ("a.xlsx", b"PK"), ("a.pdf", b"%PDF"), ("a.md", b"# "), ("a.csv", b"Ladder")],
)
def test_format_follows_the_name_of_the_file(name: str, begins: bytes) -> None:
    run(f"{LADDER} -o {name}")
    assert Path(name).read_bytes().startswith(begins)


def test_file_that_people_may_have_signed_is_not_replaced_unasked() -> None:
    Path("a.md").write_text("signed", encoding="utf-8")
    with pytest.raises(ReportProblem, match=r"a.md: is there already; .* --force"):
        run(f"{LADDER} -o a.md")
    assert Path("a.md").read_text(encoding="utf-8") == "signed"
    run(f"{LADDER} -o a.md --force")
    assert Path("a.md").read_text(encoding="utf-8").startswith("# The ladder")
    assert [path.name for path in Path.cwd().iterdir()] == ["a.md"]


def test_file_with_the_name_it_would_get_is_not_replaced_either() -> None:
    run(LADDER)
    with pytest.raises(ReportProblem, match="is there already"):
        run(LADDER)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ladder -o a.doc", "a.doc: .doc is no format of a report; choose html, docx"),
        ("ladder -o a.pdf --format docx", "a.pdf: ends like pdf, but --format is docx"),
        ("ladder -o - --format docx", "-o -: a docx is no text; name a file"),
        ("ladder -o none/a.pdf", "none/a.pdf: there is no folder none; make it first"),
        ("ladder -o .", "is a folder; name a file"),
        ("briefing ashby borwick --concern missing", "--concern: the report briefing is about all concerns"),
        ("ladder --name example", "--name: only the draft rests on decisions"),
        ("ladder --table ladders", "--table: only csv writes one table alone"),
        ("compare ashby", "this report compares editions; ashby/2024 is one"),
        ("compare ashby borwick --concern weather", "no line is about 'weather'"),
        ("draft ashby --name x", "leave the editions out"),
        ("draft", "say with --name which decisions write the draft: there are none"),
        ("ladder ashbi", "there is no edition 'ashbi'"),
    ],
)
def test_wrong_use_says_what_to_do_and_writes_nothing(line: str, message: str) -> None:
    with pytest.raises((EditionNameProblem, ReportProblem), match=message):
        run(line)
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize("form", ["html", "markdown", "csv"])
def test_a_hyphen_is_standard_output(form: str) -> None:
    assert run(f"{LADDER} -o - --format {form}").text
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize(
    "words", ["compare --format markdown ashby borwick", "compare ashby --format markdown borwick"]
)
def test_editions_may_stand_after_options(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", *words.split(), "--data", str(DATA.folder)]) == 0
    assert capsys.readouterr().out.startswith("# Where the documents differ")


def test_date_is_that_of_the_user() -> None:
    assert "As at 1 March 2026." in run(f"{LADDER} --format markdown --date 2026-03-01").text
    with pytest.raises(argparse.ArgumentTypeError, match="'yesterday' is not a date"):
        report_command._date("yesterday")


def test_comparison_of_the_fixtures_has_every_line_with_its_place() -> None:
    text = run("compare ashby borwick --format markdown").text
    assert "“Often away overnight without word” (ashby/2024/a0036, 1044–1077)" in text
    assert "this document does not say" in text


def test_comparison_can_be_of_one_concern() -> None:
    text = run("compare ashby borwick --concern education --format csv --table ladder").text
    assert "Away from lessons" in text
    assert "away overnight" not in text


def test_consent_of_the_fixtures_is_reported() -> None:
    text = run("consent ashby borwick --format markdown").text
    assert "| 2 | share |" in text
    assert "ring 999" in text


def test_points_of_the_checks_are_reported() -> None:
    text = run("checks ashby --format csv --table findings").text
    assert "ashby/2024" in text
    assert "borwick/2021," not in text


def test_same_command_makes_the_same_bytes() -> None:
    run(f"{LADDER} -o a.docx")
    run(f"{LADDER} -o b.docx")
    assert Path("a.docx").read_bytes() == Path("b.docx").read_bytes()


def test_every_report_has_help_and_an_example() -> None:
    examples = " ".join(report_command.EXAMPLES)
    assert all(name in examples for name in report_command.REPORTS if name != "draft")
    assert report_command.HELP.endswith(".")
