"""What a new edition makes stale: the rows of mapping tables and the decisions that pin an old statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from needgraph.decisions.tables import DECISIONS, decision_names, read_decisions
from needgraph.graphs.mapping_graph import mapping_node
from needgraph.identifiers import path_of
from needgraph.resources import Data
from needgraph.tables.mappings import NOT_FOUND, id_of, read_mappings


class Pins:
    """The ids of mapping rows (``mapping/…``) and decisions (``decision/<name>/<id>``) by what they are about."""

    def __init__(self, data: Data) -> None:
        self._by_id: dict[str, list[str]] = defaultdict(list)
        for table in read_mappings(data).values():
            for row in table.rows:
                for end in ("subject_id", "object_id"):
                    if row[end] != NOT_FOUND:
                        self._by_id[id_of(row[end])].append(path_of(mapping_node(row).value))
        for name in decision_names(data):
            for decision in read_decisions(data.folder / "decisions" / name / DECISIONS):
                for end in sorted(decision.ends) if decision.live else ():
                    self._by_id[end].append(f"decision/{name}/{decision.id}")

    def of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return what pins any of some ids, each once."""
        return tuple(dict.fromkeys(pin for each in ids for pin in self._by_id.get(each, ())))
