"""Reviews: the pairs that wait for a verdict, and, blind, those that another curator decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from needgraph.reviewing.queue import candidate, labels_of, progress, severity_forms, two_editions, waiting
from needgraph.reviewing.second_review import judge_again, to_judge_again, withdraw
from needgraph.reviewing.terminal import Sitting, TakeBack, go_through
from needgraph.reviewing.verdicts import Change, Verdict, check_curator, decide, reviewing, undo
from needgraph.tables.editions import Edition
from needgraph.tables.mappings import read_mappings
from needgraph.tables.tsv import Row


def review(sitting: Sitting) -> int:
    """Go through the pairs of two editions that wait for a verdict and return how many verdicts stand.

    Ends when the queue or the keys end. Raises
    LockProblem when another review is running, VerdictProblem for an unknown curator.
    """
    data, out = sitting.data, sitting.out
    subject, object_ = editions_of(sitting)
    labels, forms = labels_of((subject, object_)), severity_forms(data)

    with reviewing(data) as completed:
        if completed is not None:
            out.write(f"{_names(completed)}: the verdict of an interrupted review was completed.\n")

        def give(row: Row, verdict: Verdict) -> TakeBack:
            change = decide(data, (row["subject_id"], row["object_id"]), verdict, labels)
            for name in change.withdrawn_gaps:
                out.write(f"{name} was noted as having no counterpart; the note is withdrawn.\n")
            return lambda: undo(data, change)

        queue = waiting(read_mappings(data), subject, object_)
        shown = [(row, candidate(state, row, subject, object_, forms)) for state, row in queue]
        standing = go_through(shown, give, sitting)
        for each in progress(read_mappings(data), subject, object_):
            if each.by == "authority":
                out.write(
                    f"{each.name}: {each.decided} of {each.indicators} indicators decided, {each.waiting} pairs wait\n"
                )
    return standing


def review_again(sitting: Sitting) -> int:
    """Go through the pairs that others decided, without showing what they decided, and return how many verdicts stand.

    Raises as ``review`` does.
    """
    data = sitting.data
    subject, object_ = editions_of(sitting)
    forms = severity_forms(data)

    def give(row: Row, verdict: Verdict) -> TakeBack:
        pair = (row["subject_id"], row["object_id"])
        judge_again(data, pair, verdict)
        return lambda: withdraw(data, pair, sitting.curator)

    with reviewing(data):
        shown = [
            (
                row,
                replace(
                    candidate("", row, subject, object_, forms), predicate="", severity="", reason="", confidence=""
                ),
            )
            for row in to_judge_again(data, subject, object_, sitting.curator)
        ]
        return go_through(shown, give, sitting)


def editions_of(sitting: Sitting) -> tuple[Edition, Edition]:
    """Return the two editions of a sitting, the subject's first; raise VerdictProblem for an unknown curator."""
    editions = two_editions(sitting.data, sitting.subject_edition, sitting.object_edition)
    check_curator(sitting.data, sitting.curator)
    return editions


def _names(change: Change) -> str:
    cells: Mapping[str, str] = change.added[0][1]
    return f"{cells['subject_id']} and {cells['object_id']}"
