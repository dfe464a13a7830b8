"""The second review is blind, leaves the tables alone, and its figures say whose agreement they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from needgraph.resources import Data
from needgraph.reviewing.queue import two_editions
from needgraph.reviewing.second_review import (
    COLUMNS,
    agreement,
    agreements,
    disagreements,
    judge_again,
    second_table,
    to_judge_again,
    withdraw,
)  # fmt: skip
from needgraph.reviewing.verdicts import Verdict, VerdictProblem, decide, reviewing
from needgraph.tables.tsv import read_table
from small_review import (
    ASHBY,
    AWAY,
    BORWICK,
    DATE,
    LABELS,
    LATE,
    LEARNS,
    OUT,
    decided,
    mapping_files,
    review_data,
    write_tables,
)  # fmt: skip

SECOND = Verdict("close", "same", "Read again.", "cee", DATE)


@pytest.fixture
def data(tmp_path: Path) -> Data:
    data = review_data(tmp_path)
    write_tables(
        data,
        {
            "agreed": [
                decided(AWAY, "skos:closeMatch", "same", "first-reading"),
                decided(OUT, "skos:closeMatch", "milder", "first-reading"),
                decided(LATE, "skos:relatedMatch", "mixed"),
            ],
            "rejected": [decided(LEARNS, "skos:closeMatch", "", "first-reading", predicate_modifier="Not")],
        },
    )
    return data


def pairs_for(data: Data, curator: str) -> set[tuple[str, str]]:
    rows = to_judge_again(data, *two_editions(data, ASHBY, BORWICK), curator)
    return {(row["subject_id"], row["object_id"]) for row in rows}


def test_one_judges_what_others_decided_once(data: Data) -> None:
    assert pairs_for(data, "cee") == {AWAY, OUT, LATE, LEARNS}
    assert pairs_for(data, "bee") == {AWAY, OUT, LEARNS}
    judge_again(data, OUT, SECOND)
    assert pairs_for(data, "cee") == {AWAY, LATE, LEARNS}


def test_second_verdict_stands_beside_the_first_and_changes_no_table(data: Data) -> None:
    before = mapping_files(data)
    judge_again(data, LEARNS, replace(SECOND, name="unsure", severity=""))
    judge_again(data, AWAY, replace(SECOND, name="no"))
    rows = [row.cells for row in read_table(second_table(data), COLUMNS)]
    assert [(row["subject_id"], row["predicate_id"], row["author_id"]) for row in rows] == [
        (LEARNS[0], "no", "curator:first-reading"),
        (LEARNS[0], "skos:mappingRelation", "curator:cee"),
        (AWAY[0], "skos:closeMatch", "curator:first-reading"),
        (AWAY[0], "no", "curator:cee"),
    ]
    assert {name: content for name, content in mapping_files(data).items() if name in before} == before


def test_judging_a_pair_anew_replaces_ones_own_verdict_and_withdrawing_leaves_nothing(data: Data) -> None:
    judge_again(data, OUT, SECOND)
    judge_again(data, OUT, replace(SECOND, name="broad"))
    judge_again(data, OUT, replace(SECOND, curator="bee"))
    assert [row["predicate_id"] for row in read_table(second_table(data), COLUMNS)] == [
        "skos:closeMatch", "skos:broadMatch", "skos:closeMatch",
    ]  # fmt: skip
    withdraw(data, OUT, "cee")
    withdraw(data, OUT, "bee")
    assert read_table(second_table(data), COLUMNS) == []


@pytest.mark.parametrize(
    ("pair", "verdict", "message"),
    [
        (LATE, replace(SECOND, curator="bee"), "were decided by bee; a second curator is another"),
        (("ashby-2024:a0008", OUT[1]), SECOND, "are not decided yet"),
        (OUT, replace(SECOND, reason=""), "has no reason"),
        (OUT, replace(SECOND, curator="dee"), "'dee' is not in"),
    ],
)
def test_second_verdict_that_cannot_be_is_refused(
    data: Data, pair: tuple[str, str], verdict: Verdict, message: str
) -> None:
    with pytest.raises(VerdictProblem, match=message):
        judge_again(data, pair, verdict)
    assert not second_table(data).exists()


def test_disagreements_are_listed_until_somebody_decides_anew(data: Data) -> None:
    judge_again(data, AWAY, SECOND)
    judge_again(data, OUT, SECOND)
    judge_again(data, LEARNS, SECOND)
    assert [(each.second["subject_id"], each.about) for each in disagreements(data)] == [
        (LEARNS[0], "relation"), (OUT[0], "severity"),
    ]  # fmt: skip
    before = agreements(data)
    with reviewing(data):
        decide(data, OUT, replace(SECOND, severity="milder", curator="bee", reason="The first is right."), LABELS)
        decide(data, LEARNS, replace(SECOND, curator="bee"), LABELS)
    assert disagreements(data) == []
    # What the two said of the pairs stays what it was.
    assert agreements(data) == before


def test_agreement_says_whose_it_is(data: Data) -> None:
    judge_again(data, AWAY, SECOND)
    judge_again(data, OUT, SECOND)
    judge_again(data, LEARNS, replace(SECOND, name="no"))
    (found,) = agreements(data)
    assert (found.pairs, found.raw, found.kappa, found.severity) == (3, 1.0, 1.0, 0.5)
    assert {(found.first, found.first_kind), (found.second, found.second_kind)} == {
        ("first reading", "software"), ("C. Cee", "person"),
    }  # fmt: skip
    assert found.sentence() == (
        "C. Cee (person) and first reading (software) agree on the relation of 1.00 of 3 pairs, Cohen's kappa 1.00; "
        "the same severity in 0.50 of the mapped pairs. It is their agreement only, not that of either authority."
    )


def test_agreement_on_one_relation_only_has_no_kappa(data: Data) -> None:
    judge_again(data, AWAY, SECOND)
    (found,) = agreements(data)
    assert found.kappa is None
    assert "Cohen's kappa undefined" in found.sentence()
    assert agreements(review_data(second_table(data).parent / "other")) == []


def test_kappa_is_the_one_computed_by_hand() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: raw 0.7; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; kappa 0.4.
    judged = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    raw, kappa = agreement(judged)
    assert raw == pytest.approx(0.7)
    assert kappa == pytest.approx(0.4)
    assert agreement([("y", "n"), ("n", "y")]) == (0.0, -1.0)
