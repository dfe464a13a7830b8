"""Run queries in processes that can be ended: a few at once, a few waiting, each by the clock.

The server never evaluates a free query itself. A time-out that is only asked of an evaluator is no promise, and a
fault in it would end the server; so a process that is too slow or too large is killed and another takes its place.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from needgraph.errors import NeedgraphError
from needgraph.query_processes.limits import (
    LENGTHS_SIZE,
    Limits,
    QueryReply,
    QueryRequest,
    lengths_of,
    packed,
    received,
    refusal,
)
from needgraph.query_processes.nursery import ANOTHER


class PoolProblem(NeedgraphError):
    """The graphs to be served cannot be opened."""


class Worker:
    """One process that runs queries, with its connection."""

    def __init__(self, process: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.process, self.reader, self.writer = process, reader, writer
        # A number is given to another process once this one has ended; a handle never is.
        self._handle = _handle_of(process)

    def has_ended(self) -> bool:
        """Tell whether the process has ended."""
        if self.reader.at_eof() or self._handle == -1:
            return True
        if self._handle is None:
            return False
        # A handle can be read from once the process has ended, also before its connection is seen to be closed.
        look = select.poll()
        look.register(self._handle, select.POLLIN)
        return bool(look.poll(0))

    async def run(self, request: QueryRequest) -> QueryReply:
        """Return the reply; raise OSError or IncompleteReadError when the process ends before it answers."""
        self.writer.write(packed(request._asdict()))
        await self.writer.drain()
        head, body = lengths_of(await self.reader.readexactly(LENGTHS_SIZE))
        described = json.loads(await self.reader.readexactly(head))
        return QueryReply(**{**described, "body": await self.reader.readexactly(body)})

    def end(self) -> None:
        """End the process at once, whatever it is doing."""
        with suppress(OSError):
            if self._handle is None:
                os.kill(self.process, signal.SIGKILL)
            elif self._handle >= 0:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        if self._handle is not None and self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        self.writer.close()


def _handle_of(process: int) -> int | None:
    """Return a handle of a process, -1 when it has ended already, None where the system has no handles."""
    try:
        return os.pidfd_open(process)
    except ProcessLookupError:
        return -1
    except (AttributeError, OSError):
        return None


class Nursery:
    """The process that holds the graphs and forks workers; it is started again when it ends."""

    def __init__(self, opening: dict[str, Any], limits: Limits) -> None:
        self._opening, self._limits = opening, limits
        self._lock = asyncio.Lock()
        self._stopped = False
        self.start()

    def start(self) -> None:
        """Start the process; it opens the graphs while the server goes on."""
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "needgraph.query_processes.nursery", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # What an evaluator says when it runs out of memory is not for the log of the server.
                stderr=subprocess.DEVNULL,
            )
        self._control.sendall(packed({**self._opening, "limits": asdict(self._limits)}))
        self._ready = False

    async def worker(self) -> Worker:
        """Return a new worker; raise PoolProblem when the graphs cannot be opened."""
        async with self._lock:
            process, connection = await asyncio.to_thread(self._forked)
        reader, writer = await asyncio.open_connection(sock=connection, limit=1 << 22)
        return Worker(process, reader, writer)

    def _forked(self) -> tuple[int, socket.socket]:
        for _ in range(2):
            if self._stopped:
                break
            try:
                if not self._ready:
                    message = received(self._control)
                    if message is not None and "problem" in message[0]:
                        raise PoolProblem(message[0]["problem"])
                    self._ready = message is not None
                self._control.sendall(ANOTHER)
                said, handles, _, _ = socket.recv_fds(self._control, 8, 1)
                if len(said) == 8 and handles:
                    return int.from_bytes(said, "big"), socket.socket(fileno=handles[0])
            except OSError:
                pass
            self.end()
            self.start()
        raise PoolProblem("the process that holds the graphs ends again and again; look at the memory of this machine")

    def stop(self) -> None:
        """End the process, and start no other."""
        self._stopped = True
        self.end()

    def end(self) -> None:
        """End the process; its workers end when their connections close."""
        self._control.close()
        self._process.kill()
        self._process.wait()


class Pool:
    """Runs queries within limits: of free ones at most ``workers`` at once and ``queue`` waiting.

    There is one process more, which free queries never hold, so that our own questions and documents are answered
    however many slow queries others ask.
    """

    def __init__(self, opening: dict[str, Any], limits: Limits) -> None:
        self.limits = limits
        self._nursery = Nursery(opening, limits)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._busy: set[Worker] = set()
        self._size = limits.workers + 1
        # Workers that there are or that are being made.
        self._known = 0
        self._waiting = 0
        self._free_places = asyncio.Semaphore(limits.workers)
        self._free_waiting = 0
        self._stopped = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Wait until the graphs are open and every worker is there; raise PoolProblem when they cannot be opened."""
        for _ in range(self._size):
            self._known += 1
            self._idle.put_nowait(await self._nursery.worker())

    async def run_free(self, request: QueryRequest) -> QueryReply:
        """Do as ``run`` for a query that anybody may have written; it waits for a place among its like."""
        if self._free_places.locked() and self._free_waiting >= self.limits.queue:
            return self._full()
        self._free_waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds):
                await self._free_places.acquire()
        except TimeoutError:
            return refusal(503, "too many queries are waiting; ask again soon")
        finally:
            self._free_waiting -= 1
        try:
            return await self.run(request)
        finally:
            self._free_places.release()

    async def run(self, request: QueryRequest) -> QueryReply:
        """Return the reply to a query of our own.

        A refusal with 503 stands in its place when it takes too long or too much, or when there are too many.
        When the task is cancelled, because whoever asked is gone, the work is stopped.
        """
        if len(request.text) > self.limits.query:
            return refusal(413, f"query: is longer than {self.limits.query:,} characters; split it")
        if self._idle.empty() and self._waiting >= self.limits.queue:
            return self._full()
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds):
                worker = await self._take()
        except TimeoutError:
            return refusal(503, "too many queries are waiting; ask again soon")
        finally:
            self._waiting -= 1
        return await self._run(worker, request)

    async def stop(self) -> None:
        """End every process, also those that are at work."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        self._nursery.stop()
        for worker in self._busy:
            worker.end()
        while not self._idle.empty():
            self._idle.get_nowait().end()

    def _full(self) -> QueryReply:
        return refusal(503, f"{self.limits.workers} queries run and {self.limits.queue} wait; ask again soon")

    async def _take(self) -> Worker:
        while True:
            self._fill()
            worker = await self._idle.get()
            if not worker.has_ended():
                return worker
            self._lose(worker)

    async def _run(self, worker: Worker, request: QueryRequest) -> QueryReply:
        began = time.monotonic()
        self._busy.add(worker)
        try:
            async with asyncio.timeout(self.limits.seconds):
                reply = await worker.run(request)
        except TimeoutError:
            self._lose(worker)
            return refusal(503, f"the query was stopped after {self.limits.seconds:g} seconds; ask for less")
        except (OSError, asyncio.IncompleteReadError):
            self._lose(worker)
            return refusal(
                503,
                f"the query was stopped, as it needs more than {self.limits.memory >> 20} MB or is too deep; "
                "ask for less",
            )
        except BaseException:
            self._lose(worker)
            raise
        finally:
            self._busy.discard(worker)
        self._idle.put_nowait(worker)
        return QueryReply(**{**reply.__dict__, "seconds": time.monotonic() - began})

    def _lose(self, worker: Worker) -> None:
        """End a worker and have another made, without keeping anyone waiting."""
        worker.end()
        self._known -= 1
        self._fill()

    def _fill(self) -> None:
        """Have as many workers made as are missing; where that fails, the next query tries again."""
        while self._known < self._size and not self._stopped:
            self._known += 1
            task = asyncio.get_running_loop().create_task(self._another())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _another(self) -> None:
        try:
            worker = await self._nursery.worker()
        except (PoolProblem, OSError):
            self._known -= 1
            return
        if self._stopped:
            worker.end()
        else:
            self._idle.put_nowait(worker)
