"""What a policy team should look at first, and why: the ranking of a comparison as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from needgraph.querying.answers import Answer

# Between these tiers, single- and multi-agency help ends and a statutory service begins, and a child in need
# becomes one for whom enquiries, accommodation or an order are considered.
LINES = (2, 3)
STATUTORY = 3


class Criterion(NamedTuple):
    """One reason to look: its rank (1 is first), its name, when it holds, and why it stands there."""

    rank: int
    title: str
    when: str
    why: str


RANKING = {
    "consent-against-duty": Criterion(
        1,
        "Barred or tied to consent in one document, a duty in the other",
        "one document bars an act, or ties it to consent, at a statutory tier; another makes the act a duty",
        "professionals who serve one family in two areas read instructions that pull apart",
    ),
    "line-against-wording": Criterion(
        1,
        "Statutory line crossed against the wording",
        "a mapped pair stands on both sides of a statutory line, is worded as severely, or more, on the lower side, "
        "and neither sign has a counterpart of the same severity on its own side; a line comes earlier where neither "
        "has one of any severity",
        "the wording does not explain the level; a like sign opens another legal route",
    ),
    "level-number": Criterion(
        1,
        "One number, two sides of a statutory line",
        "levels that bear the same number stand on both sides of a statutory line",
        "whoever quotes the number alone is misunderstood in the other area",
    ),
    "line-without-rung": Criterion(
        2,
        "Statutory line crossed without a step between",
        "both signs of a mapped pair have counterparts only across a statutory line, and no graded wording explains "
        "it; a counterpart that covers another part of the sign only is left out",
        "the sign is early help, child in need or protection in one area and another of these in the other",
    ),
    "line-one-sided": Criterion(
        2,
        "Statutory line crossed, one sign with a like one on its own side",
        "only one sign of a mapped pair has counterparts only across a statutory line, and no graded wording explains "
        "it; these lines come after those of rank 2 where neither sign has a counterpart on its own side",
        "the wording is placed apart although a like sign stands on the same side",
    ),
    "consent-at-line": Criterion(
        3,
        "Consent, sharing or enquiries at a statutory tier",
        "a rule on consent, information sharing, acceptance, recording, enquiries or telling parents reaches a "
        "statutory tier, and another document differs or is silent",
        "who may share, refuse or enquire decides what reaches a statutory service",
    ),
    "line-doubled": Criterion(
        3,
        "Statutory line inside one document without a step in its wording",
        "one document words two signs of one concern alike, or the upper one more mildly, on the two sides of a "
        "statutory line",
        "the words alone do not show on which side of the line the sign is meant",
    ),
    "safety": Criterion(
        4,
        "Emergency, escalation or deadline",
        "one document has a rule for an emergency, an escalation or a deadline; another has none, or another one",
        "a child in danger, or a referral that is lost or late, cannot wait",
    ),
    "consent": Criterion(
        5,
        "Consent or sharing below the statutory tiers",
        "the same kind of rule reaches no statutory tier",
        "who has to agree decides what may be done or shared; no statutory tier is reached",
    ),
    "absent-at-line": Criterion(
        6,
        "Missing at a statutory tier, or found only across a statutory line",
        "a sign or a rung at a statutory tier has no counterpart there, or a sign or a rung at any tier has "
        "counterparts across a statutory line only",
        "whoever looks for the sign in the other document finds nothing, or finds it elsewhere",
    ),
    "statutory-test": Criterion(
        6,
        "A statutory test or power in the words of each document",
        "both documents cite one provision, one of them as a test, a duty or a power, at statutory tiers or on the two "
        "sides of a statutory line",
        "a test that is paraphrased more narrowly or more widely moves the line itself; neither paraphrase is the law",
    ),
    "line-graded": Criterion(
        7,
        "Statutory line crossed, explained by the wording",
        "a mapped pair stands on both sides of a statutory line, and is worded more severely on the upper side",
        "these are two rungs of one ladder",
    ),
    "line-mixed": Criterion(
        7,
        "Statutory line crossed, with a counterpart on either side",
        "a mapped pair stands on both sides of a statutory line, both signs have another counterpart on their own "
        "side, and the wording does not say which is worse, or is the same on one side, or the pair holds in a group",
        "each document has a like sign on the other side as well",
    ),
    "bar-at-line": Criterion(
        7,
        "One statutory tier, another bar",
        "a mapped pair stands at the same statutory tier and is worded more severely in one document",
        "what meets the words of one document may fall short of the words of the other",
    ),
    "line-spanned": Criterion(
        7,
        "One side stands on both sides of a statutory line",
        "the tiers of a pair, or of a sign and what comes near it, overlap, and one side stands below and above a "
        "statutory line",
        "where one side stands both below and above the line, its place alone does not tell which is meant",
    ),
    "rule": Criterion(
        8,
        "Another rule",
        "a rule on another topic differs, or another document is silent",
        "the topic of the rule is none of those that are ranked above",
    ),
    "neither-says": Criterion(
        8,
        "Neither document says",
        "no document says anything on a matter on which one would expect it to",
        "a draft that joins the documents would inherit the hole",
    ),
    "access": Criterion(
        9,
        "Access to help",
        "front doors, hours, forms, assessments, plans, services or outcomes differ",
        "whom to reach, what is offered and what it is to achieve has to be known for each area",
    ),
    "early-help": Criterion(
        10,
        "Difference below the statutory tiers",
        "a pair, a sign, a strength or a rung differs, and nothing that is compared stands above early help",
        "what is compared stands below the tiers of section 17 and section 47",
    ),
    "undecided": Criterion(
        10,
        "Not decided yet",
        "nobody has decided on a sign",
        "nothing can be said of it until somebody has; it must not be taken for absent",
    ),
    "wording": Criterion(
        11,
        "Wording",
        "a pair at the same tier in other words, a ladder that repeats or falls without crossing a line, a sign on no "
        "tier, a definition or citation that is no line of rank 6, a number or a term",
        "the words decide how it is read; how the tiers stand to each other is in the column for the level",
    ),
    "agreement": Criterion(
        12,
        "Last to look at",
        "the same tier without a graded difference, akin only, rules or words alike, out of scope, or a matter of "
        "headings",
        "kept so that the comparison is complete; the words may still differ",
    ),
}
# These lines come after all others of their rank: one sign has on its own side of the line what the other has not.
LATER = frozenset({"line-one-sided"})


def side(tiers: frozenset[int]) -> tuple[int, ...]:
    """Return for each statutory line whether tiers lie below (-1), above (1) or on both sides of it (0).

    >>> side(frozenset({2})), side(frozenset({3}))
    ((-1, -1), (1, -1))
    """
    return tuple(1 if min(tiers) > line else -1 if max(tiers) <= line else 0 for line in LINES) if tiers else ()


def level_relation(subject: frozenset[int], object_: frozenset[int]) -> str:
    """Return how the tiers of two sides stand to each other, as for mapped pairs; empty where a side has none.

    >>> level_relation(frozenset({2}), frozenset({3})), level_relation(frozenset({0, 1}), frozenset({0}))
    ('higher', 'spans')
    """
    if not subject or not object_:
        return ""
    if subject == object_:
        return "same"
    if min(object_) > max(subject):
        return "higher"
    return "lower" if max(object_) < min(subject) else "spans"


def crosses(one: frozenset[int], other: frozenset[int]) -> bool:
    """Tell whether a statutory line runs between two sets of tiers.

    >>> crosses(frozenset({2}), frozenset({3})), crosses(frozenset({0, 1}), frozenset({2}))
    (True, False)
    """
    return any(a * b < 0 for a, b in zip(side(one), side(other), strict=False))


def line_between(one: frozenset[int], other: frozenset[int]) -> str:
    """Return which statutory lines run between two sets of tiers, in words."""
    names = ("early help and child in need", "child in need and statutory protection")
    found = [name for name, a, b in zip(names, side(one), side(other), strict=False) if a * b < 0]
    return " and between ".join(found)


def criterion_missing(tiers: frozenset[int], near: Iterable[frozenset[int]]) -> str:
    """Return the criterion of a sign or rung that has no counterpart at its tiers, by the tiers of what comes near it.

    >>> [criterion_missing(frozenset({2}), map(frozenset, each)) for each in ([], [{3}], [{2}, {4}])]
    ['early-help', 'absent-at-line', 'line-spanned']
    """
    far = [each for each in near if each]
    if not tiers:
        return "wording"
    if max(tiers) >= STATUTORY or (far and all(crosses(tiers, each) for each in far)):
        return "absent-at-line"
    return "line-spanned" if any(max(each) >= STATUTORY for each in far) else "early-help"


def explained() -> Answer:
    """Return the ranking as a table: rank, when a line has it, and why."""
    return Answer(("rank", "title", "when", "why"), tuple(tuple(each) for each in RANKING.values()))
