"""Gaps are typed by what a curator established, and nothing undecided passes for absent."""

from __future__ import annotations

from needgraph.comparing.gaps import gap_lines
from needgraph.comparing.rows import NOT_SAID
from small_comparison import ASHBY, BORWICK, CARROW, small_facts, with_carrow


def test_each_sign_without_counterpart_is_told_once_in_its_column() -> None:
    found = list(gap_lines(small_facts(), ASHBY, BORWICK))
    absent = {(line.subject.id, line.object.id) for line in found if line.relation == "absent"}
    ours = ("a0008", "a0010", "a0012", "a0022", "a0024", "a0044")
    theirs = ("b0008", "b0010", "b0019")
    assert absent == {(f"{ASHBY}/{each}", BORWICK) for each in ours} | {(ASHBY, f"{BORWICK}/{each}") for each in theirs}
    assert all(NOT_SAID in (line.subject.place, line.object.place) for line in found if line.relation == "absent")


def test_counterpart_at_other_tiers_is_a_gap_of_level_told_once() -> None:
    found = [line for line in gap_lines(small_facts(), ASHBY, BORWICK) if line.relation == "other-level"]
    assert [(line.subject.id, line.object.id, line.level) for line in found] == [
        ("ashby/2024/a0035", "borwick/2021/b0017", "lower")
    ]
    assert "across a statutory line" in found[0].remark


def test_passages_that_a_curator_names_are_quoted_beside_what_is_elsewhere() -> None:
    facts = small_facts()
    for row in facts.gaps[ASHBY]:
        if row["id"] == "ashby/2024/a0022":
            row["gap_reason"] = "other-section"
            row["reason"] = "No sign says so; meals are within help at home (b0013), as b9999 is not."
    (line,) = [line for line in gap_lines(facts, ASHBY, BORWICK) if line.relation == "other-section"]
    assert (line.object.id, line.object.quote) == ("borwick/2021/b0013", "Family Advice Desk")


def test_signs_that_nobody_has_decided_are_no_finding() -> None:
    facts = small_facts(ASHBY, CARROW, change=with_carrow)
    found = list(gap_lines(facts, ASHBY, CARROW))
    assert {line.relation for line in found} == {"not-yet-mapped"}
    assert len(found) == len(facts.signs[ASHBY]) + len(facts.signs[CARROW])
    assert all(NOT_SAID not in line.subject.place + line.object.place for line in found)
    assert {line.criterion for line in found} == {"undecided"}


def test_statutory_tier_is_told_from_early_help() -> None:
    by_sign = {line.subject.id: line.criterion for line in gap_lines(small_facts(), ASHBY, BORWICK)}
    assert by_sign["ashby/2024/a0044"] == "absent-at-line"
    assert by_sign["ashby/2024/a0022"] == "early-help"


def test_passages_named_beside_what_is_absent_are_no_counterpart() -> None:
    facts = small_facts()
    for row in facts.gaps[ASHBY]:
        if row["id"] == "ashby/2024/a0022":
            row["reason"] = "No sign about meals; advice (b0013) is another matter."
    (line,) = [line for line in gap_lines(facts, ASHBY, BORWICK) if line.subject.id == "ashby/2024/a0022"]
    assert (line.object.id, line.object.place) == (BORWICK, NOT_SAID)
