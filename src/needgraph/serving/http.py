"""Read the body of a request, notice a client that goes away, and send an answer."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, TypeVar

from needgraph.site.http_answers import HttpAnswer, refused

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Result = TypeVar("Result")

BODY_SECONDS = 10.0


READ_METHODS = "GET, HEAD, OPTIONS"


class GoneError(Exception):
    """The client went away before it was answered."""


async def read_body(receive: Receive, limit: int, seconds: float = BODY_SECONDS) -> bytes | None:
    """Return the body of a request, or None when it is longer than the limit.

    Raises TimeoutError when it does not arrive in time and GoneError when the client leaves.
    """
    body = bytearray()
    async with asyncio.timeout(seconds):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            body += message.get("body", b"")
            if len(body) > limit:
                return None
            if not message.get("more_body"):
                return bytes(body)


async def while_connected(receive: Receive, work: Awaitable[Result]) -> Result:
    """Return the result of some work, and stop the work when the client goes away (GoneError)."""
    task = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise GoneError
        return task.result()
    finally:
        for each in (task, leaving):
            if not each.done():
                each.cancel()
                with suppress(asyncio.CancelledError, GoneError):
                    await each


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_answer(send: Send, answer: HttpAnswer, method: str = "GET") -> None:
    """Send an answer; HEAD is answered with the same head and no body."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})


def header_of(scope: Scope, name: bytes) -> str:
    """Return a header of a request, several of the same name joined by commas; empty without one."""
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


class ReadEndpoint(ABC):
    """An ASGI application that is only read: OPTIONS, and every method but GET and HEAD, are answered here."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that has left is not answered."""
        method = scope["method"]
        try:
            if method == "OPTIONS":
                answer = preflight(READ_METHODS)
            elif method not in ("GET", "HEAD"):
                answer = not_allowed(READ_METHODS)
            else:
                answer = await self.answer(scope, receive)
        except GoneError:
            return
        await send_answer(send, answer, method)

    @abstractmethod
    async def answer(self, scope: Scope, receive: Receive) -> HttpAnswer:
        """Return the answer to GET; raise GoneError when the client leaves."""


def not_allowed(allowed: str) -> HttpAnswer:
    """Return the refusal of a method."""
    return refused(405, f"this address takes {allowed}", allow=allowed)


def preflight(allowed: str) -> HttpAnswer:
    """Return the answer to OPTIONS, which browsers send before a request from another site."""
    answer = HttpAnswer(204, [*refused(204, "").headers[2:]], b"")
    more = [
        (b"allow", allowed.encode()),
        (b"access-control-allow-methods", allowed.encode()),
        (b"access-control-allow-headers", b"accept, content-type, if-none-match"),
        (b"access-control-max-age", b"86400"),
    ]
    return HttpAnswer(204, answer.headers + more, b"")
