"""The report of the guidance checks: what an editor would want to know, by how much hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from needgraph.findings.finding import GRADES, SEVERITIES, Finding
from needgraph.reports.frame import Frame, framed_report
from needgraph.reports.model import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Report,
    ReportProblem,
    Table,
    cell_text,
    place_of,
)

_MEANINGS = {
    "safety": "A child could come to harm, or help could come late",
    "law": "The text and the law or statutory guidance part ways",
    "clarity": "Two readers could read it two ways",
    "editorial": "A slip that an editor would mend",
    "": "Not graded",
}
HOW_TO_READ = (
    "Each point says what is the matter, quotes the document with the place, and asks what would settle it. In each "
    "grade the points that weigh more come first, then document by document, in the order of its text. The last column "
    "names the kind of point: “computed” ones are found by rules that work on any document; “curated” ones rest on a "
    "reader's judgement, with reasons. Whether a point is right is for the authority to say, which took no part."
)
_COLUMNS = (
    Column("No.", 0.5), Column("Edition", 1.35), Column("Level", 0.6), Column("What is the matter", 3.8),
    Column("Words of the document", 4), Column("What would settle it", 2.8), Column("Kind of point", 1.5),
)  # fmt: skip


def checks_report(frame: Frame, findings: Sequence[Finding]) -> Report:
    """Return the findings about the editions of the frame, the gravest first, with counts by edition.

    Raises ReportProblem when none of the findings is about them: an empty report would look like a clean bill.
    """
    mine = [finding for finding in findings if f"{finding.authority}/{finding.edition}" in frame.ids]
    if not mine:
        raise ReportProblem(f"{', '.join(frame.ids)}: the checks found nothing; that is no proof that nothing is amiss")
    blocks: list[Block] = [Heading(2, "How to read it"), Paragraph(HOW_TO_READ), _counts(frame, mine)]
    number = 0
    for grade in (*GRADES, ""):
        group = [finding for finding in mine if (finding.grade or "") == grade]
        if not group:
            continue
        group.sort(key=lambda finding: _order(frame, finding))
        rows: list[tuple[Cell, ...]] = []
        for finding in group:
            number += 1
            rows.append(
                (
                    number, _edition(finding), finding.level.replace(" | ", ", "), finding.message, _words(finding),
                    finding.fix, _kind(finding),
                )
            )  # fmt: skip
        heading = grade.capitalize() or "Not graded"
        blocks += [
            Heading(2, heading),
            Paragraph(f"{_MEANINGS[grade]}."),
            Table("findings", f"{heading}: {len(rows)} point{'s' * (len(rows) != 1)}", _COLUMNS, tuple(rows)),
        ]
    return framed_report(frame, "checks", "What an editor would want to know", blocks)


def _counts(frame: Frame, findings: Sequence[Finding]) -> Table:
    counts = Counter((_edition(finding), finding.grade or "", finding.basis) for finding in findings)
    grades = [grade for grade in (*GRADES, "") if any(key[1] == grade for key in counts)]
    rows: list[tuple[Cell, ...]] = []
    for edition in frame.ids:
        for basis in ("computed", "curated"):
            numbers = [counts[edition, grade, basis] for grade in grades]
            rows.append((edition, basis, *numbers, sum(numbers)))
    if len(rows) > 1:
        totals = [sum(counts[key] for key in counts if key[1] == grade) for grade in grades]
        rows.append(("all", "", *totals, sum(totals)))
    columns = (
        Column("Edition", 2),
        Column("Basis"),
        *(Column(grade or "not graded") for grade in grades),
        Column("All"),
    )
    return Table("counts", "Points by edition, basis and grade", columns, tuple(rows))


def _words(finding: Finding) -> Cell:
    """Return the quotes of a finding; where the words are not in the graph, their places; or else what it is about."""
    if all(quote.text for quote in finding.quotes):
        return finding.quotes or finding.id
    return "\n".join(
        cell_text(quote) if quote.text else f"the words stand in the source only ({place_of(quote)})"
        for quote in finding.quotes
    )


def _order(frame: Frame, finding: Finding) -> tuple[int, int, int]:
    place = finding.quotes[0].start if finding.quotes else 0
    return SEVERITIES.index(finding.severity), frame.ids.index(_edition(finding)), place


def _kind(finding: Finding) -> str:
    """Return the rule as people say it: "curated:asking-is-danger" is "asking is danger (curated)"."""
    return f"{finding.rule.rpartition(':')[2].replace('-', ' ')} ({finding.basis})"


def _edition(finding: Finding) -> str:
    return f"{finding.authority}/{finding.edition}"
