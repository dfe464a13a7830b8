"""A content is recorded by a passage or rule that shows it or by a silence; otherwise nobody has looked."""

from __future__ import annotations

import pytest

from guidance_store import real_tables, rows
from needgraph.guidance.recorded import content_unrecorded
from needgraph.guidance.rules import Record

COLUMNS = "document node facet value"
EDITION = ("d", "d", "", "")


def told(*facts: tuple[str, str, str]) -> list[Record]:
    """Return the rows of a document of which some nodes say something."""
    return rows(COLUMNS, EDITION, *(("d", *fact) for fact in facts))


def test_document_of_which_nothing_is_recorded_has_one_hit_for_each_asker() -> None:
    asked, ours = content_unrecorded(told(), real_tables())
    assert asked.problem == (
        "Nobody has recorded yet whether this document says: how an early help assessment is done; what the "
        "procedures for abuse, neglect and exploitation are; which procedures apply to children in the youth secure "
        "estate; which procedures apply to disabled children. Asked for by Working Together to Safeguard Children "
        "2018, 2023 (to confirm), 2026 (to confirm). That is no finding about the document."
    )
    assert (asked.grade, ours.grade, asked.node, asked.basis) == ("law", "clarity", "d", "computed")
    assert "section 17" not in ours.problem


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        ([("n", "facet", "disabled-children-procedure")], "disabled children"),
        ([("n", "words", "A child on remand stays in the secure estate.")], "secure estate"),
        ([("n", "kind", "outcome")], "what help is meant to achieve"),
        ([("n", "topic", "consent"), ("n", "act", "assess")], "whether an assessment needs consent"),
    ],
)
def test_content_with_a_passage_rule_or_silence_is_recorded(facts: list[tuple[str, str, str]], label: str) -> None:
    assert any(label in hit.problem for hit in content_unrecorded(told(), real_tables()))
    assert not any(label in hit.problem for hit in content_unrecorded(told(*facts), real_tables()))


def test_parts_of_a_case_hold_of_one_node() -> None:
    apart = told(("n", "topic", "consent"), ("m", "act", "assess"))
    assert any("whether an assessment needs consent" in hit.problem for hit in content_unrecorded(apart, real_tables()))


def test_every_content_that_no_citation_shows_can_be_shown() -> None:
    assert all(row["shown_by"] for row in real_tables().contents if not row["law"])
