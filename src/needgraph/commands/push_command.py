"""The command ``needgraph push``: its options, and what it says."""

from __future__ import annotations

import argparse

from needgraph.files import read_bytes
from needgraph.outcome import FINE, Outcome
from needgraph.querying.remote import push_graphs
from needgraph.querying.store import graph_name
from needgraph.resources import Data

HELP = "Upload the graphs to a server by the SPARQL 1.1 Graph Store Protocol, one graph a request."
EXAMPLES = """\
  needgraph push http://127.0.0.1:7878/store
  NEEDGRAPH_PASSWORD=… needgraph push http://127.0.0.1:8890/sparql-graph-crud-auth --user dba
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    command.add_argument("url", help="the address of the server's graph store")
    command.add_argument("--user", default="", help="user name, for Basic or Digest authentication")
    command.add_argument("--timeout", type=_seconds, default=30, metavar="SECONDS", help="how long one upload may take")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Upload the graphs to a server."""
    graphs = ((graph_name(path).value, read_bytes(path)) for path in data.graph_files())
    done = push_graphs(options.url, graphs, options.user, options.timeout)
    return Outcome(f"{options.url}: {len(done)} graphs are up\n", FINE)


def _seconds(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return int(text)
