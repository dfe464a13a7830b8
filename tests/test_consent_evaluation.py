"""A case is decided by the rules as they are read: exactly, in any order, and without resolving a collision."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needgraph.consent.collisions import STATUSES
from needgraph.consent.evaluation import ASKED, OUTCOMES, Case, evaluate
from needgraph.consent.rules import FLAGS, GROUNDS, STATES, ConsentProblem, Rule
from small_consent import edition, rule

EXPLICIT = rule("explicit", "consent-required", forms="informed explicit")
INFORMED = rule("informed", "consent-required", forms="informed")
IMPLIED = rule("implied", "implied-consent-accepted", "permission", when="consent-implied", forms="implied")
BEST = rule("best", "consent-recommended", "recommendation", unless="override-ground", forms="informed explicit")
WITHOUT = rule("without", "may-share-without-consent", "permission", when="high-risk-indicators")
SINGLE = rule("single", "single-agency-only", when="consent-refused", duty="tell-carer")
SEEK = rule("seek", "consent-to-be-sought")
SHOULD_SEEK = rule("should", "consent-to-be-sought", "deterrence", when="consent-not-sought", unless="immediate-harm")
ONLY = rule("only", "consent-required", "prohibition", when="consent-not-obtained")
REFUSED = rule("refuses", "not-accepted", "prohibition", when="consent-not-obtained")
MUST = rule("must", "must-report")
ADVISED = rule("advised", "must-report", "recommendation")
MAY_MEET = rule("maybe", "may-meet-enquiry-threshold", "permission", when="immediate-harm")
SPARED = rule("spared", "single-agency-only", when="consent-refused", unless="immediate-harm")
UNLESS_HARM = rule("unless", "consent-required", forms="explicit", unless="immediate-harm")
OUTSIDE = rule("outside", "must-report", when="threshold-met")
# Two halves of one sentence: consent is needed unless both hold.
LACK, BAN = "consent-not-obtained", "prohibition"
HALF = rule("half", "consent-required", BAN, when=LACK, unless="child-protection-concern", words="both")
OTHER = rule("other", "consent-required", BAN, when=LACK, unless="escalation-by-approach", words="both")
POOL = (
    EXPLICIT, INFORMED, BEST, WITHOUT, SINGLE, SEEK, SHOULD_SEEK, ONLY, REFUSED, MUST, ADVISED, MAY_MEET, UNLESS_HARM,
    OUTSIDE, HALF, OTHER,
)  # fmt: skip
FIRST, PROCEED, SILENT = "consent-first", "may-proceed", "not-stated"

flags = st.frozensets(st.sampled_from(list(FLAGS)))
grounds = st.sampled_from(["", *GROUNDS])
rules = st.lists(st.sampled_from(POOL), unique=True)


def outcomes(*given: Rule, flags: str = "", ground: str = "") -> tuple[str, ...]:
    """Return the outcome of sharing for explicit, implied, not-sought, refused and withdrawn consent."""
    known = edition(*given)
    cases = (Case("1", "share", state, frozenset(flags.split()), ground) for state in STATES)
    return tuple(evaluate(known, case).outcome for case in cases)


def everywhere(outcome: str) -> tuple[str, ...]:
    return (outcome,) * len(STATES)


@pytest.mark.parametrize(
    ("given", "flags", "expected"),
    [
        # A requirement names no consequence of a refusal; a prohibition does.
        ((EXPLICIT,), "", (PROCEED, FIRST, FIRST, SILENT, SILENT)),
        ((INFORMED,), "", (PROCEED, FIRST, FIRST, SILENT, SILENT)),
        ((INFORMED, IMPLIED), "", (PROCEED, PROCEED, FIRST, SILENT, SILENT)),
        ((ONLY,), "", (PROCEED, PROCEED, FIRST, FIRST, FIRST)),
        # Consent that was to be sought was sought when it was refused; what follows is not said.
        ((SEEK,), "", (PROCEED, PROCEED, FIRST, SILENT, SILENT)),
        ((SHOULD_SEEK,), "", (PROCEED, PROCEED, FIRST, SILENT, SILENT)),
        ((SHOULD_SEEK,), "immediate-harm", (PROCEED, PROCEED, PROCEED, SILENT, SILENT)),
        # A permission without consent answers a requirement, and goes before the limit to one agency.
        ((EXPLICIT, SINGLE), "", (PROCEED, FIRST, FIRST, "single-agency", SILENT)),
        ((EXPLICIT, SINGLE, WITHOUT), "high-risk", everywhere(PROCEED)),
        ((EXPLICIT, WITHOUT), "", (PROCEED, FIRST, FIRST, SILENT, SILENT)),
        ((BEST,), "", (PROCEED, FIRST, FIRST, SILENT, SILENT)),
        ((UNLESS_HARM,), "immediate-harm", everywhere(PROCEED)),
        # A limit that is lifted gives no leave.
        ((SPARED,), "immediate-harm", everywhere(SILENT)),
        # Acceptance is refused whatever else is unmet.
        ((SEEK, REFUSED, SINGLE), "", (PROCEED, PROCEED, *["not-accepted"] * 3)),
        # Both halves of a sentence have to give way.
        ((HALF, OTHER), "child-protection", (PROCEED, PROCEED, FIRST, FIRST, FIRST)),
        ((HALF, OTHER), "child-protection escalation-risk", everywhere(PROCEED)),
        ((MUST, EXPLICIT, SINGLE), "", everywhere("required")),
        ((ADVISED,), "", everywhere(SILENT)),
        ((OUTSIDE,), "child-protection", everywhere(SILENT)),
        ((MAY_MEET,), "immediate-harm", everywhere(SILENT)),
        ((), "high-risk", everywhere(SILENT)),
        # What collides is not resolved.
        ((SHOULD_SEEK, SEEK), "immediate-harm", (PROCEED, PROCEED, "conflicting", SILENT, SILENT)),
        ((SHOULD_SEEK, REFUSED), "immediate-harm", (PROCEED, PROCEED, "conflicting", *["not-accepted"] * 2)),
        ((MAY_MEET, ONLY), "immediate-harm", (PROCEED, PROCEED, *["conflicting"] * 3)),
        ((WITHOUT, ONLY), "high-risk", (PROCEED, PROCEED, *["conflicting"] * 3)),
    ],
)  # fmt: skip
def test_case_has_the_outcome_that_the_rules_give(
    given: tuple[Rule, ...], flags: str, expected: tuple[str, ...]
) -> None:
    assert outcomes(*given, flags=flags) == expected


@pytest.mark.parametrize("ground", GROUNDS)
def test_any_ground_lifts_what_an_override_ground_lifts(ground: str) -> None:
    assert outcomes(BEST, ground=ground) == everywhere(PROCEED)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ((EXPLICIT, SEEK), "explicit"),
        ((INFORMED, IMPLIED), "implied"),
        ((INFORMED,), "sought"),
        ((SEEK,), "sought"),
        ((BEST,), "recommended"),
        ((MUST, OUTSIDE), "not-stated"),
        ((), "not-stated"),
    ],
)
def test_what_is_asked_for_does_not_depend_on_the_case(given: tuple[Rule, ...], asked: str) -> None:
    known = edition(*given)
    answers = [evaluate(known, Case("1", "share", state, frozenset(FLAGS), "further-risk")) for state in STATES]
    assert {answer.consent for answer in answers} == {asked}


def test_status_says_how_each_rule_stands_and_a_rule_for_another_state_is_not_shown() -> None:
    known = edition(EXPLICIT, SINGLE, SHOULD_SEEK, OUTSIDE, WITHOUT, BEST)
    answer = evaluate(known, Case("1", "share", "not-sought", frozenset(["immediate-harm"]), "further-risk"))
    assert {each.rule.id.rpartition("/")[2]: each.status for each in answer.rules} == {
        "explicit": "unmet", "should": "lifted", "outside": "if", "without": "not-established", "best": "lifted",
    }  # fmt: skip
    assert answer.unless == (OUTSIDE,)
    assert [rule.id for rule in answer.applying] == [EXPLICIT.id]


def test_wider_condition_holds_and_a_narrower_one_does_not() -> None:
    danger = rule("danger", "must-report", when="immediately-dangerous")
    ground = rule("ground", "must-report", when="override-ground")
    harm = Case("1", "share", "refused", frozenset(["immediate-harm"]))
    assert evaluate(edition(danger), harm).outcome == SILENT
    assert evaluate(edition(ground), harm._replace(ground="crime-detection")).outcome == "required"


def test_concern_is_presupposed_by_asking() -> None:
    concern = rule("concern", "must-report", when="safeguarding-concern wellbeing-concern")
    assert evaluate(edition(concern), Case("1", "share", "refused")).outcome == "required"


def test_rule_applies_at_its_levels_and_acts_only() -> None:
    known = edition(rule("two", "must-report", act="report", levels="2"))
    assert evaluate(known, Case("2", "refer", "refused")).outcome == "required"
    assert evaluate(known, Case("1", "refer", "refused")).outcome == SILENT
    assert evaluate(known, Case("2", "share", "refused")).outcome == SILENT


def test_advice_is_that_on_the_act_with_the_particular_first() -> None:
    known = edition()
    harm = Case("1", "share", "refused", frozenset(["immediate-harm"]))
    assert [each.id for each in evaluate(known, harm).advice] == ["advice/risk", "advice/explain"]
    assert [each.id for each in evaluate(known, harm._replace(act="refer")).advice] == ["advice/explain"]
    assert evaluate(known, harm._replace(act="enquire")).advice == ()


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (Case("3", "share", "refused"), "dunmore/2020 has no level '3'; its levels are: 1, 2"),
        (Case("1", "shar", "refused"), "act 'shar' is unknown; did you mean 'share'.*choose share, refer"),
        (Case("1", "share", "denied"), "state of consent 'denied' is unknown.*explicit, implied"),
        (Case("1", "share", "refused", frozenset(["risk"])), "flag 'risk' is unknown"),
        (Case("1", "share", "refused", ground="delay"), "ground 'delay' is unknown.*further-risk"),
    ],
)
def test_unknown_case_is_refused_by_naming_what_there_is(case: Case, message: str) -> None:
    with pytest.raises(ConsentProblem, match=message):
        evaluate(edition(), case)


@given(rules, flags, grounds, st.sampled_from(STATES), st.randoms(use_true_random=False))
def test_order_of_rules_makes_no_difference(
    given: list[Rule], flags: frozenset[str], ground: str, state: str, chance: random.Random
) -> None:
    case = Case("1", "share", state, flags, ground)
    shuffled = given.copy()
    chance.shuffle(shuffled)
    one, other = evaluate(edition(*given), case), evaluate(edition(*shuffled), case)
    assert one._replace(edition=other.edition) == other


@given(rules, flags, grounds, st.sampled_from(STATES))
def test_every_value_is_one_of_its_list(given: list[Rule], flags: frozenset[str], ground: str, state: str) -> None:
    answer = evaluate(edition(*given), Case("1", "share", state, flags, ground))
    assert answer.outcome in OUTCOMES
    assert answer.consent in ASKED
    assert {each.status for each in answer.rules} <= set(STATUSES)
    assert answer.outcome == "required" or (answer.outcome == "conflicting") == bool(answer.collisions)


@given(rules, flags, grounds)
def test_more_consent_never_allows_less(given: list[Rule], flags: frozenset[str], ground: str) -> None:
    known = edition(*given)
    allowed = [
        evaluate(known, Case("1", "share", state, flags, ground)).outcome in ("may-proceed", "required")
        for state in ("not-sought", "implied", "explicit")
    ]
    assert allowed == sorted(allowed)


@given(rules, flags, grounds)
def test_what_is_required_does_not_depend_on_consent(given: list[Rule], flags: frozenset[str], ground: str) -> None:
    found = outcomes(*given, flags=" ".join(flags), ground=ground)
    assert ("required" in found) == (set(found) == {"required"})


@given(rules, flags, grounds, st.sampled_from(list(FLAGS)), st.sampled_from(STATES))
def test_flag_on_which_no_rule_depends_changes_nothing(
    given: list[Rule], flags: frozenset[str], ground: str, flag: str, state: str
) -> None:
    free = [each for each in given if FLAGS[flag] not in {term.id for term in (*each.conditions, *each.exceptions)}]
    case = Case("1", "share", state, flags - {flag}, ground)
    one, other = evaluate(edition(*free), case), evaluate(edition(*free), case._replace(flags=flags | {flag}))
    assert (one.outcome, one.rules, one.collisions) == (other.outcome, other.rules, other.collisions)
