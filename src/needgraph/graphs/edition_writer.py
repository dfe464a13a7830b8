"""What every part of an edition's graph is written with: its nodes, its source, its curators."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from needgraph.describing import Pair, thing, things
from needgraph.tables.editions import Edition
from needgraph.tables.reference import Reference
from needgraph.tables.tsv import Row
from needgraph.terms import DCT, PROV


@dataclass
class Writer:
    """The edition being written, and what its other tables say of each statement."""

    edition: Edition
    reference: Reference
    extra: dict[str, list[Pair]] = field(default_factory=lambda: defaultdict(list))

    def node(self, *parts: str) -> NamedNode:
        """Return the node of a thing of this edition."""
        return thing("/".join((self.edition.path, *parts)))

    def nodes(self, kind: str, ids: list[str]) -> list[NamedNode]:
        """Return the nodes of several things of one kind; the kind of statements is empty."""
        return things(f"{self.edition.path}/{kind}" if kind else self.edition.path, ids)

    @property
    def source(self) -> Pair:
        """The pair that says which edition a thing comes from."""
        return (DCT.source, thing(self.edition.path))

    def by(self, row: Row) -> Pair:
        """The pair that says whose judgement a row is."""
        return (PROV.wasAttributedTo, thing(f"curator/{row['curator']}") if row["curator"] else None)
