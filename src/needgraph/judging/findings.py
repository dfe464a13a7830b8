"""A verdict on anyone's data as findings, so that it can be written in the formats of our own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from needgraph.checking.check import NOTHING_EXAMINED, Checked
from needgraph.findings.finding import Finding, RuleRun
from needgraph.terms import SH

if TYPE_CHECKING:
    from needgraph.judging.judge import Result, Verdict


def judged(verdict: Verdict) -> Checked:
    """Return a verdict on anyone's data as findings, so that it can be written in the same formats."""
    # A severity of the shapes' own making is none of ours; it blocks, as everything that does not conform.
    names = {f"<{SH.Warning.value}>": "warning", f"<{SH.Info.value}>": "info"}
    findings = [
        Finding(
            result.named.strip("<>"), names.get(result.severity, "violation"), None, "computed",
            "", "", "", result.focus.strip("<>"), (), _message(result), "", "", None,
        )
        for result in verdict.results
    ]  # fmt: skip
    counts = Counter(finding.rule for finding in findings)
    runs = [RuleRun(rule, "violation", rule, verdict.examined, count) for rule, count in sorted(counts.items())]
    found = Checked(tuple(findings), (), tuple(runs))
    idle = judged_nothing(verdict)
    run = RuleRun(NOTHING_EXAMINED, "warning", "Which shapes examined nothing?", verdict.examined, len(idle))
    return found.also(idle, run) if idle else found


def _message(result: Result) -> str:
    """Return the message of a result with the path and the value it is about, which a report says beside it."""
    about = [f"path {result.path}"] if result.path else []
    # Of a whole node the value is the node itself, which the finding names.
    about += [f"value {result.value}"] if result.value and result.value != result.focus else []
    return f"{result.message} ({', '.join(about)})" if about else result.message


def judged_nothing(verdict: Verdict) -> list[Finding]:
    """Return a warning for each shape of a verdict that examined nothing."""
    return [
        Finding(
            NOTHING_EXAMINED, "warning", None, "computed", "", "", "", "", (),
            what, "Give the shape something to examine, or remove it.", file, line,
        )
        for file, line, what in verdict.idle
    ]  # fmt: skip
