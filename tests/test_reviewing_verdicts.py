"""A verdict moves one row between the tables, can be undone, and survives a process that is killed halfway."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from needgraph.resources import Data
from needgraph.reviewing.lock import LOCK, LockProblem
from needgraph.reviewing.queue import two_editions
from needgraph.reviewing.verdicts import JOURNAL, Verdict, VerdictProblem, complete, decide, reviewing, undo
from needgraph.tables.mappings import MappingTable, check_mappings, read_mappings, write_mapping_table
from small_review import (
    ASHBY,
    AWAY,
    DATE,
    DENTIST_GAP,
    HEADER,
    LABELS,
    LATE,
    LEARNS,
    OUT,
    cells_of,
    decided,
    mapping_files,
    places,
    review_data,
    write_tables,
)  # fmt: skip

CLOSE = Verdict("close", "milder", "Both stay away\tovernight.", "bee", DATE)


@pytest.fixture
def data(tmp_path: Path) -> Data:
    return review_data(tmp_path)


@pytest.mark.parametrize(
    ("name", "state", "predicate", "modifier", "severity"),
    [
        ("close", "agreed", "skos:closeMatch", "", "milder"),
        ("broad", "agreed", "skos:broadMatch", "", "milder"),
        ("narrow", "agreed", "skos:narrowMatch", "", "milder"),
        ("related", "agreed", "skos:relatedMatch", "", "milder"),
        ("no", "rejected", "skos:closeMatch", "Not", ""),
        ("unsure", "undecided", "skos:mappingRelation", "", ""),
    ],
)
def test_verdict_moves_the_row_to_its_table(
    data: Data, name: str, state: str, predicate: str, modifier: str, severity: str
) -> None:
    with reviewing(data):
        decide(data, OUT, replace(CLOSE, name=name), LABELS)
    assert places(data)[OUT] == [state]
    cells = cells_of(data, OUT)
    assert [cells[column] for column in ("predicate_id", "predicate_modifier", "severity_relation")] == [
        predicate, modifier, severity,
    ]  # fmt: skip
    assert cells["author_id"] == "curator:bee"
    assert cells["mapping_date"] == "2026-11-21"
    assert cells["mapping_justification"] == "semapv:ManualMappingCuration"
    assert (cells["comment"], cells["confidence"]) == ("Both stay away overnight.", "")
    check_mappings(read_mappings(data), two_editions(data, ASHBY, "borwick/2021"), ["bee"])


def test_one_decision_changes_one_line_of_each_table_and_keeps_the_header(data: Data) -> None:
    before = mapping_files(data)
    with reviewing(data):
        decide(data, OUT, CLOSE, LABELS)
    after = mapping_files(data)
    assert set(after) == set(before)
    for name in ("agreed.sssom.tsv", "suggested.sssom.tsv"):
        assert len(set(before[name].splitlines()) ^ set(after[name].splitlines())) == 1
        assert after[name].startswith("\n".join(HEADER).encode())
    assert before["undecided.sssom.tsv"] == after["undecided.sssom.tsv"]


def test_row_keeps_the_wording_that_was_decided_on(data: Data) -> None:
    with reviewing(data):
        decide(data, OUT, CLOSE, {**LABELS, OUT[0]: "Out of school"})
    assert cells_of(data, OUT)["subject_label"] == "Out of school"


def test_counterpart_withdraws_the_gap_that_says_there_is_none_and_undo_brings_it_back(data: Data) -> None:
    before = mapping_files(data)
    with reviewing(data):
        change = decide(data, AWAY, CLOSE, LABELS)
        assert change.withdrawn_gaps == (AWAY[0],)
        assert (AWAY[0], "sssom:NoTermFound") not in places(data)
        assert DENTIST_GAP in places(data)
        undo(data, change)
    assert mapping_files(data) == before


def test_related_pair_leaves_the_gap(data: Data) -> None:
    with reviewing(data):
        assert decide(data, AWAY, replace(CLOSE, name="related"), LABELS).withdrawn_gaps == ()
    assert places(data)[AWAY[0], "sssom:NoTermFound"] == ["agreed"]


def test_unsure_without_words_keeps_the_reasons_of_the_suggestion(data: Data) -> None:
    with reviewing(data):
        decide(data, AWAY, Verdict("unsure", "", "", "bee", DATE), LABELS)
    assert cells_of(data, AWAY)["comment"] == "Shared word: home."


def test_group_and_same_sense_go_when_the_relation_changes(data: Data) -> None:
    write_tables(data, {"agreed": [decided(OUT, "skos:closeMatch", "same", group="school", same_sense="true")]})
    with reviewing(data):
        decide(data, OUT, replace(CLOSE, severity="same"), LABELS)
        assert (cells_of(data, OUT)["group"], cells_of(data, OUT)["same_sense"]) == ("school", "true")
        decide(data, OUT, CLOSE, LABELS)
        assert (cells_of(data, OUT)["group"], cells_of(data, OUT)["same_sense"]) == ("school", "")
        decide(data, OUT, replace(CLOSE, name="no"), LABELS)
        assert cells_of(data, OUT)["group"] == ""


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        (replace(CLOSE, name="exact"), "'exact' is not a verdict; give one of close, broad"),
        (replace(CLOSE, severity="worse"), "'worse' does not say how severe .* give one of same, milder"),
        (replace(CLOSE, reason=" "), "the verdict close has no reason; say why"),
        (replace(CLOSE, curator="be"), "'be' is not in .*curators.tsv; .* did you mean 'bee'"),
    ],
)
def test_verdict_that_lacks_something_changes_nothing(data: Data, verdict: Verdict, message: str) -> None:
    before = mapping_files(data)
    with reviewing(data), pytest.raises(VerdictProblem, match=message):
        decide(data, OUT, verdict, LABELS)
    assert mapping_files(data) == before


def test_pair_of_no_table_is_refused(data: Data) -> None:
    with reviewing(data), pytest.raises(VerdictProblem, match="stand in no table of"):
        decide(data, ("ashby-2024:a0008", OUT[1]), CLOSE, LABELS)


def test_undo_is_refused_when_the_row_was_changed_since(data: Data) -> None:
    with reviewing(data):
        change = decide(data, OUT, CLOSE, LABELS)
        decide(data, OUT, replace(CLOSE, name="no"), LABELS)
        with pytest.raises(VerdictProblem, match=r"no longer stand in .*agreed.* decide the pair anew"):
            undo(data, change)
    assert places(data)[OUT] == ["rejected"]


def test_folder_without_tables_is_not_the_installed_one(tmp_path: Path) -> None:
    with pytest.raises(VerdictProblem, match="there is no such folder"), reviewing(Data(tmp_path)):
        pass


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from small_review import DATE, LABELS, AWAY
from needgraph import files
from needgraph.tables import mappings
from needgraph.reviewing import verdicts
from needgraph.resources import Data

writes = 0
whole = files.write_atomically

def write(path, content):
    global writes
    if writes == {after}:
        (path.parent / (path.name + ".half")).write_bytes(content[: len(content) // 2])
        os._exit(9)
    writes += 1
    whole(path, content)

mappings.write_atomically = verdicts.write_atomically = write
data = Data(Path({folder!r}))
with verdicts.reviewing(data):
    verdicts.decide(data, AWAY, verdicts.Verdict("close", "same", "Both.", "bee", DATE), LABELS)
os._exit(8)
"""


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_killed_process_loses_no_row_and_the_next_start_completes_its_verdict(data: Data, after: int) -> None:
    tests = str(Path(__file__).parent)
    script = KILLED.format(tests=tests, folder=str(data.folder), after=after)
    ended = subprocess.run([sys.executable, "-c", script], check=False)
    # The journal and two tables are three writes; the fourth never comes.
    assert ended.returncode == (8 if after == 3 else 9)
    assert places(data)[AWAY] == [["suggested"], ["suggested"], ["agreed", "suggested"], ["agreed"]][after]
    with reviewing(data) as completed:
        assert (completed is not None) == (after in (1, 2))
    assert places(data)[AWAY] == [["suggested"], ["agreed"], ["agreed"], ["agreed"]][after]
    assert all(len(states) == 1 for states in places(data).values())
    assert {LATE, OUT, LEARNS, DENTIST_GAP} <= set(places(data))
    assert not (data.mappings / JOURNAL).exists()
    assert not (data.mappings / LOCK).exists()


def test_verdict_whose_second_table_cannot_be_written_is_completed_by_the_next(
    data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(table: MappingTable, rows: Iterable[Mapping[str, str]]) -> None:
        if table.state == "suggested":
            raise OSError("disk full")
        write_mapping_table(table, rows)

    with reviewing(data):
        monkeypatch.setattr("needgraph.reviewing.verdicts.write_mapping_table", full)
        with pytest.raises(OSError, match="disk full"):
            decide(data, OUT, CLOSE, LABELS)
        monkeypatch.undo()
        decide(data, LATE, CLOSE, LABELS)
    assert places(data)[OUT] == places(data)[LATE] == ["agreed"]


@pytest.mark.parametrize("content", ["{", "[]", '{"removed": []}', '{"removed": [], "added": [["agreed", {}]]}'])
def test_journal_that_is_none_is_named(data: Data, content: str) -> None:
    (data.mappings / JOURNAL).write_text(content, encoding="utf-8")
    with pytest.raises(VerdictProblem, match=r"review\.journal: is not the journal of a review"):
        complete(data)


def test_second_review_finds_the_tables_locked_and_the_lock_goes_at_the_end(data: Data) -> None:
    busy = pytest.raises(LockProblem, match=rf"locked by another review \(process {os.getpid()} on .*remove")
    with reviewing(data):
        with busy, reviewing(data):
            pass
        assert (data.mappings / LOCK).exists()
    assert not (data.mappings / LOCK).exists()


def dead_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_lock_of_a_dead_process_is_taken_over(data: Data) -> None:
    lock = data.mappings / LOCK
    lock.write_text(json.dumps({"pid": dead_process(), "host": socket.gethostname()}), encoding="utf-8")
    with reviewing(data):
        assert json.loads(lock.read_bytes())["pid"] == os.getpid()
    assert [path.name for path in data.mappings.glob(".*")] == []


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"pid": "x", "host": "y"}', '{"pid": 1, "host": "elsewhere"}'])
def test_lock_that_may_be_alive_stays(data: Data, content: str) -> None:
    (data.mappings / LOCK).write_text(content, encoding="utf-8")
    with pytest.raises(LockProblem, match="locked by another review"), reviewing(data):
        pass
    assert (data.mappings / LOCK).read_text(encoding="utf-8") == content


def test_lock_that_another_review_takes_over_first_stays_with_that_review(
    data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = data.mappings / LOCK
    theirs = json.dumps({"pid": os.getppid(), "host": socket.gethostname()})
    lock.write_text(json.dumps({"pid": dead_process(), "host": socket.gethostname()}), encoding="utf-8")

    def taken_meanwhile(content: bytes) -> bool:
        lock.write_text(theirs, encoding="utf-8")
        return True

    monkeypatch.setattr("needgraph.reviewing.lock._is_dead", taken_meanwhile)
    with pytest.raises(LockProblem, match=f"process {os.getppid()} on"), reviewing(data):
        pass
    assert [path.name for path in data.mappings.glob(".*")] == [LOCK]
    assert lock.read_text(encoding="utf-8") == theirs
