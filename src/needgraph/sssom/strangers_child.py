"""The process that reads a stranger's file: a request on standard input, an answer on standard output.

Started by :func:`needgraph.strangers.files.read_apart`. The answer is a line of JSON and, for RDF, N-Quads after it; a
problem is an answer too. Nothing here may reach the network, another program, or a file that was not named.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from needgraph.errors import NeedgraphError
from needgraph.files import shown
from needgraph.strangers.files import MOST_BYTES, StrangerProblem, stranger_bytes
from needgraph.strangers.limits import limit_process, open_nothing_more, stay_inside

# What a store in memory holds in 1 GB, and reads in 5 seconds.
MOST_QUADS = 1_000_000
MOST_WRITTEN = 250_000_000

Answer = tuple[dict[str, Any], bytes]


def main() -> None:
    """Answer the request on standard input."""
    reply, sys.stdout = sys.stdout.buffer, sys.stderr  # a library may print
    request = json.load(sys.stdin)
    task = TASKS[request["task"]]
    paths = [Path(name) for name in request["paths"]]
    limit_process(request["megabytes"], request["cpu_seconds"])
    try:
        # A lack of memory is no problem of the task: it ends the process in one way or another, which is told outside.
        head, body = task(paths)
    except NeedgraphError as problem:
        head, body = {"problem": str(problem)}, b""
    reply.write(json.dumps(head).encode() + b"\n")
    reply.write(body)


def rdf(paths: Sequence[Path]) -> Answer:
    """Return the quads of RDF files as N-Quads; the blank nodes of two files stay apart."""
    from pyoxigraph import RdfFormat, serialize

    import needgraph.strangers.rdf  # noqa: F401  # imported while files can still be opened
    from needgraph.querying.store import parsed_quads

    stay_inside([str(path) for path in paths])
    contents, left = [], MOST_BYTES
    for path in paths:
        contents.append(stranger_bytes(path, left))
        left -= len(contents[-1])
    open_nothing_more()
    sink, counted = _Sink(paths), 0

    def quads() -> Iterator[Any]:
        nonlocal counted
        for number, path in enumerate(paths):
            content, contents[number] = contents[number], b""
            for quad in parsed_quads(path, content, rename=number > 0):
                counted += 1
                if counted > MOST_QUADS:
                    raise StrangerProblem(f"{shown(path)}: {_too_many(f'{MOST_QUADS:,} statements')}")
                yield quad

    serialize(quads(), cast("IO[bytes]", sink), format=RdfFormat.N_QUADS)
    return {"quads": counted}, bytes(sink.taken)


def workbook(paths: Sequence[Path]) -> Answer:
    """Return the sheets of one workbook."""
    import openpyxl  # noqa: F401  # imported while it is free to look around

    from needgraph.strangers.workbook import workbook_here

    stay_inside([str(path) for path in paths])
    return workbook_here(paths[0]), b""


def sssom(paths: Sequence[Path]) -> Answer:
    """Return the verdict on one SSSOM file; the other path is that of its metadata beside it."""
    import sssom_pydantic  # noqa: F401  # imported while it is free to look around

    from needgraph.sssom.judging import judge_here

    stay_inside([str(path) for path in paths])
    return asdict(judge_here(paths[0])), b""


TASKS: dict[str, Callable[[Sequence[Path]], Answer]] = {"rdf": rdf, "workbook": workbook, "sssom": sssom}


class _Sink:
    """Takes what is written, up to a limit: a long prefix is written out again for each of its names."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.taken = bytearray()
        self._where = ", ".join(map(shown, paths))

    def write(self, piece: bytes) -> int:
        if len(self.taken) + len(piece) > MOST_WRITTEN:
            raise StrangerProblem(f"{self._where}: {_too_many(f'{MOST_WRITTEN:,} bytes, written out in full')}")
        self.taken += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""


def _too_many(what: str) -> str:
    return f"holds more than {what}; split it, or load it into a server and ask that with --endpoint"


if __name__ == "__main__":
    main()
