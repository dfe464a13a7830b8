"""Run our SHACL shapes with the fast engine, and know what each shape examines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import shacl
from pyoxigraph import Literal, NamedNode, Store

from needgraph.errors import NeedgraphError
from needgraph.files import shown
from needgraph.terms import RDF, SH

SHAPE = "https://w3id.org/needgraph/shape/"
# What a SHACL component says of a node, in words; {path} is the property, {value} what stands there.
PROBLEMS = {
    "MinCountConstraintComponent": "does not state {path}",
    "MaxCountConstraintComponent": "states {path} more often than it may",
    "DatatypeConstraintComponent": "states {path} as {value}, which is of another datatype",
    "ClassConstraintComponent": "states {path} as {value}, which is not of the kind expected",
    "NodeKindConstraintComponent": "states {path} as {value}, which is not the kind of node expected",
    "PatternConstraintComponent": "states {path} as {value}, which is not written as it should be",
    "InConstraintComponent": "states {path} as {value}, which is not one of the values allowed",
    "HasValueConstraintComponent": "does not state the {path} it must have",
    "LessThanConstraintComponent": "states {path} out of order with {value}",
    "MinLengthConstraintComponent": "leaves {path} too short",
    "MaxLengthConstraintComponent": "states {path} too long",
    "UniqueLangConstraintComponent": "states {path} twice in one language",
    "LanguageInConstraintComponent": "states {path} in another language",
    "OrConstraintComponent": "has none of what is asked for",
    "XoneConstraintComponent": "has not exactly one of what is asked for",
    "NotConstraintComponent": "is what it must not be",
    "DisjointConstraintComponent": "states {path} and its opposite alike: {value}",
}


class ShapeProblem(NeedgraphError):
    """Shapes that cannot be read."""


@dataclass(frozen=True)
class Broken:
    """One result of a validation: the node, the shape, and what it says."""

    node: str
    shape: str
    severity: str
    problem: str
    fix: str


@dataclass(frozen=True)
class Shape:
    """One shape: its name, its severity, its message, and the nodes it looks at."""

    name: str
    severity: str
    message: str
    targets: tuple[tuple[str, str], ...]


def validate(turtle: str, shapes: str) -> list[Broken]:
    """Return what in a text breaks the shapes of another, sorted; the interpreter is left free meanwhile."""
    try:
        compiled = shacl.Shapes.from_turtle(shapes)
    except ValueError as error:
        raise ShapeProblem(f"the shapes cannot be read: {error}") from None
    report = compiled.validate_turtle(turtle)
    broken = {
        Broken(
            result.focus_node.strip("<>"),
            _shape_name(result.source_shape, result.root_shape),
            result.severity.lower(),
            _problem(result.component, result.path, result.value),
            result.message or "",
        )
        for result in report.results
    }
    return sorted(broken, key=lambda each: (each.shape, each.node, each.problem))


def shape_files(folder: Path) -> list[Path]:
    """Return the files of a folder of shapes; raise ShapeProblem when there are none."""
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise ShapeProblem(f"{shown(folder)}: holds no shapes")
    return files


def read_shapes(store: Store) -> list[Shape]:
    """Return every named shape of a store with its own message, and the targets it examines."""
    targets = _targets(store)
    found = []
    for quad in store.quads_for_pattern(None, SH.message, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            severities = store.quads_for_pattern(quad.subject, SH.severity, None)
            severity = next((each.object for each in severities), SH.Violation)
            found.append(
                Shape(
                    curie(quad.subject.value),
                    str(severity).strip("<>").rpartition("#")[2].lower(),
                    quad.object.value,
                    tuple(sorted(targets[quad.subject])),
                )
            )
    return sorted(found, key=lambda shape: shape.name)


def curie(iri: str) -> str:
    """Return the short name of one of our shapes.

    >>> curie("https://w3id.org/needgraph/shape/StatementStart")
    'shape:StatementStart'
    """
    return f"shape:{iri.removeprefix(SHAPE)}" if iri.startswith(SHAPE) else iri


def _targets(store: Store) -> dict[NamedNode, set[tuple[str, str]]]:
    """Return what each shape examines: its own targets, and those of the shapes that use it."""
    kinds = {"targetClass": SH.targetClass, "targetSubjectsOf": SH.targetSubjectsOf,
             "targetObjectsOf": SH.targetObjectsOf, "targetNode": SH.targetNode}  # fmt: skip
    targets: dict[NamedNode, set[tuple[str, str]]] = defaultdict(set)
    for kind, predicate in kinds.items():
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, NamedNode):
                targets[quad.subject].add((kind, quad.object.value if isinstance(quad.object, NamedNode) else ""))
    for predicate in (SH.property, SH.node, SH.sparql):
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                targets[quad.object] |= targets[quad.subject]
    return targets


class Examiner:
    """Counts how many nodes of a store a rule looks at; many rules share a target, which is counted once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._chosen: dict[tuple[str, str], frozenset[object]] = {}

    def count(self, targets: Iterable[tuple[str, str]]) -> int:
        """Return the number of nodes that the targets choose."""
        chosen = [self._nodes(*target) for target in targets]
        return len(chosen[0]) if len(chosen) == 1 else len(frozenset[object]().union(*chosen))

    def _nodes(self, kind: str, iri: str) -> frozenset[object]:
        if (kind, iri) not in self._chosen:
            node, quads = NamedNode(iri), self._store.quads_for_pattern
            if kind == "targetClass":
                nodes: frozenset[object] = frozenset(quad.subject for quad in quads(None, RDF.type, node))
            elif kind == "targetSubjectsOf":
                nodes = frozenset(quad.subject for quad in quads(None, node, None))
            elif kind == "targetObjectsOf":
                nodes = frozenset(quad.object for quad in quads(None, node, None))
            else:
                nodes = frozenset([node])
            self._chosen[kind, iri] = nodes
        return self._chosen[kind, iri]


def _shape_name(source: str | None, root: str | None) -> str:
    named = source if source and not source.startswith("_:") else root
    return curie((named or "").strip("<>"))


def _problem(component: str, path: str | None, value: str | None) -> str:
    text = PROBLEMS.get(component, "breaks the rule")
    last = (path or "").strip("<>()+*^/").replace("#", "/").rpartition("/")[2]
    return text.format(path=last, value=(value or "").split("^^")[0])
