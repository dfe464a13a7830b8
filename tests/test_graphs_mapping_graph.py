"""The mapping graph says what was agreed; what was rejected or has no counterpart cannot be read as a mapping."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from needgraph.graphs.mapping_graph import level_relation, mapping_graph
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from needgraph.tables.editions import read_edition
from needgraph.tables.mappings import MappingTable, read_mappings
from needgraph.tables.reference import read_reference
from needgraph.tables.tsv import Row
from needgraph.terms import DCT, NEED, SKOS, SSSOM

FIXTURES = Data(Path(__file__).parent / "fixtures" / "graphs")
ID = "https://w3id.org/needgraph/id/"
PREFIXES = """
PREFIX sssom: <https://w3id.org/sssom/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
"""
# What a consumer would write who has not read our pages.
NAIVE = {
    "mappings": "SELECT ?s ?o { ?m a sssom:Mapping ; sssom:subject_id ?s ; sssom:object_id ?o }",
    "untyped": "SELECT ?s ?o { ?m sssom:subject_id ?s ; sssom:predicate_id ?p ; sssom:object_id ?o }",
    "close": "SELECT ?s ?o { ?s skos:closeMatch ?o }",
    "symmetric": "SELECT ?s ?o { ?s skos:closeMatch|^skos:closeMatch ?o }",
    "any": "SELECT ?s ?o { ?s skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch ?o }",
    "same": "SELECT ?s ?o { ?s owl:sameAs|skos:mappingRelation ?o }",
}


@pytest.fixture(scope="module")
def graph() -> Store:
    return load_graphs([FIXTURES.mappings / "mappings.ttl"])


def pairs(graph: Store, query: str) -> set[frozenset[object]]:
    return {frozenset(row) for row in LocalEndpoint(graph).select(PREFIXES + query).rows}


@pytest.mark.parametrize("name", NAIVE)
def test_naive_query_finds_neither_rejections_nor_gaps(graph: Store, name: str) -> None:
    found = pairs(graph, NAIVE[name])
    assert frozenset({f"{ID}ashby/2024/a0022", f"{ID}borwick/2021/b0019"}) not in found
    assert not [pair for pair in found if any("NoTermFound" in str(end) for end in pair)]
    for alone in ("ashby/2024/a0008", "borwick/2021/b0008"):
        assert not [pair for pair in found if ID + alone in pair]


def test_agreed_pair_is_a_relation_and_a_mapping(graph: Store) -> None:
    wanted = frozenset({f"{ID}ashby/2024/a0036", f"{ID}borwick/2021/b0027"})
    assert wanted in pairs(graph, NAIVE["close"])
    assert wanted in pairs(graph, NAIVE["mappings"])


def test_rejection_and_gap_have_no_predicate(graph: Store) -> None:
    for kind in (NEED.Rejection, NEED.Gap):
        nodes = [quad.subject for quad in graph if quad.object == kind]
        assert nodes
        assert not [quad for node in nodes for quad in graph.quads_for_pattern(node, SSSOM.predicate_id, None)]


@pytest.mark.parametrize(
    ("subject", "object_", "relation"),
    [
        ({2}, {2}, "same"),
        ({2}, {3, 4}, "higher"),
        ({3}, {0, 1}, "lower"),
        ({1, 2}, {2, 3}, "spans"),
        ({2}, {1, 2, 3}, "spans"),
        (set(), {2}, "not-comparable"),
        ({2}, set(), "not-comparable"),
    ],
)
def test_level_relation_is_derived_from_tiers(subject: set[int], object_: set[int], relation: str) -> None:
    assert level_relation(frozenset(subject), frozenset(object_)) == relation


@pytest.mark.parametrize(
    ("changes", "exact"),
    [
        ({"same_sense": "true", "severity_relation": "same"}, True),
        ({"same_sense": "", "severity_relation": "same"}, False),
        ({"same_sense": "true", "severity_relation": "milder"}, False),
    ],
)
def test_exact_match_needs_sense_severity_and_tier(changes: dict[str, str], exact: bool) -> None:
    tables = read_mappings(FIXTURES)
    row = next(row for row in tables["agreed"].rows if row["subject_id"] == "ashby-2024:a0036")
    # b0027 stands on two tiers and a0035 on one; a0036 and a pair at the same tier is made by moving the object.
    same_tier = Row(row.file, row.line, {**row.cells, "object_id": "ashby-2024:a0035", **changes})
    other_tier = Row(row.file, row.line, {**row.cells, **changes})
    editions = [read_edition(folder) for folder in FIXTURES.edition_folders()]
    reference = read_reference(FIXTURES)
    for chosen, expected in ((same_tier, exact), (other_tier, False)):
        table = MappingTable(tables["agreed"].path, "agreed", (), (chosen,))
        triples = mapping_graph({"agreed": table, "rejected": tables["undecided"]}, editions, reference)
        assert any(triple.predicate == SKOS.exactMatch for triple in triples) is expected


def test_pair_of_a_group_is_no_relation_of_its_own() -> None:
    tables = read_mappings(FIXTURES)
    row = next(row for row in tables["agreed"].rows if row["subject_id"] == "ashby-2024:a0036")
    grouped = Row(row.file, row.line, {**row.cells, "group": "away-together"})
    editions = [read_edition(folder) for folder in FIXTURES.edition_folders()]
    table = MappingTable(tables["agreed"].path, "agreed", (), (grouped,))
    triples = mapping_graph({"agreed": table, "rejected": tables["undecided"]}, editions, read_reference(FIXTURES))
    assert not [triple for triple in triples if triple.predicate == SKOS.closeMatch]
    assert [triple for triple in triples if triple.object == SSSOM.Mapping]
    (group,) = (triple.subject for triple in triples if triple.object == NEED.MappingGroup)
    assert group in [triple.object for triple in triples if triple.predicate == DCT.isPartOf]


def test_undecided_and_suggested_rows_are_not_built() -> None:
    tables = read_mappings(FIXTURES)
    row = tables["agreed"].rows[0]
    waiting = Row(
        row.file, row.line, {**row.cells, "object_id": "borwick-2021:b0010", "predicate_id": "skos:mappingRelation"}
    )
    editions = [read_edition(folder) for folder in FIXTURES.edition_folders()]
    reference = read_reference(FIXTURES)
    before = mapping_graph(tables, editions, reference)
    for state in ("undecided", "suggested"):
        more = {**tables, state: MappingTable(tables[state].path, state, (), (waiting,))}
        assert mapping_graph(more, editions, reference) == before


def test_committed_mappings_are_the_ones_the_tables_say() -> None:
    data = Data(Path(__file__).parents[1] / "graphs")
    store = Store()
    store.load(path=str(data.mappings / "mappings.ttl"), format=RdfFormat.TURTLE)
    tables = read_mappings(data)
    agreed = [row for row in tables["agreed"].rows if not row["gap_reason"]]
    kinds = dict.fromkeys((SSSOM.Mapping, NEED.Gap, NEED.Rejection), 0)
    for quad in store:
        if isinstance(quad.object, NamedNode) and quad.object in kinds:
            kinds[quad.object] += 1
    gaps = len(tables["agreed"].rows) - len(agreed)
    assert list(kinds.values()) == [len(agreed), gaps, len(tables["rejected"].rows)]


def test_derived_pairs_are_labelled_and_have_no_predicate() -> None:
    data = Data(Path(__file__).parents[1] / "graphs")
    store = load_graphs([data.mappings / "derived.ttl"])
    nodes = [quad.subject for quad in store if quad.object == NEED.DerivedPair]
    assert len(nodes) > 100
    assert not [quad for quad in store if quad.predicate in (SSSOM.predicate_id, SKOS.closeMatch, SSSOM.author_id)]
    reasons = {
        quad.object.value for quad in store if quad.predicate == NEED.reason and isinstance(quad.object, Literal)
    }
    assert all("agreed by nobody" in reason for reason in reasons)
