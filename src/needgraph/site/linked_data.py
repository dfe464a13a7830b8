"""Linked data over HTTP: an identifier leads to its document (303), the document comes in every form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from needgraph.identifiers import BASE, iri_of, path_of
from needgraph.site.documents import is_withdrawn, write_document
from needgraph.site.frame import Notice, Surroundings, document_address, is_id
from needgraph.site.http_answers import HttpAnswer, entity_tag, http_answer, refused
from needgraph.site.negotiation import PAGE_FORMS, Form
from needgraph.site.pages import document_page, missing_page
from needgraph.terms import DCT, SKOS

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FORMAT = re.compile(rb"format=[a-z]+")
_MOST_ITEMS, _SOME_ITEMS = 50, 20
_MOST_NOTICES = 4


class Address(NamedTuple):
    """A document's address taken apart: the id, and the form where the address names one."""

    identifier: str
    form: Form | None


def address_of_document(path: str) -> Address:
    """Return the id and form of what stands after ``/doc/``.

    >>> address_of_document("tier/3.ttl").identifier, address_of_document("tier/3").form
    ('tier/3', None)
    """
    for form in PAGE_FORMS.values():
        if path.endswith(f".{form.extension}"):
            return Address(path.removesuffix(f".{form.extension}"), form)
    return Address(path, None)


def redirect(base: str, identifier: str, form: Form, query_string: bytes = b"") -> HttpAnswer:
    """Return the answer to ``/id/…``: 303, as the thing itself cannot be sent and its document can.

    What cannot be an id is answered 404 in a form.
    """
    if not is_id(identifier):
        return missing_answer(identifier, form, base)
    target = document_address(identifier, base)
    body = f"The document about this thing is at {target}\n".encode()
    # Of the query only what the document understands is passed on, percent-encoded as it came.
    location = f"{target}?{query_string.decode('latin-1')}" if _FORMAT.fullmatch(query_string) else target
    return http_answer(
        303, "text/plain; charset=utf-8", body, location=location, vary="Accept",
        link=f'<{target}>; rel="describedby"', cache_control="public, max-age=3600",
    )  # fmt: skip


def moved(base: str, identifier: str, query_string: bytes = b"") -> HttpAnswer:
    """Return the answer to the address of a document with a slash behind it: 308, to that without."""
    target = document_address(identifier, base)
    body = f"This document is at {target}\n".encode()
    location = f"{target}?{query_string.decode('latin-1')}" if _FORMAT.fullmatch(query_string) else target
    return http_answer(308, "text/plain; charset=utf-8", body, location=location, cache_control="public, max-age=3600")


def document_answer(
    triples: Sequence[Triple],
    identifier: str,
    form: Form,
    base: str,
    notices: Mapping[str, Notice],
    known: Surroundings | None = None,
) -> HttpAnswer:
    """Return the document about a thing: 200, 404 when nothing is known of it, 410 when its id was withdrawn.

    ``notices`` are those of all editions, ``known`` is what pages say of other things. The Link header names up to
    50 items of a collection, and of a larger one twenty, of every kind.
    """
    if not triples:
        return missing_answer(identifier, form, base)
    beside = notices_of(triples, identifier, notices)
    if form.name == "html":
        body = document_page(triples, identifier, base, beside, known)
    else:
        body = write_document(triples, identifier, form.name)
    return http_answer(
        410 if is_withdrawn(triples, identifier) else 200,
        form.content_type,
        body,
        etag=entity_tag(form.name, base, body),
        vary="Accept",
        cache_control="public, max-age=60",
        content_location=f"{document_address(identifier, base)}.{form.extension}",
        link=", ".join(_links(triples, identifier, form, base, beside)),
    )


def missing_answer(identifier: str, form: Form, base: str) -> HttpAnswer:
    """Return the answer for a thing of which nothing is known: a page, or a sentence for who wants no page."""
    if form.name != "html":
        return refused(
            404, "nothing is known here of this identifier; a withdrawn statement would be told as such", vary="Accept"
        )
    body = missing_page(identifier, base)
    return http_answer(404, form.content_type, body, vary="Accept", cache_control="no-store")


def notices_of(triples: Sequence[Triple], identifier: str, notices: Mapping[str, Notice]) -> list[Notice]:
    """Return the notices of the editions whose wording stands in a document: that of the thing itself first."""
    iri = iri_of(identifier)
    ends = [iri]
    for triple in triples:
        subject, value = str(triple.subject).strip("<>"), str(triple.object).strip("<>")
        ends += [value] if subject == iri else [subject] if value == iri else []
    found = dict.fromkeys(_edition(end) for end in ends if end.startswith(BASE))
    return [notices[edition] for edition in found if edition in notices]


def _edition(iri: str) -> str:
    """Return authority and edition, with which the ids of everything in an edition begin."""
    return "/".join(path_of(iri).split("/")[:2])


def _links(triples: Sequence[Triple], identifier: str, form: Form, base: str, notices: Sequence[Notice]) -> list[str]:
    here, iri = document_address(identifier, base), iri_of(identifier)
    turtle = PAGE_FORMS["turtle"]
    links = [
        f'<{iri}>; rel="cite-as"',
        f'<{iri}>; rel="describes"',
        f'<{here}.{turtle.extension}>; rel="describedby"; type="{turtle.media_type}"',
        f'<{LICENCE}>; rel="license"',
    ]
    links += [
        f'<{here}.{other.extension}>; rel="alternate"; type="{other.media_type}"'
        for other in PAGE_FORMS.values()
        if other.name != form.name
    ]
    # What belongs to an edition or a scheme is an item of it.
    belonging = [triple for triple in triples if triple.predicate in (DCT.source, SKOS.inScheme)]
    for triple in belonging:
        if triple.subject == NamedNode(iri) and isinstance(triple.object, NamedNode):
            links.append(f'<{_document(triple.object.value, base)}>; rel="collection"')
    ours = [triple.subject for triple in belonging if triple.object == NamedNode(iri)]
    items = list(dict.fromkeys(node.value for node in ours if isinstance(node, NamedNode)))
    shown = items if len(items) <= _MOST_ITEMS else _some(items)
    links += [f'<{_document(item, base)}>; rel="item"' for item in shown]
    for notice in notices[:_MOST_NOTICES]:
        where = document_address(notice.edition, base)
        links.append(
            f'<{where}>; rel="status"; title="{header_text(notice.name)}: currency {header_text(notice.currency)}"'
        )
    return list(dict.fromkeys(links))


def _some(items: Sequence[str]) -> list[str]:
    """Return a few of many items, the first of each kind first; an edition has hundreds, all in the document itself."""
    counts: Counter[str] = Counter()
    places = []
    for item in items:
        # Things of a kind differ in the last part of their ids.
        kind = item.rpartition("/")[0]
        places.append(counts[kind])
        counts[kind] += 1
    return [item for _, item in sorted(zip(places, items, strict=True))][:_SOME_ITEMS]


def _document(iri: str, base: str) -> str:
    return document_address(path_of(iri), base) if iri.startswith(BASE) else iri


def header_text(text: str) -> str:
    """Return what of a text can stand in quotes in a header: printable ASCII."""
    return re.sub(r'[^ -~]|["\\]', "", text)
