"""Write what is known of a thing in every form: the same triples in each, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from pyoxigraph import RdfFormat, Triple, parse, serialize

from needgraph.files import read_bytes
from needgraph.identifiers import iri_of
from needgraph.querying.showing import as_framed
from needgraph.resources import ONTOLOGY
from needgraph.terms import NEED, PREFIXES, RDF, SKOS

WITHDRAWN = NEED.WithdrawnStatement


def document_triples(lines: bytes, identifier: str) -> list[Triple]:
    """Return the triples of N-Triples in our order: the thing first, type and label before the rest."""
    thing = f"<{iri_of(identifier)}>"
    triples = {quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)}

    def place(triple: Triple) -> tuple[bool, str, bool, bool, str, str]:
        subject, predicate = str(triple.subject), triple.predicate
        first = (subject != thing, subject, predicate != RDF.type, predicate != SKOS.prefLabel)
        return (*first, str(predicate), str(triple.object))

    return sorted(triples, key=place)


def write_document(triples: Sequence[Triple], identifier: str, form_name: str) -> bytes:
    """Return the triples about a thing as ``turtle``, ``ntriples``, ``rdfxml`` or ``jsonld``.

    JSON-LD is framed: the thing at the top, with what it needs of the context inside.
    """
    return _WRITERS[form_name](triples, identifier)


@lru_cache
def write_ontology(form_name: str) -> bytes:
    """Return the ontology as ``turtle`` (the file as it is written), ``ntriples``, ``rdfxml`` or ``jsonld``."""
    written = read_bytes(ONTOLOGY)
    if form_name == "turtle":
        return written
    triples = [quad.triple for quad in parse(written, format=RdfFormat.TURTLE)]
    return _all_framed(triples) if form_name == "jsonld" else _WRITERS[form_name](triples, "")


def _all_framed(triples: Sequence[Triple]) -> bytes:
    """Return every subject as a framed document of its own, under one context."""
    by_subject: dict[str, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(str(triple.subject).strip("<>"), []).append(triple)
    context: dict[str, Any] = {}
    graph = []
    for subject, own in by_subject.items():
        document = json.loads(as_framed(own, subject))
        context |= document.pop("@context")
        graph.append(document)
    return (json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=2) + "\n").encode()


def is_withdrawn(triples: Sequence[Triple], identifier: str) -> bool:
    """Tell whether the thing is an identifier that was withdrawn: it is answered 410."""
    iri = iri_of(identifier)
    return any(
        triple.predicate == RDF.type and triple.object == WITHDRAWN and str(triple.subject) == f"<{iri}>"
        for triple in triples
    )


def _written(form: RdfFormat, prefixes: dict[str, str] | None = None) -> Callable[[Sequence[Triple], str], bytes]:
    def write(triples: Sequence[Triple], identifier: str) -> bytes:
        if not prefixes:
            return serialize(triples, format=form) or b""
        text = "".join(str(triple) for triple in triples)
        used = {name: namespace for name, namespace in prefixes.items() if f"<{namespace}" in text}
        return serialize(triples, format=form, prefixes=used) or b""

    return write


_WRITERS: dict[str, Callable[[Sequence[Triple], str], bytes]] = {
    "turtle": _written(RdfFormat.TURTLE, dict(PREFIXES)),
    "ntriples": _written(RdfFormat.N_TRIPLES),
    "rdfxml": _written(RdfFormat.RDF_XML, dict(PREFIXES)),
    "jsonld": as_framed,
}
