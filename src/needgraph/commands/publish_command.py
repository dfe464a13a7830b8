"""The command ``needgraph publish``: its options, and what it says."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needgraph.files import shown
from needgraph.outcome import FINE, Outcome
from needgraph.publishing.publish import Progress, publish
from needgraph.resources import Data

HELP = "Write the whole site as files, with rules for nginx, Apache and, with --base, w3id.org."
EXAMPLES = """\
  needgraph publish /srv/needgraph --base https://data.example.org
  needgraph publish site --without-quotes        without the authorities' wording
  needgraph publish site --date 2026-11-21       dated by you, not by the data

The catalogue states the commit that the site was built from: that of the checkout where program and data are as
committed there, or else NEEDGRAPH_COMMIT=<commit> in the environment.
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    command.add_argument(
        "folder", type=Path, metavar="DIR", help="a new or empty folder, or one published before, which is replaced"
    )
    command.add_argument(
        "--base", default="", metavar="URL",
        help="the public address, which the rules for w3id.org need (default: links begin with /)",
    )  # fmt: skip
    command.add_argument(
        "--date", default="", metavar="YYYY-MM-DD", help="the date of the site (default: the latest of the data)"
    )
    command.add_argument("--without-quotes", action="store_true", help="leave the authorities' wording out")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Write the whole site as files."""
    start = time.monotonic()
    with _tidy_when_ended():
        done = publish(
            data, options.folder, base=options.base, day=options.date, quotes=not options.without_quotes,
            progress=_progress() if sys.stderr.isatty() else None,
        )  # fmt: skip
    seconds = time.monotonic() - start
    return Outcome(
        f"{shown(options.folder)}: {done.documents:,} documents in {done.files:,} files, "
        f"{done.size / 1_000_000:,.1f} MB, {seconds:.1f} s\n",
        FINE,
        (
            f"{shown(options.folder / 'README.md')} says how it is served",
            *(() if options.base else ("no rules for w3id.org are written: they need the public address (--base)",)),
        ),
    )


@contextmanager
def _tidy_when_ended() -> Iterator[None]:
    """Let SIGTERM end the work as Ctrl-C does, and remove what was half written; a second one ends it at once."""

    def end(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _progress() -> Progress:
    def say(written: int, of: int) -> None:
        sys.stderr.write(f"\r{written:,} of {of:,} documents{chr(10) if written == of else ''}")
        sys.stderr.flush()

    return say
