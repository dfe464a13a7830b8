"""Ask a remote SPARQL 1.1 service, and upload graphs to one."""

from __future__ import annotations

import json
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from pyoxigraph import RdfFormat, Triple, parse, serialize

from needgraph.answers import Answer, Value, plain_value
from needgraph.asking import GRAPH_FORMATS, QueryProblem
from needgraph.errors import NeedgraphError
from needgraph.guard import check_nesting, check_query, makes_graph

TIMEOUT = 30
PASSWORD = "NEEDGRAPH_PASSWORD"  # noqa: S105 - the name of an environment variable
RESULTS = "application/sparql-results+json"
# Virtuoso's JSON-LD loses the language of texts; N-Triples, which Turtle includes, loses nothing.
TRIPLES = "application/n-triples, text/turtle;q=0.9"
# Virtuoso answers 200 with the first rows only, and says so nowhere but in these headers.
PARTIAL = {"X-SPARQL-MaxRows": "it gives {} rows at most", "X-SQL-State": "its own time limit ended the query"}

Read = TypeVar("Read")


class RemoteProblem(NeedgraphError):
    """A service that is down, slow, refuses, or answers something else than was asked."""


class RemoteEndpoint:
    """A SPARQL 1.1 service, asked through SPARQLWrapper; it answers the same rows as a local store."""

    def __init__(self, url: str, user: str = "", timeout: int = TIMEOUT) -> None:
        self.url, self.user, self.timeout = checked_url(url), user, timeout

    def select(self, query: str) -> Answer:
        """Return the rows of a SELECT, or the one value of an ASK in the column ``answer``."""
        return self._results(query, _answer)

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
            triples = [Triple(*quad.triple) for quad in parse(data, format=RdfFormat.TURTLE)]
        except (SyntaxError, ValueError):
            raise RemoteProblem(self._not("an RDF graph", data)) from None
        return serialize(triples, format=GRAPH_FORMATS[form]) or b""

    def _results(self, query: str, read: Callable[[Any], Read]) -> Read:
        check_query(query)
        # A service asked for the rows of a CONSTRUCT may answer rows of its own invention.
        if makes_graph(query):
            raise QueryProblem("the query makes a graph; choose --format turtle, ntriples or jsonld")
        data = self._fetch(query, RESULTS)
        try:
            return read(json.loads(data))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise RemoteProblem(self._not("SPARQL results", data)) from None

    def _fetch(self, query: str, accept: str) -> bytes:
        from SPARQLWrapper import POST, SELECT, SPARQLWrapper

        wrapper = SPARQLWrapper(self.url, agent="needgraph")
        wrapper.setMethod(POST)
        # Without this it adds format=xml, which Virtuoso obeys before the Accept header (and answers 406).
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        # Its own look at the text takes the comment "# keywords: additional" for an ADD, which is an update.
        wrapper.queryString, wrapper.queryType = query, SELECT
        # It sends what SPARQLWrapper wrote. That library's own sending follows redirects without the query,
        # hands the password over unasked, and installs itself for every other user of urllib.
        request = wrapper._createRequest()
        try:
            return send(request, self.user, self.timeout)
        except urllib.error.HTTPError as error:
            if error.code == 400:
                raise QueryProblem(f"{self.url}: refuses the query: {_said(error)}") from None
            raise RemoteProblem(f"{self.url}: {why(error, self.timeout)}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise RemoteProblem(f"{self.url}: {why(error, self.timeout)}") from None

    def _not(self, expected: str, data: bytes) -> str:
        start = data[:60].decode("utf-8", "replace").strip()
        return f"{self.url}: answers {start!r}, not {expected}; give the address of its SPARQL endpoint"


def push_graphs(url: str, graphs: Iterable[tuple[str, bytes]], user: str = "", timeout: int = TIMEOUT) -> list[str]:
    """Upload graphs by the SPARQL 1.1 Graph Store HTTP Protocol, one PUT a graph; return their names.

    ``graphs`` yields names and Turtle. Basic or Digest authentication is used when ``user`` is given, with
    the password from the environment variable NEEDGRAPH_PASSWORD.
    """
    url = checked_url(url)
    done: list[str] = []
    for name, turtle in graphs:
        separator = "&" if urlsplit(url).query else "?"
        request = urllib.request.Request(  # noqa: S310 - checked_url allows http and https only
            f"{url}{separator}graph={quote(name, safe='')}",
            data=turtle,
            method="PUT",
            headers={"Content-Type": "text/turtle; charset=utf-8"},
        )
        try:
            send(request, user, timeout)
        except (OSError, HTTPException, ValueError) as error:
            so_far = f" ({len(done)} graphs are up already: {', '.join(done)})" if done else ""
            raise RemoteProblem(f"{url}: {name}: {why(error, timeout)}{so_far}") from None
        done.append(name)
    return done


def send(request: urllib.request.Request, user: str, timeout: int) -> bytes:
    """Send a request and return the whole answer, read within ``timeout`` seconds.

    With a ``user``, the password from the environment goes to this address only, and only after it asked for
    it. Raises RemoteProblem for an answer that is not whole, and what urllib raises.
    """
    handlers: list[urllib.request.BaseHandler] = [_Stay()]
    if user:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, request.full_url, user, _password(user))
        handlers += [urllib.request.HTTPBasicAuthHandler(passwords), urllib.request.HTTPDigestAuthHandler(passwords)]
    deadline = time.monotonic() + timeout
    with urllib.request.build_opener(*handlers).open(request, timeout=timeout) as response:
        for header, reason in PARTIAL.items():
            if header in response.headers:
                limit = reason.format(response.headers[header])
                raise RemoteProblem(f"{request.full_url}: answers a part only, as {limit}; ask for less at once")
        return _whole(response, deadline)


def checked_url(url: str) -> str:
    """Return an address of a server; raise RemoteProblem for anything but http and https.

    >>> checked_url("http://127.0.0.1:7878/query")
    'http://127.0.0.1:7878/query'
    """
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and url.isascii()
    except ValueError:
        fits = False
    if not fits:
        raise RemoteProblem(f"{url!r} is not the address of a server; write http://host:port/path")
    if parts.username or parts.password:
        raise RemoteProblem(f"http://{parts.hostname}: give the user by --user and the password in {PASSWORD}")
    return url


def why(error: Exception, timeout: int) -> str:
    """Return in plain words why a request failed, and what to do."""
    if isinstance(error, urllib.error.HTTPError):
        return _refused(error)
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return f"does not answer within {timeout} s; try again or ask less at once"
    if isinstance(reason, ConnectionRefusedError):
        return "nothing listens there; start the server or check the port"
    if isinstance(reason, socket.gaierror):
        return "there is no host of that name; check the address"
    if isinstance(reason, IncompleteRead):
        return "breaks its answer off; try again"
    return f"cannot be asked ({_printable(str(reason))})"


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: urllib would go on without the query, and to any host."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _password(user: str) -> str:
    password = os.environ.get(PASSWORD)
    if password is None:
        raise RemoteProblem(f"user {user!r} has no password; set it in the environment variable {PASSWORD}")
    return password


def _whole(response: HTTPResponse, deadline: float) -> bytes:
    """Read a response to its end; a server that sends a byte now and then is slow, too."""
    parts = []
    while part := response.read1(1 << 16):
        parts.append(part)
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise IncompleteRead(b"".join(parts), response.length)
    return b"".join(parts)


def _refused(error: urllib.error.HTTPError) -> str:
    if error.code in (401, 403):
        return f"answers {error.code}; give --user and the password in {PASSWORD}"
    if 300 <= error.code < 400:
        return f"has moved to {_printable(error.headers.get('Location', 'elsewhere'))}; give that address"
    said = f" ({_said(error)})" if error.headers.get_content_type() == "text/plain" else ""
    return f"answers {error.code} {_printable(error.reason)}{said}; check the address of the service"


def _said(error: urllib.error.HTTPError) -> str:
    """Return the first line of an answer that refuses."""
    try:
        lines = error.read(2000).decode("utf-8", "replace").split("\n")
    except (OSError, HTTPException):
        lines = []
    return next((_printable(line.strip()) for line in lines if line.strip()), "no reason given")


def _printable(text: str) -> str:
    """Return a stranger's text without what would steer a terminal, and no longer than a line or two."""
    return "".join(char if char.isprintable() else " " for char in text[:300])


def _answer(document: Any) -> Answer:
    if "boolean" in document:
        return Answer(("answer",), ((_boolean(document["boolean"]),),))
    columns = tuple(document["head"]["vars"])
    bindings = document["results"]["bindings"]
    return Answer(columns, tuple(tuple(_value(binding.get(column)) for column in columns) for binding in bindings))


def _standard_json(document: Any) -> bytes:
    _answer(document)  # nothing is passed on that cannot be read
    for binding in document.get("results", {}).get("bindings", ()):
        for term in binding.values():
            # Virtuoso writes as the drafts of SPARQL 1.0 did, which readers of 1.1 need not know.
            if term["type"] == "typed-literal":
                term["type"] = "literal"
    return json.dumps(document, ensure_ascii=False).encode()


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _value(term: Any) -> Value:
    if term is None:
        return None
    if not isinstance(term["value"], str):
        raise TypeError(term)
    return term["value"] if term["type"] in ("uri", "bnode") else plain_value(term["value"], term.get("datatype"))
