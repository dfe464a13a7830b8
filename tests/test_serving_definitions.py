"""Every IRI of ours that we publish leads somewhere at a running server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from needgraph.checking.shapes import shape_files
from needgraph.querying.exporting import exported_mappings
from needgraph.resources import ONTOLOGY, QUERIES, SHAPES, Data
from needgraph.site.negotiation import GRAPH_FORMS
from needgraph.site.places import ROOT
from needgraph.tables.mappings import SLOT
from served import FIXTURES, Reply, Running, serving

pytestmark = pytest.mark.server
VIEWS = ("odrl", "odrl-profile", "dpv", "cpsv", "web-annotation")
# Addresses that need not answer, by what they match, with the reason.
EXCEPTIONS = {
    r"id/(?:halton/2023/h0001|concern/missing-from-home)": "an example names the real data, which are no fixture",
    r"id/.+/(?:odrl|annotation)(?:/.*)?": "only the views of rules and quotes have it, as /persistence says",
    r"id/.+/contact/[^/]+/(?:hours|telephone|e-mail)": "only the view of services has it, as /persistence says",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


def read(turtle: bytes) -> list[Triple]:
    return [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)]


def ours(triples: Iterable[Triple], starts: tuple[str, ...] = (ROOT,)) -> set[str]:
    """Return the paths of our IRIs in some triples; a fragment is never sent."""
    nodes = {node.value for triple in triples for node in (*triple,) if isinstance(node, NamedNode)}
    return {
        node.removeprefix(start).partition("#")[0].lstrip("/")
        for node in nodes
        for start in starts
        if node.startswith(start)
    }


def followed(server: Running, path: str, accept: str) -> Reply:
    """Return the answer at an address, or at the place to which it leads."""
    reply = server.get(f"/{path}", accept)
    return server.get(reply.headers["location"].partition("#")[0], accept) if reply.status == 303 else reply


def failing(server: Running, paths: Iterable[str], accept: str) -> dict[str, int]:
    asked = [path for path in sorted(paths) if not any(re.fullmatch(each, path) for each in EXCEPTIONS)]
    assert asked
    statuses = {path: followed(server, path, accept).status for path in asked}
    return {path: status for path, status in statuses.items() if status not in (200, 410)}


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "application/ld+json"])
@pytest.mark.parametrize(
    "file", [ONTOLOGY, *shape_files(SHAPES), QUERIES / "catalogue.ttl"], ids=lambda file: file.stem
)
def test_every_iri_that_we_define_leads_somewhere(server: Running, file: Path, accept: str) -> None:
    assert failing(server, ours(read(file.read_bytes())), accept) == {}


@pytest.mark.parametrize(
    "path", ["/catalog.ttl", "/.well-known/void.ttl", *(f"/dump/views/{name}.ttl" for name in VIEWS)]
)
def test_every_iri_of_the_catalogue_and_of_views_leads_somewhere(server: Running, path: str) -> None:
    found = ours(read(server.get(path).body), (ROOT, server.url))
    assert failing(server, found, "text/turtle, */*;q=0.1") == {}
    assert failing(server, found, "text/html, */*;q=0.1") == {}


def test_every_iri_of_the_graphs_leads_somewhere(server: Running) -> None:
    found = {path for file in Data(FIXTURES).graph_files() for path in ours(read(file.read_bytes()))}
    assert len(found) > 300
    assert failing(server, sorted(found)[::4], "text/turtle") == {}


def test_every_iri_in_the_header_of_a_mapping_table_leads_somewhere(server: Running) -> None:
    header = [line for line in exported_mappings(Data(FIXTURES), quotes=True).decode().splitlines() if line[0] == "#"]
    found = {iri for line in header for iri in re.findall(rf"{re.escape(ROOT)}[^\s\"']*", line)}
    found |= {SLOT + name for line in header for name in re.findall(r"needslot:(\w+)", line)}
    assert {f"{ROOT}mappings/agreed", f"{SLOT}severity_relation"} <= found
    # What ends so is a namespace of the prefix map.
    paths = {iri.removeprefix(ROOT).partition("#")[0] for iri in found if not iri.endswith(("/", "#", "-"))}
    assert failing(server, paths, "text/turtle, */*;q=0.1") == {}


@pytest.mark.parametrize(
    ("path", "data", "page"),
    [
        ("/def/0.1.0", "/def", "/def"),
        ("/shape/StatementQuote", "/shapes", "/shapes#StatementQuote"),
        ("/graph/ashby/2024", "/dump/ashby/2024.ttl", "/catalog#edition-ashby-2024"),
        ("/graph/reference/law", "/dump/reference.ttl", "/catalog#reference"),
        ("/graph/ontology", "/def", "/catalog#ontology"),
        ("/mappings/agreed", "/dump/mappings/agreed.sssom.tsv", "/catalog#mappings"),
        ("/slot/severity_relation", "/def", "/def#hasSeverityRelation"),
        ("/parameter/level", "/questions", "/questions"),
        ("/query/levels", "/questions", "/questions#levels"),
        ("/id/odrl-profile", "/dump/views/odrl-profile.ttl", "/catalog#views"),
    ],
)
def test_iri_leads_to_the_data_or_to_the_page_that_describe_it(
    server: Running, path: str, data: str, page: str
) -> None:
    for accept, target in (("text/turtle", data), ("text/html", page)):
        reply = server.get(path, accept)
        assert (reply.status, reply.headers["location"]) == (303, target)
        if "#" in target:
            assert f'id="{target.partition("#")[2]}"' in server.get(target.partition("#")[0], accept).text
    iri = ROOT + path[1:]
    if path.startswith(("/shape", "/query", "/id")):
        assert iri in {str(triple.subject)[1:-1] for triple in read(server.get(data, "text/turtle").body)}


@pytest.mark.parametrize(
    "path", ["/def/0", "/shape/None", "/parameter/none", "/slot/none", "/graph/none", "/mappings/none",
             "/id/odrl-profile/none", "/query/levels/parameter/none"],
)  # fmt: skip
def test_iri_that_was_never_given_is_not_found(server: Running, path: str) -> None:
    assert {server.get(path, accept).status for accept in ("", "text/turtle", "text/html")} == {404}


def test_question_is_answered_where_its_iri_is_asked_for_rows(server: Running) -> None:
    for accept in ("", "*/*", "application/json", "text/csv", "text/turtle;q=0.5, application/json;q=0.1"):
        assert server.get("/query/levels", accept).status == 200, accept
    assert server.get("/query/odrl-profile", "text/turtle").status == 200
    assert server.get("/query/levels", "image/png").status == 406
    assert server.get("/query/levels?authority=ashby", "text/turtle").status == 406


@pytest.mark.parametrize("name", ["shapes", "questions"])
def test_definitions_are_the_same_in_every_form(server: Running, name: str) -> None:
    media = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}
    found = {}
    for form in GRAPH_FORMS.values():
        reply = server.get(f"/{name}", form.media_type)
        assert (reply.status, reply.media_type) == (200, form.media_type)
        triples = [quad.triple for quad in parse(reply.body, format=media[form.extension])]
        named = {str(each) for each in triples if "_:" not in str(each)}
        found[form.extension] = (len(set(triples)), frozenset(named))
    assert len(set(found.values())) == 1
    assert len(found["ttl"][1]) > 300
    assert server.get(f"/{name}", "image/png").status == 406
    assert server.get(f"/{name}", method="POST", body=b"").status == 405
