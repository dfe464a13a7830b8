"""Where the consent rules of editions differ: case by case, level beside level of the same tier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from needgraph.answers import Answer
from needgraph.consent_cases import BETWEEN, Cases, Situation, bearing, depending, quoted, turning_points
from needgraph.consent_rules import ACTS, EditionRules, Level

SIDE = ("level", "outcome", "asks", "rules", "quote", "place")
COLUMNS = (
    "act", "tiers", "consent", "established", "difference",
    *(name for side in ("subject", "object") for name in (side, *(f"{side}_{column}" for column in SIDE))),
    "advice",
)  # fmt: skip
SILENT = "not-stated"


def differences(editions: Sequence[EditionRules]) -> Answer:
    """Return where each two editions say something different about the same case, or only one says something.

    A level stands beside the levels that share a tier with it, never beside those of the same number;
    a level without such a counterpart stands alone. ``difference`` is ``differs``, ``subject silent``,
    ``object silent``, ``no level of subject`` or ``no level of object``. Each row takes as little as
    possible as established, and states of consent with the same outcomes are put together.
    """
    known = [Cases(each) for each in editions]
    rows = [row for one, other in combinations(known, 2) for row in _between(one, other)]
    return Answer(COLUMNS, tuple(rows))


def _between(one: Cases, other: Cases) -> Iterator[tuple[str, ...]]:
    for act in ACTS:
        for first, second in _side_by_side(one.rules.levels, other.rules.levels):

            def outcomes(
                state: str,
                situation: Situation,
                sides: tuple[tuple[Cases, Level | None], ...] = ((one, first), (other, second)),
                act: str = act,
            ) -> tuple[str, ...]:
                return tuple(_outcome(cases, level, act, state, situation) for cases, level in sides)

            for states, established, example in turning_points(outcomes):
                said = outcomes(states[0], example)
                if said[0] == said[1]:
                    continue
                yield (
                    act,
                    BETWEEN.join(_tiers(first, second)),
                    BETWEEN.join(states),
                    established,
                    _difference(said, first, second),
                    *_side(one, first, act, states, example),
                    *_side(other, second, act, states, example),
                    one.advice(act, states[0], example)[0],
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


def _outcome(cases: Cases, level: Level | None, act: str, state: str, situation: Situation) -> str:
    return cases.outcome(level.number, act, state, situation) if level else SILENT


def _difference(said: tuple[str, ...], first: Level | None, second: Level | None) -> str:
    if not first or not second:
        return "no level of object" if first else "no level of subject"
    if SILENT in said:
        return "subject silent" if said[0] == SILENT else "object silent"
    return "differs"


def _side(cases: Cases, level: Level | None, act: str, states: Sequence[str], situation: Situation) -> tuple[str, ...]:
    if level is None:
        return (cases.rules.path, "", "", "", "", "", "")
    decisions = [cases.decision(level.number, act, state, situation) for state in states]
    asks = cases.asks(level.number, act)
    # Where nothing bears on the case, what the document says of the act in other cases stands beside the silence.
    rules = bearing(decisions) or depending(decisions)
    return (cases.rules.path, level.number, decisions[0].outcome, asks, *quoted(rules))
