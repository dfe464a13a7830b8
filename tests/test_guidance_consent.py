"""Tests for acting without consent are told apart by their conditions, not by the rules that state them."""

from __future__ import annotations

from guidance_store import real_tables, rows
from needgraph.guidance_consent import consent_before_danger, override_tests

COLUMNS = "node document act levels circumstance part"


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
        "node rule sentence level case other elsewhere",
        ("a", "Referrals wait.", "s1", "3", "", "x", "4"),
        ("b", "Requests wait.", "s1", "2", "", "x", "4"),
        ("c", "Sharing waits.", "s2", "", "immediate harm", "", ""),
    )
    both, alone = consent_before_danger(found, real_tables())
    assert (both.node, both.others, both.level) == ("a", ("b", "x"), "2 | 3")
    assert both.problem == (
        "Referrals wait. Requests wait. It makes no exception; elsewhere, at level 4, the document itself says that "
        "asking can put a child at risk."
    )
    assert "Its one exception is immediate harm, also not where" in alone.problem
