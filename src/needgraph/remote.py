"""Ask a remote SPARQL 1.1 service, and upload graphs to one."""

from __future__ import annotations

import json
import os
import socket
import urllib.error
import urllib.request
from collections.abc import Iterable
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlsplit

from needgraph.answers import Answer, Value, plain_value
from needgraph.asking import QueryProblem
from needgraph.errors import NeedgraphError
from needgraph.guard import check_query

TIMEOUT = 30
PASSWORD = "NEEDGRAPH_PASSWORD"  # noqa: S105 - the name of an environment variable
MEDIA_TYPES = {"turtle": "text/turtle", "ntriples": "application/n-triples", "jsonld": "application/ld+json"}


class RemoteProblem(NeedgraphError):
    """A service that is down, slow, refuses, or answers something else than was asked."""


class RemoteEndpoint:
    """A SPARQL 1.1 service, asked through SPARQLWrapper; it answers the same rows as a local store."""

    def __init__(self, url: str, user: str = "", timeout: int = TIMEOUT) -> None:
        self.url, self.user, self.timeout = checked_url(url), user, timeout

    def select(self, query: str) -> Answer:
        """Return the rows of a SELECT, or the one value of an ASK in the column ``answer``."""
        document = self._document(query)
        if "boolean" in document:
            return Answer(("answer",), ((bool(document["boolean"]),),))
        columns = tuple(document["head"]["vars"])
        rows = tuple(
            tuple(_value(binding.get(column)) for column in columns) for binding in document["results"]["bindings"]
        )
        return Answer(columns, rows)

    def results_json(self, query: str) -> bytes:
        """Return a SELECT or ASK as SPARQL 1.1 Query Results JSON."""
        return json.dumps(self._document(query), ensure_ascii=False).encode()

    def graph(self, query: str, form: str) -> bytes:
        """Return the graph of a CONSTRUCT or DESCRIBE as Turtle, N-Triples or JSON-LD."""
        data = self._fetch(query, MEDIA_TYPES[form])
        if data.lstrip()[:1] == b"<" and b"<html" in data[:500].lower():
            raise RemoteProblem(f"{self.url}: answers a web page; give the address of its SPARQL endpoint")
        return data

    def _document(self, query: str) -> dict[str, Any]:
        data = self._fetch(query, "application/sparql-results+json")
        try:
            document = json.loads(data)
            if "boolean" not in document:
                _ = document["head"]["vars"], document["results"]["bindings"]
        except (ValueError, KeyError, TypeError):
            start = data[:60].decode("utf-8", "replace").strip().replace("\n", " ")
            raise RemoteProblem(
                f"{self.url}: answers {start!r}, not SPARQL results; give the address of its SPARQL endpoint"
            ) from None
        assert isinstance(document, dict)  # noqa: S101 - it has a head
        return document

    def _fetch(self, query: str, accept: str) -> bytes:
        check_query(query)
        from SPARQLWrapper import DIGEST, POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        wrapper = SPARQLWrapper(self.url, agent="needgraph")
        wrapper.setMethod(POST)
        wrapper.setTimeout(self.timeout)
        wrapper.addCustomHttpHeader("Accept", accept)
        wrapper.setQuery(query)
        if self.user:
            wrapper.setHTTPAuth(DIGEST)
            wrapper.setCredentials(self.user, os.environ.get(PASSWORD, ""))
        try:
            return bytes(wrapper.query().response.read())
        except SPARQLWrapperException as error:
            raise QueryProblem(f"{self.url}: refuses the query: {_first_line(str(error))}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise RemoteProblem(f"{self.url}: {why(error, self.timeout)}") from None


def push_graphs(url: str, graphs: Iterable[tuple[str, bytes]], user: str = "", timeout: int = TIMEOUT) -> list[str]:
    """Upload graphs by the SPARQL 1.1 Graph Store HTTP Protocol, one PUT a graph; return their names.

    ``graphs`` yields names and Turtle. Basic or Digest authentication is used when ``user`` is given, with
    the password from the environment variable NEEDGRAPH_PASSWORD.
    """
    url = checked_url(url)
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    if user:
        passwords.add_password(None, url, user, os.environ.get(PASSWORD, ""))
    opener = urllib.request.build_opener(
        urllib.request.HTTPBasicAuthHandler(passwords), urllib.request.HTTPDigestAuthHandler(passwords)
    )
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
            with opener.open(request, timeout=timeout) as response:
                response.read()
        except (OSError, HTTPException, ValueError) as error:
            so_far = f" ({len(done)} graphs are up already: {', '.join(done)})" if done else ""
            raise RemoteProblem(f"{url}: {name}: {why(error, timeout)}{so_far}") from None
        done.append(name)
    return done


def checked_url(url: str) -> str:
    """Return an address of a server; raise RemoteProblem for anything but http and https.

    >>> checked_url("http://127.0.0.1:7878/query")
    'http://127.0.0.1:7878/query'
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RemoteProblem(f"{url!r} is not the address of a server; write http://host:port/path")
    return url


def why(error: Exception, timeout: int) -> str:
    """Return in plain words why a request failed, and what to do."""
    if isinstance(error, urllib.error.HTTPError):
        if error.code in (401, 403):
            return f"answers {error.code}; give --user and the password in {PASSWORD}"
        return f"answers {error.code} {error.reason}; check the address of the service"
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError | socket.timeout):
        return f"does not answer within {timeout} s; try again or ask less at once"
    if isinstance(reason, ConnectionRefusedError):
        return "nothing listens there; start the server or check the port"
    if isinstance(reason, socket.gaierror):
        return "there is no host of that name; check the address"
    return f"cannot be asked ({reason})"


def _value(binding: dict[str, str] | None) -> Value:
    if binding is None:
        return None
    if binding["type"] in ("uri", "bnode"):
        return binding["value"]
    return plain_value(binding["value"], binding.get("datatype"))


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.replace("\\n", "\n").splitlines() if line.strip()]
    return lines[-1][:300] if lines else "no reason given"
