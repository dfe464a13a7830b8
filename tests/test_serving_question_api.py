"""The JSON API answers every question as the command line does, refuses what it does not know, and can be cached."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator, MutableMapping
from typing import Any, cast
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from pyoxigraph import RdfFormat, Store, Triple, parse

from needgraph.query_processes.limits import Limits, QueryReply, QueryRequest
from needgraph.query_processes.pool import Pool
from needgraph.query_processes.worker import local_runner
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint, QueryProblem, answer, filled
from needgraph.querying.catalogue import Question, question_named, questions
from needgraph.querying.formats import FORMATS
from needgraph.querying.store import load_graphs
from needgraph.querying.unknown_values import answer_known
from needgraph.resources import data_at
from needgraph.serving.question_api import QuestionEndpoint
from needgraph.serving.question_forms import Page, written
from needgraph.serving.question_request import QuestionRefusal, read_question_request
from needgraph.serving.site import Site
from served import FIXTURES, Reply, Running, serving

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("question_api")]
ROWS = [question for question in questions().values() if question.columns]
GRAPHS = [question for question in questions().values() if not question.columns and not question.needs]
IRI = "https://w3id.org/needgraph/id/"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def local() -> LocalEndpoint:
    return LocalEndpoint(load_graphs(data_at(FIXTURES).graph_files()))


def values_of(question: Question) -> dict[str, str]:
    """Return the examples of the parameters, the names of an authority and an edition made ones of the fixtures."""
    own = {"authority": "ashby", "edition": "2024", "one": "ashby/2024", "other": "borwick/2021"}
    return {each.name: own.get(each.name, each.example.strip('<>"')) for each in question.parameters}


def asked(server: Running, name: str, accept: str = "", **values: str) -> Reply:
    return server.get(f"/query/{name}?{urlencode(values)}", accept)


@pytest.mark.parametrize("question", ROWS, ids=lambda question: question.name)
def test_csv_is_that_of_the_command_line(server: Running, local: LocalEndpoint, question: Question) -> None:
    for values in ({}, values_of(question)):
        reply = asked(server, f"{question.name}.csv", **values)
        status, media_type, text = 200, "text/csv", ""
        try:
            text = FORMATS["csv"].write(answer_known(local, question, values))
        except QueryProblem as problem:
            # Not every example of the catalogue occurs in the fixtures.
            status, media_type, text = 404, "text/plain", f"{problem}\n"
        assert (reply.status, reply.headers["content-type"]) == (status, f"{media_type}; charset=utf-8")
        assert reply.text == text


@pytest.mark.parametrize("question", ROWS, ids=lambda question: question.name)
def test_json_holds_the_rows_as_objects_beside_what_belongs_to_them(
    server: Running, local: LocalEndpoint, question: Question
) -> None:
    found = json.loads(asked(server, question.name).body)
    assert list(found) == ["columns", "rows", "total", "data_version", "built", "notice", "permalink"]
    expected = json.loads(FORMATS["json"].write(answer(local, question)))
    assert (found["columns"], found["rows"], found["total"]) == (list(question.columns), expected, len(expected))


@pytest.mark.parametrize("question", GRAPHS, ids=lambda question: question.name)
def test_question_that_makes_a_graph_is_answered_with_triples(
    server: Running, local: LocalEndpoint, question: Question
) -> None:
    values = values_of(question) | ({"thing": "ashby/2024"} if question.name == "document" else {})
    expected = triples(local.graph(filled(question, values), "ntriples"), RdfFormat.N_TRIPLES)
    for accept, form in (("text/turtle", RdfFormat.TURTLE), ("application/rdf+xml", RdfFormat.RDF_XML)):
        reply = asked(server, question.name, accept, **values)
        assert (reply.status, reply.media_type) == (200, accept)
        assert triples(reply.body, form) == expected
    assert asked(server, f"{question.name}.nt", "text/turtle", **values).media_type == "application/n-triples"
    assert asked(server, question.name, "text/csv", **values).status == 406


@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.name)
def test_question_needs_something_beside_the_graphs_just_where_they_alone_make_nothing(
    local: LocalEndpoint, question: Question
) -> None:
    makes_nothing = not question.columns and not local.graph(filled(question, {}), "ntriples")
    assert makes_nothing == bool(question.needs)


@pytest.mark.parametrize("path", ["/query", "/query/"])
def test_address_of_the_api_leads_to_the_page_of_questions(server: Running, path: str) -> None:
    reply = server.get(path)
    assert (reply.status, reply.headers["location"]) == (303, "/questions")
    assert server.get(reply.headers["location"]).status == 200


def triples(data: bytes, form: RdfFormat) -> int:
    """Return the number of triples: blank nodes have other names in every answer."""
    return len({Triple(quad.subject, quad.predicate, quad.object) for quad in parse(data, format=form)})


def test_notice_and_currency_stand_beside_the_rows(server: Running) -> None:
    found = json.loads(asked(server, "levels", authority="ashby").body)
    assert found["notice"][0].startswith("What the document says; not advice on a case.")
    assert "Ashby, edition of 2024: currency current. Invented; it stays as it is." in found["notice"]
    assert not any("Borwick" in line for line in found["notice"])


def test_pages_make_the_whole(server: Running) -> None:
    whole = json.loads(asked(server, "statements").body)
    found = []
    for offset in range(0, whole["total"], 7):
        page = json.loads(asked(server, "statements", limit="7", offset=str(offset)).body)
        assert (page["total"], len(page["rows"]) <= 7) == (whole["total"], True)
        found += page["rows"]
    assert found == whole["rows"]
    behind = json.loads(asked(server, "statements", offset=str(whole["total"])).body)
    assert (behind["rows"], behind["total"]) == ([], whole["total"])


@pytest.mark.parametrize("written", ["concern/missing", f"{IRI}concern/missing"])
def test_ids_and_addresses_ask_the_same(server: Running, written: str) -> None:
    whole, found = (json.loads(asked(server, "indicators", **values).body) for values in ({}, {"concern": written}))
    assert 0 < found["total"] < whole["total"]


def test_edition_is_written_in_either_form(server: Running) -> None:
    one = asked(server, "indicators.csv", authority="ashby", edition="2024")
    other = asked(server, "indicators.csv", edition="ashby/2024")
    assert one.body == other.body
    assert one.body.count(b"\n") > 1


def test_empty_value_is_an_empty_text_unless_blank_means_all(server: Running, local: LocalEndpoint) -> None:
    found = [json.loads(server.get(f"/query/indicators?{rest}").body)["total"] for rest in ("", "dimension=")]
    assert found == [len(answer(local, question_named("indicators"), {**v}).rows) for v in ({}, {"dimension": ""})]
    assert found[0] != found[1]
    assert json.loads(server.get("/query/indicators?dimension=&limit=&blank=all").body)["total"] == found[0]


def test_workbook_holds_the_notice_and_the_rows_and_no_formula(server: Running) -> None:
    reply = asked(server, "indicators.xlsx", limit="3")
    assert reply.media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = openpyxl.load_workbook(io.BytesIO(reply.body))
    found = json.loads(asked(server, "indicators", limit="3").body)
    about = [row[0] for row in book["About"].iter_rows(values_only=True)]
    assert about[2] == f"3 rows of {found['total']}"
    assert about[3:] == found["notice"]
    sheet = [["" if cell is None else cell for cell in row] for row in book["Rows"].iter_rows(values_only=True)]
    assert sheet == [found["columns"], *(list(row.values()) for row in found["rows"])]
    assert {cell.data_type for row in book["Rows"].iter_rows() for cell in row} <= {"s", "n"}


def test_workbook_bears_the_day_of_the_data_and_not_the_clock() -> None:
    rows = Answer(("a",), (("=1+1",),))
    for built, year in (("2024-03-05", 2024), ("", 1980)):
        page = Page(rows, 1, "1-a", built, ["notice"], "/query/x")
        book = openpyxl.load_workbook(io.BytesIO(written(page, "xlsx")))
        assert book.properties.created.year == year
        assert book["Rows"]["A2"].data_type == "s"


REFUSED = {
    "/query/levls": (404, "did you mean 'levels'?"),
    "/query/levels.pdf": (404, "levels comes as levels.json, levels.csv, levels.xlsx"),
    "/query/levels?authorty=ashby": (400, "there is no parameter 'authorty'; did you mean 'authority'?"),
    "/query/levels?limt=3": (400, "did you mean 'limit'?"),
    "/query/levels?limit=0": (400, "limit is '0'; give a whole number from 1 to 100,000"),
    "/query/levels?limit=": (400, "limit is ''"),
    "/query/levels?limit=%D9%A3": (400, "give a whole number"),
    "/query/levels?offset=-1": (400, "offset is '-1'"),
    "/query/levels?format=cvs": (400, "format is one of json, csv, xlsx; did you mean 'csv'?"),
    "/query/levels?blank=none": (400, "blank is all, or left out"),
    "/query/levels?authority=ashby&authority=borwick": (400, "authority is given twice; give it once"),
    "/query/levels?authority=%FF": (400, "not percent-encoded UTF-8"),
    "/query/levels?" + "a=b&" * 60: (400, "too many parameters"),
    "/query/levels?data_version=0.0-other": (404, "this site holds"),
    "/query/indicators?level=99": (404, "there is no level '99' in the data (there are: 1, 2"),
    "/query/indicators.csv?concern=nothing-such&limit=5": (404, "there is no concern 'nothing-such' in the data"),
    "/query/indicators?concern=not%20an%20id": (400, "'not an id' is not an id"),
    "/query/services?inherited=yes": (400, "write true or false"),
    "/query/indicators?authority=ashby&edition=borwick/2021": (400, "but the edition is one of 'borwick'"),
    "/query/web-annotation?limit=3": (400, "makes a graph, which has no rows to limit"),
    "/query/term-unused": (404, "there is no question"),
    "/query/void": (404, "void needs the facts of a release beside the graphs; /openapi.json lists the others"),
    "/query/service-description.ttl": (404, "service-description needs the address of a service"),
    "/query/..%2Fchecks%2Fterm-unused": (404, ""),
}


@pytest.mark.parametrize("path", REFUSED)
def test_refusal_is_one_sentence_that_says_what_to_do(server: Running, path: str) -> None:
    status, sentence = REFUSED[path]
    reply = server.get(path)
    assert reply.status == status
    if sentence:
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        assert reply.text.count("\n") == 1
    assert sentence in reply.text
    assert "Traceback" not in reply.text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html, */*;q=0.1", "application/json"),
        ("text/csv", "text/csv"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None),
    ],
)
def test_form_follows_the_accept_header(server: Running, accept: str, media_type: str | None) -> None:
    reply = asked(server, "levels", accept)
    assert reply.media_type == (media_type or accept)
    assert reply.headers["vary"] == "Accept"


def test_nothing_acceptable_is_406_with_what_there_is(server: Running) -> None:
    reply = asked(server, "levels", "image/png")
    assert reply.status == 406
    assert "application/json, text/csv" in reply.text
    assert asked(server, "levels", "image/png", format="csv").media_type == "text/csv"
    assert asked(server, "levels.json", "text/csv", format="csv").media_type == "application/json"


def test_methods(server: Running) -> None:
    whole, head = server.get("/query/levels"), server.get("/query/levels", method="HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", whole.headers["etag"])
    assert head.headers["content-length"] == str(len(whole.body))
    options = server.get("/query/levels", method="OPTIONS")
    assert (options.status, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        reply = server.get("/query/levels", method=method)
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_unchanged_answer_is_not_sent_again(server: Running, form: str) -> None:
    reply = server.get(f"/query/levels.{form}")
    again = server.get(f"/query/levels.{form}", if_none_match=reply.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == reply.headers["etag"]
    assert server.get(f"/query/levels.{form}", if_none_match='"other"').status == 200


def test_tags_differ_by_form_page_and_values(server: Running) -> None:
    paths = ("levels.json", "levels.csv", "levels.json?limit=1", "levels.json?authority=ashby", "tiers.json")
    assert len({server.get(f"/query/{path}").headers["etag"] for path in paths}) == len(paths)


def test_permalink_names_the_version_and_answers_the_same(server: Running) -> None:
    found = json.loads(asked(server, "levels", authority="ashby", limit="2").body)
    assert f"data_version={quote(found['data_version'])}" in found["permalink"]
    assert json.loads(server.get(found["permalink"]).body) == found
    assert server.get("/query/levels").headers["link"].startswith("</query/levels.json?data_version=")


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_answer_says_the_licence_of_our_data_and_whose_the_wording_is(server: Running, form: str) -> None:
    link = server.get(f"/query/indicators.{form}").headers["link"]
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in link
    assert '</persistence#wording>; rel="copyright"' in link
    assert 'id="wording"' in server.get("/persistence").text


@pytest.mark.parametrize("text", ["é ü", '"}', "a\nb", "a\\", "}} #", "\x00", "\U0001f600", "<x>", "?x"])
def test_any_text_is_a_value_and_never_part_of_the_query(server: Running, text: str) -> None:
    reply = asked(server, "search", text=f"{text}{text}")
    assert (reply.status, json.loads(reply.body)["rows"]) == (200, [])
    reply = asked(server, "levels-by-tier", tier=text)
    assert (reply.status, reply.text.startswith("there is no tier ")) == (404, True)
    reply = asked(server, "levels", authority=text)
    assert (reply.status, reply.text.startswith("there is no authority ")) == (404, True)


def test_answer_without_rows_says_what_that_does_not_mean(server: Running) -> None:
    notice = json.loads(asked(server, "search", text="no such words").body)["notice"]
    assert "never means “not required”" in notice[0]
    assert any("currency" in line for line in notice)


class Runner:
    """Stands in for the pool: runs queries here, and cuts answers at a size that the command line does not offer."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self.limits, self._run = limits, local_runner(store, limits)

    async def run(self, request: QueryRequest) -> QueryReply:
        return self._run(request)


def test_answer_that_is_cut_says_so_and_can_be_paged(local: LocalEndpoint) -> None:
    site = Site(cast("Pool", Runner(local.store, Limits(answer=6000))), "0-0123456789abcdef")
    expected = FORMATS["csv"].write(answer(local, question_named("statements"))).splitlines()
    whole = called(site, "statements", b"")
    assert whole.headers["x-needgraph-truncated"].startswith("rows=")
    found = json.loads(whole.body)
    assert (found["total"], 0 < len(found["rows"]) < len(expected) - 1) == (None, True)
    assert "longer than this server gives" in found["notice"][-1]
    last = len(expected) - 3
    page = called(site, "statements.csv", f"limit=2&offset={last}".encode())
    assert page.text.splitlines() == [expected[0], *expected[-2:]]
    assert "x-needgraph-truncated" not in page.headers
    assert json.loads(called(site, "statements", b"limit=2").body)["total"] is None


def called(site: Site, name: str, query_string: bytes) -> Reply:
    """Return the answer of the endpoint without a server around it."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    path = {"path": f"/query/{name}", "path_params": {"name": name}, "query_string": query_string}
    scope = {"type": "http", "method": "GET", "headers": [], **path}
    asyncio.run(QuestionEndpoint(site)(scope, receive, send))
    headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], headers, sent[1]["body"])


def test_request_is_read_without_a_server() -> None:
    asked = read_question_request("levels.csv", b"authority=ashby&offset=2", "image/png")
    assert (asked.form.name, asked.limit, asked.offset, dict(asked.values)) == ("csv", None, 2, {"authority": "ashby"})
    assert asked.address("1-a") == "/query/levels.csv?authority=ashby&offset=2&data_version=1-a"
    with pytest.raises(QuestionRefusal, match="limit is 'x'") as caught:
        read_question_request("levels", b"limit=x", "")
    assert caught.value.status == 400
