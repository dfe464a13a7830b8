"""What would move under a target scheme: levels, indicators, rules and services, before anyone adopts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from needgraph.consent.rules import Rule, read_rules
from needgraph.decisions.collisions import collisions_moved
from needgraph.decisions.folder import Decided
from needgraph.decisions.scheme import Landing, Scheme
from needgraph.querying.answers import Answer, Value
from needgraph.querying.asking import Endpoint, ask

LEVELS = (
    "edition", "level", "name", "tiers", "target", "target_name", "standing", "indicators", "rules", "services", "why",
)  # fmt: skip
MOVED = ("id", "edition", "level", "target", "change", "quote", "place", "why")
RULES = ("id", "edition", "level", "target", "change", "rule", "quote", "place", "why")
# What the front door decides about a threshold decides at which level such a rule is of use.
THRESHOLD = frozenset(("threshold-met", "threshold-not-met"))
# What becomes of the printed number; what follows from no or several target levels is for people to decide.
SAME, OTHER, EVERY, UNDECIDED = "same number", "other number", "every level", "undecided"


class Moves(NamedTuple):
    """What moves, as tables of answers: levels, indicators, rules, services, and collisions between rules."""

    levels: Answer
    indicators: Answer
    rules: Answer
    services: Answer
    collisions: Answer


class Placing:
    """Where the levels of the joined editions land, and the statements that decisions place by themselves."""

    def __init__(self, endpoint: Endpoint, decided: Decided) -> None:
        self.scheme: Scheme = decided.scheme
        self.editions = decided.editions
        self.levels = [
            row for row in ask(endpoint, "levels").records() if f"{row['authority']}/{row['edition']}" in self.editions
        ]
        self.tiers = {
            (f"{row['authority']}/{row['edition']}", str(row["level"])): _split(row["tiers"]) for row in self.levels
        }
        self.by_decision = {
            end: each
            for each in decided.decisions
            if each.decides and each.target and each.choice != "refer-upward"
            for end in each.ends
        }

    def of_level(self, edition: str, level: str) -> Landing:
        """Return where a printed level lands."""
        return self.scheme.landing(self.tiers.get((edition, level), ()))

    def of(self, identifier: str, levels: Sequence[str]) -> Landing:
        """Return where something printed at some levels lands; a decision that places it goes before the tiers."""
        decision = self.by_decision.get(identifier)
        if decision:
            return Landing((decision.target,))
        return self.of_levels("/".join(identifier.split("/")[:2]), levels)

    def of_levels(self, edition: str, levels: Sequence[str]) -> Landing:
        """Return where something printed at some levels of an edition lands together."""
        if not levels:
            return Landing((), "it is bound to no level")
        landings = [self.of_level(edition, level) for level in levels]
        targets = tuple(dict.fromkeys(target for each in landings for target in each.targets))
        whys = "; ".join(dict.fromkeys(each.why for each in landings if each.why))
        if not whys and len(targets) > 1:
            whys = f"printed for levels {', '.join(levels)}, which land on {' and '.join(targets)}"
        return Landing(targets, whys)

    def reason(self, identifier: str) -> str:
        """Return by which decision something was placed, or nothing."""
        decision = self.by_decision.get(identifier)
        return f"{decision.status} in {decision.id}" if decision else ""


def what_moves(endpoint: Endpoint, decided: Decided) -> Moves:
    """Return what would move if the scheme of some decisions were adopted.

    A printed level lands where its tiers do. What lands on no target level or on several is ``undecided`` and keeps
    an empty ``target``, unless a decision places it; nothing is guessed. A rule bound to no level goes along to every
    level, but one that depends on whether a threshold is met is ``undecided``.
    """
    placing = Placing(endpoint, decided)
    statements = [
        row
        for row in ask(endpoint, "statements").records()
        if f"{row['authority']}/{row['edition']}" in placing.editions and row["quote"]
    ]
    rules = {edition: read_rules(endpoint, edition) for edition in placing.editions}
    signs, services = (
        Answer(MOVED, tuple(_moved(placing, row) for row in statements if row["kind"] == kind))
        for kind in ("indicator", "service")
    )
    ruled = Answer(
        RULES, tuple(_rule_moved(placing, each.path, rule) for each in rules.values() for rule in each.rules)
    )
    return Moves(
        _levels(placing, (signs, ruled, services)), signs, ruled, services, collisions_moved(placing.of_level, rules)
    )


def changed(landing: Landing, levels: Sequence[str]) -> str:
    """Return what becomes of the printed number."""
    if not landing.target:
        return UNDECIDED if levels else EVERY
    return SAME if levels == [landing.target] else OTHER


def _moved(placing: Placing, row: Mapping[str, Value]) -> tuple[Value, ...]:
    name, levels = str(row["id"]), list(_split(row["level"]))
    landing = placing.of(name, levels)
    return (
        name, f"{row['authority']}/{row['edition']}", " | ".join(levels), landing.target, changed(landing, levels),
        row["quote"], f"{name} {row['start']}–{row['end']}", landing.why or placing.reason(name),
    )  # fmt: skip


def _rule_moved(placing: Placing, edition: str, rule: Rule) -> tuple[Value, ...]:
    target, change, why = rule_landing(placing, edition, rule)
    return (
        rule.id, edition, " | ".join(rule.levels), target, change, rule.label,
        " | ".join(quote.text for quote in rule.quotes), " | ".join(quote.place for quote in rule.quotes), why,
    )  # fmt: skip


def rule_landing(placing: Placing, edition: str, rule: Rule) -> tuple[str, str, str]:
    """Return the target levels a rule lands on, what becomes of its printed levels, and why."""
    levels = list(rule.levels)
    if not levels and rule.id not in placing.by_decision:
        about = [term.name for term in rule.conditions if term.id in THRESHOLD]
        if about:
            why = f"it is bound to no level but depends on a decision ({' and '.join(about)}): no target level follows"
            return "", UNDECIDED, why
        return "", EVERY, "it is bound to no level: it goes along to all"
    each = [placing.of_level(edition, level) for level in levels]
    if len(levels) > 1 and rule.id not in placing.by_decision and all(landing.target for landing in each):
        # Printed for several levels, a rule goes along with every one of them; nothing is in doubt.
        targets = list(dict.fromkeys(landing.target for landing in each))
        return " | ".join(targets), SAME if targets == levels else OTHER, ""
    landing = placing.of(rule.id, levels)
    return landing.target, changed(landing, levels), landing.why or placing.reason(rule.id)


def _levels(placing: Placing, tables: tuple[Answer, ...]) -> Answer:
    counts = [
        Counter((str(row["edition"]), level) for row in table.records() for level in _split(row["level"]))
        for table in tables
    ]
    names = {level.number: level.name for level in placing.scheme.levels}
    rows = []
    for row in placing.levels:
        edition, level = f"{row['authority']}/{row['edition']}", str(row["level"])
        landing = placing.of_level(edition, level)
        standing = "lands" if landing.target else UNDECIDED
        rows.append(
            (
                edition, level, row["name"], row["tiers"], landing.target, names.get(landing.target, ""), standing,
                *(count[edition, level] for count in counts), landing.why,
            )
        )  # fmt: skip
    return Answer(LEVELS, tuple(rows))


def _split(cell: Value) -> tuple[str, ...]:
    return tuple(str(cell).split(" | ")) if cell else ()
