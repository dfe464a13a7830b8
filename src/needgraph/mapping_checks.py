"""Judge the mapping tables against the editions and against what follows from the hub of concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from needgraph.editions import Edition
from needgraph.files import shown
from needgraph.findings import Finding, Quote, RuleRun
from needgraph.hub_mappings import Hub, Indicator, derived_mappings, is_same
from needgraph.identifiers import path_of
from needgraph.mapping_clusters import Joined, broader_circles, joined_levels
from needgraph.mapping_graph import mapping_node
from needgraph.mapping_ladders import Rungs, rungs
from needgraph.mappings import COUNTERPARTS, NOT_FOUND, MappingTable, id_of, is_gap, pair_of, stale_rows
from needgraph.reference import Reference
from needgraph.tables import Row

# What a rule yields: the indicators concerned, the message, the fix, the row to mend, the id of the finding.
Fault = tuple[Sequence[Indicator], str, str, Row, str]


@dataclass(frozen=True)
class Rule:
    """A check of the mapping tables; ``judge`` says how much it examined and what it found."""

    name: str
    severity: str
    grade: str | None
    question: str
    judge: Callable[[Mappings], tuple[int, Iterable[Fault]]]


def mapping_findings(
    tables: Mapping[str, MappingTable], editions: Sequence[Edition], reference: Reference
) -> list[Finding]:
    """Return the findings of every check of the mapping tables.

    The tables have passed ``check_mappings``. Nothing is found where no table has a row, but for the ladders,
    which rest on the readings alone.
    """
    return [finding for _, findings in _results(tables, editions, reference) for finding in findings]


def mapping_rules(
    tables: Mapping[str, MappingTable], editions: Sequence[Edition], reference: Reference
) -> list[RuleRun]:
    """Return what each check of the mapping tables examined and how much it found."""
    return [run for run, _ in _results(tables, editions, reference)]


class Mappings:
    """What the checks ask about: decided rows, indicators, and what follows from both."""

    def __init__(self, tables: Mapping[str, MappingTable], editions: Sequence[Edition], reference: Reference) -> None:
        self.tables, self.reference = tables, reference
        self.hub = Hub(editions, reference)
        agreed = tables["agreed"].rows
        self.rows = [row for table in tables.values() for row in table.rows]
        self.gaps = [row for row in agreed if is_gap(row)]
        self.counterparts = [row for row in agreed if not is_gap(row) and row["predicate_id"] in COUNTERPARTS]

    def ends(self, row: Row) -> tuple[Indicator, ...]:
        """The indicators of a row, one for a gap."""
        return tuple(self.hub.indicators[name] for name in pair_of(row) if name != NOT_FOUND)

    @cached_property
    def decided(self) -> dict[tuple[str, str], list[Row]]:
        """The counterparts and gaps of an indicator in another edition, by CURIE and the id of that edition."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.counterparts:
            one, other = self.ends(row)
            found[one.curie, other.edition.path].append(row)
            found[other.curie, one.edition.path].append(row)
        for row in self.gaps:
            source = row["object_source"] or row["subject_source"]
            found[self.ends(row)[0].curie, source.partition(":")[2]].append(row)
        return found

    @cached_property
    def joined(self) -> list[Joined]:
        """The pairs of one edition that clusters of counterparts join."""
        return joined_levels(self.hub, self.counterparts)

    @cached_property
    def rungs(self) -> list[Rungs]:
        """The pairs of one ladder that can be compared."""
        return list(rungs(self.hub))


def _stale(on: Mappings) -> tuple[int, Iterable[Fault]]:
    def faults() -> Iterator[Fault]:
        labels = {name: indicator.row["label"] for name, indicator in on.hub.indicators.items()}
        for table in on.tables.values():
            for row in stale_rows(table, labels):
                now = [each for each in on.ends(row) if each.row["label"] not in (row["subject_label"], row["object_label"])]
                what = ", ".join(f"{_named(each)}" for each in now)
                message = f"was decided on another wording; the document now says {what}"
                yield now, message, "Decide the pair again on the new wording, or withdraw the row.", row, _node(row)

    return len(on.rows), faults()


def _undecided(on: Mappings) -> tuple[int, Iterable[Fault]]:
    pairs = {(one.split("-")[0], other) for one, other in on.decided}
    del pairs
    compared = {
        (on.hub.indicators[name].edition.path, other) for name, other in on.decided
    }
    compared |= {(other, one) for one, other in compared}
    wanted = [
        (indicator, other)
        for indicator in on.hub.indicators.values()
        for one, other in sorted(compared)
        if one == indicator.edition.path
    ]
    faults = (
        (
            [indicator],
            f"{_named(indicator)} has neither a counterpart nor a gap in {other}",
            "Agree a close, broader or narrower match, or record a gap with its reason.",
            indicator.row,
            indicator.path,
        )
        for indicator, other in wanted
        if (indicator.curie, other) not in on.decided
    )
    return len(wanted), faults


def _gap_with_counterpart(on: Mappings) -> tuple[int, Iterable[Fault]]:
    faults = (
        (
            on.ends(row),
            f"{_named(on.ends(row)[0])} is said to have no counterpart in {other}, and has one in row {rows[0].line}",
            "Remove the gap, or reject the match.",
            row,
            _node(row),
        )
        for (_, other), rows in on.decided.items()
        for row in rows
        if is_gap(row) and not is_gap(rows[0])
    )
    return len(on.gaps), faults


def _opposite_polarity(on: Mappings) -> tuple[int, Iterable[Fault]]:
    read = [row for row in on.counterparts if all(end.polarity for end in on.ends(row))]
    faults = (
        (
            (one, other),
            f"{_named(one)} is read as a {one.polarity}, {_named(other)} as a {other.polarity}; they are agreed as "
            f"{_relation(row)}",
            "Reject the pair, or mend the reading of polarity.",
            row,
            _node(row),
        )
        for row in read
        for one, other in [on.ends(row)]
        if one.polarity != other.polarity
    )
    return len(read), faults


def _circles(on: Mappings) -> tuple[int, Iterable[Fault]]:
    rows = [row for row in on.counterparts if row["predicate_id"] != "skos:closeMatch"]
    faults = (
        (
            _once(end for row in circle for end in on.ends(row)),
            f"{len(circle)} agreed rows make each of these broader than itself: "
            + ", ".join(f"{row['subject_id']} {row['predicate_id']} {row['object_id']}" for row in circle),
            "Decide again which of the wordings is the broader one.",
            circle[0],
            _node(circle[0]),
        )
        for circle in broader_circles(rows)
    )
    return len(rows), faults


def _no_shared_concern(on: Mappings) -> tuple[int, Iterable[Fault]]:
    read = [row for row in on.counterparts if all(end.concerns for end in on.ends(row))]
    faults = (
        (
            (one, other),
            f"{_named(one)} and {_named(other)} are agreed as {_relation(row)} but share no concern: "
            f"{_concerns(on.hub, one)} against {_concerns(on.hub, other)}",
            "Make it a related match or reject it, or add the concern that both share to their readings.",
            row,
            _node(row),
        )
        for row in read
        for one, other in [on.ends(row)]
        if not on.hub.shared(one, other)
    )
    return len(read), faults


def _rejected_but_derived(on: Mappings) -> tuple[int, Iterable[Fault]]:
    rejected = on.tables["rejected"].rows
    faults = (
        (
            (one, other),
            f"{_named(one)} and {_named(other)} are rejected as a pair, but read alike: "
            f"{on.hub.label(one.main)}, {', '.join(sorted(one.subjects))}",
            "Tell them apart by their concerns or subjects, decide the pair again, or waive this with the reason.",
            row,
            _node(row),
        )
        for row in rejected
        for one, other in [on.ends(row)]
        if is_same(one, other)
    )
    return len(rejected), faults


def _derived_undecided(on: Mappings) -> tuple[int, Iterable[Fault]]:
    derived = [pair for pair in derived_mappings(on.hub) if pair.same]
    decided = {pair_of(row) for row in on.rows}
    of_concern: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in dict.fromkeys((pair.subject_id, pair.object_id) for pair in derived):
        if name not in decided:
            of_concern[on.hub.indicators[name[0]].main].append(name)
    concerns = on.reference.vocabulary.get("concern", {})
    faults = (
        (
            _once(on.hub.indicators[name] for pair in pairs for name in pair),
            f"the readings join {len(pairs)} pairs on {on.hub.label(concern)} that no table decides: "
            + ", ".join(" – ".join(pair) for pair in pairs),
            "Agree or reject the pairs.",
            concerns[concern],
            f"concern/{concern}",
        )
        for concern, pairs in sorted(of_concern.items())
        if concern in concerns
    )
    return len(derived), faults


def _joined(graded: bool) -> Callable[[Mappings], tuple[int, Iterable[Fault]]]:
    def judge(on: Mappings) -> tuple[int, Iterable[Fault]]:
        pairs = [joined for joined in on.joined if joined.is_graded == graded]
        faults = (
            (
                joined.chain,
                f"{_named(joined.lower)} and {_named(joined.upper)} "
                + (f"grade alike ({_words(joined.lower)})" if graded else "say nearly the same without severity words")
                + f" at different levels; counterparts join them: {' – '.join(end.curie for end in joined.chain)}",
                "Say in the guidance what tells the two levels apart, or decide the pairs of the chain again.",
                joined.rows[0],
                _pair(joined.lower, joined.upper),
            )
            for joined in pairs
            if joined.is_same_severity
        )
        return len(pairs), faults

    return judge


def _ladder_falls(on: Mappings) -> tuple[int, Iterable[Fault]]:
    compared = [pair for pair in on.rungs if pair.compared]
    faults = (
        (
            (pair.lower, pair.upper),
            f"on the ladder of {on.hub.label(pair.lower.main)}, {_named(pair.upper)} is worded more mildly than "
            f"{_named(pair.lower)}: "
            + ", ".join(f"“{upper.label}” after “{lower.label}” ({upper.family})" for lower, upper in pair.falls),
            "Word the higher level more severely, or mend the readings where the words grade another matter.",
            pair.upper.row,
            _pair(pair.lower, pair.upper),
        )
        for pair in compared
        if pair.falls
    )
    return len(compared), faults


def _ladder_repeats(on: Mappings) -> tuple[int, Iterable[Fault]]:
    faults = (
        (
            (pair.lower, pair.upper),
            f"on the ladder of {on.hub.label(pair.lower.main)}, {_named(pair.upper)} repeats the severity of "
            f"{_named(pair.lower)}: {_words(pair.upper)}",
            "Say in the guidance what tells the two levels apart.",
            pair.upper.row,
            _pair(pair.lower, pair.upper),
        )
        for pair in on.rungs
        if pair.is_repeated
    )
    return len(on.rungs), faults
