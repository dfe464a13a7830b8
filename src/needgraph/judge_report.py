"""Read pyshacl's validation report: its results as strings, and names for its nodes that are the same each time."""

from __future__ import annotations

from typing import Any

from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

_FIELDS = {
    "focus": SH.focusNode,
    "path": SH.resultPath,
    "value": SH.value,
    "shape": SH.sourceShape,
    "component": SH.sourceConstraintComponent,
    "severity": SH.resultSeverity,
}


def with_stable_names(report: Graph) -> Graph:
    """Return the report with its blank nodes named in the order of its results."""
    found = sorted(report.subjects(RDF.type, SH.ValidationResult), key=lambda node: _key(report, node))
    names: dict[Node, Node] = {node: BNode(f"r{number:06}") for number, node in enumerate(found, start=1)}
    names |= {node: BNode("report") for node in report.subjects(RDF.type, SH.ValidationReport)}
    stable = Graph()
    for prefix, namespace in report.namespaces():
        stable.bind(prefix, namespace)
    for subject, predicate, value in report:
        stable.add((names.get(subject, subject), predicate, names.get(value, value)))
    return stable


def results_of(report: Graph, shapes: Any) -> list[dict[str, str]]:
    """Return the fields of each :class:`needgraph.judging.Result`; nested details stay in the report alone."""
    top = sorted(report.objects(None, SH.result), key=str)
    return [_fields(report, node, shapes) for node in top]


def _fields(report: Graph, node: Node, shapes: Any) -> dict[str, str]:
    fields = {name: _written(report.value(node, predicate)) for name, predicate in _FIELDS.items()}
    path = report.value(node, SH.resultPath)
    if isinstance(path, BNode):
        fields["path"] = shacl_path_to_sparql_path(shapes, path)
    return fields | {"message": " | ".join(sorted(map(str, report.objects(node, SH.resultMessage))))}


def _key(report: Graph, node: Node) -> tuple[str, ...]:
    fields = [_written(report.value(node, predicate)) for predicate in _FIELDS.values()]
    return *fields, *sorted(map(str, report.objects(node, SH.resultMessage)))


def _written(term: Node | None) -> str:
    if isinstance(term, URIRef):
        return f"<{term}>"
    return "" if term is None else term.n3()
