"""The figures that show what documents cover: a windscreen for each edition, and heat maps of concerns by tier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from needgraph.querying.asking import Endpoint, ask
from needgraph.reports.chart_heat import heat_map
from needgraph.reports.chart_windscreen import windscreen
from needgraph.reports.frame import Frame
from needgraph.reports.model import Cell, Column, Figure, Table

# So many concerns of a heat map can be read on one page.
_PART = 30


def windscreen_figures(endpoint: Endpoint, frame: Frame) -> Iterator[Figure]:
    """Yield for each edition the fan of its levels and headings, with the table of indicators."""
    levels = ask(endpoint, "levels").records()
    rows = ask(endpoint, "indicator-counts").records()
    for note in frame.editions:
        authority, key = note.id.split("/")
        mine = [row for row in levels if (row["authority"], row["edition"]) == (authority, key)]
        counts = {
            (str(row["level"]), str(row["dimension"] or "")): int(str(row["indicators"]))
            for row in rows
            if (row["authority"], row["edition"]) == (authority, key)
        }
        dimensions = list(dict.fromkeys(dimension for _, dimension in counts))
        # What stands under no heading is drawn last, nearest the hub.
        dimensions.sort(key=lambda dimension: not dimension)
        numbers = [(str(row["level"]), str(row["tiers"] or "").replace(" | ", "–")) for row in mine]
        statutory = next((number for number, tiers in numbers if tiers[:1] >= "3"), None)
        svg, alt = windscreen(f"windscreen-{authority}-{key}", numbers, dimensions, counts, statutory)
        columns = (Column("Edition"), Column("Heading", 3), *(Column(f"Level {number}") for number, _ in numbers))
        cells: list[tuple[Cell, ...]] = [
            (note.id, heading or "under no heading", *(counts.get((number, heading), 0) for number, _ in numbers))
            for heading in dimensions
        ]
        table = Table(
            f"indicators-{authority}-{key}", f"Indicators by heading and level: {note.name}", columns, tuple(cells)
        )
        yield Figure(svg, f"Levels and headings: {note.name}", alt, table)


def coverage_figures(rows: Sequence[Mapping[str, object]], names: Mapping[str, str], frame: Frame) -> Iterator[Figure]:
    """Yield heat maps, so many concerns on each as a page holds, from the rows of the question ``ladders``."""
    counts = Counter(
        (names[str(row["concern"]).removeprefix("concern/")], (_tiers(row), f"{row['authority']}/{row['edition']}"))
        for row in rows
    )
    concerns = sorted({concern for concern, _ in counts})
    columns = sorted({column for _, column in counts}, key=lambda column: (column[0], frame.ids.index(column[1])))
    most = max(counts.values(), default=1)
    # Pages as full as each other: one concern alone on the last would look forgotten.
    size = -(-len(concerns) // -(-len(concerns) // _PART)) if concerns else 1
    parts = [concerns[start : start + size] for start in range(0, len(concerns), size)]
    headings = (Column("Concern", 3), *(Column(f"Tier {tiers}: {edition}") for tiers, edition in columns))
    for place, part in enumerate(parts, start=1):
        which = f", part {place} of {len(parts)}" if len(parts) > 1 else ""
        svg, alt = heat_map(f"coverage-{place}", part, columns, counts, most)
        cells: list[tuple[Cell, ...]] = [(name, *(counts[name, column] for column in columns)) for name in part]
        title = f"Coverage by concern, tier and edition{which}"
        table = Table("coverage", f"Coverage: number of indicators{which}", headings, tuple(cells))
        yield Figure(svg, title, alt, table)


def _tiers(row: Mapping[str, object]) -> str:
    return str(row["tiers"]).replace(" | ", "–")
