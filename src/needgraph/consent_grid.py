"""Every case of an edition: the whole grid, the cases that make a difference, and the collisions in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from needgraph.answers import Answer, Value
from needgraph.consent import DIFFERS, beside
from needgraph.consent_cases import (
    BETWEEN,
    SITUATIONS,
    Cases,
    Situation,
    bearing,
    established,
    ids_of,
    quoted,
    turning_points,
)
from needgraph.consent_collisions import Collision
from needgraph.consent_rules import (
    ACTS,
    ESTABLISHABLE,
    FLAGS,
    PRESUPPOSED,
    STATES,
    EditionRules,
    Rule,
)

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


class Example(NamedTuple):
    """A collision, the levels at which it shows, and the smallest case that shows it."""

    levels: tuple[str, ...]
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
        found = turning_points(partial(cases.outcome, level, act))
        for states, words, example in found:
            decisions = [cases.decision(level, act, state, example) for state in states]
            advice, named = cases.advice(act, states[0], example)
            rows.append(
                (
                    rules.authority, rules.edition, level, act, BETWEEN.join(states), words,
                    decisions[0].outcome, cases.asks(level, act), ids_of(bearing(decisions)), advice,
                    beside(decisions[0].outcome, named), _differs_if(cases, level, act, states, example),
                )
            )  # fmt: skip
    return Answer(SMALLEST, tuple(rows))


def collisions(rules: EditionRules) -> Answer:
    """Return each collision of an edition once, in the smallest case that shows it, with both quotes.

    Beside the grid this looks at each circumstance on which a rule depends and that no flag can say.
    A ``reading`` that would remove a collision is ours; nothing is resolved.
    """
    cases = Cases(rules)
    found: dict[tuple[str, str, tuple[str, ...]], Example] = {}
    for (level, act), scope in cases.scopes.items():
        for situation in _with_circumstances(rules, scope, cases.settled):
            for state in STATES:
                for each in cases.decision(level, act, state, situation).collisions:
                    key = (act, each.allows.id, tuple(rule.id for rule in each.bars))
                    old = found.get(key)
                    levels = dict.fromkeys([*(old.levels if old else ()), level])
                    if old is None or _size(situation) < _size(old.situation):
                        found[key] = Example(tuple(levels), state, situation, each)
                    else:
                        found[key] = old._replace(levels=tuple(levels))
    # Where one more thing is established, some of the same words may no longer stand: the same collision.
    whole = {
        key: example
        for key, example in found.items()
        if not any(key[:2] == other[:2] and set(key[2]) < set(other[2]) for other in found)
    }
    rows = []
    for (act, _, _), example in sorted(whole.items(), key=lambda item: _order(*item)):
        advice, _ = cases.advice(act, example.state, example.situation)
        rows.append(
            (
                rules.authority, rules.edition, BETWEEN.join(example.levels), act, example.state,
                established([example.situation]), *quoted([example.collision.allows]), *quoted(example.collision.bars),
                example.collision.why, example.collision.reading, advice,
            )
        )  # fmt: skip
    return Answer(COLLISIONS, tuple(rows))


def _differs_if(cases: Cases, level: str, act: str, states: Sequence[str], example: Situation) -> str:
    """Return what, if it is established too, turns the national advice away from an outcome that stays."""
    words = []
    for more in example.larger():
        for state in states:
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


def _order(key: tuple[str, str, tuple[str, ...]], found: Example) -> tuple[object, ...]:
    return list(ACTS).index(key[0]), found.collision.allows.place, found.collision.bars[0].place
