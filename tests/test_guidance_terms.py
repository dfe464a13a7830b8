"""Words are counted once each, in the passage where they stand."""

from __future__ import annotations

import pytest

from guidance_store import real_tables, rows
from needgraph.guidance.rules import Record
from needgraph.guidance.terms import (
    acronym_unexplained,
    acronym_varies,
    quantity_without_unit,
    spelling_varies,
    term_never_used,
)  # fmt: skip
from needgraph.guidance.words import review_words, several_words

COLUMNS = "node document kind level service text start end term expansion used"


def texts(*said: str | tuple[str, str, str]) -> list[Record]:
    """Return a row for each passage; a glossary entry is given as its term, expansion and words."""
    values = []
    for place, each in enumerate(said):
        term, expansion, text = ("", "", each) if isinstance(each, str) else each
        kind = "glossary-entry" if term else "indicator"
        start = 1000 * place
        values.append((f"n{place}", "d", kind, "2", "Castle Hub", text, start, start + len(text), term, expansion, 0))
    return rows(COLUMNS, *values)


def test_passage_inside_another_is_not_counted_again() -> None:
    whole, part = texts("Concerns about domestic abuse or domestic violence", "domestic abuse")
    inside = {**part, "start": 15, "end": 29}
    (hit,) = several_words([whole, inside], real_tables())
    assert "“domestic abuse” in one passage, “domestic violence” in one passage" in hit.problem


def test_every_passage_of_every_term_is_shown_with_the_forms_printed() -> None:
    (hit,) = several_words(texts("Domestic abuse", "DV at home", "Domestic violence", "domestic  abuse"), real_tables())
    assert (hit.node, hit.others) == ("n0", ("n3", "n1", "n2"))
    assert "“Domestic abuse” in 2 passages, “DV” or “Domestic violence” in 2 passages" in hit.problem


def test_word_to_review_that_is_one_of_several_terms_is_told_once() -> None:
    assert list(review_words(texts("Domestic violence", "Domestic abuse"), real_tables())) == []
    assert len(list(review_words(texts("Domestic violence"), real_tables()))) == 1


@pytest.mark.parametrize(
    ("said", "unexplained"),
    [
        ("Ask the LADO", ["LADO"]),
        ("Ask the Local Authority Designated Officer (LADO)", []),
        ("Healthy Young Minds (CAMHS)", ["CAMHS"]),
        ("Two LSPs agree", ["LSP"]),
        ("Go to A&E, or ask two GPs", []),
        ("CHILDREN IN CASTLE", []),
        ("The McKay family", []),
    ],
)
def test_abbreviation_is_explained_by_its_letters_only(said: str, unexplained: list[str]) -> None:
    found = [hit.problem.split("”")[0].lstrip("“") for hit in acronym_unexplained(texts(said), real_tables())]
    assert found == unexplained


def test_abbreviation_of_the_glossary_is_explained_in_any_form() -> None:
    entry = ("EHC Plan", "Education, Health and Care Plan", "EHC Plan Education, Health and Care Plan")
    rows_ = texts("An EHCP is made", entry)
    assert list(acronym_unexplained(rows_, real_tables())) == []
    assert [hit.others for hit in acronym_varies(rows_, real_tables())] == [("n1",)]
    assert list(term_never_used(rows_, real_tables())) == []


def test_pre_map_is_not_also_a_map() -> None:
    assert list(several_words(texts("A Pre MAP is made", "The Pre MAP is kept"), real_tables())) == []


@pytest.mark.parametrize(
    ("first", "second", "varies"),
    [
        ("co-ordinated help", "coordinated help", True),
        ("a multi -agency plan", "multi agency plans", True),
        ("self-harm", "harm to self", False),
        ("well-being", "a well being dug", True),
    ],
)
def test_spelling_that_varies_is_found(first: str, second: str, varies: bool) -> None:
    assert bool(list(spelling_varies(texts(first, second), real_tables()))) is varies


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("Homeless (16/17)", True),
        ("16-17 alone", True),
        ("Children under 16", False),
        ("Training post 16 for young people", False),
        ("Children with attendance below 80", True),
        ("Aged 16 or over", False),
        ("Absent for 10 days", False),
        ("Attendance below 80%", False),
        ("At level 3 or 4 already", False),
        ("Since 2018", False),
        ("High number of children (more than 5)", False),
        ("More than 4 house moves", False),
        ("3 or more moves", False),
        ("4+ missing episodes", False),
        ("Six people or 12 people", False),
        ("Scores 80 on the list", True),
        ("Attendance below 80 is noted", True),
        ("A girl of 16 lives alone", True),
    ],
)
def test_figure_without_a_unit_is_found(said: str, bare: bool) -> None:
    assert bool(list(quantity_without_unit(texts(said), real_tables()))) is bare


def test_word_to_review_is_shown_with_every_passage_that_has_it() -> None:
    (hit,) = review_words(texts("Clingy at the gate", "Happy", "A clingy child"), real_tables())
    assert (hit.node, hit.others) == ("n0", ("n2",))
    assert "“Clingy”, in 2 passages" in hit.problem


def test_word_to_review_is_quoted_in_every_form_it_is_printed_in() -> None:
    said = texts("Putting self at risk", "Places themselves at risk", "putting  self in danger", "They puts themselves")
    (hit,) = review_words(said, real_tables())
    assert hit.problem.startswith("“Putting self”, “Places themselves” or “puts themselves”, in 4 passages: ")


def test_only_the_forms_that_are_several_terms_are_told_elsewhere() -> None:
    (hit,) = review_words(texts("A child looked after", "A child in care", "Sexually active"), real_tables())
    assert hit.problem.startswith("“Sexually active”, in one passage")


def test_extremism_is_not_called_a_gang() -> None:
    gang, extremism = review_words(texts("Gang activity", "Involved with extremism"), real_tables())
    assert "exploited by a gang" in gang.problem
    assert "gang" not in extremism.problem


def test_terms_that_the_glossary_sets_equal_are_only_to_be_chosen_from() -> None:
    entry = ("CiC", "Children in Care", "CiC Children in Care (our term for Looked after Children)")
    (hit,) = several_words(texts("A child looked after", entry), real_tables())
    assert hit.fix == "The glossary explains one term by the other. Choose one of them."
    (hit,) = several_words(texts("A child looked after", "Children in care"), real_tables())
    assert hit.fix == ""


def test_team_is_not_a_plan() -> None:
    assert list(several_words(texts("A MAP is made", "A TAF meets"), real_tables())) == []
