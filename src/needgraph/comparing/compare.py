"""Compare editions: every pair of them, line by line with both quotes, ranked by what to look at first."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from needgraph.comparing.editions import chosen_editions
from needgraph.comparing.facts import COUNTERPARTS, Facts
from needgraph.comparing.gaps import gap_lines
from needgraph.comparing.headings import heading_lines
from needgraph.comparing.ladders import own_lines, rung_lines
from needgraph.comparing.pairs import pair_lines
from needgraph.comparing.ranking import LATER, RANKING
from needgraph.comparing.rows import COLUMNS, KINDS, Line
from needgraph.comparing.rules import rule_lines
from needgraph.comparing.services import outcome_lines, service_lines
from needgraph.comparing.silences import silence_lines
from needgraph.comparing.words import definition_lines, quantity_lines, term_lines
from needgraph.querying.answers import Answer

if TYPE_CHECKING:
    from needgraph.querying.asking import Endpoint

PARTS = (
    pair_lines, rung_lines, gap_lines, rule_lines, service_lines, outcome_lines, definition_lines, term_lines,
    quantity_lines, silence_lines, heading_lines,
)  # fmt: skip


def compare(endpoint: Endpoint, editions: Sequence[str]) -> Answer:
    """Return the comparison of two editions or more, each named ``authority`` or ``authority/edition``.

    A row is one divergence or agreement of two editions, in the order in which to look: ``rank`` 1 first,
    and within a rank the first row of each matter before the second of any. An empty quote stands beside
    the sentence that the document does not say. Raises EditionNameProblem for an edition that is not there.

    >>> from needgraph.querying.asking import LocalEndpoint
    >>> from needgraph.resources import data_at
    >>> from needgraph.querying.store import open_graphs
    >>> compare(LocalEndpoint(open_graphs(data_at())), ["halton", "tameside"]).records()[0]["rank"]
    1
    """
    return compared(read_facts(endpoint, editions))


def read_facts(endpoint: Endpoint, editions: Sequence[str]) -> Facts:
    """Ask everything that comparing these editions needs, each question once."""
    return Facts(endpoint, chosen_editions(endpoint, editions))


def compared(facts: Facts) -> Answer:
    """Return the lines of every pair of the editions, in order."""
    return Answer(COLUMNS, tuple(line.row() for line in ordered(lines(facts))))


def lines(facts: Facts) -> Iterator[Line]:
    """Yield the lines of every pair of editions, and those of each edition's own ladders once."""
    for one, other in itertools.combinations(facts.editions, 2):
        for part in PARTS:
            yield from part(facts, one, other)
    for edition in facts.editions:
        yield from own_lines(facts, edition)


def ordered(found: Iterable[Line]) -> list[Line]:
    """Return lines by rank; within a rank the first line of each group before the second of any, by weight.

    The lines of ``LATER`` come after all others of their rank, in the same order among themselves.
    """
    seen: Counter[tuple[int, bool, str]] = Counter()
    by_weight = sorted(
        found, key=lambda line: (RANKING[line.criterion].rank, line.weight, KINDS.index(line.kind), line[1:9])
    )
    placed = []
    for line in by_weight:
        group = (RANKING[line.criterion].rank, line.criterion in LATER, line.group)
        placed.append(((*group[:2], seen[group]), line))
        seen[group] += 1
    return [line for _, line in sorted(placed, key=lambda each: each[0])]


def unmapped_pairs(facts: Facts) -> list[tuple[str, str]]:
    """Return the pairs of editions between which no counterpart is agreed."""
    return [
        (one, other)
        for one, other in itertools.combinations(facts.editions, 2)
        if not any(
            pair.relation in COUNTERPARTS for way in ((one, other), (other, one)) for pair in facts.pairs.get(way, ())
        )
    ]
