"""Compare by concern: every agreed pair with its three relations, and the ladders rung by rung."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from needgraph.comparing.facts import COUNTERPARTS, Facts, Pair, Sign, edition_of
from needgraph.comparing.ranking import STATUTORY, criterion_missing, crosses, line_between
from needgraph.comparing.rows import NOT_SAID, Line, sentence, side_of, silent
from needgraph.querying.answers import Answer, Value

TURNED = {
    "skos:broadMatch": "skos:narrowMatch", "skos:narrowMatch": "skos:broadMatch", "milder": "stronger",
    "stronger": "milder", "higher": "lower", "lower": "higher",
}  # fmt: skip
# Wording and tier rise together, or against each other.
WITH = {("stronger", "higher"), ("milder", "lower")}
AGAINST = {("same", "higher"), ("same", "lower"), ("milder", "higher"), ("stronger", "lower")}
RELATIONS = ("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")


def pair_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each agreed pair of two editions, the first edition on the left."""
    pairs = [*facts.pairs.get((one, other), ()), *map(turned, facts.pairs.get((other, one), ()))]
    for pair in sorted(pairs):
        criterion = _criterion(facts, pair)
        concerns = concerns_of(facts, pair)
        safe = any(concern in facts.safety for concern in concerns)
        # A pair that holds only together with others says less than one that stands alone; a line that both signs
        # cross without a counterpart on their side comes before one that the other document knows on either side.
        weight = (0 if safe else 4) + RELATIONS.index(pair.relation) + (4 if pair.together else 0)
        if criterion == "line-without-rung" and len(_alone(facts, pair)) == 1:
            weight += 2
        yield Line(
            "ladder", " | ".join(concerns), side_of(facts, [pair.subject]), pair.relation, pair.severity, pair.level,
            side_of(facts, [pair.object]), criterion, sentence(_remarks(facts, pair)), concerns[0] if concerns else "",
            weight,
        )  # fmt: skip


def turned(pair: Pair) -> Pair:
    """Return a pair seen from its other side.

    >>> turned(Pair("a", "b", "skos:broadMatch", "milder", "spans", "", ""))[:5]
    ('b', 'a', 'skos:narrowMatch', 'stronger', 'spans')
    """
    relation, severity, level = (TURNED.get(each, each) for each in (pair.relation, pair.severity, pair.level))
    return Pair(pair.object, pair.subject, relation, severity, level, pair.together, pair.reason)


def concerns_of(facts: Facts, pair: Pair) -> tuple[str, ...]:
    """Return the concerns that both ends of a pair were read to speak of, or else those of either."""
    one, other = (facts.signs[edition_of(end)].get(end) for end in (pair.subject, pair.object))
    first, second = (sign.concerns if sign else () for sign in (one, other))
    return tuple(concern for concern in first if concern in second) or tuple(sorted({*first, *second}))


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
                found = "; ".join(
                    f"Level {at} ({', '.join(_short(sign.passage.id) for sign in rungs[at])})" for at in rungs
                )  # fmt: skip
                met = [
                    f"{_short(name)} has a counterpart at the tiers of {facts.names[here]}'s Level {level} "
                    f"that is read under another concern ({', '.join(near)})"
                    for name in ids
                    if (near := _near(facts, name, there, tiers))
                ]
                remark = sentence(
                    [
                        f"No sign of {facts.names[there]} at the tiers of {facts.names[here]}'s Level {level} is read "
                        f"as {facts.concerns.get(concern, concern)}; the concern stands at {found}",
                        "; ".join(met),
                    ]
                )
                sides = (side_of(facts, ids), silent(there))
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

    A sign stands at the lowest tier of its level. ``rung`` says which editions have none on this rung.
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
                cells += [side.level, side.quote, side.place or NOT_SAID]
                if not signs:
                    missing.append(edition)
            if len(missing) < len(facts.editions):
                rung = f"missing in {', '.join(missing)}" if missing else "in all"
                rows.append((each, tier, facts.tier_names[tier], *cells, rung))
    return Answer((*columns, "rung"), tuple(rows))


def _criterion(facts: Facts, pair: Pair) -> str:
    if pair.relation == "skos:relatedMatch":
        return "agreement"
    if not crosses(facts.tiers_of([pair.subject]), facts.tiers_of([pair.object])):
        if pair.level != "same":
            tiers = facts.tiers_of([pair.subject, pair.object])
            return "line-spanned" if tiers and max(tiers) >= STATUTORY else "early-help"
        statutory = max(facts.tiers_of([pair.subject]), default=0) >= STATUTORY
        if statutory and pair.severity in ("milder", "stronger") and not pair.together:
            return "bar-at-line"
        return "wording" if pair.severity in ("milder", "stronger", "mixed") else "agreement"
    way = (pair.severity, pair.level)
    # What a group says only together, or a document words alike on both sides, tells nothing against the wording.
    if way in AGAINST and not pair.together and not _alike_on_own_side(facts, pair):
        return "line-against-wording"
    if way in WITH:
        return "line-graded"
    return "line-without-rung" if _alone(facts, pair) else "line-mixed"


def _alone(facts: Facts, pair: Pair) -> list[tuple[str, str]]:
    """Return the ends of a pair, each before the other, that have counterparts only across a statutory line."""
    ends = ((pair.subject, pair.object), (pair.object, pair.subject))
    concerns = concerns_of(facts, pair)
    return [(end, far) for end, far in ends if is_across(facts, end, edition_of(far), concerns)]


def _alike_on_own_side(facts: Facts, pair: Pair) -> bool:
    """Tell whether either sign of a pair has a counterpart of the same severity on its own side of the line."""
    return any(
        each.severity == "same" and not crosses(facts.tiers_of([end]), facts.tiers_of([_far(each, end)]))
        for end, far in (pair[:2], pair[1::-1])
        for each in facts.counterparts(end, edition_of(far))
    )


def is_across(facts: Facts, sign: str, edition: str, concerns: Sequence[str] = ()) -> bool:
    """Tell whether every counterpart of a sign in another edition lies across a statutory line.

    Where concerns are given, what covers a part of the sign that is about another concern is left out.
    """
    tiers = facts.tiers_of([sign])
    far = _counterparts(facts, sign, edition, concerns)
    return bool(far) and all(crosses(tiers, facts.tiers_of([each])) for each in far)


def _counterparts(facts: Facts, sign: str, edition: str, concerns: Sequence[str] = ()) -> list[str]:
    """Return the counterparts of a sign, without those of a group that share only other concerns with it."""
    return [
        _far(pair, sign)
        for pair in facts.counterparts(sign, edition)
        if not (concerns and pair.together and set(concerns).isdisjoint(concerns_of(facts, pair)))
    ]


def _far(pair: Pair, sign: str) -> str:
    return pair.object if pair.subject == sign else pair.subject


def _near(
    facts: Facts, sign: str, edition: str, tiers: frozenset[int], concerns: Sequence[str] = ()
) -> list[str]:  # fmt: skip
    """Return the counterparts of a sign in another edition that stand at some tiers."""
    far = _counterparts(facts, sign, edition, concerns)
    return [_short(each) for each in far if tiers & facts.tiers_of([each])]


def _remarks(facts: Facts, pair: Pair) -> Sequence[str]:
    first, second = (facts.tiers_of([end]) for end in (pair.subject, pair.object))
    placed = [
        f"{facts.names[edition_of(end)]} Level {' | '.join(facts.levels_of([end]))} is "
        f"{' and '.join(facts.tier_names[tier] for tier in sorted(tiers)) or 'placed on no tier'}"
        for end, tiers in ((pair.subject, first), (pair.object, second))
    ]
    akin = pair.relation not in COUNTERPARTS
    line = "" if akin else line_between(first, second)
    alone = [
        f"{_short(end)} has no counterpart in {facts.names[edition_of(far)]} on its own side of the line"
        + ("" if is_across(facts, end, edition_of(far)) else " but one that covers another part of it")
        for end, far in (_alone(facts, pair) if line else ())
    ]
    together = f"Part of a match: it holds together with the other pairs of the group {pair.together} only"
    return [
        f"Between {line}: {'; '.join(placed)}" if line else "",
        "; ".join(alone),
        "Akin only; neither is the counterpart of the other" if akin else "",
        f"Why they are paired: {pair.reason}",
        together if pair.together else "",
    ]


def _folded(sign: Sign) -> str:
    return " ".join(sign.passage.quote.casefold().split())


def _short(identifier: str) -> str:
    return identifier.rpartition("/")[2]
