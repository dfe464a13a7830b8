"""A started server answers for things and their documents as linked data should, whatever it is asked."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, MutableMapping, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import Graph

from needgraph.query_processes.limits import Limits, QueryReply, QueryRequest
from needgraph.query_processes.pool import Pool
from needgraph.query_processes.worker import local_runner
from needgraph.querying.store import digest_of, load_graphs
from needgraph.resources import Data
from needgraph.serving.documents import Documents
from needgraph.serving.site import Site
from needgraph.site.negotiation import PAGE_FORMS
from read_page import Page, problems
from served import FIXTURES, Reply, Running, serving

pytestmark = pytest.mark.server
THING = "ashby/2024/a0010"
GONE = "ashby/2024/a0055"
GRAPHS = {
    "turtle": ("text/turtle", "ttl", RdfFormat.TURTLE),
    "ntriples": ("application/n-triples", "nt", RdfFormat.N_TRIPLES),
    "rdfxml": ("application/rdf+xml", "rdf", RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", "jsonld", RdfFormat.JSON_LD),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


def triples(reply: Reply, form: str) -> set[Triple]:
    assert reply.status == 200
    return {quad.triple for quad in parse(reply.body, format=GRAPHS[form][2])}


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json", "", "*/*", "image/png"])
def test_identifier_is_answered_303_with_its_document(server: Running, accept: str) -> None:
    reply = server.get(f"/id/{THING}", accept)
    assert reply.status == 303
    assert reply.headers["location"] == f"/doc/{THING}"
    assert reply.headers["vary"] == "Accept"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert server.get(reply.headers["location"], "text/turtle").status == 200


@pytest.mark.parametrize("form", GRAPHS)
@pytest.mark.parametrize("thing", [THING, "ashby/2024", "tier/3", "ashby/2024/level/2"])
def test_accept_suffix_and_format_give_the_same_triples_in_every_form(server: Running, thing: str, form: str) -> None:
    media_type, extension, _ = GRAPHS[form]
    everything = triples(server.get(f"/doc/{thing}.nt"), "ntriples")
    assert len(everything) > 5
    for reply in (
        server.get(f"/doc/{thing}", media_type),
        server.get(f"/doc/{thing}.{extension}", "text/html"),
        server.get(f"/doc/{thing}?format={form}", "text/html"),
        server.get(f"/doc/{thing}?format={extension}"),
    ):
        assert reply.media_type == media_type
        assert triples(reply, form) == everything
        assert reply.headers["content-location"] == f"/doc/{thing}.{extension}"
        assert reply.headers["vary"] == "Accept"


@pytest.mark.parametrize(("name", "form"), [("json", "jsonld"), ("xml", "rdfxml")])
def test_usual_names_of_a_form_are_understood(server: Running, name: str, form: str) -> None:
    reply = server.get(f"/doc/{THING}?format={name}", "text/html")
    assert reply.media_type == GRAPHS[form][0]
    assert triples(reply, form) == triples(server.get(f"/doc/{THING}.nt"), "ntriples")
    assert server.get(f"/id/{THING}?format={name}").headers["location"] == f"/doc/{THING}?format={name}"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle;q=0.5, application/ld+json", "application/ld+json"),
        ("text/html;q=0.1, application/n-triples;q=0.2", "application/n-triples"),
        ("application/json", "application/json"),
        ("application/xml", "application/rdf+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/rdf+xml, text/turtle;q=0.9, */*;q=0.1", "application/rdf+xml"),
        ("nonsense", "text/html"),
    ],
)
def test_client_gets_the_form_it_likes_best(server: Running, accept: str, expected: str) -> None:
    reply = server.get(f"/doc/{THING}", accept)
    assert reply.status == 200
    assert reply.media_type == expected


def test_client_that_takes_none_of_the_forms_is_told_which_there_are(server: Running) -> None:
    reply = server.get(f"/doc/{THING}", "image/png, text/html;q=0")
    assert reply.status == 406
    assert reply.headers["vary"] == "Accept"
    for form in PAGE_FORMS.values():
        assert form.media_type in reply.text


def test_document_as_a_page_can_be_used_by_everybody(server: Running) -> None:
    for thing in (THING, "ashby/2024", GONE):
        reply = server.get(f"/doc/{thing}", "text/html")
        assert problems(reply.body) == []
        assert "Ashby, edition of 2024" in Page(reply.body).text


def test_json_is_one_framed_document(server: Running) -> None:
    document = json.loads(server.get(f"/doc/{THING}.jsonld").body)
    assert document["id"] == THING
    assert "Indicator" in document["type"]
    assert document["isAtLevel"]["prefLabel"]


def test_another_reader_follows_the_identifier_of_the_host(server: Running) -> None:
    graph = Graph().parse(f"{server.url}/id/{THING}")
    assert len(graph) == len(triples(server.get(f"/doc/{THING}.nt"), "ntriples"))


def test_document_that_the_client_has_is_not_sent_again(server: Running) -> None:
    first = server.get(f"/doc/{THING}", "text/turtle")
    again = server.get(f"/doc/{THING}", "text/turtle", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "vary", "cache-control", "content-location"):
        assert again.headers[name] == first.headers[name]
    assert server.get(f"/doc/{THING}", "text/html", if_none_match=first.headers["etag"]).status == 200
    assert server.get(f"/doc/{THING}", "text/turtle", if_none_match='"other"').status == 200


def test_head_is_the_head_of_get(server: Running) -> None:
    for path in (f"/doc/{THING}", f"/id/{THING}", f"/doc/{GONE}", "/doc/none/such"):
        get, head = server.get(path, "text/turtle"), server.get(path, "text/turtle", method="HEAD")
        assert (head.status, head.body) == (get.status, b"")
        assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


@pytest.mark.parametrize("path", [f"/doc/{THING}", f"/id/{THING}"])
def test_nothing_can_be_changed(server: Running, path: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        reply = server.get(path, method=method, body=b"x=1")
        assert reply.status == 405
        assert reply.headers["allow"] == "GET, HEAD, OPTIONS"
    options = server.get(path, method="OPTIONS")
    assert options.status == 204
    assert options.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("form", PAGE_FORMS.values(), ids=lambda form: form.name)
def test_withdrawn_statement_is_gone_with_the_reason_in_every_form(server: Running, form: object) -> None:
    reply = server.get(f"/doc/{GONE}", form.media_type)  # type: ignore[attr-defined]
    assert reply.status == 410
    assert reply.media_type == form.media_type  # type: ignore[attr-defined]
    assert "Entered twice; the line stands as a0010." in reply.text


def test_unknown_thing_is_a_page_or_a_sentence(server: Running) -> None:
    page = server.get("/doc/ashby/2024/a9999", "text/html")
    assert (page.status, page.media_type) == (404, "text/html")
    assert problems(page.body) == []
    sentence = server.get("/doc/ashby/2024/a9999", "text/turtle")
    assert (sentence.status, sentence.media_type) == (404, "text/plain")
    assert server.get("/id/ashby/2024/a9999").status == 303


HOSTILE = [
    "/doc/%00", "/doc/<script>alert(1)</script>", "/doc/%3Cscript%3Ealert(1)%3C/script%3E", "/doc/" + "a" * 6_000,
    "/doc/../../etc/passwd", "/doc/..%2F..%2Fetc%2Fpasswd", "/doc/%zz", "/doc/%ff%fe", "/doc/%0d%0aX-Evil:%201",
    "/id/%0d%0aX-Evil:%201", "/id/%0d%0a%0d%0a<b>", "/id/<b>", "/id/%3E%3B%20rel=evil", "/doc/", "/doc", "/id", "/id/",
    "/doc//tier/3", "/doc/tier//3", "/doc/tier/3//", "/doc/http://www.w3.org/", "/doc/file:///etc/passwd",
    "/doc/tier/3.ttl.ttl", "/doc/tier/3.exe", "/doc/tier/3}%20UNION%20{?s%20?p%20?o", "/doc/tier/3>", "/id/tier/3%00",
    "/doc/tier/3;x=1", "/doc/%E2%80%AEtier", "/def.exe", "/def/", "/context/../x.jsonld", "/context/%2e%2e.jsonld",
    "/%", "/doc/tier/3?format=exe", "/doc/tier/3?format=%ff", "/doc/tier/3?format=<script>",
    "/doc/tier/3?%00=%00&format=x",
]  # fmt: skip


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "\xff", "a" * 5_000])
@pytest.mark.parametrize("path", HOSTILE)
def test_no_address_makes_the_server_stumble(server: Running, path: str, accept: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
    reply = server.send(request.encode("latin-1"))
    assert reply.status in (400, 404)
    assert "x-evil" not in reply.headers
    assert "rel=evil" not in reply.headers.get("link", "")
    body = reply.body.decode()
    for shown in ("<script>", "<b>", "Traceback", "/work", ".py", "needgraph.", "site-packages"):
        assert shown not in body
    if reply.media_type == "text/html":
        assert problems(reply.body) == []


def test_query_of_the_address_does_not_reach_the_redirect(server: Running) -> None:
    assert server.get("/id/tier/3?format=turtle").headers["location"] == "/doc/tier/3?format=turtle"
    assert server.get("/id/tier/3?next=http://example.org/").headers["location"] == "/doc/tier/3"


def test_links_begin_with_the_public_address_where_one_is_given() -> None:
    with serving("--data", str(FIXTURES), "--base", "https://example.org/needgraph/") as running:
        assert running.get(f"/id/{THING}").headers["location"] == f"https://example.org/needgraph/doc/{THING}"
        reply = running.get(f"/doc/{THING}", "text/html")
        assert f'<https://example.org/needgraph/doc/{THING}.ttl>; rel="alternate"' in reply.headers["link"]
        links = Page(reply.body).links
        assert f"https://example.org/needgraph/doc/{THING}.ttl" in links
        assert f"https://w3id.org/needgraph/id/{THING}" in reply.text
        assert not any(link.startswith("/") for link in links)


def test_files_of_others_have_documents_too(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        "<https://w3id.org/needgraph/id/x/y> <http://www.w3.org/2004/02/skos/core#prefLabel> "
        "'<script>alert(1)</script>' ; <http://example.org/p> [ <http://example.org/q> 'inside' ] .",
        encoding="utf-8",
    )
    with serving("--load", str(tmp_path / "a.ttl")) as running:
        page = running.get("/doc/x/y", "text/html")
        assert page.status == 200
        assert problems(page.body) == []
        assert "alert(1)" in Page(page.body).text
        for form in GRAPHS:
            assert running.get(f"/doc/x/y.{GRAPHS[form][1]}").status == 200
        assert problems(running.get("/", "text/html").body) == []


class OwnPool:
    """Answers queries in this process."""

    def __init__(self, files: Sequence[Path] | None = None) -> None:
        self.limits = Limits()
        store = load_graphs(Data(FIXTURES).graph_files() if files is None else files)
        self._run = local_runner(store, self.limits)

    async def run(self, request: QueryRequest) -> QueryReply:
        return self._run(request)


def asked(endpoint: Documents, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """Return status and headers of an answer that is given without a server."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return cast("MutableMapping[str, Any]", await asyncio.Event().wait())

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": named}
    asyncio.run(endpoint(scope, receive, send))
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_changed_document_of_the_same_date_is_sent_whatever_day_the_client_has(tmp_path: Path) -> None:
    files = Data(FIXTURES).graph_files()
    changed = tmp_path / "ashby" / "2024" / "guidance.ttl"
    changed.parent.mkdir(parents=True)
    before = next(path for path in files if path.parts[-3:] == changed.parts[-3:])
    changed.write_bytes(before.read_bytes().replace(b"Sees the dentist each year", b"Sees the dentist every year"))
    others = [changed if path == before else path for path in files]
    old, new = (
        Documents(Site(cast("Pool", OwnPool(held)), digest_of(held), date="2026-11-21")) for held in (files, others)
    )
    status, headers = asked(old, f"/doc/{THING}")
    assert (status, headers.get("last-modified")) == (200, None)
    assert asked(old, f"/doc/{THING}", if_none_match=headers["etag"])[0] == 304
    for day in ("Sat, 21 Nov 2026 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"):
        assert asked(new, f"/doc/{THING}", if_modified_since=day)[0] == 200
    assert asked(new, f"/doc/{THING}", if_none_match=headers["etag"])[0] == 200
    assert asked(new, f"/doc/{GONE}", if_none_match="*")[0] == 410


def test_answer_that_was_cut_says_so() -> None:
    class Short(OwnPool):
        async def run(self, request: QueryRequest) -> QueryReply:
            reply = await super().run(request)
            return QueryReply(reply.status, reply.media_type, reply.body, "triples=1; limit=1 bytes")

    documents = Documents(Site(cast("Pool", Short())))
    assert asked(documents, f"/doc/{THING}")[1]["x-needgraph-truncated"] == "triples=1; limit=1 bytes"


def test_slash_behind_a_document_leads_to_that_without(server: Running) -> None:
    reply = server.get(f"/doc/{THING}/?format=turtle")
    assert (reply.status, reply.headers["location"]) == (308, f"/doc/{THING}?format=turtle")
    assert server.get("/doc/tier/3//").status == 404


def test_short_name_of_an_authority_leads_to_the_organisation(server: Running) -> None:
    assert server.get("/id/ashby").headers["location"] == "/doc/ashby"
    for path, target in (("ashby", "organisation/ashby-council"), ("ashby.ttl", "organisation/ashby-council.ttl")):
        reply = server.get(f"/doc/{path}")
        assert (reply.status, reply.headers["location"]) == (303, f"/doc/{target}")
        assert server.get(reply.headers["location"]).status == 200
    assert server.get("/doc/nowhere").status == 404


def test_page_says_at_which_level_a_match_stands(server: Running) -> None:
    page = Page(server.get("/doc/ashby/2024/a0036", "text/html").body)
    assert "severity and level are judged apart" in page.text
    standing = r"borwick/2021/b0027 \(level \w+, Borwick, edition of 2021; worded more severely\)"
    assert re.search(standing, " ".join(page.text.split()))
