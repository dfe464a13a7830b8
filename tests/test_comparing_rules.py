"""Rules meet by topic, act and tier; what bars an act stands against what makes it a duty; silence has its basis."""

from __future__ import annotations

from needgraph.comparing.facts import Facts
from needgraph.comparing.rows import NOT_SAID, Line
from needgraph.comparing.rules import rule_lines
from small_comparison import ASHBY, BORWICK, graded, small_facts


def by_passage(facts: Facts, one: str = ASHBY, other: str = BORWICK) -> dict[str, Line]:
    found = {}
    for line in rule_lines(facts, one, other):
        for side in (line.subject, line.object):
            found.update(dict.fromkeys(side.id.split(" | "), line))
    return found


def test_rules_of_one_topic_act_and_tier_stand_side_by_side() -> None:
    line = by_passage(small_facts())["ashby/2024/a0047"]
    assert (line.relation, line.object.id, line.level) == ("same-effect", "borwick/2021/b0029", "same")
    assert line.criterion == "agreement"


def test_rule_that_was_shown_is_not_shown_again_with_another_of_its_passage() -> None:
    (line,) = [line for line in rule_lines(small_facts(), ASHBY, BORWICK) if "not the right start" in line.remark]
    assert "reported to the Borwick Door" not in line.remark


def test_silence_that_was_established_is_told_with_its_basis_and_levels() -> None:
    line = by_passage(small_facts())["ashby/2024/a0025"]
    assert (line.relation, line.object.id, line.object.place) == ("not-stated", BORWICK, NOT_SAID)
    assert line.object.level == "1 | 2"
    assert f"Borwick on consent requirement (Level 1, 2): {NOT_SAID}. Basis: The word consent does not occur" in (
        line.remark
    )


def test_rule_without_an_answer_says_only_that_none_was_read() -> None:
    line = by_passage(small_facts())["borwick/2021/b0033"]
    assert (line.relation, line.subject.id, line.subject.place) == ("no-such-rule", ASHBY, NOT_SAID)
    assert "not required" not in line.remark


def test_bar_against_duty_comes_first_whichever_side_bars() -> None:
    facts = small_facts(change=graded)
    line = by_passage(facts)["borwick/2021/b0035"]
    assert (line.criterion, line.relation) == ("consent-against-duty", "bar-against-duty")
    assert "ashby/2024/a0047" in line.subject.id
    assert "A report needs consent." in line.remark
    assert "at once" in line.remark
    back = by_passage(facts, BORWICK, ASHBY)["borwick/2021/b0035"]
    assert (back.subject, back.object) == (line.object, line.subject)


def test_bar_below_the_statutory_tiers_is_no_clash() -> None:
    facts = small_facts(change=graded)
    facts.rules[BORWICK] = [
        rule._replace(levels=("2",)) if rule.id.endswith("b9") else rule for rule in facts.rules[BORWICK]
    ]
    assert by_passage(facts)["borwick/2021/b0035"].criterion == "consent"


def test_every_rule_of_both_editions_is_told() -> None:
    facts = small_facts(change=graded)
    told = " ".join(line.remark for line in rule_lines(facts, ASHBY, BORWICK))
    assert [rule.id for edition in facts.editions for rule in facts.rules[edition] if rule.label not in told] == []


def test_edition_without_rules_is_said_to_have_none_in_the_graph() -> None:
    facts = small_facts()
    facts.rules[BORWICK] = []
    first = next(rule_lines(facts, ASHBY, BORWICK))
    assert (first.relation, first.object.place) == ("no-rules", "")
    assert "does not mean that it sets none" in first.remark


def test_edition_of_which_no_rule_was_read_is_silent_only_where_a_silence_was_recorded() -> None:
    facts = small_facts()
    facts.rules[BORWICK] = []
    lines = [line for line in rule_lines(facts, ASHBY, BORWICK) if line.relation == "no-such-rule"]
    assert {line.object.place for line in lines} == {""}
    assert all("no rule was read from it" in line.remark for line in lines)


def test_bar_against_duty_within_early_help_crosses_no_statutory_line() -> None:
    facts = small_facts(change=graded)
    for edition in (ASHBY, BORWICK):
        facts.rules[edition] = [
            rule._replace(levels=("2",)) if rule.id.endswith(("a4", "b9")) else rule for rule in facts.rules[edition]
        ]
    assert by_passage(facts)["borwick/2021/b0035"].criterion == "consent"


def test_what_touches_consent_is_not_answered_by_a_rule_on_support() -> None:
    facts = small_facts()
    facts.rules[ASHBY] = [
        rule._replace(topics=frozenset({"consent", "response"}))
        for rule in facts.rules[ASHBY]
        if rule.id.endswith("a2")
    ]
    facts.rules[BORWICK] = [
        rule._replace(topics=frozenset({"response"}), acts=frozenset({"provide-support"}), levels=())
        for rule in facts.rules[BORWICK]
        if rule.id.endswith("b3")
    ]
    assert by_passage(facts)["ashby/2024/a0026"].relation == "no-such-rule"


def test_rule_of_another_effect_is_no_answer_where_a_silence_is_established() -> None:
    facts = small_facts()
    facts.rules[BORWICK] = [
        rule._replace(topics=frozenset({"consent"}), acts=frozenset({"share"}), levels=("2",), effects=frozenset({"x"}))
        for rule in facts.rules[BORWICK]
        if rule.id.endswith("b3")
    ]
    line = next(rule_lines(facts, ASHBY, BORWICK))
    assert (line.relation, line.object.id) == ("not-stated", "borwick/2021/b0033")
    assert "Of the same act it says: Who disagrees" in line.remark


def test_rules_of_the_second_edition_look_for_an_answer_before_silence_is_said() -> None:
    facts = small_facts()
    one = next(rule for rule in facts.rules[BORWICK] if rule.id.endswith("b4"))
    two = one._replace(id=f"{BORWICK}/rule/b8", passages=("borwick/2021/b0033",), effects=frozenset({"should-look"}))
    facts.rules[ASHBY] = [one._replace(id=f"{ASHBY}/rule/a8", edition=ASHBY, passages=("ashby/2024/a0048",))]
    facts.rules[BORWICK] = [one, two]
    line = by_passage(facts)["borwick/2021/b0033"]
    assert (line.relation, line.subject.id) == ("other-effect", "ashby/2024/a0048")


def test_rules_alike_in_effect_differ_where_they_hold_in_other_cases() -> None:
    facts = small_facts()
    facts.rules[BORWICK] = [
        rule._replace(conditions=frozenset()) if rule.id.endswith("b1") else rule for rule in facts.rules[BORWICK]
    ]
    line = by_passage(facts)["ashby/2024/a0047"]
    assert (line.relation, line.criterion) == ("same-effect", "rule")


def test_assessment_that_is_only_named_is_quoted_and_no_silence() -> None:
    facts = small_facts()
    facts.roles[ASHBY] = [
        {"role": "early-help-assessment", "kind": "assessment-or-plan", "passage": "ashby/2024/a0048"}
    ]
    line = next(line for line in rule_lines(facts, ASHBY, BORWICK) if "not the right start" in line.remark)
    assert (line.relation, line.subject.id) == ("other-topic", "ashby/2024/a0048")
    # A rule rests on that passage, though on another act.
    assert "and other rules were read there" in line.remark
    assert "no rule was read" not in line.remark


def test_plan_that_the_words_of_a_rule_name_is_looked_for_in_the_other_edition() -> None:
    facts = small_facts()
    row = {"role": "child-protection-plan", "kind": "assessment-or-plan"}
    facts.roles[BORWICK] = [{**row, "passage": "borwick/2021/b0033"}]
    facts.roles[ASHBY] = [{**row, "passage": "ashby/2024/a0036"}]
    line = by_passage(facts)["borwick/2021/b0033"]
    assert (line.relation, line.subject.id) == ("other-topic", "ashby/2024/a0036")
    assert "words from which no rule was read (a0036)" in line.remark


def test_rule_with_a_deadline_is_ranked_as_one() -> None:
    line = by_passage(small_facts())["ashby/2024/a0048"]
    assert (line.criterion, line.concern) == ("safety", "response | deadline")
