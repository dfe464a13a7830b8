"""Decisions are people's: read with their places, refused where they contradict, and never taken by the program."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from needgraph.decisions.folder import CHECK, Decided, decision_findings, read_decided
from needgraph.decisions.scheme import Scheme, SchemeProblem, TargetLevel, read_scheme
from needgraph.decisions.tables import COLUMNS, DecisionProblem, decision_folder, decision_names
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.resources import Data, data_at
from needgraph.tables.tsv import TableProblem, write_table

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"
TIERS = ("0", "1", "2", "3", "4")
SCHEME = """title = "One ladder for two"
editions = ["ashby", "borwick/2021"]

[[level]]
number = "1"
name = "Universal"
tiers = ["0"]

[[level]]
number = "2"
name = "Family help"
tiers = ["1", "2", "3"]

[[level]]
number = "3"
name = "Protection"
tiers = ["4"]
"""
NAME = "joint"
Cells = Mapping[str, str]


def decision(name: str = "d1", **cells: str) -> dict[str, str]:
    """Return a decision on a mapped pair, agreed by a person, with these cells instead."""
    return {
        "id": name, "kind": "ladder", "concern": "education", "subject": "ashby/2024/a0035",
        "object": "borwick/2021/b0017", "decision": "adopt-a", "reason": "It is the plainer.", "date": "2026-11-22",
        "status": "agreed", "curator": "bee", **cells,
    }  # fmt: skip


def decided_data(folder: Path, *rows: Cells, scheme: str = SCHEME) -> Data:
    """Write the fixture graphs with these decisions below a folder."""
    data = Data(folder / "graphs")
    shutil.copytree(FIXTURES, data.folder)
    own = data.folder / "decisions" / NAME
    own.mkdir(parents=True)
    (own / "scheme.toml").write_text(scheme, encoding="utf-8")
    write_table(own / "decisions.tsv", COLUMNS, rows)
    return data


@pytest.fixture(scope="module")
def endpoint() -> LocalEndpoint:
    return LocalEndpoint(load_graphs(Data(FIXTURES).graph_files()))


def read(folder: Path, endpoint: LocalEndpoint, *rows: Cells) -> Decided:
    return read_decided(decided_data(folder, *rows), endpoint, NAME)


def refusal(folder: Path, endpoint: LocalEndpoint, *rows: Cells) -> str:
    with pytest.raises(DecisionProblem) as caught:
        read(folder, endpoint, *rows)
    return str(caught.value)


def test_a_good_table_is_read_with_its_scheme_and_editions(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    rows = [
        decision(),
        decision("d2", subject="ashby/2024/a0036", object="borwick/2021/b0027", concern="missing",
                 decision="new-wording", wording="Away at night", target_level="2", status="proposed"),
        decision("d3", kind="gap", subject="ashby/2024/a0044", object="borwick/2021", concern="missing | care"),
        decision("d4", kind="rule", concern="referral", subject="ashby/2024/rule/a4", object="borwick/2021/b0029",
                 decision="refer-upward"),
        decision("d5", subject="ashby/2024/a0012", decision="", reason="", date="",
                 status="open"),
    ]  # fmt: skip
    found = read(tmp_path, endpoint, *rows)
    assert found.editions == ("ashby/2024", "borwick/2021")
    assert [each.id for each in found.decisions] == ["d1", "d2", "d3", "d4", "d5"]
    assert found.decisions[0].kept == ("ashby/2024/a0035",)
    assert found.decisions[0].replaced == ("borwick/2021/b0017",)
    assert found.decisions[1].replaced == ("ashby/2024/a0036", "borwick/2021/b0027")
    assert [each.target for each in found.decisions] == ["", "2", "", "", ""]
    assert [level.tiers for level in found.scheme.levels] == [("0",), ("1", "2", "3"), ("4",)]
    assert not found.decisions[4].decides


# What is wrong, and what the message has to say; file and row come before it.
WRONG = [
    ({"id": "D 1"}, "id 'D 1' is not a slug"),
    ({"kind": "lader"}, "kind is 'lader'; did you mean 'ladder'"),
    ({"decision": "adopt"}, "decision is 'adopt'; did you mean 'adopt-b'"),
    ({"decision": ""}, "decision is ''"),
    ({"status": "done"}, "status is 'done'; write one of: open, proposed, agreed, withdrawn"),
    ({"date": "22/11/2026"}, "date is '22/11/2026'; write a date such as"),
    ({"date": ""}, "is agreed without a date"),
    ({"reason": " "}, "has no reason"),
    ({"decision": "new-wording"}, "new-wording has no wording"),
    ({"wording": "Away"}, "wording is given, but the decision is adopt-a"),
    ({"subject": ""}, "adopt-a needs a subject"),
    ({"object": "", "decision": "adopt-b"}, "adopt-b needs an object"),
    ({"object": "borwick/2021", "decision": "adopt-b"}, "borwick/2021 does not say, and a silence cannot be adopted"),
    ({"object": "borwick/2021", "decision": "keep-both"}, "a silence cannot be adopted"),
    ({"subject": "ashby/2024/a0055"}, "subject ashby/2024/a0055 was withdrawn (2026-05-01: Entered twice"),
    ({"subject": "ashby/2024/a0099"}, "subject 'ashby/2024/a0099' is no statement or rule"),
    ({"object": "borwick/2020"}, "object 'borwick/2020' is no edition; did you mean 'borwick/2021'"),
    ({"subject": "ashby/2024/a0035 | borwick/2021/b0027"}, "each side is one edition"),
    ({"subject": "ashby/2024 | ashby/2024/a0035"}, "name the edition alone"),
    ({"object": "ashby/2024/a0036"}, "a divergence lies between two editions"),
    ({"concern": "mising"}, "concern 'mising' is not one of the hub; did you mean 'missing'"),
    ({"status": "open"}, "is open, but decision is adopt-a; empty the cell, or set the status to proposed"),
    ({"status": "open", "decision": "", "target_level": "2"}, "is open, but target_level is 2"),
    ({"target_level": "4"}, "target_level '4' is not in scheme.toml; it has: 1, 2, 3"),
    ({"curator": "wasp"}, "curator 'wasp' is not in curators.tsv"),
    ({"curator": "first-reading"}, "is agreed by first-reading, which is software; people decide"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_what_is_wrong_is_named_with_its_row(
    cells: Cells, message: str, tmp_path: Path, endpoint: LocalEndpoint
) -> None:
    good = decision("d0", subject="ashby/2024/a0036", object="borwick/2021/b0027", concern="missing")
    said = refusal(tmp_path, endpoint, good, decision(**cells))
    assert message in said
    assert all("decisions.tsv:3: " in line for line in said.splitlines())


def test_a_proposal_of_a_program_is_no_agreement(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    found = read(tmp_path, endpoint, decision(status="proposed", curator="first-reading"))
    assert [each.status for each in found.decisions] == ["proposed"]


def test_a_withdrawn_decision_may_speak_of_what_is_gone(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    gone = decision("d2", subject="ashby/2024/a0055", status="withdrawn")
    assert len(read(tmp_path, endpoint, decision(), gone).decisions) == 2


@pytest.mark.parametrize("choice", ["adopt-b", "adopt-a"])
def test_two_live_decisions_about_one_pair_are_refused_whichever_way_round(
    choice: str, tmp_path: Path, endpoint: LocalEndpoint
) -> None:
    turned = decision("d2", subject="borwick/2021/b0017", object="ashby/2024/a0035", decision=choice)
    said = refusal(tmp_path, endpoint, decision(), turned)
    assert "decisions.tsv:3: d2 is about the same as d1 in row 2" in said
    assert ("contradicts it" in said) or choice == "adopt-a"


def test_the_same_pair_may_be_decided_again_once_the_first_is_withdrawn(
    tmp_path: Path, endpoint: LocalEndpoint
) -> None:
    again = decision("d2", decision="adopt-b")
    assert read(tmp_path, endpoint, decision(status="withdrawn"), again).decisions[1].kept == ("borwick/2021/b0017",)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"decision": "adopt-b"}, "one keeps the words of ashby/2024/a0035, the other replaces them"),
        ({"decision": "new-wording", "wording": "Away"}, "one keeps the words of ashby/2024/a0035"),
        ({"decision": "keep-both", "target_level": "3"}, "puts ashby/2024/a0035 at target level 3, d1 in row 2 at 2"),
    ],
)
def test_decisions_that_contradict_about_one_statement_are_refused(
    other: Cells, message: str, tmp_path: Path, endpoint: LocalEndpoint
) -> None:
    second = decision("d2", object="borwick/2021/b0027", **other)
    assert message in refusal(tmp_path, endpoint, decision(target_level="2"), second)


def test_a_contradiction_is_found_whichever_decision_stands_first(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    first = decision(decision="adopt-b")
    second = decision("d2", object="borwick/2021/b0027", decision="adopt-a")
    said = "d2 and d1 in row 2 contradict each other: one keeps the words of ashby/2024/a0035"
    assert said in refusal(tmp_path, endpoint, first, second)


def test_decisions_that_agree_about_one_statement_stand(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    first = decision(decision="adopt-b", target_level="2")
    second = decision("d2", subject="ashby/2024/a0012", decision="adopt-b", target_level="2")
    assert len(read(tmp_path, endpoint, first, second).decisions) == 2


UNCOMPARED = [
    ({"kind": "rule"}, "kind is 'rule', which no line about these has; the nearest line is: kind ladder, concern educ"),
    ({"concern": "missing"}, "concern is 'missing', which no line about these has; the nearest line is: kind ladder"),
    ({"concern": ""}, "concern is '', which no line about these has"),
    ({"concern": "education | missing"}, "concern is 'education | missing', which no line"),
    (
        {"subject": "ashby/2024/a0036"},
        "no line of kind ladder that sets these two sides against each other; the nearest line is: kind ladder, "
        "concern education, subject ashby/2024/a0035, object borwick/2021/b0017",
    ),
    ({"object": "borwick/2021"}, "kind is 'ladder', which no line about these has; the nearest line is: kind gap"),
    ({"subject": "ashby/2024/a0035 | ashby/2024/a0022"}, "no line of kind ladder that speaks of ashby/2024/a0022;"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "message"), UNCOMPARED)
def test_a_decision_that_is_about_no_line_of_the_comparison_is_refused_with_the_nearest(
    cells: Cells, message: str, tmp_path: Path, endpoint: LocalEndpoint
) -> None:
    said = refusal(tmp_path, endpoint, decision(**cells))
    assert said.startswith(f"{tmp_path}/graphs/decisions/{NAME}/decisions.tsv:2: ")
    assert message in said


def test_sides_may_stand_either_way_round(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    turned = decision(subject="borwick/2021/b0017", object="ashby/2024/a0035")
    assert len(read(tmp_path, endpoint, turned).decisions) == 1


def test_every_fault_is_listed_at_once_and_as_findings(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    data = decided_data(tmp_path, decision(kind="x"), decision("d1", curator="wasp", object="borwick/2021/b0027"))
    with pytest.raises(DecisionProblem) as caught:
        read_decided(data, endpoint, NAME)
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0].rpartition(":")[2] for line in lines] == ["2", "3", "3"]
    found = decision_findings(data, endpoint)
    assert [(each.rule, each.severity, each.row, each.id) for each in found] == [
        (CHECK, "violation", 2, "decision/joint/d1"),
        (CHECK, "violation", 3, "decision/joint/d1"),
        (CHECK, "violation", 3, "decision/joint/d1"),
    ]
    assert all(each.file.endswith("decisions.tsv") and each.message for each in found)


def test_a_folder_is_named_when_another_is_meant(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    data = decided_data(tmp_path)
    assert decision_names(data) == [NAME]
    with pytest.raises(DecisionProblem, match="'joined' is no folder of decisions; did you mean 'joint'"):
        decision_folder(data, "joined")
    with pytest.raises(DecisionProblem, match="has: none"):
        decision_folder(Data(FIXTURES), "joint")


def test_a_missing_column_is_named(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    data = decided_data(tmp_path)
    (data.folder / "decisions" / NAME / "decisions.tsv").write_text("id\tkind\n", encoding="utf-8")
    with pytest.raises(TableProblem, match="column 'concern' is missing"):
        read_decided(data, endpoint, NAME)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"ashby"', '"ashbee"', "no edition 'ashbee'"),
        ('"ashby"', '"ashby/2024", "ashby"', "'ashby' is named twice"),
    ],
)
def test_an_edition_of_the_scheme_that_is_not_there_is_named(
    old: str, new: str, message: str, tmp_path: Path, endpoint: LocalEndpoint
) -> None:
    data = decided_data(tmp_path, scheme=SCHEME.replace(old, new))
    with pytest.raises(DecisionProblem, match=message):
        read_decided(data, endpoint, NAME)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "One ladder for two"\n', "", "title is missing"),
        ("editions =", "edition =", "edition is not a key of a scheme"),
        ('tiers = ["4"]', 'tiers = ["5"]', "tier '5' is none of: 0, 1, 2, 3, 4"),
        ('tiers = ["4"]', "tiers = [4]", r"\[\[level\]\] 3 tiers is \[4\]; write a list of texts"),
        ('tiers = ["4"]', 'tier = ["4"]', "tier is not a key of a target level"),
        ('number = "3"', 'number = "2"', r"\[\[level\]\] 3 number '2' stands already above"),
        ('name = "Protection"', 'name = " "', "name is ' '; write a text"),
        ('["ashby", "borwick/2021"]', "[]", r"editions is \[\]; name them"),
        ("[[level]]", "[level", "is not TOML"),
    ],
)
def test_a_scheme_that_cannot_be_used_says_where_and_how(old: str, new: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    assert old in SCHEME
    path.write_text(SCHEME.replace(old, new), encoding="utf-8")
    with pytest.raises(SchemeProblem, match=message):
        read_scheme(path, TIERS)


def test_a_level_lands_only_where_one_target_level_covers_all_its_tiers() -> None:
    levels = (TargetLevel("1", "", ("0",)), TargetLevel("2", "", ("1", "2")), TargetLevel("3", "", ("2", "3")))
    scheme = Scheme(Path("scheme.toml"), "", "", (), levels)
    assert scheme.landing(["0"]).target == "1"
    assert scheme.landing(["3"]).target == "3"
    assert scheme.landing(["2"]) == (("2", "3"), "tier 2 reaches target levels 2 and 3")
    assert scheme.landing(["1", "0"]) == (("1", "2"), "tiers 0 and 1 reach target levels 1 and 2")
    assert scheme.landing(["3", "4"]) == (("3",), "no target level covers tier 4")
    assert scheme.landing([]) == ((), "its level is placed on no tier")
    assert [scheme.landing(tiers).target for tiers in (["2"], ["1", "0"], ["3", "4"], [])] == ["", "", "", ""]


def test_the_worked_example_is_whole_and_decides_nothing() -> None:
    data = data_at()
    real = LocalEndpoint(load_graphs(data.graph_files()))
    found = read_decided(data, real, "example-joint-guidance")
    others = sorted(found.scheme.path.parent.glob("what-if-*.toml"))
    tried = [read_decided(data, real, "example-joint-guidance", path).scheme for path in others]
    assert [len(scheme.levels) for scheme in tried] == [5, 3]
    assert {each.status for each in found.decisions} == {"proposed", "open"}
    assert {each.choice for each in found.decisions} >= {"keep-both", "adopt-b", "new-wording", "refer-upward", ""}
    assert "decided by nobody" in found.scheme.note
