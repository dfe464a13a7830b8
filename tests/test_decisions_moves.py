"""What would move under a target scheme is worked out from tiers and rules; what does not follow stays undecided."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from needgraph.consent.rules import EditionRules, Level, Quote, Rule, Term
from needgraph.decisions.collisions import COLLISIONS, collisions_moved
from needgraph.decisions.folder import read_decided
from needgraph.decisions.moves import (
    EVERY,
    LEVELS,
    MOVED,
    OTHER,
    RULES,
    SAME,
    UNDECIDED,
    Moves,
    Placing,
    rule_landing,
    what_moves,
)  # fmt: skip
from needgraph.decisions.scheme import Landing
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from test_decisions_folder import FIXTURES, NAME, SCHEME, decided_data, decision


@pytest.fixture(scope="module")
def endpoint() -> LocalEndpoint:
    return LocalEndpoint(load_graphs(Data(FIXTURES).graph_files()))


def moves(folder: Path, endpoint: LocalEndpoint, *rows: Mapping[str, str], scheme: str = SCHEME) -> Moves:
    return what_moves(endpoint, read_decided(decided_data(folder, *rows, scheme=scheme), endpoint, NAME))


def test_levels_land_by_their_tiers_and_the_rest_is_undecided(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    found = moves(tmp_path, endpoint).levels
    assert found.columns == LEVELS
    shown = [
        (row["edition"], row["level"], row["target"], row["standing"], row["indicators"]) for row in found.records()
    ]
    assert shown == [
        ("ashby/2024", "1", "1", "lands", 3), ("ashby/2024", "2", "2", "lands", 2),
        ("ashby/2024", "3", "2", "lands", 2), ("ashby/2024", "4", "3", "lands", 1),
        ("borwick/2021", "1", "", UNDECIDED, 2), ("borwick/2021", "2", "2", "lands", 2),
        ("borwick/2021", "3", "", UNDECIDED, 1),
    ]  # fmt: skip
    whys = {row["why"] for row in found.records() if row["standing"] == UNDECIDED}
    assert whys == {"tiers 0 and 1 reach target levels 1 and 2", "tiers 3 and 4 reach target levels 2 and 3"}


def test_signs_go_with_their_level_and_none_is_guessed(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    found = moves(tmp_path, endpoint).indicators
    assert found.columns == MOVED
    by_id = {row["id"]: (row["level"], row["target"], row["change"]) for row in found.records()}
    assert len(by_id) == 13
    assert by_id["ashby/2024/a0022"] == ("2", "2", SAME)
    assert by_id["ashby/2024/a0036"] == ("3", "2", OTHER)
    assert by_id["borwick/2021/b0027"] == ("3", "", UNDECIDED)
    row = next(row for row in found.records() if row["id"] == "ashby/2024/a0036")
    assert (row["quote"], row["place"]) == ("Often away overnight without word", "ashby/2024/a0036 1044–1077")


def test_a_level_that_no_target_level_covers_is_undecided(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    short = SCHEME[: SCHEME.index('[[level]]\nnumber = "3"')]
    found = moves(tmp_path, endpoint, scheme=short)
    row = next(row for row in found.indicators.records() if row["id"] == "ashby/2024/a0044")
    assert (row["target"], row["change"], row["why"]) == ("", UNDECIDED, "no target level covers tier 4")
    # Where part of a level's tiers is covered, the covered part is not taken for the whole.
    row = next(row for row in found.indicators.records() if row["id"] == "borwick/2021/b0027")
    assert (row["target"], row["why"]) == ("", "no target level covers tier 4")


def test_a_decision_places_what_the_tiers_leave_open(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    away = {"concern": "missing", "subject": "ashby/2024/a0036", "object": "borwick/2021/b0027"}
    row = decision(**away, decision="adopt-b", target_level="3")
    found = {each["id"]: each for each in moves(tmp_path, endpoint, row).indicators.records()}
    assert (found["borwick/2021/b0027"]["target"], found["borwick/2021/b0027"]["why"]) == ("3", "agreed in d1")


@pytest.mark.parametrize(
    "cells", [{"status": "open", "decision": ""}, {"decision": "refer-upward", "target_level": "3"}]
)
def test_what_is_open_or_referred_upward_places_nothing(
    cells: Mapping[str, str], tmp_path: Path, endpoint: LocalEndpoint
) -> None:
    away = {"concern": "missing", "subject": "ashby/2024/a0036", "object": "borwick/2021/b0027"}
    row = decision(**away, **cells)
    found = {each["id"]: each["change"] for each in moves(tmp_path, endpoint, row).indicators.records()}
    assert found["borwick/2021/b0027"] == UNDECIDED


def test_rules_go_with_all_their_levels(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    found = moves(tmp_path, endpoint).rules
    assert found.columns == RULES
    by_id = {row["id"]: (row["level"], row["target"], row["change"]) for row in found.records()}
    assert by_id["ashby/2024/rule/a1"] == ("2", "2", SAME)
    assert by_id["ashby/2024/rule/a4"] == ("3 | 4", "2 | 3", OTHER)
    assert by_id["borwick/2021/rule/b1"] == ("3", "", UNDECIDED)
    assert by_id["borwick/2021/rule/b4"] == ("", "", EVERY)


def test_rule_that_depends_on_a_threshold_goes_to_no_level(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    decided = read_decided(decided_data(tmp_path, scheme=SCHEME), endpoint, NAME)
    free = DUTY.rules[0]
    after = free._replace(conditions=(Term("threshold-not-met", "threshold not met"),))
    placing = Placing(endpoint, decided)
    assert rule_landing(placing, "dutton/2020", free) == ("", EVERY, "it is bound to no level: it goes along to all")
    assert rule_landing(placing, "dutton/2020", after) == (
        "", UNDECIDED,
        "it is bound to no level but depends on a decision (threshold not met): no target level follows",
    )  # fmt: skip


def test_services_go_with_their_level(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    found = {row["id"]: (row["target"], row["change"]) for row in moves(tmp_path, endpoint).services.records()}
    assert found["ashby/2024/a0014"] == ("1", SAME)
    assert found["ashby/2024/a0039"] == ("2", OTHER)
    assert found["borwick/2021/b0032"] == ("", UNDECIDED)


def test_levels_of_one_document_that_come_together_collide(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    joined = SCHEME.replace('tiers = ["1", "2", "3"]', 'tiers = ["1", "2", "4"]').replace(
        'name = "Protection"\ntiers = ["4"]', 'name = "In need"\ntiers = ["3"]'
    )
    found = moves(tmp_path, endpoint, scheme=joined).collisions
    assert found.columns == COLLISIONS
    rows = [row for row in found.records() if row["status"] == "created"]
    assert [(row["subject"], row["object"], row["act"], row["target"]) for row in rows] == [
        ("ashby/2024/level/2", "ashby/2024/level/4", "share", "2")
    ]
    assert (rows[0]["subject_outcome"], rows[0]["object_outcome"]) == ("consent-first", "may-proceed")
    assert (rows[0]["subject_rules"], rows[0]["object_rules"]) == ("ashby/2024/rule/a1", "ashby/2024/rule/a3")
    assert "ground further-risk" in str(rows[0]["established"])
    assert str(rows[0]["object_quote"]).startswith("Information may be shared without consent")
    assert rows[0]["subject_place"] == "ashby/2024/a0025 644–695"
    assert moves(tmp_path / "apart", endpoint).collisions.rows == ()


def edition(name: str, effect: str, outcome: str, strength: str, *conditions: str) -> EditionRules:
    """Return an edition with one level and one rule on referring."""
    quote = Quote(f"{name}/2020/s1", f"{name} says so", 3, 9)
    rule = Rule(
        f"{name}/2020/rule/r", name, "", strength, (), ("refer",), tuple(Term(each, each) for each in conditions), (),
        (Term(effect, effect, outcome),), (), (), (quote,),
    )  # fmt: skip
    wider = {each: frozenset({"consent-not-obtained"}) for each in ("consent-refused", "consent-not-sought")}
    return EditionRules(name, "2020", (Level("3", "Three", ("3",)),), (rule,), {}, wider, ())


BARS = edition("barmouth", "not-accepted", "not-accepted", "prohibition", "consent-not-obtained")
DUTY = edition("dutton", "must-report", "required", "obligation")
SILENT = EditionRules("silby", "2020", (Level("3", "Three", ("3",)),), (), {}, {}, ())


@pytest.mark.parametrize(
    ("first", "second", "status", "target"),
    [
        (Landing(("2",)), Landing(("2",)), "kept", "2"),
        (Landing(("2",)), Landing(("3",)), "removed", "2 | 3"),
        (Landing(("2", "3"), "in doubt"), Landing(("3",)), "undecided", "2 | 3"),
    ],
)
def test_levels_that_share_a_tier_meet_today(first: Landing, second: Landing, status: str, target: str) -> None:
    landing = {"barmouth/2020": first, "dutton/2020": second}
    found = collisions_moved(lambda edition, _: landing[edition], {each.path: each for each in (BARS, DUTY)})
    assert [(row["status"], row["target"], row["act"]) for row in found.records()] == [(status, target, "refer")]
    row = found.records()[0]
    assert row["consent"] == "not-sought | refused"
    assert (row["subject_outcome"], row["object_outcome"]) == ("not-accepted", "required")
    assert (row["subject_quote"], row["object_place"]) == ("barmouth says so", "dutton/2020/s1 3–9")


def test_levels_that_never_met_and_stay_apart_are_no_matter() -> None:
    apart = DUTY._replace(levels=(Level("4", "Four", ("4",)),))
    landing = {"barmouth/2020": Landing(("2",)), "dutton/2020": Landing(("3",))}
    assert collisions_moved(lambda edition, _: landing[edition], {BARS.path: BARS, DUTY.path: apart}).rows == ()
    joined = collisions_moved(lambda *_: Landing(("2",)), {BARS.path: BARS, DUTY.path: apart})
    assert [row["status"] for row in joined.records()] == ["created"]


def test_what_may_come_together_is_undecided() -> None:
    apart = DUTY._replace(levels=(Level("4", "Four", ("4",)),))
    landing = {"barmouth/2020": Landing(("2",)), "dutton/2020": Landing(("2", "3"), "in doubt")}
    found = collisions_moved(lambda edition, _: landing[edition], {BARS.path: BARS, DUTY.path: apart})
    assert [row["status"] for row in found.records()] == ["undecided"]
    assert "dutton/2020 Level 4: in doubt" in str(found.records()[0]["why"])


def test_two_levels_of_one_document_never_met_even_on_one_tier() -> None:
    levels = (Level("2", "Two", ("3",)), Level("3", "Three", ("3",)))
    rules = (BARS.rules[0]._replace(levels=("2",)), DUTY.rules[0]._replace(levels=("3",)))
    both = BARS._replace(levels=levels, rules=rules)
    apart = {"2": Landing(("1",)), "3": Landing(("2",))}
    assert collisions_moved(lambda _, level: apart[level], {both.path: both}).rows == ()
    joined = collisions_moved(lambda *_: Landing(("1",)), {both.path: both})
    assert [row["status"] for row in joined.records()] == ["created"]


def test_silence_collides_with_nothing() -> None:
    editions = {each.path: each for each in (BARS, SILENT)}
    assert collisions_moved(lambda *_: Landing(("2",)), editions).rows == ()


def one_rule(name: str, number: str, tier: str, strength: str, duty: str = "") -> EditionRules:
    """Return an edition of one level with a rule on starting an assessment that leads to no outcome."""
    known = edition(name, "some-effect", "", strength)
    rule = known.rules[0]._replace(
        acts=("initiate-assessment",), duties=tuple(Term(each, each) for each in duty.split())
    )
    return known._replace(levels=(Level(number, "Level", (tier,)),), rules=(rule,))


@pytest.mark.parametrize(
    ("strength", "duty", "expected"),
    [
        ("recommendation", "", [("created", "recommendation", "deterrence")]),
        ("permission", "", [("created", "permission", "deterrence")]),
        ("deterrence", "", []),
        ("recommendation", "tell-parent", []),
    ],
)
def test_rule_for_an_act_collides_with_one_against_it_though_neither_has_an_outcome(
    strength: str, duty: str, expected: list[tuple[str, str, str]]
) -> None:
    rules = {
        each.path: each
        for each in (one_rule("dutton", "2", "2", strength, duty), one_rule("ely", "3", "3", "deterrence"))
    }
    found = collisions_moved(lambda *_: Landing(("2",)), rules).records()
    assert [(row["status"], row["subject_outcome"], row["object_outcome"]) for row in found] == expected
    assert all(str(row["why"]).endswith("a deterrence on one act: initiate assessment.") for row in found)


def test_rules_on_different_acts_do_not_collide() -> None:
    other = one_rule("ely", "3", "3", "deterrence")
    assessing = other._replace(rules=(other.rules[0]._replace(acts=("assess",)),))
    rules = {each.path: each for each in (one_rule("dutton", "2", "2", "permission"), assessing)}
    assert collisions_moved(lambda *_: Landing(("2",)), rules).rows == ()
