"""What was decided of the two documents, asked of the committed graphs."""

from __future__ import annotations

from collections import Counter

import pytest

import needgraph
from needgraph.querying.answers import Value


@pytest.fixture(scope="module")
def derived() -> list[dict[str, Value]]:
    return needgraph.ask("derived").records()


def test_derived_pairs_stand_beside_what_was_decided_of_them(derived: list[dict[str, Value]]) -> None:
    decided = Counter(str(row["decision"]) for row in derived)
    assert {"skos:closeMatch", "skos:relatedMatch", "rejected"} <= set(decided)
    agreed = {
        (row["subject"], row["object"]): row["relation"] for row in needgraph.ask("mappings", state="agreed").records()
    }
    for row in derived:
        if str(row["decision"]).startswith("skos:"):
            assert agreed[row["subject"], row["object"]] == row["decision"]
        else:
            assert (row["subject"], row["object"]) not in agreed


def test_no_indicator_is_undecided() -> None:
    assert needgraph.ask("unmapped").rows == ()


def test_ladder_of_missing_from_home_rises_in_both_documents() -> None:
    rows = needgraph.ask("ladders", concern="concern/missing-from-home").records()
    assert [(row["tiers"], row["authority"]) for row in rows] == [
        (tier, authority) for tier in ("2", "3", "4") for authority in ("halton", "tameside")
    ]


def test_no_pair_is_an_exact_match_while_none_of_one_sense_is_graded_alike() -> None:
    exact = needgraph.query("SELECT ?a ?b { ?a <http://www.w3.org/2004/02/skos/core#exactMatch> ?b }")
    pairs = [tuple(str(end).partition("/id/")[2] for end in row) for row in exact.rows]
    assert [pair for pair in pairs if pair[0].startswith("halton/")] == []


def test_what_neither_document_grades_is_ungraded() -> None:
    severity = {
        (row["subject"], row["object"]): row["severity_relation"]
        for row in needgraph.ask("mappings", state="agreed").records()
    }
    for pair in (("halton/2023/h0278", "tameside/2018/t0182"), ("halton/2023/h0332", "tameside/2018/t0256")):
        assert severity[pair] == "ungraded"


def test_question_and_check_name_the_same_contradictions_of_rejections() -> None:
    asked = {
        f"mapping/{str(row['subject']).replace('/', '-')}/{str(row['object']).replace('/', '-')}"
        for row in needgraph.ask("contradictions").records()
        if str(row["contradiction"]).startswith("rejected")
    }
    checked = needgraph.check()
    found = {
        each.id for each in (*checked.findings, *checked.waived) if each.rule == "check:mapping-rejected-but-derived"
    }
    assert found == asked == {"mapping/halton-2023-h0081/tameside-2018-t0056"}
