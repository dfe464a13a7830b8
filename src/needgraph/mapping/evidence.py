"""What the checks of the mapping tables ask about, and how their findings name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from needgraph.graphs.hub_mappings import Hub, Indicator
from needgraph.graphs.mapping_graph import mapping_node
from needgraph.identifiers import path_of
from needgraph.tables.editions import Edition
from needgraph.tables.mappings import COUNTERPARTS, NOT_FOUND, MappingTable, is_gap, pair_of
from needgraph.tables.reference import Reference
from needgraph.tables.tsv import Row

RELATIONS = {"skos:closeMatch": "a close match", "skos:broadMatch": "broader", "skos:narrowMatch": "narrower"}


class Fault(NamedTuple):
    """What a check found: the indicators concerned, the message, the fix, the row to mend, the id of the finding."""

    indicators: Sequence[Indicator]
    message: str
    fix: str
    row: Row
    id: str


class Judged(NamedTuple):
    """How much a check examined and what it found."""

    examined: int
    faults: list[Fault]


class Mappings:
    """What the checks ask about: decided rows, indicators, and what follows from both."""

    def __init__(self, tables: Mapping[str, MappingTable], editions: Sequence[Edition], reference: Reference) -> None:
        self.tables, self.reference = tables, reference
        self.hub = Hub(editions, reference)
        agreed = tables["agreed"].rows
        self.rows = [row for table in tables.values() for row in table.rows]
        self.gaps = [row for row in agreed if is_gap(row)]
        self.counterparts = [row for row in agreed if not is_gap(row) and row["predicate_id"] in COUNTERPARTS]

    def ends(self, row: Row) -> tuple[Indicator, ...]:
        """The indicators of a row, one for a gap."""
        return tuple(self.hub.indicators[name] for name in pair_of(row) if name != NOT_FOUND)

    @cached_property
    def compared(self) -> dict[str, set[str]]:
        """For each edition those it is compared with: some agreed row speaks of both."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.tables["agreed"].rows:
            editions = [end.edition.path for end in self.ends(row)]
            one, other = (editions[0], _searched(row)) if is_gap(row) else editions
            found[one].add(other)
            found[other].add(one)
        return found

    @cached_property
    def decided(self) -> dict[tuple[str, str], list[Row]]:
        """The counterparts and gaps of an indicator in another edition, by CURIE and the id of that edition."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.counterparts:
            one, other = self.ends(row)
            found[one.curie, other.edition.path].append(row)
            found[other.curie, one.edition.path].append(row)
        for row in self.gaps:
            found[self.ends(row)[0].curie, _searched(row)].append(row)
        return found


def named(indicator: Indicator) -> str:
    """Return an indicator as messages name it: its CURIE, wording and level."""
    return f"{indicator.curie} “{indicator.row['label']}” (level {indicator.row['level']})"


def relation(row: Row) -> str:
    """Return in words what a row agrees."""
    return RELATIONS[row["predicate_id"]]


def node_of(row: Row) -> str:
    """Return the id of the mapping, rejection or gap that a row is built as."""
    return path_of(mapping_node(row).value)


def pair_id(one: Indicator, other: Indicator) -> str:
    """Return an id for two indicators of one edition, which no row joins, so that a waiver can name them."""
    return f"mapping/{one.curie.replace(':', '-')}/{other.curie.replace(':', '-')}"


def severity_words(indicator: Indicator) -> str:
    """Return the severity words of an indicator in quotation marks."""
    return ", ".join(f"“{grade.label}”" for grade in indicator.grades)


def concerns_of(hub: Hub, indicator: Indicator) -> str:
    """Return the labels of the concerns of an indicator."""
    return ", ".join(hub.label(concern) for concern in indicator.concerns)


def once(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Return indicators in their order, each once."""
    return list(dict.fromkeys(indicators))


def _searched(gap: Row) -> str:
    """Return the id of the edition that holds no counterpart."""
    end = "subject" if gap["subject_id"] == NOT_FOUND else "object"
    return gap[f"{end}_source"].partition(":")[2]
