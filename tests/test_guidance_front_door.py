"""A front door printed under several names is found by forms of its name and by names printed as its equal."""

from __future__ import annotations

import pytest

from guidance_store import real_tables, rows
from needgraph.guidance.front_door import APART, NAME, front_door_names
from needgraph.guidance.rules import Record

COLUMNS = "node document service kind text start end"
DOOR = "Westby Front Door"


def said(*texts: str, kind: str = "contact", door: str = DOOR) -> list[Record]:
    """Return a row for each passage of a document whose front door has a name."""
    places = [(f"n{place}", text, 1000 * place) for place, text in enumerate(texts)]
    return rows(COLUMNS, *((node, "d", door, kind, text, start, start + len(text)) for node, text, start in places))


def test_name_in_another_case_is_the_same_name() -> None:
    rows_ = said("Ring the Castle Hub", "Ring the castle hub", door="Castle Hub")
    assert list(front_door_names(rows_, real_tables())) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ring the Westby Access Team or the Westby Front Door.", "Westby Access Team"),
        ("Ring the Westby Front Door, or Family Gateway.", "Family Gateway"),
        ("The Westby Front Door (formerly called the Children's Desk) decides.", "Children's Desk"),
        ("Contact Access Team / Westby Front Door", "Access Team"),
        ("Ring the Westby Front Door Service or the Front Door.", "Westby Front Door Service"),
    ],
)
def test_name_printed_as_the_equal_of_the_front_door_is_found(text: str, name: str) -> None:
    (hit,) = front_door_names(said("Westby Front Door, 9am to 5pm", text), real_tables())
    assert f"“{name}” in one passage" in hit.problem


@pytest.mark.parametrize(
    "text",
    [
        "Ring the Police or the Westby Front Door.",
        "Ring the Westby Night Team or the Westby Front Door.",
        "Ring the Westby Front Door. The Youth Team helps, too.",
        "Ring the Westby Front Door and the Play Team.",
    ],
)
def test_another_team_is_no_name_of_the_front_door(text: str) -> None:
    night = rows(COLUMNS, ("night", "d", DOOR, APART, "Westby Night Team", 0, 0))
    assert list(front_door_names([*said(text), *night], real_tables())) == []


def test_only_passages_about_whom_to_ask_give_an_equal() -> None:
    text = "The Play Team or the Westby Front Door helps."
    assert list(front_door_names(said(text, kind="service"), real_tables())) == []


def test_name_of_a_contact_of_the_front_door_is_a_name_of_it() -> None:
    contact = rows(COLUMNS, ("c", "d", DOOR, NAME, "Children's Advice Desk", 0, 0))
    rows_ = [*said("Westby Front Door", "Children's Advice Desk, 01632 960101"), *contact]
    (hit,) = front_door_names(rows_, real_tables())
    assert hit.problem == (
        "The front door has 2 printed names: “Westby Front Door” in one passage, "
        "“Children's Advice Desk” in one passage."
    )


def test_verb_before_a_form_of_the_name_is_no_part_of_it() -> None:
    (hit,) = front_door_names(said("Westby Front Door", "Ring the Front Door"), real_tables())
    assert "“Front Door” in one passage" in hit.problem
