"""The rules for other servers choose the form that our own chooses, and a real Apache follows them."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from needgraph.publishing.publish import publish
from needgraph.publishing.redirect_rules import ID, SUFFIXES, link_chunks, negotiation, server_rules, w3id_rules
from needgraph.resources import Data
from needgraph.site.negotiation import GRAPH_FORMS, PAGE_FORMS, Form, accepted
from needgraph.site.places import defined_places
from served import FIXTURES, Running
from servers import free_ports

BASE = "https://data.example.org"
THING, GONE = "ashby/2024/a0010", "ashby/2024/a0055"
NAMES = [name for form in PAGE_FORMS.values() for name in (form.media_type, *form.aliases)]
RANGES = [*NAMES, "text/*", "application/*", "*/*", "*", "image/png", "text/html;level=1", "TEXT/Turtle", "nonsense"]
QUALITIES = [
    "", ";q=0", ";q=1", ";q=0.5", ";q=.8", "; q=0.95", ";q=0.951", " ; q = 0.9", ";Q=0.3", ";q=0.0", ";q=1.000",
    ";q=0.001", ";q=2", ";q=x", ";charset=utf-8;q=0.7", ";q=0.2;ext=1",
]  # fmt: skip
CHOICES = [
    (choice.name, choice.key, [(re.compile(pattern), value) for pattern, value in choice.cases])
    for choice in negotiation()
]


def chosen(accept: str, suffix: str = "-", form: str = "-") -> Mapping[str, str]:
    """Return what every choice comes to for a request."""
    values = {"accept": accept, "suffix": suffix, "format": form}

    def filled(text: str) -> str:
        return re.sub(r"<([a-z_0-9]+)>", lambda name: values[name[1]], text)

    for name, key, cases in CHOICES:
        read = filled(key)
        assert read, name
        found, value = next((found, value) for pattern, value in cases if (found := pattern.search(read)))
        for place, group in enumerate(found.groups(), 1):
            value = value.replace(f"${place}", group or "")
        values[name] = filled(value)
    return values


def expected(form: Form | None) -> str:
    """Return how the rules name what the server chooses."""
    return "none" if form is None else "json" if form.media_type == "application/json" else form.extension


def headers(count: int) -> Iterator[str]:
    """Yield Accept headers of all kinds, the same each time."""
    chance = random.Random(11)  # noqa: S311 - nothing secret
    yield from ("", " ", "*", ", ,", ";q=1", "a/b/c", "text", "text/html, nonsense", "image/png, text/html;q=0")
    for _ in range(count):
        parts = [chance.choice(RANGES[:-1]) + chance.choice(QUALITIES) for _ in range(chance.randint(1, 6))]
        yield chance.choice([",", ", "]).join(parts)


def test_every_accept_header_chooses_the_form_that_the_server_chooses() -> None:
    for accept in headers(3_000):
        values = chosen(accept)
        assert values["page_form"] == expected(accepted(accept, PAGE_FORMS)), accept
        assert values["graph_form"] == expected(accepted(accept, GRAPH_FORMS)), accept


def test_suffix_goes_before_format_and_format_before_accept() -> None:
    assert chosen("text/html", "ttl", "nt")["page_form"] == "ttl"
    assert chosen("text/html", form="rdfxml")["page_form"] == "rdf"
    assert chosen("text/html", form="rdf")["page_form"] == "rdf"
    assert chosen("text/html", form="xml")["page_form"] == "rdf"
    assert chosen("text/html", form="json")["page_form"] == "jsonld"
    assert chosen("text/html", form="exe")["page_form"] == "unknown"
    assert chosen("text/html", "jsonld")["graph_form"] == "jsonld"


@pytest.mark.parametrize(
    ("address", "identifier", "suffix"),
    [
        ("tier/3", "tier/3", None),
        ("tier/3.ttl", "tier/3", "ttl"),
        ("tier/3.ttl.ttl", "tier/3.ttl", "ttl"),
        ("law/a.b/c", "law/a.b/c", None),
        ("tier/3.exe", "tier/3.exe", None),
    ],
)
def test_suffix_stands_outside_the_id(address: str, identifier: str, suffix: str | None) -> None:
    found = re.fullmatch(rf"({ID})(?:\.({SUFFIXES}))?", address)
    assert found is not None
    assert found.groups() == (identifier, suffix)


def test_no_word_of_a_rule_is_longer_than_nginx_reads() -> None:
    links = "".join(f', <{BASE}/doc/x/{number:0100}>; rel="item"; title="a, b"' for number in range(200))
    chunks = link_chunks(links)
    assert "".join(chunks) == links
    assert max(map(len, chunks)) < 3_300
    for rule in server_rules(BASE, "1", [], {"doc/x": links}, places=defined_places()):
        assert max(map(len, re.findall(r'"(?:[^"\\]|\\.)*"', rule.text))) < 4_096, rule.path


def test_what_nginx_takes_for_a_variable_in_data_stays_text() -> None:
    rules = {rule.path: rule.text for rule in server_rules(BASE, "1", [], {"doc/x": ', <http://x/$a>; title="\\"'})}
    written = rules["rules/nginx-http-documents.conf"]
    assert '"doc/x" ", <http://x/${needgraph_dollar}a>; title=\\"\\\\\\"";' in written


def test_w3id_leads_to_documents_the_ontology_and_everything_else() -> None:
    rules = [line.split()[1:3] for line in w3id_rules(BASE).splitlines() if line.startswith("RewriteRule")]

    def target(path: str) -> str:
        pattern, value = next((pattern, value) for pattern, value in rules if re.search(pattern, path))
        found = re.search(pattern, path)
        assert found is not None
        return value.replace("$1", found[1] if found.groups() else "")

    assert target("id/tier/3") == f"{BASE}/doc/tier/3"
    assert target("def") == f"{BASE}/def"
    assert target("shape/StatementQuote") == f"{BASE}/shape/StatementQuote"
    assert target("id/odrl-profile") == f"{BASE}/id/odrl-profile"
    assert target("id/odrl-profile/act") == f"{BASE}/id/odrl-profile/act"
    assert target("context.jsonld") == f"{BASE}/context.jsonld"
    assert target("") == f"{BASE}/"


APACHE = shutil.which("apache2", path="/usr/sbin:/usr/bin")
MODULES = Path("/usr/lib/apache2/modules")
CONFIGURATION = """\
ServerRoot "{folder}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/httpd.pid
ErrorLog {folder}/error.log
LogLevel warn
{modules}
{user}
TypesConfig /dev/null
DocumentRoot "{site}/www"
<Directory "{site}/www">
    AllowOverride All
    Require all granted
</Directory>
"""


@contextmanager
def apache(folder: Path, site: Path, port: int) -> Iterator[Running]:
    """Run Apache with the rules of a published site until the block ends."""
    assert APACHE is not None
    folder.mkdir(exist_ok=True)
    names = ("mpm_event", "authz_core", "dir", "mime", "rewrite", "headers", "setenvif", "alias")
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in names)
    # Only root can be somebody else.
    user = "User www-data\nGroup www-data" if Path("/proc/self").stat().st_uid == 0 else ""
    text = CONFIGURATION.format(folder=folder, site=site, port=port, modules=modules, user=user)
    (folder / "httpd.conf").write_text(text, encoding="utf-8")
    process = subprocess.Popen([APACHE, "-f", str(folder / "httpd.conf"), "-DFOREGROUND"], text=True)
    running = Running(f"http://127.0.0.1:{port}", process)
    try:
        for _ in range(300):
            assert process.poll() is None
            try:
                running.get("/")
            except OSError:
                time.sleep(0.02)
            else:
                break
        yield running
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    if APACHE is None:
        pytest.skip("Apache is not installed; on Debian: apt-get install apache2")
    # Apache gives the rights of root away, and has to read the files all the same.
    with tempfile.TemporaryDirectory(prefix="needgraph-apache-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port, _ = free_ports()
        publish(Data(FIXTURES), folder / "site", base=f"http://127.0.0.1:{port}")
        with apache(folder / "run", folder / "site", port) as running:
            yield running


@pytest.mark.server
@pytest.mark.xdist_group("apache")
def test_apache_chooses_the_form_that_the_server_chooses(server: Running) -> None:
    for accept in headers(150):
        for path, forms in ((f"/doc/{THING}", PAGE_FORMS), ("/doc/ashby/2024", PAGE_FORMS), ("/def", PAGE_FORMS),
                            ("/.well-known/void", GRAPH_FORMS)):  # fmt: skip
            form, reply = accepted(accept, forms), server.get(path, accept)
            assert reply.status == (200 if form else 406), (path, accept)
            if form:
                assert reply.headers["content-type"] == form.content_type, (path, accept)
                assert reply.headers["vary"] == "Accept"


@pytest.mark.server
@pytest.mark.xdist_group("apache")
def test_apache_tells_unchanged_files_by_their_tag_and_not_by_their_time(server: Running) -> None:
    first = server.get("/doc/tier/3", "text/turtle")
    assert (first.status, first.headers.get("last-modified")) == (200, None)
    assert server.get("/doc/tier/3", "text/turtle", if_none_match=first.headers["etag"]).status == 304
    now = format_datetime(datetime.now(UTC), usegmt=True)
    assert server.get("/doc/tier/3", "text/turtle", if_modified_since=now).status == 200


@pytest.mark.server
@pytest.mark.xdist_group("apache")
def test_apache_answers_what_has_one_form_and_what_there_is_not(server: Running) -> None:
    expected = {
        f"/doc/{THING}.nt": (200, "application/n-triples"),
        f"/doc/{THING}?format=turtle": (200, "text/turtle; charset=utf-8"),
        f"/doc/{THING}?format=json": (200, "application/ld+json"),
        f"/doc/{THING}?format=xml": (200, "application/rdf+xml"),
        f"/doc/{THING}?format=exe": (400, None),
        f"/doc/{GONE}": (410, "text/html; charset=utf-8"),
        f"/doc/{GONE}.ttl": (410, "text/html; charset=utf-8"),
        "/doc/none/such": (404, "text/html; charset=utf-8"),
        "/nothing": (404, "text/html; charset=utf-8"),
        "/": (200, "text/html; charset=utf-8"),
        "/persistence": (200, "text/html; charset=utf-8"),
        "/questions": (200, "text/html; charset=utf-8"),
        "/shapes": (200, "text/html; charset=utf-8"),
        "/shapes.nt": (200, "application/n-triples"),
        "/shape/none": (404, "text/html; charset=utf-8"),
        "/graph/none": (404, "text/html; charset=utf-8"),
        "/id/odrl-profile/none": (404, "text/html; charset=utf-8"),
        "/feed": (200, "application/atom+xml"),
        "/dump": (200, "application/json"),
        "/release": (200, "application/json"),
        "/dump/SHA256SUMS": (200, "text/plain; charset=utf-8"),
        "/dump/ashby/2024.csv": (200, "text/csv; charset=utf-8"),
        "/context.jsonld": (200, "application/ld+json"),
        "/query/levels.json?authority=ashby": (200, "application/json"),
        "/query/levels": (501, None),
        "/sparql?query=ASK%7B%7D": (501, None),
        "/sparql": (200, "text/html; charset=utf-8"),
    }
    for path, (status, content_type) in expected.items():
        reply = server.get(path)
        assert (reply.status, content_type or reply.headers["content-type"]) == (
            status,
            reply.headers["content-type"],
        ), path
    assert "Entered twice; the line stands as a0010." in server.get(f"/doc/{GONE}").text
    assert "There is nothing at this address" in server.get("/doc/none/such").text


@pytest.mark.server
@pytest.mark.xdist_group("apache")
def test_apache_leads_to_what_describes_an_iri(server: Running) -> None:
    for path, data, page in (
        ("/def/0.1.0", "/def", "/def"),
        ("/shape/StatementQuote", "/shapes", "/shapes#StatementQuote"),
        ("/parameter/level", "/questions", "/questions"),
        ("/slot/severity_relation", "/def", "/def#hasSeverityRelation"),
        ("/query/levels/parameter/authority", "/questions", "/questions#levels"),
        ("/graph/ashby/2024", "/dump/ashby/2024.ttl", "/catalog#edition-ashby-2024"),
        ("/mappings/agreed", "/dump/mappings/agreed.sssom.tsv", "/catalog#mappings"),
        ("/id/odrl-profile", "/dump/views/odrl-profile.ttl", "/catalog#views"),
        ("/id/odrl-profile/act", "/dump/views/odrl-profile.ttl", "/catalog#views"),
    ):
        for accept, target in (("text/turtle", data), ("text/html", page), ("image/png", data), ("", page)):
            reply = server.get(path, accept)
            found = (reply.status, reply.headers.get("location"), reply.headers.get("vary"))
            assert found == (303, f"{server.url}{target}", "Accept"), (path, accept)
    reply = server.get("/query/levels", "text/turtle")
    assert (reply.status, reply.headers["location"]) == (303, f"{server.url}/questions")
    assert server.get("/query/levels", "application/json").status == 501
    assert server.get("/questions", "text/turtle").media_type == "text/turtle"


@pytest.mark.server
@pytest.mark.xdist_group("apache")
def test_apache_sends_the_headers(server: Running) -> None:
    see = server.get(f"/id/{THING}?format=turtle")
    assert (see.status, see.headers["location"]) == (303, f"{server.url}/doc/{THING}?format=turtle")
    assert server.get(f"/id/{THING}?x=1").headers["location"] == f"{server.url}/doc/{THING}"
    reply = server.get(f"/doc/{THING}", "text/turtle")
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-location"] == f"{server.url}/doc/{THING}.ttl"
    assert f'<https://w3id.org/needgraph/id/{THING}>; rel="cite-as"' in reply.headers["link"]
    assert reply.headers["cache-control"] == "public, max-age=60"
    again = server.get(f"/doc/{THING}", "text/turtle", if_none_match=reply.headers["etag"])
    assert again.status == 304
    slash, slug = server.get(f"/doc/{THING}/?format=turtle"), server.get("/doc/ashby.ttl")
    assert (slash.status, slash.headers["location"]) == (308, f"{server.url}/doc/{THING}?format=turtle")
    assert (slug.status, slug.headers["location"]) == (303, f"{server.url}/doc/organisation/ashby-council.ttl")
    dump = next(line.split()[1] for line in server.get("/dump/SHA256SUMS").text.splitlines() if ".nq.gz" in line)
    packed = server.get(f"/dump/{dump}")
    assert packed.headers["cache-control"].endswith("immutable")
    assert packed.media_type == "application/gzip"
    assert "content-encoding" not in packed.headers
