"""A finding: where something breaks a rule, what is the matter, and what would mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

SEVERITIES = ("violation", "warning", "info")
GRADES = ("safety", "law", "clarity", "editorial")


@dataclass(frozen=True)
class Quote:
    """Words of the source with their place: offsets in code points, the end exclusive."""

    id: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """One finding; texts are empty where they do not apply, ``grade`` and ``row`` are None.

    ``rule`` is the CURIE of a shape (``shape:StatementStart``) or the name of a check
    (``check:part-before-whole``), ``basis`` is computed or curated, ``row`` the line of ``file``.
    """

    rule: str
    severity: str
    grade: str | None
    basis: str
    authority: str
    edition: str
    level: str
    id: str
    quotes: tuple[Quote, ...]
    message: str
    fix: str
    file: str
    row: int | None

    def record(self) -> dict[str, Any]:
        """Return the finding as the object that ``check --format json`` writes."""
        return {**asdict(self), "quotes": [asdict(quote) for quote in self.quotes]}


@dataclass(frozen=True)
class RuleRun:
    """One rule of a check: how many nodes it examined and how often it was broken."""

    rule: str
    severity: str
    question: str
    examined: int
    findings: int
