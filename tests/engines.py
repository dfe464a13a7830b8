"""Run shapes over a graph in both SHACL engines and say in the same words what each of them found."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyshacl
import shacl
from rdflib import SH, Graph


class Result(NamedTuple):
    """What makes two results the same, whichever engine reports them."""

    focus: str
    shape: str
    severity: str
    message: str


def fast_results(shapes: shacl.Shapes, data: str) -> set[Result]:
    """Return what the engine of the main path finds in Turtle."""
    return {
        Result(each.focus_node, (each.source_shape or "").strip("<>"), each.severity, each.message or "")
        for each in shapes.validate_turtle(data).results
    }


def reference_results(shapes: Graph, data: str) -> set[Result]:
    """Return what pyshacl, the judge of the other, finds in Turtle."""
    _, report, _ = pyshacl.validate(Graph().parse(data=data), shacl_graph=shapes)
    return _results(report)


def inferred_results(shapes: Graph, data: str, ontology: Graph) -> set[Result]:
    """Return what pyshacl finds in Turtle and all that RDFS infers from it and an ontology."""
    graph = Graph().parse(data=data)
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, ont_graph=ontology, inference="rdfs")
    return _results(report)


def _results(report: Any) -> set[Result]:
    return {
        Result(
            report.value(result, SH.focusNode).n3(),
            str(report.value(result, SH.sourceShape)),
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
            str(report.value(result, SH.resultMessage)),
        )
        for result in report.subjects(SH.resultSeverity)
    }
