"""The cases of an edition: which there are, what is decided in each, and where the outcome turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from needgraph.consent.collisions import local
from needgraph.consent.evaluation import (
    Case,
    Decision,
    asked_for,
    beside,
    consent_conditions,
    decide,
    leading_advice,
    national_advice,
)
from needgraph.consent.rules import ACTS, FLAGS, GROUNDS, STATES, EditionRules, Rule

BETWEEN = " | "
NOTHING = "nothing"


class Situation(NamedTuple):
    """What is established, apart from level, act and consent."""

    flags: tuple[str, ...] = ()
    ground: str = ""
    assumed: tuple[str, ...] = ()

    def case(self, level: str, act: str, state: str) -> Case:
        """Return the case of this situation."""
        return Case(level, act, state, frozenset(self.flags), self.ground, frozenset(self.assumed))

    def smaller(self) -> Iterator[Situation]:
        """Yield the situations in which one thing less is established."""
        for flag in self.flags:
            yield self._replace(flags=tuple(each for each in self.flags if each != flag))
        if self.ground:
            yield self._replace(ground="")

    def larger(self) -> Iterator[Situation]:
        """Yield the situations in which one thing more is established."""
        for flag in FLAGS:
            if flag not in self.flags:
                yield self._replace(flags=tuple(each for each in FLAGS if each in (*self.flags, flag)))
        if not self.ground:
            yield from (self._replace(ground=ground) for ground in GROUNDS)


SITUATIONS = tuple(
    Situation(flags, ground)
    for size in range(len(FLAGS) + 1)
    for flags in combinations(FLAGS, size)
    for ground in ("", *GROUNDS)
)


class Cases:
    """The decisions of one edition, each worked out once for all cases in which the same relevant things hold."""

    def __init__(self, rules: EditionRules) -> None:
        self.rules = rules
        self.settled = consent_conditions(rules)
        self.scopes = {(each.number, act): rules.about(each.number, act) for each in rules.levels for act in ACTS}
        self._relevant = {
            key: frozenset(term.id for rule in scope for term in (*rule.conditions, *rule.exceptions))
            for key, scope in self.scopes.items()
        }
        self._held: dict[tuple[str, Situation], frozenset[str]] = {}
        self._decisions: dict[tuple[str, str, str, frozenset[str]], Decision] = {}
        self._advice: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
        self._rules_of: dict[int, str] = {}
        self._circumstances = frozenset[str]().union(*(each.circumstances for each in rules.advice))

    def held(self, state: str, situation: Situation) -> frozenset[str]:
        """Return the conditions that hold in a situation."""
        key = (state, situation)
        if key not in self._held:
            self._held[key] = self.rules.closure(situation.case("", "", state).facts)
        return self._held[key]

    def decision(self, level: str, act: str, state: str, situation: Situation) -> Decision:
        """Return what ``evaluate`` would decide."""
        held = self.held(state, situation)
        key = (level, act, state, held & self._relevant[level, act])
        if key not in self._decisions:
            self._decisions[key] = decide(self.scopes[level, act], held, state, self.settled)
        return self._decisions[key]

    def advice(self, act: str, state: str, situation: Situation) -> tuple[str, str]:
        """Return the national advice on a case in one line, and the outcome it names, or nothing."""
        held = self.held(state, situation)
        key = (act, held & self._circumstances)
        if key not in self._advice:
            self._advice[key] = leading_advice(national_advice(self.rules, act, held))
        return self._advice[key]

    def outcome(self, level: str, act: str, state: str, situation: Situation) -> str:
        """Return what ``evaluate`` would say."""
        return self.decision(level, act, state, situation).outcome

    def beside(self, level: str, act: str, state: str, situation: Situation) -> str:
        """Return how the outcome stands beside the national advice."""
        return beside(self.outcome(level, act, state, situation), self.advice(act, state, situation)[1])

    def rules_of(self, decision: Decision) -> str:
        """Return the rules that bear on a decision, in one cell."""
        if id(decision) not in self._rules_of:
            self._rules_of[id(decision)] = ids_of(bearing(decision))
        return self._rules_of[id(decision)]

    def asks(self, level: str, act: str) -> str:
        """Return what is asked for before the act."""
        return asked_for(self.scopes[level, act])


def turning_points(
    outcome: Callable[[str, Situation], object], shown: Callable[[str, Situation], object]
) -> list[tuple[tuple[str, ...], str, Situation]]:
    """Return where an outcome changes: the states of consent, what is then established, and a situation of it.

    A situation is left out where one with a thing less established has the same outcome. States and grounds with
    the same outcome are put together where all that is ``shown`` with it is the same as well.
    """
    groups: dict[tuple[Situation, object, object], list[str]] = {}
    for situation in SITUATIONS:
        for state in STATES:
            found = outcome(state, situation)
            if not any(outcome(state, each) == found for each in situation.smaller()):
                groups.setdefault((situation, found, shown(state, situation)), []).append(state)
    merged: dict[tuple[tuple[str, ...], bool, object, object, tuple[str, ...]], list[Situation]] = {}
    for (situation, found, rest), states in groups.items():
        key = (situation.flags, bool(situation.ground), found, rest, tuple(states))
        merged.setdefault(key, []).append(situation)
    return [(states, established(alike), alike[0]) for (*_, states), alike in merged.items()]


def bearing(decision: Decision) -> tuple[Rule, ...]:
    """Return the rules that bear on an outcome: not those that bring duties only or do not apply."""
    return tuple(rule for rule in _standing(decision, "fires", "met", "unmet", "lifted") if rule.outcomes)


def besides(decision: Decision) -> tuple[Rule, ...]:
    """Return what else is said about the act: first the rules that hold, then those that depend on more."""
    return (*_standing(decision, "fires"), *_standing(decision, "if", "not-established"))


def quoted(rules: Sequence[Rule]) -> tuple[str, str, str]:
    """Return the ids of rules, the words they rest on, each once, and their places."""
    quotes = list(dict.fromkeys(quote for rule in rules for quote in rule.quotes))
    ids = BETWEEN.join(rule.id for rule in rules)
    return ids, BETWEEN.join(quote.text for quote in quotes), BETWEEN.join(quote.place for quote in quotes)


def ids_of(rules: Iterable[Rule]) -> str:
    """Return the ids of rules inside their edition, in one cell."""
    return BETWEEN.join(local(rule) for rule in rules)


def established(alike: Sequence[Situation]) -> str:
    """Return in words what situations that differ in the ground only have established."""
    grounds = [each.ground for each in alike if each.ground]
    words = [*alike[0].flags, *alike[0].assumed]
    if len(grounds) == len(GROUNDS):
        words.append("any ground")
    elif grounds:
        words.append("ground " + " or ".join(grounds))
    return " + ".join(words) or NOTHING


def _standing(decision: Decision, *statuses: str) -> tuple[Rule, ...]:
    found = (rule for rule, status in decision.judged if status in statuses)
    return tuple(sorted(found, key=lambda rule: rule.place))
