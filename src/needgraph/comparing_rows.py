"""The lines of a comparison: two sides with quotes and places, how they stand to each other, and why to look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from needgraph.comparing_facts import Facts
from needgraph.comparing_ranking import RANKING

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


def unknown(edition: str) -> Side:
    """Return the side of an edition of which nothing was recorded, which is no finding about the document."""
    return Side(edition, "", "", "")


def swapped(line: Line) -> Line:
    """Return a line with its sides exchanged, and the relation of their levels turned."""
    turned = {"higher": "lower", "lower": "higher"}.get(line.level, line.level)
    return line._replace(subject=line.object, object=line.subject, level=turned)


_AT_LEVEL = re.compile(r"\blevel \d+", re.IGNORECASE)


def joined_basis(bases: Sequence[str]) -> str:
    """Return what several silences on one matter rest on, a sentence that differs in the level only once.

    >>> joined_basis(["No form. Level 1 was read whole.", "No form. Level 2 was read whole."])
    'No form. Each of these levels was read whole.'
    """
    parts = [part for basis in dict.fromkeys(bases) for part in re.split(r"(?<=\.) ", basis)]
    alike = Counter(_AT_LEVEL.sub("", part) for part in dict.fromkeys(parts))
    told = (_AT_LEVEL.sub(_each_level, part) if alike[_AT_LEVEL.sub("", part)] > 1 else part for part in parts)
    return " ".join(dict.fromkeys(told))


def _each_level(found: re.Match[str]) -> str:
    return "Each of these levels" if found.start() == 0 else "each of these levels"


def sentence(parts: Iterable[str]) -> str:
    """Return sentences joined, each ended once.

    >>> sentence(["One", "", "Two."])
    'One. Two.'
    """
    return " ".join(part if part.endswith((".", "?", "!", ":")) else f"{part}." for part in parts if part)
