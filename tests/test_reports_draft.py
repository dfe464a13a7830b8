"""The draft shows every divergence with its parents, says what was decided of it, and changes only where people did."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import pytest

from needgraph.comparing.compare import compare
from needgraph.decisions.folder import read_decided
from needgraph.decisions.tables import DecisionProblem
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint, ask
from needgraph.querying.store import load_graphs
from needgraph.reports.draft import draft_report, what_moves_report
from needgraph.reports.draft_lines import NOT_DECIDED, UPWARD, DraftLine, draft_lines
from needgraph.reports.draft_tables import LEVEL_KINDS
from needgraph.reports.formats import REPORT_FORMATS
from needgraph.reports.model import Heading, Paragraph, Quote, Report, Table
from needgraph.resources import Data
from small_report import run
from test_decisions_folder import FIXTURES, NAME, SCHEME, decided_data, decision

Cells = Mapping[str, str]
ONE = Quote("ashby/2024/a0035", "Out of school for more  than six weeks", 1003, 1041)
OTHER = Quote("borwick/2021/b0017", "Away from lessons for 10 days or more", 462, 499)
AWAY = Quote("borwick/2021/b0027", "Does not come home and nobody knows why", 746, 785)


@pytest.fixture(scope="module")
def endpoint() -> LocalEndpoint:
    return LocalEndpoint(load_graphs(Data(FIXTURES).graph_files()))


@pytest.fixture(scope="module")
def compared(endpoint: LocalEndpoint) -> Answer:
    return compare(endpoint, ("ashby", "borwick"))


def lines(folder: Path, endpoint: LocalEndpoint, compared: Answer, *rows: Cells) -> list[DraftLine]:
    return draft_lines(endpoint, read_decided(decided_data(folder, *rows), endpoint, NAME), compared)


def line_of(found: list[DraftLine], *quotes: Quote) -> DraftLine:
    fitting = [
        each for each in found
        if each.sides == ((quotes[0],), (quotes[1],) if quotes[1:] else "this document does not say")
        and each.heading.startswith("concern/")
    ]  # fmt: skip
    assert len(fitting) == 1
    return fitting[0]


def test_what_nobody_decided_stands_as_both_quotes(tmp_path: Path, endpoint: LocalEndpoint, compared: Answer) -> None:
    found = lines(tmp_path, endpoint, compared)
    assert {each.standing for each in found} == {NOT_DECIDED}
    line = line_of(found, ONE, OTHER)
    assert (line.words, line.part, line.heading) == (NOT_DECIDED, "2", "concern/education")
    assert "Ashby Level 3 is child in need" in line.why


def test_no_sign_of_either_document_is_left_out(tmp_path: Path, endpoint: LocalEndpoint, compared: Answer) -> None:
    found = lines(tmp_path, endpoint, compared)
    shown = {quote.id for line in found for side in line.sides if isinstance(side, tuple) for quote in side}
    signs = {
        *(f"ashby/2024/a{n:04}" for n in (8, 10, 12, 22, 24, 35, 36, 44)),
        *(f"borwick/2021/b{n:04}" for n in (8, 10, 17, 19, 27)),
    }
    assert signs <= shown


def test_a_line_without_one_target_level_says_why(tmp_path: Path, endpoint: LocalEndpoint, compared: Answer) -> None:
    found = lines(tmp_path, endpoint, compared)
    away = line_of(found, Quote("ashby/2024/a0036", "Often away overnight without word", 1044, 1077), AWAY)
    assert away.part == "nowhere"
    assert away.why.endswith("Placement: borwick/2021: tiers 3 and 4 reach target levels 2 and 3.")
    unprinted = next(each for each in found if each.heading == "rule" and "999" in str(each.sides[1]))
    assert unprinted.part == "unprinted"
    split = SCHEME.replace('"1", "2", "3"', '"1", "2"').replace('["4"]', '["3", "4"]')
    data = decided_data(tmp_path / "split", scheme=split)
    between = line_of(draft_lines(endpoint, read_decided(data, endpoint, NAME), compared), ONE, OTHER)
    assert between.part == "between"
    assert between.why.endswith("Placement: ashby/2024 lands on 3, Protection; borwick/2021 lands on 2, Family help.")


@pytest.mark.parametrize(
    ("cells", "standing", "words"),
    [
        ({}, "Agreed on 2026-11-22 (d1): adopt the words of ashby/2024", (ONE,)),
        ({"decision": "adopt-b"}, "Agreed on 2026-11-22 (d1): adopt the words of borwick/2021", (OTHER,)),
        ({"decision": "keep-both"}, "Agreed on 2026-11-22 (d1): keep both", (ONE, OTHER)),
        ({"decision": "new-wording", "wording": "Misses school for weeks"}, "Agreed on 2026-11-22 (d1): new wording",
         "Misses school for weeks"),
        ({"decision": "refer-upward"}, "Agreed on 2026-11-22 (d1): refer upward", UPWARD["agreed"]),
        ({"status": "proposed"}, "Proposed, not agreed (d1): adopt the words of ashby/2024", (ONE,)),
        ({"status": "open", "decision": ""}, "Not decided; open as d1", NOT_DECIDED),
        ({"status": "withdrawn"}, NOT_DECIDED, NOT_DECIDED),
    ],
)  # fmt: skip
def test_a_decision_writes_its_line_and_keeps_both_parents(
    cells: Cells, standing: str, words: object, tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    line = line_of(lines(tmp_path, endpoint, compared, decision(**cells)), ONE, OTHER)
    assert (line.standing, line.words) == (standing, words)


def test_why_says_who_was_consulted_and_where_people_put_it(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    row = decision(consultees="Head teachers | Youth panel", target_level="3")
    line = line_of(lines(tmp_path, endpoint, compared, row), ONE, OTHER)
    assert line.part == "3"
    assert line.why == "It is the plainer. Consulted: Head teachers, Youth panel. Entered by bee."


def test_the_columns_keep_their_document_whichever_side_a_decision_names_first(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    turned = decision(subject="borwick/2021/b0017", object="ashby/2024/a0035", decision="adopt-a")
    line = line_of(lines(tmp_path, endpoint, compared, turned), ONE, OTHER)
    assert line.words == (OTHER,)


def test_a_decision_on_a_gap_or_a_rule_covers_its_line(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    alone = Quote("ashby/2024/a0044", "Is left alone for days", 1254, 1276)
    gap = decision("d2", kind="gap", concern="care", subject="ashby/2024/a0044", object="borwick/2021")
    rule = decision("d3", kind="rule", concern="information-sharing", subject="ashby/2024/rule/a3",
                    object="borwick/2021", decision="refer-upward")  # fmt: skip
    found = lines(tmp_path, endpoint, compared, gap, rule)
    assert line_of(found, alone).standing.endswith("(d2): adopt the words of ashby/2024")
    assert line_of(found, alone).sides[1] == "this document does not say"
    shared = [
        each for each in found if each.heading == "rule" and "put the child at further risk" in str(each.sides[0])
    ]
    assert [each.standing for each in shared] == ["Agreed on 2026-11-22 (d3): refer upward"]


def test_a_decision_on_one_pair_leaves_the_other_pairs_of_its_words_alone(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    before = lines(tmp_path, endpoint, compared)
    after = lines(tmp_path / "after", endpoint, compared, decision())
    assert len(before) == len(after)
    assert [each for each in after if each not in before] == [line_of(after, ONE, OTHER)]


def test_a_decision_covers_no_line_that_shares_one_side_only(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    row = decision(subject="ashby/2024/a0012", decision="refer-upward")
    found = lines(tmp_path, endpoint, compared, row)
    assert line_of(found, ONE, OTHER).standing == NOT_DECIDED


def as_text(report: Report) -> list[str]:
    return REPORT_FORMATS["markdown"].write(report).decode().splitlines()


def test_a_decision_changes_only_its_own_line_of_the_draft(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    first = decision("d0", subject="ashby/2024/a0036", object="borwick/2021/b0027", concern="missing",
                     decision="keep-both", target_level="2")  # fmt: skip
    old = as_text(draft_report(decided_data(tmp_path, first), endpoint, NAME, compared=compared))
    data = decided_data(tmp_path / "after", first, decision())
    new = as_text(draft_report(data, endpoint, NAME, compared=compared))
    changed = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    assert all("a0035" in line and "b0017" in line for line in changed)
    # Its row among the decisions, and its line.
    assert [line[0] for line in changed] == ["+", "-", "+"]
    assert changed[0].startswith("+ | d1 |")
    assert "Not decided" in changed[1]
    assert "adopt the words of ashby/2024" in changed[2]


def test_the_same_decisions_make_the_same_bytes_in_whatever_order_they_stand(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    rows = [decision(), decision("d2", kind="gap", concern="care", subject="ashby/2024/a0044", object="borwick/2021")]
    backwards = Answer(compared.columns, compared.rows[::-1])
    one, other = (
        draft_report(decided_data(tmp_path / name, *order), endpoint, NAME, compared=answer)
        for name, order, answer in (("a", rows, compared), ("b", rows[::-1], backwards))
    )
    assert as_text(one) == as_text(other)


def test_the_draft_is_marked_and_has_its_scheme_and_notices(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    report = draft_report(decided_data(tmp_path), endpoint, NAME, compared=compared)
    assert report.title == "DRAFT: One ladder for two"
    assert "not endorsed" in report.subtitle
    assert report.notices[0].startswith("DRAFT for discussion. Nothing here has been adopted")
    assert any("currency replaced" in notice for notice in report.notices)
    tables = [block for block in report.blocks if isinstance(block, Table)]
    assert tables[0].name == "levels"
    assert {table.name for table in tables[1:]} == {"draft", "level-words"}
    assert report.mark == "DRAFT – not adopted by anyone"
    assert report.warnings == ()
    assert all(table.caption.startswith("Draft: ") for table in tables[1:])
    headings = [block.text for block in report.blocks if isinstance(block, Heading) and block.level == 2]
    assert headings[2:6] == [
        "The decisions",
        "DRAFT · Target level 1, Universal",
        "DRAFT · Target level 2, Family help",
        "DRAFT · Target level 3, Protection",
    ]


def test_the_decisions_stand_in_a_table_with_who_and_when(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    rows = [decision("d2", status="withdrawn"), decision(status="proposed", consultees="Head teachers")]
    report = draft_report(decided_data(tmp_path, *rows), endpoint, NAME, compared=compared)
    (table,) = [block for block in report.blocks if isinstance(block, Table) and block.name == "decisions"]
    sides = ("ashby/2024/a0035", "borwick/2021/b0017", "adopt the subject’s words")
    assert table.rows[0] == (
        "d1", "ladder, education", *sides, "proposed", "entered by A. Bee (person); consulted: Head teachers",
        "2026-11-22",
    )  # fmt: skip
    assert table.rows[1][5] == "withdrawn"


def test_what_the_documents_say_of_their_levels_stands_where_these_land(
    tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    row = decision(kind="term", concern="level 3", subject="ashby/2024/a0031", object="borwick/2021/b0025",
                   decision="keep-both")  # fmt: skip
    report = draft_report(decided_data(tmp_path, row), endpoint, NAME, compared=compared)
    found = [block for block in report.blocks if isinstance(block, Table) and block.name == "level-words"]
    by_part = {table.caption: table.rows for table in found}
    family = by_part["Draft: Target level 2, Family help, levels in the documents’ words"]
    assert ("Agreed on 2026-11-22 (d1)", "Ashby, Level 3", "level name") in {each[:3] for each in family}
    assert ("Not decided", "Ashby, Level 2", "level name") in {each[:3] for each in family}
    kinds = {str(row["kind"]) for row in ask(endpoint, "statements").records()} & {*LEVEL_KINDS}
    words = [each[3] for rows in by_part.values() for each in rows]
    said = [quote.id for cell in words if isinstance(cell, tuple) for quote in cell]
    printed = [str(row["id"]) for row in ask(endpoint, "statements").records() if row["kind"] in kinds and row["level"]]
    assert sorted(said) == sorted(printed)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('["4"]', "[]", "puts tier 4 (statutory protection or care) on no target level"),
        ('["4"]', '["3", "4"]', "on target levels 2, Family help and 3, Protection: what the documents place on that"),
    ],
)
def test_a_tier_on_no_target_level_or_on_two_is_said_in_the_report_and_beside_it(
    old: str, new: str, message: str, tmp_path: Path, endpoint: LocalEndpoint, compared: Answer
) -> None:
    data = decided_data(tmp_path, scheme=SCHEME.replace(old, new))
    for report in (draft_report(data, endpoint, NAME, compared=compared), what_moves_report(data, endpoint, NAME)):
        (warning,) = report.warnings
        assert message.casefold() in warning.casefold()
        assert Paragraph(warning) in report.blocks
    options = f"draft --name {NAME} --scheme --format markdown"
    assert run(options, data).notes == report.warnings


def test_an_empty_target_level_says_so(tmp_path: Path, endpoint: LocalEndpoint, compared: Answer) -> None:
    data = decided_data(tmp_path, scheme=SCHEME + '\n[[level]]\nnumber = "4"\nname = "Spare"\ntiers = []\n')
    report = draft_report(data, endpoint, NAME, compared=compared)
    place = report.blocks.index(Heading(2, "DRAFT · Target level 4, Spare"))
    said = report.blocks[place + 1]
    assert isinstance(said, Paragraph)
    assert said.text.startswith("No line stands here")


def test_every_format_takes_the_draft_and_what_moves(tmp_path: Path, endpoint: LocalEndpoint, compared: Answer) -> None:
    data = decided_data(tmp_path, decision())
    for report in (draft_report(data, endpoint, NAME, compared=compared), what_moves_report(data, endpoint, NAME)):
        text = {name: form.write(report) for name, form in REPORT_FORMATS.items() if form.is_text or name == "html"}
        assert all(b"DRAFT" in each for name, each in text.items() if name != "csv")
        assert all(b"a0035" in each for each in text.values())


def test_another_scheme_can_be_tried_without_its_target_levels_in_the_decisions(
    tmp_path: Path, endpoint: LocalEndpoint
) -> None:
    data = decided_data(tmp_path, decision(target_level="3"))
    other = tmp_path / "two.toml"
    other.write_text(
        'title = "Two"\neditions = ["ashby", "borwick"]\n[[level]]\nnumber = "A"\nname = "All"\n'
        'tiers = ["0", "1", "2", "3", "4"]\n',
        encoding="utf-8",
    )
    report = what_moves_report(data, endpoint, NAME, other)
    assert report.title == "What moves: Two"
    tables = {block.name: block for block in report.blocks if isinstance(block, Table)}
    assert {row[4] for row in tables["levels"].rows} == {"A"}
    assert "signs-undecided" not in tables
    assert Paragraph("No target level is in doubt for the signs.") in report.blocks


def test_undecided_signs_stand_in_a_table_of_their_own(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    report = what_moves_report(decided_data(tmp_path), endpoint, NAME)
    tables = {block.name: block for block in report.blocks if isinstance(block, Table)}
    assert [row[0] for row in tables["signs-undecided"].rows] == [
        "borwick/2021/b0008", "borwick/2021/b0010", "borwick/2021/b0027",
    ]  # fmt: skip
    assert len(tables["signs"].rows) == 10


def test_decisions_that_cannot_be_used_write_no_draft(tmp_path: Path, endpoint: LocalEndpoint) -> None:
    with pytest.raises(DecisionProblem, match=r"decisions\.tsv:2: curator 'wasp'"):
        draft_report(decided_data(tmp_path, decision(curator="wasp")), endpoint, NAME)
