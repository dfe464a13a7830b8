"""The JSON-LD context is built from the ontology and gives each term one short key."""

from __future__ import annotations

import json

from pyoxigraph import NamedNode, RdfFormat, parse

from needgraph.building.context_builder import context_files
from needgraph.building.terms_builder import ontology_rows
from needgraph.querying.store import load_graphs
from needgraph.resources import CONTEXT, ONTOLOGY, data_at
from needgraph.terms import PREFIXES


def test_committed_context_is_current() -> None:
    assert {path: path.read_bytes() for path in context_files()} == context_files()


def test_context_expands_each_key_to_its_term() -> None:
    terms = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    known = {row[0] for row in ontology_rows("terms", ONTOLOGY)}
    assert known
    for iri in known:
        local = iri.replace("#", "/").rpartition("/")[2]
        if local not in terms or local in PREFIXES:
            continue
        definition = terms[local]
        name = definition["@id"] if isinstance(definition, dict) else definition
        prefix, _, rest = name.partition(":")
        assert PREFIXES[prefix] + rest in known


def test_short_document_means_what_it_says() -> None:
    context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    document = {"@context": context, "id": "dunmore/2020/d1", "isAtLevel": "dunmore/2020/level/1", "prefLabel": "A"}
    triples = {str(quad.triple) for quad in parse(json.dumps(document), format=RdfFormat.JSON_LD)}
    thing = "https://w3id.org/needgraph/id/dunmore/2020"
    assert triples == {
        f"<{thing}/d1> <https://w3id.org/needgraph/def#isAtLevel> <{thing}/level/1>",
        f'<{thing}/d1> <http://www.w3.org/2004/02/skos/core#prefLabel> "A"@en',
    }


def test_what_is_only_ever_a_thing_is_one_when_it_is_written_as_a_text() -> None:
    context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    values: dict[str, set[type]] = {}
    for quad in load_graphs(data_at(None).graph_files()):
        values.setdefault(quad.predicate.value, set()).add(type(quad.object))
    typed = {each["@id"]: each.get("@type") for each in context.values() if isinstance(each, dict)}
    named = [each if isinstance(each, str) else each["@id"] for key, each in context.items() if key[0] != "@"]
    for name in named:
        prefix, _, local = name.partition(":")
        if values.get(PREFIXES.get(prefix, "") + local) == {NamedNode}:
            assert typed.get(name) == "@id", name
