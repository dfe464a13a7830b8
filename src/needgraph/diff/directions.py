"""Whether new wording asks for more or for less than the old: tightened, loosened, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from needgraph.consent.rules import Rule
from needgraph.diff.editions import Passage

TIGHTENED, LOOSENED = "tightened", "loosened"
# How binding a rule is, on the two ladders that begin at what is allowed; between them there is no order.
BINDING = (
    {"permission": 0, "recommendation": 1, "obligation": 2},
    {"permission": 0, "deterrence": 1, "prohibition": 2},
)
FORMS = {"implied": 1, "informed": 2, "explicit": 3}
# From letting the act go ahead to not taking it on.
OUTCOMES = {"may-proceed": 0, "consent-first": 1, "single-agency": 1, "not-accepted": 2}
HOURS = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "month": 730, "year": 8760}
_AT_MOST = ("lt", "lteq")
_AT_LEAST = ("gt", "gteq")


class Step(NamedTuple):
    """One respect in which something asks for more (+1), for less (-1), or for something else (0), in words."""

    sign: int
    words: str


def direction(steps: Iterable[Step]) -> str:
    """Return ``tightened`` or ``loosened`` where every step with a direction goes one way, or nothing.

    >>> direction([Step(1, "often instead of sometimes"), Step(0, "other words")])
    'tightened'
    >>> direction([Step(1, "more frequent"), Step(-1, "less severe")])
    ''
    """
    signs = {step.sign for step in steps} - {0}
    return {frozenset({1}): TIGHTENED, frozenset({-1}): LOOSENED}.get(frozenset(signs), "")


def sign_steps(old: Passage, new: Passage) -> list[Step]:
    """Return in which respects the words of a sign ask for more or less before it stands at its level.

    Words of severity are compared inside their family; a family that only one wording grades gives no direction.
    Of limits the one that fewer cases meet is the tighter.
    """
    steps = []
    for family in sorted({*old.severity, *new.severity}):
        name = family.replace("-", " ")
        if family not in old.severity or family not in new.severity:
            word = (new.severity.get(family) or old.severity[family])[1]
            which = "only the new" if family in new.severity else "only the old"
            steps.append(Step(0, f"{which} wording grades {name} (“{word}”)"))
            continue
        (before, was), (after, now) = old.severity[family], new.severity[family]
        if before != after:
            steps.append(Step(1 if after > before else -1, f"{name}: “{now}” instead of “{was}”"))
    for quantity in sorted({*old.limits} & {*new.limits}):
        before_, after_ = old.limits[quantity], new.limits[quantity]
        if before_ != after_:
            words = f"{quantity.replace('-', ' ')}: {_limit(after_)} instead of {_limit(before_)}"
            steps.append(Step(_limit_sign(before_, after_), words))
    return steps


def rule_steps(old: Rule, new: Rule) -> list[Step]:
    """Return in which respects a rule binds more or less: strength, consent, conditions, exceptions, levels, duties.

    More conditions narrow a permission, which tightens it, and narrow a requirement, which loosens it.
    """
    steps = []
    if old.strength != new.strength:
        steps.append(Step(_strength_sign(old.strength, new.strength), f"{new.strength} instead of {old.strength}"))
    if old.forms != new.forms:
        steps.append(
            Step(_compare(_form(old), _form(new)), f"consent: {_named(new.forms)} instead of {_named(old.forms)}")
        )
    if old.outcomes != new.outcomes:
        before, after = (max((OUTCOMES.get(each, -1) for each in rule.outcomes), default=-1) for rule in (old, new))
        known = min(before, after) >= 0
        steps.append(
            Step(
                _compare(before, after) if known else 0,
                f"leads to {_named(new.outcomes)} instead of {_named(old.outcomes)}",
            )
        )
    allows = new.strength == "permission"
    for name, before_, after_, narrows in (
        ("condition", {t.id: t.name for t in old.conditions}, {t.id: t.name for t in new.conditions}, True),
        ("exception", {t.id: t.name for t in old.exceptions}, {t.id: t.name for t in new.exceptions}, True),
        ("duty", {t.id: t.name for t in old.duties}, {t.id: t.name for t in new.duties}, False),
        ("act", dict.fromkeys(old.acts, ""), dict.fromkeys(new.acts, ""), False),
    ):
        if {*before_} != {*after_}:
            sign = _subset_sign({*before_}, {*after_})
            sign = sign if name == "duty" or (narrows is allows) else -sign
            steps.append(Step(sign, _changed(name, before_, after_)))
    if old.levels != new.levels:
        sign = _subset_sign(*({*rule.levels} or {*old.levels, *new.levels, "all"} for rule in (old, new)))
        where = [f"Level {', '.join(rule.levels)}" if rule.levels else "no printed level" for rule in (new, old)]
        steps.append(Step(-sign if allows else sign, f"{where[0]} instead of {where[1]}"))
    return steps


def _limit_sign(old: tuple[str, float, str], new: tuple[str, float, str]) -> int:
    if old[2] != new[2] and not {old[2], new[2]} <= HOURS.keys():
        return 0
    before, after = (limit[1] * HOURS.get(limit[2], 1) for limit in (old, new))
    if old[2] == new[2]:
        before, after = old[1], new[1]
    for kind, way in ((_AT_MOST, -1), (_AT_LEAST, 1)):
        if old[0] in kind and new[0] in kind:
            if before != after:
                return way * _compare(before, after)
            # "More than six" asks for more than "six or more".
            return _compare(len(new[0]), len(old[0]))
    return 0


def _strength_sign(old: str, new: str) -> int:
    for ladder in BINDING:
        if old in ladder and new in ladder:
            return _compare(ladder[old], ladder[new])
    return 0


def _form(rule: Rule) -> int:
    return max((FORMS.get(form, 0) for form in rule.forms), default=0)


def _compare(before: float, after: float) -> int:
    return (after > before) - (after < before)


def _subset_sign(old: set[str], new: set[str]) -> int:
    """Return 1 where something was added only, -1 where something was taken away only."""
    return 1 if old < new else -1 if new < old else 0


def _changed(name: str, old: dict[str, str], new: dict[str, str]) -> str:
    gone = [old[each] or each for each in old if each not in new]
    come = [new[each] or each for each in new if each not in old]
    return "; ".join(
        f"{name} {what}: {', '.join(each)}" for what, each in (("added", come), ("dropped", gone)) if each
    )  # fmt: skip


def _limit(limit: tuple[str, float, str]) -> str:
    signs = {"lt": "less than", "lteq": "at most", "gt": "more than", "gteq": "at least", "eq": "exactly"}
    return f"{signs.get(limit[0], limit[0])} {limit[1]:g} {limit[2]}"


def _named(values: Iterable[str]) -> str:
    return " and ".join(sorted(values)) or "none"
