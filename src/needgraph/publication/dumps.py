"""Dumps: all graphs, each edition, and each view as files with checksums, with and without the authorities' wording."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode, Store

from needgraph.files import read_bytes
from needgraph.publication.taxonomy import taxonomy_files
from needgraph.publication.writing import constructed, prefixes_of, write_graph
from needgraph.querying.answers import Answer
from needgraph.querying.exporting import (
    as_trig,
    as_turtle,
    canonical,
    choose_quads,
    edition_table,
    exported_mappings,
    without_quotes,
)
from needgraph.querying.formats import as_exact_csv
from needgraph.querying.store import graph_name
from needgraph.resources import ONTOLOGY, Data
from needgraph.tables.mappings import read_mapping_table

SUMS = "SHA256SUMS"
WITHOUT = "without-quotes/"
MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".csv": "text/csv",
    ".json": "application/json",
    ".tsv": "text/tab-separated-values",
    ".gz": "application/gzip",
}
VIEWS = {
    "odrl": "Rules as ODRL policies",
    "odrl-profile": "The ODRL profile of the rules",
    "dpv": "Rules in the Data Privacy Vocabulary",
    "cpsv": "Services in CPSV-AP",
    "web-annotation": "Quotes as Web Annotations",
}
# What of the columns of `statements` is wording, or a summary of it.
_WORDS = ("quote", "summary")


class DumpFile(NamedTuple):
    """A file below ``/dump/``: its path there, media type and bytes, what it is called, and the data set it is of.

    ``quoted`` are the editions (``authority/edition``) whose wording stands in it.
    """

    path: str
    media_type: str
    content: bytes
    title: str
    dataset: str
    quoted: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def dump_files(data: Data, version: str, store: Store) -> Iterator[DumpFile]:
    """Yield every dump of a data folder, whose graphs the store holds, and last the list of their checksums.

    The same data and version give the same bytes.
    """
    sums = []
    for file in _dumps(data, version, store):
        sums.append(f"{file.sha256}  {file.path}\n")
        yield file
    yield DumpFile(SUMS, "text/plain", "".join(sorted(sums, key=lambda line: line[66:])).encode(), "Checksums", "")


def media_type_of(path: str) -> str:
    """Return the media type of a dump by its extension.

    >>> media_type_of("needgraph-0.1.0.nq.gz"), media_type_of("halton/2023.csv")
    ('application/gzip', 'text/csv')
    """
    return MEDIA_TYPES[path[path.rindex(".") :]]


def dataset_graphs(data: Data, store: Store) -> dict[str, list[NamedNode]]:
    """Return the graphs of each data set: every edition, ``reference``, ``mappings``, ``ontology``, and ``all``."""
    found: dict[str, list[NamedNode]] = {
        f"edition/{_edition_of(folder.parts)}": [graph_name(folder / "guidance.ttl")]
        for folder in data.edition_folders()
    }
    found["reference"] = [graph_name(path) for path in sorted(data.reference.glob("*.ttl"))]
    found["mappings"] = [graph_name(path) for path in sorted(data.mappings.glob("*.ttl"))]
    found["ontology"] = [graph_name(ONTOLOGY)]
    held = {graph for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    found["all"] = sorted(held, key=str)
    # A file without a triple makes no graph.
    kept = {name: [graph for graph in graphs if graph in held] for name, graphs in found.items()}
    return {name: graphs for name, graphs in kept.items() if graphs}


def graph_hash(store: Store, graph: NamedNode) -> str:
    """Return the SHA-256 of a graph's canonical N-Quads by RDFC-1.0, its name included.

    That is what ``needgraph export GRAPH --canonical | sha256sum`` prints.
    """
    return hashlib.sha256(canonical(choose_quads(store, graph.value))).hexdigest()


def compressed(content: bytes) -> bytes:
    """Return gzip of some bytes without time, name or system: the same bytes always give the same."""
    packed = bytearray(gzip.compress(content, compresslevel=6, mtime=0))
    packed[9] = 255  # the system: unknown
    return bytes(packed)


def _dumps(data: Data, version: str, store: Store) -> Iterator[DumpFile]:
    folders = data.edition_folders()
    editions = tuple(_edition_of(folder.parts) for folder in folders)
    everything = choose_quads(store)
    bare = without_quotes(everything)
    for prefix, quads, quoted, note in (("", everything, editions, ""), (WITHOUT, bare, (), ", without quotes")):
        # Sorted already: in the order of their graphs they stay sorted within each.
        by_graph = sorted(quads, key=lambda quad: str(quad.graph_name))
        for form, content, name in (("nq", canonical(quads), "N-Quads"), ("trig", as_trig(by_graph), "TriG")):
            path = f"{prefix}needgraph-{version}.{form}.gz"
            yield _file(path, compressed(content), f"All graphs as {name}{note}", "all", quoted)
    for folder, edition in zip(folders, editions, strict=True):
        graph, dataset = graph_name(folder / "guidance.ttl").value, f"edition/{edition}"
        table = edition_table(store, graph)
        turtle = as_turtle(without_quotes(choose_quads(store, graph)))
        yield _file(f"{edition}.ttl", read_bytes(folder / "guidance.ttl"), "The edition as Turtle", dataset, (edition,))
        yield _file(f"{edition}.csv", as_exact_csv(table).encode(), "The statements as CSV", dataset, (edition,))
        yield _file(f"{WITHOUT}{edition}.ttl", turtle, "The edition as Turtle, without quotes", dataset)
        yield _file(
            f"{WITHOUT}{edition}.csv",
            as_exact_csv(_bare(table)).encode(),
            "The statements as CSV, without quotes",
            dataset,
        )
    graphs = dataset_graphs(data, store)
    yield from _reference(store, graphs.get("reference", []), editions)
    yield _file("ontology.ttl", read_bytes(ONTOLOGY), "The ontology as Turtle", "ontology")
    yield from _mappings(data, store, graphs.get("mappings", []), editions)
    for name, title in VIEWS.items():
        content = write_graph(constructed(store, name), "turtle", prefixes_of(name))
        yield _file(f"views/{name}.ttl", content, title, "views", () if name == "odrl-profile" else editions)
    for name, content in sorted(taxonomy_files(store, version).items()):
        title = f"{'Taxonomies' if name.startswith('taxonomies') else 'Taxonomy terms'}: {name}"
        yield _file(f"open-referral-uk/{name}", content, title, "open-referral-uk")


def _reference(store: Store, graphs: list[NamedNode], editions: tuple[str, ...]) -> Iterator[DumpFile]:
    quads = sorted((quad for graph in graphs for quad in choose_quads(store, graph.value)), key=str)
    title = "All reference lists as Turtle"
    yield _file("reference.ttl", as_turtle(quads), title, "reference", editions)
    bare = as_turtle(without_quotes(quads))
    yield _file(f"{WITHOUT}reference.ttl", bare, f"{title}, without quotes", "reference")


def _mappings(data: Data, store: Store, graphs: list[NamedNode], editions: tuple[str, ...]) -> Iterator[DumpFile]:
    if not graphs:
        return
    quads = sorted((quad for graph in graphs for quad in choose_quads(store, graph.value)), key=str)
    yield _file("mappings.ttl", as_turtle(quads), "Agreed, rejected and derived pairs as Turtle", "mappings", editions)
    bare = as_turtle(without_quotes(quads))
    yield _file(f"{WITHOUT}mappings.ttl", bare, "Agreed, rejected and derived pairs, without quotes", "mappings")
    for name in ("agreed", "rejected"):
        path = data.mappings / f"{name}.sssom.tsv"
        if path.is_file():
            title = f"{name.capitalize()} pairs as SSSOM"
            yield _file(f"mappings/{path.name}", read_bytes(path), title, "mappings", editions)
    if read_mapping_table(data.mappings / "agreed.sssom.tsv", "agreed").rows:
        content = exported_mappings(data, quotes=False)
        yield _file(f"{WITHOUT}mappings/agreed.sssom.tsv", content, "Agreed pairs as SSSOM, without quotes", "mappings")


def _file(path: str, content: bytes, title: str, dataset: str, quoted: tuple[str, ...] = ()) -> DumpFile:
    return DumpFile(path, media_type_of(path), content, title, dataset, quoted)


def _bare(table: Answer) -> Answer:
    """Return a table without the columns that hold wording: an empty cell would say that nothing is printed."""
    kept = [place for place, column in enumerate(table.columns) if column not in _WORDS]
    return Answer(
        tuple(table.columns[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


def _edition_of(parts: tuple[str, ...]) -> str:
    return "/".join(parts[-2:])
