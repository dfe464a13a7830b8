"""Examine documents as their editor would: the guidance profile of ``check``, computed rules and curated findings."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Store

from needgraph.checking.check import Checked
from needgraph.checking.shapes import Examiner
from needgraph.errors import NeedgraphError, nearest
from needgraph.files import shown
from needgraph.findings.finding import GRADES, SEVERITIES, Finding, Quote, RuleRun
from needgraph.findings.places import Place, edition_of, levels_of, places, quotes_of
from needgraph.findings.waivers import apply_waivers, read_waivers
from needgraph.graphs.graph_builder import read_tables
from needgraph.guidance import (
    consent,
    contacts,
    front_door,
    hours,
    ladder,
    law,
    layout,
    recorded,
    terms,
    words,
)
from needgraph.guidance.curated import PREFIX as CURATED
from needgraph.guidance.curated import Curated, read_curated
from needgraph.guidance.rules import PREFIX, GuidanceRule, Hit, Judge, noted, read_rules, rows_as_hits
from needgraph.guidance.tables import GuidanceTables, read_guidance_tables
from needgraph.identifiers import iri_of, path_of
from needgraph.querying.answers import Value
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.catalogue import QuestionProblem
from needgraph.querying.store import load_graphs
from needgraph.resources import QUERIES, Data
from needgraph.terms import NEED, PREFIXES, RDF, SCHEMA

_COMMENT = re.compile(r"^#.*\n", re.MULTILINE)
JUDGES: dict[str, Judge] = {
    "noted": noted,
    "hours-uncovered": hours.uncovered,
    "hours-claimed-twice": hours.claimed_twice,
    "contact-misprinted": contacts.misprinted,
    "override-tests": consent.override_tests,
    "consent-before-danger": consent.consent_before_danger,
    "same-sign": ladder.same_sign,
    "upside-down": ladder.upside_down,
    "swallowed": ladder.swallowed,
    "subject-unclear": ladder.subject_unclear,
    "provision-paraphrased": law.provision_paraphrased,
    "content-missing": law.content_missing,
    "content-unrecorded": recorded.content_unrecorded,
    "matter-left-open": law.matter_left_open,
    "law-changed": law.law_changed,
    "acronym-unexplained": terms.acronym_unexplained,
    "acronym-varies": terms.acronym_varies,
    "term-never-used": terms.term_never_used,
    "several-words": words.several_words,
    "spelling-varies": terms.spelling_varies,
    "front-door-names": front_door.front_door_names,
    "review-words": words.review_words,
    "text-missing": layout.text_missing,
    "dead-link": layout.dead_link,
    "group-without-heading": layout.group_without_heading,
    "heading-without-text": layout.heading_without_text,
    "quantity-without-unit": terms.quantity_without_unit,
}


class Weighed(NamedTuple):
    """What one rule found on some graphs, and how many nodes it examined."""

    rule: GuidanceRule
    examined: int
    hits: tuple[Hit, ...]


def check_guidance(
    data: Data, authority: str = "", today: datetime.date | None = None, queries: Path = QUERIES
) -> Checked:
    """Return what an editor wants to know about the documents of a data folder, gravest grade first.

    ``authority`` leaves the findings of the others out; ``today`` decides which waivers are in force. Raises
    DataProblem when the graphs are not built, TableProblem for a table that cannot be used, NeedgraphError for an
    authority there is not.
    """
    tables = read_tables(data)
    known = sorted({edition.authority for edition in tables.editions})
    if authority and authority not in known:
        raise NeedgraphError(
            f"there is no authority {authority!r}{nearest(authority, known)} (authorities: {', '.join(known)})"
        )
    curated = read_curated(data.waivers.parent, tables.editions, (row["id"] for row in tables.reference.curators))
    # Read into memory the graphs answer these queries four times as fast as from the cache; mappings say nothing here.
    graphs = [path for path in data.graph_files() if path.parent != data.mappings]
    where = _Where(load_graphs(graphs), places(tables))
    weighed = weigh(where.store, read_guidance_tables(data), read_rules(queries))
    found = {rule.name: [where.found(rule, hit) for hit in hits] for rule, _, hits in weighed}
    for each in curated:
        found.setdefault(each.rule, []).append(where.curated(each))
    findings = [finding for each in {each.rule for each in curated} for finding in found[each]]
    replaced = {pair for each in curated for pair in each.replaced}
    for rule, _, _ in weighed:
        said = {quote.id for name in rule.unless for finding in found.get(name, ()) for quote in finding.quotes}
        findings += [
            finding
            for finding in found[rule.name]
            if not said & _about(finding) and (finding.rule, finding.id) not in replaced
        ]
    findings = [finding for finding in findings if finding.authority and authority in ("", finding.authority)]
    accepted = [waiver for waiver in read_waivers(data.waivers) if waiver.rule.startswith((PREFIX, CURATED))]
    standing, waived = apply_waivers(findings, accepted, today or datetime.date.today())
    runs = _runs(weighed, curated, findings)
    return Checked(tuple(_ordered(standing)), tuple(_ordered(waived)), tuple(runs))


def weigh(store: Store, tables: GuidanceTables, rules: Sequence[GuidanceRule]) -> list[Weighed]:
    """Return what each rule found on the graphs of a store; raise QuestionProblem for a judge there is not."""
    endpoint, examiner = LocalEndpoint(store), Examiner(store)
    found = []
    # Several rules weigh the same rows: the query behind their headers is asked once.
    asked: dict[str, list[dict[str, Value]]] = {}
    for rule in rules:
        query = _COMMENT.sub("", rule.question.text)
        if query not in asked:
            asked[query] = endpoint.select(query).records()
        rows = asked[query]
        prefix, _, name = rule.question.examines.partition(":")
        examined = examiner.count([("targetClass", PREFIXES.get(prefix, "") + name)])
        found.append(Weighed(rule, examined, tuple(_judge(rule)(rows, tables))))
    return found


def _judge(rule: GuidanceRule) -> Judge:
    if not rule.judge:
        return lambda rows, _: rows_as_hits(rows)
    if rule.judge not in JUDGES:
        raise QuestionProblem(
            f"{shown(rule.question.path)}: there is no judge {rule.judge!r}{nearest(rule.judge, JUDGES)}"
        )
    return JUDGES[rule.judge]


def _about(finding: Finding) -> set[str]:
    """Return the statements a finding is about: itself, or those that a defect or rule rests on."""
    own = {quote.id for quote in finding.quotes if quote.id == finding.id}
    return own or {quote.id for quote in finding.quotes}


def _runs(weighed: Iterable[Weighed], curated: Sequence[Curated], findings: Sequence[Finding]) -> list[RuleRun]:
    count: Callable[[str], int] = [finding.rule for finding in findings].count
    runs = [
        RuleRun(rule.name, rule.severity, rule.question.title, examined, count(rule.name))
        for rule, examined, _ in weighed
    ]
    for each in {each.rule: each for each in curated}.values():
        runs.append(RuleRun(each.rule, each.severity, "Found by reading.", count(each.rule), count(each.rule)))
    return sorted(runs, key=lambda run: run.rule)


class _Where:
    """Knows of a node its words, its level and the row in which it was written."""

    def __init__(self, store: Store, found: dict[str, Place]) -> None:
        self.store, self._places = store, found

    def found(self, rule: GuidanceRule, hit: Hit) -> Finding:
        authority, edition = edition_of(hit.node)
        place = self._places.get(path_of(hit.node))
        nodes = (hit.node, *hit.others)
        level = self._levels(nodes) if hit.level is None else hit.level
        return Finding(
            rule.name, rule.severity, hit.grade or rule.grade, hit.basis, authority, edition,
            level, path_of(hit.node), self._quotes(nodes), hit.problem,
            hit.fix or rule.fix, shown(place.file) if place else "", place.row if place else None,
        )  # fmt: skip

    def curated(self, each: Curated) -> Finding:
        authority, _, edition = each.edition.partition("/")
        nodes = [iri_of(node) for node in each.nodes]
        return Finding(
            each.rule, each.severity, each.grade, "curated", authority, edition,
            " | ".join(each.levels), each.nodes[0], self._quotes(nodes),
            f"{each.message} {each.reason}".strip(), each.fix, shown(each.file), each.line,
        )  # fmt: skip

    def _levels(self, nodes: Sequence[str]) -> str:
        """Return every level that the words of some nodes stand at."""
        numbers = {number for node in nodes for number in self._at(NamedNode(node)).split(" | ") if number}
        return " | ".join(sorted(numbers))

    def _at(self, node: NamedNode) -> str:
        """Return the levels of a node, of a defect those of the statements it is in."""
        own = levels_of(self.store, node)
        if own or self._number(node, NEED.start) is None:
            return own
        return " | ".join(levels_of(self.store, each) for each in self._statements(node))

    def _statements(self, node: NamedNode) -> list[NamedNode]:
        found = [quad.object for quad in self.store.quads_for_pattern(node, NEED.restsOn, None)]
        return [each for each in found if isinstance(each, NamedNode)]

    def _quotes(self, nodes: Sequence[str]) -> tuple[Quote, ...]:
        return tuple(dict.fromkeys(quote for node in nodes for quote in self._of(NamedNode(node))))

    def _of(self, node: NamedNode) -> Iterator[Quote]:
        """Yield the quotes of a node: of a defect the words it is about, of a contact the lines that are one."""
        start, end = (self._number(node, predicate) for predicate in (NEED.start, NEED.end))
        quotes = quotes_of(self.store, node)
        if start is None or end is None:
            lines = [quote for quote in quotes if self._is_contact(quote)]
            yield from lines if lines and self._has_type(node, SCHEMA.ContactPoint) else quotes
        elif quotes:
            yield from quotes
        else:
            yield self._cut(node, start, end)

    def _cut(self, node: NamedNode, start: int, end: int) -> Quote:
        for statement in self._statements(node):
            for quote in quotes_of(self.store, statement):
                if quote.start <= start < end <= quote.end:
                    return Quote(quote.id, quote.text[start - quote.start : end - quote.start], start, end)
        # No statement covers the place: the words stay with the source, the place is known.
        return Quote(path_of(node.value), "", start, end)

    def _is_contact(self, quote: Quote) -> bool:
        node = NamedNode(iri_of(quote.id))
        return any(self.store.quads_for_pattern(node, NEED.hasKind, NamedNode(iri_of("kind/contact"))))

    def _has_type(self, node: NamedNode, kind: NamedNode) -> bool:
        return any(self.store.quads_for_pattern(node, RDF.type, kind))

    def _number(self, node: NamedNode, predicate: NamedNode) -> int | None:
        for quad in self.store.quads_for_pattern(node, predicate, None):
            return int(getattr(quad.object, "value", "0"))
        return None


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    def key(finding: Finding) -> tuple[int, int, str, str, str, int, str]:
        grade = GRADES.index(finding.grade) if finding.grade else len(GRADES)
        place = finding.quotes[0].start if finding.quotes else 0
        severity = SEVERITIES.index(finding.severity)
        return (grade, severity, finding.rule, finding.authority, finding.edition, place, finding.id)

    return sorted(findings, key=key)
