"""The harmonised draft that decisions write, and what would move before anyone adopts its scheme."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from needgraph.comparing.compare import compare
from needgraph.comparing.rows import KINDS
from needgraph.decisions.checks import scheme_warnings
from needgraph.decisions.folder import Decided, read_decided, scheme_editions
from needgraph.decisions.moves import UNDECIDED, Moves, what_moves
from needgraph.querying.answers import Answer
from needgraph.querying.asking import Endpoint, ask
from needgraph.reports.draft_lines import BETWEEN, NOWHERE, UNPRINTED, DraftLine, draft_lines
from needgraph.reports.draft_tables import LevelTexts, decisions_table
from needgraph.reports.frame import frame
from needgraph.reports.model import Block, Bullets, Column, Heading, Paragraph, Report, Table
from needgraph.resources import Data
from needgraph.tables.reference import CURATORS
from needgraph.tables.tsv import read_table

DRAFT = (
    "DRAFT for discussion. Nothing here has been adopted, and none of the authorities has endorsed it. A line that "
    "nobody has decided shows both documents side by side; needgraph decides nothing."
)
MARK = "DRAFT – not adopted by anyone"
HOW_TO_READ = (
    "Every line shows its parents: the words of each document, with statement and place.",
    "“Proposed” is one person’s or program’s proposal; “agreed” is what the people named in the table of decisions "
    "agreed, on the day given there.",
    "Where a document does not say, that is all it means: never that something is not required.",
)
PARTS = {
    BETWEEN: ("Between target levels", "The documents place these at levels that land apart. People have to decide."),
    NOWHERE: ("No one target level follows", "A side lands on no target level or on several. People have to decide."),
    UNPRINTED: ("Bound to no level", "These are bound to no level of need."),
}  # fmt: skip
KIND_NAMES = {
    "ladder": "Signs without a concern", "gap": "Signs without a concern", "rule": "Rules",
    "service": "Services and outcomes", "contact": "Contacts", "assessment": "Assessments and plans",
    "definition": "Definitions and tests", "term": "Terms", "quantity": "Numbers and deadlines",
}  # fmt: skip
_WIDE = {
    "quote": 4.0, "subject_quote": 3.0, "object_quote": 3.0, "rule": 3.0, "why": 2.5, "name": 2.0, "place": 1.6,
    "edition": 1.5, "target_name": 1.5, "level": 0.6, "tiers": 0.6, "target": 0.7,
}  # fmt: skip


def draft_report(
    data: Data, endpoint: Endpoint, name: str, date: datetime.date | None = None, compared: Answer | None = None
) -> Report:
    """Return the harmonised draft that the decisions of a folder write.

    ``compared`` is the comparison of the editions that the scheme joins, made anew where it is not given. Raises
    DecisionProblem or SchemeProblem listing every place where decisions or scheme cannot be used.
    """
    editions = scheme_editions(data, endpoint, name)
    rows = compare(endpoint, editions) if compared is None else compared
    decided = read_decided(data, endpoint, name, compared=rows)
    framed = frame(endpoint, decided.editions, date)
    warnings = _warnings(endpoint, decided)
    concerns = _concerns(endpoint)
    blocks = [
        Heading(2, "How to read it"),
        Paragraph(DRAFT),
        *([Paragraph(decided.scheme.note)] if decided.scheme.note else []),
        Bullets(HOW_TO_READ),
        Heading(2, "The target levels"),
        *map(Paragraph, warnings),
        _levels_table(what_moves(endpoint, decided)),
        Heading(2, "The decisions"),
        *decisions_table(decided, read_table(data.curators, CURATORS), concerns, framed),
        *_parts(decided, draft_lines(endpoint, decided, rows), LevelTexts(endpoint, decided, framed), concerns),
    ]
    return Report(
        f"draft-{name}", f"DRAFT: {decided.scheme.title}", f"Draft, not endorsed. Joins {', '.join(decided.editions)}.",
        framed.as_at, framed.editions, (DRAFT, *framed.notices), tuple(blocks), landscape=True, mark=MARK,
        warnings=warnings,
    )  # fmt: skip


def what_moves_report(
    data: Data, endpoint: Endpoint, name: str, scheme: Path | None = None, date: datetime.date | None = None
) -> Report:
    """Return what would move if a target scheme were adopted: that of the decisions, or another file to try.

    Raises as ``draft_report`` does.
    """
    decided = read_decided(data, endpoint, name, scheme)
    framed = frame(endpoint, decided.editions, date)
    moves = what_moves(endpoint, decided)
    warnings = _warnings(endpoint, decided)
    blocks: list[Block] = [
        Heading(2, "What this is"),
        Paragraph(f"What would happen to every level, sign, rule and service if “{decided.scheme.title}” were adopted. "
                  "A printed level lands where its tiers do. What lands on no target level, or on several, is "
                  "undecided: nothing is guessed."),
        *([Paragraph(decided.scheme.note)] if decided.scheme.note else []),
        Heading(2, "The levels"), *map(Paragraph, warnings), _levels_table(moves),
        Heading(2, "Collisions that would be created, removed or kept"),
        Paragraph("Two levels collide on an act when, in the same case, the words of one let it go ahead or make it a "
                  "duty and those of the other hold it back, or when one permits or recommends what the other calls "
                  "not appropriate. They are shown, never resolved."),
        *_or_none(_table("collisions", "Collisions of rules", moves.collisions),
                  "No two levels that would meet collide on sharing, referring, assessing or enquiring."),
    ]  # fmt: skip
    for title, table in (("signs", moves.indicators), ("rules", moves.rules), ("services", moves.services)):
        place = table.columns.index("change")
        undecided = Answer(table.columns, tuple(row for row in table.rows if row[place] == UNDECIDED))
        landed = Answer(table.columns, tuple(row for row in table.rows if row[place] != UNDECIDED))
        blocks += [
            Heading(2, f"The {title}"),
            *_or_none(_table(f"{title}-undecided", f"Undecided {title}", undecided),
                      f"No target level is in doubt for the {title}."),
            *_or_none(_table(title, f"Where the {title} land", landed), f"None of the {title} lands on a level."),
        ]  # fmt: skip
    return Report(
        f"what-moves-{name}", f"What moves: {decided.scheme.title}",
        f"Before adopting: {', '.join(decided.editions)}.", framed.as_at, framed.editions, (DRAFT, *framed.notices),
        tuple(blocks), landscape=True, mark=MARK, warnings=warnings,
    )  # fmt: skip


def _warnings(endpoint: Endpoint, decided: Decided) -> tuple[str, ...]:
    tiers = {str(row["tier"]): str(row["name"]) for row in ask(endpoint, "tiers").records()}
    return tuple(scheme_warnings(decided.scheme, tiers))


def _concerns(endpoint: Endpoint) -> dict[str, str]:
    return {str(row["code"]): str(row["name"]) for row in ask(endpoint, "code-list", {"scheme": "concern"}).records()}


def _parts(
    decided: Decided, lines: Sequence[DraftLine], texts: LevelTexts, concerns: Mapping[str, str]
) -> Iterable[Block]:
    headings = [*(f"concern/{code}" for code in sorted(concerns, key=lambda code: concerns[code])), *KINDS]
    parts = [(level.number, f"Target level {decided.scheme.name(level.number)}", "") for level in decided.scheme.levels]
    parts += [(part, title, text) for part, (title, text) in PARTS.items()]
    for number, title, text in parts:
        own = [line for line in lines if line.part == number]
        yield Heading(2, f"DRAFT · {title}")
        if text:
            yield Paragraph(text)
        if not own:
            yield Paragraph("No line stands here: nothing that was compared lands on it, and no decision places one.")
        if number != UNPRINTED:
            yield from texts.blocks(number, title)
        for heading in sorted({line.heading for line in own}, key=lambda each: (_rank(headings, each), each)):
            code = heading.removeprefix("concern/")
            name = concerns.get(code, code) if code != heading else KIND_NAMES.get(heading, heading)
            yield Heading(3, f"{name[0].upper()}{name[1:]}")
            rows = tuple((each.standing, each.words, *each.sides, each.why) for each in own if each.heading == heading)
            yield Table("draft", f"Draft: {title}, {name}", _columns(decided), rows)


def _columns(decided: Decided) -> tuple[Column, ...]:
    sides = decided.editions if len(decided.editions) == 2 else ("One document", "Another document")
    return (
        Column("Standing", 1.5), Column("Draft words", 3), Column(sides[0], 3), Column(sides[1], 3), Column("Why", 3),
    )  # fmt: skip


def _levels_table(moves: Moves) -> Table:
    return _table("levels", "Where each printed level lands", moves.levels)


def _table(name: str, caption: str, answer: Answer) -> Table:
    columns = tuple(Column(column.replace("_", " "), _WIDE.get(column, 1.0)) for column in answer.columns)
    return Table(name, caption, columns, answer.rows)


def _or_none(table: Table, otherwise: str) -> tuple[Block, ...]:
    """Return the table, or a sentence where it has no rows: an empty table would look complete."""
    return (table,) if table.rows else (Paragraph(otherwise),)


def _rank(headings: Sequence[str], heading: str) -> int:
    return headings.index(heading) if heading in headings else len(headings)
