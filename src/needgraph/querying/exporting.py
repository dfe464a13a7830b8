"""Export: the graphs or one edition in a format of choice, with or without the authorities' wording."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from needgraph.errors import NeedgraphError, nearest
from needgraph.identifiers import GRAPH
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint, ask
from needgraph.querying.formats import as_exact_csv
from needgraph.resources import Data
from needgraph.tables.mappings import mapping_table_bytes, pair_of, read_mapping_table
from needgraph.terms import DCT, NEED, PREFIXES, RDF, SCHEMA, SKOS

# What holds the authorities' wording, or a label made from it; places, hashes and codes stay.
WORDING = frozenset({
    NEED.quote, NEED.term, NEED.expansion, NEED.riskWording, NEED.reason, NEED.summary,
    SKOS.prefLabel, RDF.value, DCT.title, SCHEMA.name, SCHEMA.email, SCHEMA.telephone,
})  # fmt: skip


class ExportProblem(NeedgraphError):
    """A graph that does not exist, or a format that cannot hold what is asked for."""


@dataclass(frozen=True)
class ExportFormat:
    """A way to write quads, and whether it can name graphs."""

    media_type: str
    extension: str
    write: Callable[[list[Quad]], bytes]


def exported(store: Store, graph: str, form: str, *, quotes: bool = True, canonically: bool = False) -> bytes:
    """Return all graphs, or one, in a format, with or without the authorities' wording.

    ``csv`` holds the statements of one edition. Raises ExportProblem for what a format cannot hold.
    """
    if form == "csv":
        if "/" not in graph:
            raise ExportProblem("csv holds the statements of one edition: `needgraph export halton/2023 --format csv`")
        if not quotes or canonically:
            raise ExportProblem("csv holds the quotes in plain text; leave --without-quotes and --canonical out")
        return as_exact_csv(edition_table(store, graph)).encode()
    if canonically and form != "nquads":
        raise ExportProblem("--canonical writes N-Quads; leave --format out")
    quads = choose_quads(store, graph)
    if not quotes:
        quads = without_quotes(quads)
    return canonical(quads) if canonically else EXPORT_FORMATS[form].write(quads)


def exported_mappings(data: Data, edition: str = "", *, quotes: bool = True) -> bytes:
    """Return the agreed mappings and gaps as a SSSOM table: all, or those with an end in one edition.

    Without ``quotes`` the labels and our comments, which cite the authorities' wording, are left out.
    Raises ExportProblem when the edition has none.
    """
    table = read_mapping_table(data.mappings / "agreed.sssom.tsv", "agreed")
    if edition in ("mappings", f"{GRAPH}mappings"):
        edition = ""
    prefix = f"{edition.removeprefix(GRAPH).replace('/', '-')}:"
    rows = [dict(row) for row in table.rows if not edition or any(end.startswith(prefix) for end in pair_of(row))]
    if not rows:
        raise ExportProblem(f"{edition or 'the data'}: there is no agreed mapping; `needgraph review` makes them")
    if not quotes:
        rows = [{**row, "subject_label": "", "object_label": "", "comment": ""} for row in rows]
    return mapping_table_bytes(table, rows)


def choose_quads(store: Store, name: str = "") -> list[Quad]:
    """Return the quads of all graphs, or of one: an edition (``halton/2023``), a graph, or its full IRI.

    Sorted, so that the same graphs give the same bytes. Raises ExportProblem naming the nearest graph.
    """
    graphs = {graph.value.removeprefix(GRAPH): graph for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    if not name:
        return sorted(store, key=str)
    graph = graphs.get(name.removeprefix(GRAPH))
    if graph is None:
        known = ", ".join(sorted(graphs))
        raise ExportProblem(f"there is no graph {name!r}{nearest(name, graphs)}; the graphs are: {known}")
    return sorted(store.quads_for_pattern(None, None, None, graph), key=str)


def edition_table(store: Store, name: str) -> Answer:
    """Return the statements of one edition as the question ``statements`` gives them.

    Raises ExportProblem naming the nearest when there is no such edition.
    """
    choose_quads(store, name)
    authority, _, edition = name.removeprefix(GRAPH).partition("/")
    table = ask(LocalEndpoint(store), "statements", {"authority": authority})
    place = table.columns.index("edition")
    return Answer(table.columns, tuple(row for row in table.rows if row[place] == edition))


def without_quotes(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads without the authorities' wording: in the graphs of editions, places and hashes stay.

    What an edition graph says in texts goes; what it says in nodes, numbers, codes and checksums stays. Of our own
    lists the notes of severity words go, which hold the forms that are printed.
    """
    quads = list(quads)
    ours = [GRAPH + part for part in ("reference/", "ontology")]
    graded = {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == NEED.SeverityWord}
    return [
        quad
        for quad in quads
        if not (
            quad.predicate in WORDING
            and isinstance(quad.object, Literal)
            and isinstance(quad.graph_name, NamedNode)
            and not quad.graph_name.value.startswith(tuple(ours))
        )
        and not (quad.predicate == SKOS.note and quad.subject in graded)
    ]


def canonical(quads: Iterable[Quad]) -> bytes:
    """Return canonical N-Quads by RDFC-1.0: the same graph always gives the same bytes."""
    listed = list(quads)
    written = as_nquads(listed)
    # The algorithm names blank nodes, of which our graphs have none, and takes seconds over it.
    if b"_:" in written:
        dataset = Dataset(listed)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        written = as_nquads(list(dataset))
    return b"".join(sorted(set(written.splitlines(keepends=True))))


def as_nquads(quads: list[Quad]) -> bytes:
    """Return N-Quads, sorted."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def as_trig(quads: list[Quad]) -> bytes:
    """Return TriG, a block a graph."""
    return serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES) or b""


def as_turtle(quads: list[Quad]) -> bytes:
    """Return Turtle: the union of the graphs, whose names it cannot hold."""
    return serialize(_union(quads), format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def as_jsonld(quads: list[Quad]) -> bytes:
    """Return expanded JSON-LD with its graphs."""
    return serialize(quads, format=RdfFormat.JSON_LD) or b""


def _union(quads: Iterable[Quad]) -> list[Triple]:
    return [Triple(*each) for each in dict.fromkeys((quad.subject, quad.predicate, quad.object) for quad in quads)]


EXPORT_FORMATS = {
    "nquads": ExportFormat("application/n-quads", "nq", as_nquads),
    "trig": ExportFormat("application/trig", "trig", as_trig),
    "turtle": ExportFormat("text/turtle", "ttl", as_turtle),
    "jsonld": ExportFormat("application/ld+json", "jsonld", as_jsonld),
}
