"""Find indicators whose level is not that of their neighbours in the document: a row that slipped in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from needgraph.files import shown
from needgraph.findings.finding import Finding, Quote, RuleRun
from needgraph.tables.editions import Edition
from needgraph.tables.tsv import Row

NAME, SEVERITY = "check:level-out-of-order", "warning"
QUESTION = "Which indicators stand between two of another level?"
FIX = "Read the place again: the level is that of the heading it stands under in the document."


def check_level_order(editions: Iterable[Edition]) -> tuple[list[Finding], RuleRun]:
    """Return the indicators that stand between two of one other level, and how many were looked at.

    Documents print one level after the other. Places say where an indicator stands, so that the check sees what no
    check of its quote can: the words are right, and the level is another's.
    """
    findings: list[Finding] = []
    examined = 0
    for edition in editions:
        rows = [row for row in edition.statements if row["kind"] == "indicator" and row["start"]]
        rows.sort(key=lambda row: int(row["start"]))
        examined += len(rows)
        findings += _slipped(edition, rows)
    return findings, RuleRun(NAME, SEVERITY, QUESTION, examined, len(findings))


def _slipped(edition: Edition, rows: list[Row]) -> Iterator[Finding]:
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        if before["level"] == after["level"] != row["level"]:
            yield Finding(
                NAME, SEVERITY, None, "computed", edition.authority, edition.key, row["level"],
                f"{edition.path}/{row['id']}",
                tuple(_quote(edition, each) for each in (row, before, after)),
                f"is at Level {row['level']} and stands between {before['id']} and {after['id']}, which are at Level "
                f"{before['level']}",
                FIX, shown(row.file), row.line,
            )  # fmt: skip


def _quote(edition: Edition, row: Row) -> Quote:
    return Quote(f"{edition.path}/{row['id']}", row["quote"], int(row["start"]), int(row["end"]))
