"""Compare pair by pair: every agreed pair of two editions with its three relations, and what it crosses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from needgraph.comparing.facts import COUNTERPARTS, Facts, Pair, edition_of
from needgraph.comparing.ranking import STATUTORY, crosses, line_between
from needgraph.comparing.rows import Line, sentence, side_of

TURNED = {
    "skos:broadMatch": "skos:narrowMatch", "skos:narrowMatch": "skos:broadMatch", "milder": "stronger",
    "stronger": "milder", "higher": "lower", "lower": "higher",
}  # fmt: skip
# Wording and tier rise together, or against each other.
WITH = {("stronger", "higher"), ("milder", "lower")}
AGAINST = {("same", "higher"), ("same", "lower"), ("milder", "higher"), ("stronger", "lower")}
RELATIONS = ("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
# So much of the words of a counterpart is shown where it is only named.
_SHOWN = 60


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
        if criterion == "line-against-wording":
            weight += 2 * (2 - len(_alone(facts, pair)))
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


def is_across(facts: Facts, sign: str, edition: str, concerns: Sequence[str] = ()) -> bool:
    """Tell whether every counterpart of a sign in another edition lies across a statutory line.

    Where concerns are given, what covers a part of the sign that is about another concern is left out.
    """
    tiers = facts.tiers_of([sign])
    far = counterparts_of(facts, sign, edition, concerns)
    return bool(far) and all(crosses(tiers, facts.tiers_of([each])) for each in far)


def counterparts_of(facts: Facts, sign: str, edition: str, concerns: Sequence[str] = ()) -> list[str]:
    """Return the counterparts of a sign, without those of a group that share only other concerns with it."""
    return [
        _far(pair, sign)
        for pair in facts.counterparts(sign, edition)
        if not (concerns and pair.together and set(concerns).isdisjoint(concerns_of(facts, pair)))
    ]


def short_id(identifier: str) -> str:
    """Return an id without its edition.

    >>> short_id("halton/2023/h0001")
    'h0001'
    """
    return identifier.rpartition("/")[2]


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
    return ("line-mixed", "line-one-sided", "line-without-rung")[len(_alone(facts, pair))]


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


def _far(pair: Pair, sign: str) -> str:
    return pair.object if pair.subject == sign else pair.subject


def _remarks(facts: Facts, pair: Pair) -> Sequence[str]:
    first, second = (facts.tiers_of([end]) for end in (pair.subject, pair.object))
    placed = [
        f"{facts.names[edition_of(end)]} Level {' | '.join(facts.levels_of([end]))} is "
        f"{' and '.join(facts.tier_names[tier] for tier in sorted(tiers)) or 'placed on no tier'}"
        for end, tiers in ((pair.subject, first), (pair.object, second))
    ]
    akin = pair.relation not in COUNTERPARTS
    line = "" if akin else line_between(first, second)
    together = f"Part of a match: it holds together with the other pairs of the group {pair.together} only"
    return [
        f"Between {line}: {'; '.join(placed)}" if line else "",
        *(_own_side(facts, pair) if line else ()),
        "Akin only; neither is the counterpart of the other" if akin else "",
        f"Why they are paired: {pair.reason}",
        together if pair.together else "",
    ]


def _own_side(facts: Facts, pair: Pair) -> list[str]:
    """Return the sentences on what each sign of a pair that crosses a line has, and has not, on its own side of it."""
    alone, concerns = _alone(facts, pair), concerns_of(facts, pair)
    lacking, having = list[str](), list[str]()
    for end, far in ((pair.subject, pair.object), (pair.object, pair.subject)):
        name, near = facts.names[edition_of(far)], _near_signs(facts, end, far, concerns)
        if (end, far) in alone:
            parts = _near_signs(facts, end, far)
            but = f" but one that covers another part of it, {name} {'; '.join(parts)}" if parts else ""
            lacking.append(
                f"{short_id(end)} has no counterpart in {name} {_side_meant(facts, end, far, concerns)}{but}"
            )
        elif near:
            count, noun = ("one", "counterpart") if len(near) == 1 else (str(len(near)), "counterparts")
            what = count if alone else f"{count} {noun} on its own side of the line"
            having.append(f"{short_id(end)} has {what}: {name} {'; '.join(near)}")
    return ["; ".join(lacking), *having]


def _side_meant(facts: Facts, end: str, far: str, concerns: Sequence[str]) -> str:
    """Return on which side a sign has no counterpart: of both lines where it has one beyond another line only.

    A sign of child in need whose pair is protection can have a counterpart in early help: below the line of the pair.
    """
    here, line = facts.tiers_of([end]), line_between(facts.tiers_of([end]), facts.tiers_of([far]))
    others = counterparts_of(facts, end, edition_of(far), concerns)
    apart = any(line not in line_between(here, facts.tiers_of([each])) for each in others)
    return f"on its own side of {'both lines' if apart else 'the line'}"


def _near_signs(facts: Facts, end: str, far: str, concerns: Sequence[str] = ()) -> list[str]:
    """Return with level, words and id the counterparts of a sign that no statutory line parts from it."""
    tiers = facts.tiers_of([end])
    grouped = {_far(pair, end) for pair in facts.counterparts(end, edition_of(far)) if pair.together}
    found = [
        facts.passages[each]
        for each in dict.fromkeys(counterparts_of(facts, end, edition_of(far), concerns))
        if not crosses(tiers, facts.tiers_of([each]))
    ]
    return [
        f"Level {' | '.join(each.levels)} “{shorten(each.quote, _SHOWN, placeholder=' …')}” "
        f"({short_id(each.id)}{', with others of a group' if each.id in grouped else ''})"
        for each in sorted(found, key=lambda passage: passage.start)
    ]
