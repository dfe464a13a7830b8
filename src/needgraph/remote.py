"""Ask a remote SPARQL 1.1 service, and upload graphs to one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request

from pyoxigraph import RdfFormat, Triple, parse, serialize

from needgraph.answers import Answer
from needgraph.asking import GRAPH_FORMATS, QueryProblem
from needgraph.guard import check_nesting, check_query, makes_graph
from needgraph.results_json import answer_of
from needgraph.sending import RemoteProblem, checked_url, said, send, status_of, why

TIMEOUT = 30
RESULTS = "application/sparql-results+json"
# Virtuoso's JSON-LD loses the language of texts; N-Triples, which Turtle includes, loses nothing.
TRIPLES = "application/n-triples, text/turtle;q=0.9"

Read = TypeVar("Read")


class RemoteEndpoint:
    """A SPARQL 1.1 service, asked through SPARQLWrapper; it answers the same rows as a local store."""

    def __init__(self, url: str, user: str = "", timeout: float = TIMEOUT) -> None:
        self.url, self.user, self.timeout = checked_url(url), user, timeout

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
            raise QueryProblem("the query makes rows, not a graph; choose --format table, csv or json")
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
            raise QueryProblem("the query makes a graph; choose --format turtle, ntriples or jsonld")
        data = self._fetch(query, RESULTS)
        try:
            return read(json.loads(data))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise self._unexpected("SPARQL results", data) from None

    def _fetch(self, query: str, accept: str) -> bytes:
        from SPARQLWrapper import POST, SELECT, SPARQLWrapper

        wrapper = SPARQLWrapper(self.url, agent="needgraph")
        wrapper.setMethod(POST)
        # Otherwise it adds format=xml, which Virtuoso obeys before the Accept header and so answers 406.
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
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
            send(request, user, timeout)
        except SyntaxError as error:
            raise RemoteProblem(f"{name}: is not valid Turtle ({error}); run `needgraph build`") from None
        except (OSError, HTTPException, ValueError) as error:
            so_far = f" ({len(done)} graphs are up already: {', '.join(done)})" if done else ""
            raise RemoteProblem(f"{url}: {name}: {why(error, timeout)}{so_far}") from None
        done.append(name)
    return done


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
