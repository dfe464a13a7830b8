"""The report on consent: what each document says about each act, where it contradicts itself, where two differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from needgraph.consent.headline import CONSENT_FIRST, LOOKED_AT, TAKEN_AS_GIVEN
from needgraph.consent.rules import ACTS, EditionRules
from needgraph.querying.answers import Answer, Value
from needgraph.querying.formats import shown_value
from needgraph.reports.chart_consent import OUTCOMES, consent_chart
from needgraph.reports.frame import Frame, framed_report
from needgraph.reports.model import Block, Cell, Column, Figure, Heading, Paragraph, Quote, Report, ReportProblem, Table
from needgraph.reports.tables import NOT_SAID, said

# What a row of the grid takes as established; each other column says what the case is, or what follows.
_FLAGS = ("high_risk", "immediate_harm", "child_protection", "escalation_risk", "ground")
_MEANINGS = {
    "required": "the act must be done, whatever the state of consent",
    "may-proceed": "its conditions are met, or the document permits the act without consent",
    "consent-first": f"{CONSENT_FIRST}; which of these, the rules say",
    "not-accepted": "what is sent without consent is not accepted",
    "single-agency": "help is limited to one agency",
    "conflicting": "rules of the document collide; none of them wins here",
    "not-stated": "the document does not say; that is never “not required”",
}
NO_LEVEL = "bound to no level"
HOW_TO_READ = (
    "What the document says; not advice on a case. Each grid shows what an edition says about doing an act at a level "
    "in a state of consent. A flag that is not given is not established, and a rule that depends on it does not apply. "
    "Where rules collide, both stand here and nothing is resolved; a reading that would remove a collision is ours. If "
    "a child is in immediate danger, ring 999."
)

Row = Mapping[str, Value]


def consent_report(
    frame: Frame,
    grid: Answer,
    smallest: Answer,
    collisions: Answer,
    differences: Answer,
    rules: Sequence[EditionRules],
) -> Report:
    """Return the report of the answers that ``consent.grid`` and ``consent.differences`` give, of all editions.

    ``rules`` are those of the editions; the lines of cases name them, and the words they rest on stand in a table.

    Raises ReportProblem when the grid holds no case of any of the editions.
    """
    known = [row for row in grid.records() if _edition(row) in frame.ids]
    if not known:
        raise ReportProblem(f"{', '.join(frame.ids)}: no rule on consent was read, so there is no grid to show")
    meanings: tuple[tuple[Cell, ...], ...] = tuple(
        (OUTCOMES[outcome][0], outcome, meaning) for outcome, meaning in _MEANINGS.items()
    )
    blocks: list[Block] = [
        Heading(2, "How to read it"),
        Paragraph(HOW_TO_READ),
        Paragraph(TAKEN_AS_GIVEN),
        Table("outcomes", "The outcomes", (Column("Code", 0.5), Column("Outcome"), Column("Means", 5)), meanings),
    ]
    for note in frame.editions:
        mine = [row for row in known if _edition(row) == note.id]
        blocks.append(Heading(2, note.name))
        if mine:
            blocks += [_grid(note.id, mine), _smallest(note.id, smallest)]
            blocks += [_rules(each) for each in rules if each.path == note.id]
            blocks += _collisions(note.id, collisions)
        else:
            blocks.append(Paragraph("No rule on consent was read for this edition; nothing follows from that."))
    blocks += _differences(frame, differences)
    return framed_report(frame, "consent", "What the documents say about consent", blocks)


def _grid(edition: str, rows: Sequence[Row]) -> Figure:
    plain = [row for row in rows if not any(shown_value(row.get(flag)) for flag in _FLAGS)]
    cases = sorted(dict.fromkeys((str(row["level"]), str(row["act"])) for row in plain), key=lambda case: case[0])
    states = list(dict.fromkeys(str(row["consent"]) for row in plain))
    outcomes = {((str(row["level"]), str(row["act"])), str(row["consent"])): str(row["outcome"]) for row in plain}
    slug = edition.replace("/", "-")
    svg, alt = consent_chart(f"consent-{slug}", cases, states, outcomes)
    asks = {(str(row["level"]), str(row["act"])): str(row["asks"] or "") for row in plain}
    columns = (Column("Level", 0.5), Column("Act"), *(Column(state) for state in states), Column("Asks for"))
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (*case, *(outcomes.get((case, state), "") for state in states), asks[case]) for case in cases
    )
    table = Table(f"grid-{slug}", f"Outcome by level, act and state of consent: {edition}", columns, cells)
    return Figure(svg, f"What {edition} says when nothing further is established", alt, table)


def _smallest(edition: str, smallest: Answer) -> Table:
    columns = (
        Column("Level", 0.5), Column("Act", 0.7), Column("Consent", 1.5), Column("When this is established", 1.8),
        Column("Outcome"), Column("Asks for"), Column("Rules", 2.5), Column("National advice", 2),
    )  # fmt: skip
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row["level"], row["act"], row["consent"], row["established"], row["outcome"], row["asks"], row["rules"],
            _beside(row),
        )
        for row in smallest.records()
        if _edition(row) == edition
    )  # fmt: skip
    slug = edition.replace("/", "-")
    return Table(
        f"cases-{slug}", f"Every outcome, with the least that has to be established: {edition}", columns, cells
    )


def _rules(edition: EditionRules) -> Table:
    columns = (
        Column("Rule", 0.5), Column("Levels", 0.8), Column("Acts", 0.9), Column("Strength", 0.9),
        Column("In our words", 3), Column("Words of the document", 4),
    )  # fmt: skip
    acts = {act for covered in ACTS.values() for act in covered}
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            rule.id.rpartition("/")[2], " | ".join(rule.levels) or NO_LEVEL, " | ".join(rule.acts), rule.strength,
            rule.label, tuple(Quote(quote.id, quote.text, quote.start, quote.end) for quote in rule.quotes),
        )
        for rule in edition.rules
        if acts & set(rule.acts)
    )  # fmt: skip
    slug = edition.path.replace("/", "-")
    return Table(
        f"rules-{slug}", f"The rules on these acts, and the words they rest on: {edition.path}", columns, cells
    )


def _collisions(edition: str, collisions: Answer) -> Iterable[Block]:
    mine = [row for row in collisions.records() if _edition(row) == edition]
    if not mine:
        yield Paragraph(f"No two rules of this edition were found to collide. {LOOKED_AT}")
        return
    columns = (
        Column("Level", 0.5), Column("Act", 0.6), Column("Consent", 0.8), Column("Established", 1.2),
        Column("One passage allows it", 2.6), Column("Another rules it out", 2.6), Column("Why they collide", 2),
        Column("A reading of ours", 2),
    )  # fmt: skip
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row["level"], row["act"], row["consent"], row["established"],
            said(row["allows_quote"], row["allows_place"]), said(row["bars_quote"], row["bars_place"]),
            row["why"], row["reading"],
        )
        for row in mine
    )  # fmt: skip
    yield Paragraph(LOOKED_AT)
    yield Table("collisions", f"Collisions, shown and not resolved: {edition}", columns, cells)


def _differences(frame: Frame, differences: Answer) -> Iterable[Block]:
    yield Heading(2, "Where the documents differ, beside the national advice")
    if not differences.rows:
        one = len(frame.ids) < 2
        yield Paragraph("There is only one edition to look at." if one else "No case was found in which they differ.")
        return
    columns = (
        Column("Act", 0.6), Column("Tiers", 0.5), Column("Consent", 1.1), Column("Established", 1.2),
        Column("One document", 1.2), Column("Its words", 2.6), Column("Another", 1.2), Column("Its words", 2.6),
        Column("National advice", 2),
    )  # fmt: skip
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row["act"], row["tiers"], row["consent"], row["established"],
            _side(row, "subject"), said(row["subject_quote"], row["subject_place"] or NOT_SAID),
            _side(row, "object"), said(row["object_quote"], row["object_place"] or NOT_SAID),
            row["advice"],
        )
        for row in differences.records()
    )  # fmt: skip
    caption = f"Differences between the editions, case by case: {len(cells)} lines"
    yield Table("differences", caption, columns, cells)


def _side(row: Row, end: str) -> str:
    if not row[f"{end}_level"]:
        return f"{row[end]}: no level on this tier"
    outcome = str(row[f"{end}_outcome"])
    silent = outcome == "not-stated" and row[f"{end}_quote"]
    besides = "; what it says besides about the act stands beside" if silent else ""
    return f"{row[end]}, Level {row[f'{end}_level']}: {outcome}{besides}"


def _beside(row: Row) -> str:
    words = [shown_value(row.get("beside_advice")), shown_value(row.get("advice"))]
    turning = shown_value(row.get("advice_differs_if"))
    return ". ".join([": ".join(word for word in words if word), *([f"Differs if {turning}"] if turning else [])])


def _edition(row: Row) -> str:
    return f"{row['authority']}/{row['edition']}"
