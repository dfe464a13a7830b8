"""The command ``needgraph import``: its options, and what it says."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from pathlib import Path

from needgraph.outcome import FINE, Outcome
from needgraph.resources import Data
from needgraph.strangers.standard_input import as_file
from needgraph.transcribing.importing import import_csv, next_steps

HELP = "Make the edition of a new authority from a CSV file with the columns level, dimension, quote."
EXAMPLES = """\
  needgraph import signs.csv --authority ashby --edition 2024 --to graphs
  needgraph check --data graphs
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    command.add_argument(
        "file",
        type=Path,
        help="the CSV file, or - for standard input; an empty dimension means that no heading is printed",
    )
    command.add_argument("--authority", required=True, help="slug of the authority, such as ashby")
    command.add_argument("--edition", required=True, help="key of the edition, such as 2024")
    command.add_argument("--to", required=True, type=Path, metavar="DIR", help="a folder laid out like graphs/")
    command.add_argument("--title", default="", help="the printed title of the document")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Make the edition of a new authority."""
    given = as_file(".csv") if str(options.file) == "-" else nullcontext(options.file)
    with given as path:
        made = import_csv(path, options.authority, options.edition, options.to, options.title)
    return Outcome(f"{next_steps(made, options.to)}\n", FINE)
