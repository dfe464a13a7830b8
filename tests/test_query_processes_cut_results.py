"""An answer that is cut off ends after a whole row, whatever its values hold, and soon."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from needgraph.query_processes.cut_results import CappedSink, CutOff, whole_rows

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
# Values that look like the ends of rows.
ROWS = ['},{"', 'a\n"b"\n', "</result>", "]}}", ""]


def as_json(rows: list[str]) -> bytes:
    bindings = [{"x": {"type": "literal", "value": row}} for row in rows]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}, separators=(",", ":")).encode()


def as_csv(rows: list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["x"], *([row] for row in rows)])
    return text.getvalue().encode()


def as_xml(rows: list[str]) -> bytes:
    written = [row.replace("<", "&lt;") for row in rows]
    body = "".join(f'<result><binding name="x"><literal>{row}</literal></binding></result>' for row in written)
    return f'<sparql><head><variable name="x"/></head><results>{body}</results></sparql>'.encode()


@pytest.mark.parametrize("length", range(0, 200, 3))
def test_json_that_is_cut_anywhere_after_its_head_is_json(length: int) -> None:
    whole = as_json(ROWS)
    cut, rows = whole_rows(JSON, whole[: whole.index(b"[{") + 1 + length])
    assert [row["x"]["value"] for row in json.loads(cut)["results"]["bindings"]] == ROWS[:rows]


@pytest.mark.parametrize("length", range(0, 300, 3))
def test_xml_that_is_cut_anywhere_after_its_head_is_xml(length: int) -> None:
    whole = as_xml(ROWS)
    cut, rows = whole_rows(XML, whole[: whole.index(b"<results>") + 9 + length])
    assert ["".join(result.itertext()) for result in ElementTree.fromstring(cut).iter("result")] == ROWS[:rows]


@pytest.mark.parametrize("length", range(3, 40))
def test_csv_that_is_cut_anywhere_ends_with_a_whole_row(length: int) -> None:
    cut, rows = whole_rows("text/csv", as_csv(ROWS)[:length])
    found = list(csv.reader(io.StringIO(cut.decode(), newline="")))[1:]
    assert [row[0] if row else "" for row in found] == ROWS[:rows]


def test_value_of_a_million_lines_is_looked_at_once() -> None:
    cut, rows = whole_rows("text/csv", b'x\r\nwhole\r\n"' + b"\n" * 1_000_000)
    assert (cut, rows) == (b"x\r\nwhole\r\n", 1)


def test_lines_are_cut_at_their_ends() -> None:
    assert whole_rows("text/tab-separated-values", b'?x\n"a"\n"b') == (b'?x\n"a"\n', 1)


def test_sink_takes_as_much_as_it_may_and_not_more() -> None:
    sink = CappedSink(3)
    assert sink.write(b"abc") == 3
    with pytest.raises(CutOff):
        sink.write(b"d")
    assert sink.taken == b"abcd"
