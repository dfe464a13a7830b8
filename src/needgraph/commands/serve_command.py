"""The command ``needgraph serve``: its options, and how they become what is served."""

from __future__ import annotations

import argparse
from pathlib import Path

from needgraph.query_processes.limits import Limits
from needgraph.serving.server import Served

HELP = "Serve the graphs over HTTP: pages, linked data, questions and a SPARQL endpoint, all read-only."
EXAMPLES = """\
  needgraph serve                              http://127.0.0.1:8000/
  needgraph serve --port 0                     on a free port, which is printed
  needgraph serve --load their.ttl more.trig   anyone's RDF files
  needgraph serve --endpoint http://127.0.0.1:8890/sparql   in front of any SPARQL 1.1 store
"""
_DEFAULTS = Limits()
MEGABYTE = 1024 * 1024


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    command.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    command.add_argument("--port", type=_port, default=8000, help="the port; 0 takes a free one (default: 8000)")
    command.add_argument("--base", default="", metavar="URL", help="the public address, where it is another than that")
    command.add_argument(
        "--access-log", action="store_true", help="a line for every answer, which says nothing of who asked"
    )
    what = command.add_mutually_exclusive_group()
    what.add_argument("--load", metavar="FILE", nargs="+", type=Path, default=[], help="serve these RDF files instead")
    what.add_argument("--store", metavar="DIR", type=Path, help="serve a store that `needgraph load` wrote")
    what.add_argument("--endpoint", metavar="URL", default="", help="pass queries on to a SPARQL 1.1 service")
    command.add_argument("--user", default="", help="user name at the endpoint (password: NEEDGRAPH_PASSWORD)")
    limits = command.add_argument_group("limits of one query")
    limits.add_argument("--seconds", type=_positive, default=_DEFAULTS.seconds, help="wall clock (default: 5)")
    limits.add_argument("--memory", type=_whole, default=512, metavar="MB", help="beyond the graphs (default: 512)")
    limits.add_argument("--query-size", type=_whole, default=100_000, metavar="CHARACTERS", help="(default: 100000)")
    limits.add_argument("--nesting", type=_whole, default=100, help="brackets inside brackets (default: 100)")
    limits.add_argument("--answer-size", type=_whole, default=32, metavar="MB", help="more is cut (default: 32)")
    limits.add_argument("--at-once", type=_whole, default=4, metavar="N", help="queries run at once (default: 4)")
    limits.add_argument("--queue", type=_whole, default=16, metavar="N", help="queries that may wait (default: 16)")
    clients = command.add_argument_group("limits of clients")
    clients.add_argument(
        "--arrival", type=_positive, default=_DEFAULTS.arrival, metavar="SECONDS",
        help="in which a request must have arrived (default: 10)",
    )  # fmt: skip
    clients.add_argument(
        "--connections", type=_whole, default=_DEFAULTS.connections, metavar="N",
        help="open at once; more are refused (default: 1000)",
    )  # fmt: skip


def served(options: argparse.Namespace) -> Served:
    """Return what the options ask to be served."""
    limits = Limits(
        seconds=options.seconds,
        memory=options.memory * MEGABYTE,
        query=options.query_size,
        nesting=options.nesting,
        workers=options.at_once,
        queue=options.queue,
        answer=options.answer_size * MEGABYTE,
        arrival=options.arrival,
        connections=options.connections,
    )
    return Served(
        options.host, options.port, options.base, options.data, tuple(options.load), options.store,
        options.endpoint, options.user, limits, options.access_log,
    )  # fmt: skip


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 0 to 65535")
    return int(text)


def _whole(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 1_000_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value
