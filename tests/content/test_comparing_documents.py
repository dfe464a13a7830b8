"""The comparison of the two documents says what stands in the tables, and puts first what crosses a statutory line."""

from __future__ import annotations

from collections import Counter

import pytest

from needgraph.comparing.compare import compared, read_facts
from needgraph.comparing.facts import Facts
from needgraph.comparing.ladders import ladders
from needgraph.comparing.rows import NOT_SAID
from needgraph.querying.answers import Value
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import open_graphs
from needgraph.resources import data_at
from needgraph.tables.mappings import NOT_FOUND, id_of, read_mappings

Row = dict[str, Value]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(LocalEndpoint(open_graphs(data_at())), ["halton", "tameside"])


@pytest.fixture(scope="module")
def rows(facts: Facts) -> list[Row]:
    return compared(facts).records()


@pytest.fixture(scope="module")
def agreed() -> list[tuple[str, str, str]]:
    table = read_mappings(data_at())["agreed"].rows
    return [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in table]


def test_pairs_are_exactly_those_of_the_agreed_table(rows: list[Row], agreed: list[tuple[str, str, str]]) -> None:
    pairs = {(id_of(one), relation, id_of(other)) for one, relation, other in agreed if NOT_FOUND not in (one, other)}
    shown = [
        (row["subject"], row["relation"], row["object"]) for row in rows if str(row["relation"]).startswith("skos:")
    ]
    assert len(shown) == len(pairs)
    assert set(shown) == pairs


def test_gaps_are_exactly_those_of_the_agreed_table(rows: list[Row], agreed: list[tuple[str, str, str]]) -> None:
    gaps = {id_of(one if other == NOT_FOUND else other) for one, _, other in agreed if NOT_FOUND in (one, other)}
    established = ("absent", "broader-elsewhere", "other-section", "out-of-scope")
    found = [row for row in rows if row["kind"] == "gap" and row["relation"] in established]
    assert len(found) == len(gaps)
    assert gaps <= {str(row[end]) for row in found for end in ("subject", "object")}
    assert not [row for row in rows if row["relation"] == "not-yet-mapped"]


def test_every_passage_beside_broader_elsewhere_or_other_section_is_quoted(rows: list[Row]) -> None:
    found = [row for row in rows if row["relation"] in ("broader-elsewhere", "other-section")]
    assert found
    assert [row["reason"] for row in found if not (row["subject_quote"] and row["object_quote"])] == []


def test_missing_from_home_rises_by_the_same_rungs_in_both(facts: Facts) -> None:
    found = ladders(facts, "missing-from-home")
    assert [(row[1], row[3], row[6], row[-1]) for row in found.rows] == [
        (2, "2", "2", "in all"),
        (3, "3", "3", "in all"),
        (4, "4", "4", "in all"),
    ]
    quotes = [str(row[7]) for row in found.rows]
    for word, quote in zip(("occasionally", "often", "long periods"), quotes, strict=True):
        assert word in quote


def test_a_ladder_rung_is_missing_only_where_the_other_document_has_none_at_its_tiers(rows: list[Row]) -> None:
    missing = {(row["concern"], row["subject"], row["object"]) for row in rows if row["relation"] == "missing-rung"}
    assert ("radicalisation", "halton/2023/h0342", "tameside/2018") in missing
    assert not [each for each in missing if each[0] == "missing-from-home"]


def test_first_comes_the_referral_that_is_not_accepted_here_and_due_there(rows: list[Row]) -> None:
    first, second, third = rows[:3]
    assert (first["subject"], first["object"]) == ("halton/2023/h0369", "tameside/2018/t0007")
    assert "will not be accepted" in str(first["subject_quote"])
    assert "must report" in str(first["object_quote"])
    assert second["subject"] == "halton/2023/h0370"
    assert "must enquire" in str(second["object_quote"])
    assert (third["kind"], third["rank"]) == ("ladder", 1)


def test_no_line_explained_by_its_wording_comes_before_one_that_is_not(rows: list[Row]) -> None:
    ranks = {
        (row["severity_relation"], row["level_relation"]): set[Value]()
        for row in rows
        if row["kind"] == "ladder" and str(row["relation"]).startswith("skos:")
    }
    for row in rows:
        if row["kind"] == "ladder" and row["relation"] in ("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch"):
            ranks[row["severity_relation"], row["level_relation"]].add(row["rank"])
    assert 1 in ranks["stronger", "lower"]
    assert not {1, 2} & (ranks["stronger", "higher"] | ranks["milder", "lower"] | ranks["same", "same"])


def test_consent_rules_stand_against_the_established_silence(rows: list[Row]) -> None:
    row = next(row for row in rows if row["subject"] == "halton/2023/h0226")
    assert row["relation"] == "not-stated"
    assert f"Tameside on consent requirement (Level 3); basis of information sharing (Level 3): {NOT_SAID}" in str(
        row["reason"]
    )


def test_front_doors_forms_and_deadlines_are_compared(rows: list[Row]) -> None:
    by_concern = {(row["kind"], row["concern"]): row for row in rows}
    door = by_concern["contact", "front-door"]
    assert "iCART" in str(door["reason"])
    assert "0161 342 4101" in str(door["reason"])
    assert by_concern["contact", "request-form"]["subject_place"] == NOT_SAID
    deadlines = [row for row in rows if "deadline" in str(row["concern"])]
    ends = [str(row["object"]).rpartition("/")[2] for row in deadlines]
    assert (sorted(ends), {row["rank"] for row in deadlines}) == (["t0027", "t0035", "t0046"], {4})


def test_nothing_is_called_not_required(rows: list[Row]) -> None:
    assert [row for row in rows if "not required" in str(row["reason"])] == []


def test_every_kind_of_line_is_there(rows: list[Row]) -> None:
    found = Counter(str(row["kind"]) for row in rows)
    assert set(found) == {
        "ladder", "rule", "gap", "service", "contact", "assessment", "definition", "term", "quantity", "projection",
    }  # fmt: skip


def test_what_follows_from_a_refusal_stands_against_silence_at_level_3_as_at_level_2(rows: list[Row]) -> None:
    for statement in ("h0123", "h0228"):
        row = next(row for row in rows if row["kind"] == "rule" and row["subject"] == f"halton/2023/{statement}")
        assert row["relation"] == "not-stated"
        assert "refusal of consent" in str(row["reason"])


def test_telling_parents_of_a_referral_is_no_matter_of_forms(rows: list[Row]) -> None:
    row = next(row for row in rows if row["subject"] == "halton/2023/h0378")
    assert (row["relation"], row["rank"], row["object_place"]) == ("not-stated", 3, NOT_SAID)


def test_sign_that_halton_words_alike_on_both_sides_is_its_own_matter_first(rows: list[Row]) -> None:
    ranks = {(row["subject"], row["object"]): row["rank"] for row in rows if row["kind"] == "ladder"}
    assert ranks["halton/2023/h0167", "halton/2023/h0260"] == 3
    assert ranks["halton/2023/h0260", "tameside/2018/t0107"] == 7
    assert ranks["halton/2023/h0319", "tameside/2018/t0185"] == 1


def test_section_47_stands_with_the_test_that_each_document_prints(rows: list[Row]) -> None:
    row = next(row for row in rows if "s.47(1)(b)" in str(row["reason"]))
    assert "reasonable cause to suspect" in str(row["subject_quote"])
    assert "When it is believed" in str(row["object_quote"])
    assert row["rank"] == 6


def test_tool_kit_of_halton_is_not_passed_over(rows: list[Row]) -> None:
    row = next(row for row in rows if (row["kind"], row["concern"]) == ("assessment", "additional-assessment"))
    assert "Screening Tools" in str(row["subject_quote"])


def test_no_line_depends_on_which_document_is_named_first(rows: list[Row]) -> None:
    turned = compared(read_facts(LocalEndpoint(open_graphs(data_at())), ["tameside", "halton"])).records()
    own = ("doubled-rung", "inverted-rung")
    ends = {(row["kind"], row["subject"], row["object"], row["rank"]) for row in rows if row["relation"] not in own}
    assert ends == {
        (row["kind"], row["object"], row["subject"], row["rank"]) for row in turned if row["relation"] not in own
    }
