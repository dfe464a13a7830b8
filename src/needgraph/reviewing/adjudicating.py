"""Adjudication: pairs of which two curators said different things are decided anew, with both verdicts in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from needgraph.resources import Data
from needgraph.reviewing.queue import between, candidate, labels_of, severity_forms
from needgraph.reviewing.review import editions_of
from needgraph.reviewing.second_review import REJECTED, Disagreement, disagreements
from needgraph.reviewing.terminal import Sitting, TakeBack, go_through
from needgraph.reviewing.verdicts import Pair, Verdict, decide, reviewing, undo
from needgraph.tables.mappings import DECIDED, UNDECIDED_PREDICATE, read_mappings
from needgraph.tables.reference import CURATORS
from needgraph.tables.tsv import Row, read_table

_WORDS = {REJECTED: "no", UNDECIDED_PREDICATE: "unsure"}
_ORDER = ("first", "second", "third")


def adjudicate(sitting: Sitting) -> int:
    """Go through the pairs of two editions judged differently and return how many verdicts stand.

    Each verdict decides its pair anew in the mapping tables; what the two said stays on record. Raises as
    ``review`` does.
    """
    data = sitting.data
    subject, object_ = editions_of(sitting)
    labels, forms = labels_of((subject, object_)), severity_forms(data)

    def give(row: Row, verdict: Verdict) -> TakeBack:
        change = decide(data, (row["subject_id"], row["object_id"]), verdict, labels)
        return lambda: undo(data, change)

    with reviewing(data):
        found, tables = by_pair(disagreements(data)), read_mappings(data)
        rows = [row for state in DECIDED for row in tables[state].rows if between(row, subject, object_)]
        # What stands in the table is the first verdict, which is shown beside the second.
        shown = [
            (row, replace(candidate("", row, subject, object_, forms), severity="", reason=""))
            for row in rows
            if (row["subject_id"], row["object_id"]) in found
        ]
        names = _names(data)
        said = {pair: "\n".join(_verdicts(differing, names)) for pair, differing in found.items()}
        return go_through(shown, give, sitting, lambda row: said[row["subject_id"], row["object_id"]])


def by_pair(found: Sequence[Disagreement]) -> dict[Pair, list[Disagreement]]:
    """Return disagreements by their pair; where three judged a pair, it can have several."""
    pairs: dict[Pair, list[Disagreement]] = {}
    for each in found:
        pairs.setdefault(each.pair, []).append(each)
    return pairs


def said_of(data: Data, found: Sequence[Disagreement]) -> list[str]:
    """Return the lines that say of one pair what its indicators are and who said what, in the order it was said."""
    tables = read_mappings(data)
    pair = found[0].pair
    labels = next(
        (row["subject_label"], row["object_label"])
        for state in DECIDED
        for row in tables[state].rows
        if (row["subject_id"], row["object_id"]) == pair
    )
    quoted = [f"  {name}: “{label}”" for name, label in zip(pair, labels, strict=True)]
    return quoted + [f"  {line}" for line in _verdicts(found, _names(data))]


def _verdicts(found: Sequence[Disagreement], names: Mapping[str, str]) -> list[str]:
    said = {each["author_id"]: each for each in chain.from_iterable((pair.first, pair.second) for pair in found)}
    lines = []
    for number, each in enumerate(said.values()):
        predicate = each["predicate_id"]
        word = _WORDS.get(predicate, predicate.removeprefix("skos:").removesuffix("Match"))
        judged = f"{word}, {each['severity_relation']}" if each["severity_relation"] else word
        who = names.get(each["author_id"], each["author_id"])
        lines.append(f"{_ORDER[min(number, 2)]}: {judged}, by {who}: {each['comment'] or 'no reason given'}")
    return lines


def _names(data: Data) -> dict[str, str]:
    return {f"curator:{row['id']}": row["name"] for row in read_table(data.mappings / "curators.tsv", CURATORS)}
