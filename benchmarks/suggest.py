"""Measure the suggestions against the agreed mappings: how often a right counterpart is found, and how soon.

    .venv/bin/python benchmarks/suggest.py [A B] [--fit]

Counterparts are the close, broad and narrow matches of ``agreed.sssom.tsv``; what is only related is none.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needgraph.resources import data_at
from needgraph.suggesting.candidates import Suggestions, edition_of, indicators, read_words, suggestions_between
from needgraph.suggesting.scoring import MEASURES, VECTOR_WEIGHTS, WEIGHTS, Concern, compare, scores
from needgraph.suggesting.similarity import ngrams, weigh
from needgraph.suggesting.vectors import VectorsProblem
from needgraph.tables.editions import Edition
from needgraph.tables.mappings import COUNTERPARTS, id_of, is_gap, read_mappings

if TYPE_CHECKING:
    from needgraph.suggesting.similarity import Matrix

THRESHOLD = 0.3
AT = (1, 3, 5, 10)
HEADER = f"{'':42}{'n':>5}{'precision':>11}{'recall':>8}{'F1':>7}{'MRR':>7}" + "".join(f"{f'R@{k}':>7}" for k in AT)
RIDGE = 1.0
NEAR = 0.02


class Case(NamedTuple):
    """Two editions, which pairs are counterparts, and the heading of the hub each indicator comes under."""

    left: list[tuple[str, str]]
    right: list[tuple[str, str]]
    counterparts: Matrix
    left_fold: list[str]
    right_fold: list[str]


def fit(measures: Matrix, counterparts: Matrix) -> Matrix:
    """Return the weights of a logistic regression (Newton's method, ridge on all but the constant)."""
    given = np.concatenate([measures, np.ones((*measures.shape[:-1], 1))], axis=-1).reshape(-1, measures.shape[-1] + 1)
    wanted = counterparts.reshape(-1)
    ridge = np.full(given.shape[1], RIDGE)
    ridge[-1] = 1e-6
    weights = np.zeros(given.shape[1])
    for _ in range(40):
        guess = 1.0 / (1.0 + np.exp(-given @ weights))
        slope = given.T @ (guess - wanted) + ridge * weights
        curve = (given * (guess * (1.0 - guess))[:, None]).T @ given + np.diag(ridge)
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def calibrated(measures: Matrix, case: Case) -> list[float]:
    """Return fitted weights, scaled so that scores of pairs held out of a fit agree with what was accepted."""
    weights = fit(measures, case.counterparts)
    given = np.clip(held_out(measures, case, case.left_fold, rows=True), 1e-4, 1 - 1e-4)
    # Only pairs that somebody would look at: thousands that share nothing would decide the scale otherwise.
    near = given >= NEAR
    slope, shift = fit(np.log(given / (1 - given))[near][:, None], case.counterparts[near]).tolist()
    weights = weights * slope
    weights[-1] += shift
    return [round(weight, 2) for weight in weights.tolist()]


def held_out(measures: Matrix, case: Case, folds: Sequence[str], *, rows: bool) -> Matrix:
    """Return scores of which each was given by weights fitted without any pair that has an end under its heading."""
    found = np.zeros(case.counterparts.shape)
    left, right = np.array(case.left_fold), np.array(case.right_fold)
    for fold in sorted(set(folds)):
        seen = np.ix_(left != fold, right != fold)
        weights = fit(measures[seen].reshape(-1, measures.shape[2]), case.counterparts[seen])
        given = scores(measures, weights.tolist())
        if rows:
            found[left == fold] = given[left == fold]
        else:
            found[:, right == fold] = given[:, right == fold]
    return found


def ranks(found: Matrix, counterparts: Matrix) -> list[int]:
    """Return, for each row that has a counterpart, the rank of the first right one; ties count by place."""
    given = []
    for line, right in zip(found, counterparts, strict=True):
        if right.any():
            order = np.argsort(-line, kind="stable")
            given.append(int(np.argmax(right[order] > 0)) + 1)
    return given


def line(name: str, found: Matrix, counterparts: Matrix) -> str:
    """Return one line of the table."""
    first = np.array(ranks(found, counterparts))
    shown = found >= THRESHOLD
    hits = float((shown * counterparts).sum())
    precision, recall = hits / max(float(shown.sum()), 1.0), hits / float(counterparts.sum())
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    at = "".join(f"{float((first <= k).mean()):7.3f}" for k in AT)
    reciprocal = float((1 / first).mean())
    return f"{name:42}{len(first):5}{precision:11.3f}{recall:8.3f}{both:7.3f}{reciprocal:7.3f}{at}"


def case_of(a: str, b: str) -> tuple[Case, tuple[Edition, Edition]]:
    """Return the two editions and what is agreed between them."""
    data = data_at()
    editions = edition_of(data, a), edition_of(data, b)
    left, right = (indicators(edition) for edition in editions)
    rows, columns = ({identifier: place for place, (identifier, _) in enumerate(side)} for side in (left, right))
    counterparts = np.zeros((len(left), len(right)))
    for row in read_mappings(data)["agreed"].rows:
        if not is_gap(row) and row["predicate_id"] in COUNTERPARTS:
            ends = id_of(row["subject_id"]), id_of(row["object_id"])
            for one, other in (ends, ends[::-1]):
                if one in rows and other in columns:
                    counterparts[rows[one], columns[other]] = 1.0
    _, concerns = read_words(data)
    folds = [headings(edition, concerns) for edition in editions]
    return Case(left, right, counterparts, folds[0], folds[1]), editions


def headings(edition: Edition, concerns: Sequence[Concern]) -> list[str]:
    """Return the topmost heading of each indicator's first concern; only the folds of the hold-out use it."""
    above = {concern.id: concern.broader[0] if concern.broader else "" for concern in concerns}
    first: dict[str, str] = {}
    for row in edition.tables["readings"]:
        if row["facet"] == "concern":
            first.setdefault(row["statement"], row["value"].rpartition("/")[2])
    found = []
    for identifier, _ in indicators(edition):
        concern = first.get(identifier.rpartition("/")[2], "")
        while above.get(concern):
            concern = above[concern]
        found.append(concern)
    return found


def table(name: str, measures: Matrix, weights: Sequence[float] | None, case: Case) -> None:
    """Print both directions with fixed weights (or weights fitted on everything), and held out."""
    given = scores(measures, fit(measures, case.counterparts).tolist() if weights is None else weights)
    print(line(f"{name}, A to B", given, case.counterparts))
    print(line(f"{name}, B to A", given.T, case.counterparts.T))
    forth = held_out(measures, case, case.left_fold, rows=True)
    back = held_out(measures, case, case.right_fold, rows=False)
    print(line("  each heading held out, A to B", forth, case.counterparts))
    print(line("  each heading held out, B to A", back.T, case.counterparts.T))


def calibration(found: Matrix, counterparts: Matrix) -> None:
    """Print how often pairs of a score are counterparts, whose scale was set on headings held out (``calibrated``)."""
    print(f"\n{'score':42}{'pairs':>7}{'mean score':>12}{'counterparts':>14}")
    edges = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.01)
    for low, high in pairwise(edges):
        inside = (found >= low) & (found < high)
        if inside.any():
            name = f"  {low:.2f} to {min(high, 1):.2f}"
            print(f"{name:42}{inside.sum():7}{found[inside].mean():12.3f}{counterparts[inside].mean():14.3f}")


def errors(found: Suggestions, case: Case) -> None:
    """Print every indicator whose first candidate is not a counterpart, with where the first right one stands."""
    forth = (found.scores, case.counterparts, case.left, case.right)
    back = (found.scores.T, case.counterparts.T, case.right, case.left)
    for given, counterparts, left, right in (forth, back):
        print(f"\nnot first, {left[0][0].rpartition('/')[0]} to {right[0][0].rpartition('/')[0]}")
        for row, (identifier, label) in enumerate(left):
            order = np.argsort(-given[row], kind="stable")
            if counterparts[row].any() and not counterparts[row][order[0]]:
                rank = int(np.argmax(counterparts[row][order] > 0)) + 1
                wanted, first = right[order[rank - 1]], right[order[0]]
                print(f"  {rank:3}  {identifier} {label}\n       right: {wanted[1]}\n       first: {first[1]}")


def main() -> None:
    """Read the options and print the tables."""
    options = argparse.ArgumentParser(description="Measure the suggestions against the agreed mappings.")
    options.add_argument("editions", nargs="*", default=["halton", "tameside"])
    options.add_argument("--fit", action="store_true", help="print weights fitted on the whole agreed table")
    chosen = options.parse_args()
    case, _ = case_of(*chosen.editions)
    lexicon, concerns = read_words(data_at())
    labels = [label for _, label in case.left], [label for _, label in case.right]
    began = time.perf_counter()
    found = suggestions_between(case.left, case.right, lexicon, concerns)
    seconds = time.perf_counter() - began
    print(f"A {chosen.editions[0]}: {len(case.left)} indicators; B {chosen.editions[1]}: {len(case.right)}")
    print(
        f"{int(case.counterparts.sum())} pairs are counterparts; precision, recall and F1 at a score of {THRESHOLD}\n"
    )
    print(HEADER)
    plain = weigh([ngrams(re.findall("[a-z0-9]+", label.lower())) for label in (*labels[0], *labels[1])])
    letters = (plain[: len(labels[0])] @ plain[len(labels[0]) :].T)[:, :, None]
    table("TF-IDF of letters alone", letters, None, case)
    bare = lexicon._replace(synonyms={}, acronyms={}, stems={})
    table("with hub, without synonyms", compare(*labels, bare, concerns).measures, None, case)
    hub = MEASURES.index("concerns")
    table("with synonyms, without hub", np.delete(found.compared.measures, hub, axis=2), None, case)
    table("with synonyms and hub (the default)", found.compared.measures, WEIGHTS, case)
    began = time.perf_counter()
    try:
        vectors = suggestions_between(case.left, case.right, lexicon, concerns, vectors=True)
    except VectorsProblem as problem:
        print(f"with vectors: not measured; {problem}")
    else:
        print(f"  (sentence vectors: {time.perf_counter() - began:.2f} s)")
        table("with vectors", vectors.compared.measures, VECTOR_WEIGHTS, case)
        if chosen.fit:
            print("VECTOR_WEIGHTS", calibrated(vectors.compared.measures, case))
    calibration(found.scores, case.counterparts)
    print(f"\nscoring {len(case.left)} by {len(case.right)} indicators took {seconds:.2f} s")
    if chosen.fit:
        print("WEIGHTS", calibrated(found.compared.measures, case))
    errors(found, case)


if __name__ == "__main__":
    main()
