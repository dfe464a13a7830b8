"""Every rule of the guidance profile finds what is planted in an invented document and leaves the rest alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from guidance_store import PLANTED, hits_of, real_tables, reference_store
from needgraph.guidance.rules import GuidanceRule, Hit, Record, noted, read_rules, rows_as_hits
from needgraph.guidance.tables import GuidanceTables
from needgraph.querying.catalogue import QuestionProblem

RULES = read_rules()
HEADER = "# Which?\n# examines: need:Level\n# severity: info\n# grade: law\n# fix: Do.\n"


@pytest.fixture(scope="module")
def store() -> Store:
    return reference_store()


@pytest.fixture(scope="module")
def tables() -> GuidanceTables:
    return real_tables()


def local(iri: str) -> str:
    return iri.rpartition("/")[2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.question.name)
def test_rule_finds_what_is_planted_and_nothing_else(rule: GuidanceRule, store: Store, tables: GuidanceTables) -> None:
    turtle = (PLANTED / f"{rule.question.name}.ttl").read_bytes()
    found = {local(hit.node) for hit in hits_of(store, tables, rule, turtle)}
    planted = {word for word in _names(turtle) if word.startswith("planted")}
    assert planted
    assert found == planted


def _names(turtle: bytes) -> set[str]:
    """Return the subjects of a planted document."""
    lines = turtle.decode().splitlines()
    return {line.split()[0].lstrip(":") for line in lines if line.startswith(":")}


def test_every_planted_document_belongs_to_a_rule() -> None:
    assert {path.stem for path in PLANTED.glob("*.ttl")} == {rule.question.name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.question.name)
def test_rule_finds_nothing_where_there_is_no_document(
    rule: GuidanceRule, store: Store, tables: GuidanceTables
) -> None:
    assert hits_of(store, tables, rule, b"") == ()


def test_no_guidance_rule_says_that_our_data_break_a_rule() -> None:
    assert {rule.severity for rule in RULES} == {"warning", "info"}
    assert {rule.grade for rule in RULES} == {"safety", "law", "clarity", "editorial"}


@pytest.mark.parametrize("line", ["# severity: info\n", "# grade: law\n", "# fix: Do.\n", "# examines: need:Level\n"])
def test_rule_without_its_header_is_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "guidance").mkdir()
    (tmp_path / "guidance" / "a.rq").write_text(HEADER.replace(line, "") + "SELECT ?node {}\n", encoding="utf-8")
    with pytest.raises(QuestionProblem, match=r"a\.rq: a rule of the guidance profile says"):
        read_rules(tmp_path)


def test_rule_that_gives_way_to_an_unknown_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "guidance").mkdir()
    text = HEADER + "# unless: curated:anything, no-such-rule\nSELECT ?node {}\n"
    (tmp_path / "guidance" / "a.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionProblem, match=r"names no rule: guidance:no-such-rule$"):
        read_rules(tmp_path)


def test_rows_that_differ_in_the_other_node_only_are_one_hit() -> None:
    rows: list[Record] = [
        {"node": "a", "problem": "Odd.", "other": "b"},
        {"node": "a", "problem": "Odd.", "other": "c"},
        {"node": "a", "problem": "Odd.", "other": None},
        {"node": "d", "problem": "Odd."},
    ]
    assert list(rows_as_hits(rows)) == [Hit("a", "Odd.", ("b", "c")), Hit("d", "Odd.")]


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("A comma is missing. Quoted as printed.", "A comma is missing."),
        ("A bullet that holds only this sign; not an indicator. What stood there is open.",
         "A bullet that holds only this sign. What stood there is open."),
        ("the threshold is met; both kept.", "The threshold is met."),
        ("Kept as printed.", "Kept as printed."),
    ],
)  # fmt: skip
def test_what_a_note_says_of_our_tables_is_left_out(note: str, said: str) -> None:
    assert [hit.problem for hit in noted([{"node": "a", "problem": note}], real_tables())] == [said]
