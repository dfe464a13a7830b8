"""Every question of the catalogue has the answer that was worked out by hand, in both engines."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store

from needgraph.querying.answers import Answer, plain_value
from needgraph.querying.asking import LocalEndpoint, answer
from needgraph.querying.catalogue import Question, QuestionProblem, questions, read_question
from needgraph.querying.store import graph_name, load_graphs
from needgraph.resources import QUERIES, Data, data_at
from needgraph.terms import PREFIXES

# rdflib's own loop over a Dataset calls what it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
FIXTURES = Path(__file__).parent / "fixtures"
DATA = Data(FIXTURES / "graphs")
EXPECTED = sorted((FIXTURES / "answers").glob("*.csv"))
CHECKS = sorted((QUERIES / "checks").glob("*.rq"))
QUESTIONS = questions()
# The names that others rely on: parameters, then columns.
FIXED = {
    "indicators": (
        "authority edition level dimension concern",
        "id authority edition level dimension quote",
    ),
    "levels": ("authority", "authority edition level name tiers risk"),
    "statements": (
        "authority kind level",
        "id authority edition kind level quote summary start end",
    ),
    "services": (
        "authority level inherited",
        "authority edition level service part_of stated_at",
    ),
    "rules": (
        "authority level",
        "id authority edition level act strength condition effect quote",
    ),
    "citations": ("authority", "authority edition target label role quote"),
    "contacts": ("authority", "authority edition role name phone email hours"),
    "glossary": ("authority", "authority edition term expansion used"),
    "silences": ("authority", "authority edition facet level basis"),
    "defects": ("authority", "authority edition kind start end handling"),
    "mappings": (
        "state relation",
        "subject subject_quote relation severity_relation level_relation object object_quote state confidence",
    ),
}
# What the invented documents hold on purpose; on all else the checks are silent.
FACTS = {
    "citation-unconfirmed": ["borwick/2021/citation/c03"],
    "guidance-replaced": ["ashby/2024/citation/c01", "borwick/2021/citation/c01"],
    "indicator-repeated": ["ashby/2024/a0024"],
    "term-unused": ["ashby/2024/a0054", "borwick/2021/b0039"],
}
MISSING = ["ashby/2024/a0036", "ashby/2024/a0044", "borwick/2021/b0027"]
# Our graphs answer these with nothing, whatever is asked; an example for them can only be of the right form.
EMPTY = {
    "unmapped": "every indicator of both documents is mapped or recorded as a gap",
    "withdrawn": "no statement has been withdrawn",
}
# Values that cannot stand in the name of a file: question, values, column, what it holds.
VALUES = [
    ("indicators", {"concern": "concern/missing"}, "id", MISSING),
    ("indicators", {"concern": "https://w3id.org/needgraph/id/concern/missing"}, "id", MISSING),
    ("indicators", {"concern": "concern/nothing"}, "id", []),
    ("indicators", {"edition": "ashby/2024", "level": "4"}, "id", ["ashby/2024/a0044"]),
    ("indicators", {"edition": "2024", "level": "4"}, "id", ["ashby/2024/a0044"]),
    ("indicators", {"edition": "2024", "authority": "borwick"}, "id", []),
    ("indicator-counts", {"edition": "ashby/2024", "level": "2"}, "dimension", ["Health", "Learning"]),
    (
        "law-cited-by",
        {"target": "http://www.legislation.gov.uk/id/ukpga/1989/41/section/47"},
        "id",
        ["ashby/2024/a0041", "borwick/2021/b0026"],
    ),
    ("around", {"statement": "borwick/2021/b0001"}, "level", ["", "", "", "", *"111111111", *"222222"]),
    ("dimensions", {"authority": "nowhere"}, "dimension", []),
    ("rules", {"authority": "nowhere"}, "id", []),
    ("services", {"inherited": "false", "authority": "borwick", "level": "3"}, "service", ["Social worker"]),
]


@pytest.fixture(scope="module")
def store() -> Store:
    return load_graphs(DATA.graph_files())


@pytest.fixture(scope="module")
def endpoint(store: Store) -> LocalEndpoint:
    return LocalEndpoint(store)


@pytest.fixture(scope="module")
def real() -> LocalEndpoint:
    return LocalEndpoint(load_graphs(data_at().graph_files()))


@pytest.fixture(scope="module")
def dataset() -> Any:
    from rdflib import Dataset, URIRef

    dataset = Dataset(default_union=True)
    for path in DATA.graph_files():
        dataset.graph(URIRef(graph_name(path).value)).parse(path)
    return dataset


def asked_in(path: Path) -> tuple[str, dict[str, str]]:
    """Return the question and the values that the name of a file with an expected answer says."""
    name, _, values = path.stem.partition("__")
    pairs = (pair.split("=", 1) for pair in values.replace("~", ":").split("_") if pair)
    return name, dict(pairs)


def as_text(table: Answer) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return stream.getvalue()


def from_rdflib(dataset: Any, name: str, values: Mapping[str, str]) -> Answer:
    result = dataset.query(QUESTIONS[name].filled(values))
    rows = tuple(
        tuple(None if term is None else plain_value(str(term), getattr(term, "datatype", None)) for term in row)
        for row in result
    )
    return Answer(tuple(str(variable) for variable in result.vars), rows)


def graph_from_rdflib(dataset: Any, text: str) -> Any:
    from rdflib import Graph

    return Graph().parse(data=dataset.query(text).serialize(format="nt"), format="nt")


def nodes(store: Store, path: Path) -> list[str]:
    rows = LocalEndpoint(store).select(read_question(path).text).records()
    return [str(row["node"]).removeprefix("https://w3id.org/needgraph/id/") for row in rows]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_answer_is_the_expected_one(path: Path, endpoint: LocalEndpoint) -> None:
    name, values = asked_in(path)
    assert as_text(answer(endpoint, QUESTIONS[name], values)) == path.read_text()


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_rdflib_gives_the_same_rows(path: Path, dataset: Any) -> None:
    name, values = asked_in(path)
    assert as_text(from_rdflib(dataset, name, values)) == path.read_text()


@pytest.mark.parametrize("name", [name for name, question in QUESTIONS.items() if not question.columns])
def test_rdflib_gives_the_same_graph(name: str, dataset: Any, endpoint: LocalEndpoint) -> None:
    from rdflib import Graph
    from rdflib.compare import isomorphic

    question = QUESTIONS[name]
    examples = {each.name: each.example.strip('<">').replace("halton", "ashby") for each in question.parameters}
    for values in ({}, examples):
        text = question.filled(values)
        here = Graph().parse(data=endpoint.graph(text, "ntriples"), format="nt")
        assert isomorphic(graph_from_rdflib(dataset, text), here), values


@pytest.mark.parametrize("name", ["service-description", "service-partitions"])
def test_service_without_an_address_is_not_described(name: str, endpoint: LocalEndpoint) -> None:
    question = QUESTIONS[name]
    assert not endpoint.graph(question.filled({}), "ntriples")
    assert endpoint.graph(question.filled({"service": "http://127.0.0.1:8000/sparql"}), "ntriples")


def test_every_question_has_an_expected_answer() -> None:
    asked = {asked_in(path)[0] for path in EXPECTED}
    assert asked == {name for name, question in QUESTIONS.items() if question.columns}
    assert len(asked) >= 30


@pytest.mark.parametrize(("name", "values", "column", "held"), VALUES)
def test_values_choose_rows(
    name: str, values: dict[str, str], column: str, held: list[str], endpoint: LocalEndpoint
) -> None:
    rows = answer(endpoint, QUESTIONS[name], values).records()
    assert [row[column] for row in rows] == held


def test_no_value_means_all(endpoint: LocalEndpoint) -> None:
    everything = answer(endpoint, QUESTIONS["statements"])
    assert len(everything.rows) == 54 + 39
    assert answer(endpoint, QUESTIONS["search"]).rows == tuple(
        (row["id"], row["authority"], row["edition"], row["kind"], row["quote"])
        for row in everything.records()
        if row["quote"]
    )


@pytest.mark.parametrize("name", [name for name, question in QUESTIONS.items() if not question.needs])
def test_documented_example_of_each_parameter_names_something_that_exists(name: str, real: LocalEndpoint) -> None:
    question = QUESTIONS[name]
    assert bool(EMPTY.get(name)) is not answered(real, question, {}), EMPTY.get(name)
    if name not in EMPTY:
        for each in question.parameters:
            assert answered(real, question, {each.name: each.example.strip('<">')}), f"{each.name}={each.example}"


def answered(endpoint: LocalEndpoint, question: Question, values: Mapping[str, str]) -> bool:
    text = question.filled(values)
    return bool(endpoint.select(text).rows if question.columns else endpoint.graph(text, "ntriples"))


def test_unknown_parameter_is_named() -> None:
    with pytest.raises(QuestionProblem, match="no parameter 'levle'; did you mean 'level'"):
        QUESTIONS["indicators"].filled({"levle": "3"})


def test_value_cannot_change_the_question(endpoint: LocalEndpoint) -> None:
    assert answer(endpoint, QUESTIONS["indicators"], {"level": '3" } ?x ?y ?z . VALUES ?w { "'}).rows == ()


@pytest.mark.parametrize("name", FIXED)
def test_fixed_names_are_kept(name: str) -> None:
    parameters, columns = FIXED[name]
    question = QUESTIONS[name]
    assert {parameter.name for parameter in question.parameters} == set(parameters.split())
    assert question.columns == tuple(columns.split())


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_is_in_the_house_style(name: str, store: Store) -> None:
    question = QUESTIONS[name]
    assert question.keywords
    assert max(len(line) for line in question.text.splitlines() if "# parameter:" not in line) <= 120
    assert not question.columns or "\nORDER BY " in question.text
    for parameter in question.parameters:
        value = "true" if parameter.example == "true" else parameter.example.strip('<">')
        store.query(question.filled({parameter.name: value}), use_default_graph_as_union=True)
    if question.columns:
        # As it stands, with UNDEF, a file gives the same rows.
        endpoint = LocalEndpoint(store)
        assert endpoint.select(question.text) == endpoint.select(question.filled({}))


def test_annotations_hold_every_quote(endpoint: LocalEndpoint) -> None:
    made = Store()
    made.load(endpoint.graph(QUESTIONS["web-annotation"].filled({}), "ntriples"), format=RdfFormat.N_TRIPLES)
    exact = [quad.object.value for quad in made if quad.predicate.value == PREFIXES["oa"] + "exact"]
    assert sorted(exact) == sorted(str(row["quote"]) for row in answer(endpoint, QUESTIONS["search"]).records())


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_check_is_silent_on_good_data(path: Path, store: Store) -> None:
    assert nodes(store, path) == FACTS.get(path.stem, [])


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_check_finds_what_is_broken(path: Path) -> None:
    broken = FIXTURES / "checks" / f"{path.stem}.ttl"
    store = load_graphs(DATA.graph_files())
    store.load(path=str(broken), format=RdfFormat.TURTLE)
    found = [node for node in nodes(store, path) if node not in FACTS.get(path.stem, [])]
    assert found
    text = broken.read_text()
    assert any(node.rpartition("/")[2] in text for node in found)
