"""Ways for the tests of the guidance profile to run one rule on an invented document."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from needgraph.guidance.checks import weigh
from needgraph.guidance.rules import GuidanceRule, Hit, Record, read_rules
from needgraph.guidance.tables import GuidanceTables, read_guidance_tables
from needgraph.querying.store import load_graphs
from needgraph.resources import data_at

PLANTED = Path(__file__).parent / "fixtures" / "guidance"
DRAWN_UP = NamedNode("urn:test:planted")


def reference_store() -> Store:
    """Return the reference graphs of this installation: no document is among them."""
    return load_graphs(sorted(data_at().reference.glob("*.ttl")))


def real_tables() -> GuidanceTables:
    """Return the tables of this installation."""
    return read_guidance_tables(data_at())


def rule_named(name: str) -> GuidanceRule:
    """Return a rule by the name of its file."""
    return next(rule for rule in read_rules() if rule.question.name == name)


def hits_of(store: Store, tables: GuidanceTables, rule: GuidanceRule, turtle: bytes) -> tuple[Hit, ...]:
    """Return what a rule finds on Turtle laid over a store, which is as before afterwards."""
    store.load(turtle, format=RdfFormat.TURTLE, to_graph=DRAWN_UP)
    try:
        return weigh(store, tables, [rule])[0].hits
    finally:
        store.remove_graph(DRAWN_UP)


def rows(columns: str, *values: tuple[str | int, ...]) -> list[Record]:
    """Return rows of an answer from the names of its columns and the values of each row."""
    return [dict(zip(columns.split(), each, strict=True)) for each in values]
