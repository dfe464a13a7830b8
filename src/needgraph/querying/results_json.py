"""Read SPARQL 1.1 Query Results JSON into an answer."""

from __future__ import annotations

from typing import Any

from needgraph.querying.answers import Answer, Value, plain_value


def answer_of(document: Any) -> Answer:
    """Return the rows of a SELECT, or the one value of an ASK in the column ``answer``.

    Raises LookupError or TypeError for what is no such document.

    >>> answer_of({"head": {}, "boolean": True}).rows
    ((True,),)
    """
    if "boolean" in document:
        if not isinstance(document["boolean"], bool):
            raise TypeError(document)
        return Answer(("answer",), ((document["boolean"],),))
    columns = tuple(document["head"]["vars"])
    bindings = document["results"]["bindings"]
    return Answer(columns, tuple(tuple(_value(binding.get(column)) for column in columns) for binding in bindings))


def _value(term: Any) -> Value:
    if term is None:
        return None
    if not isinstance(term["value"], str):
        raise TypeError(term)
    return term["value"] if term["type"] in ("uri", "bnode") else plain_value(term["value"], term.get("datatype"))
