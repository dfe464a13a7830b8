"""The rules of one edition that rest on the same passages: which tiers they reach, and which silences answer them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from needgraph.comparing.facts import Facts, Record, Rule
from needgraph.comparing.ranking import STATUTORY
from needgraph.comparing.rows import NOT_SAID, joined_basis

SENSITIVE = {"consent", "information-sharing", "acceptance", "recording", "enquiry"}
# Where the front door has decided, a rule without level reaches only the tiers that the decision leaves.
BELOW, ABOVE = "threshold-not-met", "threshold-met"
# Which silence answers a rule: its facet, and any topic, act, effect or duty by which the rule is known.
SILENCES = {
    "consent-requirement": {"consent-required", "consent-recommended", "consent-to-be-sought"},
    "information-sharing": {"share"},
    "information-sharing-basis": {"share"},
    "refusal-of-consent": {"single-agency-only", "support-may-continue"},
    "override-grounds": {"may-share-without-consent", "may-enquire-without-consent", "may-meet-enquiry-threshold"},
    "recording-duty": {"recording", "must-record"},
    "referral-acceptance": {"acceptance", "not-accepted"},
    "informing-parents": {"must-inform", "inform"},
    "referral-form": {"should-use-form", "may-use-online-form"},
    "assessment-sharing": {"should-share-assessment"},
    "assist-enquiry": {"assist-enquiry"},
    "disagreement": {"challenge"},
    "escalation-procedure": {"escalation"},
    "decision-maker": {"manager-decides"},
    "decision-feedback": {"not-informed-of-decision"},
    "response-time": {"must-respond"},
    "referral-pathway": {"no-referral-pathway-required"},
    "level-review": {"review"},
    "non-emergency-number": {"call-non-emergency"},
    "additional-assessment": {"additional-assessment-may-be-needed"},
    "early-help-contact": {"may-contact-advice-service"},
    "step-down": {"keep-step-up-step-down-process"},
}
ASSESSING = "consent-to-assess"
# The quantities that are deadlines, and which silence answers each.
DEADLINES = {"response-time": "response-time", "referral-time": "response-time", "decision-notice-time":
             "decision-feedback"}  # fmt: skip


class Passages(NamedTuple):
    """The rules that rest on the same passages, read together as the document prints them."""

    rules: tuple[Rule, ...]

    @property
    def topics(self) -> list[str]:
        """The topics of the rules."""
        return sorted({topic for rule in self.rules for topic in rule.topics})

    @property
    def acts(self) -> list[str]:
        """The acts that the rules govern."""
        return sorted({act for rule in self.rules for act in rule.acts})

    @property
    def marks(self) -> set[str]:
        """Topics, acts, conditions, effects and duties together, by which a silence is found."""
        return {*self.topics, *self.acts}.union(*(rule.effects | rule.conditions | rule.duties for rule in self.rules))

    @property
    def asked(self) -> set[str]:
        """The topics to look for in another edition: what touches consent or safety is not joined by the rest."""
        return set(self.topics) & SENSITIVE or set(self.topics)


def together(rules: Sequence[Rule]) -> list[Passages]:
    """Return rules grouped by the passages they rest on, in the order of the document."""
    grouped: dict[tuple[str, ...], list[Rule]] = {}
    for rule in rules:
        grouped.setdefault(rule.passages, []).append(rule)
    return [Passages(tuple(group)) for _, group in sorted(grouped.items())]


def tiers_of(facts: Facts, rule: Rule) -> frozenset[int]:
    """Return the tiers a rule reaches: those of its levels, or all that its conditions leave where it prints none."""
    limited = facts.tiers_at((rule.edition, level) for level in rule.levels)
    known = frozenset(tier for tiers in facts.tiers[rule.edition].values() for tier in tiers)
    if BELOW in rule.conditions:
        known = frozenset(tier for tier in known if tier < STATUTORY)
    if ABOVE in rule.conditions:
        known = frozenset(tier for tier in known if tier >= STATUTORY)
    return limited or known


def met_silence(facts: Facts, passages: Passages, there: str) -> list[Record]:
    """Return the recorded silences of another edition that answer a rule, at the tiers that the rule reaches."""
    reached = frozenset().union(*(tiers_of(facts, rule) for rule in passages.rules))
    found = []
    for row in facts.silences[there]:
        facet = str(row["facet"])
        asked = SILENCES.get(facet, set()) & passages.marks
        if facet == ASSESSING:
            asked = {"assess"} & set(passages.acts) if "consent" in passages.topics else set()
        levels = [level for level in str(row["level"]).split(" | ") if level]
        if asked and (not levels or facts.tiers_at((there, level) for level in levels) & reached):
            found.append(row)
    return found


def silence_sentence(facts: Facts, there: str, silences: Sequence[Record]) -> str:
    """Return on what an edition is known to be silent, and how that was established; nothing where it is not."""
    if not silences:
        return ""
    by_facet: dict[str, list[str]] = {}
    for row in silences:
        levels = str(row["level"]).replace(" | ", ", ")
        by_facet.setdefault(facts.matter(str(row["facet"])), []).append(levels)
    said = [
        f"{facet} (Level {', '.join(level for level in levels if level)})" if any(levels) else facet
        for facet, levels in by_facet.items()
    ]
    # The basis of the first matter is shown; that of each stands in the question `silences`.
    first = [row for row in silences if row["facet"] == silences[0]["facet"]]
    basis = joined_basis([(str(row["level"]), str(row["basis"])) for row in first])
    return f"{facts.names[there]} on {'; '.join(said)}: {NOT_SAID}. Basis: {basis}"


def is_timed(facts: Facts, passages: Passages) -> bool:
    """Tell whether a deadline is printed in the passages of rules."""
    edition = passages.rules[0].edition
    timed = {row["id"] for row in facts.quantities[edition] if row["quantity"] in DEADLINES}
    return not timed.isdisjoint(each for rule in passages.rules for each in rule.passages)
