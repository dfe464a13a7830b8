"""The coverage matrix counts the indicators of every concern, edition and tier."""

from __future__ import annotations

from needgraph.comparing.matrix import matrix
from small_comparison import ASHBY, BORWICK, small_facts


def test_every_edition_has_a_row_for_every_concern() -> None:
    assert matrix(small_facts()).rows == (
        ("care", "care at home", ASHBY, 0, 0, 0, 0, 1, 1),
        ("care", "care at home", BORWICK, 0, 0, 0, 0, 0, 0),
        ("education", "education", ASHBY, 1, 1, 1, 1, 0, 3),
        ("education", "education", BORWICK, 0, 0, 0, 0, 0, 0),
        ("missing", "missing", ASHBY, 0, 0, 0, 1, 1, 2),
        ("missing", "missing", BORWICK, 0, 0, 0, 1, 1, 1),
    )


def test_one_concern_may_be_chosen() -> None:
    found = matrix(small_facts(), "missing")
    assert found.columns == ("concern", "name", "edition", *(f"tier {tier}" for tier in range(5)), "indicators")
    assert len(found.rows) == 2
