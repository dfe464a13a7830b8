"""The report of the checks: every point once, by how much hangs on it, with quotes and what would settle it."""

from __future__ import annotations

import dataclasses

import pytest

from needgraph.findings.finding import Finding
from needgraph.reports.checks import checks_report
from needgraph.reports.model import Report, ReportProblem, Table
from small_report import FRAME, QUOTE


def finding(**more: object) -> Finding:
    cells: dict[str, object] = {
        "rule": "guidance:hours", "severity": "warning", "grade": "safety", "basis": "computed", "authority": "ashby",
        "edition": "2024", "level": "3", "id": QUOTE.id, "quotes": (QUOTE,), "message": "Hours are missing",
        "fix": "Print them", "file": "", "row": None, **more,
    }  # fmt: skip
    return Finding(**cells)  # type: ignore[arg-type]


FINDINGS = (
    finding(grade="editorial", basis="curated", authority="borwick", edition="2021", level=""),
    finding(severity="info", message="For information"),
    finding(grade=None),
    finding(),
    finding(authority="other"),
)


def found(made: Report, name: str) -> list[Table]:
    return [block for block in made.blocks if isinstance(block, Table) and block.name == name]


def test_gravest_points_come_first_and_are_numbered_through() -> None:
    made = checks_report(FRAME, FINDINGS)
    tables = found(made, "findings")
    assert [table.caption for table in tables] == ["Safety: 2 points", "Editorial: 1 point", "Not graded: 1 point"]
    assert [row[0] for table in tables for row in table.rows] == [1, 2, 3, 4]
    assert [row[3] for row in tables[0].rows] == ["Hours are missing", "For information"]


def test_point_has_its_quotes_and_what_would_settle_it() -> None:
    row = found(checks_report(FRAME, [finding()]), "findings")[0].rows[0]
    assert row == (
        1, "ashby/2024", "3", "Hours are missing", (QUOTE,), "Print them", "hours (computed)",
    )  # fmt: skip


def test_point_without_quotes_names_what_it_is_about() -> None:
    assert found(checks_report(FRAME, [finding(quotes=())]), "findings")[0].rows[0][4] == QUOTE.id


def test_words_that_the_graph_has_not_are_named_by_their_place() -> None:
    bare = dataclasses.replace(QUOTE, text="")
    cell = found(checks_report(FRAME, [finding(quotes=(bare,))]), "findings")[0].rows[0][4]
    assert cell == "the words stand in the source only (ashby/2024/a0036, 1044–1077)"


def test_counts_are_by_edition_basis_and_grade() -> None:
    (counts,) = found(checks_report(FRAME, FINDINGS), "counts")
    assert [column.heading for column in counts.columns] == [
        "Edition",
        "Basis",
        "safety",
        "editorial",
        "not graded",
        "All",
    ]
    assert counts.rows == (
        ("ashby/2024", "computed", 2, 0, 1, 3),
        ("ashby/2024", "curated", 0, 0, 0, 0),
        ("borwick/2021", "computed", 0, 0, 0, 0),
        ("borwick/2021", "curated", 0, 1, 0, 1),
        ("all", "", 2, 1, 1, 4),
    )


def test_no_finding_is_no_clean_bill() -> None:
    with pytest.raises(ReportProblem, match="no proof that nothing is amiss"):
        checks_report(FRAME, [finding(authority="other")])


def test_points_that_weigh_the_same_stand_in_the_order_of_the_text() -> None:
    early = dataclasses.replace(QUOTE, start=1, end=2)
    made = checks_report(FRAME, [finding(), finding(quotes=(early,), message="Earlier", level="2 | 3")])
    rows = found(made, "findings")[0].rows
    assert [(row[2], row[3]) for row in rows] == [("2, 3", "Earlier"), ("3", "Hours are missing")]
