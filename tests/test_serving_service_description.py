"""The SPARQL service describes itself as the standard says, with counts of what it holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rdflib import RDF, VOID, Graph, Literal, Namespace, URIRef
from rdflib.namespace import XSD

from served import FIXTURES, Running, serving

pytestmark = pytest.mark.server
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
EX = Namespace("http://example.org/")
DATA = """\
<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Tree> .
<http://example.org/b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Tree> .
<http://example.org/a> <http://example.org/height> "3" .
<http://example.org/a> <http://example.org/height> "4" .
<http://example.org/c> <http://example.org/height> "5" <http://example.org/g> .
"""
# What the vocabulary says of its properties: the class of the subject and that of the object.
SCHEMA = {
    SD.endpoint: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, None),
    SD.resultFormat: (SD.Service, None),
    SD.feature: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.availableGraphs: (SD.Service, SD.GraphCollection),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: ({SD.Dataset, SD.GraphCollection}, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
    VOID.triples: (VOID.Dataset, None),
    VOID.entities: (VOID.Dataset, None),
    VOID.classPartition: (VOID.Dataset, VOID.Dataset),
    VOID.propertyPartition: (VOID.Dataset, VOID.Dataset),
    VOID["class"]: (VOID.Dataset, None),
    VOID.property: (VOID.Dataset, None),
}


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    path = tmp_path_factory.mktemp("trees") / "trees.nq"
    path.write_text(DATA)
    with serving("--load", str(path)) as server:
        yield server


@pytest.fixture(scope="module")
def own() -> Iterator[Running]:
    with serving("--data", str(FIXTURES)) as server:
        yield server


def described(server: Running, accept: str = "text/turtle") -> Graph:
    reply = server.get("/sparql", accept)
    assert reply.status == 200
    return Graph().parse(data=reply.body, format=reply.media_type)


def test_address_without_a_query_gives_a_description_of_the_service_there(own: Running) -> None:
    for path in ("/sparql", "/sparql/"):
        reply = own.get(path)
        graph = Graph().parse(data=reply.body, format=reply.media_type)
        service = URIRef(own.url + path)
        assert (service, RDF.type, SD.Service) in graph
        assert (service, SD.endpoint, service) in graph


@pytest.mark.parametrize("accept", ["application/rdf+xml", "application/n-triples", "application/ld+json"])
def test_description_is_the_same_in_every_form(accept: str, own: Running) -> None:
    assert set(described(own, accept)) == set(described(own))


def test_description_is_a_page_for_a_browser_and_refused_to_who_takes_neither(own: Running) -> None:
    assert own.get("/sparql", "text/html,*/*;q=0.5").media_type == "text/html"
    reply = own.get("/sparql", "image/png")
    assert (reply.status, "text/turtle" in reply.text) == (406, True)


@pytest.mark.parametrize("name", ["own", "other"])
def test_every_property_stands_between_things_of_the_classes_that_its_vocabulary_names(
    name: str, request: pytest.FixtureRequest
) -> None:
    graph = described(request.getfixturevalue(name))
    for subject, predicate, thing in graph:
        if predicate == RDF.type:
            continue
        of, to = SCHEMA[URIRef(str(predicate))]
        wanted = of if isinstance(of, set) else {of}
        assert wanted & set(graph.objects(subject, RDF.type)), (subject, predicate)
        assert to is None or (thing, RDF.type, to) in graph, (thing, predicate)
    assert {predicate for _, predicate, _ in graph} >= set(SCHEMA) - {SD.feature}


def test_partitions_count_the_things_of_each_class_and_the_triples_of_each_property(other: Running) -> None:
    graph = described(other)
    dataset = next(graph.objects(None, SD.defaultGraph))
    assert graph.value(dataset, VOID.triples) == Literal(5)
    tree = next(graph.subjects(VOID["class"], EX.Tree))
    height = next(graph.subjects(VOID.property, EX.height))
    assert (dataset, VOID.classPartition, tree) in graph
    assert (dataset, VOID.propertyPartition, height) in graph
    assert graph.value(tree, VOID.entities) == Literal(2)
    assert graph.value(height, VOID.triples) == Literal(3)
    entry = next(graph.subjects(SD.name, EX.g))
    assert graph.value(graph.value(entry, SD.graph), VOID.triples) == Literal("1", datatype=XSD.integer)


def test_union_of_all_graphs_is_said_where_it_is_the_default(own: Running, other: Running) -> None:
    assert (None, SD.feature, SD.UnionDefaultGraph) in described(own)
    assert (None, SD.feature, SD.UnionDefaultGraph) in described(other)
    names = {
        str(name).removeprefix("https://w3id.org/needgraph/graph/") for name in described(own).objects(None, SD.name)
    }
    assert {"ashby/2024", "borwick/2021"} <= names
