"""Follow agreed pairs from one indicator to the next: clusters of counterparts, and circles of broader ones."""

from __future__ import annotations

import graphlib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from needgraph.graphs.hub_mappings import Hub, Indicator
from needgraph.mapping.evidence import Fault, Judged, Mappings, named, node_of, once, pair_id
from needgraph.tables.mappings import pair_of
from needgraph.tables.tsv import Row

# How much of the shorter wording the longer one has to hold, so that two wordings without severity are near.
NEAR = 0.75
_WORD = re.compile(r"\w+")
# Nearly every indicator speaks of these; they make no two wordings alike.
_COMMON = frozenset(
    ["a", "an", "and", "are", "child", "children", "for", "from", "in", "is", "of", "or", "people", "the", "their",
     "they", "to", "who", "with", "young"]
)  # fmt: skip


@dataclass(frozen=True)
class Joined:
    """Two indicators of one edition at different levels that counterparts join, the lower level first.

    ``chain`` is the shortest way from one to the other, both ends included, ``rows`` the rows that make it.
    """

    lower: Indicator
    upper: Indicator
    chain: tuple[Indicator, ...]
    rows: tuple[Row, ...]

    @property
    def is_graded(self) -> bool:
        """Tell whether the wordings hold severity words at all."""
        return bool(self.lower.grades or self.upper.grades)

    @property
    def is_same_severity(self) -> bool:
        """Tell whether the same severity stands at both levels for a matter that both share.

        Two wordings without severity words are not equally severe for that: the words have to be near, too.
        """
        if self.lower.severity != self.upper.severity:
            return False
        return self.is_graded or nearness(self.lower.row["label"], self.upper.row["label"]) >= NEAR


def joined_levels(hub: Hub, rows: Iterable[Row]) -> list[Joined]:
    """Return the pairs of one edition, level apart, that a cluster of counterparts joins and a concern unites.

    ``rows`` are agreed close, broader and narrower matches. Of each pair only the shortest chain is given.
    """
    neighbours: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        subject, object_ = pair_of(row)
        neighbours[subject][object_] = neighbours[object_][subject] = row
    found = []
    for start in sorted(neighbours):
        before = _before(neighbours, start)
        one = hub.indicators[start]
        for end in before:
            if _are_rungs(hub, one, hub.indicators[end]):
                chain = _chain(before, end)
                steps = tuple(neighbours[one][other] for one, other in itertools.pairwise(chain))
                found.append(Joined(one, hub.indicators[end], tuple(hub.indicators[name] for name in chain), steps))
    return sorted(found, key=lambda joined: (joined.lower.curie, joined.upper.curie))


def broader_circles(rows: Iterable[Row]) -> list[tuple[Row, ...]]:
    """Return the rows of one circle for each group of indicators that are broader than each other."""
    narrower: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in sorted(rows, key=pair_of):
        subject, object_ = pair_of(row)
        if row["predicate_id"] == "skos:broadMatch":
            narrower[subject][object_] = row
        elif row["predicate_id"] == "skos:narrowMatch":
            narrower[object_][subject] = row
    try:
        graphlib.TopologicalSorter(narrower).prepare()
    except graphlib.CycleError:
        return _circles(narrower)
    return []


def _circles(narrower: Mapping[str, Mapping[str, Row]]) -> list[tuple[Row, ...]]:
    # Importing networkx takes longer than all other checks of the tables, so it waits until there is a circle.
    import networkx

    graph = networkx.DiGraph()
    graph.add_edges_from((one, other, {"row": row}) for one, rows in narrower.items() for other, row in rows.items())
    groups = [group for group in networkx.strongly_connected_components(graph) if len(group) > 1]
    return [_circle(graph.subgraph(group).edges.data("row"), min(group)) for group in sorted(groups, key=min)]


def nearness(one: str, other: str) -> float:
    """Return how much of the words of the shorter label stand in the longer one, from 0 to 1.

    >>> nearness("NEET – more than 6 weeks", "NEET"), nearness("School exclusion", "Fixed term exclusion")
    (1.0, 0.5)
    """
    words = [frozenset(_WORD.findall(label.casefold())) - _COMMON for label in (one, other)]
    shorter = min(map(len, words))
    return len(words[0] & words[1]) / shorter if shorter else 0.0


def _circle(edges: Iterable[tuple[str, str, Row]], start: str) -> tuple[Row, ...]:
    import networkx

    rows = {(one, other): row for one, other, row in edges}
    graph = networkx.DiGraph(sorted(rows))
    # The shortest way back from a neighbour closes the circle.
    ways = [networkx.shortest_path(graph, after, start) for after in sorted(graph.successors(start))]
    circle = [start, *min(ways, key=len)]
    return tuple(rows[edge] for edge in itertools.pairwise(circle))


def _before(neighbours: Mapping[str, Iterable[str]], start: str) -> dict[str, str]:
    """Return everything that can be reached, with the one from which a shortest way reaches it."""
    before = {start: start}
    # The list grows while it is read: what was reached first is also gone on from first.
    waiting = [start]
    for name in waiting:
        for other in neighbours[name]:
            if other not in before:
                before[other] = name
                waiting.append(other)
    return before


def _chain(before: Mapping[str, str], end: str) -> list[str]:
    chain = [end]
    while before[chain[-1]] != chain[-1]:
        chain.append(before[chain[-1]])
    return chain[::-1]


def _are_rungs(hub: Hub, one: Indicator, other: Indicator) -> bool:
    return (
        one.edition is other.edition
        and one.position < other.position
        and one.polarity == other.polarity
        and bool(hub.shared(one, other))
    )


def circles(on: Mappings) -> Judged:
    """Judge whether broader and narrower matches make an indicator broader than itself."""
    rows = [row for row in on.counterparts if row["predicate_id"] != "skos:closeMatch"]
    faults = []
    for circle in broader_circles(rows):
        ends = once(end for row in circle for end in on.ends(row))
        steps = ", ".join(f"{row['subject_id']} {row['predicate_id']} {row['object_id']}" for row in circle)
        message = f"{len(circle)} rows together make {named(ends[0])} broader than itself: {steps}"
        fix = "Decide again which of the wordings is the broader one."
        faults.append(Fault(ends, message, fix, circle[0], node_of(circle[0])))
    return Judged(len(rows), faults)


def same_grades(on: Mappings) -> Judged:
    """Judge whether a cluster joins two levels of one edition with the same severity words."""
    return _alike([joined for joined in _joined(on) if joined.is_graded], "the same severity words stand")


def same_words(on: Mappings) -> Judged:
    """Judge whether a cluster joins two levels of one edition in nearly the same words, none of them of severity."""
    return _alike([joined for joined in _joined(on) if not joined.is_graded], "nearly the same words stand")


def _joined(on: Mappings) -> list[Joined]:
    return joined_levels(on.hub, on.counterparts)


def _alike(pairs: Sequence[Joined], what: str) -> Judged:
    fix = "Say in the guidance what tells the two levels apart, or decide the pairs of the chain again."
    faults = []
    for joined in pairs:
        if joined.is_same_severity:
            chain = " – ".join(end.curie for end in joined.chain)
            message = f"{what} at two levels: {named(joined.lower)}, {named(joined.upper)}; counterparts join {chain}"
            faults.append(Fault(joined.chain, message, fix, joined.rows[0], pair_id(joined.lower, joined.upper)))
    return Judged(len(pairs), faults)
