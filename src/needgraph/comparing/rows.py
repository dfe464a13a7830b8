"""The lines of a comparison: two sides with quotes and places, how they stand to each other, and why to look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from needgraph.comparing.facts import Facts
from needgraph.comparing.ranking import RANKING

COLUMNS = (
    "kind", "concern", "subject", "subject_level", "subject_quote", "subject_place", "relation", "severity_relation",
    "level_relation", "object", "object_level", "object_quote", "object_place", "rank", "reason",
)  # fmt: skip
KINDS = (
    "ladder", "rule", "gap", "service", "contact", "assessment", "definition", "term", "quantity", "projection",
)  # fmt: skip
# The sentence that stands in place of a place. It never means that something is not required.
NOT_SAID = "this document does not say"


class Side(NamedTuple):
    """One side of a line: ids, printed levels, quotes and places, several joined as in every answer."""

    id: str
    level: str
    quote: str
    place: str


class Line(NamedTuple):
    """One line of a comparison, in the order of ``COLUMNS`` but for ``criterion``, which gives rank and reason.

    ``group`` is what several lines are about together; the first of each group comes before the second of any.
    """

    kind: str
    concern: str
    subject: Side
    relation: str
    severity: str
    level: str
    object: Side
    criterion: str
    remark: str
    group: str = ""
    weight: int = 0

    def row(self) -> tuple[str | int, ...]:
        """Return the line in the order of ``COLUMNS``."""
        criterion = RANKING[self.criterion]
        reason = f"{criterion.title}: {criterion.why}. {self.remark}".strip()
        relations = (self.relation, self.severity, self.level)
        return (self.kind, self.concern, *self.subject, *relations, *self.object, criterion.rank, reason)


def side_of(facts: Facts, ids: Sequence[str], levels: Sequence[str] | None = None) -> Side:
    """Return the side that some passages make; ``levels`` where they are not those at which the passages stand."""
    passages = [facts.passages[each] for each in ids]
    return Side(
        " | ".join(ids),
        " | ".join(facts.levels_of(ids) if levels is None else levels),
        " | ".join(passage.quote for passage in passages),
        " | ".join(f"{passage.id} {passage.start}–{passage.end}" for passage in passages),
    )


def silent(edition: str, level: str = "") -> Side:
    """Return the side of an edition that does not say."""
    return Side(edition, level, "", NOT_SAID)


def unread(edition: str, words: str) -> Side:
    """Return the side of an edition of which no passage was read as what is meant, with the words that say so."""
    return Side(edition, "", "", words)


def unknown(edition: str) -> Side:
    """Return the side of an edition of which nothing was recorded, which is no finding about the document."""
    return Side(edition, "", "", "")


def swapped(line: Line) -> Line:
    """Return a line with its sides exchanged, and the relation of their levels turned."""
    turned = {"higher": "lower", "lower": "higher"}.get(line.level, line.level)
    return line._replace(subject=line.object, object=line.subject, level=turned)


def joined_basis(found: Sequence[tuple[str, str]]) -> str:
    """Return what several silences on one matter rest on, each given by its levels and its basis.

    What all begin with stands once, in the words of the first; what only some of them say stands under their levels.
    A sentence is never rewritten: "not at level 1" and "not at level 2" are not together "not at each of them".

    >>> joined_basis([("1", "No form. Level 1 was read whole."), ("2", "No form. Level 2 was read whole.")])
    'No form. Level 1 was read whole. The same is recorded of Level 2.'
    >>> joined_basis([("1", "No form."), ("3", "No form. A sign of the level names one.")])
    'No form. Level 3: A sign of the level names one.'
    """
    rows = list(dict.fromkeys(found))
    split = [re.split(r"(?<=\.) ", basis) for _, basis in rows]
    often = Counter(part for parts in split for part in set(parts))
    # What is said in the very same words names no level as its own.
    unnamed = [
        [part if often[part] > 1 else _without_own(part, levels) for part in parts]
        for (levels, _), parts in zip(rows, split, strict=True)
    ]
    shared = len(list(takewhile(lambda each: len(set(each)) == 1, zip(*unnamed, strict=False))))
    told = split[0][:shared] if rows else []
    # What is said in other words of each level was said of the first level only.
    if len({tuple(parts[:shared]) for parts in split}) > 1:
        told = [*told, f"The same is recorded of {_levels_named([levels for levels, _ in rows[1:]])}."]
    rest: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for (levels, _), parts, keys in zip(rows, split, unnamed, strict=True):
        if parts[shared:]:
            rest.setdefault(tuple(keys[shared:]), []).append((levels, " ".join(parts[shared:])))
    for each in rest.values():
        label = "" if len(rows) == 1 else f"{_levels_named([levels for levels, _ in each[:1]])}: "
        told.append(f"{label}{each[0][1]}")
        if len(each) > 1:
            told.append(f"The same is recorded of {_levels_named([levels for levels, _ in each[1:]])}.")
    return " ".join(told)


def _without_own(sentence: str, levels: str) -> str:
    """Return a sentence without the number of the one level it is recorded of; other levels stay."""
    return re.sub(rf"\b([Ll]evel) {levels}\b", r"\1", sentence) if levels.isdigit() else sentence


def _levels_named(cells: Sequence[str]) -> str:
    """Return levels in words.

    >>> _levels_named(["1", "2 | 3"]), _levels_named(["4"]), _levels_named([""])
    ('Levels 1, 2 and 3', 'Level 4', 'the whole document')
    """
    numbers = list(dict.fromkeys(level for cell in cells for level in cell.split(" | ") if level))
    if not numbers or not all(cells):
        return "the whole document"
    *most, last = numbers
    return f"Levels {', '.join(most)} and {last}" if most else f"Level {last}"


def sentence(parts: Iterable[str]) -> str:
    """Return sentences joined, each ended once.

    >>> sentence(["One", "", "Two."])
    'One. Two.'
    """
    return " ".join(part if part.endswith((".", "?", "!", ":")) else f"{part}." for part in parts if part)
