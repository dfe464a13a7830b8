"""Measure the server side by side with ``oxigraph serve-read-only`` on the same graphs, by wrk: part of `make bench`.

.venv/bin/python benchmarks/serving.py [--seconds 3] [--rounds 3]
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from needgraph.querying.answers import Answer
from needgraph.querying.formats import as_table
from needgraph.querying.store import write_store
from needgraph.resources import data_at

BIN = Path(sys.executable).parent
WRK = shutil.which("wrk")
OXIGRAPH = shutil.which("oxigraph", path=str(BIN)) or shutil.which("oxigraph")
CONNECTIONS = 8
MANY = 10_000
START_SECONDS = 60
STARTS = 5
# Fifty rows of text, by one pattern, which costs an engine next to nothing, and by two. Another name of a variable
# makes a query that was never sent before.
PREFIX = "PREFIX need: <https://w3id.org/needgraph/def#> "
ONE_PATTERN = PREFIX + "SELECT ?s ?q{number} {{ ?s need:quote ?q{number} }} LIMIT 50"
TWO_PATTERNS = PREFIX + "SELECT ?s ?q{number} {{ ?s a need:Indicator ; need:quote ?q{number} }} LIMIT 50"
# wrk runs this for every request; each thread of each run begins elsewhere.
FIRST_TIME = """\
local number = {start}
request = function()
  number = number + 1
  return wrk.format("GET", (string.gsub("{path}", "NUMBER", number)))
end
"""
SHOWN = "/query/indicators?authority=halton&limit=50"


class Load(NamedTuple):
    """What wrk measured: requests a second, the 99th percentile in milliseconds, and answers other than 2xx or 3xx."""

    rate: float
    slowest: float
    refused: int


class Server(NamedTuple):
    """A running server: where it listens, and its process."""

    url: str
    process: int


@contextmanager
def needgraph(*options: str) -> Iterator[Server]:
    """Run our server on a free port."""
    process = subprocess.Popen(
        [str(BIN / "needgraph"), "serve", "--port", "0", *options], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        line = next(line for line in process.stderr if line.startswith("Serving "))
        # What it says later is read, so that it never waits for a reader.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield Server(line.split()[1].rstrip("/"), process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def oxigraph(store: Path, port: int) -> Iterator[Server]:
    """Run the Oxigraph server on a store, read-only, its default graph the union of all as in ours."""
    assert OXIGRAPH is not None
    command = [OXIGRAPH, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--union-default-graph"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        first_answer(f"{url}/query?query={quote('ASK {}')}")
        yield Server(url, process.pid)
    finally:
        process.terminate()
        process.wait()


def first_answer(url: str) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with urlopen(url) as answer:  # noqa: S310 - loopback
                answer.read()
            return
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.005)


def wrk(url: str, seconds: float, script: Path | None = None) -> Load:
    """Load an address for some seconds with one thread and a few connections."""
    assert WRK is not None
    command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--latency"]
    done = subprocess.run(
        [*command, *(["-s", str(script)] if script else []), url], check=True, capture_output=True, text=True
    )
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    return Load(
        float(_found(r"Requests/sec: +([\d.]+)", done.stdout)),
        _milliseconds(_found(r"99% +(\S+)", done.stdout)),
        int(refused[1]) if refused else 0,
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]


def _milliseconds(text: str) -> float:
    for unit, size in (("us", 0.001), ("ms", 1.0), ("s", 1000.0), ("m", 60_000.0)):
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * size
    raise ValueError(text)


def resident(process: int) -> float:
    """Return the memory in MB of a process and its descendants; pages that they share are divided among them."""
    total, waiting = 0.0, [process]
    while waiting:
        one = waiting.pop()
        try:
            total += int(_found(r"Pss: +(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text())) / 1024
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return total


def measured(folder: Path, seconds: float, rounds: int) -> Answer:
    """Return rates side by side, the medians of rounds taken in turn, with the median of their ratios."""
    numbers = iter(range(0, 10**12, 10**7))

    def distinct(url: str, path: str, query: str) -> Load:
        script = folder / "first-time.lua"
        script.write_text(FIRST_TIME.format(start=next(numbers), path=path + _distinct(query)))
        return wrk(url, seconds, script)

    def again(url: str, path: str, query: str) -> Load:
        return wrk(f"{url}{path}{quote(query.format(number=''))}", seconds)

    rows = []
    with ExitStack() as stack:
        ours = stack.enter_context(needgraph())
        theirs = stack.enter_context(oxigraph(folder / "store", _free_port()))
        # The cheapest query of fifty rows is the hardest to keep up with.
        beside = partial(again, theirs.url, "/query?query=", ONE_PATTERN)
        cases: list[tuple[str, float, Callable[[], Load], Callable[[], Load]]] = [
            ("/query/indicators, 50 rows, cached", 1.0, partial(wrk, ours.url + SHOWN, seconds), beside),
            ("/doc of an indicator, cached", 1.0, partial(wrk, f"{ours.url}/doc/halton/2023/h0162", seconds), beside),
        ]
        for shape, query in (("one pattern", ONE_PATTERN), ("two patterns", TWO_PATTERNS)):
            for kind, aim, load in (("repeated", 0.65, again), ("first time", 0.25, distinct)):
                mine = partial(load, ours.url, "/sparql?query=", query)
                cases.append(
                    (f"/sparql, {shape}, {kind}", aim, mine, partial(load, theirs.url, "/query?query=", query))
                )
        for name, aim, run, against in cases:
            run(), against()
            pairs = [(run(), against()) for _ in range(rounds)]
            assert not any(load.refused for pair in pairs for load in pair), name
            rate, their_rate = (statistics.median(pair[side].rate for pair in pairs) for side in (0, 1))
            slowest, their_slowest = (statistics.median(pair[side].slowest for pair in pairs) for side in (0, 1))
            ratio = statistics.median(one.rate / other.rate for one, other in pairs)
            rows.append(
                (name, round(rate), round(their_rate), round(ratio, 2), aim, round(slowest, 1), round(their_slowest, 1))
            )
    columns = ("what", "requests/s", "oxigraph", "ratio", "aim", "p99 ms", "oxigraph p99 ms")
    return Answer(columns, tuple(rows))


def growth(folder: Path) -> Answer:
    """Return the memory before and after many requests, and the time from start to the first answer."""
    times = []
    for _ in range(STARTS):
        began = time.perf_counter()
        with needgraph() as server:
            first_answer(server.url + SHOWN)
            times.append(time.perf_counter() - began)
    with needgraph() as server:
        before, sent = resident(server.process), 0
        script = folder / "many.lua"
        while sent < MANY:
            script.write_text(FIRST_TIME.format(start=sent + 10**11, path="/sparql?query=" + _distinct(TWO_PATTERNS)))
            sent += int(wrk(server.url, 2, script).rate * 2)
        after = resident(server.process)
    return Answer(
        ("what", "measured", "aim"),
        (
            ("start to first answer", f"{statistics.median(times):.2f} s", "0.7 s"),
            ("memory at the start", f"{before:.0f} MB", ""),
            (f"memory after {sent:,} different queries", f"{after:.0f} MB", ""),
        ),
    )


def _distinct(query: str) -> str:
    """Return the query percent-encoded, with a word in it that Lua replaces by a number."""
    return quote(query.format(number="NUMBER"))


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def main() -> None:
    """Read the options, measure, print."""
    options = argparse.ArgumentParser(description="Measure the server side by side with oxigraph serve-read-only.")
    options.add_argument("--seconds", type=float, default=3, help="of each run")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    for tool, name in ((WRK, "wrk (apt-get install wrk)"), (OXIGRAPH, "oxigraph (pip install oxigraph)")):
        if tool is None:
            print(f"The server is not measured: {name} is not installed.")
            return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_store(data_at().graph_files(), folder / "store")
        print(as_table(measured(folder, chosen.seconds, chosen.rounds)))
        print(as_table(growth(folder)), end="")


if __name__ == "__main__":
    main()
