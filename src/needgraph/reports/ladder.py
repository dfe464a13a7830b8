"""The report of ladders: at which tier each edition places the signs of a concern, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from needgraph.errors import nearest
from needgraph.querying.answers import Value
from needgraph.querying.asking import Endpoint, ask
from needgraph.reports.chart_ladder import Rung, ladder_chart
from needgraph.reports.charts import coverage_figures, windscreen_figures
from needgraph.reports.frame import Frame, places
from needgraph.reports.model import Block, Cell, Column, Figure, Heading, Paragraph, Quote, Report, ReportProblem, Table

_COLUMNS = (
    Column("Tiers", 0.7), Column("Edition", 1.2), Column("Level", 0.6), Column("Severity words", 1.5),
    Column("Words", 6),
)  # fmt: skip
HOW_TO_READ = (
    "Each column is one edition, each row one tier: 0 universal, 1 and 2 early help, 3 child in need, 4 protection or "
    "care. The tiers are our reading of the levels. The documents call their lists illustrative. A rung without words "
    "means only that no sign at this tier was read as the concern: the document may have it at another level, or print "
    "there what was read as another concern."
)


def ladder_report(endpoint: Endpoint, frame: Frame, concern: str = "") -> Report:
    """Return the ladders of one concern, or of every concern that at least two of the editions speak of.

    ``concern`` is an id, with or without ``concern/``. Raises ReportProblem for a concern that is not known, or of
    which none of the editions speaks.
    """
    names = {str(row["code"]): str(row["name"]) for row in ask(endpoint, "code-list", {"scheme": "concern"}).records()}
    slug = concern.removeprefix("concern/")
    if slug and slug not in names:
        raise ReportProblem(f"{concern!r} is no concern{nearest(slug, names)}; `needgraph ask concerns` lists them")
    values = {"concern": f"concern/{slug}"} if slug else {}
    rows = [
        row for row in ask(endpoint, "ladders", values).records() if f"{row['authority']}/{row['edition']}" in frame.ids
    ]
    if not rows:
        what = f"an indicator of {names[slug]!r}" if slug else "an indicator with a concern"
        raise ReportProblem(f"none of {', '.join(frame.ids)} has {what}: there is no ladder to show")
    quotes = places(endpoint, (str(row["id"]) for row in rows))
    blocks: list[Block] = [Heading(2, "How to read it"), Paragraph(HOW_TO_READ)]
    if not slug:
        blocks += [Heading(2, "What the documents cover")]
        blocks += [*windscreen_figures(endpoint, frame), *coverage_figures(rows, names, frame)]
    drawn, single = list[tuple[str, list[dict[str, Value]]]](), list[str]()
    for code, group in _by_concern(rows):
        spoken = {f"{row['authority']}/{row['edition']}" for row in group}
        if slug or len(spoken) > 1 or len(frame.ids) == 1:
            drawn.append((code, group))
        else:
            single += [f"{names[code]} ({next(iter(spoken))})"]
    if not slug:
        blocks += [Heading(2, "The ladders")]
    tiers = [(str(row["tier"]), str(row["name"])) for row in ask(endpoint, "tiers").records()]
    placed = _placed(endpoint, frame)
    for code, group in drawn:
        if not slug:
            blocks.append(Heading(3, names[code][:1].upper() + names[code][1:]))
        blocks += _ladder(code, names[code], group, frame.ids, tiers, placed, quotes)
    if single:
        blocks += [
            Heading(2, "Concerns of which only one of the documents speaks"),
            Paragraph(
                "; ".join(single) + ". No sign of the others was read as one of these; nothing follows from that."
            ),
        ]
    title = f"The ladder of {names[slug]}" if slug else "The ladders of every concern"
    return Report(
        f"ladder-{slug}" if slug else "ladders",
        title,
        "At which tier the documents place the signs of a concern, and in which words: " + _listed(frame),
        frame.as_at,
        frame.editions,
        frame.notices,
        tuple(blocks),
        landscape=True,
    )


def _by_concern(rows: Iterable[dict[str, Value]]) -> Iterator[tuple[str, list[dict[str, Value]]]]:
    for code, group in groupby(rows, key=lambda row: str(row["concern"]).removeprefix("concern/")):
        yield code, list(group)


def _ladder(
    code: str,
    name: str,
    rows: Sequence[dict[str, Value]],
    editions: Sequence[str],
    tiers: Sequence[tuple[str, str]],
    placed: dict[str, frozenset[str]],
    quotes: dict[str, Quote],
) -> Iterator[Block]:
    def rung(row: dict[str, Value]) -> tuple[str, str, str]:
        return f"{row['authority']}/{row['edition']}", str(row["tiers"]), str(row["level"])

    def entry(row: dict[str, Value]) -> tuple[str, str]:
        return " ".join(str(row["quote"]).split()), str(row["id"])

    # The statements of one level stand together in the answer, which is in the order of tiers.
    rungs = [
        Rung(edition, tuple(marks.split(" | ")), level, tuple(entry(row) for row in group))
        for (edition, marks, level), group in groupby(rows, key=rung)
    ]
    svg, alt = ladder_chart(f"ladder-{code}", name, editions, tiers, rungs, placed)
    cells: list[tuple[Cell, ...]] = [
        (*_tier_and_edition(row), str(row["level"]), str(row["severity"] or ""), quotes[str(row["id"])]) for row in rows
    ]
    yield Figure(svg, f"The ladder of {name}", alt, Table("ladders", f"Ladder: {name}", _COLUMNS, tuple(cells)))


def _tier_and_edition(row: dict[str, Value]) -> tuple[Cell, Cell]:
    return str(row["tiers"]), f"{row['authority']}/{row['edition']}"


def _placed(endpoint: Endpoint, frame: Frame) -> dict[str, frozenset[str]]:
    """Return for each edition the tiers on which it has a level."""
    placed: dict[str, frozenset[str]] = {edition: frozenset() for edition in frame.ids}
    for row in ask(endpoint, "levels").records():
        edition = f"{row['authority']}/{row['edition']}"
        if edition in placed:
            placed[edition] |= frozenset(filter(None, str(row["tiers"] or "").split(" | ")))
    return placed


def _listed(frame: Frame) -> str:
    return "; ".join(note.name for note in frame.editions)
