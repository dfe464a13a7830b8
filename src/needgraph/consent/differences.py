"""Where the consent rules of editions differ: case by case, level beside level of the same tier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations

from needgraph.consent.cases import BETWEEN, Cases, Situation, bearing, besides, quoted, turning_points
from needgraph.consent.rules import ACTS, EditionRules, Level
from needgraph.querying.answers import Answer

SIDE = ("level", "outcome", "asks", "rules", "quote", "place")
COLUMNS = (
    "act", "tiers", "consent", "established", "difference",
    *(name for side in ("subject", "object") for name in (side, *(f"{side}_{column}" for column in SIDE))),
    "advice",
)  # fmt: skip
SILENT = "not-stated"

Sides = tuple[tuple[Cases, Level | None], tuple[Cases, Level | None]]


def differences(editions: Sequence[EditionRules]) -> Answer:
    """Return where each two editions say something different about the same case, or only one says something.

    A level stands beside the levels that share a tier with it, never beside those of the same number;
    a level without such a counterpart stands alone. ``difference`` is ``differs``, ``subject silent``,
    ``object silent``, ``no level of subject`` or ``no level of object``. Each row takes as little as
    possible as established, and states of consent with the same outcomes, rules and advice are put together.
    """
    known = [Cases(each) for each in editions]
    rows = [row for one, other in combinations(known, 2) for row in _between(one, other)]
    return Answer(COLUMNS, tuple(rows))


def _between(one: Cases, other: Cases) -> Iterator[tuple[str, ...]]:
    for act in ACTS:
        for first, second in _side_by_side(one.rules.levels, other.rules.levels):
            sides = ((one, first), (other, second))
            outcomes, shown = partial(_outcomes, sides, act), partial(_shown, sides, act)
            for states, established, example in turning_points(outcomes, shown):
                said = outcomes(states[0], example)
                if said[0] == said[1]:
                    continue
                subject, other_side, advice = shown(states[0], example)
                yield (
                    act,
                    BETWEEN.join(_tiers(first, second)),
                    BETWEEN.join(states),
                    established,
                    _difference(said, first, second),
                    *subject,
                    *other_side,
                    advice,
                )


def _side_by_side(one: Sequence[Level], other: Sequence[Level]) -> list[tuple[Level | None, Level | None]]:
    """Return the pairs of levels that share a tier, then the levels of either that share none."""
    pairs: list[tuple[Level | None, Level | None]] = [
        (first, second) for first in one for second in other if not set(first.tiers).isdisjoint(second.tiers)
    ]
    paired = {id(level) for pair in pairs for level in pair}
    pairs += [(level, None) for level in one if id(level) not in paired]
    pairs += [(None, level) for level in other if id(level) not in paired]
    return pairs


def _tiers(first: Level | None, second: Level | None) -> list[str]:
    """Return the tiers that both levels share, or those of the one there is."""
    if first and second:
        return [tier for tier in first.tiers if tier in second.tiers]
    alone = first or second
    return list(alone.tiers) if alone else []


def _outcomes(sides: Sides, act: str, state: str, situation: Situation) -> tuple[str, ...]:
    return tuple(cases.outcome(level.number, act, state, situation) if level else SILENT for cases, level in sides)


def _shown(sides: Sides, act: str, state: str, situation: Situation) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Return what stands in a row for a case: each side with its rules and words, and the national advice."""
    subject, other = (_side(cases, level, act, state, situation) for cases, level in sides)
    return subject, other, sides[0][0].advice(act, state, situation)[0]


def _difference(said: tuple[str, ...], first: Level | None, second: Level | None) -> str:
    if not first or not second:
        return "no level of object" if first else "no level of subject"
    if SILENT in said:
        return "subject silent" if said[0] == SILENT else "object silent"
    return "differs"


def _side(cases: Cases, level: Level | None, act: str, state: str, situation: Situation) -> tuple[str, ...]:
    if level is None:
        return (cases.rules.path, "", "", "", "", "", "")
    decision = cases.decision(level.number, act, state, situation)
    rules = bearing(decision)
    if decision.outcome == SILENT:
        # Whatever else the document says of the act stands beside the silence.
        rules = tuple(dict.fromkeys((*rules, *besides(decision))))
    return (cases.rules.path, level.number, decision.outcome, cases.asks(level.number, act), *quoted(rules))
