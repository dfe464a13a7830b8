"""Compare words and numbers: definitions and statutory tests, terms, names of one role, and printed quantities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from needgraph.comparing_facts import Facts, Record
from needgraph.comparing_ranking import STATUTORY, crosses, level_relation
from needgraph.comparing_rows import NOT_SAID, Line, sentence, side_of, silent
from needgraph.comparing_services import roles_of

SIGNS = {"lt": "<", "lteq": "≤", "eq": "=", "gteq": "≥", "gt": ">"}
# Which silence answers a deadline.
DEADLINES = {"response-time": "response-time", "referral-time": "response-time", "decision-notice-time":
             "decision-feedback"}  # fmt: skip


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
        uses = [
            f"{facts.names[each]} {', '.join(sorted({str(row['role']) for row in found}))}"
            for each, found in sides.items()
            if found
        ]
        remark = [f"Provision: {label}. Cited by {'; '.join(uses)}"]
        remark += [f"{facts.names[each]} does not cite it" for each, found in sides.items() if not found]
        ids = [list(dict.fromkeys(str(row["id"]) for row in sides[each])) for each in (one, other)]
        yield _line(facts, "definition", "statutory-test", (one, other), ids, "same-provision" if both else "one-only",
                    remark, f"law {label}", 0 if both else 2)  # fmt: skip
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
            if "contact" not in kinds and not one_name:
                continue
            remark = [f"One role, {name}: “{'”, “'.join(ours.called)}” and “{'”, “'.join(theirs.called)}”"]
            if {name.casefold() for name in ours.called} != {name.casefold() for name in theirs.called}:
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
            yield _line(facts, "term", term, (one, other), ids, relation, remark, f"term {term}",
                        1 if relation.endswith("other-meaning") else 3)  # fmt: skip
    yield from _levels(facts, one, other)


def quantity_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each printed quantity, deadlines first: where each edition draws the line."""
    printed: dict[str, dict[str, list[Record]]] = defaultdict(lambda: {one: [], other: []})
    for edition in (one, other):
        for row in facts.quantities[edition]:
            printed[str(row["quantity"])][edition].append(row)
    for quantity, sides in sorted(printed.items()):
        ids = [list(dict.fromkeys(str(row["id"]) for row in sides[each])) for each in (one, other)]
        remark = [f"Quantity: {quantity.replace('-', ' ')}"]
        for each, rows in sides.items():
            lines = dict.fromkeys(f"{SIGNS.get(str(r['comparison']), r['comparison'])} {r['value']} {r['unit']} "
                                  f"({str(r['id']).rpartition('/')[2]})" for r in rows)  # fmt: skip
            remark.append(f"{facts.names[each]}: {'; '.join(lines)}" if rows else f"{facts.names[each]}: {NOT_SAID}")
            if not rows:
                remark += [f"Basis: {row['basis']}" for row in facts.silences[each]
                           if row["facet"] == DEADLINES.get(quantity)][:1]  # fmt: skip
        relation = "both" if all(ids) else "one-only"
        kind = "rule" if quantity in DEADLINES else "quantity"
        concern = "deadline" if kind == "rule" else quantity
        line = _line(facts, kind, concern, (one, other), ids, relation, remark, f"quantity {quantity}", 3)
        yield line._replace(criterion="safety", weight=0) if kind == "rule" else line


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
