"""Score how likely two labels speak of the same topic and subject, whatever their severity words.

Six measures, each a table of left by right, are joined by a logistic curve, so that a score reads as the
share of such pairs that a reviewer accepted. The level of an indicator is not among what is given here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needgraph.suggesting.similarity import ngrams, unit, weigh
from needgraph.suggesting.wording import Lexicon, Wording, wording_of

if TYPE_CHECKING:
    from needgraph.suggesting.similarity import Matrix

MEASURES = ("letters", "words", "coverage", "concerns", "other_subject", "opposite")
VECTOR_MEASURES = (*MEASURES, "vectors", "concern_vectors")
# Printed by `benchmarks/suggest.py --fit`: a logistic regression (ridge 1) on the agreed table of the first two
# editions, then scaled so that scores given to headings of the hub held out of the fit agree with what was
# accepted there. The last number is the constant.
WEIGHTS = (2.46, 2.11, 1.41, 2.96, -0.8, -2.67, -4.96)
VECTOR_WEIGHTS = (2.1, 1.92, 0.92, 2.15, -1.04, -2.3, 1.54, 2.16, -5.89)
# Powers that let the nearest concerns of a label stand out; sentence vectors lie closer together than words.
SHARPNESS, VECTOR_SHARPNESS = 4, 8
# How much of a label's likeness to a concern also counts for the heading above that concern.
HEADING = 0.3


class Concern(NamedTuple):
    """A concern of the hub, with the ids of the headings above it."""

    id: str
    label: str
    definition: str
    broader: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The label and what it means, in one text."""
        return f"{self.label}. {self.definition}"


class Compared(NamedTuple):
    """Two lists of labels taken apart and measured: ``measures`` is left by right by measure.

    ``left_concern`` and ``right_concern`` are the places of the concern each label comes nearest to, or -1.
    """

    left: tuple[Wording, ...]
    right: tuple[Wording, ...]
    measures: Matrix
    left_concern: tuple[int, ...]
    right_concern: tuple[int, ...]


class Vectors(NamedTuple):
    """Sentence vectors of length 1, one row a text: of the left labels, the right labels and the concerns."""

    left: Matrix
    right: Matrix
    concerns: Matrix


def compare(
    left: Sequence[str],
    right: Sequence[str],
    lexicon: Lexicon,
    concerns: Sequence[Concern],
    vectors: Vectors | None = None,
) -> Compared:
    """Return the measures of every pair of labels, in the order of MEASURES (VECTOR_MEASURES with vectors)."""
    a = tuple(wording_of(label, lexicon) for label in left)
    b = tuple(wording_of(label, lexicon) for label in right)
    hub = tuple(wording_of(concern.text, lexicon) for concern in concerns)
    everything = a + b + hub
    cut = (len(a), len(a) + len(b))
    letters = weigh([ngrams(wording.topic + wording.senses) for wording in everything])
    words = weigh([wording.stems + wording.senses for wording in everything])
    near = (letters[: cut[1]] @ letters[cut[1] :].T + words[: cut[1]] @ words[cut[1] :].T) / 2
    found = [
        letters[: cut[0]] @ letters[cut[0] : cut[1]].T,
        words[: cut[0]] @ words[cut[0] : cut[1]].T,
        _coverage(words[: cut[0]], words[cut[0] : cut[1]]),
        _by_concern(near, cut[0], concerns, SHARPNESS),
        _differ([w.subject for w in a], [w.subject for w in b]),
        _differ([w.polarity for w in a], [w.polarity for w in b]),
    ]
    if vectors is not None:
        both = np.concatenate([vectors.left, vectors.right])
        found.append(vectors.left @ vectors.right.T)
        found.append(_by_concern(both @ vectors.concerns.T, cut[0], concerns, VECTOR_SHARPNESS))
    nearest = [int(np.argmax(line)) if line.any() else -1 for line in near]
    return Compared(a, b, np.stack(found, axis=2), tuple(nearest[: cut[0]]), tuple(nearest[cut[0] :]))


def scores(measures: Matrix, weights: Sequence[float] | None = None) -> Matrix:
    """Return the score of every pair, between 0 and 1, rounded so that every machine gives the same order.

    >>> scores(np.zeros((1, 1, len(MEASURES))), [0.0] * 7).tolist()
    [[0.5]]
    """
    if weights is None:
        weights = WEIGHTS if measures.shape[2] == len(MEASURES) else VECTOR_WEIGHTS
    given = np.asarray(weights, dtype=np.float64)
    rounded: Matrix = np.round(1.0 / (1.0 + np.exp(-(measures @ given[:-1] + given[-1]))), 4)
    return rounded


def _coverage(left: Matrix, right: Matrix) -> Matrix:
    """Return how far the words of one label stand in the other, whichever way is more.

    A short label inside a long one covers one situation of several; the angle between them says little.
    """
    shared_left = left @ (right > 0).T.astype(np.float64)
    shared_right = (left > 0).astype(np.float64) @ right.T
    all_left, all_right = left.sum(axis=1)[:, None], right.sum(axis=1)[None, :]
    most: Matrix = np.maximum(shared_left / np.maximum(all_left, 1e-9), shared_right / np.maximum(all_right, 1e-9))
    return most


def _by_concern(near: Matrix, cut: int, concerns: Sequence[Concern], sharpness: int) -> Matrix:
    """Return how alike two labels are in which concerns they come near to."""
    if not concerns:
        return np.zeros((cut, len(near) - cut))
    places = {concern.id: place for place, concern in enumerate(concerns)}
    sharp = np.clip(near, 0.0, 1.0) ** sharpness
    profile = sharp.copy()
    for place, concern in enumerate(concerns):
        for heading in concern.broader:
            if heading in places:
                profile[:, places[heading]] += HEADING * sharp[:, place]
    profile = unit(profile)
    alike: Matrix = profile[:cut] @ profile[cut:].T
    return alike


def _differ(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """Return 1 where both say something and not the same."""
    return np.array([[float(bool(a and b and a != b)) for b in right] for a in left]).reshape(len(left), len(right))
