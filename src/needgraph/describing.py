"""Small words for writing a graph: literals of each kind, and the triples of one subject."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from needgraph.identifiers import IdentifierProblem, iri_of
from needgraph.terms import XSD

Value = NamedNode | Literal | None
Pair = tuple[NamedNode, Value | list[NamedNode] | list[Literal]]


class Triple(NamedTuple):
    """A triple that is on its way to a file; one of the library takes ten times as long to make."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal


@functools.cache
def thing(path: str) -> NamedNode:
    """Return the node of an id or of a full IRI; raise IdentifierProblem for what is neither."""
    iri = iri_of(path)
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise IdentifierProblem(f"{path!r} is not an IRI ({error}); mend it") from None


def things(prefix: str, ids: Iterable[str]) -> list[NamedNode]:
    """Return the nodes of ids below a common path, each once, in their order."""
    return [thing(f"{prefix}/{each}") for each in dict.fromkeys(ids)]


def english(text: str) -> Literal | None:
    """Return our own wording as an English literal, or nothing for an empty text."""
    return Literal(text, language="en") if text else None


def plain(text: str) -> Literal | None:
    """Return a quoted or coded text as a plain literal, or nothing for an empty text."""
    return Literal(text) if text else None


def number(value: int | str) -> Literal:
    """Return a whole number."""
    return Literal(str(value), datatype=XSD.integer)


def flag(value: bool) -> Literal:
    """Return true or false."""
    return Literal(value)


def day(text: str) -> Literal | None:
    """Return an ISO date, or nothing for an empty text."""
    return Literal(text, datatype=XSD.date) if text else None


def describe(subject: NamedNode, pairs: Iterable[Pair]) -> list[Triple]:
    """Return the triples of a subject in the order of the pairs, leaving out what is not stated."""
    # One list and not an iterator: every triple of a build passes here, and through what calls this.
    triples = []
    for predicate, value in pairs:
        if isinstance(value, list):
            triples += [Triple(subject, predicate, each) for each in value]
        elif value is not None:
            triples.append(Triple(subject, predicate, value))
    return triples
