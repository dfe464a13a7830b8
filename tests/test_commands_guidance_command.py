"""What the profile found is said by grade for people, and in every format of findings for machines."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from needgraph.commands.guidance_command import GUIDANCE_FORMATS, HEADINGS, guidance_outcome
from needgraph.resources import Data

DATA = Data(Path(__file__).parent / "fixtures" / "graphs")
TODAY = datetime.date(2026, 11, 20)


def test_table_goes_from_safety_to_editorial_with_quotes_and_counts() -> None:
    text = guidance_outcome(DATA, "table", today=TODAY).text
    places = [text.index(heading) for heading in HEADINGS.values()]
    assert places == sorted(places)
    assert "WARNING  guidance:same-sign-at-levels  (1)" in text
    assert "      “Late for school now and then” (ashby/2024/a0024, 608–636)" in text
    assert "(the words stand in the source only) (ashby/2024/note/n05, 639–642)" in text
    assert text.rstrip().splitlines()[-1].startswith("borwick    2021")


def test_only_a_violation_fails_and_strict_counts_warnings() -> None:
    assert guidance_outcome(DATA, "table", today=TODAY).code == 0
    assert guidance_outcome(DATA, "table", strict=True, today=TODAY).code == 1


def test_notice_and_currency_of_each_document_stand_beside_the_findings() -> None:
    notes = guidance_outcome(DATA, "csv", today=TODAY).notes
    assert any("not advice on a case" in note for note in notes)
    assert any("Borwick" in note and "currency replaced" in note for note in notes)
    alone = guidance_outcome(DATA, "csv", authority="ashby", today=TODAY).notes
    assert not any("Borwick" in note for note in alone)


def test_json_has_the_fields_of_a_finding() -> None:
    found = json.loads(guidance_outcome(DATA, "json", today=TODAY).text)
    assert set(found[0]) == {
        "rule", "severity", "grade", "basis", "authority", "edition", "level", "id", "quotes", "message", "fix",
        "file", "row",
    }  # fmt: skip
    assert set(found[0]["quotes"][0]) == {"id", "text", "start", "end"}


@pytest.mark.parametrize("form", GUIDANCE_FORMATS)
def test_every_format_can_be_written(form: str) -> None:
    assert guidance_outcome(DATA, form, today=TODAY).text.endswith("\n")


def test_rules_that_found_nothing_are_listed_on_request() -> None:
    text = guidance_outcome(DATA, "table", passed=True, today=TODAY).text
    assert "guidance:evidence-bar" in text
