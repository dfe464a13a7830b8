"""The SPARQL endpoint does what the protocol says, asked by the clients that people use."""

from __future__ import annotations

import csv
import io
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pyoxigraph
import pytest
import SPARQLWrapper
from rdflib import RDF, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from needgraph.resources import data_at
from served import FIXTURES, Reply, Running, serving

pytestmark = pytest.mark.server
HOME = "http://example.org/garden/"
GARDEN = f"""\
<{HOME}oak> <{HOME}height> "21" <{HOME}trees> .
<{HOME}elm> <{HOME}height> "17" <{HOME}trees> .
<{HOME}fern> <{HOME}height> "1" <{HOME}ferns> .
<{HOME}moss> <{HOME}height> "0" .
"""
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
ROWS = "SELECT ?thing ?height { ?thing ?p ?height } ORDER BY ?thing"
TRIPLES = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
ROW_TYPES = {JSON, XML, "text/csv", "text/tab-separated-values"}
GRAPH_TYPES = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}
BINDING = "{http://www.w3.org/2005/sparql-results#}binding"


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Serve somebody's file: two named graphs, and one triple in the default graph."""
    path = tmp_path_factory.mktemp("garden") / "garden.nq"
    path.write_text(GARDEN)
    with serving("--load", str(path), "--answer-size", "1") as server:
        yield server


@pytest.fixture(scope="module")
def own() -> Iterator[Running]:
    with serving("--data", str(FIXTURES)) as server:
        yield server


def asked(server: Running, query: str, accept: str = "", **more: str | list[str]) -> Reply:
    return server.get("/sparql?" + urlencode({"query": query, **more}, doseq=True), accept)


def posted(server: Running, body: str, content_type: str, address: str = "/sparql", accept: str = "") -> Reply:
    return server.get(address, accept, method="POST", body=body.encode(), Content_Type=content_type)


def truth(reply: Reply) -> bool:
    assert (reply.status, reply.media_type) == (200, JSON)
    value = json.loads(reply.body)["boolean"]
    assert isinstance(value, bool)
    return value


# One test for each of the protocol's query tests, with data and words of our own.


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_query_is_asked_by_get_by_form_and_directly(path: str, garden: Running) -> None:
    query = "ASK { ?s ?p ?o }"
    assert truth(garden.get(f"{path}?{urlencode({'query': query})}"))
    assert truth(posted(garden, urlencode({"query": query}), FORM, path))
    assert truth(posted(garden, query, DIRECT, path))
    assert truth(posted(garden, query, f"{DIRECT}; charset=UTF-8", path))


def in_both(kind: str) -> str:
    if kind == "default":
        return f"ASK {{ <{HOME}oak> ?p ?o . <{HOME}fern> ?q ?r }}"
    return f"ASK {{ GRAPH ?g {{ <{HOME}oak> ?p ?o }} GRAPH ?h {{ <{HOME}fern> ?q ?r }} }}"


@pytest.mark.parametrize("kind", ["default", "named"])
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_dataset_is_the_one_that_the_request_names(kind: str, way: str, garden: Running) -> None:
    def with_graphs(*graphs: str) -> bool:
        pairs = {f"{kind}-graph-uri": [HOME + name for name in graphs]}
        address = "/sparql?" + urlencode(pairs, doseq=True)
        if way == "get":
            return truth(garden.get(f"{address}&{urlencode({'query': in_both(kind)})}"))
        if way == "form":
            return truth(posted(garden, urlencode({"query": in_both(kind), **pairs}, doseq=True), FORM))
        return truth(posted(garden, in_both(kind), DIRECT, address))

    assert with_graphs("trees", "ferns")
    assert not with_graphs("trees")
    assert not with_graphs("nothing")


def test_default_and_named_graphs_are_named_together(garden: Running) -> None:
    query = f"ASK {{ <{HOME}fern> ?p ?o GRAPH ?g {{ <{HOME}oak> ?q ?r }} FILTER NOT EXISTS {{ <{HOME}oak> ?q ?r }} }}"
    assert truth(asked(garden, query, **{"default-graph-uri": HOME + "ferns", "named-graph-uri": HOME + "trees"}))


def test_dataset_of_the_request_stands_before_that_of_the_query(garden: Running) -> None:
    query = f"ASK FROM <{HOME}ferns> {{ <{HOME}oak> ?p ?o }}"
    assert not truth(asked(garden, query))
    assert truth(asked(garden, query, **{"default-graph-uri": HOME + "trees"}))


def test_dataset_of_the_query_reaches_only_graphs_that_there_are(garden: Running, own: Running) -> None:
    assert truth(asked(garden, f"ASK FROM <{HOME}trees> {{ <{HOME}oak> ?p ?o }}"))
    assert truth(asked(garden, f"ASK FROM NAMED <{HOME}trees> {{ GRAPH ?g {{ <{HOME}oak> ?p ?o }} }}"))
    for name in (f"{HOME}nothing", "file:///etc/passwd", Path(__file__).as_uri(), garden.url + "/sparql"):
        assert not truth(asked(garden, f"ASK FROM <{name}> {{ ?s ?p ?o }}"))
        assert not truth(asked(own, f"ASK FROM <{name}> {{ ?s ?p ?o }}"))


def test_query_without_a_dataset_sees_all_graphs_also_of_files_of_others(own: Running, garden: Running) -> None:
    assert truth(asked(own, "ASK { ?s ?p ?o }"))
    rows = json.loads(asked(garden, ROWS).body)["results"]["bindings"]
    assert [row["thing"]["value"] for row in rows] == [f"{HOME}{name}" for name in ("elm", "fern", "moss", "oak")]
    assert json.loads(garden.get("/health").body)["triples"] == 4


@pytest.mark.parametrize(
    ("query", "types"),
    [(ROWS, ROW_TYPES), ("ASK {}", ROW_TYPES), (TRIPLES, GRAPH_TYPES), (f"DESCRIBE <{HOME}moss>", GRAPH_TYPES)],
)
def test_every_kind_of_query_comes_in_each_of_its_types_and_in_no_other(
    query: str, types: set[str], garden: Running
) -> None:
    assert {asked(garden, query, accept).media_type for accept in types} == types
    refused = asked(garden, query, "application/pdf")
    assert refused.status == 406
    assert all(name in refused.text for name in types)


def test_rows_are_refused_to_who_takes_only_a_graph(garden: Running) -> None:
    reply = asked(garden, ROWS, "text/turtle")
    assert (reply.status, JSON in reply.text) == (406, True)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/*", "text/csv"),
        ("application/json", "application/json"),
        (f"{XML};q=0.9, {JSON};q=0.8", XML),
        (f"{JSON};q=0, */*;q=0.1", XML),
        ("image/png, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        (f"TEXT/CSV;q=0.5 ,{XML} ; q=0.4", "text/csv"),
        ("text/turtle, */*;q=0.1", JSON),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ],
)
def test_accept_is_a_list_with_qualities_and_wildcards(accept: str, media_type: str, garden: Running) -> None:
    reply = asked(garden, ROWS, accept)
    assert reply.media_type in {media_type, XML if media_type == "application/xml" else media_type}
    assert reply.headers["vary"] == "Accept"


def test_rows_are_the_same_in_every_type(garden: Running) -> None:
    rows, expected = ROWS.replace("}", "FILTER(?height = '0') }"), (f"{HOME}moss", "0")
    by_json = json.loads(asked(garden, rows, JSON).body)["results"]["bindings"][0]
    assert (by_json["thing"]["value"], by_json["height"]["value"]) == expected
    by_xml = ElementTree.fromstring(asked(garden, rows, XML).body).iter(BINDING)
    assert tuple("".join(binding.itertext()).strip() for binding in by_xml) == expected
    assert list(csv.reader(io.StringIO(asked(garden, rows, "text/csv").text)))[1] == [*expected]
    assert asked(garden, rows, "text/tab-separated-values").text.splitlines()[1] == f'<{HOME}moss>\t"0"'


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_graph_is_the_same_in_every_type(name: str, garden: Running) -> None:
    reply = asked(garden, TRIPLES, format=name)
    parsed = Graph().parse(data=reply.body, format=reply.media_type)
    heights = {"oak": "21", "elm": "17", "fern": "1", "moss": "0"}
    expected = {(f"{HOME}{thing}", f"{HOME}height", height) for thing, height in heights.items()}
    assert {tuple(map(str, triple)) for triple in parsed} == expected


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400),
        ("", FORM, 400),
        ("ASK {}", "text/plain", 415),
        ("query=ASK%7B%7D", "", 415),
        ("ASK {}", f"{DIRECT}; charset=UTF-16", 415),
        ("ASK {", DIRECT, 400),
        ("CLEAR ALL", DIRECT, 403),
        ("CLEAR ALL", UPDATE, 403),
        ("CLEAR XYZ", UPDATE, 403),
        ("CLEAR ALL", f"{UPDATE}; charset=UTF-16", 415),
        ("CLEAR ALL", "text/plain", 415),
        ("update=CLEAR+ALL", FORM, 403),
        ("update=CLEAR+ALL&update=CLEAR+ALL", FORM, 403),
        ("update=CLEAR+ALL&using-graph-uri=x:a", FORM, 403),
        ("update=CLEAR+ALL", "", 415),
        ("query=ASK%7B%7D&using-named-graph-uri=x:a", FORM, 403),
        ("query=ASK%7B%7D&default-graph-uri=relative", FORM, 400),
    ],
)
def test_wrong_use_is_refused(body: str, content_type: str, status: int, garden: Running) -> None:
    assert posted(garden, body, content_type).status == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_that_there_are(method: str, garden: Running) -> None:
    reply = garden.get("/sparql?query=ASK%7B%7D", method=method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ASK {\n  ?s ?p }", "query:2:10: is no SPARQL query from here on"),
        ("ASK { ex:a ?p ?o }", "query:1:7: the prefix ex: is not declared"),
        ("SELECT ?a (1 AS ?a) {}", "query:1:23: Duplicated variable name in SELECT"),
        ("ASK" + "\n" + "{" * 200, "query:2:101: brackets are nested deeper than 100; write it flatter"),
    ],
)
def test_query_that_cannot_be_read_is_answered_with_line_and_column(query: str, message: str, garden: Running) -> None:
    reply = asked(garden, query)
    assert (reply.status, reply.media_type) == (400, "text/plain")
    assert reply.text.startswith(message)


def test_head_is_answered_like_get_without_a_body(garden: Running) -> None:
    address = "/sparql?" + urlencode({"query": ROWS})
    head, got = garden.get(address, method="HEAD"), garden.get(address)
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


def test_options_and_every_answer_let_pages_of_other_sites_ask(garden: Running) -> None:
    reply = garden.get("/sparql", method="OPTIONS", Origin="http://example.org", Access_Control_Request_Method="POST")
    assert (reply.status, reply.body, reply.headers["allow"]) == (204, b"", "GET, HEAD, POST, OPTIONS")
    assert "content-type" in reply.headers["access-control-allow-headers"]
    for each in (reply, asked(garden, ROWS), asked(garden, "ASK {"), garden.get("/nothing")):
        assert each.headers["access-control-allow-origin"] == "*"


def test_answer_that_a_client_has_is_not_sent_again(garden: Running) -> None:
    address = "/sparql?" + urlencode({"query": ROWS})
    first = garden.get(address)
    again = garden.get(address, If_None_Match=f'"other", {first.headers["etag"]}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert garden.get(address, If_None_Match='"other"').status == 200
    assert garden.get(address, "text/csv", If_None_Match=first.headers["etag"]).status == 200


def test_what_is_another_each_time_is_not_kept(garden: Running) -> None:
    for query in ("SELECT (RAND() AS ?x) {}", "SELECT (uuid() AS ?x) {}"):
        one, two = asked(garden, query), asked(garden, query)
        assert one.body != two.body
        assert one.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_that_are_too_many_are_cut_at_a_whole_row_and_it_is_said(name: str, garden: Running) -> None:
    values = " ".join(f'"{number}, \\"}},{{\\n<&"' for number in range(1500))
    numbers = " ".join(map(str, range(40)))
    query = f"SELECT ?a ?b {{ VALUES ?a {{ {values} }} VALUES ?b {{ {numbers} }} }}"
    reply = asked_long(garden, query, name)
    assert reply.status == 200
    assert len(reply.body) <= 1024 * 1024 + 100
    said = reply.headers["x-needgraph-truncated"]
    forms = pyoxigraph.QueryResultsFormat
    if name == "csv":
        count = len(list(csv.reader(io.StringIO(reply.text, newline="")))) - 1
    else:
        form = {"json": forms.JSON, "xml": forms.XML, "tsv": forms.TSV}[name]
        found = pyoxigraph.parse_query_results(reply.body, format=form)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        count = len(list(found))
    assert said == f"rows={count}; limit=1048576 bytes"
    assert 1000 < count < 60_000


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_graph_that_is_too_large_is_cut_at_a_whole_triple_and_it_is_said(name: str, garden: Running) -> None:
    values = " ".join(f"<{HOME}{number}>" for number in range(200))
    query = f"CONSTRUCT {{ ?a <{HOME}p> ?b }} {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}"
    reply = asked_long(garden, query, name)
    assert reply.status == 200
    found = list(pyoxigraph.parse(reply.body, format=pyoxigraph.RdfFormat.from_media_type(reply.media_type)))
    assert reply.headers["x-needgraph-truncated"] == f"triples={len(found)}; limit=1048576 bytes"
    assert 1000 < len(found) < 40_000


def test_answer_that_is_whole_says_nothing_of_a_limit(garden: Running) -> None:
    assert "x-needgraph-truncated" not in asked(garden, ROWS).headers


def asked_long(server: Running, query: str, form: str) -> Reply:
    return posted(server, urlencode({"query": query, "format": form}), FORM)


@pytest.mark.parametrize("triple", [r"<x:a> <x:b> '\u0001'", "<x:a> <http://example.org/> 1"])
def test_graph_that_xml_cannot_hold_is_refused_as_xml_and_given_as_turtle(triple: str, garden: Running) -> None:
    query = f"CONSTRUCT {{ {triple} }} {{}}"
    assert asked(garden, query, format="rdfxml").status == 406
    assert asked(garden, query, format="turtle").status == 200


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("way", [SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY])
def test_sparqlwrapper_asks_in_each_of_its_ways(method: str, way: str, garden: Running) -> None:
    client = SPARQLWrapper.SPARQLWrapper(garden.url + "/sparql")
    client.setMethod(method)
    client.setRequestMethod(way)
    client.addDefaultGraph(HOME + "trees")
    client.setQuery(ROWS)
    client.setReturnFormat(SPARQLWrapper.JSON)
    rows = json.loads(client.query().response.read())["results"]["bindings"]
    assert [row["height"]["value"] for row in rows] == ["17", "21"]
    client.setQuery(TRIPLES)
    client.setReturnFormat(SPARQLWrapper.TURTLE)
    assert len(Graph().parse(data=client.query().response.read())) == 2


RETURNED = {
    SPARQLWrapper.SELECT: {
        SPARQLWrapper.XML: XML, SPARQLWrapper.CSV: "text/csv", SPARQLWrapper.TSV: "text/tab-separated-values",
    },
    SPARQLWrapper.CONSTRUCT: {
        SPARQLWrapper.XML: "application/rdf+xml", SPARQLWrapper.RDFXML: "application/rdf+xml",
        SPARQLWrapper.RDF: "application/rdf+xml", SPARQLWrapper.JSONLD: "application/ld+json",
        SPARQLWrapper.JSON: "application/ld+json",
    },
}  # fmt: skip
OTHERWISE = {SPARQLWrapper.SELECT: JSON, SPARQLWrapper.CONSTRUCT: "text/turtle"}
LIKE = {SPARQLWrapper.ASK: SPARQLWrapper.SELECT, SPARQLWrapper.DESCRIBE: SPARQLWrapper.CONSTRUCT}
GRAPH_KINDS = (SPARQLWrapper.CONSTRUCT, SPARQLWrapper.DESCRIBE)
KINDS = {
    SPARQLWrapper.SELECT: ROWS,
    SPARQLWrapper.ASK: "ASK {}",
    SPARQLWrapper.CONSTRUCT: TRIPLES,
    SPARQLWrapper.DESCRIBE: f"DESCRIBE <{HOME}moss>",
}
FORMATS = [
    "", SPARQLWrapper.JSON, SPARQLWrapper.XML, SPARQLWrapper.TURTLE, SPARQLWrapper.N3, SPARQLWrapper.RDF,
    SPARQLWrapper.RDFXML, SPARQLWrapper.CSV, SPARQLWrapper.TSV, SPARQLWrapper.JSONLD,
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")  # it warns where a format does not fit the kind of query
@pytest.mark.parametrize("only_accept", [False, True], ids=["named", "accept"])
@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("kind", KINDS)
def test_sparqlwrapper_gets_every_format_that_it_can_ask_for(
    kind: str, method: str, only_accept: bool, garden: Running
) -> None:
    for way in (SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY):
        for form in FORMATS:
            client = SPARQLWrapper.SPARQLWrapper(garden.url + "/sparql")
            client.setMethod(method)
            client.setRequestMethod(way)
            client.setOnlyConneg(only_accept)
            client.setQuery(KINDS[kind])
            # XML is what it asks for unless it is told otherwise.
            if form:
                client.setReturnFormat(form)
            alike = LIKE.get(kind, kind)
            expected = RETURNED[alike].get(form or SPARQLWrapper.XML, OTHERWISE[alike])
            if only_accept and kind in GRAPH_KINDS and form in (SPARQLWrapper.JSON, SPARQLWrapper.RDF):
                # For these it sends `*/*` alone.
                expected = "text/turtle"
            answer = client.query()
            assert answer.info()["content-type"].partition(";")[0] == expected, (form, way)
            assert answer.response.read()


@pytest.mark.parametrize(
    ("formats", "accept", "media_type"),
    [
        (["exe"], "text/csv", "text/csv"),
        (["csv", "xml"], "text/tab-separated-values", "text/tab-separated-values"),
        (["turtle"], XML, XML),
        (["JSON", "json"], XML, JSON),
        ([XML], JSON, XML),
    ],
)
def test_format_that_is_unknown_or_ambiguous_leaves_the_choice_to_accept(
    formats: list[str], accept: str, media_type: str, garden: Running
) -> None:
    reply = asked(garden, ROWS, accept, format=formats)
    assert (reply.status, reply.media_type) == (200, media_type)


@pytest.mark.parametrize("length", [65_520, 65_536, 99_990, 100_000])
def test_query_as_long_as_it_may_be_is_asked_in_the_address(length: int, garden: Running) -> None:
    query = "ASK {}".ljust(length)
    assert truth(asked(garden, query))
    # Three bytes for each character.
    assert truth(garden.get("/sparql?query=ASK%7B%7D" + "%20" * (length - 10)))


def test_query_that_is_too_long_is_refused_with_the_limit(garden: Running) -> None:
    reply = asked(garden, "ASK {}".ljust(100_001))
    assert (reply.status, "longer than 100,000 characters" in reply.text) == (413, True)
    reply = garden.get("/sparql?query=ASK%7B%7D" + "%20" * 110_000)
    assert (reply.status, reply.text) == (
        414, "the address is longer than 320,000 bytes; send a long query by POST\n"
    )  # fmt: skip
    reply = garden.get("/" + "x" * 70_000)
    assert (reply.status, "before its query" in reply.text) == (414, True)


def test_body_that_is_too_long_is_refused_with_the_limit(garden: Running) -> None:
    reply = posted(garden, "ASK {}".ljust(350_001), DIRECT)
    assert (reply.status, reply.text) == (
        413, "the body is longer than 350,000 bytes; a query may have 100,000 characters\n"
    )  # fmt: skip


def test_address_may_be_written_whole_and_end_in_a_fragment(garden: Running) -> None:
    host = "{}:{}".format(*garden.place)
    for address in (f"http://{host}/sparql?query=ASK%7B%7D#x?y", "/sparql?query=ASK%7B%7D#x"):
        head = f"GET {address} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        assert truth(garden.send(head.encode()))


def test_store_that_there_is_not_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    command = [sys.executable, "-c", "from needgraph.cli import run; run()", "serve", "--port", "0"]
    done = subprocess.run([*command, "--store", folder], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "is no store (No such file or directory); write one with `needgraph load " in done.stderr


def test_sparqlwrapper_tells_what_is_wrong_with_a_query(garden: Running) -> None:
    client = SPARQLWrapper.SPARQLWrapper(garden.url + "/sparql")
    client.setQuery("ASK {")
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="query:1:6"):
        client.query()


def test_store_of_rdflib_reads_the_endpoint_like_a_graph(own: Running, garden: Running) -> None:
    trees = Graph(SPARQLStore(garden.url + "/sparql", context_aware=True), identifier=URIRef(HOME + "trees"))
    assert {str(value) for value in trees.objects(None, URIRef(HOME + "height"))} == {"17", "21"}
    everything = Graph(SPARQLStore(own.url + "/sparql", context_aware=False))
    assert len(list(everything.subjects(RDF.type, None))) > 10
    assert [str(row.n) for row in everything.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")] == [  # type: ignore[union-attr]
        str(json.loads(own.get("/health").body)["triples"])
    ]


def test_port_that_is_taken_is_one_line_and_exit_code_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-c", "from needgraph.cli import run; run()", "serve", "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"127.0.0.1:{port}: cannot be used" in done.stderr


def test_all_our_triples_fit_in_one_answer() -> None:
    with serving("--data", str(data_at().folder)) as running:
        reply = running.get("/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D", "application/sparql-results+json")
        assert reply.status == 200
        assert "x-needgraph-truncated" not in reply.headers
        assert len(json.loads(reply.body)["results"]["bindings"]) == json.loads(running.get("/health").body)["triples"]
