"""Describe the SPARQL service by itself: SPARQL 1.1 Service Description, with VoID partitions of the data."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Triple, parse, serialize

from needgraph.query_processes.limits import QueryRequest
from needgraph.querying.catalogue import question_named
from needgraph.serving.site import Site
from needgraph.strangers.query_text import declared_prefixes

LINES = "application/n-triples"
RDF_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
DESCRIPTION, PARTITIONS = "service-description", "service-partitions"


async def service_description(site: Site, address: str, form_name: str) -> bytes | None:
    """Return the description of the service at an address in one of ``GRAPH_FORMS``; None when it cannot be asked.

    The counts of classes and properties are left out where counting takes longer than a query may.
    """
    triples: set[Triple] = set()
    for name in (DESCRIPTION, PARTITIONS):
        values = {"service": address, **({"union": "true"} if site.union and name == DESCRIPTION else {})}
        text = question_named(name).filled(values)
        reply = await site.pool.run(QueryRequest(text, None, LINES))
        if reply.status == 200:
            triples |= {quad.triple for quad in parse(reply.body, format=RdfFormat.N_TRIPLES)}
        elif name == DESCRIPTION:
            return None
    ordered = sorted(triples, key=lambda triple: (str(triple.subject) != f"<{address}>", str(triple)))
    # The prefixes are those of the query that makes it.
    prefixes = declared_prefixes(question_named(DESCRIPTION).text)
    return serialize(ordered, format=RDF_FORMATS[form_name], prefixes=prefixes) or b""
