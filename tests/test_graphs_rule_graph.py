"""Rules, services, contacts, citations and notes are written with the statements they rest on."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from needgraph.describing import Triple, english, number, plain, thing
from needgraph.tables.editions import EditionProblem
from needgraph.terms import CPSV, DCT, NEED, PROV, RDF, SCHEMA, SKOS
from small import statement, tables
from test_graphs_edition_graph import said
from test_graphs_statement_graph import graph_of


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> list[Triple]:
    return graph_of(tmp_path_factory.mktemp("small"))


def test_rule_has_act_level_strength_condition_and_statement(graph: list[Triple]) -> None:
    assert said(graph, thing("dunmore/2020/rule/c1")) == {
        RDF.type: [NEED.Rule, NEED.ConsentRule],
        SKOS.prefLabel: [english("With consent.")],
        DCT.source: [thing("dunmore/2020")],
        NEED.rank: [number(1)],
        NEED.hasKind: [thing("topic/information-sharing")],
        NEED.governsAct: [thing("act/share")],
        NEED.appliesAtLevel: [thing("dunmore/2020/level/1")],
        NEED.hasStrength: [thing("strength/permission")],
        NEED.hasCondition: [thing("condition/consent-obtained")],
        NEED.restsOn: [thing("dunmore/2020/d0006")],
        PROV.wasAttributedTo: [thing("curator/first-reading")],
    }


def test_rule_that_does_not_turn_on_consent_is_no_consent_rule(tmp_path: Path) -> None:
    rows = tables()
    rows["rules"][0]["condition"] = "concern-reported"
    assert said(graph_of(tmp_path, rows), thing("dunmore/2020/rule/c1"))[RDF.type] == [NEED.Rule]


def test_public_service_has_role_and_contact(graph: list[Triple]) -> None:
    about = said(graph, thing("dunmore/2020/service/desk"))
    assert about[RDF.type] == [CPSV.PublicService]
    assert about[NEED.hasRole] == [thing("role/front-door")]
    assert about[SCHEMA.contactPoint] == [thing("dunmore/2020/contact/desk")]
    contact = said(graph, thing("dunmore/2020/contact/desk"))
    assert contact[SCHEMA.telephone] == [plain("01632 960555")]
    assert SCHEMA.email not in contact


def test_printed_service_plan_and_inheritance_are_said_of_their_statement(tmp_path: Path) -> None:
    rows = tables()
    rows["statements"] += [
        statement("d1", "Ring", "service"),
        statement("d2", "desk", "service"),
        statement("d3", "consent", "service-inheritance"),
    ]
    rows["services"] += [
        {"entry": "printed", "statement": "d1", "role": "leisure"},
        {"entry": "printed", "statement": "d2", "role": "leisure", "part_of": "d1"},
        {"entry": "plan", "statement": "d0006", "role": "child-in-need-plan"},
        {"entry": "inheritance", "statement": "d3", "inherits": "1"},
    ]
    graph = graph_of(tmp_path, rows)
    inside = said(graph, thing("dunmore/2020/d2"))
    assert inside[RDF.type] == [NEED.Statement, NEED.Service]
    assert inside[DCT.isPartOf] == [thing("dunmore/2020/d1")]
    assert said(graph, thing("dunmore/2020/d3"))[NEED.inheritsServicesOf] == [thing("dunmore/2020/level/1")]
    plan = said(graph, thing("dunmore/2020/d0006"))
    assert plan[NEED.hasRole] == [thing("role/child-in-need-plan")]
    assert NEED.Service not in plan[RDF.type]


def test_legal_citation_names_the_provision_and_its_role(graph: list[Triple]) -> None:
    about = said(graph, thing("dunmore/2020/citation/c01"))
    assert about[RDF.type] == [NEED.Citation, NEED.LegalCitation]
    assert about[NEED.cites] == [NamedNode("http://www.legislation.gov.uk/id/ukpga/1989/41/section/17")]
    assert about[NEED.hasRole] == [thing("citation-role/refers")]
    assert NEED.confirmed not in about


def test_guidance_citation_that_is_not_confirmed_says_so(tmp_path: Path) -> None:
    rows = tables()
    rows["citations"][0].update(target="guidance:wt/2018", confirmed="false")
    about = said(graph_of(tmp_path, rows), thing("dunmore/2020/citation/c01"))
    assert about[RDF.type] == [NEED.Citation, NEED.GuidanceCitation]
    assert about[NEED.cites] == [thing("guidance/wt/2018")]
    assert about[NEED.confirmed] == [Literal(False)]


@pytest.mark.parametrize("target", ["law:ukpga/1989/99", "guidance:none", "book:x", "x"])
def test_citation_of_something_unknown_is_named(tmp_path: Path, target: str) -> None:
    rows = tables()
    rows["citations"][0]["target"] = target
    with pytest.raises(
        EditionProblem, match=r"citations\.tsv:2: target .* is not in reference/law\.tsv .*guidance\.tsv"
    ):
        graph_of(tmp_path, rows)


def test_silence_and_defect_are_told_apart(tmp_path: Path) -> None:
    rows = tables()
    rows["notes"].append(
        {"id": "n02", "type": "defect", "kind": "misprint", "level": "1", "start": "0", "end": "1", "reason": "A hash."}
    )
    graph = graph_of(tmp_path, rows)
    silence, defect = (said(graph, thing(f"dunmore/2020/note/{name}")) for name in ("n01", "n02"))
    assert silence[RDF.type] == [NEED.Silence]
    assert silence[NEED.isSilentOn] == [thing("facet/age-range")]
    assert NEED.start not in silence
    assert defect[RDF.type] == [NEED.SourceDefect]
    assert defect[NEED.hasKind] == [thing("defect-kind/misprint")]
    assert defect[NEED.end] == [number(1)]
    assert str(defect[SKOS.prefLabel][0]).startswith('"Defect: misprint, level 1"')
