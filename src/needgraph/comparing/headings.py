"""Project the indicators of one edition under the headings of another, by agreed pairs and by matched headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from needgraph.comparing.facts import Facts, Sign, edition_of
from needgraph.comparing.rows import Line, Side, sentence, side_of, silent
from needgraph.querying.answers import Answer

BY_PAIR, BY_MATCH, BY_READING = "by agreed pair", "by matched heading", "by national concept"
UNHEADED, NOWHERE = "agreed pair under no heading", "no heading found"
# How a heading stands to a national concept, the surest first; related is no ground to move a sign.
MATCHES = ("close", "narrow", "broad")
# The same grounds after a number, in a sentence.
COUNTED = {UNHEADED: "by agreed pair, where no heading is printed", NOWHERE: "for which no heading was found",
           BY_READING: "by a national concept read from the sign"}  # fmt: skip
COLUMNS = ("subject", "subject_level", "heading", "subject_quote", "subject_place", "edition", "projected", "ground",
           "object", "object_quote", "object_place")  # fmt: skip


def projection(facts: Facts, one: str, other: str) -> Answer:
    """Return each indicator of an edition under each heading of another where an agreed counterpart stands.

    An indicator without counterpart goes under the headings that are matched to the same national concept as
    its own heading, or else to one that was read from the indicator itself; failing that, ``ground`` says that
    no heading was found.
    """
    rows = []
    for sign in facts.signs[one].values():
        passage = sign.passage
        own = (passage.id, " | ".join(passage.levels), _name(facts, passage.heading), *side_of(facts, [passage.id])[2:])
        for heading, ground, ids in _projected(facts, sign, other):
            near = side_of(facts, ids) if ids else silent(other)
            rows.append((*own, other, _name(facts, heading), ground, near.id, near.quote, near.place))
    return Answer(COLUMNS, tuple(rows))


def heading_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield for each heading of two editions where its indicators go under the headings of the other, in numbers."""
    for here, there in ((one, other), (other, one)):
        moved: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
        totals: dict[str, int] = defaultdict(int)
        for sign in facts.signs[here].values():
            totals[sign.passage.heading] += 1
            for heading, ground, _ in _projected(facts, sign, there):
                moved[sign.passage.heading][heading][ground] += 1
        for heading, found in sorted(moved.items()):
            for target, grounds in sorted(found.items()):
                counted = ", ".join(
                    f"{number} {COUNTED.get(ground, ground)}" for ground, number in sorted(grounds.items())
                )
                remark = (
                    f"{totals[heading]} signs of {facts.names[here]} stand under {_shown(facts, heading)}. Under "
                    f"{_shown(facts, target)} of {facts.names[there]} go: {counted}. "
                    "A sign may go under several headings"
                )
                sides = (heading_side(facts, here, heading), heading_side(facts, there, target))
                left, right = sides if here == one else sides[::-1]
                way = "left-under-right" if here == one else "right-under-left"
                yield Line("projection", "", left, way, "", "", right, "agreement", sentence([remark]),
                           f"heading {heading}", 100 - sum(grounds.values()))  # fmt: skip


def heading_side(facts: Facts, edition: str, heading: str) -> Side:
    """Return the side of a printed heading: its words once, and every place where it stands."""
    if not heading:
        return silent(edition)
    printed = [each for each in facts.of_kind(edition, "heading") if each.heading == heading]
    places = " | ".join(f"{each.id} {each.start}–{each.end}" for each in printed)
    return Side(heading, " | ".join(facts.levels_of([each.id for each in printed])), _name(facts, heading), places)


def _projected(facts: Facts, sign: Sign, other: str) -> list[tuple[str, str, list[str]]]:
    """Return the headings of another edition for an indicator, the ground, and the counterparts under each."""
    under: dict[str, list[str]] = defaultdict(list)
    passage = sign.passage
    for pair in facts.counterparts(passage.id, other):
        far = pair.object if pair.subject == passage.id else pair.subject
        under[facts.passages[far].heading].append(far)
    if under:
        return [(heading, BY_PAIR if heading else UNHEADED, sorted(ids)) for heading, ids in sorted(under.items())]
    for concepts, ground in ((_concepts(facts, passage.heading), BY_MATCH), (sign.national, BY_READING)):
        matched = [
            str(row["dimension"])
            for row in facts.headings[other]
            if row["relation"] in MATCHES and row["concept"] in concepts
        ]
        if matched:
            return [(heading, ground, []) for heading in dict.fromkeys(matched)]
    return [("", NOWHERE, [])]


def _concepts(facts: Facts, heading: str) -> set[str]:
    known = facts.headings.get(edition_of(heading), ())
    return {str(row["concept"]) for row in known if row["dimension"] == heading and row["relation"] in MATCHES}


def _name(facts: Facts, heading: str) -> str:
    known = facts.headings.get(edition_of(heading), ())
    return next((str(row["heading"]) for row in known if row["dimension"] == heading), "")


def _shown(facts: Facts, heading: str) -> str:
    return f"“{_name(facts, heading)}”" if heading else "no heading"
