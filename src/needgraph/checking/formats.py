"""Write findings for people, for editors of code, and for continuous integration."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from needgraph.checking.check import NOTHING_EXAMINED, Checked
from needgraph.checking.shapes import SHAPE
from needgraph.describing import Pair, describe, flag, plain, thing
from needgraph.findings.finding import SEVERITIES, Finding
from needgraph.identifiers import BASE
from needgraph.querying.answers import Answer, Value
from needgraph.querying.formats import as_csv, as_table
from needgraph.terms import PREFIXES, RDF, SH

COLUMNS = (
    "rule", "severity", "grade", "basis", "authority", "edition", "level", "id", "quotes", "message", "fix",
    "file", "row",
)  # fmt: skip
# More rules than that which examined nothing, as after an import, would bury what can be mended.
MOST_IDLE = 5
SARIF_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
SH_SEVERITIES = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}


def as_text(checked: Checked, of: str = "") -> str:
    """Return the findings grouped by rule with their reasons, then the rules that passed and the counts.

    ``of`` is the name of the one file that was checked.
    """
    first, *rest = _counts(checked)
    return "\n".join([*_groups(checked.findings), f"{of}: {first}" if of else first, *rest]) + "\n"


def as_summary(checked: Checked) -> str:
    """Return what has to be mended as ``as_text`` does, what is for information only as a count a rule."""
    infos = Counter(finding.rule for finding in checked.findings if finding.severity == "info")
    lines = _groups(finding for finding in checked.findings if finding.severity != "info")
    lines += [f"INFO  {rule}  ({count})" for rule, count in sorted(infos.items())]
    return "\n".join([*lines, *([""] if infos else []), *_counts(checked)]) + "\n"


def as_groups(findings: Iterable[Finding]) -> str:
    """Return findings grouped by rule with their reasons, without any count."""
    return "\n".join(_groups(findings))


def _groups(findings: Iterable[Finding]) -> list[str]:
    listed, lines = list(findings), list[str]()
    for rule in dict.fromkeys(finding.rule for finding in listed):
        group = [finding for finding in listed if finding.rule == rule]
        first = group[0]
        if rule == NOTHING_EXAMINED and first.id and len(group) > MOST_IDLE:
            lines += [f"{first.severity.upper()}  {rule}  ({len(group)})", f"  {_idle(group)}", ""]
            continue
        grade = f", {first.grade}" if first.grade else ""
        lines.append(f"{first.severity.upper()}  {rule}  ({len(group)}{grade})")
        lines += [f"  fix: {first.fix}"] if first.fix else []
        for finding in group:
            lines.append(f"  {_line(finding)}")
            lines += [
                f"      “{' '.join(quote.text.split())}” ({quote.id}, {quote.start}–{quote.end})"
                for quote in finding.quotes
            ]
        lines.append("")
    return lines


def _idle(group: list[Finding]) -> str:
    """Return in one line that rules examined nothing."""
    kinds = Counter("shapes" if finding.id.startswith("shape:") else "checks" for finding in group)
    what = " and ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), reverse=True))
    what = what if len(kinds) > 1 else "all " + next(iter(kinds))
    return f"{len(group)} rules examined nothing ({what}), so that they passed says nothing; --passed lists them"


def _counts(checked: Checked) -> list[str]:
    passed = [run for run in checked.runs if run.examined and not run.findings]
    counts = ", ".join(f"{checked.counts[severity]} {severity}" for severity in SEVERITIES)
    lines = [
        f"{len(checked.runs)} rules: {len(passed)} passed on {sum(run.examined for run in passed):,} examinations; "
        f"findings: {counts}; waived: {len(checked.waived)}"
    ]
    by_place = _by_authority_and_level(checked)
    return [*lines, "", as_table(by_place).rstrip()] if by_place.rows else lines


def passed_table(checked: Checked) -> str:
    """Return every rule with the number of nodes it examined and of its findings."""
    rows = tuple((run.rule, run.severity, run.examined, run.findings, run.question) for run in checked.runs)
    return as_table(Answer(("rule", "severity", "examined", "findings", "says"), rows))


def place(finding: Finding) -> str:
    """Return the file and row of a finding as a message begins, or nothing."""
    if not finding.file:
        return ""
    return f"{finding.file}:{finding.row}: " if finding.row else f"{finding.file}: "


def _line(finding: Finding) -> str:
    """Return where, of what and what is wrong; what is empty is left out."""
    return place(finding) + ": ".join(part for part in (finding.id, finding.message) if part)


def _sentences(finding: Finding) -> str:
    """Return what is wrong and what would mend it, each as a sentence; what is empty is left out."""
    message = finding.message if finding.message.endswith((".", "?", "!")) else f"{finding.message}."
    return " ".join(part for part in (message if finding.message else "", finding.fix) if part)


def as_json(checked: Checked) -> str:
    """Return the findings as an array of objects."""
    return json.dumps([finding.record() for finding in checked.findings], ensure_ascii=False, indent=2) + "\n"


def as_findings_csv(checked: Checked) -> str:
    """Return the findings as CSV; quotes are joined by ``" | "``."""
    rows = tuple(
        tuple(
            " | ".join(quote.text for quote in finding.quotes) if column == "quotes" else getattr(finding, column)
            for column in COLUMNS
        )
        for finding in checked.findings
    )
    return as_csv(Answer(COLUMNS, rows))


def as_turtle(checked: Checked) -> str:
    """Return the findings as a ``sh:ValidationReport``."""
    report = NamedNode("urn:needgraph:report")
    results = [NamedNode(f"urn:needgraph:report:{number}") for number, _ in enumerate(checked.findings, 1)]
    pairs: list[Pair] = [
        (RDF.type, SH.ValidationReport), (SH.conforms, flag(not checked.findings)), (SH.result, results),
    ]  # fmt: skip
    triples = describe(report, pairs)
    for node, finding in zip(results, checked.findings, strict=True):
        pairs = [
            (RDF.type, SH.ValidationResult),
            (SH.resultSeverity, SH_SEVERITIES[finding.severity]),
            (SH.focusNode, _focus(finding)),
            (SH.sourceShape, NamedNode(_rule_iri(finding.rule))),
            (SH.resultMessage, plain(_sentences(finding))),
        ]
        triples += describe(node, pairs)
    prefixes = {name: PREFIXES[name] for name in ("sh", "xsd")}
    return (serialize((Triple(*each) for each in triples), format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def as_junit(checked: Checked) -> str:
    """Return a JUnit report: one test case a rule, failing where it has violations."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring  # only this format needs it

    suite = Element("testsuite", name="needgraph check", tests=str(len(checked.runs)))
    failing = 0
    for run in checked.runs:
        case = SubElement(suite, "testcase", classname="needgraph", name=run.rule)
        found = [finding for finding in checked.findings if finding.rule == run.rule]
        broken = [finding for finding in found if finding.severity == "violation"]
        if broken:
            failing += 1
            count = "1 violation" if len(broken) == 1 else f"{len(broken)} violations"
            told = ": ".join(part for part in (count, broken[0].fix) if part)
            failure = SubElement(case, "failure", message=told)
            failure.text = "\n".join(map(_line, broken))
        elif found:
            output = SubElement(case, "system-out")
            output.text = "\n".join(map(_line, found))
    suite.set("failures", str(failing))
    suites = Element("testsuites", tests=str(len(checked.runs)), failures=str(failing))
    suites.append(suite)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def as_sarif(checked: Checked) -> str:
    """Return a SARIF 2.1.0 log, which editors and code hosts show beside the row it speaks of."""
    rules = {run.rule: run.question for run in checked.runs}
    rules.update({finding.rule: rules.get(finding.rule, finding.fix) for finding in checked.findings})
    results = []
    for finding in checked.findings:
        result: dict[str, object] = {
            "ruleId": finding.rule,
            "level": SARIF_LEVELS[finding.severity],
            "message": {"text": _sentences(finding)},
        }
        if finding.file:
            location: dict[str, object] = {"artifactLocation": {"uri": finding.file.replace("\\", "/")}}
            if finding.row:
                location["region"] = {"startLine": finding.row}
            result["locations"] = [{"physicalLocation": location}]
        results.append(result)
    driver = {
        "name": "needgraph",
        "informationUri": BASE.removesuffix("id/"),
        "rules": [{"id": rule, "shortDescription": {"text": text}} for rule, text in sorted(rules.items())],
    }
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _by_authority_and_level(checked: Checked) -> Answer:
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for finding in checked.findings:
        row = counts.setdefault((finding.authority, finding.level), dict.fromkeys(SEVERITIES, 0))
        row[finding.severity] += 1
    rows: tuple[tuple[Value, ...], ...] = tuple((*where, *row.values()) for where, row in sorted(counts.items()))
    return Answer(("authority", "level", *SEVERITIES), rows)


def _focus(finding: Finding) -> NamedNode:
    """Return the thing that a finding is about, else the rule, else the line of the file, which is all there is."""
    if finding.id and (":" not in finding.id.split("/")[0] or "://" in finding.id):
        return thing(finding.id)
    if finding.id.startswith(("shape:", "check:")):
        return NamedNode(_rule_iri(finding.id))
    if not finding.file:
        return NamedNode(_rule_iri(finding.rule))
    # RFC 5147 counts the places between lines from 0.
    line = f"#line={finding.row - 1},{finding.row}" if finding.row else ""
    return NamedNode(f"{Path(finding.file).resolve().as_uri()}{line}")


def _rule_iri(rule: str) -> str:
    kind, _, name = rule.partition(":")
    if kind == "sssom":
        # Neither a shape nor a query of ours.
        return f"urn:needgraph:rule:{rule}"
    return SHAPE + name if kind == "shape" else f"{BASE.removesuffix('id/')}query/{name or kind}"


FINDING_FORMATS: dict[str, Callable[[Checked], str]] = {
    "table": as_text,
    "csv": as_findings_csv,
    "json": as_json,
    "turtle": as_turtle,
    "junit": as_junit,
    "sarif": as_sarif,
}
