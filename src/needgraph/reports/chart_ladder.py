"""Draw the ladders of one concern side by side: each edition a column, each tier a rung, statute's lines across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from needgraph.reports import drawing

_TIER, _SIZE, _PAD, _TOP = 168.0, 12.5, 9.0, 40.0


class Rung(NamedTuple):
    """What one edition says of the concern at one level: the tiers of the level, its number, and the quotes."""

    edition: str
    tiers: tuple[str, ...]
    level: str
    entries: tuple[tuple[str, str], ...]  # words as printed, and the id of the statement


def ladder_chart(
    name: str,
    concern: str,
    editions: Sequence[str],
    tiers: Sequence[tuple[str, str]],
    rungs: Sequence[Rung],
    placed: Mapping[str, frozenset[str]],
) -> tuple[str, str]:
    """Return the drawing and its words.

    ``tiers`` are number and name from the lowest to the highest; ``placed`` tells on which tiers an edition has any
    level at all, so that a document that has none there is told from one that has a level without such a sign.
    """
    alt = (
        f"The ladder of {concern}: {len(editions)} editions side by side, tier {tiers[-1][0]} at the top; each box "
        "holds the words of the document at that tier; dashed lines mark where statute and where protection begins."
    )
    column = max(250.0, min(400.0, 840.0 / max(1, len(editions))))
    gap = 12.0
    downwards = [tier for tier, _ in reversed(tiers)]
    heights = dict.fromkeys(downwards, 62.0)
    for rung in rungs:
        need, rows = _height(rung, column - gap), [tier for tier in downwards if tier in rung.tiers]
        short = need - sum(heights[tier] for tier in rows)
        for tier in rows if short > 0 else ():
            heights[tier] += short / len(rows)
    bare = _bare(concern, editions, downwards, rungs, placed)
    for (_, tier), words in bare.items():
        need = 34 + len(_wrapped(words, column - gap)) * _SIZE * 1.3
        heights[tier] = max(heights[tier], need)
    tops, y = {}, _TOP
    for tier in downwards:
        tops[tier] = y
        y += heights[tier]
    marks: list[str] = []
    names = dict(tiers)
    for tier in downwards:
        marks.append(drawing.text(8, tops[tier] + 22, f"Tier {tier}", 14, bold=True))
        marks += drawing.lines(8, tops[tier] + 38, drawing.wrap(names[tier], _TIER - 18, 11.5), 11.5, ink=drawing.QUIET)
    for place, edition in enumerate(editions):
        x = _TIER + place * column
        marks.append(drawing.text(x + 4, 26, edition, 15, bold=True))
        mine = [rung for rung in rungs if rung.edition == edition]
        for rung in mine:
            rows = [tier for tier in downwards if tier in rung.tiers]
            if rows:
                height = sum(heights[tier] for tier in rows)
                marks += _rung(rung, x, tops[rows[0]], column - gap, height)
        for tier in downwards:
            if (edition, tier) in bare:
                marks += _hatched(name, bare[edition, tier], x, tops[tier], column - gap, heights[tier])
    right = _TIER + len(editions) * column
    for tier in ("3", "4"):
        if tier in tops:
            bottom = tops[tier] + heights[tier]
            marks.append(drawing.rule(0, bottom, right, bottom, 3 if tier == "3" else 1.6, dashed=True))
    marks.append(drawing.text(8, y + 22, _FOOT, 11.5, ink=drawing.QUIET))
    return drawing.drawing(name, right, y + 34, alt, marks), alt


_FOOT = "Above the thick dashed line: child in need (section 17). Above the thin dashed line: protection or care."


def _bare(
    concern: str,
    editions: Sequence[str],
    tiers: Sequence[str],
    rungs: Sequence[Rung],
    placed: Mapping[str, frozenset[str]],
) -> dict[tuple[str, str], str]:
    """Return by edition and tier the words for what holds no rung, and where else the edition has the concern."""
    found: dict[tuple[str, str], str] = {}
    for edition in editions:
        mine = [rung for rung in rungs if rung.edition == edition]
        levels = ", ".join(dict.fromkeys(rung.level for rung in mine))
        for tier in tiers:
            if any(tier in rung.tiers for rung in mine):
                continue
            if tier not in placed.get(edition, frozenset()):
                found[edition, tier] = "This document has no level on this tier."
            elif mine:
                found[edition, tier] = (
                    f"No sign at this tier was read as {concern}; this document has it at Level {levels}."
                )
            else:
                found[edition, tier] = f"No sign was read as {concern}."
    return found


def _wrapped(words: str, width: float) -> list[str]:
    return drawing.wrap(words, width - 36, _SIZE)


def _hatched(name: str, words: str, x: float, y: float, width: float, height: float) -> list[str]:
    wrapped = _wrapped(words, width)
    wide = min(width - 20, max(map(len, wrapped)) * 6.4 + 14)
    return [
        drawing.box(x, y + 4, width, height - 8, f"url(#{name}-hatch)", "#b1b4b6"),
        drawing.box(x + 10, y + 13, wide, len(wrapped) * _SIZE * 1.3 + 7, drawing.PAPER, drawing.PAPER),
        *drawing.lines(x + 16, y + 29, wrapped, _SIZE),
    ]


def _height(rung: Rung, width: float) -> float:
    return (
        _PAD * 2
        + 8
        + 20
        + sum(len(drawing.wrap(_entry(entry), width - 2 * _PAD, _SIZE)) for entry in rung.entries) * (_SIZE * 1.3)
        + 4 * len(rung.entries)
    )


def _rung(rung: Rung, x: float, y: float, width: float, height: float) -> list[str]:
    marks = [drawing.box(x, y + 4, width, height - 8, drawing.SHADES[0], drawing.INK)]
    marks.append(drawing.text(x + _PAD, y + 24, f"Level {rung.level}", _SIZE, bold=True))
    line = y + 42
    for entry in rung.entries:
        wrapped = drawing.wrap(_entry(entry), width - 2 * _PAD, _SIZE)
        marks += drawing.lines(x + _PAD, line, wrapped, _SIZE)
        line += len(wrapped) * _SIZE * 1.3 + 4
    return marks


def _entry(entry: tuple[str, str]) -> str:
    words, statement = entry
    return f"“{words}” ({statement.rpartition('/')[2]})"
