"""The command answers in every format, says what is missing, and keeps its notices with it."""

from __future__ import annotations

import argparse
import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from needgraph.commands import consent_command
from needgraph.consent.headline import LOOKED_AT, TAKEN_AS_GIVEN
from needgraph.errors import NeedgraphError
from needgraph.outcome import Outcome
from needgraph.resources import Data

DATA = Data(Path(__file__).parent / "fixtures" / "graphs")
CASE = "--authority ashby --level 2 --act share --consent refused"
NOTICE = "What the document says; not advice on a case."


def run(line: str, data: Data = DATA) -> Outcome:
    parser = argparse.ArgumentParser()
    consent_command.add_options(parser)
    return consent_command.run(data, parser.parse_args(line.split()))


@pytest.mark.parametrize(("more", "outcome"), [("", "not-stated"), ("--immediate-harm", "may-proceed")])
def test_case_is_answered_in_words_and_as_an_object(more: str, outcome: str) -> None:
    text = run(f"{CASE} {more}")
    assert text.text.startswith(NOTICE)
    assert f"[{outcome}]" in text.text
    assert (text.code, text.notes) == (0, ())
    found = run(f"{CASE} {more} --format json")
    answer = json.loads(found.text)
    assert (answer["authority"], answer["edition"], answer["outcome"]) == ("ashby", "2024", outcome)
    assert found.notes[0].startswith(NOTICE)
    assert answer["notices"] == list(found.notes)


def test_ground_counts_as_the_override_ground_it_is() -> None:
    line = "--authority ashby/2024 --level 4 --act share --consent not-sought --format json"
    assert json.loads(run(line).text)["outcome"] == "not-stated"
    assert json.loads(run(f"{line} --ground further-risk").text)["outcome"] == "may-proceed"


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_rows_of_a_case_carry_quotes(form: str) -> None:
    found = run(f"{CASE} --format {form}")
    assert "ashby/2024/rule/a1" in found.text
    assert "ashby/2024/a0025 " in found.text
    assert found.notes[0].startswith(NOTICE) if form == "csv" else found.text.startswith(NOTICE)


def test_grid_is_whole_for_programs_and_short_for_people() -> None:
    rows = list(csv.DictReader(io.StringIO(run("--authority ashby --grid --format csv").text)))
    assert len(rows) == 4 * 4 * 5 * 16 * 4
    assert len(json.loads(run("--authority ashby --grid --format json").text)) == len(rows)
    text = run("--authority ashby --grid").text
    assert text.startswith(NOTICE)
    assert text.count("\n") < 80
    assert "consent first: asked for, recommended or required" in " ".join(text.split())
    assert run("--authority ashby --grid --format markdown").text.count("\n") < 80


@pytest.mark.parametrize(
    "line",
    [
        CASE, f"{CASE} --format json", f"{CASE} --format csv", f"{CASE} --format markdown", "--authority ashby --grid",
        "--authority ashby --grid --format csv", "--authority ashby --collisions", "--compare ashby borwick",
        "--compare ashby borwick --format json",
    ],
)  # fmt: skip
def test_what_is_taken_as_given_is_said_once_in_every_output(line: str) -> None:
    found = run(line)
    assert " ".join([*found.text.split(), *found.notes]).count(TAKEN_AS_GIVEN) == 1


def test_lines_that_agree_in_all_that_a_screen_shows_are_one() -> None:
    lines = run("--authority borwick --grid").text.splitlines()
    head = next(line for line in lines if line.startswith("level  "))
    start, end = head.index("consent"), head.index("established")
    rows = [line for line in lines[lines.index(head) + 1 :] if line]
    assert rows
    assert len({line[:start] + line[end:] for line in rows}) == len(rows)


def test_collisions_say_what_was_compared_and_when_there_are_none() -> None:
    assert LOOKED_AT in " ".join(run("--authority ashby --collisions").text.split())
    assert "No collision was found among the rules read from ashby/2024." in run("--authority ashby --collisions").text
    assert json.loads(run("--authority ashby --collisions --format json").text) == []


def test_differences_carry_the_notices_of_all_editions() -> None:
    text = run("--compare ashby borwick").text
    assert text.startswith(NOTICE)
    assert "ashby/2024, level" in text
    found = run("--compare ashby borwick/2021 --format csv")
    assert {row["object"] for row in csv.DictReader(io.StringIO(found.text))} == {"borwick/2021"}
    assert len(found.notes) >= 3


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "give --authority and --level and --act and --consent; a case is"),
        ("--authority ashby --level 2", "give --act and --consent"),
        ("--grid", "give --authority"),
        ("--authority ashby --grid --level 2", "--grid shows every case; leave out --level"),
        ("--authority ashby --collisions --high-risk", "--collisions shows every case; leave out --high-risk"),
        ("--compare ashby", "--compare needs two editions or more"),
        ("--compare ashby ashby/2024", "--compare names ashby/2024 twice"),
        ("--compare ashby borwick --authority ashby", "leave out --authority"),
        ("--authority nowhere --grid", "no edition 'nowhere'.*ashby/2024, borwick/2021"),
        (f"{CASE} --ground none", "ground 'none' is unknown"),
        (CASE.replace("2 ", "9 "), "ashby/2024 has no level '9'; its levels are: 1, 2, 3, 4"),
    ],
)
def test_wrong_use_says_what_to_do(line: str, message: str) -> None:
    with pytest.raises(NeedgraphError, match=message):
        run(line)


def test_edition_without_rules_is_not_stated_and_says_so(tmp_path: Path) -> None:
    from needgraph.building.all_files import all_files
    from needgraph.graphs.graph_builder import write_built

    copy = Data(Path(shutil.copytree(DATA.folder, tmp_path / "graphs")))
    rules = copy.editions / "borwick" / "2021" / "rules.tsv"
    rules.write_text(rules.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    write_built(all_files(copy))
    line = "--authority borwick --level 3 --act refer --consent refused"
    message = "No rule of borwick/2021 has been read yet"
    assert "[not-stated]" in run(line, copy).text
    assert message in run(line, copy).text
    assert json.loads(run(f"{line} --format json", copy).text)["message"].startswith(message)
    for rest in (
        f"{line} --format csv",
        "--authority borwick --grid --format csv",
        "--compare ashby borwick --format csv",
    ):
        assert any(note.startswith(message) for note in run(rest, copy).notes)
