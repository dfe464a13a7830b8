"""A ladder shows which of its rungs are missing, doubled or inverted, and claims no silence where it has no sign."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from needgraph.comparing.facts import Facts
from needgraph.comparing.ladders import ladders, no_sign, own_lines, rung_lines
from needgraph.comparing.pairs import pair_lines
from needgraph.terms import NEED, SKOS
from small_comparison import ASHBY, BORWICK, graded, small_facts


@pytest.fixture(scope="module")
def facts() -> Facts:
    return small_facts(change=graded)


def shown(lines: object) -> list[tuple[str, str, str]]:
    return [(line.subject.id, line.relation, line.object.id) for line in lines]  # type: ignore[attr-defined]


def test_missing_rung_is_one_that_the_other_ladder_has_not(facts: Facts) -> None:
    assert shown(rung_lines(facts, ASHBY, BORWICK)) == [("ashby/2024/a0035", "missing-rung", BORWICK)]
    assert shown(rung_lines(facts, BORWICK, ASHBY)) == [(BORWICK, "missing-rung", "ashby/2024/a0035")]
    (line,) = rung_lines(facts, ASHBY, BORWICK)
    assert line.object.place == "no sign at this tier was read as education; this document has it at Level 1 (b0010)"


def test_rung_with_an_agreed_counterpart_at_its_tiers_is_not_missing(facts: Facts) -> None:
    near = facts.pairs[ASHBY, BORWICK][1]._replace(object="borwick/2021/b0027")
    facts._by_sign["ashby/2024/a0035"].append(near)
    assert shown(rung_lines(facts, ASHBY, BORWICK)) == []
    facts._by_sign["ashby/2024/a0035"].remove(near)


def test_ladder_that_repeats_or_falls_is_shown_once_for_its_edition(facts: Facts) -> None:
    assert shown(own_lines(facts, ASHBY)) == [
        ("ashby/2024/a0012", "doubled-rung", "ashby/2024/a0024"),
        ("ashby/2024/a0012", "inverted-rung", "ashby/2024/a0035"),
        ("ashby/2024/a0024", "inverted-rung", "ashby/2024/a0035"),
    ]
    assert shown(own_lines(facts, BORWICK)) == []


def test_ladder_that_repeats_across_a_statutory_line_is_ranked_by_the_line(facts: Facts) -> None:
    found = list(own_lines(facts, ASHBY))
    assert [line.criterion for line in found] == ["wording", "line-doubled", "line-doubled"]
    # Our words of severity are no quotes.
    assert not any("“" in line.remark for line in found)
    assert "In Ashby, Level 1 and Level 2: two levels print the same words." in found[0].remark


def test_same_words_on_two_levels_are_a_doubled_rung_though_nothing_grades_them() -> None:
    facts = small_facts()
    assert not any(sign.severity for sign in facts.signs[ASHBY].values())
    assert shown(own_lines(facts, ASHBY)) == [("ashby/2024/a0012", "doubled-rung", "ashby/2024/a0024")]


def test_counterpart_of_another_part_of_a_sign_is_none_of_this_part() -> None:
    facts = small_facts(change=graded)
    here, near = "ashby/2024/a0035", "borwick/2021/b0027"
    pair = facts.pairs[ASHBY, BORWICK][1]._replace(severity="mixed")
    facts.pairs[ASHBY, BORWICK] = [pair]
    facts._by_sign[here].append(pair._replace(object=near, together="two-halves"))
    facts._by_sign["borwick/2021/b0017"].append(pair._replace(subject="ashby/2024/a0024"))
    read = {here: ("education", "missing"), near: ("missing",), "borwick/2021/b0017": ("education",)}
    for sign, concerns in read.items():
        signs = facts.signs[sign.rpartition("/")[0]]
        signs[sign] = signs[sign]._replace(concerns=concerns)
    (line,) = pair_lines(facts, ASHBY, BORWICK)
    assert line.criterion == "line-one-sided"
    assert (
        "on its own side of the line but one that covers another part of it, Borwick Level 3 “Does not" in line.remark
    )
    assert shown(rung_lines(facts, ASHBY, BORWICK)) == [(here, "missing-rung", BORWICK)]


def test_missing_rung_names_the_signs_that_have_a_counterpart_under_another_concern() -> None:
    facts = small_facts(change=graded)
    ladder = facts.ladders[ASHBY]["education"]["3"]
    ladder.append(facts.signs[ASHBY]["ashby/2024/a0036"])
    facts._by_sign["ashby/2024/a0036"] = [
        facts.pairs[ASHBY, BORWICK][1]._replace(subject="ashby/2024/a0036", object="borwick/2021/b0027")
    ]
    line = next(rung_lines(facts, ASHBY, BORWICK))
    assert "that is read under another concern (b0027)" in line.remark


def test_strengths_stand_on_no_ladder() -> None:
    def praise(store: Store) -> None:
        graded(store)
        sign = NamedNode("https://w3id.org/needgraph/id/ashby/2024/a0035")
        strength = NamedNode("https://w3id.org/needgraph/id/polarity/strength")
        store.add(Quad(sign, NEED.hasPolarity, strength))
        store.add(Quad(strength, SKOS.notation, Literal("strength")))

    assert shown(rung_lines(small_facts(change=praise), ASHBY, BORWICK)) == []


def test_ladders_stand_side_by_side_at_the_lowest_tier_of_each_level(facts: Facts) -> None:
    found = ladders(facts, "education")
    assert found.columns[3:6] == ("ashby/2024 level", "ashby/2024 quote", "ashby/2024 place")
    assert [(row[1], row[3], row[6], row[-1]) for row in found.rows] == [
        (0, "1", "1", "in all"),
        (1, "2", "", "missing in borwick/2021"),
        (3, "3", "", "missing in borwick/2021"),
    ]
    assert [row[8] for row in found.rows[1:]] == [
        "shown at the lowest tier of Level 1, which takes in this one",
        "no sign at this tier was read as education; this document has it at Level 1 (b0010)",
    ]
    assert ladders(facts, "care").rows[0][8] == "no sign was read as care at home"
    assert {row[0] for row in ladders(facts).rows} == {"care", "education", "missing"}


def test_rung_on_a_tier_without_a_level_says_so(facts: Facts) -> None:
    words = no_sign(facts, ASHBY, "education", frozenset({9}))
    assert words.startswith("this document has no level on this tier; it has the concern at Level 1 (a0012); Level 2")
