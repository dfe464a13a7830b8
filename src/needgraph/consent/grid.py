"""Every case of an edition: the whole grid, the cases that make a difference, and the collisions in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from needgraph.consent.cases import (
    BETWEEN,
    SITUATIONS,
    Cases,
    Situation,
    established,
    quoted,
    turning_points,
)
from needgraph.consent.collisions import Collision
from needgraph.consent.evaluation import DIFFERS, beside
from needgraph.consent.rules import (
    ACTS,
    ESTABLISHABLE,
    FLAGS,
    PRESUPPOSED,
    STATES,
    EditionRules,
    Rule,
)
from needgraph.querying.answers import Answer, Value

COLUMNS = (
    "authority", "edition", "level", "act", "consent", *(flag.replace("-", "_") for flag in FLAGS), "ground",
    "outcome", "asks", "rules", "advice", "beside_advice",
)  # fmt: skip
SMALLEST = (
    "authority", "edition", "level", "act", "consent", "established", "outcome", "asks", "rules", "advice",
    "beside_advice", "advice_differs_if",
)  # fmt: skip
COLLISIONS = (
    "authority", "edition", "level", "act", "consent", "established", "allows", "allows_quote", "allows_place",
    "bars", "bars_quote", "bars_place", "why", "reading", "advice",
)  # fmt: skip


class Clash(NamedTuple):
    """A collision in one case."""

    level: str
    state: str
    situation: Situation
    collision: Collision


def grid(rules: EditionRules) -> Answer:
    """Return every case of an edition: levels × acts × states of consent × flags × grounds.

    A flag is true where it is established and empty where it is not. ``rules`` are those that bear on the
    outcome. ``beside_advice`` says whether the outcome is that of the national advice, where it names one.
    """
    cases = Cases(rules)
    rows: list[tuple[Value, ...]] = []
    for level, act in cases.scopes:
        asks = cases.asks(level, act)
        for state in STATES:
            for situation in SITUATIONS:
                decision = cases.decision(level, act, state, situation)
                advice, named = cases.advice(act, state, situation)
                rows.append(
                    (
                        rules.authority, rules.edition, level, act, state,
                        *(flag in situation.flags or None for flag in FLAGS), situation.ground or None,
                        decision.outcome, asks, cases.rules_of(decision), advice,
                        beside(decision.outcome, named),
                    )
                )  # fmt: skip
    return Answer(COLUMNS, tuple(rows))


def smallest(rules: EditionRules) -> Answer:
    """Return the grid for people: of the cases with one outcome only those that take the least as established.

    ``advice_differs_if`` names what makes the national advice differ without changing the outcome.
    """
    cases = Cases(rules)
    rows = []
    for level, act in cases.scopes:
        shown = partial(_shown, cases, level, act)
        for states, words, example in turning_points(partial(cases.outcome, level, act), shown):
            rows.append(
                (
                    rules.authority, rules.edition, level, act, BETWEEN.join(states), words,
                    cases.outcome(level, act, states[0], example), cases.asks(level, act), *shown(states[0], example),
                )
            )  # fmt: skip
    return Answer(SMALLEST, tuple(rows))


def collisions(rules: EditionRules) -> Answer:
    """Return the collisions of an edition in the smallest situation that shows each, with both quotes.

    All levels and states of consent that show one there stand in one row, unless the national advice on them differs.
    Beside the grid this looks at each circumstance on which a rule depends and that no flag can say.
    A ``reading`` that would remove a collision is ours; nothing is resolved.
    """
    cases = Cases(rules)
    found: dict[tuple[str, str, tuple[str, ...]], list[Clash]] = {}
    for (level, act), scope in cases.scopes.items():
        for situation in _with_circumstances(rules, scope, cases.settled):
            for state in STATES:
                for each in cases.decision(level, act, state, situation).collisions:
                    key = (act, each.allows.id, tuple(rule.id for rule in each.bars))
                    found.setdefault(key, []).append(Clash(level, state, situation, each))
    # Where one more thing is established, some of the same words may no longer stand: the same collision.
    whole = {
        key: clashes
        for key, clashes in found.items()
        if not any(key[:2] == other[:2] and set(key[2]) < set(other[2]) for other in found)
    }
    rows = []
    for (act, _, _), clashes in sorted(whole.items(), key=lambda item: _order(item[0][0], item[1][0].collision)):
        for (states, words, advice, collision), levels in _smallest_clashes(cases, act, clashes).items():
            rows.append(
                (
                    rules.authority, rules.edition, BETWEEN.join(levels), act, BETWEEN.join(states), words,
                    *quoted([collision.allows]), *quoted(collision.bars), collision.why, collision.reading, advice,
                )
            )  # fmt: skip
    return Answer(COLLISIONS, tuple(rows))


def _smallest_clashes(
    cases: Cases, act: str, clashes: Sequence[Clash]
) -> dict[tuple[tuple[str, ...], str, str, Collision], list[str]]:
    """Return the states of consent, what is established, advice and collision, each with the levels that show it."""
    levels: dict[tuple[tuple[str, ...], str, str, Collision], list[str]] = {}
    for level in dict.fromkeys(each.level for each in clashes):
        own = [each for each in clashes if each.level == level]
        least = min(own, key=lambda each: _size(each.situation)).situation
        states: dict[tuple[Situation, str, Collision], list[str]] = {}
        for each in own:
            if _but_for_ground(each.situation) == _but_for_ground(least):
                advice, _ = cases.advice(act, each.state, each.situation)
                states.setdefault((each.situation, advice, each.collision), []).append(each.state)
        grounds: dict[tuple[tuple[str, ...], str, Collision], list[Situation]] = {}
        for (situation, advice, collision), same in states.items():
            grounds.setdefault((tuple(same), advice, collision), []).append(situation)
        for (same_states, advice, collision), alike in grounds.items():
            levels.setdefault((same_states, established(alike), advice, collision), []).append(level)
    return levels


def _shown(cases: Cases, level: str, act: str, state: str, situation: Situation) -> tuple[str, str, str, str]:
    """Return what stands in a row beside the outcome: rules, advice, how it stands beside it, what turns that."""
    return (
        cases.rules_of(cases.decision(level, act, state, situation)),
        cases.advice(act, state, situation)[0],
        cases.beside(level, act, state, situation),
        _differs_if(cases, level, act, state, situation),
    )


def _differs_if(cases: Cases, level: str, act: str, state: str, example: Situation) -> str:
    """Return what, if it is established too, turns the national advice away from an outcome that stays."""
    words = []
    for more in example.larger():
        same = cases.outcome(level, act, state, more) == cases.outcome(level, act, state, example)
        turns = cases.beside(level, act, state, more) == DIFFERS != cases.beside(level, act, state, example)
        if same and turns:
            words += [*(flag for flag in more.flags if flag not in example.flags)]
            words += [f"ground {more.ground}"] if more.ground != example.ground else []
    return BETWEEN.join(dict.fromkeys(words))


def _with_circumstances(rules: EditionRules, scope: Sequence[Rule], settled: frozenset[str]) -> Iterator[Situation]:
    """Yield the situations of the grid, then those in which what a rule depends on outside the flags holds too."""
    known = settled | ESTABLISHABLE | rules.closure(PRESUPPOSED)
    outside = {tuple(sorted({term.id for term in rule.conditions} - known)) for rule in scope}
    for assumed in sorted(outside | {()}, key=lambda each: (len(each), each)):
        for situation in SITUATIONS:
            yield situation._replace(assumed=assumed)


def _size(situation: Situation) -> int:
    return len(situation.flags) + bool(situation.ground) + len(situation.assumed)


def _but_for_ground(situation: Situation) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
    return situation.flags, bool(situation.ground), situation.assumed


def _order(act: str, collision: Collision) -> tuple[object, ...]:
    return list(ACTS).index(act), collision.allows.place, collision.bars[0].place
