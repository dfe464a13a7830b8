"""Signs across the levels of one document: the same twice, graded the wrong way round, or swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from needgraph.guidance.rules import Hit, Record
from needgraph.guidance.tables import GuidanceTables
from needgraph.suggesting.wording import wording_of

# Likeness of two wordings, in per cent, from which they count as nearly the same when our readings agree, and
# when neither was read; from which two different matters of one concern are compared at all.
ALIKE, ALIKE_UNREAD, COMPARABLE = 82, 95, 70
# Words of these families say how often or how much of the thing there is, so that the bare word covers them;
# a concern that it may be so, or a risk of it, is not yet the thing.
AMOUNTS = ("frequency", "impact")
BEGUN = ("beginning", "onset of", "experimenting", "recently")
# "Leading to" joins two matters, "several" counts them: neither says how much of one there is.
NO_AMOUNTS = ("causing", "several")
AGE = "age "
NOT_YET = ("onset", "evidence standard")
CHILD, PARENT, HOUSEHOLD = "child", "parent or carer", "household"
# What one gives and the other gets: care that fails is about both, and the reader knows whose it is.
_BETWEEN = re.compile(r"\b(?:care|needs|supervision|stimulation|boundaries|attachment|bonding)\b", re.IGNORECASE)


@dataclass
class Sign:
    """One sign with its level and our readings of it; ``grades`` holds the highest rank of each family."""

    node: str
    document: str
    rank: int
    level: str
    label: str
    concerns: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    polarity: set[str] = field(default_factory=set)
    criteria: set[str] = field(default_factory=set)
    words: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def grades(self) -> dict[str, int]:
        """The highest rank of its severity words by family."""
        found: dict[str, int] = {}
        for family, rank in self.words.values():
            found[family] = max(rank, found.get(family, 0))
        return found

    @property
    def is_strength(self) -> bool:
        """Whether it is good news."""
        return self.polarity == {"strength"}


def same_sign(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each sign that stands at a lower level too, by its words or by how it is graded."""
    from rapidfuzz import fuzz

    for lower, upper in _pairs(rows):
        if lower.words.keys() != upper.words.keys() or lower.polarity != upper.polarity:
            continue
        same = _plain(lower.label) == _plain(upper.label)
        likeness = fuzz.token_sort_ratio(_plain(lower.label), _plain(upper.label))
        read = bool(lower.concerns or upper.concerns)
        between = f"at level {lower.level} and at level {upper.level}"
        if same and lower.criteria == upper.criteria:
            yield Hit(upper.node, f"Stands in the same words {between}; nothing tells the levels apart.", (lower.node,))
        elif lower.criteria != upper.criteria:
            continue
        elif likeness >= (ALIKE if read else ALIKE_UNREAD) and (not read or lower.concerns & upper.concerns):
            yield Hit(
                upper.node,
                f"Stands in nearly the same words {between}; the words that differ do not say which is graver.",
                (lower.node,),
            )
        elif read and lower.concerns == upper.concerns and lower.words:
            word = " and ".join(f"“{name}”" for name in sorted(lower.words))
            matter = ", ".join(sorted(lower.concerns))
            yield Hit(
                upper.node,
                f"Grades {matter} by {word} {between}; a reader cannot tell the levels apart.",
                (lower.node,),
            )


def upside_down(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each sign whose severity words ask for less than those of a lower level on the same matter."""
    from rapidfuzz import fuzz

    for lower, upper in _pairs(rows):
        if lower.is_strength or upper.is_strength or not lower.concerns & upper.concerns:
            continue
        alike = fuzz.token_sort_ratio(_plain(lower.label), _plain(upper.label)) >= COMPARABLE
        if lower.concerns != upper.concerns and not alike:
            continue
        below, above = lower.grades, upper.grades
        shared = below.keys() & above.keys()
        if not shared or above.keys() - below.keys() or upper.criteria != lower.criteria:
            continue
        if all(below[name] >= above[name] for name in shared) and any(below[name] > above[name] for name in shared):
            stronger, weaker = (
                ", ".join(f"“{name}”" for name, (family, _) in sorted(each.words.items()) if family in shared)
                for each in (lower, upper)
            )
            yield Hit(
                upper.node,
                f"Level {upper.level} grades the matter by {weaker}, level {lower.level} by {stronger}, "
                "which is the stronger: the ladder goes down where it should go up.",
                (lower.node,),
            )


def swallowed(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each ungraded sign that also covers graded signs of a lower level."""
    covered: dict[str, tuple[Sign, list[tuple[str, Sign]]]] = {}
    for lower, upper in _pairs(rows):
        if lower.is_strength or upper.is_strength or not lower.concerns & upper.concerns:
            continue
        if upper.words or upper.criteria or not lower.subjects & upper.subjects:
            continue
        grades = [
            name
            for name, (family, _) in sorted(lower.words.items())
            if (family in AMOUNTS and name not in NO_AMOUNTS) or name in BEGUN
        ]
        tentative = [name for name, (family, _) in lower.words.items() if family in NOT_YET and name not in BEGUN]
        same = lower.concerns == upper.concerns
        limits = [each for each in sorted(lower.criteria) if same and not each.startswith(AGE)]
        if (grades or limits) and not tentative:
            by = " and ".join(f"“{name}”" for name in grades) or "a limit"
            covered.setdefault(upper.node, (upper, []))[1].append((by, lower))
    for upper, lowers in covered.values():
        graded = "; ".join(f"the one of level {lower.level}, graded by {by}" for by, lower in lowers)
        entry = "an entry" if len(lowers) == 1 else "entries"
        yield Hit(
            upper.node,
            f"Bears no grade at level {upper.level}, so that it also covers {entry} of a lower level: {graded}. "
            "The same child stands at both levels.",
            tuple(lower.node for _, lower in lowers),
        )


def subject_unclear(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each sign whose words name nobody and that can be read of the child or of an adult."""
    for sign in _signs(rows):
        several = CHILD in sign.subjects and sign.subjects & {PARENT, HOUSEHOLD}
        if (
            several
            and not sign.is_strength
            and not _BETWEEN.search(sign.label)
            and not wording_of(sign.label, tables.lexicon).subject
        ):
            who = " or of ".join(f"the {subject}" for subject in sorted(sign.subjects))
            yield Hit(sign.node, f"Names nobody: it can be read of {who}.")


def _pairs(rows: Sequence[Record]) -> Iterator[tuple[Sign, Sign]]:
    """Yield each two signs of one document at different levels, the lower level first."""
    documents: dict[str, list[Sign]] = {}
    for sign in _signs(rows):
        documents.setdefault(sign.document, []).append(sign)
    for signs in documents.values():
        for first, second in combinations(sorted(signs, key=lambda sign: (sign.rank, sign.node)), 2):
            if first.rank < second.rank:
                yield first, second


def _signs(rows: Sequence[Record]) -> list[Sign]:
    found: dict[tuple[str, int], Sign] = {}
    for row in rows:
        node, rank = str(row["node"]), int(str(row["rank"]))
        sign = found.setdefault(
            (node, rank), Sign(node, str(row["document"]), rank, str(row["level"]), str(row["label"]))
        )
        facet, value = str(row["facet"]), str(row["value"])
        if facet == "severity":
            sign.words[value] = (str(row["family"]).replace("-", " "), int(str(row["weight"])))
        elif facet:
            sets = {"concern": sign.concerns, "subject": sign.subjects, "criterion": sign.criteria}
            sets.get(facet, sign.polarity).add(value)
    return list(found.values())


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())
