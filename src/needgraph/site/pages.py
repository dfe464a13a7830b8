"""The pages about one thing: its document as HTML, and what stands where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Triple

from needgraph.identifiers import iri_of
from needgraph.querying.notices import AS_PRINTED
from needgraph.site.frame import Notice, Surroundings, document_address, rendered
from needgraph.site.negotiation import GRAPH_FORMS
from needgraph.site.parts import LONG, parts_of
from needgraph.terms import SCHEMA

FORM_NAMES = {"turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF/XML", "jsonld": "JSON-LD"}
_CONTACT = (SCHEMA.telephone, SCHEMA.email, SCHEMA.openingHours)
_TITLE = 110


def document_page(
    triples: Sequence[Triple],
    identifier: str,
    base: str,
    notices: Sequence[Notice] = (),
    known: Surroundings | None = None,
) -> bytes:
    """Return the page about a thing; ``notices`` are those of the editions whose wording stands on it."""
    parts = parts_of(triples, identifier, base, known, notices)
    return rendered(
        "document.html",
        base,
        title=shortened(parts.name),
        parts=parts,
        long=LONG,
        identifier=identifier,
        iri=iri_of(identifier),
        here=document_address(identifier, base),
        forms=[(FORM_NAMES[form.name], form) for form in GRAPH_FORMS.values()],
        notices=notices,
        as_printed=AS_PRINTED if any(triple.predicate in _CONTACT for triple in triples) else "",
    )


def missing_page(identifier: str, base: str) -> bytes:
    """Return the page that stands where nothing is known of a thing or an address."""
    return rendered("missing.html", base, title="Not found", identifier=identifier[:200])


def shortened(text: str) -> str:
    """Return a text short enough for a heading.

    >>> shortened("Late " * 50)[-10:]
    'Late Late…'
    """
    return text if len(text) <= _TITLE else f"{text[:_TITLE].rsplit(' ', 1)[0]}…"
