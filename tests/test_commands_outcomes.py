"""The commands for mappings work together: suggest, review, build, check, and exchange as a workbook."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from rdflib import RDF, SH, Graph

from needgraph.checking.formats import FINDING_FORMATS
from needgraph.cli import main
from needgraph.resources import Data
from needgraph.reviewing.second_review import judge_again
from needgraph.reviewing.verdicts import Verdict
from needgraph.tables.mappings import read_mappings, write_mapping_table
from small_review import DATE, LEARNS, OUT, cells_of, decided, mapping_files, review_data, write_tables

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
    assert capsys.readouterr().out.endswith("\n1 verdict given and saved\n")
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
    filled = pack.read_bytes()
    assert main(["review", *edition, "--pack", str(pack)]) == 2
    assert "is there already and may hold verdicts" in capsys.readouterr().err
    assert pack.read_bytes() == filled
    other = tmp_path / "other.xlsx"
    other.touch()
    assert main(["review", *edition, "--pack", str(other), "--force"]) == 0
    assert "other.xlsx: 1 pair\n" in capsys.readouterr().out
    assert main(["review", *edition, "--take", str(pack)]) == 0
    assert "1 verdict taken, 0 conflicts left alone" in capsys.readouterr().out
    assert "ashby-2024:a0036" in {row["subject_id"] for row in read_mappings(data)["rejected"].rows}


def test_agreement_says_when_nobody_reviewed_twice(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["review", "ashby/2024", "borwick/2021", "--curator", "bee", "--data", str(data.folder), "--agreement"]
    assert main(arguments) == 0
    assert "Nobody has reviewed a pair a second time yet." in capsys.readouterr().out


def test_disagreements_are_listed_for_people_and_adjudicated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = review_data(tmp_path)
    write_tables(
        data,
        {
            "agreed": [decided(OUT, "skos:closeMatch", "same")],
            "rejected": [decided(LEARNS, "skos:closeMatch", "", predicate_modifier="Not")],
        },
    )
    judge_again(data, OUT, Verdict("broad", "milder", "The second names no time.", "cee", DATE))
    judge_again(data, LEARNS, Verdict("unsure", "", "Is it opposite?", "cee", DATE))
    edition = ["review", "ashby/2024", "borwick/2021", "--data", str(data.folder), "--curator"]
    assert main([*edition, "bee", "--agreement"]) == 1
    printed = capsys.readouterr().out
    assert printed.endswith(
        "\nashby-2024:a0035 and borwick-2021:b0017 differ in relation\n"
        "  ashby-2024:a0035: “Out of school for more than six weeks”\n"
        "  borwick-2021:b0017: “Away from lessons for 10 days or more”\n"
        "  first: close, same, by A. Bee: As read.\n"
        "  second: broad, milder, by C. Cee: The second names no time.\n"
        "\nDecide these pairs anew with --adjudicate in place of --agreement.\n"
    )
    before = mapping_files(data)
    monkeypatch.setattr(sys, "stdin", io.StringIO("c1 No.\nz\nn3 Six weeks is the longer time.\nx Opposite.\n"))
    assert main([*edition, "first-reading", "--adjudicate"]) == 0
    printed = capsys.readouterr().out
    assert "first: close, same, by A. Bee: As read.\nsecond: broad, milder, by C. Cee" in printed
    assert "Stands as" not in printed
    assert printed.endswith("No pair is left.\n2 verdicts given and saved\n")
    cells = cells_of(data, OUT)
    assert (cells["predicate_id"], cells["severity_relation"]) == ("skos:narrowMatch", "stronger")
    assert cells["author_id"] == "curator:first-reading"
    assert mapping_files(data)["second-review.tsv"] == before["second-review.tsv"]
    assert main([*edition, "bee", "--agreement"]) == 0
    assert main([*edition, "bee", "--adjudicate"]) == 0
    assert "Pairs that wait: 0." in capsys.readouterr().out


def test_several_sssom_files_are_one_document(
    data: Data, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data.mappings)
    for name in ("agreed", "rejected"):
        path = Path(f"{name}.sssom.tsv")
        path.write_text(path.read_text("utf-8").replace("\tcurator:bee\t", "\tcurater:bee\t"), encoding="utf-8")
    written = {}
    for form in FINDING_FORMATS:
        assert main(["check", "agreed.sssom.tsv", "rejected.sssom.tsv", "--format", form]) == 1
        written[form] = capsys.readouterr().out
    findings = json.loads(written["json"])
    assert {finding["file"] for finding in findings} == {"agreed.sssom.tsv", "rejected.sssom.tsv"}
    assert len(list(csv.DictReader(io.StringIO(written["csv"], newline="")))) == len(findings)
    assert [len(run["results"]) for run in json.loads(written["sarif"])["runs"]] == [len(findings)]
    assert len(fromstring(written["junit"])) == 1
    assert re.findall(r"^(\w+).sssom.tsv: \d+ rules: ", written["table"], re.MULTILINE) == ["agreed", "rejected"]
    graph = Graph().parse(data=written["turtle"], format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.ValidationReport))) == 1
    focus = f"{Path('agreed.sssom.tsv').resolve().as_uri()}#line={findings[0]['row'] - 1},{findings[0]['row']}"
    assert focus in {str(node) for node in graph.objects(None, SH.focusNode)}
    assert "needgraph/query/" not in written["turtle"]


@pytest.mark.parametrize("form", FINDING_FORMATS)
def test_shape_that_examined_nothing_is_a_warning(
    tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shapes, empty = tmp_path / "shapes.ttl", tmp_path / "empty.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<http://a.org/S> a sh:NodeShape ; sh:targetClass <http://a.org/P> ; sh:nodeKind sh:IRI .\n",
        "utf-8",
    )
    empty.touch()
    command = ["check", "--shapes", str(shapes), "--format", form, "--", str(empty)]
    assert main(command) == 0
    printed = capsys.readouterr()
    assert "examined nothing" in (printed.err if form == "turtle" else printed.out)
    assert main([command[0], "--strict", *command[1:]]) == 1
    if form == "json":
        (finding,) = json.loads(printed.out)
        assert (finding["severity"], finding["row"]) == ("warning", 2)


@pytest.mark.parametrize("form", ["json", "csv", "sarif", "junit"])
def test_result_of_shapes_names_path_value_and_a_shape_that_can_be_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    shapes, people = tmp_path / "shapes.ttl", tmp_path / "people.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .\n"
        "e:S a sh:NodeShape ; sh:targetClass e:P ; sh:property [ sh:path e:age ; sh:in ( 1 2 ) ] .\n"
        "[] a sh:NodeShape ; sh:targetClass e:P ;\n"
        "  sh:property [ sh:path e:name ; sh:minCount 1 ; sh:message 'Name it.' ] ."
    )
    people.write_text("@prefix e: <http://e/> . e:a a e:P ; e:age 'old' .")
    assert main(["check", "--shapes", str(shapes), "--format", form, "--", str(people)]) == 1
    printed = capsys.readouterr().out
    if form == "json":
        assert [each["rule"] for each in json.loads(printed)] == ["http://e/S", "http://e/name"]
    plain = html.unescape(printed).replace('\\"', '"').replace('""', '"')
    assert '(path <http://e/age>, value "old")' in plain
    assert "Name it. (path <http://e/name>)" in plain
    assert "_:" not in plain


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
