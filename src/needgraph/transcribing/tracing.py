"""Trace: hold every quote and offset of an edition against its source, and account for every passage."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from needgraph.errors import NeedgraphError
from needgraph.files import decoded, read_bytes, shown
from needgraph.querying.answers import Answer
from needgraph.querying.formats import as_table
from needgraph.resources import Data
from needgraph.tables.csv_source import csv_rows, csv_text, source_slice
from needgraph.tables.edition_checks import check_places, quote_hash
from needgraph.tables.editions import Edition, read_edition
from needgraph.tables.tsv import Row

# Markup needs no account: white space, HTML tags, bullets, bold marks, and what begins a heading or a list item.
_MARKUP = re.compile(r"^[ \t]*(?:- |#{1,6} )|\s|</?[a-z]+(?:\s[^<>]*)?>|[•➢]|\*\*", re.MULTILINE)
VERBATIM, UNACCOUNTED, MARKUP = "verbatim", "unaccounted", "markup"
# Statements of these kinds are not content that is quoted; what they span is listed under their name.
REST_KINDS = {"heading": "heading", "navigation": "navigation", "narrative": "narrative"}
# What a CSV source holds beside its quotes is the level, the heading, and what its columns are called.
QUOTE_COLUMN, OTHER_COLUMN = "quote", "other column"
# Only these defects account for the passage they span; the others are remarks on passages that are quoted.
REST_DEFECTS = {
    "duplicated-passage": "layout echo",
    "placeholder": "source defect",
    "truncated-text": "source defect",
    "dead-link": "navigation",
}


class TraceProblem(NeedgraphError):
    """A source that no edition knows, or that is not the file the edition was transcribed from."""


@dataclass(frozen=True)
class Rest:
    """A passage that is not quoted: its kind, and its place in code points, the end exclusive."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Trace:
    """What a source and the tables of its edition say of each other.

    ``covered`` is the share (0 to 1) of the text, without markup, that statements span; ``verbatim_share``
    the share that is quoted; ``rest`` the passages that are not, ``unaccounted`` among them if there are any;
    ``text`` is the source itself.
    """

    authority: str
    edition: str
    source: str
    statements: int
    failures: tuple[str, ...]
    covered: float
    verbatim_share: float
    rest: tuple[Rest, ...]
    text: str = field(repr=False)

    @property
    def unaccounted(self) -> tuple[Rest, ...]:
        """The passages that nothing accounts for."""
        return tuple(passage for passage in self.rest if passage.kind == UNACCOUNTED)

    @property
    def fails(self) -> bool:
        """Whether a quote failed or a passage is unaccounted for."""
        return bool(self.failures or self.unaccounted)

    def record(self) -> dict[str, Any]:
        """Return the trace as the object that ``trace --format json`` writes."""
        return {
            "authority": self.authority,
            "edition": self.edition,
            "source": self.source,
            "checksum_ok": True,
            "statements": self.statements,
            "failed": len(self.failures),
            "covered": round(self.covered, 4),
            "verbatim_share": round(self.verbatim_share, 4),
            "unaccounted": len(self.unaccounted),
            "failures": list(self.failures),
            "rest": [{"kind": rest.kind, "start": rest.start, "end": rest.end} for rest in self.rest],
        }


def trace(source: Path, data: Data) -> Trace:
    """Return how the edition transcribed from a source stands to it.

    Raises TraceProblem when no edition names the file, or when the file has changed since.
    """
    content = read_bytes(source)
    text = (csv_text if source.suffix == ".csv" else decoded)(content, shown(source))
    edition = _edition_of(source, hashlib.sha256(content).hexdigest(), data)
    check_places(edition)
    kinds = _classified(edition, text)
    runs = _runs(kinds)
    words = sum(1 for kind in kinds if kind != MARKUP)
    spanned = _spanned(edition, len(text))
    covered = sum(1 for kind, inside in zip(kinds, spanned, strict=True) if inside and kind != MARKUP)
    return Trace(
        authority=edition.authority,
        edition=edition.key,
        source=source.name,
        statements=len(edition.statements),
        failures=tuple(_failures(edition, text)),
        covered=covered / words if words else 0.0,
        verbatim_share=kinds.count(VERBATIM) / words if words else 0.0,
        rest=tuple(run for run in runs if run.kind not in (VERBATIM, MARKUP)),
        text=text,
    )


def as_text(traced: Trace) -> str:
    """Return the trace for a person: failures, shares, the rest by kind, and what is unaccounted for."""
    text = traced.text
    lines = [
        f"{traced.source} is the source of {traced.authority}/{traced.edition}; its checksum is right.",
        f"{traced.statements} statements, {len(traced.failures)} failed.",
        *(f"  {failure}" for failure in traced.failures),
        f"{traced.covered:.1%} of the text is covered by statements; {traced.verbatim_share:.1%} is quoted verbatim.",
        "",
        "The rest, without markup:",
    ]
    rows = tuple((kind, count, f"{share:.1%}") for kind, count, share in summary(traced))
    lines.append(as_table(Answer(("kind", "passages", "share"), rows)))
    lines += [
        f"  unaccounted: {rest.start}–{rest.end}: {text[rest.start : rest.end][:100]!r}" for rest in traced.unaccounted
    ]
    lines.append("Account for these passages." if traced.unaccounted else "Nothing is unaccounted for.")
    return "\n".join(lines) + "\n"


def as_json(traced: Trace) -> str:
    """Return the trace as a JSON object."""
    return json.dumps(traced.record(), ensure_ascii=False, indent=2) + "\n"


TRACE_FORMATS = {"table": as_text, "json": as_json}


def summary(traced: Trace) -> list[tuple[str, int, float]]:
    """Return for each kind of rest its passages and its share of the text, without markup."""
    words = len(_MARKUP.sub("", traced.text)) or 1
    found: dict[str, tuple[int, int]] = {}
    for rest in traced.rest:
        count, size = found.get(rest.kind, (0, 0))
        found[rest.kind] = (count + 1, size + len(_MARKUP.sub("", traced.text[rest.start : rest.end])))
    return [(kind, count, size / words) for kind, (count, size) in sorted(found.items())]


def _edition_of(source: Path, checksum: str, data: Data) -> Edition:
    named = []
    for folder in data.edition_folders():
        edition = read_edition(folder)
        if edition.source_sha256 == checksum:
            return edition
        if edition.source_file == source.name:
            named.append(edition)
    if named:
        raise TraceProblem(
            f"{shown(source)}: is not the file that {named[0].path} was transcribed from (its SHA-256 is {checksum}, "
            f"edition.toml says {named[0].source_sha256}); use the original file, or transcribe a new edition"
        )
    raise TraceProblem(
        f"{shown(source)}: no edition names this file as its source; check the name, or `needgraph import` it first"
    )


def _failures(edition: Edition, text: str) -> Iterator[str]:
    csv = edition.source_file.endswith(".csv")
    for row in edition.statements:
        start, end = int(row["start"]), int(row["end"])
        found = source_slice(text, start, end, csv)
        if quote_hash(found) == row["hash"] and row["quote"] in ("", found):
            continue
        if not row["quote"]:
            yield row.problem(f"the passage at {start}–{end} has another hash; mend start, end or hash")
        elif (place := text.find(row["quote"])) >= 0:
            near = _nearest_place(text, row["quote"], start, place)
            yield row.problem(
                f"the quote stands at {near}–{near + len(row['quote'])}, not at {start}–{end}; mend start and end"
            )
        else:
            yield row.problem(f"the quote does not stand in the source; at {start}–{end} it reads {found[:80]!r}")
    yield from _uses(edition, text)


def _nearest_place(text: str, quote: str, start: int, place: int) -> int:
    found = place
    while place >= 0:
        if abs(place - start) < abs(found - start):
            found = place
        place = text.find(quote, place + 1)
    return found


def _uses(edition: Edition, text: str) -> Iterator[str]:
    """Count each glossary term again where the document uses it."""
    readings: dict[str, dict[str, Row]] = {}
    for row in edition.tables["readings"]:
        readings.setdefault(row["statement"], {})[row["facet"]] = row
    silent = bytearray(len(text))
    spans = [row for row in edition.statements if row["kind"] == "glossary-entry"]
    spans += [row for row in edition.tables["notes"] if row["kind"] == "duplicated-passage"]
    for row in spans:
        _mark(silent, row)
    for facets in readings.values():
        if "term" not in facets or "times-used" not in facets:
            continue
        term = re.compile(rf"(?<!\w){re.escape(facets['term']['value'])}(?!\w)")
        count = sum(1 for match in term.finditer(text) if not silent[match.start()])
        stated = facets["times-used"]
        if str(count) != stated["value"]:
            yield stated.problem(
                f"the term {facets['term']['value']!r} is used {count} times in the source, not {stated['value']}"
            )


def _mark(marks: bytearray, row: Row) -> None:
    start, end = int(row["start"]), min(int(row["end"]), len(marks))
    marks[start:end] = b"\1" * max(0, end - start)


def _spanned(edition: Edition, size: int) -> bytearray:
    marks = bytearray(size)
    for row in edition.statements:
        _mark(marks, row)
    return marks


def _classified(edition: Edition, text: str) -> list[str]:
    """Return for each character what accounts for it; what is quoted wins over everything else."""
    kinds = [UNACCOUNTED] * len(text)
    for match in _MARKUP.finditer(text):
        kinds[match.start() : match.end()] = [MARKUP] * (match.end() - match.start())
    if edition.source_file.endswith(".csv"):
        _paint_columns(kinds, text, edition.source_file)
    defects = [row for row in edition.tables["notes"] if row["type"] == "defect" and row["kind"] in REST_DEFECTS]
    _paint(kinds, defects, REST_DEFECTS)
    _paint(kinds, [row for row in edition.statements if row["kind"] in REST_KINDS], REST_KINDS)
    quoted = [row for row in edition.statements if row["kind"] not in REST_KINDS]
    _paint(kinds, quoted, {row["kind"]: VERBATIM for row in quoted})
    return kinds


def _paint_columns(kinds: list[str], text: str, where: str) -> None:
    """Account for what a CSV source holds beside its quotes: header, other columns, separators."""
    rows = list(csv_rows(text, where))
    quote = next((place for place, cell in enumerate(rows[0]) if cell.text == QUOTE_COLUMN), None) if rows else None
    quotes = {row[quote].start: row[quote] for row in rows[1:] if quote is not None and quote < len(row)}
    separators = [MARKUP] * len(text)
    for row in rows:
        for cell in row:
            other = UNACCOUNTED if cell.start in quotes else OTHER_COLUMN
            separators[cell.start : cell.end] = [
                MARKUP if kinds[place] == MARKUP else other for place in range(cell.start, cell.end)
            ]
    kinds[:] = separators


def _paint(kinds: list[str], rows: Iterable[Row], names: dict[str, str]) -> None:
    for row in rows:
        for place in range(int(row["start"]), min(int(row["end"]), len(kinds))):
            if kinds[place] != MARKUP:
                kinds[place] = names[row["kind"]]


def _runs(kinds: list[str]) -> list[Rest]:
    """Return the runs of one kind; markup between two passages of one kind joins them."""
    runs: list[Rest] = []
    place = 0
    for kind, group in groupby(kinds):
        length = sum(1 for _ in group)
        if kind != MARKUP:
            if runs and runs[-1].kind == kind:
                runs[-1] = Rest(kind, runs[-1].start, place + length)
            else:
                runs.append(Rest(kind, place, place + length))
        place += length
    return runs
