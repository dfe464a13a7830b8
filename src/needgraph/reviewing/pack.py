"""The review pack: pairs on a worksheet for people without a terminal, and their verdicts taken back in."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from needgraph.errors import NeedgraphError, nearest
from needgraph.files import shown, write_atomically
from needgraph.resources import Data
from needgraph.reviewing.queue import candidate, labels_of, severity_forms, two_editions, waiting
from needgraph.reviewing.verdicts import (
    VERDICTS,
    Pair,
    Verdict,
    VerdictProblem,
    check_curator,
    check_verdict,
    decide,
    reviewing,
)
from needgraph.strangers.workbook import Sheet, column_letter, read_workbook
from needgraph.tables.mappings import SEVERITY_RELATIONS, STATES, MappingTable, read_mappings
from needgraph.tables.tsv import Row

SHEET, BASE = "Review", "base"
# The columns that people fill in; the others are for reading.
ANSWERS = ("verdict", "severity", "reason")
COLUMNS = (
    "subject_id", "subject level", "subject quote", "object_id", "object level", "object quote", *ANSWERS,
)  # fmt: skip
BASE_COLUMNS = ("subject_id", "object_id", "subject_label", "object_label", *ANSWERS)
_WIDTHS = (18, 18, 50, 18, 18, 50, 12, 12, 60)


class PackProblem(NeedgraphError):
    """A review pack that cannot be read, or whose answers cannot be taken; the message lists every place."""


@dataclass(frozen=True)
class Answer:
    """What was said of a pair: the verdict, empty when there is none yet, the severity and the reason."""

    verdict: str
    severity: str
    reason: str


@dataclass(frozen=True)
class Conflict:
    """A pair that changed both here and on the sheet since the pack was written."""

    pair: Pair
    base: Answer
    ours: Answer
    theirs: Answer

    def sentence(self) -> str:
        """Return the conflict as a line for people."""
        said = [f"{who} {each.verdict or 'nothing'} {each.severity}".rstrip() for who, each in self._sides()]
        return f"{self.pair[0]} and {self.pair[1]}: {', '.join(said)}"

    def _sides(self) -> tuple[tuple[str, Answer], ...]:
        return ("the pack said", self.base), ("the table now says", self.ours), ("the sheet says", self.theirs)


@dataclass(frozen=True)
class Taken:
    """What became of a pack: the pairs whose verdicts were taken, and the conflicts that were left alone."""

    pairs: tuple[Pair, ...]
    conflicts: tuple[Conflict, ...]


def write_pack(data: Data, subject_edition: str, object_edition: str, path: Path) -> int:
    """Write the waiting pairs of two editions as a workbook and return how many they are.

    What each pair says now stands in a hidden sheet too, so that ``take_pack`` sees who changed what.
    """
    import openpyxl  # only a pack needs it

    subject, object_ = two_editions(data, subject_edition, object_edition)
    forms, labels, tables = severity_forms(data), labels_of((subject, object_)), read_mappings(data)
    book = openpyxl.Workbook()
    sheet, base = book.active, book.create_sheet(BASE)
    sheet.title, base.sheet_state = SHEET, "veryHidden"
    _append(sheet, COLUMNS)
    _append(base, BASE_COLUMNS)
    queue = waiting(tables, subject, object_)
    for state, row in queue:
        shown_pair, answer = candidate(state, row, subject, object_, forms), _answer(state, row)
        ends = [
            cell
            for side in (shown_pair.subject, shown_pair.object)
            for cell in (side.indicator.curie, side.level_name, side.indicator.quote)
        ]
        _append(sheet, (*ends, answer.verdict, answer.severity, answer.reason))
        wording = [labels.get(row[f"{end}_id"], row[f"{end}_label"]) for end in ("subject", "object")]
        _append(base, (row["subject_id"], row["object_id"], *wording, answer.verdict, answer.severity, answer.reason))
    _lay_out(sheet, len(queue) + 1)
    stream = io.BytesIO()
    book.save(stream)
    write_atomically(path, stream.getvalue())
    return len(queue)


def take_pack(data: Data, path: Path, curator: str, date: datetime.date) -> Taken:
    """Give the verdicts that were filled in on a pack; what also changed here since is left alone and listed.

    A verdict is pinned to the wording that the pack showed: where it has changed since, the pair waits again.
    Nothing is taken when a single answer cannot be: PackProblem then lists every row with what to do.
    Raises LockProblem when a review is running, VerdictProblem for an unknown curator.
    """
    check_curator(data, curator)
    base, labels, theirs = _read_pack(path)
    with reviewing(data):
        tables = read_mappings(data)
        ours = _standing(tables)
        conflicts, wanted = [], []
        problems: list[str] = []
        for pair, (line, answer) in theirs.items():
            if answer == base[pair]:
                continue
            now = ours.get(pair, Answer("", "", ""))
            if now == answer:
                continue
            if now != base[pair] or pair not in ours:
                conflicts.append(Conflict(pair, base[pair], now, answer))
                continue
            verdict = Verdict(answer.verdict, answer.severity, answer.reason, curator, date)
            try:
                check_verdict(verdict)
            except VerdictProblem as problem:
                problems.append(f"{shown(path)}: {SHEET}!{line}: {_explained(answer, problem)}")
            wanted.append((pair, verdict))
        if problems:
            raise PackProblem("\n".join(problems))
        for pair, verdict in wanted:
            decide(data, pair, verdict, labels)
    return Taken(tuple(pair for pair, _ in wanted), tuple(conflicts))


def _explained(answer: Answer, problem: VerdictProblem) -> str:
    if not answer.verdict:
        return "has no verdict but another answer was changed; fill in the verdict, or empty the row's answers"
    if answer.verdict not in VERDICTS:
        return f"{problem}{nearest(answer.verdict, VERDICTS)}"
    return str(problem)


def _answer(state: str, row: Row) -> Answer:
    """Return what a row of a table says, in the words of a pack."""
    if state == "suggested":
        return Answer("", "", "")
    found = {(place, predicate): name for name, (place, predicate) in VERDICTS.items()}
    return Answer(found.get((state, row["predicate_id"]), ""), row["severity_relation"], _one_line(row["comment"]))


def _standing(tables: Mapping[str, MappingTable]) -> dict[Pair, Answer]:
    return {
        (row["subject_id"], row["object_id"]): _answer(state, row) for state in STATES for row in tables[state].rows
    }


def _one_line(text: str) -> str:
    return " ".join(_printable(text).split())


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _append(sheet: Any, cells: Iterable[str]) -> None:
    """Add a row of texts; one that begins like a formula stays a text, also when someone edits its cell."""
    row = sheet.max_row + 1 if sheet["A1"].value is not None else 1
    for column, text in enumerate(cells, start=1):
        if text:
            cell = sheet.cell(row, column, _printable(text)[:32_000])
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


def _lay_out(sheet: Any, last: int) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
        sheet.cell(1, column).font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2, max_row=last):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    for name, values in (("verdict", tuple(VERDICTS)), ("severity", SEVERITY_RELATIONS)):
        letter = sheet.cell(1, COLUMNS.index(name) + 1).column_letter
        choice = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
        sheet.add_data_validation(choice)
        choice.add(f"{letter}2:{letter}{max(last, 2)}")


def _read_pack(path: Path) -> tuple[dict[Pair, Answer], dict[str, str], dict[Pair, tuple[int, Answer]]]:
    """Return what a pack said of each pair and the labels it showed, and what its sheet says now, with the row."""
    sheets = read_workbook(path, (SHEET, BASE))
    for name in (SHEET, BASE):
        if name not in sheets:
            raise PackProblem(f"{shown(path)}: has no sheet {name!r}; fill in the pack that was written, as it is")
    base: dict[Pair, Answer] = {}
    labels: dict[str, str] = {}
    problems: list[str] = []
    for _, cells in _rows(path, BASE, sheets[BASE], BASE_COLUMNS, problems):
        base[cells["subject_id"], cells["object_id"]] = Answer(*(_one_line(cells[name]) for name in ANSWERS))
        labels |= {cells["subject_id"]: cells["subject_label"], cells["object_id"]: cells["object_label"]}
    found: dict[Pair, tuple[int, Answer]] = {}
    for line, cells in _rows(path, SHEET, sheets[SHEET], COLUMNS, problems):
        pair = _one_line(cells["subject_id"]), _one_line(cells["object_id"])
        where = f"{shown(path)}: {SHEET}!{line}"
        if pair not in base:
            problems.append(
                f"{where}: {pair[0]!r} and {pair[1]!r} are no pair of this pack; leave the ids as they were"
            )
            continue
        if pair in found:
            problems.append(f"{where}: the pair stands already in row {found[pair][0]}; keep one of them")
        verdict, severity, reason = (_one_line(cells[name]) for name in ANSWERS)
        found[pair] = (line, Answer(verdict.lower(), severity.lower(), reason))
    if problems:
        raise PackProblem("\n".join(problems))
    return base, labels, found


def _rows(
    path: Path, name: str, sheet: Sheet, columns: Sequence[str], problems: list[str]
) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a sheet by its columns, which may stand in any order, and note formulas as problems."""
    header = next((list(cells) for line, cells in sheet.rows if line == 1), [])
    missing = [column for column in columns if column not in header]
    if missing:
        raise PackProblem(f"{shown(path)}: {name}!1: column {missing[0]!r} is missing; leave the first row as it was")
    places = {column: header.index(column) for column in columns}
    found = []
    for line, row in sheet.rows:
        if line == 1:
            continue
        for place in places.values():
            if (line, place + 1) in sheet.formulas:
                problems.append(
                    f"{shown(path)}: {name}!{column_letter(place + 1)}{line}: holds a formula; write a text"
                )
        cells = {column: row[place] if place < len(row) else "" for column, place in places.items()}
        if any(cells.values()):
            found.append((line, cells))
    return found
