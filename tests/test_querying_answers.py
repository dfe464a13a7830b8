"""Values of an answer are texts, numbers and truth values, whichever engine gave them."""

from __future__ import annotations

import pytest

from needgraph.querying.answers import Answer, Value, plain_value
from needgraph.terms import PREFIXES

XSD = PREFIXES["xsd"]


@pytest.mark.parametrize(
    ("lexical", "datatype", "value"),
    [
        ("3", "integer", 3),
        ("03", "nonNegativeInteger", 3),
        ("0.5", "decimal", 0.5),
        ("1e3", "double", 1000.0),
        ("true", "boolean", True),
        ("1", "boolean", True),
        ("0", "boolean", False),
        ("3", "string", "3"),
        ("2026-11-20", "date", "2026-11-20"),
        ("iv", "integer", "iv"),
        ("half", "decimal", "half"),
    ],
)
def test_literal_becomes_the_value_of_its_datatype(lexical: str, datatype: str, value: Value) -> None:
    found = plain_value(lexical, XSD + datatype)
    assert found == value
    assert type(found) is type(value)


def test_literal_without_datatype_is_a_text() -> None:
    assert plain_value("3", None) == "3"


def test_records_have_exactly_the_columns_as_keys() -> None:
    assert Answer(("a", "b"), ((1, None), ("x", True))).records() == [{"a": 1, "b": None}, {"a": "x", "b": True}]
