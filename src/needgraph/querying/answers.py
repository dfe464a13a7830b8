"""Answers of a question: named columns and rows of plain values, whichever engine gave them."""

from __future__ import annotations

from typing import NamedTuple

Value = str | int | float | bool | None


# A NamedTuple, as in every module that an answer needs: importing dataclasses takes longer than to answer.
class Answer(NamedTuple):
    """A table of answers.

    ``columns`` are the names, ``rows`` tuples of the same length in the order of the question. A value
    is a text, a number, a truth value, or None where nothing is stated.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries with exactly the columns as keys.

        >>> Answer(("level",), (("3",),)).records()
        [{'level': '3'}]
        """
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


_NUMBERS = {"integer": int, "int": int, "long": int, "nonNegativeInteger": int}
_FRACTIONS = {"decimal", "double", "float"}


def plain_value(lexical: str, datatype: str | None) -> Value:
    """Return a literal as a Python value; what does not fit its datatype stays a text.

    >>> plain_value("3", "http://www.w3.org/2001/XMLSchema#integer")
    3
    >>> plain_value("iv", "http://www.w3.org/2001/XMLSchema#integer")
    'iv'
    """
    name = datatype.rpartition("#")[2] if datatype else ""
    try:
        if name in _NUMBERS:
            return int(lexical)
        if name in _FRACTIONS:
            return float(lexical)
    except ValueError:
        return lexical
    if name == "boolean":
        return lexical in ("true", "1")
    return lexical
