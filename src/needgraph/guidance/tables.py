"""The tables by which documents are examined: elements of provisions, expected content, words, changes of law."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from needgraph.findings.finding import GRADES
from needgraph.resources import ROOT, Data
from needgraph.suggesting.wording import Lexicon, read_lexicon
from needgraph.tables.reference import GUIDANCE, LAW
from needgraph.tables.tsv import Row, TableProblem, read_table

ELEMENTS = ("id", "provision", "element", "words", "instead", "left_out", "changed", "confirmed", "note")
CONTENTS = ("id", "asked_by", "grade", "label", "facets", "law", "shown_by", "why", "fix", "confirmed", "note")
CHANGES = ("id", "since", "grade", "facet", "values", "what", "law", "confirmed", "note")
# What the graph can hold of a passage or rule that shows a content, before the colon of ``shown_by``.
SHOWN = ("kind", "topic", "act", "condition", "effect", "duty", "quantity", "role", "words")
WORDS = ("id", "words", "instead", "reason", "source")
TERMS = ("id", "terms", "thing", "reason")
FACETS = ("act", "duty", "concern", "tier")
EFFECTS = ("", "narrower", "wider")


@dataclass(frozen=True)
class GuidanceTables:
    """The rows of the five tables, the words of the field, and the labels of law and guidance by their id."""

    elements: list[Row]
    contents: list[Row]
    changes: list[Row]
    words: list[Row]
    terms: list[Row]
    lexicon: Lexicon
    labels: Mapping[str, str]


def read_guidance_tables(data: Data) -> GuidanceTables:
    """Return the tables of a data folder, each its own or else that of this installation.

    Raises TableProblem naming the row for an empty cell that has to be filled, a grade that is none, a date
    that is none, or an id given twice.
    """
    elements = _read(data, "provision-elements.tsv", ELEMENTS, ("id", "provision", "element", "words"))
    contents = _read(data, "guidance-contents.tsv", CONTENTS, ("id", "grade", "label", "why"))
    changes = _read(data, "law-changes.tsv", CHANGES, ("id", "since", "grade", "facet", "values", "what"))
    words = _read(data, "review-words.tsv", WORDS, ("id", "words", "reason"))
    terms = _read(data, "terms-for-one-thing.tsv", TERMS, ("id", "terms", "thing"))
    for row in (*contents, *changes):
        if row["grade"] not in GRADES:
            raise TableProblem(row.problem(f"grade {row['grade']!r} is none; choose one of {', '.join(GRADES)}"))
    for row in elements:
        for column in ("left_out", "changed"):
            if row[column] not in EFFECTS:
                raise TableProblem(
                    row.problem(f"{column} is {row[column]!r}; write narrower or wider, or leave it empty")
                )
    for row in contents:
        if not row["facets"] and not row["law"]:
            raise TableProblem(row.problem("names neither facets nor law; name what shows that the content is there"))
        for each in (part for case in row.several("shown_by") for part in case.split("&")):
            if each.partition(":")[0].strip() not in SHOWN or not each.partition(":")[2].strip():
                raise TableProblem(
                    row.problem(
                        f"shown_by has {each.strip()!r}; write one of {', '.join(SHOWN)}, a colon and what it is"
                    )
                )
    for row in changes:
        if row["facet"] not in FACETS:
            raise TableProblem(row.problem(f"facet {row['facet']!r} is none; choose one of {', '.join(FACETS)}"))
        if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", row["since"]) or not _is_date(row["since"]):
            raise TableProblem(row.problem(f"since is {row['since']!r}; write a month or date such as 2026-03-19"))
    labels = {
        f"{part}{row['id']}": row["label"]
        for name, columns, part in (("law.tsv", LAW, ""), ("guidance.tsv", GUIDANCE, "guidance/"))
        for folder in (ROOT / "graphs" / "reference", data.reference)
        for row in read_table(folder / name, columns)
    }
    lexicon = read_lexicon(_file(data, "synonyms.tsv"))
    return GuidanceTables(elements, contents, changes, words, terms, lexicon, labels)


@cache
def pattern(words: str) -> re.Pattern[str]:
    """Return what finds any of several words or phrases in a text, whatever the case; ``*`` is any ending.

    >>> bool(pattern("achiev* | reach").search("unlikely to Achieve"))
    True
    >>> bool(pattern("reach").search("a breach"))
    False
    """
    phrases = [part.strip() for part in words.split("|") if part.strip()]
    if not phrases:
        return re.compile(r"(?!)")
    parts = (r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split()) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _read(data: Data, name: str, columns: Sequence[str], filled: Sequence[str]) -> list[Row]:
    rows = read_table(_file(data, name), columns)
    seen: dict[str, int] = {}
    for row in rows:
        empty = [column for column in filled if not row[column]]
        if empty:
            raise TableProblem(row.problem(f"{empty[0]} is empty; fill it in or remove the row"))
        if row["id"] in seen:
            raise TableProblem(row.problem(f"id {row['id']!r} stands already in row {seen[row['id']]}"))
        seen[row["id"]] = row.line
    return rows


def _file(data: Data, name: str) -> Path:
    own = data.reference / name
    return own if own.is_file() else ROOT / "graphs" / "reference" / name


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return False
    return True
