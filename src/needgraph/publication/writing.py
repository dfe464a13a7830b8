"""Answer the questions that make graphs, and write graphs in every form with the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import QueryTriples, RdfFormat, Store, Triple, serialize

from needgraph.describing import Triple as Described
from needgraph.querying.asking import filled
from needgraph.querying.catalogue import question_named
from needgraph.strangers.query_text import declared_prefixes
from needgraph.terms import PREFIXES, RDF
from needgraph.turtle import write_turtle

_FORMATS = {
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


def constructed(store: Store, *names: str, values: Mapping[str, str] | None = None) -> list[Triple]:
    """Return the graphs that questions of the catalogue make of a store, as one, sorted by subject, types first."""
    triples: set[Triple] = set()
    for name in names:
        answer = store.query(filled(question_named(name), values or {}), use_default_graph_as_union=True)
        if not isinstance(answer, QueryTriples):
            raise TypeError(f"the question {name} makes no graph")
        triples.update(answer)
    return sorted(triples, key=_place)


def prefixes_of(*names: str) -> dict[str, str]:
    """Return the prefixes of the project and of some questions, by which their graphs are written."""
    found = dict(PREFIXES)
    for name in names:
        found |= declared_prefixes(question_named(name).text)
    return found


def write_graph(triples: Iterable[Triple], form_name: str, prefixes: Mapping[str, str]) -> bytes:
    """Return triples as ``turtle``, ``ntriples``, ``rdfxml`` or ``jsonld``; unused prefixes are left out.

    The triples of one subject stand together and keep their order; N-Triples are sorted by line.
    """
    listed = list(triples)
    if form_name == "ntriples":
        return b"".join(sorted(f"{triple} .\n".encode() for triple in listed))
    if form_name == "turtle":
        # The library's writer escapes slashes in prefixed names, which Virtuoso 7.2 reads as other addresses.
        return write_turtle((Described(*triple) for triple in listed), prefixes)
    text = "".join(map(str, listed))
    used = {name: namespace for name, namespace in prefixes.items() if f"<{namespace}" in text}
    return serialize(listed, format=_FORMATS[form_name], prefixes=used) or b""


def _place(triple: Triple) -> tuple[str, bool, str, str]:
    return (str(triple.subject), triple.predicate != RDF.type, str(triple.predicate), str(triple.object))
