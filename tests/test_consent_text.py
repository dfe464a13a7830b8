"""The answer reads the same in words, as an object and as rows, and never turns silence into leave."""

from __future__ import annotations

import json
import re

import pytest

from needgraph.consent.evaluation import ASKED as ASKED_VALUES
from needgraph.consent.evaluation import OUTCOMES, Case, evaluate
from needgraph.consent.grid import collisions
from needgraph.consent.headline import BESIDES, NO_CONSEQUENCE, PHRASES, TAKEN_AS_GIVEN, UNMET
from needgraph.consent.rules import EditionRules
from needgraph.consent.text import (
    ASKED,
    NOTICE,
    as_blocks,
    as_object,
    as_rows,
    as_text,
)
from small_consent import edition, rule
from test_consent_evaluation import EXPLICIT, OUTSIDE, SEEK, SHOULD_SEEK, SINGLE, WITHOUT

NINE = rule("nine", "should-call-999", "recommendation", act="call-emergency", when="immediately-dangerous")
KNOWN = edition(EXPLICIT, SINGLE, WITHOUT, OUTSIDE, SHOULD_SEEK, SEEK, NINE)
REFUSED = Case("1", "share", "refused")


def words(text: str) -> str:
    return " ".join(text.split())


def text_of(rules: EditionRules, case: Case = REFUSED) -> str:
    return words(as_text(evaluate(rules, case), [f"{NOTICE} It is invented."]))


def test_every_outcome_and_form_has_words_and_none_says_that_something_is_not_required() -> None:
    assert list(PHRASES) == list(OUTCOMES)
    assert list(ASKED) == list(ASKED_VALUES)
    assert not [each for each in (*PHRASES.values(), UNMET, NO_CONSEQUENCE, BESIDES) if "not required" in each.lower()]


def test_text_begins_with_the_notice_and_ends_with_the_emergency_line() -> None:
    text = text_of(KNOWN)
    assert text.startswith(f"{NOTICE} It is invented. dunmore/2020, Level 1: sharing information")
    assert "“Printed nine.” [dunmore/2020/nine" in text[text.index("In an emergency, as the document prints it:") :]
    assert as_text(evaluate(KNOWN, REFUSED), []).startswith(NOTICE)


def test_emergency_line_stands_at_the_top_where_there_is_immediate_harm() -> None:
    text = text_of(KNOWN, REFUSED._replace(flags=frozenset(["immediate-harm"])))
    line = "In an emergency, as the document prints it: “Printed nine.”"
    assert text.startswith(f"{NOTICE} It is invented. {line}")
    assert text.count(line) == 1


def test_national_advice_names_its_source_once() -> None:
    advice = tuple(each._replace(title="Advice, 2024") for each in KNOWN.advice)
    case = REFUSED._replace(flags=frozenset(["immediate-harm"]))
    text = text_of(KNOWN._replace(advice=advice), case)
    assert text.count("Advice, 2024") == 1
    assert "Beside it, the national advice, in our words (from Advice, 2024): - Share where there is risk." in text


def test_text_shows_outcome_code_rules_quotes_duties_and_what_else_could_apply() -> None:
    text = text_of(KNOWN)
    assert f"{PHRASES['single-agency']} [single-agency]" in text
    assert "Asked for before it: informed and explicit consent. [explicit]" in text
    quote = r"“Printed explicit.” \[dunmore/2020/explicit \d+–\d+\]"
    assert re.search(rf"explicit \(obligation\) is not met: Says explicit. {quote}", text)
    assert "tell-carer (single)" in text
    assert "outside (obligation) if threshold-met: Says outside." in text
    assert "without (permission) depends on what is not established here: Says without." in text
    assert "Beside it, the national advice, in our words: - Explain." in text


def test_code_is_never_broken_over_lines() -> None:
    for state in ("explicit", "implied", "not-sought", "refused"):
        answer = evaluate(KNOWN, REFUSED._replace(consent=state))
        assert f"[{answer.outcome}]" in as_text(answer, [])


def test_what_is_taken_as_given_is_said_once() -> None:
    given = "Taken as given: that there is a concern about the child"
    assert text_of(KNOWN).count(given) == 1
    found = as_object(evaluate(KNOWN, REFUSED), [])
    assert found["presupposed"] == TAKEN_AS_GIVEN
    assert TAKEN_AS_GIVEN.startswith(given)


def test_collision_stands_in_the_text_with_our_reading() -> None:
    case = Case("1", "share", "not-sought", frozenset(["immediate-harm"]))
    text = text_of(edition(SEEK, SHOULD_SEEK), case)
    assert "The collision, which nothing here resolves: - should does not hold in case of immediate-harm" in text
    assert "(our reading)" in text


@pytest.mark.parametrize(
    ("rules", "phrase"),
    [
        (edition(EXPLICIT), UNMET),
        (edition(SEEK), NO_CONSEQUENCE),
        (edition(rule("tells", "must-inform")), BESIDES),
        (edition(NINE), PHRASES["not-stated"]),
    ],
)
def test_silence_says_what_it_is_about(rules: EditionRules, phrase: str) -> None:
    assert f"{phrase} [not-stated]" in text_of(rules)


def test_edition_without_rules_says_so() -> None:
    answer = evaluate(edition(), REFUSED)
    message = "No rule of dunmore/2020 has been read yet; this shows nothing of what it says."
    assert message in words(as_text(answer, []))
    assert as_object(answer, [])["message"] == message
    assert as_object(answer, [])["outcome"] == "not-stated"
    (row,) = as_rows(answer).records()
    assert (row["outcome"], row["id"]) == ("not-stated", None)


def test_object_has_its_fields_the_notice_first() -> None:
    found = json.loads(
        json.dumps(as_object(evaluate(KNOWN, REFUSED), [f"{NOTICE} It is invented.", "Currency unknown."]))
    )
    assert list(found) == [
        "notice", "notices", "message", "authority", "edition", "level", "act", "case", "presupposed", "outcome",
        "headline", "beside_advice", "consent", "rules", "duties", "unless", "collisions", "emergency",
        "national_advice", "other_acts", "contacting",
    ]  # fmt: skip
    assert found["notice"] == f"{NOTICE} It is invented."
    assert found["notices"] == [found["notice"], "Currency unknown."]
    assert found["beside_advice"] == ""
    assert as_object(evaluate(KNOWN, REFUSED), [])["notice"] == NOTICE
    assert found["case"] == {
        "consent": "refused", "high_risk": "", "immediate_harm": "", "child_protection": "", "escalation_risk": "",
        "ground": "",
    }  # fmt: skip
    status = {each["id"]: each["status"] for each in found["rules"]}
    assert status["dunmore/2020/rule/explicit"] == "unmet"
    quote = found["rules"][0]["quotes"][0]
    assert set(quote) == {"id", "text", "start", "end"}
    assert [each["duty"] for each in found["duties"]] == ["tell-carer"]
    assert [each["if"] for each in found["unless"]] == ["threshold-met"]
    assert [each["text"] for each in found["emergency"]] == ["Printed nine."]


def test_rows_are_one_a_rule_with_quote_and_place() -> None:
    answer = evaluate(KNOWN, Case("1", "share", "refused", frozenset(["high-risk"]), "further-risk"))
    rows = as_rows(answer).records()
    assert len(rows) == len(answer.rules)
    assert {row["established"] for row in rows} == {"high-risk | ground further-risk"}
    assert all(row["quote"] and row["place"] for row in rows)


def test_blocks_show_both_sides_or_say_that_there_is_nothing() -> None:
    text = words(as_blocks(collisions(edition(SEEK, SHOULD_SEEK)), ["Invented."], ("allows", "bars"), "None found."))
    assert text.startswith(f"{NOTICE} Invented. Share, level 1 | 2, consent not-sought, established immediate-harm")
    assert "- allows: dunmore/2020 should “Printed should.”" in text
    assert "- bars: dunmore/2020 seek “Printed seek.”" in text
    assert "None found." in as_blocks(collisions(edition()), [], ("allows", "bars"), "None found.")
