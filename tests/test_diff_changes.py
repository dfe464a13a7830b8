"""A second edition is told from the first in policy words, by ids that are kept, with what it makes stale."""

from __future__ import annotations

import argparse
import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from needgraph.commands import diff_command
from needgraph.consent.rules import Rule, Term
from needgraph.decisions.tables import COLUMNS as DECISION_COLUMNS
from needgraph.diff.changes import COLUMNS, Difference, difference
from needgraph.diff.directions import Step, direction, rule_steps, sign_steps
from needgraph.diff.editions import DiffProblem, Passage, two_editions
from needgraph.diff.matching import proposals
from needgraph.edition_names import EditionNameProblem
from needgraph.graphs.graph_builder import built_files, write_built
from needgraph.resources import Data
from needgraph.tables.tsv import write_table
from needgraph.transcribing.tracing import trace
from second_edition import SOURCE, second_edition
from small import change
from test_decisions_folder import SCHEME, decision

OLD, NEW = "ashby/2024", "ashby/2026"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    made = second_edition(tmp_path_factory.mktemp("second"))
    own = made.folder / "decisions" / "joint"
    own.mkdir(parents=True)
    (own / "scheme.toml").write_text(SCHEME, encoding="utf-8")
    rows = [
        decision(),
        decision("d2", subject="ashby/2024/a0044", object="borwick/2021/b0027"),
        decision("d3", kind="rule", subject="ashby/2024/rule/a1", object="borwick/2021/b0029", status="open",
                 decision=""),
        decision("d4", status="withdrawn"),
    ]  # fmt: skip
    write_table(own / "decisions.tsv", DECISION_COLUMNS, rows)
    return made


@pytest.fixture(scope="module")
def found(data: Data) -> Difference:
    return difference(*two_editions(data, OLD, NEW))


def changes(found: Difference) -> list[tuple[object, ...]]:
    return [(row["change"], str(row["id"])) for row in found.answer.records()]


def row_of(found: Difference, change_: str, name: str) -> dict[str, str]:
    (row,) = [row for row in found.answer.records() if (row["change"], row["id"]) == (change_, name)]
    return {key: str(value) for key, value in row.items()}


def test_every_change_is_named_once_and_in_the_order_of_the_document(found: Difference) -> None:
    assert found.answer.columns == COLUMNS == ("change", "id", "old", "new", "stale", "reason")
    assert changes(found) == [
        ("moved", "ashby/2026/level/2"),
        ("reworded", "ashby/2026/a0014"),
        ("withdrawn", "ashby/2024/a0017"),
        ("reworded", "ashby/2026/a0025"),
        ("loosened", "ashby/2026/rule/a1"),
        ("reworded?", "ashby/2026/a0057"),
        ("moved", "ashby/2026/a0021"),
        ("moved", "ashby/2026/a0022"),
        ("new", "ashby/2026/a0056"),
        ("reworded", "ashby/2026/a0035"),
        ("loosened", "ashby/2026/a0035"),
        ("reworded", "ashby/2026/a0036"),
        ("tightened", "ashby/2026/a0036"),
        ("reworded", "ashby/2026/a0048"),
        ("tightened", "ashby/2026/a0048"),
        ("reworded", "ashby/2026/rule/a5"),
    ]


def test_cells_hold_level_words_and_place(found: Difference) -> None:
    row = row_of(found, "moved", "ashby/2026/a0022")
    assert row["old"] == "Level 2, Health: “Misses breakfast most days” (ashby/2024/a0022 569–595)"
    assert row["new"] == "Level 3, Health: “Misses breakfast most days” (ashby/2026/a0022 940–966)"
    assert row["reason"] == (
        "From Level 2, Health to Level 3, Health, across the line between early help and child in need."
    )
    assert row_of(found, "new", "ashby/2026/a0056")["old"] == ""
    assert row_of(found, "withdrawn", "ashby/2024/a0017")["new"] == ""


def test_the_places_are_those_of_the_second_document(data: Data) -> None:
    assert SOURCE.read_text(encoding="utf-8")[940:966] == "Misses breakfast most days"
    traced = trace(SOURCE, data)
    assert (traced.edition, traced.statements, traced.failures) == ("2026", 54, ())


def test_wording_that_asks_for_more_is_tightened_and_for_less_loosened(found: Difference) -> None:
    assert "frequency: “always” instead of “often”" in row_of(found, "tightened", "ashby/2026/a0036")["reason"]
    assert "more than 4 week instead of more than 6 week" in row_of(found, "loosened", "ashby/2026/a0035")["reason"]
    assert "at most 12 hour instead of at most 24 hour" in row_of(found, "tightened", "ashby/2026/a0048")["reason"]
    rule = row_of(found, "loosened", "ashby/2026/rule/a1")
    assert rule["reason"] == "Rule: consent: informed instead of explicit and informed."
    assert "“Informed consent is needed at Level 2.” (ashby/2026/a0025 593–631)" in rule["new"]


def test_a_pair_without_a_shared_id_is_only_proposed(found: Difference) -> None:
    row = row_of(found, "reworded?", "ashby/2026/a0057")
    assert "ashby/2024/a0026" in row["old"]
    assert row["reason"].startswith("Proposed: no shared id, but 95% of the letters alike, and no other statement")
    assert "give the new statement the old id" in row["reason"]


def test_what_pins_an_old_statement_is_stale(found: Difference) -> None:
    assert row_of(found, "moved", "ashby/2026/a0022")["stale"] == (
        "mapping/ashby-2024-a0022/none-in-borwick-2021 | mapping/ashby-2024-a0022/borwick-2021-b0019"
    )
    # A withdrawn decision pins nothing; d2 is about a statement that did not change.
    assert row_of(found, "loosened", "ashby/2026/a0035")["stale"] == (
        "mapping/ashby-2024-a0035/borwick-2021-b0017 | decision/joint/d1"
    )
    assert row_of(found, "loosened", "ashby/2026/rule/a1")["stale"] == "decision/joint/d3"
    assert row_of(found, "reworded", "ashby/2026/a0014")["stale"] == ""
    assert any(note.startswith("6 mapping rows and decisions pin a statement that changed") for note in found.notes)


def test_the_other_way_round_everything_turns(data: Data) -> None:
    turned = dict.fromkeys(changes(difference(*two_editions(data, NEW, OLD))))
    assert ("tightened", "ashby/2024/a0035") in turned
    assert ("loosened", "ashby/2024/a0036") in turned
    assert ("tightened", "ashby/2024/rule/a1") in turned
    assert ("new", "ashby/2024/a0017") in turned
    assert ("withdrawn", "ashby/2026/a0056") in turned


def test_nothing_changed_is_said_and_not_shown_as_a_full_answer(data: Data, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data.folder, copy)
    same = difference(*two_editions(data, OLD, str(copy / "editions" / "ashby" / "2024")))
    assert same.answer.rows == ()
    assert any(note.startswith("No difference was found between ashby/2024 and ashby/2024") for note in same.notes)
    assert any("the documents themselves were not compared" in note for note in same.notes)
    assert any(note.startswith("Passages that are summarised and not quoted (1 and 1)") for note in same.notes)


def test_layout_is_no_wording(data: Data) -> None:
    old, _ = two_editions(data, OLD, NEW)
    spaced = old.passages["a0008"]._replace(quote="Has a  friend\nto play with")
    assert difference(old, old._replace(passages={**old.passages, "a0008": spaced})).answer.rows == ()


def test_another_reading_of_the_same_words_is_no_change(data: Data, tmp_path: Path) -> None:
    copy = Data(tmp_path / "copy")
    shutil.copytree(data.folder, copy.folder)
    folder = copy.folder / "editions" / "ashby" / "2024"
    change(folder / "rules.tsv", "\tobligation\t\timmediate-harm\t", "\trecommendation\t\timmediate-harm\t")
    change(folder / "readings.tsv", "\toften\tOften\t", "\talways\tOften\t")
    write_built(built_files(copy))
    same = difference(*two_editions(data, OLD, str(folder)))
    assert same.answer.rows == ()
    assert any(note.startswith("1 rules are read otherwise although their words stand") for note in same.notes)


def test_all_new_ids_are_matched_by_wording_where_it_is_clear(data: Data, tmp_path: Path) -> None:
    copy = Data(tmp_path / "copy")
    shutil.copytree(data.folder, copy.folder)
    folder = copy.folder / "editions" / "ashby" / "2026"
    for path in folder.glob("*.tsv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("a00", "z00"), encoding="utf-8")
    toml = folder / "edition.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"a00', '"z00'), encoding="utf-8")
    shutil.rmtree(copy.folder / "decisions")
    write_built(built_files(copy))
    found = difference(*two_editions(copy, OLD, NEW))
    kinds = {name: change for change, name in changes(found)}
    assert kinds["ashby/2026/z0022"] == "moved?"
    assert kinds["ashby/2026/z0014"] == "reworded?"
    assert kinds["ashby/2026/z0035"] == "reworded?"
    assert kinds["ashby/2026/z0056"] == "new"
    assert "ashby/2026/z0044" not in kinds
    assert any("statements have the same words in the same place under another id" in note for note in found.notes)


def passage(local: str, quote: str, level: str = "1", kind: str = "indicator") -> Passage:
    return Passage(local, f"x/1/{local}", kind, (level,), "", quote, 0, len(quote), {}, {})


def test_near_wording_is_proposed_only_where_nothing_else_comes_near() -> None:
    old = [passage("a", "Often late for school in the morning")]
    near = passage("b", "Often late for school in mornings")
    assert [(each.old.local, each.new.local) for each in proposals(old, [near])] == [("a", "b")]
    rival = passage("c", "Often late for school in a morning")
    assert proposals(old, [near, rival]) == []
    assert proposals(old, [passage("b", "Has nothing to eat")]) == []
    assert proposals(old, [passage("b", "Often late for school in mornings", kind="duty")]) == []


def test_the_same_words_twice_are_ambiguous_unless_their_place_tells_them_apart() -> None:
    old = [passage("a", "Health", "1"), passage("b", "Health", "2")]
    new = [passage("c", "Health", "2"), passage("d", "Health", "3")]
    assert [(each.old.local, each.new.local) for each in proposals(old, new)] == [("b", "c"), ("a", "d")]
    assert proposals(old, [passage("c", "Health", "3"), passage("d", "Health", "4")]) == []


def graded(severity: dict[str, tuple[int, str]], limits: dict[str, tuple[str, float, str]] | None = None) -> Passage:
    return passage("a", "words")._replace(severity=severity, limits=limits or {})


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ({"frequency": (2, "often")}, {"frequency": (3, "always")}, "tightened"),
        ({"frequency": (3, "always")}, {"frequency": (2, "often")}, "loosened"),
        ({"frequency": (2, "often")}, {"frequency": (2, "regularly")}, ""),
        ({"frequency": (2, "often"), "impact": (2, "severe")}, {"frequency": (3, "always"), "impact": (1, "some")}, ""),
        ({"frequency": (2, "often")}, {}, ""),
        ({"frequency": (2, "often")}, {"impact": (2, "severe")}, ""),
    ],
)
def test_words_of_severity_give_a_direction_inside_their_family_only(
    old: dict[str, tuple[int, str]], new: dict[str, tuple[int, str]], way: str
) -> None:
    assert direction(sign_steps(graded(old), graded(new))) == way


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        (("gteq", 10, "day"), ("gteq", 6, "week"), "tightened"),
        (("gteq", 10, "day"), ("gteq", 1, "week"), "loosened"),
        (("gteq", 10, "day"), ("gt", 10, "day"), "tightened"),
        (("lteq", 24, "hour"), ("lteq", 2, "day"), "loosened"),
        (("lteq", 24, "hour"), ("lt", 24, "hour"), "tightened"),
        (("lteq", 24, "hour"), ("gteq", 24, "hour"), ""),
        (("gteq", 5, "child"), ("gteq", 5, "day"), ""),
        (("gteq", 5, "child"), ("gteq", 6, "child"), "tightened"),
    ],
)
def test_the_limit_that_fewer_cases_meet_is_the_tighter(
    old: tuple[str, float, str], new: tuple[str, float, str], way: str
) -> None:
    assert direction(sign_steps(graded({}, {"q": old}), graded({}, {"q": new}))) == way


RULE = Rule("x/1/rule/r", "A rule", "", "obligation", ("2",), ("share",), (), (), (), (), (), ())
HARM, RISK = Term("immediate-harm", "harm"), Term("high-risk", "risk")


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ({"strength": "recommendation"}, {"strength": "obligation"}, "tightened"),
        ({"strength": "deterrence"}, {"strength": "prohibition"}, "tightened"),
        ({"strength": "permission"}, {"strength": "prohibition"}, "tightened"),
        ({"strength": "obligation"}, {"strength": "permission"}, "loosened"),
        ({"strength": "obligation"}, {"strength": "prohibition"}, ""),
        ({"forms": ()}, {"forms": ("informed", "explicit")}, "tightened"),
        ({"forms": ("explicit",)}, {"forms": ("implied",)}, "loosened"),
        ({}, {"conditions": (HARM,)}, "loosened"),
        ({"strength": "permission"}, {"strength": "permission", "conditions": (HARM,)}, "tightened"),
        ({}, {"exceptions": (HARM,)}, "loosened"),
        ({"strength": "permission", "exceptions": (HARM,)}, {"strength": "permission"}, "loosened"),
        ({"exceptions": (HARM,)}, {"exceptions": (RISK,)}, ""),
        ({}, {"duties": (HARM,)}, "tightened"),
        ({}, {"levels": ("2", "3")}, "tightened"),
        ({}, {"levels": ()}, "tightened"),
        ({"levels": ()}, {"levels": ("4",)}, "loosened"),
        ({"strength": "permission"}, {"strength": "permission", "levels": ("2", "3")}, "loosened"),
        ({}, {"levels": ("3",)}, ""),
        ({}, {"acts": ("share", "refer")}, "tightened"),
        ({"effects": (Term("a", "a", "may-proceed"),)}, {"effects": (Term("b", "b", "not-accepted"),)}, "tightened"),
        ({"strength": "recommendation"}, {"exceptions": (HARM,)}, ""),
    ],
)  # fmt: skip
def test_rules_bind_more_or_less(old: dict[str, object], new: dict[str, object], way: str) -> None:
    one, other = RULE._replace(**old), RULE._replace(**new)  # type: ignore[arg-type]
    steps = rule_steps(one, other)
    assert steps
    assert direction(steps) == way
    assert direction(rule_steps(other, one)) == {"tightened": "loosened", "loosened": "tightened"}.get(way, "")
    assert rule_steps(one, one) == []


def test_steps_without_a_direction_give_none() -> None:
    assert direction([]) == direction([Step(0, "other words")]) == ""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ashby/2023", NEW, "there is no edition 'ashby/2023'; did you mean 'ashby/2026'"),
        (OLD, "borwick", "of different authorities; a diff is of two editions of one (`needgraph compare"),
        (OLD, OLD, "are both ashby/2024"),
        ("ashby", NEW, "ashby holds several editions; name one of: ashby/2024, ashby/2026"),
    ],
)
def test_editions_that_cannot_be_told_apart_are_refused(old: str, new: str, message: str, data: Data) -> None:
    with pytest.raises((DiffProblem, EditionNameProblem)) as caught:
        two_editions(data, old, new)
    assert message in str(caught.value)


def test_two_data_folders_are_compared_by_the_edition_that_both_hold(data: Data, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, unwanted in ((first, ("borwick", "ashby/2026")), (second, ("borwick", "ashby/2024"))):
        shutil.copytree(data.folder, folder)
        for name in unwanted:
            shutil.rmtree(folder / "editions" / name)
    assert [each.id for each in two_editions(data, str(first), str(second))] == [OLD, NEW]
    assert [each.id for each in two_editions(data, str(first / "editions/ashby/2024"), NEW)] == [OLD, NEW]
    with pytest.raises(DiffProblem, match="holds several editions"):
        two_editions(data, str(data.folder), str(data.folder))


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_the_command_writes_each_format_with_the_notices_beside_it(form: str, data: Data) -> None:
    parser = argparse.ArgumentParser()
    diff_command.add_options(parser)
    outcome = diff_command.run(data, parser.parse_args([OLD, NEW, "--format", form]))
    assert outcome.code == 0
    assert "Misses breakfast most days" in outcome.text
    assert any("Not endorsed by the authority" in note for note in outcome.notes)
    assert sum("currency" in note for note in outcome.notes) == 2
    if form == "json":
        rows = json.loads(outcome.text)
        assert list(rows[0]) == list(COLUMNS)
    if form == "csv":
        assert next(csv.reader(io.StringIO(outcome.text))) == list(COLUMNS)
    if form == "table":
        assert "stale: mapping/ashby-2024-a0035/borwick-2021-b0017, decision/joint/d1" in outcome.text
        assert diff_command.run(data, parser.parse_args([NEW, OLD])).text != outcome.text


def test_the_command_says_that_nothing_changed(data: Data, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data.folder, copy)
    options = argparse.Namespace(old=OLD, new=str(copy / "editions/ashby/2024"), format="table")
    outcome = diff_command.run(data, options)
    assert outcome.text == "No change was found.\n"
    assert any(note.startswith("No difference was found") for note in outcome.notes)
