"""Each check of the mapping tables finds what was planted, names it, and leaves the clean case alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from needgraph.findings.finding import Finding
from needgraph.mapping.checks import check_decisions
from needgraph.mapping.clusters import nearness
from read_alike import Decision, Mapped, Read, mapped, reworded

ASHBY, BORWICK = "ashby/2024", "borwick/2021"
# Every indicator is decided, and all is as it should be.
READINGS = {
    "a0012": Read("absence", "now-and-then"),
    "a0024": Read("absence", "often"),
    "a0035": Read("absence", "weeks"),
    "a0036": Read("missing"),
    "a0044": Read("care missing"),
    "b0008": Read("education", polarity="strength"),
    "b0017": Read("absence", "days"),
    "b0027": Read("missing"),
}
AGREED: list[Decision] = [
    ("a0012", "b0017"), ("a0024", "b0017", "narrowMatch"), ("a0035", "b0017", "broadMatch"), ("a0036", "b0027"),
    ("a0044", "b0027", "relatedMatch"), ("a0044", BORWICK), ("a0008", BORWICK), ("a0010", BORWICK),
    ("a0022", BORWICK), (ASHBY, "b0008"), (ASHBY, "b0010"), (ASHBY, "b0019"),
]  # fmt: skip
REJECTED: list[Decision] = [("a0008", "b0008")]


def findings(one: Mapped, rule: str = "") -> list[Finding]:
    return [finding for finding in check_decisions(*one)[0] if rule in finding.rule]


def examined(one: Mapped) -> dict[str, tuple[int, int]]:
    return {run.rule.removeprefix("check:mapping-"): (run.examined, run.findings) for run in check_decisions(*one)[1]}


def clean(folder: Path, **readings: Read) -> Mapped:
    return mapped(folder, {**READINGS, **readings}, AGREED, REJECTED)


def test_nothing_is_found_where_all_is_decided_and_read_well_and_every_rule_examined_something(tmp_path: Path) -> None:
    one = clean(tmp_path)
    assert findings(one) == []
    assert examined(one) == {
        "stale": (13, 0), "undecided": (13, 0), "gap-with-counterpart": (7, 0), "opposite-polarity": (4, 0),
        "broader-circle": (2, 0), "no-shared-concern": (4, 0), "rejected-but-derived": (1, 0),
        "derived-undecided": (4, 0), "levels-graded-alike": (3, 0), "levels-worded-alike": (0, 0),
        "ladder-falls": (1, 0), "ladder-repeats": (3, 0),
    }  # fmt: skip


def test_row_decided_on_another_wording_is_reopened_with_its_row_and_quote(tmp_path: Path) -> None:
    (finding,) = findings(reworded(clean(tmp_path), "b0027", "Stays away at night"))[:1]
    assert (finding.rule, finding.severity) == ("check:mapping-stale", "violation")
    assert finding.id == "mapping/ashby-2024-a0036/borwick-2021-b0027"
    assert finding.file.endswith("graphs/mappings/agreed.sssom.tsv")
    assert finding.row
    line = Path(finding.file).read_text(encoding="utf-8").splitlines()[finding.row - 1]
    assert line.startswith("ashby-2024:a0036")
    assert [(quote.id, quote.start) for quote in finding.quotes] == [("borwick/2021/b0027", 746)]
    assert "“Does not come home and nobody knows why”, now borwick-2021:b0027 “Stays away at night”" in finding.message
    assert finding.fix == "Reopen the row: decide it again on the present wording."


def test_indicator_without_counterpart_or_gap_is_undecided_though_it_is_related(tmp_path: Path) -> None:
    one = mapped(tmp_path, READINGS, [row for row in AGREED if row != ("a0044", BORWICK)])
    (finding,) = findings(one, "mapping-undecided")
    assert (finding.severity, finding.id, finding.level) == ("violation", "ashby/2024/a0044", "4")
    assert finding.file.endswith("ashby/2024/statements.tsv")
    assert "“Is left alone for days” (level 4) has neither a counterpart nor a gap in borwick/2021" in finding.message


def test_nothing_is_undecided_before_anything_is_agreed(tmp_path: Path) -> None:
    one = mapped(tmp_path, READINGS, [], REJECTED)
    assert findings(one, "mapping-undecided") == []
    assert examined(one)["undecided"] == (0, 0)


def test_gap_beside_a_counterpart_is_found(tmp_path: Path) -> None:
    one = mapped(tmp_path, READINGS, [*AGREED, (ASHBY, "b0027")])
    (finding,) = findings(one, "gap-with-counterpart")
    assert finding.id == "mapping/none-in-ashby-2024/borwick-2021-b0027"
    assert finding.severity == "violation"


def test_strength_agreed_as_counterpart_of_a_concern_is_found(tmp_path: Path) -> None:
    (finding,) = findings(clean(tmp_path, b0027=Read("missing", polarity="strength")), "opposite-polarity")
    assert (finding.severity, finding.id) == ("violation", "mapping/ashby-2024-a0036/borwick-2021-b0027")
    assert finding.message.startswith("a concern and a strength are agreed as a close match: ashby-2024:a0036 “Often")


def test_circle_of_broader_matches_is_found_once_with_its_rows(tmp_path: Path) -> None:
    circle = [("a0012", "b0017", "broadMatch"), ("a0035", "b0017", "narrowMatch"), ("a0035", "b0019", "broadMatch"),
              ("a0012", "b0019", "narrowMatch")]  # fmt: skip
    (finding,) = findings(mapped(tmp_path, READINGS, circle), "broader-circle")
    assert finding.message.startswith("4 rows together make ashby-2024:a0012 “Late for school now and then” (level 1)")
    assert "ashby-2024:a0035 skos:narrowMatch borwick-2021:b0017" in finding.message
    assert (finding.severity, len(finding.quotes)) == ("violation", 4)


def test_broader_matches_in_a_row_make_no_circle(tmp_path: Path) -> None:
    rows = [("a0012", "b0017", "broadMatch"), ("a0035", "b0017", "narrowMatch"), ("a0035", "b0019", "broadMatch"),
            ("a0012", "b0019", "broadMatch")]  # fmt: skip
    assert findings(mapped(tmp_path, READINGS, rows), "broader-circle") == []


def test_counterparts_without_a_shared_concern_are_found(tmp_path: Path) -> None:
    (finding,) = findings(clean(tmp_path, b0027=Read("care")), "no-shared-concern")
    assert (finding.severity, finding.authority, finding.level) == ("warning", "ashby", "3")
    assert "read as missing and borwick-2021:b0027" in finding.message


def test_wider_concern_counts_as_shared_and_an_unread_end_is_not_judged(tmp_path: Path) -> None:
    assert findings(clean(tmp_path / "wider", b0027=Read("safety")), "no-shared-concern") == []
    one = clean(tmp_path / "unread", b0027=Read(""))
    assert findings(one, "no-shared-concern") == []
    assert examined(one)["no-shared-concern"] == (3, 0)


def test_rejected_pair_that_is_read_alike_is_a_contradiction(tmp_path: Path) -> None:
    alike = Read("education", polarity="strength")
    (finding,) = findings(clean(tmp_path, a0008=alike, b0008=alike), "rejected-but-derived")
    assert (finding.severity, finding.id) == ("warning", "mapping/ashby-2024-a0008/borwick-2021-b0008")
    assert "both are read as education, child, strength" in finding.message
    assert finding.file.endswith("rejected.sssom.tsv")


def test_rejected_pair_that_a_further_concern_or_subject_tells_apart_is_none(tmp_path: Path) -> None:
    alike = Read("education", polarity="strength")
    more, whom = Read("education care", polarity="strength"), Read("education", subjects="child x", polarity="strength")
    assert findings(clean(tmp_path / "a", a0008=alike, b0008=more), "rejected-but-derived") == []
    assert findings(clean(tmp_path / "b", a0008=alike, b0008=whom), "rejected-but-derived") == []


def test_pairs_read_alike_that_nobody_decided_are_counted_once_a_concern(tmp_path: Path) -> None:
    one = clean(tmp_path, a0022=Read("care"), b0010=Read("care"), b0019=Read("care"), a0044=Read("care"))
    (finding,) = findings(one, "derived-undecided")
    assert (finding.severity, finding.id) == ("info", "concern/care")
    assert "care and decided by no table (4): ashby-2024:a0022 and borwick-2021:b0010, " in finding.message


def test_cluster_that_joins_two_levels_with_the_same_severity_words_names_its_chain(tmp_path: Path) -> None:
    (finding,) = findings(clean(tmp_path, a0035=Read("absence", "now-and-then")), "levels-graded-alike")
    assert (finding.severity, finding.grade, finding.level) == ("info", "clarity", "1 | 3")
    assert finding.id == "mapping/ashby-2024-a0012/ashby-2024-a0035"
    assert finding.message.endswith("join ashby-2024:a0012 – borwick-2021:b0017 – ashby-2024:a0035")
    assert [quote.id for quote in finding.quotes] == ["ashby/2024/a0012", "borwick/2021/b0017", "ashby/2024/a0035"]


def test_cluster_joins_nothing_over_a_related_match_another_concern_or_polarity(tmp_path: Path) -> None:
    alike = Read("absence", "now-and-then")
    related = [row if row[0] != "a0024" else ("a0024", "b0017", "relatedMatch") for row in AGREED]
    assert findings(mapped(tmp_path / "related", {**READINGS, "a0024": alike}, related), "levels") == []
    assert findings(clean(tmp_path / "other", a0024=Read("missing", "now-and-then")), "levels") == []
    strength = clean(tmp_path / "strength", a0024=alike._replace(polarity="strength"))
    assert findings(strength, "levels") == []


def test_cluster_joins_nothing_inside_one_level(tmp_path: Path) -> None:
    alike = {name: Read("missing", "often") for name in ("a0035", "a0036", "b0027")}
    one = mapped(tmp_path, alike, [("a0035", "b0027"), ("a0036", "b0027")])
    assert findings(one, "levels") == []


@pytest.mark.parametrize(("name", "count"), [("a0024", 1), ("a0035", 0)], ids=["same words", "other words"])
def test_ungraded_levels_are_joined_only_by_near_words(tmp_path: Path, name: str, count: int) -> None:
    one = clean(tmp_path, a0012=Read("absence"), **{name: Read("absence")})
    found = findings(one, "levels-worded-alike")
    assert [finding.severity for finding in found] == ["info"] * count
    assert examined(one)["levels-worded-alike"] == (1, count)


def test_wording_of_nothing_but_common_words_is_near_to_none() -> None:
    assert nearness("Children and young people", "Children") == 0.0


def test_ladder_that_falls_is_found_with_the_words(tmp_path: Path) -> None:
    one = clean(tmp_path, a0012=Read("absence", "often now-and-then"), a0024=Read("absence", "now-and-then"))
    (finding,) = findings(one, "ladder")
    assert (finding.rule, finding.severity, finding.grade) == ("check:mapping-ladder-falls", "info", "clarity")
    assert "ladder of absence severity falls, “now and then” after “often” (frequency)" in finding.message
    assert finding.file.endswith("ashby/2024/statements.tsv")
    assert finding.id == "mapping/ashby-2024-a0012/ashby-2024-a0024"


def test_ladder_that_repeats_a_rung_is_found(tmp_path: Path) -> None:
    (finding,) = findings(clean(tmp_path, a0035=Read("absence", "often")), "ladder")
    assert (finding.rule, finding.level) == ("check:mapping-ladder-repeats", "2 | 3")
    assert "stays the same, “often”" in finding.message


@pytest.mark.parametrize(
    "upper",
    [
        Read("absence", "days"),
        Read("missing absence", "now-and-then"),
        Read("absence", "now-and-then", subjects="parent-or-carer"),
        Read("absence", "now-and-then", polarity="strength"),
    ],
    ids=["another family", "another main concern", "another subject", "a strength"],
)
def test_ladders_compare_only_like_with_like(tmp_path: Path, upper: Read) -> None:
    assert findings(clean(tmp_path, a0024=Read("absence", "often"), a0035=upper), "ladder") == []


def test_strengths_are_no_ladder(tmp_path: Path) -> None:
    strength = Read("absence", "often", polarity="strength")
    assert findings(clean(tmp_path, a0024=strength, a0035=strength), "ladder") == []


def test_two_indicators_of_one_level_are_no_rungs(tmp_path: Path) -> None:
    one = mapped(tmp_path, {"a0035": Read("absence", "often"), "a0036": Read("absence", "often")})
    assert findings(one) == []
    assert examined(one)["ladder-repeats"] == (0, 0)


def test_ladders_are_judged_before_anything_is_mapped_and_nothing_without_severity(tmp_path: Path) -> None:
    one = mapped(tmp_path / "graded", {"a0012": Read("absence", "often"), "a0024": Read("absence", "often")})
    assert examined(one) == {"ladder-falls": (1, 0), "ladder-repeats": (1, 1)}
    bare = mapped(tmp_path / "bare", {"a0012": Read("absence")})
    assert check_decisions(*bare) == ([], [])


def test_networkx_is_imported_only_when_there_is_a_circle() -> None:
    code = "import needgraph, sys; needgraph.check(); sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
