"""In front of another store the server answers as in front of its own, within the same limits, and keeps it hidden."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from pyoxigraph import RdfFormat, Triple, parse

import servers
from needgraph.cli import main
from needgraph.querying.asking import LocalEndpoint, answer
from needgraph.querying.catalogue import Question, questions
from needgraph.querying.formats import FORMATS
from needgraph.querying.sending import PASSWORD
from needgraph.querying.store import load_graphs
from needgraph.resources import data_at
from served import Reply, Running, serving
from servers import OXIGRAPH, OXIGRAPH_MISSING, VIRTUOSO, VIRTUOSO_MISSING, Request, web

MOST_ROWS = 20_000
ON_OXIGRAPH = pytest.param(
    "oxigraph",
    marks=[
        pytest.mark.xdist_group("forwarding_to_oxigraph"),
        pytest.mark.skipif(OXIGRAPH is None, reason=OXIGRAPH_MISSING),
    ],
)
ON_VIRTUOSO = pytest.param(
    "virtuoso",
    marks=[
        pytest.mark.xdist_group("forwarding_to_virtuoso"),
        pytest.mark.skipif(VIRTUOSO is None, reason=VIRTUOSO_MISSING),
    ],
)
pytestmark = pytest.mark.server
# Virtuoso has graphs of its own, which `triples` counts too; test_querying_remote.py puts them beside ours.
ROWS = [question for question in questions().values() if question.columns and question.name != "triples"]
THING = "halton/2023/h0162"
IRI = "https://w3id.org/needgraph/id/"
LABELS = f"SELECT ?label {{ <{IRI}tier/3> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }}"

GRAPH = "https://w3id.org/needgraph/graph/halton/2023"


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """Keep a proxy and a password of the machine out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        patch.delenv(PASSWORD, raising=False)
        yield


@pytest.fixture(scope="module")
def local() -> LocalEndpoint:
    return LocalEndpoint(load_graphs(data_at().graph_files()))


@pytest.fixture(scope="module")
def own() -> Iterator[Running]:
    """The server in front of its own store."""
    with serving("--port", "0") as running:
        yield running


@pytest.fixture(scope="module", params=[ON_OXIGRAPH, ON_VIRTUOSO])
def server(request: pytest.FixtureRequest, environment: None) -> Iterator[Running]:
    """The server in front of another store, which holds the same graphs."""
    with servers.oxigraph() if request.param == "oxigraph" else servers.virtuoso(MOST_ROWS) as store:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(PASSWORD, store.password)
            assert main(["push", store.store_url, "--user", store.user]) == 0
        # The first run of a query takes Virtuoso seconds on a busy machine.
        with serving("--endpoint", store.query_url, "--seconds", "30") as running:
            yield running


@pytest.mark.parametrize("question", ROWS, ids=lambda question: question.name)
def test_question_has_the_same_rows(server: Running, local: LocalEndpoint, question: Question) -> None:
    reply = server.get(f"/query/{question.name}.csv")
    assert (reply.status, reply.text) == (200, FORMATS["csv"].write(answer(local, question)))


def test_values_and_pages_are_the_same(server: Running, own: Running) -> None:
    for path in ("indicators?authority=halton&level=3&limit=5&offset=2", "statements?kind=indicator&level="):
        ours, theirs = (json.loads(each.get(f"/query/{path}").body) for each in (own, server))
        for key in ("columns", "rows", "total", "notice"):
            assert theirs[key] == ours[key]


@pytest.mark.parametrize("form", ["nt", "ttl", "jsonld", "rdf"])
def test_document_has_the_same_triples(server: Running, own: Running, form: str) -> None:
    ours, theirs = (each.get(f"/doc/{THING}.{form}") for each in (own, server))
    assert theirs.status == 200
    assert theirs.body == ours.body
    assert server.get(f"/id/{THING}").status == 303
    assert server.get("/doc/halton/2023/nothing").status == 404


def test_document_for_people_has_the_same_words(server: Running, own: Running) -> None:
    ours, theirs = (each.get(f"/doc/{THING}", "text/html") for each in (own, server))
    assert (theirs.status, theirs.text) == (200, ours.text)


@pytest.mark.parametrize(
    "accept",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ],
)
def test_free_query_has_the_same_rows_in_every_form(server: Running, own: Running, accept: str) -> None:
    ours, theirs = (sparql(each, LABELS, accept) for each in (own, server))
    assert (theirs.status, theirs.media_type) == (200, accept)
    assert theirs.body == ours.body


def test_free_query_makes_a_graph(server: Running, own: Running) -> None:
    query = f"CONSTRUCT {{ <{IRI}{THING}> ?p ?o }} WHERE {{ GRAPH <{GRAPH}> {{ <{IRI}{THING}> ?p ?o }} }}"
    ours, theirs = (sparql(each, query, "text/turtle") for each in (own, server))
    assert theirs.status == 200
    assert turtle(theirs.body) == turtle(ours.body) != set()


def test_dataset_of_the_request_counts(server: Running, own: Running) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = f"&default-graph-uri={quote(GRAPH, safe='')}"
    ours, theirs = (sparql(each, query, "text/csv", named) for each in (own, server))
    assert theirs.body == ours.body
    assert int(theirs.body.split()[1]) > 1000


def test_relative_address_is_completed_with_ours(server: Running) -> None:
    reply = sparql(server, "SELECT ?x { VALUES ?x { <here> } }", "text/csv")
    assert (reply.status, reply.text.split()[1]) == (200, f"{server.url}/here")


REFUSED = {
    "SELECT ?x { ?x": (400, "query:1:"),
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }": (403, "SERVICE would leave this machine"),
    "INSERT DATA { <a:a> <a:a> <a:a> }": (403, "INSERT is an update"),
    'define get:soft "replace" SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }': (400, "query:1:"),
    "SELECT (bif:dbname() AS ?x) { }": (400, "the prefix bif: is not declared"),
    "ASK " + "{" * 200 + "}" * 200: (400, "nested deeper"),
}


@pytest.mark.parametrize("query", REFUSED)
def test_query_that_is_refused_here_is_not_passed_on(server: Running, query: str) -> None:
    status, sentence = REFUSED[query]
    reply = sparql(server, query, "")
    assert (reply.status, sentence in reply.text) == (status, True), reply.text


def sparql(server: Running, query: str, accept: str, more: str = "") -> Reply:
    return server.get(f"/sparql?query={quote(query)}{more}", accept)


def turtle(data: bytes) -> set[Triple]:
    return {Triple(quad.subject, quad.predicate, quad.object) for quad in parse(data, format=RdfFormat.TURTLE)}


JSON = {"Content-Type": "application/sparql-results+json"}
RESULTS = b'{"head": {"vars": ["label"]}, "results": {"bindings": []}}'
# What the store behind does, and the status and sentence that go out.
FAULTS: dict[str, tuple[servers.Reply, int, str]] = {
    "page": (servers.Reply(b"<html>welcome to inner.example</html>"), 502, "cannot be asked now"),
    "fault": (servers.Reply(b"out of memory at 127.0.0.1", 500), 502, "cannot be asked now"),
    "missing": (servers.Reply(b"", 404), 502, "cannot be asked now"),
    "login": (servers.Reply(status=401), 502, "cannot be asked now"),
    "moved": (servers.Reply(status=301, headers={"Location": "http://inner.example/"}), 502, "cannot be asked now"),
    "broken": (servers.Reply(RESULTS, missing=100), 502, "cannot be asked now"),
    "busy": (servers.Reply(status=503), 503, "is busy; try again soon"),
    "many": (servers.Reply(status=429), 503, "is busy; try again soon"),
    "late": (servers.Reply(status=504), 503, "does not answer in time"),
    "slow": (servers.Reply(RESULTS, before=60), 503, "does not answer in time"),
    "dripping": (servers.Reply(RESULTS * 10, between=0.2), 503, "does not answer in time"),
    "part": (servers.Reply(RESULTS, headers={"X-SPARQL-MaxRows": "7"}), 502, "more than 7 rows are not given"),
    "refusal": (
        servers.Reply(b"no such function at 127.0.0.1", 400, {"Content-Type": "text/plain"}),
        400,
        "no such function",
    ),
}


@pytest.fixture(scope="module")
def faulty() -> Iterator[tuple[Running, str]]:
    """The server in front of a store that does what a query names, and the address of that store."""

    def answer(request: Request) -> servers.Reply:
        body = request.body.decode()
        return next((reply for case, (reply, *_) in FAULTS.items() if f"case+{case}." in body), servers.Reply(RESULTS))

    with web(answer) as store, serving("--endpoint", store.url, "--seconds", "3", "--at-once", "2") as running:
        yield running, store.url


@pytest.mark.parametrize("case", FAULTS)
@pytest.mark.parametrize("query", [LABELS, "DESCRIBE <http://example.org/>"], ids=["rows", "graph"])
def test_fault_of_the_store_is_one_sentence_without_its_address(
    faulty: tuple[Running, str], query: str, case: str
) -> None:
    running, url = faulty
    reply = sparql(running, f"{query} #case {case}.", "", f"&default-graph-uri={quote(GRAPH, safe='')}")
    _, status, sentence = FAULTS[case]
    assert (reply.status, sentence in reply.text) == (status, True), reply.text
    assert reply.text.count("\n") == 1
    inner = ("127.0.0.1", str(urlsplit(url).port), "inner", "http:", "sparql", "Traceback")
    assert [word for word in inner if word in reply.text] == []


def test_store_that_is_down_is_502_everywhere_and_the_server_goes_on() -> None:
    port, _ = servers.free_ports()
    with serving("--endpoint", f"http://127.0.0.1:{port}/sparql") as running:
        for path in ("/query/levels", "/doc/halton/2023", f"/sparql?query={quote(LABELS)}"):
            reply = running.get(path)
            assert (reply.status, str(port) in reply.text) == (502, False)
            assert "the store behind this service cannot be asked now" in reply.text
        assert running.get("/health").status == 503
        assert running.get("/openapi.json").status == 200


def test_slow_store_is_503_with_retry_after_and_others_are_answered_meanwhile() -> None:
    def answer(request: Request) -> servers.Reply:
        return servers.Reply(RESULTS, headers=JSON, before=60 if b"slow" in request.body else 0)

    with web(answer) as store, serving("--endpoint", store.url, "--seconds", "3", "--at-once", "2") as running:
        found: list[Reply] = []
        thread = threading.Thread(target=lambda: found.append(sparql(running, f"{LABELS} # slow", "")))
        thread.start()
        assert sparql(running, LABELS, "").status == 200
        thread.join()
        assert (found[0].status, "does not answer in time" in found[0].text) == (503, True)
        assert found[0].headers["retry-after"] == "2"


def test_answers_of_another_store_are_not_kept() -> None:
    rows = iter(["one", "two"])

    def answer(request: Request) -> servers.Reply:
        # What the server asks for itself is none of it: notices, and what the store holds.
        if b"tiers" not in request.body:
            return servers.Reply(b'{"head": {"vars": []}, "results": {"bindings": []}}', headers=JSON)
        level = {"level": {"type": "literal", "value": next(rows)}}
        found = {"head": {"vars": ["level"]}, "results": {"bindings": [level]}}
        return servers.Reply(json.dumps(found).encode(), headers=JSON)

    with web(answer) as store, serving("--endpoint", store.url) as running:
        one, two = (running.get("/query/levels") for _ in range(2))
        assert [json.loads(each.body)["rows"] for each in (one, two)] == [[{"level": "one"}], [{"level": "two"}]]
        assert one.headers["etag"] != two.headers["etag"]
