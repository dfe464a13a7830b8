"""Draw the consent grid of an edition: what it says about each act at each level in each state of consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from needgraph.consent.headline import CONSENT_FIRST
from needgraph.reports import drawing

# Each outcome by two letters and its words, so that no reader depends on the fill.
OUTCOMES = {
    "required": ("RQ", "required", drawing.SHADES[4], drawing.PAPER),
    "may-proceed": ("MP", "may proceed", drawing.SHADES[1], drawing.INK),
    "consent-first": ("CF", "consent first", "#f3f2f1", drawing.INK),
    "not-accepted": ("NA", "not accepted", "#0b0c0c", drawing.PAPER),
    "single-agency": ("SA", "single agency", drawing.SHADES[2], drawing.INK),
    "conflicting": ("CO", "conflicting", "cross", drawing.INK),
    "not-stated": ("NS", "not stated", "hatch", drawing.INK),
}
_LEFT, _HEAD, _CELL, _ROW = 170.0, 40.0, 118.0, 34.0


def consent_chart(
    name: str,
    rows: Sequence[tuple[str, str]],
    states: Sequence[str],
    outcomes: Mapping[tuple[tuple[str, str], str], str],
) -> tuple[str, str]:
    """Return the drawing and its words; ``rows`` are level and act, ``outcomes`` by row and state of consent."""
    alt = (
        f"A grid of {len(rows)} rows, one for each level and act, and {len(states)} states of consent; each field "
        "names what the document says about doing the act when no further flag is given."
    )
    width, height = _LEFT + _CELL * len(states) + 6, _HEAD + _ROW * len(rows) + 62
    marks = [
        drawing.text(_LEFT + (place + 0.5) * _CELL, 26, state.replace("-", " "), 14, anchor="middle", bold=True)
        for place, state in enumerate(states)
    ]
    level_before = ""
    for line, row in enumerate(rows):
        level, act = row
        y = _HEAD + line * _ROW
        if level != level_before:
            marks.append(drawing.text(8, y + 22, f"Level {level}", 14, bold=True))
            marks.append(drawing.rule(0, y, width - 6, y, 2))
            level_before = level
        marks.append(drawing.text(_LEFT - 10, y + 22, act, 14, anchor="end"))
        for place, state in enumerate(states):
            outcome = outcomes.get((row, state), "")
            code, words, fill, ink = OUTCOMES.get(outcome, ("", outcome, drawing.PAPER, drawing.INK))
            x = _LEFT + place * _CELL
            paint = f"url(#{name}-{fill})" if fill in ("hatch", "cross") else fill
            marks.append(drawing.box(x, y, _CELL, _ROW, paint))
            if fill in ("hatch", "cross"):
                marks.append(drawing.box(x + 8, y + 6, _CELL - 16, _ROW - 12, drawing.PAPER, drawing.PAPER))
            marks.append(drawing.text(x + 12, y + 22, code, 13, bold=True, ink=ink))
            marks.append(drawing.text(x + 35, y + 22, words, 12, ink=ink))
    foot = "An omitted flag means not established; NS: the document does not say, which is never “not required”."
    marks.append(drawing.text(8, height - 34, foot, 12, ink=drawing.QUIET))
    marks.append(drawing.text(8, height - 16, f"CF stands for {CONSENT_FIRST}.", 12, ink=drawing.QUIET))
    return drawing.drawing(name, width, height, alt, marks), alt
