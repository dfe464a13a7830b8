"""Editions are found by name, and what is read of them stands where the comparison looks for it."""

from __future__ import annotations

import pytest

from needgraph.comparing.editions import ComparisonProblem, chosen_editions
from needgraph.edition_names import EditionNameProblem
from needgraph.querying.asking import LocalEndpoint
from small_comparison import ASHBY, BORWICK, small_facts, small_store

ENDPOINT = LocalEndpoint(small_store())


def test_editions_are_named_by_authority_or_in_full() -> None:
    assert chosen_editions(ENDPOINT, ["borwick", "ashby/2024"]) == (BORWICK, ASHBY)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["ashby", "borwik"], "no edition 'borwik'; did you mean 'borwick'. .editions: ashby/2024, borwick/2021"),
        (["ashby", "ashby/2024"], "ashby/2024 is named twice"),
        (["ashby"], "name two editions or more"),
        ([], "name two editions or more"),
    ],
)
def test_wrong_choice_names_what_there_is(names: list[str], message: str) -> None:
    with pytest.raises((ComparisonProblem, EditionNameProblem), match=message):
        chosen_editions(ENDPOINT, names)


def test_passages_stand_at_the_levels_and_tiers_of_their_edition() -> None:
    facts = small_facts()
    assert facts.passages["ashby/2024/a0047"].levels == ("3", "4")
    assert facts.tiers_of(["ashby/2024/a0047"]) == {3, 4}
    assert facts.levels_of(["ashby/2024/a0044", "ashby/2024/a0012"]) == ("1", "4")
    assert facts.tiers_of(["borwick/2021/b0033"]) == frozenset()


def test_counterparts_leave_related_pairs_out() -> None:
    facts = small_facts()
    assert facts.counterparts("ashby/2024/a0012", BORWICK) == []
    assert [pair.object for pair in facts.counterparts("ashby/2024/a0035", BORWICK)] == ["borwick/2021/b0017"]
    assert [pair.subject for pair in facts.counterparts("borwick/2021/b0017", ASHBY)] == ["ashby/2024/a0035"]


def test_rules_bring_their_parts() -> None:
    rule = next(rule for rule in small_facts().rules[ASHBY] if rule.id.endswith("/a4"))
    assert rule.levels == ("3", "4")
    assert (set(rule.acts), set(rule.outcomes)) == ({"report"}, {"required"})
    assert rule.passages == ("ashby/2024/a0032", "ashby/2024/a0041", "ashby/2024/a0047")
