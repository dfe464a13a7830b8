"""What changed between two editions of one authority, in policy words, and what that makes stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from needgraph.comparing.ranking import line_between
from needgraph.consent.rules import Level, Rule
from needgraph.diff.directions import direction, rule_steps, sign_steps
from needgraph.diff.editions import Edition, Passage
from needgraph.diff.matching import proposals
from needgraph.diff.stale import Pins
from needgraph.querying.answers import Answer

COLUMNS = ("change", "id", "old", "new", "stale", "reason")
# A question mark marks a proposal: ids differ, and a person says whether the statement is the same.
CHANGES = (
    "moved", "reworded", "tightened", "loosened", "new", "withdrawn", "moved?", "reworded?",
)  # fmt: skip
KEEP_ID = "give the new statement the old id if it is the same"
Stale = Callable[[tuple[str, ...]], str]


class Change(NamedTuple):
    """One change and its place: levels come first, then statements and rules in the order of the document."""

    order: tuple[int, int, int, str]
    change: str
    id: str
    old: str
    new: str
    stale: str
    reason: str


class Difference(NamedTuple):
    """The changes as an answer, and what has to be said beside them."""

    answer: Answer
    notes: tuple[str, ...]


def difference(old: Edition, new: Edition) -> Difference:
    """Return what changed from one edition to the next.

    Statements are matched by the part of their id that a re-issued document keeps. ``id`` is that in the new edition,
    or in the old one where it is gone; ``old`` and ``new`` give level, words and place, ``stale`` the mapping rows and
    decisions that pin the old statement. A statement that is both moved and reworded has a row for each.
    """
    pins = Pins(old.data)

    def stale(ids: tuple[str, ...]) -> str:
        return " | ".join(pins.of(ids))

    same_words = 0
    changes = [*_levels(old, new), *_kept(old, new, stale)]
    gone = [each for local, each in old.passages.items() if local not in new.passages]
    come = [each for local, each in new.passages.items() if local not in old.passages]
    known = set()
    for proposal in proposals(gone, come):
        known |= {proposal.old.id, proposal.new.id}
        if proposal.alike == 1 and proposal.old.where == proposal.new.where:
            same_words += 1
            continue
        change = "moved?" if proposal.alike == 1 else "reworded?"
        how = "the same words" if proposal.alike == 1 else (
            f"{proposal.alike:.0%} of the letters alike, and no other statement comes near"
        )  # fmt: skip
        reason = f"Proposed: no shared id, but {how}; {KEEP_ID}."
        changes.append(_row(proposal.new, change, proposal.old, proposal.new, stale, reason))
    changes += [
        _row(each, "withdrawn", each, None, stale, "No longer printed.") for each in gone if each.id not in known
    ]
    changes += [
        _row(each, "new", None, each, stale, "Printed for the first time.") for each in come if each.id not in known
    ]
    ruled, reread = _rules(old, new, stale)
    changes += ruled
    rows = tuple(each[1:] for each in sorted(changes))
    return Difference(Answer(COLUMNS, rows), _notes(old, new, rows, same_words, reread))


def _kept(old: Edition, new: Edition, stale: Stale) -> Iterator[Change]:
    for local, before in old.passages.items():
        after = new.passages.get(local)
        if after is None:
            continue
        if (before.levels, before.heading) != (after.levels, after.heading):
            line = line_between(_tiers(old, before), _tiers(new, after))
            across = f", across the line between {line}" if line else ""
            yield _row(after, "moved", before, after, stale, f"From {before.where} to {after.where}{across}.")
        if before.words != after.words:
            steps = sign_steps(before, after)
            said = "; ".join(step.words for step in steps)
            way = direction(steps)
            if way:
                yield _row(after, way, before, after, stale, f"As we read the words: {said}.")
            mixed = "It asks for more in one respect and less in another" if {-1, 1} <= {s.sign for s in steps} else ""
            reason = "; ".join(filter(None, ["" if way else mixed, "" if way else said]))
            yield _row(after, "reworded", before, after, stale, f"{reason}." if reason else "Other words.")


def _levels(old: Edition, new: Edition) -> Iterator[Change]:
    before, after = ({level.number: level for level in each.rules.levels} for each in (old, new))
    for place, number in enumerate(dict.fromkeys([*before, *after])):
        was, now = before.get(number), after.get(number)
        order = (0, place, 0, number)
        name = f"{(new if now else old).id}/level/{number}"
        if was and now:
            if was.tiers != now.tiers:
                yield Change(
                    order, "moved", name, _level(was), _level(now), "",
                    "The level stands on other tiers, as we read it; the relation of level of every mapped pair at it "
                    "is derived anew.",
                )  # fmt: skip
        elif now:
            yield Change(order, "new", name, "", _level(now), "", "A level that the old edition does not have.")
        elif was:
            yield Change(order, "withdrawn", name, _level(was), "", "", "A level that the new edition does not have.")


def _rules(old: Edition, new: Edition, stale: Stale) -> tuple[list[Change], int]:
    """Return how rules changed, and how many are only read otherwise although their words stand as they stood."""
    before, after = ({rule.id.rpartition("/")[2]: rule for rule in each.rules.rules} for each in (old, new))
    changes, reread = list[Change](), 0
    for local, rule in (before | after).items():
        was, now = before.get(local), after.get(local)
        steps = rule_steps(was, now) if was and now else []
        if was and now and not steps:
            continue
        if not _words_changed(was, now, old, new):
            reread += 1
            continue
        said = "; ".join(step.words for step in steps)
        change = direction(steps) or "reworded" if was and now else "new" if now else "withdrawn"
        reason = f"Rule: {said}." if said else f"Rule: {'no longer' if was else 'not before'} among those read."
        ids = (was.id, *(quote.id for quote in was.quotes)) if was else ()
        order = (1, rule.place[0], 1, local)
        changes.append(Change(order, change, rule.id, _rule(was), _rule(now), stale(ids), reason))
    return changes, reread


def _tiers(edition: Edition, passage: Passage) -> frozenset[int]:
    levels = (level for level in edition.rules.levels if level.number in passage.levels)
    return frozenset(int(tier) for level in levels for tier in level.tiers)


def _words_changed(was: Rule | None, now: Rule | None, old: Edition, new: Edition) -> bool:
    """Tell whether the passages a rule rests on differ between the editions in words or level."""
    locals_ = {quote.id.rpartition("/")[2] for rule in (was, now) if rule for quote in rule.quotes}
    for local in locals_:
        before, after = old.passages.get(local), new.passages.get(local)
        if before is None or after is None or (before.words, before.levels) != (after.words, after.levels):
            return True
    return False


def _row(about: Passage, change: str, old: Passage | None, new: Passage | None, stale: Stale, reason: str) -> Change:
    pinned = stale((old.id,)) if old else ""
    order = (1, about.start, 0, f"{CHANGES.index(change)}{about.local}")
    return Change(order, change, about.id, old.shown if old else "", new.shown if new else "", pinned, reason)


def _rule(rule: Rule | None) -> str:
    if rule is None:
        return ""
    quotes = " ".join(f"“{' '.join(quote.text.split())}” ({quote.place})" for quote in rule.quotes)
    return f"{rule.label} {quotes}"


def _level(level: Level) -> str:
    tiers = f"{'tiers' if level.tiers[1:] else 'tier'} {', '.join(level.tiers) or 'none'}"
    return f"Level {level.number} (“{level.name}”): {tiers}"


def _notes(
    old: Edition, new: Edition, rows: tuple[tuple[str, ...], ...], same_words: int, reread: int
) -> tuple[str, ...]:
    shared = sum(local in new.passages for local in old.passages)
    notes = [
        f"{old.id} has {len(old.passages)} quoted statements, {new.id} {len(new.passages)}; {shared} share an id.",
    ]
    if not rows:
        notes.append(
            f"No difference was found between {old.id} and {new.id}, as far as their statements, levels and rules "
            "were written down; the documents themselves were not compared."
        )
    if same_words:
        notes.append(f"{same_words} statements have the same words in the same place under another id; {KEEP_ID}.")
    if reread:
        notes.append(
            f"{reread} rules are read otherwise although their words stand as they stood; they are not listed."
        )
    if old.summarised or new.summarised:
        notes.append(
            f"Passages that are summarised and not quoted ({old.summarised} and {new.summarised}) were not compared."
        )
    pinned = {pin for row in rows for pin in row[4].split(" | ") if pin}
    if pinned:
        notes.append(f"{len(pinned)} mapping rows and decisions pin a statement that changed; look at them again.")
    return tuple(notes)
