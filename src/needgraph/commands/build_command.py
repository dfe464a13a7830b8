"""The command ``needgraph build``: its options, and what it says."""

from __future__ import annotations

import argparse

from needgraph.building.all_files import all_files, build_and_check
from needgraph.checking.formats import as_summary
from needgraph.files import shown
from needgraph.graphs.graph_builder import stale_files, write_built
from needgraph.outcome import FINDINGS, FINE, Outcome
from needgraph.resources import Data

HELP = "Build the graphs from the tables."
EXAMPLES = """\
  needgraph build             write what changed
  needgraph build --verify    fail when a built file is stale, naming it
  needgraph build --check     build, then check what was built"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    command.add_argument("--verify", action="store_true", help="write nothing; exit 1 when a built file is stale")
    command.add_argument("--check", action="store_true", help="check the graphs after building them")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Build the graphs, or verify that the committed ones are current."""
    if options.verify:
        files = all_files(data)
        stale = [f"{shown(path)}: is stale; run `needgraph build` and commit it" for path in stale_files(files)]
        return Outcome(f"{len(files)} built files, {len(stale)} stale\n", FINDINGS if stale else FINE, tuple(stale))
    if options.check:
        built = build_and_check(data)
        text = _changes(len(built.files), [shown(path) for path in built.changed])
        return Outcome(f"{text}\n{as_summary(built.checked)}", FINDINGS if built.checked.fails() else FINE)
    files = all_files(data)
    return Outcome(_changes(len(files), [shown(path) for path in write_built(files)]), FINE)


def _changes(files: int, changed: list[str]) -> str:
    return "".join(f"wrote {path}\n" for path in changed) + f"{files} built files, {len(changed)} changed\n"
