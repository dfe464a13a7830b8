"""Measure comparing and consent: whole processes, growth with the number of editions, and the grid of consent."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from needgraph.comparing.compare import compare
from needgraph.consent.grid import grid
from needgraph.consent.rules import read_rules
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.resources import ROOT, data_at

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures" / "graphs"
FEW, MANY = 2, 20


def growth() -> Answer:
    """Compare 20 copies of an invented edition with 2 of them: the time a pair stays flat or falls."""
    rows: list[tuple[str, int | str, float | str, float]] = []
    seconds = {}
    for count in (FEW, MANY):
        endpoint, names = LocalEndpoint(copies(count)), [f"ashby-{number}/2024" for number in range(count)]
        taken = _median(partial(compare, endpoint, names))
        pairs = count * (count - 1) // 2
        seconds[count] = taken / pairs
        measure = f"compare {count} synthetic editions"
        rows.append((measure, pairs, round(taken * 1000, 1), round(seconds[count] * 1000, 2)))
    rows.append((f"a pair of {MANY} against a pair of {FEW}", "", "", round(seconds[MANY] / seconds[FEW], 2)))
    return Answer(("measure", "pairs", "ms", "ms a pair"), tuple(rows))


def consent() -> Answer:
    """Evaluate every case of one edition."""
    rules = read_rules(LocalEndpoint(load_graphs(data_at().graph_files())), "halton")
    cells = len(grid(rules).rows)
    return Answer(
        ("measure", "cells", "ms", "aim"),
        (("consent grid of Halton", cells, round(_median(partial(grid, rules)) * 1000, 1), "under 200"),),
    )


def copies(count: int) -> Store:
    """Return the reference graphs with copies of one invented edition, each under a name of its own."""
    store = Store()
    for path in [ROOT / "ontology" / "needgraph.ttl", *sorted((FIXTURES / "reference").glob("*.ttl"))]:
        store.load(path=str(path), format=RdfFormat.TURTLE)
    text = (FIXTURES / "editions" / "ashby" / "2024" / "guidance.ttl").read_text(encoding="utf-8")
    for number in range(count):
        store.load(text.replace("ashby", f"ashby-{number}").encode(), format=RdfFormat.TURTLE)
    organisations = (FIXTURES / "reference" / "organisations.ttl").read_text(encoding="utf-8")
    for number in range(count):
        store.load(organisations.replace("ashby", f"ashby-{number}").encode(), format=RdfFormat.TURTLE)
    return store


def _median(work: Callable[[], object], runs: int = 5) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
