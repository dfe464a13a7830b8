"""Findings are written for people, editors of code and continuous integration, and none is lost on the way."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from needgraph.checking.check import Checked
from needgraph.checking.formats import FINDING_FORMATS, as_summary, passed_table
from needgraph.findings.finding import Finding, RuleRun
from test_findings_finding import FINDING

WARNING = replace(
    FINDING,
    rule="check:term-unused",
    severity="warning",
    grade="clarity",
    id="dunmore/2020",
    quotes=(),
    message='“a” <&> ]]> | "b"',
    row=None,
)
NOTHING = replace(
    FINDING, rule="check:examined-nothing", severity="info", id="shape:Rank", file="", row=None, quotes=()
)
RUNS = (
    RuleRun("shape:Label", "violation", "Give a label.", 12, 0),
    RuleRun("shape:StatementStart", "violation", "Give the place.", 7, 2),
    RuleRun("check:term-unused", "warning", "Which terms are unused?", 1, 1),
    RuleRun("shape:Rank", "violation", "Give a rank.", 0, 0),
)
AGAIN = replace(FINDING, id="dunmore/2020/d0005", level="2", quotes=())
CHECKED = Checked((FINDING, AGAIN, WARNING, NOTHING), (replace(FINDING, id="dunmore/2020/d0006"),), RUNS)
CLEAN = Checked((), (), RUNS[:1])


def written(form: str, checked: Checked = CHECKED) -> str:
    return FINDING_FORMATS[form](checked)


def test_text_groups_by_rule_with_place_reason_fix_and_quote() -> None:
    text = written("table")
    assert text.startswith(
        "VIOLATION  shape:StatementStart  (2)\n"
        "  fix: Give the place.\n"
        "  graphs/editions/dunmore/2020/statements.tsv:4: dunmore/2020/d0003: does not state start\n"
        "      “Sleeps well” (dunmore/2020/d0003, 18–29)\n"
    )
    assert "WARNING  check:term-unused  (1, clarity)" in text
    assert "4 rules: 1 passed on 12 examinations; findings: 2 violation, 1 warning, 1 info; waived: 1" in text
    assert "dunmore    1              1        1     1" in text


def test_many_rules_that_examined_nothing_are_one_line_for_people_and_each_a_record_elsewhere() -> None:
    rules = [*(f"shape:S{number}" for number in range(40)), "check:one", "check:two"]
    idle = [replace(NOTHING, severity="warning", id=rule, message=f"{rule} examined nothing") for rule in rules]
    many = Checked((FINDING, *idle), (), RUNS)
    line = "42 rules examined nothing (40 shapes and 2 checks), so that they passed says nothing; --passed lists them"
    for text in (written("table", many), as_summary(many)):
        assert f"WARNING  check:examined-nothing  (42)\n  {line}\n" in text
        assert "shape:S1" not in text
        assert "0 violation" not in text
    assert len(json.loads(written("json", many))) == 43
    assert all(written(form, many).count("S17") for form in ("csv", "turtle", "sarif"))
    few = Checked(tuple(idle[:2]), (), RUNS)
    assert "shape:S1 examined nothing" in written("table", few)


def test_json_is_an_array_of_records() -> None:
    assert json.loads(written("json")) == [finding.record() for finding in CHECKED.findings]
    assert json.loads(written("json", CLEAN)) == []


def test_csv_has_a_row_a_finding_and_the_same_columns() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv"), newline="")))
    assert [row["id"] for row in rows] == [finding.id for finding in CHECKED.findings]
    assert list(rows[0]) == list(FINDING.record())
    assert rows[0]["quotes"] == "Sleeps well"
    assert rows[2]["message"] == WARNING.message


def test_turtle_is_a_validation_report_that_rdflib_reads() -> None:
    graph = Graph().parse(data=written("turtle"), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == Literal(False)
    results = list(graph.objects(report, SH.result))
    assert len(results) == len(set(graph.subjects(RDF.type, SH.ValidationResult))) == 4
    for result in results:
        for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceShape, SH.resultMessage):
            assert len(list(graph.objects(result, predicate))) == 1
    focus = URIRef("https://w3id.org/needgraph/id/dunmore/2020/d0003")
    (about,) = graph.subjects(SH.focusNode, focus)
    assert graph.value(about, SH.sourceShape) == URIRef("https://w3id.org/needgraph/shape/StatementStart")
    assert graph.value(about, SH.resultSeverity) == SH.Violation


def test_turtle_of_a_clean_check_conforms() -> None:
    graph = Graph().parse(data=written("turtle", CLEAN), format="turtle")
    assert [(str(p), str(o)) for _, p, o in graph if p == SH.conforms] == [(str(SH.conforms), "true")]


def test_junit_is_xml_with_a_case_a_rule_and_counts() -> None:
    suites = fromstring(written("junit"))
    (suite,) = suites
    assert (suites.get("tests"), suites.get("failures")) == ("4", "1")
    assert (suite.get("tests"), suite.get("failures")) == ("4", "1")
    cases = {case.get("name"): case for case in suite}
    (failure,) = cases["shape:StatementStart"]
    assert failure.get("message") == "2 violations: Give the place."
    assert failure.tag == "failure"
    assert (failure.text or "").count("\n") == 1
    assert [child.tag for child in cases["check:term-unused"]] == ["system-out"]
    assert WARNING.message in (cases["check:term-unused"][0].text or "")
    assert list(cases["shape:Label"]) == []


def test_sarif_names_rule_level_file_and_line() -> None:
    log = json.loads(written("sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = {rule["id"]: rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= set(rules)
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning", "note"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == FINDING.file
    assert place["region"] == {"startLine": 4}
    assert "region" not in run["results"][2]["locations"][0]["physicalLocation"]
    assert "locations" not in run["results"][3]


def test_one_violation_without_a_fix_is_written_without_empty_parts() -> None:
    bare = replace(FINDING, fix="", id="", file="", row=None, message="is wrong")
    alone = Checked((bare,), (), (RuleRun(bare.rule, "violation", "Give the place.", 1, 1),))
    assert 'message="1 violation">is wrong</failure>' in written("junit", alone)
    assert json.loads(written("sarif", alone))["runs"][0]["results"][0]["message"]["text"] == "is wrong."
    assert "fix:" not in written("table", alone)
    assert "  is wrong\n" in written("table", alone)


def test_rules_that_passed_are_listed_with_what_they_examined() -> None:
    assert passed_table(CHECKED).splitlines()[1].split()[:4] == ["shape:Label", "violation", "12", "0"]


@pytest.mark.parametrize("form", FINDING_FORMATS)
def test_every_format_names_every_finding_and_its_fix(form: str) -> None:
    text = written(form)
    for finding in CHECKED.findings:
        assert isinstance(finding, Finding)
        if form != "junit" or finding.rule != NOTHING.rule:
            assert finding.rule.partition(":")[2] in text
