"""A collision names what allows, all that bars it, and a reading that is marked as ours."""

from __future__ import annotations

from needgraph.consent.collisions import Collision, local
from needgraph.consent.evaluation import Case, evaluate
from small_consent import edition, rule
from test_consent_evaluation import BEST, HALF, MAY_MEET, MUST, ONLY, OTHER, REFUSED, SEEK, SHOULD_SEEK, WITHOUT

HARM = Case("1", "share", "not-sought", frozenset(["immediate-harm", "high-risk"]))


def collisions(*given: object) -> list[Collision]:
    return list(evaluate(edition(*given), HARM).collisions)  # type: ignore[arg-type]


def pairs(found: list[Collision]) -> list[tuple[str, list[str]]]:
    return [(local(each.allows), [local(bar) for bar in each.bars]) for each in found]


def test_exception_collides_with_each_rule_that_prints_none() -> None:
    found = collisions(SHOULD_SEEK, SEEK, REFUSED)
    assert sorted(pairs(found)) == [("should", ["refuses"]), ("should", ["seek"])]
    assert all(each.reading.endswith("(our reading).") for each in found)
    assert all("immediate-harm" in each.why for each in found)


def test_rules_read_from_the_same_words_bar_together() -> None:
    (found,) = collisions(MAY_MEET, HALF, OTHER)
    assert pairs([found]) == [("maybe", ["half", "other"])]
    assert found.reading == (
        "If such a circumstance is taken to meet what half with other asks for (child-protection-concern and "
        "escalation-by-approach), the act may begin (our reading)."
    )


def test_rules_read_from_the_same_words_do_not_collide_with_each_other() -> None:
    permits = rule("permits", "may-share-without-consent", "permission", when="high-risk-indicators", words="only")
    assert collisions(permits, ONLY) == []
    assert pairs(collisions(WITHOUT, ONLY)) == [("without", ["only"])]


def test_permission_answers_requirement_and_recommendation_without_colliding() -> None:
    assert collisions(WITHOUT, SEEK, BEST) == []


def test_exception_of_one_rule_is_not_one_of_advice_printed_elsewhere() -> None:
    assert pairs(collisions(SHOULD_SEEK, BEST)) == [("should", ["best"])]


def test_duty_to_act_stands_and_its_collision_is_shown() -> None:
    answer = evaluate(edition(MUST, ONLY), HARM)
    assert answer.outcome == "required"
    assert pairs(list(answer.collisions)) == [("must", ["only"])]
    assert answer.collisions[0].reading == ""
