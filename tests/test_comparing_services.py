"""Services and contacts meet by role, whatever they are called; missing hours are said to be missing."""

from __future__ import annotations

from needgraph.comparing.rows import NOT_SAID, Line
from needgraph.comparing.services import outcome_lines, service_lines
from small_comparison import ASHBY, BORWICK, small_facts


def roles() -> dict[str, Line]:
    return {line.concern: line for line in service_lines(small_facts(), ASHBY, BORWICK)}


def test_front_doors_meet_with_numbers_and_hours_as_printed() -> None:
    line = roles()["front-door"]
    assert (line.kind, line.relation) == ("contact", "same-role")
    assert (line.subject.id, line.object.id) == ("ashby/2024/a0049", "borwick/2021/b0037")
    assert "Ashby Front Desk: 01632 960101, desk@ashby.example, Mo-Fr 09:00-17:00" in line.remark
    assert "not verified since" in line.remark


def test_number_without_hours_says_so() -> None:
    assert "Family Line: 01632 960103, no hours printed" in roles()["early-help-advice"].remark


def test_hours_printed_without_times_are_quoted() -> None:
    facts = small_facts()
    for row in facts.roles[BORWICK]:
        row.update({"hours": "", "hours_printed": "in the evening | at night"})
    (line,) = [line for line in service_lines(facts, ASHBY, BORWICK) if line.concern == "front-door"]
    assert "no clock times; printed: “in the evening” and “at night”" in line.remark


def test_service_of_one_edition_only_was_not_read_from_the_other() -> None:
    line = roles()["library"]
    assert (line.kind, line.relation, line.subject.place) == ("service", "one-only", "")
    assert "Ashby lists no service in this role, as far as services were read from it" in line.remark
    assert NOT_SAID not in line.remark
    assert line.object.quote == "Libraries"


def test_services_of_one_role_compare_their_tiers() -> None:
    assert (roles()["social-work"].relation, roles()["social-work"].level) == ("same-role", "spans")


def test_basis_of_a_silence_is_given_where_it_holds_at_the_tier_only() -> None:
    facts = small_facts()
    assert "No service is printed under Level 4" not in roles()["library"].remark
    for row in facts.silences[ASHBY]:
        if row["facet"] == "services-by-level":
            row["level"] = "1"
    found = {line.concern: line.remark for line in service_lines(facts, ASHBY, BORWICK)}
    assert "No service is printed under Level 4" in found["library"]


def test_front_door_without_hours_has_a_line_of_its_own() -> None:
    facts = small_facts()
    assert "opening-hours" not in roles()
    for row in facts.roles[BORWICK]:
        row["hours"] = ""
    (line,) = [line for line in service_lines(facts, ASHBY, BORWICK) if line.concern == "opening-hours"]
    assert (line.relation, line.object.place, line.subject.place) == ("no-hours", NOT_SAID, "")
    facts.roles[BORWICK] = []
    (line,) = [line for line in service_lines(facts, ASHBY, BORWICK) if line.concern == "opening-hours"]
    assert (line.relation, line.object.place) == ("no-hours", "")
    assert "says nothing of the document" in line.remark


def test_outcome_of_a_level_stands_against_the_silence_of_the_other() -> None:
    (line,) = outcome_lines(small_facts(), ASHBY, BORWICK)
    assert (line.subject.place, line.object.quote) == (NOT_SAID, "The family manages again without us.")
    assert "what help is to achieve is not stated" in line.remark


def test_services_stand_with_their_tiers_and_the_levels_that_have_them_too() -> None:
    facts = small_facts()
    (row,) = [row for row in facts.roles[ASHBY] if row["role"] == "social-work"]
    row["passage"] = next(each.id for each in facts.of_kind(ASHBY, "service") if each.levels == ("1",))
    found = {line.concern: line for line in service_lines(facts, ASHBY, BORWICK)}
    assert "Ashby Level 1 is " in found["social-work"].remark
    assert "its services stay available at Level 2, 3" in found["social-work"].remark
    assert "Borwick Level 3 is child in need and statutory protection or care." in found["social-work"].remark
