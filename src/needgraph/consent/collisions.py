"""Where the rules of one document collide in a case: one allows the act, and other words still rule it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from needgraph.consent.rules import Rule

STATUSES = ("fires", "met", "unmet", "lifted", "if", "not-established")


class Judged(NamedTuple):
    """A rule and how it stands in a case: one of ``STATUSES``."""

    rule: Rule
    status: str


class Collision(NamedTuple):
    """A rule that allows what other words of the same document rule out; ``reading`` is ours, if any.

    ``bars`` are all the rules read from those other words.
    """

    allows: Rule
    bars: tuple[Rule, ...]
    why: str
    reading: str


def collisions_of(judged: Sequence[Judged], held: frozenset[str]) -> tuple[Collision, ...]:
    """Return each pair of which one rule allows the act and the other rules it out.

    Two rules read from the same words are read together: they cannot collide with each other.
    """
    refusing = [rule for rule, status in judged if status == "fires" and "not-accepted" in rule.outcomes]
    unmet = [rule for rule, status in judged if status == "unmet"]
    strict = [*refusing, *(rule for rule in unmet if rule.strength == "prohibition")]
    # An exception printed in one place is not one of a requirement or advice printed in another.
    barring = [*refusing, *unmet]
    found = []
    for rule, status in judged:
        if status == "lifted" and lets_through(rule, judged):
            found += [_lifted_against(rule, bars, held) for bars in _apart(rule, barring)]
        elif status == "fires" and rule.outcomes & {"may-proceed", "required", "conflicting"}:
            found += [_allowed_against(rule, bars) for bars in _apart(rule, strict)]
    return tuple(found)


def lets_through(rule: Rule, judged: Sequence[Judged]) -> bool:
    """Whether a lifted rule lets the act through: it barred it, and no rule of the same words still does."""
    if not rule.outcomes & {"consent-first", "not-accepted"}:
        return False
    return not any(
        rule.shares_words_with(other)
        for other, status in judged
        if status == "unmet" or (status == "fires" and "not-accepted" in other.outcomes)
    )


def local(rule: Rule) -> str:
    """Return the id of a rule inside its edition.

    >>> from needgraph.consent.rules import Rule
    >>> local(Rule("halton/2023/rule/h0", "", "", "deterrence", (), (), (), (), (), (), (), ()))
    'h0'
    """
    return rule.id.rpartition("/")[2]


def _apart(rule: Rule, bars: Sequence[Rule]) -> list[tuple[Rule, ...]]:
    """Return the rules that were read from other words than this one, those of the same words together."""
    groups: list[list[Rule]] = []
    for bar in sorted((each for each in bars if not rule.shares_words_with(each)), key=lambda each: each.place):
        known = next((group for group in groups if group[0].shares_words_with(bar)), None)
        if known is None:
            groups.append([bar])
        else:
            known.append(bar)
    return [tuple(group) for group in groups]


def _lifted_against(rule: Rule, bars: tuple[Rule, ...], held: frozenset[str]) -> Collision:
    names = " or ".join(term.name for term in rule.exceptions if term.id in held)
    short, others = local(rule), _named(bars)
    return Collision(
        rule,
        bars,
        f"{short} does not hold in case of {names}; {others} prints no such exception and still stands.",
        f"If the exception of {short} is taken to hold for {others} as well, the two agree (our reading).",
    )


def _allowed_against(rule: Rule, bars: tuple[Rule, ...]) -> Collision:
    short, others = local(rule), _named(bars)
    if "required" in rule.outcomes:
        return Collision(rule, bars, f"{short} requires the act; {others} rules it out without consent.", "")
    if "may-proceed" in rule.outcomes:
        return Collision(rule, bars, f"{short} permits the act; {others} rules it out without consent.", "")
    names = " and ".join(dict.fromkeys(term.name for bar in bars for term in bar.exceptions))
    reading = (
        f"If such a circumstance is taken to meet what {others} asks for ({names}), the act may begin (our reading)."
    )
    why = f"{short} names a circumstance in which the act may begin without consent; {others} still rules it out."
    return Collision(rule, bars, why, reading if names else "")


def _named(rules: Sequence[Rule]) -> str:
    return " with ".join(local(rule) for rule in rules)
