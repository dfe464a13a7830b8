"""Write the page about the model, with its diagram, from the ontology and the shapes."""

from __future__ import annotations

from pathlib import Path

from needgraph.building.terms_builder import ontology_rows
from needgraph.checking.shapes import shape_files
from needgraph.resources import ONTOLOGY, SHAPES
from needgraph.terms import PREFIXES

PAGE = ONTOLOGY.parent / "README.md"
_HEAD = """# The model on one page

Built from `needgraph.ttl` by `needgraph build`; do not edit.

A document is an **edition**. It sorts need into **levels**, prints **indicators** under the headings of its
**dimensions**, and states **rules**; each of these rests on **statements**: passages with their exact words and
place. What it does not say is a **silence**, what is wrong with it as printed a **source defect**. Levels of
different editions meet on **tiers**, never on their numbers.

Every property says where its values come from: *quoted* (the authority's words), *normalised* (the same, tidied or
placed), *inferred* (computed), *curated* (our judgement). So the property of a triple says which it is, with
two exceptions: the names and codes that we give to what no document names are curated, and all that is said of a
derived pair is inferred.
"""
_TAIL = """
The full definitions, ranges and disjointness stand in `needgraph.ttl`, what a graph must hold in `shapes/`, the
short keys for JSON-LD in `context.jsonld`. Terms are reused before they are minted: SKOS for concepts, PROV-O for
curators, ORG for organisations, ELI for law, CPSV-AP and schema.org for services and contacts, ODRL for criteria.
"""


def model_page_files(ontology: Path = ONTOLOGY) -> dict[Path, bytes]:
    """Return ``ontology/README.md`` with its bytes."""
    edges = ontology_rows("diagram", ontology, *shape_files(SHAPES))
    classes = ontology_rows("classes", ontology)
    properties = ontology_rows("model", ontology)
    lines = [_HEAD, "```mermaid", "flowchart LR"]
    drawn = sorted({end for start, _, target in edges for end in (start, target)})
    lines += [f"    {_name(each)}[{_words(each)}]" for each in drawn]
    lines += [f"    {_name(start)} -->|{label}| {_name(target)}" for start, label, target in edges]
    lines += [
        f"    {_name(each)} -.->|is a| {_name(parent)}"
        for each, _, parent in classes
        if parent and {each, parent} <= set(drawn)
    ]
    lines += ["```", "", f"## Classes ({len(classes)})", "", "| class | what it is |", "| --- | --- |"]
    for each, definition, parent in classes:
        kind = f" A kind of {_name(parent)}." if parent else ""
        lines.append(f"| `need:{_name(each)}` | {definition}{kind} |")
    lines += ["", f"## Properties ({len(properties)})", "", "| property | relates | origin | what it says |"]
    lines.append("| --- | --- | --- | --- |")
    for each, _, start, target, origin, definition in properties:
        ends = f"{_end(start)} → {_end(target)}"
        lines.append(f"| `need:{_name(each)}` | {ends} | {origin.rpartition('/')[2]} | {definition} |")
    return {PAGE: ("\n".join(lines) + "\n" + _TAIL).encode()}


def _end(iri: str) -> str:
    if not iri:
        return "any"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            local = iri.removeprefix(namespace)
            return local if prefix == "need" else f"{prefix}:{local}"
    return iri


def _name(iri: str) -> str:
    return iri.rpartition("#")[2]


def _words(iri: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in _name(iri)).strip()
