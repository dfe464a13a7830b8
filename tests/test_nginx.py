"""Behind a real nginx the published files are answered as the server of needgraph answers them."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from needgraph.publishing.publish import publish
from needgraph.resources import Data
from needgraph.site.http_answers import COMMON
from needgraph.site.negotiation import GRAPH_FORMS, PAGE_FORMS, accepted
from read_page import problems
from served import FIXTURES, Reply, Running, serving
from servers import free_ports

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
pytestmark = [
    pytest.mark.server,
    pytest.mark.xdist_group("nginx"),
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed; on Debian: apt-get install nginx-light"),
]
THING = "ashby/2024/a0010"
GONE = "ashby/2024/a0055"
DAY = "2026-11-21"
CONFIGURATION = """\
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn; {user}
events {{ worker_connections 128; }}
http {{
    access_log off; types {{ }} default_type application/octet-stream;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    include {site}/rules/nginx-http-*.conf;
    server {{
        listen 127.0.0.1:{port};
        root {site}/www;
        include {site}/rules/nginx-server.conf;
        include {site}/rules/nginx-server-{kind}.conf;
    }}
}}
"""
ACCEPTS = [
    "", "*/*", "*", "text/html", "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json",
    "application/json", "application/xhtml+xml", "application/x-turtle", "application/xml", "image/png", "nonsense",
    "a/b/c", ", ,",
    "text/*", "application/*", "text/*;q=0.5, application/ld+json;q=0.4", "text/turtle, application/ld+json",
    "text/turtle;q=0.5, application/ld+json", "text/html;q=0.1, application/n-triples;q=0.2",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
    "application/rdf+xml, text/turtle;q=0.9, */*;q=0.1", "text/html;q=0, */*;q=0.1", "text/html;q=0",
    "image/png, text/html;q=0", "TEXT/TURTLE", "text/turtle ; q = 0.8 , text/html;q=0.79", "*/*;q=0", "text/turtle;q=x",
    "text/turtle;charset=utf-8;q=0.3,application/ld+json;profile=x;q=0.31", "application/*;q=0.2, text/*;q=0.200",
]  # fmt: skip
PATHS = [
    f"/doc/{THING}", "/doc/ashby/2024", "/doc/tier/3", "/doc/tier", f"/doc/{GONE}", "/doc/none/such", "/def",
    "/catalog", "/shapes", "/.well-known/void", "/graph/ashby/2024", "/shape/StatementQuote",
    f"/id/{THING}", "/nothing/here", "/",
]  # fmt: skip
ONE_FORM = [
    "/persistence", "/context.jsonld", "/release", "/dump", "/dump/", "/feed", "/dump/SHA256SUMS",
    "/dump/ashby/2024.ttl", "/dump/ashby/2024.csv", "/dump/none.ttl", "/context/0.jsonld", "/openapi.json",
    "/query/levels.json?authority=ashby",
    *(f"/{where}.{form.extension}" for where in (f"doc/{THING}", f"doc/{GONE}", "doc/tier/99", "def", "catalog")
      for form in PAGE_FORMS.values()),
    *(f"/.well-known/void.{form.extension}" for form in GRAPH_FORMS.values()),
    *(f"/doc/{THING}?format={name}" for name in (*PAGE_FORMS, "ttl", "nt", "json", "xml", "exe", "")),
    f"/id/{THING}?format=turtle", f"/id/{THING}?next=http://example.org/", "/def?format=rdfxml", "/catalog?format=ttl",
    "/doc/", "/id/", "/doc", "/id", "/doc//tier/3", "/doc/tier//3", "/doc/tier/3/", "/doc/tier/3.ttl.ttl",
    "/doc/tier/3.exe", "/doc/%3Cb%3E", "/doc/tier/3/?format=ttl", "/doc/tier/3/?x=1", "/doc/tier/3.ttl/",
    "/doc/tier/3//", "/doc/ashby", "/doc/ashby.ttl", "/doc/ashby?format=ttl", "/doc/ashby/", "/doc/ashby.exe",
    "/def/0.1.0", "/def/0", "/def/prefix/need", "/shape/None", "/parameter/level", "/slot/severity_relation", "/slot/x",
    "/query/levels/parameter/authority", "/query/levels/parameter/x", "/graph/ontology", "/graph/reference/law",
    "/graph/none", "/mappings/agreed", "/mappings/none", "/id/odrl-profile", "/id/odrl-profile/act",
    "/id/odrl-profile/none", *(f"/{name}.{form.extension}" for name in ("shapes", "questions")
      for form in GRAPH_FORMS.values()), "/questions?format=ttl",
    "/id/ashby", "/id/tier/3/", "/.htaccess", "/doc/.htaccess", "/index.html", "/rules/w3id.htaccess",
]  # fmt: skip


@contextmanager
def nginx(folder: Path, site: Path, port: int, kind: str = "files-only") -> Iterator[Running]:
    """Run nginx with the rules of a published site until the block ends."""
    assert NGINX is not None
    folder.mkdir(exist_ok=True)
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    text = CONFIGURATION.format(folder=folder, site=site, port=port, kind=kind, user=user)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr
    process = subprocess.Popen(command, text=True)
    running = Running(f"http://127.0.0.1:{port}", process)
    try:
        _wait(running)
        yield running
    finally:
        process.terminate()
        process.wait(20)


def _wait(running: Running) -> None:
    """Return when it listens."""
    for _ in range(200):
        assert running.process.poll() is None
        try:
            running.get("/")
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("nginx does not listen")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Running]]:
    """The live server and nginx over the published files, whose links both begin with nginx's address."""
    folder = tmp_path_factory.mktemp("nginx")
    port, _ = free_ports()
    base = f"http://127.0.0.1:{port}"
    publish(Data(FIXTURES), folder / "site", base=base)
    with (
        serving("--data", str(FIXTURES), "--base", base) as live,
        nginx(folder / "run", folder / "site", port) as files,
    ):
        yield live, files
    assert "[warn]" not in (folder / "run" / "error.log").read_text()


SAME = ("content-type", "vary", "location", "content-location", "link", *(name.decode() for name, _ in COMMON))


def differences(live: Reply, files: Reply) -> list[str]:
    """Return in what the answer from files is another than the server's."""
    body, wanted = files.body, live.body
    found = [f"status {live.status} is {files.status}"] if live.status != files.status else []
    found += [
        f"{name}: {live.headers.get(name)} is {files.headers.get(name)}"
        for name in SAME
        if live.headers.get(name) != files.headers.get(name)
        # The address of an answer with its version is not repeated.
        and not (name == "link" and 'rel="self"' in live.headers.get(name, ""))
    ]
    # The page for what there is not names no id, as it is a file.
    if wanted != body and not (live.status == 404 and live.media_type == "text/html"):
        found.append(f"body: {wanted[:300]!r} is {body[:300]!r}")
    return found


@pytest.mark.parametrize("path", PATHS)
def test_form_is_chosen_as_the_server_chooses_it(both: tuple[Running, Running], path: str) -> None:
    live, files = both
    for accept in ACCEPTS:
        assert differences(live.get(path, accept), files.get(path, accept)) == [], accept


@pytest.mark.parametrize("path", ONE_FORM)
def test_every_other_address_is_answered_as_by_the_server(both: tuple[Running, Running], path: str) -> None:
    live, files = both
    for accept in ("text/html", "text/turtle", ""):
        assert differences(live.get(path, accept), files.get(path, accept)) == [], accept


def test_question_asked_for_data_leads_to_its_description(both: tuple[Running, Running]) -> None:
    live, files = both
    for accept in ("text/turtle", "application/ld+json", "application/n-triples, image/png"):
        assert differences(live.get("/query/levels", accept), files.get("/query/levels", accept)) == [], accept
    for path, accept in (
        ("/query/levels", "application/json"),
        ("/query/levels?x=1", "text/turtle"),
        ("/query/levels", ""),
    ):
        assert files.get(path, accept).status == 501


def test_random_accept_headers_choose_as_the_server_does(both: tuple[Running, Running]) -> None:
    _, files = both
    chance = random.Random(5)  # noqa: S311 - the same each time
    names = [name for form in PAGE_FORMS.values() for name in (form.media_type, *form.aliases)]
    names += ["text/*", "application/*", "*/*", "*", "image/png", "text/html;level=1"]
    qualities = ["", ";q=0", ";q=1", ";q=0.5", ";q=.8", "; q=0.95", ";q=0.951", ";Q=0.3", ";q=0.001", ";q=2", ";q=x"]
    for _ in range(300):
        accept = ",".join(chance.choice(names) + chance.choice(qualities) for _ in range(chance.randint(1, 6)))
        for path, forms in ((f"/doc/{THING}", PAGE_FORMS), ("/.well-known/void", GRAPH_FORMS)):
            form, reply = accepted(accept, forms), files.get(path, accept, method="HEAD")
            expected = (200, form.content_type) if form else (406, "text/plain; charset=utf-8")
            assert (reply.status, reply.headers["content-type"]) == expected, accept


@pytest.mark.parametrize("path", [f"/doc/{THING}", f"/id/{THING}", f"/doc/{GONE}", "/doc/none/such", "/def", "/"])
def test_head_is_the_head_of_get(both: tuple[Running, Running], path: str) -> None:
    live, files = both
    for accept in ("text/html", "text/turtle"):
        get, head = files.get(path, accept), files.get(path, accept, method="HEAD")
        assert head.body == b""
        assert (head.status, {**head.headers, "date": ""}) == (get.status, {**get.headers, "date": ""})
        assert head.status == live.get(path, accept, method="HEAD").status


@pytest.mark.parametrize("path", [f"/doc/{THING}", "/def", "/dump/ashby/2024.ttl", "/catalog"])
def test_document_that_the_client_has_is_not_sent_again(both: tuple[Running, Running], path: str) -> None:
    live, files = both
    first = files.get(path, "text/turtle")
    again = files.get(path, "text/turtle", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "vary", "cache-control", "content-location", "link"):
        assert again.headers.get(name) == first.headers.get(name)
    assert files.get(path, "text/turtle", if_none_match='"other"').status == 200
    if path != "/dump/ashby/2024.ttl":
        other = files.get(path, "text/html")
        assert other.headers["etag"] != first.headers["etag"]
        assert files.get(path, "text/html", if_none_match=first.headers["etag"]).status == 200
    since = first.headers["last-modified"]
    assert files.get(path, "text/turtle", if_modified_since=since).status == 304
    # Another time is that of another content, also a later one: which second a content gets says nothing of its age.
    for other_time in ("Sat, 21 Nov 2026 00:00:00 GMT", "Thu, 19 Nov 2026 00:00:00 GMT"):
        assert files.get(path, "text/turtle", if_modified_since=other_time).status == 200
        assert live.get(path, "text/turtle", if_modified_since=other_time).status == 200


def test_withdrawn_document_is_never_not_modified(both: tuple[Running, Running]) -> None:
    _, files = both
    first = files.get(f"/doc/{GONE}", "text/turtle")
    assert first.status == 410
    for tag in (first.headers.get("etag", "*"), "*"):
        assert files.get(f"/doc/{GONE}", "text/turtle", if_none_match=tag).status == 410


def test_nothing_can_be_changed_and_other_sites_may_ask(both: tuple[Running, Running]) -> None:
    live, files = both
    for path in (f"/doc/{THING}", f"/id/{THING}", "/def", "/"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            one, other = (server.get(path, method=method, body=b"x=1") for server in (live, files))
            assert (other.status, other.headers["allow"], other.body) == (405, one.headers["allow"], one.body)
        one, other = (server.get(path, method="OPTIONS") for server in (live, files))
        assert one.status == other.status == 204
        names = [name for name in one.headers if name.startswith(("access-control", "allow"))]
        assert {name: one.headers[name] for name in names} == {name: other.headers.get(name) for name in names}


def test_versioned_files_may_be_kept_for_ever_and_others_as_long_as_the_server_says(
    both: tuple[Running, Running],
) -> None:
    live, files = both
    for path in (f"/doc/{THING}", "/def", "/catalog", "/persistence", "/context.jsonld", "/dump/SHA256SUMS", "/feed"):
        assert files.get(path).headers["cache-control"] == live.get(path).headers["cache-control"], path
    context = re.search(r"/context/[^\"]+jsonld", files.get("/persistence").text)
    sums = files.get("/dump/SHA256SUMS").text
    dump = next(line.split()[1] for line in sums.splitlines() if ".nq.gz" in line)
    assert context is not None
    for path in (context[0], f"/dump/{dump}"):
        reply = files.get(path)
        assert reply.status == 200
        assert reply.headers["cache-control"].endswith("immutable")
    assert files.get("/doc/none/such").headers["cache-control"] == "no-store"
    assert reply.media_type == "application/gzip"
    assert "content-encoding" not in reply.headers


@pytest.mark.parametrize(
    "path",
    ["/sparql?query=ASK%7B%7D", "/query/levels", "/query/levels.json?authority=../../x", "/query/levels.json?x=1",
     "/query/levels.json"],
)  # fmt: skip
def test_query_is_refused_where_nothing_answers_it(both: tuple[Running, Running], path: str) -> None:
    reply = both[1].get(path)
    assert (reply.status, reply.media_type) == (501, "text/plain")
    assert "take a dump" in reply.text
    assert both[1].get("/sparql", method="POST", body=b"ASK {}").status == 501


def test_pages_say_where_queries_are_answered(both: tuple[Running, Running]) -> None:
    for path in ("/sparql", "/questions"):
        reply = both[1].get(path)
        assert (reply.status, reply.media_type) == (200, "text/html")
        assert "It answers no queries" in reply.text
        assert problems(reply.body) == []


def test_site_below_a_path_is_found_there_and_a_live_server_answers_its_queries(tmp_path: Path) -> None:
    port, _ = free_ports()
    base = f"http://127.0.0.1:{port}/needgraph"
    publish(Data(FIXTURES), tmp_path / "site", base=base)
    rules = tmp_path / "site" / "rules" / "nginx-server-live.conf"
    tmp_path.chmod(0o755)
    with serving("--data", str(FIXTURES), "--base", base) as live:
        rules.write_text(rules.read_text().replace("127.0.0.1:8000", live.url.removeprefix("http://")))
        with nginx(tmp_path / "run", tmp_path / "site", port, "live") as files:
            for path in (f"/doc/{THING}", f"/doc/{THING}.nt", "/def", "/catalog", f"/id/{THING}", "/doc/none", "/"):
                for accept in ("text/html", "text/turtle", "application/json"):
                    assert differences(live.get(path, accept), files.get(f"/needgraph{path}", accept)) == [], path
            for path in ("/query/levels?authority=ashby", "/sparql?query=ASK%7B%7D", "/questions", "/health"):
                assert files.get(f"/needgraph{path}").body == live.get(path).body
            listed = files.get("/needgraph/query")
            assert (listed.status, listed.headers["location"]) == (303, f"{base}/questions")
            assert f"http://127.0.0.1:{port}/" in files.get("/needgraph/sparql", "text/turtle").text
            long = "/query/search?" + urlencode({"text": "x" * 6000})
            assert files.get(f"/needgraph{long}").status == live.get(long).status == 200
            posted = files.get(
                "/needgraph/sparql", method="POST", body=b"ASK {}", content_type="application/sparql-query"
            )
            assert posted.status == 200
            assert files.get(f"/doc/{THING}").status == 404
