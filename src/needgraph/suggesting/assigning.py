"""The one best assignment: each indicator of an edition with at most one of the other, the sum highest."""

from __future__ import annotations

from needgraph.querying.answers import Answer, Value
from needgraph.suggesting.candidates import Suggestions

COLUMNS = ("subject", "object", "score")


def best_assignment(found: Suggestions, *, floor: float = 0.1, beside: int = 10) -> Answer:
    """Return the pairs of the assignment with the highest sum of scores, in the order of the document.

    It stands beside the ranked lists and does not replace them: a threshold often has several counterparts.
    Only pairs from ``floor`` on are taken in, and of each indicator its best ``beside``, which keeps the
    search short and changes nothing but pairs nobody would look at.
    """
    import networkx as nx  # 160 ms to import

    graph = nx.Graph()
    for row in range(len(found.left)):
        line = found.scores[row].tolist()
        for column in sorted(range(len(line)), key=lambda place: (-line[place], place))[:beside]:
            if line[column] >= floor:
                # Whole numbers, so that no rounding decides between two assignments.
                graph.add_edge(("left", row), ("right", column), weight=round(line[column] * 10_000))
    matched = nx.max_weight_matching(graph)
    # A pair of the matching comes either way round.
    pairs = sorted(tuple(sorted(pair)) for pair in matched)
    rows: list[tuple[Value, ...]] = [
        (found.left[left[1]], found.right[right[1]], float(found.scores[left[1], right[1]])) for left, right in pairs
    ]
    return Answer(COLUMNS, tuple(rows))
