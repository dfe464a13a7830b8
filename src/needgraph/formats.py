"""Write answers as people and programs want them: table, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from needgraph.answers import Answer, Value


@dataclass(frozen=True)
class Format:
    """A way to write an answer: its media type, file extension, and who writes it."""

    media_type: str
    extension: str
    write: Callable[[Answer], str]


def shown_value(value: Value) -> str:
    """Return a value as text: empty when not stated, ``true`` or ``false`` for a truth value.

    >>> shown_value(None), shown_value(True), shown_value(3)
    ('', 'true', '3')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def as_csv(answer: Answer) -> str:
    """Return RFC 4180 CSV with a header line, lines ended by LF."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([shown_value(value) for value in row] for row in answer.rows)
    return stream.getvalue()


def as_json(answer: Answer) -> str:
    """Return an array of objects with exactly the columns as keys; what is not stated is empty."""
    records = [{key: "" if value is None else value for key, value in row.items()} for row in answer.records()]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def as_markdown(answer: Answer) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(answer.columns)} |", f"|{'|'.join(' --- ' for _ in answer.columns)}|"]
    for row in answer.rows:
        cells = [shown_value(value).replace("|", "\\|").replace("\n", "<br>") for value in row]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def as_table(answer: Answer, width: int = 0) -> str:
    """Return aligned columns as wide as their content, numbers to the right.

    ``width`` shortens the widest columns until a line fits; 0 keeps every word.

    >>> print(as_table(Answer(("level", "count"), (("1", 32), ("2", 7)))), end="")
    level  count
    1         32
    2          7
    """
    cells = [[" ".join(shown_value(value).split()) for value in row] for row in answer.rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(answer.columns)]
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > 12:
        widths[widths.index(max(widths))] -= 1
    right = [
        bool(answer.rows)
        and all(isinstance(row[i], int | float) and not isinstance(row[i], bool) for row in answer.rows)
        for i in range(len(answer.columns))
    ]
    lines = []
    for row in [list(answer.columns), *cells]:
        padded = [
            _cut(cell, size).rjust(size) if align else _cut(cell, size).ljust(size)
            for cell, size, align in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines) + "\n"


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"


def terminal_width() -> int:
    """Return the width of the user's terminal in characters."""
    return shutil.get_terminal_size((100, 24)).columns


FORMATS = {
    "table": Format("text/plain", "txt", as_table),
    "csv": Format("text/csv", "csv", as_csv),
    "json": Format("application/json", "json", as_json),
    "markdown": Format("text/markdown", "md", as_markdown),
}
