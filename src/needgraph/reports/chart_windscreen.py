"""Draw the windscreen: the fan of levels of need, with a ring for each heading of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin

from needgraph.reports import drawing

_OUTER, _INNER, _SIDE = 300.0, 90.0, 150.0


def windscreen(
    name: str,
    levels: Sequence[tuple[str, str]],
    dimensions: Sequence[str],
    counts: Mapping[tuple[str, str], int],
    statutory_from: str | None,
) -> tuple[str, str]:
    """Return the drawing of an edition and its words.

    ``levels`` are number and tiers in the order of rank, ``counts`` the indicators by level and heading, and
    ``statutory_from`` the first level that rests on section 17 or more, before which a dashed line is drawn.
    """
    numbers = [level for level, _ in levels]
    total = sum(counts.get((level, dimension), 0) for level in numbers for dimension in dimensions)
    alt = (
        f"A fan with {len(levels)} levels from left to right and {len(dimensions)} rings, one a heading; "
        f"the number in each field is how many of the {total} indicators stand there."
    )
    if not levels or not dimensions:
        return drawing.drawing(name, 600, 40, alt, [drawing.text(10, 26, "This document prints no indicator.")]), alt
    centre, base = _OUTER + _SIDE, _OUTER + 70
    most = max(counts.values(), default=1)
    step, ring = pi / len(levels), (_OUTER - _INNER) / len(dimensions)
    marks: list[str] = []
    for place, (level, tiers) in enumerate(levels):
        left, right = pi - place * step, pi - (place + 1) * step
        for depth, dimension in enumerate(dimensions):
            outer = _OUTER - depth * ring
            count = counts.get((level, dimension), 0)
            fill, ink = drawing.shade(count, most) if count else (f"url(#{name}-hatch)", drawing.INK)
            marks.append(_field(centre, base, outer - ring, outer, left, right, fill))
            x, y = _point(centre, base, outer - ring / 2, (left + right) / 2)
            if not count:
                marks.append(
                    f'<circle cx="{drawing.number(x)}" cy="{drawing.number(y)}" r="9" fill="{drawing.PAPER}"/>'
                )
            marks.append(drawing.text(x, y + 5, count, 15, anchor="middle", bold=True, ink=ink))
        middle = (left + right) / 2
        x, y = _point(centre, base, _OUTER + 16, middle)
        anchor = "end" if cos(middle) < -0.3 else "start" if cos(middle) > 0.3 else "middle"
        marks.append(drawing.text(x, y - 14, f"Level {level}", 16, anchor=anchor, bold=True))
        marks.append(
            drawing.text(x, y + 3, f"tier {tiers}" if tiers else "no tier", 13, anchor=anchor, ink=drawing.QUIET)
        )
        if level == statutory_from and place:
            (x1, y1), (x2, y2) = (_point(centre, base, radius, left) for radius in (_INNER - 14, _OUTER + 26))
            marks.append(drawing.rule(x1, y1, x2, y2, 3.5, dashed=True))
            marks.append(drawing.text(x2, y2 - 6, "statutory line", 13, anchor="middle", bold=True))
    marks.append(drawing.text(centre, base - 14, total, 30, anchor="middle", bold=True))
    marks.append(drawing.text(centre, base + 6, "indicators", 13, anchor="middle"))
    for depth, dimension in enumerate(dimensions):
        letter = chr(ord("A") + depth)
        marks.append(
            drawing.text(centre - _OUTER + (depth + 0.5) * ring, base + 18, letter, 14, anchor="middle", bold=True)
        )
        marks.append(
            drawing.text(centre + _OUTER - (depth + 0.5) * ring, base + 18, letter, 14, anchor="middle", bold=True)
        )
        marks.append(drawing.text(centre - _OUTER, base + 48 + depth * 20, letter, 14, bold=True))
        marks.append(drawing.text(centre - _OUTER + 22, base + 48 + depth * 20, dimension or "under no heading", 14))
    height = base + 48 + len(dimensions) * 20
    return drawing.drawing(name, 2 * centre, height, alt, marks), alt


def _point(centre: float, base: float, radius: float, angle: float) -> tuple[float, float]:
    return centre + radius * cos(angle), base - radius * sin(angle)


def _field(centre: float, base: float, inner: float, outer: float, left: float, right: float, fill: str) -> str:
    corners = [
        _point(centre, base, radius, angle)
        for radius, angle in ((outer, left), (outer, right), (inner, right), (inner, left))
    ]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = [(drawing.number(x), drawing.number(y)) for x, y in corners]
    far, near = drawing.number(outer), drawing.number(inner)
    path = f"M{ax} {ay}A{far} {far} 0 0 1 {bx} {by}L{cx} {cy}A{near} {near} 0 0 0 {dx} {dy}Z"
    return f'<path d="{path}" fill="{fill}" stroke="{drawing.LINE}" stroke-width="1.2"/>'
