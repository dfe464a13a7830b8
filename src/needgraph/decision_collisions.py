"""Collisions that a target scheme would create or remove: rules of levels that come together, or apart."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from needgraph.answers import Answer
from needgraph.consent_grid import grid
from needgraph.consent_rules import ACTS, FLAGS, EditionRules, Level
from needgraph.decision_scheme import Landing

COLLISIONS = (
    "status", "target", "act", "consent", "established", "subject", "subject_outcome", "subject_rules",
    "subject_quote", "subject_place", "object", "object_outcome", "object_rules", "object_quote", "object_place", "why",
)  # fmt: skip
STATUSES = ("created", "removed", "kept", "undecided")
ALLOWS = frozenset(("required", "may-proceed"))
BARS = frozenset(("consent-first", "not-accepted", "single-agency"))
_FLAGS = {flag: flag.replace("-", "_") for flag in FLAGS}


class Case(NamedTuple):
    """A state of consent and what is established, the fewest things first."""

    size: int
    state: str
    established: str


class Cell(NamedTuple):
    """What a document says in a case, and the rules that bear on it."""

    outcome: str
    rules: tuple[str, ...]


Cells = dict[tuple[str, str], dict[Case, Cell]]


def collisions_moved(landing: Callable[[str, str], Landing], rules: Mapping[str, EditionRules]) -> Answer:
    """Return the collisions on sharing, referring, assessing and enquiring that a scheme creates, removes or keeps.

    Two levels collide on an act when in the same case the words of one let it go ahead or make it a duty, and those
    of the other hold it back. Levels meet before where they are of two editions and share a tier, and after where
    they land on one target level; where a landing is not decided, neither is the collision. Each pair and act stands
    once, in the cases that take the least as established. Silence collides with nothing.
    """
    cells = {edition: _cells(each) for edition, each in rules.items()}
    levels = [(edition, level) for edition, each in rules.items() for level in each.levels]
    rows = []
    for one, other in itertools.combinations(levels, 2):
        before = one[0] != other[0] and not set(one[1].tiers).isdisjoint(other[1].tiers)
        ends = landing(one[0], one[1].number), landing(other[0], other[1].number)
        status = _status(before, *ends)
        for act in ACTS if status else ():
            pair = [cells[edition].get((level.number, act), {}) for edition, level in (one, other)]
            clashes = list(_clashes(*pair))
            if not clashes:
                continue
            least = min(case.size for case, *_ in clashes)
            shown = next(case.established for case, *_ in clashes if case.size == least)
            same = [each for each in clashes if each[0].size == least and each[0].established == shown]
            states = " | ".join(case.state for case, *_ in same)
            target = " | ".join(dict.fromkeys(t for end in ends for t in end.targets))
            rows.append(
                (
                    status, target, act, states, shown,
                    *_side(rules[one[0]], one[1], [cell for _, cell, _ in same]),
                    *_side(rules[other[0]], other[1], [cell for *_, cell in same]),
                    _why(status, one, other, ends),
                )
            )  # fmt: skip
    rows.sort(key=lambda row: (STATUSES.index(row[0]), row[1]))
    return Answer(COLLISIONS, tuple(rows))


def _cells(rules: EditionRules) -> Cells:
    found: Cells = {}
    for row in grid(rules).records():
        known = [flag for flag, column in _FLAGS.items() if row[column]]
        known += [f"ground {row['ground']}"] if row["ground"] else []
        case = Case(len(known), str(row["consent"]), " | ".join(known))
        bearing = tuple(str(row["rules"]).split(" | ")) if row["rules"] else ()
        found.setdefault((str(row["level"]), str(row["act"])), {})[case] = Cell(str(row["outcome"]), bearing)
    return found


def _clashes(one: Mapping[Case, Cell], other: Mapping[Case, Cell]) -> Iterator[tuple[Case, Cell, Cell]]:
    for case, cell in one.items():
        outcomes = {cell.outcome, other[case].outcome} if case in other else set()
        if outcomes & ALLOWS and outcomes & BARS:
            yield case, cell, other[case]


def _status(before: bool, one: Landing, other: Landing) -> str:
    """Return whether a meeting of two levels is created, removed, kept or undecided; nothing where they never meet."""
    if one.target and other.target:
        after = one.target == other.target
        return {(True, True): "kept", (True, False): "removed", (False, True): "created"}.get((before, after), "")
    possible = not set(one.targets).isdisjoint(other.targets)
    return "undecided" if before or possible else ""


def _side(rules: EditionRules, level: Level, cells: Sequence[Cell]) -> tuple[str, str, str, str, str]:
    bearing = {name.rpartition("/")[2] for cell in cells for name in cell.rules}
    named = [rule for rule in rules.rules if rule.id.rpartition("/")[2] in bearing]
    quotes = list(dict.fromkeys(quote for rule in named for quote in rule.quotes))
    return (
        f"{rules.path}/level/{level.number}", " | ".join(dict.fromkeys(cell.outcome for cell in cells)),
        " | ".join(rule.id for rule in named), " | ".join(quote.text for quote in quotes),
        " | ".join(quote.place for quote in quotes),
    )  # fmt: skip


def _why(status: str, one: tuple[str, Level], other: tuple[str, Level], ends: tuple[Landing, Landing]) -> str:
    named = " and ".join(f"{edition} Level {level.number}" for edition, level in (one, other))
    if status == "undecided":
        open_ = [f"{edition} Level {level.number}: {end.why}"
                 for (edition, level), end in zip((one, other), ends, strict=True) if end.why]  # fmt: skip
        return f"Whether {named} meet is not decided ({'; '.join(open_)})."
    shared = "share a tier today" if status in ("kept", "removed") else (
        "are two levels of one document today" if one[0] == other[0] else "share no tier today"
    )  # fmt: skip
    return f"{named} {shared} and would land on {'two target levels' if status == 'removed' else 'one target level'}."
