"""A table that is gone is named as long as what was built from it is there; one that never was is not missed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from needgraph.cli import main
from needgraph.resources import Data
from needgraph.tables.missing_tables import check_nothing_missing
from needgraph.tables.tsv import TableProblem
from small import everything_in, small_graphs

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"
ASHBY = "editions/ashby/2024"
COMMANDS = (["build"], ["build", "--check"], ["build", "--verify"], ["check"])


@pytest.fixture
def data(tmp_path: Path) -> Data:
    shutil.copytree(FIXTURES, tmp_path / "graphs")
    return Data(tmp_path / "graphs")


def removed(data: Data, *names: str) -> Data:
    for name in names:
        (data.folder / name).unlink()
    return data


@pytest.mark.parametrize(
    ("names", "built", "message"),
    [
        *(
            ([f"{ASHBY}/{name}.tsv"], f"{ASHBY}/guidance.ttl", f"it was built from {name}.tsv, which is gone;")
            for name in ("readings", "rules", "services", "contacts", "citations", "notes")
        ),
        ([f"{ASHBY}/edition.toml"], f"{ASHBY}/guidance.ttl", "or remove the folder to do without"),
        (["reference/concerns.tsv"], "reference/concerns.ttl", "it was built from concerns.tsv, which is gone"),
        (["mappings/agreed.sssom.tsv"], "mappings/mappings.ttl", "built from agreed.sssom.tsv, which is gone"),
        (["mappings/rejected.sssom.tsv"], "mappings/mappings.ttl", "built from rejected.sssom.tsv, which is gone"),
        (
            ["mappings/agreed.sssom.tsv", "mappings/rejected.sssom.tsv"],
            "mappings/mappings.ttl",
            "built from agreed.sssom.tsv and rejected.sssom.tsv, which are gone; restore them in",
        ),
        (
            ["mappings/agreed.sssom.tsv", "mappings/rejected.sssom.tsv", "mappings/mappings.ttl"],
            "mappings/derived.ttl",
            "built from agreed.sssom.tsv, which is gone",
        ),
    ],
)
def test_built_file_whose_table_is_gone_is_named_and_nothing_rewritten(
    data: Data, capsys: pytest.CaptureFixture[str], names: list[str], built: str, message: str
) -> None:
    removed(data, *names)
    before = everything_in(data.folder)
    for command in COMMANDS:
        assert main([*command, "--data", str(data.folder)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"{data.folder / built}: is stale: ")
        assert message in line
    assert everything_in(data.folder) == before


Remove = Callable[[Data], object]


@pytest.mark.parametrize(
    "remove",
    [
        lambda data: removed(data, f"{ASHBY}/readings.tsv", f"{ASHBY}/guidance.ttl"),
        lambda data: shutil.rmtree(data.mappings),
        lambda data: removed(data, "mappings/rejected.sssom.tsv", "mappings/mappings.ttl"),
        # Somebody's own Turtle is none of ours.
        lambda data: (data.mappings / "notes.ttl").write_text("<a:a> <a:b> <a:c> .\n"),
    ],
)
def test_table_that_nothing_was_built_from_is_not_missed(data: Data, remove: Remove) -> None:
    remove(data)
    check_nothing_missing(data)
    assert main(["build", "--data", str(data.folder)]) == 0


def test_pairs_that_were_only_rejected_are_built(data: Data) -> None:
    removed(data, "mappings/agreed.sssom.tsv", "mappings/mappings.ttl")
    assert main(["build", "--data", str(data.folder)]) == 0
    assert b" a need:Rejection " in (data.mappings / "mappings.ttl").read_bytes()


def test_edition_with_statements_alone_lacks_nothing(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    folder = data.edition_folders()[0]
    check_nothing_missing(data)
    (folder / "rules.tsv").unlink()
    with pytest.raises(TableProblem, match=r"built from rules\.tsv"):
        check_nothing_missing(data)
