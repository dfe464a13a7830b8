"""Pass queries on to a SPARQL 1.1 store elsewhere, within the same limits as our own.

What goes wrong there is told in our words: neither the address of that store nor what it says of itself goes out.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode, urlsplit

from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse, parse_query_results

from needgraph.errors import NeedgraphError
from needgraph.query_processes.limits import Limits, QueryReply, QueryRequest, refusal
from needgraph.query_processes.worker import Found, answered
from needgraph.querying.asking import QueryProblem
from needgraph.querying.query_problems import syntax_problem
from needgraph.querying.remote import CHOSEN_THERE, AskedGraphs, RemoteEndpoint
from needgraph.querying.sending import PartProblem, RemoteProblem
from needgraph.strangers.guard import GuardProblem, check_query
from needgraph.strangers.query_text import makes_graph, names_dataset

STORE = "the store behind this service"
# By what went wrong. A query that takes too long is 503 with Retry-After here as it is in front of our own graphs.
REFUSALS = {
    502: refusal(502, f"{STORE} cannot be asked now; try again later"),
    503: refusal(503, f"{STORE} is busy; try again soon"),
    504: refusal(503, f"{STORE} does not answer in time; ask for less"),
}
# The rest of the time is for reading and writing the answer, so that the reason is known before the clock ends it.
SHARE = 0.9
# How long what is known of the graphs of a store is good for.
GRAPHS_SECONDS = 60.0


def remote_runner(url: str, user: str, limits: Limits) -> Callable[[QueryRequest], QueryReply]:
    """Return what answers queries from the store at an address; the store's own limits hold besides.

    A query that is none gives 400 as here; a store that is down gives 502, one that is busy or slow 503.
    """
    import SPARQLWrapper  # noqa: F401 - read now, since it takes as long as many queries

    empty, graphs = Store(), _Graphs(url, user, limits)

    def run(request: QueryRequest) -> QueryReply:
        try:
            check_query(request.text, nesting=limits.nesting, size=limits.query)
            _parse(empty, request)
        except GuardProblem as problem:
            return refusal(problem.status, str(problem))
        except SyntaxError as error:
            return refusal(400, syntax_problem(error.msg, request.text))
        except (OSError, ValueError, RuntimeError) as error:
            return refusal(400, f"query: {error}")
        try:
            return answered(lambda: _found(url, user, request, limits, graphs), request, limits)
        except QueryProblem as problem:
            return refusal(400, f"{STORE} refuses the query: {_without(url, str(problem)).partition('query: ')[2]}")
        except PartProblem as problem:
            return refusal(502, f"{STORE} gives a part of the answer only ({problem.reason}); ask for less at once")
        except RemoteProblem as problem:
            return REFUSALS[problem.status]
        # An answer that cannot be read: too deep, no RDF, no results.
        except (NeedgraphError, SyntaxError, ValueError, OSError):
            return REFUSALS[502]

    return run


def _parse(empty: Store, request: QueryRequest) -> None:
    """Raise SyntaxError for a query that is none.

    So mistakes read the same in front of every store, and no store is sent what only its own syntax allows, such as
    the commands with which Virtuoso fetches pages.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # The library has no parser alone. Whatever it does besides, it can open no connection and no file.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        empty.query(request.text, base_iri=request.base)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class _Graphs:
    """The graphs that a store is told to ask where its default graph is empty; looked up anew now and then."""

    def __init__(self, url: str, user: str, limits: Limits) -> None:
        self._endpoint = partial(RemoteEndpoint, url, user, limits.seconds * SHARE, None)
        self._known, self._until = CHOSEN_THERE, 0.0

    def now(self) -> AskedGraphs:
        """Return them as they were not long ago: a store may be filled while it is served."""
        if time.monotonic() >= self._until:
            self._known = self._endpoint().asked_graphs()
            self._until = time.monotonic() + GRAPHS_SECONDS
        return self._known


def _found(url: str, user: str, request: QueryRequest, limits: Limits, graphs: _Graphs) -> Found:
    pairs = [("default-graph-uri", name) for name in request.default_graphs]
    pairs += [("named-graph-uri", name) for name in request.named_graphs]
    address = f"{url}{'&' if '?' in url else '?'}{urlencode(pairs)}" if pairs else url
    chosen = CHOSEN_THERE if pairs or names_dataset(request.text) else graphs.now()
    endpoint = RemoteEndpoint(address, user, limits.seconds * SHARE, chosen)
    # Otherwise relative addresses would be completed with that of the store.
    text = f"BASE <{request.base}> {request.text}" if request.base else request.text
    if makes_graph(text):
        lines = endpoint.graph(text, "ntriples")
        return [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
    return parse_query_results(endpoint.results_json(text), format=QueryResultsFormat.JSON)


def _without(url: str, text: str) -> str:
    """Return a text of the store without its address."""
    parts = urlsplit(url)
    for name in (url, f"{parts.scheme}://{parts.netloc}", parts.netloc, parts.hostname or parts.netloc):
        text = text.replace(name, "…")
    return text
