"""Tell a SSSOM file whose metadata block a spreadsheet has written out in its own way."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SEPARATOR_LINE = re.compile(r'"?sep=', re.IGNORECASE)
# A spreadsheet gives every line as many cells as the table has columns.
_FILLED_UP = re.compile(r"(?:,{3,}|;{3,})$")
_REMEDY = (
    "save the sheet as tab-separated text in UTF-8, and remove what the spreadsheet adds to the metadata lines: "
    "quotation marks, and a first line sep="
)


def by_spreadsheet(metadata: Sequence[str], table: str) -> tuple[int, str] | None:
    """Return the line that a spreadsheet has mangled, with what is wrong and what to do, or None.

    ``metadata`` are the lines that begin with ``#``, without it, and ``table`` is what follows them.

    >>> by_spreadsheet(["curie_map:"], "subject_id\\tpredicate_id") is None
    True
    """
    first = table.partition("\n")[0]
    if _SEPARATOR_LINE.match(first):
        return len(metadata) + 1, f"is a line by which a spreadsheet names its separator; {_REMEDY}"
    if first.startswith('"#'):
        return len(metadata) + 1, f"is a metadata line that a spreadsheet has put between quotation marks; {_REMEDY}"
    filled = next((number for number, line in enumerate(metadata, 1) if _FILLED_UP.search(line)), 0)
    if filled and "\t" not in first:
        return filled, f"is a metadata line that a spreadsheet has filled up with separators; {_REMEDY}"
    return None
