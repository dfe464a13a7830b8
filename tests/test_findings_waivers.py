"""A waiver accepts one finding for a reason until a day; expired or unused it is itself a finding."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from needgraph.findings.waivers import COLUMNS, WAIVER_EXPIRED, WAIVER_UNUSED, apply_waivers, read_waivers
from needgraph.tables.tsv import TableProblem, write_table
from test_findings_finding import FINDING

TODAY = datetime.date(2026, 11, 20)
ROW = {"rule": FINDING.rule, "id": FINDING.id, "reason": "Known.", "expires": "2026-11-20", "curator": "bee"}


def table(folder: Path, **cells: str) -> Path:
    path = folder / "waivers.tsv"
    write_table(path, COLUMNS, [{**ROW, **cells}])
    return path


def test_waiver_in_force_accepts_its_finding_to_the_last_day(tmp_path: Path) -> None:
    waivers = read_waivers(table(tmp_path))
    other = replace(FINDING, id="dunmore/2020/d0005")
    assert apply_waivers([FINDING, other], waivers, TODAY) == ([other], [FINDING])


def test_expired_waiver_is_a_violation_and_accepts_nothing(tmp_path: Path) -> None:
    standing, waived = apply_waivers([FINDING], read_waivers(table(tmp_path)), TODAY + datetime.timedelta(days=1))
    assert waived == []
    assert [(each.rule, each.severity) for each in standing] == [
        (FINDING.rule, "violation"),
        (WAIVER_EXPIRED, "violation"),
    ]
    assert standing[1].message == f"the waiver of {FINDING.rule} for {FINDING.id} expired on 2026-11-20"
    assert (Path(standing[1].file).name, standing[1].row) == ("waivers.tsv", 2)


def test_waiver_that_accepts_nothing_is_a_warning(tmp_path: Path) -> None:
    standing, waived = apply_waivers([], read_waivers(table(tmp_path)), TODAY)
    assert waived == []
    assert [(each.rule, each.severity, each.fix) for each in standing] == [
        (WAIVER_UNUSED, "warning", "Remove the waiver.")
    ]


@pytest.mark.parametrize("column", ["rule", "id", "reason"])
def test_waiver_without_rule_id_or_reason_is_refused(tmp_path: Path, column: str) -> None:
    with pytest.raises(TableProblem, match=rf"waivers\.tsv:2: has no {column}; a waiver says which finding it accepts"):
        read_waivers(table(tmp_path, **{column: ""}))


@pytest.mark.parametrize("day", ["", "soon", "31.12.2026", "2026-02-30"])
def test_waiver_without_a_day_is_refused(tmp_path: Path, day: str) -> None:
    with pytest.raises(TableProblem, match=r"waivers\.tsv:2: expires .*; write a date such as 2027-03-31"):
        read_waivers(table(tmp_path, expires=day))


def test_no_table_means_no_waivers(tmp_path: Path) -> None:
    assert read_waivers(tmp_path / "waivers.tsv") == []
