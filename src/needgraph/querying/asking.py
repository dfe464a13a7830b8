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
from needgraph.identifiers import is_slug
from needgraph.querying.answers import Answer, Value, plain_value
from needgraph.querying.catalogue import Question, question_named
from needgraph.strangers.guard import check_query
from needgraph.strangers.query_text import declared_prefixes, names_dataset

GRAPH_FORMATS = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
TEXT = Literal("").datatype
# What `needgraph.endpoint` takes; no question has a parameter of these names.
OF_ENDPOINT = ("data", "store", "url", "user")


class QueryProblem(NeedgraphError):
    """A query that cannot be answered; the message gives line and column where the engine does."""


class FormProblem(QueryProblem):
    """A graph asked for as rows, or rows asked for as a graph; ``by_option`` says it to the command line."""

    def __init__(self, made: str, by_function: str, by_option: str) -> None:
        super().__init__(f"the query makes {made}; ask it by {by_function}")
        self.by_option = f"the query makes {made}; choose --format {by_option}"


def graph_made() -> FormProblem:
    """Return the problem of a query whose rows are asked for and that has none."""
    return FormProblem("a graph, not rows", "needgraph.graph", "turtle, ntriples or jsonld")


def rows_made() -> FormProblem:
    """Return the problem of a query whose graph is asked for and that makes none."""
    return FormProblem("rows, not a graph", "needgraph.ask or needgraph.query", "table, csv or json")


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
            raise graph_made()
        columns = tuple(variable.value for variable in result.variables)
        return Answer(columns, tuple(map(_values, result)))

    def results_json(self, query: str) -> bytes:
        """Return a SELECT or ASK as SPARQL 1.1 Query Results JSON."""
        result = self._result(query)
        if isinstance(result, QueryTriples):
            raise graph_made()
        return result.serialize(format=QueryResultsFormat.JSON) or b""

    def graph(self, query: str, form: str) -> bytes:
        """Return the graph of a CONSTRUCT or DESCRIBE in one of ``GRAPH_FORMATS``."""
        result = self._result(query)
        if not isinstance(result, QueryTriples):
            raise rows_made()
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


def graph(endpoint: Endpoint, name_or_query: str, form: str, values: Mapping[str, str]) -> str:
    """Return the graph of a question of the catalogue, or of a query, in one of ``GRAPH_FORMATS``."""
    if form not in GRAPH_FORMATS:
        raise QueryProblem(f"form is {form!r}; choose one of {', '.join(GRAPH_FORMATS)}")
    # A name is one word, which no query is.
    if is_slug(name_or_query):
        query = filled(question_named(name_or_query), values)
    elif values:
        raise QueryProblem(f"a query has no parameter {next(iter(values))!r}; write the value into the query")
    else:
        query = name_or_query
    return endpoint.graph(query, form).decode()


def texts(values: Mapping[str, str | int | bool]) -> dict[str, str]:
    """Return the values of parameters as the command line writes them.

    >>> texts({"authority": "halton", "level": 3, "inherited": True})
    {'authority': 'halton', 'level': '3', 'inherited': 'true'}
    """
    return {name: _text(name, value) for name, value in values.items()}


def filled(question: Question, values: Mapping[str, str]) -> str:
    """Return the query of a question for these values, an edition written in either form."""
    return question.filled(split_edition(question, dict(values)))


def split_edition(question: Question, values: dict[str, str]) -> dict[str, str]:
    """Let ``edition=halton/2023`` say authority and edition in one, and ``Halton`` name an authority."""
    for name in {"authority", "edition"} & {*values}:
        values[name] = values[name].lower()
    names = {parameter.name for parameter in question.parameters}
    if "/" in values.get("edition", "") and {"authority", "edition"} <= names:
        authority, _, values["edition"] = values["edition"].rpartition("/")
        if values.setdefault("authority", authority) != authority:
            raise QueryProblem(f"authority is {values['authority']!r} but the edition is one of {authority!r}")
    return values


def _text(name: str, value: object) -> str:
    if name in OF_ENDPOINT:
        raise QueryProblem(f"{name!r} is no parameter of a question; give endpoint({name}=…) as the second argument")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int):
        return str(value)
    raise QueryProblem(f"parameter {name} is {value!r}; give a text, a whole number, True or False, or leave it out")


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
