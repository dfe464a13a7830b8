"""What the same document says in the same case of other acts, and of whom to contact.

Who asks about referring reads in the same document that information may be shared, or that enquiries may begin: an
answer on one act alone would hide it. Each act is judged by itself, and none settles another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from needgraph.consent.collisions import local
from needgraph.consent.evaluation import ConsentAnswer, evaluate, rules_that_hold
from needgraph.consent.headline import BESIDES, DOING, PHRASES, headline
from needgraph.consent.rules import ACTS, Rule

CONTACTING = "contact-front-door"
TITLE = "Of the same case it says on other acts, each judged by itself:"


def other_acts(answer: ConsentAnswer) -> tuple[ConsentAnswer, ...]:
    """Return the answers on every other act in the same case."""
    acts = (act for act in ACTS if act != answer.case.act)
    return tuple(evaluate(answer.edition, answer.case._replace(act=act)) for act in acts)


def contacting(answer: ConsentAnswer) -> tuple[Rule, ...]:
    """Return the rules on contacting the front door that hold in the case."""
    return rules_that_hold(answer.edition, answer.case, CONTACTING)


def sentences(answer: ConsentAnswer) -> Iterator[str]:
    """Yield what is said of each other act, with the outcome and the rules it rests on, then whom to contact."""
    for each in other_acts(answer):
        resting = ", ".join(local(rule) for rule in (*each.applying, *each.lifted))
        said, rules = headline(each), f" ({resting})" if resting else ""
        if said == BESIDES:
            said, rules = f"This document does not say; what it says besides about the act is in {resting}.", ""
        yield f"{DOING[each.case.act]}: {said} [{each.outcome}]{rules}"
    for rule in contacting(answer):
        yield f"whom to contact: {rule.label} ({local(rule)})"


def as_plain(answer: ConsentAnswer) -> dict[str, list[dict[str, Any]]]:
    """Return the same as plain values for JSON: ``other_acts``, and the rules of ``contacting``."""
    return {
        "other_acts": [
            {
                "act": each.case.act,
                "outcome": each.outcome,
                "headline": PHRASES[each.outcome] if headline(each) == BESIDES else headline(each),
                "rules": [rule.id for rule in (*each.applying, *each.lifted)],
            }
            for each in other_acts(answer)
        ],
        "contacting": [
            {"id": rule.id, "label": rule.label, "quotes": [quote._asdict() for quote in rule.quotes]}
            for rule in contacting(answer)
        ],
    }
