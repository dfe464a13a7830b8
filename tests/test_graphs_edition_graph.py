"""An edition's graph says of edition, level, dimension and statement what its tables say."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from needgraph.describing import Triple, day, english, number, plain, thing
from needgraph.graphs.edition_graph import edition_graph
from needgraph.tables.editions import EditionProblem, read_edition
from needgraph.tables.reference import read_reference
from needgraph.terms import DCT, NEED, ORG, RDF, SCHEMA, SKOS
from small import change, edition_folder, small_data

EDITION = thing("dunmore/2020")
Said = dict[NamedNode, list[NamedNode | Literal]]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> list[Triple]:
    data = small_data(tmp_path_factory.mktemp("small"))
    return edition_graph(read_edition(edition_folder(data)), read_reference(data))


def said(graph: list[Triple], node: NamedNode) -> Said:
    found: Said = {}
    for triple in graph:
        if triple.subject == node:
            assert isinstance(triple.object, NamedNode | Literal)
            found.setdefault(triple.predicate, []).append(triple.object)
    return found


def test_edition_is_described_with_rights_and_currency(graph: list[Triple]) -> None:
    about = said(graph, EDITION)
    assert about[RDF.type] == [NEED.Edition, SKOS.ConceptScheme]
    assert about[SKOS.prefLabel] == [english("Dunmore, edition of 2020")]
    assert about[SKOS.notation] == [plain("2020")]
    assert about[DCT.creator] == [thing("organisation/dunmore")]
    assert about[SKOS.hasTopConcept] == [thing("dunmore/2020/level/1"), thing("dunmore/2020/dimension/home")]
    assert about[NEED.rightsCleared] == [Literal(True)]
    assert about[NEED.currency] == [plain("current")]
    assert about[SCHEMA.lastReviewed] == [day("2026-11-20")]
    assert "not advice on a case" in str(about[SKOS.scopeNote])
    assert DCT.publisher not in about


def test_authority_without_row_of_its_own_is_described_in_the_edition(graph: list[Triple]) -> None:
    assert said(graph, thing("organisation/dunmore")) == {
        RDF.type: [ORG.FormalOrganization],
        SKOS.prefLabel: [english("Dunmore")],
        DCT.identifier: [plain("dunmore")],
    }


def test_authority_without_row_and_name_is_named(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    change(edition_folder(data) / "edition.toml", 'authority_name = "Dunmore"\n', "")
    with pytest.raises(EditionProblem, match=r"edition\.toml: no row of reference/organisations\.tsv has the identif"):
        edition_graph(read_edition(edition_folder(data)), read_reference(data))


def test_level_is_placed_on_tier_and_route(graph: list[Triple]) -> None:
    assert said(graph, thing("dunmore/2020/level/1")) == {
        RDF.type: [NEED.Level, SKOS.Concept],
        SKOS.prefLabel: [english("Level 1")],
        SKOS.notation: [plain("1")],
        SKOS.inScheme: [EDITION],
        DCT.source: [EDITION],
        NEED.rank: [number(1)],
        NEED.riskWording: [plain("No risk")],
        NEED.isPlacedOnTier: [thing("tier/0")],
        NEED.hasRoute: [thing("route/s47")],
        NEED.reason: [english("It is the only one.")],
        NEED.restsOn: [thing("dunmore/2020/d0002")],
    }


def test_dimension_keeps_its_printed_heading(graph: list[Triple]) -> None:
    about = said(graph, thing("dunmore/2020/dimension/home"))
    assert about[RDF.type] == [NEED.Dimension, SKOS.Concept]
    assert about[SKOS.prefLabel] == [english("Home")]


def test_subjects_stand_in_document_order_each_in_one_piece_with_its_types_first(graph: list[Triple]) -> None:
    subjects = [triple.subject for triple in graph]
    pieces = [node for place, node in enumerate(subjects) if place == 0 or subjects[place - 1] != node]
    assert len(pieces) == len(set(pieces))
    statements = [thing(f"dunmore/2020/d000{number}") for number in range(1, 8)]
    assert [node for node in pieces if node in statements] == statements
    for node in pieces:
        predicates = [triple.predicate for triple in graph if triple.subject == node]
        assert predicates[0] == RDF.type
        assert predicates.index(SKOS.prefLabel) == predicates.count(RDF.type)


def test_no_node_is_blank(graph: list[Triple]) -> None:
    assert all(isinstance(triple.subject, NamedNode) for triple in graph)
    assert all(isinstance(triple.object, NamedNode | Literal) for triple in graph)
