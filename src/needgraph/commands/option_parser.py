"""The parser of the command line: complaints of one line, and options in any place."""

from __future__ import annotations

import argparse
from typing import NoReturn


class OneLineParser(argparse.ArgumentParser):
    """A parser whose complaints are one line, as every other message, and that takes options in any place."""

    _intermixed = False

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]  # as the library has it
        """Take options before, between and after other words; what a command takes is for its own parser."""
        # The library takes the intermixed arguments by calling this again, and refuses a parser of commands.
        if self._intermixed or self._subparsers:
            return super().parse_known_args(args, namespace)
        self._intermixed = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._intermixed = False

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the help is, and exit with 2."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def with_help(arguments: list[str]) -> list[str]:
    """Return arguments in which ``help`` and ``help COMMAND`` ask for the help.

    >>> with_help(["help", "ask"]), with_help(["ask", "help"])
    (['ask', '--help'], ['ask', 'help'])
    """
    return [*arguments[1:2], "--help"] if arguments[:1] == ["help"] else arguments
