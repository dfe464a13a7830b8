"""The report of a comparison: what to look at first and why, then every line by what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from needgraph.querying.answers import Answer, Value
from needgraph.querying.formats import shown_value
from needgraph.reports.frame import Frame, framed_report
from needgraph.reports.model import Block, Cell, Column, Figure, Heading, Paragraph, Report, ReportProblem, Table
from needgraph.reports.tables import answer_table, criterion_of, said

HEADINGS = {
    "ladder": "Signs and ladders",
    "rule": "Rules on consent, sharing, referral and acceptance",
    "gap": "What one document says and another does not",
    "service": "Services and outcomes",
    "contact": "Front doors, contacts and hours",
    "assessment": "Assessments and plans",
    "definition": "Definitions and statutory tests",
    "quantity": "Numbers and deadlines",
    "term": "Words",
    "projection": "The signs of each document under the headings of the other",
}
# Ranks whose lines a policy team looks at before all others.
LOOK_FIRST = 3
HOW_TO_READ = (
    "Each line sets two documents side by side, with their words and the places of the words. The relation says how "
    "the second stands to the first: by topic, by the severity of its wording, and by tier. “This document does not "
    "say” means just that; nothing is required or allowed by a silence. Nothing here is resolved: what follows from a "
    "difference is for the partnership to decide."
)
_RELATIONS = {
    "skos:closeMatch": "close", "skos:broadMatch": "broader", "skos:narrowMatch": "narrower",
    "skos:relatedMatch": "akin",
}  # fmt: skip
_IN_WORDS = {
    "bar-against-duty": "barred or tied to consent on one side, a duty on the other",
    "other-effect": "another rule on the same act", "same-effect": "a like rule", "not-stated": "one does not say",
    "no-such-rule": "no such rule was read",
    "other-topic": "only another matter of the same act", "absent": "one does not say",
    "same-role-other-name": "one role under two names", "one-only": "in one only", "other-level": "at other tiers only",
}  # fmt: skip


# Level 4; levels 3 or 4; Level 1/2.
_LEVELS = re.compile(r"\blevels? (\d+(?:(?:,? (?:and|or) |, |/)\d+)*)", re.IGNORECASE)


def compare_report(
    frame: Frame,
    comparison: Answer,
    ranking: Answer,
    concerns: Mapping[str, str],
    figures: Iterable[Figure] = (),
    remarks: Sequence[str] = (),
) -> Report:
    """Return the report of a comparison; ``concerns`` are names by slug, ``figures`` show what the documents cover.

    ``remarks`` say on what the comparison does not rest, such as pairs that nobody has decided yet.

    Raises ReportProblem when fewer than two editions are compared, or when nothing was found to compare: an empty
    report would look as if the documents agreed.
    """
    if len(frame.ids) < 2:
        raise ReportProblem(f"a comparison needs two editions; {', '.join(frame.ids)} is one: name another")
    records = comparison.records()
    if not records:
        raise ReportProblem(f"{', '.join(frame.ids)}: nothing was compared; decide pairs first (`needgraph review`)")
    first = [row for row in records if isinstance(row["rank"], int) and row["rank"] <= LOOK_FIRST]
    blocks: list[Block] = [
        Heading(2, "How to read it"),
        Paragraph(HOW_TO_READ),
        *(Paragraph(remark) for remark in remarks),
        answer_table("ranking", "What to look at first, and why", ranking),
        Heading(2, "How much differs"),
        _counts(records),
        Heading(2, "Look at these first"),
        Paragraph(
            f"The {len(first)} lines of rank 1 to {LOOK_FIRST}. They also stand in their own parts below."
            if first
            else f"No line has rank 1 to {LOOK_FIRST}. That is a result of this comparison, not a sign of agreement."
        ),
    ]
    if first:
        blocks.append(_lines("look-first", f"Look first: rank 1 to {LOOK_FIRST}", frame, first, concerns, ranking))
    drawn = list(figures)
    if drawn:
        blocks += [Heading(2, "What the documents cover"), *drawn]
    kinds = [*HEADINGS, *(kind for kind in dict.fromkeys(str(row["kind"]) for row in records) if kind not in HEADINGS)]
    for kind in kinds:
        rows = [row for row in records if row["kind"] == kind]
        heading = HEADINGS.get(kind, kind)
        blocks.append(Heading(2, heading))
        if rows:
            blocks.append(_lines(kind, f"{heading}: {len(rows)} lines", frame, rows, concerns, ranking))
        else:
            blocks.append(Paragraph("No line. Nothing was recorded to compare; that is no sign of agreement."))
    return framed_report(frame, "compare", "Where the documents differ", blocks)


def relation_in_words(row: Mapping[str, Value]) -> str:
    """Return how the second side of a line stands to the first.

    >>> relation_in_words(
    ...     {"relation": "skos:closeMatch", "severity_relation": "milder", "level_relation": "higher"}
    ... )
    'topic close; wording milder; tier higher'
    """
    relation = str(row["relation"] or "")
    topic = f"topic {_RELATIONS[relation]}" if relation in _RELATIONS else _IN_WORDS.get(relation, relation)
    severity, level = row["severity_relation"], row["level_relation"]
    tiers = {"same": "same tier", "spans": "tiers overlap"}.get(str(level), f"tier {level}" if level else "")
    parts = [topic.replace("-", " "), f"wording {severity}" if severity else "", tiers]
    return "; ".join(part for part in parts if part)


def concern_names(codes: Value, names: Mapping[str, str]) -> str:
    """Return the concerns of a line by name; what is no concern stays as it is."""
    slugs = [code.strip().removeprefix("concern/") for code in str(codes or "").split(" | ")]
    return "; ".join(names.get(slug, slug.replace("-", " ")) for slug in slugs)


def shown_level(level: Value, quote: Value) -> Value:
    """Return the level of a side; where it stands at none, the levels that its words name.

    >>> shown_level("", "a clear concern (Level 4)"), shown_level("", "levels 3 or 4 are met"), shown_level("", "Now")
    ('the words name Level 4', 'the words name Level 3, 4', 'not stated')
    """
    found = [number for each in _LEVELS.findall(str(quote or "")) for number in re.findall(r"\d+", each)]
    return level or (f"the words name Level {', '.join(dict.fromkeys(found))}" if found else "not stated")


def _lines(
    name: str,
    caption: str,
    frame: Frame,
    rows: Sequence[Mapping[str, Value]],
    concerns: Mapping[str, str],
    ranking: Answer,
) -> Table:
    left, right = "One document", "Another"
    if len(frame.ids) == 2 and all(str(row["subject"] or "").startswith(frame.ids[0]) for row in rows):
        left, right = (note.short for note in frame.editions)
    columns = (
        Column("Rank", 0.65), Column("Criterion", 1.1), Column("About", 1.2), Column("Level", 0.6), Column(left, 3.2),
        Column("Level", 0.6), Column(right, 3.2), Column("Relation", 1.1), Column("Why look", 2.8),
    )  # fmt: skip
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        criterion, remark = criterion_of(row["reason"], ranking)
        cells.append(
            (
                row["rank"], criterion.get("title", ""), concern_names(row["concern"], concerns),
                shown_level(row["subject_level"], row["subject_quote"]),
                said(row["subject_quote"], row["subject_place"]),
                shown_level(row["object_level"], row["object_quote"]), said(row["object_quote"], row["object_place"]),
                relation_in_words(row), remark or shown_value(criterion.get("why")),
            )
        )  # fmt: skip
    return Table(name, caption, columns, tuple(cells))


def _counts(records: Sequence[Mapping[str, Value]]) -> Table:
    ranks = sorted({int(str(row["rank"])) for row in records})
    kinds = list(dict.fromkeys(str(row["kind"]) for row in records))
    rows: list[tuple[Cell, ...]] = []
    for kind in [each for each in HEADINGS if each in kinds] + [each for each in kinds if each not in HEADINGS]:
        found = [int(str(row["rank"])) for row in records if row["kind"] == kind]
        rows.append((HEADINGS.get(kind, kind), *(found.count(rank) for rank in ranks), len(found)))
    columns = (Column("About", 4), *(Column(f"Rank {rank}") for rank in ranks), Column("Lines"))
    return Table("counts", "Lines by what they are about and by rank", columns, tuple(rows))
