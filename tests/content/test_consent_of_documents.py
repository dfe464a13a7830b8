"""What the two documents say about consent, in the cases that matter most, and what holds in every case."""

from __future__ import annotations

from functools import cache

import pytest

from needgraph.consent.collisions import local
from needgraph.consent.differences import differences
from needgraph.consent.evaluation import OUTCOMES, Case, evaluate
from needgraph.consent.grid import collisions, grid
from needgraph.consent.rules import FLAGS, STATES, EditionRules, read_rules
from needgraph.querying.answers import Value
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.resources import data_at

FLAG_COLUMNS = [flag.replace("-", "_") for flag in FLAGS]
HARM, RISK, BOTH = "immediate-harm", "high-risk", "child-protection escalation-risk"
# Read off the text of Halton: level, act, flags, ground, then the outcome for each state of consent.
GO, FIRST, NO, ONE, CLASH, SILENT = (
    "may-proceed", "consent-first", "not-accepted", "single-agency", "conflicting", "not-stated",
)  # fmt: skip
HALTON = (
    ("1", "share", "", "", (GO, FIRST, FIRST, SILENT, SILENT)),
    ("2", "share", "", "", (GO, FIRST, FIRST, ONE, SILENT)),
    ("2", "share", RISK, "", (GO, FIRST, FIRST, GO, SILENT)),
    ("3", "share", "", "", (GO, GO, FIRST, ONE, SILENT)),
    ("3", "share", RISK, "", (GO, GO, FIRST, GO, SILENT)),
    ("4", "share", "", "", (GO, FIRST, FIRST, SILENT, SILENT)),
    ("4", "share", "", "crime-detection", (GO, GO, GO, GO, GO)),
    ("1", "refer", "", "", (GO, GO, FIRST, SILENT, SILENT)),
    ("1", "refer", HARM, "", (GO, GO, CLASH, SILENT, SILENT)),
    ("2", "refer", "", "", (GO, GO, NO, NO, NO)),
    ("3", "refer", "", "", (GO, GO, NO, NO, NO)),
    ("3", "refer", HARM, "", (GO, GO, CLASH, NO, NO)),
    ("4", "refer", HARM, "", (GO, GO, CLASH, SILENT, SILENT)),
    ("1", "assess", "", "", (SILENT,) * 5),
    ("2", "assess", "", "", (GO, GO, FIRST, FIRST, FIRST)),
    ("3", "assess", HARM, "", (GO, GO, FIRST, FIRST, FIRST)),
    ("4", "assess", "child-protection", "", (SILENT,) * 5),
    ("3", "enquire", BOTH, "", (GO, GO, FIRST, FIRST, FIRST)),
    ("4", "enquire", "child-protection", "", (GO, GO, FIRST, FIRST, FIRST)),
    ("4", "enquire", HARM, "", (GO, GO, CLASH, CLASH, CLASH)),
    ("4", "enquire", f"{HARM} child-protection", "", (GO, GO, CLASH, CLASH, CLASH)),
    ("4", "enquire", BOTH, "", (GO,) * 5),
    ("4", "enquire", f"{BOTH} {HARM}", "", (GO,) * 5),
)


@cache
def edition(name: str) -> EditionRules:
    return read_rules(LocalEndpoint(load_graphs(data_at().graph_files())), name)


@cache
def cells(name: str) -> dict[tuple[Value, ...], dict[str, Value]]:
    keys = ("level", "act", "consent", *FLAG_COLUMNS, "ground")
    return {tuple(row[key] for key in keys): row for row in grid(edition(name)).records()}


@pytest.mark.parametrize(("level", "act", "flags", "ground", "expected"), HALTON)
def test_halton_says_in_each_state_of_consent(
    level: str, act: str, flags: str, ground: str, expected: tuple[str, ...]
) -> None:
    cases = [Case(level, act, state, frozenset(flags.split()), ground) for state in STATES]
    assert tuple(evaluate(edition("halton"), case).outcome for case in cases) == expected


@pytest.mark.parametrize("level", ["1", "2", "3", "4"])
def test_halton_asks_for_consent_by_level(level: str) -> None:
    asked = {
        act: evaluate(edition("halton"), Case(level, act, "refused")).consent
        for act in ("share", "refer", "assess", "enquire")
    }
    share = {"1": "explicit", "2": "explicit", "3": "implied", "4": "recommended"}[level]
    assess = "sought" if level in "23" else "not-stated"
    assert asked == {"share": share, "refer": "sought", "assess": assess, "enquire": "sought"}


def test_tameside_requires_what_it_requires_and_says_nothing_of_consent() -> None:
    for key, row in cells("tameside").items():
        level, act = key[:2]
        concern = key[3 + FLAG_COLUMNS.index("child_protection")]
        report = act == "refer" and level in ("3", "4")
        protect = act in ("assess", "enquire") and level == "4" and concern
        assert row["outcome"] == ("required" if report or protect else "not-stated"), key
        assert row["asks"] == "not-stated"


def test_tameside_lists_what_depends_on_more_under_if() -> None:
    answer = evaluate(edition("tameside"), Case("4", "enquire", "refused"))
    assert [local(rule) for rule in answer.unless] == ["t16"]


@pytest.mark.parametrize("name", ["halton", "tameside"])
def test_every_cell_is_filled_from_the_list(name: str) -> None:
    found = cells(name)
    assert len(found) == 4 * 4 * 5 * 16 * 4
    assert {row["outcome"] for row in found.values()} <= set(OUTCOMES)
    assert all(row["advice"] for row in found.values())


@pytest.mark.parametrize("name", ["halton", "tameside"])
def test_more_consent_never_allows_less_and_what_is_required_is_so_in_every_state(name: str) -> None:
    groups: dict[tuple[Value, ...], dict[Value, Value]] = {}
    for key, row in cells(name).items():
        groups.setdefault((*key[:2], *key[3:]), {})[key[2]] = row["outcome"]
    for key, found in groups.items():
        allowed = [found[state] in ("may-proceed", "required") for state in ("not-sought", "implied", "explicit")]
        assert allowed == sorted(allowed), key
        assert ("required" in found.values()) == (set(found.values()) == {"required"}), key


def test_collisions_of_halton_are_those_of_its_text() -> None:
    found = [
        (row["act"], local_ids(row["allows"]), local_ids(row["bars"]), row["level"])
        for row in collisions(edition("halton")).records()
    ]
    enquiries = [("enquire", f"h9-{each}", "h9b h9c", "4") for each in "12345"]
    assert found == [
        ("refer", "h0", "h6", "1 | 2 | 3 | 4"),
        ("refer", "h0", "h8a", "3"),
        ("refer", "h0", "h8b", "2"),
        *enquiries,
    ]
    assert collisions(edition("tameside")).rows == ()


def test_collisions_of_halton_show_every_state_that_collides() -> None:
    states = {row["consent"] for row in collisions(edition("halton")).records() if row["act"] == "enquire"}
    assert states == {"not-sought | refused | withdrawn"}


def test_words_printed_at_one_level_are_not_quoted_at_another() -> None:
    for name in ("halton", "tameside"):
        for rule in edition(name).rules:
            assert not {"t0226", "t0287"} <= {quote.id.rpartition("/")[2] for quote in rule.quotes}
            assert not {"h0118", "h0216"} <= {quote.id.rpartition("/")[2] for quote in rule.quotes}
    rows = differences([edition("halton"), edition("tameside")]).records()
    at_three = " ".join(str(row["object_quote"]) for row in rows if (row["act"], row["tiers"]) == ("assess", "3"))
    assert "it may be appropriate for a children’s social worker" in at_three
    assert "it will be required" not in at_three


def test_tameside_calls_an_early_help_assessment_not_appropriate_beside_the_advice_to_complete_one() -> None:
    rows = differences([edition("halton"), edition("tameside")]).records()
    quotes = {str(row["object_quote"]) for row in rows if (row["act"], row["tiers"]) == ("assess", "3")}
    assert quotes
    assert all(
        0 < each.find("It is not appropriate to initiate") < each.find("may be advised to complete") for each in quotes
    )


def test_halton_has_nothing_to_tell_of_consent_given_to_whoever_refused() -> None:
    told = {
        state: "h7a" in map(local, evaluate(edition("halton"), Case("3", "refer", state)).applying) for state in STATES
    }
    assert told == {"explicit": True, "implied": True, "not-sought": False, "refused": False, "withdrawn": False}


def local_ids(cell: Value) -> str:
    return " ".join(each.rpartition("/")[2] for each in str(cell).split(" | "))


def test_level_three_referral_differs_most() -> None:
    rows = differences([edition("halton"), edition("tameside")]).records()
    found = {
        row["consent"]: (row["subject_outcome"], row["object_outcome"], row["difference"])
        for row in rows
        if (row["act"], row["tiers"], row["established"]) == ("refer", "3", "nothing")
    }
    assert found == {
        "explicit | implied": ("may-proceed", "required", "differs"),
        "not-sought": ("not-accepted", "required", "differs"),
        "refused | withdrawn": ("not-accepted", "required", "differs"),
    }
    silent = [row for row in rows if row["subject_outcome"] == row["object_outcome"]]
    assert silent == []
    assert all(row["subject_quote"] or row["object_quote"] for row in rows)


def test_level_three_acts_that_collide_keep_their_quotes() -> None:
    answer = evaluate(edition("halton"), Case("3", "refer", "not-sought", frozenset(["immediate-harm"])))
    words = {local(rule): rule.quotes[0].text for rule, _ in answer.rules}
    assert "unless there is a risk of immediate harm" in words["h0"]
    assert "will not be accepted" in words["h8a"]
    assert "999" in answer.emergency[0].text
