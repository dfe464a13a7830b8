"""The facts of the invented authorities for the tests of comparing: as they stand, graded, or with a third one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from needgraph.comparing.compare import read_facts
from needgraph.comparing.facts import Facts
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.resources import Data

FIXTURES = Path(__file__).parent / "fixtures"
ASHBY, BORWICK, CARROW = "ashby/2024", "borwick/2021", "carrow/2024"


class Counting(LocalEndpoint):
    """An endpoint that counts what it is asked."""

    asked = 0

    def select(self, query: str) -> Answer:
        """Return the rows, and count."""
        self.asked += 1
        return super().select(query)


def small_store() -> Store:
    """Return the two invented authorities."""
    return load_graphs(Data(FIXTURES / "graphs").graph_files())


def graded(store: Store) -> None:
    """Add words of severity, and a rule of Borwick that asks for consent before a report."""
    store.load(path=str(FIXTURES / "comparing" / "severity.ttl"), format=RdfFormat.TURTLE)


def with_carrow(store: Store) -> None:
    """Add a third authority that prints what Ashby prints and to which nothing is mapped."""
    graphs = FIXTURES / "graphs"
    for path in (graphs / "editions" / "ashby" / "2024" / "guidance.ttl", graphs / "reference" / "organisations.ttl"):
        text = path.read_text().replace("ashby", "carrow").replace("Ashby", "Carrow")
        for quad in parse(text, format=RdfFormat.TURTLE):
            # What is not about the new authority is in the store already; a union of graphs would count it twice.
            if "carrow" in str(quad.subject):
                store.add(quad)


def small_facts(*editions: str, change: Callable[[Store], None] | None = None) -> Facts:
    """Return what comparing knows of some editions, by default of both authorities."""
    store = small_store()
    if change:
        change(store)
    return read_facts(LocalEndpoint(store), editions or (ASHBY, BORWICK))
