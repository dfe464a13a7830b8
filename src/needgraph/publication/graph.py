"""What is published of the data as a whole: the DCAT catalogue, the VoID description, and the files they describe."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from needgraph.publication.data_version import built_date
from needgraph.publication.dumps import DumpFile, dump_files
from needgraph.publication.facts import release_facts, store_with
from needgraph.publication.releases import Release, read_releases
from needgraph.publication.writing import constructed, prefixes_of, write_graph
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from needgraph.terms import PREFIXES

CATALOGUE = ("dcat", "dcat-datasets", "dcat-files", "build-provenance", "void-linksets")
VOID = ("void", "void-partitions", "void-linksets")
# Stands before links until it is known at which address they are asked for; no link can begin with it.
HERE = "x-needgraph:here"


@dataclass(frozen=True)
class Publication:
    """A state of the data ready to be published: its files, and the graphs that describe it, for any address."""

    version: str
    date: str
    commit: str
    files: tuple[DumpFile, ...]
    releases: tuple[Release, ...]
    catalogue: tuple[Triple, ...]
    void: tuple[Triple, ...]

    def file(self, path: str) -> DumpFile | None:
        """Return the file at a path below ``/dump/``."""
        return next((file for file in self.files if file.path == path), None)


def publication(data: Data, version: str, date: str = "", commit: str = "") -> Publication:
    """Return the publication of a data folder; takes seconds.

    Without ``date`` it is the latest date that the data state; ``commit`` is stated only where it is given.
    """
    store = load_graphs(data.graph_files())
    date = date or built_date(store)
    files = tuple(dump_files(data, version, store))
    facts = release_facts(data, store, files, HERE, version, date, commit)
    both = store_with(store, facts)
    catalogue, void = (tuple(map(sized, constructed(both, *names))) for names in (CATALOGUE, VOID))
    return Publication(version, date, commit, files, tuple(read_releases(data)), catalogue, void)


def placed(triples: tuple[Triple, ...], base: str) -> list[Triple]:
    """Return the triples of a publication with their links beginning with the address where they are asked for."""

    def at(node: NamedNode) -> NamedNode:
        return NamedNode(base + node.value.removeprefix(HERE)) if node.value.startswith(HERE) else node

    return [
        Triple(
            at(triple.subject) if isinstance(triple.subject, NamedNode) else triple.subject,
            triple.predicate,
            at(triple.object) if isinstance(triple.object, NamedNode) else triple.object,
        )
        for triple in triples
    ]


def sized(triple: Triple) -> Triple:
    """Give sizes the datatype that DCAT asks for: the engine takes every kind of integer for ``xsd:integer``."""
    if triple.predicate.value != PREFIXES["dcat"] + "byteSize":
        return triple
    size = Literal(str(getattr(triple.object, "value", "")), datatype=NamedNode(PREFIXES["xsd"] + "nonNegativeInteger"))
    return Triple(triple.subject, triple.predicate, size)


def catalogue_document(publication: Publication, base: str, form_name: str) -> bytes:
    """Return the catalogue in one of ``GRAPH_FORMS``."""
    return write_graph(placed(publication.catalogue, base), form_name, prefixes_of(*CATALOGUE))


def void_document(publication: Publication, base: str, form_name: str) -> bytes:
    """Return the VoID description in one of ``GRAPH_FORMS``."""
    return write_graph(placed(publication.void, base), form_name, prefixes_of(*VOID))
