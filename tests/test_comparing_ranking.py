"""The ranking is a table that explains itself, and the statutory lines run where the tiers say."""

from __future__ import annotations

import pytest

from needgraph.comparing.ranking import RANKING, crosses, explained, level_relation, line_between


def test_statutory_lines_come_before_early_help_and_consent_before_wording() -> None:
    ranks = {name: each.rank for name, each in RANKING.items()}
    assert ranks["consent-against-duty"] == ranks["line-against-wording"] == 1
    assert ranks["line-without-rung"] < ranks["line-graded"] < ranks["early-help"]
    assert ranks["consent-at-line"] < ranks["consent"] < ranks["wording"]
    assert ranks["safety"] < ranks["rule"] < ranks["wording"] < ranks["agreement"]


def test_table_explains_every_criterion_in_order() -> None:
    found = explained()
    assert found.columns == ("rank", "title", "when", "why")
    assert len(found.rows) == len(RANKING)
    assert [row[0] for row in found.rows] == sorted(each.rank for each in RANKING.values())
    assert all(all(row) for row in found.rows)


@pytest.mark.parametrize(
    ("one", "other", "line"),
    [
        ({2}, {3}, "early help and child in need"),
        ({4}, {3}, "child in need and statutory protection"),
        ({1}, {4}, "early help and child in need and between child in need and statutory protection"),
        ({0, 1}, {2}, ""),
        ({3}, {3, 4}, ""),
        (set(), {3}, ""),
    ],
)
def test_line_between_tiers(one: set[int], other: set[int], line: str) -> None:
    first, second = frozenset(one), frozenset(other)
    assert line_between(first, second) == line
    assert crosses(first, second) == bool(line) == crosses(second, first)


def test_level_relation_reads_the_object_against_the_subject() -> None:
    cases = {
        ((2,), (3,)): "higher",
        ((3,), (2,)): "lower",
        ((2,), (2,)): "same",
        ((0, 1), (0,)): "spans",
        ((), (2,)): "",
    }
    for (one, other), relation in cases.items():
        assert level_relation(frozenset(one), frozenset(other)) == relation
