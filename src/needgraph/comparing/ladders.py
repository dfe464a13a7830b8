"""Compare by concern: the ladders rung by rung, and what stands twice or upside down on one of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from needgraph.comparing.facts import Facts, Sign
from needgraph.comparing.pairs import counterparts_of, short_id
from needgraph.comparing.ranking import criterion_missing, crosses
from needgraph.comparing.rows import Line, sentence, side_of, unread
from needgraph.querying.answers import Answer, Value


def rung_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each rung of a ladder that one of two editions has and the other has not at its tiers.

    A rung whose signs all have an agreed counterpart at these tiers is not missing, whatever concern it is
    read under there, unless it covers another part of the sign only.
    """
    for here, there in ((one, other), (other, one)):
        ours, theirs = facts.ladders[here], facts.ladders[there]
        for concern in sorted(ours):
            rungs = theirs.get(concern, {})
            if not rungs:
                continue
            for level, signs in ours[concern].items():
                tiers = facts.tiers[here][level]
                if any(tiers & facts.tiers[there][at] for at in rungs):
                    continue
                ids = [sign.passage.id for sign in signs]
                if all(_near(facts, name, there, tiers, [concern]) for name in ids):
                    continue
                met = [
                    f"{short_id(name)} has a counterpart at the tiers of {facts.names[here]}'s Level {level} "
                    f"that is read under another concern ({', '.join(near)})"
                    for name in ids
                    if (near := _near(facts, name, there, tiers))
                ]
                remark = sentence(
                    [
                        f"No sign of {facts.names[there]} at the tiers of {facts.names[here]}'s Level {level} is read "
                        f"as {facts.concerns.get(concern, concern)}; the concern stands at {_standing(rungs)}",
                        "; ".join(met),
                    ]
                )
                sides = (side_of(facts, ids), unread(there, no_sign(facts, there, concern, tiers)))
                left, right = sides if here == one else sides[::-1]
                criterion = criterion_missing(tiers, [facts.tiers[there][at] for at in rungs])
                weight = 1 if concern in facts.safety else 5
                yield Line(
                    "ladder", concern, left, "missing-rung", "", "", right, criterion, remark, concern, weight
                )  # fmt: skip


def own_lines(facts: Facts, edition: str) -> Iterator[Line]:
    """Yield the places where one edition's own ladder stands twice on a rung, or turns upside down.

    Only signs of the same concerns are held against each other: a word of severity is read with the whole sign.
    Signs without such a word are held against each other where their words are the same.
    """
    for concern, levels in sorted(facts.ladders[edition].items()):
        signs = [sign for at in levels.values() for sign in at if sign.concerns[0] == concern]
        order = list(facts.tiers[edition])
        for lower, upper in itertools.combinations(signs, 2):
            below, above = (order.index(sign.passage.levels[0]) for sign in (lower, upper))
            if below >= above or lower.subjects != upper.subjects or lower.concerns != upper.concerns:
                continue
            across = crosses(*(facts.tiers_of([sign.passage.id]) for sign in (lower, upper)))
            shared = [family for family in lower.severity if family in upper.severity]
            falls = [family for family in shared if upper.severity[family][0] < lower.severity[family][0]]
            words: list[str] = []
            if _folded(lower) == _folded(upper):
                relation, severity, what = "doubled-rung", "same", "two levels print the same words"
            elif falls:
                relation, severity, what = "inverted-rung", "milder", "the higher level is worded more mildly"
                words = [f"{lower.severity[each][1]} below, {upper.severity[each][1]} above" for each in falls]
            elif lower.severity and lower.severity == upper.severity:
                relation, severity, what = "doubled-rung", "same", "two levels are worded with the same severity"
                words = [word for _, word in lower.severity.values()]
            else:
                continue
            ends = [side_of(facts, [sign.passage.id]) for sign in (lower, upper)]
            levels_named = " and ".join(f"Level {end.level}" for end in ends)
            reading = f", as we read it ({', '.join(words).replace('-', ' ')})" if words else ""
            remark = sentence([f"In {facts.names[edition]}, {levels_named}: {what}{reading}"])
            yield Line(
                "ladder", concern, ends[0], relation, severity, "higher", ends[1],
                "line-doubled" if across else "wording", remark, concern,
            )  # fmt: skip


def ladders(facts: Facts, concern: str = "") -> Answer:
    """Return the ladders side by side: a row for each concern and tier, three columns for each edition.

    A sign stands at the lowest tier of its level. ``rung`` says which editions have none on this rung; in place of
    words it then says where else the concern was read. What was not read as a concern may still be said.
    """
    by_edition = {edition: facts.ladders[edition] for edition in facts.editions}
    columns = ["concern", "tier", "tier_name"]
    columns += [f"{edition} {part}" for edition in facts.editions for part in ("level", "quote", "place")]
    rows: list[tuple[Value, ...]] = []
    for each in sorted({concern for signs in by_edition.values() for concern in signs}):
        if concern and each != concern:
            continue
        for tier in sorted(facts.tier_names):
            cells: list[str] = []
            missing = []
            for edition, found in by_edition.items():
                levels = found.get(each, {})
                signs = [
                    sign.passage.id
                    for level in levels
                    for sign in levels[level]
                    if min(facts.tiers[edition][level], default=-1) == tier
                ]
                side = side_of(facts, signs)
                cells += [side.level, side.quote, side.place or no_sign(facts, edition, each, frozenset({tier}))]
                if not signs:
                    missing.append(edition)
            if len(missing) < len(facts.editions):
                rung = f"missing in {', '.join(missing)}" if missing else "in all"
                rows.append((each, tier, facts.tier_names[tier], *cells, rung))
    return Answer((*columns, "rung"), tuple(rows))


def no_sign(facts: Facts, edition: str, concern: str, tiers: frozenset[int]) -> str:
    """Return the words for a rung on which an edition has no sign of a concern, and where else it has one.

    Not that the document does not say: it can print there what was read as another concern.
    """
    rungs, name = facts.ladders[edition].get(concern, {}), facts.concerns.get(concern, concern)
    if not rungs:
        return f"no sign was read as {name}"
    if spans := [level for level in rungs if tiers & facts.tiers[edition][level]]:
        return f"shown at the lowest tier of Level {', '.join(spans)}, which takes in this one"
    if not any(tiers & placed for placed in facts.tiers[edition].values()):
        return f"this document has no level on this tier; it has the concern at {_standing(rungs)}"
    return f"no sign at this tier was read as {name}; this document has it at {_standing(rungs)}"


def _standing(rungs: Mapping[str, Sequence[Sign]]) -> str:
    """Return the levels at which signs stand, each with their ids."""
    return "; ".join(f"Level {at} ({', '.join(short_id(sign.passage.id) for sign in rungs[at])})" for at in rungs)


def _near(
    facts: Facts, sign: str, edition: str, tiers: frozenset[int], concerns: Sequence[str] = ()
) -> list[str]:  # fmt: skip
    """Return the counterparts of a sign in another edition that stand at some tiers."""
    far = counterparts_of(facts, sign, edition, concerns)
    return [short_id(each) for each in far if tiers & facts.tiers_of([each])]


def _folded(sign: Sign) -> str:
    return " ".join(sign.passage.quote.casefold().split())
