"""Indicators go under the headings of another edition by agreed pairs first, and by national concepts after."""

from __future__ import annotations

from needgraph.comparing.facts import Facts
from needgraph.comparing.headings import heading_lines, heading_side, projection
from needgraph.querying.answers import Value
from small_comparison import ASHBY, BORWICK, small_facts

LEARNING, SCHOOL = "ashby/2024/dimension/learning", "borwick/2021/dimension/at-school"


def grounds(facts: Facts) -> dict[Value, tuple[Value, Value]]:
    return {row["subject"]: (row["projected"], row["ground"]) for row in projection(facts, ASHBY, BORWICK).records()}


def test_agreed_counterpart_decides_the_heading() -> None:
    found = grounds(small_facts())
    assert found["ashby/2024/a0035"] == ("At School", "by agreed pair")
    assert found["ashby/2024/a0036"] == ("", "agreed pair under no heading")
    assert found["ashby/2024/a0010"] == ("", "no heading found")


def test_heading_of_the_same_national_concept_takes_the_rest() -> None:
    facts = small_facts()
    education = {"relation": "close", "concept": "assessment-dimension/education"}
    facts.headings[ASHBY] = [{"dimension": LEARNING, "heading": "Learning", **education}]
    facts.headings[BORWICK] = [{"dimension": SCHOOL, "heading": "At School", **education}]
    assert grounds(facts)["ashby/2024/a0012"] == ("At School", "by matched heading")
    facts.headings[BORWICK][0]["relation"] = "related"
    assert grounds(facts)["ashby/2024/a0012"] == ("", "no heading found")


def test_concept_read_from_the_indicator_comes_last() -> None:
    facts = small_facts()
    facts.headings[BORWICK] = [
        {"dimension": SCHOOL, "heading": "At School", "relation": "narrow", "concept": "assessment-dimension/health"}
    ]
    sign = facts.signs[ASHBY]["ashby/2024/a0010"]
    facts.signs[ASHBY]["ashby/2024/a0010"] = sign._replace(national=frozenset({"assessment-dimension/health"}))
    assert grounds(facts)["ashby/2024/a0010"] == ("At School", "by national concept")


def test_lines_count_what_goes_where_in_both_directions() -> None:
    found = {
        (line.subject.id, line.relation, line.object.id): line for line in heading_lines(small_facts(), ASHBY, BORWICK)
    }
    assert "go: 1 by agreed pair" in found[LEARNING, "left-under-right", SCHOOL].remark
    assert "2 signs of Borwick stand under “At School”" in found[LEARNING, "right-under-left", SCHOOL].remark


def test_heading_has_every_place_where_it_is_printed() -> None:
    side = heading_side(small_facts(), ASHBY, "ashby/2024/dimension/health")
    assert side[1:] == ("1 | 2", "Health", "ashby/2024/a0009 334–340 | ashby/2024/a0021 560–566")
