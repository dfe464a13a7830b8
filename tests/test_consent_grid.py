"""The grid holds every case once; its short form and the collisions are found in it."""

from __future__ import annotations

from needgraph.consent.evaluation import OUTCOMES, beside
from needgraph.consent.grid import collisions, grid, smallest
from needgraph.consent.rules import ACTS, FLAGS, GROUNDS, STATES, Advice
from small_consent import ADVICE, SHARE, edition, rule
from test_consent_evaluation import EXPLICIT, HALF, MAY_MEET, OTHER, REFUSED, SEEK, SHOULD_SEEK, WITHOUT

HARM = "immediate-harm"


def test_grid_has_every_case_once_and_no_cell_is_empty() -> None:
    found = grid(edition(EXPLICIT, WITHOUT)).records()
    assert len(found) == 2 * len(ACTS) * len(STATES) * 2 ** len(FLAGS) * (1 + len(GROUNDS))
    keys = ("level", "act", "consent", *(flag.replace("-", "_") for flag in FLAGS), "ground")
    assert len({tuple(row[key] for key in keys) for row in found}) == len(found)
    assert {row["outcome"] for row in found} <= set(OUTCOMES)
    assert all(row["asks"] for row in found)


def test_edition_without_rules_is_not_stated_everywhere() -> None:
    assert {(row["outcome"], row["asks"], row["rules"]) for row in grid(edition()).records()} == {
        ("not-stated", "not-stated", "")
    }


def test_cell_names_the_rules_that_bear_on_it_and_stands_beside_the_advice() -> None:
    rows = grid(edition(EXPLICIT, WITHOUT, rule("tells", "must-inform", duty="tell"))).records()
    chosen = [row for row in rows if row["act"] == "share" and row["consent"] == "refused" and not row["ground"]]
    plain = next(row for row in chosen if not any(row[flag.replace("-", "_")] for flag in FLAGS))
    assert (plain["rules"], plain["beside_advice"], plain["advice"]) == ("explicit", "", "Explain")
    risky = next(row for row in chosen if row["high_risk"] and row["immediate_harm"])
    assert (sorted(str(risky["rules"]).split(" | ")), risky["beside_advice"]) == (["explicit", "without"], "the same")


def test_outcome_stands_beside_the_one_the_advice_names() -> None:
    assert [beside(outcome, "may-proceed") for outcome in ("may-proceed", "required", "consent-first")] == [
        "the same", "the same", "differs",
    ]  # fmt: skip
    assert beside("not-stated", "may-proceed") == "this document does not say"
    assert beside("consent-first", "") == ""


def test_short_form_leaves_out_what_changes_nothing() -> None:
    rows = [row for row in smallest(edition(EXPLICIT, WITHOUT)).records() if row["act"] == "share"]
    assert [(row["level"], row["consent"], row["established"], row["outcome"]) for row in rows][:4] == [
        ("1", "explicit", "nothing", "may-proceed"),
        ("1", "implied | not-sought", "nothing", "consent-first"),
        ("1", "refused | withdrawn", "nothing", "not-stated"),
        ("1", "implied | not-sought | refused | withdrawn", "high-risk", "may-proceed"),
    ]


def test_short_form_says_what_makes_the_advice_differ_where_the_outcome_stays() -> None:
    rows = [row for row in smallest(edition(EXPLICIT, tiers="0")).records() if row["act"] == "share"]
    assert [(row["consent"], row["beside_advice"], row["advice_differs_if"]) for row in rows] == [
        ("explicit", "", ""),
        ("implied | not-sought", "", "immediate-harm"),
        ("refused | withdrawn", "", ""),
    ]
    (row,) = [row for row in smallest(edition(SEEK, SHOULD_SEEK, tiers="0")).records() if row["established"] == HARM]
    assert (row["outcome"], row["beside_advice"], row["advice_differs_if"]) == ("conflicting", "differs", "")


def test_collision_is_shown_once_with_the_smallest_case_and_both_quotes() -> None:
    (row,) = collisions(edition(SHOULD_SEEK, SEEK)).records()
    assert (row["level"], row["act"], row["consent"]) == ("1 | 2", "share", "not-sought")
    assert row["established"] == "immediate-harm"
    assert (row["allows_quote"], row["bars_quote"]) == ("Printed should.", "Printed seek.")
    assert str(row["bars_place"]).startswith("dunmore/2020/seek ")
    assert row["advice"] == "Share where there is risk"


def test_same_words_collide_once_also_where_half_of_them_no_longer_stands() -> None:
    (row,) = collisions(edition(MAY_MEET, HALF, OTHER)).records()
    assert row["bars"] == "dunmore/2020/rule/half | dunmore/2020/rule/other"
    assert row["bars_quote"] == "Printed both."


def test_collision_in_a_circumstance_that_no_flag_can_say_is_found() -> None:
    declined = rule("declined", "may-share-without-consent", "permission", when="plan-consent-declined")
    (row,) = collisions(edition(declined, REFUSED)).records()
    assert (row["established"], row["consent"]) == ("plan-consent-declined", "not-sought | refused | withdrawn")


def test_levels_at_which_more_is_needed_for_a_collision_stand_apart() -> None:
    at_one = rule("one", "may-share-without-consent", "permission", levels="1")
    again = rule("two", "may-share-without-consent", "permission", levels="2", when="override-ground")
    rows = collisions(edition(at_one, again, REFUSED)).records()
    assert [(row["level"], row["established"]) for row in rows] == [("1", "nothing"), ("2", "any ground")]


def test_collision_found_in_states_with_different_advice_stands_in_a_line_for_each() -> None:
    sought = Advice("advice/refusal", "A refusal settles nothing", "", "", "", SHARE, frozenset(["consent-refused"]))
    rules = edition(MAY_MEET, HALF, OTHER, tiers="0")
    rows = collisions(rules._replace(advice=(*ADVICE, sought))).records()
    assert [(row["consent"], row["advice"]) for row in rows] == [
        ("not-sought | withdrawn", "Share where there is risk"),
        ("refused", "Share where there is risk; A refusal settles nothing"),
    ]


def test_row_names_only_rules_that_bear_in_each_of_its_states() -> None:
    single = rule("single", "single-agency-only", when="consent-refused")
    barred = rule("barred", "not-accepted", "prohibition", when="consent-not-obtained")
    rows = smallest(edition(single, barred, tiers="0")).records()
    found = {row["consent"]: row["rules"] for row in rows if row["act"] == "share" and row["outcome"] == "not-accepted"}
    assert found == {"not-sought | withdrawn": "barred", "refused": "barred | single"}


def test_edition_whose_rules_agree_has_no_collision() -> None:
    assert collisions(edition(EXPLICIT, WITHOUT)).rows == ()
