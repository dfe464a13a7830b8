"""Hours are read as a document means them: minute by minute, bank holidays included."""

from __future__ import annotations

import datetime

import pytest

from guidance_store import real_tables, rows
from needgraph.guidance.hours import bank_holidays, claimed, claimed_twice, clock, ordinary_week, uncovered
from needgraph.guidance.rules import Record

GOOD_FRIDAY, AUGUST = datetime.date(2026, 4, 3), datetime.date(2026, 8, 31)
MONDAY = datetime.date(2026, 6, 1)
DESK, NIGHT = "Mo-Th 09:00-17:00; Fr 09:00-16:30", "Mo-Th 17:00-09:00; Fr 16:30-09:00; Sa,Su 00:00-24:00"
COLUMNS = "node document name phone role hours printed read"
DOCUMENT = "https://w3id.org/needgraph/id/castle/2025"


def contacts(*hours: tuple[str, str], read: str = "2026-11-20") -> list[Record]:
    roles = ("front door", "out-of-hours", "out-of-hours")
    values = [
        (f"n{place}", DOCUMENT, f"Team {place}", "", roles[place], each, printed, read)
        for place, (each, printed) in enumerate(hours)
    ]
    return rows(COLUMNS, *values)


def test_numbers_of_one_service_are_told_apart_by_number_and_not_by_name() -> None:
    first, second = contacts((DESK, ""), (DESK, ""))
    first, second = (
        {**each, "service": "castle/2025/hub", "phone": number} for each, number in ((first, "111"), (second, "222"))
    )
    (hit,) = claimed_twice([first, second], real_tables())
    assert hit.problem.startswith("111 and 222, two numbers of one service, both claim the same hours: ")
    (hit,) = claimed_twice([first, {**second, "service": "castle/2025/night"}], real_tables())
    assert hit.problem.startswith("Team 0, 111, and Team 1, 222, both claim the same hours: ")


def test_england_has_a_bank_holiday_at_the_end_of_august() -> None:
    held = dict(bank_holidays(2026))
    assert {GOOD_FRIDAY, AUGUST} <= held.keys()
    assert held[GOOD_FRIDAY] == "Good Friday"


@pytest.mark.parametrize(
    ("hours", "day", "holiday", "times"),
    [
        (DESK, AUGUST, True, "09:00–17:00"),
        (DESK, GOOD_FRIDAY, True, "09:00–16:30"),
        ("Mo-Fr 09:00-17:00; PH off", AUGUST, True, ""),
        ("Mo-Fr 09:00-17:00; PH off", AUGUST, False, "09:00–17:00"),
        (NIGHT, MONDAY, False, "17:00–24:00"),
        (NIGHT, datetime.date(2026, 6, 2), False, "00:00–09:00, 17:00–24:00"),
        ("PH,Su 10:00-12:00", AUGUST, True, "10:00–12:00"),
        ("PH,Su 10:00-12:00", AUGUST, False, ""),
        ("PH", AUGUST, True, "00:00–24:00"),
        ("24/7; Su off", datetime.date(2026, 6, 7), False, ""),
        ("24/7", MONDAY, False, "00:00–24:00"),
        ("09:00-10:00", MONDAY, False, "09:00–10:00"),
    ],
)
def test_hours_claim_these_minutes(hours: str, day: datetime.date, holiday: bool, times: str) -> None:
    assert clock(claimed(hours, day, holiday=holiday)) == times


@pytest.mark.parametrize("hours", ["whenever you like", "Mo-Fr 9am-5pm", "Xy 09:00-10:00"])
def test_hours_in_another_syntax_are_a_finding(hours: str) -> None:
    found = list(uncovered(contacts((hours, "")), real_tables()))
    assert [hit.node for hit in found] == ["n0"]
    assert "opening_hours" in found[0].problem
    assert list(claimed_twice(contacts((hours, ""), (NIGHT, "")), real_tables())) == []


def test_ordinary_week_has_no_bank_holiday_in_it() -> None:
    week = ordinary_week(2026)
    assert [day.weekday() for day in week] == list(range(7))
    assert not {day for day, _ in bank_holidays(2026)} & set(week)


def test_gap_on_monday_morning_is_found_with_its_minutes() -> None:
    (hit,) = uncovered(contacts((DESK, ""), (f"{NIGHT}; PH 00:00-24:00", "")), real_tables())
    assert "in an ordinary week Monday 00:00–09:00 (540 minutes)." in hit.problem
    assert "holiday" not in hit.problem
    assert (hit.node, hit.others) == ("n0", ("n1",))


def test_gap_on_a_bank_holiday_only_is_found() -> None:
    whole = "Mo-Fr 00:00-09:00; Mo-Fr 17:00-24:00; Sa,Su 00:00-24:00"
    (hit,) = uncovered(contacts(("Mo-Fr 09:00-17:00; PH off", ""), (whole, "")), real_tables())
    assert "ordinary" not in hit.problem
    assert "09:00–17:00 on " in hit.problem
    assert "Good Friday (Friday 3 April 2026)" in hit.problem


@pytest.mark.parametrize("printed", ["at all other times", "outside of normal hours"])
def test_contact_that_takes_the_rest_leaves_no_gap(printed: str) -> None:
    assert list(uncovered(contacts((DESK, ""), ("", printed)), real_tables())) == []
    assert list(uncovered(contacts((DESK, ""), (NIGHT, printed)), real_tables())) == []


def test_bank_holidays_that_two_claim_are_named_with_their_hours() -> None:
    (hit,) = claimed_twice(contacts((DESK, ""), (f"{NIGHT}; PH 00:00-24:00", "")), real_tables())
    assert "ordinary" not in hit.problem
    assert "09:00–16:30 on Good Friday (Friday 3 April 2026)" in hit.problem
    assert "Monday 31 August 2026" in hit.problem


def test_hours_that_two_claim_every_week_are_named() -> None:
    (hit,) = claimed_twice(contacts(("Mo 09:00-17:00", ""), ("Mo 16:00-18:00", "")), real_tables())
    assert "in an ordinary week Monday 16:00–17:00" in hit.problem


def test_words_that_give_a_contact_the_holidays_count_as_a_claim() -> None:
    printed = "outside office hours and weekends and public holidays"
    (hit,) = claimed_twice(contacts((DESK, ""), ("", printed)), real_tables())
    assert "Good Friday" in hit.problem
    assert list(claimed_twice(contacts((DESK, ""), ("", "outside office hours")), real_tables())) == []


def test_year_is_the_one_in_which_the_document_was_looked_at() -> None:
    (hit,) = claimed_twice(contacts((DESK, ""), ("PH 00:00-24:00", ""), read="2024-05-01"), real_tables())
    assert "Good Friday (Friday 29 March 2024)" in hit.problem
