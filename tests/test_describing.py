"""A subject is described in the order of its pairs, without what is not stated."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from needgraph.describing import day, describe, english, flag, number, plain, thing, things
from needgraph.identifiers import IdentifierProblem
from needgraph.terms import RDF, SKOS, XSD


def test_empty_texts_are_not_stated() -> None:
    assert english("") is None
    assert plain("") is None
    assert day("") is None


def test_each_kind_of_value_has_its_literal() -> None:
    assert english("a") == Literal("a", language="en")
    assert plain("a") == Literal("a")
    assert number("3") == number(3) == Literal("3", datatype=XSD.integer)
    assert flag(False) == Literal("false", datatype=XSD.boolean)
    assert day("2026-11-20") == Literal("2026-11-20", datatype=XSD.date)


def test_several_things_stand_once_each_in_their_order() -> None:
    assert things("tier", ["2", "1", "2"]) == [thing("tier/2"), thing("tier/1")]


def test_pairs_become_triples_in_their_order_without_empty_ones() -> None:
    node = thing("tier/1")
    pairs = [(RDF.type, [SKOS.Concept, SKOS.ConceptScheme]), (SKOS.note, None), (SKOS.notation, plain("1"))]
    assert [(triple.predicate, triple.object) for triple in describe(node, pairs)] == [
        (RDF.type, SKOS.Concept),
        (RDF.type, SKOS.ConceptScheme),
        (SKOS.notation, Literal("1")),
    ]


def test_full_iri_names_itself() -> None:
    assert thing("http://example.org/a") == NamedNode("http://example.org/a")


@pytest.mark.parametrize("text", ["http://[", "http://a/%zz", "a b"])
def test_what_is_no_iri_is_our_problem_not_the_library_s(text: str) -> None:
    with pytest.raises(IdentifierProblem, match="is not an"):
        thing(text)
