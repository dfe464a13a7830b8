"""The briefing: five matters that cross a statutory line, on two pages, and nothing decided or signed."""

from __future__ import annotations

import json

import pytest
import typst

from needgraph.querying.answers import Answer
from needgraph.reports.briefing import briefing
from needgraph.reports.model import Bullets, Heading, Paragraph, Report, ReportProblem, SignOff, Table, tables
from needgraph.reports.pdf import _content, _fonts, _template
from small_report import FRAME, OTHER, QUOTE, RANKING, compared, line

SILENCES = Answer(
    ("facet", "name", "authority", "edition", "silent", "level"),
    (
        ("date", "publication date", "ashby", "2024", "throughout", ""),
        ("date", "publication date", "borwick", "2021", "throughout", ""),
        ("risk", "risk wording", "ashby", "2024", "at some levels", "1"),
        ("risk", "risk wording", "borwick", "2021", "throughout", ""),
        ("form", "form", "ashby", "2024", "throughout", ""),
        ("form", "form", "borwick", "2021", "not recorded", ""),
    ),
)
MANY = compared(*(line(concern=f"matter-{number}") for number in range(1, 8)))


def made(comparison: Answer = MANY) -> Report:
    return briefing(FRAME, comparison, RANKING, SILENCES, {"matter-1": "the first matter"})


def divergences(report: Report) -> list[Table]:
    return [table for table in tables(report) if table.name == "divergences"]


def paragraphs(report: Report) -> str:
    return " ".join(block.text for block in report.blocks if isinstance(block, Paragraph))


def test_five_matters_with_both_quotes_come_to_the_board() -> None:
    assert len(divergences(made())) == 5
    assert divergences(made())[0].rows == (("Ashby", "2", QUOTE), ("Borwick", "3", OTHER))
    assert Heading(3, "1. The first matter") in made().blocks


def test_matter_that_comes_twice_takes_one_place() -> None:
    report = made(compared(line(), line(), line(concern="care")))
    assert len(divergences(report)) == 2
    assert Heading(2, "Two divergences at or across a statutory line") in report.blocks


def test_line_that_crosses_no_statutory_line_is_left_to_the_comparison() -> None:
    assert len(divergences(made(compared(line(), line(concern="care", rank=7))))) == 1
    with pytest.raises(ReportProblem, match="nothing for a board to decide"):
        made(compared(line(rank=7)))
    with pytest.raises(ReportProblem, match="nothing can be said of what a board would have to decide"):
        made(compared(line(rank=7, relation="not-yet-mapped")))


def test_relations_of_a_divergence_are_said_in_whole_words() -> None:
    captions = [table.caption for table in divergences(made())]
    assert captions[0].startswith("Divergence 1: the topic ")
    assert "Borwick places it on a higher tier" in captions[0]


def test_reason_and_what_to_decide_stand_below_each() -> None:
    text = paragraphs(made(compared(line())))
    assert "Line crossed: another route. Ashby Level 2 is early help. To decide: whether this sign stands at" in text
    assert "Level 2 as in Ashby or at Level 3 as in Borwick" in text


def test_what_has_a_counterpart_on_its_own_side_is_named() -> None:
    reason = (
        "Line crossed: another route. Between a and b. b1 has one: Ashby “Late. Tired” (a1). Why they are paired: x."
    )
    text = paragraphs(made(compared(line(reason=reason))))
    assert "Between a and b. b1 has one like it on its own side: Ashby “Late. Tired” (a1). To decide" in text


def test_rules_are_decided_as_rules_and_a_silence_as_a_silence() -> None:
    assert "which of the two holds" in paragraphs(made(compared(line(kind="rule"))))
    silent = line(kind="rule", object_quote="", object_level="", object_place="this document does not say")
    assert "whether what Ashby says is to hold in both places" in paragraphs(made(compared(silent)))


def test_only_what_every_document_leaves_unsaid_is_named() -> None:
    text = paragraphs(made())
    assert "publication date." in text
    assert "risk wording" not in text
    assert "form" not in text.replace("information", "")
    assert "nothing is required, allowed or ruled out by it" in text


def test_nothing_is_signed_or_decided() -> None:
    (signing,) = [block for block in made().blocks if isinstance(block, SignOff)]
    assert signing.roles == ("Local authority", "Police", "Integrated care board")
    assert "Nothing is decided here." in paragraphs(made())
    assert any(isinstance(block, Bullets) for block in made().blocks)


def test_briefing_fills_two_pages_at_most() -> None:
    pages = typst.compile(
        _template("report.typ"), font_paths=_fonts(), ignore_system_fonts=True, format="png", ppi=10,
        sys_inputs={"report": json.dumps(_content(made()))},
    )  # fmt: skip
    assert isinstance(pages, list)
    assert len(pages) == 2


def test_one_edition_has_no_divergence() -> None:
    with pytest.raises(ReportProblem, match="a briefing compares editions; ashby/2024 is one"):
        briefing(FRAME._replace(editions=FRAME.editions[:1]), MANY, RANKING, SILENCES, {})


def test_ladder_of_one_document_is_no_divergence_of_two() -> None:
    own = line(object="ashby/2024/a0001")
    assert len(divergences(made(compared(own, line(concern="care"))))) == 1


def test_rule_says_what_it_governs_and_on_what_the_other_document_is_silent() -> None:
    remark = "What both bear on: refer. Ashby: One. Borwick on consent: this document does not say. Basis: x."
    report = made(compared(line(kind="rule", reason=f"Line crossed: another route. {remark}")))
    assert Heading(3, "1. Rule on missing (refer)") in report.blocks
    assert "another route. Borwick on consent: this document does not say. To decide" in paragraphs(report)
