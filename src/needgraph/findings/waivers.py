"""Waivers: findings that people accept for a stated reason until a stated date."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from needgraph.files import shown
from needgraph.findings.finding import Finding
from needgraph.tables.tsv import TableProblem, read_table_if_there

COLUMNS = ("rule", "id", "reason", "expires", "curator")
WAIVER_EXPIRED = "check:waiver-expired"
WAIVER_UNUSED = "check:waiver-unused"


@dataclass(frozen=True)
class Waiver:
    """A finding accepted: the rule, the id of the node, why, and until when."""

    rule: str
    id: str
    reason: str
    expires: datetime.date
    file: Path
    line: int


def read_waivers(path: Path) -> list[Waiver]:
    """Return the waivers of a table, none when it does not exist.

    Raises TableProblem for a waiver without rule, id or reason, or whose date is not a date.
    """
    waivers = []
    for row in read_table_if_there(path, COLUMNS):
        missing = [column for column in ("rule", "id", "reason") if not row[column]]
        if missing:
            raise TableProblem(row.problem(f"has no {missing[0]}; a waiver says which finding it accepts and why"))
        try:
            expires = datetime.date.fromisoformat(row["expires"])
        except ValueError:
            raise TableProblem(row.problem(f"expires {row['expires']!r}; write a date such as 2027-03-31")) from None
        waivers.append(Waiver(row["rule"], row["id"], row["reason"], expires, row.file, row.line))
    return waivers


def apply_waivers(
    findings: Sequence[Finding], waivers: Sequence[Waiver], today: datetime.date
) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stand, and those that a waiver in force accepts.

    An expired waiver is itself a violation, one that accepts nothing a warning.
    """
    in_force = {(waiver.rule, waiver.id) for waiver in waivers if waiver.expires >= today}
    waived = [finding for finding in findings if (finding.rule, finding.id) in in_force]
    standing = [finding for finding in findings if (finding.rule, finding.id) not in in_force]
    met = {(finding.rule, finding.id) for finding in findings}
    for waiver in waivers:
        if waiver.expires < today:
            what = f"the waiver of {waiver.rule} for {waiver.id} expired on {waiver.expires}"
            standing.append(_about(waiver, WAIVER_EXPIRED, "violation", what, "Mend the finding or renew the waiver."))
        elif (waiver.rule, waiver.id) not in met:
            what = f"the waiver of {waiver.rule} for {waiver.id} accepts nothing any more"
            standing.append(_about(waiver, WAIVER_UNUSED, "warning", what, "Remove the waiver."))
    return standing, waived


def _about(waiver: Waiver, rule: str, severity: str, message: str, fix: str) -> Finding:
    return Finding(
        rule, severity, None, "computed", "", "", "", waiver.id, (), message, fix, shown(waiver.file), waiver.line
    )
