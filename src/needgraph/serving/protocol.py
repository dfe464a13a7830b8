"""HTTP/1.1 on one connection, for clients that are slow, endless, broken or gone."""

from __future__ import annotations

import asyncio
import re
from asyncio.events import TimerHandle
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from needgraph.errors import NeedgraphError
from needgraph.query_processes.limits import Limits
from needgraph.serving.http import Receive, Scope, Send, send_answer
from needgraph.site.http_answers import HttpAnswer, refused

HEAD_SIZE, HEADERS = 64 * 1024, 200
# What a form in the address may hold beside the query: the names of graphs.
ADDRESS_MORE, PATH_SIZE = 20_000, 32_000
# A client that is refused while it is still sending may send so much, and for so long, before it is cut off: one
# that is cut off at once sees a broken connection in place of the refusal.
UNREAD_SIZE, UNREAD_SECONDS = 64 * 1024 * 1024, 2.0
# Requests that a client sends before it has the answers to those before.
AHEAD = 1_000
# A client that takes less than this in the time that a request may take to arrive does not read its answer.
TAKEN_SIZE = 64 * 1024
_HOST = re.compile(rb"(?:[A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_METHOD = re.compile(rb"[A-Za-z!#$%&'*+.^_`|~-]{1,40} [^ \r\n]{1,8000} HTTP/1\.[01]\r?\n")
_NO_VERSION = re.compile(rb"[A-Z]+ [^ \r\n]+\r?\n")
_METHODS = "GET, HEAD, POST, OPTIONS"


class Refusal(NeedgraphError):
    """A request that is refused while it is read."""


class Flow(FlowControl):
    """Reads no more from a connection while requests that were read ahead are waiting."""

    def __init__(self, protocol: CarefulProtocol) -> None:
        super().__init__(protocol.transport)
        self._protocol = protocol

    def resume_reading(self) -> None:
        """Read on, unless requests are waiting."""
        if not self._protocol.pipeline:
            super().resume_reading()


class CarefulProtocol(HttpToolsProtocol):
    """uvicorn's protocol with the limits it lacks: sizes of a head, times, and clients that do not read."""

    def __init__(self, limits: Limits, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._limits = limits
        self._in_head, self._head, self._size, self._count = True, 0, 0, 0
        self._unread = 0
        self._deaf = False
        self._refusal: HttpAnswer | None = None
        self._running: Any = None
        self._clock: TimerHandle | None = None
        self._taking: TimerHandle | None = None
        self._serving = self.app

    # A TCP server opens its connections with a Transport, as the class that is extended here says, too.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock when the connection opens."""
        super().connection_made(transport)
        self.flow = Flow(self)
        if len(self.connections) > self._limits.connections + self._limits.connections // 4:
            transport.abort()
            return
        self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks, and tell the request that is at work."""
        self._stop_clock()
        if self._taking is not None:
            self._taking.cancel()
        if self._running is not None and not self._running.response_complete:
            self._running.disconnected = True
            self._running.message_event.set()
        self.pipeline.clear()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what arrives; refuse a head that is too large before it is collected whole."""
        if self.transport.is_closing():
            return
        self._unset_keepalive_if_required()
        if self._deaf or (not self._in_head and self.cycle.response_complete):
            self._unread += len(data)
            if self._unread > UNREAD_SIZE:
                self.transport.abort()
                return
        if self._deaf:
            return
        if self._in_head:
            self._head += len(data)
            if self._clock is None:
                self._start_clock()
            if self._head == len(data) and _NO_VERSION.match(data):
                self._end(refused(505, "ask by HTTP/1.1"))
                return
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # No other protocol is spoken here, and what follows is none that the parser would read.
            self._stop_hearing()
        except httptools.HttpParserError as error:
            self._broken(error, data)
            return
        if self._in_head and self._head > HEAD_SIZE + self._address_size:
            # Collected inside the parser: one header or one address that does not end.
            self._end(refused(431, "the head of the request is too large; shorten it"))

    def on_message_begin(self) -> None:
        """Start the clock for the head of this request."""
        super().on_message_begin()
        self._in_head, self._head, self._size, self._count, self._unread = True, 0, 0, 0, 0
        self._start_clock()

    def on_url(self, url: bytes) -> None:
        """Collect the address."""
        super().on_url(url)
        if len(self.url) > self._address_size:
            most = f"{self._address_size:,} bytes"
            self._refuse(refused(414, f"the address is longer than {most}; send a long query by POST"))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Collect a header; those after the body count as well."""
        super().on_header(name, value)
        self._size += len(name) + len(value)
        self._count += 1
        if self._size > HEAD_SIZE or self._count > HEADERS:
            self._refuse(refused(431, f"send at most {HEADERS} headers of together {HEAD_SIZE >> 10} KB"))

    def on_headers_complete(self) -> None:
        """Take the head, which arrived in time, and start to answer."""
        if len(self.pipeline) >= AHEAD:
            self._stop_hearing()
            raise Refusal
        version = self.parser.get_http_version()
        if version not in ("1.0", "1.1"):
            self._refuse(refused(505, "ask by HTTP/1.1"))
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1 or (not hosts and version == "1.1"):
            self._refuse(refused(400, "send one Host header"))
        if hosts and not _HOST.fullmatch(hosts[0].strip()):
            self._refuse(refused(400, "the Host header is not a name or a number with a port"))
        if self.parser.get_method() == b"CONNECT":
            self._refuse(refused(405, f"this address takes {_METHODS}", allow=_METHODS))
        if self.url == b"*" and self.parser.get_method() == b"OPTIONS":
            self.url = b"/"
        # The library that takes an address apart counts in 16 bits; a query may be longer, and needs no taking apart.
        self.url, _, query = self.url.partition(b"#")[0].partition(b"?")
        if len(self.url) > PATH_SIZE:
            self._refuse(refused(414, f"the address is longer than {PATH_SIZE:,} bytes before its query; shorten it"))
        self._in_head = False
        self._stop_clock()
        self.app = too_busy if len(self.connections) > self._limits.connections else self._serving
        super().on_headers_complete()
        # The request is answered from the next turn of the event loop on.
        self.scope["query_string"] = query

    def on_message_complete(self) -> None:
        """Wait for the next request on this connection."""
        super().on_message_complete()
        self._in_head, self._head = True, 0
        if self.cycle.response_complete:
            self._stop_clock()

    def on_response_complete(self) -> None:
        """Let a client that was answered before it sent everything send the rest, for a while."""
        super().on_response_complete()
        if not self._in_head and not self.pipeline:
            self._start_clock()

    def pause_writing(self) -> None:
        """Watch a client that does not read as fast as it is answered."""
        super().pause_writing()
        if self._taking is None:
            self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Stop watching."""
        super().resume_writing()
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    @property
    def _address_size(self) -> int:
        # Percent-encoding makes three bytes of one.
        return 3 * self._limits.query + ADDRESS_MORE

    @property
    def _is_answering(self) -> bool:
        return self._running is not None and not self._running.response_complete

    def _watch(self, before: int) -> None:
        def look() -> None:
            left = self.transport.get_write_buffer_size()
            if left and left > before - TAKEN_SIZE:
                self.transport.abort()
            elif left:
                self._watch(left)

        self._taking = self.loop.call_later(self._limits.arrival, look)

    def _start_clock(self) -> None:
        self._stop_clock()
        self._clock = self.loop.call_later(self._limits.arrival, self._too_slow)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _too_slow(self) -> None:
        if self._is_answering:
            # It may have been kept waiting by us.
            self._start_clock()
        elif self._in_head:
            self._end(refused(408, "the head of the request did not arrive in time"))
        else:
            self.transport.close()

    def _refuse(self, answer: HttpAnswer) -> None:
        self._refusal = answer
        raise Refusal

    def _stop_hearing(self) -> None:
        """Answer what was read, then close."""
        self._deaf = True
        if self.cycle is not None:
            self.cycle.keep_alive = False

    def _broken(self, error: httptools.HttpParserError, data: bytes) -> None:
        answer = self._refusal or refused(400, "this is not a request of HTTP/1.1")
        if isinstance(error, httptools.HttpParserInvalidMethodError) and _METHOD.match(data):
            answer = refused(501, f"this method is not known here; an address takes {_METHODS}", allow=_METHODS)
        if self._deaf or (self._is_answering and self._in_head):
            # The answer to a request before this one comes first, and nothing after it.
            self._stop_hearing()
        else:
            self._end(answer)

    def _end(self, answer: HttpAnswer) -> None:
        """Send an answer that no request gets from the application, and close."""
        if self.transport.is_closing():
            return
        self._stop_clock()
        self._deaf = True
        if self._is_answering:
            self._running.disconnected = True
            self._running.message_event.set()
        lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}".encode()]
        lines += [name + b": " + value for name, value in [*answer.headers, (b"connection", b"close")]]
        self.transport.write(b"\r\n".join(lines) + b"\r\n\r\n" + answer.body)
        self.transport.write_eof()
        self._clock = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)


async def too_busy(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request on a connection beyond the number of those served at once."""
    answer = refused(503, "too many connections are open; try again soon", connection="close")
    await send_answer(send, answer, scope["method"])
