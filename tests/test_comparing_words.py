"""Definitions meet by the provision they cite, terms by the word or the role, and numbers by what they count."""

from __future__ import annotations

import pytest

from needgraph.comparing.rows import NOT_SAID, Line
from needgraph.comparing.words import definition_lines, quantity_lines, term_lines
from small_comparison import ASHBY, BORWICK, small_facts


def terms() -> dict[str, Line]:
    return {line.concern: line for line in term_lines(small_facts(), ASHBY, BORWICK)}


def test_provision_that_both_cite_stands_with_both_passages() -> None:
    found = [line for line in definition_lines(small_facts(), ASHBY, BORWICK) if line.relation == "same-provision"]
    assert [(line.subject.id, line.object.id) for line in found] == [
        ("ashby/2024/a0032", "borwick/2021/b0026"),
        ("ashby/2024/a0041", "borwick/2021/b0026"),
    ]
    assert "s.17" in found[0].remark
    assert "The words of Ashby point to it for the meaning of a term" in found[0].remark
    assert found[0].criterion == "statutory-test"


def test_provision_pointed_to_in_several_ways_is_not_both_in_one_place() -> None:
    facts = small_facts()
    row = next(row for row in facts.citations[ASHBY] if row["id"] == "ashby/2024/a0032")
    facts.citations[ASHBY].append({**row, "role": "refers"})
    told = " ".join(line.remark for line in definition_lines(facts, ASHBY, BORWICK))
    assert "point to it partly for the meaning of a term, partly without saying more" in told


def test_definition_of_one_edition_is_not_paired_by_its_words() -> None:
    (line,) = [line for line in definition_lines(small_facts(), ASHBY, BORWICK) if line.relation == "one-only"]
    assert (line.subject.place, line.object.id) == (NOT_SAID, "borwick/2021/b0004")


def test_one_word_may_have_two_meanings() -> None:
    assert terms()["AFD"].relation == "same-word-other-meaning"
    assert terms()["EHA"].relation == "same-word-same-meaning"


def test_one_role_may_have_two_names() -> None:
    assert terms()["front-door"].relation == "same-role-other-name"
    assert "“Ashby Front Desk” and “Borwick Door”" in terms()["front-door"].remark
    assert "social-work" not in terms()


def test_level_number_that_means_other_tiers_is_a_word_with_two_meanings() -> None:
    assert terms()["level 1"].criterion == "wording"
    assert terms()["level 3"].criterion == "line-spanned"


def test_level_number_across_a_statutory_line_comes_first() -> None:
    facts = small_facts()
    facts.tiers[BORWICK]["3"] = frozenset({2})
    found = {line.concern: line for line in term_lines(facts, ASHBY, BORWICK)}
    assert found["level 3"].criterion == "level-number"
    assert "Ashby: child in need; Borwick: multi-agency early help" in found["level 3"].remark


@pytest.mark.parametrize(
    ("quantity", "kind", "criterion", "silent"),
    [
        ("out-of-education-duration", "quantity", "wording", "object"),
        ("school-absence-duration", "quantity", "wording", "subject"),
    ],
)
def test_number_of_one_edition_is_not_said_by_the_other(quantity: str, kind: str, criterion: str, silent: str) -> None:
    (line,) = [line for line in quantity_lines(small_facts(), ASHBY, BORWICK) if line.concern == quantity]
    assert (line.kind, line.criterion) == (kind, criterion)
    assert getattr(line, silent).place == NOT_SAID


def test_deadline_of_one_edition_stands_in_the_line_of_its_rule_or_alone() -> None:
    facts = small_facts()
    assert not [line for line in quantity_lines(facts, ASHBY, BORWICK) if line.concern == "deadline"]
    facts.rules[ASHBY] = []
    (line,) = [line for line in quantity_lines(facts, ASHBY, BORWICK) if line.concern == "deadline"]
    assert (line.kind, line.criterion, line.object.place) == ("rule", "safety", NOT_SAID)
    assert "at most 24 hours (a0048)" in line.remark


def test_name_that_only_says_more_is_no_other_name() -> None:
    facts = small_facts()
    for row in facts.roles[BORWICK]:
        if row["role"] == "front-door":
            row["called"] = "The Ashby Front Desk"
    assert "front-door" not in {line.concern for line in term_lines(facts, ASHBY, BORWICK)}


def test_word_with_one_meaning_is_looked_at_last() -> None:
    assert terms()["EHA"].criterion == "agreement"
    assert terms()["AFD"].criterion == "wording"
