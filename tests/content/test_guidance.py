"""What the profile finds in the real documents: the points an editor would name first, each in the source's words."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from pathlib import Path

import pytest

from needgraph.checking.check import Checked
from needgraph.findings.finding import Finding
from needgraph.guidance.checks import check_guidance
from needgraph.guidance.curated import COLUMNS, FILE, PREFIX
from needgraph.resources import Data, data_at
from needgraph.tables.tsv import read_table

SOURCES = os.environ.get("NEEDGRAPH_SOURCES", "")


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
        ("consent-before-danger", "halton", {"h0", "h1", "h3a", "h6"}),
        ("consent-before-danger", "tameside", set()),
        ("evidence-bar", "tameside", {"t0239", "t0250"}),
        ("same-sign-at-levels", "halton", {"h0234", "h0235", "h0237", "h0240", "h0259", "h0260", "h0265"}),
        ("same-sign-at-levels", "tameside", {"t0254"}),
        ("acronym-unexplained", "halton", {"h0293"}),
        ("term-never-used", "halton", {"h0388", "h0398", "h0401", "h0402"}),
        ("heading-at-some-levels", "tameside", {"parental-factors"}),
        ("replaced-guidance-cited", "tameside", {"t0032", "t0035"}),
        ("provision-paraphrased", "halton", {"h0293", "h0294"}),
        ("provision-paraphrased", "tameside", {"t0166", "t0206", "t0233", "t0284"}),
        ("text-missing", "tameside", {"n092", "n094"}),
    ],
)
def test_rule_finds_exactly_these(checked: Checked, rule: str, authority: str, expected: set[str]) -> None:
    assert ids(checked, rule, authority) == expected


def test_sentence_with_its_own_permission_beside_it_is_quoted_with_it(checked: Checked) -> None:
    (finding,) = [each for each in checked.findings if each.id.endswith("rule/h3a")]
    assert "halton/2023/h0228" in {quote.id for quote in finding.quotes}
    assert "when consent is refused and high-risk indicators emerge" in finding.message


def test_numbers_of_one_hub_are_named_by_number(checked: Checked) -> None:
    hub = "tameside/2018/contact/childrens-hub"
    (finding,) = [each for each in checked.findings if (each.rule, each.id) == ("guidance:hours-claimed-twice", hub)]
    assert finding.message.startswith("0161 342 4101 and 0161 342 2222, two numbers of one service, both claim")


def test_far_more_than_fifty_points_are_found_on_either_basis(checked: Checked) -> None:
    counts = Counter(finding.basis for finding in checked.findings)
    assert counts["computed"] > 150
    assert {finding.grade for finding in checked.findings} == {"safety", "law", "clarity", "editorial"}


def test_what_is_left_to_a_curated_finding_is_found_without_it(tmp_path: Path) -> None:
    graphs = data_at()
    for name in ("editions", "reference"):
        (tmp_path / name).symlink_to(graphs.folder / name)
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "curators.tsv").symlink_to(graphs.mappings / "curators.tsv")
    bare = {(each.rule, each.id) for each in check_guidance(Data(tmp_path)).findings}
    for row in read_table(graphs.waivers.parent / FILE, COLUMNS):
        for each in row.several("replaces"):
            rule, _, node = each.partition(":")
            assert (f"guidance:{rule}", f"{row['edition']}/{node}") in bare, row.problem("replaces nothing")


def test_no_point_is_made_twice_about_the_same_words(checked: Checked) -> None:
    made = Counter((each.rule, each.message) for each in checked.findings if each.rule.startswith(PREFIX))
    assert set(made.values()) == {1}


def test_every_finding_names_its_document_and_says_what_would_settle_it(checked: Checked) -> None:
    for finding in checked.findings:
        assert finding.edition
        assert finding.message.strip()
        assert finding.fix.strip()
        assert finding.quotes or finding.file


@pytest.mark.skipif(not SOURCES, reason="the documents are not in the repository; NEEDGRAPH_SOURCES names their folder")
def test_every_quote_is_the_source_at_its_place(checked: Checked) -> None:
    texts = {name: (Path(SOURCES) / f"{name}.txt").read_bytes().decode("utf-8") for name in ("halton", "tameside")}
    for finding in checked.findings:
        for quote in finding.quotes:
            if quote.text:
                assert texts[finding.authority][quote.start : quote.end] == quote.text, finding.rule
