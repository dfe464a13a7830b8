"""The work of `needgraph build --check` done with rdflib and pySHACL: build, write, read, validate."""

from __future__ import annotations

import sys
from pathlib import Path

import rdflib
from pyshacl import validate

from needgraph.graphs.edition_graph import edition_graph
from needgraph.resources import ONTOLOGY, SHAPES, data_at
from needgraph.tables.editions import read_edition
from needgraph.tables.reference import read_reference, reference_graphs


def main(folder: str) -> None:
    """Build the graphs of a data folder with rdflib, write and read them as Turtle, validate the union."""
    data = data_at(folder)
    reference = read_reference(data)
    graphs = list(reference_graphs(reference).values())
    graphs += [edition_graph(read_edition(path), reference) for path in data.edition_folders()]
    union = rdflib.Graph().parse(ONTOLOGY)
    for triples in graphs:
        graph = rdflib.Graph()
        graph.parse(data="\n".join(f"{' '.join(map(str, triple))} ." for triple in triples), format="nt")
        union.parse(data=graph.serialize(format="turtle"), format="turtle")
    shapes = rdflib.Graph()
    for path in sorted(Path(SHAPES).glob("*.ttl")):
        shapes.parse(path)
    conforms, _, _ = validate(union, shacl_graph=shapes)
    print("conforms" if conforms else "does not conform", len(union))


if __name__ == "__main__":
    main(sys.argv[1])
