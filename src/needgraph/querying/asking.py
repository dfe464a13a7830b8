"""Ask: the same question of a local store or of a remote SPARQL 1.1 endpoint, with the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from needgraph.errors import NeedgraphError
from needgraph.querying.answers import Answer, Value, plain_value
from needgraph.querying.catalogue import Question, question_named
from needgraph.strangers.guard import check_query
from needgraph.strangers.query_text import declared_prefixes, names_dataset

GRAPH_FORMATS = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
TEXT = Literal("").datatype


class QueryProblem(NeedgraphError):
    """A query that cannot be answered; the message gives line and column where the engine does."""


class Endpoint(Protocol):
    """Something that answers queries: a store on this machine or a server."""

    def select(self, query: str) -> Answer:
        """Return the rows of a SELECT, or the one value of an ASK in the column ``answer``."""

    def results_json(self, query: str) -> bytes:
        """Return a SELECT or ASK as SPARQL 1.1 Query Results JSON."""

    def graph(self, query: str, form: str) -> bytes:
        """Return the graph of a CONSTRUCT or DESCRIBE in one of ``GRAPH_FORMATS``."""


class LocalEndpoint:
    """A store on this machine; its default graph is the union of all graphs."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def select(self, query: str) -> Answer:
        """Return the rows of a SELECT, or the one value of an ASK in the column ``answer``."""
        result = self._result(query)
        if isinstance(result, QueryBoolean):
            return Answer(("answer",), ((bool(result),),))
        if isinstance(result, QueryTriples):
            raise QueryProblem("the query makes a graph; choose --format turtle, ntriples or jsonld")
        columns = tuple(variable.value for variable in result.variables)
        return Answer(columns, tuple(map(_values, result)))

    def results_json(self, query: str) -> bytes:
        """Return a SELECT or ASK as SPARQL 1.1 Query Results JSON."""
        result = self._result(query)
        if isinstance(result, QueryTriples):
            raise QueryProblem("the query makes a graph; choose --format turtle, ntriples or jsonld")
        return result.serialize(format=QueryResultsFormat.JSON) or b""

    def graph(self, query: str, form: str) -> bytes:
        """Return the graph of a CONSTRUCT or DESCRIBE in one of ``GRAPH_FORMATS``."""
        result = self._result(query)
        if not isinstance(result, QueryTriples):
            raise QueryProblem("the query makes rows, not a graph; choose --format table, csv or json")
        # By subject, so that Turtle says each only once.
        triples = sorted(result, key=lambda triple: (str(triple.subject), str(triple.predicate), str(triple.object)))
        return serialize(triples, format=GRAPH_FORMATS[form], prefixes=declared_prefixes(query)) or b""

    def _result(self, query: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        check_query(query)
        try:
            # With the union switched on, the engine passes over FROM.
            return self.store.query(query, use_default_graph_as_union=not names_dataset(query))
        except SyntaxError as error:
            from needgraph.querying.query_problems import syntax_problem  # only a query that is none needs it

            raise QueryProblem(syntax_problem(str(error.msg), query)) from None
        except (OSError, ValueError) as error:
            raise QueryProblem(f"query: {error}") from None


def ask(endpoint: Endpoint, name: str, values: Mapping[str, str] | None = None) -> Answer:
    """Return the answer to a question of the catalogue.

    ``values`` gives parameters as texts; a parameter left out means all.
    """
    return answer(endpoint, question_named(name), values)


def answer(endpoint: Endpoint, question: Question, values: Mapping[str, str] | None = None) -> Answer:
    """Return the answer to a question that was read already."""
    return endpoint.select(filled(question, values or {}))


def filled(question: Question, values: Mapping[str, str]) -> str:
    """Return the query of a question for these values, an edition written in either form."""
    return question.filled(_split_edition(question, dict(values)))


def _split_edition(question: Question, values: dict[str, str]) -> dict[str, str]:
    """Let ``edition=halton/2023`` say authority and edition in one."""
    names = {parameter.name for parameter in question.parameters}
    if "/" in values.get("edition", "") and {"authority", "edition"} <= names:
        authority, _, values["edition"] = values["edition"].rpartition("/")
        if values.setdefault("authority", authority) != authority:
            raise QueryProblem(f"authority is {values['authority']!r} but the edition is one of {authority!r}")
    return values


def _values(solution: QuerySolution) -> tuple[Value, ...]:
    # Nearly every value is a text: to call a function for it, or to look at its datatype more closely, takes longer
    # than many a query.
    return tuple([term.value if type(term) is Literal and term.datatype == TEXT else _value(term) for term in solution])


def _value(term: object) -> Value:
    if term is None:
        return None
    if isinstance(term, Literal):
        return plain_value(term.value, term.datatype.value)
    return term.value if hasattr(term, "value") else str(term)
