"""Check the built graphs: SHACL shapes and the checks written as queries, gathered as findings."""

from __future__ import annotations

import datetime
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from needgraph.asking import LocalEndpoint
from needgraph.catalogue import Question, QuestionProblem, read_question
from needgraph.files import decoded, read_bytes, shown
from needgraph.findings import SEVERITIES, Finding, RuleRun
from needgraph.identifiers import path_of
from needgraph.places import Place, edition_of, label_of, levels_of, places, quotes_of
from needgraph.resources import QUERIES, SHAPES, Data
from needgraph.shapes import Broken, Examiner, read_shapes, shape_files, validate
from needgraph.store import load_graphs
from needgraph.terms import PREFIXES, SH
from needgraph.waivers import apply_waivers, read_waivers

if TYPE_CHECKING:
    from needgraph.judging import Verdict

NOTHING_EXAMINED = "check:examined-nothing"
_HEADER = re.compile(r"^# (severity|grade|fix): *(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Checked:
    """What a check found.

    ``findings`` stand, ``waived`` are accepted by a waiver in force, ``runs`` are all rules with the
    number of nodes each examined, in the order of their names.
    """

    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    runs: tuple[RuleRun, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    def fails(self, strict: bool = False) -> bool:
        """Tell whether a violation stands, or with ``strict`` a warning."""
        return bool(self.counts["violation"] or (strict and self.counts["warning"]))


@dataclass(frozen=True)
class Check:
    """A check written as a query: rows are faults."""

    question: Question
    severity: str
    grade: str | None
    fix: str

    @property
    def name(self) -> str:
        """The name under which its findings stand."""
        return f"check:{self.question.name}"


def check(data: Data, today: datetime.date | None = None, shapes: Path = SHAPES, queries: Path = QUERIES) -> Checked:
    """Return the findings of every shape and every check on the built graphs of a data folder.

    ``today`` decides which waivers are in force. Raises DataProblem when the graphs are not built.
    """
    files = data.graph_files()
    # The shapes are data, too: the house style of shapes is itself a shape.
    files += shape_files(shapes)
    texts = [decoded(read_bytes(path), shown(path)) for path in files]
    # The validator leaves the interpreter free while it works, so the store is loaded beside it.
    validation = _Beside(lambda: validate(texts, shapes))
    store = load_graphs(files)
    where, examiner = _Where(data, store), Examiner(store)
    findings = [
        where.finding(broken.shape, broken.severity, None, broken.node, broken.problem, broken.fix, "")
        for broken in validation.result()
    ]
    counts = Counter(finding.rule for finding in findings)
    runs = [
        RuleRun(shape.name, shape.severity, shape.message, examiner.count(shape.targets), counts[shape.name])
        for shape in read_shapes(shapes)
    ]
    for rule in read_checks(queries):
        rows = LocalEndpoint(store).select(rule.question.text).records()
        findings += [
            where.finding(
                rule.name, rule.severity, rule.grade, str(row["node"]), str(row["problem"]), rule.fix,
                str(row.get("other") or ""),
            )
            for row in rows
        ]  # fmt: skip
        target = ("targetClass", _expanded(rule.question.examines))
        runs.append(RuleRun(rule.name, rule.severity, rule.question.title, examiner.count([target]), len(rows)))
    findings += [_examined_nothing(run) for run in runs if not run.examined]
    # A mapping check that examines nothing is not blind: there may be no broader match, or no group, to look at.
    found, mapping_runs = _mapping_checks(data)
    findings += found
    runs += mapping_runs
    standing, waived = apply_waivers(findings, read_waivers(data.waivers), today or datetime.date.today())
    return Checked(tuple(_ordered(standing)), tuple(_ordered(waived)), tuple(runs))


def _mapping_checks(data: Data) -> tuple[list[Finding], list[RuleRun]]:
    """Return what the checks of the mapping tables found; without such tables there is nothing to check."""
    if not (data.mappings / "agreed.sssom.tsv").is_file():
        return [], []
    from needgraph.editions import read_edition
    from needgraph.mapping_checks import check_decisions
    from needgraph.mappings import read_mappings
    from needgraph.reference import read_reference

    editions = [read_edition(folder) for folder in data.edition_folders()]
    return check_decisions(read_mappings(data), editions, read_reference(data))


def judged(verdict: Verdict) -> Checked:
    """Return a verdict on anyone's data as findings, so that it can be written in the same formats."""
    # A severity of the shapes' own making is none of ours; it blocks, as everything that does not conform.
    names = {f"<{SH.Warning.value}>": "warning", f"<{SH.Info.value}>": "info"}
    findings = [
        Finding(
            result.shape.strip("<>"), names.get(result.severity, "violation"), None, "computed",
            "", "", "", result.focus.strip("<>"), (), result.message, "", "", None,
        )
        for result in verdict.results
    ]  # fmt: skip
    counts = Counter(finding.rule for finding in findings)
    runs = [RuleRun(rule, "violation", rule, verdict.examined, count) for rule, count in sorted(counts.items())]
    return Checked(tuple(findings), (), tuple(runs))


def read_checks(queries: Path = QUERIES) -> list[Check]:
    """Return the checks written as queries; raise QuestionProblem when one lacks its header."""
    checks = []
    for path in sorted((queries / "checks").glob("*.rq")):
        question = read_question(path)
        header = dict(_HEADER.findall(question.text))
        if header.get("severity") not in SEVERITIES or not header.get("fix") or not question.examines:
            raise QuestionProblem(f"{shown(path)}: a check says `# examines:`, `# severity:` and `# fix:`")
        checks.append(Check(question, header["severity"], header.get("grade"), header["fix"]))
    return checks


class _Beside:
    """Work done in a thread beside ours; its result, or what it raised, is fetched once."""

    def __init__(self, work: Callable[[], list[Broken]]) -> None:
        self._work = work
        self._found: list[Broken] = []
        self._raised: BaseException | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._found = self._work()
        except BaseException as error:
            self._raised = error

    def result(self) -> list[Broken]:
        self._thread.join()
        if self._raised is not None:
            raise self._raised
        return self._found


class _Where:
    """Knows of a node where it was written; the tables are read again only when there is a finding."""

    def __init__(self, data: Data, store: Store) -> None:
        self.data, self.store = data, store
        self._places: dict[str, Place] | None = None

    def finding(
        self, rule: str, severity: str, grade: str | None, node: str, problem: str, fix: str, other: str
    ) -> Finding:
        if self._places is None:
            self._places = dict(places(self.data))
        subject = NamedNode(node) if "://" in node else None
        quotes = quotes_of(self.store, subject) if subject else ()
        if other:
            quotes += quotes_of(self.store, NamedNode(other))
        place = self._places.get(path_of(node), Place("", None))
        authority, edition = edition_of(node) if path_of(node) in self._places else ("", "")
        if (authority, edition) != ("", "") and f"{authority}/{edition}" not in self._places:
            authority, edition = "", ""
        label = label_of(self.store, subject) if subject else node
        return Finding(
            rule=rule,
            severity=severity,
            grade=grade,
            basis="computed",
            authority=authority,
            edition=edition,
            level=levels_of(self.store, subject) if subject else "",
            id=path_of(node),
            quotes=quotes,
            message=f"“{label}” {problem}" if rule.startswith("shape:") else problem,
            fix=fix,
            file=place.file,
            row=place.row,
        )


def _examined_nothing(run: RuleRun) -> Finding:
    return Finding(
        NOTHING_EXAMINED, "warning", None, "computed", "", "", "", run.rule, (),
        f"{run.rule} examined nothing, so that it passed says nothing",
        "Give the rule something to examine, or remove it.", "", None,
    )  # fmt: skip


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES.get(prefix, "") + local


def _ordered(findings: list[Finding]) -> list[Finding]:
    def key(finding: Finding) -> tuple[int, str, str, str, str]:
        return (SEVERITIES.index(finding.severity), finding.rule, finding.authority, finding.level, finding.id)

    return sorted(findings, key=key)
