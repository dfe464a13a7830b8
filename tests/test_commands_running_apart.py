"""What ends the process of a query is one message, and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from processes import children, is_alive, wait_until
from small import small_graphs

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

# Asked as the command line does; the guard is taken away, for no query is known that it lets through for good.
PROGRAM = """\
import sys
from needgraph import cli
from needgraph.querying import asking
asking.check_query = lambda query: None
sys.argv[0] = "needgraph"
cli.run()
"""
DEEP = "SELECT * { ?s ?p ?o } HAVING " + "(1)" * 30000
# It has no end in sight, and Python is not asked before its end.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    folder = str(small_graphs(tmp_path).folder)
    return [sys.executable, "-c", PROGRAM, "query", str(tmp_path / "my.rq"), "--data", folder]


def done(command: list[str], query: str) -> subprocess.CompletedProcess[str]:
    Path(command[4]).write_text(query, encoding="utf-8")
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def cpu_ticks(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11])


def test_query_that_ends_the_engine_is_one_message(command: list[str]) -> None:
    ended = done(command, DEEP)
    assert (ended.returncode, ended.stdout) == (2, "")
    number = signal.SIGSEGV.value
    said = f"the query ended the engine (signal {number}): it is too deep or needs too much memory; split it\n"
    assert ended.stderr == said


def test_message_goes_to_a_file_and_in_any_locale(command: list[str], tmp_path: Path) -> None:
    Path(command[4]).write_text("ASK { é }", encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    with (tmp_path / "said").open("wb") as said:
        ended = subprocess.run(command, stderr=said, stdout=subprocess.PIPE, env=environment, timeout=60)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert (tmp_path / "said").read_text(encoding="utf-8").startswith(f"{command[4]}:1:")


def test_answer_message_and_exit_code_are_passed_on(command: list[str]) -> None:
    assert done([*command, "--format", "csv"], "SELECT (1 AS ?one) {}").stdout == "one\n1\n"
    wrong = done(command, "ASK")
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (2, "", 1)
    assert wrong.stderr.startswith(f"{command[4]}:1:4: ")
    misused = done([*command, "--colour"], "ASK {}")
    assert (misused.returncode, misused.stderr.count("\n")) == (2, 1)
    assert done([*command, "--help"], "").returncode == 0


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_query_ends_at_once_with_the_command(command: list[str], number: signal.Signals, code: int) -> None:
    Path(command[4]).write_text(ENDLESS, encoding="utf-8")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_until(lambda: bool(children(process.pid)))
        (child,) = children(process.pid)
        # From now on it is at work, and no longer at its beginning.
        wait_until(lambda: cpu_ticks(child) > 60)
        process.send_signal(number)
        printed = process.communicate(timeout=20)
    assert (process.returncode, *printed) == (code, b"", b"")
    wait_until(lambda: not is_alive(child))
