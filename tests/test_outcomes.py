"""The commands for mappings work together: suggest, review, build, check, and exchange as a workbook."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from needgraph.cli import main
from needgraph.mappings import read_mappings, write_mapping_table
from needgraph.resources import Data

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """Two authorities of which one pair is not decided yet."""
    shutil.copytree(FIXTURES, tmp_path / "graphs")
    graphs = Data(tmp_path / "graphs")
    agreed = read_mappings(graphs)["agreed"]
    write_mapping_table(agreed, [row.cells for row in agreed.rows if row["subject_id"] != "ashby-2024:a0036"])
    return graphs


def suggested(data: Data) -> int:
    table = data.mappings / "suggested.sssom.tsv"
    return main(["suggest", "ashby", "borwick", "--top", "1", "-o", str(table), "--data", str(data.folder)])


def test_only_undecided_indicators_are_suggested(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "ashby", "borwick", "--data", str(data.folder), "--format", "csv", "--top", "1"]) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0] == "subject,object,score,rank,reasons"
    assert [line.split(",")[0] for line in printed.out.splitlines()[1:]] == ["ashby/2024/a0036"]
    assert "nobody has judged them" in printed.err


def test_candidate_goes_from_suggestion_through_review_into_the_graph(
    data: Data, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert suggested(data) == 0
    waiting = read_mappings(data)["suggested"].rows
    assert [row["predicate_id"] for row in waiting] == ["skos:mappingRelation"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("c3 Both are away from home at night.\n"))
    edition = ["ashby/2024", "borwick/2021", "--curator", "bee", "--data", str(data.folder)]
    assert main(["review", *edition]) == 0
    assert "1 verdicts stand" in capsys.readouterr().out
    tables = read_mappings(data)
    assert not tables["suggested"].rows
    decided = [row for row in tables["agreed"].rows if row["subject_id"] == "ashby-2024:a0036"]
    assert [(row["predicate_id"], row["severity_relation"]) for row in decided] == [("skos:closeMatch", "stronger")]
    assert main(["build", "--data", str(data.folder)]) == 0
    assert waiting[0]["object_id"].replace(":", "-") in (data.mappings / "mappings.ttl").read_text(encoding="utf-8")


def test_workbook_brings_a_verdict_back(data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    assert suggested(data) == 0
    pack = tmp_path / "pack.xlsx"
    edition = ["ashby/2024", "borwick/2021", "--curator", "bee", "--data", str(data.folder)]
    assert main(["review", *edition, "--pack", str(pack)]) == 0
    book = openpyxl.load_workbook(pack)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for name, value in (("verdict", "no"), ("reason", "Other things.")):
        sheet.cell(row=2, column=names.index(name) + 1, value=value)
    book.save(pack)
    assert main(["review", *edition, "--take", str(pack)]) == 0
    assert "1 verdicts taken, 0 conflicts left alone" in capsys.readouterr().out
    assert "ashby-2024:a0036" in {row["subject_id"] for row in read_mappings(data)["rejected"].rows}


def test_agreement_says_when_nobody_reviewed_twice(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["review", "ashby/2024", "borwick/2021", "--curator", "bee", "--data", str(data.folder), "--agreement"]
    assert main(arguments) == 0
    assert "Nobody has reviewed a pair a second time yet." in capsys.readouterr().out


def test_sssom_files_are_judged_and_rdf_asks_for_shapes(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    agreed = data.mappings / "agreed.sssom.tsv"
    assert main(["check", str(agreed)]) == 0
    agreed.write_text(agreed.read_text(encoding="utf-8").replace("\t0.8\t", "\t8\t"), encoding="utf-8")
    assert main(["check", str(agreed)]) == 1
    assert "agreed.sssom.tsv:" in capsys.readouterr().out
    assert main(["check", str(data.folder / "reference" / "law.ttl")]) == 2
    assert "RDF is validated against shapes" in capsys.readouterr().err


def test_checks_of_mappings_are_part_of_check(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--data", str(data.folder)]) == 0
    assert main(["check", "--data", str(data.folder)]) == 1
    assert "ashby-2024:a0036" in capsys.readouterr().out


def test_progress_counts_by_authority_level_and_concern(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["review", "ashby/2024", "borwick/2021", "--curator", "bee", "--data", str(data.folder), "--progress"]
    assert main(arguments) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["by", "name", "indicators", "decided", "waiting"]
    assert ["authority", "ashby", "8", "7", "0"] in lines
    assert {line[0] for line in lines[1:]} == {"authority", "level", "concern"}
