"""The application of the server: which route answers which address."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, MutableMapping
from typing import Any

from starlette.routing import Route, Router
from starlette.types import ASGIApp

from needgraph.query_processes.limits import QueryRequest
from needgraph.querying.catalogue import question_named
from needgraph.serving import definitions, documents, pages, publication, question_api
from needgraph.serving.http import ReadEndpoint, Receive, Scope, Send, send_answer
from needgraph.serving.service_description import service_description
from needgraph.serving.site import Site
from needgraph.serving.sparql import SparqlEndpoint
from needgraph.site.frame import FRAME
from needgraph.site.http_answers import HttpAnswer, http_answer, refused
from needgraph.site.questions import sparql_page

_LOG = logging.getLogger("needgraph")
# Statuses that are given only where something is at the path, or was.
FOUND = (200, 304, 410)


def application(site: Site, log: Callable[[str], None] | None = None) -> ASGIApp:
    """Return the ASGI application that serves a site, and stops the site's pool when it ends.

    ``log`` is given one line for every answer.
    """

    published = publication.Published(site)
    FRAME.has_catalogue = site.has_catalogue

    @contextlib.asynccontextmanager
    async def lifespan(_: Router) -> AsyncIterator[None]:
        preparing = asyncio.create_task(published.prepare())
        try:
            yield
        finally:
            preparing.cancel()
            published.stop()
            await site.pool.stop()

    async def describe(address: str, form_name: str) -> bytes | None:
        if form_name == "html":
            return sparql_page(site.base, site.limits)
        return await service_description(site, address, form_name)

    sparql = SparqlEndpoint(site.pool.run_free, describe, site.limits, site.digest, site.cache)
    routes = [
        *(Route(path, sparql) for path in ("/sparql", "/sparql/")),
        Route("/health", Health(site)),
        *question_api.routes(site),
        *definitions.routes(site, published),
        *documents.routes(site),
        *pages.routes(site),
        *publication.routes(site, published),
    ]
    app = Unbreakable(Router(routes, redirect_slashes=False, default=pages.MissingAddress(site), lifespan=lifespan))
    return Logged(app, log) if log else app


class Logged:
    """Tells of every answer: method, path, status, bytes and milliseconds.

    Nothing of who asked or what for: no address, no header, no query; and a path only where something is at it,
    since a mistyped one can hold anything. Of all else the route is told: ``/id/…``, which leads on from whatever
    is written there, is ``/id/{path}``, and an address without a route is ``-``.
    """

    def __init__(self, app: ASGIApp, log: Callable[[str], None]) -> None:
        self._app, self._log = app, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began, status, size = time.monotonic(), 0, 0

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal status, size
            status, size = message.get("status", status), size + len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            path = scope["path"] if status in FOUND else route_of(scope)
            took = (time.monotonic() - began) * 1000
            self._log(f"{scope['method']} {path} {status or 'left'} {size} bytes {took:.0f} ms")


def route_of(scope: Scope) -> str:
    """Return the path of a request that was routed, with the names of its parameters in place of their values.

    >>> route_of({"path": "/id/john", "path_params": {"path": "john"}, "endpoint": None})
    '/id/{path}'
    >>> route_of({"path": "/john"})
    '-'
    """
    if "endpoint" not in scope:
        return "-"
    path: str = scope["path"]
    for name, value in scope["path_params"].items():
        before, found, after = path.rpartition(str(value))
        path = f"{before}{{{name}}}{after}" if found else "-"
    return path


class Unbreakable:
    """Answers also where a route fails, or is ended because the server stops."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        try:
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            await send_answer(send, refused(503, "the server is stopping; ask again soon", connection="close"))
        except Exception as fault:
            _LOG.error("An answer failed (%s); the server goes on.", type(fault).__name__)
            await send_answer(send, refused(503, "this cannot be answered now; try again", connection="close"))


class Health(ReadEndpoint):
    """``/health``: whether queries are answered, of which data, and of how many triples."""

    def __init__(self, site: Site) -> None:
        self._site, self._triples = site, -1

    async def answer(self, scope: Scope, receive: Receive) -> HttpAnswer:
        """Return the state; 503 when the graphs cannot be asked."""
        if self._triples < 0:
            reply = await self._site.pool.run(QueryRequest(question_named("triples").text))
            if reply.status != 200:
                return refused(503, "the graphs cannot be asked; try again soon")
            self._triples = int(json.loads(reply.body)["results"]["bindings"][0]["triples"]["value"])
        triples = self._triples
        if triples == 0 and self._site.stored:
            # It may be filled later.
            self._triples = -1
        body = {"status": "ok", "data_version": self._site.version, "triples": triples}
        return http_answer(200, "application/json", json.dumps(body).encode(), cache_control="no-store")
