"""A comparison is complete, ordered by its ranking, and reads each question once."""

from __future__ import annotations

import itertools

from needgraph.comparing.compare import compare, compared, lines, ordered, unmapped_pairs
from needgraph.comparing.ranking import LATER, RANKING
from needgraph.comparing.rows import COLUMNS, KINDS, NOT_SAID
from needgraph.querying.asking import LocalEndpoint
from small_comparison import ASHBY, BORWICK, CARROW, Counting, graded, small_facts, small_store, with_carrow


def test_every_row_has_two_sides_and_a_reason() -> None:
    found = compare(LocalEndpoint(small_store()), ["ashby", "borwick"])
    assert found.columns == COLUMNS
    for row in found.records():
        assert row["kind"] in KINDS
        assert row["reason"]
        for side in ("subject", "object"):
            # A quote has its place; without a quote the side says so, or nothing was recorded of it.
            assert str(row[side]).startswith(("ashby/2024", "borwick/2021"))
            words = str(row[f"{side}_place"])
            assert bool(row[f"{side}_quote"]) == (words not in (NOT_SAID, "") and not words.startswith("no sign "))
            assert (row["relation"] == "missing-rung") >= words.startswith("no sign ")


def test_places_hold_the_quotes() -> None:
    facts = small_facts()
    for row in compared(facts).records():
        for side in ("subject", "object"):
            ids = str(row[side]).split(" | ")
            if ids[0] in facts.passages:
                assert row[f"{side}_quote"] == " | ".join(facts.passages[each].quote for each in ids)
                spans = [f"{each} {facts.passages[each].start}–{facts.passages[each].end}" for each in ids]
                assert row[f"{side}_place"] == " | ".join(spans)


def test_rows_come_by_rank_and_the_first_of_each_group_before_the_second_of_any() -> None:
    found = ordered(lines(small_facts(change=graded)))
    ranks = [RANKING[line.criterion].rank for line in found]
    assert ranks == sorted(ranks)
    for _, same in itertools.groupby(found, key=lambda line: RANKING[line.criterion].rank):
        turns: list[tuple[bool, int]] = []
        seen: dict[tuple[bool, str], int] = {}
        for line in same:
            group = (line.criterion in LATER, line.group)
            turns.append((group[0], seen.get(group, 0)))
            seen[group] = turns[-1][1] + 1
        assert turns == sorted(turns)


def test_first_comes_what_is_barred_in_one_document_and_a_duty_in_the_other() -> None:
    first = compared(small_facts(change=graded)).records()[0]
    assert (first["rank"], first["relation"]) == (1, "bar-against-duty")
    assert "ashby/2024/a0047" in str(first["subject"])
    assert first["object"] == "borwick/2021/b0035"


def test_order_of_the_editions_turns_the_sides_and_nothing_else() -> None:
    facts, back = small_facts(), small_facts(BORWICK, ASHBY)
    # The rungs of one edition's own ladder are read from the lowest in either order.
    own = ("doubled-rung", "inverted-rung")
    turn = {"higher": "lower", "lower": "higher", "stronger": "milder", "milder": "stronger"}
    forth = {
        (line.kind, line.subject.id, line.object.id, line.severity, line.level)
        for line in lines(facts)
        if line.kind in ("ladder", "gap", "service", "contact", "quantity") and line.relation not in own
    }
    turned = {
        (
            line.kind, line.object.id, line.subject.id,
            turn.get(line.severity, line.severity), turn.get(line.level, line.level),
        )
        for line in lines(back)
        if line.kind in ("ladder", "gap", "service", "contact", "quantity") and line.relation not in own
    }  # fmt: skip
    assert forth == turned


def test_three_editions_are_compared_in_pairs_and_read_at_once() -> None:
    two, three = Counting(small_store()), small_store()
    compare(two, [ASHBY, BORWICK])
    with_carrow(three)
    endpoint = Counting(three)
    found = compare(endpoint, [ASHBY, BORWICK, CARROW]).records()
    assert endpoint.asked == two.asked
    pairs = {
        (str(row["subject"]).rpartition("/")[0] or row["subject"], str(row["object"]).rpartition("/")[0])
        for row in found
        if row["kind"] == "gap" and row["relation"] == "absent" and row["subject_quote"]
    }
    assert pairs == {(ASHBY, "borwick")}
    assert {(one, other) for one, other in unmapped_pairs(small_facts(ASHBY, BORWICK, CARROW, change=with_carrow))} == {
        (ASHBY, CARROW),
        (BORWICK, CARROW),
    }


def test_a_pair_has_the_same_lines_whatever_else_is_compared() -> None:
    alone = set(lines(small_facts(change=with_carrow)))
    beside = set(lines(small_facts(ASHBY, BORWICK, CARROW, change=with_carrow)))
    assert {line._replace(remark="") for line in alone} <= {line._replace(remark="") for line in beside}
