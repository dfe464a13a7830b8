"""A finding as an object has exactly the fields that others rely on."""

from __future__ import annotations

from needgraph.findings.finding import Finding, Quote

FINDING = Finding(
    rule="shape:StatementStart",
    severity="violation",
    grade=None,
    basis="computed",
    authority="dunmore",
    edition="2020",
    level="1",
    id="dunmore/2020/d0003",
    quotes=(Quote("dunmore/2020/d0003", "Sleeps well", 18, 29),),
    message="does not state start",
    fix="Give the place.",
    file="graphs/editions/dunmore/2020/statements.tsv",
    row=4,
)


def test_record_has_the_fields_of_the_design_and_no_other() -> None:
    record = FINDING.record()
    assert list(record) == [
        "rule", "severity", "grade", "basis", "authority", "edition", "level", "id", "quotes", "message", "fix",
        "file", "row",
    ]  # fmt: skip
    assert record["quotes"] == [{"id": "dunmore/2020/d0003", "text": "Sleeps well", "start": 18, "end": 29}]
    assert record["grade"] is None
    assert record["row"] == 4
