"""Tests for acting without consent are told apart by their conditions, not by the rules that state them."""

from __future__ import annotations

from guidance_store import hits_of, real_tables, reference_store, rows, rule_named
from needgraph.guidance.consent import consent_before_danger, override_tests

COLUMNS = "node document act levels circumstance part"
PREFIXES = """
    @prefix : <https://w3id.org/needgraph/id/castle/2025/> .
    @prefix act: <https://w3id.org/needgraph/id/act/> .
    @prefix condition: <https://w3id.org/needgraph/id/condition/> .
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix effect: <https://w3id.org/needgraph/id/effect/> .
    @prefix need: <https://w3id.org/needgraph/def#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix strength: <https://w3id.org/needgraph/id/strength/> .
"""


def test_conditions_of_a_permission_hold_together_and_exceptions_alone() -> None:
    found = rows(
        COLUMNS,
        ("a", "d", "share", "4", "clear concern", "needs"),
        ("a", "d", "share", "4", "risk by asking", "needs"),
        ("b", "d", "refer", "", "immediate harm", "excepts"),
        ("b", "d", "refer", "", "crime", "excepts"),
    )
    (hit,) = override_tests(found, real_tables())
    assert "Sets 3 tests" in hit.problem
    assert "clear concern and risk by asking (share at level 4)" in hit.problem
    assert "crime (refer); immediate harm (refer)" in hit.problem
    assert (hit.node, hit.others) == ("a", ("b",))


def test_one_test_stated_twice_is_one() -> None:
    found = rows(
        COLUMNS, ("a", "d", "share", "2", "high risk", "needs"), ("b", "d", "share", "3", "high risk", "needs")
    )
    assert list(override_tests(found, real_tables())) == []


def test_sentence_read_as_two_rules_is_one_hit() -> None:
    found = rows(
        "node rule sentence level case beside permission other elsewhere",
        ("a", "Referrals wait.", "s1", "3", "", "y", "Sharing may go on after a refusal.", "x", "4"),
        ("b", "Requests wait.", "s1", "2", "", "", "", "x", "4"),
        ("c", "Sharing waits.", "s2", "", "immediate harm", "", "", "", ""),
    )
    both, alone = consent_before_danger(found, real_tables())
    assert (both.node, both.others, both.level) == ("a", ("b", "y", "x"), "2 | 3")
    assert both.problem == (
        "Referrals wait. Requests wait. The sentence itself makes no exception. At the same level the document also "
        "says: Sharing may go on after a refusal. Elsewhere, at level 4, the document itself says that asking can put "
        "a child at risk."
    )
    assert alone.problem == (
        "Sharing waits. The one exception of the sentence is immediate harm. No exception is made where asking would "
        "itself put the child at risk."
    )


def test_permission_of_the_same_level_and_act_is_shown_beside_the_sentence() -> None:
    planted = f"""
        {PREFIXES}
        :one a need:Level ; skos:notation "1" .  :two a need:Level ; skos:notation "2" .
        :asks a need:Rule ; skos:prefLabel "Sharing waits." ; dct:source :d ;
            need:governsAct act:share ; need:hasStrength strength:obligation ; need:hasEffect effect:consent-required ;
            need:appliesAtLevel :one ; need:restsOn :s1 .
        :after a need:Rule ; skos:prefLabel "After a refusal it may go on." ; dct:source :d ;
            need:governsAct act:share ; need:hasEffect effect:may-share-without-consent ;
            need:hasCondition condition:consent-refused ;
            need:appliesAtLevel :one ; need:restsOn :s2 .
        :elsewhere a need:Rule ; skos:prefLabel "Not here." ; dct:source :d ;
            need:governsAct act:share ; need:hasEffect effect:may-share-without-consent ;
            need:hasCondition condition:consent-refused ;
            need:appliesAtLevel :two ; need:restsOn :s3 .
    """
    rule = rule_named("consent-before-danger")
    (hit,) = hits_of(reference_store(), real_tables(), rule, planted.encode())
    assert "At the same level the document also says: After a refusal it may go on. No exception" in hit.problem
    assert hit.others == ("https://w3id.org/needgraph/id/castle/2025/after",)
