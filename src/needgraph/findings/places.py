"""Where a node of the graph was written: the file and row of its table, its edition, level and quotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from needgraph.findings.finding import Quote
from needgraph.graphs.graph_builder import Tables
from needgraph.identifiers import BASE, path_of
from needgraph.tables.editions import Edition
from needgraph.tables.reference import law_node
from needgraph.terms import NEED, SKOS

# The part of an id between the edition and the row, by table; statements have none.
PARTS = {"readings": "reading/", "rules": "rule/", "services": "service/", "contacts": "contact/",
         "citations": "citation/", "notes": "note/", "statements": ""}  # fmt: skip


class Place(NamedTuple):
    """The file and the line on which a thing is written; the line is None where it has no own row."""

    file: Path
    row: int | None


def places(tables: Tables) -> dict[str, Place]:
    """Return for the id of everything that stands in a table its file and row; mappings are left out."""
    found: dict[str, Place] = {}
    for edition in tables.editions:
        found.update(_edition_places(edition))
    reference = tables.reference
    for row in reference.concepts:
        found[f"{row['scheme']}/{row['id']}"] = Place(row.file, row.line)
    named = [
        (reference.schemes, ""), (reference.guidance, "guidance/"),
        (reference.organisations, "organisation/"), (reference.curators, "curator/"),
    ]  # fmt: skip
    for rows, part in named:
        found.update({f"{part}{row['id']}": Place(row.file, row.line) for row in rows})
    found.update({path_of(law_node(row["id"]).value): Place(row.file, row.line) for row in reference.law})
    return found


def _edition_places(edition: Edition) -> Iterator[tuple[str, Place]]:
    toml = Place(edition.folder / "edition.toml", None)
    yield edition.path, toml
    yield from ((f"{edition.path}/level/{level.number}", toml) for level in edition.levels)
    yield from ((f"{edition.path}/dimension/{dimension.id}", toml) for dimension in edition.dimensions)
    for table, part in PARTS.items():
        for row in edition.tables[table]:
            yield f"{edition.path}/{part}{row['id']}", Place(row.file, row.line)
            if table == "readings":
                yield f"{edition.path}/criterion/{row['id']}", Place(row.file, row.line)


def edition_of(node: str) -> tuple[str, str]:
    """Return authority and edition of a node, both empty when it belongs to none.

    >>> edition_of("https://w3id.org/needgraph/id/halton/2023/h0001")
    ('halton', '2023')
    """
    parts = path_of(node).split("/")
    return (parts[0], parts[1]) if node.startswith(BASE) and len(parts) > 1 else ("", "")


def levels_of(store: Store, node: NamedNode) -> str:
    """Return the printed numbers of the levels of a node, joined as in the tables."""
    levels = [
        quad.object
        for predicate in (NEED.isAtLevel, NEED.appliesAtLevel)
        for quad in store.quads_for_pattern(node, predicate, None)
    ]
    numbers = [
        quad.object.value
        for level in levels
        if isinstance(level, NamedNode)
        for quad in store.quads_for_pattern(level, SKOS.notation, None)
        if isinstance(quad.object, Literal)
    ]
    return " | ".join(sorted(dict.fromkeys(numbers)))


def quotes_of(store: Store, node: NamedNode) -> tuple[Quote, ...]:
    """Return the quote of a node, or of the statements on which it rests, with their places."""
    nodes = [node]
    if not _texts(store, node, NEED.start):
        nodes = [
            quad.object
            for quad in store.quads_for_pattern(node, NEED.restsOn, None)
            if isinstance(quad.object, NamedNode)
        ]
    found = []
    for each in sorted(nodes, key=str):
        text, start, end = (_texts(store, each, predicate) for predicate in (NEED.quote, NEED.start, NEED.end))
        if text and start and end and start[0].isdecimal() and end[0].isdecimal():
            found.append(Quote(path_of(each.value), text[0], int(start[0]), int(end[0])))
    return tuple(found)


def label_of(store: Store, node: NamedNode) -> str:
    """Return the preferred label of a node, or its id."""
    labels = _texts(store, node, SKOS.prefLabel)
    return labels[0] if labels else path_of(node.value)


def _texts(store: Store, node: NamedNode, predicate: NamedNode) -> list[str]:
    return sorted(
        quad.object.value for quad in store.quads_for_pattern(node, predicate, None) if isinstance(quad.object, Literal)
    )
