"""Ask a remote SPARQL 1.1 service, and upload graphs to one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from http.client import HTTPException
from typing import Any, NamedTuple, TypeVar
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote, urlsplit
from urllib.request import Request

from pyoxigraph import RdfFormat, Triple, parse, serialize

from needgraph.files import read_text
from needgraph.identifiers import GRAPH
from needgraph.querying.answers import Answer, Value
from needgraph.querying.asking import GRAPH_FORMATS, QueryProblem, graph_made, rows_made
from needgraph.querying.results_json import answer_of
from needgraph.querying.sending import NoStoreProblem, RemoteProblem, checked_url, put, said, send, status_of, why
from needgraph.resources import QUERIES
from needgraph.strangers.guard import check_nesting, check_query
from needgraph.strangers.query_text import makes_graph, names_dataset

TIMEOUT = 30
RESULTS = "application/sparql-results+json"
# Virtuoso's JSON-LD loses the language of texts; N-Triples, which Turtle includes, loses nothing.
TRIPLES = "application/n-triples, text/turtle;q=0.9"

DEFAULT_GRAPH, NAMED_GRAPH = "default-graph-uri", "named-graph-uri"
# What reading an answer that is none may raise.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)

Read = TypeVar("Read")


class AskedGraphs(NamedTuple):
    """The graphs that a service is told to ask: those of its default graph, and those that have names.

    With none of either the service chooses, which is how most are asked.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the SPARQL 1.1 Protocol that say so.

        >>> AskedGraphs(("http://e/a",), ("http://e/a",)).parameters()
        [('default-graph-uri', 'http://e/a'), ('named-graph-uri', 'http://e/a')]
        """
        return [(DEFAULT_GRAPH, name) for name in self.default] + [(NAMED_GRAPH, name) for name in self.named]


CHOSEN_THERE = AskedGraphs()


class RemoteEndpoint:
    """A SPARQL 1.1 service, asked through SPARQLWrapper; it answers the same rows as a local store.

    It chooses the graphs itself, unless it is told which; with ``graphs=None`` it is told those of ``asked_graphs``.
    """

    def __init__(
        self, url: str, user: str = "", timeout: float = TIMEOUT, graphs: AskedGraphs | None = CHOSEN_THERE
    ) -> None:
        self.url, self.user, self.timeout, self._graphs = checked_url(url), user, timeout, graphs

    def select(self, query: str) -> Answer:
        """Return the rows of a SELECT, or the one value of an ASK in the column ``answer``."""
        return self._results(query, answer_of)

    def results_json(self, query: str) -> bytes:
        """Return a SELECT or ASK as SPARQL 1.1 Query Results JSON."""
        return self._results(query, _standard_json)

    def graph(self, query: str, form: str) -> bytes:
        """Return the graph of a CONSTRUCT or DESCRIBE as Turtle, N-Triples or JSON-LD."""
        check_query(query)
        if not makes_graph(query):
            raise rows_made()
        data = self._fetch(query, TRIPLES)
        try:
            check_nesting(data.decode(), self.url)
            return _as(GRAPH_FORMATS[form], data)
        except (SyntaxError, ValueError):
            raise self._unexpected("an RDF graph", data) from None

    def _results(self, query: str, read: Callable[[Any], Read]) -> Read:
        check_query(query)
        # Virtuoso, asked for the rows of a CONSTRUCT, answers the triples as rows.
        if makes_graph(query):
            raise graph_made()
        data = self._fetch(query, RESULTS)
        try:
            return read(json.loads(data))
        except _UNREADABLE:
            raise self._unexpected("SPARQL results", data) from None

    def asked_graphs(self) -> AskedGraphs:
        """Return the graphs that make the answers of this service those of a local store; they are asked for once.

        Nothing where its default graph holds something or the address names graphs. Where the default graph is empty
        and the triples stand in named graphs, it is made of those: of ours, or of all where none is ours.
        """
        if self._graphs is None:
            self._graphs = self._found_graphs()
        return self._graphs

    def _found_graphs(self) -> AskedGraphs:
        if {DEFAULT_GRAPH, NAMED_GRAPH} & {*parse_qs(urlsplit(self.url).query)}:
            return AskedGraphs()
        if self._probed("is-filled") != ((False,),):
            return AskedGraphs()
        names = tuple(sorted(str(name) for (name,) in self._probed("named-graphs")))
        return AskedGraphs(tuple(name for name in names if name.startswith(GRAPH)) or names, names)

    def _probed(self, name: str) -> tuple[tuple[Value, ...], ...]:
        """Return the rows of a query of ours; none where the answer is no answer, as the query to come will say."""
        query = read_text(QUERIES / "build" / f"{name}.rq")
        try:
            return answer_of(json.loads(self._sent(query, RESULTS, AskedGraphs()))).rows
        except (QueryProblem, *_UNREADABLE):
            return ()

    def _fetch(self, query: str, accept: str) -> bytes:
        # A query that names its graphs is obeyed.
        return self._sent(query, accept, AskedGraphs() if names_dataset(query) else self.asked_graphs())

    def _sent(self, query: str, accept: str, graphs: AskedGraphs) -> bytes:
        from SPARQLWrapper import POST, SELECT, SPARQLWrapper

        wrapper = SPARQLWrapper(self.url, agent="needgraph")
        wrapper.setMethod(POST)
        # Otherwise it adds format=xml, which Virtuoso obeys before the Accept header and so answers 406.
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        for name, value in graphs.parameters():
            wrapper.addParameter(name, value)
        # Set so, not by setQuery, which takes the comment `# keywords: additional` for an ADD, an update.
        wrapper.queryString, wrapper.queryType = query, SELECT
        # Only its request is used: it sends Basic passwords unasked, knows Digest for one realm and for the
        # whole process, and follows a redirect without the query.
        request = wrapper._createRequest()
        try:
            return send(request, self.user, self.timeout)
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, HTTPError) and error.code == 400:
                raise QueryProblem(f"{self.url}: refuses the query: {said(error)}") from None
            raise RemoteProblem(f"{self.url}: {why(error, self.timeout)}", status_of(error)) from None

    def _unexpected(self, expected: str, data: bytes) -> RemoteProblem:
        start = data[:60].decode("utf-8", "replace").strip()
        return RemoteProblem(f"{self.url}: answers {start!r}, not {expected}; give the address of its SPARQL endpoint")


def push_graphs(url: str, graphs: Iterable[tuple[str, bytes]], user: str = "", timeout: int = TIMEOUT) -> list[str]:
    """Upload graphs by the SPARQL 1.1 Graph Store HTTP Protocol, one PUT a graph; return their names.

    ``graphs`` yields names and Turtle. Basic or Digest authentication is used when ``user`` is given, with
    the password from the environment variable NEEDGRAPH_PASSWORD.
    """
    separator = "&" if urlsplit(checked_url(url)).query else "?"
    done: list[str] = []
    for name, turtle in graphs:
        try:
            request = Request(  # noqa: S310 - checked_url allows http and https only
                f"{url}{separator}graph={quote(name, safe='')}",
                # Virtuoso reads the `\/` of Turtle's `halton:rule\/h1` as two characters; N-Triples has none.
                data=_as(RdfFormat.N_TRIPLES, turtle),
                method="PUT",
                headers={"Content-Type": "application/n-triples"},
            )
            put(request, user, timeout)
        except SyntaxError as error:
            raise RemoteProblem(f"{name}: is not valid Turtle ({error}); run `needgraph build`") from None
        except (OSError, HTTPException, ValueError) as error:
            raise RemoteProblem(f"{url}: {name}: {why(error, timeout)}{_so_far(done)}") from None
        except NoStoreProblem as problem:
            raise RemoteProblem(f"{url}: {name}: {problem}{_so_far(done)}") from None
        done.append(name)
    return done


def _so_far(done: list[str]) -> str:
    return f" ({len(done)} graphs are up already: {', '.join(done)})" if done else ""


def _as(form: RdfFormat, turtle: bytes) -> bytes:
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in parse(turtle, format=RdfFormat.TURTLE))
    return serialize(triples, format=form) or b""


def _standard_json(document: Any) -> bytes:
    answer_of(document)  # what cannot be read is not passed on
    for binding in document.get("results", {}).get("bindings", ()):
        for term in binding.values():
            # Virtuoso's name for it comes from a draft of the standard, and readers need not know it.
            if term["type"] == "typed-literal":
                term["type"] = "literal"
    return json.dumps(document, ensure_ascii=False).encode()
