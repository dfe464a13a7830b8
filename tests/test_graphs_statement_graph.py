"""A statement carries the authority's words and place, and our readings beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from needgraph.describing import Triple, day, english, number, plain, thing
from needgraph.graphs.edition_graph import edition_graph
from needgraph.resources import Data
from needgraph.tables.editions import EditionProblem, read_edition
from needgraph.tables.reference import read_reference
from needgraph.terms import DCT, NEED, ODRL, PREFIXES, PROV, RDF, SCHEMA, SKOS
from small import SOURCE, Table, edition_folder, reading, small_data, statement, tables, write_edition
from test_graphs_edition_graph import said


def graph_of(folder: Path, rows: dict[str, Table] | None = None) -> list[Triple]:
    data = small_data(folder) if rows is None else Data(folder)
    edition = write_edition(folder, rows) if rows else edition_folder(data)
    return edition_graph(read_edition(edition), read_reference(data))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> list[Triple]:
    return graph_of(tmp_path_factory.mktemp("small"))


def test_indicator_has_quote_place_level_dimension_and_label(graph: list[Triple]) -> None:
    about = said(graph, thing("dunmore/2020/d0005"))
    row = statement("d0005", "Late now and then", "indicator")
    start = SOURCE.index("Late now and then")
    assert about == {
        RDF.type: [NEED.Statement, NEED.Indicator, SKOS.Concept],
        SKOS.prefLabel: [english("Late at times")],
        SKOS.inScheme: [thing("dunmore/2020")],
        DCT.source: [thing("dunmore/2020")],
        NEED.hasKind: [thing("kind/indicator")],
        NEED.isAtLevel: [thing("dunmore/2020/level/1")],
        NEED.isInDimension: [thing("dunmore/2020/dimension/home")],
        NEED.quote: [plain("Late now and then")],
        NEED.start: [number(start)],
        NEED.end: [number(start + 17)],
        SCHEMA.sha256: [plain(row["hash"])],
    }


def test_absent_heading_is_absent_in_the_graph(graph: list[Triple]) -> None:
    assert NEED.isInDimension not in said(graph, thing("dunmore/2020/d0003"))


def test_withdrawn_statement_keeps_date_and_reason_only(graph: list[Triple]) -> None:
    about = said(graph, thing("dunmore/2020/d0008"))
    assert about[RDF.type] == [NEED.WithdrawnStatement]
    assert about[PROV.invalidatedAtTime] == [day("2026-11-20")]
    assert about[NEED.reason] == [english("Stands as d0003.")]
    assert NEED.quote not in about


def test_label_is_made_of_the_words_and_cut_where_it_is_long(tmp_path: Path) -> None:
    rows = tables()
    rows["statements"].append(
        {
            "id": "d9",
            "start": "0",
            "end": "500",
            "kind": "narrative",
            "summary": "Tells  of " + "much " * 30,
            "hash": "x",
        }
    )
    (label,) = said(graph_of(tmp_path, rows), thing("dunmore/2020/d9"))[SKOS.prefLabel]
    assert isinstance(label, Literal)
    assert label.value.startswith("Tells of much")
    assert label.value.endswith("…")
    assert len(label.value) <= 90


def test_criterion_has_quantity_comparator_value_and_unit(graph: list[Triple]) -> None:
    criterion = thing("dunmore/2020/criterion/r0001")
    assert said(graph, thing("dunmore/2020/d0006"))[NEED.hasCriterion] == [criterion]
    about = said(graph, criterion)
    assert about[ODRL.leftOperand] == [thing("quantity/response-time")]
    assert about[ODRL.operator] == [NamedNode(PREFIXES["odrl"] + "lteq")]
    assert about[ODRL.rightOperand] == [number(24)]
    assert about[ODRL.unit] == [thing("unit/hour")]


def test_reading_is_a_node_only_where_its_words_are_given(graph: list[Triple]) -> None:
    about = said(graph, thing("dunmore/2020/reading/r0002"))
    assert about[NEED.restsOn] == [thing("dunmore/2020/d0007")]
    assert about[NEED.quote] == [plain("DD")]
    assert about[RDF.value] == [plain("DD")]
    assert about[PROV.wasAttributedTo] == [thing("curator/first-reading")]
    assert not said(graph, thing("dunmore/2020/reading/r0003"))
    assert said(graph, thing("dunmore/2020/d0007"))[NEED.timesUsed] == [number(1)]


def test_glossary_entry_has_its_class_and_term(graph: list[Triple]) -> None:
    about = said(graph, thing("dunmore/2020/d0007"))
    assert about[RDF.type] == [NEED.Statement, NEED.GlossaryEntry]
    assert about[NEED.term] == [plain("DD")]


def test_percentage_and_fraction_are_read_as_criteria(tmp_path: Path) -> None:
    rows = tables()
    rows["readings"] = [reading("r1", "d0005", "criterion", "school-attendance < 90.5 %")]
    about = said(graph_of(tmp_path, rows), thing("dunmore/2020/criterion/r1"))
    assert about[ODRL.unit] == [thing("unit/percent")]
    assert str(about[ODRL.rightOperand][0]) == '"90.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'


@pytest.mark.parametrize(
    ("facet", "value", "message"),
    [
        (
            "criterion",
            "24 hours",
            "criterion '24 hours'; write quantity, comparator, number, unit: `absence >= 6 week`",
        ),
        ("severity", "enormous", "value 'enormous' is not a concept of the scheme severity"),
        ("age-range", "0-17", "facet 'age-range' is not one that is read from a statement"),
    ],
)
def test_reading_that_cannot_be_written_is_named(tmp_path: Path, facet: str, value: str, message: str) -> None:
    rows = tables()
    rows["readings"] = [reading("r1", "d0005", facet, value)]
    with pytest.raises(EditionProblem) as caught:
        graph_of(tmp_path, rows)
    assert f"readings.tsv:2: {message}" in str(caught.value)
