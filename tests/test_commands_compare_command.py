"""The command shows the chosen view in the chosen format, and never an empty report that looks complete."""

from __future__ import annotations

import argparse
import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from needgraph.commands import compare_command
from needgraph.comparing.editions import ComparisonProblem
from needgraph.comparing.rows import COLUMNS
from needgraph.edition_names import EditionNameProblem
from needgraph.outcome import Outcome
from needgraph.querying.formats import WIDTH
from needgraph.resources import Data

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"


def run(*arguments: str, data: Data | None = None) -> Outcome:
    parser = argparse.ArgumentParser()
    compare_command.add_options(parser)
    return compare_command.run(data or Data(FIXTURES), parser.parse_args(arguments))


def test_json_and_csv_have_the_columns_and_the_same_rows() -> None:
    rows = json.loads(run("ashby", "borwick", "--format", "json").text)
    table = list(csv.reader(io.StringIO(run("ashby", "borwick", "--format", "csv").text)))
    assert list(rows[0]) == table[0] == list(COLUMNS)
    assert [[str(value) for value in row.values()] for row in rows] == table[1:]


def test_table_gives_each_side_its_own_line_with_quote_and_place() -> None:
    text = run("ashby", "borwick", "--kind", "contact", "--concern", "front-door").text
    assert text.count("\n\n") == 0
    assert "\n    ashby/2024: “Ashby Front Desk, Monday to Friday 9am to 5pm" in text
    assert "(borwick/2021/b0037 1129–1182)" in " ".join(text.split())
    assert max(len(line) for line in text.splitlines()) <= WIDTH


def test_notes_bear_the_notice_and_the_currency_of_each_edition() -> None:
    notes = "\n".join(run("ashby", "borwick", "--top", "2").notes)
    assert "Not endorsed by" in notes
    assert "Ashby, edition of 2024: currency current" in notes
    assert "Borwick, edition of 2021: currency replaced" in notes
    assert "2 of " in notes


def test_rows_are_chosen_by_kind_concern_and_number() -> None:
    rows = json.loads(run("ashby", "borwick", "--kind", "gap", "--concern", "education", "--format", "json").text)
    assert rows
    assert {row["kind"] for row in rows} == {"gap"}
    assert all("education" in row["concern"].split(" | ") for row in rows)
    assert len(json.loads(run("ashby", "borwick", "--top", "4", "--format", "json").text)) == 4


def test_choice_without_lines_says_so() -> None:
    assert run("ashby", "borwick", "--kind", "quantity", "--concern", "library").text == "No line fits this choice.\n"


@pytest.mark.parametrize(
    ("view", "first"),
    [("matrix", "concern,name,edition,tier 0"), ("ladders", "concern,tier,tier_name,ashby/2024 level"),
     ("projection", "subject,subject_level,heading")],
)  # fmt: skip
def test_views_are_tables(view: str, first: str) -> None:
    assert run("ashby", "borwick", "--view", view, "--format", "csv").text.startswith(first)


def test_ranking_is_explained_without_editions() -> None:
    text = run("--explain").text
    assert "Statutory line crossed against the wording" in text
    assert "the wording does not explain the level" in text


def test_editions_without_agreed_mappings_are_no_empty_report(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES, tmp_path / "graphs")
    (tmp_path / "graphs" / "mappings" / "mappings.ttl").unlink()
    found = run("ashby", "borwick", "--kind", "gap", "--format", "json", data=Data(tmp_path / "graphs"))
    assert "no mapping is agreed between these editions yet" in found.notes[0]
    assert {row["relation"] for row in json.loads(found.text)} == {"not-yet-mapped", "both-silent"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ashby", "nowhere"], "there is no edition 'nowhere'"),
        (["ashby", "ashby"], "named twice"),
        (["ashby", "borwick", "--top", "0"], "1 or more"),
        (["ashby", "borwick", "--concern", "mising"], "no concern 'mising'; did you mean 'missing'"),
        (["ashby", "borwick", "--view", "matrix", "--kind", "gap"], "leave one of them out"),
    ],
)
def test_wrong_use_is_explained(arguments: list[str], message: str) -> None:
    with pytest.raises((ComparisonProblem, EditionNameProblem), match=message):
        run(*arguments)


def test_concern_chooses_in_every_view() -> None:
    for view in ("matrix", "ladders", "projection"):
        rows = list(
            csv.reader(
                io.StringIO(run("ashby", "borwick", "--view", view, "--concern", "missing", "--format", "csv").text)
            )
        )
        assert 1 < len(rows) < len(run("ashby", "borwick", "--view", view, "--format", "csv").text.splitlines())
