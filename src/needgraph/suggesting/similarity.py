"""How alike short texts are: weights of terms by rarity (TF-IDF), compared by the angle between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]


def ngrams(words: Sequence[str], shortest: int = 3, longest: int = 5) -> list[str]:
    """Return the character n-grams of each word, its edges marked by spaces.

    >>> ngrams(["home"], 4, 5)
    [' hom', 'home', 'ome ', ' home', 'home ']
    """
    return [
        padded[start : start + size]
        for padded in (f" {word} " for word in words)
        for size in range(shortest, longest + 1)
        for start in range(len(padded) - size + 1)
    ]


def weigh(texts: Sequence[Sequence[str]]) -> Matrix:
    """Return one row a text of TF-IDF weights, each row of length 1 (an empty text is a row of zeros).

    Columns are the terms in alphabetical order, so the same texts always give the same numbers.

    >>> weigh([["home", "school"], ["home"]]).round(2).tolist()
    [[0.58, 0.81], [1.0, 0.0]]
    """
    counted = [Counter(text) for text in texts]
    columns = {term: column for column, term in enumerate(sorted({term for counts in counted for term in counts}))}
    weights = np.zeros((len(texts), len(columns)))
    for row, counts in enumerate(counted):
        if counts:
            places = [columns[term] for term in counts]
            weights[row, places] = 1.0 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))
    rarity = np.log((1.0 + len(texts)) / (1.0 + np.count_nonzero(weights, axis=0))) + 1.0
    return unit(weights * rarity)


def unit(rows: Matrix) -> Matrix:
    """Return the rows scaled to length 1; rows of zeros stay as they are.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled
