"""The command ``needgraph load``: its options, and what it says."""

from __future__ import annotations

import argparse
from pathlib import Path

from needgraph.files import shown
from needgraph.outcome import FINE, Outcome
from needgraph.querying.store import write_store
from needgraph.resources import Data

HELP = "Write the graphs into a store on disk."
EXAMPLES = "  needgraph load /srv/needgraph-store\n"


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    command.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Write the graphs into a store on disk."""
    files = data.graph_files()
    count = write_store(files, options.folder)
    return Outcome(f"{shown(options.folder)}: {count:,} triples in {len(files)} graphs\n", FINE)
