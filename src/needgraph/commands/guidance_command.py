"""Say what the guidance profile found: grouped by grade and rule for people, or in the formats of findings."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable

from needgraph.checking.check import Checked
from needgraph.checking.formats import FINDING_FORMATS, passed_table, place
from needgraph.findings.finding import GRADES, Finding
from needgraph.guidance.checks import check_guidance
from needgraph.outcome import FINDINGS, FINE, Outcome
from needgraph.querying.answers import Answer, Value
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.formats import as_table
from needgraph.querying.notices import notices
from needgraph.querying.store import open_graphs
from needgraph.resources import Data

NOTICE = "What an editor may want to look at in the documents; nothing here says that a document is wrong in law."
HEADINGS = {
    "safety": "SAFETY: a child may be left without help",
    "law": "LAW: what law or national guidance says differently, or asks for",
    "clarity": "CLARITY: two readers may read it differently",
    "editorial": "EDITORIAL: mending it changes no meaning",
}


def guidance_outcome(
    data: Data,
    form: str,
    *,
    strict: bool = False,
    passed: bool = False,
    authority: str = "",
    today: datetime.date | None = None,
) -> Outcome:
    """Examine the documents of a data folder, or of one authority, and say it in one of ``GUIDANCE_FORMATS``.

    The code is 1 where a violation stands, with ``strict`` also where a warning does; the notice and the currency
    of each document are the notes. Raises as ``check_guidance`` does.
    """
    checked = check_guidance(data, authority, today)
    text = (passed_table(checked) if passed else "") + GUIDANCE_FORMATS[form](checked)
    named = sorted({(finding.authority, finding.edition) for finding in checked.findings if finding.edition})
    about = notices(LocalEndpoint(open_graphs(data)), Answer(("authority", "edition"), tuple(named)))
    return Outcome(text, FINDINGS if checked.fails(strict) else FINE, (NOTICE, *about))


def as_guidance_text(checked: Checked) -> str:
    """Return the findings by grade, the gravest first, then by rule, with their quotes, then the counts."""
    lines = []
    for grade in GRADES:
        findings = [finding for finding in checked.findings if finding.grade == grade]
        if findings:
            lines += [HEADINGS[grade], "=" * len(HEADINGS[grade]), "", *_rules(findings)]
    # An expired waiver has no grade.
    lines += _rules(finding for finding in checked.findings if not finding.grade)
    return "\n".join([*lines, *_counts(checked)]) + "\n"


def _rules(findings: Iterable[Finding]) -> list[str]:
    rules: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        rules.setdefault((finding.severity, finding.rule), []).append(finding)
    lines = []
    for (severity, rule), group in rules.items():
        lines.append(f"{severity.upper()}  {rule}  ({len(group)})")
        fixes = dict.fromkeys(finding.fix for finding in group)
        lines += [f"  fix: {next(iter(fixes))}"] if len(fixes) == 1 else []
        for finding in group:
            level = f", level {finding.level.replace(' | ', ', ')}" if finding.level else ""
            by = " [curated]" if finding.basis == "curated" else ""
            lines.append(f"  {finding.id}{level}{by}: {finding.message}")
            lines += [f"      fix: {finding.fix}"] if len(fixes) > 1 else []
            lines += [_quoted(quote.text, quote.id, quote.start, quote.end) for quote in finding.quotes]
            lines += [f"      {place(finding).rstrip(': ')}"] if not finding.quotes and finding.file else []
        lines.append("")
    return lines


def _quoted(text: str, identifier: str, start: int, end: int) -> str:
    words = f"“{' '.join(text.split())}”" if text else "(the words stand in the source only)"
    return f"      {words} ({identifier}, {start}–{end})"


def _counts(checked: Checked) -> list[str]:
    quiet = [run for run in checked.runs if not run.findings]
    lines = [
        f"{len(checked.findings)} findings of {len(checked.runs)} rules, {len(quiet)} of which found nothing; "
        f"waived: {len(checked.waived)}",
        "",
    ]
    counts = Counter((finding.authority, finding.edition, finding.grade) for finding in checked.findings)
    editions = sorted({(finding.authority, finding.edition) for finding in checked.findings})
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (*edition, *(counts[(*edition, grade)] for grade in GRADES)) for edition in editions
    )
    return [*lines, as_table(Answer(("authority", "edition", *GRADES), rows)).rstrip()] if rows else lines


GUIDANCE_FORMATS: dict[str, Callable[[Checked], str]] = FINDING_FORMATS | {"table": as_guidance_text}
