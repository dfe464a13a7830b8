"""Compare rules that share topic, act and tier; where one edition is silent, say how that was established."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from needgraph.comparing_facts import Facts, Record, Rule
from needgraph.comparing_ranking import STATUTORY, level_relation
from needgraph.comparing_rows import NOT_SAID, Line, sentence, side_of, silent, swapped, unknown

# What a rule makes of its act: that it is barred or tied to consent, or that it is a duty.
BARS = {"not-accepted", "consent-first"}
DUTY = "required"
STRENGTHS = ("prohibition", "obligation", "deterrence", "recommendation", "permission", "presumption")
SENSITIVE = {"consent", "information-sharing", "acceptance", "recording", "enquiry"}
# Topics whose act another edition may govern from another side.
NEARBY = SENSITIVE | {"assessment"}
NEARBY_ACTS = {"share", "refer", "report", "request-support", "assess", "initiate-assessment", "enquire"}
# Which silence answers a rule: its facet, and any topic, act or effect by which the rule is known.
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
}
ASSESSING = "consent-to-assess"


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
        """Topics, acts, conditions and effects together, by which a silence is found."""
        return {*self.topics, *self.acts}.union(*(rule.effects | rule.conditions for rule in self.rules))

    @property
    def asked(self) -> set[str]:
        """The topics to look for in another edition: what touches consent or safety is not joined by the rest."""
        return set(self.topics) & SENSITIVE or set(self.topics)


def rule_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each printed rule of two editions: beside what answers it, or that nothing does."""
    for edition in (one, other):
        if not facts.rules[edition]:
            yield _without_rules(facts, edition, one, other)
    answered: set[str] = set()
    for passages in together(facts.rules[one]):
        found = _clash(facts, passages, other) or _answered(facts, passages, other)
        answered.update(rule.id for rule in (found[1] if found else ()))
        yield found[0] if found else _unanswered(facts, passages, one, other)
    for passages in together(facts.rules[other]):
        found = _clash(facts, passages, one)
        left = Passages(tuple(rule for rule in passages.rules if rule.id not in answered))
        if found:
            yield swapped(found[0])
        elif left.rules:
            yield _unanswered(facts, left, one, one)


def together(rules: Sequence[Rule]) -> list[Passages]:
    """Return rules grouped by the passages they rest on, in the order of the document."""
    grouped: dict[tuple[str, ...], list[Rule]] = {}
    for rule in rules:
        grouped.setdefault(rule.passages, []).append(rule)
    return [Passages(tuple(group)) for _, group in sorted(grouped.items())]


def tiers_of(facts: Facts, rule: Rule) -> frozenset[int]:
    """Return the tiers a rule reaches: those of its levels, or all where it prints none."""
    limited = facts.tiers_at((rule.edition, level) for level in rule.levels)
    return limited or frozenset(tier for tiers in facts.tiers[rule.edition].values() for tier in tiers)


def _meeting(facts: Facts, rule: Rule, others: Sequence[Rule], topics: set[str] | None = None) -> list[Rule]:
    """Return the rules of another edition that share act and tier, and one of these topics where they are given."""
    tiers = tiers_of(facts, rule)
    return [
        each
        for each in others
        if rule.acts & each.acts
        and (topics is None or rule.topics & each.topics & topics)
        and tiers & tiers_of(facts, each)
    ]


def _clash(facts: Facts, passages: Passages, there: str) -> tuple[Line, list[Rule]] | None:
    """Return the line of an act that is barred or tied to consent here and a duty there, at a statutory tier.

    The other rules that the line shows come with it.
    """
    for rule in passages.rules:
        if not (rule.outcomes & BARS and rule.strengths & set(STRENGTHS[:3])):
            continue
        met = _meeting(facts, rule, facts.rules[there])
        duties = [
            each
            for each in met
            if DUTY in each.outcomes
            and "obligation" in each.strengths
            and max(tiers_of(facts, rule) & tiers_of(facts, each)) >= STATUTORY
        ]
        if duties:
            acts = sorted({act for each in duties for act in rule.acts & each.acts})
            answered = met_silence(facts, Passages((rule,)), there)
            printed = (each.label for each in passages.rules if each.acts & rule.acts)
            remark = [
                f"Act: {', '.join(acts)}",
                f"{facts.names[rule.edition]}: {' '.join(printed)}",
                f"{facts.names[there]}: {' '.join(each.label for each in duties)}",
                _silence_sentence(facts, there, answered),
            ]
            weight = 0 if "not-accepted" in rule.outcomes else 1 + STRENGTHS.index(min(rule.strengths))
            line = _line(
                facts, passages, duties, "bar-against-duty", "consent-against-duty", remark, acts[0], weight - 10
            )
            return line, duties
    return None


def _answered(facts: Facts, passages: Passages, there: str) -> tuple[Line, list[Rule]] | None:
    """Return the line of a rule beside the other rules of its topic and act, the nearest in effect or strength."""
    found: dict[str, Rule] = {}
    relation = "other-effect"
    for rule in passages.rules:
        met = _meeting(facts, rule, facts.rules[there], passages.asked)
        same = [each for each in met if each.effects & rule.effects]
        alike = [each for each in met if each.strengths & rule.strengths]
        relation = "same-effect" if same else relation
        found.update({each.id: each for each in same or alike or met})
    if not found:
        return None
    others = list(found.values())
    remark = [
        f"Topic and act: {', '.join(passages.topics)}; {', '.join(passages.acts)}",
        f"{facts.names[passages.rules[0].edition]}: {' '.join(rule.label for rule in passages.rules)}",
        f"{facts.names[there]}: {' '.join(rule.label for rule in others)}",
    ]
    alike = relation == "same-effect" and all(
        each.strengths == rule.strengths for each in others for rule in passages.rules
    )  # fmt: skip
    criterion = "agreement" if alike else _criterion(facts, passages)
    return _line(facts, passages, others, relation, criterion, remark, passages.acts[0], 2), others


def _unanswered(facts: Facts, passages: Passages, one: str, there: str) -> Line:
    """Return the line of a rule to which another edition has no rule of the same topic and act.

    What the other edition says of the same act under another topic is quoted beside it, and answers nothing.
    """
    silences = met_silence(facts, passages, there)
    here = passages.rules[0].edition
    near: dict[str, Rule] = {}
    if passages.asked & NEARBY:
        met = [
            each
            for rule in passages.rules
            for each in _meeting(facts, rule, facts.rules[there])
            if rule.acts & each.acts & NEARBY_ACTS
        ]
        printed = [each for each in met if each.levels] or met
        alike = [each for each in printed if any(each.strengths & rule.strengths for rule in passages.rules)]
        near = {each.id: each for each in alike or printed}
    remark = [
        f"Topic and act: {', '.join(passages.topics)}; {', '.join(passages.acts)}",
        f"{facts.names[here]}: {' '.join(rule.label for rule in passages.rules)}",
        _silence_sentence(facts, there, silences)
        or f"{facts.names[there]}: {NOT_SAID}, as far as its rules were read by topic and act",
    ]
    if near:
        remark.append(f"Of the same act it says: {' '.join(each.label for each in near.values())}")
    relation = "not-stated" if silences else "other-topic" if near else "no-such-rule"
    criterion = _criterion(facts, passages)
    line = _line(facts, passages, list(near.values()), relation, criterion, remark, passages.acts[0], 4)
    if not near:
        line = line._replace(object=silent(there, " | ".join(_levels(facts, there, silences))))
    return line if here == one else swapped(line)


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


def _silence_sentence(facts: Facts, there: str, silences: Sequence[Record]) -> str:
    if not silences:
        return ""
    by_facet: dict[str, list[str]] = {}
    for row in silences:
        levels = str(row["level"]).replace(" | ", ", ")
        by_facet.setdefault(str(row["facet"]).replace("-", " "), []).append(levels)
    said = [
        f"{facet} (Level {', '.join(level for level in levels if level)})" if any(levels) else facet
        for facet, levels in by_facet.items()
    ]
    # Of several levels the highest is shown; the basis of each stands in the question `silences`.
    basis = [row["basis"] for row in silences if row["facet"] == silences[0]["facet"]][-1]
    return f"{facts.names[there]} on {'; '.join(said)}: {NOT_SAID}. Basis: {basis}"


def _levels(facts: Facts, there: str, silences: Sequence[Record]) -> list[str]:
    found = {level for row in silences for level in str(row["level"]).split(" | ")}
    return [level for level in facts.tiers[there] if level in found]


def _criterion(facts: Facts, passages: Passages) -> str:
    topics = set(passages.topics)
    if "escalation" in topics or "call-emergency" in passages.acts:
        return "safety"
    if topics & SENSITIVE:
        statutory = any(max(tiers_of(facts, rule), default=0) >= STATUTORY for rule in passages.rules)
        return "consent-at-line" if statutory else "consent"
    return "rule"


def _line(
    facts: Facts, passages: Passages, others: Sequence[Rule], relation: str, criterion: str, remark: Sequence[str],
    group: str, weight: int,
) -> Line:  # fmt: skip
    edition = passages.rules[0].edition
    sides = []
    for rules, where in ((passages.rules, edition), (others, others[0].edition if others else edition)):
        ids = _outermost(facts, dict.fromkeys(each for rule in rules for each in rule.passages))
        printed = {level for rule in rules for level in rule.levels} if all(rule.levels for rule in rules) else set()
        sides.append(side_of(facts, ids, [level for level in facts.tiers[where] if level in printed]))
    tiers = [facts.tiers_at((rule.edition, level) for rule in rules for level in rule.levels)
             for rules in (passages.rules, others)]  # fmt: skip
    concern = " | ".join(passages.topics)
    return Line(
        "rule", concern, sides[0], relation, "", level_relation(*tiers), sides[1], criterion, sentence(remark),
        f"act {group}", weight,
    )  # fmt: skip


def _outermost(facts: Facts, ids: Iterable[str]) -> list[str]:
    """Return passages without those that are part of another one of them."""
    found = [facts.passages[each] for each in ids]
    return [
        each.id
        for each in found
        if not any(
            other.start <= each.start and each.end <= other.end and other.id != each.id
            and (other.end - other.start > each.end - each.start or other.id < each.id)
            for other in found
        )
    ]  # fmt: skip


def _without_rules(facts: Facts, edition: str, one: str, other: str) -> Line:
    remark = f"{facts.names[edition]}: no rule of this edition is in the graph; that does not mean that it sets none"
    left, right = unknown(one), unknown(other)
    return Line("rule", "", left, "no-rules", "", "", right, "consent-at-line", sentence([remark]), "rules", -5)
