"""What goes wrong for a user: a place, what is the matter there, and how to mend it."""

from __future__ import annotations


class NeedgraphError(Exception):
    """Wrong use, or input that cannot be read; the command line answers it with exit code 2.

    The message is for a person: where, what, and what to do. Each stage raises a subclass of its own.

    >>> str(NeedgraphError("statements.tsv:42: start is 'iv'; give the character offset"))
    "statements.tsv:42: start is 'iv'; give the character offset"
    """
