"""The answers that are pages, the ontology or its context, with the headers that belong to each."""

from __future__ import annotations

from collections.abc import Mapping

from needgraph.files import read_bytes
from needgraph.querying.answers import Answer
from needgraph.resources import CONTEXT
from needgraph.site.about import About, home_page, ontology_page
from needgraph.site.documents import write_ontology
from needgraph.site.frame import FRAME, Notice
from needgraph.site.http_answers import HttpAnswer, entity_tag, http_answer, refused
from needgraph.site.linked_data import LICENCE
from needgraph.site.negotiation import HTML, PAGE_FORMS, Form
from needgraph.site.pages import missing_page
from needgraph.site.terms import NAMESPACE

MINUTE = "public, max-age=60"
HOUR = "public, max-age=3600"
FOR_EVER = "public, max-age=31536000, immutable"


def page_answer(body: bytes, **more: str) -> HttpAnswer:
    """Return a page that has one form."""
    return http_answer(200, HTML.content_type, body, etag=entity_tag(body), cache_control=MINUTE, **more)


def home_answer(editions: Answer, notices: Mapping[str, Notice], about: About, base: str) -> HttpAnswer:
    """Return the first page; its Link header leads machines on."""
    links = [f'<{base}/openapi.json>; rel="service-desc"', f'<{base}/sparql>; rel="service"']
    if FRAME.has_catalogue:
        links.append(f'<{base}/catalog>; rel="describedby"')
    return page_answer(home_page(editions, notices, about, base), link=", ".join(links))


def definitions_answer(form: Form, base: str) -> HttpAnswer:
    """Return the ontology in a form; as Turtle it is the file, byte for byte."""
    body = ontology_page(base) if form.name == "html" else write_ontology(form.name)
    links = [f'<{NAMESPACE.rstrip("#")}>; rel="cite-as"', f'<{LICENCE}>; rel="license"']
    links += [
        f'<{base}/def.{other.extension}>; rel="alternate"; type="{other.media_type}"'
        for other in PAGE_FORMS.values()
        if other.name != form.name
    ]
    return http_answer(
        200, form.content_type, body, etag=entity_tag(form.name, base, body), vary="Accept", cache_control=HOUR,
        content_location=f"{base}/def.{form.extension}",
        link=", ".join(links),
    )  # fmt: skip


def context_answer(cache_control: str = HOUR) -> HttpAnswer:
    """Return the JSON-LD context; what has its version in the address may be kept for ever."""
    body = read_bytes(CONTEXT)
    return http_answer(200, "application/ld+json", body, etag=entity_tag(body), cache_control=cache_control)


def missing_address_answer(form: Form | None, base: str) -> HttpAnswer:
    """Return the answer at an address that there is not, as a page where one is wanted."""
    if form is None or form.name != "html":
        return refused(404, f"there is nothing at this address; {base or ''}/ says what there is", vary="Accept")
    return http_answer(404, form.content_type, missing_page("", base), vary="Accept", cache_control="no-store")
