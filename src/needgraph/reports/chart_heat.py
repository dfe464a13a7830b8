"""Draw the coverage heat map: how often each concern is spoken of at each tier in each edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from needgraph.reports import drawing

_ROW, _CELL, _NAMES, _HEAD = 22.0, 74.0, 290.0, 62.0


def heat_map(
    name: str,
    rows: Sequence[str],
    columns: Sequence[tuple[str, str]],
    counts: Mapping[tuple[str, tuple[str, str]], int],
    most: int,
) -> tuple[str, str]:
    """Return the drawing and its words.

    ``columns`` are pairs of group (tiers) and edition, neighbours of one group under one heading; ``counts`` are by
    row and column; ``most`` is the count that is darkest, the same for every part of a map that fills several pages.
    """
    width, height = _NAMES + _CELL * len(columns) + 10, _HEAD + _ROW * len(rows) + 34
    alt = (
        f"A grid of {len(rows)} concerns and {len(columns)} columns, one for the tiers of each edition; "
        "the number in each field is how many indicators speak of the concern there, and a hatched field is none."
    )
    marks: list[str] = []
    for group, members in groupby(enumerate(columns), key=lambda item: item[1][0]):
        places = [place for place, _ in members]
        left = _NAMES + places[0] * _CELL
        span = len(places) * _CELL
        marks.append(drawing.text(left + span / 2, 20, f"tier {group}", 14, anchor="middle", bold=True))
        marks.append(drawing.rule(left + 3, 27, left + span - 3, 27, 1.5))
    for place, (_, edition) in enumerate(columns):
        x = _NAMES + (place + 0.5) * _CELL
        for depth, part in enumerate(edition.split("/")):
            marks.append(drawing.text(x, 42 + depth * 14, part, 12, anchor="middle", ink=drawing.INK))
    for line, row in enumerate(rows):
        y = _HEAD + line * _ROW
        marks.append(drawing.text(_NAMES - 8, y + 15.5, row, 13, anchor="end"))
        for place, column in enumerate(columns):
            count = counts.get((row, column), 0)
            fill, ink = drawing.shade(count, most) if count else (f"url(#{name}-hatch)", drawing.QUIET)
            x = _NAMES + place * _CELL
            marks.append(drawing.box(x, y, _CELL, _ROW, fill))
            if count:
                marks.append(drawing.text(x + _CELL / 2, y + 16, count, 13, anchor="middle", bold=True, ink=ink))
    for place in _statutory(columns):
        x = _NAMES + place * _CELL
        marks.append(drawing.rule(x, 6, x, _HEAD + len(rows) * _ROW + 6, 3.5, dashed=True))
    foot = "Hatched: no sign there was read as the concern. The dashed line: tier 3 and above rest on statute."
    marks.append(drawing.text(10, height - 12, foot, 12, ink=drawing.QUIET))
    return drawing.drawing(name, width, height, alt, marks), alt


def _statutory(columns: Sequence[tuple[str, str]]) -> list[int]:
    """Return the place before which tiers rest on statute: section 17 begins with tier 3."""
    return next(([place] for place, (group, _) in enumerate(columns) if place and group >= "3"), [])
