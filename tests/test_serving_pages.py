"""A started server answers with pages, the ontology and the context, and every link on its pages leads somewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import RdfFormat, parse

from needgraph.querying.catalogue import questions
from needgraph.resources import CONTEXT, ONTOLOGY
from needgraph.site.about import context_path
from needgraph.site.negotiation import GRAPH_FORMS
from read_page import Page, problems
from served import Running, serving

pytestmark = pytest.mark.server
PAGES = ["/", "/questions", "/persistence", "/def", "/sparql", "/doc/ashby/2024", "/catalog"]


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
def test_page_is_sent_and_can_be_used_by_everybody(server: Running, path: str) -> None:
    reply = server.get(path, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (reply.status, reply.media_type) == (200, "text/html")
    assert problems(reply.body) == []
    assert "script-src" not in reply.headers["content-security-policy"]
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/questions", "/persistence", "/def", "/context.jsonld", context_path()])
def test_page_that_the_client_has_is_not_sent_again(server: Running, path: str) -> None:
    tag = server.get(path, "text/html").headers["etag"]
    assert server.get(path, "text/html", if_none_match=tag).status == 304
    assert server.get(path, "text/html", method="HEAD").body == b""
    assert server.get(path, "text/html", method="POST", body=b"").status == 405
    assert server.get(path, method="OPTIONS").status == 204


def test_every_link_of_every_page_leads_somewhere(server: Running) -> None:
    """Follow each link of each kind of page; of the many documents one of each kind is enough."""
    start = [*PAGES, "/doc/ashby/2024/a0010", "/doc/tier/3", "/doc/ashby/2024/a0055", "/none"]
    found = {link.partition("#")[0] for path in start for link in Page(server.get(path, "text/html").body).links}
    local = sorted(link for link in found if link.startswith("/"))
    assert len(local) > 60
    broken = {link: server.get(link, method="HEAD").status for link in local}
    withdrawn = {"/doc/ashby/2024/a0055", *(f"/doc/ashby/2024/a0055.{form.extension}" for form in GRAPH_FORMS.values())}
    assert {link for link, status in broken.items() if status == 410} <= withdrawn
    assert {link: status for link, status in broken.items() if status not in (200, 410)} == {}


def test_home_shows_the_editions_and_leads_machines_on(server: Running) -> None:
    reply = server.get("/")
    assert "Ashby, edition of 2024" in reply.text
    assert "Borwick, edition of 2021" in reply.text
    assert "currency replaced" in reply.text
    assert '</openapi.json>; rel="service-desc"' in reply.headers["link"]
    assert '</catalog>; rel="describedby"' in reply.headers["link"]


def test_ontology_comes_in_every_form_by_accept_and_suffix(server: Running) -> None:
    turtle = server.get("/def.ttl")
    assert turtle.body == ONTOLOGY.read_bytes()
    everything = {quad.triple for quad in parse(turtle.body, format=RdfFormat.TURTLE)}
    formats = {
        "turtle": RdfFormat.TURTLE,
        "ntriples": RdfFormat.N_TRIPLES,
        "rdfxml": RdfFormat.RDF_XML,
        "jsonld": RdfFormat.JSON_LD,
    }
    for form in GRAPH_FORMS.values():
        for reply in (server.get("/def", form.media_type), server.get(f"/def.{form.extension}", "text/html")):
            assert reply.media_type == form.media_type
            assert reply.headers["vary"] == "Accept"
            assert {quad.triple for quad in parse(reply.body, format=formats[form.name])} == everything
    assert server.get("/def", "image/png").status == 406
    assert "isAtLevel" in Page(server.get("/def.html").body).ids


def test_versioned_context_may_be_kept_for_ever_and_no_other_version_is_there(server: Running) -> None:
    plain, versioned = server.get("/context.jsonld"), server.get(context_path())
    assert plain.body == versioned.body == CONTEXT.read_bytes()
    assert plain.media_type == versioned.media_type == "application/ld+json"
    assert "immutable" in versioned.headers["cache-control"]
    assert "immutable" not in plain.headers["cache-control"]
    other = server.get("/context/0.0.0-00000000.jsonld")
    assert other.status == 404
    assert context_path() in other.text


def test_form_of_the_endpoint_is_for_browsers_and_its_query_runs(server: Running) -> None:
    page = Page(server.get("/sparql", "text/html").body)
    (form, *examples) = page.all("form")
    assert form == {"action": "/sparql", "method": "get"}
    assert examples
    queries = [values["value"] for values in page.all("input") if values["name"] == "query"]
    for query in queries:
        reply = server.get(f"/sparql?query={quote(query)}&format=json", "text/html")
        assert json.loads(reply.body)["results"]["bindings"]
    assert server.get("/sparql", "text/turtle").media_type == "text/turtle"


def test_form_of_every_question_is_answered_as_a_browser_sends_it_empty(server: Running) -> None:
    for question in questions().values():
        if question.columns:
            fields = {each.name: "" for each in question.parameters}
            sent = urlencode({**({"blank": "all"} if fields else {}), **fields, "format": "csv"})
            reply = server.get(f"/query/{question.name}?{sent}", "text/html")
            assert (question.name, reply.status) == (question.name, 200)
    page = Page(server.get("/questions").body)
    assert {"type": "hidden", "name": "blank", "value": "all"} in page.all("input")


@pytest.mark.parametrize("path", ["/none", "/favicon.ico", "/index.html", "/questions/", "/.git/config", "/sparql/x"])
def test_address_that_there_is_not_is_a_page_or_a_sentence(server: Running, path: str) -> None:
    page = server.get(path, "text/html")
    assert (page.status, page.media_type) == (404, "text/html")
    assert problems(page.body) == []
    assert server.get(path, "application/json").media_type == "text/plain"
