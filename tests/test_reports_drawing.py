"""Charts are drawn from data, say in words what they show, and rest on no colour alone."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from needgraph.reports import drawing as charts
from needgraph.reports.chart_consent import OUTCOMES, consent_chart
from needgraph.reports.chart_heat import heat_map
from needgraph.reports.chart_ladder import Rung, ladder_chart
from needgraph.reports.chart_windscreen import windscreen

SVG = "{http://www.w3.org/2000/svg}"
TIERS = [("0", "universal"), ("1", "one agency"), ("2", "several"), ("3", "in need"), ("4", "protection")]


def words(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def fills(svg: str) -> list[str]:
    return re.findall(r'fill="(url[^"]*)"', svg)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_shades_differ_in_lightness_and_their_words_are_legible() -> None:
    found = [charts.shade(count, 5) for count in range(1, 6)]
    light = [luminance(fill) for fill, _ in found]
    assert light == sorted(light, reverse=True)
    # As grey values, neighbours are told apart; and every number can be read on its shade.
    assert all(before - after > 0.08 for before, after in pairwise(light))
    assert all(contrast(fill, ink) >= 4.5 for fill, ink in found)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_a_code_and_legible_words(outcome: str) -> None:
    code, said, fill, ink = OUTCOMES[outcome]
    assert re.fullmatch("[A-Z]{2}", code)
    assert said == outcome.replace("-", " ")
    assert contrast(fill if fill.startswith("#") else charts.PAPER, ink) >= 4.5
    assert [each[0] for each in OUTCOMES.values()].count(code) == 1


def test_drawing_is_well_formed_whatever_the_words() -> None:
    svg = charts.drawing("a", 10, 20, 'A "box" & <more>', [charts.text(1, 2, "<b> & co")])
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == 'A "box" & <more>'
    assert words(svg) == ["<b> & co"]


def test_patterns_of_two_drawings_on_a_page_are_kept_apart() -> None:
    assert set(re.findall(r' id="([^"]*)"', charts.drawing("a", 1, 1, "", []))) == {"a-hatch", "a-cross"}


def test_windscreen_names_every_level_ring_and_count() -> None:
    counts = {("1", "Health"): 3, ("2", "Health"): 7, ("2", ""): 1}
    svg, alt = windscreen("w", [("1", "0–1"), ("2", "3")], ["Health", ""], counts, "2")
    said = words(svg)
    assert {"Level 1", "tier 0–1", "Level 2", "tier 3", "Health", "under no heading", "statutory line"} <= set(said)
    assert sorted(word for word in said if word.isdigit()) == ["0", "1", "11", "3", "7"]
    assert fills(svg) == ["url(#w-hatch)"]
    assert "2 levels" in alt
    assert "2 rings" in alt
    assert "11 indicators" in alt


def test_windscreen_of_a_document_without_indicators_says_so() -> None:
    svg, _ = windscreen("w", [("1", "0")], [], {}, None)
    assert words(svg) == ["This document prints no indicator."]


def test_windscreen_draws_no_statutory_line_where_every_level_rests_on_statute() -> None:
    svg, _ = windscreen("w", [("1", "3"), ("2", "4")], ["A"], {("1", "A"): 1}, "1")
    assert "statutory line" not in words(svg)


def test_heat_map_prints_every_count_and_hatches_what_is_not_said() -> None:
    columns = [("2", "a/1"), ("2", "b/1"), ("3", "a/1")]
    svg, alt = heat_map("h", ["missing", "care"], columns, {("missing", ("2", "a/1")): 4}, 4)
    said = words(svg)
    assert said.count("4") == 1
    assert said.count("tier 2") == said.count("tier 3") == 1
    assert len(fills(svg)) == 5
    assert "stroke-dasharray" in svg
    assert "2 concerns" in alt


def test_ladder_shows_words_and_tells_silence_from_the_lack_of_a_level() -> None:
    rungs = [
        Rung("a/1", ("0", "1"), "1", (("Late at times", "a/1/a1"),)),
        Rung("b/1", ("3",), "2", (("Away", "b/1/b1"),)),
    ]
    placed = {"a/1": frozenset("0123"), "b/1": frozenset("34")}
    svg, alt = ladder_chart("l", "missing", ["a/1", "b/1"], TIERS, rungs, placed)
    said = words(svg)
    assert "“Late at times” (a1)" in said
    # Level 1 stands at tiers 0 and 1: nothing is said of a tier but that nothing there was read as the concern.
    assert "does not say" not in svg
    assert said.count("No sign at this tier was read as missing; this") == 3
    assert said.count("document has it at Level 1.") == 2
    assert "No sign was read as missing." in ladder_chart("l", "missing", ["a/1"], TIERS, [], placed)[0]
    assert said.count("This document has no level on this tier.") == 4
    assert "not required" not in svg
    assert "The ladder of missing" in alt


def test_ladder_grows_with_its_words() -> None:
    def height(entries: int) -> float:
        rung = Rung("a/1", ("3",), "3", tuple((f"Words {'and more ' * 9}", f"a/1/a{n}") for n in range(entries)))
        svg, _ = ladder_chart("l", "c", ["a/1"], TIERS, [rung], {})
        root = ElementTree.fromstring(svg)
        lowest = max(float(str(each.get("y"))) for each in root.iter(f"{SVG}text"))
        assert lowest <= float(str(root.get("height")))
        return float(str(root.get("height")))

    assert height(8) > height(1) + 100


def test_consent_grid_names_each_outcome_by_code_and_words() -> None:
    rows = [("1", "share"), ("1", "refer")]
    outcomes = {(rows[0], "refused"): "not-accepted", (rows[1], "refused"): "not-stated"}
    svg, alt = consent_chart("c", rows, ["refused"], outcomes)
    said = words(svg)
    assert {"NA", "not accepted", "NS", "not stated", "share", "refer", "Level 1"} <= set(said)
    assert "CF stands for consent first: asked for, recommended or required." in said
    assert fills(svg) == ["url(#c-hatch)"]
    assert "2 rows" in alt


def test_drawings_are_the_same_each_time() -> None:
    def made() -> str:
        return heat_map("h", ["a"], [("2", "a/1")], {("a", ("2", "a/1")): 1}, 1)[0]

    assert made() == made()
