# ruff: noqa: E501 - one case a line
"""Hostile requests as a table: what is sent, what is right, and how to find out what a running server did."""

from __future__ import annotations

import gzip
import http.client
import select
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import BinaryIO, NamedTuple
from urllib.parse import quote

from hostile_queries import ENDLESS, QUERIES, HostileQuery
from processes import children, is_running, open_files_of, wait_until
from served import FIXTURES, Running, serving

# Small limits, so that what takes too long takes a second. Workers and queue are those of the program.
OPTIONS = ("--seconds", "1", "--memory", "128", "--arrival", "1", "--answer-size", "1")
WAIT = 30
DIRECT = "application/sparql-query"
HOST = b"Host: localhost\r\n"
GET = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n"
# Some hundred kilobytes, which are kept once they have been asked for.
BIG = b"GET /sparql?query=SELECT*%7B%3Fs+%3Fp+%3Fo%7D HTTP/1.1\r\n" + HOST + b"\r\n"


class Case(NamedTuple):
    """A hostile request: its name, what is right, and what does it and returns what happened."""

    name: str
    expected: tuple[str, ...]
    act: Callable[[Running], str]


def exchanged(server: Running, *parts: bytes, method: str = "GET") -> tuple[str, bytes]:
    """Send bytes and return the status of the answer and everything that came; "closed" without an answer."""
    with socket.create_connection(server.place, timeout=WAIT) as connection:
        with suppress(OSError):
            for part in parts:
                connection.sendall(part)
        return answer_on(connection, method)


def answer_on(connection: socket.socket, method: str = "GET") -> tuple[str, bytes]:
    """Return the status and body of the next answer on a connection; "closed" when there is none."""
    try:
        answer = http.client.HTTPResponse(connection, method=method)
        answer.begin()
        return str(answer.status), answer.read()
    except (OSError, http.client.HTTPException):
        return "closed", b""


def _post(body: bytes, *headers: str, length: int | None = None) -> bytes:
    lines = [f"Content-Type: {DIRECT}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return b"POST /sparql HTTP/1.1\r\n" + HOST + "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _raw(name: str, data: bytes, *expected: str, method: str = "GET") -> Case:
    return Case(name, expected, lambda server: exchanged(server, data, method=method)[0])


def _get(name: str, address: str, *expected: str, headers: bytes = b"") -> Case:
    return _raw(name, b"GET " + address.encode("latin-1") + b" HTTP/1.1\r\n" + HOST + headers + b"\r\n", *expected)


def _method(name: str, *expected: str) -> Case:
    return _raw(f"method {name}", name.encode() + b" /sparql HTTP/1.1\r\n" + HOST + b"\r\n", *expected)


def _query(query: HostileQuery) -> Case:
    def act(server: Running) -> str:
        with listener() as (port, called):
            text = query.text.replace("{port}", str(port))
            status, body = exchanged(server, _post(text.encode("utf-8", "surrogatepass")))
            if called():
                return "called another server"
            if b"root:" in body:
                return "read a file"
        return status

    return Case(query.name, query.expected, act)


@contextmanager
def listener() -> Iterator[tuple[int, Callable[[], bool]]]:
    """Listen on a free port; yield it and what tells whether anybody has called."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)

        def called() -> bool:
            try:
                listening.accept()[0].close()
            except BlockingIOError:
                return False
            return True

        yield listening.getsockname()[1], called


def _statuses(data: bytes, number: int) -> Callable[[Running], str]:
    """Return what sends bytes and joins the statuses of so many answers."""

    def act(server: Running) -> str:
        with socket.create_connection(server.place, timeout=WAIT) as connection:
            connection.sendall(data)
            reader = connection.makefile("rb")
            return " ".join(_next_status(reader) for _ in range(number))

    return act


def _next_status(reader: BinaryIO) -> str:
    line = reader.readline()
    length = 0
    while (header := reader.readline()) not in (b"\r\n", b""):
        name, _, value = header.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    reader.read(length)
    return line.split()[1].decode() if line else "closed"


def _slow(*parts: bytes) -> Callable[[Running], str]:
    """Return what sends the parts and then nothing more, and waits for what the server makes of it."""
    return lambda server: exchanged(server, *parts)[0]


def _dripped(server: Running) -> str:
    """Send a head that never ends, a line whenever the server would have waited long enough for one."""
    with socket.create_connection(server.place, timeout=0.2) as connection:
        connection.sendall(GET)
        for number in range(200):
            try:
                connection.sendall(b"X-%d: y\r\n" % number)
                if connection.recv(1, socket.MSG_PEEK):
                    connection.settimeout(WAIT)
                    return answer_on(connection)[0]
            except TimeoutError:
                continue
            except OSError:
                return "closed"
    return "held for ever"


def _unread(server: Running) -> str:
    """Ask for much and read nothing: the server must answer others meanwhile."""
    exchanged(server, GET + HOST + b"\r\n")
    exchanged(server, BIG)
    connections = [socket.create_connection(server.place, timeout=WAIT) for _ in range(50)]
    try:
        for connection in connections:
            connection.sendall(BIG * 5)
        return exchanged(server, GET + HOST + b"\r\n")[0]
    finally:
        for connection in connections:
            connection.close()


def workers(server: Running) -> list[int]:
    """Return the processes of a server that run queries."""
    nursery = children(server.process.pid)
    return children(nursery[0]) if nursery else []


def _leaves(_: Running) -> str:
    """Go away in the middle of a query that may take a minute; its process must be ended and replaced at once."""
    with serving("--data", str(FIXTURES), "--seconds", "60") as server:
        before = set(workers(server))
        with socket.create_connection(server.place, timeout=WAIT) as connection:
            connection.sendall(_post(ENDLESS.encode()))
            wait_until(lambda: any(map(is_running, before)))
        wait_until(lambda: bool(before - set(workers(server))) and not any(map(is_running, workers(server))))
    return "stopped"


def _many(_: Running) -> str:
    """Send 64 queries at once that may take a minute: 4 run, 16 wait, the others are refused at once."""
    with serving("--data", str(FIXTURES), "--seconds", "60") as server, ExitStack() as opened:
        connections = [opened.enter_context(socket.create_connection(server.place, timeout=WAIT)) for _ in range(64)]
        for connection in connections:
            connection.sendall(_post(ENDLESS.encode()))
        waiting = list(connections)
        refused: list[tuple[int, str | None, bytes]] = []
        while len(refused) < 44:
            ready, *_others = select.select(waiting, [], [], WAIT)
            if not ready:
                break
            for connection in ready:
                waiting.remove(connection)
                answer = http.client.HTTPResponse(connection)
                answer.begin()
                refused.append((answer.status, answer.getheader("Retry-After"), answer.read()))
        at_work = sum(map(is_running, workers(server)))
    kinds = {(status, after, body.startswith(b"4 queries run and 16 wait")) for status, after, body in refused}
    return f"{len(refused)} refused" if kinds == {(503, "2", True)} and 0 < at_work <= 4 else f"{kinds} {at_work}"


def _taken(_: Running) -> str:
    """Ask for much, read nothing, and see the connection closed by the other side."""
    with serving("--data", str(FIXTURES), *OPTIONS) as server:
        before = open_files_of(server.process.pid)
        exchanged(server, BIG)
        with socket.create_connection(server.place, timeout=WAIT) as connection:
            connection.sendall(BIG * 100)
            connection.recv(1, socket.MSG_PEEK)
            wait_until(lambda: open_files_of(server.process.pid) <= before)
    return "closed"


def _first_of_many_connections(server: Running) -> str:
    """Open 300 connections that say nothing, and ask on one more."""
    silent = [socket.create_connection(server.place, timeout=WAIT) for _ in range(300)]
    try:
        return exchanged(server, GET + HOST + b"\r\n")[0]
    finally:
        for connection in silent:
            connection.close()


ENCODED = quote("ASK{}")
BODIES = [
    _raw("bytes that are not UTF-8", _post(b"ASK { FILTER('\xff\xfe' != '') }"), "400"),
    _raw("UTF-16", _post("ASK {}".encode("utf-16")), "400"),
    _raw("a body that says it is UTF-16", _post("ASK {}".encode("utf-16"), "X: y").replace(b"query\r", b"query; charset=utf-16\r"), "415"),
    _raw("a body packed with gzip", _post(gzip.compress(b"ASK {}"), "Content-Encoding: gzip"), "415"),
    _raw("a gzip bomb", _post(gzip.compress(b" " * 20_000_000), "Content-Encoding: gzip"), "415"),
    _raw("a body of another type", _post(b"ASK {}").replace(DIRECT.encode(), b"text/plain"), "415"),
    _raw("a body of no type", b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: 6\r\n\r\nASK {}", "415"),
    _raw("an update by its type", _post(b"CLEAR ALL").replace(b"sparql-query", b"sparql-update"), "403"),
    _raw("no body", b"POST /sparql HTTP/1.1\r\n" + HOST + b"\r\n", "415"),
    _raw("an empty body", _post(b""), "400"),
    _raw("a body in chunks", b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n", "200"),
    _raw("a chunk of no number", b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nASK\r\n", "400"),
    _raw("a chunk of 2^64 bytes", b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nASK\r\n", "400"),
    _raw("chunks without end", b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n" + b"400\r\n" + b" " * 1024 + b"\r\n" * 1 + (b"400\r\n" + b" " * 1024 + b"\r\n") * 2000, "413"),
    _raw("headers after the body", b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(5000)) + b"\r\n", "200", "431"),
    _raw("length and chunks", b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n", "400"),
    _raw("two lengths", _post(b"ASK {}", "Content-Length: 7"), "400"),
    _raw("a length that is no number", _post(b"ASK {}").replace(b"Length: 6", b"Length: six"), "400"),
    _raw("a length below nothing", _post(b"ASK {}", length=-6), "400"),
    _raw("a length of 10^30", _post(b"ASK {}", length=10**30), "400"),
    _raw("a length of 10 GB", _post(b"ASK {}", length=10**10), "413"),
    _raw("10 MB in place of a query", _post(b"x" * 10_000_000), "413"),
    Case("a length that is too short", ("200 closed",), _statuses(_post(b"ASK {}garbage", length=6), 2)),
    Case("a body that does not come whole", ("408",), _slow(_post(b"ASK {", length=600))),
    Case("a body that does not come", ("408",), _slow(_post(b"", length=600))),
    Case("Expect: 100-continue", ("100 200",), _statuses(_post(b"ASK {}", "Expect: 100-continue"), 2)),
    Case("Expect: 100-continue before 10 GB", ("413",), _statuses(_post(b"", "Expect: 100-continue", length=10**10), 1)),
    Case("a refused body, then a request", ("413 200",), _statuses(_post(b"x" * 400_000) + GET + HOST + b"\r\n", 2)),
    Case("GET with a body, then a request", ("200 200",), _statuses((GET + HOST + b"Content-Length: 5\r\n\r\nhello") * 2, 2)),
]  # fmt: skip
HEADS = [
    _get("no query", "/sparql", "200"),
    _get("two queries", f"/sparql?query={ENCODED}&query={ENCODED}", "400"),
    _get("an update in the address", "/sparql?update=CLEAR+ALL", "403"),
    _get("percent and no number", "/sparql?query=ASK%ZZ%", "400"),
    _get("percent and no UTF-8", "/sparql?query=ASK%FF%FE", "400"),
    _get("percent and NUL", "/sparql?query=ASK%00%7B%7D", "400"),
    _get("bytes that are not ASCII in the address", "/sparql?query=\xff", "400"),
    _get("1,000 parameters", "/sparql?" + "a=b&" * 1000, "400"),
    _get("a default graph of a file", f"/sparql?query={quote('SELECT * {?s ?p ?o}')}&default-graph-uri=file:///etc/passwd", "200"),
    _get("a graph that is no address", f"/sparql?query={ENCODED}&default-graph-uri=%3Cx%3E", "400"),
    _get("a form that is not there", f"/sparql?query={ENCODED}&format=exe", "200"),
    _get("Accept that nothing meets", f"/sparql?query={ENCODED}", "406", headers=b"Accept: image/png\r\n"),
    _get("Accept of 60 KB", f"/sparql?query={ENCODED}", "200", "406", headers=b"Accept: " + b";" * 60_000 + b"\r\n"),
    _get("Accept that is noise", f"/sparql?query={ENCODED}", "200", "406", headers=b"Accept: \xff;q=nan,/,*;q=1e999\r\n"),
    _get("If-None-Match of 60 KB", f"/sparql?query={ENCODED}", "200", headers=b"If-None-Match: " + b'"a",' * 12_000 + b"\r\n"),
    _get("If-None-Match: *", f"/sparql?query={ENCODED}", "304", headers=b"If-None-Match: *\r\n"),
    _get("Range", f"/sparql?query={ENCODED}", "200", headers=b"Range: bytes=0-1,0-1,0-1\r\n"),
    _get("an address of 1 MB", "/sparql?query=" + "a" * 1_000_000, "414"),
    _get("an address of 300 KB", "/sparql?query=ASK{}" + "%20" * 99_990, "200"),
    _get("an address of 300 KB and no query", "/sparql?query=" + "%20" * 100_000, "400"),
    _get("an address of 100 KB before its query", "/" + "a" * 100_000 + "?query=ASK{}", "414"),
    _raw("an address without end", b"GET /" + b"a" * 5_000_000, "414"),
    _raw("a method without end", b"G" * 5_000_000, "400", "501"),
    _get("a header of 100 KB", "/", "431", headers=b"X: " + b"y" * 100_000 + b"\r\n"),
    _raw("a header without end", GET + HOST + b"X: " + b"y" * 5_000_000, "431"),
    _get("5,000 headers", "/", "431", headers=b"".join(b"X-%d: y\r\n" % i for i in range(5000))),
    _get("a header folded over lines", "/", "200", "400", headers=b"X: y\r\n z\r\n"),
    _get("a header with a NUL", "/", "400", headers=b"X: \x00\r\n"),
    _get("a header without a colon", "/", "400", headers=b"X\r\n"),
    _get("a space before the colon", "/", "400", headers=b"X : y\r\n"),
    _raw("lines without a carriage return", b"GET / HTTP/1.1\nHost: localhost\n\n", "200", "400"),
    _raw("no Host", GET + b"\r\n", "400"),
    _raw("no Host in HTTP/1.0", b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n", "200"),
    _raw("two Hosts", GET + HOST + HOST + b"\r\n", "400"),
    _raw("a Host of markup", GET + b"Host: <script>alert(1)</script>\r\n\r\n", "400"),
    _raw("a Host with a path", GET + b"Host: a/../b\r\n\r\n", "400"),
    _raw("a Host with a user", GET + b"Host: root@localhost\r\n\r\n", "400"),
    _raw("a Host of 60 KB", GET + b"Host: " + b"a" * 60_000 + b"\r\n\r\n", "200", "400"),
    _raw("an empty Host", GET + b"Host:\r\n\r\n", "200"),
    _raw("HTTP/0.9", b"GET /\r\n", "505"),
    _raw("HTTP/3.0", b"GET / HTTP/3.0\r\n" + HOST + b"\r\n", "400", "505"),
    _raw("the greeting of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"),
    _raw("the greeting of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500, "400"),
    _raw("noise", bytes(range(256)) * 20, "400"),
    _raw("only line ends", b"\r\n" * 10_000, "408", "400"),
    _raw("a whole address as target", b"GET http://localhost/sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST + b"\r\n", "200"),
    _raw("GET *", b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", "400", "404"),
    _raw("OPTIONS *", b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", "204"),
    _raw("CONNECT", b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + b"\r\n", "400", "405"),
    _method("TRACE", "405"), _method("PUT", "405"), _method("DELETE", "405"), _method("PATCH", "405"),
    _method("PROPFIND", "405"), _method("BREW", "405", "501"), _method("get", "400", "501"),
    _raw("Upgrade: websocket", GET + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", "200"),
    _raw("Upgrade: h2c", GET + HOST + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n", "200"),
    _get("a way out of the folder", "/../../../../etc/passwd", "404"),
    _get("a way out of the folder, encoded", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "404"),
    _get("a way out of a document", "/doc/..%2f..%2f..%2fetc%2fpasswd", "404"),
    _get("a way out of a dump", "/dump/..%2f..%2fetc/passwd", "404"),
    _get("a way out of a question", "/query/..%2f..%2fetc%2fpasswd", "404"),
    _get("NUL in the path", "/doc/%00", "404"),
    _get("no UTF-8 in the path", "/doc/%ff%fe", "404"),
    _get("an encoded slash", "/sparql%2f", "200", "404"),
    _get("a line end in the path", "/id/a%0d%0aX-Evil:%20yes", "404", "303"),
    _get("1,000 slashes", "/" * 1000, "404"),
]  # fmt: skip
CLIENTS = [
    Case("a head that does not come whole", ("408",), _slow(GET + HOST)),
    Case("a connection that says nothing", ("408",), _slow()),
    Case("a head that comes a line at a time", ("408",), _dripped),
    Case("100 requests before any answer", (" ".join(["200"] * 100),), _statuses((GET + HOST + b"\r\n") * 100, 100)),
    Case("noise after a request", ("200",), lambda server: exchanged(server, GET + HOST + b"\r\n\x00\xff")[0]),
    Case("clients that do not read", ("200",), _unread),
    Case("a client that never reads", ("closed",), _taken),
    Case("300 silent connections", ("200",), _first_of_many_connections),
    Case("a client that leaves during its query", ("stopped",), _leaves),
    Case("64 queries at once", ("44 refused",), _many),
]
CASES = [*map(_query, QUERIES), *BODIES, *HEADS, *CLIENTS]
# What would tell a stranger how and where the program is made.
SECRETS = (b"Traceback", b'File "', b"site-packages", b".py", b"pyoxigraph", b"uvicorn", b"starlette", b"needgraph.s")
