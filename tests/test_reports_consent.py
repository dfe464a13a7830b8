"""The report on consent: the grid of each edition, the words of its rules, collisions and differences, unresolved."""

from __future__ import annotations

import pytest

from needgraph.consent.differences import differences
from needgraph.consent.grid import collisions, grid, smallest
from needgraph.consent.headline import LOOKED_AT, TAKEN_AS_GIVEN
from needgraph.consent.rules import EditionRules, read_rules
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint
from needgraph.reports.consent import NO_LEVEL, consent_report
from needgraph.reports.frame import frame
from needgraph.reports.model import Figure, Heading, Paragraph, Quote, Report, ReportProblem, Table
from small_report import endpoint


@pytest.fixture(scope="module")
def graphs() -> LocalEndpoint:
    return endpoint()


@pytest.fixture(scope="module")
def rules(graphs: LocalEndpoint) -> list[EditionRules]:
    return [read_rules(graphs, name) for name in ("ashby", "borwick")]


def joined(answers: list[Answer]) -> Answer:
    return Answer(answers[0].columns, tuple(row for answer in answers for row in answer.rows))


@pytest.fixture(scope="module")
def made(graphs: LocalEndpoint, rules: list[EditionRules]) -> Report:
    cases, least, clashes = (joined([part(each) for each in rules]) for part in (grid, smallest, collisions))
    return consent_report(frame(graphs), cases, least, clashes, differences(rules), rules)


def tables(report: Report, name: str) -> list[Table]:
    found = [block.table if isinstance(block, Figure) else block for block in report.blocks]
    return [block for block in found if isinstance(block, Table) and block.name == name]


def test_grid_has_a_field_for_each_level_act_and_state_and_none_is_empty(
    made: Report, rules: list[EditionRules]
) -> None:
    (table,) = tables(made, "grid-ashby-2024")
    assert [column.heading for column in table.columns][2:7] == [
        "explicit", "implied", "not-sought", "refused", "withdrawn",
    ]  # fmt: skip
    assert len(table.rows) == len(rules[0].levels) * 4
    assert all(cell for row in table.rows for cell in row)


def test_fields_of_the_grid_are_those_of_the_answer_without_flags(made: Report, rules: list[EditionRules]) -> None:
    (table,) = tables(made, "grid-ashby-2024")
    plain = [row for row in grid(rules[0]).records() if not any(row[flag] for flag in ("high_risk", "ground"))]
    plain = [row for row in plain if not any(row[f] for f in ("immediate_harm", "child_protection", "escalation_risk"))]
    states = [column.heading for column in table.columns][2:7]
    found = {(row[0], row[1], state): row[2 + place] for row in table.rows for place, state in enumerate(states)}
    assert found == {(row["level"], row["act"], row["consent"]): row["outcome"] for row in plain}


def test_rules_that_the_cases_name_stand_there_with_their_words(made: Report) -> None:
    (words,) = tables(made, "rules-ashby-2024")
    known = {str(row[0]) for row in words.rows}
    named = {name for row in tables(made, "cases-ashby-2024")[0].rows for name in str(row[6]).split(" | ") if name}
    assert {name.rpartition("/")[2] for name in named} <= known
    assert all(isinstance(quote, Quote) for row in words.rows for quote in row[5])  # type: ignore[union-attr]


def test_difference_shows_both_sides_and_a_silence_as_a_silence(made: Report) -> None:
    (table,) = tables(made, "differences")
    assert table.rows
    cells = [row[place] for row in table.rows for place in (5, 7)]
    assert all(isinstance(cell, Quote | tuple) or cell == "this document does not say" for cell in cells)


def test_what_is_taken_as_given_is_said_once(made: Report) -> None:
    assert made.blocks.count(Paragraph(TAKEN_AS_GIVEN)) == 1


def test_rule_without_levels_is_bound_to_none_and_not_said_to_be_printed_without(
    graphs: LocalEndpoint, rules: list[EditionRules]
) -> None:
    free = rules[0]._replace(rules=tuple(rule._replace(levels=()) for rule in rules[0].rules))
    report = consent_report(frame(graphs), grid(free), smallest(free), collisions(free), differences([free]), [free])
    (words,) = tables(report, "rules-ashby-2024")
    assert {row[1] for row in words.rows} == {NO_LEVEL}


def test_no_collision_is_said_and_not_left_out(made: Report) -> None:
    count = len(tables(made, "collisions"))
    said = made.blocks.count(Paragraph(f"No two rules of this edition were found to collide. {LOOKED_AT}"))
    assert count + said == 2


def test_edition_without_rules_says_that_nothing_follows(graphs: LocalEndpoint, rules: list[EditionRules]) -> None:
    only = [rules[0]]
    report = consent_report(
        frame(graphs), grid(only[0]), smallest(only[0]), collisions(only[0]), differences(only), only
    )
    place = report.blocks.index(Heading(2, "Borwick, edition of 2021"))
    assert report.blocks[place + 1] == Paragraph(
        "No rule on consent was read for this edition; nothing follows from that."
    )


def test_no_rules_at_all_make_no_empty_grid(graphs: LocalEndpoint) -> None:
    nothing = Answer((), ())
    with pytest.raises(ReportProblem, match="no rule on consent was read"):
        consent_report(frame(graphs), nothing, nothing, nothing, nothing, [])


def test_no_word_turns_a_silence_into_a_permission(made: Report) -> None:
    words = " ".join(str(cell) for block in tables(made, "outcomes") for row in block.rows for cell in row)
    assert "never “not required”" in words
    assert [block for block in made.blocks if isinstance(block, Paragraph) and "ring 999" in block.text]
