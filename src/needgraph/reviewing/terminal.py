"""The dialogue of a review: one pair after the other, one line of keys each."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple, TextIO

from needgraph.resources import Data
from needgraph.reviewing.queue import (
    Candidate,
    Indicator,
    Side,
)
from needgraph.reviewing.verdicts import (
    VERDICTS,
    Verdict,
    VerdictProblem,
)
from needgraph.tables.mappings import SEVERITY_RELATIONS
from needgraph.tables.tsv import Row

KEYS = {"c": "close", "b": "broad", "n": "narrow", "r": "related", "x": "no", "u": "unsure"}
HELP = """\
c close    the same concern
b broad    the second is the broader one
n narrow   the second is the narrower one
r related  akin, but no counterpart
x no       not about the same
u unsure   to be looked at again
1 same  2 milder  3 stronger  4 mixed  5 ungraded   the severity of the second against the first
s skip  z undo  q quit  ? this help
Write the keys and the reason on one line, then press Enter: c3 The second asks for evidence.
What is missing is asked for. Every verdict is saved at once.
"""
_LINE = re.compile(r"([cbnrxuszq?]?)\s*([1-5]?)(?:\s+(.*))?")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_NEIGHBOURS = 4

TakeBack = Callable[[], None]


class Sitting(NamedTuple):
    """One sitting of a curator over two editions, given by their ids in either order; keys come in, words go out."""

    data: Data
    subject_edition: str
    object_edition: str
    curator: str
    date: datetime.date
    keys: TextIO
    out: TextIO


def go_through(
    queue: Sequence[tuple[Row, Candidate]],
    give: Callable[[Row, Verdict], TakeBack],
    sitting: Sitting,
    beside: Callable[[Row], str] = lambda row: "",
) -> int:
    """Show the pairs one after the other, each with what stands ``beside`` it, and return how many verdicts stand.

    ``give`` saves a verdict at once and returns how to take it back.
    """
    blank, keys, out = Verdict("", "", "", sitting.curator, sitting.date), sitting.keys, sitting.out
    history: list[TakeBack | None] = []
    out.write(f"Pairs that wait: {len(queue)}. ? shows the keys.\n")
    while len(history) < len(queue):
        row, shown = queue[len(history)]
        out.write(f"\n{len(history) + 1} of {len(queue)}\n{_text(shown, _is_coloured(out))}{_plain_lines(beside(row))}")
        key, verdict = _answer(blank, keys, out)
        if key == "q":
            break
        if key == "z":
            _take_back(history, out)
        elif key == "s":
            history.append(None)
        else:
            try:
                history.append(give(row, verdict))
            except VerdictProblem as problem:
                out.write(f"{problem}\n")
                continue
            out.write(f"Saved: {verdict.name} {verdict.severity}".rstrip() + "\n")
    else:
        out.write("\nNo pair is left.\n")
    return sum(each is not None for each in history)


def _take_back(history: list[TakeBack | None], out: TextIO) -> None:
    if not history:
        out.write("There is nothing to undo in this review.\n")
        return
    take_back = history[-1]
    if take_back is not None:
        try:
            take_back()
        except VerdictProblem as problem:
            out.write(f"{problem}\n")
            return
    history.pop()
    out.write("Undone.\n")


def _answer(blank: Verdict, keys: TextIO, out: TextIO) -> tuple[str, Verdict]:
    """Return the key of what to do and, where it is a verdict, the whole verdict; ``q`` when the keys end."""
    severity = ""
    while True:
        line = _asked("> ", keys, out)
        if line is None:
            return "q", blank
        match = _LINE.fullmatch(line)
        key = match[1] if match else ""
        if match and match[2]:
            severity = SEVERITY_RELATIONS[int(match[2]) - 1]
        if key in ("q", "z", "s"):
            return key, blank
        if key in KEYS and match:
            verdict = replace(blank, name=KEYS[key], severity=severity, reason=match[3] or "")
            whole = _whole(verdict, keys, out)
            if whole is not None:
                return key, whole
            out.write("Nothing was saved.\n")
        elif match and not key and match[2] and not match[3]:
            out.write(f"Severity: {severity}\n")
        else:
            out.write(HELP)


def _whole(verdict: Verdict, keys: TextIO, out: TextIO) -> Verdict | None:
    """Return the verdict with what was missing, None when the reviewer gives nothing."""
    state = VERDICTS[verdict.name][0]
    if state == "agreed" and not verdict.severity:
        answer = _asked("Severity of the second? 1 same 2 milder 3 stronger 4 mixed 5 ungraded > ", keys, out)
        if answer not in ("1", "2", "3", "4", "5"):
            return None
        verdict = replace(verdict, severity=SEVERITY_RELATIONS[int(answer) - 1])
    elif state != "agreed":
        verdict = replace(verdict, severity="")
    if state != "undecided" and not verdict.reason:
        reason = _asked("Reason? > ", keys, out)
        return replace(verdict, reason=reason) if reason else None
    return verdict


def _asked(prompt: str, keys: TextIO, out: TextIO) -> str | None:
    out.write(prompt)
    out.flush()
    line = keys.readline()
    return _UNPRINTABLE.sub(" ", line).strip() if line else None


def _is_coloured(out: TextIO) -> bool:
    return out.isatty()


def _text(shown: Candidate, coloured: bool) -> str:
    lines = [*_side(shown.subject, "first", coloured), "", *_side(shown.object, "second", coloured), ""]
    if shown.state:
        confidence = f", confidence {shown.confidence}" if shown.confidence else ""
        stands = f"{shown.state}{confidence}"
        if shown.severity:
            stands += f", {shown.predicate}, {shown.severity}; the wording has changed since"
        lines.append(f"Stands as {stands}")
        if shown.reason:
            lines.append(f"Reason: {_plain(shown.reason)}")
    return "\n".join(lines) + "\n"


def _side(side: Side, which: str, coloured: bool) -> list[str]:
    heading = f", {_plain(side.dimension)}" if side.dimension else ""
    lines = [
        f"{which.upper()}  {_plain(side.edition)}, {_plain(side.level_name)}{heading}  {side.indicator.curie}",
        f"  » {_marked(side.indicator, coloured)}",
    ]
    for title, neighbours in (
        ("beside it", (*side.before, *side.after)),
        ("a level below", side.level_below),
        ("a level above", side.level_above),
    ):
        if neighbours:
            lines.append(f"  {title}:")
            lines += [f"    {_marked(each, coloured)}" for each in _closest(side.indicator, neighbours)]
        if len(neighbours) > _NEIGHBOURS:
            lines.append(f"    and {len(neighbours) - _NEIGHBOURS} more")
    return lines


def _closest(indicator: Indicator, neighbours: Sequence[Indicator]) -> list[Indicator]:
    """Return the few neighbours that share most words with an indicator, in the order of the document."""
    words = _words(indicator)
    places = sorted(range(len(neighbours)), key=lambda place: -len(words & _words(neighbours[place])))
    return [neighbours[place] for place in sorted(places[:_NEIGHBOURS])]


def _words(indicator: Indicator) -> set[str]:
    # Shorter words say little of what an indicator is about.
    return set(re.findall(r"\w{4,}", indicator.quote.lower()))


def _marked(indicator: Indicator, coloured: bool) -> str:
    """Return the quote with its severity words in bold, or between square brackets where there is no bold."""
    begin, end = ("\x1b[1m", "\x1b[0m") if coloured else ("[", "]")
    parts, place = [], 0
    for span in indicator.spans:
        parts += [_plain(indicator.quote[place : span.start]), begin]
        parts += [_plain(indicator.quote[span.start : span.end]), end]
        place = span.end
    return "".join(parts) + _plain(indicator.quote[place:])


def _plain_lines(text: str) -> str:
    return "".join(f"{_plain(line)}\n" for line in text.splitlines())


def _plain(text: str) -> str:
    """Return a text without characters by which it could steer the terminal."""
    return _UNPRINTABLE.sub(" ", text)
