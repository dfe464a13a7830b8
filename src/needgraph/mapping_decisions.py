"""Judge each decision of the mapping tables: is it complete, still true, and in keeping with the readings?"""

from __future__ import annotations

from collections import defaultdict

from needgraph.hub_mappings import derived_mappings, is_same
from needgraph.mapping_evidence import Fault, Judged, Mappings, concerns_of, named, node_of, once, relation
from needgraph.mappings import is_gap, pair_of, stale_rows


def stale(on: Mappings) -> Judged:
    """Judge whether a row was decided on a wording that has changed since."""
    def faults() -> Iterator[Fault]:
        labels = {name: indicator.row["label"] for name, indicator in on.hub.indicators.items()}
        for table in on.tables.values():
            for row in stale_rows(table, labels):
                now = [each for each in on.ends(row) if each.row["label"] not in (row["subject_label"], row["object_label"])]
                what = ", ".join(f"{named(each)}" for each in now)
                message = f"was decided on another wording; the document now says {what}"
                yield now, message, "Decide the pair again on the new wording, or withdraw the row.", row, node_of(row)

    return len(on.rows), faults()


def undecided(on: Mappings) -> Judged:
    """Judge whether each indicator has a counterpart or a gap in each edition compared with its own."""
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
        Fault(
            [indicator],
            f"{named(indicator)} has neither a counterpart nor a gap in {other}",
            "Agree a close, broader or narrower match, or record a gap with its reason.",
            indicator.row,
            indicator.path,
        )
        for indicator, other in wanted
        if (indicator.curie, other) not in on.decided
    )
    return len(wanted), faults


def gap_with_counterpart(on: Mappings) -> Judged:
    """Judge whether an indicator said to have no counterpart in an edition has one."""
    faults = (
        Fault(
            on.ends(row),
            f"{named(on.ends(row)[0])} is said to have no counterpart in {other}, and has one in row {rows[0].line}",
            "Remove the gap, or reject the match.",
            row,
            node_of(row),
        )
        for (_, other), rows in on.decided.items()
        for row in rows
        if is_gap(row) and not is_gap(rows[0])
    )
    return len(on.gaps), faults


def opposite_polarity(on: Mappings) -> Judged:
    """Judge whether a strength is agreed as the counterpart of a concern."""
    read = [row for row in on.counterparts if all(end.polarity for end in on.ends(row))]
    faults = (
        Fault(
            (one, other),
            f"{named(one)} is read as a {one.polarity}, {named(other)} as a {other.polarity}; they are agreed as "
            f"{relation(row)}",
            "Reject the pair, or mend the reading of polarity.",
            row,
            node_of(row),
        )
        for row in read
        for one, other in [on.ends(row)]
        if one.polarity != other.polarity
    )
    return len(read), faults


def no_shared_concern(on: Mappings) -> Judged:
    """Judge whether counterparts share a concern, the wider ones counted."""
    read = [row for row in on.counterparts if all(end.concerns for end in on.ends(row))]
    faults = (
        Fault(
            (one, other),
            f"{named(one)} and {named(other)} are agreed as {relation(row)} but share no concern: "
            f"{concerns_of(on.hub, one)} against {concerns_of(on.hub, other)}",
            "Make it a related match or reject it, or add the concern that both share to their readings.",
            row,
            node_of(row),
        )
        for row in read
        for one, other in [on.ends(row)]
        if not on.hub.shared(one, other)
    )
    return len(read), faults


def rejected_but_derived(on: Mappings) -> Judged:
    """Judge whether a rejected pair is read alike in all but severity."""
    rejected = on.tables["rejected"].rows
    faults = (
        Fault(
            (one, other),
            f"{named(one)} and {named(other)} are rejected as a pair, but read alike: "
            f"{on.hub.label(one.main)}, {', '.join(sorted(one.subjects))}",
            "Tell them apart by their concerns or subjects, decide the pair again, or waive this with the reason.",
            row,
            node_of(row),
        )
        for row in rejected
        for one, other in [on.ends(row)]
        if is_same(one, other)
    )
    return len(rejected), faults


def derived_undecided(on: Mappings) -> Judged:
    """List for each concern the pairs read alike that no table decides."""
    derived = [pair for pair in derived_mappings(on.hub) if pair.same]
    decided = {pair_of(row) for row in on.rows}
    of_concern: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in dict.fromkeys((pair.subject_id, pair.object_id) for pair in derived):
        if name not in decided:
            of_concern[on.hub.indicators[name[0]].main].append(name)
    concerns = on.reference.vocabulary.get("concern", {})
    faults = (
        Fault(
            once(on.hub.indicators[name] for pair in pairs for name in pair),
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
