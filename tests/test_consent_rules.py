"""The rules of an edition are read from the graph whole: parts, quotes, wider conditions, levels, advice."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat

from needgraph.consent.rules import read_rules
from needgraph.edition_names import EditionNameProblem
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from small_consent import edition, rule

DATA = Data(Path(__file__).parent / "fixtures" / "graphs")
ASHBY = DATA.editions / "ashby" / "2024" / "guidance.ttl"


@pytest.fixture(scope="module")
def endpoint() -> LocalEndpoint:
    return LocalEndpoint(load_graphs(DATA.graph_files()))


@pytest.mark.parametrize("name", ["ashby", "ashby/2024"])
def test_rule_is_read_with_all_its_parts(endpoint: LocalEndpoint, name: str) -> None:
    found = read_rules(endpoint, name)
    assert found.path == "ashby/2024"
    assert [each.number for each in found.levels] == ["1", "2", "3", "4"]
    rules = {each.id: each for each in found.rules}
    assert len(rules) == 5
    first = rules["ashby/2024/rule/a1"]
    assert (first.strength, first.levels, first.acts, sorted(first.forms)) == (
        "obligation", ("2",), ("share",), ["explicit", "informed"],
    )  # fmt: skip
    assert [each.id for each in first.exceptions] == ["immediate-harm"]
    assert first.outcomes == {"consent-first"}
    assert first.quotes[0].id == "ashby/2024/a0025"
    assert first.quotes[0].end - first.quotes[0].start == len(first.quotes[0].text)
    report = rules["ashby/2024/rule/a4"]
    assert [each.id for each in report.duties] == ["report-immediately"]
    assert len(report.quotes) == 3
    assert rules["ashby/2024/rule/a5"].outcomes == set()


def test_conditions_are_closed_upwards_however_far(endpoint: LocalEndpoint) -> None:
    found = read_rules(endpoint, "ashby")
    assert found.closure(["believes-at-risk"]) == {"believes-at-risk", "safeguarding-concern", "wellbeing-concern"}
    assert "immediately-dangerous" not in found.closure(["immediate-harm"])


def test_advice_is_read_with_its_acts_and_circumstances(endpoint: LocalEndpoint) -> None:
    advice = {each.id: each for each in read_rules(endpoint, "borwick").advice}
    risk = advice["national-advice/risk"]
    assert (risk.acts, risk.circumstances) == (frozenset(["share"]), frozenset(["immediate-harm"]))
    assert risk.outcome == "may-proceed"
    assert advice["national-advice/explain"].circumstances == set()


def test_emergency_line_is_the_printed_one(endpoint: LocalEndpoint) -> None:
    assert [quote.text for quote in read_rules(endpoint, "borwick").emergency] == ["In danger now? Ring 999."]
    assert read_rules(endpoint, "ashby").emergency == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ashbi", "no edition 'ashbi'; did you mean 'ashby'.*ashby/2024, borwick/2021"),
        ("ashby/2023", "no edition 'ashby/2023'; did you mean 'ashby/2024'"),
    ],
)
def test_unknown_edition_is_refused_by_naming_those_there_are(endpoint: LocalEndpoint, name: str, message: str) -> None:
    with pytest.raises(EditionNameProblem, match=message):
        read_rules(endpoint, name)


def test_authority_with_two_editions_has_to_be_named_with_one() -> None:
    store = load_graphs(DATA.graph_files())
    later = ASHBY.read_text(encoding="utf-8").replace("ashby/2024", "ashby/2030").replace('"2024"', '"2030"')
    store.load(later.encode(), format=RdfFormat.TURTLE, to_graph=NamedNode("https://example.org/later"))
    endpoint = LocalEndpoint(store)
    with pytest.raises(EditionNameProblem, match="ashby has several editions; name one of: ashby/2024, ashby/2030"):
        read_rules(endpoint, "ashby")
    assert read_rules(endpoint, "ashby/2030").path == "ashby/2030"


def test_rules_about_an_act_stand_in_the_order_of_the_document() -> None:
    late, early = rule("late", "must-report", words="zz"), rule("early", "must-report", words="a")
    assert edition(late, early).about("1", "share") == (early, late)
