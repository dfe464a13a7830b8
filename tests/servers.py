"""Start real SPARQL servers, and small web servers that behave badly, on free ports of the loopback interface."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

START_SECONDS = 90
STOP_SECONDS = 20
ATTEMPTS = 3

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
VIRTUOSO_MISSING = "Virtuoso is not installed; on Debian: apt-get install --no-install-recommends virtuoso-opensource"
OXIGRAPH_MISSING = "the oxigraph server is not installed; pip install -e '.[development]'"

# Buffers are of 8 KB; no folder may be read, no other port opens, and nothing is written now and then.
VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
DirsAllowed =
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
ThreadsPerQuery = 1
CaseMode = 2

[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerThreads = 4

[SPARQL]
ResultSetMaxRows = {most_rows}
"""


@dataclass(frozen=True)
class Server:
    """A running SPARQL server: where it is asked, where graphs are put, and who may put them."""

    name: str
    query_url: str
    store_url: str
    user: str = ""
    password: str = ""


@contextmanager
def oxigraph(*, union: bool = True) -> Iterator[Server]:
    """Run the Oxigraph server with an empty store; whoever asks may write.

    Without ``union`` its default graph stays empty, as is usual, whatever is put into named graphs.
    """
    assert OXIGRAPH is not None, OXIGRAPH_MISSING
    binary = OXIGRAPH

    def command(folder: Path, port: int, _: int) -> list[str]:
        store = folder / "store"
        options = ["--union-default-graph"] if union else []
        return [binary, "serve", "--location", str(store), "--bind", f"127.0.0.1:{port}", *options]

    with _running(command, "Listening for requests") as port:
        url = f"http://127.0.0.1:{port}"
        yield Server("oxigraph", f"{url}/query", f"{url}/store")


@contextmanager
def virtuoso(most_rows: int) -> Iterator[Server]:
    """Run Virtuoso with an empty database; anybody may ask, and its user dba may write, by Digest.

    An answer has at most ``most_rows`` rows. The password is the one that every new database has.
    """
    assert VIRTUOSO is not None, VIRTUOSO_MISSING
    binary = VIRTUOSO

    def command(folder: Path, http_port: int, sql_port: int) -> list[str]:
        ini = folder / "virtuoso.ini"
        ini.write_text(VIRTUOSO_INI.format(http_port=http_port, sql_port=sql_port, most_rows=most_rows))
        return [binary, "+foreground", "+configfile", str(ini)]

    with _running(command, "Server online at") as port:
        url = f"http://127.0.0.1:{port}"
        yield Server("virtuoso", f"{url}/sparql", f"{url}/sparql-graph-crud-auth", "dba", "dba")


@contextmanager
def _running(command: Callable[[Path, int, int], list[str]], ready: str) -> Iterator[int]:
    """Run a server in a folder of its own until the block ends, and yield its port.

    A port that was free may be taken before the server has it, so a server that ends at once is started anew.
    """
    with tempfile.TemporaryDirectory(prefix="needgraph-server-") as name:
        for attempt in range(ATTEMPTS):
            folder = Path(name, str(attempt))
            folder.mkdir()
            port, other = free_ports()
            process = subprocess.Popen(
                command(folder, port, other), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            try:
                said = _Said(process, ready)
                if said.ready():
                    yield port
                    return
            finally:
                _stop(process)
                said.end()
        raise RuntimeError(f"the server did not start; it said:\n{said}")


class _Said:
    """What a process prints, read to its end so that it never waits for a reader."""

    def __init__(self, process: subprocess.Popen[str], ready: str) -> None:
        self._lines: list[str] = []
        self._process, self._ready = process, ready
        self._found = threading.Event()
        self._is_ready = False
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def ready(self) -> bool:
        """Wait for the line that says the server is ready, or for its end."""
        self._found.wait(START_SECONDS)
        return self._is_ready

    def end(self) -> None:
        """Wait until everything is read."""
        self._thread.join(STOP_SECONDS)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                self._lines.append(line)
                if self._ready in line:
                    self._is_ready = True
                    self._found.set()
        self._found.set()

    def __str__(self) -> str:
        return "".join(self._lines[-30:])


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_ports() -> tuple[int, int]:
    """Return two different ports of the loopback interface that nothing listens on."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@dataclass(frozen=True)
class Request:
    """What a client sent to a small web server."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What a small web server answers, and how slowly.

    ``before`` is how many seconds it waits, ``between`` how many after each byte; both end with the server.
    ``missing`` bytes are promised and never sent.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    before: float = 0
    between: float = 0
    missing: int = 0


@dataclass(frozen=True)
class Web:
    """A running small web server, with what was sent to it so far."""

    url: str
    requests: list[Request]


@contextmanager
def web(answer: Callable[[Request], Reply]) -> Iterator[Web]:
    """Run a small web server that gives the same kind of answer to everything."""
    requests: list[Request] = []
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = Request(self.command, self.path, dict(self.headers), body)
            requests.append(request)
            reply = answer(request)
            try:
                self._send(reply)
            except ConnectionError:
                self.close_connection = True

        do_PUT = do_POST  # noqa: N815 - the library looks for this name

        def _send(self, reply: Reply) -> None:
            if reply.before:
                ended.wait(reply.before)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) + reply.missing))
            self.end_headers()
            for part in [bytes([each]) for each in reply.body] if reply.between else [reply.body]:
                self.wfile.write(part)
                if reply.between and ended.wait(reply.between):
                    return

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Web(f"http://127.0.0.1:{server.server_address[1]}/sparql", requests)
        finally:
            ended.set()
            server.shutdown()
            thread.join()
