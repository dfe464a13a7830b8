"""Compare rules that share topic, act and tier; where one edition is silent, say how that was established."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from needgraph.comparing.facts import Facts, Record, Rule
from needgraph.comparing.passages import (
    SENSITIVE,
    Passages,
    is_timed,
    met_silence,
    silence_sentence,
    tiers_of,
    together,
)
from needgraph.comparing.ranking import STATUTORY, level_relation
from needgraph.comparing.rows import NOT_SAID, Line, sentence, side_of, silent, swapped, unknown

# What a rule makes of its act: that it is barred or tied to consent, or that it is a duty.
BARS = {"not-accepted", "consent-first"}
DUTY = "required"
STRENGTHS = ("prohibition", "obligation", "deterrence", "recommendation", "permission", "presumption")
# Topics whose act another edition may govern from another side.
NEARBY = SENSITIVE | {"assessment"}
NEARBY_ACTS = {"share", "refer", "report", "request-support", "assess", "initiate-assessment", "enquire"}
# Effects by which a rule touches consent under whatever topic it stands: parents are told what is done.
TELLING = {"must-inform"}
# An assessment that an act is about, by the role of what is named: words that name it answer no rule, and are no
# silence. So with the assessment or plan that the words of a rule name themselves.
ASSESSMENTS = {"assess": "statutory-assessment", "initiate-assessment": "early-help-assessment"}


def rule_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each printed rule of two editions: beside what answers it, or that nothing does.

    What stands beside what does not depend on which edition is named first.
    """
    if one > other:
        yield from map(swapped, rule_lines(facts, other, one))
        return
    for edition in (one, other):
        if not facts.rules[edition]:
            yield _without_rules(facts, edition, one, other)
    told: set[str] = set()
    for here, there in ((one, other), (other, one)):
        for passages in together(facts.rules[here]):
            clash = _clash(facts, passages, there)
            if clash:
                told.update(rule.id for rule in (*passages.rules, *clash[1]))
                yield clash[0] if here == one else swapped(clash[0])
    for here, there in ((one, other), (other, one)):
        for passages in together(facts.rules[here]):
            left = Passages(tuple(rule for rule in passages.rules if rule.id not in told))
            if not left.rules:
                continue
            found = _answered(facts, left, there)
            told.update(rule.id for rule in (found[1] if found else ()))
            line = found[0] if found else _unanswered(facts, left, there)
            yield line if here == one else swapped(line)


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
                f"What both bear on: {', '.join(acts).replace('-', ' ')}",
                f"{facts.names[rule.edition]}: {' '.join(printed)}",
                f"{facts.names[there]}: {' '.join(each.label for each in duties)}",
                silence_sentence(facts, there, answered),
            ]
            weight = 0 if "not-accepted" in rule.outcomes else 1 + STRENGTHS.index(min(rule.strengths))
            line = _line(
                facts, passages, duties, "bar-against-duty", "consent-against-duty", remark, acts[0], weight - 10
            )
            return line, duties
    return None


def _answered(facts: Facts, passages: Passages, there: str) -> tuple[Line, list[Rule]] | None:
    """Return the line of a rule beside the other rules of its topic and act, those of its effect before the rest.

    A rule of another effect is no answer where the other edition is known to be silent on the matter, nor where
    one of the two prints its levels and the other none: it may speak of another case.
    """
    found: dict[str, Rule] = {}
    relation = "other-effect"
    for rule in passages.rules:
        met = _meeting(facts, rule, facts.rules[there], passages.asked)
        same = [each for each in met if each.effects & rule.effects]
        relation = "same-effect" if same else relation
        near = [each for each in met if bool(each.levels) == bool(rule.levels) or passages.asked & SENSITIVE]
        found.update({each.id: each for each in same or near})
    if not found or (relation == "other-effect" and met_silence(facts, passages, there)):
        return None
    others = list(found.values())
    remark = [
        _about(passages),
        f"{facts.names[passages.rules[0].edition]}: {' '.join(rule.label for rule in passages.rules)}",
        f"{facts.names[there]}: {' '.join(rule.label for rule in others)}",
    ]
    alike = all(
        any((each.effects, each.strengths, each.conditions) == (rule.effects, rule.strengths, rule.conditions)
            for each in others)
        for rule in passages.rules
    ) and len({each.strengths for each in others}) == 1  # fmt: skip
    criterion = "agreement" if alike else _criterion(facts, passages)
    return _line(facts, passages, others, relation, criterion, remark, passages.acts[0], 2), others


def _unanswered(facts: Facts, passages: Passages, there: str) -> Line:
    """Return the line of a rule to which another edition has no rule of the same topic and act.

    What the other edition says of the same act under another topic is quoted beside it, and answers nothing.
    """
    silences = met_silence(facts, passages, there)
    here = passages.rules[0].edition
    near: dict[str, Rule] = {}
    if passages.asked & NEARBY:
        # Advice on a level may be had at the front door, whatever else one may contact it for.
        acts = NEARBY_ACTS | ({"contact-front-door"} if "assessment" in passages.asked else set())
        met = [
            each
            for rule in passages.rules
            for each in _meeting(facts, rule, facts.rules[there])
            if rule.acts & each.acts & acts
        ]
        printed = [each for each in met if each.levels] or met
        alike = [each for each in printed if any(each.strengths & rule.strengths for rule in passages.rules)]
        # What it says of consent to the same act is never left out.
        near = {each.id: each for each in printed if not alike or each in alike or each.topics & SENSITIVE}
    named = [] if silences else _named(facts, passages, there)
    remark = [
        _about(passages),
        f"{facts.names[here]}: {' '.join(rule.label for rule in passages.rules)}",
        silence_sentence(facts, there, silences)
        or (
            f"{facts.names[there]}: {NOT_SAID}, as far as rules were read from it"
            if facts.rules[there]
            else f"{facts.names[there]}: no rule was read from it, so nothing is known"
        ),
    ]
    if near:
        remark.append(f"Of the same act it says: {' '.join(each.label for each in near.values())}")
    if named:
        remark += _naming(facts, named, there, near)
    relation = "not-stated" if silences else "other-topic" if near or named else "no-such-rule"
    nothing_read = not silences and not facts.rules[there]
    criterion = _criterion(facts, passages)
    line = _line(facts, passages, list(near.values()), relation, criterion, remark, passages.acts[0], 4)
    if named:
        ids = _outermost(facts, dict.fromkeys([*(each for rule in near.values() for each in rule.passages), *named]))
        line = line._replace(object=side_of(facts, sorted(ids, key=lambda each: (facts.passages[each].start, each))))
    elif not near:
        levels = " | ".join(_levels(facts, there, silences))
        line = line._replace(object=unknown(there) if nothing_read else silent(there, levels))
    return line


def _named(facts: Facts, passages: Passages, there: str) -> list[str]:
    """Return the passages of another edition that name the assessment or plan of rules at their tiers."""
    roles = {ASSESSMENTS[act] for act in passages.acts if act in ASSESSMENTS and "assessment" in passages.topics}
    own = {each for rule in passages.rules for each in rule.passages}
    roles.update(
        str(row["role"])
        for row in facts.roles[passages.rules[0].edition]
        if row["kind"] == "assessment-or-plan" and row["passage"] in own
    )
    reached = frozenset().union(*(tiers_of(facts, rule) for rule in passages.rules))
    found = [str(row["passage"]) for row in facts.roles[there] if row["role"] in roles]
    near = [each for each in found if facts.tiers_of([each]) & reached]
    return sorted(dict.fromkeys(near), key=lambda each: (facts.passages[each].start, each))


def _naming(facts: Facts, named: Sequence[str], there: str, near: Mapping[str, Rule]) -> list[str]:
    """Return what was read from passages that name the assessment or plan of a rule: other rules, or none."""
    rules = [rule for rule in facts.rules[there] if set(rule.passages) & set(named) and rule.id not in near]
    ruled = {each for rule in (*rules, *near.values()) for each in rule.passages}
    told = []
    if rules:
        labels = " ".join(rule.label for rule in rules)
        told.append(
            f"It names such an assessment or plan in the words beside, and other rules were read there: {labels}"
        )
    bare = [each.rpartition("/")[2] for each in named if each not in ruled]
    if bare:
        told.append(f"It names such an assessment or plan in words from which no rule was read ({', '.join(bare)})")
    return told


def _about(passages: Passages) -> str:
    """Return what rules are about, in words: the names of topics and acts are their codes with blanks."""
    topics, acts = (", ".join(codes).replace("-", " ") for codes in (passages.topics, passages.acts))
    return f"On {topics} (what it governs: {acts})"


def _levels(facts: Facts, there: str, silences: Sequence[Record]) -> list[str]:
    found = {level for row in silences for level in str(row["level"]).split(" | ")}
    return [level for level in facts.tiers[there] if level in found]


def _criterion(facts: Facts, passages: Passages) -> str:
    topics = set(passages.topics)
    if "escalation" in topics or "call-emergency" in passages.acts:
        return "safety"
    if topics & SENSITIVE or TELLING & passages.marks:
        statutory = any(max(tiers_of(facts, rule), default=0) >= STATUTORY for rule in passages.rules)
        return "consent-at-line" if statutory else "consent"
    return "safety" if is_timed(facts, passages) else "rule"


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
    concern = " | ".join([*passages.topics, *(["deadline"] if is_timed(facts, passages) else [])])
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
