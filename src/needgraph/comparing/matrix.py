"""Where the editions have signs at all: the coverage of concerns and tiers, counted."""

from __future__ import annotations

from needgraph.comparing.facts import Facts
from needgraph.querying.answers import Answer, Value


def matrix(facts: Facts, concern: str = "") -> Answer:
    """Return for each concern and edition how many indicators stand at each tier, strengths among them.

    A level that is placed on two tiers counts at both, so a row may add up to more than its ``indicators``.
    A nought means that this document places no sign of the concern there.
    """
    tiers = sorted(facts.tier_names)
    spoken = sorted({each for signs in facts.signs.values() for sign in signs.values() for each in sign.concerns})
    rows: list[tuple[Value, ...]] = []
    for each in spoken:
        if concern and each != concern:
            continue
        for edition, signs in facts.signs.items():
            having = [sign.passage for sign in signs.values() if each in sign.concerns]
            counts = [
                sum(any(tier in facts.tiers[edition][level] for level in passage.levels) for passage in having)
                for tier in tiers
            ]
            rows.append((each, facts.concerns.get(each, each), edition, *counts, len(having)))
    columns = ("concern", "name", "edition", *(f"tier {tier}" for tier in tiers), "indicators")
    return Answer(columns, tuple(rows))
