"""The command ``needgraph trace``: its options, and what it says."""

from __future__ import annotations

import argparse
from pathlib import Path

from needgraph.outcome import FINDINGS, FINE, Outcome
from needgraph.resources import Data
from needgraph.transcribing.tracing import TRACE_FORMATS, trace

HELP = "Hold every quote against its source document, and account for every passage."
EXAMPLES = """\
  needgraph trace documents/halton.txt
  needgraph trace documents/halton.txt --format json
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    command.add_argument("source", type=Path, help="the source text that an edition was transcribed from")
    command.add_argument("--format", choices=list(TRACE_FORMATS), default="table")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Hold an edition against its source."""
    traced = trace(options.source, data)
    return Outcome(TRACE_FORMATS[options.format](traced), FINDINGS if traced.fails else FINE)
