"""Pairs of indicators that follow from the hub of concerns: derived from readings, never agreed by anyone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from needgraph.tables.editions import Edition
from needgraph.tables.mappings import curie_of
from needgraph.tables.reference import Reference
from needgraph.tables.tsv import Row

CONCERN = "concern"


@dataclass(frozen=True)
class Grade:
    """A severity word of the lexicon: words of one family are ordered by rank, families are not compared."""

    word: str
    label: str
    family: str
    rank: int


@dataclass(frozen=True, eq=False)
class Indicator:
    """An indicator with its readings; ``concerns`` in the order read, the first is the main one.

    ``specific`` leaves out a concern that is wider than another one of the same indicator. ``position`` is
    the place of the level among the levels of the edition, the first being 0.
    """

    curie: str
    edition: Edition
    row: Row
    position: int
    concerns: tuple[str, ...]
    specific: frozenset[str]
    subjects: frozenset[str]
    polarity: str
    grades: tuple[Grade, ...]

    @property
    def path(self) -> str:
        """The id of the indicator, such as ``halton/2023/h0123``."""
        return f"{self.edition.path}/{self.row['id']}"

    @property
    def main(self) -> str:
        """The main concern, empty where none was read."""
        return self.concerns[0] if self.concerns else ""

    @property
    def severity(self) -> frozenset[tuple[str, str]]:
        """The severity words with their families; empty where the wording grades nothing."""
        return frozenset((grade.family, grade.word) for grade in self.grades)


@dataclass(frozen=True)
class DerivedMapping:
    """Two indicators of different editions that the readings join; the subject comes first in the alphabet.

    ``concern`` is a most specific concern of both. ``same`` tells that main concern, subjects and polarity are
    identical. It has no predicate and no severity: those are for a person to decide.
    """

    subject_id: str
    object_id: str
    concern: str
    same: bool
    basis: str = "derived"


class Hub:
    """The concerns and their broader ones, and the indicators of editions as they were read."""

    def __init__(self, editions: Sequence[Edition], reference: Reference) -> None:
        self._vocabulary = reference.vocabulary
        self.indicators: dict[str, Indicator] = {}
        for edition in editions:
            self.indicators |= {each.curie: each for each in self._indicators(edition)}

    @cached_property
    def wider(self) -> dict[str, frozenset[str]]:
        """For each concern all concerns above it."""
        rows = self._vocabulary.get(CONCERN, {})
        return {name: _above(name, rows) for name in rows}

    def label(self, concern: str) -> str:
        """Return the label of a concern, or its id where the hub does not have it."""
        row = self._vocabulary.get(CONCERN, {}).get(concern)
        return row["label"] if row else concern

    def shared(self, one: Indicator, other: Indicator) -> frozenset[str]:
        """Return the concerns that two indicators share; a concern is shared with the narrower ones below it."""
        wide, wide_other = self._with_wider(one.concerns), self._with_wider(other.concerns)
        return frozenset(one.concerns) & wide_other | frozenset(other.concerns) & wide

    def _with_wider(self, concerns: Iterable[str]) -> frozenset[str]:
        return frozenset(concerns).union(*(self.wider.get(name, frozenset()) for name in concerns))

    def _indicators(self, edition: Edition) -> Iterator[Indicator]:
        readings: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in edition.tables["readings"]:
            readings[row["statement"], row["facet"]].append(row["value"])
        positions = {level.number: place for place, level in enumerate(edition.levels)}
        for row in edition.statements:
            if row["kind"] != "indicator" or row["level"] not in positions:
                continue
            concerns = tuple(dict.fromkeys(readings[row["id"], CONCERN]))
            above = {wide for name in concerns for wide in self.wider.get(name, ())}
            yield Indicator(
                curie=curie_of(f"{edition.path}/{row['id']}"),
                edition=edition,
                row=row,
                position=positions[row["level"]],
                concerns=concerns,
                specific=frozenset(concerns) - above,
                subjects=frozenset(readings[row["id"], "subject"]),
                polarity=next(iter(readings[row["id"], "polarity"]), ""),
                grades=tuple(self._grades(readings[row["id"], "severity"])),
            )

    def _grades(self, words: Iterable[str]) -> Iterator[Grade]:
        lexicon = self._vocabulary.get("severity", {})
        for word in dict.fromkeys(words):
            row = lexicon.get(word)
            if row and row["broader"] and row["rank"]:
                yield Grade(word, row["label"], row["broader"], int(row["rank"]))


def derived_mappings(hub: Hub) -> list[DerivedMapping]:
    """Return the pairs that the hub derives, sorted: one for each most specific concern that both ends share.

    Both ends also have the same polarity and share a subject. Nobody has agreed to them, so they never stand in a
    mapping table, and in the graph only as derived pairs; they are there to be compared with what people decided.
    """
    found: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in hub.indicators.values():
        for concern in indicator.specific:
            found[concern].append(indicator)
    pairs = [
        DerivedMapping(one.curie, other.curie, concern, is_same(one, other))
        for concern, indicators in found.items()
        for one in indicators
        for other in indicators
        if one.edition.path < other.edition.path
        and one.polarity == other.polarity
        and one.polarity
        and one.subjects & other.subjects
    ]
    return sorted(pairs, key=lambda pair: (pair.subject_id, pair.object_id, pair.concern))


def is_same(one: Indicator, other: Indicator) -> bool:
    """Tell whether the readings of two indicators differ at most in severity: main concern, subjects, polarity."""
    known = bool(one.main and one.subjects and one.polarity)
    return known and (one.main, one.subjects, one.polarity) == (other.main, other.subjects, other.polarity)


def _above(name: str, rows: Mapping[str, Row]) -> frozenset[str]:
    """Return everything above a concern; a concern said to be above itself ends no search."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        parents = [parent for parent in rows[waiting.pop()].several("broader") if parent in rows]
        waiting += [parent for parent in parents if parent not in seen]
        seen.update(parents)
    return frozenset(seen - {name})
