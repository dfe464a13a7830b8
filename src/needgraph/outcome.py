"""What a command has to say, and how it ends; the command line prints it."""

from __future__ import annotations

from typing import NamedTuple

FINE, FINDINGS = 0, 1


class Outcome(NamedTuple):
    """A text for standard output, an exit code, and notes for standard error."""

    text: str
    code: int
    notes: tuple[str, ...] = ()
