"""Run one query after another in a process that may be ended at any moment."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from needgraph.query_processes.cut_results import CappedSink, CutOff, whole_rows
from needgraph.query_processes.limits import Limits, QueryReply, QueryRequest, packed, received, refusal
from needgraph.querying.query_problems import syntax_problem
from needgraph.strangers.guard import GuardProblem, check_query
from needgraph.strangers.query_text import names_dataset

ROW_FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
# How long a process outlives the clock of the server that should have ended it.
GRACE = 2.0

Runner = Callable[[QueryRequest], QueryReply]
Found = QuerySolutions | QueryBoolean | QueryTriples | list[Triple]


def serve_connection(connection: socket.socket, run: Runner, limits: Limits, *, offline: bool) -> None:
    """Answer the requests of one connection until the other side is gone.

    With ``offline`` the process can open no file and no connection from here on. Memory is capped at what
    the process holds now plus the limit.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory, used + limits.memory))
    if offline:
        # A new file or socket needs a number below the limit, and all of those are in use or closed off.
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    while message := received(connection):
        head, _ = message
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + GRACE)
        try:
            reply = run(_request(head))
        except MemoryError:
            reply = refusal(503, f"the answer needs more than {limits.memory >> 20} MB; ask for less")
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.sendall(packed({**asdict(reply), "body": ""}, reply.body))


def local_runner(store: Store, limits: Limits) -> Runner:
    """Return what answers queries from a store; its default graph is the union of all graphs."""

    def run(request: QueryRequest) -> QueryReply:
        try:
            check_query(request.text, nesting=limits.nesting, size=limits.query)
        except GuardProblem as problem:
            return refusal(problem.status, str(problem))
        try:
            return answered(lambda: _found(store, request), request, limits)
        except SyntaxError as error:
            return refusal(400, syntax_problem(error.msg, request.text))
        except OSError:
            # What it says may name files.
            return refusal(503, "the graphs cannot be read now, or the answer has no such form; ask for another")
        except (ValueError, RuntimeError) as error:
            return refusal(400, f"query: {error}")

    return run


def _found(store: Store, request: QueryRequest) -> Found:
    named = bool(request.default_graphs or request.named_graphs)
    if not named:
        # With the union switched on, the engine passes over FROM.
        union = not names_dataset(request.text)
        return store.query(request.text, base_iri=request.base, use_default_graph_as_union=union)
    return store.query(
        request.text,
        base_iri=request.base,
        default_graph=[NamedNode(name) for name in request.default_graphs],
        named_graphs=[NamedNode(name) for name in request.named_graphs],
    )


def answered(find: Callable[[], Found], request: QueryRequest, limits: Limits) -> QueryReply:
    """Return what ``find`` finds in the media type that was asked for, cut where it is too long."""
    found = find()
    is_graph = not isinstance(found, QuerySolutions | QueryBoolean)
    wanted, forms = (request.graph_as, GRAPH_FORMATS) if is_graph else (request.rows_as, ROW_FORMATS)
    if wanted is None:
        return refusal(406, f"the answer to this query comes as {', '.join(forms)}; ask for one of these")
    if isinstance(found, QueryBoolean) and wanted in ("text/csv", "text/tab-separated-values"):
        # The standard gives a truth value no form in CSV or TSV; it is written as one word.
        return QueryReply(200, wanted, b"true\n" if found else b"false\n")
    sink = CappedSink(limits.answer)
    try:
        _write(found, sink, wanted)
    except CutOff:
        return _whole(_cut(find, wanted, sink, limits))
    return _whole(QueryReply(200, wanted, bytes(sink.taken)))


def _whole(reply: QueryReply) -> QueryReply:
    """Return the reply, or a refusal where XML has no way to write what it holds."""
    if reply.media_type.endswith("+xml") and re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|<oxprefix: ", reply.body):
        return refusal(406, "XML cannot hold a control character or a property of this name; ask for another form")
    return reply


def _write(found: Found, sink: CappedSink, wanted: str) -> None:
    stream = cast("IO[bytes]", sink)
    if isinstance(found, QuerySolutions | QueryBoolean):
        found.serialize(stream, format=ROW_FORMATS[wanted])
    else:
        serialize(found, stream, format=GRAPH_FORMATS[wanted])


def _cut(find: Callable[[], Found], wanted: str, sink: CappedSink, limits: Limits) -> QueryReply:
    """Return an answer that is too long, cut at a whole row or triple."""
    if wanted in ROW_FORMATS:
        body, rows = whole_rows(wanted, bytes(sink.taken))
        return QueryReply(200, wanted, body, f"rows={rows}; limit={limits.answer} bytes")
    # Half a graph in another syntax cannot be mended, so its first triples are found again, line by line.
    sink = CappedSink(limits.answer)
    with suppress(CutOff):
        _write(find(), sink, "application/n-triples")
    lines = bytes(sink.taken[: sink.taken.rfind(b"\n") + 1])
    triples = [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
    body = serialize(triples, format=GRAPH_FORMATS[wanted]) or b""
    return QueryReply(200, wanted, body, f"triples={len(triples)}; limit={limits.answer} bytes")


def _request(head: dict[str, Any]) -> QueryRequest:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in head.items()}
    return QueryRequest(**values)
