"""Evaluate the consent rules of an edition for one case: what the document says about doing an act in it.

Nothing here is about a child: a case is an act at a level, the state of consent, and what is established.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from needgraph.consent.collisions import Collision, Judged, collisions_of, lets_through
from needgraph.consent.rules import (
    ACTS,
    ESTABLISHABLE,
    FLAGS,
    GROUNDS,
    PRESUPPOSED,
    STATES,
    Advice,
    ConsentProblem,
    EditionRules,
    Quote,
    Rule,
)
from needgraph.errors import nearest

OUTCOMES = (
    "required", "may-proceed", "consent-first", "not-accepted", "single-agency", "conflicting", "not-stated",
)  # fmt: skip
ASKED = ("explicit", "implied", "sought", "recommended", "not-stated")
OBTAINED = ("explicit", "implied")
DIFFERS = "differs"
DECLINED = ("refused", "withdrawn")
# A rule under one of these conditions says what holds while consent is lacking.
LACK = frozenset(("consent-not-obtained", "consent-not-sought"))
TO_BE_SOUGHT = "consent-to-be-sought"
IMPLIED_ACCEPTED = "implied-consent-accepted"


class Case(NamedTuple):
    """A case: an act at a level in a state of consent. What no flag names is not established.

    ``flags`` are keys of ``FLAGS``; ``ground`` is one of ``GROUNDS`` or empty; ``assumed`` are further
    conditions, by id, that are taken to hold.
    """

    level: str
    act: str
    consent: str
    flags: frozenset[str] = frozenset()
    ground: str = ""
    assumed: frozenset[str] = frozenset()

    @property
    def facts(self) -> frozenset[str]:
        """The conditions that the case states, without those that are wider."""
        ground = [f"ground-{self.ground}"] if self.ground else []
        flags = [FLAGS[flag] for flag in self.flags]
        return frozenset([f"consent-{self.consent}", *flags, *ground, *PRESUPPOSED, *self.assumed])

    @property
    def size(self) -> int:
        """How much it takes as established."""
        return len(self.flags) + bool(self.ground) + len(self.assumed)


class Decision(NamedTuple):
    """The outcome of a case with all rules that bear on it, in the order of the document."""

    outcome: str
    judged: tuple[Judged, ...]
    collisions: tuple[Collision, ...]


class ConsentAnswer(NamedTuple):
    """What a document says about one case; ``consent`` is what it asks for, ``unless`` what else could apply."""

    edition: EditionRules
    case: Case
    outcome: str
    consent: str
    rules: tuple[Judged, ...]
    collisions: tuple[Collision, ...]
    advice: tuple[Advice, ...]

    @property
    def unless(self) -> tuple[Rule, ...]:
        """The rules that depend on something no flag can say."""
        return tuple(each.rule for each in self.rules if each.status == "if")

    @property
    def applying(self) -> tuple[Rule, ...]:
        """The rules that hold in the case, whose duties therefore stand."""
        return tuple(each.rule for each in self.rules if each.status in ("fires", "met", "unmet"))

    @property
    def lifted(self) -> tuple[Rule, ...]:
        """The rules that an exception lifts in the case."""
        return tuple(each.rule for each in self.rules if each.status == "lifted")

    @property
    def beside_advice(self) -> str:
        """How the outcome stands beside the national advice: as ``beside`` says."""
        return beside(self.outcome, leading_advice(self.advice)[1])

    @property
    def emergency(self) -> tuple[Quote, ...]:
        """The 999 line as the document prints it."""
        return self.edition.emergency


def evaluate(rules: EditionRules, case: Case) -> ConsentAnswer:
    """Return what an edition says about a case; raise ConsentProblem for a case that cannot be.

    The order of the rules makes no difference, and a collision is reported, never resolved.
    """
    check_case(rules, case)
    scope = rules.about(case.level, case.act)
    held = rules.closure(case.facts)
    decision = decide(scope, held, case.consent, consent_conditions(rules))
    return ConsentAnswer(
        rules, case, decision.outcome, asked_for(scope), decision.judged, decision.collisions,
        national_advice(rules, case.act, held),
    )  # fmt: skip


def rules_that_hold(rules: EditionRules, case: Case, act: str) -> tuple[Rule, ...]:
    """Return the rules of an edition on any act of a rule, asked about or not, whose conditions hold in a case."""
    held = rules.closure(case.facts)
    return tuple(rule for rule in rules.at(case.level) if act in rule.acts and _holds(rule, held))


def check_case(rules: EditionRules, case: Case) -> None:
    """Raise ConsentProblem, naming what there is, unless level, act, state, flags and ground are known."""
    rules.level(case.level)
    groups = (("act", [case.act], ACTS), ("state of consent", [case.consent], STATES), ("flag", case.flags, FLAGS))
    for what, values, known in (*groups, ("ground", [case.ground] if case.ground else [], GROUNDS)):
        for value in values:
            if value not in known:
                raise ConsentProblem(f"{what} {value!r} is unknown{nearest(value, known)}; choose {', '.join(known)}")


def consent_conditions(rules: EditionRules) -> frozenset[str]:
    """Return the conditions that the state of consent settles: they hold or fail, but are never open."""
    return rules.closure(f"consent-{state}" for state in STATES) | LACK


def decide(scope: Sequence[Rule], held: frozenset[str], state: str, settled: frozenset[str]) -> Decision:
    """Return the outcome of a case for the rules in scope and the conditions that hold in it."""
    implied = any(effect.id == IMPLIED_ACCEPTED and _holds(rule, held) for rule in scope for effect in rule.effects)
    pairs = ((rule, _status(rule, held, state, settled, implied)) for rule in scope)
    judged = tuple(Judged(rule, status) for rule, status in pairs if status)
    collisions = collisions_of(judged, held)
    return Decision(_outcome(judged, collisions, state), judged, collisions)


def asked_for(scope: Iterable[Rule]) -> str:
    """Return what is asked for before the act, whatever the case: one of ``ASKED``.

    ``explicit`` and ``implied`` include informed consent; ``sought`` stands for consent in no stated form.
    """
    rules = [rule for rule in scope if {term.id for term in rule.conditions} <= LACK.union(PRESUPPOSED)]
    asking = [rule for rule in rules if "consent-first" in rule.outcomes]
    binding = [rule for rule in asking if rule.strength != "recommendation"]
    if any("explicit" in rule.forms for rule in binding):
        return "explicit"
    if any("informed" in rule.forms for rule in binding) and any(
        effect.id == IMPLIED_ACCEPTED for rule in scope for effect in rule.effects
    ):
        return "implied"
    return "sought" if binding else "recommended" if asking else "not-stated"


def national_advice(rules: EditionRules, act: str, held: frozenset[str]) -> tuple[Advice, ...]:
    """Return the national advice on an act in the circumstances that hold, the most particular first."""
    covered = frozenset(ACTS[act])
    found = [each for each in rules.advice if each.acts & covered]
    particular = [each for each in found if each.circumstances & held]
    return (*particular, *(each for each in found if not each.circumstances))


def leading_advice(found: Sequence[Advice]) -> tuple[str, str]:
    """Return the advice made for the circumstances (or the first there is) in one line, and the outcome it names."""
    leading = [each for each in found if each.circumstances] or list(found[:1])
    return "; ".join(each.text for each in leading), next((each.outcome for each in leading if each.outcome), "")


def beside(outcome: str, named: str) -> str:
    """Return how an outcome stands beside the one that the national advice names, or nothing."""
    if not named:
        return ""
    if outcome == "not-stated":
        return "this document does not say"
    return "the same" if outcome in (named, "required") else DIFFERS


def _holds(rule: Rule, held: frozenset[str]) -> bool:
    return all(term.id in held for term in rule.conditions)


def _status(rule: Rule, held: frozenset[str], state: str, settled: frozenset[str], implied: bool) -> str:
    """Return how a rule stands, or nothing where the state of consent rules it out."""
    asks = "consent-first" in rule.outcomes
    missing = {term.id for term in rule.conditions} - held
    if missing & settled:
        return "met" if asks and missing <= LACK else ""
    if missing:
        return "not-established" if missing & ESTABLISHABLE else "if"
    if asks and _satisfied(rule, state, implied):
        return "met"
    if any(term.id in held for term in rule.exceptions):
        return "lifted"
    return "unmet" if asks else "fires"


def _satisfied(rule: Rule, state: str, implied: bool) -> bool:
    if not LACK.isdisjoint(term.id for term in rule.conditions):
        return False
    if any(effect.id == TO_BE_SOUGHT for effect in rule.effects):
        return state != "not-sought"
    if "explicit" in rule.forms:
        return state == "explicit"
    if "informed" in rule.forms:
        return state == "explicit" or (state == "implied" and implied)
    return state in OBTAINED


def _outcome(judged: Sequence[Judged], collisions: Sequence[Collision], state: str) -> str:
    """Return the outcome; what stands higher here goes before what stands below."""
    firing = [rule for rule, status in judged if status == "fires"]
    leads = frozenset[str]().union(*(rule.outcomes for rule in firing))
    unmet = [rule for rule, status in judged if status == "unmet"]
    if any("required" in rule.outcomes and rule.strength == "obligation" for rule in firing):
        return "required"
    if collisions:
        return "conflicting"
    if "not-accepted" in leads:
        return "not-accepted"
    if "may-proceed" in leads or any(status == "lifted" and lets_through(rule, judged) for rule, status in judged):
        return "may-proceed"
    if "single-agency" in leads:
        return "single-agency"
    if unmet:
        # After a refusal only a prohibition says what follows; a requirement that stays unmet does not.
        stopped = state not in DECLINED or any(rule.strength == "prohibition" for rule in unmet)
        return "consent-first" if stopped else "not-stated"
    met = any(status == "met" for _, status in judged)
    return "may-proceed" if met and state in OBTAINED else "not-stated"
