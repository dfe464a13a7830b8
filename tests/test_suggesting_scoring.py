"""Measures lie where the logistic curve expects them, and the curve keeps their order."""

from __future__ import annotations

import numpy as np

from needgraph.suggesting.scoring import (
    MEASURES,
    VECTOR_MEASURES,
    VECTOR_WEIGHTS,
    WEIGHTS,
    Concern,
    Vectors,
    compare,
    scores,
)
from needgraph.suggesting.wording import lexicon_of

CONCERNS = (
    Concern("harm", "harm", "Somebody is hurt."),
    Concern("bullying", "bullying", "The child is bullied.", ("harm",)),
    Concern("hunger", "hunger", "The child is hungry.", ("elsewhere",)),
)
LABELS = ["Child is bullied", "Child is hungry", ""]


def test_measures_are_one_a_name_and_between_0_and_1() -> None:
    measures = compare(LABELS, LABELS, lexicon_of([]), CONCERNS).measures
    assert measures.shape == (3, 3, len(MEASURES))
    assert float(measures.min()) >= 0.0
    assert float(measures.max()) <= 1.0 + 1e-9


def test_label_is_most_like_itself() -> None:
    found = scores(compare(LABELS[:2], LABELS[:2], lexicon_of([]), CONCERNS).measures)
    assert found[0, 0] > found[0, 1]
    assert found[1, 1] > found[1, 0]


def test_label_without_words_comes_near_to_no_concern() -> None:
    compared = compare(LABELS, [""], lexicon_of([]), CONCERNS)
    assert compared.left_concern == (1, 2, -1)
    assert compared.right_concern == (-1,)
    assert compare(LABELS, LABELS, lexicon_of([]), ()).left_concern == (-1, -1, -1)


def test_every_measure_has_a_weight_and_only_differences_speak_against() -> None:
    assert len(WEIGHTS) == len(MEASURES) + 1
    assert len(VECTOR_WEIGHTS) == len(VECTOR_MEASURES) + 1
    for names, weights in ((MEASURES, WEIGHTS), (VECTOR_MEASURES, VECTOR_WEIGHTS)):
        against = {name for name, weight in zip(names, weights, strict=False) if weight < 0}
        assert against == {"other_subject", "opposite"}


def test_vectors_add_two_measures_and_their_own_weights() -> None:
    rows = np.eye(3)
    compared = compare(LABELS, LABELS, lexicon_of([]), CONCERNS, Vectors(rows, rows, rows))
    assert compared.measures.shape == (3, 3, len(VECTOR_MEASURES))
    found = scores(compared.measures)
    assert found[0, 0] > found[0, 1]
