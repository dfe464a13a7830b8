"""Reference tables become graphs of concepts, law, guidance and organisations."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from needgraph.describing import Triple, thing
from needgraph.resources import Data
from needgraph.tables.reference import (
    CONCEPTS,
    CURATORS,
    GUIDANCE,
    LAW,
    ORGANISATIONS,
    SCHEMES,
    ReferenceProblem,
    law_node,
    read_reference,
    reference_graphs,
)
from needgraph.tables.tsv import write_table
from needgraph.terms import DCT, ELI, NEED, ORG, OWL, PROV, RDF, SCHEMA, SKOS

Rows = list[dict[str, str]]


def reference(folder: Path, **tables: Rows) -> Data:
    """Write reference tables; those not given hold one row each."""
    given: dict[str, Rows] = {
        "schemes": [{"id": "tier", "title": "Tiers", "file": "tiers.tsv", "source": "http://example.org/tiers"}],
        "tiers": [
            {"scheme": "tier", "id": "0", "label": "Universal", "rank": "0"},
            {
                "scheme": "tier", "id": "1", "label": "More", "rank": "1", "broader": "0", "confirmed": "false",
                "close_match": "skos:Concept | 0 | http://example.org/x", "deprecated": "true", "replaced_by": "0",
                "source": "Read in a book.",
            },
        ],
        "law": [{"id": "ukpga/1989/41", "label": "Children Act 1989", "in_force": "in-force", "type": "act"}],
        "guidance": [{"id": "wt/2018", "label": "Working Together 2018", "issued": "2018-07"}],
        "organisations": [{"id": "dunmore", "label": "Dunmore", "type": "formal-organisation"}],
        **tables,
    }  # fmt: skip
    columns = {"schemes": SCHEMES, "law": LAW, "guidance": GUIDANCE, "organisations": ORGANISATIONS}
    for name, rows in given.items():
        write_table(folder / "reference" / f"{name}.tsv", columns.get(name, CONCEPTS), rows)
    write_table(folder / "mappings" / "curators.tsv", CURATORS, [{"id": "bee", "name": "A. Bee", "kind": "person"}])
    return Data(folder)


def test_scheme_names_the_concepts_below_no_other_of_its_own(tmp_path: Path) -> None:
    graphs = reference_graphs(read_reference(reference(tmp_path)))
    tops = [triple for triple in graphs["tiers"] if triple.predicate == SKOS.hasTopConcept]
    assert tops == [Triple(thing("tier"), SKOS.hasTopConcept, thing("tier/0"))]


def test_concepts_stand_in_the_graph_of_their_file(tmp_path: Path) -> None:
    graphs = reference_graphs(read_reference(reference(tmp_path)))
    assert set(graphs) == {"tiers", "law", "guidance", "organisations"}
    tier = thing("tier/1")
    said = {(triple.predicate, triple.object) for triple in graphs["tiers"] if triple.subject == tier}
    assert said >= {
        (RDF.type, SKOS.Concept),
        (RDF.type, NEED.Tier),
        (SKOS.prefLabel, Literal("More", language="en")),
        (SKOS.notation, Literal("1")),
        (SKOS.inScheme, thing("tier")),
        (SKOS.broader, thing("tier/0")),
        (SKOS.closeMatch, SKOS.Concept),
        (SKOS.closeMatch, thing("tier/0")),
        (SKOS.closeMatch, NamedNode("http://example.org/x")),
        (DCT.isReplacedBy, thing("tier/0")),
        (OWL.deprecated, Literal(True)),
        (NEED.confirmed, Literal(False)),
        (DCT.source, Literal("Read in a book.", language="en")),
    }
    assert Triple(thing("tier"), DCT.source, NamedNode("http://example.org/tiers")) in graphs["tiers"]


def test_law_has_legislation_gov_uk_s_identifier_where_it_has_one(tmp_path: Path) -> None:
    graph = reference_graphs(read_reference(reference(tmp_path)))["law"]
    act = NamedNode("http://www.legislation.gov.uk/id/ukpga/1989/41")
    assert Triple(act, RDF.type, NEED.LegalSection) in graph
    assert Triple(act, ELI.in_force, NamedNode("http://data.europa.eu/eli/ontology#InForce-inForce")) in graph
    assert law_node("law/common-law") == thing("law/common-law")


def test_organisations_and_curators_stand_together(tmp_path: Path) -> None:
    graph = reference_graphs(read_reference(reference(tmp_path)))["organisations"]
    assert Triple(thing("organisation/dunmore"), RDF.type, ORG.FormalOrganization) in graph
    assert Triple(thing("curator/bee"), RDF.type, PROV.Person) in graph
    assert not [triple for triple in graph if triple.predicate == SCHEMA.areaServed]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"scheme": "tiers", "id": "0"}], "tiers.tsv:2: scheme 'tiers' is not in schemes.tsv; did you mean 'tier'?"),
        ([{"scheme": "tier", "id": "0"}] * 2, "tiers.tsv:3: tier/0 stands already in row 2"),
        ([{"scheme": "tier", "id": "0", "broader": "9"}], "tiers.tsv:2: broader '9' is not a concept of tier"),
    ],
)
def test_concept_that_does_not_fit_is_named(tmp_path: Path, rows: Rows, message: str) -> None:
    with pytest.raises(ReferenceProblem) as caught:
        read_reference(reference(tmp_path, tiers=rows))
    assert message in str(caught.value)


def test_match_with_an_unknown_prefix_is_named(tmp_path: Path) -> None:
    data = reference(tmp_path, tiers=[{"scheme": "tier", "id": "0", "exact_match": "dbr:Tier"}])
    with pytest.raises(ReferenceProblem, match="the prefix 'dbr' is not one the ontology declares"):
        reference_graphs(read_reference(data))


def test_curator_is_a_person_or_software(tmp_path: Path) -> None:
    data = reference(tmp_path)
    write_table(data.mappings / "curators.tsv", CURATORS, [{"id": "bee", "name": "Bee", "kind": "insect"}])
    with pytest.raises(ReferenceProblem, match=r"curators\.tsv:2: kind is 'insect'; write person or software"):
        reference_graphs(read_reference(data))


def test_vocabulary_lists_the_concepts_of_each_scheme(tmp_path: Path) -> None:
    assert {name: list(ids) for name, ids in read_reference(reference(tmp_path)).vocabulary.items()} == {
        "tier": ["0", "1"]
    }
