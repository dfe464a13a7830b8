"""What a free query may cost, and what is asked of and answered by the process that runs it."""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_LENGTHS = struct.Struct("!II")


@dataclass(frozen=True)
class Limits:
    """What a query may cost; what goes beyond is ended, refused or cut, and said so.

    ``seconds`` of wall clock and ``memory`` bytes beyond the store end the process that runs it.
    ``query`` characters and ``nesting`` of brackets refuse it. ``workers`` run at once and ``queue`` wait.
    ``answer`` bytes cut what is sent at a whole row or triple. A request that has not arrived ``arrival`` seconds
    after it began, and a connection beyond the number of ``connections``, are refused.
    """

    seconds: float = 5.0
    memory: int = 512 * 1024 * 1024
    query: int = 100_000
    nesting: int = 100
    workers: int = 4
    queue: int = 16
    answer: int = 32 * 1024 * 1024
    arrival: float = 10.0
    connections: int = 1_000


class QueryRequest(NamedTuple):
    """A query with its dataset, and the media types wanted for rows and for graphs (None: neither will do)."""

    text: str
    rows_as: str | None = "application/sparql-results+json"
    graph_as: str | None = "text/turtle"
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class QueryReply:
    """An answer with its media type, or a refusal with its HTTP status and one sentence.

    ``truncated`` says where the answer was cut, and is empty when it is whole.
    """

    status: int
    media_type: str = "text/plain"
    body: bytes = b""
    truncated: str = ""
    seconds: float = field(default=0.0, compare=False)


def refusal(status: int, sentence: str) -> QueryReply:
    """Return a reply that refuses.

    >>> refusal(403, "query: LOAD is an update").body
    b'query: LOAD is an update\\n'
    """
    return QueryReply(status, "text/plain", f"{sentence}\n".encode())


def packed(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a message between the server and a process of its own: lengths, head as JSON, body."""
    encoded = json.dumps(head).encode()
    return _LENGTHS.pack(len(encoded), len(body)) + encoded + body


def received(connection: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """Return the next message from a blocking connection, or None when the other side is gone."""
    lengths = _exactly(connection, _LENGTHS.size)
    if lengths is None:
        return None
    head, body = _LENGTHS.unpack(lengths)
    data = _exactly(connection, head + body)
    return None if data is None else (json.loads(data[:head]), data[head:])


def lengths_of(prefix: bytes) -> tuple[int, int]:
    """Return the lengths of head and body that the first ``LENGTHS_SIZE`` bytes of a message give."""
    return _LENGTHS.unpack(prefix)


LENGTHS_SIZE = _LENGTHS.size


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        try:
            part = connection.recv(min(size - len(parts), 1 << 20))
        except OSError:
            return None
        if not part:
            return None
        parts += part
    return bytes(parts)
