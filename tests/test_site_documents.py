"""A document holds the same triples in every form, in the same bytes each time; so does the ontology."""

from __future__ import annotations

import json
import random

import pytest
from pyoxigraph import RdfFormat, Store, Triple, parse
from rdflib import Graph

from needgraph.querying.showing import as_ntriples, triples_about
from needgraph.querying.store import load_graphs
from needgraph.resources import ONTOLOGY, Data
from needgraph.site.documents import document_triples, is_withdrawn, write_document, write_ontology
from served import FIXTURES

FORMS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
IDS = [
    "ashby/2024",
    "ashby/2024/a0010",
    "ashby/2024/a0055",
    "borwick/2021/level/2",
    "tier/3",
    "kind",
    "curator/first-reading",
]


@pytest.fixture(scope="module")
def store() -> Store:
    return load_graphs(Data(FIXTURES).graph_files())


def lines(store: Store, identifier: str) -> bytes:
    return as_ntriples(triples_about(store, identifier))


def read(body: bytes, form: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(body, format=form)}


@pytest.mark.parametrize("identifier", IDS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_the_same_triples(store: Store, identifier: str, form: str) -> None:
    triples = document_triples(lines(store, identifier), identifier)
    assert len(triples) > 1
    assert read(write_document(triples, identifier, form), FORMS[form]) == set(triples)


@pytest.mark.parametrize("form", FORMS)
def test_order_of_what_was_found_does_not_change_the_bytes(store: Store, form: str) -> None:
    found = lines(store, "ashby/2024/a0010").splitlines(keepends=True)
    mixed = list(found)
    random.Random(5).shuffle(mixed)  # noqa: S311 - an order, not a secret
    assert mixed != found
    one, other = (document_triples(b"".join(each), "ashby/2024/a0010") for each in (found, mixed))
    assert write_document(one, "ashby/2024/a0010", form) == write_document(other, "ashby/2024/a0010", form)


def test_thing_comes_first_with_type_and_label(store: Store) -> None:
    text = write_document(document_triples(lines(store, "tier/3"), "tier/3"), "tier/3", "turtle").decode()
    body = text.partition("\n<")[2]
    assert body.startswith("https://w3id.org/needgraph/id/tier/3> a ")


def test_only_a_withdrawn_statement_is_withdrawn(store: Store) -> None:
    for identifier, expected in (("ashby/2024/a0055", True), ("ashby/2024/a0010", False), ("ashby/2024", False)):
        assert is_withdrawn(document_triples(lines(store, identifier), identifier), identifier) is expected


def test_ontology_as_turtle_is_the_file() -> None:
    assert write_ontology("turtle") == ONTOLOGY.read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_ontology_holds_the_same_triples_in_every_form(form: str) -> None:
    assert read(write_ontology(form), FORMS[form]) == read(ONTOLOGY.read_bytes(), RdfFormat.TURTLE)


def test_another_reader_finds_the_same_in_the_framed_ontology() -> None:
    theirs = Graph().parse(data=write_ontology("jsonld"), format="json-ld")
    assert len(theirs) == len(read(ONTOLOGY.read_bytes(), RdfFormat.TURTLE))
    graph = json.loads(write_ontology("jsonld"))["@graph"]
    assert any(entry["id"].endswith("#Level") and entry["prefLabel"] == "level of need" for entry in graph)
