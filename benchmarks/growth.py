"""Measure which store serves how many authorities: needgraph in memory and on disk, Oxigraph and Virtuoso behind it.

    .venv/bin/python benchmarks/growth.py 2 20 150

The authorities are synthetic (see authorities.py). Questions are asked as a client asks them, at ``/query/NAME``, and
each time for rows that were not asked for before, so that no cache answers. Virtuoso is left out where it is missing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

from authorities import write_authorities
from serving import BIN, OXIGRAPH, Server, _free_port, first_answer, needgraph, oxigraph, resident

from needgraph.querying.answers import Answer
from needgraph.querying.formats import as_table

TESTS = Path(__file__).parent.parent / "tests"
sys.path.append(str(TESTS))
import servers  # noqa: E402 - the tests know how to start Virtuoso

SECONDS = 120
# The numbers of the authorities, or of the first rows, that are asked for.
ROUNDS = (1, 2)
# Enough for everything that is measured; the defaults are for the public.
LIMITS = ("--seconds", str(SECONDS), "--memory", "8000", "--answer-size", "400")
ONE = "authority=synthetic-{number:03}"
QUESTIONS = {
    "indicators of one": f"indicators.csv?{ONE}",
    "statements of one": f"statements.csv?{ONE}",
    "indicator-counts": "indicator-counts.csv?limit=100&offset={number}",
    "mappings": "mappings.csv?limit=100&offset={number}",
}
COLUMNS = ("authorities", "triples", "store", "load s", "first answer s", "MB", *(f"{name} ms" for name in QUESTIONS))


def rows(folder: Path, count: int) -> Iterator[tuple[str | int | float, ...]]:
    """Yield what was measured with so many authorities, one row a store."""
    data, store = folder / "graphs", folder / "store"
    write_authorities(data, count, 1)
    began = time.perf_counter()
    command = [str(BIN / "needgraph"), "load", str(store), "--data", str(data)]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    load = round(time.perf_counter() - began, 1)
    triples = loaded.split(": ")[1].split(" triples")[0]
    for name, seconds, options in (
        ("serve", "", ("--data", str(data))),
        ("serve --store", load, ("--store", str(store))),
    ):
        began = time.perf_counter()
        with needgraph(*options, *LIMITS) as server:
            yield count, triples, name, seconds, *_measured(server, began, [server.process])
    if OXIGRAPH:
        began = time.perf_counter()
        with oxigraph(store, _free_port()) as behind, needgraph("--endpoint", f"{behind.url}/query", *LIMITS) as server:
            yield count, triples, "oxigraph", load, *_measured(server, began, [server.process, behind.process])
    if servers.VIRTUOSO:
        yield from _virtuoso(data, count, triples)


def _virtuoso(data: Path, count: int, triples: str) -> Iterator[tuple[str | int | float, ...]]:
    # A gigabyte of buffers, as its manual advises for some million triples.
    servers.VIRTUOSO_INI = servers.VIRTUOSO_INI.replace("Buffers = 4000", "Buffers = 120000").replace(
        "Buffers = 3000", "Buffers = 90000"
    )
    with servers.virtuoso(1_000_000) as behind:
        began = time.perf_counter()
        push = [str(BIN / "needgraph"), "push", behind.store_url, "--user", behind.user, "--data", str(data)]
        environment = {**os.environ, "NEEDGRAPH_PASSWORD": behind.password}
        done = subprocess.run(push, env=environment, capture_output=True, text=True)
        if done.returncode:
            print(f"virtuoso: {done.stderr[-300:]}", file=sys.stderr)
            return
        load = round(time.perf_counter() - began, 1)
        began = time.perf_counter()
        with needgraph("--endpoint", behind.query_url, *LIMITS) as server:
            processes = [server.process, *_listening(urlsplit(behind.query_url).port or 0)]
            yield count, triples, "virtuoso", load, *_measured(server, began, processes)


def _measured(server: Server, began: float, processes: list[int]) -> Iterator[str | float]:
    first_answer(f"{server.url}/query/levels.csv?{ONE.format(number=1)}")
    yield round(time.perf_counter() - began, 1)
    yield round(sum(map(resident, processes)))
    for path in QUESTIONS.values():
        times = [_time(f"{server.url}/query/{path.format(number=number)}") for number in ROUNDS]
        yield round(statistics.median(times) * 1000)


def _time(url: str) -> float:
    """Return the seconds an answer takes; one that is refused takes for ever."""
    began = time.perf_counter()
    try:
        with urlopen(url) as answer:  # noqa: S310 - loopback
            answer.read()
    except HTTPError as error:
        print(f"{url}: {error.code} {error.read().decode()}", file=sys.stderr)
        return SECONDS
    return time.perf_counter() - began


def _listening(port: int) -> list[int]:
    """Return the process that has a port in its settings: the tests do not tell that of Virtuoso."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            ini = next((word for word in words if word.endswith(b"virtuoso.ini")), None)
            if ini and f":{port}\n" in Path(os.fsdecode(ini)).read_text():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def main() -> None:
    """Read the options, measure, print a line at a time and the whole at the end."""
    options = argparse.ArgumentParser(description="Measure which store serves how many authorities.")
    options.add_argument("counts", type=int, nargs="*", default=[2, 20, 150], metavar="N")
    found = []
    for count in options.parse_args().counts:
        with tempfile.TemporaryDirectory() as name:
            for row in rows(Path(name), count):
                print(*row, sep="\t", file=sys.stderr, flush=True)
                found.append(row)
    print(as_table(Answer(COLUMNS, tuple(found))), end="")


if __name__ == "__main__":
    main()
