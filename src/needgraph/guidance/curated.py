"""Findings that people wrote down: ``graphs/decisions/findings.tsv``, read with the place of every row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from needgraph.errors import nearest
from needgraph.findings.finding import GRADES, SEVERITIES
from needgraph.identifiers import is_slug
from needgraph.tables.editions import Edition
from needgraph.tables.tsv import Row, TableProblem, read_table_if_there

COLUMNS = (
    "id", "rule", "grade", "severity", "edition", "level", "statements", "message", "fix", "reason", "replaces",
    "curator",
)  # fmt: skip
FILE = "findings.tsv"
PREFIX = "curated:"
_REPLACED = re.compile(r"[a-z-]+:[a-z0-9/-]+")


class Curated(NamedTuple):
    """A finding that rests on someone's judgement; statements and levels are those of its edition.

    ``replaces`` names computed findings that it says better, each by rule and id, as ``misprint:note/n88``.
    """

    id: str
    rule: str
    grade: str
    severity: str
    edition: str
    levels: tuple[str, ...]
    statements: tuple[str, ...]
    message: str
    fix: str
    reason: str
    replaces: tuple[str, ...]
    curator: str
    file: Path
    line: int

    @property
    def replaced(self) -> Iterator[tuple[str, str]]:
        """The computed findings it stands for: the name of the rule, and the id of the node."""
        for each in self.replaces:
            rule, _, node = each.partition(":")
            yield f"guidance:{rule}", f"{self.edition}/{node}"

    @property
    def nodes(self) -> tuple[str, ...]:
        """The ids of its statements, or of its edition where it rests on none."""
        return tuple(f"{self.edition}/{statement}" for statement in self.statements) or (self.edition,)


def read_curated(folder: Path, editions: Sequence[Edition], curators: Iterable[str]) -> list[Curated]:
    """Return the curated findings of a folder of decisions, none where it has no such table.

    ``statements`` are ids of the edition, with or without its path. Raises TableProblem naming row and remedy for
    an unknown edition, statement, level, grade, severity or curator, an empty cell, or an id given twice.
    """
    known = {edition.path: edition for edition in editions}
    people = frozenset(curators)
    found: dict[str, Curated] = {}
    for row in read_table_if_there(folder / FILE, COLUMNS):
        finding = _finding(row, known, people)
        first = found.setdefault(finding.id, finding)
        if first is not finding:
            raise TableProblem(row.problem(f"id {finding.id!r} stands already in row {first.line}; give it a new one"))
    return list(found.values())


def _finding(row: Row, editions: Mapping[str, Edition], curators: frozenset[str]) -> Curated:
    for column in ("id", "rule", "edition", "message", "fix", "curator"):
        if not row[column]:
            raise TableProblem(row.problem(f"{column} is empty; a finding says what is the matter and who says so"))
    if not row["rule"].startswith(PREFIX) or not is_slug(row["rule"].removeprefix(PREFIX)):
        raise TableProblem(
            row.problem(f"rule is {row['rule']!r}; write {PREFIX} and a slug, as {PREFIX}unclear-subject")
        )
    choices = (
        ("grade", GRADES), ("severity", SEVERITIES), ("edition", sorted(editions)), ("curator", sorted(curators)),
    )  # fmt: skip
    for column, allowed in choices:
        if row[column] not in allowed:
            hint = nearest(row[column], allowed)
            raise TableProblem(row.problem(f"{column} {row[column]!r} is unknown{hint} (known: {', '.join(allowed)})"))
    edition = editions[row["edition"]]
    statements = tuple(name.removeprefix(f"{edition.path}/") for name in row.several("statements"))
    standing = {each["id"] for each in edition.statements}
    for name in statements:
        if name not in standing:
            withdrawn = any(each["id"] == name for each in edition.tombstones)
            why = "was withdrawn" if withdrawn else f"is not one of {edition.path}{nearest(name, standing)}"
            raise TableProblem(row.problem(f"statement {name!r} {why}; name one that stands in its statements.tsv"))
    levels = tuple(row.several("level"))
    for level in levels:
        if level not in {each.number for each in edition.levels}:
            numbers = ", ".join(each.number for each in edition.levels)
            raise TableProblem(row.problem(f"level {level!r} is not one of {edition.path} (levels: {numbers})"))
    replaces = tuple(row.several("replaces"))
    for each in replaces:
        if not _REPLACED.fullmatch(each):
            raise TableProblem(
                row.problem(f"replaces {each!r}; write a rule and an id of {edition.path}, as misprint:note/n88")
            )
    return Curated(
        row["id"], row["rule"], row["grade"], row["severity"], row["edition"], levels, statements, row["message"],
        row["fix"], row["reason"], replaces, row["curator"], row.file, row.line,
    )  # fmt: skip
