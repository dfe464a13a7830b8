"""Write a report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from needgraph.reports.model import (
    Block,
    Cell,
    Heading,
    Quote,
    Report,
    SignOff,
    by_line,
    cell_text,
    day,
    place_of,
    sign_off_table,
)
from needgraph.reports.widths import column_widths

_SHORTEST_CONTENTS = 4


def as_html(report: Report) -> str:
    """Return the report as a page that prints well and can be read by ear: headings in order, captions, scopes."""
    import jinja2  # no other command needs it

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("needgraph"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.tests["quote"] = lambda cell: isinstance(cell, Quote)
    environment.tests["quotes"] = lambda cell: isinstance(cell, tuple)
    environment.tests["number_cell"] = _is_number
    environment.filters["shown"] = cell_text
    environment.filters["place"] = place_of
    environment.filters["widths"] = lambda table: column_widths(table, landscape=report.landscape)
    environment.filters["css_text"] = _css_text
    blocks = [(type(block).__name__, _anchor(place), _shown(block)) for place, block in enumerate(report.blocks)]
    headings = [(anchor, block) for kind, anchor, block in blocks if isinstance(block, Heading) and block.level == 2]
    return environment.get_template("report.html").render(
        report=report,
        as_at=day(report.as_at),
        by_line=by_line(report),
        blocks=blocks,
        contents=headings if len(headings) >= _SHORTEST_CONTENTS else [],
    )


def _css_text(words: str) -> str:
    """Return words as a text of a style sheet, in which nothing ends the text or the element."""
    return '"' + "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):06x}" for sign in words) + '"'


def _anchor(place: int) -> str:
    return f"part-{place + 1}"


def _shown(block: Block) -> object:
    return sign_off_table(block) if isinstance(block, SignOff) else block


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
