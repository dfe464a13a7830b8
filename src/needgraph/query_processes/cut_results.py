"""Cut an answer that is too long at a whole row, so that what is sent can still be read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable


class CutOff(Exception):
    """A sink has taken as much as it may."""


class CappedSink(io.RawIOBase):
    """Takes bytes up to a limit and then raises CutOff; what it took is in ``taken``."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit, self.taken = limit, bytearray()

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    # The engine writes bytes only, where the base class takes any buffer.
    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take bytes; raise CutOff when the limit is passed."""
        self.taken += data[: self.limit + 1 - len(self.taken)]
        if len(self.taken) > self.limit:
            raise CutOff
        return len(data)


def whole_rows(media_type: str, cut: bytes) -> tuple[bytes, int]:
    """Return results that were cut off, ending after the last whole row, and the number of rows kept.

    >>> whole_rows("text/csv", b'id,quote\\r\\n1,"two\\r\\nlines"\\r\\n2,"cut o')
    (b'id,quote\\r\\n1,"two\\r\\nlines"\\r\\n', 1)
    """
    return _CUTS[media_type](cut)


def _csv(cut: bytes) -> tuple[bytes, int]:
    rows, whole, start, quotes = 0, 0, 0, 0
    while (end := cut.find(b"\n", start)) >= 0:
        quotes += cut.count(b'"', start, end)
        start = end + 1
        # A line end inside quotation marks is part of a value.
        if quotes % 2 == 0:
            rows, whole = rows + 1, start
    return cut[:whole], max(0, rows - 1)


def _lines(cut: bytes) -> tuple[bytes, int]:
    whole = cut[: cut.rfind(b"\n") + 1]
    return whole, max(0, whole.count(b"\n") - 1)


def _xml(cut: bytes) -> tuple[bytes, int]:
    rows = cut.count(b"</result>")
    last = cut.rfind(b"</result>")
    if last < 0:
        return cut[: cut.find(b"<results>")] + b"<results></results></sparql>", 0
    return cut[: last + len(b"</result>")] + b"</results></sparql>", rows


def _json(cut: bytes) -> tuple[bytes, int]:
    end = len(cut)
    while (end := cut.rfind(b'},{"', 0, end)) >= 0:
        whole = cut[: end + 1] + b"]}}"
        try:
            # The same signs can stand inside a text; then what is before them is no whole document.
            return whole, len(json.loads(whole)["results"]["bindings"])
        except ValueError:
            continue
    return cut[: cut.find(b'"bindings":[')] + b'"bindings":[]}}', 0


_CUTS: dict[str, Callable[[bytes], tuple[bytes, int]]] = {
    "application/sparql-results+json": _json,
    "application/sparql-results+xml": _xml,
    "text/csv": _csv,
    "text/tab-separated-values": _lines,
    "application/n-triples": _lines,
}
