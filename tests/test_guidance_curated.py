"""Findings that people wrote are read with the place of every fault and shown with the words they rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.guidance.curated import COLUMNS, FILE, read_curated
from needgraph.tables.editions import Edition, read_edition
from needgraph.tables.tsv import TableProblem, write_table

FIXTURES = Path(__file__).parent / "fixtures" / "graphs" / "editions"
ROW = {
    "id": "f001", "rule": "curated:unclear-subject", "grade": "clarity", "severity": "warning",
    "edition": "ashby/2024", "level": "3", "statements": "a0035 | ashby/2024/a0036", "message": "Who is away?",
    "fix": "Say who.", "reason": "Two people can be meant.", "curator": "bee",
}  # fmt: skip


def editions() -> list[Edition]:
    return [read_edition(FIXTURES / "ashby" / "2024"), read_edition(FIXTURES / "borwick" / "2021")]


def test_finding_names_its_statements_by_their_ids(tmp_path: Path) -> None:
    write_table(tmp_path / FILE, COLUMNS, [ROW, ROW | {"id": "f002", "statements": "", "level": ""}])
    first, second = read_curated(tmp_path, editions(), ["bee"])
    assert first.nodes == ("ashby/2024/a0035", "ashby/2024/a0036")
    assert (first.levels, first.line) == (("3",), 2)
    assert second.nodes == ("ashby/2024",)


def test_computed_findings_that_it_replaces_are_named_by_rule_and_id(tmp_path: Path) -> None:
    write_table(tmp_path / FILE, COLUMNS, [ROW | {"replaces": "misprint:note/n1 | subject-unclear:a0035"}])
    (finding,) = read_curated(tmp_path, editions(), ["bee"])
    assert list(finding.replaced) == [
        ("guidance:misprint", "ashby/2024/note/n1"),
        ("guidance:subject-unclear", "ashby/2024/a0035"),
    ]


def test_folder_without_the_table_has_no_findings(tmp_path: Path) -> None:
    assert read_curated(tmp_path, editions(), ["bee"]) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"statements": "a0999"}, r"findings\.tsv:2: statement 'a0999' is not one of ashby/2024"),
        ({"statements": "a0055"}, r":2: statement 'a0055' was withdrawn; name one that stands"),
        ({"statements": "borwick/2021/b0001"}, r":2: statement 'borwick/2021/b0001' is not one of ashby/2024"),
        ({"edition": "ashby/2023"}, r":2: edition 'ashby/2023' is unknown; did you mean 'ashby/2024'"),
        ({"level": "9"}, r":2: level '9' is not one of ashby/2024 \(levels: 1, 2, 3, 4\)"),
        ({"grade": "grave"}, r":2: grade 'grave' is unknown.*\(known: safety, law, clarity, editorial\)"),
        ({"severity": "error"}, r":2: severity 'error' is unknown"),
        ({"curator": "wasp"}, r":2: curator 'wasp' is unknown.*\(known: bee\)"),
        ({"rule": "unclear-subject"}, r":2: rule is 'unclear-subject'; write curated: and a slug"),
        ({"rule": "curated:Unclear"}, r":2: rule is 'curated:Unclear'; write curated: and a slug"),
        ({"replaces": "n88"}, r":2: replaces 'n88'; write a rule and an id of ashby/2024"),
        ({"message": ""}, r":2: message is empty; a finding says what is the matter"),
        ({"fix": ""}, r":2: fix is empty"),
    ],
)
def test_fault_is_told_with_file_row_and_remedy(change: dict[str, str], message: str, tmp_path: Path) -> None:
    write_table(tmp_path / FILE, COLUMNS, [ROW | change])
    with pytest.raises(TableProblem, match=message):
        read_curated(tmp_path, editions(), ["bee"])


def test_id_given_twice_is_refused(tmp_path: Path) -> None:
    write_table(tmp_path / FILE, COLUMNS, [ROW, ROW])
    with pytest.raises(TableProblem, match=r":3: id 'f001' stands already in row 2"):
        read_curated(tmp_path, editions(), ["bee"])
