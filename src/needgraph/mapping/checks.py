"""Check the mapping tables against the editions and against what follows from the hub of concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from needgraph.files import shown
from needgraph.findings.finding import Finding, Quote, RuleRun
from needgraph.graphs.hub_mappings import Indicator
from needgraph.mapping.clusters import circles, same_grades, same_words
from needgraph.mapping.decisions import (
    derived_undecided,
    gap_with_counterpart,
    no_shared_concern,
    opposite_polarity,
    rejected_but_derived,
    stale,
    undecided,
)
from needgraph.mapping.evidence import Fault, Judged, Mappings
from needgraph.mapping.ladders import ladder_falls, ladder_repeats
from needgraph.tables.editions import Edition
from needgraph.tables.mappings import MappingTable
from needgraph.tables.reference import Reference


class Rule(NamedTuple):
    """A check: its name, how grave a finding is, what it asks, and what judges it."""

    name: str
    severity: str
    grade: str | None
    question: str
    judge: Callable[[Mappings], Judged]


# What the tables decide; these examine nothing where nobody has decided anything.
DECISIONS = (
    Rule("check:mapping-stale", "violation", None,
         "Which rows were decided on a wording that has changed since?", stale),
    Rule("check:mapping-undecided", "violation", None,
         "Which indicators have neither a counterpart nor a gap?", undecided),
    Rule("check:mapping-gap-with-counterpart", "violation", None,
         "Which indicators have both a gap and a counterpart?", gap_with_counterpart),
    Rule("check:mapping-opposite-polarity", "violation", None,
         "Which agreed pairs join a strength and a concern?", opposite_polarity),
    Rule("check:mapping-broader-circle", "violation", None,
         "Which indicators are broader than themselves?", circles),
    Rule("check:mapping-no-shared-concern", "warning", None,
         "Which counterparts share no concern?", no_shared_concern),
    Rule("check:mapping-rejected-but-derived", "warning", None,
         "Which rejected pairs are read alike in all but severity?", rejected_but_derived),
    Rule("check:mapping-derived-undecided", "info", None,
         "Which pairs are read alike in all but severity and not decided?", derived_undecided),
    Rule("check:mapping-levels-graded-alike", "info", "clarity",
         "Where do counterparts join two levels of one edition with the same severity words?", same_grades),
    Rule("check:mapping-levels-worded-alike", "info", "clarity",
         "Where do counterparts join two levels of one edition in nearly the same words?", same_words),
)  # fmt: skip
# What the readings of one edition show by themselves. Like everything that the documents' own wording shows, these
# are for information: nothing in our tables is to be mended.
LADDERS = (
    Rule("check:mapping-ladder-falls", "info", "clarity",
         "Where is a higher level worded more mildly than a lower one?", ladder_falls),
    Rule("check:mapping-ladder-repeats", "info", "clarity",
         "Where are two levels worded with the same severity?", ladder_repeats),
)  # fmt: skip


def check_decisions(
    tables: Mapping[str, MappingTable], editions: Sequence[Edition], reference: Reference
) -> tuple[list[Finding], list[RuleRun]]:
    """Return the findings of every check of the mapping tables, and what each check examined.

    The tables have passed ``check_mappings``. Where no table has a row, only the ladders are judged: they rest
    on the readings alone. A check that does not apply is left out.
    """
    judged = list(_judged(tables, editions, reference))
    findings = [_finding(rule, fault) for rule, result in judged for fault in result.faults]
    runs = [
        RuleRun(rule.name, rule.severity, rule.question, result.examined, len(result.faults)) for rule, result in judged
    ]
    return findings, runs


def _judged(
    tables: Mapping[str, MappingTable], editions: Sequence[Edition], reference: Reference
) -> Iterator[tuple[Rule, Judged]]:
    on = Mappings(tables, editions, reference)
    if on.rows:
        yield from ((rule, rule.judge(on)) for rule in DECISIONS)
    if any(indicator.grades for indicator in on.hub.indicators.values()):
        yield from ((rule, rule.judge(on)) for rule in LADDERS)


def _finding(rule: Rule, fault: Fault) -> Finding:
    first = fault.indicators[0]
    # Both levels where the finding is about one edition; the other edition counts its levels in its own way.
    levels = {end.position: end.row["level"] for end in fault.indicators if end.edition is first.edition}
    return Finding(
        rule=rule.name,
        severity=rule.severity,
        grade=rule.grade,
        basis="computed",
        authority=first.edition.authority,
        edition=first.edition.key,
        level=" | ".join(levels[position] for position in sorted(levels)),
        id=fault.id,
        quotes=tuple(_quote(end) for end in fault.indicators),
        message=fault.message,
        fix=fault.fix,
        file=shown(fault.row.file),
        row=fault.row.line,
    )


def _quote(end: Indicator) -> Quote:
    return Quote(end.path, end.row["quote"], int(end.row["start"]), int(end.row["end"]))
