"""The SPARQL endpoint of the server: one query a request, in a process that can be ended."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable

from needgraph.query_processes.limits import Limits, QueryReply, QueryRequest
from needgraph.serving.http import (
    GoneError,
    Receive,
    Scope,
    Send,
    header_of,
    not_allowed,
    preflight,
    read_body,
    send_answer,
    while_connected,
)
from needgraph.serving.sparql_protocol import MORE, Asked, Refused, read_request
from needgraph.site.http_answers import AnswerCache, HttpAnswer, entity_tag, http_answer, refused, unchanged
from needgraph.site.negotiation import GRAPH_FORMS, HTML, PAGE_FORMS, ROW_FORMS, accepted, offered

METHODS = "GET, HEAD, POST, OPTIONS"
_ROW_TYPES = {form.media_type for form in ROW_FORMS.values()}
_VOLATILE = re.compile(r"(?i)(?<![A-Za-z_])(?:NOW|RAND|(?:STR)?UUID)(?![A-Za-z_])")
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")

Run = Callable[[QueryRequest], Awaitable[QueryReply]]
Describe = Callable[[str, str], Awaitable[bytes | None]]


class SparqlEndpoint:
    """An ASGI application for ``/sparql``.

    ``run`` answers a query, ``describe`` gives the service description for an address and a form, and
    ``digest`` names the data, on which every answer depends; without one nothing is kept.
    """

    def __init__(self, run: Run, describe: Describe, limits: Limits, digest: str, cache: AnswerCache) -> None:
        self._run, self._describe, self._limits = run, describe, limits
        self._digest, self._cache = digest, cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method = scope["method"]
        try:
            answer = await self._answer(scope, receive, method)
        except Refused as refusal:
            answer = refused(refusal.status, str(refusal))
        except TimeoutError:
            answer = refused(408, "the body of the request did not arrive in time", connection="close")
        except GoneError:
            return
        if method in ("GET", "HEAD"):
            answer = unchanged(answer, header_of(scope, b"if-none-match"))
        await send_answer(send, answer, method)

    async def _answer(self, scope: Scope, receive: Receive, method: str) -> HttpAnswer:
        if method == "OPTIONS":
            return preflight(METHODS)
        if method not in ("GET", "HEAD", "POST"):
            return not_allowed(METHODS)
        accept, content_type = header_of(scope, b"accept"), header_of(scope, b"content-type")
        body = await self._body(scope, receive) if method == "POST" else b""
        base = self._base(scope)
        key = _key(str(method == "POST"), scope["query_string"], content_type, accept, body, base)
        kept = self._cache.get(key)
        if kept is not None:
            return kept
        asked = read_request(method, scope["query_string"], content_type, body, accept, base)
        if asked.request is None:
            return await while_connected(receive, self._description(accept, base))
        reply = await while_connected(receive, self._run(asked.request))
        return self._http(asked, reply, key)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        if header_of(scope, b"content-encoding").lower() not in ("", "identity"):
            raise Refused(415, "send the body without Content-Encoding")
        # Percent-encoding makes three bytes of one.
        limit = 3 * self._limits.query + MORE
        length = header_of(scope, b"content-length")
        promised = int(length) if length.isdecimal() and len(length) < 20 else 0
        body = None if promised > limit else await read_body(receive, limit, self._limits.arrival)
        if body is None:
            most = f"{self._limits.query:,} characters"
            raise Refused(413, f"the body is longer than {limit:,} bytes; a query may have {most}")
        return body

    def _http(self, asked: Asked, reply: QueryReply, key: str) -> HttpAnswer:
        if reply.status != 200 or asked.request is None:
            return refused(reply.status, reply.body.decode())
        form = asked.rows if reply.media_type in _ROW_TYPES else asked.graph
        content_type = form.content_type if form else reply.media_type
        more = {"x_needgraph_truncated": reply.truncated} if reply.truncated else {}
        if _VOLATILE.search(asked.request.text):
            # The time, a number or an identifier that is another each time.
            return http_answer(200, content_type, reply.body, vary="Accept", cache_control="no-store", **more)
        tag = entity_tag(self._digest or reply.body, repr(asked.request), content_type)
        control = "public, max-age=60" if self._digest else "no-cache"
        answer = http_answer(
            200, content_type, reply.body, etag=tag, vary="Accept", cache_control=control, **more
        )  # fmt: skip
        return self._cache.keep(key, answer) if self._digest else answer

    async def _description(self, accept: str, base: str) -> HttpAnswer:
        form = accepted(accept, {**GRAPH_FORMS, "html": HTML})
        if form is None:
            return refused(406, offered(PAGE_FORMS))
        key = _key("description", base, form.content_type)
        kept = self._cache.get(key)
        if kept is not None:
            return kept
        body = await self._describe(base, form.name)
        if body is None:
            return refused(503, "the service cannot be described now; try again soon")
        tag = entity_tag(self._digest, base, form.name, body)
        answer = http_answer(200, form.content_type, body, etag=tag, vary="Accept")
        return self._cache.keep(key, answer) if self._digest else answer

    def _base(self, scope: Scope) -> str:
        return f"{address_of(scope)}{scope['path']}"


def address_of(scope: Scope) -> str:
    """Return scheme and host of the address that a request was sent to, without a final slash.

    A Host header that is none is not repeated; the address of the socket stands in for it.
    """
    host = header_of(scope, b"host")
    if not _HOST.fullmatch(host):
        name, port = scope.get("server") or ("127.0.0.1", 80)
        host = f"{name}:{port}"
    return f"{scope.get('scheme', 'http')}://{host}"


def _key(*parts: str | bytes) -> str:
    """Return a short name of what an answer depends on, so that the cache holds no long queries."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
