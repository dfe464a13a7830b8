"""The guidance profile gathers what rules computed and people wrote, each finding with words, place and remedy."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from needgraph.checking.check import Checked
from needgraph.errors import NeedgraphError
from needgraph.findings.finding import Finding
from needgraph.findings.waivers import COLUMNS as WAIVERS
from needgraph.findings.waivers import WAIVER_EXPIRED, WAIVER_UNUSED
from needgraph.guidance.checks import JUDGES, check_guidance
from needgraph.guidance.curated import COLUMNS
from needgraph.guidance.rules import read_rules
from needgraph.querying.catalogue import QuestionProblem
from needgraph.resources import Data, DataProblem
from needgraph.tables.tsv import write_table
from test_guidance_curated import ROW

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"
TODAY = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def invented() -> Checked:
    return check_guidance(Data(FIXTURES), today=TODAY)


def copy(folder: Path, *curated: dict[str, str]) -> Data:
    """Return a copy of the invented authorities with curated findings."""
    shutil.copytree(FIXTURES, folder / "graphs")
    (folder / "graphs" / "decisions").mkdir()
    write_table(folder / "graphs" / "decisions" / "findings.tsv", COLUMNS, curated)
    return Data(folder / "graphs")


def of(checked: Checked, rule: str) -> list[Finding]:
    return [finding for finding in checked.findings if finding.rule == rule]


def test_document_never_seen_has_findings_of_every_grade(invented: Checked) -> None:
    assert {finding.grade for finding in invented.findings} == {"safety", "law", "clarity", "editorial"}
    assert not invented.fails()
    assert invented.fails(strict=True)


def test_gravest_grade_comes_first(invented: Checked) -> None:
    grades = [str(finding.grade) for finding in invented.findings]
    order = ["safety", "law", "clarity", "editorial"]
    assert grades == sorted(grades, key=order.index)


def test_finding_has_its_words_place_row_and_remedy(invented: Checked) -> None:
    (finding,) = of(invented, "guidance:same-sign-at-levels")
    assert (finding.authority, finding.edition, finding.level) == ("ashby", "2024", "1 | 2")
    assert [(quote.id, quote.start, quote.end) for quote in finding.quotes] == [
        ("ashby/2024/a0024", 608, 636),
        ("ashby/2024/a0012", 382, 410),
    ]
    assert (Path(finding.file).name, finding.row) == ("statements.tsv", 25)
    assert finding.message.endswith(".")
    assert finding.fix.endswith("?")


def test_what_a_reader_noted_is_curated_and_what_the_graph_shows_is_computed(invented: Checked) -> None:
    basis = {(finding.rule.partition(":")[2], finding.basis) for finding in invented.findings}
    assert {("misprint", "curated"), ("text-missing", "curated"), ("same-sign-at-levels", "computed")} <= basis
    assert ("group-without-heading", "computed") in basis
    assert not {each for each in basis if each[0] == "misprint"} - {("misprint", "curated")}


def test_computed_finding_has_every_level_of_its_words_and_a_rule_its_own() -> None:
    # The grounds at level 4 are quoted beside a rule of level 2: its level stays 2.
    checked = check_guidance(Data(FIXTURES), "ashby", TODAY)
    assert {finding.level for finding in of(checked, "guidance:consent-before-danger")} == {"2"}
    assert {finding.level for finding in of(checked, "guidance:group-without-heading")} == {"1", "3"}


def test_matters_on_which_nobody_recorded_anything_are_no_finding_about_the_document(invented: Checked) -> None:
    asked, ours = [each for each in of(invented, "guidance:content-unrecorded") if each.authority == "ashby"]
    assert (asked.grade, ours.grade, asked.severity) == ("law", "clarity", "info")
    assert "; which procedures apply to disabled children. Asked for by Working Together" in asked.message
    assert "when it was issued" not in ours.message
    assert ours.message.endswith("That is no finding about the document.")


def test_defect_shows_the_words_that_are_odd_and_not_the_whole_statement(invented: Checked) -> None:
    quotes = {quote.text for finding in of(invented, "guidance:misprint") for quote in finding.quotes}
    assert "manger" in quotes


def test_place_without_a_statement_is_known_without_its_words(invented: Checked) -> None:
    (finding,) = of(invented, "guidance:text-missing")
    assert [(quote.text, quote.start, quote.end) for quote in finding.quotes] == [("", 639, 642)]


def test_defect_has_the_level_of_the_statement_it_is_in(invented: Checked) -> None:
    assert {finding.level for finding in of(invented, "guidance:misprint") if finding.authority == "ashby"} == {"3"}


def test_one_authority_can_be_examined_alone() -> None:
    checked = check_guidance(Data(FIXTURES), "borwick", TODAY)
    assert {finding.authority for finding in checked.findings} == {"borwick"}
    with pytest.raises(NeedgraphError, match="there is no authority 'borwik'; did you mean 'borwick'"):
        check_guidance(Data(FIXTURES), "borwik", TODAY)


def test_every_judge_is_asked_for_by_a_rule() -> None:
    assert {rule.judge for rule in read_rules()} - {""} == set(JUDGES)


def test_rule_with_an_unknown_judge_is_refused(tmp_path: Path) -> None:
    (tmp_path / "guidance").mkdir()
    header = "# Which?\n# examines: need:Level\n# severity: info\n# grade: law\n# fix: Do.\n# judge: hour-uncovered\n"
    text = f"{header}SELECT ?node WHERE {{ ?node a ?kind }} ORDER BY ?node\n"
    (tmp_path / "guidance" / "a.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionProblem, match=r"no judge 'hour-uncovered'.*hours-uncovered"):
        check_guidance(Data(FIXTURES), today=TODAY, queries=tmp_path)


def test_curated_finding_stands_beside_the_computed_ones(tmp_path: Path) -> None:
    checked = check_guidance(copy(tmp_path, ROW), today=TODAY)
    (finding,) = of(checked, "curated:unclear-subject")
    assert (finding.basis, finding.grade, finding.id) == ("curated", "clarity", "ashby/2024/a0035")
    assert [quote.id for quote in finding.quotes] == ["ashby/2024/a0035", "ashby/2024/a0036"]
    assert finding.message == "Who is away? Two people can be meant."
    assert (Path(finding.file).name, finding.row) == ("findings.tsv", 2)
    assert next(run for run in checked.runs if run.rule == finding.rule).findings == 1


def test_curated_finding_without_a_level_takes_none_from_its_quotes(tmp_path: Path) -> None:
    rows = (ROW | {"level": ""}, ROW | {"id": "other", "level": "2"})
    checked = check_guidance(copy(tmp_path, *rows), today=TODAY)
    assert sorted(finding.level for finding in of(checked, "curated:unclear-subject")) == ["", "2"]


def test_remedy_of_a_content_stands_before_that_of_its_rule(tmp_path: Path) -> None:
    data = copy(tmp_path)
    columns = ["id", "asked_by", "grade", "label", "facets", "law", "shown_by", "why", "fix", "confirmed", "note"]
    row = dict.fromkeys(columns, "") | {
        "id": "a", "grade": "law", "label": "x", "law": "ukpga/2000/1", "why": "Y.", "fix": "Cite it."
    }  # fmt: skip
    write_table(data.reference / "guidance-contents.tsv", columns, [row, row | {"id": "b", "label": "z", "fix": ""}])
    fixes = {finding.fix for finding in of(check_guidance(data, "ashby", TODAY), "guidance:matter-left-open")}
    (rule,) = (rule.fix for rule in read_rules() if rule.name == "guidance:matter-left-open")
    assert fixes == {"Cite it.", rule}


def test_what_someone_wrote_out_is_not_computed_again(tmp_path: Path) -> None:
    row = ROW | {"rule": "curated:grammar-changes-meaning", "statements": "a0035"}
    notes = FIXTURES / "editions" / "ashby" / "2024" / "guidance.ttl"
    data = copy(tmp_path, row)
    graph = data.editions / "ashby" / "2024" / "guidance.ttl"
    turned = notes.read_text(encoding="utf-8").replace("defect-kind:misprint ;", "defect-kind:garbled-grammar ;")
    graph.write_text(turned, encoding="utf-8")
    assert of(check_guidance(data, "ashby", TODAY), "guidance:grammar") == []
    write_table(data.folder / "decisions" / "findings.tsv", COLUMNS, [])
    assert [finding.level for finding in of(check_guidance(data, "ashby", TODAY), "guidance:grammar")] == ["3"]


def test_finding_that_replaces_a_computed_one_stands_alone(tmp_path: Path) -> None:
    (computed,) = of(check_guidance(Data(FIXTURES), "ashby", TODAY), "guidance:same-sign-at-levels")
    row = ROW | {"replaces": "same-sign-at-levels:a0024"}
    checked = check_guidance(copy(tmp_path, row), "ashby", TODAY)
    assert computed.id == "ashby/2024/a0024"
    assert of(checked, "guidance:same-sign-at-levels") == []
    assert len(of(checked, "curated:unclear-subject")) == 1


def test_waiver_of_the_profile_accepts_its_finding_and_others_are_left_to_the_default_profile(tmp_path: Path) -> None:
    data = copy(tmp_path)
    rows = [
        {
            "rule": "guidance:same-sign-at-levels",
            "id": "ashby/2024/a0024",
            "reason": "Meant so.",
            "expires": "2027-01-01",
        },
        {"rule": "check:anything", "id": "x", "reason": "Not ours.", "expires": "2020-01-01"},
        {"rule": "guidance:misprint", "id": "ashby/2024/nowhere", "reason": "Gone.", "expires": "2027-01-01"},
    ]
    write_table(data.waivers, WAIVERS, rows)
    checked = check_guidance(data, today=TODAY)
    assert [finding.id for finding in checked.waived] == ["ashby/2024/a0024"]
    assert {finding.rule for finding in checked.findings if not finding.grade} == {WAIVER_UNUSED}
    late = check_guidance(data, today=datetime.date(2028, 1, 1))
    assert WAIVER_EXPIRED in {finding.rule for finding in late.findings}
    assert late.fails()


def test_graphs_that_are_not_built_are_told(tmp_path: Path) -> None:
    data = copy(tmp_path)
    (data.editions / "ashby" / "2024" / "guidance.ttl").unlink()
    with pytest.raises(DataProblem, match="is not built yet; run `needgraph build`"):
        check_guidance(data, today=TODAY)
