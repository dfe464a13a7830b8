"""Check the built graphs: SHACL shapes and the checks written as queries, gathered as findings."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from queue import SimpleQueue

from pyoxigraph import NamedNode, RdfFormat, Store

from needgraph.checking.beside import Beside
from needgraph.checking.level_order import check_level_order
from needgraph.checking.shapes import Examiner, read_shapes, shape_files, validate
from needgraph.files import decoded, read_bytes, shown
from needgraph.findings.finding import SEVERITIES, Finding, RuleRun
from needgraph.findings.places import Place, edition_of, label_of, levels_of, places, quotes_of
from needgraph.findings.waivers import apply_waivers, read_waivers
from needgraph.graphs.graph_builder import Tables, built_graphs, read_tables, stale_files
from needgraph.identifiers import path_of
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.catalogue import Question, QuestionProblem, read_question
from needgraph.querying.store import StoreProblem, graph_name
from needgraph.resources import QUERIES, SHAPES, Data
from needgraph.tables.mappings import check_mappings
from needgraph.terms import PREFIXES

NOTHING_EXAMINED = "check:examined-nothing"
STALE = "check:built-file-stale"
OF_DOCUMENTS = ("guidance:", "curated:")
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

    def also(self, findings: Iterable[Finding], run: RuleRun) -> Checked:
        """Return these findings with those of one rule more."""
        return Checked(tuple(_ordered([*self.findings, *findings])), self.waived, (*self.runs, run))

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

    ``today`` decides which waivers are in force. The tables are judged first: raises what ``built_files`` raises when
    nothing could be built from them, and DataProblem when nothing has been. A graph that the tables do not build is
    a violation; it is judged as it lies there.
    """
    tables = read_tables(data)
    files = data.graph_files()
    built: dict[Path, bytes] = {}

    def graphs() -> Iterator[tuple[Path, bytes]]:
        yield from ((path, read_bytes(path)) for path in files)
        # While the files are loaded; no query and no shape has been asked yet.
        built.update(built_graphs(data, tables))

    checked = check_graphs(data, tables, graphs(), today, shapes, queries)
    return with_stale(checked, data, built, stale_files(built))


def with_stale(checked: Checked, data: Data, built: Iterable[Path], stale: Iterable[Path]) -> Checked:
    """Return what was found and, as violations that nobody can waive, the built graphs that are stale."""
    findings = [
        Finding(
            STALE, "violation", None, "computed", "", "", "", path.relative_to(data.folder).as_posix(), (),
            "is stale: its tables build something else" if path.is_file() else "is not built yet",
            "Run `needgraph build`, and commit what it writes.", shown(path), None,
        )
        for path in stale
    ]  # fmt: skip
    question = "Which built graphs are not what their tables build?"
    return checked.also(findings, RuleRun(STALE, "violation", question, len(list(built)), len(findings)))


def check_graphs(
    data: Data,
    tables: Tables,
    graphs: Iterable[tuple[Path, bytes]],
    today: datetime.date | None = None,
    shapes: Path = SHAPES,
    queries: Path = QUERIES,
) -> Checked:
    """Return the findings on graphs given as Turtle with their files, each as soon as it is there; see ``check``.

    ``tables`` are those the graphs were built from: they say where a thing was written and how it was mapped.
    """
    shape_paths = shape_files(shapes)
    # Loading and validating leave the interpreter free, so both run beside what is done in Python.
    arrived: SimpleQueue[tuple[Path, bytes] | None] = SimpleQueue()
    loading = Beside(lambda: _loaded(iter(arrived.get, None)))
    texts: dict[Path, str] = {}
    try:
        # The shapes are data, too: the house style of shapes is itself a shape.
        for path, content in chain(graphs, ((path, read_bytes(path)) for path in shape_paths)):
            arrived.put((path, content))
            texts[path] = decoded(content, shown(path))
    finally:
        arrived.put(None)
    # Joined here: whatever a thread does in Python, it waits for ours to pause.
    turtle, rules = "\n".join(texts.values()), "\n".join(texts[path] for path in shape_paths)
    validation = Beside(lambda: validate(turtle, rules))
    # A mapping check that examines nothing is not blind: there may be no broader match, or no group, to look at.
    findings, table_runs = _mapping_checks(tables)
    slipped, order_run = check_level_order(tables.editions)
    findings, table_runs = [*findings, *slipped], [*table_runs, order_run]
    found_places, checks = places(tables), read_checks(queries)
    store = loading.result()
    where, examiner = _Where(found_places, store), Examiner(store)
    found, check_runs = _asked(checks, store, where, examiner)
    findings += found
    examined = [(shape, examiner.count(shape.targets)) for shape in read_shapes(store)]
    broken = validation.result()
    findings += [
        where.finding(each.shape, each.severity, None, each.node, each.problem, each.fix, "") for each in broken
    ]
    counts = Counter(each.shape for each in broken)
    runs = [RuleRun(shape.name, shape.severity, shape.message, count, counts[shape.name]) for shape, count in examined]
    runs += check_runs
    findings += [_examined_nothing(run) for run in runs if not run.examined]
    runs += table_runs
    # What is waived of the documents themselves is the matter of the guidance profile.
    waivers = [waiver for waiver in read_waivers(data.waivers) if not waiver.rule.startswith(OF_DOCUMENTS)]
    standing, waived = apply_waivers(findings, waivers, today or datetime.date.today())
    return Checked(tuple(_ordered(standing)), tuple(_ordered(waived)), tuple(runs))


def _asked(
    checks: Iterable[Check], store: Store, where: _Where, examiner: Examiner
) -> tuple[list[Finding], list[RuleRun]]:
    """Return what the checks written as queries found, and what each examined."""
    findings: list[Finding] = []
    runs = []
    for rule in checks:
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
    return findings, runs


def _loaded(graphs: Iterable[tuple[Path, bytes]]) -> Store:
    store = Store()
    for path, content in graphs:
        try:
            # For graphs of this size bulk_load takes twice as long.
            store.load(content, format=RdfFormat.TURTLE, to_graph=graph_name(path))
        except SyntaxError as error:
            raise StoreProblem(
                f"{shown(path)}:{error.lineno}: is not valid Turtle: {error.msg}; run `needgraph build`"
            ) from None
    return store


def _mapping_checks(tables: Tables) -> tuple[list[Finding], list[RuleRun]]:
    """Return what the checks of the mapping tables found; without such tables there is nothing to check."""
    if not tables.mappings:
        return [], []
    from needgraph.mapping.checks import check_decisions

    check_mappings(tables.mappings, tables.editions, (row["id"] for row in tables.reference.curators))
    return check_decisions(tables.mappings, tables.editions, tables.reference)


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


class _Where:
    """Knows of a node where it was written."""

    def __init__(self, found: Mapping[str, Place], store: Store) -> None:
        self._places, self.store = found, store

    def finding(
        self, rule: str, severity: str, grade: str | None, node: str, problem: str, fix: str, other: str
    ) -> Finding:
        subject = NamedNode(node) if "://" in node else None
        quotes = quotes_of(self.store, subject) if subject else ()
        if other:
            quotes += quotes_of(self.store, NamedNode(other))
        place = self._places.get(path_of(node))
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
            file=shown(place.file) if place else "",
            row=place.row if place else None,
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
