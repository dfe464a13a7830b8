"""The headline is as strict as the rules behind it, and what has to be read with it stands directly under it."""

from __future__ import annotations

import pytest

from needgraph.consent.evaluation import Case, evaluate
from needgraph.consent.headline import (
    BEST_PRACTICE,
    IN_FORM,
    RECOMMENDED,
    SOUGHT,
    WITHOUT,
    beside_headline,
    headline,
)
from needgraph.consent.rules import Rule
from needgraph.consent.text import as_text
from small_consent import edition, rule
from test_consent_evaluation import BEST, EXPLICIT, ONLY, SEEK, SHOULD_SEEK, SINGLE

NOT_SOUGHT = Case("1", "share", "not-sought")
REFUSED = Case("1", "share", "refused")
IF_RISK = rule("risk", "may-share-without-consent", "permission", when="consent-refused high-risk-indicators")


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ([EXPLICIT], IN_FORM),
        ([EXPLICIT, SEEK, BEST], IN_FORM),
        ([ONLY], WITHOUT),
        ([SEEK], SOUGHT),
        ([SHOULD_SEEK, BEST], SOUGHT),
        ([BEST], BEST_PRACTICE),
        ([rule("advised", "consent-recommended", "recommendation")], RECOMMENDED),
    ],
)
def test_consent_first_says_what_is_asked(rules: list[Rule], sentence: str) -> None:
    answer = evaluate(edition(*rules), NOT_SOUGHT)
    assert answer.outcome == "consent-first"
    assert headline(answer) == sentence


def test_only_a_strict_rule_says_that_the_act_may_not_begin() -> None:
    assert not [each for each in (SOUGHT, BEST_PRACTICE, RECOMMENDED) if "may not" in each]


def test_single_agency_says_what_the_document_says_of_the_act_itself() -> None:
    (line,) = beside_headline(evaluate(edition(SINGLE, IF_RISK), REFUSED))
    assert line.startswith("On sharing information itself without consent it says only this")
    assert line.endswith("Says risk. (risk)")
    (line,) = beside_headline(evaluate(edition(SINGLE), REFUSED))
    assert line == "On sharing information itself without consent it says nothing that has been read."


def test_advice_that_differs_stands_directly_under_the_headline() -> None:
    answer = evaluate(edition(EXPLICIT), NOT_SOUGHT._replace(flags=frozenset(["immediate-harm"])))
    said = "The national advice differs here: Share where there is risk."
    assert answer.beside_advice == "differs"
    assert f"{IN_FORM} [consent-first]\n{said}\n" in as_text(answer, [])
    assert beside_headline(evaluate(edition(EXPLICIT), NOT_SOUGHT)) == []


def test_advice_on_which_the_document_is_silent_is_told_from_a_difference() -> None:
    answer = evaluate(edition(), REFUSED._replace(flags=frozenset(["immediate-harm"])))
    assert answer.beside_advice == "this document does not say"
    assert beside_headline(answer) == ["The national advice does say something here: Share where there is risk."]


def test_advice_that_agrees_adds_no_line() -> None:
    allowed = rule("allowed", "may-share-without-consent", "permission", when="immediate-harm")
    answer = evaluate(edition(allowed), REFUSED._replace(flags=frozenset(["immediate-harm"])))
    assert (answer.beside_advice, beside_headline(answer)) == ("the same", [])
