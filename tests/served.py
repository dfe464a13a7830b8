"""Start the real server on a free port of the loopback interface, and ask it as a client would."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"
START_SECONDS = 60
STOP_SECONDS = 15
ANSWER_SECONDS = 60


@dataclass(frozen=True)
class Reply:
    """What the server answered: status, headers by lower-case name (of several, joined by commas), body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def media_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Running:
    """A running server: its address without a final slash, its process, and what it said on standard error."""

    url: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or 0

    def get(
        self, path: str, accept: str = "", *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Reply:
        """Send one request on a connection of its own and return the answer; redirects are not followed.

        Further headers are given as names with underscores: ``if_none_match='"…"'``.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if accept:
            sent["Accept"] = accept
        connection = http.client.HTTPConnection(*self.place, timeout=ANSWER_SECONDS)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return _reply(answer)
        finally:
            connection.close()

    def send(self, data: bytes) -> Reply:
        """Send bytes as they are, whatever they are, and return the answer to them."""
        with socket.create_connection(self.place, timeout=ANSWER_SECONDS) as connection:
            connection.sendall(data)
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            return _reply(answer)


@contextmanager
def serving(*options: str) -> Iterator[Running]:
    """Run the server with these options until the block ends; without any it serves the invented authorities.

    It is stopped by SIGTERM, and the block fails when it does not end by itself in time.
    """
    chosen = options or ("--data", str(FIXTURES))
    process = subprocess.Popen(
        [sys.executable, "-m", "needgraph.cli", "serve", "--port", "0", *chosen], stderr=subprocess.PIPE, text=True
    )
    said: list[str] = []
    ready = threading.Event()
    reader = threading.Thread(target=_listen, args=(process, said, ready), daemon=True)
    reader.start()
    try:
        ready.wait(START_SECONDS)
        line = next((line for line in said if line.startswith("Serving http://")), None)
        if line is None:
            raise RuntimeError(f"the server did not start; it said:\n{''.join(said)}")
        yield Running(line.split()[1].rstrip("/"), process, said)
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        reader.join(STOP_SECONDS)


def _reply(answer: http.client.HTTPResponse) -> Reply:
    names = {name.lower() for name, _ in answer.getheaders()}
    return Reply(answer.status, {name: answer.getheader(name) or "" for name in names}, answer.read())


def _listen(process: subprocess.Popen[str], said: list[str], ready: threading.Event) -> None:
    """Read what the server says to its end, so that it never waits for a reader."""
    assert process.stderr is not None
    with process.stderr as lines:
        for line in lines:
            said.append(line)
            if line.startswith("Serving http://"):
                ready.set()
    ready.set()
