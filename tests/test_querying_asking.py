"""A store on this machine answers questions, queries and graphs, and says in one line what it cannot answer."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from needgraph.querying.asking import LocalEndpoint, QueryProblem, ask
from needgraph.querying.catalogue import QuestionProblem
from needgraph.querying.store import load_graphs
from needgraph.strangers.guard import GuardProblem
from small import small_graphs


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> LocalEndpoint:
    return LocalEndpoint(load_graphs(small_graphs(tmp_path_factory.mktemp("small")).graph_files()))


def test_default_graph_is_the_union(endpoint: LocalEndpoint) -> None:
    query = "ASK { ?level <https://w3id.org/needgraph/def#isPlacedOnTier>/a <https://w3id.org/needgraph/def#Tier> }"
    assert endpoint.select(query).rows == ((True,),)
    assert endpoint.select(query).columns == ("answer",)


def test_named_graphs_can_be_asked_by_name(endpoint: LocalEndpoint) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s a <https://w3id.org/needgraph/def#Edition> } }"
    assert endpoint.select(query).rows == (("https://w3id.org/needgraph/graph/dunmore/2020",),)


def test_unbound_value_is_none_and_numbers_are_numbers(endpoint: LocalEndpoint) -> None:
    answer = endpoint.select("SELECT (1 + 1 AS ?two) ?none (true AS ?yes) {}")
    assert answer.records() == [{"two": 2, "none": None, "yes": True}]


def test_results_json_is_that_of_sparql(endpoint: LocalEndpoint) -> None:
    results = json.loads(endpoint.results_json("SELECT (1 AS ?one) {}"))
    assert results["head"]["vars"] == ["one"]
    assert results["results"]["bindings"][0]["one"]["value"] == "1"


@pytest.mark.parametrize(
    ("form", "reader"),
    [("turtle", RdfFormat.TURTLE), ("ntriples", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD)],
)
def test_graph_is_written_in_each_format(endpoint: LocalEndpoint, form: str, reader: RdfFormat) -> None:
    graph = endpoint.graph("CONSTRUCT { <http://e/a> <http://e/b> 'c' } {}", form)
    assert [str(quad.triple) for quad in parse(graph, format=reader)] == ['<http://e/a> <http://e/b> "c"']


def test_rows_and_graphs_are_not_mixed_up(endpoint: LocalEndpoint) -> None:
    with pytest.raises(QueryProblem, match=r"^the query makes a graph, not rows; ask it by needgraph\.graph$"):
        endpoint.select("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    with pytest.raises(QueryProblem, match="makes a graph"):
        endpoint.results_json("DESCRIBE <http://e/a>")
    with pytest.raises(QueryProblem, match=r"makes rows, not a graph; ask it by needgraph\.ask or "):
        endpoint.graph("ASK {}", "turtle")


@pytest.mark.parametrize("query", ["", "SELECT", "SELECT * { ?s ?p }", "SELECT ?a { undeclared:b ?p ?o }"])
def test_query_that_cannot_be_read_is_answered_in_one_line(endpoint: LocalEndpoint, query: str) -> None:
    with pytest.raises(QueryProblem, match=r"^query:\d+:\d+: ") as caught:
        endpoint.select(query)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert "[" not in str(caught.value)


def test_guard_stands_before_the_engine(endpoint: LocalEndpoint) -> None:
    with pytest.raises(GuardProblem):
        endpoint.select("DROP ALL")


def test_question_is_asked_with_its_parameters(endpoint: LocalEndpoint) -> None:
    answer = ask(endpoint, "indicators", {"edition": "dunmore/2020", "dimension": "Home"})
    assert [row["quote"] for row in answer.records()] == ["Late now and then"]
    assert ask(endpoint, "indicators", {"dimension": ""}).records()[0]["quote"] == "Sleeps well"
    assert ask(endpoint, "indicators", {"level": "9"}).rows == ()


def test_authority_and_edition_that_disagree_are_refused(endpoint: LocalEndpoint) -> None:
    with pytest.raises(QueryProblem, match="authority is 'halton' but the edition is one of 'dunmore'"):
        ask(endpoint, "indicators", {"authority": "halton", "edition": "dunmore/2020"})


def test_unknown_question_and_parameter_name_the_nearest(endpoint: LocalEndpoint) -> None:
    with pytest.raises(QuestionProblem, match="there is no question 'indicator'; did you mean 'indicators'"):
        ask(endpoint, "indicator")
    with pytest.raises(QuestionProblem, match="indicators: there is no parameter 'levle'; did you mean 'level'"):
        ask(endpoint, "indicators", {"levle": "3"})


def test_value_cannot_leave_its_place_in_the_query(endpoint: LocalEndpoint) -> None:
    for value in ('"', '3" } #', "\\", "a\nb", "} SERVICE <http://e/> {"):
        assert ask(endpoint, "indicators", {"level": value}).rows == ()


def test_from_names_the_graphs_that_are_asked() -> None:
    store = Store()
    for name in ("one", "two"):
        store.load(f"<http://example.org/{name}> a <http://example.org/T> .".encode(), format=RdfFormat.TURTLE,
                   to_graph=NamedNode(f"http://example.org/graph/{name}"))  # fmt: skip
    endpoint = LocalEndpoint(store)
    assert len(endpoint.select("SELECT * { ?s a ?type }").rows) == 2
    found = endpoint.select("SELECT ?s FROM <http://example.org/graph/two> { ?s a ?type }")
    assert found.rows == (("http://example.org/two",),)
    assert endpoint.select("SELECT ?s FROM NAMED <http://example.org/graph/two> { ?s a ?type }").rows == ()
