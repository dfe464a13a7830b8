"""Hold the graphs in a process with one thread, and fork from it the processes that run queries.

It is a program of its own (``python -m needgraph.query_processes.nursery FD``), so that the server can start it, and
start it again, whatever threads the server itself has by then. Forked processes share its pages.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from needgraph.errors import NeedgraphError
from needgraph.query_processes.limits import Limits, packed, received
from needgraph.query_processes.worker import Runner, local_runner, serve_connection

if TYPE_CHECKING:
    from needgraph.resources import Data

ANOTHER = b"+"


def keep(control: socket.socket) -> None:
    """Open what the first message names, then fork a process for every request, until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The kernel takes away the processes that ended; nobody waits for them here.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    message = received(control)
    if message is None:
        return
    head, _ = message
    limits = Limits(**head["limits"])
    try:
        opened = _open(head)
    except (NeedgraphError, OSError) as problem:
        control.sendall(packed({"problem": str(problem)}))
        return
    control.sendall(packed({"ready": True}))
    while control.recv(1) == ANOTHER:
        ours, theirs = socket.socketpair()
        process = os.fork()
        if process == 0:
            _be_worker(control, ours, theirs, opened, head, limits)
        theirs.close()
        socket.send_fds(control, [process.to_bytes(8, "big")], [ours.fileno()])
        ours.close()


def _be_worker(
    control: socket.socket,
    ours: socket.socket,
    theirs: socket.socket,
    opened: Any,
    head: dict[str, Any],
    limits: Limits,
) -> None:
    """Answer queries, and end: never return into the code of the process that was forked."""
    code = 1
    with suppress(BaseException):
        control.close()
        ours.close()
        runner, offline = _runner(opened, head, limits)
        serve_connection(theirs, runner, limits, offline=offline)
        code = 0
    os._exit(code)


def _open(head: dict[str, Any]) -> Any:
    """Return a store in memory, the folder of a store on disk, or the address of a remote service."""
    if head.get("endpoint"):
        return head["endpoint"]
    if head.get("store"):
        from needgraph.querying.store import open_store

        # Opened here once so that a fault is said at the start; each process then opens it for itself, since
        # the threads of the disk engine do not outlive a fork.
        open_store(Path(head["store"]))
        return Path(head["store"])
    if head.get("files"):
        from needgraph.querying.store import load_files

        return load_files([Path(name) for name in head["files"]])
    from needgraph.querying.store import load_graphs
    from needgraph.resources import data_at

    data: Data = data_at(head.get("data"))
    return load_graphs(data.graph_files())


def _runner(opened: Any, head: dict[str, Any], limits: Limits) -> tuple[Runner, bool]:
    if isinstance(opened, str):
        from needgraph.query_processes.forwarding import remote_runner

        return remote_runner(opened, head.get("user", ""), limits), False
    if isinstance(opened, Path):
        from needgraph.querying.store import open_store

        return local_runner(open_store(opened), limits), True
    return local_runner(opened, limits), True


if __name__ == "__main__":
    keep(socket.socket(fileno=int(sys.argv[1])))
