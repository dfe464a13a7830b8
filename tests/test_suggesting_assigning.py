"""The best assignment takes each indicator at most once and the highest sum, not the best first."""

from __future__ import annotations

import numpy as np

from needgraph.suggesting.assigning import best_assignment
from needgraph.suggesting.candidates import Suggestions
from needgraph.suggesting.scoring import Compared
from needgraph.suggesting.wording import lexicon_of


def suggested(scores: list[list[float]]) -> Suggestions:
    given = np.array(scores)
    left = tuple(f"a{row}" for row in range(given.shape[0]))
    right = tuple(f"b{column}" for column in range(given.shape[1]))
    return Suggestions(left, right, given, Compared((), (), np.zeros((0, 0, 6)), (), ()), lexicon_of([]), ())


def test_sum_decides_and_not_the_highest_pair() -> None:
    found = best_assignment(suggested([[0.9, 0.8], [0.85, 0.2]]))
    assert found.columns == ("subject", "object", "score")
    assert found.rows == (("a0", "b1", 0.8), ("a1", "b0", 0.85))


def test_pairs_below_the_floor_and_ends_left_over_stay_out() -> None:
    assert best_assignment(suggested([[0.05], [0.6], [0.5]])).rows == (("a1", "b0", 0.6),)
    assert best_assignment(suggested([[0.05]])).rows == ()
