"""Write pyshacl's validation report: in Turtle with names that are the same each time, and its results as strings."""

from __future__ import annotations

from typing import Any

import pyoxigraph
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

_FIELDS = {
    "focus": SH.focusNode,
    "path": SH.resultPath,
    "value": SH.value,
    "shape": SH.sourceShape,
    "component": SH.sourceConstraintComponent,
    "severity": SH.resultSeverity,
}
_PREFIXES = {"rdf": str(RDF), "sh": str(SH), "xsd": str(XSD)}


def with_stable_names(report: Graph) -> Graph:
    """Return the report with its own blank nodes named in the order of its results."""
    found = sorted(report.subjects(RDF.type, SH.ValidationResult), key=lambda node: _key(report, node))
    names: dict[Node, Node] = {node: BNode(f"r{number:06}") for number, node in enumerate(found, start=1)}
    names |= {node: BNode("report") for node in report.subjects(RDF.type, SH.ValidationReport)}
    stable = Graph()
    for subject, predicate, value in report:
        stable.add((names.get(subject, subject), predicate, names.get(value, value)))
    return stable


def as_turtle(report: Graph) -> str:
    """Return the report in Turtle, the report itself first, then its results in order, then what they mention.

    Oxigraph writes it: rdflib writes "abc"^^xsd:boolean as a bare word, which no parser reads.
    """
    ranks = dict.fromkeys(report.subjects(RDF.type, SH.ValidationResult), 1)
    ranks |= dict.fromkeys(report.subjects(RDF.type, SH.ValidationReport), 0)

    def order(triple: tuple[Node, Node, Node]) -> tuple[int, str, bool, str, str]:
        subject, predicate, value = triple
        return ranks.get(subject, 2), subject.n3(), predicate != RDF.type, predicate.n3(), value.n3()

    triples = [pyoxigraph.Triple(*(_oxigraph_term(term) for term in triple)) for triple in sorted(report, key=order)]
    written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=_PREFIXES)
    return (written or b"").decode()


def results_of(report: Graph, shapes: Any) -> list[dict[str, str]]:
    """Return the fields of each :class:`needgraph.judging.judge.Result`; nested details stay in the report alone."""
    return [_fields(report, node, shapes) for node in sorted(report.objects(None, SH.result), key=str)]


def _fields(report: Graph, node: Node, shapes: Any) -> dict[str, str]:
    fields = {name: _written(report.value(node, predicate)) for name, predicate in _FIELDS.items()}
    path = report.value(node, SH.resultPath)
    if isinstance(path, BNode):
        fields["path"] = shacl_path_to_sparql_path(shapes, path)
    named = _written(_named(shapes.graph, report.value(node, SH.sourceShape))) or fields["path"] or fields["component"]
    return fields | {"message": " | ".join(sorted(map(str, report.objects(node, SH.resultMessage)))), "named": named}


def _named(shapes: Graph, shape: Node | None) -> Node | None:
    """Return the shape if it has a name, else the nearest one around it that has: a blank node says nothing."""
    around, seen = [shape], {shape}
    while around:
        if found := [node for node in around if isinstance(node, URIRef)]:
            return min(found)
        around = [each for node in around for each in shapes.subjects(None, node) if each not in seen]
        seen.update(around)
    return None


def _key(report: Graph, node: Node) -> tuple[str, ...]:
    fields = [_written(report.value(node, predicate)) for predicate in _FIELDS.values()]
    return *fields, *sorted(map(str, report.objects(node, SH.resultMessage)))


def _written(term: Node | None) -> str:
    return "" if term is None else str(_oxigraph_term(term))


def _oxigraph_term(term: Node) -> Any:
    if isinstance(term, URIRef):
        return pyoxigraph.NamedNode(term)
    if isinstance(term, BNode):
        return pyoxigraph.BlankNode(term)
    if isinstance(term, Literal) and term.language:
        return pyoxigraph.Literal(term, language=term.language)
    datatype = term.datatype if isinstance(term, Literal) else None
    return pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(datatype) if datatype else None)
