"""What goes wrong for a user: a place, what is the matter there, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable


class NeedgraphError(Exception):
    """Wrong use, or input that cannot be read; the command line answers it with exit code 2.

    The message is for a person: where, what, and what to do. Each stage raises a subclass of its own.

    >>> str(NeedgraphError("statements.tsv:42: start is 'iv'; give the character offset"))
    "statements.tsv:42: start is 'iv'; give the character offset"
    """


def nearest(value: str, known: Iterable[str]) -> str:
    """Return the end of a message that names what comes nearest, or nothing.

    >>> nearest("indicater", ["indicator", "duty"])
    "; did you mean 'indicator'?"
    """
    import difflib  # only a message needs it

    matches = difflib.get_close_matches(value, list(known), n=1)
    return f"; did you mean {matches[0]!r}?" if matches else ""
