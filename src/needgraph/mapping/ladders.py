"""Read the ladder of a concern: its indicators in one edition from level to level, and whether severity rises."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from needgraph.graphs.hub_mappings import Grade, Hub, Indicator, is_same
from needgraph.mapping.evidence import Fault, Judged, Mappings, named, pair_id, severity_words


@dataclass(frozen=True)
class Rungs:
    """Two indicators of one ladder at different levels, the lower level first."""

    lower: Indicator
    upper: Indicator

    @property
    def is_repeated(self) -> bool:
        """Tell whether the same severity words stand at both levels."""
        return self.lower.severity == self.upper.severity

    @property
    def compared(self) -> list[tuple[Grade, Grade]]:
        """The strongest words of both for each family of severity that grades both."""
        lower, upper = strongest(self.lower), strongest(self.upper)
        return [(lower[family], upper[family]) for family in lower if family in upper]

    @property
    def falls(self) -> list[tuple[Grade, Grade]]:
        """The words of families in which the higher level is worded more mildly."""
        return [(lower, upper) for lower, upper in self.compared if upper.rank < lower.rank]


def strongest(indicator: Indicator) -> dict[str, Grade]:
    """Return for each family of severity the strongest word of an indicator."""
    found: dict[str, Grade] = {}
    for grade in sorted(indicator.grades, key=lambda grade: -grade.rank):
        found.setdefault(grade.family, grade)
    return found


def rungs(hub: Hub) -> Iterator[Rungs]:
    """Yield the graded pairs of every ladder that can be compared.

    A ladder holds the indicators of one edition with the same main concern, said of the same subjects. A
    severity word is read with the statement, so it grades the main concern and no other; and a strength
    has no severity.
    """
    ladders: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for indicator in hub.indicators.values():
        if indicator.grades and indicator.polarity == "concern":
            ladders[indicator.edition.path, indicator.main].append(indicator)
    for ladder in ladders.values():
        ladder.sort(key=lambda each: (each.position, each.curie))
        for lower, upper in itertools.combinations(ladder, 2):
            if lower.position < upper.position and is_same(lower, upper):
                yield Rungs(lower, upper)


def ladder_falls(on: Mappings) -> Judged:
    """Judge whether a higher level is worded more mildly than a lower one, in a family that grades both."""
    compared = [pair for pair in rungs(on.hub) if pair.compared]
    fix = "Word the higher level more severely, or waive this where the words grade different matters."
    faults = []
    for pair in (pair for pair in compared if pair.falls):
        words = ", ".join(f"“{upper.label}” after “{lower.label}” ({upper.family})" for lower, upper in pair.falls)
        message = f"on the ladder of {on.hub.label(pair.lower.main)} severity falls, {words}: {_both(pair)}"
        faults.append(_fault(pair, message, fix))
    return Judged(len(compared), faults)


def ladder_repeats(on: Mappings) -> Judged:
    """Judge whether two levels are worded with the same severity words."""
    pairs = list(rungs(on.hub))
    fix = "Say in the guidance what tells the two levels apart."
    faults = []
    for pair in (pair for pair in pairs if pair.is_repeated):
        words = severity_words(pair.upper)
        message = f"on the ladder of {on.hub.label(pair.lower.main)} severity stays the same, {words}: {_both(pair)}"
        faults.append(_fault(pair, message, fix))
    return Judged(len(pairs), faults)


def _both(pair: Rungs) -> str:
    return f"{named(pair.lower)}, {named(pair.upper)}"


def _fault(pair: Rungs, message: str, fix: str) -> Fault:
    return Fault((pair.lower, pair.upper), message, fix, pair.upper.row, pair_id(pair.lower, pair.upper))
