"""The strokes every chart is drawn with: text that wraps, boxes, patterns, and the frame of an SVG drawing.

No chart rests on colour alone: every mark bears its number or its words, shades differ in lightness as well, and
what is absent is hatched. So a chart stays legible in greyscale, in print and to colour-blind readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

INK, QUIET, PAPER, LINE = "#0b0c0c", "#505a5f", "#ffffff", "#505a5f"
# From light to dark in even steps of lightness; the words on the last two are white.
SHADES = ("#eef4fa", "#c9def0", "#94bfe0", "#4f8fc4", "#1d5a91")
FONTS = "Lato, Arial, Helvetica, sans-serif"
# The mean width of a character as a share of the font size; Arial runs wider than Lato.
_CHARACTER = 0.52


def drawing(name: str, width: float, height: float, alt: str, marks: Iterable[str]) -> str:
    """Return an SVG drawing; ``name`` keeps its patterns apart from those of other drawings on the page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" role="img" aria-label="{escape(alt)}" '
        f'font-family="{FONTS}">'
        f'<defs><pattern id="{name}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="7" height="7" fill="{PAPER}"/>'
        f'<rect width="1.2" height="7" fill="#b1b4b6"/></pattern>'
        f'<pattern id="{name}-cross" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="#e4e5e6"/><path d="M0 0L8 8M8 0L0 8" stroke="#a3a6a8" stroke-width="1"/>'
        f"</pattern></defs>"
        f'<rect width="{number(width)}" height="{number(height)}" fill="{PAPER}"/>{"".join(marks)}</svg>'
    )


def text(
    x: float, y: float, words: object, size: float = 13, *, anchor: str = "start", bold: bool = False, ink: str = INK
) -> str:
    """Return words with their baseline at a point."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" text-anchor="{anchor}" fill="{ink}"{weight}>'
        f"{escape(str(words))}</text>"
    )


def lines(
    x: float,
    y: float,
    wrapped: Sequence[str],
    size: float = 13,
    *,
    anchor: str = "start",
    bold: bool = False,
    ink: str = INK,
) -> list[str]:
    """Return lines of words one below the other, the first with its baseline at a point."""
    return [
        text(x, y + place * size * 1.3, line, size, anchor=anchor, bold=bold, ink=ink)
        for place, line in enumerate(wrapped)
    ]


def box(x: float, y: float, width: float, height: float, fill: str = PAPER, edge: str = LINE) -> str:
    """Return a rectangle with an edge."""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'fill="{fill}" stroke="{edge}" stroke-width="1"/>'
    )


def rule(x1: float, y1: float, x2: float, y2: float, width: float = 1, *, dashed: bool = False) -> str:
    """Return a straight line."""
    dashes = ' stroke-dasharray="9 5"' if dashed else ""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
        f'stroke="{INK}" stroke-width="{number(width)}"{dashes}/>'
    )


def wrap(words: str, width: float, size: float = 13) -> list[str]:
    """Return words broken into lines that fit a width; a word too long for a line is cut.

    >>> wrap("Often missing from home", 90, 13)
    ['Often missing', 'from home']
    """
    from textwrap import wrap as wrapped

    return wrapped(" ".join(words.split()), max(4, int(width / (size * _CHARACTER)))) or [""]


def shade(count: int, most: int) -> tuple[str, str]:
    """Return the fill for a count above 0 and the ink that is legible on it.

    >>> shade(1, 20), shade(20, 20)
    (('#eef4fa', '#0b0c0c'), ('#1d5a91', '#ffffff'))
    """
    step = 0 if most <= 1 else round((count - 1) / (most - 1) * (len(SHADES) - 1))
    return SHADES[step], PAPER if step == len(SHADES) - 1 else INK


def number(value: float) -> str:
    """Return a coordinate with at most two decimals, so that drawings are the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
