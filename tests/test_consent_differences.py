"""Editions are compared case by case, level beside level of the same tier, and silence is told from difference."""

from __future__ import annotations

from needgraph.consent.differences import differences
from small_consent import edition, rule
from test_consent_evaluation import EXPLICIT, MUST, ONLY, OUTSIDE, WITHOUT


def shown(*columns: str, one: object, other: object) -> list[tuple[object, ...]]:
    rows = differences([one, other]).records()  # type: ignore[list-item]
    return [tuple(row[column] for column in columns) for row in rows]


def test_levels_stand_beside_each_other_by_tier_not_by_number() -> None:
    one = edition(rule("three", "must-report", levels="3"), key="ashby/1", tiers="0 2 3")
    other = edition(rule("two", "must-report", levels="2"), key="borwick/1", tiers="0 3")
    assert shown("tiers", "difference", "subject_level", "object_level", one=one, other=other) == []
    wrong = edition(rule("two", "must-report", levels="3"), key="borwick/1", tiers="0 2 3 4")
    assert shown("tiers", "difference", "subject_level", "object_level", one=other, other=wrong) == []


def test_level_without_a_counterpart_stands_alone() -> None:
    one = edition(rule("three", "must-report", levels="2"), key="ashby/1", tiers="0 4")
    other = edition(key="borwick/1", tiers="0")
    states = "explicit | implied | not-sought | refused | withdrawn"
    columns = ("tiers", "consent", "difference", "subject_level", "object_level", "object_outcome")
    found = shown(*columns, one=one, other=other)
    assert found == [("4", states, "no level of object", "2", "", "")]


def test_difference_says_who_is_silent_and_carries_both_quotes() -> None:
    one, other = edition(EXPLICIT, key="ashby/1", tiers="3"), edition(MUST, key="borwick/1", tiers="3")
    rows = differences([one, other]).records()
    assert [(row["consent"], row["difference"], row["subject_outcome"], row["object_outcome"]) for row in rows] == [
        ("explicit", "differs", "may-proceed", "required"),
        ("implied | not-sought", "differs", "consent-first", "required"),
        ("refused | withdrawn", "subject silent", "not-stated", "required"),
    ]
    assert (rows[0]["subject_quote"], rows[0]["object_quote"]) == ("Printed explicit.", "Printed must.")
    assert str(rows[0]["object_place"]).startswith("dunmore/2020/must ")
    assert (rows[0]["subject_asks"], rows[0]["object_asks"], rows[0]["advice"]) == ("explicit", "not-stated", "Explain")


def test_what_both_say_alike_or_neither_says_is_no_difference() -> None:
    assert differences([edition(EXPLICIT, key="ashby/1"), edition(EXPLICIT, key="borwick/1")]).rows == ()
    assert differences([edition(key="ashby/1"), edition(key="borwick/1")]).rows == ()


def test_flag_appears_where_it_makes_the_difference() -> None:
    one, other = edition(ONLY, key="ashby/1", tiers="1"), edition(ONLY, WITHOUT, key="borwick/1", tiers="1")
    assert shown("consent", "established", "subject_outcome", "object_outcome", one=one, other=other) == [
        ("not-sought | refused | withdrawn", "high-risk", "consent-first", "conflicting")
    ]


def test_each_two_of_many_editions_are_compared() -> None:
    editions = [edition(MUST, key="ashby/1"), edition(key="borwick/1"), edition(key="dunmore/1")]
    rows = differences(editions).records()
    assert {(row["subject"], row["object"]) for row in rows} == {("ashby/1", "borwick/1"), ("ashby/1", "dunmore/1")}


def test_silence_stands_beside_what_the_document_says_of_the_act_in_other_cases() -> None:
    one, other = edition(MUST, key="ashby/1", tiers="3"), edition(OUTSIDE, key="borwick/1", tiers="3")
    rows = differences([one, other]).records()
    assert {(row["object_outcome"], row["object_quote"]) for row in rows} == {("not-stated", "Printed outside.")}


def test_rules_that_hold_without_an_outcome_stand_beside_the_silence_before_those_that_depend_on_more() -> None:
    against = rule("against", "not-appropriate", "deterrence")
    one, other = edition(MUST, key="ashby/1", tiers="3"), edition(OUTSIDE, against, key="borwick/1", tiers="3")
    rows = differences([one, other]).records()
    assert {row["object_quote"] for row in rows if row["act"] == "share"} == {"Printed against. | Printed outside."}


def test_states_with_other_rules_or_advice_stand_in_lines_of_their_own() -> None:
    asked = rule("asked", "single-agency-only", when="consent-refused")
    one, other = edition(MUST, key="ashby/1", tiers="3"), edition(ONLY, asked, key="borwick/1", tiers="3")
    rows = [row for row in differences([one, other]).records() if row["object_outcome"] == "single-agency"]
    assert [(row["consent"], str(row["object_quote"])) for row in rows] == [
        ("refused", "Printed only. | Printed asked.")
    ]
