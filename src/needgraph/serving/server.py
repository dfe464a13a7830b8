"""Serve a site over HTTP on this machine until it is told to stop."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from needgraph.errors import NeedgraphError
from needgraph.query_processes.limits import Limits

if TYPE_CHECKING:
    from needgraph.query_processes.pool import Pool

# Files and sockets of the server that are no connections.
OTHER_HANDLES = 100
STOP_SECONDS = 3
KEEP_ALIVE_SECONDS = 15
# How long a store may take at the start to say what it holds.
LOOK_SECONDS = 2


class ServingProblem(NeedgraphError):
    """A server that cannot be started."""


@dataclass(frozen=True)
class Served:
    """What is to be served, and where.

    Without ``files``, ``store`` and ``endpoint`` the built graphs of ``data`` are served. ``port`` 0 takes a free one.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    base: str = ""
    data: str | None = None
    files: tuple[Path, ...] = ()
    store: Path | None = None
    endpoint: str = ""
    user: str = ""
    limits: Limits = field(default_factory=Limits)
    access_log: bool = False


def serve(served: Served, said: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; ``said`` is given one line when the first request can be answered.

    With ``access_log`` it is given a line for every answer after that, which says nothing of who asked.

    Raises ServingProblem when the port is taken, and what the data raise when they cannot be opened.
    """
    listening = _listening(served.host, served.port)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    try:
        import uvloop

        runner: Callable[..., Any] = uvloop.run
    except ImportError:  # not made for every platform
        runner = asyncio.run
    _quieten()
    _allow_connections(served.limits.connections)
    with listening:
        runner(_serve(served, listening, f"Serving http://{shown}:{port}/", said))


def _quieten() -> None:
    """Keep the libraries from writing to standard error what a client sent, or where in our code it led."""
    for name in ("uvicorn", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _allow_connections(connections: int) -> None:
    """Ask the system for as many open sockets as there may be connections."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        # A quarter more are let in for the time it takes to refuse them.
        wanted = connections + connections // 4 + OTHER_HANDLES
        if soft < wanted:
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard < 0 else min(wanted, hard), hard))


def _pass_over(number: int, frame: object) -> None:
    """Do nothing: uvicorn hands the signal on that stopped it, which would end the process before it has tidied up."""


async def _serve(served: Served, listening: socket.socket, ready: str, said: Callable[[str], None]) -> None:
    from needgraph.query_processes.pool import Pool

    # The process that holds the graphs starts before the libraries of the server are read.
    pool = Pool(_opening(served), served.limits)
    try:
        import uvicorn

        from needgraph.serving.app import application
        from needgraph.serving.protocol import CarefulProtocol
        from needgraph.serving.site import Site

        data, digest = _data_of(served)
        await pool.start()
        # A remote store may take long over it, as every date of the data is looked at, and its data may change.
        date = "" if served.endpoint else await _latest_date(pool)
        # Anyone's files, too: what stands in named graphs alone would otherwise seem to be nothing.
        union = not served.endpoint
        site = Site(
            pool, digest, served.base.rstrip("/"), data, date, union=union,
            stored=bool(served.store or served.endpoint), has_catalogue=await _has_editions(served, pool),
        )  # fmt: skip
        config = uvicorn.Config(
            application(site, said if served.access_log else None),
            http=cast("Any", partial(CarefulProtocol, served.limits)),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        server = uvicorn.Server(config)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _pass_over)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.005)
        if server.started:
            said(ready)
        await serving
    finally:
        await pool.stop()


async def _has_editions(served: Served, pool: Pool) -> bool:
    """Tell whether there are editions to be asked for; of a store that is slow to say it is taken for granted."""
    from needgraph.publication.store_catalogue import has_editions

    if served.files:
        return False
    if served.store or served.endpoint:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                return await has_editions(pool)
    return True


async def _latest_date(pool: Pool) -> str:
    """Return the latest date that the data state, empty where they state none."""
    from needgraph.query_processes.limits import QueryRequest
    from needgraph.querying.catalogue import question_named
    from needgraph.querying.results_json import answer_of

    reply = await pool.run(QueryRequest(question_named("latest-date").text))
    rows = answer_of(json.loads(reply.body)).rows if reply.status == 200 else ()
    return str(rows[0][0] or "") if rows else ""


def _data_of(served: Served) -> tuple[Any, str]:
    """Return the data folder, where it is ours, and the digest of what is served."""
    from needgraph.querying.store import digest_of, digest_of_store
    from needgraph.resources import data_at

    if served.endpoint:
        return None, ""
    if served.store:
        return None, digest_of_store(served.store)
    if served.files:
        return None, digest_of(served.files)
    data = data_at(served.data)
    return data, digest_of(data.graph_files())


def _opening(served: Served) -> dict[str, Any]:
    return {
        "data": served.data,
        "files": [str(path) for path in served.files],
        "store": str(served.store) if served.store else None,
        "endpoint": served.endpoint,
        "user": served.user,
    }


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(1024)
    except OSError as error:
        raise ServingProblem(
            f"{host}:{port}: cannot be used ({error.strerror}); name another with --port, or --port 0 for a free one"
        ) from None
    return listening
