"""Each case is decided once for all that differ in nothing relevant, exactly as it is alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from needgraph.consent.cases import SITUATIONS, Cases, Situation, turning_points
from needgraph.consent.evaluation import evaluate
from needgraph.consent.rules import FLAGS, GROUNDS, STATES, Rule
from small_consent import edition
from test_consent_evaluation import EXPLICIT, POOL, WITHOUT


def nothing_more(state: str, situation: Situation) -> None:
    """Say that nothing is shown beside the outcome."""


rules = st.lists(st.sampled_from(POOL), unique=True)


def test_situations_are_all_flags_with_all_grounds_the_smaller_first() -> None:
    assert len(set(SITUATIONS)) == len(SITUATIONS) == 2 ** len(FLAGS) * (1 + len(GROUNDS))
    assert [len(each.flags) for each in SITUATIONS] == sorted(len(each.flags) for each in SITUATIONS)


@given(rules, st.sampled_from(SITUATIONS), st.sampled_from(STATES))
def test_decision_is_that_of_the_case_alone(given: list[Rule], situation: Situation, state: str) -> None:
    cases = Cases(edition(*given))
    # What was decided before must not leak into another case.
    for before in SITUATIONS[:: len(FLAGS)]:
        cases.decision("1", "share", state, before)
    found = cases.decision("1", "share", state, situation)
    alone = evaluate(cases.rules, situation.case("1", "share", state))
    assert (found.outcome, found.judged, found.collisions) == (alone.outcome, alone.rules, alone.collisions)


def test_outcome_turns_where_one_thing_more_changes_it() -> None:
    cases = Cases(edition(EXPLICIT, WITHOUT))
    found = turning_points(lambda state, situation: cases.outcome("1", "share", state, situation), nothing_more)
    assert [(states, established) for states, established, _ in found] == [
        (("explicit",), "nothing"),
        (("implied", "not-sought"), "nothing"),
        (("refused", "withdrawn"), "nothing"),
        (("implied", "not-sought", "refused", "withdrawn"), "high-risk"),
    ]


def test_grounds_that_do_the_same_are_put_together() -> None:
    by_any = turning_points(lambda _, situation: bool(situation.ground), nothing_more)
    assert [established for _, established, _ in by_any] == ["nothing", "any ground"]
    by_one = turning_points(lambda _, situation: situation.ground == "further-risk", nothing_more)
    assert [established for _, established, _ in by_one] == ["nothing", "ground further-risk"]


def test_states_and_grounds_of_which_something_else_is_shown_stand_apart() -> None:
    found = turning_points(
        lambda _, situation: bool(situation.ground),
        lambda state, situation: (state == "refused", situation.ground == "further-risk"),
    )
    others = ("explicit", "implied", "not-sought", "withdrawn")
    assert [(states, established) for states, established, _ in found] == [
        (others, "nothing"),
        (("refused",), "nothing"),
        (others, "ground further-risk"),
        (("refused",), "ground further-risk"),
        (others, "ground crime-detection or unjustified-delay"),
        (("refused",), "ground crime-detection or unjustified-delay"),
    ]


def test_advice_of_a_case_is_the_particular_or_else_the_first() -> None:
    cases = Cases(edition())
    assert cases.advice("share", "refused", Situation(("immediate-harm",))) == (
        "Share where there is risk",
        "may-proceed",
    )
    assert cases.advice("share", "refused", Situation()) == ("Explain", "")
    assert cases.advice("assess", "refused", Situation()) == ("", "")
