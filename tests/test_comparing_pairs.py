"""Pairs keep their three relations, are ranked by the line they cross, and name what stands on their own side."""

from __future__ import annotations

import pytest

from needgraph.comparing.compare import ordered
from needgraph.comparing.facts import Facts
from needgraph.comparing.pairs import pair_lines
from small_comparison import ASHBY, BORWICK, graded, small_facts


@pytest.fixture(scope="module")
def facts() -> Facts:
    return small_facts(change=graded)


def test_pairs_are_those_agreed_with_their_relations(facts: Facts) -> None:
    found = [(line.relation, line.severity, line.level, line.criterion) for line in pair_lines(facts, ASHBY, BORWICK)]
    assert found == [
        ("skos:relatedMatch", "milder", "higher", "agreement"),
        ("skos:closeMatch", "milder", "lower", "line-graded"),
        ("skos:closeMatch", "stronger", "spans", "line-spanned"),
    ]


@pytest.mark.parametrize(
    ("severity", "criterion"),
    [
        ("stronger", "line-against-wording"),
        ("same", "line-against-wording"),
        ("milder", "line-graded"),
        ("mixed", "line-without-rung"),
        ("ungraded", "line-without-rung"),
    ],
)
def test_line_that_is_crossed_is_ranked_by_the_wording(severity: str, criterion: str) -> None:
    facts = small_facts()
    pairs = facts.pairs[ASHBY, BORWICK]
    across = [pair._replace(severity=severity) for pair in pairs if pair.subject == "ashby/2024/a0035"]
    facts.pairs[ASHBY, BORWICK] = across
    assert [line.criterion for line in pair_lines(facts, ASHBY, BORWICK)] == [criterion]
    assert [line.criterion for line in pair_lines(facts, BORWICK, ASHBY)] == [criterion]


def test_pair_without_severity_is_no_missing_step_where_both_have_a_counterpart_on_their_side() -> None:
    facts = small_facts()
    near = facts.pairs[ASHBY, BORWICK][1]._replace(severity="mixed")
    facts.pairs[ASHBY, BORWICK] = [near]
    facts._by_sign["ashby/2024/a0035"].append(near._replace(object="borwick/2021/b0027"))
    facts._by_sign["borwick/2021/b0017"].append(near._replace(subject="ashby/2024/a0024"))
    assert [line.criterion for line in pair_lines(facts, ASHBY, BORWICK)] == ["line-mixed"]


def test_pairs_of_a_group_say_so() -> None:
    facts = small_facts()
    facts.pairs[ASHBY, BORWICK] = [facts.pairs[ASHBY, BORWICK][1]._replace(together="two-halves")]
    (line,) = pair_lines(facts, ASHBY, BORWICK)
    assert "together with the other pairs of the group two-halves only" in line.remark


@pytest.mark.parametrize(("change", "criterion"), [("group", "line-without-rung"), ("alike", "line-one-sided")])
def test_part_of_a_group_or_a_like_sign_on_its_own_side_tells_nothing_against_the_wording(
    change: str, criterion: str
) -> None:
    facts = small_facts()
    pair = facts.pairs[ASHBY, BORWICK][1]._replace(severity="same", together="halves" if change == "group" else "")
    facts.pairs[ASHBY, BORWICK] = [pair]
    if change == "alike":
        facts._by_sign["ashby/2024/a0035"].append(pair._replace(object="borwick/2021/b0027"))
    assert [line.criterion for line in pair_lines(facts, ASHBY, BORWICK)] == [criterion]


def test_pair_at_one_statutory_tier_with_another_severity_sets_another_bar() -> None:
    facts = small_facts()
    pair = facts.pairs[ASHBY, BORWICK][1]._replace(object="borwick/2021/b0027", level="same", severity="stronger")
    facts.pairs[ASHBY, BORWICK] = [pair]
    assert [line.criterion for line in pair_lines(facts, ASHBY, BORWICK)] == ["bar-at-line"]
    facts.pairs[ASHBY, BORWICK] = [pair._replace(together="halves")]
    assert [line.criterion for line in pair_lines(facts, ASHBY, BORWICK)] == ["wording"]


def test_line_names_the_counterpart_that_one_sign_has_on_its_own_side() -> None:
    facts = small_facts()
    pair = facts.pairs[ASHBY, BORWICK][1]._replace(severity="mixed")
    facts.pairs[ASHBY, BORWICK] = [pair]
    facts._by_sign["ashby/2024/a0035"].append(pair._replace(object="borwick/2021/b0027"))
    (line,) = pair_lines(facts, ASHBY, BORWICK)
    assert (
        "b0017 has no counterpart in Ashby on its own side of the line. "
        "a0035 has one: Borwick Level 3 “Does not come home and nobody knows why” (b0027). Why"
    ) in line.remark
    near = facts._by_sign["ashby/2024/a0035"].pop()
    facts._by_sign["ashby/2024/a0035"].append(near._replace(together="halves"))
    (line,) = pair_lines(facts, ASHBY, BORWICK)
    assert "nobody knows why” (b0027, with others of a group). Why" in line.remark


def test_line_that_both_signs_know_on_their_own_side_names_both() -> None:
    facts = small_facts()
    pair = facts.pairs[ASHBY, BORWICK][1]._replace(severity="mixed")
    facts.pairs[ASHBY, BORWICK] = [pair]
    facts._by_sign["ashby/2024/a0035"].append(pair._replace(object="borwick/2021/b0027"))
    facts._by_sign["borwick/2021/b0017"] += [pair._replace(subject=f"ashby/2024/{each}") for each in ("a0024", "a0022")]
    (line,) = pair_lines(facts, ASHBY, BORWICK)
    assert "a0035 has one counterpart on its own side of the line: Borwick Level 3 “Does" in line.remark
    assert "b0017 has 2 counterparts on its own side of the line: Ashby Level 2 “Misses breakfast" in line.remark


def test_sign_between_two_lines_is_alone_between_them_and_not_on_one_side_of_one() -> None:
    facts = small_facts()
    below = facts.pairs[ASHBY, BORWICK][1]._replace(severity="mixed")
    facts.tiers[BORWICK]["3"] = frozenset({4})
    above = below._replace(object="borwick/2021/b0027", level="higher")
    facts.pairs[ASHBY, BORWICK] = [above]
    facts._by_sign["ashby/2024/a0035"].append(above)
    (line,) = pair_lines(facts, ASHBY, BORWICK)
    assert "a0035 has no counterpart in Borwick on its own side of both lines" in line.remark


def test_lines_that_both_signs_cross_alone_come_before_those_of_one() -> None:
    facts = small_facts()
    pair = facts.pairs[ASHBY, BORWICK][1]._replace(severity="mixed")
    facts.pairs[ASHBY, BORWICK] = [pair]
    (line,) = pair_lines(facts, ASHBY, BORWICK)
    assert line.criterion == "line-without-rung"
    late = line._replace(criterion="line-one-sided", weight=0, group="x")
    second = line._replace(weight=9)
    assert ordered([late, second, line]) == [line, second, late]
