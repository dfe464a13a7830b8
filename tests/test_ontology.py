"""The ontology is small, complete, in OWL 2 RL, and contradicts a graph that contradicts itself."""

from __future__ import annotations

import re
from functools import cache
from itertools import permutations
from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, Namespace, URIRef

ROOT = Path(__file__).parents[1]
VALID = Path(__file__).parent / "fixtures" / "shapes" / "valid.ttl"
NEED = Namespace("https://w3id.org/needgraph/def#")
SSSOM = Namespace("https://w3id.org/sssom/")
ORIGIN = Namespace("https://w3id.org/needgraph/id/origin/")
# What owlrl writes where it finds a contradiction.
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)

# These names are published; add to them, never rename.
CLASSES = [
    "Citation", "Concern", "ConsentRule", "Criterion", "Dimension", "Edition", "GlossaryEntry",
    "GuidanceCitation", "GuidanceEdition", "Indicator", "LegalCitation", "LegalRoute", "LegalSection",
    "Level", "Reading", "Rule", "Service", "SeverityWord", "Silence", "SourceDefect", "Statement", "Tier",
    "WithdrawnStatement",
]  # fmt: skip
PROPERTIES = [
    "appliesAtLevel", "asksForConsent", "cites", "confirmed", "currency", "end", "endorsedBy", "expansion",
    "governsAct", "hasAssessmentDimension", "hasConcern", "hasCondition", "hasCriterion", "hasEffect",
    "hasException", "hasKind", "hasOrigin", "hasPolarity", "hasRole", "hasRoute", "hasSeverityWord",
    "hasStrength", "hasSubject", "imposesDuty", "inheritsServicesOf", "isAtLevel", "isInDimension",
    "isPlacedOnTier", "isSilentOn", "quote", "rank", "reason", "restsOn", "rightsCleared", "riskWording",
    "start", "summary", "term", "timesUsed",
]  # fmt: skip

# A graph that contradicts itself, and what the message about it names.
CONTRADICTIONS = (
    (":statement1 a need:Level ; need:isAtLevel :level1 .", "statement1"),
    (":gone a need:WithdrawnStatement . :rule1 need:restsOn :gone .", "gone"),
    (":indicator1 need:isInDimension :level2 . :level2 a need:Level .", "level2"),
    (":level3 need:hasRoute :tier1 . :tier1 a need:Tier .", "tier1"),
    (":service1 a need:Service ; need:hasConcern :concern1 .", "service1"),
    (":citation1 a need:LegalCitation, need:GuidanceCitation .", "citation1"),
    (":edition1 a need:Edition, skos:Concept .", "edition1"),
    (":silence1 a need:Silence ; need:governsAct :act1 .", "silence1"),
    (":edition3 a need:Edition, need:Gap .", "edition3"),
    (":rejection1 a need:Rejection, sssom:Mapping .", "rejection1"),
    (":statement2 need:start 5, 6 .", "(5, 6)"),
    (":edition2 need:rightsCleared true, false .", "(true, false)"),
)


@cache
def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "needgraph.ttl")


@cache
def terms() -> frozenset[URIRef]:
    subjects = set(ontology().subjects())
    return frozenset(term for term in subjects if isinstance(term, URIRef) and term.startswith(NEED))


def members(kind: URIRef) -> set[URIRef]:
    return {term for term in terms() if (term, RDF.type, kind) in ontology()}


def contradictions(turtle: str) -> list[str]:
    """Return what the rules of OWL 2 RL find wrong with a graph read together with the ontology."""
    graph = Graph()
    for triple in ontology():
        graph.add(triple)
    graph.parse(data=turtle)
    # owlrl leaves out the rule that literals of different value are different things (dt-diff).
    for each in ontology().subjects(RDF.type, OWL.FunctionalProperty):
        for one, other in permutations(set(graph.objects(None, each)), 2):
            graph.add((one, OWL.differentFrom, other))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return sorted(str(message) for message in graph.objects(None, ERROR))


def test_valid_graph_is_consistent_with_the_ontology() -> None:
    assert contradictions(VALID.read_text(encoding="utf-8")) == []


@cache
def planted_contradictions() -> list[str]:
    spaces = {"": "https://example.org/", "need": NEED, "skos": SKOS, "sssom": SSSOM}
    prefixes = (f"@prefix {prefix}: <{space}> ." for prefix, space in spaces.items())
    return contradictions("\n".join([*prefixes, *(turtle for turtle, _ in CONTRADICTIONS)]))


@pytest.mark.parametrize(("turtle", "culprit"), CONTRADICTIONS, ids=[culprit for _, culprit in CONTRADICTIONS])
def test_contradiction_is_found(turtle: str, culprit: str) -> None:
    assert [message for message in planted_contradictions() if message.endswith(culprit)], turtle


def test_every_two_classes_without_a_common_part_are_disjoint() -> None:
    broader = {each: set(ontology().transitive_objects(each, RDFS.subClassOf)) for each in members(OWL.Class)}
    widest = {each for each, above in broader.items() if not (above & members(OWL.Class)) - {each}} | {SSSOM.Mapping}
    pairs = set(ontology().subject_objects(OWL.disjointWith))
    assert not [(a, b) for a in widest for b in widest if a < b and not {(a, b), (b, a)} & pairs]


def test_kinds_of_statement_with_a_class_are_disjoint() -> None:
    pairs = set(ontology().subject_objects(OWL.disjointWith))
    kinds = [NEED.Indicator, NEED.Service, NEED.GlossaryEntry]
    assert all((a, b) in pairs or (b, a) in pairs for a in kinds for b in kinds if a != b)


def test_vocabulary_stays_small() -> None:
    assert len(members(OWL.Class)) < 30
    assert sum(len(members(kind)) for kind in KINDS) <= 45


def test_published_names_are_kept() -> None:
    assert {NEED[name] for name in CLASSES} <= members(OWL.Class)
    assert {NEED[name] for name in PROPERTIES} <= set[URIRef]().union(*map(members, KINDS))


def test_every_property_is_of_one_kind_and_has_one_origin() -> None:
    origins = {ORIGIN[name] for name in ("quoted", "normalised", "inferred", "curated")}
    properties = [term for kind in KINDS for term in ontology().subjects(RDF.type, kind)]
    assert len(properties) == len(set(properties))
    for each in properties:
        assert len(set(ontology().objects(each, NEED.hasOrigin)) & origins) == 1, each


def test_every_property_of_a_valid_graph_has_an_origin() -> None:
    used = set(Graph().parse(VALID).predicates()) - {RDF.type}
    assert used <= set(ontology().subjects(NEED.hasOrigin))


def test_terms_of_ours_in_shapes_are_defined() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "ontology" / "shapes").glob("*.ttl"))
    assert {NEED[name] for name in re.findall(r"\bneed:(\w+)", text)} <= terms()


def test_ontology_has_no_blank_nodes_and_no_lists() -> None:
    assert not [node for triple in ontology() for node in triple if isinstance(node, BNode)]
    assert not list(ontology().triples((None, RDF.first, None)))


def test_labels_are_not_shared() -> None:
    labels = [str(label) for term in terms() for label in ontology().objects(term, SKOS.prefLabel)]
    assert len(labels) == len(set(labels)) == len(terms())


def test_labels_and_definitions_are_english() -> None:
    for predicate in (SKOS.prefLabel, SKOS.definition, RDFS.label, RDFS.comment):
        for value in ontology().objects(None, predicate):
            assert isinstance(value, Literal)
            assert value.language == "en"


def test_prefixes_are_declared_as_the_file_uses_them() -> None:
    declared = {
        str(ontology().value(node, SH.prefix)): str(ontology().value(node, SH.namespace))
        for node in ontology().objects(None, SH.declare)
    }
    text = (ROOT / "ontology" / "needgraph.ttl").read_text(encoding="utf-8")
    bound = dict(re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE))
    assert declared == {prefix: bound[prefix] for prefix in bound if prefix not in ("origin", "prefix")}


def test_prefixes_have_an_order() -> None:
    nodes = list(ontology().objects(None, SH.declare))
    ranks = sorted(int(str(ontology().value(node, NEED["rank"]))) for node in nodes)
    assert ranks == list(range(1, len(nodes) + 1))
