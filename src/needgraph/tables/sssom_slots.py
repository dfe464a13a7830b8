"""The slots of SSSOM as a table, and what a value of each kind has to look like."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from needgraph.errors import nearest
from needgraph.tables.tsv import read_table
from needgraph.terms import PREFIXES

SLOTS_FILE = Path(__file__).parent / "sssom_slots.tsv"
NOT_FOUND = "sssom:NoTermFound"
LITERAL = "rdfs literal"
COMPOSED = "composed entity expression"
BUILT_IN = {
    **{name: PREFIXES[name] for name in ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")},
    "linkml": "https://w3id.org/linkml/",
}
ENTITY_TYPES = (
    "owl class", "owl object property", "owl data property", "owl annotation property", "owl named individual",
    "skos concept", "rdfs resource", "rdfs class", LITERAL, "rdfs datatype", "rdf property", COMPOSED,
)  # fmt: skip
CARDINALITIES = ("1:1", "1:n", "n:1", "n:n", "1:0", "0:1", "0:0")
VERSIONS = ("1.0", "1.1")
JUSTIFICATIONS = tuple(
    f"semapv:{name}"
    for name in (
        "ManualMappingCuration", "MappingReview", "LogicalReasoning", "LexicalMatching",
        "LexicalSimilarityThresholdMatching", "SemanticSimilarityThresholdMatching", "StructuralMatching",
        "InstanceBasedMatching", "BackgroundKnowledgeBasedMatching", "CompositeMatching", "MappingChaining",
        "MappingInversion", "UnspecifiedMatching",
    )
)  # fmt: skip
NCNAME = re.compile(r"[^\W\d][\w.-]*")
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
# RFC 3986: the characters that a URI may be written in.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[\w.~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+", re.ASCII)
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`\x00-\x20]")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SEPARATOR = re.compile(r"\\([\\|])|(\|)")


@dataclass(frozen=True)
class Slot:
    """One slot: its kind, where it may stand, and since which version in rows and in the header."""

    name: str
    kind: str
    several: bool
    in_rows: bool
    in_header: bool
    propagates: bool
    since: str
    header_since: str


@cache
def slots() -> Mapping[str, Slot]:
    """Return the slots of SSSOM 1.1 by name.

    >>> slots()["confidence"].kind
    'number'
    """
    columns = ("slot", "kind", "several", "on", "propagates", "since", "header_since")
    return {
        row["slot"]: Slot(
            row["slot"], row["kind"], bool(row["several"]), row["on"] != "set", row["on"] != "row",
            bool(row["propagates"]), row["since"], row["header_since"],
        )
        for row in read_table(SLOTS_FILE, columns)
    }  # fmt: skip


def several(cell: str) -> list[str]:
    r"""Return the values of a cell that joins several by ``|``, where ``\|`` and ``\\`` are escapes.

    >>> several(r"Alice\|Bob|Charlie")
    ['Alice|Bob', 'Charlie']
    """
    if "\\" not in cell:
        return cell.split("|")
    values, place = [""], 0
    for match in _SEPARATOR.finditer(cell):
        values[-1] += cell[place : match.start()] + (match[1] or "")
        place = match.end()
        if match[2]:
            values.append("")
    values[-1] += cell[place:]
    return values


def curie_problem(value: str, prefixes: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the rule that a value breaks as a CURIE and what is wrong, or None.

    >>> curie_problem("skos:closeMatch", BUILT_IN) is None
    True
    >>> curie_problem("ex:1", BUILT_IN)
    ('undeclared-prefix', "prefix 'ex' of 'ex:1' is not declared")
    """
    prefix, colon, local = value.partition(":")
    if local.startswith("//"):
        return "reference", f"{_short(value)} is an IRI"
    if not colon or not NCNAME.fullmatch(prefix) or not local or _FORBIDDEN.search(local):
        return "reference", f"{_short(value)} is not a CURIE"
    if prefix not in prefixes:
        return "undeclared-prefix", f"prefix {prefix!r} of {_short(value)} is not declared"
    return None


def value_problem(kind: str, value: str, prefixes: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the rule that a value of a kind breaks and what is wrong with it, or None.

    >>> value_problem("number", "1.7", {})
    ('number', "'1.7' is not a number from 0 to 1")
    """
    if kind == "reference":
        return curie_problem(value, prefixes)
    if kind == "justification":
        return curie_problem(value, prefixes) or justification_problem(value)
    wanted, holds = _KINDS[kind]
    return None if holds(value) else (kind.replace(" ", "-"), f"{_short(value)} is not {wanted}")


def justification_problem(value: str) -> tuple[str, str] | None:
    """Return the rule that a justification breaks and what is wrong with it, or None.

    >>> justification_problem("semapv:LexicalMatchin")
    ('justification', "'semapv:LexicalMatchin' is not a justification of SSSOM; did you mean 'semapv:LexicalMatching'?")
    """
    if value in JUSTIFICATIONS:
        return None
    return "justification", f"{_short(value)} is not a justification of SSSOM{nearest(value, JUSTIFICATIONS)}"


def is_date(value: str) -> bool:
    """Tell whether a value is a day of the calendar written as 2026-11-21."""
    if not _DATE.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _between(least: float, most: float) -> Callable[[str], bool]:
    def holds(value: str) -> bool:
        number = float(value) if _NUMBER.fullmatch(value) else math.nan
        return least <= number <= most

    return holds


def _one_of(values: tuple[str, ...]) -> tuple[str, Callable[[str], bool]]:
    return f"one of {', '.join(values)}", values.__contains__


_KINDS: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "text": ("a text", lambda value: True),
    "uri": ("a whole URI", lambda value: bool(_URI.fullmatch(value))),
    "date": ("a date such as 2026-11-21", is_date),
    "number": ("a number from 0 to 1", _between(0, 1)),
    "agreement": ("a number from -1 to 1", _between(-1, 1)),
    "modifier": _one_of(("Not",)),
    "entity type": _one_of(ENTITY_TYPES),
    "cardinality": _one_of(CARDINALITIES),
    "version number": _one_of(VERSIONS),
}
# What a value of a typed extension looks like; SSSOM leaves the check to the reader.
HINTS: Mapping[str, Callable[[str], bool]] = {
    "xsd:integer": lambda value: bool(re.fullmatch(r"[+-]?\d+", value, re.ASCII)),
    "xsd:double": lambda value: bool(_NUMBER.fullmatch(value)) or value in ("NaN", "INF", "-INF"),
    "xsd:boolean": ("true", "false").__contains__,
    "xsd:date": is_date,
    "xsd:dateTime": lambda value: is_date(value[:10]) and value[10:11] == "T",
}


def _short(value: str) -> str:
    return repr(value if len(value) <= 80 else value[:79] + "…")
