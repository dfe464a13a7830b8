"""What the profile finds in the real documents: the points an editor would name first, each in the source's words."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest

from needgraph.checking import Checked
from needgraph.findings import Finding
from needgraph.guidance_checks import check_guidance
from needgraph.resources import data_at

SOURCES = Path(__file__).parents[3] / "shared" / "sources"


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check_guidance(data_at(), today=datetime.date(2026, 11, 22))


def of(checked: Checked, rule: str, authority: str) -> list[Finding]:
    return [each for each in checked.findings if (each.rule, each.authority) == (f"guidance:{rule}", authority)]


def ids(checked: Checked, rule: str, authority: str) -> set[str]:
    return {finding.id.rpartition("/")[2] for finding in of(checked, rule, authority)}


def test_monday_morning_at_halton_and_no_other_minute_is_uncovered(checked: Checked) -> None:
    (finding,) = of(checked, "hours-uncovered", "halton")
    assert "in an ordinary week Monday 00:00–09:00 (540 minutes)." in finding.message
    assert of(checked, "hours-uncovered", "tameside") == []


@pytest.mark.parametrize("authority", ["halton", "tameside"])
def test_bank_holidays_are_claimed_twice(checked: Checked, authority: str) -> None:
    (finding,) = of(checked, "hours-claimed-twice", authority)
    assert "Good Friday (Friday 3 April 2026)" in finding.message
    assert "Monday 31 August 2026" in finding.message


@pytest.mark.parametrize(
    ("rule", "authority", "expected"),
    [
        ("contact-misprinted", "halton", {"icart"}),
        ("contact-misprinted", "tameside", set()),
        ("consent-before-danger", "halton", {"h0", "h1", "h2a", "h3a", "h6", "h8a", "h8b"}),
        ("consent-before-danger", "tameside", set()),
        ("evidence-bar", "tameside", {"t0239", "t0250"}),
        ("same-sign-at-levels", "halton", {"h0234", "h0235", "h0237", "h0240", "h0259", "h0260", "h0265"}),
        ("same-sign-at-levels", "tameside", {"t0254"}),
        ("acronym-unexplained", "halton", {"h0293"}),
        ("term-never-used", "halton", {"h0388", "h0398", "h0401", "h0402"}),
        ("heading-at-some-levels", "tameside", {"parental-factors"}),
        ("replaced-guidance-cited", "tameside", {"t0032", "t0035"}),
        ("provision-paraphrased", "halton", {"h0291", "h0293", "h0294"}),
        ("provision-paraphrased", "tameside", {"t0166", "t0206", "t0233", "t0284"}),
        ("text-missing", "tameside", {"n092", "n094"}),
    ],
)
def test_rule_finds_exactly_these(checked: Checked, rule: str, authority: str, expected: set[str]) -> None:
    assert ids(checked, rule, authority) == expected


def test_far_more_than_fifty_points_are_found_on_either_basis(checked: Checked) -> None:
    counts = Counter(finding.basis for finding in checked.findings)
    assert counts["computed"] > 150
    assert {finding.grade for finding in checked.findings} == {"safety", "law", "clarity", "editorial"}


def test_every_finding_names_its_document_and_says_what_would_settle_it(checked: Checked) -> None:
    for finding in checked.findings:
        assert finding.edition
        assert finding.message.strip()
        assert finding.fix.strip()
        assert finding.quotes or finding.file


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources are not part of the repository")
def test_every_quote_is_the_source_at_its_place(checked: Checked) -> None:
    texts = {name: (SOURCES / f"{name}.txt").read_bytes().decode("utf-8") for name in ("halton", "tameside")}
    for finding in checked.findings:
        for quote in finding.quotes:
            if quote.text:
                assert texts[finding.authority][quote.start : quote.end] == quote.text, finding.rule
