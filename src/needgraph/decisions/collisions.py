"""Collisions that a target scheme would create or remove: rules of levels that come together, or apart."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from needgraph.consent.cases import BETWEEN, SITUATIONS, Cases, Situation, bearing, quoted
from needgraph.consent.collisions import local
from needgraph.consent.evaluation import Decision
from needgraph.consent.rules import ACTS, STATES, EditionRules, Level, Rule
from needgraph.decisions.scheme import Landing
from needgraph.querying.answers import Answer

COLLISIONS = (
    "status", "target", "act", "consent", "established", "subject", "subject_outcome", "subject_rules",
    "subject_quote", "subject_place", "object", "object_outcome", "object_rules", "object_quote", "object_place", "why",
)  # fmt: skip
STATUSES = ("created", "removed", "kept", "undecided")
ALLOWS = frozenset(("required", "may-proceed"))
BARS = frozenset(("consent-first", "not-accepted", "single-agency"))
# Rules that lead to no outcome, but speak for an act or against it.
FOR, AGAINST = ("permission", "recommendation"), ("deterrence", "prohibition")


class Said(NamedTuple):
    """What a document says in a case, by outcome or by the strength of its rules, and the rules it rests on."""

    word: str
    rules: tuple[Rule, ...]


class Clash(NamedTuple):
    """What two levels say against each other: in which states of consent, with what established, on which words."""

    states: tuple[str, ...]
    established: str
    sides: tuple[Said, Said]
    why: str


class End(NamedTuple):
    """A level of one document, with all its cases and where it would land."""

    cases: Cases
    level: Level
    landing: Landing

    @property
    def named(self) -> str:
        """The level as it is named in a sentence."""
        return f"{self.cases.rules.path} Level {self.level.number}"


def collisions_moved(landing: Callable[[str, str], Landing], rules: Mapping[str, EditionRules]) -> Answer:
    """Return the collisions on sharing, referring, assessing and enquiring that a scheme creates, removes or keeps.

    Two levels collide on an act when in the same case the words of one let it go ahead or make it a duty, and those
    of the other hold it back; or when a rule of one permits or recommends what a rule of the other calls not
    appropriate, though neither leads to an outcome: the strength of the rules then stands for the outcome. Levels
    meet before where they are of two editions and share a tier, and after where they land on one target level; where
    a landing is not decided, neither is the collision. Each pair and act stands once in either way, in the cases that
    take the least as established. Silence collides with nothing.
    """
    ends = [
        End(cases, level, landing(edition, level.number))
        for edition, cases in ((edition, Cases(each)) for edition, each in rules.items())
        for level in cases.rules.levels
    ]
    rows = []
    for one, other in itertools.combinations(ends, 2):
        status = _status(one, other)
        for act in ACTS if status else ():
            for clash in filter(None, (_least(one, other, act, meets) for meets in (_by_outcome, _by_strength))):
                target = BETWEEN.join(dict.fromkeys(t for end in (one, other) for t in end.landing.targets))
                rows.append(
                    (
                        status, target, act, BETWEEN.join(clash.states), clash.established,
                        *_side(one, clash.sides[0]), *_side(other, clash.sides[1]),
                        " ".join(filter(None, (_why(status, one, other), clash.why))),
                    )
                )  # fmt: skip
    rows.sort(key=lambda row: (STATUSES.index(row[0]), row[1]))
    return Answer(COLLISIONS, tuple(rows))


def _least(
    one: End, other: End, act: str, meets: Callable[[str, Decision, Decision], tuple[Said, Said, str] | None]
) -> Clash | None:
    """Return the clash of two levels on an act where the least is established."""
    for situation in sorted(SITUATIONS, key=lambda each: len(each.flags) + bool(each.ground)):
        found = {}
        for state in STATES:
            decisions = (each.cases.decision(each.level.number, act, state, situation) for each in (one, other))
            met = meets(act, *decisions)
            if met:
                found[state] = met
        if found:
            sides = (
                _joined(first for first, _, _ in found.values()),
                _joined(second for _, second, _ in found.values()),
            )
            why = " ".join(dict.fromkeys(why for *_, why in found.values()))
            return Clash(tuple(found), _established(situation), sides, why)
    return None


def _by_outcome(act: str, one: Decision, other: Decision) -> tuple[Said, Said, str] | None:
    outcomes = {one.outcome, other.outcome}
    if not (outcomes & ALLOWS and outcomes & BARS):
        return None
    return Said(one.outcome, bearing(one)), Said(other.outcome, bearing(other)), ""


def _by_strength(act: str, one: Decision, other: Decision) -> tuple[Said, Said, str] | None:
    """Return the rules on the two sides of which one speaks for what the other speaks against.

    Two rules that stand together at one of the levels already do not come together by the scheme.
    """
    pairs = [
        (first, second, shared)
        for first, second in itertools.product(_holding(one), _holding(other))
        if (shared := [each for each in ACTS[act] if each in first.acts and each in second.acts])
        and first not in _holding(other)
        and second not in _holding(one)
        and any(_speaks_for(each) and _speaks_against(rest) for each, rest in ((first, second), (second, first)))
    ]
    if not pairs:
        return None
    why = [
        f"{local(first)} is a {first.strength}, {local(second)} a {second.strength} on one act: "
        f"{' and '.join(each.replace('-', ' ') for each in shared)}."
        for first, second, shared in pairs
    ]
    firsts = tuple(dict.fromkeys(first for first, *_ in pairs))
    seconds = tuple(dict.fromkeys(second for _, second, _ in pairs))
    return _strengths(firsts), _strengths(seconds), " ".join(why)


def _holding(decision: Decision) -> list[Rule]:
    return [rule for rule, status in decision.judged if status == "fires"]


def _speaks_for(rule: Rule) -> bool:
    # A rule that attaches a duty to the act, such as telling the parent, does not say that the act may be done.
    return rule.strength in FOR and rule.outcomes <= ALLOWS and not rule.duties


def _speaks_against(rule: Rule) -> bool:
    return rule.strength in AGAINST and not rule.outcomes


def _strengths(rules: tuple[Rule, ...]) -> Said:
    return Said(BETWEEN.join(dict.fromkeys(rule.strength for rule in rules)), rules)


def _joined(said: Iterable[Said]) -> Said:
    known = list(said)
    rules = dict.fromkeys(rule for each in known for rule in each.rules)
    return Said(
        BETWEEN.join(dict.fromkeys(each.word for each in known)), tuple(sorted(rules, key=lambda each: each.place))
    )


def _established(situation: Situation) -> str:
    return BETWEEN.join([*situation.flags, *([f"ground {situation.ground}"] if situation.ground else [])])


def _status(one: End, other: End) -> str:
    """Return whether a meeting of two levels is created, removed, kept or undecided; nothing where they never meet."""
    before = one.cases is not other.cases and not set(one.level.tiers).isdisjoint(other.level.tiers)
    if one.landing.target and other.landing.target:
        after = one.landing.target == other.landing.target
        return {(True, True): "kept", (True, False): "removed", (False, True): "created"}.get((before, after), "")
    possible = not set(one.landing.targets).isdisjoint(other.landing.targets)
    return "undecided" if before or possible else ""


def _side(end: End, said: Said) -> tuple[str, ...]:
    return f"{end.cases.rules.path}/level/{end.level.number}", said.word, *quoted(said.rules)


def _why(status: str, one: End, other: End) -> str:
    named = f"{one.named} and {other.named}"
    if status == "undecided":
        open_ = [f"{end.named}: {end.landing.why}" for end in (one, other) if end.landing.why]
        return f"Whether {named} meet is not decided ({'; '.join(open_)})."
    shared = "share a tier today" if status in ("kept", "removed") else (
        "are two levels of one document today" if one.cases is other.cases else "share no tier today"
    )  # fmt: skip
    return f"{named} {shared} and would land on {'two target levels' if status == 'removed' else 'one target level'}."
