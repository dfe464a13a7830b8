"""A level that slipped in a table is seen by the place of its indicator, for its words are right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from needgraph.checking.check import check
from needgraph.checking.level_order import check_level_order
from needgraph.resources import Data
from needgraph.tables.editions import Edition, read_edition
from needgraph.tables.tsv import Row

GRAPHS = Data(Path(__file__).parent / "fixtures" / "graphs")
ASHBY = read_edition(GRAPHS.editions / "ashby" / "2024")


def at_level(edition: Edition, levels: dict[str, str]) -> Edition:
    printed = edition.tables["statements"]
    rows = [Row(row.file, row.line, {**row, "level": levels.get(row["id"], row["level"])}) for row in printed]
    return replace(edition, tables={**edition.tables, "statements": rows})


def test_indicator_between_two_of_another_level_is_found() -> None:
    findings, run = check_level_order([at_level(ASHBY, {"a0010": "3"})])
    [found] = findings
    assert (found.id, found.level, found.severity) == ("ashby/2024/a0010", "3", "warning")
    assert found.message == "is at Level 3 and stands between a0008 and a0012, which are at Level 1"
    assert [quote.id[-5:] for quote in found.quotes] == ["a0010", "a0008", "a0012"]
    [line] = [row.line for row in ASHBY.statements if row["id"] == "a0010"]
    assert (Path(found.file).name, found.row) == ("statements.tsv", line)
    assert run.findings == 1


def test_order_of_the_rows_makes_no_difference_and_places_do() -> None:
    slipped = at_level(ASHBY, {"a0010": "3"})
    turned = replace(slipped, tables={**slipped.tables, "statements": slipped.tables["statements"][::-1]})
    assert check_level_order([turned])[0] == check_level_order([slipped])[0]


def test_where_one_level_follows_the_other_nothing_is_found() -> None:
    findings, run = check_level_order([ASHBY, at_level(ASHBY, {"a0022": "1"})])
    assert findings == []
    assert run.examined == 2 * len([row for row in ASHBY.statements if row["kind"] == "indicator"])


def test_check_runs_it() -> None:
    [run] = [run for run in check(GRAPHS).runs if run.rule == "check:level-out-of-order"]
    assert run.examined > 8
    assert run.findings == 0
