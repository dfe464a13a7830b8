"""Judge decisions against the graphs and against each other: nothing withdrawn, nothing decided twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from needgraph.decisions.scheme import Scheme
from needgraph.decisions.tables import Decision, names_edition, row_problems
from needgraph.errors import nearest
from needgraph.querying.asking import Endpoint, ask
from needgraph.tables.tsv import Row

CONCERNED = ("ladder", "gap")


class Known(NamedTuple):
    """What decisions may speak of: ids that stand, tombstones with date and reason, concerns, and who decides.

    ``curators`` gives for each whether it is a person or software.
    """

    ids: frozenset[str]
    withdrawn: Mapping[str, str]
    editions: frozenset[str]
    concerns: frozenset[str]
    curators: Mapping[str, str]


class Problem(NamedTuple):
    """A decision's row and what is wrong with it."""

    decision: Decision
    what: str


def known_things(endpoint: Endpoint, curators: Sequence[Row]) -> Known:
    """Return what decisions may speak of, as the graphs have it."""
    ids = {str(row["id"]) for question in ("statements", "rules") for row in ask(endpoint, question).records()}
    withdrawn = {str(row["id"]): f"{row['date']}: {row['reason']}" for row in ask(endpoint, "withdrawn").records()}
    editions = {f"{row['authority']}/{row['edition']}" for row in ask(endpoint, "editions").records()}
    concerns = {str(row["code"]) for row in ask(endpoint, "code-list", {"scheme": "concern"}).records()}
    kinds = {row["id"]: row["kind"] for row in curators}
    return Known(frozenset(ids), withdrawn, frozenset(editions), frozenset(concerns), kinds)


def problems(decisions: Sequence[Decision], scheme: Scheme, editions: Sequence[str], known: Known) -> list[Problem]:
    """Return everything that is wrong with some decisions, in the order of their rows.

    ``editions`` are the ids of those that the scheme joins. Withdrawn decisions are kept as they were written: only
    their id, kind and status are judged.
    """
    found = [
        Problem(each, what)
        for each in decisions
        for what in (
            *row_problems(each),
            *(_against_graphs(each, scheme, editions, known) if each.live else ()),
        )
    ]
    found += _same_id(decisions)
    live = [each for each in decisions if each.live]
    found += _same_pair(live)
    found += _contradictions(live)
    return sorted(found, key=lambda each: each.decision.row.line)


def scheme_warnings(scheme: Scheme, tiers: Mapping[str, str]) -> Iterator[str]:
    """Yield what a target scheme leaves open: tiers on no target level or on several; ``tiers`` are names by number."""
    for tier, name in sorted(tiers.items()):
        on = [level.number for level in scheme.levels if tier in level.tiers]
        if not on:
            yield (
                f"The scheme puts tier {tier} ({name}) on no target level: what the documents place on that tier has "
                "no place in it."
            )
        elif len(on) > 1:
            yield (
                f"The scheme puts tier {tier} ({name}) on target levels {' and '.join(map(scheme.name, on))}: what the "
                "documents place on that tier follows to none of them, unless a decision puts it there."
            )


def _against_graphs(decision: Decision, scheme: Scheme, editions: Sequence[str], known: Known) -> Iterator[str]:
    for side, ids in (("subject", decision.subject), ("object", decision.object)):
        for each in ids:
            yield from _unknown(side, each, known)
        whose = dict.fromkeys("/".join(each.split("/")[:2]) for each in ids)
        if len(whose) > 1:
            yield f"{side} names statements of {' and '.join(whose)}; each side is one edition"
        for edition in whose:
            if edition in known.editions and edition not in editions:
                yield f"{side} is of {edition}, which the scheme does not join; it joins: {', '.join(editions)}"
        if len(ids) > 1 and any(map(names_edition, ids)):
            yield f"{side} names an edition among statements; name the edition alone where it does not say"
    first, second = ({"/".join(each.split("/")[:2]) for each in ids} for ids in (decision.subject, decision.object))
    if first & second:
        yield f"both sides are of {', '.join(sorted(first & second))}; a divergence lies between two editions"
    for concern in filter(None, decision.concern.split(" | ")):
        if decision.kind in CONCERNED and concern.removeprefix("concern/") not in known.concerns:
            yield f"concern {concern!r} is not one of the hub{nearest(concern, known.concerns)}"
    numbers = [level.number for level in scheme.levels]
    if decision.target and decision.target not in numbers:
        yield f"target_level {decision.target!r} is not in {scheme.path.name}; it has: {', '.join(numbers)}"
    curator = decision.row["curator"]
    if curator not in known.curators:
        yield f"curator {curator!r} is not in curators.tsv{nearest(curator, known.curators)}"
    elif decision.status == "agreed" and known.curators[curator] != "person":
        yield f"is agreed by {curator}, which is software; people decide: leave it proposed, or name who agreed it"


def _unknown(side: str, identifier: str, known: Known) -> Iterator[str]:
    if identifier in known.withdrawn:
        yield (
            f"{side} {identifier} was withdrawn ({known.withdrawn[identifier]}); "
            "decide again on what stands now, or set the status to withdrawn"
        )
    elif names_edition(identifier):
        if identifier not in known.editions:
            yield f"{side} {identifier!r} is no edition{nearest(identifier, known.editions)}"
    elif identifier not in known.ids:
        yield f"{side} {identifier!r} is no statement or rule of these graphs{nearest(identifier, known.ids)}"


def _same_id(decisions: Sequence[Decision]) -> Iterator[Problem]:
    first: dict[str, Decision] = {}
    for each in decisions:
        other = first.setdefault(each.id, each)
        if other is not each:
            yield Problem(each, f"id {each.id} stands already in row {other.row.line}; give each decision its own")


def _same_pair(live: Sequence[Decision]) -> Iterator[Problem]:
    first: dict[tuple[str, frozenset[str]], Decision] = {}
    for each in live:
        other = first.setdefault((each.kind, each.ends), each)
        if other is not each:
            agree = (each.choice, each.wording, each.target) == (other.choice, other.wording, other.target)
            how = "says the same again" if agree else "contradicts it"
            yield Problem(
                each,
                f"{each.id} is about the same as {other.id} in row {other.row.line} and {how}; "
                "keep one, and set the status of the other to withdrawn",
            )


def _contradictions(live: Sequence[Decision]) -> Iterator[Problem]:
    """Yield the decisions that keep words which another one replaces, or place them at another target level."""
    for one, other in itertools.combinations(live, 2):
        if one.kind == other.kind and one.ends == other.ends:
            continue
        clash = sorted({*one.kept} & {*other.replaced} | {*other.kept} & {*one.replaced})
        if clash:
            yield Problem(
                other,
                f"{other.id} and {one.id} in row {one.row.line} contradict each other: one keeps the words of "
                f"{', '.join(clash)}, the other replaces them; people have to settle which",
            )
        twice = sorted({*one.kept} & {*other.kept})
        if twice and one.target and other.target and one.target != other.target:
            yield Problem(
                other,
                f"{other.id} puts {', '.join(twice)} at target level {other.target}, {one.id} in row {one.row.line} at "
                f"{one.target}; people have to settle which",
            )
