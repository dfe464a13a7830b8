"""What can be known of a store that a server answers from: whether it can be asked as ours, and its catalogue.

The questions of the catalogue rest on facts that stand in no graph, so what they need of the graphs is fetched by
queries within the limits, and they are asked of that. A store has no dumps and no list of releases.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from needgraph.files import read_text
from needgraph.publication.facts import part, store_facts
from needgraph.publication.graph import HERE, Publication, sized
from needgraph.publication.writing import constructed
from needgraph.query_processes.limits import QueryRequest
from needgraph.query_processes.pool import Pool
from needgraph.querying.answers import Value
from needgraph.querying.catalogue import question_named
from needgraph.querying.results_json import answer_of
from needgraph.resources import QUERIES
from needgraph.terms import PREFIXES, XSD

_LINES = "application/n-triples"


async def has_editions(pool: Pool) -> bool:
    """Tell whether a store holds editions that can be asked for; of one that cannot be asked now it is assumed."""
    rows = await _rows(pool, _text("any-edition"))
    return rows is None or bool(rows)


async def store_publication(pool: Pool, version: str, date: str) -> Publication | None:
    """Return the catalogue and VoID description of a store; None when it cannot be asked.

    Links between editions are left out where counting them takes longer than a query may.
    """
    ground = await _graph(pool, _text("catalogue-ground"))
    graphs = await _rows(pool, _text("graph-names"))
    counted = await _rows(pool, question_named("triples").text)
    if ground is None or graphs is None or counted is None:
        return None
    names = [str(name) for (name,) in graphs]
    store = Store()
    store.bulk_extend(Quad(*fact) for fact in (*ground, *store_facts(names, HERE, version, date)))
    links = await _graph(pool, question_named("void-linksets").filled({})) or []
    number = Literal(str(counted[0][0]), datatype=XSD.integer)
    size = Triple(part("all"), NamedNode(PREFIXES["void"] + "triples"), number)
    # Of how the graphs in it were built the store says nothing.
    catalogue = [
        sized(triple)
        for triple in constructed(store, "dcat", "dcat-datasets", "dcat-files")
        if triple.object != part("build")
    ]
    void = constructed(store, "void")
    return Publication(version, date, "", (), (), (*catalogue, *links), (*void, size, *links))


def _text(name: str) -> str:
    return read_text(QUERIES / "build" / f"{name}.rq")


async def _rows(pool: Pool, text: str) -> Sequence[tuple[Value, ...]] | None:
    reply = await pool.run(QueryRequest(text))
    return answer_of(json.loads(reply.body)).rows if reply.status == 200 else None


async def _graph(pool: Pool, text: str) -> list[Triple] | None:
    reply = await pool.run(QueryRequest(text, None, _LINES))
    if reply.status != 200:
        return None
    return sorted((quad.triple for quad in parse(reply.body, format=RdfFormat.N_TRIPLES)), key=str)
