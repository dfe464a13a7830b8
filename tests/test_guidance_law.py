"""A document is set beside provisions, expected content and changes of law, with what is unsure said."""

from __future__ import annotations

from guidance_store import real_tables, rows
from needgraph.guidance.law import content_missing, law_changed, matter_left_open, provision_paraphrased
from needgraph.guidance.rules import Record

SECTION = "ukpga/1989/41/section"
DOCUMENT = "https://w3id.org/needgraph/id/castle/2025"


def passages(*each: tuple[str, str, str, int, int]) -> list[Record]:
    return rows("document node cited text start end", *((DOCUMENT, *one) for one in each))


def told(*each: tuple[str, str, str, str], written: str = "wt/2018") -> list[Record]:
    return rows(
        "document written kind value node level reason", *((DOCUMENT, written, *one, "Not said.") for one in each)
    )


CITES = tuple(("law", f"{SECTION}/{number}", f"s{number}", "") for number in ("17", "47", "31", "20"))


def test_clause_is_read_with_the_sentence_around_it() -> None:
    whole = "When a child is believed to be suffering or likely to suffer significant harm the authority must enquire."
    clause = ("clause", f"{SECTION}/47/1/b", "", 80, len(whole))
    (hit,) = provision_paraphrased(passages(clause, ("whole", "", whole, 0, len(whole))), real_tables())
    assert hit.node == "whole"
    assert "prints “believed” where the Act says that there is reasonable cause to suspect" in hit.problem
    assert hit.problem.endswith(" That makes it narrower than the Act.")


def test_element_that_was_not_checked_is_said_to_be_unsure() -> None:
    text = "Lost or abandoned, no person has parental responsibility, prevented from giving suitable accommodation"
    passage = passages(("a", f"{SECTION}/20", "", 0, 90), ("a", "", text, 0, 90))
    (hit,) = provision_paraphrased(passage, real_tables())
    assert "for what reason the carer is prevented (to be confirmed)" in hit.problem


def test_only_a_part_of_the_differences_may_make_a_test_narrower() -> None:
    text = "Children under 16 who are looked after privately"
    (hit,) = provision_paraphrased(passages(("a", f"{SECTION}/66", "", 0, 48), ("a", "", text, 0, 48)), real_tables())
    assert "“looked after”" in hit.problem
    assert " Part of that makes it narrower than the Act" in hit.problem


def test_authority_that_investigates_makes_enquiries() -> None:
    # The heading of section 47 is "Local authority's duty to investigate".
    text = "S47 investigation: reasonable cause to suspect the child is suffering or likely to suffer significant harm"
    passage = passages(("a", f"{SECTION}/47", "", 0, 10), ("a", "", text, 0, 112))
    assert list(provision_paraphrased(passage, real_tables())) == []


def test_content_with_a_remedy_of_its_own_says_it() -> None:
    (hit,) = content_missing(told(*CITES, ("silence", "early-help-assessment-process", "n", "")), real_tables())
    assert "does not say how an early help assessment is done. " in hit.problem
    assert hit.fix == "Say how the assessment is done, or where that is published."
    (hit,) = content_missing(told(*CITES, ("silence", "disabled-children-procedure", "n", "")), real_tables())
    assert hit.fix == ""


def test_section_covers_its_subsections_and_another_section_does_not() -> None:
    text = "Lost or abandoned, with no person who has parental responsibility"
    whole = ("a", "", text, 0, 60)
    assert list(provision_paraphrased(passages(("a", f"{SECTION}/20", "", 0, 60), whole), real_tables()))
    assert not list(provision_paraphrased(passages(("a", f"{SECTION}/22", "", 0, 60), whole), real_tables()))
    assert not list(provision_paraphrased(passages(("a", "ukpga/1989/41", "", 0, 60), whole), real_tables()))


def test_bare_mention_is_no_paraphrase() -> None:
    mention = passages(("a", f"{SECTION}/20", "", 0, 20), ("a", "", "Section 20 is abandoned here", 0, 20))
    assert list(provision_paraphrased(mention, real_tables())) == []


def test_every_edition_that_asks_is_named_and_what_is_unsure_is_said() -> None:
    silent = told(*CITES, ("silence", "disabled-children-procedure", "n", ""))
    (hit,) = content_missing(silent, real_tables())
    assert (
        "Working Together to Safeguard Children 2018 (the edition it cites), 2023 (to confirm), 2026 (to confirm)"
        in (hit.problem)
    )
    assert hit.grade == "law"


def test_section_that_is_nowhere_cited_is_missing_content() -> None:
    (hit,) = content_missing(told(*CITES[:3]), real_tables())
    assert hit.node == DOCUMENT
    assert "nowhere cites Children Act 1989, s.20" in hit.problem


def test_document_that_cites_all_and_is_silent_on_nothing_has_no_hit() -> None:
    assert list(content_missing(told(*CITES), real_tables())) == []
    assert list(matter_left_open(told(*CITES), real_tables())) == []


def test_silence_at_some_levels_is_said_of_these_levels_only() -> None:
    limited = told(("silence", "recording-duty", "n1", "1"), ("silence", "recording-duty", "n2", "3"))
    (hit,) = matter_left_open(limited, real_tables())
    assert "This document does not say, at levels 1 and 3, what has to be recorded" in hit.problem
    assert (hit.level, hit.others) == ("1 | 3", ("n2",))
    whole = told(("silence", "recording-duty", "n1", ""), ("silence", "recording-duty", "n2", "3"))
    (hit,) = matter_left_open(whole, real_tables())
    assert "This document does not say what has to be recorded" in hit.problem
    assert hit.level == ""


def test_each_matter_stands_on_its_own_facet() -> None:
    # A document that says what a refusal leads to and nothing of withdrawal is silent on withdrawal only.
    assert all(len(row.several("facets")) == 1 for row in real_tables().contents)


def test_reason_that_is_the_same_at_every_level_is_given_once() -> None:
    twice = told(("silence", "recording-duty", "n1", "1"), ("silence", "recording-duty", "n2", "3"))
    (hit,) = matter_left_open(twice, real_tables())
    assert hit.problem.count("Not said.") == 1


def test_reason_of_several_levels_names_none_of_them() -> None:
    said = [
        {**each, "reason": f"All printed at level {each['level']} was read; 999 occurs at level 4."}
        for each in told(("silence", "recording-duty", "n1", "1"), ("silence", "recording-duty", "n2", "3"))
    ]
    (hit,) = matter_left_open(said, real_tables())
    assert hit.problem.endswith("All printed at any of them was read; 999 occurs at level 4.")


def test_change_before_the_guidance_is_none() -> None:
    columns = "document written issued facet value node later"
    values = [(DOCUMENT, "WT", "2023-12", "concern", "domestic-abuse", "a", 1)]
    assert list(law_changed(rows(columns, *values), real_tables())) == []
    values = [(DOCUMENT, "WT", "2018-07", "concern", "domestic-abuse", "a", 1)]
    assert [hit.node for hit in law_changed(rows(columns, *values), real_tables())] == ["a"]


def test_line_between_two_tiers_needs_both() -> None:
    columns = "document written issued facet value node later"
    one = [(DOCUMENT, "WT", "2023-12", "tier", "2", "l2", 1)]
    assert list(law_changed(rows(columns, *one), real_tables())) == []
    both = [*one, (DOCUMENT, "WT", "2023-12", "tier", "3", "l3", 2)]
    assert [(hit.node, hit.others) for hit in law_changed(rows(columns, *both), real_tables())] == [("l2", ("l3",))]


def test_change_of_law_is_at_every_level_it_touches() -> None:
    columns = "document written issued facet value node later level"
    touched = [(DOCUMENT, "WT", "2018-07", "concern", "domestic-abuse", f"a{level}", 1, level) for level in "24"]
    assert [hit.level for hit in law_changed(rows(columns, *touched), real_tables())] == ["2 | 4"]
