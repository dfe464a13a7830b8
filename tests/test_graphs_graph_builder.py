"""Building gives the same bytes every time, names what is stale, and never leaves a file half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from needgraph.cli import main
from needgraph.graphs.graph_builder import built_files, stale_files, write_built
from needgraph.resources import Data, DataProblem
from small import change, edition_folder, everything_in, small_data, small_graphs


def test_second_build_changes_nothing(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    first = write_built(built_files(data))
    assert [path.name for path in first] == ["guidance.ttl"]
    assert write_built(built_files(data)) == []
    assert stale_files(built_files(data)) == []


def test_built_bytes_do_not_hang_on_the_seed_of_hashes(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    expected = (edition_folder(data) / "guidance.ttl").read_bytes()
    for seed in ("1", "2"):
        (edition_folder(data) / "guidance.ttl").unlink()
        command = [sys.executable, "-m", "needgraph.cli", "build", "--data", str(data.folder)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        assert (edition_folder(data) / "guidance.ttl").read_bytes() == expected


def test_built_file_says_so_and_reads_as_turtle(tmp_path: Path) -> None:
    turtle = (edition_folder(small_graphs(tmp_path)) / "guidance.ttl").read_bytes()
    assert turtle.startswith(b"# Built by `needgraph build` from the tables in this folder; do not edit.\n")
    assert b"dunmore-2020:d0005 a need:Statement , need:Indicator , skos:Concept ;\n    skos:prefLabel" in turtle
    assert list(parse(turtle, format=RdfFormat.TURTLE))


def test_our_own_reference_is_not_built_into_a_folder_without_one(tmp_path: Path) -> None:
    assert [path.name for path in built_files(small_data(tmp_path))] == ["guidance.ttl"]


def test_stale_file_is_named_and_nothing_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_graphs(tmp_path)
    change(edition_folder(data) / "rules.tsv", "With consent.", "Only with consent.")
    before = everything_in(tmp_path)
    assert main(["build", "--verify", "--data", str(data.folder)]) == 1
    printed = capsys.readouterr()
    stale = edition_folder(data) / "guidance.ttl"
    assert printed.err == f"{stale}: is stale; run `needgraph build` and commit it\n"
    assert printed.out == "1 built files, 1 stale\n"
    assert everything_in(tmp_path) == before
    assert stale_files(built_files(data)) == [stale]


def test_current_files_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_graphs(tmp_path)
    assert main(["build", "--verify", "--data", str(data.folder)]) == 0
    assert capsys.readouterr().out == "1 built files, 0 stale\n"


def test_what_was_written_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_data(tmp_path)
    assert main(["build", "--data", str(data.folder)]) == 0
    wrote = edition_folder(data) / "guidance.ttl"
    assert capsys.readouterr().out == f"wrote {wrote}\n1 built files, 1 changed\n"


def test_failing_to_write_keeps_the_old_graph_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = small_graphs(tmp_path)
    change(edition_folder(data) / "rules.tsv", "With consent.", "Only with consent.")
    before = everything_in(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert main(["build", "--data", str(data.folder)]) == 2
    assert "guidance.ttl: cannot be written (No space left on device)" in capsys.readouterr().err
    assert everything_in(tmp_path) == before


def test_folder_without_editions_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DataProblem, match=r"holds no edition; expected editions/<authority>/<edition>/edition\.toml"):
        built_files(Data(tmp_path))
    assert main(["build", "--data", str(tmp_path)]) == 2
    assert main(["build", "--data", str(tmp_path / "nothing")]) == 2
    assert "there is no such folder; name one laid out like graphs/" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
