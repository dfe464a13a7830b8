"""Judge the shapes themselves, so that nothing is passed over in silence; runs in the judge's own process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pyshacl.entrypoints import meta_validate, validate
from rdflib import OWL, RDF, SH, BNode, Graph, URIRef
from rdflib.paths import MulPath
from rdflib.term import Node

from needgraph.files import shown
from needgraph.judging.judge import JudgeProblem
from needgraph.judging.queries import check_queries
from needgraph.judging.sources import SHACL, Source

DEPTH = 50
TERMS = Path(__file__).parent / "shacl_terms.tsv"
DASH = "http://datashapes.org/dash#"
# A prefix that is nearly right makes every constraint an unknown property, which SHACL ignores.
_NEARLY = re.compile(r"https?://(www\.)?(w3\.org/(ns/)?(shacl|sh)|datashapes\.org/dash)(?![\w-])", re.IGNORECASE)
_MEMBER = MulPath(RDF.rest, "*") / RDF.first
_SWITCHES = {SH.closed, SH.deactivated, SH.optional, SH.qualifiedValueShapesDisjoint, SH.uniqueLang}
_FOR_SHAPES = "http://www.w3.org/ns/shacl-shacl#"
_RDFS_ENTAILMENT = URIRef("http://www.w3.org/ns/entailment/RDFS")


@dataclass(frozen=True)
class Term:
    """A term of the vocabulary of shapes: where it stands, and what the judge makes of it."""

    name: str
    use: str
    state: str
    advice: str


@cache
def known_terms() -> dict[str, Term]:
    """Return every term of SHACL and its Advanced Features by name, with the constraints that DASH adds.

    >>> known_terms()["minCount"].use, known_terms()["js"].state
    ('predicate', 'refused')
    """
    rows = TERMS.read_text("utf-8").splitlines()[1:]
    return {term.name: term for term in (Term(*row.split("\t")) for row in rows)}


def check_shapes(sources: Sequence[Source], shapes: Graph, inference: str) -> bool:
    """Raise JudgeProblem for what pyshacl would ignore or misread; return whether advanced features are used."""
    declared = set(shapes.objects(None, SH.parameter / SH.path))
    uses = [use for source in sources for use in _check_terms(source, declared)]
    _check_imports(sources, shapes)
    _check_entailment(sources, inference)
    functions = set(shapes.subjects(RDF.type, SH.SPARQLFunction))
    for source in sources:
        check_queries(source, shapes, functions)
        _check_references(source, shapes)
    _check_by_shapes(sources, shapes)
    return "advanced" in uses


def check_targets(sources: Sequence[Source], shapes: Iterable[Any]) -> None:
    """Raise JudgeProblem where pyshacl's shapes would examine nothing, whatever the data."""
    where = ", ".join(shown(source.path) for source in sources)
    found = list(shapes)
    if not found:
        raise JudgeProblem(f"{where}: holds no shape, so nothing would be examined; give a file of SHACL shapes")
    aimed = [shape for shape in found if has_target(shape)]
    if not aimed:
        raise JudgeProblem(
            f"{where}: no shape has a target, so nothing would be examined; add sh:targetClass, sh:targetNode, "
            "sh:targetSubjectsOf or sh:targetObjectsOf"
        )
    if all(shape.deactivated for shape in aimed):
        raise JudgeProblem(
            f"{where}: every shape with a target is deactivated, so nothing would be examined; remove sh:deactivated"
        )


def has_target(shape: Any) -> bool:
    """Return whether one of pyshacl's shapes says itself which nodes it is for."""
    return any(any(True for _ in nodes) for nodes in (*shape.target(), shape.sg.objects(shape.node, SH.target)))


def _check_terms(source: Source, declared: set[Node]) -> Iterator[str]:
    for predicate, kind in sorted(set(source.graph.predicate_objects()), key=str):
        if not isinstance(predicate, URIRef):
            continue
        if predicate == RDF.type:
            if isinstance(kind, URIRef):
                yield _state(source, kind, "class", declared)
            continue
        yield _state(source, predicate, "predicate", declared)
        if predicate.startswith(SHACL) and isinstance(kind, URIRef) and kind.startswith(SHACL):
            yield _state(source, kind, "", declared)
        if predicate in _SWITCHES and str(kind) not in ("true", "false"):
            # By the letter of SHACL "1" is not true, so that the constraint would be off.
            name = predicate.removeprefix(SHACL)
            raise JudgeProblem(f"{source.place(predicate)}: sh:{name} is '{kind}'; write true or false")


def _state(source: Source, iri: URIRef, use: str, declared: set[Node]) -> str:
    """Return how a term is known; ``use`` is empty where any term may stand."""
    if not str(iri).startswith((SHACL, DASH)):
        if _NEARLY.match(iri):
            raise JudgeProblem(
                f"{source.place(iri)}: <{iri}> is not a term of SHACL, whose namespace is <{SHACL}>; correct the prefix"
            )
        return "foreign"
    name = iri.removeprefix(SHACL).replace(DASH, "dash:")
    term = known_terms().get(name)
    if term is None or (use and term.use != use):
        if iri.startswith(DASH):
            return "foreign"
        return _unknown(source, iri, name, use)
    if term.state == "refused" and use:
        raise JudgeProblem(f"{source.place(iri)}: sh:{name} cannot be judged: {term.advice}")
    if term.state == "declared" and iri not in declared:
        raise JudgeProblem(
            f"{source.place(iri)}: {name} is a constraint that no shape declares, so it would be ignored; "
            "add its sh:ConstraintComponent to the shapes, or write the rule as sh:sparql"
        )
    return term.state


def _unknown(source: Source, iri: URIRef, name: str, use: str) -> str:
    names = {term.name.lower(): term.name for term in known_terms().values() if not use or term.use == use}
    near = get_close_matches(name.lower(), names, n=1)
    advice = f"did you mean sh:{names[near[0]]}?" if near else "see https://www.w3.org/TR/shacl/ for those there are"
    what = {"predicate": "property", "class": "class"}.get(use, "term")
    raise JudgeProblem(f"{source.place(iri)}: sh:{name} is not a {what} that the judge knows; {advice}")


def _check_imports(sources: Sequence[Source], shapes: Graph) -> None:
    given = set(shapes.subjects(RDF.type, OWL.Ontology)) | set(shapes.objects(None, OWL.versionIRI))
    names = {name for source in sources for name in (source.path.name, source.path.stem)}
    for source in sources:
        for address in sorted(map(str, source.graph.objects(None, OWL.imports))):
            # DASH adds constraints too, but whichever of them is used must be declared.
            is_vocabulary = address.rstrip("#") in (SHACL.rstrip("#"), DASH.rstrip("#"))
            if is_vocabulary or URIRef(address) in given or re.split(r"[#/:]", address.rstrip("#/"))[-1] in names:
                continue
            raise JudgeProblem(
                f"{source.place(OWL.imports)}: imports <{address}>, which is never fetched, so the shapes may be "
                "incomplete; give that file as another file of shapes, or remove owl:imports"
            )


def _check_entailment(sources: Sequence[Source], inference: str) -> None:
    for source in sources:
        for regime in sorted(map(str, source.graph.objects(None, SH.entailment))):
            if URIRef(regime) != _RDFS_ENTAILMENT:
                raise JudgeProblem(
                    f"{source.place(SH.entailment)}: sh:entailment asks for <{regime}>, which is not supported; "
                    f"the one supported is <{_RDFS_ENTAILMENT}>"
                )
            if inference not in ("rdfs", "both"):
                raise JudgeProblem(
                    f"{source.place(SH.entailment)}: sh:entailment asks for RDFS; judge with inference 'rdfs' or 'both'"
                )


def _check_references(source: Source, shapes: Graph) -> None:
    lists = [item for p in (SH["and"], SH["or"], SH.xone) for item in source.graph.objects(None, p)]
    members = {item for head in lists for item in source.graph.objects(head, _MEMBER)}
    single = {node for p in (SH.node, SH["not"], SH.qualifiedValueShape) for node in source.graph.objects(None, p)}
    properties = set(source.graph.objects(None, SH.property))
    for node in sorted(members | single | properties, key=str):
        if (node, None, None) not in shapes and not isinstance(node, BNode):
            raise JudgeProblem(f"{source.place(node)}: {node.n3()} is used as a shape but nowhere described; define it")
    for node in sorted(properties | set(source.graph.subjects(RDF.type, SH.PropertyShape)), key=str):
        if (node, SH.path, None) not in shapes:
            place, name = source.told(node)
            raise JudgeProblem(f"{place}: a property shape, {name}, has no sh:path; say which property it is about")


def _check_by_shapes(sources: Sequence[Source], shapes: Graph) -> None:
    """Judge the shapes by the W3C shapes for shapes (SHACL recommendation, appendix C)."""
    conforms, report, _text = meta_validate(shapes, inference="none", max_validation_depth=DEPTH)
    if conforms:
        return
    faults = sorted(_fault(report, result) for result in report.objects(None, SH.result))
    focus, said = min([*faults, *_narrower(shapes, faults[0][1])])[1:]
    source = next((source for source in sources if (focus, None, None) in source.graph), sources[0])
    place, name = source.told(focus)
    raise JudgeProblem(f"{place}: the shape {name} breaks the syntax of SHACL: {said}; correct it")


def _narrower(shapes: Graph, focus: Node) -> list[tuple[int, Node, str]]:
    """Return the faults of a shape taken as the kind of shape it is, where all that was said is that it is neither."""
    kind = _FOR_SHAPES + ("PropertyShapeShape" if (focus, SH.path, None) in shapes else "NodeShapeShape")
    for_shapes = Graph()
    for triple in meta_validate.graph_cache:
        if triple[1] not in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf):
            for_shapes.add(triple)
    for_shapes.add((URIRef(kind), SH.targetNode, focus))
    _conforms, report, _text = validate(shapes, shacl_graph=for_shapes, max_validation_depth=DEPTH)
    return [_fault(report, result) for result in report.objects(None, SH.result)]


def _fault(report: Graph, result: Node) -> tuple[int, Node, str]:
    """Return a rank (best message first), the offending shape, and what is wrong with it."""
    focus = report.value(result, SH.focusNode) or BNode()
    path = report.value(result, SH.resultPath)
    message = min(map(str, report.objects(result, SH.resultMessage)), default="it is not well formed")
    value = report.value(result, SH.value)
    if isinstance(path, URIRef):
        shown_value = f" {value.n3()}" if value is not None and value != focus else ""
        return 0, focus, f"{path.n3(report.namespace_manager)}{shown_value}: {message}"
    return 1, focus, message
