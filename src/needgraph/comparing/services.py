"""Compare services, plans, forms and contacts by the role they play, whatever each edition calls them; and outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from needgraph.comparing.facts import Facts, Record
from needgraph.comparing.ranking import level_relation
from needgraph.comparing.rows import NOT_SAID, Line, sentence, side_of, silent, unknown

FORM, FRONT_DOOR = "request-form", "front-door"
AS_PRINTED = "Numbers and hours are as printed in an undated document, not verified since"


class Named(NamedTuple):
    """What plays a role in one edition: the passages that name it, and how to reach it."""

    passages: tuple[str, ...]
    called: tuple[str, ...]
    kinds: frozenset[str]
    reach: tuple[str, ...]
    timed: bool


def service_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each role that something plays in either of two editions: service, assessment or contact."""
    first, second = roles_of(facts, one), roles_of(facts, other)
    for role in sorted({*first, *second}):
        name = first.get(role, second.get(role, ("", _NOBODY)))[0]
        ours, theirs = (named.get(role, ("", _NOBODY))[1] for named in (first, second))
        yield _line(facts, role, name, (one, other), (ours, theirs))
    for edition, named in ((one, first), (other, second)):
        doors = [each for role, (_, each) in named.items() if role == FRONT_DOOR]
        if not any(each.timed for each in doors):
            # Where a front door was read, its hours were looked for.
            read = (
                "stated; " + NOT_SAID
                if doors
                else "in the graph, nor any front door; that says nothing of the document"
            )
            remark = f"{facts.names[edition]}: no hours of a front door are {read}"
            sides = [silent(each) if each == edition and doors else unknown(each) for each in (one, other)]
            yield Line("contact", "opening-hours", sides[0], "no-hours", "", "", sides[1], "access", sentence([remark]))


def outcome_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each level at which either of two editions says what help is to achieve."""
    first: dict[str, list[str]] = {level: [] for level in facts.tiers[one]}
    second: dict[str, list[str]] = {level: [] for level in facts.tiers[other]}
    for levels, edition in ((first, one), (second, other)):
        for passage in facts.of_kind(edition, "outcome"):
            for level in passage.levels:
                levels[level].append(passage.id)
    done: set[str] = set()
    for level, ids in first.items():
        tiers = facts.tiers[one][level]
        met = [each for each in second if second[each] and tiers & facts.tiers[other][each]]
        done.update(met)
        if ids or met:
            yield _outcome(facts, one, other, ids, [each for at in met for each in second[at]])
    for level, ids in second.items():
        if ids and level not in done:
            yield _outcome(facts, one, other, [], ids)


def roles_of(facts: Facts, edition: str) -> dict[str, tuple[str, Named]]:
    """Return for each role its name and what plays it in an edition."""
    grouped: dict[str, list[Record]] = {}
    for row in facts.roles[edition]:
        grouped.setdefault(str(row["role"]), []).append(row)
    return {role: (str(rows[0]["name"]), _named(facts, rows)) for role, rows in grouped.items()}


_NOBODY = Named((), (), frozenset(), (), timed=False)


def _named(facts: Facts, rows: Sequence[Record]) -> Named:
    passages = {str(row["passage"]) for row in rows if row["passage"] in facts.passages}
    reach: dict[str, None] = {}
    for row in rows:
        if row["kind"] == "contact":
            parts = [str(row[part]) for part in ("phone", "email") if row[part]]
            reach[f"{row['called']}: {', '.join([*(parts or ['no number']), _hours(row)])}"] = None
    return Named(
        tuple(sorted(passages, key=lambda each: (facts.passages[each].start, each))),
        tuple(dict.fromkeys(str(row["called"]) for row in rows)),
        frozenset(str(row["kind"]) for row in rows),
        tuple(reach),
        timed=any(row["hours"] for row in rows),
    )


def _hours(row: Record) -> str:
    """Return the hours of a contact, or in which words they are printed without times."""
    printed = "” and “".join(str(row["hours_printed"]).split(" | "))
    if row["hours"] or not printed:
        return str(row["hours"] or "no hours printed")
    return f"no clock times; printed: “{printed}”"


def _line(facts: Facts, role: str, name: str, editions: tuple[str, str], named: tuple[Named, Named]) -> Line:
    tiers = [facts.tiers_of(each.passages) for each in named]
    level = level_relation(*tiers)
    kinds = named[0].kinds | named[1].kinds
    kind = "contact" if "contact" in kinds or role == FORM else "service" if "service" in kinds else "assessment"
    remark = [f"Role: {name}"]
    bases = {edition: _unnamed(facts, edition, role, kind, tiers[0] | tiers[1]) for edition in editions}
    sides = [
        side_of(facts, each.passages) if each.passages
        else silent(edition) if NOT_SAID in bases[edition][0] else unknown(edition)
        for edition, each in zip(editions, named, strict=True)
    ]  # fmt: skip
    for edition, each in zip(editions, named, strict=True):
        if not each.passages:
            remark += bases[edition]
        elif each.reach:
            remark.append(f"{facts.names[edition]}: {'; '.join(each.reach)}")
        elif kind == "service":
            remark += _by_tier(facts, edition, each.passages)
    if any(each.reach for each in named):
        remark.append(AS_PRINTED)
    one_sided = not all(each.passages for each in named)
    relation = "one-only" if one_sided else "same-role"
    criterion = "agreement" if level == "same" and kind != "contact" else "access"
    weight = ("contact", "assessment", "service").index(kind) * 2 + (0 if one_sided or named[0].reach else 1)
    return Line(
        kind, role, sides[0], relation, "", level, sides[1], criterion, sentence(remark), f"role {role}", weight
    )  # fmt: skip


def _by_tier(facts: Facts, edition: str, passages: Sequence[str]) -> list[str]:
    """Return on which tiers services are printed, and which other levels have them as those of a level below."""
    told = []
    for level in facts.levels_of(passages):
        tiers = " and ".join(facts.tier_names[tier] for tier in sorted(facts.tiers[edition][level]))
        others = facts.inherited[edition].get(level, [])
        told.append(
            f"{facts.names[edition]} Level {level} is {tiers or 'placed on no tier'}"
            + (f"; its services stay available at Level {', '.join(others)}" if others else "")
        )
    return told


def _unnamed(facts: Facts, edition: str, role: str, kind: str, tiers: frozenset[int]) -> list[str]:
    """Return that an edition names nothing in a role; that it does not say only where a silence on it is recorded."""
    name = facts.names[edition]
    if kind == "service":
        told = f"{name} lists no service in this role, as far as services were read from it; other words may name one"
        return [told, _basis(facts, edition, "services-by-level", tiers)]
    basis = _basis(facts, edition, role, tiers)
    if basis:
        return [f"{name} names nothing in this role; {NOT_SAID}", basis]
    return [f"{name} names nothing in this role, as far as its contacts, assessments and plans were read"]


def _outcome(facts: Facts, one: str, other: str, first: Sequence[str], second: Sequence[str]) -> Line:
    sides = [side_of(facts, ids) if ids else silent(each) for each, ids in ((one, first), (other, second))]
    level = level_relation(facts.tiers_of(first), facts.tiers_of(second))
    remark = ["What help at this level is to achieve"]
    for edition, ids in ((one, first), (other, second)):
        if not ids:
            remark += [f"{facts.names[edition]}: {NOT_SAID}", _basis(facts, edition, "desired-outcome")]
    relation = "same-role" if first and second else "one-only"
    return Line(
        "service", "desired-outcome", sides[0], relation, "", level, sides[1], "access", sentence(remark), "outcome", 6
    )  # fmt: skip


def _basis(facts: Facts, edition: str, matter: str, tiers: frozenset[int] = frozenset()) -> str:
    """Return how a silence on a matter was established, where it holds at one of these tiers or at no level."""
    facet = {
        FORM: "referral-form",
        "early-help-advice": "early-help-contact",
        "non-emergency-police": "non-emergency-number",
    }.get(matter, matter)
    for row in facts.silences[edition]:
        levels = [level for level in str(row["level"]).split(" | ") if level]
        reached = facts.tiers_at((edition, level) for level in levels)
        if row["facet"] == facet and (not levels or reached & tiers):
            return f"Basis: {row['basis']}"
    return ""
