"""What no edition says is told, and what one leaves unsaid is told once."""

from __future__ import annotations

from needgraph.comparing.rows import NOT_SAID, Line
from needgraph.comparing.silences import silence_lines
from small_comparison import ASHBY, BORWICK, small_facts


def matters() -> dict[str, Line]:
    return {line.concern: line for line in silence_lines(small_facts(), ASHBY, BORWICK)}


def test_matter_on_which_both_are_silent_has_both_bases() -> None:
    line = matters()["risk-wording"]
    assert (line.relation, line.criterion) == ("both-silent", "neither-says")
    assert (line.subject.level, line.subject.place, line.object.place) == ("1", NOT_SAID, NOT_SAID)
    assert "Level 1 has none" in line.remark
    assert "No step has a word for risk" in line.remark


def test_silence_of_one_leaves_the_other_side_unknown() -> None:
    line = matters()["services-by-level"]
    assert (line.relation, line.subject.place, line.object.place) == ("one-silent", NOT_SAID, "")
    assert "No silence on this was recorded of Borwick; that alone does not show that it speaks of it" in line.remark


def test_silence_that_rules_or_outcomes_tell_is_not_told_again() -> None:
    assert set(matters()) == {"publication-date", "risk-wording", "services-by-level"}


def test_passages_that_cite_the_section_stand_against_a_silence_on_its_criteria() -> None:
    facts = small_facts()
    facts.silences[BORWICK].append({"facet": "criteria-s17", "level": "", "basis": "Read whole."})
    (line,) = [line for line in silence_lines(facts, ASHBY, BORWICK) if line.concern == "criteria-s17"]
    assert (line.kind, line.subject.id, line.object.place) == ("definition", "ashby/2024/a0032", NOT_SAID)


def test_silences_at_different_tiers_are_not_said_to_be_shared() -> None:
    facts = small_facts()
    for row in facts.silences[BORWICK]:
        if row["facet"] == "risk-wording":
            row["level"] = "3"
    (line,) = [line for line in silence_lines(facts, ASHBY, BORWICK) if line.concern == "risk-wording"]
    assert (line.relation, line.criterion) == ("silent-at-other-levels", "wording")


def test_tiers_of_a_shared_silence_are_named() -> None:
    assert "Both are silent at the tiers: universal" in matters()["risk-wording"].remark


def test_silences_on_terms_stand_alone_and_are_never_shared() -> None:
    facts = small_facts()
    for edition, basis in ((ASHBY, "“Harm” is not explained."), (ASHBY, "“Risk” is not."), (BORWICK, "“Harm” is not.")):
        facts.silences[edition].append({"facet": "term-definition", "level": "", "basis": basis})
    found = [line for line in silence_lines(facts, ASHBY, BORWICK) if line.concern == "term-definition"]
    assert [line.relation for line in found] == ["one-silent"] * 3
    assert "What Borwick leaves unsaid of this kind stands in lines of its own" in found[0].remark


def test_silences_of_several_levels_are_one_and_keep_all_that_they_rest_on() -> None:
    facts = small_facts()
    for level in ("1", "2"):
        basis = f"The word occurs nowhere. Level {level} was read whole."
        facts.silences[ASHBY].append({"facet": "level-risk", "level": level, "basis": basis})
    (line,) = [line for line in silence_lines(facts, ASHBY, BORWICK) if line.concern == "level-risk"]
    assert line.subject.level == "1 | 2"
    assert "The word occurs nowhere. Level 1 was read whole. The same is recorded of Level 2." in line.remark


def test_section_of_another_act_is_no_answer_to_a_silence_on_criteria() -> None:
    facts = small_facts()
    facts.silences[BORWICK].append({"facet": "criteria-s20", "level": "", "basis": "Read whole."})
    facts.citations[ASHBY] = [{"id": "ashby/2024/a0032", "target": "law:ukpga/2014/6/section/20"}]
    (line,) = [line for line in silence_lines(facts, ASHBY, BORWICK) if line.concern == "criteria-s20"]
    assert (line.subject.id, line.subject.place) == (ASHBY, "")
