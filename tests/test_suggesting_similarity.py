"""TF-IDF rows have length 1 or 0, and a text is most like itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from needgraph.suggesting.similarity import ngrams, weigh

TEXTS = st.lists(st.lists(st.sampled_from(["home", "school", "missing", "abuse"]), max_size=5), max_size=6)


@given(TEXTS)
def test_rows_have_length_one_or_nothing(texts: list[list[str]]) -> None:
    lengths = np.linalg.norm(weigh(texts), axis=1)
    assert np.allclose(lengths, [1.0 if text else 0.0 for text in texts])


@given(TEXTS)
def test_no_text_is_more_alike_than_the_text_itself(texts: list[list[str]]) -> None:
    rows = weigh(texts)
    alike = rows @ rows.T
    assert bool((alike <= np.maximum(np.diag(alike)[:, None], 1e-12) + 1e-9).all())


def test_order_of_words_and_columns_does_not_matter() -> None:
    one, other = weigh([["home", "school"], ["abuse"]]), weigh([["school", "home"], ["abuse"]])
    assert one.tolist() == other.tolist()


def test_short_words_have_ngrams_too() -> None:
    assert ngrams(["a"]) == [" a "]
