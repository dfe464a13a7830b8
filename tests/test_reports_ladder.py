"""The report of ladders: every rung with words and place, and one without words claims no silence."""

from __future__ import annotations

import pytest

from needgraph.querying.asking import LocalEndpoint
from needgraph.reports.charts import coverage_figures
from needgraph.reports.frame import frame
from needgraph.reports.ladder import ladder_report
from needgraph.reports.model import Figure, Heading, Paragraph, Quote, ReportProblem
from small_report import endpoint


@pytest.fixture(scope="module")
def graphs() -> LocalEndpoint:
    return endpoint()


@pytest.mark.parametrize("concern", ["missing", "concern/missing"])
def test_ladder_of_one_concern_shows_every_rung_with_its_place(graphs: LocalEndpoint, concern: str) -> None:
    made = ladder_report(graphs, frame(graphs), concern)
    (figure,) = [block for block in made.blocks if isinstance(block, Figure)]
    found = [(row[0], row[1], row[2], row[4]) for row in figure.table.rows]
    assert [(tiers, edition, level) for tiers, edition, level, _ in found] == [
        ("3", "ashby/2024", "3"), ("3 | 4", "borwick/2021", "3"), ("4", "ashby/2024", "4"),
    ]  # fmt: skip
    assert found[0][3] == Quote("ashby/2024/a0036", "Often away overnight without word", 1044, 1077)
    assert made.name == "ladder-missing"
    assert "No sign at this tier was read as missing" in figure.svg


def test_all_ladders_draw_what_several_speak_of_and_list_what_one_does(graphs: LocalEndpoint) -> None:
    made = ladder_report(graphs, frame(graphs))
    assert [block.text for block in made.blocks if isinstance(block, Heading) and block.level == 3] == [
        "Missing",
    ]  # fmt: skip
    (last,) = [block.text for block in made.blocks[-1:] if isinstance(block, Paragraph)]
    assert "education (ashby/2024)" in last
    assert last.endswith("No sign of the others was read as one of these; nothing follows from that.")
    assert any("print there what was read as another concern" in getattr(block, "text", "") for block in made.blocks)


def test_all_ladders_begin_with_a_windscreen_for_each_edition_and_the_coverage(graphs: LocalEndpoint) -> None:
    made = ladder_report(graphs, frame(graphs))
    tables = {block.table.name: block.table for block in made.blocks if isinstance(block, Figure)}
    ashby, coverage = tables["indicators-ashby-2024"], tables["coverage"]
    assert ashby.rows[-1] == ("ashby/2024", "under no heading", 1, 0, 1, 0)
    headings = [column.heading for column in coverage.columns]
    missing = next(row for row in coverage.rows if row[0] == "missing")
    assert dict(zip(headings, missing, strict=True)) == {
        "Concern": "missing", "Tier 0: ashby/2024": 0, "Tier 1–2: ashby/2024": 0, "Tier 3: ashby/2024": 1,
        "Tier 3–4: borwick/2021": 1, "Tier 4: ashby/2024": 1,
    }  # fmt: skip


def test_edition_that_is_not_asked_for_is_left_out(graphs: LocalEndpoint) -> None:
    made = ladder_report(graphs, frame(graphs, ["borwick"]))
    text = " ".join(block.svg for block in made.blocks if isinstance(block, Figure))
    assert "borwick/2021" in text
    assert "ashby" not in text


def test_unknown_concern_is_named_with_the_nearest(graphs: LocalEndpoint) -> None:
    with pytest.raises(ReportProblem, match="'mising' is no concern; did you mean 'missing'"):
        ladder_report(graphs, frame(graphs), "mising")


def test_concern_of_which_nobody_speaks_is_no_empty_report(graphs: LocalEndpoint) -> None:
    with pytest.raises(ReportProblem, match="none of borwick/2021 has an indicator of"):
        ladder_report(graphs, frame(graphs, ["borwick"]), "education")


def test_parts_of_a_long_heat_map_are_as_full_as_each_other(graphs: LocalEndpoint) -> None:
    names = {f"c{number:02}": f"concern {number:02}" for number in range(61)}
    rows = [{"concern": f"concern/{code}", "tiers": "2", "authority": "ashby", "edition": "2024"} for code in names]
    parts = [figure.table for figure in coverage_figures(rows, names, frame(graphs))]
    assert [len(part.rows) for part in parts] == [21, 21, 19]
    assert len({row[0] for part in parts for row in part.rows}) == 61
