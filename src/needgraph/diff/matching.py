"""Statements that no longer share an id: near-same wording, proposed as the same only when nothing else comes near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from needgraph.diff.editions import Passage

# So much of two wordings has to be alike, and so much more than with any other, for a pair to be proposed.
ALIKE, CLEAR = 0.7, 0.15


class Proposal(NamedTuple):
    """Two statements under different ids that may be one; ``alike`` is the share of letters in common, 1 for all."""

    old: Passage
    new: Passage
    alike: float


def proposals(old: Sequence[Passage], new: Sequence[Passage]) -> list[Proposal]:
    """Return the pairs of near-same wording among statements without a shared id, of one kind each.

    The same words at the same level and heading come first, then the same words anywhere, then near-same words. At
    each step a statement that could be one of two is left alone: what is ambiguous is not proposed.
    """
    found: list[Proposal] = []
    left, right = list(old), list(new)
    keys: tuple[Callable[[Passage], Hashable], ...] = (
        lambda each: (each.kind, each.words, each.where),
        lambda each: (each.kind, each.words),
    )
    for key in keys:
        for one, other in _unique(left, right, key):
            found.append(Proposal(one, other, 1.0))
            left.remove(one)
            right.remove(other)
    return [*found, *_near(left, right)]


def _unique(
    old: Sequence[Passage], new: Sequence[Passage], key: Callable[[Passage], Hashable]
) -> list[tuple[Passage, Passage]]:
    groups: dict[Hashable, tuple[list[Passage], list[Passage]]] = defaultdict(lambda: ([], []))
    for side, passages in enumerate((old, new)):
        for each in passages:
            groups[key(each)][side].append(each)
    return [(ours[0], theirs[0]) for ours, theirs in groups.values() if len(ours) == len(theirs) == 1]


def _near(old: Sequence[Passage], new: Sequence[Passage]) -> list[Proposal]:
    scores: dict[tuple[int, int], float] = {}
    for column, theirs in enumerate(new):
        # The matcher keeps what it learnt of its second text.
        matcher = SequenceMatcher(None, "", theirs.words.casefold(), autojunk=False)
        for row, ours in enumerate(old):
            if ours.kind != theirs.kind:
                continue
            matcher.set_seq1(ours.words.casefold())
            floor = ALIKE - CLEAR
            if matcher.real_quick_ratio() >= floor and matcher.quick_ratio() >= floor:
                scores[row, column] = matcher.ratio()
    found = []
    for (row, column), score in scores.items():
        rivals = [
            other for place, other in scores.items()
            if place != (row, column) and (place[0] == row or place[1] == column)
        ]  # fmt: skip
        if score >= ALIKE and all(score - other >= CLEAR for other in rivals):
            found.append(Proposal(old[row], new[column], score))
    return found
