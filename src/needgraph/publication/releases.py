"""The releases of the data: which version changed what, and when, as people wrote it in ``releases.tsv``."""

from __future__ import annotations

import re
from typing import NamedTuple

from needgraph.resources import Data
from needgraph.tables.tsv import TableProblem, read_table

COLUMNS = ("version", "date", "change")


class Release(NamedTuple):
    """A version of the data, its day (YYYY-MM-DD), and what changed in it, one sentence a change."""

    version: str
    date: str
    changes: tuple[str, ...]


def read_releases(data: Data) -> list[Release]:
    """Return the releases of a data folder, the newest first; none where it has no ``releases.tsv``.

    Rows of one version are its changes, in their order. Raises TableProblem for a row without a version or
    change, a date that is none, and a version with two dates.
    """
    path = data.folder / "releases.tsv"
    if not path.is_file():
        return []
    found: dict[str, Release] = {}
    for row in read_table(path, COLUMNS):
        version, date = row["version"], row["date"]
        if not version or not row["change"]:
            raise TableProblem(row.problem("version and change are needed; a row says what one version changed"))
        if not re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", date):
            raise TableProblem(row.problem(f"date is {date!r}; write the day of the release as 2026-11-21"))
        known = found.get(version, Release(version, date, ()))
        if known.date != date:
            raise TableProblem(row.problem(f"version {version} has the dates {known.date} and {date}; give it one"))
        found[version] = known._replace(changes=(*known.changes, row["change"]))
    # A later row is newer than an earlier one of the same day.
    return sorted(found.values(), key=lambda release: release.date)[::-1]
