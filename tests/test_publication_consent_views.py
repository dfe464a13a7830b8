"""The rules read as ODRL and as DPV: each strength where it belongs, nothing settled that a document leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, BNode, Graph, Namespace, URIRef

from needgraph.querying.asking import LocalEndpoint, ask, filled
from needgraph.querying.catalogue import question_named
from needgraph.querying.store import load_graphs
from needgraph.resources import Data, data_at

ODRL = Namespace("http://www.w3.org/ns/odrl/2/")
DPV = Namespace("https://w3id.org/dpv#")
NEED = Namespace("https://w3id.org/needgraph/def#")
ID = Namespace("https://w3id.org/needgraph/id/")
PROV = Namespace("http://www.w3.org/ns/prov#")
FIXTURE = Data(Path(__file__).parent / "fixtures" / "graphs")
STRENGTHS = ("obligation", "prohibition", "permission", "recommendation", "deterrence")


@pytest.fixture(scope="module", params=[FIXTURE, data_at()], ids=["invented", "documents"])
def endpoint(request: pytest.FixtureRequest) -> LocalEndpoint:
    return LocalEndpoint(load_graphs(request.param.graph_files()))


@pytest.fixture(scope="module")
def rules(endpoint: LocalEndpoint) -> Graph:
    graph = Graph()
    for quad in endpoint.store:
        if quad.predicate.value.startswith(NEED):
            graph.add((URIRef(quad.subject.value), URIRef(quad.predicate.value), URIRef(str(quad.object.value))))
    assert (None, NEED.hasStrength, None) in graph
    return graph


def view(endpoint: LocalEndpoint, name: str, **values: str) -> Graph:
    return Graph().parse(data=endpoint.graph(filled(question_named(name), values), "turtle"), format="turtle")


def test_each_rule_of_a_binding_strength_is_in_the_policy_of_its_edition(endpoint: LocalEndpoint, rules: Graph) -> None:
    odrl = view(endpoint, "odrl")
    placed = {"obligation": ODRL.obligation, "prohibition": ODRL.prohibition, "permission": ODRL.permission}
    for strength in STRENGTHS:
        found = set(rules.subjects(NEED.hasStrength, ID[f"strength/{strength}"]))
        published = {rule for rule in found if (None, PROV.wasDerivedFrom, rule) in odrl}
        assert published == (found if strength in placed else set()), strength
        for rule in published:
            for item in odrl.subjects(PROV.wasDerivedFrom, rule):
                (policy,) = odrl.subjects(placed[strength], item)
                assert (policy, RDF.type, ODRL.Set) in odrl
                assert str(rule).startswith(str(policy).removesuffix("odrl"))


@pytest.mark.parametrize("name", ["odrl", "dpv"])
def test_view_says_how_current_its_edition_is_and_what_it_may_not_be_used_for(
    endpoint: LocalEndpoint, name: str
) -> None:
    graph = view(endpoint, name)
    rows = ask(endpoint, "rules").records()
    for edition in {ID[f"{row['authority']}/{row['edition']}"] for row in rows}:
        assert str(graph.value(edition, NEED.currency)) in {"current", "replaced", "unknown"}
        assert "not advice on a case" in str(graph.value(edition, SKOS.scopeNote))


def test_policy_is_whole_without_blank_nodes_and_settles_no_conflict(endpoint: LocalEndpoint) -> None:
    odrl, profile = view(endpoint, "odrl"), view(endpoint, "odrl-profile")
    assert not [node for triple in odrl for node in triple if isinstance(node, BNode)]
    assert (None, ODRL.conflict, None) not in odrl
    known = set(profile.subjects(RDF.type, ODRL.Action))
    operands = set(profile.subjects(RDF.type, ODRL.LeftOperand))
    for item in odrl.subjects(PROV.wasDerivedFrom):
        assert len(list(odrl.objects(item, ODRL.action))) == 1, item
        assert set(odrl.objects(item, ODRL.action)) <= known
        assert list(odrl.objects(item, ODRL.target)) == [ID["odrl-profile/family"]]
    for duty in odrl.objects(None, ODRL.duty):
        assert set(odrl.objects(duty, ODRL.action)) <= known
    for limit in odrl.subjects(RDF.type, ODRL.Constraint):
        assert set(odrl.objects(limit, ODRL.leftOperand)) <= operands
        assert len(list(odrl.objects(limit, ODRL.leftOperand))) == len(list(odrl.objects(limit, ODRL.operator))) == 1
        assert list(odrl.objects(limit, ODRL.rightOperand))


def test_conditions_and_exceptions_are_constraints(endpoint: LocalEndpoint, rules: Graph) -> None:
    odrl = view(endpoint, "odrl")
    for property_, operator in ((NEED.hasCondition, ODRL.hasPart), (NEED.hasException, ODRL.isNoneOf)):
        for item, rule in odrl.subject_objects(PROV.wasDerivedFrom):
            limits = odrl.objects(item, ODRL.constraint)
            chosen = [limit for limit in limits if (limit, ODRL.operator, operator) in odrl]
            found = {each for limit in chosen for each in odrl.objects(limit, ODRL.rightOperand)}
            assert found == set(rules.objects(rule, property_)), item


def test_what_is_obligatory_is_the_effect_never_the_act_that_needs_consent(endpoint: LocalEndpoint) -> None:
    odrl, profile = view(endpoint, "odrl"), view(endpoint, "odrl-profile")
    actions = {each for item in odrl.objects(None, ODRL.obligation) for each in odrl.objects(item, ODRL.action)}
    assert actions
    assert not [each for each in actions if str(each).startswith(ID["act/"])]
    assert (ID["effect/consent-required"], ODRL.includedIn, ODRL.obtainConsent) in profile
    assert (ID["effect/must-report"], ODRL.includedIn, ODRL.use) in profile


def test_rule_about_acceptance_prohibits_the_acceptance_not_the_referral(endpoint: LocalEndpoint, rules: Graph) -> None:
    odrl = view(endpoint, "odrl")
    for rule in rules.subjects(NEED.governsAct, ID["act/accept-referral"]):
        items = odrl.subjects(PROV.wasDerivedFrom, rule)
        assert {each for item in items for each in odrl.objects(item, ODRL.action)} == {ID["act/accept-referral"]}


def test_each_strength_but_presumption_is_a_class_of_dpv(endpoint: LocalEndpoint, rules: Graph) -> None:
    dpv = view(endpoint, "dpv")
    for strength in STRENGTHS:
        found = set(rules.subjects(NEED.hasStrength, ID[f"strength/{strength}"]))
        assert set(dpv.subjects(RDF.type, DPV[strength.capitalize()])) == found, strength
    presumed = rules.subjects(NEED.hasStrength, ID["strength/presumption"])
    assert not [rule for rule in presumed if (rule, None, None) in dpv]
    assert all((document, DPV.hasRule, rule) in dpv for rule, document in dpv.subject_objects(DCTERMS.source))
    assert all(dpv.value(rule, SKOS.prefLabel) for rule in dpv.subjects(RDF.type, DPV.Rule))


@pytest.mark.parametrize("part", ["hasException", "hasEffect", "imposesDuty"])
def test_rule_reads_in_dpv_with_what_lifts_it_what_follows_and_what_it_asks(
    endpoint: LocalEndpoint, rules: Graph, part: str
) -> None:
    dpv = view(endpoint, "dpv")
    presumed = set(rules.subjects(NEED.hasStrength, ID["strength/presumption"]))
    found = {(rule, each) for rule, each in rules.subject_objects(NEED[part]) if rule not in presumed}
    assert found
    assert set(dpv.subject_objects(NEED[part])) == found
    # An exception read as one more circumstance would turn the rule round.
    assert not [each for rule, each in found if part == "hasException" and (rule, DPV.hasContext, each) in dpv]


def test_halton_deters_from_referring_without_consent_unless_there_is_immediate_harm() -> None:
    dpv = view(LocalEndpoint(load_graphs(data_at().graph_files())), "dpv", authority="halton")
    rule = ID["halton/2023/rule/h0"]
    assert (rule, RDF.type, DPV.Deterrence) in dpv
    assert [str(each).removeprefix(ID) for each in dpv.objects(rule, NEED.hasException)] == ["condition/immediate-harm"]


@pytest.mark.parametrize("name", ["odrl", "dpv"])
def test_view_of_one_authority_holds_its_rules_alone(endpoint: LocalEndpoint, name: str) -> None:
    authority = sorted({str(row["authority"]) for row in endpoint.select(question_named("levels").text).records()})[0]
    subjects = {str(each) for each in view(endpoint, name, authority=authority).subjects()}
    assert subjects
    assert all(each.startswith(ID[f"{authority}/"]) for each in subjects)
