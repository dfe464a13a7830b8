"""Compare words and numbers: definitions and statutory tests, terms, names of one role, and printed quantities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from needgraph.comparing.facts import Facts, Record
from needgraph.comparing.passages import DEADLINES
from needgraph.comparing.ranking import STATUTORY, crosses, level_relation
from needgraph.comparing.rows import NOT_SAID, Line, sentence, side_of, silent
from needgraph.comparing.services import Named, roles_of

SIGNS = {"lt": "under", "lteq": "at most", "eq": "exactly", "gteq": "at least", "gt": "more than"}
PLURALS = {"child": "children", "percent": "per cent"}
# For what a passage cites a provision, named or in its words, as a sentence about its edition says it.
CITED = {
    "defines": "for the meaning of a term",
    "requires": "as a duty",
    "authorises": "as a power",
    "refers": "without saying more",
}
# A provision that is cited so sets a test, a duty or a power.
TESTS = {"defines", "requires", "authorises"}


def definition_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each provision of law that both editions cite, or one defines, and for each own definition."""
    cited: dict[str, dict[str, list[Record]]] = defaultdict(lambda: {one: [], other: []})
    for edition in (one, other):
        for row in facts.citations[edition]:
            cited[str(row["target"])][edition].append(row)
    told: set[str] = set()
    for _, sides in sorted(cited.items()):
        rows = sides[one] + sides[other]
        both = bool(sides[one] and sides[other])
        if not both and not any(row["role"] == "defines" for row in rows):
            continue
        told.update(str(row["id"]) for row in rows)
        label = str(rows[0]["label"])
        remark = [f"Provision: {label}", *(_citing(facts.names[each], found) for each, found in sides.items())]
        ids = [list(dict.fromkeys(str(row["id"]) for row in sides[each])) for each in (one, other)]
        line = _line(facts, "definition", "statutory-test", (one, other), ids, "same-provision" if both else "one-only",
                     remark, f"law {label}", 0 if both else 2)  # fmt: skip
        tested = both and any(row["role"] in TESTS for row in rows)
        tiers = [facts.tiers_of(own) for own in ids]
        statutory = all(max(each, default=0) >= STATUTORY for each in tiers) or crosses(*tiers)
        yield line._replace(criterion="statutory-test") if tested and statutory else line
    for edition in (one, other):
        for passage in facts.of_kind(edition, "definition"):
            if passage.id not in told:
                ids = [[passage.id] if each == edition else [] for each in (one, other)]
                remark = [f"{facts.names[edition]} defines; a definition of the same was not read in the other"]
                yield _line(facts, "definition", "", (one, other), ids, "one-only", remark, "definition", 4)


def term_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each role under two names, each term that both explain, and each level number that differs."""
    first, second = roles_of(facts, one), roles_of(facts, other)
    for role in first:
        if role in second:
            (name, ours), (_, theirs) = first[role], second[role]
            kinds = ours.kinds | theirs.kinds
            # Services stand in lines of their own; a plan has a name only where each edition uses one.
            one_name = "assessment-or-plan" in kinds and len(ours.called) == len(theirs.called) == 1
            # The words of a sign say what happens with a plan, not what it is called.
            one_name &= not any("indicator" in facts.passages[each].kinds for each in ours.passages + theirs.passages)
            if "contact" not in kinds and not one_name:
                continue
            remark = [f"One role, {name}: {_called(facts, ours)} and {_called(facts, theirs)}"]
            if not _one_name(ours.called, theirs.called):
                ids = [list(ours.passages), list(theirs.passages)]
                yield _line(facts, "term", role, (one, other), ids, "same-role-other-name", remark, f"role {role}", 2)
    terms: dict[str, dict[str, list[Record]]] = defaultdict(lambda: {one: [], other: []})
    for edition in (one, other):
        for row in facts.terms[edition]:
            terms[str(row["term"])][edition].append(row)
    for term, sides in sorted(terms.items()):
        if sides[one] and sides[other]:
            meanings = [sorted({str(row["expansion"]) for row in sides[each]}) for each in (one, other)]
            ids = [[str(row["id"]) for row in sides[each]] for each in (one, other)]
            folded = [{meaning.casefold() for meaning in each} for each in meanings]
            relation = "same-word-same-meaning" if folded[0] == folded[1] else "same-word-other-meaning"
            remark = [f"{term}: “{'”, “'.join(meanings[0])}” and “{'”, “'.join(meanings[1])}”"]
            line = _line(facts, "term", term, (one, other), ids, relation, remark, f"term {term}", 1)
            yield line if relation.endswith("other-meaning") else line._replace(criterion="agreement", weight=3)
    yield from _levels(facts, one, other)


def quantity_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each printed quantity: where each edition draws the line.

    A deadline that only one edition prints stands in the line of its rule, if a rule was read from it.
    """
    printed: dict[str, dict[str, list[Record]]] = defaultdict(lambda: {one: [], other: []})
    for edition in (one, other):
        for row in facts.quantities[edition]:
            printed[str(row["quantity"])][edition].append(row)
    for quantity, sides in sorted(printed.items()):
        ids = [list(dict.fromkeys(str(row["id"]) for row in sides[each])) for each in (one, other)]
        ruled = {each for edition in (one, other) for rule in facts.rules[edition] for each in rule.passages}
        if quantity in DEADLINES and not all(ids) and ruled.issuperset(ids[0] + ids[1]):
            continue
        remark = [f"Quantity: {quantity.replace('-', ' ')}"]
        for each, rows in sides.items():
            lines = dict.fromkeys(f"{_measured(row)} ({str(row['id']).rpartition('/')[2]})" for row in rows)
            remark.append(f"{facts.names[each]}: {'; '.join(lines)}" if rows else f"{facts.names[each]}: {NOT_SAID}")
            if not rows:
                remark += [f"Basis: {row['basis']}" for row in facts.silences[each]
                           if row["facet"] == DEADLINES.get(quantity)][:1]  # fmt: skip
        relation = "both" if all(ids) else "one-only"
        kind = "rule" if quantity in DEADLINES else "quantity"
        concern = "deadline" if kind == "rule" else quantity
        line = _line(facts, kind, concern, (one, other), ids, relation, remark, f"quantity {quantity}", 3)
        yield line._replace(criterion="safety", weight=0) if kind == "rule" else line


def _citing(name: str, rows: Sequence[Record]) -> str:
    """Return for what an edition cites a provision, or that no words that cite it were read."""
    if not rows:
        return f"{name}: {NOT_SAID}, as far as words that point to it were read; others may touch on the matter"
    roles = {str(row["role"]) for row in rows}
    found = [words for role, words in CITED.items() if role in roles]
    partly = "partly " if len(found) > 1 else ""
    return f"The words of {name} point to it {', '.join(partly + words for words in found)}"


def _called(facts: Facts, named: Named) -> str:
    """Return what plays a role by its names: those in quotation marks as they are printed, the rest in our words."""
    quotes = [facts.passages[each].quote for each in named.passages]
    told = []
    for name in named.called:
        found = (re.search(re.escape(name), quote, re.IGNORECASE) for quote in quotes)
        printed = next((each[0] for each in found if each), "")
        told.append(f"“{printed}”" if printed else name)
    return ", ".join(dict.fromkeys(told))


def _one_name(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether names are the same, or one of them only says more."""
    first, second = (" | ".join(sorted(names)).casefold().rstrip("s") for names in (ours, theirs))
    return first in second or second in first


def _measured(row: Record) -> str:
    unit, many = str(row["unit"]), str(row["value"]) != "1"
    words = PLURALS.get(unit, f"{unit}s") if many else unit
    return f"{SIGNS.get(str(row['comparison']), row['comparison'])} {row['value']} {words}"


def _levels(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield the level numbers that stand on other tiers in the other edition."""
    for level, tiers in facts.tiers[one].items():
        theirs = facts.tiers[other].get(level)
        if theirs is None or tiers == theirs:
            continue
        ids = [[each.id for each in facts.of_kind(edition, "level-name") if level in each.levels][:1]
               for edition in (one, other)]  # fmt: skip
        placed = [
            f"{facts.names[edition]}: {' and '.join(facts.tier_names[tier] for tier in sorted(on)) or 'no tier'}"
            for edition, on in ((one, tiers), (other, theirs))
        ]
        remark = [f"“Level {level}” is not the same in both. {'; '.join(placed)}"]
        line = _line(facts, "term", f"level {level}", (one, other), ids, "same-word-other-meaning", remark, "level", 0)
        spanned = max(tiers | theirs, default=0) >= STATUTORY
        criterion = "level-number" if crosses(tiers, theirs) else "line-spanned" if spanned else "wording"
        yield line._replace(criterion=criterion)


def _line(
    facts: Facts, kind: str, concern: str, editions: Sequence[str], ids: Sequence[Sequence[str]], relation: str,
    remark: Sequence[str], group: str, weight: int,
) -> Line:  # fmt: skip
    sides = [side_of(facts, own) if own else silent(edition) for edition, own in zip(editions, ids, strict=True)]
    level = level_relation(facts.tiers_of(ids[0]), facts.tiers_of(ids[1]))
    return Line(
        kind, concern, sides[0], relation, "", level, sides[1], "wording", sentence(remark), group, weight
    )  # fmt: skip
