"""Rules of the same passages are read together, and reach the tiers that their levels and conditions leave."""

from __future__ import annotations

from needgraph.comparing.passages import is_timed, met_silence, silence_sentence, tiers_of, together
from small_comparison import ASHBY, BORWICK, small_facts


def test_rules_on_the_same_passages_are_read_together() -> None:
    grouped = together(small_facts().rules[BORWICK])
    assert ["borwick/2021/rule/b1", "borwick/2021/rule/b2"] in [[rule.id for rule in each.rules] for each in grouped]


def test_rule_without_level_reaches_what_the_decision_of_the_front_door_leaves() -> None:
    facts = small_facts()
    rule = facts.rules[BORWICK][0]._replace(levels=())
    assert tiers_of(facts, rule._replace(conditions=frozenset())) == {0, 1, 2, 3, 4}
    assert tiers_of(facts, rule._replace(conditions=frozenset({"threshold-not-met"}))) == {0, 1, 2}
    assert tiers_of(facts, rule._replace(conditions=frozenset({"threshold-met"}))) == {3, 4}


def test_silence_is_met_by_what_a_rule_is_known_by_and_told_with_its_basis() -> None:
    facts = small_facts()
    sharing = next(each for each in together(facts.rules[ASHBY]) if each.rules[0].id.endswith("a1"))
    found = met_silence(facts, sharing, BORWICK)
    assert {row["facet"] for row in found} == {"consent-requirement"}
    assert "Borwick on consent requirement" in silence_sentence(facts, BORWICK, found)
    assert silence_sentence(facts, BORWICK, []) == ""


def test_deadline_is_one_that_the_passages_print() -> None:
    facts = small_facts()
    timed = [each.rules[0].id.rpartition("/")[2] for each in together(facts.rules[ASHBY]) if is_timed(facts, each)]
    assert timed == ["a5"]
