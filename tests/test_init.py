"""The Python functions say the same as the command line, and importing them costs next to nothing."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Dataset

import needgraph
from needgraph.cli import main
from needgraph.errors import NeedgraphError
from needgraph.querying.answers import Answer
from needgraph.querying.asking import Endpoint
from needgraph.querying.catalogue import questions
from needgraph.resources import data_at
from small import edition_folder, small_data, small_graphs


def imported_by(statement: str) -> set[str]:
    """Return the names of the modules that a new interpreter imports for a statement."""
    command = [sys.executable, "-X", "importtime", "-c", statement]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return {line.rpartition("|")[2].strip() for line in report.splitlines() if line.startswith("import time:")}


def test_importing_needgraph_imports_no_library() -> None:
    names = imported_by("import needgraph")
    assert "needgraph" in names
    assert not {name.partition(".")[0] for name in names} & {"pyoxigraph", "rdflib", "argparse", "shacl", "pyshacl"}


def test_importing_needgraph_imports_nothing_that_python_does_not_start_with() -> None:
    before = imported_by("pass")
    assert not imported_by("import needgraph") - before - {"needgraph", "__future__"}


def test_names_are_those_meant_for_others() -> None:
    assert [name for name in dir(needgraph) if not name.startswith("__")] == sorted(needgraph.__all__)


def test_command_line_imports_neither_rdflib_nor_rich_before_it_needs_them() -> None:
    names = {name.partition(".")[0] for name in imported_by("import needgraph.cli")}
    assert not names & {"pyoxigraph", "rdflib", "pyshacl", "shacl", "rich", "SPARQLWrapper"}


def test_asking_imports_no_second_engine(tmp_path: Path) -> None:
    folder = str(small_graphs(tmp_path).folder)
    program = f"from needgraph.cli import main; main(['ask', 'levels', '--data', {folder!r}])"
    names = {name.partition(".")[0] for name in imported_by(program)}
    assert "pyoxigraph" in names
    assert not names & {"rdflib", "pyshacl", "shacl", "SPARQLWrapper"}


def test_functions_stay_functions_when_their_modules_are_imported() -> None:
    # A module of the package with the name of a function would take its place once it is imported.
    modules = {each.name for each in pkgutil.iter_modules(needgraph.__path__)}
    assert not modules & set(needgraph.__all__)
    for each in pkgutil.walk_packages(needgraph.__path__, "needgraph."):
        if each.name != "needgraph.judging.child":
            importlib.import_module(each.name)
    assert all(callable(getattr(needgraph, name)) for name in needgraph.__all__)


def test_ask_gives_the_rows_of_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_graphs(tmp_path)
    answer = needgraph.ask("indicators", needgraph.endpoint(data=data.folder), level="1")
    assert main(["ask", "indicators", "-p", "level=1", "--format", "json", "--data", str(data.folder)]) == 0
    assert json.loads(capsys.readouterr().out) == answer.records()


def test_graph_is_what_the_command_line_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_graphs(tmp_path)
    at = needgraph.endpoint(data=data.folder)
    assert main(["ask", "cpsv", "-p", "authority=dunmore", "--format", "ntriples", "--data", str(data.folder)]) == 0
    written = capsys.readouterr().out
    assert written
    assert needgraph.graph("cpsv", at, form="ntriples", authority="dunmore") == written
    assert needgraph.graph("CONSTRUCT { ?s a <x:y> } { VALUES ?s { <x:s> } }", at, form="ntriples") == (
        "<x:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:y> .\n"
    )


def test_graph_asked_for_as_rows_is_told_by_function_in_python_and_by_option_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = small_graphs(tmp_path)
    at = needgraph.endpoint(data=data.folder)
    (tmp_path / "a.rq").write_text("DESCRIBE <x:y>", encoding="utf-8")
    with pytest.raises(needgraph.NeedgraphError, match=r"^the query makes a graph, not rows; .*needgraph\.graph$"):
        needgraph.ask("odrl", at)
    with pytest.raises(needgraph.NeedgraphError, match=r"needgraph\.graph$"):
        needgraph.query("DESCRIBE <x:y>", at)
    with pytest.raises(needgraph.NeedgraphError, match=r"needgraph\.ask or needgraph\.query$"):
        needgraph.graph("levels", at)
    folder = ["--data", str(data.folder)]
    for command in (["ask", "odrl", "--format", "csv"], ["query", str(tmp_path / "a.rq"), "--format", "json"]):
        assert main([*command, *folder]) == 2
        said = capsys.readouterr().err
        assert said == "the query makes a graph, not rows; choose --format turtle, ntriples or jsonld\n"


def test_graph_needs_a_form_that_there_is_and_a_query_takes_no_parameters(tmp_path: Path) -> None:
    at = needgraph.endpoint(data=small_graphs(tmp_path).folder)
    with pytest.raises(needgraph.NeedgraphError, match="choose one of turtle, ntriples, jsonld"):
        needgraph.graph("odrl", at, form="xml")
    with pytest.raises(needgraph.NeedgraphError, match="a query has no parameter 'authority'"):
        needgraph.graph("DESCRIBE <x:y>", at, authority="dunmore")


def test_parameters_may_be_numbers_and_truth_values(tmp_path: Path) -> None:
    at = needgraph.endpoint(data=small_graphs(tmp_path).folder)
    assert needgraph.ask("indicators", at, level=1) == needgraph.ask("indicators", at, level="1")
    assert needgraph.ask("indicators", at, level=1).rows
    assert needgraph.ask("services", at, inherited=True) == needgraph.ask("services", at, inherited="true")
    with pytest.raises(needgraph.NeedgraphError, match=r"^parameter level is 1\.0; give a text, a whole number"):
        needgraph.ask("indicators", at, level=1.0)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["data", "store", "url", "user"])
def test_what_is_asked_is_no_parameter_of_the_question(name: str) -> None:
    with pytest.raises(needgraph.NeedgraphError, match=rf"^'{name}' is no parameter .* endpoint\({name}=…\)"):
        needgraph.ask("levels", **{name: "there"})
    assert name not in {each.name for question in questions().values() for each in question.parameters}


def test_classes_for_annotations_are_those_of_their_modules() -> None:
    assert needgraph.Answer is Answer
    assert needgraph.Endpoint is Endpoint
    assert needgraph.NeedgraphError is NeedgraphError
    with pytest.raises(AttributeError, match="has no attribute 'Anser'"):
        needgraph.Anser  # type: ignore[attr-defined]  # noqa: B018


def test_build_check_and_trace_take_a_data_folder(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    assert needgraph.build(data.folder) == [edition_folder(data) / "guidance.ttl"]
    assert needgraph.build(str(data.folder)) == []
    assert needgraph.check(data.folder).counts["violation"] == 0
    assert needgraph.trace(tmp_path / "dunmore.txt", data.folder).failures == ()
    assert needgraph.trace(str(tmp_path / "dunmore.txt"), str(data.folder)).unaccounted == ()


def test_query_show_and_export_read_the_same_graphs(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    query = "SELECT ?quote { ?s <https://w3id.org/needgraph/def#quote> ?quote } ORDER BY ?quote LIMIT 1"
    assert needgraph.query(query, needgraph.endpoint(data=data.folder)).rows == (("DD",),)
    assert needgraph.show("dunmore/2020/d0005", data.folder)
    assert b"Sleeps well" in needgraph.export("dunmore/2020", data=data.folder)
    assert b"Sleeps well" not in needgraph.export("dunmore/2020", quotes=False, data=data.folder)


def test_loaded_store_answers_like_the_graphs(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    assert needgraph.load(tmp_path / "store", data.folder) > 1000
    stored, graphs = needgraph.endpoint(store=tmp_path / "store"), needgraph.endpoint(data=data.folder)
    assert needgraph.ask("levels", stored) == needgraph.ask("levels", graphs)


def test_import_csv_makes_an_edition(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("level,dimension,quote\n1,,a\n", encoding="utf-8")
    made = needgraph.import_csv(tmp_path / "a.csv", "corrie", "2022", tmp_path / "graphs", "The Page")
    assert made.indicators == 1
    assert needgraph.build(tmp_path / "graphs") == []


def test_dataset_holds_each_graph_under_its_name_and_all_in_the_default_one(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    dataset = needgraph.dataset(data.folder)
    assert isinstance(dataset, Dataset)
    names = {str(graph.identifier) for graph in dataset.graphs()}
    assert {"https://w3id.org/needgraph/graph/dunmore/2020", "https://w3id.org/needgraph/graph/ontology"} <= names
    query = "ASK { ?level <https://w3id.org/needgraph/def#isPlacedOnTier>/a <https://w3id.org/needgraph/def#Tier> }"
    assert dataset.query(query).askAnswer
    assert len(names) >= len(data_at(data.folder).graph_files())
