"""An answer on one act says what the document says of the others in the same case, and whom to contact."""

from __future__ import annotations

from needgraph.consent.evaluation import Case, evaluate
from needgraph.consent.headline import PHRASES, beside_headline
from needgraph.consent.other_acts import as_plain, contacting, other_acts, sentences
from needgraph.consent.rules import read_rules
from needgraph.consent.text import as_text
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.resources import data_at
from small_consent import edition, rule

MAY = rule("may", "may-share-without-consent", "permission", when="high-risk-indicators")
NOT = rule("not", "not-accepted", "prohibition", act="accept-referral", when="consent-not-obtained")
RING = rule("ring", "should-contact", "recommendation", act="contact-front-door", when="wellbeing-concern")
MAIL = rule("mail", "secure-email-only", act="contact-front-door", when="contact-by-email")
ELSEWHERE = rule("elsewhere", "should-contact", act="contact-front-door", levels="2")
KNOWN = edition(MAY, NOT, RING, MAIL, ELSEWHERE)
CASE = Case("1", "refer", "refused", frozenset(["high-risk"]))


def test_every_other_act_is_judged_in_the_same_case() -> None:
    found = other_acts(evaluate(KNOWN, CASE))
    assert [each.case for each in found] == [CASE._replace(act=act) for act in ("share", "assess", "enquire")]
    assert [each.outcome for each in found] == ["may-proceed", "not-stated", "not-stated"]


def test_rules_on_contacting_stand_beside_where_their_conditions_hold() -> None:
    assert contacting(evaluate(KNOWN, CASE)) == (RING,)
    assert contacting(evaluate(KNOWN, CASE._replace(level="2"))) == (RING, ELSEWHERE)


def test_text_says_it_before_the_rules_and_names_what_it_rests_on() -> None:
    answer = evaluate(KNOWN, CASE)
    assert list(sentences(answer)) == [
        f"sharing information: {PHRASES['may-proceed']} [may-proceed] (may)",
        "assessing: This document does not say. [not-stated]",
        "making enquiries: This document does not say. [not-stated]",
        "whom to contact: Says ring. (ring)",
    ]
    text = as_text(answer, [])
    assert text.index("[not-accepted]") < text.index("Of the same case") < text.index("What it rests on")


def test_lifted_rules_are_named() -> None:
    asked = rule("asked", "consent-to-be-sought", unless="immediate-harm")
    answer = evaluate(edition(asked), Case("1", "refer", "not-sought", frozenset(["immediate-harm"])))
    assert as_plain(answer)["other_acts"][0]["rules"] == [asked.id]


def test_what_is_besides_said_of_another_act_is_named_and_not_below() -> None:
    told = rule("told", "share-record", act="assess")
    answer = evaluate(edition(told), Case("1", "refer", "explicit"))
    assert "assessing: This document does not say; what it says besides about the act is in told. [not-stated]" in [
        *sentences(answer)
    ]
    assert {each["headline"] for each in as_plain(answer)["other_acts"]} == {PHRASES["not-stated"]}


def test_bar_after_a_refusal_is_not_read_without_the_advice_made_for_it() -> None:
    halton = read_rules(LocalEndpoint(load_graphs(data_at(None).graph_files())), "halton")
    [line] = beside_headline(evaluate(halton, Case("3", "refer", "refused")))
    assert line.startswith("The national advice says of this: Sharing may be needed even if the threshold")
    assert beside_headline(evaluate(halton, Case("3", "refer", "explicit"))) == []


def test_permission_to_share_stands_beside_a_referral_that_is_not_accepted() -> None:
    halton = read_rules(LocalEndpoint(load_graphs(data_at(None).graph_files())), "halton")
    answer = evaluate(halton, Case("3", "refer", "refused", frozenset(["high-risk"])))
    assert answer.outcome == "not-accepted"
    [sharing] = [each for each in as_plain(answer)["other_acts"] if each["act"] == "share"]
    assert sharing["outcome"] == "may-proceed"
    assert "halton/2023/rule/h3d" in sharing["rules"]
    assert [each["id"] for each in as_plain(answer)["contacting"]] == ["halton/2023/rule/h14"]
