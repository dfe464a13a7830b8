"""Graphs are written in every form with the same triples, and questions that make graphs are asked of a store."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, Triple, parse

from needgraph.publication.writing import constructed, prefixes_of, write_graph
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from needgraph.terms import PREFIXES

READERS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def store() -> Store:
    return load_graphs(Data(Path(__file__).parent / "fixtures" / "graphs").graph_files())


@pytest.fixture(scope="module")
def triples(store: Store) -> list[Triple]:
    found = constructed(store, "cpsv", "dpv")
    assert len(found) > 30
    return found


@pytest.mark.parametrize("form", READERS)
def test_each_form_holds_the_same_triples(triples: list[Triple], form: str) -> None:
    back = parse(write_graph(triples, form, prefixes_of("cpsv", "dpv")), format=READERS[form])
    assert {quad.triple for quad in back} == set(triples)


def test_graphs_of_several_questions_are_one_without_repetition(store: Store, triples: list[Triple]) -> None:
    assert set(triples) == {*constructed(store, "cpsv"), *constructed(store, "dpv")}
    assert len(triples) == len(set(triples))


def test_triples_of_one_subject_stand_together_types_first(triples: list[Triple]) -> None:
    subjects = [str(triple.subject) for triple in triples]
    assert subjects == sorted(subjects)
    starts = [place for place, subject in enumerate(subjects) if place == 0 or subjects[place - 1] != subject]
    typed = {str(triple.subject) for triple in triples if triple.predicate.value.endswith("#type")}
    assert all(triples[place].predicate.value.endswith("#type") for place in starts if subjects[place] in typed)


def test_value_narrows_what_is_made(store: Store, triples: list[Triple]) -> None:
    one = constructed(store, "cpsv", "dpv", values={"authority": "ashby"})
    assert set(one) < set(triples)
    assert "/id/borwick/" not in str(one)


def test_question_that_makes_rows_is_refused(store: Store) -> None:
    with pytest.raises(TypeError, match="the question levels makes no graph"):
        constructed(store, "levels")


def test_prefixes_are_those_of_the_project_and_of_the_question() -> None:
    prefixes = prefixes_of("cpsv")
    assert prefixes["language"].endswith("/authority/language/")
    assert PREFIXES.items() <= prefixes.items()


def test_turtle_names_no_prefix_that_it_does_not_use(triples: list[Triple]) -> None:
    text = write_graph(triples, "turtle", prefixes_of("cpsv", "dpv")).decode()
    assert "@prefix sssom:" not in text
    assert "\\/" not in text
