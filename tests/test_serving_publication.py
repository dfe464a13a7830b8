"""A running server answers with its catalogue, dumps and feed, and where it shows files of others it says so."""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse

from needgraph.cli import main
from needgraph.resources import Data
from needgraph.serving import publication as serving_publication
from needgraph.serving.publication import Published
from needgraph.terms import RDF
from served import FIXTURES, Running, serving
from servers import OXIGRAPH, OXIGRAPH_MISSING, free_ports

pytestmark = pytest.mark.server
PATHS = ("/catalog", "/.well-known/void", "/release", "/feed", "/dump/SHA256SUMS", "/dump/ashby/2024.csv")


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/catalog", "", "text/html"),
        ("/catalog", "text/turtle", "text/turtle"),
        ("/catalog", "application/ld+json, text/turtle;q=0.5", "application/ld+json"),
        ("/catalog.rdf", "text/html", "application/rdf+xml"),
        ("/catalog?format=ntriples", "text/html", "application/n-triples"),
        ("/.well-known/void", "*/*", "text/turtle"),
        ("/.well-known/void", "application/n-triples", "application/n-triples"),
        ("/.well-known/void.jsonld", "", "application/ld+json"),
        ("/release", "", "application/json"),
        ("/dump/", "", "application/json"),
        ("/feed", "", "application/atom+xml"),
        ("/dump/SHA256SUMS", "", "text/plain"),
        ("/dump/ashby/2024.ttl", "", "text/turtle"),
        ("/dump/ashby/2024.csv", "", "text/csv"),
        ("/dump/without-quotes/ashby/2024.ttl", "", "text/turtle"),
    ],
)
def test_each_address_comes_in_its_form(server: Running, path: str, accept: str, media_type: str) -> None:
    reply = server.get(path, accept)
    assert (reply.status, reply.media_type) == (200, media_type)
    assert reply.body


@pytest.mark.parametrize(("path", "accept"), [("/catalog", "image/png"), ("/.well-known/void", "text/html")])
def test_form_that_there_is_not_is_refused_with_those_there_are(server: Running, path: str, accept: str) -> None:
    reply = server.get(path, accept)
    assert reply.status == 406
    assert "text/turtle" in reply.text


def test_every_form_of_the_catalogue_holds_the_same_triples(server: Running) -> None:
    forms = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}
    found = {
        name: {quad.triple for quad in parse(server.get(f"/catalog.{name}").body, format=form)}
        for name, form in forms.items()
    }
    assert len(found["ttl"]) > 300
    assert all(triples == found["ttl"] for triples in found.values())


def test_links_begin_with_the_address_that_was_asked(server: Running) -> None:
    assert f"<{server.url}/dump/ashby/2024.ttl>" in server.get("/catalog.ttl").text
    other = server.get("/catalog.ttl", host="data.example").text
    assert "<http://data.example/dump/ashby/2024.ttl>" in other
    spoilt = server.get("/catalog.ttl", host="a> <b").text
    assert "a> <b" not in spoilt


def test_every_download_of_the_list_is_there_with_its_sum(server: Running) -> None:
    listed = json.loads(server.get("/release").body)
    assert len(listed["files"]) > 15
    for file in listed["files"]:
        reply = server.get(f"/dump/{file['path']}")
        assert hashlib.sha256(reply.body).hexdigest() == file["sha256"]
        assert reply.media_type == file["media_type"]
        assert "content-encoding" not in reply.headers
    assert json.loads(server.get("/health").body)["data_version"] == listed["data_version"]


@pytest.mark.parametrize("path", ["ashby/2024.csv", "without-quotes/ashby/2024.ttl", "mappings.ttl"])
def test_currency_goes_with_the_files_of_an_edition(server: Running, path: str) -> None:
    link = server.get(f"/dump/{path}").headers["link"]
    assert '</doc/ashby/2024>; rel="status"; title="ashby/2024: currency ' in link
    assert ("borwick/2021" in link) == (path == "mappings.ttl")


def test_feed_is_well_formed(server: Running) -> None:
    root = ElementTree.fromstring(server.get("/feed").body)
    assert root.tag.endswith("feed")


@pytest.mark.parametrize("path", PATHS)
def test_what_the_client_has_already_is_not_sent_again(server: Running, path: str) -> None:
    first = server.get(path)
    assert server.get(path, if_none_match=first.headers["etag"]).status == 304
    head = server.get(path, method="HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", first.headers["etag"])


@pytest.mark.parametrize("path", PATHS)
def test_nothing_can_be_written(server: Running, path: str) -> None:
    assert server.get(path, method="POST", body=b"x").status == 405
    assert server.get(path, method="OPTIONS").status == 204


@pytest.mark.parametrize("path", ["nope", "ashby/2024.exe", "../../etc/passwd", "%2e%2e/README.md", "ashby", "%00"])
def test_file_that_there_is_not_leads_to_the_list(server: Running, path: str) -> None:
    reply = server.get(f"/dump/{path}")
    assert reply.status == 404
    assert "/dump/SHA256SUMS lists those it has" in reply.text or "nothing at this address" in reply.text


def test_files_of_others_have_no_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "theirs.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .")
    with serving("--load", str(path)) as running:
        for address in PATHS:
            reply = running.get(address)
            assert reply.status == 404
            assert "this server shows files of others" in reply.text
        for page in ("/", "/def", "/questions", "/persistence", "/sparql"):
            shown = running.get(page, "text/html")
            assert (shown.status, shown.media_type) == (200, "text/html")
            assert not re.search(r'href="/(?:catalog|feed|dump|release|\.well-known)', shown.text), page


class TestStore:
    """A store that `needgraph load` wrote, on disk and behind `oxigraph serve-read-only`."""

    @pytest.mark.parametrize("path", ["/catalog.ttl", "/.well-known/void"])
    def test_catalogue_is_asked_of_the_store(self, running: Running, server: Running, path: str) -> None:
        reply = running.get(path, "text/turtle", host="data.example")
        assert reply.status == 200
        found, whole = (
            {(str(quad.subject), str(quad.object)) for quad in parse(body, format=RdfFormat.TURTLE)
             if quad.predicate == RDF.type}
            for body in (reply.body, server.get(path, "text/turtle", host="data.example").body)
        )  # fmt: skip
        assert len(found) > 5
        assert found <= whole
        edition = "<https://w3id.org/needgraph/catalog#edition/ashby/2024>"
        assert any(subject == edition for subject, _ in found)
        assert "data.example/dump/" not in reply.text

    def test_number_of_triples_is_that_of_the_store(self, running: Running) -> None:
        triples = json.loads(running.get("/health").body)["triples"]
        assert triples > 1000
        assert f"void:triples {triples}" in running.get("/.well-known/void").text

    @pytest.mark.parametrize("path", ["/release", "/feed", "/dump/SHA256SUMS", "/dump/ashby/2024.csv"])
    def test_what_a_store_lacks_is_said_with_where_it_is(self, running: Running, path: str) -> None:
        reply = running.get(path)
        assert reply.status == 404
        assert "this server answers from a store, which has no dumps and no list of releases" in reply.text

    @pytest.mark.parametrize("path", ["/", "/catalog"])
    def test_every_link_of_its_pages_leads_somewhere(self, running: Running, path: str) -> None:
        page = running.get(path, "text/html").text
        links = {html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)}
        assert "/catalog" in links
        assert {link: running.get(link).status for link in links if running.get(link).status >= 400} == {}


def test_publication_is_made_soon_after_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def made(folder: str, *_: str) -> Any:
        asked.append(folder)
        return object()

    async def started() -> None:
        published = Published(cast("Any", SimpleNamespace(data=Data(FIXTURES), digest="d", version="v", date="")))
        await published.prepare()
        assert await published.get() is await published.get()

    monkeypatch.setattr(serving_publication, "made_elsewhere", made)
    monkeypatch.setattr(serving_publication, "SOON_SECONDS", 0)
    asyncio.run(started())
    assert asked == [str(FIXTURES)]


@pytest.fixture(scope="module", params=["--store", "--endpoint", "--endpoint whose default graph is empty"])
def running(request: pytest.FixtureRequest, stored: Path) -> Iterator[Running]:
    if request.param == "--store":
        with serving("--store", str(stored)) as found:
            yield found
        return
    union = ["--union-default-graph"] if request.param == "--endpoint" else []
    with read_only(stored, *union) as url, serving("--endpoint", url) as found:
        yield found


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stored") / "store"
    assert main(["load", str(folder), "--data", str(FIXTURES)]) == 0
    return folder


def test_store_has_the_version_of_the_graphs_that_it_was_loaded_from(stored: Path) -> None:
    with serving("--data", str(FIXTURES)) as folder, serving("--store", str(stored)) as store:
        one, other = (json.loads(site.get("/query/levels.json").body) for site in (folder, store))
        assert one["data_version"] == other["data_version"]
        assert store.get(one["permalink"]).body == folder.get(other["permalink"]).body


@contextmanager
def read_only(store: Path, *options: str) -> Iterator[str]:
    """Run `oxigraph serve-read-only` on a copy of a store, and yield where it is asked."""
    if OXIGRAPH is None:
        pytest.skip(OXIGRAPH_MISSING)
    copy = store.with_name(f"copy-{os.urandom(4).hex()}")
    shutil.copytree(store, copy)
    port, _ = free_ports()
    command = [OXIGRAPH, "serve-read-only", "--location", str(copy), "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait()


def test_graphs_that_changed_on_disk_are_not_published_under_the_old_version(tmp_path: Path) -> None:
    folder = tmp_path / "graphs"
    shutil.copytree(FIXTURES, folder)
    with serving("--data", str(folder)) as running:
        with (folder / "editions/ashby/2024/guidance.ttl").open("a") as file:
            file.write("<urn:a> <urn:b> <urn:c> .\n")
        reply = running.get("/catalog")
        assert reply.status == 503
        assert "no longer those being served" in reply.text
        assert str(tmp_path) not in reply.text
