"""What stands in a document without its text is found in its words, and once where a reader noted it."""

from __future__ import annotations

import pytest

from guidance_store import real_tables, rows
from needgraph.guidance.layout import dead_link, group_without_heading, heading_without_text, text_missing
from needgraph.guidance.rules import Record

COLUMNS = "node document kind defect level dimension part text start end problem"


def said(*each: tuple[str, str, str, str]) -> list[Record]:
    """Return a row for each passage, given as its kind, level, heading and words, one line each."""
    found, start = [], 0
    for number, (kind, level, dimension, text) in enumerate(each):
        found.append((f"n{number}", "d", kind, "", level, dimension, "", text, start, start + len(text), ""))
        start += len(text) + 1
    return rows(COLUMNS, *found)


def noted(defect: str, start: int, end: int, about: str = "") -> list[Record]:
    """Return the row of a note."""
    return rows(COLUMNS, ("note", "d", "", defect, "", "", about, "", start, end, "Noted so."))


@pytest.mark.parametrize("text", ["…", "...", "#", "–", "TBC", "[to be added]", "xxx", "[insert text here]"])
def test_placeholder_holds_the_place_of_words(text: str) -> None:
    (hit,) = text_missing(said(("indicator", "2", "home", text)), real_tables())
    assert hit.problem == f"“{text}” holds the place of words that are not there."
    assert hit.basis == "computed"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Children who are neglected,", ","),
        ("Poor hygiene –", "–"),
        ("Poor hygiene -", "-"),
        ("Children at risk (", "("),
        ("Late, absent or", "or"),
        ("Cannot sleep because", "because"),
        ("Parents who drink and use…", "…"),
        ("Lives with the", "the"),
    ],
)
def test_passage_that_breaks_off_is_told_with_its_last_mark_or_word(text: str, after: str) -> None:
    (hit,) = text_missing(said(("indicator", "2", "home", text)), real_tables())
    assert hit.problem == f"Breaks off after “{after}”: what was to follow is not there."


@pytest.mark.parametrize(
    "text",
    ["Poor diet, etc", "Poor diet, etc.", "Vitamin A", "Nobody to talk to", "Children who:", "Self-harm;", "10+"],
)
def test_whole_passage_is_left_alone(text: str) -> None:
    assert list(text_missing(said(("indicator", "2", "home", text)), real_tables())) == []


@pytest.mark.parametrize(
    "address", ["#", "", " ", "http://", "https://localhost/x", "about:blank", "insert link here", "URL"]
)
def test_address_that_leads_nowhere_is_found(address: str) -> None:
    assert len(list(dead_link(said(("contact", "", "", f"See the [form]({address}).")), real_tables()))) == 1


@pytest.mark.parametrize(
    "text", ["See the [form](form.pdf).", "See [us](https://a.example/#top).", "Call us (free)", "https://a.example"]
)
def test_address_that_may_lead_somewhere_is_left_alone(text: str) -> None:
    assert list(dead_link(said(("contact", "", "", text)), real_tables())) == []


def test_signs_under_no_heading_are_one_hit_a_run() -> None:
    signs = [("indicator", "2", dimension, "Sign") for dimension in ("home", "", "", "home", "")]
    first, second = group_without_heading(said(*signs, ("indicator", "3", "", "Sign")), real_tables())
    assert (first.node, first.others, second.node) == ("n1", ("n2",), "n4")
    assert first.problem == "2 signs of level 2 stand under none of the headings that group the others."
    assert second.problem == "One sign of level 2 stands under none of the headings that group the others."


def test_heading_before_another_or_before_the_next_level_has_nothing_under_it() -> None:
    passages = said(
        ("heading", "", "", "Title"), ("principle", "", "", "Text"), ("heading", "", "", "Reporting"),
        ("heading", "", "", "Whom to ring"), ("contact", "", "", "Ring us."), ("level-name", "1", "", "Level 1"),
        ("heading", "1", "home", "Home"), ("level-name", "2", "", "Level 2"),
    )  # fmt: skip
    first, second = heading_without_text(passages, real_tables())
    assert (first.node, first.others) == ("n2", ("n3",))
    assert second.problem == "Nothing stands under the heading before the name of the next level, “Level 2”."
    assert second.level == "1"


def test_heading_over_other_headings_is_left_alone() -> None:
    passages = said(
        ("principle", "", "", "Text"), ("heading", "", "", "Levels"), ("level-name", "1", "", "Level 1"),
        ("heading", "1", "", "Signs"), ("heading", "1", "home", "Home"), ("indicator", "1", "home", "Sleeps"),
        ("heading", "", "", "2 Help"), ("heading", "", "", "2.1 Early help"), ("process", "", "", "It begins."),
    )  # fmt: skip
    assert list(heading_without_text(passages, real_tables())) == []


@pytest.mark.parametrize("note", [noted("placeholder", 0, 1), noted("truncated-text", 50, 60, "n0")])
def test_what_a_reader_noted_of_a_passage_is_said_once_in_the_readers_words(note: list[Record]) -> None:
    (hit,) = text_missing([*said(("indicator", "2", "", "…")), *note], real_tables())
    assert (hit.node, hit.problem, hit.basis) == ("note", "Noted so.", "curated")


def test_note_of_another_passage_or_kind_leaves_what_is_found() -> None:
    rows_ = [*said(("indicator", "2", "", "…")), *noted("placeholder", 50, 51), *noted("misprint", 0, 1)]
    assert [hit.basis for hit in text_missing(rows_, real_tables())] == ["curated", "computed"]
