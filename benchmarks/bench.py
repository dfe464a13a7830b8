"""Measure side by side in one run and print ratios: `make bench`."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import comparing

from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.catalogue import questions
from needgraph.querying.formats import as_table
from needgraph.querying.store import load_graphs
from needgraph.resources import ROOT, data_at

if TYPE_CHECKING:
    from rdflib import Dataset

RUNS = 9
LIMIT = 5.0
PYTHON = sys.executable
NEEDGRAPH = str(Path(PYTHON).parent / "needgraph")
# As after any installation: Python keeps what it compiled, here from the warm-up on.
COMPILED = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def process(*arguments: str, before: Callable[[], None] | None = None) -> Callable[[], float]:
    """Return a measurement: the seconds one process takes, whatever is prepared before it."""

    def run() -> float:
        if before:
            before()
        start = time.perf_counter()
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=COMPILED)
        return time.perf_counter() - start

    return run


def side_by_side(
    first: Callable[[], float], second: Callable[[], float], runs: int = RUNS
) -> tuple[float, float, float]:
    """Return the medians of both in seconds and the median of their ratios, measured in turn after a warm-up."""
    first(), second()
    pairs = [(first(), second()) for _ in range(runs)]
    ratio = statistics.median(one / other for one, other in pairs)
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs), ratio


def processes() -> Answer:
    """Compare whole processes."""
    rows: list[tuple[str, str, float, float, float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "graphs"
        shutil.copytree(ROOT / "graphs", copy)

        def unbuilt() -> None:
            for path in copy.rglob("*.ttl"):
                path.unlink()

        ours = process(NEEDGRAPH, "build", "--check", "--data", str(copy), before=unbuilt)
        rdflib = process(PYTHON, "-c", "import rdflib")
        rows.append(("build and check", "import rdflib", *side_by_side(ours, rdflib), "1.5"))
        theirs = process(PYTHON, str(Path(__file__).parent / "with_rdflib.py"), str(copy))
        subprocess.run([NEEDGRAPH, "build", "--data", str(copy)], check=True, stdout=subprocess.DEVNULL)
        rows.append(("rdflib and pySHACL", "build and check", *_backwards(theirs, ours, copy), "at least 50"))
    ask = process(NEEDGRAPH, "ask", "levels")
    rows.append(
        ("ask levels", "import pyoxigraph", *side_by_side(ask, process(PYTHON, "-c", "import pyoxigraph")), "4")
    )
    compared = process(NEEDGRAPH, "compare", "halton", "tameside")
    rows.append(("compare halton tameside", "import rdflib", *side_by_side(compared, rdflib), "takes under 1 s"))
    shown = tuple((a, b, f"{x * 1000:.0f} ms", f"{y * 1000:.0f} ms", round(r, 2), aim) for a, b, x, y, r, aim in rows)
    return Answer(("measure", "against", "takes", "that takes", "ratio", "aim"), shown)


def _backwards(theirs: Callable[[], float], ours: Callable[[], float], copy: Path) -> tuple[float, float, float]:
    """Time the slow one once: it takes long enough for one run to say what is asked."""
    slow = theirs()
    fast = statistics.median(ours() for _ in range(3))
    return slow, fast, slow / fast


def catalogue() -> Answer:
    """Time every question in process, in Oxigraph (the median) and in rdflib (once, at most ``LIMIT`` seconds)."""
    import needgraph

    local, slow = LocalEndpoint(load_graphs(data_at().graph_files())), needgraph.dataset()
    rows = []
    for name, question in questions().items():
        text = question.filled({})
        if not question.columns:
            continue
        times = []
        for _ in range(9):
            start = time.perf_counter()
            found = local.select(text)
            times.append(time.perf_counter() - start)
        ours, theirs = statistics.median(times), within_limit(partial(_listed, slow, text))
        shown = f"{theirs * 1000:.0f}" if theirs < LIMIT else f"over {LIMIT * 1000:.0f}"
        rows.append((name, len(found.rows), round(ours * 1000, 1), shown, round(theirs / ours, 1)))
    rows.sort(key=lambda row: -row[2])
    return Answer(("question", "rows", "ms", "rdflib ms", "times slower, at least"), tuple(rows))


def _listed(graphs: Dataset, text: str) -> list[object]:
    return list(graphs.query(text))


def within_limit(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes in a child process, or the limit when it is ended there."""
    child = multiprocessing.get_context("fork").Process(target=work)
    start = time.perf_counter()
    child.start()
    child.join(LIMIT)
    if child.is_alive():
        child.kill()
        child.join()
        return LIMIT
    return time.perf_counter() - start


if __name__ == "__main__":
    print(as_table(processes()))
    print(as_table(comparing.growth()))
    print(as_table(comparing.consent()))
    print(as_table(catalogue()), end="")
