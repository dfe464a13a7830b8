"""A check finds what was planted, with file and row, and says what each rule examined."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from needgraph.checking.check import NOTHING_EXAMINED, STALE, Checked, check, read_checks
from needgraph.checking.shapes import ShapeProblem
from needgraph.cli import main
from needgraph.findings.finding import RuleRun
from needgraph.findings.waivers import COLUMNS
from needgraph.querying.catalogue import QuestionProblem
from needgraph.resources import Data, DataProblem
from needgraph.tables.tsv import write_table
from small import change, edition_folder, everything_in, small_data, small_graphs
from test_findings_finding import FINDING

TODAY = datetime.date(2026, 11, 20)


def planted(folder: Path) -> Data:
    """Return a small edition whose graph has lost a label."""
    data = small_graphs(folder)
    change(edition_folder(data) / "guidance.ttl", '    skos:prefLabel "Late at times"@en ;\n', "")
    return data


def about_edition(checked: Checked) -> list[tuple[str, str]]:
    return [(finding.rule, finding.id) for finding in checked.findings if finding.authority]


def test_small_edition_is_free_of_findings(tmp_path: Path) -> None:
    checked = check(small_graphs(tmp_path), TODAY)
    assert about_edition(checked) == []
    assert not checked.fails()


def test_planted_violation_is_found_with_file_row_level_and_quote(tmp_path: Path) -> None:
    data = planted(tmp_path)
    checked = check(data, TODAY)
    finding = next(finding for finding in checked.findings if finding.id == "dunmore/2020/d0005")
    assert (finding.severity, finding.authority, finding.edition, finding.level) == (
        "violation",
        "dunmore",
        "2020",
        "1",
    )
    assert (Path(finding.file), finding.row) == (edition_folder(data) / "statements.tsv", 6)
    assert [(quote.text, quote.start) for quote in finding.quotes] == [("Late now and then", 38)]
    assert "prefLabel" in finding.message
    assert finding.fix.endswith(".")
    assert checked.fails()


def test_what_a_query_counts_as_a_fault_is_found(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    # A level placed on no tier.
    change(edition_folder(data) / "guidance.ttl", "need:isPlacedOnTier", "need:hasRoute")
    checked = check(data, TODAY)
    found = {rule for rule, _ in about_edition(checked)}
    assert "check:level-without-tier" in found


def test_rule_that_examined_nothing_is_a_warning(tmp_path: Path) -> None:
    checked = check(small_graphs(tmp_path), TODAY)
    idle = {run.rule for run in checked.runs if not run.examined}
    assert idle
    assert {finding.id for finding in checked.findings if finding.rule == NOTHING_EXAMINED} == idle
    assert {finding.severity for finding in checked.findings if finding.rule == NOTHING_EXAMINED} == {"warning"}
    assert not checked.fails()
    assert checked.fails(strict=True)


def test_every_rule_that_found_something_is_among_the_runs(tmp_path: Path) -> None:
    checked = check(planted(tmp_path), TODAY)
    broken = {run.rule: run.findings for run in checked.runs if run.findings}
    assert sum(broken.values()) == len([each for each in checked.findings if each.rule != NOTHING_EXAMINED])
    assert all(isinstance(run, RuleRun) and run.question for run in checked.runs)


def test_findings_are_ordered_by_severity_then_rule(tmp_path: Path) -> None:
    severities = [finding.severity for finding in check(planted(tmp_path), TODAY).findings]
    assert severities == sorted(severities, key=["violation", "warning", "info"].index)


def test_waiver_moves_a_finding_aside_and_expired_brings_it_back(tmp_path: Path) -> None:
    data = planted(tmp_path)
    found = [finding for finding in check(data, TODAY).findings if finding.authority]
    rows = [{"rule": each.rule, "id": each.id, "reason": "Known.", "expires": "2026-12-31"} for each in found]
    write_table(data.waivers, COLUMNS, rows)
    checked = check(data, TODAY)
    assert about_edition(checked) == []
    assert len(checked.waived) == len(found)
    later = check(data, datetime.date(2027, 1, 1))
    assert len(about_edition(later)) == len(found)
    assert "check:waiver-expired" in {finding.rule for finding in later.findings}
    assert later.fails()


def test_graph_that_is_not_built_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"guidance\.ttl: is not built yet; run `needgraph build`"):
        check(small_data(tmp_path))


def test_built_graph_that_its_tables_do_not_build_is_a_violation_naming_the_file(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    assert [run for run in check(data, TODAY).runs if run.rule == STALE] == [
        RuleRun(STALE, "violation", "Which built graphs are not what their tables build?", 1, 0)
    ]
    change(edition_folder(data) / "rules.tsv", "With consent.", "Only with consent.")
    before = everything_in(tmp_path)
    (finding,) = (each for each in check(data, TODAY).findings if each.rule == STALE)
    assert (finding.severity, finding.id) == ("violation", "editions/dunmore/2020/guidance.ttl")
    assert finding.file == str(edition_folder(data) / "guidance.ttl")
    assert "needgraph build" in finding.fix
    assert everything_in(tmp_path) == before


def test_command_exits_1_for_violations_and_with_strict_for_warnings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = small_graphs(tmp_path)
    assert main(["check", "--data", str(data.folder)]) == 0
    assert main(["check", "--strict", "--data", str(data.folder)]) == 1
    capsys.readouterr()
    change(edition_folder(data) / "guidance.ttl", '    skos:prefLabel "Late at times"@en ;\n', "")
    assert main(["check", "--format", "json", "--data", str(data.folder)]) == 1
    records = json.loads(capsys.readouterr().out)
    assert all(list(record) == list(FINDING.record()) for record in records)
    violations = {record["rule"]: record["row"] for record in records if record["severity"] == "violation"}
    assert violations.pop(STALE) is None
    assert list(violations.values()) == [6]


def test_passed_lists_every_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_graphs(tmp_path)
    assert main(["check", "--passed", "--data", str(data.folder)]) == 0
    printed = capsys.readouterr().out
    assert all(run.rule in printed for run in check(data).runs)


def test_check_without_header_and_shapes_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "a.rq").write_text("# Which?\n# examines: need:Level\nSELECT ?node {}\n", encoding="utf-8")
    with pytest.raises(QuestionProblem, match=r"a\.rq: a check says `# examines:`, `# severity:` and `# fix:`"):
        read_checks(tmp_path)
    data = small_graphs(tmp_path)
    with pytest.raises(ShapeProblem, match="holds no shapes"):
        check(data, shapes=tmp_path)
    (tmp_path / "a.ttl").write_text("oops", encoding="utf-8")
    with pytest.raises(Exception, match=r"a\.ttl"):
        check(data, shapes=tmp_path)


def test_our_checks_all_have_severity_fix_and_something_to_examine() -> None:
    checks = read_checks()
    assert checks
    assert all(each.fix.endswith(".") and ":" in each.question.examines for each in checks)


def test_data_files_without_shapes_and_shapes_without_data_are_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "data.ttl"]) == 2
    assert "data.ttl: RDF is validated against shapes; name them with --shapes" in capsys.readouterr().err
    assert main(["check", "--shapes", "shapes.ttl"]) == 2
    assert "--shapes needs data" in capsys.readouterr().err
