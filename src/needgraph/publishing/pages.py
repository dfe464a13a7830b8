"""Write what a site holds besides documents: pages, ontology, catalogue, dumps, feed, and linked answers."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from pyoxigraph import Literal, Store

from needgraph.publication.dumps import WITHOUT
from needgraph.publication.graph import Publication
from needgraph.publishing.documents import SiteFile
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.catalogue import question_named
from needgraph.querying.notices import notices_among, notices_query
from needgraph.querying.results_json import answer_of
from needgraph.serving.documents import notices_by_edition, surroundings_of, surroundings_query
from needgraph.serving.openapi import openapi
from needgraph.serving.publication import catalogue_answer, dump_answer, feed_answer, release_answer, void_answer
from needgraph.serving.question_forms import Page, written
from needgraph.serving.question_request import read_question_request
from needgraph.site.about import About, context_path, persistence_page
from needgraph.site.answers import context_answer, definitions_answer, home_answer
from needgraph.site.definitions import definition_document, shapes_page
from needgraph.site.frame import Notice, Surroundings, document_address, rendered
from needgraph.site.http_answers import header
from needgraph.site.negotiation import GRAPH_FORMS, PAGE_FORMS
from needgraph.site.pages import missing_page
from needgraph.site.questions import listed_questions

WITHOUT_WORDING = "This copy holds none of the authorities’ wording; a cell that would hold it is empty."
# How many addresses a sitemap may hold.
_MOST_ADDRESSES = 50_000


class Stated(NamedTuple):
    """What the data state, asked once: the editions, their notices and currency, and what pages need."""

    editions: Answer
    known: Answer
    notices: Mapping[str, Notice]
    surroundings: Surroundings


def stated(store: Store) -> Stated:
    """Return what a store states of its editions."""
    endpoint = LocalEndpoint(store)
    notices = endpoint.results_json(notices_query())
    editions = answer_of(json.loads(endpoint.results_json(question_named("editions").filled({}))))
    known = surroundings_of(endpoint.results_json(surroundings_query()))
    return Stated(editions, answer_of(json.loads(notices)), notices_by_edition(notices), known)


def site_files(publication: Publication, said: Stated, base: str, address: str) -> Iterator[SiteFile]:
    """Yield every file of a site that is no document, byte for byte what the server answers where it answers it.

    ``base`` stands before links of pages, ``address`` before those that have to name the host.
    """
    about = About(publication.version, publication.date, own=True)
    yield SiteFile("index.html", home_answer(said.editions, said.notices, about, base).body)
    yield SiteFile("persistence.html", persistence_page(base))
    yield SiteFile("404.html", missing_page("", base))
    questions, sparql = (
        rendered("unserved.html", base, title=title, questions=listed_questions())
        for title in ("Questions", "Ask in SPARQL")
    )
    yield SiteFile("sparql.html", sparql)
    for form in PAGE_FORMS.values():
        for name, page in (("shapes", shapes_page(base)), ("questions", questions)):
            yield SiteFile(f"{name}.{form.extension}", definition_document(name, form, page, base).body)
        yield SiteFile(f"def.{form.extension}", definitions_answer(form, base).body)
        yield SiteFile(f"catalog.{form.extension}", catalogue_answer(publication, form, base, address).body)
    for form in GRAPH_FORMS.values():
        yield SiteFile(f".well-known/void.{form.extension}", void_answer(publication, form, base, address).body)
    yield SiteFile("context.jsonld", context_answer().body)
    yield SiteFile(context_path().lstrip("/"), context_answer().body)
    yield SiteFile("release.json", release_answer(publication).body)
    yield SiteFile("feed.atom", feed_answer(publication, address).body)
    yield SiteFile("openapi.json", openapi(base, publication.version))
    for file in publication.files:
        yield SiteFile(f"dump/{file.path}", file.content)


def linked_answers(
    page: bytes, publication: Publication, store: Store, said: Stated, base: str, hidden: frozenset[str] = frozenset()
) -> Iterator[SiteFile]:
    """Yield the answers to questions that a page links to; texts in ``hidden`` are left out of them.

    The name of such a file is that of the question with its parameter behind ``@``.
    """
    found = re.findall(rf'href="{re.escape(base)}/query/([a-z0-9.-]+)\?([^"]*)"', page.decode())
    for name, query in sorted(set(found)):
        query_string = html.unescape(query)
        asked = read_question_request(name, query_string.encode(), "")
        rows = answer_of(json.loads(LocalEndpoint(store).results_json(asked.text)))
        notice = notices_among(said.known, rows)
        if hidden:
            notice = [*notice, WITHOUT_WORDING]
        permalink = base + asked.address(publication.version)
        answer = Page(_without(rows, hidden), len(rows.rows), publication.version, publication.date, notice, permalink)
        yield SiteFile(f"query/{name}@{query_string}", written(answer, asked.form.name))


def dump_links(publication: Publication, base: str) -> dict[str, str]:
    """Return what the Link header of each dump says beyond licence and catalogue, by ``dump/…``."""
    found = {}
    for file in publication.files:
        link = header(dump_answer(publication, file.path, base), b"link")
        found[f"dump/{file.path}"] = link.partition('rel="describedby"')[2]
    return found


def with_bare_dumps(page: SiteFile, publication: Publication, base: str) -> SiteFile:
    """Return a file of a site without wording whose links lead to the dumps without quotes in place of the others."""
    start = f'href="{base}/dump/'
    text = page.content.decode() if page.path.endswith(".html") else ""
    for path in sorted(set(re.findall(rf'{re.escape(start)}([^"]*)"', text))):
        if not publication.file(path) and publication.file(WITHOUT + path):
            text = text.replace(f'{start}{path}"', f'{start}{WITHOUT}{path}"')
    return page._replace(content=text.encode()) if text else page


def hidden_texts(store: Store, bare: Store) -> frozenset[str]:
    """Return the texts that stand in one store and not in another: those that were left out."""
    kept = {quad.object.value for quad in bare if isinstance(quad.object, Literal)}
    return frozenset(quad.object.value for quad in store if isinstance(quad.object, Literal)) - kept


def untitled(editions: Answer) -> Answer:
    """Return the editions with their names in place of the titles that are printed on them."""
    name, title = editions.columns.index("name"), editions.columns.index("title")
    rows = [list(row) for row in editions.rows]
    for row in rows:
        row[title] = row[name]
    return Answer(editions.columns, tuple(map(tuple, rows)))


def sitemaps(identifiers: Sequence[str], base: str, date: str) -> Iterator[SiteFile]:
    """Yield what tells search engines of the pages of a site: only an address with a host can be told."""
    yield SiteFile("robots.txt", _robots(base))
    if not base:
        return
    addresses = [f"{base}/{page}" for page in ("", "catalog", "def", "persistence")]
    addresses += [document_address(identifier, base) for identifier in identifiers]
    parts = [addresses[start : start + _MOST_ADDRESSES] for start in range(0, len(addresses), _MOST_ADDRESSES)]
    if len(parts) == 1:
        yield SiteFile("sitemap.xml", _sitemap("urlset", "url", parts[0], date))
        return
    for place, part in enumerate(parts, 1):
        yield SiteFile(f"sitemap-{place}.xml", _sitemap("urlset", "url", part, date))
    names = [f"{base}/sitemap-{place}.xml" for place in range(1, len(parts) + 1)]
    yield SiteFile("sitemap.xml", _sitemap("sitemapindex", "sitemap", names, date))


def _without(table: Answer, hidden: frozenset[str]) -> Answer:
    rows = tuple(tuple("" if isinstance(cell, str) and cell in hidden else cell for cell in row) for row in table.rows)
    return Answer(table.columns, rows)


def _robots(base: str) -> bytes:
    lines = ["User-agent: *", "Disallow: /query/", "Disallow: /sparql"]
    return "\n".join([*lines, *([f"Sitemap: {base}/sitemap.xml"] if base else []), ""]).encode()


def _sitemap(kind: str, entry: str, addresses: Sequence[str], date: str) -> bytes:
    root = Element(kind, {"xmlns": _SITEMAPS})
    for address in addresses:
        element = SubElement(root, entry)
        SubElement(element, "loc").text = address
        if date:
            SubElement(element, "lastmod").text = date
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
