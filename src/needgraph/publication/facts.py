"""The facts of a release that stand in no graph: version and date, files with their checksums, and what was built from.

They are given to the questions ``dcat``, ``void`` and the like as triples beside the graphs, in terms of schema.org.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from needgraph import __version__
from needgraph.files import read_bytes
from needgraph.identifiers import BASE, GRAPH
from needgraph.publication.dumps import SUMS, DumpFile, dataset_graphs, graph_hash, media_type_of
from needgraph.publication.releases import read_releases
from needgraph.resources import ONTOLOGY, Data
from needgraph.terms import DCT, OWL, PREFIXES, RDF, SCHEMA, XSD

CATALOG = BASE.removesuffix("id/") + "catalog"
# The data sets of graphs that are of no edition, by the first word of their names.
_SHARED = {"reference": "reference", "mappings": "mappings", "derived": "mappings", "ontology": "ontology"}


def part(name: str) -> NamedNode:
    """Return the address of a thing that the catalogue describes: a data set, a file, the build.

    >>> part("edition/halton/2023").value
    'https://w3id.org/needgraph/catalog#edition/halton/2023'
    """
    return NamedNode(f"{CATALOG}#{name}")


def release_facts(
    data: Data, store: Store, files: Iterable[DumpFile], base: str, version: str, date: str, commit: str
) -> list[Triple]:
    """Return the facts of a release; ``date`` and ``commit`` may be empty, and are then not stated."""
    facts = [*_of_catalogue(base, version, date), Triple(part("tool"), OWL.versionInfo, Literal(__version__))]
    releases = read_releases(data)
    if releases:
        facts.append(
            Triple(NamedNode(CATALOG), _schema("datePublished"), Literal(releases[-1].date, datatype=XSD.date))
        )
    if commit:
        facts.append(Triple(part("build"), DCT.identifier, Literal(commit)))
    for file in files:
        if file.path != SUMS:
            facts += _file(file)
    for dataset, graphs in dataset_graphs(data, store).items():
        for graph in graphs:
            facts.append(Triple(graph, _schema("isPartOf"), part(dataset)))
            if dataset == "all":
                facts.append(Triple(graph, SCHEMA.sha256, Literal(graph_hash(store, graph))))
    for dataset, name, path in inputs(data):
        facts += _input(dataset, name, path)
    return facts


def store_facts(names: Iterable[str], base: str, version: str, date: str) -> list[Triple]:
    """Return the facts of a store that holds graphs of these names; those that are not ours are in no data set."""
    facts = _of_catalogue(base, version, date)
    for name in names:
        if name.startswith(GRAPH):
            graph, inner = NamedNode(name), name.removeprefix(GRAPH)
            dataset = _SHARED.get(inner.split("/")[0], f"edition/{inner}")
            facts += [Triple(graph, _schema("isPartOf"), part(each)) for each in (dataset, "all")]
    return facts


def inputs(data: Data) -> Iterator[tuple[str, str, Path]]:
    """Yield what the graphs are built from: the data set, the name of the file and its path.

    Of the reference tables those with a graph beside them, and the list of them.
    """
    yield "ontology", "ontology/needgraph.ttl", ONTOLOGY
    for path in sorted(data.reference.glob("*.tsv")):
        if path.with_suffix(".ttl").is_file() or path.name == "schemes.tsv":
            yield "reference", f"graphs/reference/{path.name}", path
    if data.curators.is_file():
        yield "reference", "graphs/mappings/curators.tsv", data.curators
    for state in ("agreed", "rejected"):
        path = data.mappings / f"{state}.sssom.tsv"
        if path.is_file():
            yield "mappings", f"graphs/mappings/{path.name}", path
    for folder in data.edition_folders():
        edition = "/".join(folder.parts[-2:])
        for path in (folder / "edition.toml", *sorted(folder.glob("*.tsv"))):
            yield f"edition/{edition}", f"graphs/editions/{edition}/{path.name}", path


def store_with(store: Store, facts: Iterable[Triple]) -> Store:
    """Return a store in memory with the graphs of another and some facts in its default graph."""
    both = Store()
    both.bulk_extend(store)
    both.bulk_extend(Quad(*fact) for fact in facts)
    return both


def _of_catalogue(base: str, version: str, date: str) -> list[Triple]:
    catalogue = NamedNode(CATALOG)
    facts = [
        Triple(catalogue, _schema("version"), Literal(version)),
        Triple(catalogue, _schema("url"), Literal(base)),
    ]
    if date:
        facts.append(Triple(catalogue, _schema("dateModified"), Literal(date, datatype=XSD.date)))
    return facts


def _file(file: DumpFile) -> list[Triple]:
    node = part(f"file/{file.path}")
    inner = file.path.removesuffix(".gz")
    facts = [
        Triple(node, RDF.type, _schema("DataDownload")),
        Triple(node, DCT.identifier, Literal(file.path)),
        Triple(node, DCT.title, Literal(file.title, language="en")),
        Triple(node, _schema("encodingFormat"), Literal(media_type_of(inner))),
        Triple(node, _schema("contentSize"), Literal(len(file.content))),
        Triple(node, SCHEMA.sha256, Literal(file.sha256)),
        Triple(node, _schema("isPartOf"), part(file.dataset)),
    ]
    if inner != file.path:
        facts.append(Triple(node, _schema("fileFormat"), Literal(file.media_type)))
    if file.quoted:
        # A file has one statement of rights; that of all editions names those of each.
        rights = f"rights/{file.quoted[0]}" if len(file.quoted) == 1 else "rights"
        facts.append(Triple(node, DCT.rights, part(rights)))
    return facts


def _input(dataset: str, name: str, path: Path) -> list[Triple]:
    node = part(f"input/{name}")
    return [
        Triple(node, RDF.type, NamedNode(PREFIXES["prov"] + "Entity")),
        Triple(node, SCHEMA.name, Literal(name)),
        Triple(node, SCHEMA.sha256, Literal(hashlib.sha256(read_bytes(path)).hexdigest())),
        Triple(node, _schema("isPartOf"), part(dataset)),
    ]


def _schema(name: str) -> NamedNode:
    return NamedNode(PREFIXES["schema"] + name)
