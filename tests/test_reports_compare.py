"""The report of a comparison: what to look at first, every line with both quotes, no silence made a rule."""

from __future__ import annotations

import dataclasses

import pytest

from needgraph.reports.compare import compare_report, concern_names, relation_in_words
from needgraph.reports.model import Heading, Paragraph, Quote, Report, ReportProblem, Table
from small_report import FRAME, OTHER, QUOTE, RANKING, compared, figure, line

NAMES = {"missing": "missing from home", "care": "care"}


def table(made: Report, name: str) -> Table:
    return next(block for block in made.blocks if isinstance(block, Table) and block.name == name)


def test_line_shows_both_quotes_with_their_places_and_what_they_have_to_do_with_each_other() -> None:
    made = compare_report(FRAME, compared(line()), RANKING, NAMES)
    lines = table(made, "ladder")
    assert [column.heading for column in lines.columns][3:7] == ["Level", "Ashby", "Level", "Borwick"]
    assert lines.rows == (
        (
            1, "Line crossed", "missing from home", "2", QUOTE, "3", OTHER, "topic close; wording milder; tier higher",
            "Ashby Level 2 is early help. Both are away.",
        ),
    )  # fmt: skip


def test_what_to_look_at_first_comes_first_and_stands_in_its_part_as_well() -> None:
    made = compare_report(FRAME, compared(line(), line(kind="gap", rank=4)), RANKING, NAMES)
    assert len(table(made, "look-first").rows) == 1
    assert len(table(made, "ladder").rows) == 1
    assert len(table(made, "gap").rows) == 1


def test_counts_add_up_by_kind_and_rank() -> None:
    made = compare_report(FRAME, compared(line(), line(rank=9), line(kind="gap", rank=9)), RANKING, NAMES)
    counts = table(made, "counts")
    assert [column.heading for column in counts.columns] == ["About", "Rank 1", "Rank 9", "Lines"]
    assert [row[1:] for row in counts.rows] == [(1, 1, 2), (0, 1, 1)]


def test_silence_is_told_and_never_a_rule() -> None:
    silent = line(object="borwick/2021", object_level="", object_quote="", object_place="this document does not say")
    row = table(compare_report(FRAME, compared(silent), RANKING, NAMES), "ladder").rows[0]
    assert row[5:7] == ("not stated", "this document does not say")


def test_part_without_a_line_says_that_this_is_no_agreement() -> None:
    made = compare_report(FRAME, compared(line(kind="gap", rank=9)), RANKING, NAMES)
    places = [place for place, block in enumerate(made.blocks) if block == Heading(2, "Words")]
    assert made.blocks[places[0] + 1] == Paragraph(
        "No line. Nothing was recorded to compare; that is no sign of agreement."
    )
    assert any(isinstance(block, Paragraph) and "not a sign of agreement" in block.text for block in made.blocks)


def test_kind_of_line_that_is_not_known_yet_is_not_lost() -> None:
    made = compare_report(FRAME, compared(line(kind="weather")), RANKING, NAMES)
    assert len(table(made, "weather").rows) == 1


def test_remarks_and_figures_stand_in_the_report() -> None:
    made = compare_report(FRAME, compared(line()), RANKING, NAMES, [figure()], ["No mapping is agreed yet."])
    assert Paragraph("No mapping is agreed yet.") in made.blocks
    assert figure() in made.blocks


def test_lines_between_more_than_two_editions_name_no_side() -> None:
    three = FRAME._replace(
        editions=(*FRAME.editions, dataclasses.replace(FRAME.editions[0], id="dunmore/2020", short="Dunmore"))
    )
    made = compare_report(three, compared(line()), RANKING, NAMES)
    assert [column.heading for column in table(made, "ladder").columns][4:7:2] == ["One document", "Another"]


def test_comparison_needs_two_editions_and_something_to_compare() -> None:
    with pytest.raises(ReportProblem, match="needs two editions; ashby/2024 is one"):
        compare_report(FRAME._replace(editions=FRAME.editions[:1]), compared(line()), RANKING, NAMES)
    with pytest.raises(ReportProblem, match="nothing was compared"):
        compare_report(FRAME, compared(), RANKING, NAMES)


@pytest.mark.parametrize(
    ("relation", "severity", "level", "words"),
    [
        ("skos:broadMatch", "", "same", "topic broader; same tier"),
        ("bar-against-duty", "", "spans", "barred or tied to consent on one side, a duty on the other; tiers overlap"),
        ("", "", "", ""),
    ],
)
def test_relation_is_said_in_words(relation: str, severity: str, level: str, words: str) -> None:
    assert relation_in_words({"relation": relation, "severity_relation": severity, "level_relation": level}) == words


def test_concerns_are_named_and_topics_stay() -> None:
    assert concern_names("missing | concern/care | level 3", NAMES) == "missing from home; care; level 3"
    assert isinstance(QUOTE, Quote)
