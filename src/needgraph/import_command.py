"""The command ``needgraph import``: its options, and what it says."""

from __future__ import annotations

import argparse
from pathlib import Path

from needgraph.importing import import_csv, next_steps
from needgraph.outcome import FINE, Outcome
from needgraph.resources import Data

HELP = "Make the edition of a new authority from a CSV file with the columns level, dimension, quote."
EXAMPLES = """\
  needgraph import signs.csv --authority ashby --edition 2024 --to graphs
  needgraph check --data graphs
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    command.add_argument("file", type=Path, help="the CSV file; an empty dimension means that no heading is printed")
    command.add_argument("--authority", required=True, help="slug of the authority, such as ashby")
    command.add_argument("--edition", required=True, help="key of the edition, such as 2024")
    command.add_argument("--to", required=True, type=Path, metavar="DIR", help="a folder laid out like graphs/")
    command.add_argument("--title", default="", help="the printed title of the document")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Make the edition of a new authority."""
    made = import_csv(options.file, options.authority, options.edition, options.to, options.title)
    return Outcome(f"{next_steps(made, options.to)}\n", FINE)
