"""Judge each decision of the mapping tables: is it made, still true, and in keeping with the readings?"""

from __future__ import annotations

from collections import defaultdict

from needgraph.graphs.hub_mappings import CONCERN, Indicator, derived_mappings
from needgraph.mapping.evidence import Fault, Judged, Mappings, concerns_of, named, node_of, once, relation
from needgraph.tables.mappings import is_gap, pair_of, stale_rows


def stale(on: Mappings) -> Judged:
    """Judge whether a row was decided on a wording that has changed since."""
    labels = {name: indicator.row["label"] for name, indicator in on.hub.indicators.items()}
    faults = []
    for table in on.tables.values():
        for row in stale_rows(table, labels):
            before = {row[f"{end}_id"]: row[f"{end}_label"] for end in ("subject", "object")}
            changed = [end for end in on.ends(row) if before[end.curie] != end.row["label"]]
            message = "; ".join(f"was decided on “{before[end.curie]}”, now {named(end)}" for end in changed)
            fix = "Reopen the row: decide it again on the present wording."
            faults.append(Fault(changed, message, fix, row, node_of(row)))
    return Judged(len(on.rows), faults)


def undecided(on: Mappings) -> Judged:
    """Judge whether each indicator has a counterpart or a gap in each edition that its own is compared with."""
    wanted = [
        (indicator, other)
        for indicator in on.hub.indicators.values()
        for other in sorted(on.compared[indicator.edition.path])
    ]
    fix = "Agree a close, broader or narrower match, or record a gap with its reason."
    return Judged(
        len(wanted),
        [
            Fault(
                [end], f"{named(end)} has neither a counterpart nor a gap in {other}", fix, end.row,
                # Compared with several editions, it may be undecided in each.
                end.path if len(on.compared[end.edition.path]) == 1 else f"{end.path}/{other}",
            )
            for end, other in wanted
            if (end.curie, other) not in on.decided
        ],
    )  # fmt: skip


def gap_with_counterpart(on: Mappings) -> Judged:
    """Judge whether an indicator said to have no counterpart in an edition has one."""
    faults = []
    for (name, other), rows in on.decided.items():
        matches = [row for row in rows if not is_gap(row)]
        for gap in (row for row in rows if is_gap(row) and matches):
            end = on.hub.indicators[name]
            message = f"{named(end)} has no counterpart in {other}, and one in row {matches[0].line}"
            faults.append(Fault([end], message, "Remove the gap, or reject the match.", gap, node_of(gap)))
    return Judged(len(on.gaps), faults)


def opposite_polarity(on: Mappings) -> Judged:
    """Judge whether a strength is agreed as the counterpart of a concern."""
    read = [row for row in on.counterparts if all(end.polarity for end in on.ends(row))]
    faults = []
    for row in read:
        one, other = on.ends(row)
        if one.polarity != other.polarity:
            message = f"a {one.polarity} and a {other.polarity} are agreed as {relation(row)}: "
            fix = "Reject the pair, or mend the reading of polarity."
            faults.append(Fault((one, other), f"{message}{named(one)}, {named(other)}", fix, row, node_of(row)))
    return Judged(len(read), faults)


def no_shared_concern(on: Mappings) -> Judged:
    """Judge whether counterparts share a concern; one that is wider than the other counts as shared."""
    read = [row for row in on.counterparts if all(end.concerns for end in on.ends(row))]
    fix = "Make it a related match or reject it, or add the concern that both share to their readings."
    faults = []
    for row in read:
        one, other = on.ends(row)
        if not on.hub.shared(one, other):
            what = " and ".join(f"{named(end)}, read as {concerns_of(on.hub, end)}" for end in (one, other))
            message = f"agreed as {relation(row)}, yet no concern is shared: {what}"
            faults.append(Fault((one, other), message, fix, row, node_of(row)))
    return Judged(len(read), faults)


def rejected_but_derived(on: Mappings) -> Judged:
    """Judge whether a rejected pair is read alike in all but severity; the question `contradictions` asks the same."""
    rejected = on.tables["rejected"].rows
    fix = "Tell the two apart in their readings, decide the pair again, or waive this with the reason."
    faults = []
    for row in rejected:
        one, other = on.ends(row)
        if _read_alike(one, other):
            what = f"{concerns_of(on.hub, one)}, {', '.join(sorted(one.subjects))}, {one.polarity}"
            message = f"rejected as a pair, but both are read as {what}: {named(one)}, {named(other)}"
            faults.append(Fault((one, other), message, fix, row, node_of(row)))
    return Judged(len(rejected), faults)


def _read_alike(one: Indicator, other: Indicator) -> bool:
    """Tell whether all concerns, all subjects and the polarity are the same; a further concern tells two apart."""
    concerns, others = set(one.concerns), set(other.concerns)
    known = bool(concerns and one.subjects and one.polarity)
    return known and (concerns, one.subjects, one.polarity) == (others, other.subjects, other.polarity)


def derived_undecided(on: Mappings) -> Judged:
    """List for each concern the pairs read alike in all but severity that no table decides."""
    derived = dict.fromkeys((pair.subject_id, pair.object_id) for pair in derived_mappings(on.hub) if pair.same)
    decided = {pair_of(row) for row in on.rows}
    by_concern: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in derived:
        if pair not in decided:
            by_concern[on.hub.indicators[pair[0]].main].append(pair)
    concerns = on.reference.vocabulary.get(CONCERN, {})
    faults = []
    for concern, pairs in sorted(by_concern.items()):
        if concern in concerns:
            ends = once(on.hub.indicators[name] for pair in pairs for name in pair)
            message = f"read alike as {on.hub.label(concern)} and decided by no table ({len(pairs)}): "
            message += ", ".join(" and ".join(pair) for pair in pairs)
            faults.append(Fault(ends, message, "Agree or reject the pairs.", concerns[concern], f"{CONCERN}/{concern}"))
    return Judged(len(derived), faults)
