"""A statement that is withdrawn while something rests on it is told in one message, by every command that meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.cli import main
from needgraph.graphs.graph_builder import read_tables
from needgraph.resources import Data
from needgraph.tables.withdrawals import WithdrawnProblem
from test_decisions_folder import NAME, decided_data, decision


def withdraw(data: Data, name: str, day: str = "2026-11-20") -> None:
    path = data.folder / "editions" / "ashby" / "2024" / "statements.tsv"
    lines = path.read_text(encoding="utf-8").split("\n")
    place = lines[0].split("\t").index("withdrawn")
    for number, line in enumerate(lines):
        cells = line.split("\t")
        if cells[0] == name:
            cells[place] = day
            lines[number] = "\t".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    "command", [["check"], ["build"], ["report", "draft", "--name", NAME, "--format", "markdown"]], ids=" ".join
)
def test_one_message_names_readings_mappings_and_decisions(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = decided_data(tmp_path, decision())
    withdraw(data, "a0035", "2026-11-20: Entered twice")
    monkeypatch.chdir(tmp_path)
    assert main([*command, "--data", "graphs"]) == 2
    (message,) = capsys.readouterr().err.splitlines()
    assert ": a0035 was withdrawn on 2026-11-20, but these rest on it: " in message
    for table in ("graphs/editions/ashby/2024/readings.tsv: row", "graphs/mappings/agreed.sssom.tsv: row",
                  f"graphs/decisions/{NAME}/decisions.tsv: row 2;"):  # fmt: skip
        assert table in message


def test_a_withdrawn_decision_does_not_rest_on_it(tmp_path: Path) -> None:
    data = decided_data(tmp_path, decision(status="withdrawn"))
    withdraw(data, "a0035")
    with pytest.raises(WithdrawnProblem) as caught:
        read_tables(data)
    assert "decisions.tsv" not in str(caught.value)


def test_what_nothing_built_rests_on_stops_nothing(tmp_path: Path) -> None:
    # The fixture has one: a0055, about which a decision alone is a finding of its own.
    assert read_tables(decided_data(tmp_path, decision(subject="ashby/2024/a0055")))
