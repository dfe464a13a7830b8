"""Both documents are transcribed whole: each quote at its place, no passage unaccounted for, no bullet lost.

The documents are not in the repository; the environment variable NEEDGRAPH_SOURCES names their folder.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import needgraph
from needgraph.files import read_text

SOURCES = os.environ.get("NEEDGRAPH_SOURCES", "")
pytestmark = pytest.mark.skipif(
    not SOURCES, reason="the documents are not in the repository; NEEDGRAPH_SOURCES names their folder"
)
DOCUMENTS = ("halton", "tameside")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_quote_stands_at_its_place_and_nothing_is_unaccounted_for(name: str) -> None:
    traced = needgraph.trace(Path(SOURCES) / f"{name}.txt")
    assert traced.failures == ()
    assert traced.unaccounted == ()
    assert traced.authority == name
    assert traced.verbatim_share > 0.8


def sections(text: str, headings: list[str]) -> list[str]:
    """Return what stands under each heading, up to the next."""
    starts = [*(text.index(heading) for heading in headings), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def counted(authority: str) -> Counter[str]:
    return Counter(str(row["level"]) for row in needgraph.ask("indicators", authority=authority).records())


def test_every_bullet_of_halton_is_an_indicator_of_its_level() -> None:
    # Level 1 has no bullets: its lists are run-on text, counted by hand in test_counts.py.
    text = read_text(Path(SOURCES) / "halton.txt")
    parts = sections(text, ["\nLevel 2 – Some", "**Level 3 – Higher", "\nLevel 4 – Significant"])
    found = counted("halton")
    for level, part in zip("234", parts, strict=True):
        # The rows on responses and on information sharing have bullets, too.
        lines = [line for line in part.split("\n") if not line.startswith(("Response", "Information sharing"))]
        assert sum(line.count("•") for line in lines) == found[level]


def test_every_bullet_under_an_area_of_need_of_tameside_is_an_indicator_of_its_level() -> None:
    text = read_text(Path(SOURCES) / "tameside.txt")
    headings = re.findall(r"^Level [1-4] .*$", text, re.MULTILINE)
    assert len(headings) == 4
    found = counted("tameside")
    for level, part in zip("1234", sections(text, headings), strict=True):
        signs = part[part.index("Area of Need") : part.index("Services available")]
        bullets = [line.strip(" •\t\r") for line in signs.split("\n") if line.lstrip().startswith("•")]
        # One bullet of Level 3 is a placeholder: a bare "#".
        assert len([bullet for bullet in bullets if bullet != "#"]) == found[level]


def test_no_indicator_is_cut_at_a_word() -> None:
    for name in DOCUMENTS:
        text = read_text(Path(SOURCES) / f"{name}.txt")
        for row in needgraph.ask("statements", authority=name, kind="indicator").records():
            start, end = int(str(row["start"])), int(str(row["end"]))
            assert text[start:end] == row["quote"]
            assert not (text[start - 1].isalnum() and text[start].isalnum())
            assert not (text[end - 1].isalnum() and text[end : end + 1].isalnum())
