"""Every shape speaks up on a graph that breaks it, in both engines alike, and none on a valid one."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path

import pytest
import shacl
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.collection import Collection

from engines import Result, fast_results, inferred_results, reference_results
from needgraph.tables.sssom_slots import JUSTIFICATIONS
from shape_cases import Case

ONTOLOGY = Path(__file__).parents[1] / "ontology"
SHAPES = sorted((ONTOLOGY / "shapes").glob("*.ttl"))
VALID = Path(__file__).parent / "fixtures" / "shapes" / "valid.ttl"
SHAPE = Namespace("https://w3id.org/needgraph/shape/")
PREFIX = re.compile(r"^@prefix .*$", re.MULTILINE)
CASES: list[Case] = [case for path in SHAPES for case in importlib.import_module(f"shape_cases.{path.stem}").CASES]


@cache
def shapes_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in SHAPES)


@cache
def fast_shapes() -> shacl.Shapes:
    return shacl.Shapes.from_turtle(shapes_text())


@cache
def reference_shapes() -> Graph:
    return Graph().parse(data=shapes_text())


@cache
def head() -> str:
    """Return the prefixes of the project, ``:`` for things of an edition, and the base of all ids."""
    prefixes = PREFIX.findall((ONTOLOGY / "needgraph.ttl").read_text(encoding="utf-8"))
    return "\n".join([
        "@base <https://w3id.org/needgraph/id/> .",
        "@prefix : <https://w3id.org/needgraph/id/ashby/2024/> .",
        "@prefix shape: <https://w3id.org/needgraph/shape/> .",
        *prefixes,
    ])  # fmt: skip


# Both engines pass a misspelt term in silence, so the terms that shapes may use are counted up.
CONSTRAINTS = {
    "minCount", "maxCount", "datatype", "nodeKind", "class", "in", "hasValue", "pattern", "minLength",
    "minInclusive", "maxInclusive", "languageIn", "uniqueLang", "equals", "disjoint", "lessThan",
    "qualifiedMinCount", "qualifiedMaxCount", "or",
}  # fmt: skip
TERMS = CONSTRAINTS | {
    "PropertyShape", "NodeShape", "SPARQLConstraint", "Warning", "Violation", "Info", "IRI",
    "targetClass", "targetSubjectsOf", "targetObjectsOf", "property", "message", "severity",
    "path", "alternativePath", "inversePath", "oneOrMorePath", "qualifiedValueShape",
    "not", "sparql", "select", "deactivated", "declare", "namespace", "prefix",
}  # fmt: skip


def named(kind: URIRef) -> set[str]:
    return {str(shape) for shape in reference_shapes().subjects(RDF.type, kind) if isinstance(shape, URIRef)}


def speakers(name: str) -> set[str]:
    """Return the shapes that speak for a shape: itself, or those that it gathers if it does nothing else."""
    shape = URIRef(name.replace("shape:", "https://w3id.org/needgraph/shape/"))
    own = (SH.message, SH.sparql)
    if any(reference_shapes().value(shape, predicate) is not None for predicate in own):
        return {str(shape)}
    return {str(each) for each in reference_shapes().objects(shape, SH.property)}


@pytest.mark.parametrize(("turtle", "shape"), CASES, ids=[f"{shape}-{n}" for n, (_, shape) in enumerate(CASES)])
def test_shape_speaks_up_in_both_engines(turtle: str, shape: str) -> None:
    data = f"{head()}\n{turtle}"
    found = fast_results(fast_shapes(), data)
    assert {result.shape for result in found} & speakers(shape)
    assert same(found) == same(reference_results(reference_shapes(), data))


def same(results: set[Result]) -> set[Result]:
    """Return results with blank nodes alike; each engine names them as it likes."""
    return {result._replace(focus="_:") if result.focus.startswith("_:") else result for result in results}


def test_every_shape_has_a_case() -> None:
    tried = {shape.replace("shape:", "https://w3id.org/needgraph/shape/") for _, shape in CASES}
    assert tried == named(SH.NodeShape) | named(SH.PropertyShape)


def test_every_constraint_has_been_broken() -> None:
    broken = {
        ((result.source_shape or "").strip("<>"), result.component.removesuffix("ConstraintComponent"))
        for turtle, _ in CASES
        for result in fast_shapes().validate_turtle(f"{head()}\n{turtle}").results
    }
    constraints = {
        (shape, name[0].upper() + name[1:])
        for shape in named(SH.PropertyShape)
        for name in (str(each).removeprefix(str(SH)) for each in reference_shapes().predicates(URIRef(shape)))
        if name in CONSTRAINTS
    }
    assert constraints <= broken


def test_grounds_of_a_mapping_are_those_of_the_tables() -> None:
    (listed,) = reference_shapes().objects(SHAPE.MappingJustification, SH["in"])
    allowed = [str(each).rpartition("/")[2] for each in Collection(reference_shapes(), listed)]
    assert [f"semapv:{name}" for name in allowed] == list(JUSTIFICATIONS)


def test_every_property_shape_is_used() -> None:
    used = {str(shape) for shape in reference_shapes().objects(None, SH.property)}
    assert used == named(SH.PropertyShape)


def test_valid_graph_is_found_valid_by_both_engines() -> None:
    data = VALID.read_text(encoding="utf-8")
    assert fast_results(fast_shapes(), data) == set()
    assert reference_results(reference_shapes(), data) == set()


def test_valid_graph_stays_valid_with_all_that_rdfs_infers() -> None:
    ontology, data = Graph().parse(ONTOLOGY / "needgraph.ttl"), VALID.read_text(encoding="utf-8")
    things = {node.n3() for node in Graph().parse(VALID).subjects()}
    found = inferred_results(reference_shapes(), data, ontology)
    # Judged together, the terms of other vocabularies lack what ours must have: inference did take place.
    assert {result for result in found if result.focus not in things}
    assert not {result for result in found if result.focus in things}


def test_valid_graph_tries_every_class() -> None:
    targets = {str(target) for target in reference_shapes().objects(None, SH.targetClass)}
    ours = {target for target in targets if target.startswith("https://w3id.org/needgraph/def#")}
    assert ours <= {str(kind) for kind in Graph().parse(VALID).objects(None, RDF.type)}


@pytest.mark.parametrize("data", [shapes_text, (ONTOLOGY / "needgraph.ttl").read_text], ids=["shapes", "ontology"])
def test_shapes_and_ontology_keep_to_the_house_style(data: object) -> None:
    assert callable(data)
    text = data()
    assert fast_results(fast_shapes(), text) == set()
    assert reference_results(reference_shapes(), text) == set()


def test_shapes_use_known_terms_only() -> None:
    nodes = {node for triple in reference_shapes() for node in triple if isinstance(node, URIRef)}
    used = {str(node).removeprefix(str(SH)) for node in nodes if node.startswith(str(SH))}
    assert used == TERMS


@pytest.mark.parametrize(
    "shape",
    [
        "shape:P a sh:PropertyShape ; sh:minCount 1 .",
        "shape:P a sh:PropertyShape ; sh:path need:quote ; sh:minCount 1 ; sh:severity shape:Safety .",
        "shape:P sh:patch need:quote ; sh:minCount 1 .",
    ],
    ids=["no path", "own severity", "not a shape"],
)
def test_house_style_speaks_up_where_the_fast_engine_is_silent(shape: str) -> None:
    text = f"{head()}\nshape:N a sh:NodeShape ; sh:targetClass need:Level ; sh:property shape:P . {shape}"
    assert shacl.Shapes.from_turtle(text).validate_turtle(f"{head()}\n:x a need:Level .").conforms
    assert not fast_shapes().validate_turtle(text).conforms
