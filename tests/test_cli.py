"""The command line says what it can do, answers every mistake in one line, and chooses the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from needgraph import cli
from needgraph.cli import COMMANDS, main
from needgraph.commands.options import parser
from needgraph.resources import Data
from small import edition_folder, small_graphs


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return small_graphs(tmp_path_factory.mktemp("small"))


def run(data: Data, *arguments: str) -> int:
    return main([arguments[0], *arguments[1:], "--data", str(data.folder)])


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_examples_that_begin_with_it(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert f"  needgraph {command}" in printed.partition("examples:\n")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_command_built_alone_has_the_help_it_has_among_all(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for made in (parser(command), parser()):
        with pytest.raises(SystemExit):
            made.parse_args([command, "--help"])
    printed = capsys.readouterr().out
    assert printed[: len(printed) // 2] == printed[len(printed) // 2 :]


def test_help_is_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def widest(columns: str) -> int:
        monkeypatch.setenv("COLUMNS", columns)
        with pytest.raises(SystemExit):
            main(["--help"])
        return max(map(len, capsys.readouterr().out.splitlines()))

    assert 60 <= widest("70") <= 68 < widest("120") <= 118
    assert widest("wide") <= 78


def test_top_help_lists_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    assert all(re.search(rf"^    {command} ", printed, re.MULTILINE) for command in COMMANDS)
    assert "0 fine, 1 findings, 2 wrong use or input" in printed


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code in (None, 0)
    assert re.fullmatch(r"needgraph \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_no_command_shows_the_help_and_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    printed = capsys.readouterr()
    assert "usage: needgraph" in printed.out
    assert printed.err == "needgraph: name a command\n"


@pytest.mark.parametrize("arguments", [["nothing"], ["ask", "--format", "xml"], ["ask", "--colour"], ["load"]])
def test_unknown_words_are_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert re.fullmatch(r"needgraph[^\n]*; see needgraph( \w+)? --help\n", capsys.readouterr().err)


def test_ask_without_a_name_lists_the_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--format", "json"]) == 0
    listed = {row["question"]: row for row in json.loads(capsys.readouterr().out)}
    assert listed["indicators"]["asks"].endswith("?")
    assert "level" in listed["indicators"]["parameters"].split()
    assert listed["indicators"]["about"] == "levels"
    assert len(listed) >= 30


def test_ask_gives_the_same_rows_in_csv_and_json(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "ask", "indicators", "-p", "level=1", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert run(data, "ask", "indicators", "-p", "level=1", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == rows
    assert [row["quote"] for row in rows] == ["Sleeps well", "Late now and then"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_notice_of_rows_for_programs_stands_on_standard_error(
    data: Data, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert run(data, "ask", "indicators", "--format", form) == 0
    printed = capsys.readouterr()
    assert "not advice on a case" not in printed.out
    assert "not advice on a case" in " ".join(printed.err.split())
    assert "Dunmore, edition of 2020: currency current." in " ".join(printed.err.split())


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_notice_of_rows_for_people_stands_in_the_body(
    data: Data, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert run(data, "ask", "indicators", "--format", form) == 0
    printed = capsys.readouterr()
    assert "not advice on a case" in " ".join(printed.out.split())
    assert printed.err == ""


def test_sparql_prints_the_query_that_would_be_asked(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "ask", "indicators", "-p", 'level=3"', "--sparql") == 0
    printed = capsys.readouterr().out
    assert 'VALUES ?level { "3\\"" }' in printed
    assert "UNDEF" not in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["ask", "indicater"],
            "there is no question 'indicater'; did you mean 'indicators'?; `needgraph ask`",
        ),
        (["ask", "indicators", "-p", "levle=1"], "there is no parameter 'levle'; did you mean 'level'? (parameters: "),
        (["ask", "indicators", "-p", "level"], "-p 'level': write a parameter as key=value, such as -p level=3"),
        (["ask", "indicators", "-p", "=3"], "-p '=3': write a parameter as key=value"),
        (["ask", "indicators", "-p", "concern=http://["], "'http://[' is not an IRI"),
        (["ask", "indicators", "-p", "concern=a b"], "'a b' is not an id; write the path after /id/"),
        (["ask", "levels", "-p", "authority=a", "-p", "authority=b"], "-p authority: is given twice; give one value"),
        (["export", "-o", "."], ".: is a folder; name a file"),
        (["export", "-o", "/"], "/: is a folder; name a file"),
        (["export", "-o", "nowhere/x.nq"], "nowhere: there is no such folder; make it first, or name another file"),
        (["suggest", "a", "b", "-o", "nowhere/x.tsv"], "nowhere: there is no such folder"),
        (["report", "ladder", "-o", "nowhere/x.html"], "nowhere: there is no such folder"),
        (["query", "nothing.rq"], "nothing.rq: there is no such file; check the name"),
        (["show", "dunmore/2020/d0099"], "the graphs say nothing of it"),
        (["trace", "nothing.txt"], "nothing.txt: there is no such file; check the name"),
        (
            ["import", "nothing.csv", "--authority", "a", "--edition", "b", "--to", "nowhere"],
            "nothing.csv: there is no",
        ),
        (["ask", "levels", "--store", "nowhere"], "nowhere: holds no store; write one with `needgraph load nowhere`"),
        (["ask", "levels", "--load", "nowhere.ttl"], "nowhere.ttl: there is no such file; check the name"),
        (["push", "ftp://example.org"], "'ftp://example.org' is not the address of a server"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_mistake_is_answered_with_2_and_one_line(
    data: Data,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(data, *arguments) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [["ask", "levels"], ["check"], ["build"], ["export"], ["show", "tier/1"], ["load", "store"], ["trace", "a.txt"]],
    ids=lambda arguments: arguments[0],
)
def test_folder_without_editions_is_answered_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert main([*arguments, "--data", "empty"]) == 2
    assert capsys.readouterr().err.startswith("empty: holds no edition; expected editions/<authority>/<edition>/")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "empty"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"INSERT DATA { <a> <b> <c> }", ":1:1: INSERT is an update, and graphs are only read"),
        (b"SELECT * {\n ?s ?p 'caf\xe9' }", ":2: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfASK {}", ":1: begins with a byte order mark"),
        (b"", ":1:1: is no SPARQL query from here on"),
        (b"SELECT * { ?s ?p }", ":1:19: is no SPARQL query from here on"),
        (b"SELECT * {\n ex:a ?p ?o }", ":2:2: the prefix ex: is not declared"),
        (b"SELECT ((" + b"(" * 5000, "brackets are nested deeper than 100"),
        (b"SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "SERVICE would leave this machine"),
    ],
)
@pytest.mark.parametrize("standard_input", [True, False], ids=["stdin", "file"])
def test_query_that_cannot_be_answered_is_said_in_one_line(
    data: Data,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    message: str,
    standard_input: bool,
) -> None:
    piped(monkeypatch, content)
    (tmp_path / "my.rq").write_bytes(content)
    assert run(data, "query", "-" if standard_input else str(tmp_path / "my.rq")) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.startswith("standard input:" if standard_input else f"{tmp_path / 'my.rq'}:")
    assert printed.err.count("\n") == 1
    assert printed.out == ""


def test_query_from_standard_input_is_answered(
    data: Data, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped(monkeypatch, b"SELECT (1 AS ?one) {}")
    assert run(data, "query", "-", "--format", "csv") == 0
    assert capsys.readouterr().out == "one\n1\n"


def test_query_that_makes_a_graph_is_answered_in_turtle(
    data: Data, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    query = b"CONSTRUCT { <http://e/a> <http://e/b> 'c' } {}"
    for form, expected in (
        ([], '<http://e/a> <http://e/b> "c" .\n'),
        (["--format", "ntriples"], '<http://e/a> <http://e/b> "c" .\n'),
    ):
        piped(monkeypatch, query)
        assert run(data, "query", "-", *form) == 0
        assert capsys.readouterr().out == expected


def test_query_in_json_is_that_of_sparql(
    data: Data, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped(monkeypatch, b"ASK {}")
    assert run(data, "query", "-", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["boolean"] is True


def test_load_writes_a_store_that_is_asked(data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "load", str(tmp_path / "store")) == 0
    assert re.search(r"store: [\d,]+ triples in \d+ graphs\n", capsys.readouterr().out)
    assert main(["ask", "indicators", "--store", str(tmp_path / "store"), "--format", "csv"]) == 0
    assert "Sleeps well" in capsys.readouterr().out
    assert run(data, "load", str(tmp_path / "store")) == 2


def test_fault_of_our_own_is_no_traceback_unless_asked_for(
    data: Data, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError("by zero")

    monkeypatch.setitem(cli.COMMANDS, "ask", fail)
    assert run(data, "ask") == 2
    printed = capsys.readouterr()
    assert printed.err == (
        "needgraph ask: stopped by a fault of its own (ZeroDivisionError: by zero); "
        "please report it with the command you typed\n"
    )
    monkeypatch.setenv("NEEDGRAPH_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run(data, "ask")


def test_interrupted_command_ends_quietly(
    data: Data, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "ask", interrupt)
    assert run(data, "ask") == 130
    assert capsys.readouterr().err == ""


def needgraph(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "needgraph.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, input=given, timeout=60)


def test_process_ends_with_the_exit_code_and_no_traceback(data: Data) -> None:
    folder = str(data.folder)
    fine = needgraph("ask", "levels", "--format", "csv", "--data", folder)
    assert (fine.returncode, fine.stdout.splitlines()[1][:12]) == (0, "dunmore,2020")
    findings = needgraph("check", "--strict", "--data", folder)
    assert findings.returncode == 1
    wrong = needgraph("query", "-", "--data", folder, given="DROP ALL")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Traceback" not in fine.stderr + findings.stderr + wrong.stderr


def test_reader_that_has_seen_enough_ends_the_command_quietly(data: Data) -> None:
    command = [sys.executable, "-m", "needgraph.cli", "export", "--data", str(data.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        error = process.stderr.read()
    assert (process.returncode, error) == (0, b"")


def test_words_outside_ascii_are_printed_whatever_the_locale(data: Data) -> None:
    command = [sys.executable, "-m", "needgraph.cli", "show", "tier/0", "--data", str(data.folder)]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60)
    assert done.returncode == 0
    assert "→" in done.stdout.decode()


def test_writing_fails_without_a_traceback_where_the_disk_is_full(data: Data) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [sys.executable, "-m", "needgraph.cli", "export", "--data", str(data.folder)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert edition_folder(data).is_dir()


def test_help_is_a_command_too(capsys: pytest.CaptureFixture[str]) -> None:
    for words, usage in ((["help"], "usage: needgraph [-h]"), (["help", "ask"], "usage: needgraph ask")):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(usage)
